"""Lines across a page: a divider, the one that grows while something runs, and the message.

A message says what happened, what is safe, and what to do.
"""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QHideEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QFrame, QSplitter, QSplitterHandle, QWidget

from pullquote.ui.widgets.buttons import LinkButton
from pullquote.ui.widgets.icon import Icon
from pullquote.ui.widgets.label import Label, Spoken, set_property
from pullquote.ui.widgets.layout import row_of

# kind: icon and its tone
KINDS = {
    "error": ("warning", "warning"),
    "warning": ("warning", "warning"),
    "read_only": ("lock", ""),
    "unknown": ("calendar", ""),
    "note": ("note", ""),
}

# Long paths may go on in the next line.
_BREAKS = {ord(sign): f"{sign}\u200b" for sign in "/\\"}


class MessageLine(Spoken, QFrame):
    spoken_role = QAccessible.Role.AlertMessage

    """Kinds: error, warning, read_only, unknown, note; `acted` is the action's button."""

    acted = Signal()

    def __init__(
        self, kind: str = "note", text: str = "", action: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._said = ""
        self._icon = Icon("note")
        self._text = Label("", "medium", wrap=True)
        self._action = LinkButton("")
        self._action.clicked.connect(self.acted)
        self.setMinimumHeight(40)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = row_of(
            self._icon, (self._text, 1), self._action, on=self, margins=(32, 4, 20, 4), gap=12
        )
        self.show_message(kind, text, action)

    def show_message(self, kind: str, text: str, action: str = "") -> None:
        icon, tone = KINDS[kind]
        self._icon.show_icon(icon, tone)
        self._said = text
        self._text.setText(text.translate(_BREAKS))
        self._action.setText(action)
        self._action.setHidden(not action)
        self.setAccessibleName(text)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        set_property(self, "kind", kind)

    def text(self) -> str:
        return self._said

    def set_indent(self, left: int, *, covered: tuple[int, int] = (0, 0)) -> None:
        """Let the icon begin where the text of the place begins.

        `covered` are the pixels at the left and the right that something lies over.
        """
        before, behind = covered
        self._row.setContentsMargins(max(left, before + 20), 4, behind + 20, 4)


_STEP_MS = 40
_ROUND = 40  # steps of one pass while the amount of work is not known


class Line(QFrame):
    def __init__(self, *, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


class Splitter(QSplitter):
    """Things side by side; the line between them can be drawn."""

    def createHandle(self) -> QSplitterHandle:
        return _Handle(self.orientation(), self)


class _Handle(Spoken, QSplitterHandle):
    spoken_role = QAccessible.Role.Separator


class BusyLine(QWidget):
    """Two pixels that grow with the work; at rest an ordinary divider, or nothing."""

    def __init__(self, *, divider: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._divider = divider
        self._done = 0
        self._total: int | None = None
        self._step = 0
        self._timer = QTimer(self, interval=_STEP_MS)
        self._timer.timeout.connect(self._move)
        self.setFixedHeight(2)

    def show_progress(self, done: int, total: int) -> None:
        """`total` 0: nobody knows how much there is to do."""
        self._done, self._total = done, total
        if total:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()
        self.update()

    def stop(self) -> None:
        self._total = None
        self._timer.stop()
        self.update()

    def hideEvent(self, _event: QHideEvent) -> None:
        self._timer.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            palette = self.palette()
            if self._divider:
                painter.fillRect(0, 1, self.width(), 1, palette.color(QPalette.ColorRole.Mid))
            self._paint_work(painter, palette.color(QPalette.ColorRole.Accent))

    def _paint_work(self, painter: QPainter, colour: QColor) -> None:
        if self._total is None:
            return
        if self._total:
            share = min(1.0, self._done / self._total)
            painter.fillRect(0, 0, max(2, round(self.width() * share)), 2, colour)
            return
        part = self.width() // 4
        start = round((self.width() + part) * self._step / _ROUND) - part
        painter.fillRect(start, 0, part, 2, colour)

    def _move(self) -> None:
        self._step = (self._step + 1) % (_ROUND + 1)
        self.update()
