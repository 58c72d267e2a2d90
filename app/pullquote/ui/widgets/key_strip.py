"""The strip under a text: what the keys do now, what was done, what runs."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedLayout, QWidget

from pullquote.ui.theme.fonts import program_font
from pullquote.ui.widgets.buttons import LinkButton
from pullquote.ui.widgets.label import (
    ElidedLabel,
    KeyCap,
    Silence,
    Spoken,
    announce,
    key_name,
    set_property,
)
from pullquote.ui.widgets.layout import row_of

STRIP_HEIGHT = 40
MESSAGE_MS = 6000
BRIEF_MS = 2000

# Keys ("Q 1" are two keys, "Ctrl+K" is one) and what they do; None is a dividing line.
Hint = tuple[str, str] | None


class KeyStrip(QFrame):
    """Shows keys; a message takes their place for six seconds, busy work stands at the right.

    `pressed` has the keys of a hint that was clicked.
    """

    pressed = Signal(str)
    undo_clicked = Signal()
    stop_clicked = Signal()
    help_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._silence = Silence(self)
        self._own: Sequence[Hint] = ()
        self._focused: Sequence[Hint] | None = None
        self._keys = KeyLine()
        self._keys.pressed.connect(self.pressed)
        self._message = _Message()
        self._message.undo.clicked.connect(self._undo)
        self._busy = _Busy()
        self._busy.stop.clicked.connect(self.stop_clicked)
        self._help = KeyLine()
        self._help.show_keys([("F1", self.tr("help"))])
        self._help.pressed.connect(self.help_clicked)
        self._timer = QTimer(self, singleShot=True, interval=MESSAGE_MS)
        self._timer.timeout.connect(self.clear_message)
        self.setFixedHeight(STRIP_HEIGHT)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        first = QWidget()
        row_of((self._keys, 1), self._busy, self._help, on=first, margins=(16, 0, 16, 0), gap=16)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(first)
        self._pages.addWidget(self._message)

    def show_keys(self, hints: Sequence[Hint]) -> None:
        """What the keys of the place do that the strip belongs to."""
        self._own = hints
        self._show()

    def show_keys_of_focus(self, hints: Sequence[Hint] | None) -> None:
        """What the keys do in a field, a list or a dialog that has them; None for none of these."""
        self._focused = hints
        self._show()

    def hints(self) -> Sequence[Hint]:
        """What is shown, whether or not there is room for all of it."""
        return self._own if self._focused is None else self._focused

    def _show(self) -> None:
        self._keys.show_keys(self.hints())

    def show_message(self, text: str, *, undo: bool = False, brief: bool = False) -> None:
        """Say what has been done; with `undo`, the way back stands beside it.

        What is `brief` nobody needs to read: the keys are back sooner.
        """
        with self._silence.keep():
            self._message.show_message(text, undo)
            self._pages.setCurrentWidget(self._message)
        announce(self, text)
        set_property(self, "message", True)
        self._timer.start(min(BRIEF_MS, MESSAGE_MS) if brief else MESSAGE_MS)

    def clear_message(self) -> None:
        self._timer.stop()
        with self._silence.keep():
            self._pages.setCurrentIndex(0)
        set_property(self, "message", False)

    def message(self) -> str:
        """The message that is shown, "" if none is."""
        shown = self._pages.currentWidget() is self._message
        return self._message.text.text() if shown else ""

    def show_busy(self, text: str) -> None:
        """A sentence with counts; Shift+Esc beside it. "" when nothing runs any more."""
        with self._silence.keep():
            self._busy.show_text(text)

    def _undo(self) -> None:
        self.clear_message()
        self.undo_clicked.emit()


class KeyLine(Spoken, QWidget):
    """Key caps with their meaning, painted: it changes with every step of the caret."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hints: list[Hint] = []
        self._places: list[tuple[QRect, str]] = []
        self._cap_font = program_font(11, 500)
        self._font = program_font(13)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def show_keys(self, hints: Sequence[Hint]) -> None:
        if self._hints == list(hints):
            return
        self._hints = list(hints)
        said = (f"{hint[0]}: {hint[1]}" for hint in self._hints if hint)
        self.setAccessibleName(", ".join(said))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(sum(self._width(hint) for hint in self._hints), STRIP_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 48), STRIP_HEIGHT)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        for room, keys in self._places:
            if room.contains(place):
                self.pressed.emit(keys)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._places = []
            left = 0
            for number, hint in enumerate(self._hints):
                width = self._width(hint)
                following = self._hints[number + 1 : number + 2] if hint is None else []
                # A hint that does not fit is left out whole, and so is the line before it.
                if left + width + sum(map(self._width, following)) > self.width() + 12:
                    break
                if hint is None:
                    line = self.palette().color(QPalette.ColorRole.Mid)
                    painter.fillRect(left + 2, self.height() // 2 - 8, 1, 16, line)
                else:
                    self._paint_hint(painter, left, *hint)
                    self._places.append((QRect(left, 0, width - 12, self.height()), hint[0]))
                left += width

    def _paint_hint(self, painter: QPainter, left: int, keys: str, text: str) -> None:
        for key in keys.split(" "):
            left = self._paint_cap(painter, left, key_name(key)) + 4
        painter.setFont(self._font)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        words = QRect(left + 3, 0, 1000, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_cap(self, painter: QPainter, left: int, key: str) -> int:
        """Paint one cap and give its right edge."""
        palette = self.palette()
        cap = QRect(left, self.height() // 2 - 10, self._cap_width(key), 20)
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.setBrush(palette.color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(cap.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(palette.color(QPalette.ColorRole.Shadow))
        painter.setFont(self._cap_font)
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
        return cap.right() + 1

    def _cap_width(self, key: str) -> int:
        return max(20, QFontMetrics(self._cap_font).horizontalAdvance(key) + 12)

    def _width(self, hint: Hint) -> int:
        if hint is None:
            return 18
        caps = sum(self._cap_width(key_name(key)) + 4 for key in hint[0].split(" "))
        return caps + 3 + QFontMetrics(self._font).horizontalAdvance(hint[1]) + 16

    def place_of(self, keys: str) -> QPoint:
        """The middle of a hint that is painted, for a click."""
        return next(room.center() for room, known in self._places if known == keys)


class _Message(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.text = ElidedLabel("", "medium")
        self._cap = KeyCap("Ctrl+Z")
        self.undo = LinkButton(self.tr("undo"))
        row_of((self.text, 1), self._cap, self.undo, on=self, margins=(16, 0, 16, 0), gap=4)

    def show_message(self, text: str, undo: bool) -> None:
        self.text.set_text(text)
        self._cap.setVisible(undo)
        self.undo.setVisible(undo)


class _Busy(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._text = ElidedLabel("", "meta")
        self._cap = KeyCap("Shift+Esc")
        self.stop = LinkButton(self.tr("stop"))
        row_of((self._text, 1), 8, self._cap, self.stop, on=self, gap=4)
        self.hide()

    def show_text(self, text: str) -> None:
        if not text:
            self._text.setMinimumWidth(0)
        self._text.set_text(text)
        if text:
            # Counting up must not push the keys about: the room it had once stays.
            least = max(self._text.minimumWidth(), self._text.sizeHint().width())
            self._text.setMinimumWidth(min(least, 420))
        self.setHidden(not text)
