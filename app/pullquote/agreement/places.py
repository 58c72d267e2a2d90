"""Which labels of several people mean one place of a document."""

from dataclasses import dataclass

import numpy as np

from pullquote.agreement.candidates import Candidates, overlapping
from pullquote.agreement.columns import Bools, Floats, Ints, Spans
from pullquote.agreement.matching import match

SAME_WORDS = 0.5
"""Labels of two layers mean the same words when their intersection over union is more."""
PART = 0.5
"""A label belongs to another when they share this much of the shorter, at the least."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Rows of spans of two annotators, the lower one first."""

    first: Ints
    second: Ints

    def __len__(self) -> int:
        return len(self.first)


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """`place` has the place of each row of the spans, numbered by the first span of each.

    `same` are the rows of one layer that were matched, `parts` the pairs of one layer in which one
    was left over and belongs to the other, `across` the pairs of two layers on the same words.
    """

    place: Ints
    count: int
    same: Pairs
    parts: Pairs
    across: Pairs


def places(spans: Spans) -> Places:
    """What any two annotators' spans have in common joins them to one place.

    Each two annotators are matched one to one within a layer. A span that is left over belongs to
    one that it overlaps by half of the shorter, unless it overlaps what its own annotator has
    there: a quote inside a quote is a place of its own. What is left over then is matched across
    layers.
    """
    matched = match(spans)
    partners = _Partners(spans)
    partners.add(matched.first, matched.second)
    parts = _parts(spans, overlapping(spans), partners)
    partners.add(parts.first, parts.second)
    across = _across(spans, overlapping(spans, any_layer=True), partners)
    same = Pairs(matched.first, matched.second)
    place, count = _components(spans, [same, parts, across])
    return Places(place, count, same, parts, across)


class _Partners:
    """For each row, the row of another annotator that it was matched with, -1 for none."""

    def __init__(self, spans: Spans) -> None:
        self._annotator = spans.annotator
        annotators = int(spans.annotator.max()) + 1 if len(spans) else 0
        self._of = np.full((len(spans), annotators), -1, dtype=np.int32)

    def add(self, first: Ints, second: Ints) -> None:
        self._of[first, self._annotator[second]] = second
        self._of[second, self._annotator[first]] = first

    def of(self, rows: Ints, others: Ints) -> Ints:
        """What `rows` have been matched with by the annotators of `others`."""
        return self._of[rows, self._annotator[others]].astype(np.int64)


def _parts(spans: Spans, near: Candidates, partners: _Partners) -> Pairs:
    found = _part_of(spans, partners, near.first, near.second, near.shared)
    turned = _part_of(spans, partners, near.second, near.first, near.shared)
    return Pairs(near.first[found | turned], near.second[found | turned])


def _part_of(spans: Spans, partners: _Partners, part: Ints, whole: Ints, shared: Ints) -> Bools:
    """Whether the rows of `part` are left over and belong to those of `whole`."""
    own = partners.of(whole, part)
    free = (partners.of(part, whole) < 0) & (own >= 0)
    beside = (spans.end[own] <= spans.start[part]) | (spans.start[own] >= spans.end[part])
    shorter = np.minimum(spans.length[part], spans.length[whole])
    belongs: Bools = free & beside & (shared >= PART * shorter)
    return belongs


def _across(spans: Spans, near: Candidates, partners: _Partners) -> Pairs:
    first, second, shared = near
    free = (partners.of(first, second) < 0) & (partners.of(second, first) < 0)
    iou = shared / (spans.length[first] + spans.length[second] - shared)
    same_words = free & (spans.layer[first] != spans.layer[second]) & (iou > SAME_WORDS)
    return _closest(spans, first[same_words], second[same_words], iou[same_words])


def _closest(spans: Spans, first: Ints, second: Ints, iou: Floats) -> Pairs:
    """One to one, the closest first."""
    annotators = int(spans.annotator.max()) + 1 if len(spans) else 1
    layers = np.minimum(spans.layer[first], spans.layer[second])
    starts, ends = spans.start[first] + spans.start[second], spans.end[first] + spans.end[second]
    order = np.lexsort((layers, ends, starts, -iou))
    left = first[order] * annotators + spans.annotator[second[order]]
    right = second[order] * annotators + spans.annotator[first[order]]
    kept = []
    rows = np.arange(len(order))
    while len(rows):
        best = rows[_is_first(left[rows]) & _is_first(right[rows])]
        kept.append(best)
        taken = np.isin(left[rows], left[best]) | np.isin(right[rows], right[best])
        rows = rows[~taken]
    chosen = order[np.concatenate(kept)] if kept else order
    return Pairs(first[chosen], second[chosen])


def _is_first(values: Ints) -> Bools:
    found = np.zeros(len(values), dtype=np.bool_)
    found[np.unique(values, return_index=True)[1]] = True
    return found


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
