"""The outlet that a text or a web address names."""

import re
from urllib.parse import urlsplit

from pullquote.reading.datelines import find_dateline

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
