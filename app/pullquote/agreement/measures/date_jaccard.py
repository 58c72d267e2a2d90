"""How far two calendar values agree: their granularity, and the days that both cover over those
that either covers; of one pair, and of many pairs at once.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pullquote.agreement.columns import Bools, Floats, Ints
from pullquote.agreement.measures.krippendorff_alpha import Alike
from pullquote.calendar.values import DayInterval, days, granularity


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


def dates_alike(values: Sequence[Hashable]) -> Alike:
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


@dataclass(frozen=True, slots=True)
class DateAgreement:
    """`contains` says that the days of one are all in the other. `jaccard` is the days in both
    over the days in either; `midpoint_days` lie between the middles, None where one value is no
    stretch of the calendar.
    """

    exact: bool
    same_granularity: bool
    contains: bool
    jaccard: float
    midpoint_days: float | None


def compare_dates(first: str, second: str) -> DateAgreement:
    """Values as `calendar.values` reads them. One without days (XXXX-02-04, "") agrees with
    itself alone.
    """
    same = first == second
    one, other = days(first), days(second)
    grain = granularity(first)
    alike = same or (grain is not None and grain == granularity(second))
    if not one or not other:
        return DateAgreement(same, alike, same, float(same), None)
    contains = one.covers(other) or other.covers(one)
    return DateAgreement(
        same, alike, contains, _jaccard_of_two(one, other), abs(_middle(one, other))
    )


def date_distances(values: Sequence[str]) -> Floats:
    """(values, values): 1 - Jaccard, for Krippendorff's alpha of dates; values without days are
    at distance 1 from all others. `values` are different from one another.
    """
    known = [days(value) for value in values]
    first = np.array([each.first.toordinal() if each else 0 for each in known], dtype=np.float64)
    after = np.array([each.after.toordinal() if each else 0 for each in known], dtype=np.float64)
    both = np.minimum(after[:, None], after) - np.maximum(first[:, None], first)
    both = np.maximum(both, 0.0)
    length = after - first
    either = length[:, None] + length - both
    apart: Floats = 1.0 - np.divide(both, either, out=np.zeros_like(both), where=either > 0)
    np.fill_diagonal(apart, 0.0)
    return apart


def _jaccard_of_two(one: DayInterval, other: DayInterval) -> float:
    both = max((min(one.after, other.after) - max(one.first, other.first)).days, 0)
    return both / (len(one) + len(other) - both)


def _middle(one: DayInterval, other: DayInterval) -> float:
    """Days from the middle of one to that of the other."""
    return ((other.first - one.first).days + (other.after - one.after).days) / 2
