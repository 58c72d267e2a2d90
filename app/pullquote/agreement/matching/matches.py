"""Which spans of two annotators mean the same: those that overlap, one to one, the same ones
first; of one layer, then what is left over of two.
"""

from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np

from pullquote.agreement.columns import (
    Bools,
    Columns,
    Floats,
    Ints,
    Spans,
    connected,
    pair_number,
    ranges,
)
from pullquote.agreement.matching.overlap_graph import Edges


@dataclass(frozen=True, slots=True, eq=False)
class Matches(Columns):
    """Rows of `Spans` that mean the same, one to one within a document and pair of annotators.

    The annotator of `first` is the lower one. `iou` is the length of the intersection over that
    of the union. In the order of document, first and second annotator, start of the first span.
    """

    first: Ints
    second: Ints
    iou: Floats

    @property
    def exact(self) -> Bools:
        """Whether both ends are the same."""
        same: Bools = self.iou == 1.0
        return same


def match_spans(spans: Spans, *, any_layer: bool = False) -> Matches:
    """Match the spans of each two annotators: those that overlap (and have the same layer,
    unless `any_layer`), those with the same ends first, then so that the sum of IoU is largest.

    Symmetric: the names and the order of annotators, documents and rows change nothing.
    """
    first, second, shared = overlapping(spans, any_layer=any_layer)
    length = spans.length
    edges = Edges(spans, first, second, shared / (length[first] + length[second] - shared))
    return _in_order(edges.best())


def _in_order(edges: Edges) -> Matches:
    first, second, spans = edges.first, edges.second, edges.spans
    place = spans.document[first] * edges.annotators + spans.annotator[first]
    place = place * edges.annotators + spans.annotator[second]
    reach = int(spans.end.max()) + 1 if len(spans) else 1
    order = np.argsort(place * reach + spans.start[first], kind="stable")
    return Matches(first[order], second[order], edges.iou[order])


SAME_WORDS = 0.5
"""Labels of two layers mean the same words when their intersection over union is more."""


@dataclass(frozen=True, slots=True, eq=False)
class LayerMatches:
    """Rows of spans that mean the same, of one layer and of two."""

    annotators: int
    first: Ints
    second: Ints
    iou: Floats
    cross_first: Ints
    cross_second: Ints
    partner: Ints

    @classmethod
    def of(cls, spans: Spans, annotators: int) -> Self:
        found = match_spans(spans)
        partner = np.full((len(spans), annotators), -1, dtype=np.int64)
        partner[found.first, spans.annotator[found.second]] = found.second
        partner[found.second, spans.annotator[found.first]] = found.first
        crossing = _crossing(spans, partner)
        return cls(
            annotators, found.first, found.second, found.iou, crossing.first, crossing.second,
            partner,
        )  # fmt: skip

    def pairs(self, spans: Spans, first: Ints, second: Ints) -> Ints:
        return pair_number(spans.annotator[first], spans.annotator[second], self.annotators)

    def places(self, spans: Spans, *, any_layer: bool) -> Ints:
        """For each row of spans the least row that means its place, in its layer or in any."""
        first, second = self.first, self.second
        if any_layer:
            first = np.append(first, self.cross_first)
            second = np.append(second, self.cross_second)
        return connected(len(spans), first, second)

    def weights(self, spans: Spans, place: Ints) -> Floats:
        """1 / (m - 1) for each row of spans, where m annotators mean its place; 0 for one."""
        who = np.zeros((len(spans), self.annotators), dtype=np.bool_)
        who[place, spans.annotator] = True
        others = who.sum(axis=1)[place] - 1
        found: Floats = np.divide(1.0, others, out=np.zeros(len(spans)), where=others > 0)
        return found


def _crossing(spans: Spans, partner: Ints) -> Edges:
    """One-to-one matches across layers of spans that are left over, on nearly the same words."""
    lonely = np.flatnonzero((partner < 0).sum(axis=1) > 1)
    first, second, shared = overlapping(spans.take(lonely), any_layer=True)
    first, second = lonely[first], lonely[second]
    iou = shared / (spans.length[first] + spans.length[second] - shared)
    free = partner[first, spans.annotator[second]] < 0
    free &= partner[second, spans.annotator[first]] < 0
    free &= (spans.layer[first] != spans.layer[second]) & (iou > SAME_WORDS)
    edges = Edges(spans, first[free], second[free], iou[free])
    return edges.best()


class Candidates(NamedTuple):
    """Rows of spans; the annotator of `first` is the lower one. `shared` counts code points."""

    first: Ints
    second: Ints
    shared: Ints


def overlapping(spans: Spans, *, any_layer: bool = False) -> Candidates:
    """Pairs that share at least one code point, and the layer unless `any_layer`.

    Rows sorted by start within a group: those after a row that start before its end overlap it.
    """
    group = spans.document
    if not any_layer and len(spans):
        group = spans.document * (int(spans.layer.max()) + 1) + spans.layer
    reach = int(spans.end.max()) + 1 if len(spans) else 1
    start = group * reach + spans.start
    order = _sorted(start)
    start, end = start[order], (group * reach + spans.end)[order]
    after = np.arange(1, len(start) + 1)
    count = np.maximum(np.searchsorted(start, end) - after, 0)
    left, right = ranges(after, count)
    return _of_two(spans, order[left], order[right])


def _sorted(keys: Ints) -> Ints:
    if (keys[1:] >= keys[:-1]).all():
        return np.arange(len(keys))
    return np.argsort(keys, kind="stable")


def _of_two(spans: Spans, left: Ints, right: Ints) -> Candidates:
    annotator = spans.annotator
    wanted = annotator[left] != annotator[right]
    left, right = left[wanted], right[wanted]
    turned = annotator[left] > annotator[right]
    first, second = np.where(turned, right, left), np.where(turned, left, right)
    ends = np.minimum(spans.end[first], spans.end[second])
    shared = ends - np.maximum(spans.start[first], spans.start[second])
    some = shared > 0
    return Candidates(first[some], second[some], shared[some])
