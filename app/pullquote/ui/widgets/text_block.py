"""A few lines of anybody's words, laid out as plain text and cut with an ellipsis."""

import re
from collections.abc import Sequence
from unicodedata import bidirectional

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from pullquote.text.offsets import Utf16Map
from pullquote.text.spans import Span
from pullquote.ui.theme.fonts import text_font

TextFormat = tuple[Span, QTextCharFormat]

# More than fits into the lines of any panel; a quote may be a megabyte.
_MOST = 1_200
_BREAKS = re.compile("[\n\r\u2028\u2029\t]")


class TextBlock:
    """`text` in at most `lines` lines of `width` pixels, `pitch` pixels apart.

    `formats` count in code points of `text`. The paragraph runs from the right where its first
    letter does.
    """

    def __init__(
        self,
        text: str,
        font: QFont,
        width: int,
        *,
        lines: int,
        pitch: int,
        formats: Sequence[TextFormat] = (),
    ) -> None:
        self._font, self._width, self._pitch = font, width, pitch
        self._formats = formats
        shown = _BREAKS.sub(" ", text[:_MOST])
        cut = len(text) > _MOST
        self._layout = self._lay_out(shown + "…" if cut else shown)
        while self._layout.lineCount() > lines:
            last = self._layout.lineAt(lines - 1)
            end = Utf16Map(shown).from_utf16(last.textStart() + last.textLength())
            # A line that was cut may still be too long with its ellipsis.
            shown = shown[: min(end, len(shown) - 1)].rstrip()
            self._layout = self._lay_out(shown + "…")

    @property
    def height(self) -> int:
        return self._layout.lineCount() * self._pitch

    def paint(self, painter: QPainter, left: int, top: int, colour: QColor) -> None:
        painter.setPen(colour)
        self._layout.draw(painter, QPointF(left, top))

    def _lay_out(self, text: str) -> QTextLayout:
        layout = QTextLayout(text, self._font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        if _from_right(text):
            option.setAlignment(Qt.AlignmentFlag.AlignRight)
        layout.setTextOption(option)
        layout.setFormats(_ranges(text, self._formats))
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self._width)
            slack = self._pitch - line.height()
            line.setPosition(QPointF(0, (layout.lineCount() - 1) * self._pitch + slack / 2))
        layout.endLayout()
        return layout


class ElidedText(QWidget):
    """Words of a document in at most `lines` lines; as high as they need."""

    def __init__(
        self, lines: int = 2, size: int = 14, pitch: int = 22, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words = ""
        self._lines, self._size, self._pitch = lines, size, pitch
        self._block: TextBlock | None = None
        self._block_width = 0
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(pitch)

    def words(self) -> str:
        return self._words

    def show_words(self, words: str) -> None:
        if words != self._words:
            self._words = words
            self._block = None
            self.setAccessibleName(words[:_MOST])
            self.setFixedHeight(self._laid_out(self.width()).height)
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.setFixedHeight(self._laid_out(self.width()).height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = self.palette().color(QPalette.ColorRole.WindowText)
        self._laid_out(self.width()).paint(painter, 0, 0, colour)
        painter.end()

    def _laid_out(self, width: int) -> TextBlock:
        if self._block is None or self._block_width != width:
            self._block_width = width
            self._block = TextBlock(
                self._words, text_font(self._size), width, lines=self._lines, pitch=self._pitch
            )
        return self._block


def _from_right(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    directions = map(bidirectional, text)
    return next((d for d in directions if d in {"L", "R", "AL"}), "L") != "L"


def _ranges(text: str, formats: Sequence[TextFormat]) -> list[QTextLayout.FormatRange]:
    offsets = Utf16Map(text)
    ranges = []
    for span, look in formats:
        start, end = (offsets.to_utf16(min(at, len(text))) for at in (span.start, span.end))
        found = QTextLayout.FormatRange()
        found.start, found.length, found.format = start, end - start, look
        ranges.append(found)
    return ranges
