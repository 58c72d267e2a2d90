"""A web page becomes a document: the article's text, and a count of what was left out."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pullquote.model.values import NewDocument
from pullquote.reading.documents import LEFT_OUT, LEFT_OUT_WORDS, new_document
from pullquote.reading.encodings import Decoded, declared_charset, decode
from pullquote.reading.errors import FileDamaged, NotText
from pullquote.reading.file_access import damage_of_parser, read_bytes
from pullquote.reading.values import FileFields, ReadOptions, Source

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pullquote.reading.webpage.article import Article

# Not allowed in XML, whose rules the parsers keep.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:x0*([0-9a-f]{1,6})|0*([0-9]{1,7}));?", re.IGNORECASE)
# So much of what was left out is kept to be looked at, in code points.
_SHOWN = 20_000


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

    from pullquote.reading.webpage.article import find_article
    from pullquote.reading.webpage.blocks import find_blocks, text_of
    from pullquote.reading.webpage.metadata import page_fields

    with damage_of_parser(source, LxmlError):
        tree = _parse(source, page)
        article = find_article(tree, find_blocks(tree))
        text = text_of(article.kept)
        fields = page_fields(tree, text, _left_out(article))
    return fields, text, f"html trafilatura {trafilatura.__version__}"


def _left_out(article: "Article") -> Mapping[str, str]:
    """How many words were taken for the page around the article, and which."""
    from pullquote.reading.webpage.blocks import text_of

    count = sum(len(block.words) for block in article.left_out)
    if not count:
        return {}
    words = text_of(article.left_out)
    shown = words if len(words) <= _SHOWN else words[:_SHOWN] + "…"
    return {LEFT_OUT_WORDS: str(count), LEFT_OUT: shown}


def _parse(source: Source, page: str) -> "HtmlElement":
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    tree = document_fromstring(page.encode(), parser=parser)
    if any("depth" in entry.message for entry in parser.error_log):
        raise FileDamaged(file=source.name, why="its elements are nested too deeply")
    return tree
