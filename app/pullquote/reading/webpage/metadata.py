"""What a page says about itself: title, outlet, address, language, author, day of publication."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pullquote.reading.documents import clean_line, resolve_references
from pullquote.reading.publication_date import host
from pullquote.reading.values import FileFields
from pullquote.reading.webpage.linked_data import find_article_data
from pullquote.reading.webpage.published_day import find_published_day

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TITLES = ("og:title", "headline", "twitter:title", "dc.title")
_OUTLETS = ("og:site_name", "publisher", "application-name", "dc.publisher")


def page_fields(tree: "HtmlElement", text: str, metadata: Mapping[str, str]) -> FileFields:
    """`tree` is an lxml tree of the page, `text` what was read of it."""
    said = dict(reversed(list(_statements(tree))))
    names = [_text(tree, ".//h1"), said.get("og:title", ""), _text(tree, ".//title")]
    url = clean_line(said.get("canonical", "") or said.get("og:url", ""))
    url = url if url.startswith(("http://", "https://")) else ""
    data = find_article_data(tree, names, url)
    published = find_published_day(tree, text, said, data, url)
    said = {**data.fields, **said} if data.is_article else said
    author = _first(said, ("author", "byl"))
    return FileFields(
        title=_first(said, _TITLES) or names[0] or names[2],
        source=_first(said, _OUTLETS) or host(url),
        url=url or None,
        language=clean_line(tree.get("lang") or tree.get("xml:lang") or "") or None,
        published=published,
        metadata={**({"author": author} if author else {}), **metadata},
    )


def _statements(tree: "HtmlElement") -> Iterator[tuple[str, str]]:
    """Names and values of meta elements and the canonical link, as they stand."""
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if name and meta.get("content"):
            yield name.strip().lower(), meta.get("content")
    for link in tree.iter("link"):
        if link.get("rel") == "canonical" and link.get("href"):
            yield "canonical", link.get("href")


def plain_line(value: str) -> str:
    """One clean line in which references such as "&amp;" are characters, also those of references
    that were escaped twice.
    """
    for _ in range(3):
        value, count = resolve_references(value)
        if not count:
            break
    return clean_line(value)


def _first(said: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((plain_line(said[name]) for name in names if said.get(name, "").strip()), "")


def _text(tree: "HtmlElement", path: str) -> str:
    element = tree.find(path)
    return "" if element is None else plain_line("".join(element.itertext()))
