"""What is written on a page: each glyph with its letters, its place and its size."""

import ctypes
import math
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pypdfium2

# PDFium gives U+0002 or U+FFFE for a hyphen at the end of a line.
_HYPHENS = {0x02: "-", 0xFFFE: "-"}
_UNREADABLE = "\ufffd"
_SMALLEST = 0.5  # points; smaller letters are not meant to be seen
_LEANING = 5.0  # degrees that the lines of a scan may lean
_EDGE = 2.0  # points that a letter may stand out of the page
_BOLD = ("bold", "black", "heavy", "semibold", "demi")

# Of the letters outside a page, spaces counted.
_OUTSIDE_KEPT = 5_000


@dataclass(slots=True)
class Glyph:
    """Points, seen in the direction of writing: x to the right, `y` of the baseline upwards.

    `text` is what the glyph stands for, spelled out; a space is a glyph too. `order` is its place
    in the file.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    order: int


@dataclass(slots=True)
class PageGlyphs:
    """The glyphs in the direction that most of a page runs in, and those of each other direction.

    `width` and `height` are those of the page, turned so that the former are upright. `outside`
    counts letters beyond its edges, `outside_glyphs` are the first of them with their spaces,
    `unreadable` counts those whose font does not say what they are.
    """

    upright: list[Glyph]
    aside: list[list[Glyph]]
    width: float
    height: float
    letters: int
    outside: int
    outside_glyphs: list[Glyph]
    unreadable: int
    has_pictures: bool


def page_glyphs(page: "pypdfium2.PdfPage") -> PageGlyphs:
    """Everything that is written on a page; PDFium raises an error where the page is damaged."""
    left, bottom, right, top = page.get_bbox()
    reader = _PageReader(left, bottom, right, top)
    textpage = page.get_textpage()
    try:
        reader.read(textpage.raw, textpage.count_chars())
    finally:
        textpage.close()
    straight = [angle for angle in reader.glyphs if angle % 90 == 0]
    main = max(straight, key=lambda angle: (len(reader.glyphs[angle]), -angle), default=0)
    width, height = right - left, top - bottom
    upright = reader.glyphs.pop(main, [])
    return PageGlyphs(
        upright,
        [reader.glyphs[angle] for angle in sorted(reader.glyphs)],
        *((height, width) if main % 180 else (width, height)),
        letters=reader.letters,
        outside=reader.outside,
        outside_glyphs=reader.outside_glyphs,
        unreadable=reader.unreadable,
        has_pictures=not reader.letters and _has_pictures(page),
    )


class _Style(NamedTuple):
    """What the glyphs of one text object share; `angle` in whole degrees."""

    size: float
    bold: bool
    angle: int
    shear: float


class _PageReader:
    """Takes the glyphs of a page, by the angle that they run at."""

    def __init__(self, left: float, bottom: float, right: float, top: float) -> None:
        import pypdfium2.raw

        self._pdfium: Any = pypdfium2.raw
        self._edges = left, bottom, right, top
        self._styles: dict[int | None, _Style] = {}
        self.glyphs: dict[int, list[Glyph]] = defaultdict(list)
        self.letters = self.outside = self.unreadable = 0
        self.outside_glyphs: list[Glyph] = []

    def read(self, textpage: Any, count: int) -> None:  # noqa: ANN401 - a pointer of PDFium
        c = self._pdfium
        x, y, box = ctypes.c_double(), ctypes.c_double(), c.FS_RECTF()
        to_x, to_y, to_box = ctypes.byref(x), ctypes.byref(y), ctypes.byref(box)
        owner_of, pointer = c.FPDFText_GetTextObject, ctypes.c_void_p
        glyph, before = Glyph("", 0, 0, 0, 0, False, -1), (0.0, 0.0, 0)
        for index in range(count):
            code = c.FPDFText_GetUnicode(textpage, index)
            owner = pointer.from_buffer(owner_of(textpage, index)).value
            if owner is None:
                continue  # a space or a line end that PDFium guessed
            style = self._styles.get(owner)
            if style is None:
                style = self._styles[owner] = self._style(textpage, index)
            c.FPDFText_GetCharOrigin(textpage, index, to_x, to_y)
            c.FPDFText_GetLooseCharBox(textpage, index, to_box)
            text = _spelled(code)
            if code > 0x20 and c.FPDFText_HasUnicodeMapError(textpage, index) == 1:
                text = _UNREADABLE
            here = (x.value, y.value, owner)
            if here == before and not text.isspace():
                # A ligature comes as several letters, those of right-to-left scripts backwards.
                glyph.text = _ligature(glyph.text, text)
                continue
            before = here
            glyph = Glyph(text, 0, 0, 0, style.size, style.bold, index)
            sides = box.left, box.bottom, box.right, box.top
            self._take(glyph, style, x.value, y.value, sides)

    def _take(
        self,
        glyph: Glyph,
        style: _Style,
        x: float,
        y: float,
        box: tuple[float, float, float, float],
    ) -> None:
        is_letter = not glyph.text.isspace()
        left, bottom, right, top = self._edges
        is_on_page = left - _EDGE <= x <= right + _EDGE and bottom - _EDGE <= y <= top + _EDGE
        if style.size < _SMALLEST or not is_on_page:
            self.outside += is_letter
            if len(self.outside_glyphs) < _OUTSIDE_KEPT:
                self.outside_glyphs.append(glyph)
            return
        self.letters += is_letter
        self.unreadable += glyph.text == _UNREADABLE
        _place(glyph, style, x, y, box, self._edges)
        self.glyphs[style.angle].append(glyph)

    def _style(self, textpage: Any, index: int) -> _Style:  # noqa: ANN401
        c = self._pdfium
        matrix = c.FS_MATRIX()
        c.FPDFText_GetMatrix(textpage, index, ctypes.byref(matrix))
        a, b, across = matrix.a, matrix.b, math.hypot(matrix.a, matrix.b)
        height = abs(matrix.a * matrix.d - matrix.b * matrix.c) / across if across else 0.0
        size = c.FPDFText_GetFontSize(textpage, index) * height
        angle = math.degrees(math.atan2(b, a)) % 360
        nearest = round(angle / 90) * 90
        angle = nearest if abs(angle - nearest) <= _LEANING else round(angle)
        # How far an upright stroke leans for each point of its height, as in slanted letters.
        lean = (
            (matrix.a * matrix.c + matrix.b * matrix.d) / (across * height)
            if across and height
            else 0.0
        )
        return _Style(size, self._is_bold(textpage, index), int(angle) % 360, abs(lean))

    def _is_bold(self, textpage: Any, index: int) -> bool:  # noqa: ANN401
        name = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        c = self._pdfium
        c.FPDFText_GetFontInfo(textpage, index, name, 128, ctypes.byref(flags))
        known = name.value.decode("utf-8", "replace").casefold()
        return any(word in known for word in _BOLD) or (
            c.FPDFText_GetFontWeight(textpage, index) >= 600
        )


def _place(
    glyph: Glyph,
    style: _Style,
    x: float,
    y: float,
    box: tuple[float, float, float, float],
    edges: tuple[float, float, float, float],
) -> None:
    """Put the glyph where it stands once its direction of writing is turned upright.

    Its width is that of its box, less what slanted letters lean over their neighbours.
    """
    (left, bottom, right, top), (page_left, page_bottom, page_right, page_top) = box, edges
    across, upwards = right - left, top - bottom
    if style.angle == 0:
        glyph.x0, glyph.y = x - page_left, y - page_bottom
    elif style.angle == 90:
        glyph.x0, glyph.y = y - page_bottom, page_right - x
        across, upwards = upwards, across
    elif style.angle == 180:
        glyph.x0, glyph.y = page_right - x, page_top - y
    elif style.angle == 270:
        glyph.x0, glyph.y = page_top - y, x - page_left
        across, upwards = upwards, across
    else:
        angle = math.radians(style.angle)
        cos, sin = math.cos(angle), math.sin(angle)
        glyph.x0, glyph.y = x * cos + y * sin, y * cos - x * sin
        across = (across - glyph.size * abs(sin)) / max(abs(cos), 0.1)
        across, upwards = min(max(across, 0.2 * glyph.size), glyph.size), 0.0
    glyph.x1 = glyph.x0 + max(across - style.shear * upwards, 0.0)


def _ligature(letters: str, letter: str) -> str:
    if unicodedata.bidirectional(letter) in ("R", "AL"):
        return letter + letters
    return letters + letter


def _spelled(code: int) -> str:
    """The letters of a code point of PDFium; ligatures and presentation forms are written out."""
    if code in _HYPHENS:
        return "-"
    character = chr(code)
    if code < 0x80:
        return character if code >= 0x20 else " " if code in (9, 10, 13) else _UNREADABLE
    if 0xFB00 <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFC:
        return unicodedata.normalize("NFKC", character)
    if character.isspace():
        return " "
    return _UNREADABLE if unicodedata.category(character) in ("Cn", "Co", "Cs", "Cc") else character


def _has_pictures(page: "pypdfium2.PdfPage") -> bool:
    import pypdfium2.raw as c

    images = page.get_objects(filter=(c.FPDF_PAGEOBJ_IMAGE,), max_depth=3)
    return next(iter(images), None) is not None
