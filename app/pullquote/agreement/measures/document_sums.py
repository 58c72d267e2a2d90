"""Figures as sums over documents: shares and F1, and what changes with some of the documents."""

from functools import cached_property
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np

from pullquote.agreement.columns import Bools, Floats, Ints
from pullquote.agreement.measures.f1 import mean_f1

DENSE = 1 << 22
"""Up to so many numbers a table of all is quicker than to sort those that are there."""


Column = TypeVar("Column", Floats, Ints, Bools)


class Shape(NamedTuple):
    documents: int
    layers: int
    pairs: int


class Where(NamedTuple):
    """Which document, layer and pair each row belongs to, numbered from 0."""

    document: Ints
    layer: Ints
    pair: Ints


class Renewal:
    """Documents as they were and as they are: `before` has the row that each had, any for those
    in `anew`, which are counted anew; `after` the row that each had before has now, or -1.
    """

    def __init__(self, before: Ints, after: Ints, anew: Ints) -> None:
        self.before, self.after, self.anew = before, after, anew
        self._made: dict[tuple[int, int], tuple[object, object, Any]] = {}

    def spliced(self, old: Column, new: Column) -> Column:
        """By document: `old` has all as they were, `new` those that were counted anew. Figures
        share columns, and go on sharing them.
        """
        key = id(old), id(new)
        if key not in self._made:
            found = old[self.before]
            found[self.anew] = new
            self._made[key] = old, new, found
        made: Column = self._made[key][2]
        return made


class FigureTally(Protocol):
    """`sums` (documents, columns) and `squares` add up over documents, the latter weighed by the
    square of how often a document counts; `value` makes figures of such sums, NaN if undefined.

    `renewed` is the same once some documents are counted anew: columns stay where they are, and
    others come after them.
    """

    @property
    def sums(self) -> Floats: ...
    @property
    def squares(self) -> Floats: ...
    def value(self, sums: Floats, squares: Floats) -> Floats: ...
    def renewed(self, renewal: Renewal, new: Any) -> "FigureTally": ...  # noqa: ANN401 - its own class


class Measure(Protocol):
    """A figure told apart: NaN where it is undefined."""

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


class ShareMeasure:
    """`part` / `whole`, both (documents, layers, pairs): of all pairs together, or their mean."""

    def __init__(
        self, part: Floats, whole: Floats, *, mean: bool = False, sums: Floats | None = None
    ) -> None:
        self.part, self.whole, self.mean = part, whole, mean
        self._sums = sums

    @cached_property
    def sums(self) -> Floats:
        if self._sums is not None:
            return self._sums
        axes = (1,) if self.mean else (1, 2)
        part, whole = self.part.sum(axis=axes), self.whole.sum(axis=axes)
        return np.column_stack((part, whole))

    @property
    def squares(self) -> Floats:
        return np.zeros((len(self.part), 0))

    def renewed(self, renewal: Renewal, new: "ShareMeasure") -> "ShareMeasure":
        part, whole, sums = (
            renewal.spliced(getattr(self, name), getattr(new, name))
            for name in ("part", "whole", "sums")
        )
        return ShareMeasure(part, whole, mean=self.mean, sums=sums)

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


class ValuePairs(NamedTuple):
    """What two annotators say of the same thing, as numbers from 0, and its weight in alpha."""

    where: Where
    first: Ints
    second: Ints
    weight: Floats


def numbered(first: Ints, second: Ints) -> tuple[Ints, Ints, Ints]:
    """Two columns of values as numbers from 0, and the values."""
    both = np.concatenate((first, second))
    low = int(both.min(initial=0))
    if int(both.max(initial=0)) - low > min(DENSE, 16 * len(both) + 1024):
        values, numbers = np.unique(both, return_inverse=True)
    else:  # far quicker than to sort
        there = np.zeros(int(both.max(initial=0)) - low + 1, dtype=np.bool_)
        there[both - low] = True
        values, numbers = np.flatnonzero(there) + low, (np.cumsum(there) - 1)[both - low]
    return numbers[: len(first)], numbers[len(first) :], values
