"""One of the ways to begin on the welcome page."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton

from pullquote.ui.theme import icons
from pullquote.ui.theme.fonts import program_font
from pullquote.ui.widgets import KeyCap, paint_focus


class Step(QToolButton):
    """A way to begin: icon, verb, what it means, and its key."""

    def __init__(self, icon: str, text: str, key: str, sentence: str) -> None:
        super().__init__()
        self._icon = icon
        self._main = False
        self._sentence = sentence
        self._cap = KeyCap(key, self)
        self.setText(text)
        self.setFixedHeight(72)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_sentence(sentence)

    def set_main(self) -> None:
        self._main = True

    def set_sentence(self, sentence: str) -> None:
        self._sentence = sentence
        self.setAccessibleName(f"{self.text()}. {sentence}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, 72)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = self._cap.sizeHint()
        self._cap.setGeometry(self.width() - 16 - size.width(), 15, size.width(), size.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        accent = palette.color(QPalette.ColorRole.Accent)
        if self._main or self.underMouse():
            role = QPalette.ColorRole.Midlight if self._main else QPalette.ColorRole.AlternateBase
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(role))
            painter.drawRoundedRect(self.rect(), 8, 8)
        quiet = palette.color(QPalette.ColorRole.Shadow)
        drawn = icons.pixmap(
            self._icon, accent if self._main else quiet, 22, self.devicePixelRatioF()
        )
        painter.drawPixmap(21, 25, drawn)
        painter.setFont(program_font(15, 600))
        painter.setPen(accent if self._main else palette.color(QPalette.ColorRole.WindowText))
        painter.drawText(
            QRect(64, 12, self.width() - 150, 24), Qt.AlignmentFlag.AlignVCenter, self.text()
        )
        painter.setFont(program_font(13))
        painter.setPen(quiet)
        place = QRect(64, 36, self.width() - 80, 22)
        shown = painter.fontMetrics().elidedText(
            self._sentence, Qt.TextElideMode.ElideRight, place.width()
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
        if self.hasFocus():
            paint_focus(painter, self)
        painter.end()
