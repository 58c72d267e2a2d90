"""The title of a text: its headline, or its first sentence where it has none."""

import re
from collections.abc import Iterator

from pullquote.reading.datelines import find_dateline
from pullquote.reading.furniture import is_furniture
from pullquote.text.segments import grapheme_start, sentences

_LONGEST = 120
_LINES = 40
_LOOKED_AT = 20_000
_LINE_LOOKED_AT = 1_000
_SPACE = re.compile(r"\s+")
# What stands before the headline or the first sentence in the same line.
_PREFIX = re.compile(
    r"""
    \s*(?:\#{1,6}\s+ | (?:title|headline)\s*:\s*
    | (?:date|published|posted|updated)?\s*:?\s*
      (?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4})
      (?:[T\ ]\d\d:\d\d(?::\d\d)?Z?)?(?:\s*[|:–—-])?\s+)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SITE = re.compile(r"\s[|]\s[^|]{2,40}$")


def find_title(text: str) -> str:
    """The first line that is not page furniture, cut to a sentence and 120 characters.

    A short line (under four words) counts only right before a longer one that reads as text.
    """
    shorts = [""]
    for line in _first_lines(text):
        if _is_long_enough(line):
            return (_is_prose(line) and shorts[-1]) or _shorten(_first_sentence(line))
        shorts.append(line if " " in line else "")
    return next(filter(None, shorts), "") or _shorten(next(_lines(text), ""))


def _first_lines(text: str) -> Iterator[str]:
    for number, line in enumerate(_lines(text)):
        if number == _LINES:
            return
        dateline = find_dateline(line)
        if not is_furniture(line) and not (dateline and dateline.end == len(line)):
            yield line


def _lines(text: str) -> Iterator[str]:
    for line in text[:_LOOKED_AT].split("\n"):
        line = _SPACE.sub(" ", line[:_LINE_LOOKED_AT]).strip()
        line = line[end.end() :] if (end := _PREFIX.match(line)) else line
        if line:
            yield line


def _is_long_enough(line: str) -> bool:
    return line.count(" ") >= 3 or len(line) >= 24


def _is_prose(line: str) -> bool:
    return len(line) > _LONGEST and line[-1] in '.!?…"”»)'


def _first_sentence(line: str) -> str:
    line = line[dateline.end :] if (dateline := find_dateline(line)) else _SITE.sub("", line)
    found = sentences(line)
    return found[0].of(line).strip() if found else line


def _shorten(title: str) -> str:
    if len(title) <= _LONGEST:
        return title
    cut = title.rfind(" ", _LONGEST // 2, _LONGEST)
    if cut < 0:
        cut = grapheme_start(title, _LONGEST)
    return title[:cut].rstrip(" ,;:–—-") + "…"
