"""The forms that dates are written in: a pattern each, with what reads it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from pullquote.calendar import meanings
from pullquote.calendar.meanings import Groups, Reader
from pullquote.calendar.relative_dates import Context, DateReading
from pullquote.calendar.vocabulary import (
    ABOUT,
    COUNT,
    DAY,
    MONTH,
    MONTH_NAME,
    NEAR_YEAR,
    NOT_DAYS,
    NUMBERED,
    ON_WEEKDAY,
    ORDINAL,
    PART,
    SHORT_YEAR,
    UNIT,
    VAGUE,
    WEEKDAY,
    WEEKDAY_NAME,
    YEAR,
)

DateType = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class Form:
    """`before` must be found just before the words in a text, and `unless` must not; `after` must
    not follow them. `told` is what to read in their place, where alone they are another date.
    """

    type: DateType
    pattern: re.Pattern[str]
    read: Reader
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    told: str = ""

    def stands(self, text: str, start: int, end: int) -> bool:
        """Whether what its pattern matches in `text` is a date there."""
        if self.after and self.after.match(text, end):
            return False
        near = text[max(0, start - _NEAR) : start]
        if self.unless and self.unless.search(near):
            return False
        return not self.before or self.before.search(near) is not None


# In code points: how far back the words before a date are looked at.
_NEAR = 24


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
        if not form.told and (match := form.pattern.fullmatch(words)):
            return form, form.read(named_groups(match), context)
    return None


@cache
def forms() -> tuple[Form, ...]:
    """All forms; of two that start at one place the first holds."""
    return (*_written(), *_combined(), *_parts_of_year(), *_relative(), *_years(), *_other())


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
_OF_YEAR = rf"(?:,?\s(?:of\s)?{YEAR}|\s{SHORT_YEAR}|{NEAR_YEAR})?"
_DAY_MONTH = rf"{ON_WEEKDAY}{DAY}(?:\sof)?\s{MONTH}{_OF_YEAR}"
_MONTH_DAY = rf"{ON_WEEKDAY}{MONTH}\s(?:the\s)?{DAY}{_OF_YEAR}"
_DASHED = (
    rf"{DAY}-{MONTH}-{YEAR}"
    r"|(?P<one>[0-3]?[0-9])-(?P<two>0?[1-9]|1[0-2])(?P<point>-)(?P<year_>[12][0-9]{3})"
)
_ORDINAL_DAY = rf"(?:the\s)?(?P<ordinal>(?!1?[0-9](?:st|nd|rd|th)){ORDINAL})\sof\s{MONTH}{_OF_YEAR}"
_NTH_WEEKDAY = (
    rf"(?:the\s)?(?P<ordinal>first|second|third|fourth|last)\s{WEEKDAY}"
    rf"\s(?:in|of)\s{MONTH}{_OF_YEAR}"
)
_MONTH_YEAR = rf"{MONTH}(?:,?\s(?:of\s)?{YEAR}|{NEAR_YEAR})"
_MONTH = rf"(?:(?P<which>last|this|next)\s)?(?P<month>{MONTH_NAME})"
_DECADE = r"(?P<decade>(?:1[5-9]|20)[0-9]0)['’]?s|['’](?P<decade_>[0-9]0)s"
_TENS = (
    r"the\s(?:(?:early|late|mid)[\s-])?"
    r"(?P<tens>(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)ies)"
)
_CENTURY = rf"(?:the\s)?(?P<ordinal>{ORDINAL})[\s-]century"
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"
_SEASON_YEAR = rf"(?:the\s)?{_SEASON}\s(?:of\s)?{YEAR}(?:[-–/][0-9]{{2}}(?![0-9]))?"
_SEASON_NEAR = rf"(?:the\s)?(?P<which>last|this|next|following)\s{_SEASON}"
# What a company reports of a half; of a match it is another half.
_ACCOUNTS = (
    r"(?:net|pretax|pre-tax|operating|profits?|loss(?:es)?|earnings|sales|revenues?|results|income|output"
    r"|growth|exports|imports)\b"
)
_OF_ACCOUNTS = (
    r"(?:(?=\sof\s(?:th(?:is|at|e)\s(?:\w+\s)?(?:year|season|decade|century)|last|fiscal|[12]))"
    rf"|(?<=-half)(?=\s{_ACCOUNTS}))"
)
_QUARTER = (
    r"(?:the\s)?(?:fiscal\s|fiscal-)?(?P<ordinal>first|second|third|fourth|final|last(?=\s\w+\sof)|[1-4](?:st|nd|rd|th))"
    rf"[\s-](?P<unit>quarter|half{_OF_ACCOUNTS})"
    rf"(?:(?:,|,?\sof)?\s(?:{YEAR}|(?P<which>this|the|last|next)\syear))?"
    r"|(?-i:(?P<unit_>[QH])(?P<ordinal_>[1-4]))(?:[\s,]+(?P<year_>20[0-9]{2}))?"
    r"|(?:the\s)?(?P<year__>(?:19|20)[0-9]{2})(?:['’]s)?\s(?:(?P<ordinal___>first|second|third|fourth|final)[\s-]"
    r"(?P<unit___>quarter|half)|(?-i:(?P<unit____>[QH])(?P<ordinal____>[1-4])))"
    r"|(?-i:(?P<ordinal_____>[1-4])(?P<unit_____>[QH]))(?:[\s,]+(?P<year___>20[0-9]{2}))?"
    r"|(?P<which_>last|this|next)\syear['’]s\s(?P<ordinal__>first|second|third|fourth|final)\s"
    r"(?P<unit__>quarter|half)"
)
_PART_NAMED = (
    r"(?:the\s)?(?:fiscal\s)?(?:(?P<ordinal>first|second|third|fourth)[\s-])?(?P<unit>quarter|half)"
)
_YEAR_AGO = (
    r"(?:the\s)?(?P<ago>year-(?:ago|earlier|before))\s(?:period|quarter)"
    r"|the\s(?:same|like|comparable|corresponding)\s(?:period|quarter)\s(?P<ago_>last\syear|a\syear\s(?:ago|earlier))"
    rf"|the\s{YEAR}\s(?:period|quarter)"
)
_CALENDAR_UNIT = r"(?P<unit>day|weekend|week|month|quarter|year|decade|century)"
_NEAR_UNIT = (
    r"(?:(?:(?P<article>the)\s)?(?P<which>last|latest|current|coming|upcoming|previous|prior|preceding|following|next)\s(?!day\b)"
    rf"|(?P<which_>this|that\ssame|the\ssame|that)\s){_CALENDAR_UNIT}"
)
_WEEKDAY = (
    r"(?:(?:the\s)?(?P<which>following|previous)\s|(?P<which_>last|this|next)\s)?"
    rf"{WEEKDAY}(?:\s{PART})?"
)
_WEEKDAYS_AGO = rf"{COUNT}\s(?P<weekday>{WEEKDAY_NAME})s\sago"
# With a capital in a sentence it is a name: Harbour Today.
_NEAR_DAY = rf"(?!(?<=[a-z]\s)(?-i:T)oday\b)(?P<near>today|tonight|yesterday|tomorrow)(?:\s{PART})?"
_NEAR_PART = rf"(?P<which>this|last)\s{PART}"
_DAY_BESIDE = (
    r"the\sday\s(?P<side>before|after)(?=$|[,.;:)\n”\"]"
    r"|\s(?:in|at|on|with|to|by|for|from|and|but|when|as|was|had)\b)"
    rf"|the\s(?P<side_>previous|next|following)\s(?:day|{PART})"
)
_AWAY = (
    rf"{ABOUT}(?:{COUNT}(?P<and_half_>\sand\sa\shalf)?\s|{VAGUE}\s|(?=\w+s\s)){UNIT}s?(?P<and_half>\sand\sa\shalf)?"
    r"\s(?P<side>ago|earlier|later|from\snow|before(?=\s*[,.;)]|$))"
)
# Days are the finest that is counted from: of hours it is told how many.
_CLOCK_AWAY = _AWAY.replace(UNIT, r"(?P<unit>second|minute|hour)")
_FROM_DAY = rf"{COUNT}\s(?P<unit>day|week)s?\sfrom\s"
_IN_UNITS = rf"in\s{COUNT}\s{UNIT}s?(?:['’]\stime)?"
# "In three weeks" is a day only behind a verb that looks ahead; else it is how long something took.
_AHEAD = (
    r"\b(?:comes?|goes|begins?|starts?|ends?|opens?|closes?|leaves?|expires?|arrives?|returns?"
    r"|retires?|due|expected|planned|scheduled|will\s\w+|will\sbe\s\w+|(?:is|are)\s\w+ing)\s$"
)
_PAST = r"(?:the\s)?(?P<past>past|last|next|first|coming|final|previous|following)\s"
# The six months, but "the" of the 30-day deadline is the deadline's.
_THE = r"the\s(?=(?-i:[0-9a-z-]+\s[a-z]+s\b))"
_HALVES = r"(?P<and_half>\sand\sa\shalf)"
# "A day" behind all its hours: that is always, and no length.
_ALL_OF_IT = r"\b(?:24|twenty-four)\shours\s$|\b(?:7|seven|365|366)\sdays\s$"
_DURATION = (
    rf"(?!an?\ssecond\b|[a-z]+[\s-]quarters?\sof\b){ABOUT}(?:{_PAST}|{_THE})?(?:{COUNT}{_HALVES}?|{VAGUE})(?:\s(?:more|full|whole|straight|long))?"
    rf"[\s-]{UNIT}s?(?:-long)?{_HALVES.replace('half>', 'half_>')}?"
    rf"|(?:the\s)?(?P<past_>past)\s(?P<unit_>week|month|year|decade|century)"
    r"|(?P<past__>)(?P<unit__>day|week|month|year|decade)-long"
    r"|(?P<unit___>day|week|month|year|decade)s-long"
)
# As long as one of them, and up to the day or from it: over the last year.
_UP_TO = r"the\slast\s(?P<unit>week|month|year|decade)"
_FROM_HERE = r"the\s(?:next|coming)\s(?P<unit>week|month|year|decade)"
_NUMBER_OF = re.sub(r"\(\?P<\w+>", "(?:", COUNT)
_EVERY = (
    rf"(?:every|each)\s{COUNT}\s{UNIT.replace('unit>', 'unit_>')}s"
    rf"|(?:once|twice|(?:{_NUMBER_OF})\stimes)\s(?:an?|every|each|per)"
    rf"\s{UNIT.replace('unit>', 'unit__>')}"
    rf"|(?:every|each)\s(?:(?P<other>other)\s)?(?:{WEEKDAY}(?:\s{PART})?|(?P<month>{MONTH_NAME})|{UNIT}"
    rf"|(?P<part_>morning|afternoon|evening|night))"
    rf"|(?P<weekday_>{WEEKDAY_NAME})s|(?P<often>daily|weekly|monthly|quarterly|yearly|annually|hourly|nightly)"
)
_HOLIDAY = (
    r"(?:(?P<which>last|this|next)\s)?(?P<holiday>Christmas(?:\s(?:Eve|Day))?|New\sYear['’]s(?:\s"
    r"(?:Eve|Day))|Halloween|Valentine['’]s\sDay|Thanksgiving(?:\sDay)?|Easter(?:\sSunday)?"
    r"|Good\sFriday|Boxing\sDay|(?:Columbus|Election|Labor|Memorial|Veterans)\sDay)"
    rf"(?P<week>\sweek\b)?(?:,?\s{YEAR})?"
)
_ERA = (
    r"(?P<count>[0-9]{1,4})[^\S\n]?(?P<era>B\.?C\.?(?:E\.?)?)"
    r"|(?P<era_>(?-i:A\.?D\.?))[^\S\n](?P<count_>[0-9]{1,4})"
)
_YEARS = r"(?P<year>(?:1[0-9]|20)[0-9]{2})[-–/](?P<short>[0-9]{2})(?![0-9-])"
_NO_SEASON = (
    r"(?!\s(?:season|school|academic|budget|fiscal|financial|campaign|league|term|session|title)\b)"
)
_FISCAL = rf"fiscal\s(?:year\s)?{YEAR}"
_YEAR_END = (
    r"the\s(?:beginning|start|middle|end)\sof\sthe\s(?P<unit>week|month|quarter|year|decade|century)"
    r"|(?:the\s)?(?P<unit_>year|month)(?:-|['’]s\s)end"
)
_RECENT = (
    # "Now, I would not say" joins sentences.
    r"(?P<reference>nowadays|(?!(?-i:N)ow,)now|the\s(?:near\s)?future|at\spresent"
    r"|(?:recent|(?:the\s)?coming)\s(?:days|weeks|months|years))"
)
# The current rate, its current rate; but the current was strong is water.
_BEFORE_ADJECTIVE = (
    r"(?:\b(?:the|a|its|their|his|her|our|your|my|this|and|or|under|at|of)|['’]s?)\s$"
)
_NOT_BEFORE_NOUN = (
    r"(?!\s\w)|\s(?:was|is|were|are|has|had|of|in|on|at|from|to|that|which|and|or|with|by|can|will|would|through"
    r"|\w+s\b(?=\s(?:the|through|past|along|away|down|over)\b))\b"
)
# Dates only if somebody says so.
_SELECTED = r"(?P<reference>recently|soon|currently|formerly|the\spast|the\spresent)"
_NOWHERE = r"(?!)"
_HALF = r"\s?(?P<half>[ap]\.m\.|[ap]m)"
_ZONE = (
    r"(?:\s(?:(?-i:[ECMP][DS]?T|GMT|UTC|CES?T|EES?T|WES?T|MSK|BST|IST|JST|AE[DS]T)|local\stime)\b)"
)
# What makes a clock of 24 hours of two figures and two: the day behind it.
_DAY_FOLLOWS = (
    r"(?=,?\s(?:on\s)?(?:[0-3]?[0-9]\s)?(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul"
    r"|aug|sep|oct|nov|dec))"
)
_CLOCK = (
    rf"(?:(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5][0-9]))?{_HALF}{_ZONE}?"
    rf"|(?P<hour_>2[0-3]|[01]?[0-9]):(?P<minute_>[0-5][0-9])(?:{_ZONE}|{_DAY_FOLLOWS})"
    rf"|(?P<hour__>2[0-3]|[01][0-9])(?P<minute__>[0-5][0-9])(?:{_ZONE}|\s?hours\b)"
    r"|(?P<noon>midnight|noon|midday))"
)
# In brackets behind a clock the same moment is told for another zone: 10:35 a.m. (0735 GMT).
_RESTATED = (
    r"(?:[0-9][:.][0-5][0-9]|[ap]\.?m\.?|o['’]clock|\bnoon|\bmidnight)"
    r"(?:\slocal\stime|\s[a-z]{3,4})?\s\($"
)
_CLOCK_AT = (
    r"(?P<hour>1[0-2]|[1-9])(?:[:.](?P<minute>[0-5][0-9]))?(?:\so['’]clock)?"
    r"\s(?:in\sthe\s(?P<part>morning|afternoon|evening)|at\s(?P<part_>night))"
)
_AT = r"\b(?:at|by|from|to|until|till|after|before|around|about)\s$"
_PREPOSITION = (
    r"\b(?:in|since|by|from|to|until|till|through|throughout|during|for|before|after|and|or"
    r"|between|around|the|late|early|mid|year|than|circa|last|this|next|every|as)\s$"
)
# Months that are words or first names too.
_NAMES = r"(?:March|April|May|June|August)"
_COUNTED = (
    r"\s(?:people|men|women|children|troops|soldiers|civilians|workers|homes|houses|miles|feet|meters"
    r"|metres|kilometers|kilometres|km|pounds|tons|tonnes|dollars|euros|percent|per\s?cent|points"
    r"|shares|units|copies|employees|members|patients|students|voters|passengers|cars|vehicles|barrels"
    r"|acres|hectares|others|votes|jobs|times|GMT|hours|[a-z]+\spounds)\b"
)
_OF = r"\s(?:of|in)\b"
_OVER = r"\b(?:for|over|within|throughout)\s$"
_OF_TIME = r"\b(?:in|of|since|from|by|until|during|throughout|through)\s$"
# A noun behind a season has it for its kind: spring water.
_NOUN = (
    r"\s(?:of|in)\b|\s(?!(?:and|or|but|when|as|after|before|with|while|to|by|at|on|until|since|for"
    r"|the|that|this|his|her|their|its|is|was|were|has|had|will|would|an?|he|she|they|it|from)\b)[a-z]"
)
_PLURAL = r"\s[a-z]+s\b"
_NUMBERED = rf"\b{NUMBERED}\s$"
_NAMED_DAY = r"\b(?:Black|Bloody|Cyber|Super|Ruby|Sheffield)\s$"
_RANGE = r"[(–—-]\s?$"

# How the first word of any form begins. Nearly all words fail here, ten times as fast.
_FIRST = (
    r"['’][0-9]0s|[0-9]+(?:[-/.:,][0-9]|\s?[a-z]|-[a-z]|\s1/2)|[12][0-9]{3}"
    r"|a(?:n?\b|nnu|\.?d|t\s|pr|ug|utumn)|c(?:om|ol|urrent|hristmas)|d(?:ec|ai|ay)"
    r"|boxing|good|memorial|veterans|e(?:a[cr]|v|as|ig|le)|f(?:eb|ri|all|ew|i|o[ru]|uture)|h(?:[12]\b|alf|allow|our)|in\s|j(?:a|u[ln])"
    r"|l(?:a[bst]|es)|m(?:a[rny]|i[d]|o[nr])|n(?:ew|ex|i|o[vwo])|o(?:ct|n[el]|ver)|p(?:a|r)|q(?:[1-4]|uarterly)"
    r"|rec|s(?:at|e[pvc]|ix|ome|oon|pr|u[mn])|t(?:h|ue|o[dmn]|w|en)|up|v|we|win|ye"
)


def _written() -> Iterator[Form]:
    """Dates with their day, month or year."""
    yield _form("DATE", _ISO, meanings.ordered_figures, start=_GLUED)
    yield _form("DATE", _FIGURES, meanings.day_in_figures, unless=_NUMBERED)
    yield _form("DATE", _DAY_MONTH, meanings.month_day, start=_GLUED)
    yield _form("DATE", _MONTH_DAY, meanings.month_day, start=_GLUED)
    yield _form("DATE", _DASHED, meanings.dashed_day)
    yield _form("DATE", _ORDINAL_DAY, meanings.month_day)
    yield _form("DATE", _NTH_WEEKDAY, meanings.nth_weekday)


def _combined() -> Iterator[Form]:
    """Forms around another date."""
    days = "|".join((_ISO, _DAY_MONTH, _MONTH_DAY, _WEEKDAY, _NEAR_DAY))
    on_day = rf"(?:,?\s(?:on\s)?(?P<when>{_unnamed(days)}))?"
    yield _form("TIME", _CLOCK + on_day, _clock, unless=rf"\bhigh\s$|{_RESTATED}")
    yield _form("TIME", _CLOCK_AT + on_day, _clock, before=_AT)
    whole = "|".join((_MONTH_YEAR, YEAR, _DECADE, _CENTURY, _SEASON_YEAR, _NEAR_UNIT, _MONTH))
    mid = (
        r"(?:early|late|mid)[\s-](?:in\s(?:the\s)?)?"
        rf"(?P<when>{_unnamed(whole)}|{_unnamed(_WEEKDAY)})"
    )
    early = rf"{mid}|(?:earlier|later)\s(?:in\s)?(?P<when__>{_unnamed(whole)})"
    edge = rf"the\s(?:beginning|start|middle|end)\sof\s(?P<when_>{_unnamed(whole)})"
    yield _form("DATE", rf"(?:the\s)?{early}|{edge}", _inner)
    yield _form("TIME", rf"the\s{PART}\sof\s(?P<when>{_unnamed(days)})", _part_of)
    beside = rf"the\sday\s(?P<side>before|after)\s(?P<when>{_unnamed(days)})"
    yield _form("DATE", beside, _beside)
    months = rf"(?P<when>{_unnamed(_MONTH_YEAR)}|{_unnamed(_MONTH)})"
    ended = rf"{_PART_NAMED}\sended\s(?P<when>{_unnamed(days)})"
    yield _form("DATE", ended, _ended, before=_NOWHERE)
    yield _form("DATE", rf"{_FROM_DAY}(?P<when>{_unnamed(days)})", _from_day, unless=r"\bfor\s$")
    edge_week = rf"the\s(?P<ordinal>first|last)\sweek\s(?:of|in)\s{months}"
    yield _form("DATE", edge_week, _edge_week)
    yield _form("DATE", rf"the\sweek\sof\s(?P<when>{_unnamed(days)})", _week_of)


def _relative() -> Iterator[Form]:
    """Dates that are counted from another."""
    yield _form("DATE", _MONTH_YEAR, meanings.month)
    yield _form("DATE", _YEAR_AGO, meanings.year_ago)
    yield _form("DATE", _WEEKDAYS_AGO, meanings.weekdays_ago)
    yield _form("DURATION", _CLOCK_AWAY, meanings.duration)
    yield _form("DATE", _AWAY, meanings.away)
    yield _form("DATE", _IN_UNITS, meanings.in_units, before=_AHEAD)
    yield _form("SET", _EVERY, meanings.every)
    past = r"the past \g<unit>"
    yield _form(
        "DURATION",
        _UP_TO,
        meanings.duration,
        before=rf"{_OVER}|\b(?:in|during)\s$",
        after=_OF,
        told=past,
    )
    yield _form("DURATION", _FROM_HERE, meanings.duration, before=_OVER, after=_OF, told=past)
    yield _form("DATE", _DAY_BESIDE, meanings.day_beside_told)
    yield _form("TIME", _NEAR_PART, meanings.near_part)
    yield _form("DATE", _NEAR_DAY, meanings.near_day)
    yield _form("DATE", _NEAR_UNIT, meanings.near_unit)
    yield _form("DATE", r"the\s(?P<unit>weekend)", meanings.weekend)
    yield _form("DATE", _WEEKDAY, meanings.weekday, unless=_NAMED_DAY)


def _parts_of_year() -> Iterator[Form]:
    yield _form("DATE", _QUARTER, meanings.part_of_year, after=r"-|\s(?:finals?|century)\b")
    whole = _QUARTER.replace(_OF_ACCOUNTS, "")
    yield _form("DATE", whole, meanings.part_of_year, before=_NOWHERE)
    yield _form("DATE", r"the\s(?P<unit>quarter)", meanings.quarter, after=r"-|\s(?:of|final|mile)")
    yield _form("DATE", _SEASON_YEAR, meanings.season)
    yield _form("DATE", _SEASON_NEAR, meanings.season)
    yield _form("DATE", rf"(?:the\s)?{_SEASON}", meanings.season, before=r"\bin\s$", after=_NOUN)
    yield _form("DATE", rf"the\s{_SEASON}", meanings.season, after=_NOUN)
    yield _form("DATE", _HOLIDAY, meanings.holiday)


def _years() -> Iterator[Form]:
    yield _form("DATE", _DECADE, meanings.decade)
    yield _form("DATE", _CENTURY, meanings.century)
    yield _form("DATE", _TENS, meanings.tens, before=_OF_TIME)
    yield _form("DATE", _ERA, meanings.era)
    yield _form("DATE", _YEARS, meanings.two_years, after=_NO_SEASON)
    yield _form("DATE", _FISCAL, meanings.fiscal)
    yield _form("DATE", _YEAR_END, meanings.near_unit)
    yield _form("DATE", YEAR, meanings.year, before=_PREPOSITION, after=_COUNTED)
    yield _form("DATE", YEAR, meanings.year, before=r"\bof\s$", after=_PLURAL)
    yield _form("DATE", YEAR, meanings.year, before=_RANGE, after=_COUNTED)
    recent = YEAR.replace("1[0-9]|20|21", "1[89]|20")
    alone = r"(?:^|[\s/])(?<!\bof\s)$"
    yield _form("DATE", recent, meanings.year, before=alone, after=_COUNTED, unless=_NUMBERED)


def _other() -> Iterator[Form]:
    old = r"(?:-|\s)olds?\b"
    yield _form("DURATION", _DURATION, meanings.duration, after=old, unless=_ALL_OF_IT)
    yield _form("DURATION", rf"{UNIT}s", meanings.duration, before=r"\b(?:for|in)\s$", after=_OF)
    ended = r"the\syear(?=\s(?:end(?:ed|ing)|to)\s(?-i:[A-Z0-9]))"
    yield _form("DURATION", ended, meanings.duration, told="one year")
    yield _form("DATE", _MONTH.replace(MONTH_NAME, _NAMES), meanings.month, before=_PREPOSITION)
    yield _form("DATE", rf"(?!{_NAMES}){_MONTH}", meanings.month)
    yield _form("DATE", _RECENT, meanings.reference)
    yield _form("DATE", r"(?P<reference>future)", meanings.reference, unless=r"\ba\s$")
    current = r"(?P<reference>current)"
    yield _form(
        "DATE", current, meanings.reference, before=_BEFORE_ADJECTIVE, after=_NOT_BEFORE_NOUN
    )
    yield _form("DATE", r"(?P<reference>present)", meanings.reference, before=r"[0-9]\s?[-–]$")
    yield _form("DATE", rf"(?:the\s)?{DAY}\sof\sth(?:at|e\ssame)\smonth", meanings.day_of_month)
    yield _form("DATE", rf"(?:the\s)?{DAY}", meanings.day_of_month, before=_NOWHERE)
    yield _form("DATE", _SELECTED, meanings.reference, before=_NOWHERE)


def _form(
    type_: DateType, pattern: str, reader: Reader, *, start: str = _START, before: str = "",
    after: str = "", unless: str = "", told: str = "",
) -> Form:  # fmt: skip
    def compiled(piece: str) -> re.Pattern[str] | None:
        return re.compile(piece, re.IGNORECASE) if piece else None

    whole = re.compile(rf"{start}(?!(?-i:{NOT_DAYS}))(?:{pattern}){_END}", re.IGNORECASE)
    return Form(type_, whole, reader, compiled(before), compiled(after), compiled(unless), told)


def _unnamed(pattern: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


def _inner(parts: Groups, context: Context) -> DateReading:
    found = read_form(parts["when"], context)
    return found[1] if found else DateReading("")


def _clock(parts: Groups, context: Context) -> DateReading:
    day = _inner(parts, context) if parts["when"] else context.day_told.counted(0, "day")
    return meanings.time_of_day(parts, day)


def _beside(parts: Groups, context: Context) -> DateReading:
    return meanings.day_beside(parts, _inner(parts, context))


def _ended(parts: Groups, context: Context) -> DateReading:
    return meanings.ended(parts, _inner(parts, context))


def _from_day(parts: Groups, context: Context) -> DateReading:
    return meanings.from_day(parts, _inner(parts, replace(context, tense="future")))


def _part_of(parts: Groups, context: Context) -> DateReading:
    return meanings.with_part(_inner(parts, context), parts["part"])


def _edge_week(parts: Groups, context: Context) -> DateReading:
    return meanings.edge_week(parts, _inner(parts, context))


def _week_of(parts: Groups, context: Context) -> DateReading:
    return meanings.week_of(_inner(parts, context))
