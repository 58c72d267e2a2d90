"""Overlapping spans of two annotators as the edges of a graph, and the edges with the largest
sum of weights in which no span stands twice.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

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
        equals = np.bincount(node[is_heaviest], minlength=self._nodes)
        np.maximum.at(second, node, np.where(is_heaviest & (equals[node] == 1), 0.0, weights))
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


_FEW = 8


def best_chain(edges: Sequence[tuple[int, int]], weights: Sequence[float]) -> list[int]:
    """Which edges to take where the nodes of each side are disjoint spans.

    `edges` join overlapping spans from left to right. Those that exclude one another are
    neighbours then, so that this is weighted interval scheduling: the best of the first edges
    leaves the last one out, or takes it and ends before the run that it excludes.
    """
    best, before = [0.0], []
    run = 0
    for number, (left, right) in enumerate(edges):
        while run < number and left != edges[run][0] and right != edges[run][1]:
            run += 1
        before.append(run)
        best.append(max(best[-1], best[run] + weights[number]))
    return _walked_back(best, before)


def best_assignment(edges: Sequence[tuple[int, int]], weights: Sequence[float]) -> list[int]:
    """Which edges to take, for any graph; weights are over 0, no two edges have the same nodes."""
    if len(edges) <= _FEW:
        return _tried(edges, weights, 0, frozenset())[1]
    rows = {node: place for place, node in enumerate(dict.fromkeys(left for left, _ in edges))}
    columns = {node: place for place, node in enumerate(dict.fromkeys(right for _, right in edges))}
    number_of = {(rows[left], columns[right]): n for n, (left, right) in enumerate(edges)}
    table = np.zeros((len(rows), len(columns)))
    for (row, column), number in number_of.items():
        table[row, column] = weights[number]
    turned = len(rows) > len(columns)
    pairs = _hungarian(table.T if turned else table)
    placed = [(column, row) for row, column in pairs] if turned else pairs
    return [number_of[pair] for pair in placed if pair in number_of]


def _walked_back(best: Sequence[float], before: Sequence[int]) -> list[int]:
    taken = []
    number = len(before)
    while number:
        if best[number] > best[number - 1]:
            taken.append(number - 1)
            number = before[number - 1]
        else:
            number -= 1
    return taken[::-1]


def _tried(
    edges: Sequence[tuple[int, int]], weights: Sequence[float], number: int, used: frozenset[int]
) -> tuple[float, list[int]]:
    """The best of all choices among the edges from `number` on, by trying them."""
    if number == len(edges):
        return 0.0, []
    left, right = edges[number]
    best = _tried(edges, weights, number + 1, used)
    if left in used or right in used:
        return best
    total, taken = _tried(edges, weights, number + 1, used | {left, right})
    total += weights[number]
    return (total, [number, *taken]) if total > best[0] else best


def _hungarian(weights: Floats) -> list[tuple[int, int]]:
    """Shortest augmenting paths with potentials (Kuhn 1955, Munkres 1957); rows <= columns.

    Row and column 0 are a border; `row_of[0]` is the row that is being placed.
    """
    rows, columns = weights.shape
    cost = np.zeros((rows + 1, columns + 1))
    cost[1:, 1:] = -weights
    of_row, of_column = np.zeros(rows + 1), np.zeros(columns + 1)
    row_of = np.zeros(columns + 1, dtype=np.int64)
    for row in range(1, rows + 1):
        row_of[0] = row
        _place(cost, of_row, of_column, row_of)
    return [(int(row) - 1, column) for column, row in enumerate(row_of[1:]) if row]


def _place(cost: Floats, of_row: Floats, of_column: Floats, row_of: Ints) -> None:
    least, came_from = np.full(len(of_column), np.inf), np.zeros_like(row_of)
    seen = np.zeros(len(of_column), dtype=np.bool_)
    column = 0
    while not column or row_of[column]:
        seen[column] = True
        row = row_of[column]
        slack = np.where(seen, np.inf, cost[row] - of_row[row] - of_column)
        nearer = slack < least
        least[nearer], came_from[nearer] = slack[nearer], column
        following = int(np.where(seen, np.inf, least).argmin())
        step = least[following]
        of_row[row_of[seen]] += step
        of_column[seen] -= step
        least[~seen] -= step
        column = following
    while column:
        previous = int(came_from[column])
        row_of[column] = row_of[previous]
        column = previous
