"""The dates of a text, and what each stands for where it stands."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pullquote.calendar.expressions import Expression, find_expressions, resolve
from pullquote.calendar.tense import tense_of
from pullquote.calendar.values import days
from pullquote.calendar.vocabulary import MONTH
from pullquote.suggest.speakers import Said
from pullquote.text.spans import Span


class FoundDate(NamedTuple):
    """`attributes` are those of the layer; `rule` is what its value was counted from."""

    span: Span
    attributes: Mapping[str, str]
    rule: str


def read_date(
    text: str,
    span: Span,
    words: str,
    published: str | None,
    previous: str | None,
    *,
    history: bool = False,
    quarter: str | None = None,
) -> dict[str, str]:
    """Type, value, anchor and by what it is fixed, as the sentence around `span` reads.

    `words` are what to resolve; `published` is the day of publication and `previous` the value of
    the last date before, None where they are not known; `history` is `tells_history` of the text,
    and `quarter` that told of just before.
    """
    tense = tense_of(text, span)
    found = resolve(
        words, published, tense=tense, previous=previous, history=history, quarter=quarter
    )
    return {
        "type": found.type,
        "value": found.value,
        "fixed": "words" if found.anchor == "none" else "anchor",
        "anchor": found.anchor,
    }


def dates_of(text: str, published: str | None, quotes: Sequence[Said] = ()) -> list[FoundDate]:
    """All dates of `text`, in order.

    Each counts from the publication, or from the last date before it where the text tells of
    another time; in `quotes`, which are in order, today and tomorrow count from the day of
    speaking where the report names it. Takes linear time.
    """
    expressions = find_expressions(text)
    told = _ToldTime(text, expressions, published)
    spoken = _DaysOfSpeaking(text, expressions, published, quotes)
    found = []
    for it in expressions:
        attributes = read_date(
            text,
            it.span,
            it.words,
            spoken.day_at(it) or published,
            told.before(it),
            history=told.history,
            quarter=told.quarter(it),
        )
        told.go_on(it, attributes)
        found.append(FoundDate(it.span, attributes, attributes["anchor"]))
    return found


class _ToldTime:
    """Where in time a text has come to, date by date; `history` is `tells_history` of it."""

    def __init__(self, text: str, dates: Sequence[Expression], published: str | None) -> None:
        self.history = tells_history(text, dates, published)
        self._own = _own_time(dates) if self.history else None
        self._text = text
        self._value: str | None = None
        self._in_passing: str | None = None
        self._seen = 0
        self._is_parted = False
        self._quarter, self._quarter_end = "", 0

    def quarter(self, it: Expression) -> str:
        """The quarter that "a year earlier" is compared with; "" where none is near."""
        return self._quarter if it.span.start - self._quarter_end < _QUARTER_REACH else ""

    def before(self, it: Expression) -> str | None:
        """The value that `it` may be counted from."""
        self._is_parted = self._is_parted or "\n" in self._text[self._seen : it.span.start]
        self._seen = it.span.end
        # Another paragraph of a report is back in the time of the report.
        back = self._is_parted and not self.history and _YEARLESS.match(it.words)
        return None if back else self._value or self._in_passing

    def go_on(self, it: Expression, attributes: Mapping[str, str]) -> None:
        """Follow the text to `it`, unless that is named in passing."""
        value = attributes["value"]
        if "-Q" in value and attributes["anchor"] != "date":
            self._quarter, self._quarter_end = value, it.span.end
        of_report = attributes["anchor"] == "publication"
        if self.history and (of_report or not _is_in(value, self._own)):
            # Before the story has begun, all that there is to count from.
            self._in_passing = None if of_report else value
            return
        looks_back = attributes["anchor"] == "date" and _BACK.search(it.words)
        if looks_back or self._is_in_passing(it.span):
            return
        if _moves(value, self._value):
            self._value, self._is_parted = value, False

    def _is_in_passing(self, span: Span) -> bool:
        """Whether a date says which thing is meant: "the Dec. 21, 1988, bombing of a plane"."""
        before = self._text[max(0, span.start - _NEAR) : span.start]
        return bool(_OWNER.search(before) and _NOUN.match(self._text, span.end))


# A story stays where it is when it looks back.
_BACK = re.compile(r"\b(?:previous|earlier|before)\b", re.IGNORECASE)
_NEAR = 12
_OWNER = re.compile(r"(?:\b(?:the|a|an|its|his|her|their|our|this|that)|['’]s?)\s\Z", re.IGNORECASE)
_NOUN = re.compile(
    r",?\s(?!(?:in|on|at|of|to|for|from|by|with|and|or|but|as|when|where|while|who|which|that|the|an?"
    r"|was|were|is|are|has|had|have|will|would|until|till|through|before|after|since|he|she|they|it"
    r"|its|his|her|their|during|under|over|into)\b)[a-z]"
)
_YEARLESS = re.compile(rf"(?:late\s|early\s|mid-)?(?:[0-9]{{1,2}}\s)?{MONTH}", re.IGNORECASE)
# In code points: how far a quarter is what "a year earlier" is compared with.
_QUARTER_REACH = 400
# A text of history has so many years at least, so far before its publication, and one in so many
# code points: an article that looks back once has not.
_NEAR_YEARS = 10
_PER_DAY = 3
_OF_REPORTS = re.compile(
    r"\b(?:today|tonight|yesterday|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:this|last)\s)",
    re.IGNORECASE,
)
_YEARS, _BEFORE, _SHARE, _PER_YEAR = 6, 3, 0.8, 4000


def tells_history(text: str, dates: Sequence[Expression], published: str | None) -> bool:
    """Whether a text tells of years long before its publication, so that its dates without a year
    are of the year that it has come to.
    """
    years = [int(match[0]) for it in dates if (match := _WRITTEN_YEAR.search(it.words))]
    interval = days(published) if published else None
    if len(years) < max(_YEARS, len(text) / _PER_YEAR):
        return False
    # A report of the day has its weekdays and its yesterday.
    if _PER_DAY * sum(_OF_REPORTS.search(it.words) is not None for it in dates) >= len(years):
        return False
    if interval is None:
        return True
    past = [year for year in years if year <= interval.first.year - _BEFORE]
    return len(past) >= _YEARS and len(past) >= _SHARE * len(years)


_WRITTEN_YEAR = re.compile(r"(?<![0-9])(?:1[0-9]|20)[0-9]{2}(?![0-9]|s)")


def _own_time(dates: Sequence[Expression]) -> tuple[int, int] | None:
    """The years that a text of history tells of: those of its middle half, and as many beside them.

    Others are named in passing ("not since 1614"), and the text does not stay there.
    """
    years = sorted(int(match[0]) for it in dates if (match := _WRITTEN_YEAR.search(it.words)))
    if not years:
        return None
    first, last = years[len(years) // 4], years[-1 - len(years) // 4]
    wide = max(last - first, _NEAR_YEARS)
    return first - wide, last + wide


def _is_in(value: str, years: tuple[int, int] | None) -> bool:
    known = days(value)
    return years is None or known is None or years[0] <= known.first.year <= years[1]


def _moves(value: str, told: str | None) -> bool:
    """Whether a text that came to `told` is at `value` now; a year holds the days in it."""
    here = days(value)
    if here is None or len(here) > _LONGEST:
        return False
    before = days(told) if told else None
    return before is None or not here.covers(before)


# In days: longer stretches are no place to count from.
_LONGEST = 366


class _DaysOfSpeaking:
    """The day on which a quotation was said, where its report names one."""

    def __init__(
        self,
        text: str,
        dates: Sequence[Expression],
        published: str | None,
        quotes: Sequence[Said],
    ) -> None:
        self._quotes = [one for one in quotes if one.cue]
        self._starts = [one.quotation.start for one in self._quotes]
        self._text, self._dates, self._published = text, dates, published
        self._date_starts = [it.span.start for it in dates]

    def day_at(self, it: Expression) -> str | None:
        """For a date that counts from today, inside a quotation; None elsewhere."""
        if not _FROM_TODAY.match(it.words):
            return None
        place = bisect_right(self._starts, it.span.start) - 1
        if place < 0 or not self._quotes[place].quotation.covers(it.span):
            return None
        cue = self._quotes[place].cue
        return self._day_behind(cue) if cue else None

    def _day_behind(self, cue: Span) -> str | None:
        """The day named in the words right behind a verb that reports."""
        place = bisect_right(self._date_starts, cue.end)
        if place >= len(self._dates):
            return None
        said_on = self._dates[place]
        between = self._text[cue.end : said_on.span.start]
        if len(between) > _REPORT_REACH or re.search(r"[.!?;:\"“”\n]", between):
            return None
        value = read_date(self._text, said_on.span, said_on.words, self._published, None)["value"]
        day = days(value)
        return day.first.isoformat() if day and len(day) == 1 else None


_FROM_TODAY = re.compile(r"(?:today|tonight|yesterday|tomorrow|this\s\w+)\b", re.IGNORECASE)
# In code points: how far behind a reporting verb its day stands.
_REPORT_REACH = 50
