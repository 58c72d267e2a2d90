"""The widget of the Clusters room: what is wanted, the list of it, and the panel beside it."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from pullquote.ui.clusters.cluster_list import (
    MARGIN,
    ClusterDelegate,
    ClustersModel,
    ClustersTable,
    ColumnNames,
)
from pullquote.ui.clusters.places_panel import PlacesPanel
from pullquote.ui.panels.copy_rows import Diff
from pullquote.ui.services.list_room import ListRoomWidget
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import Label, Segments
from pullquote.ui.widgets.layout import Free, column_of, row_of
from pullquote.ui.widgets.words import tr

if TYPE_CHECKING:
    from pullquote.ui.clusters.inconsistency_page import InconsistencyPage

UNLIKE = "unlike"
"""What is chosen for the places that are labelled differently."""
_PANEL = 384
# Where the window is narrower the panel stands below the list.
_BESIDE = 960
# Where it is lower, two places are shown with fewer lines.
_HIGH = 640


class ClustersWidget(ListRoomWidget):
    """`shown` has what the list is narrowed to."""

    FIND, LET_GO = "search_clusters", "let_cluster_go"
    shown = Signal(str)

    def __init__(self, theme: Theme, diff: Diff) -> None:
        super().__init__(theme, tr("Search passages"))
        names = {
            "all": tr("All"),
            "quotes": tr("Quotes"),
            "passages": tr("Passages"),
            "furniture": tr("Furniture"),
            "dismissed": tr("Dismissed"),
            UNLIKE: tr("Labelled differently"),
        }
        self.show_choice = Segments(names, tr("Show"), "all")
        self.model = ClustersModel()
        self.names = ColumnNames(theme)
        self.list = ClustersTable()
        self.list.setModel(self.model)
        self.list.setItemDelegate(ClusterDelegate(theme, self.model))
        self.panel = PlacesPanel(theme, diff)
        self._read_only = False
        self._assemble()
        self._connect()

    @cached_property
    def unlike(self) -> "InconsistencyPage":
        """Made when it is first asked for: the room is there without it."""
        from pullquote.ui.clusters.inconsistency_page import InconsistencyPage

        page = InconsistencyPage(self._theme)
        page.set_read_only(self._read_only)
        page.set_low(self.height() < _HIGH)
        page.acted.connect(self.acted)
        self._pages.addWidget(page)
        return page

    def is_unlike(self) -> bool:
        """Whether labels are compared, and not clusters listed."""
        return self.show_choice.value() == UNLIKE

    def show_list(self) -> None:
        self.turn_to(self._clusters)

    def show_unlike(self) -> None:
        self.turn_to(self.unlike)

    def set_read_only(self, read_only: bool) -> None:
        self.list.read_only = read_only
        self.panel.set_read_only(read_only)
        self._read_only = read_only

    def panes(self) -> Sequence[QWidget]:
        page = self._pages.currentWidget()
        if self._has_unlike() and page is self.unlike:
            return [self.unlike.list if self.unlike.list.isVisible() else self.unlike.notice,
                    self.show_choice, self.search]  # fmt: skip
        if self.has_notice():
            return [self.show_choice, self.search, self.notice]
        return [self.list, self.panel.list, self.show_choice, self.search]

    def _has_unlike(self) -> bool:
        return "unlike" in vars(self)

    def waits_at(self) -> QWidget:
        return self.show_choice

    def list_in_sight(self) -> QWidget | None:
        page = self._pages.currentWidget()
        if self._has_unlike() and page is self.unlike:
            return self.unlike.list if self.unlike.has_rows() else None
        return self.list if page is self._clusters else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= _BESIDE
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(across if beside else down)
        self.panel.set_low(not beside)
        if self._has_unlike():
            self.unlike.set_low(self.height() < _HIGH)
        if beside:
            self.panel.setMaximumHeight(_UNBOUND)
            self.panel.setFixedWidth(_PANEL)
        else:
            self.panel.setMinimumWidth(0)
            self.panel.setMaximumWidth(_UNBOUND)
            self.panel.setMaximumHeight(max(180, self.height() // 2 - 40))

    def _assemble(self) -> None:
        title = row_of(Label(tr("Clusters"), "room"), Free(), self.search, gap=16)
        self.search.setMinimumWidth(180)
        self.search.setMaximumWidth(260)
        choice = row_of(self.show_choice, Free())
        head = column_of(title, self.sentence, 10, choice, margins=(MARGIN, 16, MARGIN, 12), gap=2)
        self._clusters = QWidget()
        column_of(self.names, (self.list, 1), on=self._clusters)
        self._add_pages(self._clusters)
        left = QWidget()
        column_of(head, self.busy, self.error, (self.pages, 1), on=left)
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(left, 1)
        self._row.addWidget(self.panel)
        column_of((self._row, 1), self.strip, on=self)

    def _connect(self) -> None:
        self.show_choice.chosen.connect(self.shown)
        self.list.left_up.connect(lambda: self.search.setFocus(Qt.FocusReason.OtherFocusReason))
        self.list.acted.connect(self.acted)
        self.list.entered_row.connect(lambda _row: self.acted.emit("open_place"))
        self.panel.acted.connect(self.acted)


_UNBOUND = 16_777_215
