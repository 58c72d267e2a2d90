"""Alpha of pairs of values as sums over documents."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from pullquote.agreement.columns import Floats, Ints
from pullquote.agreement.counts import (
    Alike,
    Counts,
    agreeing_of,
    alpha_of,
    counted,
    partly,
)
from pullquote.agreement.sums import Pairs, Renewal, Shape, added

AlikeOf = Callable[[Sequence[Hashable]], Alike]


@dataclass(frozen=True, eq=False)
class AlphaTally:
    """What alpha adds up: agreement, how many values, then how often each value that more than
    one document has.

    `totals` (documents, 2) are the first two; `counts` are by document, their values numbers in
    `values`. Values of one document alone need no column: their squares add up over documents.
    `columns` are the values that have one, also those that had one before.
    """

    totals: Floats
    counts: Counts
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
        values, numbers = united(self.values, self.numbers, new.values)
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


def united(
    values: tuple[Hashable, ...], numbers: Mapping[Hashable, int], more: Sequence[Hashable]
) -> tuple[tuple[Hashable, ...], Ints]:
    """The values with those that are not there yet after them, and the numbers of `more`."""
    fresh = [value for value in more if value not in numbers]
    known = {value: len(values) + at for at, value in enumerate(fresh)}
    found = [known[value] if value in known else numbers[value] for value in more]
    return (*values, *fresh) if fresh else values, np.array(found, dtype=np.int64)


def _spliced(renewal: Renewal, old: Counts, new: Counts, numbers: Ints) -> Counts:
    group = renewal.after[old.group]
    kept = group >= 0
    return Counts(
        np.concatenate((group[kept], renewal.anew[new.group])),
        np.concatenate((old.value[kept], numbers[new.value])),
        np.concatenate((old.count[kept], new.count)),
    )


class Alpha:
    """Krippendorff's alpha of pairs of values; nominal unless some values are partly alike.

    Of `values`, pairs have the places; `agreement` is how alike the two of each pair of annotators
    are.
    """

    def __init__(
        self,
        shape: Shape,
        pairs: Pairs,
        values: Sequence[Hashable],
        *,
        alike_of: AlikeOf | None = None,
        agreement: Floats | None = None,
    ) -> None:
        self._shape, self._pairs = shape, pairs
        same = (pairs.first == pairs.second).astype(np.float64)
        self._agreement = same if agreement is None else agreement
        document = pairs.where.document
        agreeing, total = agreeing_of(document, shape.documents, self._agreement, pairs.weight)
        counts = counted(pairs, document, len(values))
        self.tally = AlphaTally(np.column_stack((agreeing, total)), counts, tuple(values), alike_of)

    def by_pair(self) -> Floats:
        pairs = self._pairs._replace(weight=np.ones(len(self._pairs.first)))
        return self._by(pairs, pairs.where.pair, self._shape.pairs)

    def by_layer(self) -> Floats:
        return self._by(self._pairs, self._pairs.where.layer, self._shape.layers)

    def by_document(self) -> Floats:
        return self._by(self._pairs, self._pairs.where.document, self._shape.documents)

    def _by(self, pairs: Pairs, group: Ints, groups: int) -> Floats:
        agreeing, total = agreeing_of(group, groups, self._agreement, pairs.weight)
        alike, values = self.tally.alike, len(self.tally.values)
        counts = counted(pairs, group, values)
        same = added(counts.group, np.square(counts.count), groups)
        if alike is not None:
            for each in (alike, alike.turned()):
                same += partly(counts, values, each, groups)
        return alpha_of(agreeing, total, same)
