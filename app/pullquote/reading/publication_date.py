"""Who published a text and when, with what it was read from: its date, outlet and dateline."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from pullquote.calendar.dateline import find_publication
from pullquote.calendar.expressions import parse_typed
from pullquote.calendar.values import days
from pullquote.model.values import Published, PublishedFrom
from pullquote.reading.day_order import DayOrder
from pullquote.text.line_breaks import unwrapped

_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]\d.*)?|(\d{4}(?:-\d\d)?)")
_EAST_ASIAN = re.compile(r"(\d{4})[年년]\s?(\d{1,2})[月월]\s?(\d{1,2})[日일]")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?\d{4}(?:\d\d)?Z?)?")
# Seconds since 1970, or thousandths, millionths, billionths of them.
_EPOCH = re.compile(r"(?:/Date\()?(\d{10})(?:\d{3}){0,3}(?:\.\d+)?(?:\)/)?")
_LONGEST_EVIDENCE = 200
_LONGEST_VALUE = 100

_CLOCK = re.compile(
    r"""
    [\s,@|:–-]*\b(?:(?:at|um|à|kl\.?)\s+)?
    (?:\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?:\s?[ap]\.?m\b\.?)?|\d{1,2}(?:\.\d\d)?\s?[ap]\.?m\b\.?)
    (?:\s?uhr\b)?
    (?:\s?\(?(?:(?:GMT|UTC)?\s?[+-]\d\d:?(?:\d\d)?|Z\b|[A-Z]{2,5}\b))*\)?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_WEEKDAY = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s*", re.IGNORECASE
)
_NAMED_MONTH = re.compile(
    r"(?=.*[a-z])(\d{1,2}|[a-z]{3,9})[-/.]+([a-z]{3,9}|\d{1,2})[-/.]+(\d{4})", re.IGNORECASE
)
_ZONE = re.compile(r"\s(?:UTC|GMT|[A-Z]{1,3}T|Z)$")
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)$")

# What systems write where no day is known: the zeros of Unix on both sides of Greenwich, of .NET,
# of Windows and of spreadsheets, and the last day that they can write.
_ZEROS = frozenset(
    "1970-01-01 1969-12-31 0001-01-01 1601-01-01 1900-01-01 1900-01-00 1899-12-30 1899-12-31 "
    "9999-12-31".split()
)


def find_published(text: str) -> Published:
    """From a header line or dateline of the text, else unknown."""
    found = find_publication(text)
    if found.value is None or is_zero(found.value):
        return Published()
    return Published(found.value, found.source, found.evidence, found.start, found.end, found.doubt)


def published(
    value: str,
    source: PublishedFrom,
    *,
    place: str = "",
    doubt: str | None = None,
    order: DayOrder | None = None,
) -> Published:
    """What a field or the metadata of a file says; unknown when it is not one certain date.

    `place` names where in the file it stands; the evidence starts with it. `order` is that of the
    figures of a day that may be another.
    """
    day = read_day(order.spelled(value) if order else value) if value else None
    if day is None:
        return Published()
    words = f"{place}: {value.strip()}" if place else value.strip()
    return Published(day, source, words[:_LONGEST_EVIDENCE], doubt=doubt)


def is_zero(value: str) -> bool:
    """Whether a calendar value is what a system writes where it knows no day."""
    return value in _ZEROS or value.startswith("0")


def read_day(value: str) -> str | None:
    """A calendar value ("2026-02-12", "2026-02") from a date or a time stamp as files write it.

    The day is taken as written, in its own time zone; seconds since 1970 are read as UTC.
    03/04/2026 is not certain, so it is no date; nor are two dates, and the zeros of systems.
    """
    value = " ".join(value[:_LONGEST_VALUE].split())
    day = _iso(value) or _epoch(value) or _compact(value) or _mail(value) or _in_words(value)
    return day if day and "/" not in day and days(day) and not is_zero(day) else None


def _in_words(value: str) -> str | None:
    """Without its clock, zone and weekday: "Monday, March 2, 2026 at 8:00 a.m. EST"."""
    plain = _ZONE.sub("", _CLOCK.sub(" ", _IN_BRACKETS.sub("", value)).strip())
    plain = _WEEKDAY.sub("", " ".join(plain.split())).strip(" ,.|-–")
    if named := _NAMED_MONTH.fullmatch(plain):
        plain = " ".join(named.groups())
    return _iso(plain) or parse_typed(plain, None)


def _iso(value: str) -> str | None:
    found = _ISO.fullmatch(value)
    return found and (found[1] or found[2])


def _compact(value: str) -> str | None:
    found = _COMPACT.fullmatch(value) or _EAST_ASIAN.match(value)
    return found and "-".join(part.zfill(2) for part in found.groups())


def _epoch(value: str) -> str | None:
    found = _EPOCH.fullmatch(value)
    return found and datetime.fromtimestamp(int(found[1]), UTC).date().isoformat()


def _mail(value: str) -> str | None:
    """Such as "Thu, 12 Feb 2026 13:32:00 GMT", the form of feeds."""
    try:
        return parsedate_to_datetime(value).date().isoformat()
    except ValueError:
        return None


_FIRST_LINES = 40
_LOOKED_AT = 6_000
_LAST = 1_500
_SUBSCRIBE = re.compile(
    r"^\W*(?i:subscribe\sto|join)\s(?i:the\s|our\s)?"
    r"(?P<name>[A-Z]\S*(?:\s[A-Z]\S*){0,3}?)(?:'s|’s)?\s"
    r"(?i:on\b|telegram|channel|newsletter|community|youtube|whatsapp|rss)",
    re.MULTILINE,
)
_HOST = re.compile(r"^(?:www\d?|m|amp|mobile)\.")


def find_source(text: str, url: str | None) -> str | None:
    """The outlet by its dateline, its call to subscribe or the host of its address, else None."""
    start = unwrapped(text[:_LOOKED_AT])
    for line in start.split("\n")[:_FIRST_LINES]:
        if (dateline := find_dateline(line.strip())) and dateline.agency:
            return dateline.agency
    for part in (start, text[-_LAST:]):
        if found := _SUBSCRIBE.search(part):
            return found["name"]
    return host(url) if url else None


def host(url: str) -> str | None:
    """The host of a web address without "www.", else None."""
    try:
        name = urlsplit(url if "//" in url else f"//{url}").hostname
    except ValueError:
        return None
    return _HOST.sub("", name) if name and "." in name else None


_PLACE = r"[^\W\d_a-z][^()/\na-z]{1,40}?"  # in capitals, perhaps with a comma
_BARE_PLACE = r"[A-Z]{3,}(?:\s[A-Z]{2,}){0,2}(?:,\s[A-Z][\w.]{1,12})?"
_DAY = r"(?:,\s[^()/\n]{1,30}?)?"
_AGENCY = r"[^\W\d_][^()/\n]{1,40}?"
_DASH = r"\s*[-–—―:_]+"
_END = r"(?:\s+(?=\S)|\s*$)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_PLACE}{_DAY}\s\((?P<agency>{_AGENCY})\){_DASH}{_END}",
        rf"[^\W\d_a-z][^()/\n,]{{1,30}},\s[^()/\n]{{1,30}}?\s\((?P<agency>{_AGENCY})\){_DASH}{_END}",
        rf"{_PLACE}{_DAY}\.?\s/(?P<agency>{_AGENCY})/\.?(?:{_DASH})?{_END}",
        rf"\((?P<agency>[A-Z][^()/\s]{{1,30}})\)(?:{_DASH})?\s+(?=[^\W\d_a-z])",
        # A place alone, in at most three words; a headline in capitals goes on in capitals.
        rf"{_BARE_PLACE}\s[-–—―_]+(?:\s+(?=[\"“]?[^\W\d_a-z][a-z ])|\s*$)(?P<agency>)",
    )
)

# What stands in brackets before a sentence and is no agency.
_NO_AGENCY = re.compile(
    r"(?i:updat|correct|add|recast|repeat|photo|image|picture|video|file|note|editor|rewrit|refil)"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """`agency` is "" where none is named; `end` where the first sentence starts in the line."""

    agency: str
    end: int


def find_dateline(line: str) -> Dateline | None:
    """Such as "MARSTAD, 3 Feb (Agency) - ", "MARSTAD, February 3. /AGENCY/. " or "(Agency) "."""
    for form in _FORMS:
        if (found := form.match(line)) and not _NO_AGENCY.match(found["agency"]):
            return Dateline(found["agency"].strip(), found.end())
    return None
