"""The day and the outlet in the running heads of a PDF, as on the pages of a newspaper."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pullquote.model.values import Published
from pullquote.reading.pdf.fragments import Fragment
from pullquote.reading.pdf.running_heads import is_page_number
from pullquote.reading.publication_date import published, read_day
from pullquote.reading.titles import is_menu

PLACE = "running head"
_LONGEST = 80
_MOST_WORDS = 14
_MOST_NAMES = 6
_SAME_ROW = 0.3  # of the size of letters
# Days on which a copy was printed, fetched or changed; programs that print write the time, too.
_OTHER_DAY = re.compile(
    r"\b(?:print|download|access|retriev|updat|creat|generat|receiv|accept|revis|visit)"
    r"|\d:\d\d",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_EDGES = " \t,;:.|/·•–—-()[]"
_PAGE = re.compile(
    r"\b(?:page|seite|p\.|s\.)\s*\d{1,4}(?:\s*(?:of|von|/)\s*\d{1,4})?\b", re.IGNORECASE
)


class Issue(NamedTuple):
    """`outlet` is "" where none is named."""

    published: Published = Published()
    outlet: str = ""


class _Day(NamedTuple):
    """`words` say it, `rest` is what stands beside them in their fragment."""

    value: str
    words: str
    rest: str


def find_issue(heads: Sequence[Sequence[Fragment]], title: str = "") -> Issue:
    """Of the running heads of each page: the day that all of them that name one agree on, and the
    one name in its row that is not the `title` of the text.
    """
    known: dict[str, _Day | None] = {}
    days: dict[str, str] = {}
    names: dict[str, str] = {}
    for page in heads:
        for fragment in page:
            if fragment.text not in known:
                known[fragment.text] = _day(fragment.text)
            day = known[fragment.text]
            if day is not None:
                days.setdefault(day.value, day.words)
                names |= {name.casefold(): name for name in _names(day, fragment, page)}
    if len(days) != 1:
        return Issue()
    names.pop(" ".join(title.split()).casefold(), None)
    [(value, words)] = days.items()
    outlet = next(iter(names.values())) if len(names) == 1 else ""
    return Issue(published(words, "header", place=PLACE) if value else Published(), outlet)


def _day(text: str) -> _Day | None:
    """The longest words that are a day, in what is short and tells of no other day."""
    words = text.split()
    if len(text) > _LONGEST or len(words) > _MOST_WORDS:
        return None
    if not _YEAR.search(text) or _OTHER_DAY.search(text):
        return None
    for size in range(len(words), 0, -1):
        for start in range(len(words) - size + 1):
            part = " ".join(words[start : start + size]).strip(_EDGES)
            value = read_day(part) if _YEAR.search(part) else None
            if value is not None and len(value) == len("2026-03-02"):
                rest = " ".join([*words[:start], "|", *words[start + size :]])
                return _Day(value, part, rest)
    return None


def _names(day: _Day, fragment: Fragment, page: Sequence[Fragment]) -> Iterator[str]:
    """Names of several capitalised words or one that is no section, in the row of the day."""
    row = [
        other.text
        for other in page
        if other is not fragment
        and abs(other.y - fragment.y) < _SAME_ROW * fragment.size
        and not is_page_number(other)
    ]
    for text in (*day.rest.split("|"), *(part for other in row for part in other.split("|"))):
        name = _PAGE.sub("", text).strip(_EDGES)
        words = name.split()
        is_short = 0 < len(words) <= _MOST_NAMES and not any(map(str.isdigit, name))
        is_capital = all(word[0].isupper() for word in words if len(word) > 3)
        if is_short and is_capital and any(map(str.isalpha, name)) and not is_menu(name):
            yield name
