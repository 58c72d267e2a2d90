"""Calendar values as text (a subset of TIMEX3 and EDTF) and the days that they cover."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from functools import cache
from typing import Literal, NamedTuple

Granularity = Literal[
    "minute", "hour", "day", "week", "month", "quarter", "season", "half", "year", "decade",
    "century", "interval",
]  # fmt: skip

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
REFERENCES = frozenset({"PAST_REF", "PRESENT_REF", "FUTURE_REF"})


@dataclass(frozen=True, slots=True, order=True)
class DayInterval:
    """From the day `first` to the day `after`, which is not in it."""

    first: date
    after: date

    def __post_init__(self) -> None:
        if self.after <= self.first:
            raise ValueError(f"no days: {self.first} to {self.after}")

    def __len__(self) -> int:
        return (self.after - self.first).days

    def covers(self, other: "DayInterval") -> bool:
        return self.first <= other.first and other.after <= self.after


def days(value: str) -> DayInterval | None:
    """The days of a value: a day (with or without a time), week ("2026-W07"), weekend, month,
    quarter ("2026-Q1"), half ("2026-H1"), season ("2026-SP"), year, decade ("202X"), century
    ("20XX"), or from one to another ("2026-02-10/2026-02-14").

    None for what is not a known stretch of the calendar: XXXX-02-04, P3D, PAST_REF. Seasons are
    those of the north by whole months; winter begins in December of its year.
    """
    first, slash, last = value.partition("/")
    if not slash:
        known = _read(value)
        return known[1] if known else None
    begins, ends = _read(first), _read(last)
    if begins and ends and begins[1].first < ends[1].after:
        return DayInterval(begins[1].first, ends[1].after)
    return None


def granularity(value: str) -> Granularity | None:
    """How fine a value is, also where its year is unknown; None for durations and references."""
    if days(value) and "/" in value:
        return "interval"
    known = value
    for unknown, some in _SOME:
        known = known.replace(unknown, some)
    read = _read(known)
    return read[0] if read else None


def is_value(text: str) -> bool:
    """Whether `text` may stand as a value: days, unknown ones, a time, duration or reference."""
    known = text in REFERENCES or granularity(text) is not None
    return known or bool(_DURATION.fullmatch(text)) or bool(_BEFORE_CHRIST.fullmatch(text))


# A year of before the calendar, whose days are not counted.
_BEFORE_CHRIST = re.compile(r"BC\d{4}", re.ASCII)
# A known value in place of each unknown part; 2024 has a 29 February and January 31 days.
_SOME = (
    ("XXXX-WXX", "2024-W01"),
    ("XXXX-XX-XX", "2024-01-01"),
    ("XXXX-XX", "2024-01"),
    ("XXXX", "2024"),
)


class _Form(NamedTuple):
    name: Granularity
    pattern: str
    days: Callable[..., DayInterval | None]


_DURATION = re.compile(
    r"P(?:(?:\d+(?:\.\d+)?|X)[YMWD])+(?:T(?:(?:\d+(?:\.\d+)?|X)[HMS])+)?"
    r"|PT(?:(?:\d+(?:\.\d+)?|X)[HMS])+",
    re.ASCII,
)


def _day(year: str, month: str, day: str) -> DayInterval | None:
    return _from(date(int(year), int(month), int(day)), 1)


def _week(year: str, week: str) -> DayInterval | None:
    return _from(date.fromisocalendar(int(year), int(week), 1), 7)


def _weekday(year: str, week: str, day: str) -> DayInterval | None:
    return _from(date.fromisocalendar(int(year), int(week), int(day)), 1)


def _weekend(year: str, week: str) -> DayInterval | None:
    return _from(date.fromisocalendar(int(year), int(week), 6), 2)


def _months(year: int, month: int, count: int) -> DayInterval | None:
    """`count` months from `month`, which may be over 12."""
    last = month + count - 2
    last_year, last_month = year + last // 12, last % 12 + 1
    if last_year > MAXYEAR:
        return None
    last_day = date(last_year, last_month, monthrange(last_year, last_month)[1])
    first = date(year, month, 1)
    return _from(first, (last_day - first).days + 1)


def _month(year: str, month: str) -> DayInterval | None:
    return _months(int(year), int(month), 1)


def _quarter(year: str, number: str) -> DayInterval | None:
    return _months(int(year), 3 * int(number) - 2, 3)


def _half(year: str, number: str) -> DayInterval | None:
    return _months(int(year), 6 * int(number) - 5, 6)


def _season(year: str, name: str) -> DayInterval | None:
    return _months(int(year), SEASONS[name], 3)


def _years(digits: str) -> DayInterval | None:
    count = 10 ** (4 - len(digits))
    return _months(int(digits) * count, 1, 12 * count)


_DATE, _WEEK = r"(\d{4})-(\d\d)-(\d\d)", r"(\d{4})-W(\d\d)"
_PART = r"(?:T(?:MO|MI|AF|EV|NI))?"
_HOUR = r"T(?:[01]\d|2[0-3])"
_MINUTE = rf"{_HOUR}:[0-5]\d(?::[0-5]\d)?"
_FORMS = (
    _Form("day", _DATE + _PART, _day),
    _Form("minute", _DATE + _MINUTE, _day),
    _Form("hour", _DATE + _HOUR, _day),
    _Form("day", rf"{_WEEK}-([1-7]){_PART}", _weekday),
    _Form("minute", rf"{_WEEK}-([1-7]){_MINUTE}", _weekday),
    _Form("hour", rf"{_WEEK}-([1-7]){_HOUR}", _weekday),
    _Form("week", _WEEK, _week),
    _Form("week", rf"{_WEEK}-WE", _weekend),
    _Form("month", r"(\d{4})-(\d\d)", _month),
    _Form("quarter", r"(\d{4})-Q([1-4])", _quarter),
    _Form("half", r"(\d{4})-H([12])", _half),
    _Form("season", r"(\d{4})-(SP|SU|FA|WI)", _season),
    _Form("year", r"(\d{4})", _years),
    _Form("decade", r"(\d{3})X", _years),
    _Form("century", r"(\d\d)XX", _years),
)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """When a value first comes to it: most are plain days."""
    return re.compile(pattern, re.ASCII)


def _read(value: str) -> tuple[Granularity, DayInterval] | None:
    """What `value` is, None where it has no form of `_FORMS` or names no day that exists."""
    for form in _FORMS:
        if match := _compiled(form.pattern).fullmatch(value):
            try:
                interval = form.days(*match.groups())
            except ValueError:
                return None
            return (form.name, interval) if interval else None
    return None


def _from(first: date, count: int) -> DayInterval | None:
    if (date.max - first).days < count:
        return None
    return DayInterval(first, first + timedelta(days=count))
