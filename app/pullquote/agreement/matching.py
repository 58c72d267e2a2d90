"""Which spans of two annotators mean the same: one-to-one, the same ones first."""

from dataclasses import dataclass

import numpy as np

from pullquote.agreement.candidates import overlapping
from pullquote.agreement.columns import Bools, Floats, Ints, Spans
from pullquote.agreement.edges import Edges


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """Rows of `Spans` that mean the same, one to one within a document and pair of annotators.

    The annotator of `first` is the lower one. `iou` is the length of the intersection over that
    of the union. In the order of document, first and second annotator, start of the first span.
    """

    first: Ints
    second: Ints
    iou: Floats

    def __len__(self) -> int:
        return len(self.first)

    @property
    def exact(self) -> Bools:
        """Whether both ends are the same."""
        same: Bools = self.iou == 1.0
        return same

    def take(self, rows: Ints | Bools) -> "Matches":
        return Matches(self.first[rows], self.second[rows], self.iou[rows])


def match(spans: Spans, *, any_layer: bool = False) -> Matches:
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
