"""Which labels of several people mean the same: of one layer, and what is left over of two."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from pullquote.agreement.candidates import overlapping
from pullquote.agreement.columns import Floats, Ints, Spans, pair_number
from pullquote.agreement.edges import Edges
from pullquote.agreement.matching import match

SAME_WORDS = 0.5
"""Labels of two layers mean the same words when their intersection over union is more."""


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
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
        found = match(spans)
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

    def weights(self, spans: Spans, *, any_layer: bool) -> Floats:
        """1 / (m - 1) for each row of spans, where m annotators mean its place; 0 for one."""
        first, second = self.first, self.second
        if any_layer:
            first = np.append(first, self.cross_first)
            second = np.append(second, self.cross_second)
        place = _together(len(spans), first, second)
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


def _together(rows: int, first: Ints, second: Ints) -> Ints:
    """The least row that each row hangs together with."""
    least = np.arange(rows)
    while True:
        nearer = least.copy()
        np.minimum.at(nearer, first, least[second])
        np.minimum.at(nearer, second, nearer[first])
        if (nearer == least).all():
            return least
        least = nearer
