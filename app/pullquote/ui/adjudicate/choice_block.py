"""One version in the panel: its key, its letter, what it says, and its words."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCharFormat,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from pullquote.text.spans import Span
from pullquote.ui.adjudicate.values import ChoiceShown, Part
from pullquote.ui.theme.fonts import text_font
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import bidi_isolated
from pullquote.ui.widgets.paint import MARGIN, made_font, paint_key_cap, paint_text
from pullquote.ui.widgets.text_block import TextBlock, TextFormat

_PAD = 10
_HEAD = 24
_PITCH = 20
_LINES = 6
_INDENT = 36


class ChoiceBlock(QAbstractButton):
    """A click makes it the current one, Enter takes it; `stepped` is an arrow, 1 for down."""

    taken = Signal()
    stepped = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: ChoiceShown | None = None
        self._block: TextBlock | None = None
        self._aside: TextBlock | None = None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._lay_out()

    def show_choice(self, shown: ChoiceShown) -> None:
        self._shown = shown
        words = "".join(part.text for part in shown.parts)
        said = (shown.letters, shown.names, shown.says, words, shown.aside)
        self.setAccessibleName(", ".join(part for part in said if part))
        self._lay_out()

    def choice(self) -> ChoiceShown | None:
        return self._shown

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.taken.emit()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            # Qt would go to a neighbour of its own choice, or scroll.
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(344, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._shown is None:
            return
        painter = QPainter(self)
        if self.isChecked():
            painter.fillRect(self.rect(), self._theme.color("page"))
            painter.fillRect(0, 8, 3, self.height() - 16, self._theme.color("accent"))
        else:
            line = QRect(MARGIN, self.height() - 1, self.width() - 2 * MARGIN, 1)
            painter.fillRect(line, self._theme.color("line"))
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRoundedRect(self.rect().adjusted(6, 2, -6, -3), 5, 5)
        self._paint_head(painter, self._shown)
        self._paint_words(painter)
        painter.end()

    def _paint_head(self, painter: QPainter, shown: ChoiceShown) -> None:
        theme = self._theme
        row = QRect(MARGIN, _PAD, self.width() - 2 * MARGIN, _HEAD)
        if shown.key:
            paint_key_cap(painter, row.left() + 20, row.center().y() + 1, shown.key, theme)
        row.setLeft(row.left() + _INDENT)
        strong = made_font(13, 700)
        row.setLeft(
            row.left() + paint_text(painter, row, shown.letters, strong, theme.color("ink")) + 10
        )
        if shown.names:
            font = made_font(13, 600)
            row.setLeft(
                row.left() + paint_text(painter, row, shown.names, font, theme.color("ink")) + 10
            )
        paint_text(painter, row, bidi_isolated(shown.says), made_font(13, 500), theme.color("ink2"))

    def _paint_words(self, painter: QPainter) -> None:
        top = _PAD + _HEAD + 2
        if self._block is not None:
            self._block.paint(painter, MARGIN + _INDENT, top, self._theme.color("ink"))
            top += self._block.height
        if self._aside is not None:
            self._aside.paint(painter, MARGIN + _INDENT, top + 2, self._theme.color("ink2"))

    def _lay_out(self) -> None:
        shown, width = self._shown, self.width() - 2 * MARGIN - _INDENT
        if shown is None or width < 40:
            return
        text = "".join(part.text for part in shown.parts)
        self._block = None
        if text:
            formats = _formats(shown.parts, self._theme)
            self._block = TextBlock(
                text, text_font(13), width, lines=_LINES, pitch=_PITCH, formats=formats
            )
        self._aside = None
        if shown.aside:
            self._aside = TextBlock(shown.aside, made_font(12), width, lines=2, pitch=18)
        height = 2 * _PAD + _HEAD + 2
        height += self._block.height if self._block else 0
        height += self._aside.height + 2 if self._aside else 0
        if height != self.height():
            self.setFixedHeight(height)
        self.update()


def _formats(parts: Sequence[Part], theme: Theme) -> list[TextFormat]:
    found: list[TextFormat] = []
    end = 0
    for part in parts:
        start, end = end, end + len(part.text)
        if part.kind == "same":
            continue
        look = QTextCharFormat()
        look.setForeground(theme.color("dis"))
        look.setBackground(theme.color("dis_t"))
        if part.kind == "missing":
            look.setFontStrikeOut(True)
        else:
            look.setFontWeight(QFont.Weight.Bold)
        found.append((Span(start, end), look))
    return found
