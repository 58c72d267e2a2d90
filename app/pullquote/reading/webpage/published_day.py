"""The day a page was published, by what the page says of itself, best evidence first."""

import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from itertools import dropwhile, islice
from typing import TYPE_CHECKING

from pullquote.calendar.dateline import LATER_CHANGE
from pullquote.model.values import Published
from pullquote.reading.documents import clean_line
from pullquote.reading.publication_date import find_published, is_zero, published, read_day
from pullquote.reading.webpage.article import is_beside_article
from pullquote.reading.webpage.blocks import BLOCKS, words_of
from pullquote.reading.webpage.linked_data import ArticleData

if TYPE_CHECKING:
    from lxml.html import HtmlElement

FIRST_ON_PAGE = "It is the first date on the page; nothing says that it is the day of publication."
ADDRESS_ONLY = "Only the address of the page names it."
FOUND = "It was found somewhere in the page; nothing says that it is the day of publication."
OTHER_PLACE = "Another place on the page gives {}."
OTHER_ARTICLE = "Another article that the page describes is of {}."
UNREAD = "{} says “{}”, which is no certain day."
NO_ARTICLE = "It is the day of a {} on the page."

_METAS = (
    "article:published_time", "datepublished", "og:published_time", "article:published",
    "article.published", "og:article:published_time", "parsely-pub-date", "sailthru.date",
    "publish-date", "publish_date", "publishdate", "published_date", "publication_date",
    "publication-date", "cxenseparse:recs:publishtime", "pubdate", "article_date_original",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date",
    "dcterms.date", "citation_publication_date", "date",
)  # fmt: skip
_CHANGED = (
    "article:modified_time", "datemodified", "og:updated_time", "article:modified",
    "article.updated", "dcterms.modified", "dc.date.modified", "last-modified", "lastmod",
)  # fmt: skip
_PUBLISHED_NAMES = frozenset("published pubdate datepublished dtpublished publishdate".split())
_BYLINE_NAME = re.compile(
    r"publi[cs]|posted|byline|dateline|(?:entry|post|article|story|news)[-_]?(?:date|meta|time|info)"
    r"|timestamp|meta",
    re.IGNORECASE,
)
_PUBLISHED_NAME = re.compile(
    r"\b(?:published|pubdate|publish-date|entry-date|dt-published)\b", re.IGNORECASE
)
_CHANGED_NAME = re.compile(r"updat|modif|chang|edited", re.IGNORECASE)
_PUBLISHED_WORD = re.compile(
    r"\b(?:published|posted|issued|date)\b[\s:|–-]*(?:on\s+)?$", re.IGNORECASE
)
_CHANGED_WORD = re.compile(
    r"\b(?:updated?|modified|edited|corrected|changed)\b[\s:|–-]*(?:(?:on|at)\s+)?$", re.IGNORECASE
)
_LABELS = re.compile(
    r"\b(?:first|last|published|posted|updated?|modified|edited|issued|on|at|by|min|read)\b",
    re.IGNORECASE,
)
_PUBLISHED_LABEL = re.compile(
    r"^(?:(?:first\s|date\s)?(?:published|posted|issued)(?:\sdate)?|date)\b[\s:|–-]*(?:on\s+)?",
    re.IGNORECASE,
)
# So many time elements are looked at; lists of other articles follow.
_TIMES = 40
_PROSE = 200
_FEW_WORDS = 8
_LONGEST_SHOWN = 40
_SENTENCE = 12
# Days in an address: /2026/03/02/, /2026-03-02-, /20260302/.
_IN_ADDRESS = re.compile(
    r"(?<![0-9])((?:19|20)[0-9]{2})([/._-]?)(0?[1-9]|1[0-2])\2(0?[1-9]|[12][0-9]|3[01])(?![0-9])"
)


def find_published_day(
    tree: "HtmlElement", text: str, said: Mapping[str, str], data: ArticleData, url: str
) -> Published:
    """The best evidence of `tree`, a page of which `text` was read.

    `said` are its meta elements, `data` its linked data, `url` its own address. Where a search of
    the whole page finds another day there is a doubt, and where a meta element that should name
    the day names no certain one, also if there is none then.
    """
    times = list(_times(tree))
    ways: tuple[Callable[[], Published], ...] = (
        lambda: _of_data(data) if data.is_article else Published(),
        lambda: _of_metas(said, _METAS),
        lambda: _of_times(times, "published"),
        lambda: _of_names(tree),
        lambda: _of_times(times, "byline"),
        lambda: find_published(text),
        lambda: _of_address(url),
        lambda: _of_data(data),
        lambda: _of_times(times, "alone"),
        lambda: _of_changes(said, data, times),
    )
    found = next((day for way in ways if (day := way()).value), Published())
    if unread := _unread(said):
        return replace(found, doubt=" ".join(filter(None, (found.doubt, unread))))
    searched = _searched(tree)
    if found.value is None and not searched:
        return _of_line(tree)
    if found.value is None:
        return published(searched, "metadata", place="searched", doubt=FOUND)
    if found.doubt is None and searched and _differs(searched, found.value):
        return replace(found, doubt=OTHER_PLACE.format(searched))
    return found


def _unread(said: Mapping[str, str]) -> str:
    """What is wrong with the first meta element that should name the day; "" for nothing."""
    name = next((name for name in _METAS if any(map(str.isdigit, said.get(name, "")))), "")
    if not name or read_day(said[name]) or _is_zero_time(said[name].strip()):
        return ""
    return UNREAD.format(name, " ".join(said[name].split())[:_LONGEST_SHOWN])


def _is_zero_time(value: str) -> bool:
    return value[4:5] == "-" and is_zero(value[:10])


def _differs(day: str, value: str) -> bool:
    """By more than a day, which is what time zones make."""
    if len(value) < len(day):
        return not day.startswith(value)
    apart = date.fromisoformat(day) - date.fromisoformat(value[:10])
    return abs(apart.days) > 1


def _of_data(data: ArticleData) -> Published:
    place = f"JSON-LD {data.type} datePublished".replace("  ", " ")
    doubt = None
    if not data.is_article:
        doubt = NO_ARTICLE.format(data.type)
    elif data.rivals:
        doubt = OTHER_ARTICLE.format(data.rivals[0])
    value = data.fields.get("datepublished", "")
    return published(value, "metadata", place=place, doubt=doubt)


def _of_metas(said: Mapping[str, str], names: tuple[str, ...]) -> Published:
    found = (published(said[name], "metadata", place=name) for name in names if name in said)
    return next((day for day in found if day.value), Published())


@dataclass(frozen=True, slots=True)
class _Time:
    """A time element: what it says, and how far it speaks for being the day of publication."""

    value: str
    kind: str
    place: str


def _of_times(times: list[_Time], kind: str) -> Published:
    """The first of its kind; where the element alone speaks for it, with a doubt."""
    for time in times:
        if time.kind == kind:
            doubt = FIRST_ON_PAGE if kind == "alone" else None
            if (day := published(time.value, "metadata", place=time.place, doubt=doubt)).value:
                return day
    return Published()


def _of_changes(said: Mapping[str, str], data: ArticleData, times: list[_Time]) -> Published:
    found = _of_metas(said, _CHANGED)
    if found.value is None:
        place = "JSON-LD dateModified"
        found = published(data.fields.get("datemodified", ""), "metadata", place=place)
    if found.value is None:
        found = _of_times(times, "changed")
    return replace(found, doubt=LATER_CHANGE) if found.value else found


def _of_names(tree: "HtmlElement") -> Published:
    """Elements that are named for it, as in the microformats."""
    for element in tree.iter():
        names = f"{element.get('itemprop') or ''} {element.get('class') or ''}"
        if names == " " or element.tag in ("meta", "time", "body", "html"):
            continue
        plain = {re.sub(r"[^a-z]", "", name) for name in names.lower().split()}
        if plain & _PUBLISHED_NAMES and not _is_beside(element):
            value = element.get("content") or element.get("title") or element.text_content()
            place = f"element {names.strip()}"
            day = published(_without_label(value), "metadata", place=place)
            if day.value:
                return day
    return Published()


def _of_address(url: str) -> Published:
    found = _IN_ADDRESS.search(url)
    if found is None:
        return Published()
    year, _, month, day = found.groups()
    value = f"{year}-{int(month):02}-{int(day):02}"
    return replace(
        published(value, "metadata", doubt=ADDRESS_ONLY), evidence=f"address: {url}"[:200]
    )


def _of_line(tree: "HtmlElement") -> Published:
    """A day that stands alone in one of the first elements below the headline."""
    heading = tree.find(".//h1")
    below = dropwhile(lambda element: element is not heading, tree.iter())
    lines = 0
    for element in islice(below, 1, _BELOW_HEADLINE) if heading is not None else ():
        if element.tag == "p" and _is_prose(element):
            break
        line = clean_line(element.text_content()) if isinstance(element.tag, str) else ""
        if len(element) or not line or _is_beside(element):
            continue
        if not _is_little(_line_around(element)[1]):
            continue
        day = published(line, "metadata", place="below the headline", doubt=FIRST_ON_PAGE)
        lines += 1
        if day.value or lines == _LINES:
            return day
    return Published()


_BELOW_HEADLINE, _LINES = 60, 8


def _times(tree: "HtmlElement") -> Iterator[_Time]:
    has_prose, times = False, 0
    for element in tree.iter("time", "p"):
        if element.tag == "p":
            has_prose = has_prose or _is_prose(element)
            continue
        times += 1
        if times > _TIMES:
            break
        value = element.get("datetime") or element.text_content()
        if not value.strip() or _is_beside(element):
            continue
        kind, why = _kind(element)
        # Behind the first sentences a lone day is that of another article.
        kind = "prose" if kind == "alone" and has_prose else kind
        yield _Time(value, kind, f"time element {why}".strip())


def _kind(element: "HtmlElement") -> tuple[str, str]:
    """published, changed, byline, alone (in its line) or prose; and why."""
    names = element.get("class") or ""
    prop = (element.get("itemprop") or "").lower()
    before, line = _line_around(element)
    if "datepublished" in prop:
        return "published", "itemprop datePublished"
    if element.get("pubdate") is not None or _PUBLISHED_NAME.search(names):
        return "published", f"class {names}" if names else "pubdate"
    if _CHANGED_NAME.search(f"{names} {prop}") or _CHANGED_WORD.search(before):
        return "changed", ""
    if _PUBLISHED_WORD.search(before):
        return "published", f"after “{before.strip()[-40:]}”"
    return _kind_of_place(element, line)


def _kind_of_place(element: "HtmlElement", line: str) -> tuple[str, str]:
    if not _is_little(line):
        return "prose", ""
    parents = [element, *list(element.iterancestors())[:3]]
    if any(one.tag == "header" or _is_byline_name(one) for one in parents):
        return "byline", "in the byline"
    return "alone", ""


def _is_prose(paragraph: "HtmlElement") -> bool:
    return len(words_of(paragraph.text_content())) >= _SENTENCE


def _is_byline_name(element: "HtmlElement") -> bool:
    if element.tag in ("html", "body", "main", "article"):
        return False
    return bool(_BYLINE_NAME.search(f"{element.get('class') or ''} {element.get('id') or ''}"))


def _line_around(element: "HtmlElement") -> tuple[str, str]:
    """What stands in the element's line: before it, and all without time elements."""
    from lxml.etree import iterwalk

    block = next((one for one in element.iterancestors() if one.tag in BLOCKS), element)
    pieces: list[str] = []
    before, within, is_behind = "", 0, False
    for event, one in iterwalk(block, events=("start", "end")):
        if one.tag in BLOCKS and one is not block:
            if is_behind:
                break
            pieces.clear()
        if event == "start":
            before = "".join(pieces) if one is element else before
            is_behind = is_behind or one is element
            within += one.tag == "time"
            pieces.append("" if within else one.text or "")
        else:
            within -= one.tag == "time"
            pieces.append("" if within or one is block else one.tail or "")
    return before, "".join(pieces)


def _is_little(block: str) -> bool:
    """Nothing but labels and names, as in a byline; no sentence."""
    words = re.findall(r"[^\W\d_][\w'’.-]*", _LABELS.sub(" ", block[: 2 * _PROSE]))
    return len(words) <= _FEW_WORDS and not any(word[0].islower() for word in words)


def _is_beside(element: "HtmlElement") -> bool:
    """Whether it stands in what is none of the article: a teaser, a comment, a footer."""
    return any(is_beside_article(one) for one in (element, *element.iterancestors()))


def _without_label(value: str) -> str:
    return _PUBLISHED_LABEL.sub("", value.strip())


def _searched(tree: "HtmlElement") -> str:
    """What htmldate finds fast, without sentences, time elements and what is beside the article.

    "" for nothing.
    """
    from htmldate import find_date

    copy = deepcopy(tree)
    for element in list(copy.iter("time", "aside", "nav", "footer", "p")):
        if element.tag != "p" or _is_prose(element):
            element.drop_tree()
    found = find_date(
        copy, extensive_search=False, original_date=True, min_date="1800-01-01",
        max_date="2200-12-31",
    )  # fmt: skip
    return "" if found is None or is_zero(found) else found
