"""Overlapping spans of two annotators as the edges of a graph, and the best ones of it."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from pullquote.agreement.assignment import best_assignment, best_chain
from pullquote.agreement.columns import Bools, Floats, Ints, Spans

# An edge shuts out two others at most. Their IoU is below 1, so 3 puts the same ends first, and 6
# more the same ends and layer before two with the same ends only.
_SAME_ENDS, _SAME = 3.0, 6.0
# Ties in the sum of IoU: the same layer, then more edges, then rather a good one and a poor one.
_SAME_LAYER, _MORE, _SHARPER = 1e-4, 1e-6, 1e-8


class Edges:
    """Pairs of rows of `spans`, the annotator of `first` the lower one, with their IoU.

    A span is another node beside each other annotator, so that components never join pairs.
    """

    __slots__ = ("annotators", "first", "iou", "left", "right", "second", "spans")

    def __init__(self, spans: Spans, first: Ints, second: Ints, iou: Floats) -> None:
        self.spans, self.first, self.second, self.iou = spans, first, second, iou
        self.annotators = int(spans.annotator.max()) + 1 if len(spans) else 1
        self.left = first * self.annotators + spans.annotator[second]
        self.right = second * self.annotators + spans.annotator[first]

    @classmethod
    def joined(cls, parts: Sequence["Edges"]) -> "Edges":
        return cls(
            parts[0].spans,
            np.concatenate([part.first for part in parts]),
            np.concatenate([part.second for part in parts]),
            np.concatenate([part.iou for part in parts]),
        )

    def __len__(self) -> int:
        return len(self.first)

    def take(self, rows: Ints | Bools) -> "Edges":
        return Edges(self.spans, self.first[rows], self.second[rows], self.iou[rows])

    def without(self, taken: "Edges") -> "Edges":
        """The edges none of whose nodes is one of `taken`."""
        used = np.zeros(self._nodes, dtype=np.bool_)
        used[taken.left] = used[taken.right] = True
        return self.take(~(used[self.left] | used[self.right]))

    def best(self) -> "Edges":
        """The edges with the largest sum of weights in which no node stands twice: those with the
        same ends (and layer) first, then by IoU.
        """
        left, chosen = self, [self.certain()]
        # Few at a time are dearer than trying: a long chain may have one certain edge a round.
        while len(chosen[-1]) > len(left) // 16:
            left = left.without(chosen[-1])
            chosen.append(left.certain())
        left = left.without(chosen[-1])
        return Edges.joined([*chosen, left.take(_assigned(left))])

    def certain(self) -> "Edges":
        """The edges heavier than the heaviest other edges of their two nodes together.

        Each is in the best assignment: in its place that would have two such edges at most.
        """
        weights = self.weights()
        left = self._heaviest_other(self.left, weights)
        return self.take(weights > left + self._heaviest_other(self.right, weights))

    def weights(self) -> Floats:
        layer = self.spans.layer
        ends, alike = self.iou == 1.0, layer[self.first] == layer[self.second]
        first = _SAME_ENDS * ends + _SAME * (ends & alike) + _SAME_LAYER * alike
        weights: Floats = self.iou + first + _MORE + _SHARPER * self.iou**2
        return weights

    @property
    def _nodes(self) -> int:
        return len(self.spans) * self.annotators

    def _heaviest_other(self, node: Ints, weights: Floats) -> Floats:
        """For each edge the weight of the heaviest other one of its node, 0 if there is none."""
        heaviest, second = np.zeros(self._nodes), np.zeros(self._nodes)
        np.maximum.at(heaviest, node, weights)
        is_heaviest = weights == heaviest[node]
        ties = np.bincount(node[is_heaviest], minlength=self._nodes)
        np.maximum.at(second, node, np.where(is_heaviest & (ties[node] == 1), 0.0, weights))
        others: Floats = np.where(is_heaviest, second[node], heaviest[node])
        return others


def _assigned(edges: Edges) -> Ints:
    """Which edges are in the best assignment, component by component."""
    order, bounds = _components(edges)
    edges = edges.take(order)
    nodes = list(zip(edges.left.tolist(), edges.right.tolist(), strict=True))
    weights = edges.weights().tolist()
    kept: list[int] = []
    for (low, high), chain in zip(pairwise(bounds), _chains(edges, bounds), strict=True):
        solve = best_chain if chain else best_assignment
        kept += [low + number for number in solve(nodes[low:high], weights[low:high])]
    return order[kept]


def _components(edges: Edges) -> tuple[Ints, list[int]]:
    """Edges of the same two annotators in one unbroken stretch of a document, from left to
    right by where their intersections start; the bounds of each component.
    """
    spans, first, second = edges.spans, edges.first, edges.second
    if not len(edges):
        return np.zeros(0, dtype=np.int64), [0]
    pair = spans.annotator[first] * edges.annotators + spans.annotator[second]
    base = spans.document[first] * edges.annotators**2 + pair
    base *= int(spans.end.max()) + 1
    start = base + np.minimum(spans.start[first], spans.start[second])
    end = base + np.maximum(spans.end[first], spans.end[second])
    order = np.argsort(start, kind="stable")
    breaks = start[order][1:] >= np.maximum.accumulate(end[order])[:-1]
    number = np.cumsum(np.append(0, breaks))
    shared = np.maximum(spans.start[first], spans.start[second])[order]
    bounds = [0, *(np.flatnonzero(breaks) + 1).tolist(), len(edges)]
    return order[np.lexsort((shared, number))], bounds


def _chains(edges: Edges, bounds: Sequence[int]) -> list[bool]:
    """Whether the spans of each annotator are disjoint within each component."""
    spans = edges.spans
    number = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    broken = np.zeros(len(bounds) - 1, dtype=np.bool_)
    for rows in (edges.first, edges.second):
        order = np.lexsort((rows, spans.start[rows], number))
        one, other, component = rows[order[:-1]], rows[order[1:]], number[order]
        meets = (one != other) & (spans.start[other] < spans.end[one])
        broken[component[1:][meets & (component[1:] == component[:-1])]] = True
    return [not each for each in broken.tolist()]
