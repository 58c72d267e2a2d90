"""Which labels of several people mean one place of a document."""

from dataclasses import dataclass

import numpy as np

from pullquote.agreement.candidates import Candidates, overlapping
from pullquote.agreement.columns import Bools, Ints, Spans
from pullquote.agreement.ties import Ties

PART = 0.5
"""A label belongs to another when they share this much of the shorter, at the least."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Rows of spans of two annotators, the lower one first."""

    first: Ints
    second: Ints

    def take(self, rows: Ints | Bools) -> "Pairs":
        return Pairs(self.first[rows], self.second[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """`place` has the place of each row of the spans, numbered by the first span of each.

    `same` are the rows of one layer that were matched, `parts` the pairs of one layer in which one
    was left over and belongs to the other: the first where `left` is 1, the second where it is 2.
    `across` are the pairs of two layers on the same words.
    """

    place: Ints
    count: int
    same: Pairs
    parts: Pairs
    left: Ints
    across: Pairs


def places(spans: Spans) -> Places:
    """What any two annotators' spans have in common joins them to one place.

    Each two annotators are matched one to one within a layer, then what is left over across
    layers. What is left over then belongs to one of its layer that it overlaps by half of the
    shorter, unless it overlaps what its own annotator has there: a quote inside a quote is a
    place of its own.
    """
    annotators = int(spans.annotator.max()) + 1 if len(spans) else 0
    ties = Ties.of(spans, annotators)
    same = Pairs(ties.first, ties.second)
    across = Pairs(ties.cross_first, ties.cross_second)
    parts, left = _parts(spans, overlapping(spans), _Partners(spans, ties.partner, across))
    place, count = _components(spans, [same, parts, across])
    return Places(place, count, same, parts, left, across)


class _Partners:
    """For each row and annotator, what it was matched with in its layer, and whether it is free."""

    def __init__(self, spans: Spans, same: Ints, across: Pairs) -> None:
        self._annotator, self._same = spans.annotator, same
        self._free = same < 0
        for one, other in ((across.first, across.second), (across.second, across.first)):
            self._free[one, spans.annotator[other]] = False

    def of(self, rows: Ints, others: Ints) -> Ints:
        """What `rows` have been matched with by the annotators of `others`, -1 for none."""
        found: Ints = self._same[rows, self._annotator[others]]
        return found

    def free(self, rows: Ints, others: Ints) -> Bools:
        """Whether `rows` are left over beside the annotators of `others`."""
        free: Bools = self._free[rows, self._annotator[others]]
        return free


def _parts(spans: Spans, near: Candidates, partners: _Partners) -> tuple[Pairs, Ints]:
    found = _part_of(spans, partners, near.first, near.second, near.shared)
    turned = _part_of(spans, partners, near.second, near.first, near.shared)
    some = found | turned
    return Pairs(near.first[some], near.second[some]), np.where(found[some], 1, 2)


def _part_of(spans: Spans, partners: _Partners, part: Ints, whole: Ints, shared: Ints) -> Bools:
    """Whether the rows of `part` are left over and belong to those of `whole`."""
    own = partners.of(whole, part)
    free = partners.free(part, whole) & (own >= 0)
    beside = (spans.end[own] <= spans.start[part]) | (spans.start[own] >= spans.end[part])
    shorter = np.minimum(spans.length[part], spans.length[whole])
    belongs: Bools = free & beside & (shared >= PART * shorter)
    return belongs


def _components(spans: Spans, pairs: list[Pairs]) -> tuple[Ints, int]:
    """The number of each row's component, counted in the order of document, start and -end."""
    first = np.concatenate([some.first for some in pairs])
    second = np.concatenate([some.second for some in pairs])
    order = np.lexsort((spans.annotator, spans.layer, -spans.end, spans.start, spans.document))
    least = np.empty(len(spans), dtype=np.int64)
    least[order] = np.arange(len(spans))
    while (least[first] != least[second]).any():
        lower = np.minimum(least[first], least[second])
        np.minimum.at(least, first, lower)
        np.minimum.at(least, second, lower)
    number = np.zeros(len(spans), dtype=np.int64)
    number[least] = 1
    return (np.cumsum(number) - 1)[least], int(number.sum())
