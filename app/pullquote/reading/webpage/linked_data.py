"""Linked data (JSON-LD) in a page: which thing is the article, and what is said of it."""

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pullquote.reading.webpage.blocks import words_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TYPE = "application/ld+json"
# What a script that is not quite JSON holds: strings stay, comments and marks around go.
_TOKEN = re.compile(
    r"""(?P<string>"(?:[^"\\]|\\.)*")|/\*(?:.*?\*/|.*)|//[^\n]*|<!--|-->|<!\[CDATA\[|\]\]>""",
    re.DOTALL,
)
_COMMA = re.compile(r"""("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])""", re.DOTALL)
_BAD_ESCAPE = re.compile(r"""\\(?:(["\\/bfnrt]|u[0-9a-fA-F]{4})|)""")

# Below these an article may stand beside other things; below the others it is never this page's.
_INTO = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "item", "about")
_ARTICLES = re.compile(r"(?:Article|Posting|Report|Review|Blog)$")
_PAGES = re.compile(r"(?:Page|WebSite|CreativeWork)$")
_FIELDS = ("headline", "datePublished", "dateModified", "dateCreated", "publisher", "author")


@dataclass(frozen=True, slots=True)
class ArticleData:
    """Values of the thing that is the article, by name in lower case, as they stand.

    `type` is what the thing says to be; `is_article` whether that is an article or a page. `rivals`
    are days of other articles that it could be as well.
    """

    type: str = ""
    is_article: bool = True
    fields: Mapping[str, str] = field(default_factory=dict)
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Thing:
    value: Mapping[str, Any]
    is_part: bool

    @property
    def types(self) -> list[str]:
        types = self.value.get("@type")
        return [str(one) for one in (types if isinstance(types, list) else [types]) if one]


def find_article_data(tree: "HtmlElement", names: Sequence[str], url: str) -> ArticleData:
    """The thing with a day of publication that is this page's article, if it is there.

    An article comes before a page and a page before films and pictures; then the one at this
    `url`, the one whose headline has the words of the page's `names`, and what is no part of
    another thing. The first of equals is taken.
    """
    things = [
        thing
        for script in tree.iter("script")
        if (script.get("type") or "").split(";")[0].strip().lower() == _TYPE
        for value in _values(script.text or "")
        for thing in _things(value)
        if isinstance(thing.value.get("datePublished"), str | int)
    ]
    if not things:
        return ArticleData()
    known = set(words_of(" ".join(names)))
    ranks = [_rank(thing, known, url) for thing in things]
    best = max(ranks)
    equal = [thing for thing, rank in zip(things, ranks, strict=True) if rank == best]
    first = equal[0].value
    fields = {key.lower(): name for key in _FIELDS if (name := _name(first.get(key)))}
    days = {str(thing.value["datePublished"])[:10] for thing in equal}
    rivals = days - {fields.get("datepublished", "")[:10]}
    return ArticleData(", ".join(equal[0].types), best[0] > 1, fields, tuple(sorted(rivals)))


def _rank(thing: _Thing, known: set[str], url: str) -> tuple[int, bool, float, bool]:
    headline = words_of(_name(thing.value.get("headline")) or _name(thing.value.get("name")))
    same = sum(word in known for word in headline) / max(len(headline), 1)
    addresses = {_address(thing.value.get(key)) for key in ("url", "@id", "mainEntityOfPage")}
    kinds = [3 if _ARTICLES.search(one) else 2 if _PAGES.search(one) else 1 for one in thing.types]
    kind = max(kinds, default=2)
    return kind, bool(url) and _address(url) in addresses, round(same, 1), not thing.is_part


def _address(value: object) -> str:
    """Without scheme, fragment and final slash."""
    if isinstance(value, Mapping):
        value = value.get("@id") or value.get("url")
    if not isinstance(value, str):
        return ""
    return value.split("#")[0].split("?")[0].rstrip("/").removeprefix("http").removeprefix("s")


def _values(text: str) -> Iterator[object]:
    """What the script holds, though it be not quite JSON; several things may follow one another."""
    try:
        yield json.loads(text, strict=False)
        return
    except (ValueError, RecursionError):
        text = _mended(text)
    decoder = json.JSONDecoder(strict=False)
    place = 0
    while place < len(text):
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            return
        yield value
        while place < len(text) and text[place] in " \t\r\n;,":
            place += 1


def _mended(text: str) -> str:
    """Without comments, CDATA marks, commas before a bracket, and what JSON cannot escape."""
    text = _TOKEN.sub(lambda found: found["string"] or " ", text)
    text = _COMMA.sub(lambda found: found[1] or "", text)
    return _BAD_ESCAPE.sub(lambda found: found[0] if found[1] else "", text).lstrip(
        "\ufeff \t\r\n;"
    )


def _things(value: object) -> Iterator[_Thing]:
    waiting = deque[tuple[object, bool]]([(value, False)])
    while waiting:
        thing, is_part = waiting.popleft()
        if isinstance(thing, list):
            waiting.extendleft((one, is_part) for one in reversed(thing))
        elif isinstance(thing, dict):
            yield _Thing(thing, is_part)
            for key in _INTO:
                part = is_part or key in ("hasPart", "itemListElement", "item", "about")
                waiting.append((thing.get(key), part))


def _name(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name, value)))
    if isinstance(value, dict):
        value = value.get("name")
    return str(value) if isinstance(value, str | int) else ""
