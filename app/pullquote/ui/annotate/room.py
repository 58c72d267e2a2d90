"""The annotating room: documents at the left, the text, the side panel at the right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from pullquote.ui.annotate.page import TextPage
from pullquote.ui.documents import DocumentsPanel
from pullquote.ui.documents.rows import Rows
from pullquote.ui.panels.copies_page import DiffPiece
from pullquote.ui.panels.side_panel import SidePanel
from pullquote.ui.shell import Arrangement, Drawer
from pullquote.ui.shell.arrangement import LIST, LIST_LEAST, LIST_MOST, PANEL_COMPACT
from pullquote.ui.theme.palette import Theme


class AnnotateRoom(QWidget):
    """Puts the three panes side by side; in a narrow window list and panel lie in drawers."""

    list_resized = Signal(int)

    def __init__(self, theme: Theme, rows: Rows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.documents = DocumentsPanel(theme, rows)
        self.page = TextPage(theme)
        self.panel = SidePanel(theme, _diff)
        self._arrangement: Arrangement | None = None
        self._list_width = LIST
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setHandleWidth(1)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.documents)
        self._split.addWidget(self.page)
        self._split.setStretchFactor(1, 1)
        self._split.splitterMoved.connect(self._resized)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._split, 1)
        self._row.addWidget(self.panel)
        self._list_drawer = Drawer(self, "left", LIST)
        self._panel_drawer = Drawer(self, "right", PANEL_COMPACT)
        self.documents.setMinimumWidth(LIST_LEAST)
        self.documents.setMaximumWidth(LIST_MOST)

    def set_theme(self, theme: Theme) -> None:
        self.documents.set_theme(theme)
        self.page.set_theme(theme)
        self.panel.set_theme(theme)

    def set_motion(self, motion: bool) -> None:
        self._list_drawer.set_motion(motion)
        self._panel_drawer.set_motion(motion)
        self.page.reader.motion.on = motion

    def set_list_width(self, width: int) -> None:
        """Give the list `width` pixels, at once or when the room is first shown."""
        self._list_width = width
        self._split.setSizes([width, max(1, self._split.width() - width)])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.set_list_width(self._list_width)

    def arrange(self, arrangement: Arrangement) -> None:
        """Move list and panel into drawers, or back beside the text."""
        self.panel.setFixedWidth(arrangement.panel)
        if self._arrangement == arrangement:
            return
        self._arrangement = arrangement
        self._list_drawer.close_drawer()
        self._panel_drawer.close_drawer()
        if arrangement.list_is_drawer:
            self._list_drawer.hold(self.documents)
        else:
            self._split.insertWidget(0, self.documents)
            self.documents.show()
            self.set_list_width(self._list_width)
        if arrangement.panel_is_drawer:
            self._panel_drawer.hold(self.panel)
        else:
            self._row.addWidget(self.panel)
            self.panel.show()
        self.page.head.set_list_button(arrangement.list_is_drawer)

    def toggle_list(self) -> None:
        self._toggle(self.documents, self._list_drawer, self._in_drawer("list"))
        if self.documents.isVisible():
            self.documents.focus_list()

    def toggle_panel(self) -> None:
        self._toggle(self.panel, self._panel_drawer, self._in_drawer("panel"))

    def show_list(self) -> None:
        if not self.documents.isVisible():
            self.toggle_list()

    def show_panel(self) -> None:
        if not self.panel.isVisible():
            self.toggle_panel()

    def shut_list_drawer(self) -> None:
        self._list_drawer.close_drawer()

    def panes(self) -> list[QWidget]:
        """The panes F6 goes through, in the order of the window, those in sight."""
        inner = [self.documents, self.page.reader, self.page.empty, self.panel]
        return [pane for pane in inner if pane.isVisible()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.page.align()

    def _resized(self, width: int, _index: int) -> None:
        self._list_width = width
        self.list_resized.emit(width)

    def _in_drawer(self, which: str) -> bool:
        arrangement = self._arrangement
        if arrangement is None:
            return False
        return arrangement.list_is_drawer if which == "list" else arrangement.panel_is_drawer

    def _toggle(self, pane: QWidget, drawer: Drawer, in_drawer: bool) -> None:
        focused = self.window().focusWidget()
        if focused is not None and pane.isVisible() and pane.isAncestorOf(focused):
            # Before Qt gives the focus to whatever comes next.
            self.page.reader.setFocus(Qt.FocusReason.OtherFocusReason)
        if not in_drawer:
            pane.setVisible(not pane.isVisible())
        elif drawer.isVisible():
            drawer.close_drawer()
        else:
            drawer.open()


def _diff(here: str, there: str) -> Sequence[DiffPiece]:
    # Loaded with the first copy that is shown: the window must not wait for it at start.
    from pullquote.duplicates.diff import diff

    return diff(here, there)
