"""The widget of the Speakers room: the list, the page of the chosen one, and who looks alike."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QStackedLayout, QWidget

from pullquote.ui.services.key_map import sequences
from pullquote.ui.services.room import RoomWidget
from pullquote.ui.speakers.look_alikes_panel import LookAlikesPanel
from pullquote.ui.speakers.speaker_list import (
    MARGIN,
    ColumnHead,
    SpeakerDelegate,
    SpeakersTable,
    say_speaker,
)
from pullquote.ui.speakers.speaker_page import SpeakerPagePanel
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed
from pullquote.ui.widgets import BusyLine, Label, MessageLine, SearchBox, Segments
from pullquote.ui.widgets.empty_state import EmptyState
from pullquote.ui.widgets.key_strip import KeyStrip
from pullquote.ui.widgets.layout import Free, column_of, row_of
from pullquote.ui.widgets.row_list import RowsModel
from pullquote.ui.widgets.words import tr
from pullquote.workflow.speakers.overview import SpeakerRow

# Narrower than this, who looks alike stands below; where that is too narrow or too low, too, one
# part is shown at a time.
_THREE, _TWO, _HIGH = 1150, 860, 560
_PANEL = 336
_UNBOUND = 16_777_215


class SpeakersWidget(Themed, RoomWidget):
    """`acted` has the action of a key."""

    acted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.strip = KeyStrip()
        self.error = MessageLine("error")
        self.busy = BusyLine(divider=False)
        self.sentence = Label("", "second", wrap=True)
        self.search = SearchBox(tr("Search names and aliases"), "Ctrl+F")
        self.head = ColumnHead(theme)
        self.model = RowsModel[SpeakerRow](say_speaker)
        self.delegate = SpeakerDelegate(theme)
        self.list = SpeakersTable()
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.delegate)
        self.notice = EmptyState()
        self.page = SpeakerPagePanel(theme)
        self.alike = LookAlikesPanel(theme)
        self.parts = Segments(
            {"list": tr("List"), "page": tr("The chosen one"), "alike": tr("Look alike")},
            tr("Show"), "list",
        )  # fmt: skip
        self._single = False
        self.error.hide()
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._waits = False
        self._assemble()
        self._connect()

    def show_list(self) -> None:
        self._turn_to(self._speakers)

    def show_notice(self, heading: str, sentence: str = "", action: str = "") -> None:
        """In place of the list."""
        self.notice.show_notice(heading, sentence, action)
        self._turn_to(self.notice)

    def show_error(self, sentence: str) -> None:
        self.error.show_message("error", sentence)
        self.error.setVisible(bool(sentence))

    def set_read_only(self, read_only: bool) -> None:
        self.list.read_only = read_only
        self.page.set_read_only(read_only)
        self.alike.set_read_only(read_only)

    def panes(self) -> Sequence[QWidget]:
        if self._pages.currentWidget() is self.notice:
            return [self.search, self.notice]
        lists = (self.list, self.page.names, self.page.places, self.alike.list)
        return [*(one for one in lists if one.isVisible()), self.search]

    def focus_list(self) -> None:
        """The keyboard goes to the list, as soon as there is something in it."""
        there = self._pages.currentWidget() is self._speakers
        self.show_part("list")
        self._waits = not there and not self.notice.has_action()
        target = self.search if self._waits else self.list if there else self.notice
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def arrive(self) -> None:
        """There is something in the list: whoever waited for it has the keyboard there."""
        if self._waits and self.search.isAncestorOf(self.focusWidget() or self):
            self.focus_list()
        self._waits = False

    def show_part(self, part: str) -> None:
        """Bring a part into sight, where one is shown at a time."""
        if self._single and self.parts.value() != part:
            self.parts.set_value(part)
        self._show_parts()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        three = self.width() >= _THREE
        self._single = not three and (self.width() < _TWO or self.height() < _HIGH)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._outer.setDirection(across if three else down)
        self.alike.setMinimumWidth(_PANEL if three else 0)
        self.alike.setMaximumWidth(_PANEL if three else _UNBOUND)
        below = max(180, self.height() // 3)
        self.alike.setMaximumHeight(_UNBOUND if three or self._single else below)
        self._show_parts()

    def _show_parts(self) -> None:
        part = self.parts.value() if self._single else ""
        self.parts.setVisible(self._single)
        self._list_part.setVisible(part in ("", "list"))
        self.page.setVisible(part in ("", "page"))
        self._middle.setVisible(part != "alike")
        self.alike.setVisible(part in ("", "alike"))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            # Before the window's own Ctrl+F, which finds in a text.
            event.setAccepted("Ctrl+F" in sequences(event))
            return event.isAccepted()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if "Ctrl+F" in sequences(event):
            self.acted.emit("search_speakers")
        elif event.key() == Qt.Key.Key_Escape:
            self.acted.emit("let_speaker_go")
        else:
            super().keyPressEvent(event)

    def _show_places(self) -> None:
        self.show_part("page")
        self.page.places.setFocus(Qt.FocusReason.TabFocusReason)

    def _turn_to(self, page: QWidget) -> None:
        before, focused = self._pages.currentWidget(), self.focusWidget()
        here = focused is not None and before is not None and before.isAncestorOf(focused)
        self._pages.setCurrentWidget(page)
        if here and before is not page:
            self.focus_list()

    def _assemble(self) -> None:
        head = column_of(self.search, margins=(MARGIN, 4, MARGIN, 8))
        title = row_of(Label(tr("Speakers"), "room"), Free(), self.parts, gap=16)
        top = column_of(title, self.sentence, margins=(MARGIN, 16, MARGIN, 4), gap=2)
        self._speakers = QWidget()
        column_of(self.head, (self.list, 1), on=self._speakers)
        pages = QFrame()
        self._pages = QStackedLayout(pages)
        for page in (self._speakers, self.notice):
            self._pages.addWidget(page)
        self._list_part = QWidget()
        column_of(head, (pages, 1), on=self._list_part)
        self._inner = QHBoxLayout()
        self._outer = QHBoxLayout()
        for row in (self._inner, self._outer):
            row.setSpacing(0)
            row.setContentsMargins(0, 0, 0, 0)
        self._middle = QWidget()
        self._middle.setLayout(self._inner)
        self._inner.addWidget(self._list_part, 9)
        self._inner.addWidget(self.page, 10)
        self._outer.addWidget(self._middle, 1)
        self._outer.addWidget(self.alike)
        column_of(top, self.busy, self.error, (self._outer, 1), self.strip, on=self)

    def _connect(self) -> None:
        self.search.left.connect(self.focus_list)
        self.search.left_down.connect(self.focus_list)
        self.search.entered.connect(self.focus_list)
        self.list.left_up.connect(lambda: self.search.setFocus(Qt.FocusReason.OtherFocusReason))
        self.list.acted.connect(self.acted)
        self.list.entered_row.connect(lambda _row: self._show_places())
        self.parts.chosen.connect(lambda _part: self._show_parts())
        self.page.acted.connect(self.acted)
