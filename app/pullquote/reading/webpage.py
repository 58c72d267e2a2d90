"""Web pages: the article without the page around it, and what the page says about itself."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pullquote.model.values import NewDocument
from pullquote.reading.decoding import Decoded, declared_charset, decode
from pullquote.reading.documents import document
from pullquote.reading.errors import FileDamaged, NotText
from pullquote.reading.opening import parsing, read_bytes
from pullquote.reading.page_metadata import page_fields
from pullquote.reading.values import Fields, ReadOptions, Source

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
    yield document(
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


def _extract(source: Source, page: str) -> tuple[Fields, str, str]:
    """What the page says about itself, its text, and what found the text."""
    import trafilatura
    from lxml.etree import LxmlError

    with parsing(source, LxmlError):
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
