"""Word documents: a line for each paragraph, those of tables, boxes and notes too, in their order.

What Word does not show as the text (hidden and deleted words, headers, footers, comments) is left
out, counted and kept to be looked at.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from pullquote.model.values import NewDocument
from pullquote.reading.documents import left_out, new_document, stated_author
from pullquote.reading.encodings import Decoded
from pullquote.reading.errors import FileDamaged, FileEncrypted
from pullquote.reading.file_access import damage_of_parser, read_bytes
from pullquote.reading.values import FileFields, LayoutCount, Limits, ReadOptions, Source

if TYPE_CHECKING:
    from docx.document import Document as Word
    from lxml.etree import _Element as Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARAGRAPH, _RUN, _STYLE, _HIDDEN = f"{_W}p", f"{_W}r", f"{_W}style", f"{_W}rPr/{_W}vanish"
_TEXT = (f"{_W}t", f"{_MATH}t")
_SIGNS = {
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "\u2011",
}
_SYMBOL, _DELETED_TEXT = f"{_W}sym", f"{_W}delText"
# Words in these are no part of the text: deleted, or a reading in small letters above a word.
_LEFT_OUT = {f"{_W}del", f"{_W}rt"}
# Words moved away stand where they went; a tab in a list of tab stops is none.
_ELSEWHERE = {f"{_W}moveFrom", f"{_W}tabs"}
_NO = {"0", "false", "off"}
_NOTES: LayoutCount = "notes at the end"
# Markup and packing: unpacked, a document of 20 million characters stays under this.
_UNPACKED = 8
# Word puts a document with a password as a stream of this name into a file of another kind.
_COMPOUND, _ENCRYPTED = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")


def read(source: Source, options: ReadOptions) -> Iterator[NewDocument]:
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    raw = read_bytes(source, options.limits)
    if raw.startswith(_COMPOUND) and _ENCRYPTED in raw:
        raise FileEncrypted(file=source.name)
    # A part that is encrypted, or packed in a way that Python does not know, is a RuntimeError.
    with damage_of_parser(source, OpcError, LxmlError, RuntimeError):
        _refuse_bomb(source, raw, options.limits)
        words = _Words(docx.Document(io.BytesIO(raw)))
        text, fields = words.text(), words.fields()
    yield new_document(
        source,
        raw,
        Decoded(text, "docx", words.unknown),
        reader=f"docx 2 python-docx {docx.__version__}",
        limits=options.limits,
        fields=fields,
    )


def _refuse_bomb(source: Source, raw: bytes, limits: Limits) -> None:
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > _UNPACKED * limits.text:
            raise FileDamaged(file=source.name, why="it unpacks to far more than a text needs")


class _Words:
    """What is read of one document; `unknown` counts signs of fonts that nobody can tell."""

    def __init__(self, word: "Word") -> None:
        self._word = word
        self._left_out: list[str] = []
        self._notes = 0
        self._title = ""
        self.unknown = 0

    def text(self) -> str:
        body: Element = self._word.element.body
        lines = list(self._lines(body, with_title=True))
        for kind in ("footnote", "endnote"):
            lines += self._notes_of(kind, body)
        for kind in ("header", "footer", "comments"):
            for part in self._parts(kind):
                self._leave_out(self._lines(part))
        return "\n".join(lines)

    def fields(self) -> FileFields:
        metadata = stated_author(self._word.core_properties.author)
        if self._notes:
            metadata[_NOTES] = str(self._notes)
        metadata |= left_out(sum(len(line.split()) for line in self._left_out), self._left_out)
        return FileFields(title=self._title, metadata=metadata)

    def _lines(self, within: "Element", *, with_title: bool = False) -> Iterator[str]:
        """A line a paragraph; none for one of which nothing is shown."""
        for paragraph in within.iter(_PARAGRAPH):
            # A box stands in the file a second time, for older programs.
            if next(paragraph.iterancestors(_FALLBACK), None) is not None:
                continue
            style = _value(paragraph.find(f"{_W}pPr/{_W}pStyle"))
            shown, not_shown = list[str](), list[str]()
            for piece, is_shown in self._pieces(paragraph, style):
                (shown if is_shown else not_shown).append(piece)
            line, hidden = "".join(shown), "".join(not_shown)
            self._leave_out([hidden])
            if with_title and not self._title and self._names.get(style) == "title":
                self._title = line
            if line.strip() or not hidden.strip():
                yield line

    def _leave_out(self, lines: Iterable[str]) -> None:
        self._left_out += filter(None, map(str.strip, lines))

    def _pieces(self, paragraph: "Element", style: str) -> Iterator[tuple[str, bool]]:
        """Words and signs, and whether Word shows them: inserted ones it does."""
        stops = {_PARAGRAPH, *_LEFT_OUT, *_ELSEWHERE}
        for node in paragraph.iter(*_TEXT, *_SIGNS, _SYMBOL, _DELETED_TEXT):
            run = None
            for within in node.iterancestors():
                run = within if within.tag == _RUN and run is None else run
                if within.tag in stops:
                    break
            if within is paragraph:
                is_shown = node.tag != _DELETED_TEXT and not self._is_hidden(run, style)
                yield self._words_of(node), is_shown
            elif within.tag in _LEFT_OUT and next(within.iterancestors(_PARAGRAPH)) is paragraph:
                yield self._words_of(node), False

    def _words_of(self, node: "Element") -> str:
        if node.tag != _SYMBOL:
            return _SIGNS.get(str(node.tag)) or node.text or ""
        sign = _sign_of(node.get(f"{_W}font", ""), node.get(f"{_W}char", ""))
        self.unknown += sign == _UNKNOWN
        return sign

    def _is_hidden(self, run: "Element | None", paragraph_style: str) -> bool:
        """As the run says, else its style, else that of the paragraph."""
        if run is None:
            return False
        own = run.find(_HIDDEN)
        if own is not None:
            return _value(own) not in _NO
        style = _value(run.find(f"{_W}rPr/{_W}rStyle"))
        return self._hides(style) or self._hides(paragraph_style)

    def _hides(self, style: str) -> bool:
        seen = set[str]()
        while style in self._styles and style not in seen:
            seen.add(style)
            found = self._styles[style].find(_HIDDEN)
            if found is not None:
                return _value(found) not in _NO
            style = _value(self._styles[style].find(f"{_W}basedOn"))
        return False

    @cached_property
    def _styles(self) -> Mapping[str, "Element"]:
        """The styles by id."""
        parts = self._parts("styles")
        found = (style for part in parts for style in part.iter(_STYLE))
        return {style.get(f"{_W}styleId", ""): style for style in found}

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """Their names in small letters."""
        return {
            key: _value(style.find(f"{_W}name")).casefold() for key, style in self._styles.items()
        }

    def _parts(self, kind: str) -> Iterator["Element"]:
        """The parts that the document is related to as `kind`, each once."""
        from docx.oxml.parser import parse_xml

        seen = set[str]()
        for relation in self._word.part.rels.values():
            if relation.is_external or not relation.reltype.endswith(f"/{kind}"):
                continue
            part = relation.target_part
            if str(part.partname) not in seen:
                seen.add(str(part.partname))
                yield parse_xml(part.blob)

    def _notes_of(self, kind: str, body: "Element") -> Iterator[str]:
        """The notes that the text points at, in its order; others are left out."""
        notes = {
            note.get(f"{_W}id", ""): note
            for part in self._parts(f"{kind}s")
            for note in part.iter(f"{_W}{kind}")
            if note.get(f"{_W}type", "normal") == "normal"
        }
        wanted = [ref.get(f"{_W}id", "") for ref in body.iter(f"{_W}{kind}Reference")]
        for key in dict.fromkeys(wanted):
            if key in notes:
                self._notes += 1
                yield from self._note(notes.pop(key))
        for note in notes.values():
            self._leave_out(self._lines(note))

    def _note(self, note: "Element") -> Iterable[str]:
        """Without the space that stands behind its number."""
        return (line.strip() for line in self._lines(note))


def _value(element: "Element | None") -> str:
    return "" if element is None else element.get(f"{_W}val", "")


_UNKNOWN = "\ufffd"

_PRIVATE = range(0xF000, 0xF100)
# The encoding of the font Symbol, from 20 to 7E and from A0 to FE, as Adobe published it
# (symbol.txt of the Unicode consortium); U+FFFD where a place is empty or a piece of a bracket.
_LOW = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?"
    "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
    "\ufffdαβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_HIGH = (
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓"
    "°±″≥×∝∂•÷≠≡≈…\ufffd\ufffd↵"
    "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉"
    "∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"
    "◊〈®©™∑\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"
    "\ufffd〉∫⌠\ufffd⌡\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"
)
_SYMBOL_FONT = {0x20 + place: sign for place, sign in enumerate(_LOW)} | {
    0xA0 + place: sign for place, sign in enumerate(_HIGH)
}
_WINGDINGS_FONT = dict(
    zip(
        bytes.fromhex("22 28 2A 4A 4B 4C 6C 6E 6F 71 74 75 76 77 9F A7 A8 AB D8 DF E0 E1 E2 E8"
                      "FB FC FD FE"),
        "✂☎✉☺😐☹●■□❑⧫◆❖⬥•▪◻★➢←→↑↓➔✗✓☒☑",
        strict=True,
    )
)  # fmt: skip
_FONTS: Mapping[str, Mapping[int, str]] = {"symbol": _SYMBOL_FONT, "wingdings": _WINGDINGS_FONT}


def _sign_of(font: str, code: str) -> str:
    """The character of a sign, `code` in hexadecimal, as Word writes it; _UNKNOWN where none is.

    Codes from F000 to F0FF are places in the font, others are characters.
    """
    try:
        number = int(code, 16)
    except ValueError:
        return _UNKNOWN
    signs = _FONTS.get(font.casefold())
    if number in _PRIVATE or (signs is not None and number < 0x100):
        return (signs or {}).get(number & 0xFF, _UNKNOWN)
    is_character = 0x20 <= number < 0x110000 and not 0xD800 <= number < 0xE000
    return chr(number) if is_character else _UNKNOWN
