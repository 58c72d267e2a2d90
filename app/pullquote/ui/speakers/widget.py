"""The widget of the Speakers room: the list, the page of the chosen one, and who looks alike."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from pullquote.ui.services.list_room import ListRoomWidget
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
from pullquote.ui.widgets import Label, Segments
from pullquote.ui.widgets.layout import Free, column_of, row_of
from pullquote.ui.widgets.row_list import RowsModel
from pullquote.ui.widgets.words import tr
from pullquote.workflow.speakers.overview import SpeakerRow

# Narrower than this, who looks alike stands below; where that is too narrow or too low, too, one
# part is shown at a time.
_THREE, _TWO, _HIGH = 1150, 860, 560
_PANEL = 336
_UNBOUND = 16_777_215


class SpeakersWidget(ListRoomWidget):
    FIND, LET_GO = "search_speakers", "let_speaker_go"

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, tr("Search names and aliases"))
        self.head = ColumnHead(theme)
        self.model = RowsModel[SpeakerRow](say_speaker)
        self.delegate = SpeakerDelegate(theme)
        self.list = SpeakersTable()
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.delegate)
        self.page = SpeakerPagePanel(theme)
        self.alike = LookAlikesPanel(theme)
        self.parts = Segments(
            {"list": tr("List"), "page": tr("The chosen one"), "alike": tr("Look alike")},
            tr("Show"), "list",
        )  # fmt: skip
        self._single = False
        self._assemble()
        self._connect()

    def show_list(self) -> None:
        self.turn_to(self._speakers)

    def set_read_only(self, read_only: bool) -> None:
        self.list.read_only = read_only
        self.page.set_read_only(read_only)
        self.alike.set_read_only(read_only)

    def panes(self) -> Sequence[QWidget]:
        if self.has_notice():
            return [self.search, self.notice]
        lists = (self.list, self.page.names, self.page.places, self.alike.list)
        return [*(one for one in lists if one.isVisible()), self.search]

    def list_in_sight(self) -> QWidget | None:
        return None if self.has_notice() else self.list

    def focus_list(self) -> None:
        self.show_part("list")
        super().focus_list()

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

    def _show_places(self) -> None:
        self.show_part("page")
        self.page.places.setFocus(Qt.FocusReason.TabFocusReason)

    def _assemble(self) -> None:
        head = column_of(self.search, margins=(MARGIN, 4, MARGIN, 8))
        title = row_of(Label(tr("Speakers"), "room"), Free(), self.parts, gap=16)
        top = column_of(title, self.sentence, margins=(MARGIN, 16, MARGIN, 4), gap=2)
        self._speakers = QWidget()
        column_of(self.head, (self.list, 1), on=self._speakers)
        self._add_pages(self._speakers)
        self._list_part = QWidget()
        column_of(head, (self.pages, 1), on=self._list_part)
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
        self.list.left_up.connect(lambda: self.search.setFocus(Qt.FocusReason.OtherFocusReason))
        self.list.acted.connect(self.acted)
        self.list.entered_row.connect(lambda _row: self._show_places())
        self.parts.chosen.connect(lambda _part: self._show_parts())
        self.page.acted.connect(self.acted)
