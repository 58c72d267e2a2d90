"""The widget of the Timeline room: the chart, its table, and the places of the chosen cell."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollBar, QWidget

from pullquote.ui.services.list_room import ListRoomWidget
from pullquote.ui.theme.palette import Theme
from pullquote.ui.timeline.lists import (
    CELL_ROW,
    MARGIN,
    PLACE_ROW,
    CellDelegate,
    CellsModel,
    CellsTable,
    PlaceDelegate,
    TimelinePlacesTable,
    say_place,
)
from pullquote.ui.timeline.timeline_chart import ROW, TimelineChart
from pullquote.ui.widgets import Button, Label, Segments
from pullquote.ui.widgets.layout import Free, column_of, row_of
from pullquote.ui.widgets.row_list import RowsModel
from pullquote.ui.widgets.words import tr

if TYPE_CHECKING:
    from pullquote.workflow.timeline.places import TimelinePlace

# Where the room is narrower or lower, one part is shown at a time.
_WIDE, _HIGH = 900, 560
_PANEL = 336


class TimelineWidget(ListRoomWidget):
    """`narrowed` comes when other kinds, rows or steps are wanted."""

    FIND, LET_GO = "search_timeline", "clear_timeline"
    narrowed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, tr("Search words and names"))
        self.picture = Button(tr("Picture"), "P")
        shows = {
            "all": tr("All"),
            "quotes": tr("Quotes"),
            "claims": tr("Claims"),
            "differ": tr("Differ"),
        }
        self.show_choice = Segments(shows, tr("Show"), "all")
        kinds = {"speaker": tr("Speakers"), "source": tr("Sources")}
        self.kind_choice = Segments(kinds, tr("Rows"), "speaker")
        zooms = {"day": tr("Day"), "week": tr("Week"), "month": tr("Month")}
        self.zoom_choice = Segments(zooms, tr("Zoom"), "day")
        parts = {"chart": tr("Chart"), "table": tr("Table"), "places": tr("Places")}
        self.parts = Segments(parts, tr("In sight"), "chart")
        self.chart = TimelineChart(theme)
        self.across, self.down = QScrollBar(Qt.Orientation.Horizontal), QScrollBar()
        self.model = CellsModel()
        self.table = CellsTable(tr("The same numbers"), CELL_ROW)
        self.table.setModel(self.model)
        self.table.setItemDelegate(CellDelegate(theme, self.model))
        self.heading = Label("", "heading", wrap=True)
        self.counts = Label("", "second", wrap=True)
        self.places_model: RowsModel[TimelinePlace] = RowsModel(say_place)
        self.places = TimelinePlacesTable(tr("Places"), PLACE_ROW)
        self.places.setModel(self.places_model)
        self.places.setItemDelegate(PlaceDelegate(theme))
        self._single = False
        self._assemble()
        self._connect()

    def show_chart(self) -> None:
        self.turn_to(self._body)

    def panes(self) -> Sequence[QWidget]:
        choices = [self.show_choice, self.search]
        if self.has_notice():
            return [*choices, self.notice]
        parts = (self.chart, self.table, self.places)
        return [*(one for one in parts if one.isVisible()), self.parts, *choices]

    def list_in_sight(self) -> QWidget | None:
        return None if self.has_notice() else self.chart

    def waits_at(self) -> QWidget:
        return self.show_choice

    def focus_list(self) -> None:
        if self._single and not self.has_notice() and self.parts.value() != "chart":
            self.parts.set_value("chart")
            self._show_parts()
        super().focus_list()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._single = self.width() < _WIDE or self.height() < _HIGH
        self._panel.setMinimumWidth(0 if self._single else _PANEL)
        self._panel.setMaximumWidth(_UNBOUND if self._single else _PANEL)
        self._show_parts()

    def _show_parts(self) -> None:
        part = self.parts.value() if self._single else ""
        self.parts.setVisible(self._single)
        self._chart_part.setVisible(part in ("", "chart"))
        self.table.setVisible(part in ("", "table"))
        self._left.setVisible(part != "places")
        self._panel.setVisible(part in ("", "places"))

    def _follow_chart(self) -> None:
        left, widest, top, highest = self.chart.reach()
        for bar, value, most, page in (
            (self.across, left, widest, self.chart.width()),
            (self.down, top, highest, self.chart.height()),
        ):
            bar.blockSignals(True)
            bar.setRange(0, most)
            bar.setPageStep(page)
            bar.setSingleStep(ROW)
            bar.setValue(value)
            bar.blockSignals(False)
            bar.setVisible(most > 0)

    def _assemble(self) -> None:
        self.search.setMinimumWidth(150)
        self.search.setMaximumWidth(260)
        name = Label(tr("Timeline"), "room")
        title = row_of(name, Free(), self.parts, self.search, self.picture, gap=12)
        choices = row_of(self.show_choice, self.kind_choice, Free(), self.zoom_choice, gap=12)
        head = column_of(title, self.sentence, 8, choices, margins=(MARGIN, 16, MARGIN, 8), gap=2)
        self._chart_part = QWidget()
        chart = column_of((self.chart, 1), self.across)
        row_of((chart, 1), self.down, on=self._chart_part, margins=(MARGIN, 4, 12, 4), gap=4)
        self._left = QWidget()
        column_of((self._chart_part, 3), (self.table, 2), on=self._left)
        self._panel = QFrame()
        self._panel.setObjectName("timelinePlaces")
        said = column_of(self.heading, self.counts, margins=(20, 16, 20, 12), gap=4)
        column_of(said, (self.places, 1), on=self._panel)
        self._body = QWidget()
        row_of((self._left, 1), self._panel, on=self._body)
        self._add_pages(self._body)
        column_of(head, self.busy, self.error, (self.pages, 1), self.strip, on=self)

    def _connect(self) -> None:
        for choice in (self.show_choice, self.kind_choice, self.zoom_choice):
            choice.chosen.connect(lambda _value: self.narrowed.emit())
        self.parts.chosen.connect(lambda _value: self._show_parts())
        self.picture.clicked.connect(lambda: self.acted.emit("save_timeline"))
        self.chart.acted.connect(self.acted)
        self.chart.moved.connect(self._follow_chart)
        self.across.setAccessibleName(tr("Along the calendar"))
        self.down.setAccessibleName(tr("Along the rows"))
        self.across.valueChanged.connect(lambda at: self.chart.pan(at, self.down.value()))
        self.down.valueChanged.connect(lambda at: self.chart.pan(self.across.value(), at))


_UNBOUND = 16_777_215
