"""The Timeline room on an open project: when things were said, and of which day they speak."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from pullquote.store import Change, Project
from pullquote.ui.services.host import Host, TextPlace
from pullquote.ui.services.list_room import ListRoom, ReadWords
from pullquote.ui.services.room import Commands
from pullquote.ui.services.tasks import Progress, Stop
from pullquote.ui.theme.palette import Theme
from pullquote.ui.timeline.lane_names import counts_in_words, row_name, step_name
from pullquote.ui.timeline.timeline_chart import ZOOMS
from pullquote.ui.timeline.widget import TimelineWidget
from pullquote.ui.widgets import counted
from pullquote.ui.widgets.words import tr

if TYPE_CHECKING:
    # NumPy comes with them: loaded by the thread that reads.
    from pullquote.workflow.timeline.lanes import Lanes
    from pullquote.workflow.timeline.places import TimelinePlace
    from pullquote.workflow.timeline.points import Points

_FOLLOWED = {"annotation", "relation", "speaker", "document", "state", "assignment"}


class TimelineRoom(ListRoom):
    widget: TimelineWidget

    def __init__(
        self,
        project: Project,
        actor: int,
        theme: Theme,
        host: Host,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(project, actor, TimelineWidget(theme), host, parent)
        self._points: Points | None = None
        self._connect()

    def commands(self) -> Commands:
        return {
            "open_said": self._open,
            "zoom_in": lambda: self._zoom(1),
            "zoom_out": lambda: self._zoom(-1),
            "save_timeline": self._save,
            "search_timeline": self._find,
            "clear_timeline": self._clear,
        }

    def note(self, change: Change) -> None:
        self._stale = self._stale or bool(change.tables & _FOLLOWED)

    # --- what is read ----------------------------------------------------------------------------

    def _connect(self) -> None:
        widget = self.widget
        widget.narrowed.connect(self._list)
        widget.chart.pointed.connect(self._follow_chart)
        widget.table.pointed.connect(self._follow_table)
        widget.table.entered_row.connect(lambda _row: self._open())
        widget.places.entered_row.connect(lambda row: self._go(widget.places_model.rows[row]))
        widget.chart.folder = self.project.path.parent
        written = tr("Written to {}.")
        widget.chart.saved.connect(lambda to: self.host.say(written.format(to.name)))
        widget.chart.failed.connect(self.host.show_error)

    def _has_read(self) -> bool:
        return self._points is not None

    def _read_words(self) -> ReadWords:
        return ReadWords(
            tr("Reading what was said when"), tr("The timeline was not read"), tr("Read it")
        )

    def _load(self) -> None:
        project, actor = self.project, self.actor

        def work(progress: Progress, stop: Stop) -> "Points":
            from pullquote.workflow.timeline import lanes, points

            assert lanes  # NumPy and what stands on it come in this thread
            return points.load_points(project, actor, progress=progress, stop=stop)

        self._read("points", tr("Reading the timeline"), work, self._take)

    def _take(self, points: "Points") -> None:
        self._points = points
        self.widget.show_error("")
        self._list()

    def _list(self) -> None:
        """Arrange what is wanted, in a thread: to sort 100,000 points is more than a frame."""
        points, widget = self._points, self.widget
        if points is None:
            return
        known, before, cell = points, widget.chart.lanes, widget.chart.cell
        kind, zoom = widget.kind_choice.value(), widget.zoom_choice.value()
        show, search = widget.show_choice.value(), widget.search.text()

        def work(_progress: Progress, _stop: Stop) -> "tuple[Lanes, int]":
            from pullquote.workflow.timeline.lanes import arrange_points

            found = arrange_points(known, kind, zoom, show, search)  # type: ignore[arg-type]
            return found, found.like(before, cell)

        def done(found: "tuple[Lanes, int]") -> None:
            if known is self._points:
                self._show(*found)

        self._tasks.run("lanes", "", work, done, self.host.show_error)

    def _show(self, lanes: "Lanes", cell: int) -> None:
        widget = self.widget
        widget.model.show_lanes(lanes)
        widget.chart.show_lanes(lanes, cell)
        widget.table.choose(cell)
        if len(lanes):
            widget.show_chart()
        else:
            self._say_nothing()
        self._say_counts()
        self._read_chosen()
        widget.arrive()

    def _say_counts(self) -> None:
        points = self._points
        if points is None:
            return
        claims, differ = int(points.claim.sum()), int(points.differs.sum())
        said = tr("When it was said, and which day it speaks about: {0} and {1}.").format(
            counted(len(points) - claims, tr("{} quote"), tr("{} quotes")),
            counted(claims, tr("{} dated claim"), tr("{} dated claims")),
        )
        if differ:
            more = counted(
                differ,
                tr("{} has another date than a copy of it."),
                tr("{} have other dates than copies of them."),
            )
            said = f"{said} {more}"
        self.widget.sentence.setText(said)

    def _say_nothing(self) -> None:
        widget = self.widget
        searched = widget.search.text().strip()
        if searched:
            widget.show_notice(
                tr("Nothing found for “{}”").format(searched), "", tr("Clear the search")
            )
        elif self._points is not None and len(self._points):
            widget.show_notice(tr("Nothing of this kind"), "", tr("Show all"))
        else:
            widget.show_notice(
                tr("Nothing is said yet"),
                tr("Quotes stand here on the day that they were said, claims on the day that they "
                   "are tied to."),
                tr("Label a text"),
            )  # fmt: skip

    def _act_on_notice(self) -> None:
        if self._points is None:
            self._load()
        elif len(self._points):
            self._clear()
        else:
            self.host.go("annotate")

    # --- the chosen cell -------------------------------------------------------------------------

    def _follow_chart(self, cell: int) -> None:
        self.widget.table.choose(cell)
        self._chosen_later.start()

    def _follow_table(self, cell: int) -> None:
        self.widget.chart.choose(cell)
        self._chosen_later.start()

    def _read_chosen(self) -> None:
        project, points, widget = self.project, self._points, self.widget
        lanes, cell = widget.chart.lanes, widget.chart.cell
        if points is None or lanes is None or cell < 0:
            self._show_places([])
            widget.heading.setText("")
            widget.counts.setText("")
            return
        name = row_name(lanes, int(lanes.row[cell]))
        when = step_name(lanes, int(lanes.step[cell]))
        widget.heading.setText(f"{name}, {when}")
        widget.counts.setText(counts_in_words(lanes, cell))
        known, chosen = points, lanes.points(cell)

        def work(_progress: Progress, _stop: Stop) -> "list[TimelinePlace]":
            from pullquote.workflow.timeline.places import read_cell_places

            return read_cell_places(project, known, chosen)

        self._tasks.run("places", "", work, self._show_places, self.host.show_error)

    def _show_places(self, places: "list[TimelinePlace]") -> None:
        self.widget.places_model.show_rows(places)
        self.widget.places.choose(0 if places else -1)

    # --- what a person does ----------------------------------------------------------------------

    def _open(self) -> None:
        """Go to the first place of the chosen cell."""
        points, chart = self._points, self.widget.chart
        if points is None or chart.lanes is None or chart.cell < 0:
            return
        first = chart.lanes.points(chart.cell)[0]
        document, start, end = (
            int(of[first]) for of in (points.document, points.start, points.end)
        )
        self.host.go("annotate", TextPlace(document, start, end))

    def _go(self, place: "TimelinePlace") -> None:
        self.host.go("annotate", TextPlace(place.document, place.start, place.end))

    def _zoom(self, by: int) -> None:
        choice = self.widget.zoom_choice
        at = ZOOMS.index(choice.value() or "day") + by
        if 0 <= at < len(ZOOMS):
            choice.set_value(ZOOMS[at])
            self._list()

    def _save(self) -> None:
        if self.widget.chart.lanes is not None and len(self.widget.chart.lanes):
            self.widget.chart.ask_where()

    def _clear(self) -> None:
        """Esc: no message, no search, all kinds."""
        widget = self.widget
        widget.show_error("")
        widget.show_choice.set_value("all")
        if widget.search.text():
            widget.search.set_text("")
        self._list()
        widget.focus_list()
