"""One paragraph, or part of one, set in lines: from characters to places and back."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from pullquote.text.offsets import Utf16Map
from pullquote.ui.reader.layout.metrics import Metrics

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_UNSHOWABLE = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
# Line breaks of other systems break the line, other controls show as a box; one for one, so that
# places stay places. The stored text keeps what it has.
_SHOWN = dict.fromkeys([*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0)], "\u25af")
_SHOWN |= dict.fromkeys([0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029], "\u2028")
_SPACES = " \t\u2028\u200b"

FormatRange = QTextLayout.FormatRange

Room = Callable[[int, int], int]
"""The pixels to leave below a line with the words from one code point to another."""


class Box(NamedTuple):
    """A part of line number `line` of a piece, from `left` to `right` in the text column."""

    line: int
    left: float
    right: float


class ChunkLayout:
    """A piece of the text from code point `start` of it, set in `width` pixels.

    Offsets are code points of the whole text; lines are counted from 0 in the piece; x is counted
    from the left edge of the column.
    """

    def __init__(
        self, text: str, start: int, metrics: Metrics, width: int, room: Room | None = None
    ) -> None:
        self.start = start
        self.end = start + len(text)
        self._text = text.translate(_SHOWN) if _UNSHOWABLE.search(text) else text
        self._units = Utf16Map(text)
        self._width = width
        self._mixed = bool(_RIGHT_TO_LEFT.search(text))
        self._layout = QTextLayout(self._text, metrics.font)
        # Without it the glyphs are shaped again at each paint.
        self._layout.setCacheEnabled(True)
        self._layout.setTextOption(_option(metrics, at_right=self.right_to_left))
        self._pitch = metrics.line
        self._tops: list[int] = []
        self._lines = self._break(metrics, room)
        self._starts = [start + self._units.from_utf16(line.textStart()) for line in self._lines]

    def _break(self, metrics: Metrics, room: Room | None) -> list[QTextLine]:
        lines: list[QTextLine] = []
        line_top = 0
        self._layout.beginLayout()
        line = self._layout.createLine()
        while line.isValid():
            line.setLineWidth(self._width)
            # A fallback face has other heights: all lines stand on one grid of baselines.
            line.setPosition(QPointF(0, line_top + metrics.base - line.ascent()))
            lines.append(line)
            line_top += metrics.line
            if room:
                line_top += room(*self._words_of(line))
                self._tops.append(line_top)
            line = self._layout.createLine()
        self._layout.endLayout()
        return lines

    def _words_of(self, line: QTextLine) -> tuple[int, int]:
        first = line.textStart()
        start = self._units.from_utf16(first)
        end = self._units.from_utf16(first + line.textLength())
        return self.start + start, self.start + start + len(self._text[start:end].rstrip(_SPACES))

    @property
    def line_count(self) -> int:
        return len(self._lines)

    @property
    def height(self) -> int:
        return self.line_top(len(self._lines))

    def line_top(self, line: int) -> int:
        """Pixels from the top of the piece; the line after the last is where it ends."""
        if not self._tops:
            return line * self._pitch
        return self._tops[line - 1] if line else 0

    def line_at(self, y: int) -> int:
        """The line that covers `y` pixels from the top; below the last, its number or more."""
        if y < 0 or not self._tops:
            return y // self._pitch
        return bisect_right(self._tops, y)

    @property
    def right_to_left(self) -> bool:
        """Whether it starts at the right edge of the column."""
        if not self._mixed:
            return False
        strong = (unicodedata.bidirectional(character) for character in self._text)
        return next((kind for kind in strong if kind in {"L", "R", "AL"}), "L") != "L"

    def line_of(self, offset: int, *, before: bool = False) -> int:
        """The line of a code point; where lines meet, the second, or the one `before` the break."""
        line = max(0, bisect_right(self._starts, offset) - 1)
        return line - 1 if before and line and self._starts[line] == offset else line

    def line_start(self, line: int) -> int:
        return self._starts[line]

    def line_end(self, line: int) -> int:
        """The end of a line's words: the spaces at which it breaks do not count."""
        if line + 1 == len(self._starts):
            return self.end
        start, end = self._starts[line] - self.start, self._starts[line + 1] - self.start
        return self.start + start + len(self._text[start:end].rstrip(_SPACES))

    def x(self, offset: int, line: int) -> float:
        """Where the caret stands before a code point."""
        # Qt's reference argument comes back as the second of a pair.
        place: tuple[float, int] = self._lines[line].cursorToX(self._unit(offset))  # type: ignore[assignment]
        return place[0]

    def offset_at(self, x: float, line: int) -> int:
        unit = self._lines[line].xToCursor(x)
        return min(self.start + self._units.from_utf16(unit), self.line_end(line))

    def character_at(self, x: float, line: int) -> int | None:
        """The code point whose picture is at `x`; None beside the words."""
        words = self._lines[line].naturalTextRect()
        if not words.left() <= x < words.right() or self.start == self.end:
            return None
        unit = self._lines[line].xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter)
        return min(self.start + self._units.from_utf16(unit), self.end - 1)

    def boxes(self, start: int, end: int) -> list[Box]:
        """Where the code points from `start` to `end` stand, as far as they are in this piece."""
        start, end = max(start, self.start), min(end, self.end)
        if start >= end:
            return []
        first, last = self.line_of(start), self.line_of(end, before=True)
        return [box for line in range(first, last + 1) for box in self._in_line(line, start, end)]

    def _in_line(self, line: int, start: int, end: int) -> list[Box]:
        start, end = max(start, self._starts[line]), min(end, self.line_end(line))
        if start >= end:
            return []
        if self._mixed and self._is_mixed(line):
            return self._painted(line, start, end)
        return [Box(line, self.x(start, line), self.x(end, line))]

    def _is_mixed(self, line: int) -> bool:
        start, end = self._starts[line] - self.start, self.line_end(line) - self.start
        return self.right_to_left or bool(_RIGHT_TO_LEFT.search(self._text, start, end))

    def _painted(self, line: int, start: int, end: int) -> list[Box]:
        # The edges of a run in mixed directions cannot be asked for: Qt gives the place of the
        # caret, which at the first letter of a run is at the other side. What Qt would colour
        # is right, so that is painted on a strip one pixel high and read off.
        scale = 2
        strip = QImage(self._width * scale, 1, QImage.Format.Format_Alpha8)
        strip.fill(0)
        painter = QPainter(strip)
        painter.setPen(Qt.GlobalColor.transparent)
        painter.scale(scale, 1)
        mark = QTextCharFormat()
        mark.setBackground(Qt.GlobalColor.black)
        mark.setForeground(Qt.GlobalColor.transparent)
        set_line = self._lines[line]
        y = int(set_line.y() + set_line.ascent() / 2)
        clip = QRectF(0, 0, self._width, 1)
        self._layout.draw(painter, QPointF(0, -y), [self.range(start, end, mark)], clip)
        painter.end()
        row = bytes(strip.constBits())[: strip.width()]
        return [
            Box(line, run.start() / scale, run.end() / scale) for run in re.finditer(rb"\xff+", row)
        ]

    def range(self, start: int, end: int, look: QTextCharFormat) -> FormatRange:
        """A part of the piece with a look of its own, for `draw`."""
        part = FormatRange()
        part.start = self._unit(max(start, self.start))
        part.length = max(0, self._unit(min(end, self.end)) - part.start)
        part.format = look
        return part

    def draw(
        self, painter: QPainter, top: int, left: int, clip: QRectF, looks: Sequence[FormatRange]
    ) -> None:
        self._layout.draw(painter, QPointF(left, top), looks, clip)

    def _unit(self, offset: int) -> int:
        inside = min(max(offset, self.start), self.end) - self.start
        return inside if self._units.is_plain else self._units.to_utf16(inside)


def _option(metrics: Metrics, *, at_right: bool) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    # A paragraph begins at the edge where its script does; Qt would leave it at the left.
    edge = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
    option.setAlignment(edge | Qt.AlignmentFlag.AlignAbsolute)
    option.setTabStopDistance(4 * metrics.character)
    return option
