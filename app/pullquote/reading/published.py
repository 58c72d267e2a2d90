"""The publication date of a document, with what it was read from."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from pullquote.calendar.expressions import parse_typed
from pullquote.calendar.publication import find_publication
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
