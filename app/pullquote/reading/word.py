"""Word documents: a line for each paragraph, those of tables and boxes too, in their order."""

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pullquote.model.values import NewDocument
from pullquote.reading.documents import new_document
from pullquote.reading.encodings import Decoded
from pullquote.reading.errors import FileDamaged
from pullquote.reading.file_access import damage_of_parser, read_bytes
from pullquote.reading.values import FileFields, Limits, ReadOptions, Source

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.oxml.text.paragraph import CT_P

_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
# Markup and packing: unpacked, a document of 20 million characters stays under this.
_UNPACKED = 8


def read(source: Source, options: ReadOptions) -> Iterator[NewDocument]:
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    raw = read_bytes(source, options.limits)
    with damage_of_parser(source, OpcError, LxmlError):
        _refuse_bomb(source, raw, options.limits)
        word = docx.Document(io.BytesIO(raw))
        text = "\n".join(_lines(word))
        fields = FileFields(title=_title(word), metadata=_metadata(word))
    yield new_document(
        source,
        raw,
        Decoded(text, "docx"),
        reader="docx python-docx " + docx.__version__,
        limits=options.limits,
        fields=fields,
    )


def _refuse_bomb(source: Source, raw: bytes, limits: Limits) -> None:
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > _UNPACKED * limits.text:
            raise FileDamaged(file=source.name, why="it unpacks to far more than a text needs")


def _lines(word: "Word") -> Iterator[str]:
    from docx.oxml.ns import qn

    for paragraph in word.element.body.iter(qn("w:p")):
        # A box stands in the file a second time, for older programs.
        if next(paragraph.iterancestors(f"{{{_COMPATIBILITY}}}Fallback"), None) is None:
            yield "".join(_pieces(paragraph, qn))


def _pieces(paragraph: "CT_P", qn: Callable[[str], str]) -> Iterator[str]:
    """What is read in a paragraph: inserted words are, those deleted or moved away are not."""
    signs = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "\u2011"}
    for node in paragraph.iter(qn("w:t"), *signs):
        within = next(node.iterancestors(qn("w:p"), qn("w:moveFrom"), qn("w:tabs")), None)
        if within is paragraph:
            yield signs.get(node.tag) or node.text or ""


def _title(word: "Word") -> str:
    """A paragraph in the style of a title."""
    for paragraph in word.paragraphs[:20]:
        if paragraph.style is not None and paragraph.style.name == "Title":
            return str(paragraph.text)
    return ""


def _metadata(word: "Word") -> dict[str, str]:
    author = word.core_properties.author
    return {"author": author} if author else {}
