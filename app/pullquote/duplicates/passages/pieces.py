"""Matches cut at the paragraphs of both texts, and the borders inside paragraphs.

All is done by families: paragraphs that matches join, if need be over others. No family depends on
another one, so parts of them can be worked on apart.
"""

from typing import NamedTuple

import numpy as np

from pullquote.duplicates.matches.matches import Matches
from pullquote.duplicates.words.arrays import among, changes, ranges
from pullquote.text.token_arrays import Array

# Words by which two openings may miss one another and yet be the same cut: a dateline.
_NEAR = 8


class Pieces(NamedTuple):
    """Parts of matches, each in one paragraph on both sides: `rows` are the matches."""

    rows: Array
    a: Array
    a_end: Array
    b: Array
    b_end: Array

    def take(self, at: Array) -> "Pieces":
        return Pieces(*(column[at] for column in self))

    def turned(self) -> "Pieces":
        return Pieces(self.rows, self.b, self.b_end, self.a, self.a_end)


class _Cuts(NamedTuple):
    """Where a match is cut: up to these gaps it goes before, and from those after."""

    rows: Array
    a_before: Array
    b_before: Array
    a_after: Array
    b_after: Array


def pieces(matches: Matches, openings: Array) -> Pieces:
    """`openings` are the gaps at which paragraphs begin and documents end, in order."""
    cuts = _cuts(matches, openings)
    first = np.searchsorted(cuts.rows, np.arange(len(matches)))
    after = np.searchsorted(cuts.rows, np.arange(len(matches)), "right")
    rows = np.insert(cuts.rows, first, np.arange(len(matches)))
    a, b = np.insert(cuts.a_after, first, matches.a), np.insert(cuts.b_after, first, matches.b)
    a_end = np.insert(cuts.a_before, after, matches.a_end)
    b_end = np.insert(cuts.b_before, after, matches.b_end)
    # Crossed cuts, of alignments that have gone astray, must not reach over a paragraph.
    a_end = np.minimum(a_end, _next(openings, a))
    b_end = np.minimum(b_end, _next(openings, b))
    found = Pieces(rows, a, a_end, b, b_end)
    return found.take(np.flatnonzero((a < a_end) & (b < b_end)))


def _next(openings: Array, gaps: Array) -> Array:
    at = np.searchsorted(openings, gaps, "right")
    found: Array = openings[np.minimum(at, len(openings) - 1)]
    return found


def _cuts(matches: Matches, openings: Array) -> _Cuts:
    rows, gaps = _inside(matches.a, matches.a_end, openings)
    before, after = matches.images(rows, gaps)
    low, high = matches.b[rows], matches.b_end[rows]
    near = _nearest(openings, before, after, low, high)
    met = near >= 0
    b_before, b_after = np.where(met, near, before), np.where(met, near, after)
    ours = _Cuts(rows, gaps, b_before, gaps, b_after)
    turned = matches.turned()
    rows, gaps = _inside(turned.a, turned.a_end, openings)
    keys = (rows << _BITS) | gaps
    known = among(keys, (ours.rows[met] << _BITS) | near[met])
    rows, gaps = rows[~known], gaps[~known]
    before, after = turned.images(rows, gaps)
    theirs = _Cuts(rows, before, gaps, after, gaps)
    cuts = _Cuts(*(np.concatenate(column) for column in zip(ours, theirs, strict=True)))
    order = np.lexsort((cuts.b_before, cuts.a_before, cuts.rows))
    return _Cuts(*(column[order] for column in cuts))


_BITS = 34


def _inside(starts: Array, ends: Array, openings: Array) -> tuple[Array, Array]:
    """The openings strictly between, with their row numbers."""
    first = np.searchsorted(openings, starts, "right")
    counts = np.maximum(np.searchsorted(openings, ends, "left") - first, 0)
    return np.repeat(np.arange(len(starts)), counts), openings[ranges(first, counts)]


def _nearest(openings: Array, before: Array, after: Array, low: Array, high: Array) -> Array:
    """The opening nearest to what lies from before to after, inside low to high; -1 for none."""
    at = np.searchsorted(openings, before)
    best = np.full(len(before), -1, np.int64)
    least = np.full(len(before), _NEAR + 1)
    for step in (0, -1, 1):
        gaps = openings[np.clip(at + step, 0, len(openings) - 1)]
        far = np.maximum(np.maximum(before - gaps, gaps - after), 0)
        better = (far < least) & (low < gaps) & (gaps < high)
        best[better], least[better] = gaps[better], far[better]
    return best


# --- borders -------------------------------------------------------------------------------------

# A border gives way to another so many words away, and at most this part of its match; one that
# was carried over, at least to one so near: images are off by a word or two.
_REACH, _REACH_PART, _REACH_CARRIED = 8, 10, 2
_ROUNDS = 64


def borders(matches: Matches, exact: Array, cut: Pieces, openings: Array) -> Array:
    """Gaps inside paragraphs at which a match ends, in each text that they can be carried to.

    The ends of `exact` matches stay where they are. An end of another one gives way to a border
    that is already close to it; short matches, which have less room for that, come first.
    """
    carrier = _Carrier(matches, cut)
    reach = np.where(exact, 0, np.minimum(_REACH, matches.words // _REACH_PART))[cut.rows]
    gaps, reach = _unique(
        np.concatenate([cut.a, cut.a_end, cut.b, cut.b_end]), np.tile(reach, 4), openings
    )
    accepted = gaps[:0]
    for _ in range(_ROUNDS):
        new, new_reach = _accepted(gaps, reach, accepted, openings)
        if not len(new):
            break
        accepted = np.insert(accepted, np.searchsorted(accepted, new), new)
        gaps, reach = _unique(*carrier.images(new, new_reach), openings)
    return accepted


def _unique(gaps: Array, reach: Array, openings: Array) -> tuple[Array, Array]:
    """Each gap once with its least reach, those at openings left out."""
    at = np.searchsorted(openings, gaps)
    inside = openings[np.minimum(at, len(openings) - 1)] != gaps if len(openings) else gaps < 0
    gaps, reach = gaps[inside], reach[inside]
    order = np.lexsort((reach, gaps))
    first = order[changes(gaps[order])]
    return gaps[first], reach[first]


def _accepted(gaps: Array, reach: Array, known: Array, openings: Array) -> tuple[Array, Array]:
    """Those that have no other border within their reach; `gaps` ascend."""
    for others in (known, openings):
        free = _distance(gaps, others) > reach
        gaps, reach = gaps[free], reach[free]
    crowded = np.zeros(len(gaps), np.bool_)
    close = np.diff(gaps) <= np.maximum(reach[1:], reach[:-1])
    crowded[1:] |= close
    crowded[:-1] |= close
    keep = ~crowded
    at = np.flatnonzero(crowded)
    keep[at[_chosen(gaps[at], reach[at])]] = True
    return gaps[keep], reach[keep]


def _distance(gaps: Array, others: Array) -> Array:
    if not len(others):
        return np.full(len(gaps), _REACH + 1)
    at = np.searchsorted(others, gaps)
    right = np.abs(others[np.minimum(at, len(others) - 1)] - gaps)
    left = np.abs(gaps - others[np.maximum(at - 1, 0)])
    distance: Array = np.minimum(left, right)
    return distance


def _chosen(gaps: Array, reach: Array) -> Array:
    """Of gaps close to one another the first by reach, then by place, that are apart."""
    chosen: list[int] = []
    number = np.cumsum(np.append(True, np.diff(gaps) > _REACH)[: len(gaps)])
    values, reaches = gaps.tolist(), reach.tolist()
    taken: list[int] = []
    group = -1
    for at in np.lexsort((gaps, reach, number)).tolist():
        if number[at] != group:
            group, taken = number[at], []
        if all(abs(values[at] - other) > reaches[at] for other in taken):
            taken.append(values[at])
            chosen.append(at)
    return np.sort(np.array(chosen, np.int64))


# Places of which one number names two to the power of so many.
_BIN = 5


class _Carrier:
    """Leads borders over all pieces that they stand in, from either side."""

    def __init__(self, matches: Matches, cut: Pieces) -> None:
        self._sides = (matches, matches.turned())
        both = [cut, cut.turned()]
        self._pieces = Pieces(*(np.concatenate(column) for column in zip(*both, strict=True)))
        self._side = np.repeat([0, 1], len(cut.rows))
        # Each piece stands in all bins that it reaches into: a paragraph may have any number.
        first = self._pieces.a >> _BIN
        counts = ((self._pieces.a_end - 1) >> _BIN) - first + 1
        bins, at = ranges(first, counts), np.repeat(np.arange(len(first)), counts)
        order = np.argsort(bins, kind="stable")
        self._bins, self._at = bins[order], at[order]

    def images(self, gaps: Array, reach: Array) -> tuple[Array, Array]:
        first = np.searchsorted(self._bins, gaps >> _BIN)
        counts = np.searchsorted(self._bins, gaps >> _BIN, "right") - first
        at = self._at[ranges(first, counts)]
        gaps, reach = np.repeat(gaps, counts), np.repeat(reach, counts)
        inside = (self._pieces.a[at] < gaps) & (gaps < self._pieces.a_end[at])
        at, gaps, reach = at[inside], gaps[inside], reach[inside]
        found = [np.empty(0, np.int64)]
        reaches = [np.empty(0, np.int64)]
        for side, matches in enumerate(self._sides):
            here = np.flatnonzero(self._side[at] == side)
            for image in matches.images(self._pieces.rows[at[here]], gaps[here]):
                low, high = self._pieces.b[at[here]], self._pieces.b_end[at[here]]
                real = (low < image) & (image < high)
                found.append(image[real])
                reaches.append(np.maximum(reach[here][real], _REACH_CARRIED))
        return np.concatenate(found), np.concatenate(reaches)
