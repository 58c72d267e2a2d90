"""Date expressions in a text, and the calendar values that they stand for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pullquote.calendar.meanings import Groups
from pullquote.calendar.patterns import DateType, Form, beginnings, forms, named_groups, read_form
from pullquote.calendar.relative_dates import Anchor, AnchorName, Context, Tense
from pullquote.calendar.values import REFERENCES, is_value
from pullquote.calendar.vocabulary import DAY, YEAR, month_number
from pullquote.text.line_breaks import unwrapped
from pullquote.text.spans import Span


@dataclass(frozen=True, slots=True)
class Expression:
    """`words` are what to resolve: for the 3 of "3 and 7 March 2022", "3 March 2022"."""

    span: Span
    type: DateType
    words: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """`value` is "" where the words make no date; a part that is not known is written with X."""

    type: DateType
    value: str
    anchor: AnchorName

    @property
    def fixed(self) -> bool:
        """Whether the value follows from the words alone."""
        return self.anchor == "none" and self.value != ""


def find_expressions(text: str, span: Span | None = None) -> list[Expression]:
    """Date expressions without their preposition, in order and apart; takes linear time."""
    within = Span(0, len(text)) if span is None else span
    text = unwrapped(text)
    return _with_shared_years(text, list(_find(text, within.start, within.end)))


def resolve(
    words: str,
    anchor: str | None,
    *,
    tense: Tense = "",
    previous: str | None = None,
    history: bool = False,
    quarter: str | None = None,
) -> Resolved:
    """The value of a date expression.

    `anchor` is the publication date, None if it is not known; `previous` the value of the last
    date before in the text, `quarter` that of a quarter told of just before; `tense` is that of the
    clause; `history` says that the text tells of years long before. Without what it counts from, a
    value stays open: XXXX-02-04.
    """
    publication, told = Anchor.of("publication", anchor), Anchor.of("date", previous)
    context = Context(publication, told, tense, history, quarter or "")
    bare = words.strip(" \t\n.,;:!?()“”\"'")
    plain = bare if _IN.match(bare) else _PREPOSITION.sub("", bare)
    found = read_form(plain, context) or read_form(words.strip(), context)
    if found is None:
        inner = find_expressions(words)
        found = read_form(inner[0].words, context) if inner else None
    if found is None:
        return Resolved("DATE", "", "none")
    form, reading = found
    return Resolved(form.type, reading.value, reading.anchor)


def parse_typed(text: str, anchor: str | None) -> str | None:
    """The value that a person means in the date box, None for nonsense and what is not certain.

    Takes values, dates in words or figures, and two of them with "to", a dash or a slash between.
    """
    typed = " ".join(text.split())
    if is_value(typed):
        return typed
    if value := _typed(typed, anchor):
        return value
    for match in _TO.finditer(typed):
        first, last = (
            _typed(part, anchor) for part in (typed[: match.start()], typed[match.end() :])
        )
        if first and last and is_value(f"{first}/{last}"):
            return f"{first}/{last}"
    return None


_PREPOSITION = re.compile(
    r"\A(?:on|in|at|by|since|until|till|from|during|of|before|after)\s+", re.IGNORECASE
)
# Here the preposition counts from today.
_IN = re.compile(r"in\s(?:an?|[0-9]+|[a-z-]+)\s(?:day|week|month|year|decade)s?\Z", re.IGNORECASE)
_TO = re.compile(r"\s(?:to|until|till|-|–|—)\s|/|–")
_LOOSE = re.compile(r"([12][0-9]{3})-([0-9]{1,2})-([0-9]{1,2})")
_SLASHED = re.compile(r"[0-9]+/[0-9]+/[0-9]+")
_DAY = re.sub(r"\(\?P<day>", "(?:", DAY)
_JOINED = r"(?:,\s|\s(?:and|or|to|through)\s|\s?[–-]\s?)"
_DAYS_BEFORE = re.compile(rf"(?<![^\W_])(?<![$€£.,:/-])(?:the\s)?((?:{_DAY}{_JOINED})+)$")
_DAY_AFTER = re.compile(
    rf"{_JOINED}(?P<whole>{DAY}(?:,?\s{YEAR})?)(?=\s*(?:[.,;:)–—-]|$|\n|\s(?:in|at|on|and|but|to|for|by"
    r"|from|when|where|as|with|after|before|that|the|which|while)\b))",
    re.IGNORECASE,
)


def _find(text: str, start: int, end: int) -> Iterator[Expression]:
    pattern = beginnings()
    begun = start
    while match := pattern.search(text, start, end):
        found = _form_at(text, match.start(), end)
        if found is None:
            start = match.start() + 1
            continue
        form, words = found
        yield from _days_before(text, begun, words)
        read = words.expand(form.told) if form.told else words.group()
        yield Expression(Span(*words.span()), form.type, read)
        start = words.end()
        for also in (*_days_after(text, words, end), *_year_after(text, words, end)):
            yield also
            start = also.span.end
        begun = start


def _form_at(text: str, start: int, end: int) -> tuple[Form, re.Match[str]] | None:
    for form in forms():
        match = form.pattern.match(text, start, end)
        if match and form.stands(text, *match.span()) and _is_name(match):
            return form, match
    return None


def _is_name(match: re.Match[str]) -> bool:
    """Names of months, days and feasts have a capital letter; without it they are other words."""
    parts = named_groups(match)
    names = (parts["month"], parts["weekday"], parts["holiday"])
    if parts["unit"].istitle() and len(parts["unit"]) > 1 and match.group()[0].isdigit():
        return False  # a programme called 60 Minutes
    return not any(name and name[0].islower() for name in names)


def _days_before(text: str, start: int, date: re.Match[str]) -> Iterator[Expression]:
    """The 3 of "3 and 7 March"."""
    parts = named_groups(date)
    if not (parts["day"] and parts["month"] and date.group()[0].isdigit()):
        return
    start = max(start, date.start() - 24)
    if days := _DAYS_BEFORE.search(text[start : date.start()]):
        for day in re.finditer(_DAY, days[1]):
            at = start + days.start(1) + day.start()
            yield _day_of(parts, Span(at, at + len(day.group())), day.group())


def _days_after(text: str, date: re.Match[str], end: int) -> Iterator[Expression]:
    """The 14 of "Feb. 10-14"."""
    parts, at = named_groups(date), date.end()
    if not (parts["day"] and parts["month"]) or parts["year"] or date.group()[0].isdigit():
        return
    while also := _DAY_AFTER.match(text, at, end):
        dated = {**parts, "year": also["year"] or parts["year"]}
        yield _day_of(dated, Span(*also.span("whole")), also["day"])
        at = also.end("whole")


_YEAR_AFTER = re.compile(r"[-–/]([0-9]{2})(?![0-9]|[-/][0-9])")


def _year_after(text: str, date: re.Match[str], end: int) -> Iterator[Expression]:
    """The 18 of "1914-18"."""
    first = date.group()
    also = _YEAR_AFTER.match(text, date.end(), end) if len(first) == 4 and first.isdigit() else None
    if also and also[1] > first[2:]:
        yield Expression(Span(*also.span(1)), "DATE", first[:2] + also[1])


_AND = re.compile(r",?\s(?:to|and|or|through|until|till)\s(?:the\s)?|\s?[–-]\s?")
_WITH_YEAR = re.compile(
    r"(?P<month>[A-Z][a-z]{2})[a-z.]*(?:\s[0-9]{1,2})?(?:,|\sof)?\s(?P<year>[12][0-9]{3})\Z"
)
_WITHOUT_YEAR = re.compile(
    r"(?:[0-9]{1,2}(?:st|nd|rd|th)?\s)?(?P<month>[A-Z][a-z]{2})[a-z.]*(?:\s[0-9]{1,2}(?:st|nd|rd|th)?)?\Z"
)


def _with_shared_years(text: str, found: list[Expression]) -> list[Expression]:
    """The January of "January to March 2024" is of 2024 too, the December of "December to March
    2024" of the year before, the 9 a.m. of "9 a.m. to 5 p.m. Tuesday" of Tuesday, and and the
    quarter of "the quarter ended June 30" that of June.
    """
    for at in range(len(found) - 2, -1, -1):
        here, following = found[at], found[at + 1]
        gap = text[here.span.end : following.span.start]
        if len(gap) > _LONGEST_AND or not _AND.fullmatch(gap):
            if _ENDED.fullmatch(gap) and _QUARTER.search(here.words):
                words = f"{here.words} ended {following.words}"
                found[at] = Expression(here.span, here.type, words)
            continue
        if here.type == following.type == "TIME" and (day := _CLOCK_DAY.search(following.words)):
            if not _CLOCK_DAY.search(here.words):
                found[at] = Expression(here.span, here.type, here.words + day[0])
            continue
        given = _WITH_YEAR.search(following.words)
        lacking = _WITHOUT_YEAR.match(here.words)
        if given and lacking:
            later = month_number(lacking["month"]) > month_number(given["month"])
            words = f"{here.words} {int(given['year']) - later}"
            found[at] = Expression(here.span, here.type, words)
    return found


_LONGEST_AND = 12
_ENDED = re.compile(r",?\send(?:ed|ing)\s")
_QUARTER = re.compile(
    r"\A(?:the\s)?(?:fiscal\s)?(?:(?:first|second|third|fourth)[\s-])?(?:quarter|half)\Z",
    re.IGNORECASE,
)
# The day behind a clock.
_CLOCK_DAY = re.compile(
    r"(?<=[0-9mMnyTSCl.])\s(?:on\s)?(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct"
    r"|Nov|Dec)[a-z]*\b|[0-9]{1,2}\s[A-Z][a-z]).*\Z|\s(?:today|tonight|yesterday|tomorrow)\Z"
)


def _day_of(parts: Groups, span: Span, day: str) -> Expression:
    return Expression(span, "DATE", f"{day} {parts['month']} {parts['year']}".rstrip())


def _typed(text: str, anchor: str | None) -> str | None:
    if loose := _LOOSE.fullmatch(text):
        text = "-".join(part.zfill(2) for part in loose.groups())
    found = read_form(text, Context(Anchor.of("publication", anchor), Anchor.of("date", None)))
    value = found[1].value if found else ""
    if not re.search(r"[0-9]", value) or value.startswith("XXXX-XX-"):
        return value if value in REFERENCES else None
    return None if value.isdigit() and not text.isdigit() and _SLASHED.fullmatch(text) else value
