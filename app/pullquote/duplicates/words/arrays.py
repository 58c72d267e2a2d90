"""What the search needs of NumPy and NumPy has not: ranges, groups, sets, all without a loop."""

import numpy as np

from pullquote.text.token_arrays import Array


def changes(*columns: Array) -> Array:
    """Where a row of the columns differs from the one before it; the first does."""
    new = np.ones(len(columns[0]), np.bool_)
    if len(new):
        new[1:] = False
        for column in columns:
            new[1:] |= column[1:] != column[:-1]
    return new


def groups_of(*columns: Array) -> tuple[Array, Array]:
    """Where each run of equal rows of the columns starts, and where it ends."""
    heads = np.flatnonzero(changes(*columns))
    return heads, np.append(heads[1:], len(columns[0]))[: len(heads)]


def ranges(starts: Array, lengths: Array) -> Array:
    """starts[0], starts[0] + 1, ... as many as lengths[0], then those of the next row."""
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()), dtype=np.int64)


def distinct(values: Array) -> Array:
    """The values in order, each once."""
    # NumPy's own goes over a hash table: a hundred times as long for a million numbers.
    ordered = np.sort(values)
    return ordered[changes(ordered)]


def among(values: Array, some: Array) -> Array:
    """A mask of the values that are among `some`."""
    if not len(some):
        return np.zeros(len(values), np.bool_)
    ordered = np.sort(some)
    at = np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)
    found: Array = ordered[at] == values
    return found


def sums(values: Array, lengths: Array) -> Array:
    """The sum of each row of `lengths` values; 0 for a row of none."""
    running = np.append(0, np.cumsum(values, dtype=np.int64))
    ends = np.cumsum(lengths)
    found: Array = running[ends] - running[ends - lengths]
    return found


def roots(before: Array) -> Array:
    """The first of the chain that each row is in; `before` is its predecessor, -1 for none."""
    found = np.where(before >= 0, before, np.arange(len(before)))
    while True:
        further = found[found]
        if np.array_equal(further, found):
            return found
        found = further


def components(size: int, a: Array, b: Array) -> Array:
    """For each of `size` members the least one that it is joined with over the pairs a, b."""
    found = np.arange(size)
    while len(a):
        low, high = np.minimum(found[a], found[b]), np.maximum(found[a], found[b])
        apart = low != high
        a, b, low, high = a[apart], b[apart], low[apart], high[apart]
        np.minimum.at(found, high, low)
        found = roots(found)
    return found


def best_of(groups: Array, *order: Array) -> Array:
    """For each group the index of its row that is first by `order`, of which the last decides."""
    by_group = np.lexsort((*order, groups))
    return by_group[changes(groups[by_group])]
