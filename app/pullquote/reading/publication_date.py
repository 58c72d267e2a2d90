"""Who published a text and when, with what it was read from: its date, outlet and dateline."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from pullquote.calendar.expressions import parse_typed
from pullquote.calendar.publication_date import find_publication
from pullquote.calendar.values import days
from pullquote.model.values import Published, PublishedFrom

_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]\d.*)?|(\d{4}(?:-\d\d)?)")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?\d{4,6}Z?)?")
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d+)?")
_LONGEST_EVIDENCE = 200


def find_published(text: str) -> Published:
    """From a header line or dateline of the text, else unknown."""
    found = find_publication(text)
    return Published(found.value, found.source, found.evidence, found.start, found.end)


def published(value: str, source: PublishedFrom) -> Published:
    """What a field or the metadata of a file says; unknown when it is not one certain date."""
    day = read_day(value) if value else None
    return Published(day, source, value.strip()[:_LONGEST_EVIDENCE]) if day else Published()


def read_day(value: str) -> str | None:
    """A calendar value ("2026-02-12", "2026-02") from a date or a time stamp as files write it.

    The day is taken as written, in its own time zone; seconds since 1970 are read as UTC.
    03/04/2026 is not certain, so it is no date.
    """
    value = value.strip()
    day = (
        _iso(value) or _compact(value) or _epoch(value) or _mail(value) or parse_typed(value, None)
    )
    return day if day and days(day) else None


def _iso(value: str) -> str | None:
    found = _ISO.fullmatch(value)
    return found and (found[1] or found[2])


def _compact(value: str) -> str | None:
    found = _COMPACT.fullmatch(value)
    return found and "-".join(found.groups())


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
    start = text[:_LOOKED_AT]
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
