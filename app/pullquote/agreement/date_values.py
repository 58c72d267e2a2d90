"""Many pairs of calendar values at once: the days they have in common."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pullquote.agreement.columns import Bools, Floats, Ints
from pullquote.agreement.counts import Alike
from pullquote.calendar.values import days, granularity


@dataclass(frozen=True, slots=True, eq=False)
class ComparedDates:
    """One row per pair: what `dates.compare` says of each."""

    same_granularity: Bools
    contains: Bools
    jaccard: Floats


def compared_dates(values: Sequence[str], first: Ints, second: Ints) -> ComparedDates:
    """`values` are different from one another; `first` and `second` are places in them."""
    start, end = _days(values)
    grains = np.array([_read(value)[2] for value in values], dtype=np.str_)
    same = first == second
    grain = grains[first]
    inside = (start[first] <= start[second]) & (end[second] <= end[first])
    inside |= (start[second] <= start[first]) & (end[first] <= end[second])
    known = (end[first] > 0) & (end[second] > 0)
    return ComparedDates(
        same_granularity=same | ((grain == grains[second]) & (grain != "")),
        contains=same | (known & inside),
        jaccard=np.where(same, 1.0, _jaccard(start, end, first, second)),
    )


def alike(values: Sequence[Hashable]) -> Alike:
    """The calendar values that share days: by start, those that start before another's end."""
    start, end = _days([str(value) for value in values])
    order = np.argsort(start, kind="stable")
    after = np.arange(1, len(order) + 1)
    count = np.maximum(np.searchsorted(start[order], end[order]) - after, 0)
    one = np.repeat(after - 1, count)
    other = np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count) + one + 1
    one, other = order[one], order[other]
    return Alike(one, other, _jaccard(start, end, one, other))


def _days(values: Sequence[str]) -> tuple[Ints, Ints]:
    read = [_read(value) for value in values]
    start = np.array([one[0] for one in read], dtype=np.int64)
    return start, np.array([one[1] for one in read], dtype=np.int64)


def _jaccard(start: Ints, end: Ints, one: Ints, other: Ints) -> Floats:
    both = np.minimum(end[one], end[other]) - np.maximum(start[one], start[other])
    both = np.maximum(both, 0)
    either = end[one] - start[one] + end[other] - start[other] - both
    found: Floats = np.divide(both, either, out=np.zeros(len(one)), where=either > 0)
    return found


@lru_cache(maxsize=1 << 14)
def _read(value: str) -> tuple[int, int, str]:
    """First day, day after the last, granularity; 0, 0 for what has no days."""
    found, grain = days(value), granularity(value) or ""
    return (found.first.toordinal(), found.after.toordinal(), grain) if found else (0, 0, grain)
