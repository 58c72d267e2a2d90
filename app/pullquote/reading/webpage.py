"""Web pages: the article without the page around it, and what the page says about itself."""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pullquote.model.values import NewDocument, Published
from pullquote.reading.documents import clean_line, new_document
from pullquote.reading.encodings import Decoded, declared_charset, decode
from pullquote.reading.errors import FileDamaged, NotText
from pullquote.reading.file_access import damage_of_parser, read_bytes
from pullquote.reading.publication_date import host, published
from pullquote.reading.values import FileFields, ReadOptions, Source

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_INLINE = (
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd label mark q s samp small span "
    "strong sub sup time tt u var wbr"
)

# Not allowed in XML, whose rules the parsers keep.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:x0*([0-9a-f]{1,6})|0*([0-9]{1,7}));?", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_UNSEEN = ("head", "script", "style", "noscript", "template", "svg")


def read(source: Source, options: ReadOptions) -> Iterator[NewDocument]:
    raw = read_bytes(source, options.limits)
    decoded = decode(raw, declared_charset(raw))
    if decoded is None:
        raise NotText(file=source.name)
    page, replaced = _allowed(decoded.text)
    fields, text, reader = _extract(source, page)
    yield new_document(
        source,
        raw,
        Decoded(text, decoded.encoding, decoded.replaced + replaced),
        reader=reader,
        limits=options.limits,
        fields=fields,
    )


def _allowed(page: str) -> tuple[str, int]:
    """`page` with U+FFFD for each character, also one written as a number, that XML forbids."""
    page, replaced = _FORBIDDEN.subn("\ufffd", page.replace("\f", " "))

    def reference(found: re.Match[str]) -> str:
        nonlocal replaced
        code = int(found[1], 16) if found[1] else int(found[2])
        if code > 0x10FFFF or not _FORBIDDEN.match(chr(code)):
            return found[0]
        replaced += 1
        return "\ufffd"

    return _REFERENCE.sub(reference, page), replaced


def _extract(source: Source, page: str) -> tuple[FileFields, str, str]:
    """What the page says about itself, its text, and what found the text."""
    import trafilatura
    from lxml.etree import LxmlError

    with damage_of_parser(source, LxmlError):
        tree = _parse(source, page)
        fields = page_fields(tree)
        # Its own default would take out a paragraph that comes back.
        text = trafilatura.extract(tree, deduplicate=False, include_comments=False)
        if text:
            return fields, text, f"html trafilatura {trafilatura.__version__}"
        return fields, strip_tags(tree), "html tags 1"


def _parse(source: Source, page: str) -> "HtmlElement":
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    tree = document_fromstring(page.encode(), parser=parser)
    if any("depth" in entry.message for entry in parser.error_log):
        raise FileDamaged(file=source.name, why="its elements are nested too deeply")
    return tree


def strip_tags(tree: "HtmlElement") -> str:
    """All the text that a page shows, a line for each block; changes the tree."""
    for element in list(tree.iter(*_UNSEEN)):
        element.drop_tree()
    inline = set(_INLINE.split())
    for element in tree.iter():
        edge = "" if element.tag in inline else "\n"
        element.text = edge + _SPACE.sub(" ", element.text or "")
        element.tail = edge + _SPACE.sub(" ", element.tail or "")
    lines = (line.strip() for line in "".join(tree.itertext()).split("\n"))
    return "\n".join(line for line in lines if line)


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


def page_fields(tree: "HtmlElement") -> FileFields:
    """`tree` is an lxml tree of the page."""
    said = dict(reversed(list(_statements(tree))))
    url = clean_line(said.get("canonical", "") or said.get("og:url", ""))
    url = url if url.startswith(("http://", "https://")) else ""
    return FileFields(
        title=_first(said, _TITLES) or _text(tree, ".//h1") or _text(tree, ".//title"),
        source=_first(said, _OUTLETS) or host(url),
        url=url or None,
        language=clean_line(tree.get("lang") or tree.get("xml:lang") or "") or None,
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
    return next((clean_line(said[name]) for name in names if said.get(name, "").strip()), "")


def _text(tree: "HtmlElement", path: str) -> str:
    element = tree.find(path)
    return "" if element is None else clean_line("".join(element.itertext()))
