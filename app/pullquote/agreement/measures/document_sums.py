"""Figures as sums over documents: shares and observed agreement, and what changes with some of
the documents.
"""

from functools import cached_property
from typing import Any, ClassVar, NamedTuple, Protocol, Self, TypeVar

import numpy as np

from pullquote.agreement.columns import Bools, Floats, Ints

DENSE = 1 << 22
"""Up to so many numbers a table of all is quicker than to sort those that are there."""


Column = TypeVar("Column", Floats, Ints, Bools)


class Shape(NamedTuple):
    """How many of each there are; pairs are those of `columns.annotator_pairs`."""

    documents: int
    layers: int
    pairs: int


class Where(NamedTuple):
    """Which document, layer and pair each row belongs to, numbered from 0."""

    document: Ints
    layer: Ints
    pair: Ints

    def take(self, rows: Bools | Ints) -> "Where":
        """The rows that an index or a mask picks."""
        at = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows
        return Where(*(column[at] for column in self))


class Renewal:
    """Documents as they were and as they are: `before` has the row that each had, any for those
    in `anew`, which are counted anew; `after` the row that each had before has now, or -1.
    """

    def __init__(self, before: Ints, after: Ints, anew: Ints) -> None:
        self.before, self.after, self.anew = before, after, anew
        self._in_place = np.array_equal(before, np.arange(len(after)))
        self._made: dict[tuple[int, int], tuple[object, object, Any]] = {}

    def spliced(self, old: Column, new: Column) -> Column:
        """By document: `old` has all as they were, `new` those that were counted anew. Figures
        share columns, and go on sharing them.
        """
        key = id(old), id(new)
        if key not in self._made:
            self._made[key] = old, new, self._put_in(old, new)
        made: Column = self._made[key][2]
        return made

    def _put_in(self, old: Column, new: Column) -> Column:
        if not self._in_place:
            found = old[self.before]
        elif np.array_equal(old[self.anew], new):
            return old  # most changes leave most figures as they were
        else:
            found = old.copy()
        found[self.anew] = new
        return found


class Tally(Protocol):
    """`sums` (documents, columns) and `squares` add up over documents, the latter weighed by the
    square of how often a document counts; `value` makes figures of such sums, NaN if undefined.
    """

    @property
    def sums(self) -> Floats: ...
    @property
    def squares(self) -> Floats: ...
    def value(self, sums: Floats, squares: Floats) -> Floats: ...


class Unsquared:
    """A tally whose figure needs no squares."""

    @property
    def squares(self: Tally) -> Floats:
        return np.zeros((len(self.sums), 0))


class Measure(Protocol):
    """A figure told apart: (pairs,), (layers,) and (documents,), NaN where it is undefined; `tally`
    is what it adds up.
    """

    @property
    def tally(self) -> Tally: ...
    def by_pair(self) -> Floats: ...
    def by_layer(self) -> Floats: ...
    def by_document(self) -> Floats: ...


def dense(shape: Shape, where: Where, weights: Floats | None = None) -> Floats:
    """Rows added up into (documents, layers, pairs); each counts 1 if there are no weights."""
    at = (where.document * shape.layers + where.layer) * shape.pairs + where.pair
    size = shape.documents * shape.layers * shape.pairs
    return added(at, weights, size).reshape(shape)


def added(at: Ints, weights: Floats | None, size: int) -> Floats:
    """The weights (1 each if None) added up for each number below `size`."""
    return np.bincount(at, weights, minlength=size).astype(np.float64, copy=False)


def ratio(part: Floats, whole: Floats) -> Floats:
    """Part / whole, elementwise; NaN where the whole is 0."""
    found: Floats = np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole > 0)
    return found


def mean_of_known(values: Floats) -> Floats:
    """The mean over the last axis (pairs), undefined ones left out; NaN if all are."""
    known = ~np.isnan(values)
    count = known.sum(axis=-1)
    sums = np.where(known, values, 0.0).sum(axis=-1)
    return ratio(sums, count)


class SummedMeasure(Unsquared):
    """A measure that its sums over documents tell apart."""

    @property
    def tally(self) -> Self:
        return self


class ShareMeasure(SummedMeasure):
    """`part` / `whole`, both (documents, layers, pairs), from 0 to 1; NaN where the whole is 0.

    Of all pairs together, or with `mean` the mean over the pairs of annotators.
    """

    mean: ClassVar[bool] = False

    def __init__(self, part: Floats, whole: Floats, *, sums: Floats | None = None) -> None:
        self.part, self.whole = part, whole
        self._sums = sums

    @cached_property
    def sums(self) -> Floats:
        """(documents, 2), or with `mean` (documents, 2 times pairs): parts, then wholes."""
        if self._sums is not None:
            return self._sums
        axes = (1,) if self.mean else (1, 2)
        part, whole = self.part.sum(axis=axes), self.whole.sum(axis=axes)
        return np.column_stack((part, whole))

    def renewed(self, renewal: Renewal, new: Self) -> "ShareMeasure":
        """The same with the documents of `new` counted anew."""
        part, whole, sums = (
            renewal.spliced(getattr(self, name), getattr(new, name))
            for name in ("part", "whole", "sums")
        )
        return type(self)(part, whole, sums=sums)

    def value(self, sums: Floats, _squares: Floats) -> Floats:
        part, whole = np.moveaxis(sums.reshape(*sums.shape[:-1], 2, -1), -2, 0)
        return mean_of_known(self.quotient(part, whole))

    def by_pair(self) -> Floats:
        return self.quotient(self.part.sum(axis=(0, 1)), self.whole.sum(axis=(0, 1)))

    def by_layer(self) -> Floats:
        return self._of(0)

    def by_document(self) -> Floats:
        return self._of(1)

    def quotient(self, part: Floats, whole: Floats) -> Floats:
        """The formula, elementwise."""
        return ratio(part, whole)

    def _of(self, axis: int) -> Floats:
        part, whole = self.part.sum(axis=axis), self.whole.sum(axis=axis)
        if self.mean:
            return mean_of_known(self.quotient(part, whole))
        return self.quotient(part.sum(axis=1), whole.sum(axis=1))


class ValuePairs(NamedTuple):
    """What two annotators say of the same thing, as numbers from 0, and its weight in alpha:
    1 / (m - 1) where m annotators gave the thing a value.
    """

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
