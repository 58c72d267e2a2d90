"""The day a text was published, by evidence in its first lines: a header line or a dateline."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from pullquote.calendar.expressions import Expression, find_expressions, resolve
from pullquote.calendar.values import granularity
from pullquote.text.line_breaks import unwrapped
from pullquote.text.segments import paragraphs
from pullquote.text.spans import Span


@dataclass(frozen=True, slots=True)
class Publication:
    """`value` is a day; `evidence` the words it was read from, which stand at `start` to `end`,
    with a space for a line feed that only wraps a line.

    `doubt` says in a sentence why it may be another day, None for no doubt.
    """

    value: str | None = None
    source: Literal["header", "dateline", "unknown"] = "unknown"
    evidence: str = ""
    start: int | None = None
    end: int | None = None
    doubt: str | None = None


def find_publication(text: str) -> Publication:
    """The first full date that a header line or dateline gives, else unknown.

    Dates in sentences, with pictures and in addresses are none, nor is a dateline without a year,
    nor what a label or other words say to be the day of something else. The date of a later change
    counts only if there is no other, and with a doubt.
    """
    found = list(_candidates(text))
    printed = [publication for publication, changed in found if not changed]
    if not printed:
        return replace(found[0][0], doubt=LATER_CHANGE) if found else Publication()
    sure = [publication for publication in printed if publication.doubt is None]
    first = (sure or printed)[0]
    other = next((one.value for one in sure if one.value != first.value), None)
    return replace(first, doubt=OTHER_DAY.format(other)) if other else first


LATER_CHANGE = "It is the day of a later change; the day of publication is not given."
OTHER_DAY = "Another line gives {}."
NOT_SAID = "The line names the day, but does not say that it is the day of publication."

# Where to look: so many lines, as far as so many characters, and no farther than so many
# paragraphs of sentences.
_LINES, _CHARACTERS, _PROSE_LINES = 40, 6_000, 2
_PROSE = 200
_SENTENCE = 60
_SENTENCE_ENDS = (".", "!", "?", "”", '"')
_FEW_WORDS = 8

_TIME = (
    r"[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?(?:\s?[ap]\.?m\b\.?)?"
    r"(?:\s?(?:GMT|UTC|[A-Z]{1,4}T|MSK)(?:[+-][0-9:]+)?\b)?"
)
_FIRST = (
    r"date\s(?:first\s)?(?:published|posted|issued|of\s(?:publication|issue))"
    r"|(?:publication|publishing|published|issue|article|posting|posted)\sdate"
    r"|dated?|(?:first\s)?published|posted|issued|released|created"
)
_LAST = r"(?:last\s)?(?:updated?|modified|edited|corrected|changed)"
_LABEL = re.compile(
    rf"\b(?:(?P<bare>date)|{_FIRST}|(?P<last>{_LAST}))\b[\s:|–-]*"
    rf"(?:by\s(?:[^\W\d_][\w.'’-]*[\s,|]+){{1,4}})?(?:(?:on|at)\s)?(?:{_TIME}[\s,|–-]*)?$",
    re.IGNORECASE,
)
_NOISE = re.compile(
    rf"T?{_TIME}Z?|\b(?:{_FIRST}|{_LAST}|on|at|by|am|pm|[0-9]+\s?min(?:ute)?s?(?:\sread)?)\b",
    re.IGNORECASE,
)
# The label of a date, or a time after one: "Updated: 13:46 GMT 13.02.2026".
_LABEL_AT_END = re.compile(
    rf"(?:^|[|(–-]|{_TIME})\W*\b(?:{_FIRST}|{_LAST}|by\b[^:]*)\s*:\s*$", re.IGNORECASE
)
_SPAN_BEFORE = re.compile(r"[0-9](?:st|nd|rd|th)?\s*(?:[-–—]+|to|until|till)\s*$")
_SPAN_AFTER = re.compile(r"\s*(?:[-–—]+|to\b|until\b|till\b)\s*(?:[^\W\d_]+\.?,?\s)?[0-9]")
_CLOCK = re.compile(_TIME)
_BY = re.compile(r"\W*(?:by|from|von|par|por)\b", re.IGNORECASE)
_SET_OFF_BEFORE = re.compile(r"(?:[,|·•/–—-]|\s{2,}|\t)\s*(?:\w+,\s*)?$")
_SET_OFF_AFTER = re.compile(r"\s*(?:[,|·•/–—(-]|\s{2,}|\t)")
_IN_NAMES = frozenset("and by for from in of the de la von van und et y al el".split())
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
    text = unwrapped(text[:_CHARACTERS])
    for line in _first_lines(text):
        if _PICTURE.search(text, line.start, line.end):
            continue
        dates = [date for date in find_expressions(text, line) if _is_day(date)]
        for date in dates:
            if found := _read(text, line, date, dates):
                label = _LABEL.search(text[line.start : date.span.start])
                yield found, label is not None and label["last"] is not None


def _first_lines(text: str) -> Iterator[Span]:
    prose = 0.0
    for line in islice(paragraphs(text), _LINES):
        yield line
        words = line.of(text).rstrip()
        if len(words) > _PROSE:
            prose += 1
        elif len(words) > _SENTENCE and words.endswith(_SENTENCE_ENDS):
            prose += 0.5  # it may stand under a headline or a picture
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
    outside = before[: label.start()].rstrip() if label else ""
    if label and not outside.strip(" \t(|–-"):
        start = line.start + label.start()
        return _publication(text, "header", Span(start, date.span.end), date)
    is_other_label = label is not None and label["bare"] and outside[-1:] not in "(|–-"
    if is_other_label or _is_of_something_else(before, text[date.span.end : line.end]):
        return None
    if (label or not _IN_SENTENCE.search(before)) and _is_header(text, line, date, dates):
        found = _publication(text, "header", date.span, date)
        if label or _is_byline(*_rest(text, line, date, dates)):
            return found
        return replace(found, doubt=NOT_SAID)
    if _PLACE.match(before) and _DASH.match(text, date.span.end, line.end):
        return _publication(text, "dateline", date.span, date)
    return None


def _is_of_something_else(before: str, after: str) -> bool:
    """A label that is none of publication stands before the date, or another date ends a span."""
    if before.rstrip().endswith(":") and not _LABEL_AT_END.search(before):
        return True
    return bool(_SPAN_BEFORE.search(before) or _SPAN_AFTER.match(after))


def _is_header(text: str, line: Span, date: Expression, dates: Sequence[Expression]) -> bool:
    """Little but dates, times and a name stands in the line, and the date at its edge."""
    before, after = _rest(text, line, date, dates)
    some, more = _words(before), _words(after)
    sentence = line.of(text).rstrip().endswith((".", "!", "?")) and len(some) + len(more) > 2
    if len(some) + len(more) > _FEW_WORDS or (some and more) or sentence:
        return False
    if len(some) == 1 and not _SET_OFF_BEFORE.search(before):
        return False  # "Born", "Expires"
    # A name, a place, an outlet; a machine's date may have anything behind it.
    return all(map(_is_name, some)) and (all(map(_is_name, more)) or _is_machine_made(date))


def _rest(text: str, line: Span, date: Expression, dates: Sequence[Expression]) -> tuple[str, str]:
    """What stands before and behind the date in its line, without the other dates."""
    rest = line.of(text)
    for other in dates:
        gap = " " * len(other.span)
        rest = rest[: other.span.start - line.start] + gap + rest[other.span.end - line.start :]
    return rest[: date.span.start - line.start], rest[date.span.end - line.start :]


def _is_byline(before: str, after: str) -> bool:
    """Nothing but a clock stands in the line, or a name set off or said to have written it."""
    if not _words(before) and not _words(after):
        return True
    if _CLOCK.search(before) or _CLOCK.search(after):
        return True
    return bool(
        _BY.match(before) or _BY.match(after)
        or (_words(before) and _SET_OFF_BEFORE.search(before))
        or (_words(after) and _SET_OFF_AFTER.match(after))
    )  # fmt: skip


def _is_name(word: str) -> bool:
    return not word[0].islower() or word in _IN_NAMES


def _is_machine_made(date: Expression) -> bool:
    return re.match(r"\d{4}-\d\d-\d\d", date.words) is not None


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", _NOISE.sub(" ", text))


def _publication(
    text: str, source: Literal["header", "dateline"], span: Span, date: Expression
) -> Publication:
    value = resolve(date.words, None).value
    return Publication(value[:10], source, span.of(text), span.start, span.end)
