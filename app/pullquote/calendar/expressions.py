"""Date expressions in a text, and the calendar values that they stand for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pullquote.calendar.anchors import Anchor, AnchorName, Context
from pullquote.calendar.forms import DateType, Form, beginnings, forms, named_groups, read_form
from pullquote.calendar.readings import Groups
from pullquote.calendar.values import REFERENCES, is_value
from pullquote.calendar.vocabulary import DAY, YEAR
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
    return list(_find(unwrapped(text), within.start, within.end))


def resolve(
    words: str, anchor: str | None, *, future: bool = False, previous: str | None = None
) -> Resolved:
    """The value of a date expression.

    `anchor` is the publication date, None if it is not known; `previous` the value of the last
    date before in the text; `future` says that the clause speaks of what is to come. Without what
    it counts from, a value stays open: XXXX-02-04.
    """
    context = Context(Anchor.of("publication", anchor), Anchor.of("date", previous), future)
    plain = _PREPOSITION.sub("", words.strip(" \t\n.,;:!?()“”\"'"))
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
        yield Expression(Span(*words.span()), form.type, words.group())
        start = words.end()
        for also in _days_after(text, words, end):
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
