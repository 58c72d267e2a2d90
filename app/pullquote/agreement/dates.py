"""How far two date values agree: the days that they cover, as calendar values say."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pullquote.agreement.columns import Floats
from pullquote.calendar.values import DayInterval, days, granularity


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


def compare(first: str, second: str) -> DateAgreement:
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
    return DateAgreement(same, alike, contains, _jaccard(one, other), abs(_middle(one, other)))


def distances(values: Sequence[str]) -> Floats:
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


def _jaccard(one: DayInterval, other: DayInterval) -> float:
    both = max((min(one.after, other.after) - max(one.first, other.first)).days, 0)
    return both / (len(one) + len(other) - both)


def _middle(one: DayInterval, other: DayInterval) -> float:
    """Days from the middle of one to that of the other."""
    return ((other.first - one.first).days + (other.after - one.after).days) / 2
