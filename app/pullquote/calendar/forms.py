"""The forms that dates are written in: a pattern each, with what reads it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pullquote.calendar import readings
from pullquote.calendar.anchors import Context, DateReading
from pullquote.calendar.readings import Groups, Reader
from pullquote.calendar.vocabulary import (
    ABOUT,
    COUNT,
    DAY,
    MONTH,
    MONTH_NAME,
    ON_WEEKDAY,
    ORDINAL,
    PART,
    UNIT,
    VAGUE,
    WEEKDAY,
    WEEKDAY_NAME,
    YEAR,
)

DateType = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class Form:
    """`before` must be found just before the words in a text; `after` must not follow them."""

    type: DateType
    pattern: re.Pattern[str]
    read: Reader
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None

    def stands(self, text: str, start: int, end: int) -> bool:
        if self.after and self.after.match(text, end):
            return False
        return not self.before or self.before.search(text[max(0, start - 16) : start]) is not None


class _Groups(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def named_groups(match: re.Match[str]) -> Groups:
    """The words of each named part, "" for those not there; `name_` is another place of `name`."""
    parts = match.groupdict().items()
    return _Groups((name.rstrip("_"), words) for name, words in parts if words is not None)


def read_form(words: str, context: Context) -> tuple[Form, DateReading] | None:
    """What `words` are as a whole; None where they have the form of no date."""
    for form in forms():
        if match := form.pattern.fullmatch(words):
            return form, form.read(named_groups(match), context)
    return None


@cache
def forms() -> tuple[Form, ...]:
    """All forms; of two that start at one place the first holds."""
    return (*_written(), *_combined(), *_relative(), *_other())


@cache
def beginnings() -> re.Pattern[str]:
    """Finds where one of the forms may stand."""
    any_form = "|".join(_unnamed(form.pattern.pattern) for form in forms())
    return re.compile(rf"{_GLUED}(?={_FIRST})(?:{any_form})", re.IGNORECASE)


# A date may be glued to the name before it: "BrandThursday, 5 March 2026".
_GLUED = r"(?:(?<![^\W_])|(?-i:(?<=[a-z])(?=[A-Z][a-z])))"
_START = r"(?<![^\W_])"
_END = r"(?!(?!T[0-2][0-9]:)[^\W_])"

_ISO = (
    r"(?P<year>[12][0-9]{3})[-/.](?P<monthno>0?[1-9]|1[0-2])[-/.](?P<dayno>[12][0-9]|3[01]|0?[1-9])"
)
_FIGURES = (
    r"(?P<one>[0-3]?[0-9])(?P<point>[./])(?P<two>[0-3]?[0-9])"
    r"(?:[./](?P<year>[12][0-9]{3})(?![./][0-9])|(?<=/[0-9]{2})/(?P<year_>[0-9]{2}))"
)
_DAY_MONTH = rf"{ON_WEEKDAY}{DAY}(?:\sof)?\s{MONTH}(?:,?\s(?:of\s)?{YEAR})?"
_MONTH_DAY = rf"{ON_WEEKDAY}{MONTH}\s(?:the\s)?{DAY}(?:,?\s{YEAR})?"
_MONTH_YEAR = rf"{MONTH},?\s(?:of\s)?{YEAR}"
_MONTH = rf"(?:(?P<which>last|this|next)\s)?(?P<month>{MONTH_NAME})"
_DECADE = r"(?P<decade>(?:1[5-9]|20)[0-9]0)['’]?s|['’](?P<decade_>[0-9]0)s"
_CENTURY = rf"(?:the\s)?(?P<ordinal>{ORDINAL})[\s-]century"
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"
_SEASON_YEAR = rf"(?:the\s)?{_SEASON}\s(?:of\s)?{YEAR}"
_SEASON_NEAR = rf"(?:the\s)?(?P<which>last|this|next|following)\s{_SEASON}"
_QUARTER = (
    r"(?:the\s)?(?P<ordinal>first|second|third|fourth|final|last|[1-4](?:st|nd|rd|th))\s"
    r"(?P<unit>quarter|half(?=\sof\s(?:th|[12])))"
    rf"(?:\sof\s(?:{YEAR}|(?P<which>this|the)\syear))?"
    r"|(?P<unit_>q)(?P<ordinal_>[1-4])\s(?P<year_>20[0-9]{2})"
)
_CALENDAR_UNIT = r"(?P<unit>day|weekend|week|month|year|decade|century)"
_NEAR_UNIT = (
    r"(?:(?:the\s)?(?P<which>last|current|coming|upcoming|previous|following|next)\s(?!day\b)"
    rf"|(?P<which_>this|that\ssame|the\ssame|that)\s){_CALENDAR_UNIT}"
)
_WEEKDAY = rf"(?:(?P<which>last|this|next)\s)?{WEEKDAY}(?:\s{PART})?"
_NEAR_DAY = rf"(?P<near>today|tonight|yesterday|tomorrow)(?:\s{PART})?"
_NEAR_PART = rf"(?P<which>this|last)\s{PART}"
_DAY_BESIDE = (
    r"the\sday\s(?P<side>before|after)(?:\s(?P<beside>yesterday|tomorrow)|(?!\s(?:the|an?|his|her|its"
    r"|their|that|he|she|they|it)\b|\s(?-i:[A-Z])))"
    rf"|the\s(?P<side_>previous|next|following)\s(?:day|{PART})"
)
_AWAY = (
    rf"{ABOUT}(?:{COUNT}\s|{VAGUE}\s|(?=\w+s\s)){UNIT}s?"
    r"\s(?P<side>ago|earlier|later|from\snow|before(?=\s*[,.;)]|$))"
)
_PAST = r"(?:the\s)?(?P<past>past|last|next|first|coming|final|previous|following)\s"
_DURATION = (
    rf"(?!an?\ssecond\b){ABOUT}(?:{_PAST})?(?:{COUNT}|{VAGUE})(?:\s(?:more|full|whole|straight|long))?"
    rf"[\s-]{UNIT}s?(?:-long)?|(?:the\s)?(?P<past_>past)\s(?P<unit_>week|month|year|decade|century)"
    r"|(?P<past__>)(?P<unit__>day|week|month|year|decade)-long"
    r"|(?P<unit___>day|week|month|year|decade)s-long"
)
_EVERY = (
    rf"(?:every|each)\s(?:(?P<other>other)\s)?(?:{WEEKDAY}(?:\s{PART})?|(?P<month>{MONTH_NAME})|{UNIT}"
    rf"|(?P<part_>morning|afternoon|evening|night))"
    rf"|(?P<weekday_>{WEEKDAY_NAME})s|(?P<often>daily|weekly|monthly|yearly|annually|hourly|nightly)"
)
_HOLIDAY = (
    r"(?:(?P<which>last|this|next)\s)?(?P<holiday>Christmas(?:\s(?:Eve|Day))?|New\sYear['’]s(?:\s"
    rf"(?:Eve|Day))|Halloween|Valentine['’]s\sDay|Thanksgiving(?:\sDay)?|Easter(?:\sSunday)?)(?:,?\s{YEAR})?"
)
_RECENT = (
    r"(?P<reference>nowadays|now|the\s(?:near\s)?future|at\spresent"
    r"|(?:recent|(?:the\s)?coming)\s(?:days|weeks|months|years))"
)
# Dates only if somebody says so.
_SELECTED = r"(?P<reference>recently|soon|currently|formerly|the\spast|the\spresent)"
_NOWHERE = r"(?!)"
_OF = r"\s(?:of|in)\b"
_HALF = r"\s?(?P<half>[ap]\.m\.|[ap]m)"
_ZONE = r"(?:\s(?:E[DS]T|P[DS]T|C[DS]T|GMT|UTC|CES?T|MSK|BST|local\stime))"
_CLOCK = (
    rf"(?:(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5][0-9]))?{_HALF}{_ZONE}?"
    rf"|(?P<hour_>2[0-3]|[01]?[0-9]):(?P<minute_>[0-5][0-9]){_ZONE}|(?P<noon>midnight|noon|midday))"
)
_PREPOSITION = (
    r"\b(?:in|of|since|by|from|to|until|till|through|throughout|during|for|before|after|and|or"
    r"|between|around|the|late|early|mid|year|fiscal|than|circa|last|this|next|every|as)\s$"
)
# Months that are words or first names too.
_NAMES = r"(?:March|April|May|June|August)"
_COUNTED = (
    r"\s(?:people|men|women|children|troops|soldiers|civilians|workers|homes|houses|miles|feet|meters"
    r"|metres|kilometers|kilometres|km|pounds|tons|tonnes|dollars|euros|percent|per\s?cent|points"
    r"|others|votes|jobs|times|[a-z]+\spounds)\b"
)

# How the first word of any form begins. Nearly all words fail here, ten times as fast.
_FIRST = (
    r"['’][0-9]0s|[0-9]+(?:[-/.:,][0-9]|\s?[a-z]|-[a-z]|\s1/2)|[12][0-9]{3}|a(?:n?\b|nn|t\s|bout|lmost|round|pprox|pr|ug|utumn)|c(?:lose|om|urrent|hristmas)|d(?:ec|ai)"
    r"|e(?:a[cr]|v|as|ig|le)|f(?:eb|ri|all|ew|i|o[ru])|ha(?:lf|llow)|hour|j(?:a|u[ln]|ust)|l(?:a[st]|es)"
    r"|m(?:a[rny]|i[d]|o[nr])|n(?:ear|ew|ex|i|o[vwo])|o(?:ct|n[el]|ver)|p(?:a|r)|q[1-4]|r(?:ec|ough)"
    r"|s(?:at|e[pvc]|ix|ome|oon|pr|u[mn])|t(?:h|ue|o[dmn]|w|en)|up|v|we|win|ye|day|decade"
)


def _written() -> Iterator[Form]:
    """Dates with their day, month or year."""
    yield _form("DATE", _ISO, readings.ordered_figures, start=_GLUED)
    yield _form("DATE", _FIGURES, readings.day_in_figures)
    yield _form("DATE", _DAY_MONTH, readings.month_day, start=_GLUED)
    yield _form("DATE", _MONTH_DAY, readings.month_day, start=_GLUED)


def _combined() -> Iterator[Form]:
    """Forms around another date."""
    days = "|".join((_ISO, _DAY_MONTH, _MONTH_DAY, _WEEKDAY, _NEAR_DAY))
    on_day = rf"(?:,?\s(?:on\s)?(?P<when>{_unnamed(days)}))?"
    yield _form("TIME", _CLOCK + on_day, _clock)
    whole = "|".join((_MONTH_YEAR, YEAR, _DECADE, _CENTURY, _SEASON_YEAR, _NEAR_UNIT, _MONTH))
    mid = rf"(?:early|late|mid)[\s-](?:in\s)?(?P<when>{_unnamed(whole)}|{_unnamed(_WEEKDAY)})"
    early = rf"{mid}|(?:earlier|later)\s(?:in\s)?(?P<when__>{_unnamed(whole)})"
    edge = rf"the\s(?:beginning|start|middle|end)\sof\s(?P<when_>{_unnamed(whole)})"
    yield _form("DATE", rf"(?:the\s)?{early}|{edge}", _inner)
    yield _form("TIME", rf"the\s{PART}\sof\s(?P<when>{_unnamed(days)})", _part_of)
    yield _form("DATE", rf"the\sweek\sof\s(?P<when>{_unnamed(days)})", _week_of)


def _relative() -> Iterator[Form]:
    """Dates that are counted from another."""
    yield _form("DATE", _MONTH_YEAR, readings.month)
    yield _form("DATE", _AWAY, readings.away)
    yield _form("SET", _EVERY, readings.every)
    yield _form("DATE", _DAY_BESIDE, readings.day_beside)
    yield _form("TIME", _NEAR_PART, readings.near_part)
    yield _form("DATE", _NEAR_DAY, readings.near_day)
    yield _form("DATE", _NEAR_UNIT, readings.near_unit)
    yield _form("DATE", r"the\s(?P<unit>weekend)", readings.weekend)
    yield _form("DATE", _WEEKDAY, readings.weekday)


def _other() -> Iterator[Form]:
    yield _form("DATE", _QUARTER, readings.part_of_year)
    yield _form("DATE", _SEASON_YEAR, readings.season)
    yield _form("DATE", _SEASON_NEAR, readings.season)
    yield _form("DATE", rf"(?:the\s)?{_SEASON}", readings.season, before=r"\bin\s$", after=_OF)
    yield _form("DATE", rf"the\s{_SEASON}", readings.season, after=_OF)
    yield _form("DATE", _DECADE, readings.decade)
    yield _form("DATE", _CENTURY, readings.century)
    yield _form("DATE", _HOLIDAY, readings.holiday)
    yield _form("DURATION", _DURATION, readings.duration, after=r"(?:-|\s)olds?\b")
    yield _form("DATE", _MONTH.replace(MONTH_NAME, _NAMES), readings.month, before=_PREPOSITION)
    yield _form("DATE", rf"(?!{_NAMES}){_MONTH}", readings.month)
    yield _form("DATE", YEAR, readings.year, before=_PREPOSITION, after=_COUNTED)
    recent = YEAR.replace("1[0-9]|20|21", "1[89]|20")
    yield _form("DATE", recent, readings.year, before=r"(?:^|[\s(–—/-])$", after=_COUNTED)
    yield _form("DATE", _RECENT, readings.reference)
    yield _form("DATE", r"(?P<reference>present)", readings.reference, before=r"[0-9]\s?[-–]$")
    yield _form("DATE", rf"(?:the\s)?{DAY}\sof\sth(?:at|e\ssame)\smonth", readings.day_of_month)
    yield _form("DATE", rf"(?:the\s)?{DAY}", readings.day_of_month, before=_NOWHERE)
    yield _form("DATE", _SELECTED, readings.reference, before=_NOWHERE)


def _form(
    type_: DateType, pattern: str, reader: Reader, *, start: str = _START, before: str = "",
    after: str = "",
) -> Form:  # fmt: skip
    return Form(
        type_,
        re.compile(rf"{start}(?:{pattern}){_END}", re.IGNORECASE),
        reader,
        re.compile(before, re.IGNORECASE) if before else None,
        re.compile(after, re.IGNORECASE) if after else None,
    )


def _unnamed(pattern: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


def _inner(parts: Groups, context: Context) -> DateReading:
    found = read_form(parts["when"], context)
    return found[1] if found else DateReading("")


def _clock(parts: Groups, context: Context) -> DateReading:
    day = _inner(parts, context) if parts["when"] else context.narrative.counted(0, "day")
    return readings.time_of_day(parts, day)


def _part_of(parts: Groups, context: Context) -> DateReading:
    return readings.with_part(_inner(parts, context), parts["part"])


def _week_of(parts: Groups, context: Context) -> DateReading:
    return readings.week_of(_inner(parts, context))
