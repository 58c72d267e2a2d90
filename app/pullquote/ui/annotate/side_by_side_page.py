"""Two texts beside one another: a passage and its copy at the same height, scrolling together."""

from bisect import bisect_right
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from pullquote.text.spans import Span
from pullquote.ui.reader import Reader
from pullquote.ui.services.key_map import KeyMap
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed
from pullquote.ui.widgets import ElidedLabel, Line
from pullquote.ui.widgets.field import Hints
from pullquote.ui.widgets.layout import column_of, row_of
from pullquote.ui.widgets.words import tr

Anchors = tuple[tuple[int, int], ...]
"""Offsets at which both texts say the same, in the order of both."""

_KEYS = {
    "V": "carry", "Shift+V": "take_over",
    "J": "next_label", "K": "previous_label", "Shift+J": "next_label", "Shift+K": "previous_label",
    "N": "next_difference", "Shift+N": "previous_difference",
    "Tab": "other", "Shift+Tab": "other",
    "Return": "open", "Enter": "open", "Esc": "close",
}  # fmt: skip


class TextSide(QWidget):
    """One of the two: a head over the text."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.title = ElidedLabel("", "strong")
        self.facts = ElidedLabel("", "second")
        self.reader = Reader(theme, self)
        head = column_of(self.title, self.facts, margins=(20, 8, 20, 8), gap=2)
        column_of(head, Line(), (self.reader, 1), on=self)

    def place(self) -> int:
        """The pixels from the top of the page to the line that the two have at the same height."""
        return self.reader.scene.page.y + self._third()

    def top_of(self, offset: int) -> int:
        page = self.reader.scene.page
        return page.line_top(page.place(offset))

    def offset(self) -> int:
        """What stands at `place`."""
        return self.reader.scene.page.at(0, self.place())[0]

    def go_to(self, y: float) -> None:
        """Scroll so that `y`, counted from the top of the page, is at `place`."""
        self.reader.scroll_by(round(y) - self.place())

    def _third(self) -> int:
        return self.reader.viewport().height() // 3


class SideBySidePage(Themed, QWidget):
    """`pressed` has the side whose text has the keyboard, 0 or 1, and the command of a key."""

    pressed = Signal(int, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.read_only = False
        self.sides = (TextSide(theme, self), TextSide(theme, self))
        self._anchors: tuple[Anchors, Anchors] = ((), ())
        self._start = (0, 0)
        self._leads = False
        self._keymap = KeyMap(_KEYS)
        # Lines are known when the texts have their width.
        self._arrive = QTimer(self, singleShot=True, interval=0)
        self._arrive.timeout.connect(self.show_start)
        row_of((self.sides[0], 1), Line(vertical=True), (self.sides[1], 1), on=self)
        for number, side in enumerate(self.sides):
            side.reader.key_filter = self._key_filter(number)
            side.reader.view_changed.connect(lambda number=number: self._follow(number))
        self.setFocusProxy(self.sides[0].reader)

    def align(self, anchors: Anchors, start: tuple[int, int]) -> None:
        """Let the texts scroll together, from the offsets `start` of both on."""
        self._anchors = anchors, tuple((there, here) for here, there in anchors)
        self._start = start
        for side, offset in zip(self.sides, start, strict=True):
            side.reader.put_caret(offset)
        self.show_start()
        self._arrive.start()

    def show_start(self) -> None:
        self.sides[0].go_to(self.sides[0].top_of(self._start[0]))
        self._follow(0)

    def go_to(self, number: int, span: Span) -> None:
        """Put the caret of a text there and bring it into sight."""
        side = self.sides[number]
        side.reader.put_caret(span.start)
        side.reader.reveal()

    def focus_side(self, number: int) -> None:
        self.setFocusProxy(self.sides[number].reader)
        self.sides[number].reader.setFocus(Qt.FocusReason.OtherFocusReason)

    def focused_side(self) -> int:
        return int(self.sides[1].reader.hasFocus())

    def key_hints(self) -> Hints:
        hints: Hints = [("Tab", tr("other text"))]
        if not self.read_only:
            hints += [("V", tr("carry there")), ("Shift+V", tr("take over"))]
        return [*hints, ("Esc", tr("close")), ("N", tr("difference")), ("J", tr("label")),
                ("Enter", tr("open"))]  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow(self.focused_side())

    def _key_filter(self, number: int) -> Callable[[QKeyEvent], bool]:
        def take(event: QKeyEvent) -> bool:
            command = self._keymap.command(event)
            if command is not None:
                self.pressed.emit(number, command)
            return command is not None

        return take

    def _follow(self, leader: int) -> None:
        """Bring the other text to where the leading one is."""
        anchors = self._anchors[leader]
        if self._leads or not anchors:
            return
        self._leads = True
        here, there = self.sides[leader], self.sides[1 - leader]
        at = bisect_right(anchors, here.offset(), key=lambda pair: pair[0]) - 1
        first, second = anchors[max(at, 0)], anchors[min(at + 1, len(anchors) - 1)]
        top, bottom = here.top_of(first[0]), here.top_of(second[0])
        y, place = there.top_of(first[1]), here.place()
        if at >= 0 and bottom > top:
            share = min((place - top) / (bottom - top), 1.0)
            there.go_to(y + share * (there.top_of(second[1]) - y))
        else:
            there.go_to(y + place - top)
        self._leads = False
