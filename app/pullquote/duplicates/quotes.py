"""Quotations that say nearly the same, from four words on, whole or cut short."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from math import log2

import numpy as np

from pullquote.duplicates.boundaries import Boundaries
from pullquote.duplicates.corpus import Corpus, TokenRange
from pullquote.duplicates.links import changes, links
from pullquote.duplicates.matches import Match, Run, balanced, equal_runs
from pullquote.duplicates.runs import OFTEN
from pullquote.text.tokens import mixed

# Words of a quotation that is looked for in others; longer ones are found without their marks.
_FEWEST, _MOST = 4, 40
# The share of words that must be equal: of both quotations, or of one in a part of the other.
_SHARE, _SHARE_OF_PART = 0.6, 0.7
# Words to look at on both sides of where the quotation should stand.
_SLACK = 4


def quote_matches(corpus: Corpus, boundaries: Boundaries) -> Iterator[Match]:
    """Quotations found whole in others; of the other only the part that says the same.

    Accepted is what is not expected once by chance: n words in quotations make n * n pairs of
    places, and a word that makes up the share p of them is equal with probability p; so the
    equal words must be rarer together than 1 in n * n.
    """
    quotations = _Quotations(corpus, boundaries)
    # In bits: to be rarer than 1 in n * n is to have more than 2 log2(n).
    needed = 2 * log2(max(len(quotations.places), 1))
    for a, b in quotations.similar(needed / 2):
        options = [*quotations.found(a, b), *(match.turned() for match in quotations.found(b, a))]
        likely = [match for match in options if quotations.rarity(match) >= needed]
        if likely:
            yield max(likely, key=lambda match: match.equal)


class _Quotations:
    """Outermost quotations, and the words in them; `places` are theirs, in order."""

    def __init__(self, corpus: Corpus, boundaries: Boundaries) -> None:
        self._corpus = corpus
        documents = range(len(corpus.texts))
        self._all = [extent for document in documents for extent in boundaries.quotations(document)]
        self._outer = _outermost(self._all)
        self._starts = [start for start, _ in self._outer]
        lengths = [extent.words for extent in self._outer]
        self._owners = np.repeat(np.arange(len(self._outer)), lengths)
        ranges = [np.arange(start, end) for start, end in self._outer]
        self.places = np.concatenate([np.empty(0, np.int64), *ranges])
        _, word, counts = np.unique(
            corpus.keys[self.places], return_inverse=True, return_counts=True
        )
        self._rarity = np.log2(len(self.places) / counts[word])

    def similar(self, evidence: float) -> Iterator[tuple[int, int]]:
        """For pairs of quotations that share pairs of rare words, the places of the rarest."""
        inside = np.flatnonzero(self._owners[1:] == self._owners[:-1])
        places, owners = self.places[inside], self._owners[inside]
        rarity = (self._rarity[inside] + self._rarity[inside + 1]) / 2
        keys = mixed(mixed(self._corpus.keys[places]) + self._corpus.keys[places + 1])
        a, b = links(keys, self._corpus.documents(places), most_in_one=OFTEN)
        a, b = a[owners[a] != owners[b]], b[owners[a] != owners[b]]
        order = np.lexsort((b, a, -rarity[a], owners[b], owners[a]))
        a, b = a[order], b[order]
        new = np.flatnonzero(changes(owners[a]) | changes(owners[b]))
        enough = new[np.add.reduceat(rarity[a], new) >= evidence] if len(new) else new
        yield from zip(places[a[enough]].tolist(), places[b[enough]].tolist(), strict=True)

    def found(self, a: int, b: int) -> Iterator[Match]:
        """The quotations around place a, each in the outermost around b, its word at a at b."""
        outer, there = self._outer_of(a), self._outer_of(b)
        first, after = (bisect_left(self._all, TokenRange(gap, 0)) for gap in (outer.start, a + 1))
        for here in self._all[first:after]:
            if a < here.end and _FEWEST <= here.words <= min(_MOST, there.words):
                yield from self._found(here, there, b - a)

    def _outer_of(self, place: int) -> TokenRange:
        return self._outer[bisect_right(self._starts, place) - 1]

    def _found(self, here: TokenRange, there: TokenRange, shift: int) -> Iterator[Match]:
        """Of the one around the other the whole, if that is alike, else the part that is."""
        if 2 * here.words >= _SHARE * (here.words + there.words):
            whole = Match(*here, *there, tuple(self._equal(here, there)))
            if _alike(whole):
                yield whole
                return
        low = max(there.start, here.start + shift - _SLACK)
        high = min(there.end, here.end + shift + _SLACK)
        runs = balanced(self._equal(here, TokenRange(low, high)))
        if runs:
            part = Match(*here, runs[0].b, runs[-1].b_end, tuple(runs))
            if _alike(part) and part.equal >= _SHARE_OF_PART * here.words:
                yield part

    def _equal(self, here: TokenRange, there: TokenRange) -> list[Run]:
        return equal_runs(self._corpus.keys, *here, *there)

    def rarity(self, match: Match) -> float:
        first = np.searchsorted(self.places, [run.a for run in match.runs])
        pieces = zip(first, match.runs, strict=True)
        return float(sum(self._rarity[at : at + run.length].sum() for at, run in pieces))


def _outermost(quotations: list[TokenRange]) -> list[TokenRange]:
    outermost: list[TokenRange] = []
    for extent in quotations:
        if not outermost or extent.start >= outermost[-1].end:
            outermost.append(extent)
    return outermost


def _alike(match: Match) -> bool:
    return match.equal >= _FEWEST and match.similarity >= _SHARE
