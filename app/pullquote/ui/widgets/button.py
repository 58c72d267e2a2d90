"""Buttons: a verb, and the key that does the same."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from pullquote.ui.widgets.keycap import KeyCap
from pullquote.ui.widgets.label import set_property

_EDGE = 12
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_GAP = 10


class Button(QPushButton):
    """A quiet button, or with `main` the one that does what the place is for."""

    def __init__(
        self, text: str, key: str = "", main: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._cap = KeyCap(key, self)
        self.setProperty("main", main)
        self.setFixedHeight(32)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)

    def set_main(self, main: bool) -> None:
        set_property(self, "main", main)

    def set_key(self, key: str) -> None:
        self._cap.set_key(key)
        self.updateGeometry()
        self._place_cap()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return as well as Space, as everybody expects; Qt knows it in dialogs only."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _HELD:
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        text = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text()).width()
        return QSize(text + 2 * _EDGE + self._cap_width(), 32)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_cap()

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        text, option.text = option.text, ""
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        spare = self.width() - self.sizeHint().width()
        room = QRect(
            _EDGE + spare // 2,
            0,
            self.width() - 2 * _EDGE - self._cap_width() - spare,
            self.height(),
        )
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic
        painter.setPen(self.palette().buttonText().color())
        painter.drawText(room, flags, text)
        painter.end()

    def _cap_width(self) -> int:
        if self._cap.isHidden():
            return 0
        self._cap.ensurePolished()
        return self._cap.sizeHint().width() + _GAP - 4

    def _place_cap(self) -> None:
        if self._cap.isHidden():
            return
        size = self._cap.sizeHint()
        spare = max(0, self.width() - self.sizeHint().width()) // 2
        self._cap.setGeometry(
            self.width() - size.width() - _EDGE + 4 - spare,
            (self.height() - size.height()) // 2,
            size.width(),
            size.height(),
        )


class LinkButton(QPushButton):
    """An action that reads as words in the accent colour."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
