"""The day a text was published, by evidence in its first lines: a header line or a dateline."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from pullquote.calendar.expressions import Expression, find_expressions, resolve
from pullquote.calendar.values import granularity
from pullquote.text.segments import paragraphs
from pullquote.text.spans import Span


@dataclass(frozen=True, slots=True)
class Publication:
    """`value` is a day; `evidence` the words it was read from, which stand at `start` to `end`."""

    value: str | None = None
    source: Literal["header", "dateline", "unknown"] = "unknown"
    evidence: str = ""
    start: int | None = None
    end: int | None = None


def find_publication(text: str) -> Publication:
    """The first full date that a header line or dateline gives, else unknown.

    Dates in sentences, with pictures and in addresses are none, nor is a dateline without a year.
    The date of a later change counts only if there is no other.
    """
    found = list(_candidates(text))
    printed = (publication for publication, changed in found if not changed)
    return next(printed, found[0][0] if found else Publication())


# Where to look: so many lines, as far as so many characters, and no farther than so many
# paragraphs of sentences.
_LINES, _CHARACTERS, _PROSE_LINES = 40, 6_000, 2
_PROSE = 200
_FEW_WORDS = 8

_TIME = (
    r"[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?(?:\s?[ap]\.?m\b\.?)?"
    r"(?:\s?(?:GMT|UTC|[A-Z]{1,4}T|MSK)(?:[+-][0-9:]+)?\b)?"
)
_FIRST = r"(?:publication\s)?dated?|(?:first\s)?published|posted|issued|released|created"
_LAST = r"(?:last\s)?(?:updated?|modified|edited|corrected|changed)"
_LABEL = re.compile(
    rf"\b(?:{_FIRST}|(?P<last>{_LAST}))\b[\s:|–-]*(?:(?:on|at)\s)?(?:{_TIME}[\s,|–-]*)?$",
    re.IGNORECASE,
)
_NOISE = re.compile(rf"{_TIME}|\b(?:{_FIRST}|{_LAST}|on|at|by)\b", re.IGNORECASE)
_PICTURE = re.compile(
    r"©|\b(?:photos?|pictures?|pictured|images?|file|archive|stock|getty|video|screenshot)\b",
    re.IGNORECASE,
)
_IN_SENTENCE = re.compile(
    r"(?:\b(?:in|on|at|of|since|by|from|to|until|till|for|before|after|the|and|or|between)\s+|/)$",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\s*\(?(?:[^\W\d_a-z][^\s()/]*,?\s+){1,4}\(?$")
_DASH = re.compile(r"\s*(?:\)|,?\s?\([^()\n]{2,40}\)|/[^/\n]{2,40}/)?\s*(?:--?|[–—:])\s*\S")


def _candidates(text: str) -> Iterator[tuple[Publication, bool]]:
    """Dates of publication, each with whether it is of a later change."""
    for line in _first_lines(text):
        if _PICTURE.search(text, line.start, line.end):
            continue
        dates = [date for date in find_expressions(text, line) if _is_day(date)]
        for date in dates:
            if found := _read(text, line, date, dates):
                label = _LABEL.search(text[line.start : date.span.start])
                yield found, label is not None and label["last"] is not None


def _first_lines(text: str) -> Iterator[Span]:
    prose = 0
    for line in islice(paragraphs(text[:_CHARACTERS]), _LINES):
        yield line
        prose += len(line) > _PROSE
        if prose >= _PROSE_LINES:
            return


def _is_day(date: Expression) -> bool:
    value = resolve(date.words, None).value
    return date.type == "DATE" and granularity(value) == "day" and "X" not in value


def _read(
    text: str, line: Span, date: Expression, dates: Sequence[Expression]
) -> Publication | None:
    before = text[line.start : date.span.start]
    label = _LABEL.search(before)
    if label and not before[: label.start()].strip(" \t(|–-"):
        start = line.start + label.start()
        return _publication(text, "header", Span(start, date.span.end), date)
    if (label or not _IN_SENTENCE.search(before)) and _is_header(text, line, date, dates):
        return _publication(text, "header", date.span, date)
    if _PLACE.match(before) and _DASH.match(text, date.span.end, line.end):
        return _publication(text, "dateline", date.span, date)
    return None


def _is_header(text: str, line: Span, date: Expression, dates: Sequence[Expression]) -> bool:
    """Little but dates, times and a name stands in the line, and the date at its edge."""
    rest = line.of(text)
    for other in dates:
        gap = " " * len(other.span)
        rest = rest[: other.span.start - line.start] + gap + rest[other.span.end - line.start :]
    before = _words(rest[: date.span.start - line.start])
    after = _words(rest[date.span.end - line.start :])
    sentence = rest.rstrip().endswith((".", "!", "?")) and before + after > 2
    return before + after <= _FEW_WORDS and not (before and after) and not sentence


def _words(text: str) -> int:
    return len(re.findall(r"\w+", _NOISE.sub(" ", text)))


def _publication(
    text: str, source: Literal["header", "dateline"], span: Span, date: Expression
) -> Publication:
    value = resolve(date.words, None).value
    return Publication(value[:10], source, span.of(text), span.start, span.end)
