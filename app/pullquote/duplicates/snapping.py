"""Ends of matches, moved to where both texts have the end of a paragraph, sentence or quotation."""

from collections.abc import Iterator
from dataclasses import replace

from pullquote.duplicates.boundaries import Boundaries
from pullquote.duplicates.corpus import Corpus
from pullquote.duplicates.matches import LEAST, Match, equal_runs

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
