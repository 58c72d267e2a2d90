"""Everything that shows that words stand twice: matches of words, lines and quotations.

Their ends move to where both texts have the end of a paragraph, sentence or quotation.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from pullquote.duplicates.boundaries import Boundaries
from pullquote.duplicates.corpus import Corpus, TokenRange
from pullquote.duplicates.lines import line_matches
from pullquote.duplicates.matches import LEAST, Match, equal_runs, matches
from pullquote.duplicates.quotes import quote_matches
from pullquote.duplicates.runs import word_runs


@dataclass(frozen=True, slots=True)
class Evidence:
    """Strong matches, `exact` where their ends are those of lines and quotations; and weak ones."""

    exact: list[Match]
    loose: list[Match]
    weak: list[Match]


def evidence(corpus: Corpus, boundaries: Boundaries) -> Evidence:
    found = [snapped(corpus, boundaries, match) for match in matches(corpus, word_runs(corpus))]
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


def _different_words(corpus: Corpus, extent: TokenRange) -> int:
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


# Words that an end may take in, and equal words that it may lose, to stand at a boundary.
_TAKE, _LOSE = 16, 7

# What it costs, in words, to stand where neither, one or both texts have a boundary.
_STAY = (8, 2, 0)

Option = tuple[int, int, Match]


def snapped(corpus: Corpus, boundaries: Boundaries, match: Match) -> Match:
    """Each end outward if not more words are unequal on the way than equal, or inward over few."""
    moved = match
    for outward in (-1, 1):
        a, b = (moved.a, moved.b) if outward < 0 else (moved.a_end, moved.b_end)
        if not (corpus.opens[a] and corpus.opens[b]):
            near_a, near_b = boundaries.near(a, _TAKE), boundaries.near(b, _TAKE)
            options: list[Option] = [(_STAY[(a in near_a) + (b in near_b)], 1, moved)]
            options += _taking(
                corpus, moved, _first(near_a, a, outward), _first(near_b, b, outward)
            )
            options += _losing(moved, a, near_a, near_b, outward)
            moved = min(options)[2]
    return moved if moved.equal >= LEAST else match


def _first(boundaries: set[int], gap: int, outward: int) -> int | None:
    """The first boundary from `gap` outward."""
    outside = (boundary for boundary in boundaries if (boundary - gap) * outward >= 0)
    return min(outside, key=lambda boundary: abs(boundary - gap), default=None)


def _taking(corpus: Corpus, match: Match, a: int | None, b: int | None) -> Iterator[Option]:
    """The match grown to the gaps a and b, which lie before or after it."""
    if a is None or b is None:
        return
    if a <= match.a and b <= match.b:
        taken = equal_runs(corpus.keys, a, match.a, b, match.b)
        grown = replace(match, a=a, b=b, runs=(*taken, *match.runs))
        words = max(match.a - a, match.b - b)
    else:
        taken = equal_runs(corpus.keys, match.a_end, a, match.b_end, b)
        grown = replace(match, a_end=a, b_end=b, runs=(*match.runs, *taken))
        words = max(a - match.a_end, b - match.b_end)
    equal = sum(run.length for run in taken)
    # A single unequal word is taken in too: the changed word at the end of a sentence.
    if words - equal <= max(equal, 1):
        yield max(words - 2 * equal, 0), 0, grown


def _losing(
    match: Match, end: int, near_a: set[int], near_b: set[int], outward: int
) -> Iterator[Option]:
    for gap in near_a:
        lost = (end - gap) * outward
        if 0 < lost <= _LOSE and match.a < gap < match.a_end:
            ends, starts = match.images(gap)
            if outward > 0 and ends in near_b:
                yield lost, 2, match.between(match.a, match.b, gap, ends)
            if outward < 0 and starts in near_b:
                yield lost, 2, match.between(gap, starts, match.a_end, match.b_end)
