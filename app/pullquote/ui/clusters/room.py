"""The Clusters room on an open project: what is repeated in it, and what is decided about that."""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtGui import QActionGroup

from pullquote.errors import PullquoteError
from pullquote.store import Change, Project
from pullquote.ui.clusters.cluster_list import order_names
from pullquote.ui.clusters.cluster_places import read_places
from pullquote.ui.clusters.decisions import ClusterDecisions
from pullquote.ui.clusters.places_panel import PlacesShown
from pullquote.ui.clusters.widget import UNLIKE, ClustersWidget
from pullquote.ui.services.errors import error_message
from pullquote.ui.services.host import Host, Target, TextPlace
from pullquote.ui.services.room import Commands, Room, offer_keys
from pullquote.ui.services.tasks import Progress, Stop, Tasks
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import Menu, counted, number
from pullquote.ui.widgets.words import tr

if TYPE_CHECKING:
    # NumPy comes with them: loaded by the thread that reads.
    from pullquote.duplicates.diff import Piece
    from pullquote.ui.clusters.unlike_presenter import UnlikePresenter
    from pullquote.workflow.clusters.columns import ClusterColumns, ClusterRow

_REPEATS = {"cluster", "passage"}
_LABELS = {"annotation"}
# A burst of labels is read once; a key that is held down passes the places by.
_REST_MS, _PLACES_MS = 300, 60
_LONGEST = 200


class ClustersRoom(Room):
    def __init__(
        self,
        project: Project,
        actor: int,
        theme: Theme,
        host: Host,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(project, actor, host, parent)
        self.widget: ClustersWidget = ClustersWidget(theme, _compare)
        offer_keys(self.widget, host)
        self.widget.set_read_only(project.read_only)
        self._tasks = Tasks(self)
        self._columns: ClusterColumns | None = None
        self._order, self._descending = "copies", True
        self._stale, self._labelled = True, set[int]()
        # Sources and days are read anew when the room is entered: an import changes them all along.
        self._old_days = False
        self._decisions = ClusterDecisions(project, actor, host)
        # Texts may be large, and of each row the words are kept.
        self._text = lru_cache(maxsize=8)(project.text)
        self._words = lru_cache(maxsize=4096)(self._read_words)
        self._later = QTimer(self, singleShot=True, interval=_REST_MS)
        self._later.timeout.connect(self._catch_up)
        self._places_later = QTimer(self, singleShot=True, interval=_PLACES_MS)
        self._places_later.timeout.connect(self._read_places)
        self._connect()

    @cached_property
    def unlike(self) -> "UnlikePresenter":
        """Made with its page, when it is first asked for."""
        from pullquote.ui.clusters.unlike_presenter import UnlikePresenter

        page = self.widget.unlike
        made = UnlikePresenter(self.project, self.actor, page, self.host, self._tasks)
        made.counted.connect(self._say_count)
        made.failed.connect(self._fail)
        return made

    def commands(self) -> Commands:
        return {
            "open_place": self._open_place,
            "carry_place": self._carry_place,
            "decide_boilerplate": self._decide_boilerplate,
            "split_place": self._split_place,
            "join_clusters": self._join_clusters,
            "dismiss_cluster": self._dismiss_cluster,
            "make_second_alike": lambda: self._make_alike(0),
            "make_first_alike": lambda: self._make_alike(1),
            "search_clusters": self._search_clusters,
            "let_cluster_go": self._let_go,
        }

    def enter(self, _target: Target | None = None) -> None:
        self._stale = self._stale or self._old_days
        self._catch_up()
        before = self.widget.focusWidget()
        if self._columns is not None and before is not None and before.isVisible():
            before.setFocus()
        else:
            self.widget.focus_list()

    def refresh(self, change: Change) -> None:
        self.note(change)
        if change.tables and not self._later.isActive():
            self._later.start()

    def note(self, change: Change) -> None:
        if "unlike" in vars(self):
            self.unlike.note(change)
        self._stale = self._stale or bool(change.tables & _REPEATS)
        self._old_days = self._old_days or "document" in change.tables
        if change.tables & _LABELS:
            self._labelled |= change.documents

    def close(self) -> None:
        self._later.stop()
        self._places_later.stop()
        self._tasks.finish()

    # --- what is read ----------------------------------------------------------------------------

    def _connect(self) -> None:
        widget = self.widget
        widget.shown.connect(lambda _value: self._show_choice())
        widget.search.searched.connect(lambda _words: self._list())
        widget.names.sorted_by.connect(self._sort)
        widget.list.pointed.connect(lambda _row: self._places_later.start())
        widget.list.menu_wanted.connect(self._open_menu)
        widget.panel.list.menu_wanted.connect(self._open_menu)
        widget.panel.more_wanted.connect(self._read_more)
        widget.acted.connect(lambda action: self.commands()[action]())
        widget.notice.acted.connect(self._act_on_notice)
        widget.strip.stop_clicked.connect(self._tasks.stop)
        widget.stopped.connect(self._tasks.stop)
        self._tasks.progressed.connect(self._show_progress)
        self._tasks.ended.connect(self._rest)

    def _catch_up(self) -> None:
        """Read what has changed since it was read."""
        if self._stale:
            self._load()
        elif self._labelled and self._columns is not None:
            self._count_labels(self._columns)
        if self.widget.is_unlike():
            self.unlike.show()

    def _load(self) -> None:
        project, actor = self.project, self.actor
        self._stale, self._old_days, self._labelled = False, False, set()
        if self._columns is None:
            self.widget.show_notice(tr("Reading the repeats"))

        def work(progress: Progress, stop: Stop) -> "ClusterColumns":
            from pullquote.workflow.clusters.columns import load_clusters

            return load_clusters(project, actor, progress=progress, stop=stop)

        self._tasks.run("clusters", tr("Reading the repeats"), work, self._take, self._not_read)

    def _not_read(self, error: Exception) -> None:
        self._stale = True
        if self._columns is None:
            said = "" if type(error).__name__ == "Stopped" else error_message(error)
            self.widget.show_notice(tr("The repeats were not read"), said, tr("Read them"))
        else:
            self._fail(error)

    def _count_labels(self, columns: "ClusterColumns") -> None:
        project, actor, documents = self.project, self.actor, frozenset(self._labelled)
        self._labelled = set()

        def work(_progress: Progress, _stop: Stop) -> "ClusterColumns":
            from pullquote.workflow.clusters.columns import with_labels

            return with_labels(project, columns, actor, documents)

        self._tasks.run("labels", "", work, self._take, self._fail)

    def _take(self, columns: "ClusterColumns") -> None:
        self._columns = columns
        self._words.cache_clear()
        self._text.cache_clear()
        self.widget.show_error("")
        self._list(max(0, self.widget.list.row()))

    def _list(self, else_at: int = 0) -> None:
        """List what is wanted, in a thread: to sort 200,000 is more than a frame.

        The chosen cluster stays chosen; where it is gone, that in the row `else_at` is.
        """
        columns, widget = self._columns, self.widget
        show, search = widget.show_choice.value() or "all", widget.search.text()
        order, descending = self._order, self._descending
        if columns is None or show == UNLIKE:
            return
        known, chosen = columns, self._chosen()

        def work(_progress: Progress, _stop: Stop) -> tuple[Any, int]:
            rows = known.rows(show, search, order, descending=descending)  # type: ignore[arg-type]
            at = -1 if chosen is None else known.find(chosen, rows)
            return rows, at if at >= 0 else else_at

        self._tasks.run("rows", "", work, lambda found: self._show(known, *found), self._fail)

    def _show(self, columns: "ClusterColumns", rows: Sequence[int], chosen: int) -> None:
        widget = self.widget
        if columns is not self._columns or widget.is_unlike():
            return
        widget.model.show_rows(columns, rows, self._words)
        widget.names.show_order(self._order, descending=self._descending)
        if len(rows):
            widget.show_list()
        else:
            self._say_nothing(columns)
        widget.list.choose(min(chosen, len(rows) - 1))
        self._say_count()
        self._read_places()
        widget.arrive()

    def _say_nothing(self, columns: "ClusterColumns") -> None:
        widget = self.widget
        searched = widget.search.text().strip()
        if searched:
            widget.show_notice(
                tr("Nothing found for “{}”").format(searched), "", tr("Clear the search")
            )
        elif len(columns):
            widget.show_notice(tr("Nothing of this kind"), "", tr("Show all"))
        else:
            widget.show_notice(
                tr("Nothing is repeated"),
                tr("Words that stand in more than one place are found after each import."),
            )

    def _act_on_notice(self) -> None:
        widget = self.widget
        if self._columns is None:
            self._load()
        elif widget.search.text():
            widget.search.set_text("")
        else:
            widget.show_choice.set_value("all")
            self._show_choice()

    def _say_count(self) -> None:
        widget, columns = self.widget, self._columns
        if widget.is_unlike():
            widget.arrive()
            count = self.unlike.count
            said = counted(
                count or 0,
                tr("{} place is labelled otherwise than a copy of it."),
                tr("{} places are labelled otherwise than a copy of them."),
            )
            widget.sentence.setText(said if count is not None else "")
        elif columns is not None:
            whole = int((~columns.dismissed).sum())
            said = counted(whole, tr("{} cluster."), tr("{} clusters."))
            if widget.model.rowCount() != whole:
                said = tr("{0} of {1}").format(number(widget.model.rowCount()), said)
            share = tr("{} % of all text stands in more than one place.")
            widget.sentence.setText(f"{said} {share.format(round(100 * columns.repeated))}")

    def _show_choice(self) -> None:
        """What the list is narrowed to is another."""
        widget = self.widget
        unlike = widget.is_unlike()
        widget.panel.setHidden(unlike)
        widget.search.setHidden(unlike)
        if unlike:
            widget.show_unlike()
            self.unlike.show()
            self._say_count()
        else:
            self._list()

    # --- the chosen cluster ----------------------------------------------------------------------

    def _chosen(self) -> "ClusterRow | None":
        return self.widget.model.cluster(self.widget.list.row())

    def _read_words(self, cluster: "ClusterRow") -> str:
        try:
            text = self._text(cluster.document)
        except PullquoteError:
            return ""
        shown = text[cluster.start : min(cluster.end, cluster.start + _LONGEST)]
        return " ".join(shown.split())

    def _read_places(self) -> None:
        self._read_places_after(())

    def _read_more(self) -> None:
        shown = self.widget.panel.shown
        self._read_places_after(shown.places if shown is not None else ())

    def _read_places_after(self, before: Sequence[Any]) -> None:
        project, cluster, panel = self.project, self._chosen(), self.widget.panel
        if cluster is None:
            panel.show_nothing()
            return
        asked = cluster
        panel.show_busy()

        def work(_progress: Progress, _stop: Stop) -> PlacesShown | None:
            return read_places(project, asked, before)

        def done(shown: PlacesShown | None) -> None:
            panel.show_nothing() if shown is None else panel.show_places(shown)

        self._tasks.run("places", "", work, done, self._fail)

    # --- what a person does ----------------------------------------------------------------------

    def _sort(self, order: str) -> None:
        """By another column; once more, the other way round. Words begin with A."""
        same = order == self._order
        self._descending = not self._descending if same else order != "rank"
        self._order = order
        self._list()

    def _search_clusters(self) -> None:
        if self.widget.is_unlike():
            self.widget.show_choice.set_value("all")
            self._show_choice()
        self.widget.search.setFocus()
        self.widget.search.editor.selectAll()

    def _let_go(self) -> None:
        """Esc: no cluster is marked, no message, no search."""
        self.widget.show_error("")
        if self._decisions.joins:
            self._decisions.let_go()
            self.host.say(tr("Nothing is joined."), brief=True)
        elif self.widget.search.text():
            self.widget.search.set_text("")
        self.widget.focus_list()

    def _open_place(self) -> None:
        if self.widget.is_unlike():
            place = self.unlike.place()
        else:
            copy, cluster = self.widget.panel.place(), self._chosen()
            place = TextPlace(copy.document, copy.start, copy.end) if copy else None
            if place is None and cluster is not None:
                place = TextPlace(cluster.document, cluster.start, cluster.end)
        if place is None:
            return
        try:
            self.project.document(place.document)
        except PullquoteError as error:
            self.host.show_error(error)  # removed since the places were read
        else:
            self.host.go("annotate", place)

    def _carry_place(self) -> None:
        """V: open the label of the place, or of the first that has one, and offer it there."""
        cluster, columns = self._chosen(), self._columns
        if self.widget.is_unlike() or self._cannot_write() or cluster is None or columns is None:
            return
        copy = self.widget.panel.place()
        places = [(copy.document, copy.start, copy.end)] if copy is not None else []
        labelled = columns.labelled_place(self.widget.model.number(self.widget.list.row()))
        if labelled is not None and not cluster.dismissed:
            places.append(labelled)
        for document, start, end in places:
            for label in self.project.annotations(document, self.actor):
                if start <= label.start < end:
                    self.host.go("annotate", TextPlace(document, label.start, label.end))
                    self.host.run("carry")
                    return
        self.host.say(tr("None of these places has a label yet: Enter opens one to label it."))

    def _decide_boilerplate(self) -> None:
        if self._cannot_write():
            return
        if self.widget.is_unlike():
            self.unlike.accept_both()
            return
        cluster, at = self._chosen(), self.widget.list.row()
        columns = self._columns
        if cluster is None or cluster.dismissed or columns is None:
            return
        row = self.widget.model.number(at)

        def shown(wanted: bool) -> None:
            # What is searched anew takes its time; the list need not wait.
            columns.boilerplate[row] = wanted
            self.widget.list.repaint_rows()
            if self._chosen() == columns.row(row):
                self._read_places()

        self._decisions.boilerplate(cluster, shown)

    def _split_place(self) -> None:
        cluster, place = self._chosen(), self.widget.panel.place()
        if self.widget.is_unlike() or self._cannot_write() or cluster is None:
            return
        if place is not None and not cluster.dismissed:
            self._decisions.split(cluster, place)

    def _join_clusters(self) -> None:
        cluster = self._chosen()
        if self.widget.is_unlike() or self._cannot_write() or cluster is None:
            return
        if not cluster.dismissed:
            self._decisions.join(cluster)

    def _dismiss_cluster(self) -> None:
        cluster = self._chosen()
        if not self.widget.is_unlike() and not self._cannot_write() and cluster is not None:
            self._decisions.dismiss(cluster)

    def _make_alike(self, like: int) -> None:
        if self.widget.is_unlike() and not self._cannot_write():
            self.unlike.make_alike(like)

    def _cannot_write(self) -> bool:
        """Whether nothing can be decided here, which is said then."""
        if self.project.read_only:
            self.host.say(tr("Read-only: open a copy to decide about repeats."), brief=True)
        return self.project.read_only

    def _open_menu(self, place: QPoint) -> None:
        menu = Menu(parent=self.widget)
        menu.aboutToHide.connect(menu.deleteLater)
        cluster = self._chosen()
        if cluster is not None:
            for words, action, writes in _menu_entries(cluster):
                entry = menu.addAction(words)
                entry.setEnabled(not writes or not self.project.read_only)
                entry.triggered.connect(lambda _on=False, a=action: self.commands()[a]())
            menu.addSeparator()
        sort = Menu(tr("Sort by"), menu)
        menu.addMenu(sort)
        group = QActionGroup(sort)
        for order, name in order_names().items():
            entry = sort.addAction(name)
            entry.setCheckable(True)
            group.addAction(entry)
            entry.setChecked(order == self._order)
            entry.triggered.connect(lambda _on=False, o=order: self._sort(o))
        menu.addAction(tr("Turn round")).triggered.connect(lambda: self._sort(self._order))
        menu.popup(place)

    # --- what runs -------------------------------------------------------------------------------

    def _show_progress(self, _key: str, title: str, done: int, total: int) -> None:
        if title:
            self.widget.is_busy = True
            self.widget.busy.show_progress(done, total)
            self.widget.strip.show_busy(f"{title}.")

    def _rest(self, _key: str) -> None:
        if not self._tasks.busy():
            self.widget.is_busy = False
            self.widget.busy.stop()
            self.widget.strip.show_busy("")

    def _fail(self, error: Exception) -> None:
        if type(error).__name__ == "Stopped":
            self.host.say(tr("Stopped. What is shown is from before."))
        else:
            self.host.show_error(error)


def _menu_entries(cluster: "ClusterRow") -> list[tuple[str, str, bool]]:
    """Words, the action, and whether it writes."""
    found = [(tr("Open in the text\tEnter"), "open_place", False)]
    if not cluster.dismissed:
        boiler = tr("No boilerplate\tB") if cluster.boilerplate else tr("Boilerplate\tB")
        found += [
            (tr("Carry its labels\tV"), "carry_place", True),
            (boiler, "decide_boilerplate", True),
            (tr("This place does not belong\t/"), "split_place", True),
            (tr("The same as another\tM"), "join_clusters", True),
        ]
    back = tr("Bring back\tDel") if cluster.dismissed else tr("Dismiss: no repeat\tDel")
    return [*found, (back, "dismiss_cluster", True)]


def _compare(here: str, there: str) -> "Sequence[Piece]":
    from pullquote.duplicates.diff import diff

    return diff(here, there)
