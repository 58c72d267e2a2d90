"""Krippendorff's alpha: agreement beyond chance for any number of annotators and missing values.

Krippendorff, K. (2004), Content Analysis, chapter 11: alpha = 1 - D_o / D_e, from the coincidences
of values within units: each pair of the m values of a unit weighs 1 / (m - 1). All of it adds up
over documents.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from pullquote.agreement.columns import Floats, Ints, equal_rows
from pullquote.agreement.measures.document_sums import DENSE, Renewal, Shape, ValuePairs, added


class Alike(NamedTuple):
    """Pairs of different values that are partly alike, each pair once; `likeness` is above 0."""

    one: Ints
    other: Ints
    likeness: Floats

    def turned(self) -> "Alike":
        return Alike(self.other, self.one, self.likeness)


AlikeOf = Callable[[Sequence[Hashable]], Alike]


@dataclass(frozen=True, slots=True, eq=False)
class ValueCounts:
    """How often each group has each value, by group and value."""

    group: Ints
    value: Ints
    count: Floats


@dataclass(frozen=True, eq=False)
class AlphaTally:
    """What alpha adds up: agreement, how many values, then how often each value that more than
    one document has.

    `totals` (documents, 2) are the first two; `counts` are by document, their values numbers in
    `values`. Values of one document alone need no column: their squares add up over documents.
    `columns` are the values that have one, also those that had one before.
    """

    totals: Floats
    counts: ValueCounts
    values: tuple[Hashable, ...]
    alike_of: AlikeOf | None = None
    columns: Ints | None = None

    @cached_property
    def alike(self) -> Alike | None:
        return None if self.alike_of is None else self.alike_of(self.values)

    @cached_property
    def numbers(self) -> Mapping[Hashable, int]:
        return {value: number for number, value in enumerate(self.values)}

    @cached_property
    def kept(self) -> Ints:
        common = added(self.counts.value, None, len(self.values)) > 1
        if self.alike is not None:
            common[self.alike.one] = common[self.alike.other] = True
        if self.columns is None:
            return np.flatnonzero(common)
        common[self.columns] = False
        return np.append(self.columns, np.flatnonzero(common))

    @cached_property
    def column(self) -> Ints:
        """Where each value has its column, -1 without one."""
        found = np.full(len(self.values), -1, dtype=np.int64)
        found[self.kept] = np.arange(len(self.kept))
        return found

    @property
    def sums(self) -> Floats:
        counts = self.counts
        at = self.column[counts.value]
        kept = at >= 0
        table = np.zeros((len(self.totals), 2 + len(self.kept)))
        table[:, :2] = self.totals
        table[counts.group[kept], 2 + at[kept]] = counts.count[kept]
        return table

    @property
    def squares(self) -> Floats:
        rows = self.column[self.counts.value] < 0
        squares = np.square(self.counts.count[rows])
        return added(self.counts.group[rows], squares, len(self.totals))[:, None]

    def value(self, sums: Floats, squares: Floats) -> Floats:
        return alpha_of(sums[..., 0], sums[..., 1], self.same(sums, squares))

    def expected(self, sums: Floats, squares: Floats) -> Floats:
        """The disagreement that chance would give."""
        total = sums[..., 1]
        with np.errstate(divide="ignore", invalid="ignore"):
            found: Floats = 1 - (self.same(sums, squares) - total) / (total * (total - 1))
        return found

    def same(self, sums: Floats, squares: Floats) -> Floats:
        """The sum of n_c n_k times how alike c and k are."""
        counts = sums[..., 2:]
        same: Floats = np.square(counts).sum(axis=-1) + squares[..., 0]
        if self.alike is not None:
            one, other = (counts[..., self.column[values]] for values in self.alike[:2])
            same = same + 2 * (one * other) @ self.alike.likeness
        return same

    def renewed(self, renewal: Renewal, new: "AlphaTally") -> "AlphaTally":
        values, numbers = united_values(self.values, self.numbers, new.values)
        made = replace(
            self,
            totals=renewal.spliced(self.totals, new.totals),
            counts=_spliced(renewal, self.counts, new.counts, numbers),
            values=values,
            columns=self.kept,
        )
        if values is self.values:  # nothing that is made of them alone is made again
            made.__dict__.update(numbers=self.numbers, alike=self.alike)
        return made


def united_values(
    values: tuple[Hashable, ...], numbers: Mapping[Hashable, int], more: Sequence[Hashable]
) -> tuple[tuple[Hashable, ...], Ints]:
    """The values with those that are not there yet after them, and the numbers of `more`."""
    fresh = [value for value in more if value not in numbers]
    known = {value: len(values) + at for at, value in enumerate(fresh)}
    found = [known[value] if value in known else numbers[value] for value in more]
    return (*values, *fresh) if fresh else values, np.array(found, dtype=np.int64)


def _spliced(renewal: Renewal, old: ValueCounts, new: ValueCounts, numbers: Ints) -> ValueCounts:
    group = renewal.after[old.group]
    kept = group >= 0
    return ValueCounts(
        np.concatenate((group[kept], renewal.anew[new.group])),
        np.concatenate((old.value[kept], numbers[new.value])),
        np.concatenate((old.count[kept], new.count)),
    )


class Alpha:
    """Krippendorff's alpha of pairs of values (2004, chapter 11), nominal unless some values are
    partly alike (delta = 1 - likeness): at most 1, 0 where chance would agree as well, NaN where
    nothing is common or no value varies.

    Of `values`, pairs have the places; `agreement` is how alike the two of each pair of annotators
    are. A pair of annotators alone has things of two values.
    """

    def __init__(
        self,
        shape: Shape,
        pairs: ValuePairs,
        values: Sequence[Hashable],
        *,
        alike_of: AlikeOf | None = None,
        agreement: Floats | None = None,
    ) -> None:
        self._shape, self._pairs = shape, pairs
        same = (pairs.first == pairs.second).astype(np.float64)
        self._agreement = same if agreement is None else agreement
        document = pairs.where.document
        agreeing, total = agreement_sums(document, shape.documents, self._agreement, pairs.weight)
        counts = count_values(pairs, document, len(values))
        self.tally = AlphaTally(np.column_stack((agreeing, total)), counts, tuple(values), alike_of)

    def _share(self, other: "Alpha") -> None:
        """Take the pairs of another measure."""
        self._shape, self._pairs, self._agreement = other._shape, other._pairs, other._agreement  # noqa: SLF001

    def by_pair(self) -> Floats:
        pairs = self._pairs._replace(weight=np.ones(len(self._pairs.first)))
        return self._by(pairs, pairs.where.pair, self._shape.pairs)

    def by_layer(self) -> Floats:
        return self._by(self._pairs, self._pairs.where.layer, self._shape.layers)

    def by_document(self) -> Floats:
        return self._by(self._pairs, self._pairs.where.document, self._shape.documents)

    def _by(self, pairs: ValuePairs, group: Ints, groups: int) -> Floats:
        agreeing, total = agreement_sums(group, groups, self._agreement, pairs.weight)
        alike, values = self.tally.alike, len(self.tally.values)
        counts = count_values(pairs, group, values)
        same = added(counts.group, np.square(counts.count), groups)
        if alike is not None:
            for each in (alike, alike.turned()):
                same += likeness_sums(counts, values, each, groups)
        return self._figure(agreeing, total, same)

    def _figure(self, agreeing: Floats, total: Floats, same: Floats) -> Floats:
        return alpha_of(agreeing, total, same)


def likeness_sums(counts: ValueCounts, values: int, alike: Alike, groups: int) -> Floats:
    """What values that are like another one add in each group: n_c n_k times how alike."""
    order = np.argsort(alike.one, kind="stable")
    other, likeness = alike.other[order], alike.likeness[order]
    row, edge = equal_rows(alike.one[order], counts.value)
    key = np.append(counts.group * values + counts.value, -1)
    wanted = counts.group[row] * values + other[edge]
    at = np.searchsorted(key[:-1], wanted)
    theirs = np.where(key[at] == wanted, np.append(counts.count, 0.0)[at], 0.0)
    return added(counts.group[row], counts.count[row] * theirs * likeness[edge], groups)


def count_values(pairs: ValuePairs, group: Ints, values: int) -> ValueCounts:
    """How often each group (numbered as `group` says for each pair) has each value, n_c."""
    key = np.concatenate((group * values + pairs.first, group * values + pairs.second))
    weights = np.concatenate((pairs.weight, pairs.weight))
    most = (int(group.max(initial=-1)) + 1) * values
    if most <= DENSE:
        counts = added(key, weights, most)
        found = np.flatnonzero(counts)
        counts = counts[found]
    else:
        found, back = np.unique(key, return_inverse=True)
        counts = added(back, weights, len(found))
    groups, value = np.divmod(found, max(values, 1))
    return ValueCounts(groups, value, counts)


def agreement_sums(
    group: Ints, groups: int, agreement: Floats, weight: Floats
) -> tuple[Floats, Floats]:
    """Of each group the trace of its coincidences and the number of its pairable values."""
    both = 2 * weight
    return added(group, agreement * both, groups), added(group, both, groups)


def observed_and_expected(agreeing: Floats, n: Floats, same: Floats) -> tuple[Floats, Floats]:
    """D_o and D_e of Krippendorff (2004), chapter 11, both 0 where they are undefined: fewer
    than two pairable values, or none that varies.

    `agreeing` is the trace of the coincidences, each pair of values counting by how alike it is;
    `n` the number of pairable values, `same` the sum of n_c n_k times how alike c and k are.
    """
    most = n * (n - 1)
    varies = (n > 1) & (most - (same - n) > 1e-12 * np.maximum(most, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        observed: Floats = np.where(n > 1, 1 - agreeing / n, 0.0)
        expected: Floats = np.where(varies, 1 - (same - n) / most, 0.0)
    return observed, expected


def alpha_of(agreeing: Floats, n: Floats, same: Floats) -> Floats:
    """Alpha = 1 - D_o / D_e, at most 1, elementwise; NaN where they are undefined."""
    return one_less(*observed_and_expected(agreeing, n, same))


def one_less(observed: Floats, expected: Floats) -> Floats:
    """1 - D_o / D_e, NaN where nothing is expected to differ."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.where(expected > 0, 1 - observed / expected, np.nan)
    return found
