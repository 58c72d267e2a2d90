"""The Clusters room on an open project: what is repeated in it, and what is decided about that."""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint

from pullquote.errors import PullquoteError
from pullquote.store import Change, Project
from pullquote.ui.clusters.cluster_list import order_names
from pullquote.ui.clusters.cluster_places import read_places
from pullquote.ui.clusters.decisions import ClusterDecisions
from pullquote.ui.clusters.places_panel import PlacesShown
from pullquote.ui.clusters.widget import UNLIKE, ClustersWidget
from pullquote.ui.services.host import Host, Target, TextPlace
from pullquote.ui.services.list_room import ListRoom, MenuEntry, ReadWords
from pullquote.ui.services.room import Commands
from pullquote.ui.services.tasks import Progress, Stop
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import counted, number
from pullquote.ui.widgets.words import tr

if TYPE_CHECKING:
    # NumPy comes with them: loaded by the thread that reads.
    from pullquote.duplicates.diff import Piece
    from pullquote.ui.clusters.unlike_presenter import UnlikePresenter
    from pullquote.workflow.clusters.columns import ClusterColumns, ClusterRow

_REPEATS = {"cluster", "passage"}
_LABELS = {"annotation"}
_LONGEST = 200


class ClustersRoom(ListRoom):
    widget: ClustersWidget

    def __init__(
        self,
        project: Project,
        actor: int,
        theme: Theme,
        host: Host,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(project, actor, ClustersWidget(theme, _compare), host, parent)
        self.widget.set_read_only(project.read_only)
        self._columns: ClusterColumns | None = None
        self._order, self._descending = "copies", True
        self._labelled = set[int]()
        # Sources and days are read anew when the room is entered: an import changes them all along.
        self._old_days = False
        self._decisions = ClusterDecisions(project, actor, host)
        # Texts may be large, and of each row the words are kept.
        self._text = lru_cache(maxsize=8)(project.text)
        self._shown_words = lru_cache(maxsize=4096)(self._cluster_words)
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

    def enter(self, target: Target | None = None) -> None:
        self._stale = self._stale or self._old_days
        super().enter(target)

    def note(self, change: Change) -> None:
        if "unlike" in vars(self):
            self.unlike.note(change)
        self._stale = self._stale or bool(change.tables & _REPEATS)
        self._old_days = self._old_days or "document" in change.tables
        if change.tables & _LABELS:
            self._labelled |= change.documents

    # --- what is read ----------------------------------------------------------------------------

    def _connect(self) -> None:
        widget = self.widget
        widget.shown.connect(lambda _value: self._show_choice())
        widget.names.sorted_by.connect(self._sort)
        widget.list.pointed.connect(lambda _row: self._chosen_later.start())
        widget.list.menu_wanted.connect(self._open_menu)
        widget.panel.list.menu_wanted.connect(self._open_menu)
        widget.panel.more_wanted.connect(self._read_more)

    def _has_read(self) -> bool:
        return self._columns is not None

    def _is_behind(self) -> bool:
        return self._stale or bool(self._labelled) or self.widget.is_unlike()

    def _read_words(self) -> ReadWords:
        return ReadWords(
            tr("Reading the repeats"), tr("The repeats were not read"), tr("Read them")
        )

    def _catch_up(self) -> None:
        if self._stale:
            self._load()
        elif self._labelled and self._columns is not None:
            self._count_labels(self._columns)
        if self.widget.is_unlike():
            self.unlike.show()

    def _load(self) -> None:
        project, actor = self.project, self.actor
        self._old_days, self._labelled = False, set()

        def work(progress: Progress, stop: Stop) -> "ClusterColumns":
            from pullquote.workflow.clusters.columns import load_clusters

            return load_clusters(project, actor, progress=progress, stop=stop)

        self._read("clusters", tr("Reading the repeats"), work, self._take)

    def _count_labels(self, columns: "ClusterColumns") -> None:
        project, actor, documents = self.project, self.actor, frozenset(self._labelled)
        self._labelled = set()

        def work(_progress: Progress, _stop: Stop) -> "ClusterColumns":
            from pullquote.workflow.clusters.columns import with_labels

            return with_labels(project, columns, actor, documents)

        self._tasks.run("labels", "", work, self._take, self._fail)

    def _take(self, columns: "ClusterColumns") -> None:
        self._columns = columns
        self._shown_words.cache_clear()
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
        widget.model.show_rows(columns, rows, self._shown_words)
        widget.names.show_order(self._order, descending=self._descending)
        if len(rows):
            widget.show_list()
        else:
            self._say_nothing(columns)
        widget.list.choose(min(chosen, len(rows) - 1))
        self._say_count()
        self._read_chosen()
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

    def _cluster_words(self, cluster: "ClusterRow") -> str:
        try:
            text = self._text(cluster.document)
        except PullquoteError:
            return ""
        shown = text[cluster.start : min(cluster.end, cluster.start + _LONGEST)]
        return " ".join(shown.split())

    def _read_chosen(self) -> None:
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
        self._find()

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
                self._read_chosen()

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
        cluster = self._chosen()
        menu = self._make_menu(() if cluster is None else _menu_entries(cluster), order_names())
        menu.addAction(tr("Turn round")).triggered.connect(lambda: self._sort(self._order))
        menu.popup(place)


def _menu_entries(cluster: "ClusterRow") -> list[MenuEntry]:
    found = [MenuEntry(tr("Open in the text\tEnter"), "open_place", writes=False)]
    if not cluster.dismissed:
        boiler = tr("No boilerplate\tB") if cluster.boilerplate else tr("Boilerplate\tB")
        found += [
            MenuEntry(tr("Carry its labels\tV"), "carry_place"),
            MenuEntry(boiler, "decide_boilerplate"),
            MenuEntry(tr("This place does not belong\t/"), "split_place"),
            MenuEntry(tr("The same as another\tM"), "join_clusters"),
        ]
    back = tr("Bring back\tDel") if cluster.dismissed else tr("Dismiss: no repeat\tDel")
    return [*found, MenuEntry(back, "dismiss_cluster")]


def _compare(here: str, there: str) -> "Sequence[Piece]":
    from pullquote.duplicates.diff import diff

    return diff(here, there)
