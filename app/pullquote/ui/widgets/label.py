"""Plain text on screen: nothing a document brings is ever read as markup; and the caps of keys."""

import html
import sys

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

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


_SIGNS = {
    "Return": "Enter",
    "PgDown": "PgDn",
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
}
_MAC = {"Ctrl": "⌘", "Shift": "⇧", "Alt": "⌥", "Meta": "⌃"}


def key_name(key: str, platform: str = sys.platform) -> str:
    """A stroke as Qt writes it ("Ctrl+Return") with the names on this machine's keys."""
    *modifiers, last = _strokes(key)
    last = _SIGNS.get(last, last)
    if platform == "darwin":
        return "".join(_MAC.get(name, name) for name in modifiers) + last
    return "+".join((*modifiers, last))


def _strokes(key: str) -> list[str]:
    """The parts of a stroke; the plus key is a part too ("Ctrl++")."""
    if key.endswith("+"):
        return [*filter(None, key[:-1].split("+")), "+"]
    return key.split("+")


class KeyCap(QLabel):
    """The keys of one stroke in a cap; empty text hides it."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_key(text)

    def set_key(self, text: str) -> None:
        self.setText(key_name(text))
        # Shown without a parent, it would be a window of its own for a moment and take the focus.
        if self.parent() or not text:
            self.setHidden(not text)
