"""Counting from a known date: the publication, or the date that the text came to last."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from pullquote.calendar.values import SEASONS, DayInterval, days

AnchorName = Literal["none", "publication", "date"]
# Of the clause of a date; "" where no verb tells.
Tense = Literal["past", "future", ""]
# Which one: the last before the anchor, the one it is in, the next after it.
Which = Literal["last", "this", "next", ""]

# The longest stretch of days (in days) from which a unit can be counted, and a value not known.
_UNITS = {
    "day": (1, "XXXX-XX-XX"),
    "week": (7, "XXXX-WXX"),
    "weekend": (7, "XXXX-WXX-WE"),
    "month": (31, "XXXX-XX"),
    "quarter": (92, "XXXX"),
    "season": (92, "XXXX"),
    "year": (366, "XXXX"),
    "decade": (3653, "XXXX"),
    "century": (36525, "XXXX"),
}
_YEARS = {"year": 1, "decade": 10, "century": 100}
_SOME_YEAR = "2025"
# How much farther away a date against the tense counts: "will" may stand for another verb.
_AGAINST_TENSE = 4
_BACKWARDS = 2
# So much where a verb tells the tense; "Feb. 10" behind a verb of the past may still be ahead.
_AGAINST_VERB = {"future": 12, "past": 9}
# In years.
_LONG_AGO = 10


# In days.
_MONTH, _A_YEAR = 31, 300


class DateReading(NamedTuple):
    """A value and what it was counted from; "" where the words make no date."""

    value: str
    anchor: AnchorName = "none"


@dataclass(frozen=True, slots=True)
class Anchor:
    """`yearless` is a day of which only month and day are known (XXXX-02-04), in a year that is
    not a leap year.
    """

    name: AnchorName
    interval: DayInterval | None
    yearless: date | None = None

    @classmethod
    def of(cls, name: AnchorName, value: str | None) -> "Anchor":
        yearless = days(value.replace("XXXX", _SOME_YEAR, 1)) if value else None
        if value is None or not value.startswith("XXXX-") or not yearless or len(yearless) > 1:
            return cls(name, days(value) if value else None)
        return cls(name, None, yearless.first)

    def known(self, unit: str) -> date | None:
        """Its first day, if it is fine enough to count `unit` from."""
        longest = _UNITS[unit][0]
        return self.interval.first if self.interval and len(self.interval) <= longest else None

    def counted(self, count: int, unit: str) -> DateReading:
        """The value of the unit that stands `count` units after the anchor's own."""
        if self.yearless and unit in {"day", "month"}:
            there = stepped(self.yearless, count, unit)
            return DateReading(f"XXXX{value_of(there, unit)[4:]}" if there else "", self.name)
        first = self.known(unit)
        there = stepped(first, count, unit) if first else None
        return DateReading(value_of(there, unit) if there else _UNITS[unit][1], self.name)

    def weekday(self, number: int, which: Which, *, future: bool) -> DateReading:
        """The day of the week `number` (Monday is 1); the anchor's own day counts unless `which`
        is "last" or "next".
        """
        day = self.known("day")
        if day is None:
            return DateReading(f"XXXX-WXX-{number}", self.name)
        ahead = (number - day.isoweekday()) % 7
        if which == "this" and not future:
            there = stepped(day, number - day.isoweekday(), "day")
        elif which == "next" or (which != "last" and future):
            there = stepped(day, ahead or 7 * (which == "next"), "day")
        else:
            there = stepped(day, ahead - 7 if ahead or which == "last" else 0, "day")
        return DateReading(there.isoformat() if there else "", self.name)


@dataclass(frozen=True, slots=True)
class Context:
    """What a relative date may be counted from, and the tense of its clause.

    `history`: the text tells of years long before its publication, so that a day without a year is
    of the year that it has come to. `quarter` is the one told of just before, "" for none.
    """

    publication: Anchor
    previous: Anchor
    tense: Tense = ""
    history: bool = False
    quarter: str = ""

    @property
    def narrative(self) -> Anchor:
        """The anchor of "the day before": where the text has come to."""
        told = self.previous.interval or self.previous.yearless
        return self.previous if told else self.publication

    @property
    def day_told(self) -> Anchor:
        """The anchor of a clock without a day; what is still to come is not in a year or a month
        that was told of.
        """
        told = self.previous.known("day") or self.previous.yearless
        return self.publication if self.future and not told else self.narrative

    @property
    def moved(self) -> bool:
        """Whether the text has left the time of its publication, or that is not known."""
        if self.history:
            return self.previous.known("year") is not None
        told, published = self.previous.known("month"), self.publication.known("year")
        if told is None or published is None:
            return told is not None
        apart = abs(told.year - published.year)
        # A month alone is told of in passing; only one of long ago has taken the text with it.
        return apart > (1 if self.previous.known("day") else _LONG_AGO)

    @property
    def future(self) -> bool:
        return self.tense == "future"

    def is_recent(self, value: str) -> bool:
        """Whether `value` is of the year before the publication."""
        there, published = days(value), self.publication.interval
        return bool(there and published and (published.first - there.after).days < _A_YEAR)

    def yearly(self, value: Callable[[str], str], which: Which = "") -> DateReading:
        """What comes once in a year, `value` of that year: the nearest that fits the tense."""
        anchor = self.previous if self.moved and not which else self.publication
        base = anchor.interval
        if base is None or len(base) > 366:
            return DateReading(value("XXXX"), anchor.name)
        if len(base) > 31:
            return DateReading(value(f"{base.first.year:04}"), anchor.name)
        near = [value(f"{base.first.year + offset:04}") for offset in (-2, -1, 0, 1)]
        known = {text: interval for text in near if (interval := days(text))}
        there = _choose(known, base, which, self._cost(anchor, base))
        return DateReading(there, anchor.name)

    def _cost(self, anchor: Anchor, base: DayInterval) -> Callable[[DayInterval], int]:
        def cost(interval: DayInterval) -> int:
            distance = abs((interval.first - base.first).days)
            if anchor.name == "date":
                return distance * (_BACKWARDS if interval.first < base.first else 1)
            fits = interval.after > base.first if self.future else interval.first < base.after
            against = _AGAINST_VERB.get(self.tense, _AGAINST_TENSE)
            return distance * (1 if fits else against)

        return cost


def stepped(day: date, count: int, unit: str) -> date | None:
    """A day in the unit that stands `count` units later; None outside the calendar."""
    try:
        if unit == "day":
            return day + timedelta(days=count)
        if unit in {"week", "weekend"}:
            return day + timedelta(weeks=count)
        if unit in _YEARS:
            return date(day.year + count * _YEARS[unit], day.month, 1)
        months = 12 * day.year + day.month - 1 + count * (1 if unit == "month" else 3)
        return date(months // 12, months % 12 + 1, 1)
    except (OverflowError, ValueError):
        return None


def value_of(day: date, unit: str) -> str:
    """The value of the day, week ... century that `day` is in."""
    year, week, _ = day.isocalendar()
    season_year, season = _season_of(day)
    return {
        "day": day.isoformat(),
        "week": f"{year:04}-W{week:02}",
        "weekend": f"{year:04}-W{week:02}-WE",
        "month": f"{day.year:04}-{day.month:02}",
        "quarter": f"{day.year:04}-Q{(day.month + 2) // 3}",
        "season": f"{season_year:04}-{season}",
        "year": f"{day.year:04}",
        "decade": f"{day.year // 10:03}X",
        "century": f"{day.year // 100:02}XX",
    }[unit]


def _season_of(day: date) -> tuple[int, str]:
    if day.month < 3:
        return day.year - 1, "WI"
    return day.year, next(name for name, first in reversed(SEASONS.items()) if first <= day.month)


def _choose(
    known: dict[str, DayInterval],
    base: DayInterval,
    which: Which,
    cost: Callable[[DayInterval], int],
) -> str:
    around = next((text for text, it in known.items() if it.covers(base)), "")
    if around and which and len(known[around]) > _MONTH:
        # Inside a season, "this" is the one that it is in, and "last" the one before.
        step = {"last": -1, "this": 0, "next": 1}[which]
        names = list(known)
        place = names.index(around) + step
        return names[place] if 0 <= place < len(names) else ""
    if which == "last":
        return max((text for text, it in known.items() if it.after <= base.first), default="")
    if which == "next":
        return min((text for text, it in known.items() if it.first >= base.after), default="")
    if which == "this":
        same = (text for text, it in known.items() if it.first.year == base.first.year)
        return next(same, "")
    return min(known, key=lambda text: cost(known[text]), default="")
