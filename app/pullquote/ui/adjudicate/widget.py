"""The widget of the Adjudicate room: places at the left, the text, the versions at the right."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from pullquote.ui.adjudicate.item_list import ItemsPanel
from pullquote.ui.adjudicate.place_page import PlacePage
from pullquote.ui.adjudicate.question_panel import QuestionPanel
from pullquote.ui.panels.labels.page import LabelsPage
from pullquote.ui.services.arrangement import LIST, PANEL, PANEL_COMPACT, Arrangement
from pullquote.ui.services.room import RoomWidget
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed
from pullquote.ui.widgets.drawer import Drawer, Side, SidePane
from pullquote.ui.widgets.key_strip import STRIP_HEIGHT
from pullquote.ui.widgets.layout import row_of


class AdjudicateWidget(Themed, RoomWidget):
    """In a narrow window list and panel lie in drawers; `side` holds what is at the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items = ItemsPanel(theme)
        self.page = PlacePage(theme)
        self.strip = self.page.strip
        self.question = QuestionPanel(theme)
        self.side = QStackedWidget()
        self.side.addWidget(self.question)
        self._theme = theme
        self._labels: LabelsPage | None = None
        self._arrangement: Arrangement | None = None
        self._row = row_of(self.items, (self.page, 1), self.side, on=self)
        left = partial(self._make_drawer, "left", LIST)
        right = partial(self._make_drawer, "right", PANEL_COMPACT)
        self._list = SidePane(
            self.items, left, lambda: self._row.insertWidget(0, self.items), self.focus_text
        )
        self._panel = SidePane(
            self.side, right, lambda: self._row.addWidget(self.side), self.focus_text
        )
        self._list.keep_apart(self._panel)
        self._panel.keep_apart(self._list)
        self.items.setFixedWidth(LIST)
        self.side.setFixedWidth(PANEL)
        self.page.head.list_asked.connect(self.toggle_list)
        self.page.head.panel_asked.connect(self.toggle_panel)

    @property
    def labels(self) -> LabelsPage:
        """The fields of a label; made with the first edit."""
        if self._labels is None:
            self._labels = LabelsPage(self._theme)
            self.side.addWidget(self._labels)
        return self._labels

    def set_motion(self, motion: bool) -> None:
        self._list.set_motion(motion)
        self._panel.set_motion(motion)
        self.page.reader.motion.on = motion

    def arrange(self, arrangement: Arrangement) -> None:
        """Move list and panel into drawers, or back beside the text."""
        self.side.setFixedWidth(arrangement.panel)
        if self._arrangement == arrangement:
            return
        self._arrangement = arrangement
        self._list.arrange(in_drawer=arrangement.list_is_drawer)
        self._panel.arrange(in_drawer=arrangement.panel_is_drawer)
        self.show_side(text=self.page.is_text())
        self.page.head.set_drawers(
            of_list=arrangement.list_is_drawer, of_panel=arrangement.panel_is_drawer
        )

    def _make_drawer(self, side: Side, width: int) -> Drawer:
        drawer = Drawer(self, side, width, STRIP_HEIGHT)
        drawer.opened.connect(lambda: self.page.set_covered(side, drawer.width()))
        drawer.shut.connect(lambda: self.page.set_covered(side, 0))
        return drawer

    def show_editing(self, editing: bool) -> None:
        """The fields of a label in place of the question."""
        self.side.setCurrentWidget(self.labels if editing else self.question)

    def show_side(self, *, text: bool) -> None:
        """The panel at the right is there with a text only."""
        if not self._panel.in_drawer:
            self.side.setVisible(text)
        elif not text:
            self._panel.close_drawer()

    def toggle_list(self) -> None:
        self._list.toggle()
        if self.items.isVisible():
            self.items.focus_list()

    def toggle_panel(self) -> None:
        self._panel.toggle()

    def show_panel(self) -> None:
        self._panel.show()

    def shut_drawers(self) -> None:
        self._list.close_drawer()
        self._panel.close_drawer()

    def focus_text(self) -> None:
        if self.page.is_text():
            self.page.reader.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.page.state.focus_first()

    def panes(self) -> list[QWidget]:
        """The panes F6 goes through, those in sight."""
        side = self.side.currentWidget() or self.question
        inner = [self.items, self.page.reader, self.page.state, side]
        return [pane for pane in inner if pane.isVisible()]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.page.align()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.page.align()
