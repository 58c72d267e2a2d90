"""The ends of matches, moved to ends of paragraphs, sentences and quotations in both texts."""

from typing import NamedTuple

import numpy as np

from pullquote.duplicates.matches.growth import LEAST, best_split
from pullquote.duplicates.matches.matches import Matches, joined, with_parts
from pullquote.duplicates.words.boundaries import Boundaries
from pullquote.duplicates.words.corpus import Corpus
from pullquote.text.token_arrays import Array

# Words that an end may take in, and equal words that it may lose, to stand at a boundary.
_TAKE, _LOSE = 16, 7
# What it costs, in words, to stand where neither, one or both texts have a boundary.
_STAY = np.array([8, 2, 0])
_NEVER = 99


def with_moved_ends(corpus: Corpus, boundaries: Boundaries, matches: Matches) -> Matches:
    """Each end outward if not more words are unequal on the way than equal, or inward over few."""
    matches = _without_openings(corpus, matches)
    before = _moves(corpus, boundaries, matches, -1)
    after = _moves(corpus, boundaries, matches, 1)
    moved = np.flatnonzero(
        (before.gaps[0] != matches.a)
        | (before.gaps[1] != matches.b)
        | (after.gaps[0] != matches.a_end)
        | (after.gaps[1] != matches.b_end)
    )
    if not len(moved):
        return matches
    return _replaced(matches, _rebuilt(corpus, matches, before, after, moved), moved)


def _replaced(matches: Matches, changed: Matches, rows: Array) -> Matches:
    """With the changed ones in the place of these rows, where enough is left of them."""
    enough = changed.equal_words >= LEAST
    rest = np.ones(len(matches), np.bool_)
    rest[rows[enough]] = False
    return joined([matches.take(rest), changed.take(enough)])


def _without_openings(corpus: Corpus, matches: Matches) -> Matches:
    """Less the few words by which a match reaches into one more paragraph of both texts.

    They would make no passage. Most ends are settled so, and no sentence is looked for.
    """
    ends = [matches.a.copy(), matches.a_end.copy(), matches.b.copy(), matches.b_end.copy()]
    for a, b, inward in ((ends[0], ends[2], 1), (ends[1], ends[3], -1)):
        rows = np.flatnonzero(~(corpus.opens[a] & corpus.opens[b]))
        for lost in range(1, _LOSE + 1):
            gap_a, gap_b = a[rows] + inward * lost, b[rows] + inward * lost
            inside = (matches.a[rows] < gap_a) & (gap_a < matches.a_end[rows])
            inside &= (matches.b[rows] < gap_b) & (gap_b < matches.b_end[rows])
            good = np.zeros(len(rows), np.bool_)
            good[inside] = corpus.opens[gap_a[inside]] & corpus.opens[gap_b[inside]]
            a[rows[good]], b[rows[good]] = gap_a[good], gap_b[good]
            rows = rows[~good]
    a, a_end, b, b_end = ends
    cut = (a != matches.a) | (a_end != matches.a_end)
    rows = np.flatnonzero(cut)
    old = matches.take(rows)
    cut_ends = [end[rows] for end in (a, a_end, b, b_end)]
    parts = (old.part_a, old.part_b, old.lengths)
    return _replaced(matches, with_parts(corpus, cut_ends, old.owners(), parts), rows)


class _Moves(NamedTuple):
    """Where the ends of both sides go; the words taken are aligned from the start and to the end of
    what is taken, `share` of `width` the first way.
    """

    gaps: tuple[Array, Array]
    width: Array
    share: Array


def _moves(corpus: Corpus, boundaries: Boundaries, matches: Matches, outward: int) -> _Moves:
    a, b = (matches.a, matches.b) if outward < 0 else (matches.a_end, matches.b_end)
    gap_a, gap_b = a.copy(), b.copy()
    width, share = np.zeros(len(a), np.int64), np.zeros(len(a), np.int64)
    # An end at paragraphs in both texts stays.
    rows = np.flatnonzero(~(corpus.opens[a] & corpus.opens[b]))
    a, b = a[rows], b[rows]
    near_a, near_b = boundaries.at(a, _TAKE), boundaries.at(b, _TAKE)
    stay = _STAY[near_a[:, _TAKE].astype(int) + near_b[:, _TAKE]]
    take, far_a, far_b, shared = _taking(corpus, (a, b), (near_a, near_b), outward)
    lose, cut_a, cut_b = _losing(matches.take(rows), (a, b), (near_a, near_b), outward)
    takes = np.flatnonzero((take <= stay) & (take <= lose))
    loses = np.flatnonzero((lose < stay) & (lose < take))
    gap_a[rows[takes]], gap_b[rows[takes]] = far_a[takes], far_b[takes]
    gap_a[rows[loses]], gap_b[rows[loses]] = cut_a[loses], cut_b[loses]
    width[rows[takes]] = np.minimum(np.abs(far_a - a), np.abs(far_b - b))[takes]
    share[rows[takes]] = shared[takes]
    return _Moves((gap_a, gap_b), width, share)


def _taking(
    corpus: Corpus, ends: tuple[Array, Array], near: tuple[Array, Array], outward: int
) -> tuple[Array, Array, Array, Array]:
    """What it costs to take all up to the next boundary in both texts, and where those are."""
    far = []
    for side in near:
        ahead = side[:, _TAKE:] if outward > 0 else side[:, _TAKE::-1]
        far.append(np.where(ahead.any(1), ahead.argmax(1), _NEVER))
    reached = np.flatnonzero((far[0] < _NEVER) & (far[1] < _NEVER))
    a, b = ends[0].copy(), ends[1].copy()
    a[reached] += outward * far[0][reached]
    b[reached] += outward * far[1][reached]
    low = np.minimum(a, ends[0]), np.minimum(b, ends[1])
    high = np.maximum(a, ends[0]), np.maximum(b, ends[1])
    width = np.minimum(high[0] - low[0], high[1] - low[1])
    share, equal = best_split(corpus, *low, *high, width)
    words = np.maximum(high[0] - low[0], high[1] - low[1])
    cost = np.full(len(a), _NEVER)
    # A single unequal word is taken in too: the changed word at the end of a sentence.
    good = reached[(words - equal <= np.maximum(equal, 1))[reached]]
    cost[good] = np.maximum(words - 2 * equal, 0)[good]
    return cost, a, b, share


def _losing(
    matches: Matches, ends: tuple[Array, Array], near: tuple[Array, Array], outward: int
) -> tuple[Array, Array, Array]:
    """What it costs to draw back to a boundary of both texts, and where that is."""
    cost = np.full(len(matches), _NEVER)
    cut_a, cut_b = ends[0].copy(), ends[1].copy()
    for lost in range(_LOSE, 0, -1):
        gaps = ends[0] - outward * lost
        rows = np.flatnonzero(
            near[0][:, _TAKE - outward * lost] & (matches.a < gaps) & (gaps < matches.a_end)
        )
        images = matches.images(rows, gaps[rows])[0 if outward > 0 else 1]
        column = images - ends[1][rows] + _TAKE
        inside = (column >= 0) & (column <= 2 * _TAKE)
        inside &= (images > matches.b[rows]) & (images < matches.b_end[rows])
        rows, images, column = rows[inside], images[inside], column[inside]
        good = near[1][rows, column]
        cost[rows[good]] = lost
        cut_a[rows[good]], cut_b[rows[good]] = gaps[rows[good]], images[good]
    return cost, cut_a, cut_b


def _rebuilt(
    corpus: Corpus, matches: Matches, before: _Moves, after: _Moves, rows: Array
) -> Matches:
    old = matches.take(rows)
    ends = before.gaps[0][rows], after.gaps[0][rows], before.gaps[1][rows], after.gaps[1][rows]
    numbers = np.arange(len(rows))
    parts = [(old.owners(), old.part_a, old.part_b, old.lengths)]
    for moves, low, high in (
        (before, (ends[0], ends[2]), (old.a, old.b)),
        (after, (old.a_end, old.b_end), (ends[1], ends[3])),
    ):
        share = moves.share[rows]
        rest = moves.width[rows] - share
        parts.append((numbers, *low, share))
        parts.append((numbers, high[0] - rest, high[1] - rest, rest))
    owners, *columns = (np.concatenate(column) for column in zip(*parts, strict=True))
    return with_parts(corpus, ends, owners, columns)
