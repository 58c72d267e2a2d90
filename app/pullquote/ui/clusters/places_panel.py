"""The panel beside the list: where the words of a cluster stand, when, and how they differ."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QWidget

from pullquote.ui.clusters.cluster_list import cluster_action
from pullquote.ui.panels.copy_rows import CopyDelegate, Diff, say_copy
from pullquote.ui.panels.values import CopyRow
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import BusyLine, Button, Label, Line, LinkButton, counted, set_property
from pullquote.ui.widgets.chart.day_chart import DayChart, count_days
from pullquote.ui.widgets.field import Hints
from pullquote.ui.widgets.label import ElidedText
from pullquote.ui.widgets.layout import Free, column_of, row_of
from pullquote.ui.widgets.paint import MARGIN
from pullquote.ui.widgets.row_list import RowsModel, RowsView
from pullquote.ui.widgets.words import tr

# Milliseconds until places that are still read are shown as such: most are there before.
_BUSY_MS = 150


@dataclass(frozen=True, slots=True)
class PlacesShown:
    """The places of a cluster: `total` are more than `places` where they come page by page.

    `heading` says how many there are, and when; `words` are those of the first copy, `days` those
    of all documents that have one.
    """

    heading: str
    words: str
    days: tuple[date, ...] = ()
    places: tuple[CopyRow, ...] = ()
    total: int = 0
    boilerplate: bool = False
    dismissed: bool = False


class PlacesPanel(QFrame):
    """`acted` has the action of a key or button, `more_wanted` asks for the next places."""

    acted = Signal(str)
    more_wanted = Signal()

    def __init__(self, theme: Theme, diff: Diff) -> None:
        super().__init__()
        self.shown: PlacesShown | None = None
        self._read_only = self._low = False
        self._heading = Label("", "heading", wrap=True)
        self._chart = DayChart(tr("Places along time"), theme)
        self._first = Label(tr("First seen"), "meta")
        self._words = ElidedText(lines=5)
        self._model = RowsModel[CopyRow](say_copy)
        self._delegate = CopyDelegate(theme, diff)
        self.list = PlacesList()
        self._more = LinkButton("")
        self._busy = BusyLine(divider=False)
        self._busy_later = QTimer(self, singleShot=True, interval=_BUSY_MS)
        self._busy_later.timeout.connect(lambda: self._busy.show_progress(0, 0))
        self._open = Button(tr("Open"), tr("Enter"), main=True)
        self._boilerplate = Button(tr("Boilerplate"), "B")
        self._split = Button(tr("Split"), "/")
        self._foot = QWidget()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._assemble()
        self._connect()
        self.show_nothing()

    def show_places(self, shown: PlacesShown) -> None:
        before = self.shown
        more = before is not None and (before.words, before.total) == (shown.words, shown.total)
        self._end_busy()
        self.shown = shown
        self._heading.setText(shown.heading)
        counts = count_days(shown.days)
        self._chart.show_days(counts)
        self._words.show_words(shown.words)
        if not more:
            self._model.show_rows(())
            self._delegate.compare_with(shown.words)
        self._model.show_rows(shown.places)
        if not more:
            self.list.choose(0 if shown.places else -1)
        left = shown.total - len(shown.places)
        self._more.setText(counted(left, tr("1 more place"), tr("{} more places")))
        self._more.setVisible(left > 0)
        self._boilerplate.setText(tr("Not boilerplate") if shown.boilerplate else tr("Boilerplate"))
        self._boilerplate.updateGeometry()
        self._show_parts()

    def show_nothing(self) -> None:
        """No cluster is chosen."""
        self._end_busy()
        self.shown = None
        self._model.show_rows(())
        self._heading.setText("")
        self._words.show_words("")
        self._show_parts()

    def show_busy(self) -> None:
        """Places are read: those of before stay in sight until they come."""
        self._busy_later.start()

    def set_read_only(self, read_only: bool) -> None:
        self._read_only = self.list.read_only = read_only
        self._show_parts()

    def set_low(self, low: bool) -> None:
        """Below the list there is no room for a plot, nor for words that stand in it."""
        self._low = low
        set_property(self, "low", low)
        self._show_parts()

    def place(self) -> CopyRow | None:
        """The place that is chosen."""
        row = self.list.row()
        return self._model.rows[row] if 0 <= row < len(self._model.rows) else None

    def _show_parts(self) -> None:
        shown, there = self.shown, self.shown is not None
        plot = shown is not None and bool(shown.days) and not self._low
        self._chart.setVisible(plot)
        self._first.setVisible(there and not self._low)
        self._words.setVisible(there and not self._low)
        self._foot.setVisible(there)
        dismissed = shown is not None and shown.dismissed
        for button in (self._boilerplate, self._split):
            button.setEnabled(not self._read_only and not dismissed)

    def _end_busy(self) -> None:
        self._busy_later.stop()
        self._busy.stop()

    def _assemble(self) -> None:
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._delegate)
        head = column_of(
            self._heading, self._chart, self._first, self._words,
            margins=(MARGIN, 20, MARGIN, 12), gap=8,
        )  # fmt: skip
        # The button's own edge is not seen.
        more = row_of(self._more, Free(), margins=(MARGIN - 6, 8, MARGIN, 8))
        buttons = row_of(
            self._open, self._boilerplate, self._split, Free(), margins=(16, 12, 16, 12), gap=8
        )
        column_of(Line(), buttons, on=self._foot)
        column_of(head, self._busy, (self.list, 1), more, self._foot, on=self, margins=(1, 1, 0, 0))

    def _connect(self) -> None:
        self.list.chosen.connect(lambda _row: self.acted.emit("open_place"))
        self.list.acted.connect(self.acted)
        self._more.clicked.connect(self.more_wanted)
        self._open.clicked.connect(lambda: self.acted.emit("open_place"))
        self._boilerplate.clicked.connect(lambda: self.acted.emit("decide_boilerplate"))
        self._split.clicked.connect(lambda: self.acted.emit("split_place"))


class PlacesList(RowsView):
    """`acted` has the action of a key, `menu_wanted` the place on screen."""

    acted = Signal(str)
    menu_wanted = Signal(QPoint)
    read_only = False

    def __init__(self) -> None:
        super().__init__(tr("Places"))
        # Rows differ in height: the first ones are laid out at once, the others while it rests.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(20)
        self.setResizeMode(QListView.ResizeMode.Adjust)

    def key_hints(self) -> Hints:
        hints: Hints = [("↑ ↓", tr("other place"))] if self.model().rowCount() > 1 else []
        if self.row() >= 0:
            hints.append(("Enter", tr("open in the text")))
            if not self.read_only:
                hints += [("V", tr("carry from here")), ("/", tr("does not belong"))]
                hints += [("B", tr("boilerplate")), ("Del", tr("dismiss"))]
        return [*hints, ("F6", tr("other panes"))]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = cluster_action(event)
        if action and self.row() >= 0:
            self.acted.emit(action)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(self.menu_place(event))
