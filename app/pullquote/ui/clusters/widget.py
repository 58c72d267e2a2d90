"""The widget of the Clusters room: what is wanted, the list of it, and the panel beside it."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QStackedLayout, QWidget

from pullquote.ui.clusters.cluster_list import (
    MARGIN,
    ClusterDelegate,
    ClustersModel,
    ClustersTable,
    ColumnNames,
)
from pullquote.ui.clusters.places_panel import PlacesPanel
from pullquote.ui.panels.copy_rows import Diff
from pullquote.ui.services.key_map import sequences
from pullquote.ui.services.room import RoomWidget
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed
from pullquote.ui.widgets import BusyLine, Label, MessageLine, SearchBox, Segments
from pullquote.ui.widgets.empty_state import EmptyState
from pullquote.ui.widgets.key_strip import KeyStrip
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


class ClustersWidget(Themed, RoomWidget):
    """`shown` has what the list is narrowed to, `acted` the action of a key; `stopped` comes when
    what the room does is to stop, which is said by `is_busy`.
    """

    shown = Signal(str)
    acted = Signal(str)
    stopped = Signal()
    is_busy = False

    def __init__(self, theme: Theme, diff: Diff) -> None:
        super().__init__()
        self.strip = KeyStrip()
        self.error = MessageLine("error")
        self.busy = BusyLine(divider=False)
        self.sentence = Label("", "second", wrap=True)
        names = {
            "all": tr("All"),
            "quotes": tr("Quotes"),
            "passages": tr("Passages"),
            "furniture": tr("Furniture"),
            "dismissed": tr("Dismissed"),
            UNLIKE: tr("Labelled differently"),
        }
        self.show_choice = Segments(names, tr("Show"), "all")
        self.search = SearchBox(tr("Search passages"), "Ctrl+F")
        self.model = ClustersModel()
        self.names = ColumnNames(theme)
        self.list = ClustersTable()
        self.list.setModel(self.model)
        self.list.setItemDelegate(ClusterDelegate(theme, self.model))
        self.notice = EmptyState()
        self.panel = PlacesPanel(theme, diff)
        self._theme, self._read_only, self._waits = theme, False, False
        self.error.hide()
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
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

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def is_unlike(self) -> bool:
        """Whether labels are compared, and not clusters listed."""
        return self.show_choice.value() == UNLIKE

    def show_list(self) -> None:
        self._turn_to(self._clusters)

    def show_notice(self, heading: str, sentence: str = "", action: str = "") -> None:
        """In place of the list."""
        self.notice.show_notice(heading, sentence, action)
        self._turn_to(self.notice)

    def show_unlike(self) -> None:
        self._turn_to(self.unlike)

    def show_error(self, sentence: str) -> None:
        self.error.show_message("error", sentence)
        self.error.setVisible(bool(sentence))

    def set_read_only(self, read_only: bool) -> None:
        self.list.read_only = read_only
        self.panel.set_read_only(read_only)
        self._read_only = read_only

    def panes(self) -> Sequence[QWidget]:
        page = self._pages.currentWidget()
        if self._has_unlike() and page is self.unlike:
            return [self.unlike.list if self.unlike.list.isVisible() else self.unlike.notice,
                    self.show_choice, self.search]  # fmt: skip
        if page is self.notice:
            return [self.show_choice, self.search, self.notice]
        return [self.list, self.panel.list, self.show_choice, self.search]

    def focus_list(self) -> None:
        """The keyboard goes to the list, as soon as there is something in it."""
        target = self._list_in_sight()
        self._waits = target is None
        (target or self.show_choice).setFocus(Qt.FocusReason.OtherFocusReason)

    def arrive(self) -> None:
        """There is something in the list: whoever waited for it has the keyboard there."""
        if self._waits and self.show_choice.isAncestorOf(self.focusWidget() or self):
            self.focus_list()
        self._waits = False

    def _has_unlike(self) -> bool:
        return "unlike" in vars(self)

    def _list_in_sight(self) -> QWidget | None:
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

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            # Before the window's own Ctrl+F, which finds in a text. While nothing runs here, the
            # window stops what runs elsewhere.
            event.setAccepted(any(keys in self._own_keys() for keys in sequences(event)))
            return event.isAccepted()
        return super().event(event)

    def _own_keys(self) -> set[str]:
        return {"Ctrl+F", "Shift+Esc"} if self.is_busy else {"Ctrl+F"}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = self._own_keys().intersection(sequences(event))
        if "Shift+Esc" in pressed:
            self.stopped.emit()
        elif pressed:
            self.acted.emit("search_clusters")
        elif event.key() == Qt.Key.Key_Escape:
            self.acted.emit("let_cluster_go")
        else:
            super().keyPressEvent(event)

    def _turn_to(self, page: QWidget) -> None:
        before, focused = self._pages.currentWidget(), self.focusWidget()
        here = focused is not None and before is not None and before.isAncestorOf(focused)
        self._pages.setCurrentWidget(page)
        if here and before is not page:
            self.focus_list()

    def _assemble(self) -> None:
        title = row_of(Label(tr("Clusters"), "room"), Free(), self.search, gap=16)
        self.search.setMinimumWidth(180)
        self.search.setMaximumWidth(260)
        choice = row_of(self.show_choice, Free())
        head = column_of(title, self.sentence, 10, choice, margins=(MARGIN, 16, MARGIN, 12), gap=2)
        self._clusters = QWidget()
        column_of(self.names, (self.list, 1), on=self._clusters)
        pages = QFrame()
        self._pages = QStackedLayout(pages)
        for page in (self._clusters, self.notice):
            self._pages.addWidget(page)
        left = QWidget()
        column_of(head, self.busy, self.error, (pages, 1), on=left)
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(left, 1)
        self._row.addWidget(self.panel)
        column_of((self._row, 1), self.strip, on=self)

    def _connect(self) -> None:
        self.show_choice.chosen.connect(self.shown)
        self.search.left.connect(self.focus_list)
        self.search.left_down.connect(self.focus_list)
        self.search.entered.connect(self.focus_list)
        self.list.left_up.connect(lambda: self.search.setFocus(Qt.FocusReason.OtherFocusReason))
        self.list.acted.connect(self.acted)
        self.list.entered_row.connect(lambda _row: self.acted.emit("open_place"))
        self.panel.acted.connect(self.acted)


_UNBOUND = 16_777_215
