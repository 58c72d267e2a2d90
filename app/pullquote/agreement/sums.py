"""Figures as sums over documents: shares, F1, alpha and kappa of pairs of values."""

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from pullquote.agreement.columns import Floats, Ints
from pullquote.agreement.spans_f1 import mean_f1

_DENSE = 1 << 22


class Shape(NamedTuple):
    documents: int
    layers: int
    pairs: int


class Where(NamedTuple):
    """Which document, layer and pair each row belongs to, numbered from 0."""

    document: Ints
    layer: Ints
    pair: Ints


class Measure(Protocol):
    """`sums` (documents, columns) and `squares` add up over documents, the latter weighed by the
    square of how often a document counts; `value` makes figures of such sums, NaN if undefined.
    """

    @property
    def sums(self) -> Floats: ...
    @property
    def squares(self) -> Floats: ...
    def value(self, sums: Floats, squares: Floats) -> Floats: ...
    def by_pair(self) -> Floats: ...
    def by_layer(self) -> Floats: ...
    def by_document(self) -> Floats: ...


def dense(shape: Shape, where: Where, weights: Floats | None = None) -> Floats:
    """Rows added up into (documents, layers, pairs)."""
    at = (where.document * shape.layers + where.layer) * shape.pairs + where.pair
    size = shape.documents * shape.layers * shape.pairs
    return added(at, weights, size).reshape(shape)


def added(at: Ints, weights: Floats | None, size: int) -> Floats:
    """The weights (1 each if None) added up for each number below `size`."""
    return np.bincount(at, weights, minlength=size).astype(np.float64, copy=False)


def ratio(part: Floats, whole: Floats) -> Floats:
    """NaN where the whole is 0."""
    found: Floats = np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole > 0)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Share:
    """`part` / `whole`, both (documents, layers, pairs): of all pairs together, or their mean."""

    part: Floats
    whole: Floats
    mean: bool = False

    @property
    def sums(self) -> Floats:
        axes = (1,) if self.mean else (1, 2)
        part, whole = self.part.sum(axis=axes), self.whole.sum(axis=axes)
        return np.column_stack((part, whole))

    @property
    def squares(self) -> Floats:
        return np.zeros((len(self.part), 0))

    def value(self, sums: Floats, _squares: Floats) -> Floats:
        part, whole = np.moveaxis(sums.reshape(*sums.shape[:-1], 2, -1), -2, 0)
        return mean_f1(ratio(part, whole))

    def by_pair(self) -> Floats:
        return ratio(self.part.sum(axis=(0, 1)), self.whole.sum(axis=(0, 1)))

    def by_layer(self) -> Floats:
        return self._of(0)

    def by_document(self) -> Floats:
        return self._of(1)

    def _of(self, axis: int) -> Floats:
        part, whole = self.part.sum(axis=axis), self.whole.sum(axis=axis)
        if self.mean:
            return mean_f1(ratio(part, whole))
        return ratio(part.sum(axis=1), whole.sum(axis=1))


class Pairs(NamedTuple):
    """What two annotators say of the same thing, as numbers from 0, and its weight in alpha."""

    where: Where
    first: Ints
    second: Ints
    weight: Floats


def numbered(first: Ints, second: Ints) -> tuple[Ints, Ints, Ints]:
    """Two columns of values as numbers from 0, and the values."""
    both = np.concatenate((first, second))
    low = int(both.min(initial=0))
    if int(both.max(initial=0)) - low > _DENSE:
        values, numbers = np.unique(both, return_inverse=True)
    else:  # far quicker than to sort
        there = np.zeros(int(both.max(initial=0)) - low + 1, dtype=np.bool_)
        there[both - low] = True
        values, numbers = np.flatnonzero(there) + low, (np.cumsum(there) - 1)[both - low]
    return numbers[: len(first)], numbers[len(first) :], values


class Alike(NamedTuple):
    """Pairs of different values that are partly alike, each pair once; `likeness` is above 0."""

    one: Ints
    other: Ints
    likeness: Floats

    def turned(self) -> "Alike":
        return Alike(self.other, self.one, self.likeness)


class Alpha:
    """Krippendorff's alpha of pairs of values; nominal unless some values are partly alike.

    `values` is how many there are; `agreement` how alike the two of each pair of annotators are.
    """

    def __init__(
        self,
        shape: Shape,
        pairs: Pairs,
        values: int,
        *,
        alike: Alike | None = None,
        agreement: Floats | None = None,
    ) -> None:
        self._shape, self._pairs, self._values, self._alike = shape, pairs, values, alike
        same = (pairs.first == pairs.second).astype(np.float64)
        self._agreement = same if agreement is None else agreement
        self._counts = _counted(pairs, pairs.where.document, values)
        # Values of one document alone need no column: their squares add up over documents.
        common = added(self._counts.value, None, values) > 1
        if alike is not None:
            common[alike.one] = common[alike.other] = True
        self._common = common
        self._column = np.cumsum(common) - 1

    @property
    def sums(self) -> Floats:
        """Agreement, how many values, then how often each value that more than one document has."""
        counts, documents = self._counts, self._shape.documents
        kept = self._common[counts.value]
        table = np.zeros((documents, int(self._common.sum())))
        table[counts.group[kept], self._column[counts.value[kept]]] = counts.count[kept]
        document, weight = self._pairs.where.document, self._pairs.weight
        agreeing, total = _agreeing(document, documents, self._agreement, weight)
        return np.column_stack((agreeing, total, table))

    @property
    def squares(self) -> Floats:
        counts = self._counts
        rows = ~self._common[counts.value]
        squares = np.square(counts.count[rows])
        return added(counts.group[rows], squares, self._shape.documents)[:, None]

    def value(self, sums: Floats, squares: Floats) -> Floats:
        agreeing, total, counts = sums[..., 0], sums[..., 1], sums[..., 2:]
        same = np.square(counts).sum(axis=-1) + squares[..., 0]
        if self._alike is not None:
            one, other = (counts[..., self._column[values]] for values in self._alike[:2])
            same = same + 2 * (one * other) @ self._alike.likeness
        return _alpha(agreeing, total, same)

    def by_pair(self) -> Floats:
        pairs = self._pairs._replace(weight=np.ones(len(self._pairs.first)))
        return self._by(pairs, pairs.where.pair, self._shape.pairs)

    def by_layer(self) -> Floats:
        return self._by(self._pairs, self._pairs.where.layer, self._shape.layers)

    def by_document(self) -> Floats:
        return self._by(self._pairs, self._pairs.where.document, self._shape.documents)

    def _by(self, pairs: Pairs, group: Ints, groups: int) -> Floats:
        agreeing, total = _agreeing(group, groups, self._agreement, pairs.weight)
        by_document = group is self._pairs.where.document
        counts = self._counts if by_document else _counted(pairs, group, self._values)
        same = added(counts.group, np.square(counts.count), groups)
        if self._alike is not None:
            for alike in (self._alike, self._alike.turned()):
                same += _partly(counts, self._values, alike, groups)
        return _alpha(agreeing, total, same)


@dataclass(frozen=True, slots=True, eq=False)
class _Counts:
    """How often each group has each value, by group and value."""

    group: Ints
    value: Ints
    count: Floats


def _partly(counts: _Counts, values: int, alike: Alike, groups: int) -> Floats:
    """What values that are like another one add in each group: n_c n_k times how alike."""
    one, other, likeness = (column[np.argsort(alike.one, kind="stable")] for column in alike)
    low = np.searchsorted(one, counts.value)
    many = np.searchsorted(one, counts.value, "right") - low
    row = np.repeat(np.arange(len(counts.value)), many)
    edge = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many) + low[row]
    key = np.append(counts.group * values + counts.value, -1)
    wanted = counts.group[row] * values + other[edge]
    at = np.searchsorted(key[:-1], wanted)
    theirs = np.where(key[at] == wanted, np.append(counts.count, 0.0)[at], 0.0)
    return added(counts.group[row], counts.count[row] * theirs * likeness[edge], groups)


def _counted(pairs: Pairs, group: Ints, values: int) -> _Counts:
    key = np.concatenate((group * values + pairs.first, group * values + pairs.second))
    weights = np.concatenate((pairs.weight, pairs.weight))
    most = (int(group.max(initial=-1)) + 1) * values
    if most <= _DENSE:
        counts = added(key, weights, most)
        found = np.flatnonzero(counts)
        counts = counts[found]
    else:
        found, back = np.unique(key, return_inverse=True)
        counts = added(back, weights, len(found))
    groups, value = np.divmod(found, max(values, 1))
    return _Counts(groups, value, counts)


def _agreeing(group: Ints, groups: int, agreement: Floats, weight: Floats) -> tuple[Floats, Floats]:
    both = 2 * weight
    return added(group, agreement * both, groups), added(group, both, groups)


def _alpha(agreeing: Floats, n: Floats, same: Floats) -> Floats:
    """1 - D_o / D_e, where `same` is the sum of n_c n_k times how alike c and k are."""
    most = n * (n - 1)
    varies = most - (same - n) > 1e-9 * np.maximum(most, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = 1 - (same - n) / most
        found: Floats = np.where(varies & (n > 1), 1 - (1 - agreeing / n) / expected, np.nan)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Kappa:
    """Cohen's kappa of two annotators."""

    shape: Shape
    pairs: Pairs
    values: int

    @property
    def sums(self) -> Floats:
        return self._tally(self.pairs.where.document, self.shape.documents)

    @property
    def squares(self) -> Floats:
        return np.zeros((self.shape.documents, 0))

    def value(self, sums: Floats, _squares: Floats) -> Floats:
        agreeing, n = sums[..., 0], sums[..., 1]
        first, second = sums[..., 2 : 2 + self.values], sums[..., 2 + self.values :]
        with np.errstate(divide="ignore", invalid="ignore"):
            chance = (first * second).sum(axis=-1) / (n * n)
            kappa = (agreeing / n - chance) / (1 - chance)
        found: Floats = np.where((n > 0) & (chance < 1 - 1e-12), kappa, np.nan)
        return found

    def by_pair(self) -> Floats:
        return self._by(self.pairs.where.pair, self.shape.pairs)

    def by_layer(self) -> Floats:
        return self._by(self.pairs.where.layer, self.shape.layers)

    def by_document(self) -> Floats:
        return self._by(self.pairs.where.document, self.shape.documents)

    def _by(self, group: Ints, groups: int) -> Floats:
        sums = self._tally(group, groups)
        return self.value(sums, np.zeros((groups, 0)))

    def _tally(self, group: Ints, groups: int) -> Floats:
        first, second = self.pairs.first, self.pairs.second
        same, n = added(group[first == second], None, groups), added(group, None, groups)
        margins = [
            added(group * self.values + values, None, groups * self.values)
            for values in (first, second)
        ]
        return np.column_stack((same, n, *[m.reshape(groups, self.values) for m in margins]))
