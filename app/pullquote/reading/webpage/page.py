"""A web page becomes a document: the text of its article, what the page says about itself, and a
count of what was left out.
"""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pullquote.model.values import NewDocument
from pullquote.reading.documents import (
    clean_line,
    left_out,
    new_document,
    resolve_references,
    stated_author,
)
from pullquote.reading.encodings import Decoded, declared_charset, decode
from pullquote.reading.errors import FileDamaged, NotText
from pullquote.reading.file_access import damage_of_parser, read_bytes
from pullquote.reading.publication_date import host, read_day
from pullquote.reading.titles import is_menu
from pullquote.reading.values import FileFields, ReadOptions, Source
from pullquote.reading.webpage.article import Article, find_article
from pullquote.reading.webpage.blocks import find_blocks, text_of
from pullquote.reading.webpage.linked_data import find_article_data
from pullquote.reading.webpage.published_day import find_published_day

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TITLES = ("og:title", "headline", "twitter:title", "dc.title")
_OUTLETS = ("og:site_name", "publisher", "application-name", "dc.publisher")
_SUFFIX = re.compile(r"(?P<title>.*\S)\s+[-–—|·:»]+\s+(?P<name>\S(?:(?!\s[-–—|·»]\s).){1,38}\S)")
_PREFIX = re.compile(r"(?P<name>[^\s:|–—][^:|–—]{1,38}?)\s?[:|–—]\s+(?P<title>\S.*)")

# Not allowed in XML, whose rules the parsers keep.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:x0*([0-9a-f]{1,6})|0*([0-9]{1,7}));?", re.IGNORECASE)


def read(source: Source, options: ReadOptions) -> Iterator[NewDocument]:
    raw = read_bytes(source, options.limits)
    decoded = decode(raw, declared_charset(raw), asked=options.encoding)
    if decoded is None:
        raise NotText(file=source.name)
    page, replaced = _allowed(decoded.text)
    fields, text, reader = _extract(source, page)
    yield new_document(
        source,
        raw,
        Decoded(text, decoded.encoding, decoded.replaced + replaced, decoded.guessed),
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
        article = find_article(tree, find_blocks(tree))
        text = text_of(article.kept)
        fields = page_fields(tree, text, _left_out(article))
    return fields, text, f"html trafilatura {trafilatura.__version__}"


def _left_out(article: Article) -> Mapping[str, str]:
    """How many words were taken for the page around the article, and which."""
    count = sum(len(block.words) for block in article.left_out)
    return left_out(count, [text_of(article.left_out)])


def _parse(source: Source, page: str) -> "HtmlElement":
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    tree = document_fromstring(page.encode(), parser=parser)
    if any("depth" in entry.message for entry in parser.error_log):
        raise FileDamaged(file=source.name, why="its elements are nested too deeply")
    return tree


def page_fields(tree: "HtmlElement", text: str, metadata: Mapping[str, str]) -> FileFields:
    """`tree` is an lxml tree of the page, `text` what was read of it."""
    said = dict(reversed(list(_statements(tree))))
    names = [_text(tree, ".//h1"), said.get("og:title", ""), _text(tree, ".//title")]
    url = clean_line(said.get("canonical", "") or said.get("og:url", ""))
    url = url if url.startswith(("http://", "https://")) else ""
    data = find_article_data(tree, names, url)
    published = find_published_day(tree, text, said, data, url)
    said = {**data.fields, **said} if data.is_article else said
    stated = _first(said, _TITLES) or names[0]
    headline, beside = ("", "") if stated else _headline_within(tree, names[2])
    title, outlet = without_outlet(tree, stated or headline or names[2], said, url)
    outlet = outlet or beside
    if not outlet and title != names[2]:
        outlet = _behind(title, names[2])
    return FileFields(
        title=title,
        source=_first(said, _OUTLETS) or outlet or host(url),
        url=url or None,
        language=clean_line(tree.get("lang") or tree.get("xml:lang") or "") or None,
        published=published,
        metadata={**stated_author(_first(said, ("author", "byl"))), **metadata},
    )


def without_outlet(
    tree: "HtmlElement", title: str, said: Mapping[str, str], url: str
) -> tuple[str, str]:
    """`title` without the outlet that it ends with, and that outlet; "" where it ends with none.

    An outlet is what the page calls itself, links to by that name or has for an address.
    """
    found = _SUFFIX.fullmatch(title)
    if found is None:
        return title, ""
    name = found["name"]
    address = _letters(host(url) or "")
    known = {_letters(plain_line(said[key])) for key in _OUTLETS if key in said}
    is_outlet = _letters(name) in known or (address and address.startswith(_letters(name)))
    if not is_outlet and not is_menu(name):
        # What tells of one article is linked to from that article's page only by others.
        is_outlet = any(plain_line(a.text_content()) == name for a in tree.iter("a"))
    return (found["title"], name) if is_outlet else (title, "")


def _headline_within(tree: "HtmlElement", whole: str) -> tuple[str, str]:
    """A heading of the page that its title begins or ends with, and the outlet beside it; "" where
    there is none.
    """
    for element in tree.iter("h2", "h3"):
        heading = plain_line(element.text_content())
        if " " in heading and heading != whole:
            if outlet := _behind(heading, whole):
                return heading, outlet
            before = _PREFIX.fullmatch(whole)
            if before and before["title"] == heading and not is_menu(before["name"]):
                return heading, before["name"]
    return "", ""


def _behind(title: str, whole: str) -> str:
    """The outlet behind a headline in the title of a page, "" if no name stands there."""
    found = _SUFFIX.fullmatch(whole)
    if found is None or not title or not whole.startswith(title):
        return ""
    name = found["name"]
    is_name = all(word[0].isupper() for word in name.split() if len(word) > 3)
    return name if is_name and not is_menu(name) and not read_day(name) else ""


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


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
