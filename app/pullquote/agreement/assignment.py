"""The edges of a two-sided graph with the largest sum of weights, no node taken twice."""

from collections.abc import Sequence

import numpy as np

from pullquote.agreement.columns import Floats, Ints

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
