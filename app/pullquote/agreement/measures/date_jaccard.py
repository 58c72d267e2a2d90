"""How far two calendar values agree: their granularity, and the days that both cover over those
that either covers; of many pairs at once.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pullquote.agreement.columns import Bools, Floats, Ints, ranges
from pullquote.agreement.measures.krippendorff_alpha import Alike
from pullquote.calendar.values import days, granularity


@dataclass(frozen=True, slots=True, eq=False)
class ComparedDates:
    """One row per pair. `contains` says that the days of one are all in the other, `jaccard` is
    their Jaccard index from 0 to 1 (Jaccard 1912), `middles` how many days the middles of both are
    apart, NaN where one value has no days. A value without days (XXXX-02-04) agrees with itself
    alone.
    """

    same_granularity: Bools
    contains: Bools
    jaccard: Floats
    middles: Floats


def compared_dates(values: Sequence[str], first: Ints, second: Ints) -> ComparedDates:
    """`values`, as `calendar.values` reads them, are different from one another; `first` and
    `second` are places in them.
    """
    start, end = _days(values)
    grains = np.array([_read(value)[2] for value in values], dtype=np.str_)
    same = first == second
    grain = grains[first]
    inside = (start[first] <= start[second]) & (end[second] <= end[first])
    inside |= (start[second] <= start[first]) & (end[first] <= end[second])
    known = (end[first] > 0) & (end[second] > 0)
    twice = start[first] + end[first] - start[second] - end[second]
    return ComparedDates(
        same_granularity=same | ((grain == grains[second]) & (grain != "")),
        contains=same | (known & inside),
        jaccard=np.where(same, 1.0, day_jaccard(start, end, first, second)),
        middles=np.where(known, np.abs(twice) / 2, np.nan),
    )


def dates_alike(values: Sequence[Hashable]) -> Alike:
    """The calendar values that share days, for an alpha with delta = 1 - Jaccard of days; values
    without days are at distance 1 from all others.
    """
    start, end = _days([str(value) for value in values])
    # By start, those that start before another's end share days with it.
    order = np.argsort(start, kind="stable")
    after = np.arange(1, len(order) + 1)
    count = np.maximum(np.searchsorted(start[order], end[order]) - after, 0)
    one, other = (order[places] for places in ranges(after, count))
    return Alike(one, other, day_jaccard(start, end, one, other))


def day_jaccard(start: Ints, end: Ints, one: Ints, other: Ints) -> Floats:
    """The days in both of two half-open stretches over those in either, from 0 to 1; 0 where there
    are none. `one` and `other` are places in `start` and `end`.
    """
    both = np.minimum(end[one], end[other]) - np.maximum(start[one], start[other])
    both = np.maximum(both, 0)
    either = end[one] - start[one] + end[other] - start[other] - both
    found: Floats = np.divide(both, either, out=np.zeros(len(one)), where=either > 0)
    return found


def _days(values: Sequence[str]) -> tuple[Ints, Ints]:
    read = [_read(value) for value in values]
    start = np.array([one[0] for one in read], dtype=np.int64)
    return start, np.array([one[1] for one in read], dtype=np.int64)


@lru_cache(maxsize=1 << 14)
def _read(value: str) -> tuple[int, int, str]:
    """First day, day after the last, granularity; 0, 0 for what has no days."""
    found, grain = days(value), granularity(value) or ""
    return (found.first.toordinal(), found.after.toordinal(), grain) if found else (0, 0, grain)
