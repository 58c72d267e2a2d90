"""Stretches of documents as sets of characters."""

from typing import NamedTuple

import numpy as np

from pullquote.agreement.columns import Ints


class Stretches(NamedTuple):
    """Half-open stretches; `group` numbers documents, or documents and layers, from 0."""

    group: Ints
    start: Ints
    end: Ints


def united(stretches: Stretches, reach: int) -> Stretches:
    """Those that overlap or touch made one, by group and start; no text is `reach` long."""
    group, start, end = stretches
    order = np.argsort(group * reach + start, kind="stable")
    group, start = group[order], start[order]
    last = np.maximum.accumulate(group * reach + end[order]) if len(order) else end
    first = np.append(True, group[1:] * reach + start[1:] > last[:-1])[: len(order)]
    ends = np.append(np.flatnonzero(first)[1:] - 1, len(order) - 1)[: int(first.sum())]
    return Stretches(group[first], start[first], last[ends] - group[first] * reach)


class Covered:
    """The characters in any of some stretches."""

    def __init__(self, stretches: Stretches, reach: int) -> None:
        self._reach = reach
        self._all = united(stretches, reach)
        group, start, end = self._all
        self._keys = group * reach + start
        self._sums = np.append(0, np.cumsum(end - start))

    def __len__(self) -> int:
        return len(self._keys)

    def before(self, group: Ints, offset: Ints) -> Ints:
        """How many characters of the group before an offset are covered."""
        passed = np.searchsorted(self._keys, group * self._reach + offset, side="right")
        first = np.searchsorted(self._keys, group * self._reach)
        ends = np.append(self._all.end, 0)[np.maximum(passed - 1, 0)]
        over = np.where(passed > first, np.maximum(ends - offset, 0), 0)
        found: Ints = self._sums[passed] - self._sums[first] - over
        return found

    def total(self, groups: int) -> Ints:
        """How many characters of each group are covered."""
        group, start, end = self._all
        return np.bincount(group, end - start, minlength=groups).astype(np.int64)
