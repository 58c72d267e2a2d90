"""What people decided about repeats, found again in the texts as they are now."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import product

import numpy as np

from pullquote.duplicates.matches.matches import Matches
from pullquote.duplicates.matches.quotes import equal_runs, matches_of_rows
from pullquote.duplicates.words.corpus import Corpus, TokenRange
from pullquote.model.values import DecisionKind, DuplicateDecision
from pullquote.text.spans import Span
from pullquote.text.token_arrays import Array

# A decision is about a passage if it is about so much of it.
_ABOUT = 0.5


Stretches = tuple[str | int | None, ...]


class Decisions:
    """Each counts in all documents that have its text; where none has, by its fingerprint."""

    def __init__(
        self,
        corpus: Corpus,
        decisions: Collection[DuplicateDecision],
        hashes: Sequence[str] | None = None,
    ) -> None:
        """`hashes` are the SHA-256 of the texts, where they are known."""
        self._corpus = corpus
        self._documents: dict[str, list[int]] = defaultdict(list)
        # Who has decided nothing need not wait until a corpus is hashed.
        if hashes is None and decisions:
            hashes = [hashlib.sha256(text.encode()).hexdigest() for text in corpus.texts]
        for document, sha256 in enumerate(hashes or ()):
            self._documents[sha256].append(document)
        self._decisions: dict[DecisionKind, list[DuplicateDecision]] = defaultdict(list)
        for decision in decisions:
            self._decisions[decision.kind].append(decision)

    def same(self) -> Matches:
        """What was decided to be the same, as matches."""
        rows = []
        for pair in self._pairs("the_same"):
            a, b = sorted(pair)
            rows.append((*a, *b, equal_runs(self._corpus.keys, *a, *b)))
        return matches_of_rows(self._corpus, rows)

    def apart(self, starts: Array, ends: Array) -> list[tuple[int, int]]:
        """Pairs of passages, by number, that were decided not to be the same."""
        return [
            (i, j)
            for a, b in self._pairs("not_the_same")
            for i, j in product(_meant(a, starts, ends), _meant(b, starts, ends))
        ]

    @property
    def parting(self) -> list[Stretches]:
        """The two stretches of each decision that they are not the same."""
        return [_stretches(one) for one in self._decisions["not_the_same"]]

    def parted_since(self, parting: Collection[Stretches]) -> Array:
        """The words of documents on which a decision bears that is not in one only of these and
        what `parting` tells now: their first gaps, paragraph by paragraph.
        """
        changed = set(parting) ^ set(self.parting)
        found = [np.empty(0, np.int64)]
        for a_text, a_start, a_end, b_text, b_start, b_end in changed:
            for text, start, end in ((a_text, a_start, a_end), (b_text, b_start, b_end)):
                extents = self._extents(str(text), int(start or 0), int(end or 0))
                found += [np.arange(extent.start, extent.end) for extent in extents]
        return np.concatenate(found)

    def about(self, kind: DecisionKind, starts: Array, ends: Array) -> Array:
        """A mask of the passages, which are in order, that decisions of this kind are about."""
        found = np.zeros(len(starts), np.bool_)
        for one in self._decisions[kind]:
            for extent in self._extents_a(one):
                found[_meant(extent, starts, ends)] = True
        return found

    def fingerprints(self, kind: DecisionKind) -> set[str]:
        return {decision.fingerprint for decision in self._decisions[kind]} - {""}

    def _pairs(self, kind: DecisionKind) -> Iterator[tuple[TokenRange, TokenRange]]:
        for one in self._decisions[kind]:
            for a, b in product(self._extents_a(one), self._extents_b(one)):
                if a != b:
                    yield a, b

    def _extents_a(self, decision: DuplicateDecision) -> list[TokenRange]:
        return self._extents(decision.a_text, decision.a_start, decision.a_end)

    def _extents_b(self, decision: DuplicateDecision) -> list[TokenRange]:
        if decision.b_text is None or decision.b_start is None or decision.b_end is None:
            return []
        return self._extents(decision.b_text, decision.b_start, decision.b_end)

    def _extents(self, text: str, start: int, end: int) -> list[TokenRange]:
        found = (self._corpus.extent(d, Span(start, end)) for d in self._documents.get(text, ()))
        return [extent for extent in found if extent.words > 0]


def _stretches(one: DuplicateDecision) -> Stretches:
    return one.a_text, one.a_start, one.a_end, one.b_text, one.b_start, one.b_end


def _meant(extent: TokenRange, starts: Array, ends: Array) -> list[int]:
    """The numbers of the passages that lie at least half in `extent`."""
    first = int(np.searchsorted(ends, extent.start, "right"))
    after = int(np.searchsorted(starts, extent.end, "left"))
    inside = np.minimum(ends[first:after], extent.end) - np.maximum(
        starts[first:after], extent.start
    )
    far = np.flatnonzero(inside >= _ABOUT * (ends[first:after] - starts[first:after]))
    found: list[int] = (first + far).tolist()
    return found
