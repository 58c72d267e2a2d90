"""Menus with round corners, and the button that opens one."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from pullquote.ui.theme import icons
from pullquote.ui.widgets.buttons import paint_focus

_ARROW = 16


class Menu(QMenu):
    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        round_corners(self)


def round_corners(menu: QMenu) -> None:
    """Let the edge of the style sheet be the edge of the menu's window."""
    # Without these the corners outside the round edge would be painted black.
    menu.setWindowFlag(Qt.WindowType.FramelessWindowHint)
    menu.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
    menu.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)


class MenuButton(QPushButton):
    """Says what is chosen and opens `choices`; `strong` for the one that says what is shown."""

    def __init__(self, text: str, *, strong: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.choices = Menu(parent=self)
        self.setProperty("strong", strong)
        self.setMenu(self.choices)
        self.setAutoDefault(False)
        self.setFixedHeight(28)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        return QSize(6 + self.fontMetrics().horizontalAdvance(self.text()) + 4 + _ARROW + 4, 28)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(QPalette.ColorRole.AlternateBase))
            painter.drawRoundedRect(self.rect(), 6, 6)
        colour = palette.color(QPalette.ColorRole.ButtonText)
        painter.setPen(colour)
        words = QRect(6, 0, self.width() - _ARROW - 12, self.height())
        text = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
        arrow = icons.pixmap("chevron-down", colour, _ARROW, self.devicePixelRatioF())
        left = min(words.left() + self.fontMetrics().horizontalAdvance(text) + 4, words.right() + 2)
        painter.drawPixmap(left, (self.height() - _ARROW) // 2, arrow)
        if self.hasFocus():
            paint_focus(painter, self)
        painter.end()
