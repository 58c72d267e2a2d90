"""Plain text on screen: nothing a document brings is ever read as markup."""

import html

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

ELLIPSIS = "…"
_ONE_LINE = (
    Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading | Qt.TextFlag.TextSingleLine
)


def plain_tooltip(text: str) -> str:
    """`text` so that a tool tip shows it as it is; Qt takes anything like a tag for markup."""
    return f"<span>{html.escape(text)}</span>" if text else ""


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at the widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet selects by; no change costs nothing."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        restyle(widget)


def discard_widget(widget: QWidget) -> None:
    """Take a widget away: out of sight at once, out of memory when the event loop comes by."""
    widget.hide()
    widget.deleteLater()


class Label(QLabel):
    """Text in one of the roles of the style sheet.

    Roles: room, title, heading, strong, medium, second, value, caption, meta, words, small-words,
    accent, warning, repeat; "" is a row's text.
    """

    def __init__(
        self, text: str = "", role: str = "", *, wrap: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setProperty("role", role)
        self.setText(text)

    def set_role(self, role: str) -> None:
        set_property(self, "role", role)


class ElidedLabel(QFrame):
    """One line that ends in an ellipsis where it does not fit; the tool tip then has all of it."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self._tell_rest()
        self.updateGeometry()
        self.update()

    def set_role(self, role: str) -> None:
        set_property(self, "role", role)
        self.updateGeometry()

    def elided(self) -> bool:
        return self.fontMetrics().horizontalAdvance(self._line()) > self.contentsRect().width()

    def sizeHint(self) -> QSize:
        metrics, around = self.fontMetrics(), self.contentsMargins()
        return QSize(
            metrics.horizontalAdvance(self._line()) + 1 + around.left() + around.right(),
            metrics.height() + around.top() + around.bottom(),
        )

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        hint = self.sizeHint()
        return QSize(min(hint.width(), metrics.averageCharWidth() * 4), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_rest()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        line = self.fontMetrics().elidedText(
            self._line(), Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )
        painter.drawText(self.contentsRect(), _ONE_LINE, line)
        painter.end()

    def _line(self) -> str:
        return self._text.replace("\n", " ")

    def _tell_rest(self) -> None:
        self.setToolTip(plain_tooltip(self._text) if self.elided() else "")
