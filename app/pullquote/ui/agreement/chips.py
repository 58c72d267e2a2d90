"""What narrows a list, each as a chip that can be taken off."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from pullquote.ui.agreement.wording import tr
from pullquote.ui.theme import icons
from pullquote.ui.widgets import discard_widget, paint_focus, plain_tooltip
from pullquote.ui.widgets.paint import made_font, paint_text

_CROSS = 14
_MOST = 220


class Chip(QAbstractButton):
    """A click, Space, Enter or Delete takes it off."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setText(" ".join(text.split()))
        self.setAccessibleName(tr("Filter {}: take off").format(text))
        self.setToolTip(plain_tooltip(text))
        self.setFixedHeight(24)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        words = QFontMetrics(made_font(12, 600)).horizontalAdvance(self.text())
        return QSize(min(_MOST, 12 + words + 2 + 5 + _CROSS + 8), 24)

    def keyPressEvent(self, event: object) -> None:
        keys = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
        if event.key() in keys:  # type: ignore[attr-defined]
            self.click()
        else:
            super().keyPressEvent(event)  # type: ignore[arg-type]

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        hover = self.underMouse() or self.isDown()
        painter.setPen(Qt.PenStyle.NoPen)
        ground = QPalette.ColorRole.Mid if hover else QPalette.ColorRole.Midlight
        painter.setBrush(palette.color(ground))
        painter.drawRoundedRect(self.rect(), 12, 12)
        colour = palette.color(QPalette.ColorRole.Accent)
        words = QRect(12, 0, self.width() - 12 - 5 - _CROSS - 8, self.height())
        paint_text(painter, words, self.text(), made_font(12, 600), colour)
        cross = icons.pixmap("close", colour, _CROSS, self.devicePixelRatioF())
        painter.drawPixmap(words.right() + 6, (self.height() - _CROSS) // 2, cross)
        if self.hasFocus():
            paint_focus(painter, self)
        painter.end()


class Chips(QWidget):
    """`taken_off` has the key of the chip."""

    taken_off = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: dict[str, Chip] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)

    def show_chips(self, chips: Sequence[tuple[str, str]]) -> None:
        """(key, words) of each."""
        if [(key, chip.text()) for key, chip in self.chips.items()] == list(chips):
            return
        for chip in self.chips.values():
            self._row.removeWidget(chip)
            discard_widget(chip)
        self.chips = {}
        for key, words in chips:
            chip = Chip(words)
            chip.clicked.connect(lambda _checked, key=key: self.taken_off.emit(key))
            self.chips[key] = chip
            self._row.addWidget(chip)
