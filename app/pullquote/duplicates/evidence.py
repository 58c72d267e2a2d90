"""Everything that shows that words stand twice: matches of words, lines and quotations."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from pullquote.duplicates.boundaries import Boundaries
from pullquote.duplicates.corpus import Corpus, Extent
from pullquote.duplicates.lines import line_matches
from pullquote.duplicates.matches import Match, matches
from pullquote.duplicates.quotes import quote_matches
from pullquote.duplicates.runs import runs
from pullquote.duplicates.snapping import snapped


@dataclass(frozen=True, slots=True)
class Evidence:
    """Strong matches, `exact` where their ends are those of lines and quotations; and weak ones."""

    exact: list[Match]
    loose: list[Match]
    weak: list[Match]


def evidence(corpus: Corpus, boundaries: Boundaries) -> Evidence:
    found = [snapped(corpus, boundaries, match) for match in matches(corpus, runs(corpus))]
    exact = {*line_matches(corpus), *quote_matches(corpus, boundaries)}
    strong = {match for match in found if _is_strong(corpus, match)}
    kept = list(_largest(corpus, exact | strong))
    weak = set(found) - strong - exact
    return Evidence(
        [match for match in kept if match in exact],
        [match for match in kept if match not in exact],
        [match for match in _largest(corpus, weak.union(kept)) if match in weak],
    )


# Words, characters, and different words with letters that a strong match has at least.
_APART = (12, 60, 8)
_IN_ONE_DOCUMENT = (8, 0, 5)
# In one document short sentences are built alike: "exports rose to 12 from 10".
_SHORT, _LIKE_IF_SHORT = 24, 0.8
_NEARLY_THE_SAME = 0.8


def _is_strong(corpus: Corpus, match: Match) -> bool:
    same = corpus.document(match.a) == corpus.document(match.b)
    words, characters, different = _IN_ONE_DOCUMENT if same else _APART
    if match.words < words:
        return False
    if same and match.words < _SHORT and match.similarity < _LIKE_IF_SHORT:
        return False
    return all(
        len(corpus.span(side)) >= characters and _different_words(corpus, side) >= different
        for side in match.sides
    )


def _different_words(corpus: Corpus, extent: Extent) -> int:
    places = slice(*extent)
    return len(np.unique(corpus.keys[places][corpus.letters[places]]))


def _largest(corpus: Corpus, found: Iterable[Match]) -> Iterator[Match]:
    """Those that no other one covers, in order."""
    ordered = sorted(
        (corpus.document(match.a), corpus.document(match.b), match.a, -match.a_end, match)
        for match in found
    )
    for _, group in groupby(ordered, key=lambda row: row[:2]):
        larger: list[Match] = []
        for *_, match in group:
            larger = [other for other in larger if other.a_end > match.a]
            if not any(_makes_up_for(other, match) for other in larger):
                larger.append(match)
                yield match


def _makes_up_for(larger: Match, match: Match) -> bool:
    """A quotation keeps its own ends, if they lie further out, in what is not nearly the same."""
    if larger.covers(match):
        return True
    return larger.similarity >= _NEARLY_THE_SAME and all(map(larger.covers, match.runs))
