"""What a web page says about itself in its head: title, outlet, address, language, date."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pullquote.model.values import Published
from pullquote.reading.documents import one_line
from pullquote.reading.published import published
from pullquote.reading.sources import host
from pullquote.reading.values import Fields

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TITLES = ("og:title", "headline", "twitter:title", "dc.title")
_OUTLETS = ("og:site_name", "publisher", "application-name", "dc.publisher")
_DATES = (
    "article:published_time",
    "datepublished",
    "og:published_time",
    "article.published",
    "parsely-pub-date",
    "sailthru.date",
    "publish-date",
    "publishdate",
    "pubdate",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "date",
)


def page_fields(tree: "HtmlElement") -> Fields:
    """`tree` is an lxml tree of the page."""
    said = dict(reversed(list(_statements(tree))))
    url = one_line(said.get("canonical", "") or said.get("og:url", ""))
    url = url if url.startswith(("http://", "https://")) else ""
    return Fields(
        title=_first(said, _TITLES) or _text(tree, ".//h1") or _text(tree, ".//title"),
        source=_first(said, _OUTLETS) or host(url),
        url=url or None,
        language=one_line(tree.get("lang") or tree.get("xml:lang") or "") or None,
        published=_published(tree, said),
        metadata={"author": author} if (author := _first(said, ("author", "byl"))) else {},
    )


def _statements(tree: "HtmlElement") -> Iterator[tuple[str, str]]:
    """Names and values of meta elements, linked data and the canonical link, as they stand."""
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if name and meta.get("content"):
            yield name.lower(), meta.get("content")
    for link in tree.iter("link"):
        if link.get("rel") == "canonical" and link.get("href"):
            yield "canonical", link.get("href")
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        yield from _linked_data(script.text or "")


def _linked_data(text: str) -> Iterator[tuple[str, str]]:
    """Headline, date, publisher and author of each thing that has a date of publication."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    waiting = [data]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, list):
            waiting.extend(thing)
        elif isinstance(thing, dict):
            waiting.append(thing.get("@graph"))
            if "datePublished" in thing:
                for key in ("headline", "datePublished", "publisher", "author"):
                    if name := _name(thing.get(key)):
                        yield key.lower(), name


def _name(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name, value)))
    if isinstance(value, dict):
        value = value.get("name")
    return value if isinstance(value, str) else ""


def _published(tree: "HtmlElement", said: dict[str, str]) -> Published:
    for name in _DATES:
        if name in said and (found := published(said[name], "metadata")) != Published():
            return found
    times = [time.get("datetime") for time in tree.iter("time") if time.get("datetime")]
    return published(times[0], "metadata") if times else Published()


def _first(said: dict[str, str], names: tuple[str, ...]) -> str:
    return next((one_line(said[name]) for name in names if said.get(name, "").strip()), "")


def _text(tree: "HtmlElement", path: str) -> str:
    element = tree.find(path)
    return "" if element is None else one_line("".join(element.itertext()))
