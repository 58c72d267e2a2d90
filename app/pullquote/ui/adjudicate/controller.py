"""The Adjudicate room at work: joins list, text and question over one open project."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from pullquote.agreement.values import Disagreement
from pullquote.store import Change, Project
from pullquote.ui.adjudicate import keys, states
from pullquote.ui.adjudicate.deciding import Deciding
from pullquote.ui.adjudicate.docket import Docket, following
from pullquote.ui.adjudicate.editing import Editing
from pullquote.ui.adjudicate.keys import RoomKeys
from pullquote.ui.adjudicate.room import AdjudicateRoom
from pullquote.ui.adjudicate.showing import Showing
from pullquote.ui.adjudicate.values import ItemId, Row
from pullquote.ui.shell import Arrangement, KeyStrip
from pullquote.ui.tasks import Progress, Stop, Tasks
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import counted
from pullquote.workflow import adjudicate

_READ = frozenset({"annotation", "relation", "state", "adjudication", "document", "speaker"})
_FEW = 4
"""So many documents are read at once after a change; more are read in a thread."""
_REST_MS = 300


class AdjudicateController(QObject):
    """`export_wanted` and `plan_wanted` are next steps that the window offers.

    `names_hidden_changed` is for whoever keeps the choice.
    """

    failed = Signal(object)
    said = Signal(str, bool)
    versions_wanted = Signal(int, int, int)
    export_wanted = Signal()
    plan_wanted = Signal()
    names_hidden_changed = Signal(bool)

    def __init__(
        self, project: Project, actor: int, theme: Theme, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._project, self._actor = project, actor
        self.room = AdjudicateRoom(theme)
        self.tasks = Tasks(self)
        self.docket = Docket(project)
        self.showing = Showing(self.room, project)
        self.deciding = Deciding(self.room, project, actor, self.showing)
        self.editing = Editing(self.room, project, actor, self.showing)
        self.keys = RoomKeys(project.schema, self.run, self)
        self._loaded = False
        self._deciding = False
        self._stale: set[int] = set()
        self._all_stale = True
        self._pending: Callable[[], None] | None = None
        self._later = QTimer(self, singleShot=True, interval=_REST_MS)
        self._later.timeout.connect(self.load)
        self._connect()

    # --- what the window asks ------------------------------------------------------------------

    @property
    def widget(self) -> QWidget:
        return self.room

    @property
    def strip(self) -> KeyStrip:
        return self.room.page.strip

    def enter(self) -> None:
        """Bring up to date what is stale; the keyboard goes to the text."""
        if self._all_stale:
            self.load()
        elif self._stale:
            self._catch_up()
        self.room.focus_text()

    def follow(self, change: Change) -> None:
        """Note or show what a change touched."""
        if not change.tables & _READ:
            return
        self.editing.follow(change)
        if "speaker" in change.tables and not change.documents:
            self._all_stale = True
        self._stale |= change.documents
        if self._deciding or not self.room.isVisible():
            return
        if self._all_stale or self.tasks.busy() or len(self._stale) > _FEW:
            self._all_stale = True
            self._later.start()
        elif self.editing.session is None:
            self._catch_up()

    def set_theme(self, theme: Theme) -> None:
        self.room.set_theme(theme)

    def arrange(self, arrangement: Arrangement) -> None:
        self.room.arrange(arrangement)

    def panes(self) -> list[QWidget]:
        return self.room.panes()

    def show_error(self, sentence: str) -> None:
        self.room.page.message.show_message("error", sentence, self.tr("Close"))
        self.room.page.message.setVisible(bool(sentence))

    def close(self) -> None:
        self._later.stop()
        self.tasks.finish()
        self.room.page.reader.key_filter = None

    def set_names_hidden(self, hidden: bool) -> None:
        """Call annotators by letters, in another order for each document."""
        if hidden != self.docket.hidden:
            self.docket = replace(self.docket, hidden=hidden)
            self.showing.forget()
            self._read_rows()

    def show_place(self, document: int, start: int, end: int) -> None:
        """Show a stretch of a document with all versions, whether there is anything to settle."""

        def show() -> None:
            found = self.showing.show_place(self.docket, document, start, end)
            self.room.items.choose(found)
            self._say_state()
            if found is None and document not in self.docket.board.documents:
                self.said.emit(states.alone(), False)

        self._when_loaded(show)

    def show_items(self, disagreements: Sequence[Disagreement]) -> None:
        """List only the places of these disagreements."""
        places = frozenset((p.document, p.start, p.end) for d in disagreements for p in d.places)
        self.docket = replace(self.docket, which="all", only=places)
        self.room.items.which.set_value("all")
        self.showing.item = None
        self._when_loaded(self._read_rows)

    def waits(self) -> bool:
        """Whether the list is about to be read again."""
        return self._later.isActive()

    # --- reading -------------------------------------------------------------------------------

    def load(self, *, again: bool = True) -> None:
        """Read the list in a thread; with `again` False its rows alone."""
        docket = self.docket
        if again:
            self._all_stale, self._stale = False, set()

        def read(progress: Progress, stop: Stop) -> Docket:
            return docket.read(progress, stop, again=again)

        self.tasks.run("board", self.tr("Comparing versions"), read, self._show, self.failed.emit)

    def _show(self, docket: Docket) -> None:
        if docket.which != self.docket.which or docket.hidden != self.docket.hidden:
            # Chosen while the list was being read.
            docket = replace(docket, which=self.docket.which, hidden=self.docket.hidden)
            self.docket = docket
            self.load(again=False)
            return
        self.docket, self._loaded = replace(docket, only=self.docket.only), True
        if self._stale and not self._all_stale:
            self._catch_up()
        pending, self._pending = self._pending, None
        if pending is not None:
            self._show_list()
            pending()
        else:
            self._show_list()
            self._show_first()

    def _catch_up(self) -> None:
        """Read a few documents again, and what is in sight."""
        stale, self._stale = self._stale, set()
        before = self.showing.id
        self.docket = self.docket.follow(stale)
        if before is not None and before[0] in stale:
            self.showing.forget()
        self._show_list()
        if self.showing.case is None:
            self._show_first()

    def _read_rows(self) -> None:
        self.load(again=False)

    def _when_loaded(self, then: Callable[[], None]) -> None:
        if self._loaded and not self._all_stale and not self.tasks.busy("board"):
            if self._stale:
                self._catch_up()
            then()
        else:
            self._pending = then
            if not self.tasks.busy("board"):
                self.load()

    # --- showing -------------------------------------------------------------------------------

    def show_item(self, item: ItemId | None) -> None:
        """Show a place; None where there is nothing to show."""
        if self.editing.session is not None:
            return
        if item is None or not self.showing.show(self.docket, item):
            self.showing.clear()
            self._show_state_page()
        self.room.items.choose(self.showing.id)
        self._say_state()

    def _show_list(self) -> None:
        rows, counts = self.docket.rows(), self.docket.counts()
        self.room.items.show_counts(counts, writable=not self._project.read_only)
        self.room.items.show_rows(rows, self.showing.id)
        only = self.docket.only
        one, many = self.tr("{} place from Agreement"), self.tr("{} places from Agreement")
        self.room.items.show_only(counted(len(rows), one, many) if only is not None else "")

    def _show_first(self) -> None:
        """The place in sight if it is still there, else the first of the list."""
        rows, now = self.docket.rows(), self.showing.id
        listed = {row.item for row in rows}
        if now is not None and (now in listed or not rows) and self.showing.show(self.docket, now):
            self.room.items.choose(now)
            self._say_state()
        else:
            self.show_item(rows[0].item if rows else None)

    def _show_state_page(self) -> None:
        page = self.room.page
        page.state.show_state(states.page(self.docket, read_only=self._project.read_only))
        focused = self.room.window().focusWidget()
        goes = focused is not None and not self.room.items.isAncestorOf(focused)
        page.show_state()
        self.room.show_side(text=False)
        if goes and self.room.isVisible():
            page.state.focus_first()

    def _say_state(self) -> None:
        if not self.room.page.is_text():
            self.strip.show_keys(keys.state_hints())
        elif self.editing.session is not None:
            self.strip.show_keys(keys.edit_hints(self._project.schema))
        else:
            item = self.showing.item
            settled = item is not None and item.state == "settled"
            self.strip.show_keys(keys.hints(settled=settled))

    # --- keys ----------------------------------------------------------------------------------

    def run(self, name: str) -> bool:
        """Run a command of the room; False for one that does not apply here."""
        what, _, value = name.partition(":")
        if self.keys.is_editing and what not in {"keep", "leave", "why", "keys"}:
            self.editing.run(name)
            return True
        commands: dict[str, Callable[[], None]] = {
            "take": lambda: self.deciding.take(int(value)) if value else self.take_current(),
            "all": self.deciding.take_all,
            "neither": self.deciding.take_none,
            "edit": self.edit,
            "reopen": self.deciding.reopen,
            "why": self._why,
            "next": lambda: self._step(1),
            "before": lambda: self._step(-1),
            "keep": self.keep_edit,
            "leave": self.editing.leave,
            "keys": self.strip.help_clicked.emit,
        }
        if self.showing.item is None and what not in {"next", "before", "keys"}:
            return False
        commands[what]()
        return True

    def take_current(self) -> None:
        """Enter: take the version that stands out; a settled place is left as it is."""
        item = self.showing.item
        if item is not None and item.state != "settled":
            self.deciding.take_current()

    def edit(self) -> None:
        if self.deciding.may_write():
            self.editing.begin()

    def keep_edit(self) -> None:
        item = self.editing.item_now()
        if item is not None:
            self.deciding.keep_edit(item)

    def _why(self) -> None:
        self.room.show_panel()
        self.room.question.focus_note()

    def _step(self, by: int) -> None:
        rows, now = self.docket.rows(), self.showing.id
        at = next((n for n, row in enumerate(rows) if row.item == now), None)
        if at is None:
            self.show_item(rows[0].item if rows else None)
        elif 0 <= at + by < len(rows):
            self.show_item(rows[at + by].item)
        else:
            last, first = self.tr("This is the last place."), self.tr("This is the first place.")
            self.said.emit(last if by > 0 else first, False)

    # --- after a decision ----------------------------------------------------------------------

    def _begin_deciding(self) -> None:
        self._deciding = True

    def _decided(self) -> None:
        """What was settled leaves the list; the next place comes."""
        was, rows = self.showing.id, self.docket.rows()
        if self.editing.session is not None:
            self.editing.end()
        self._catch_up_quietly()
        left = self._open_rows()
        self._show_list()
        following_one = following(rows, was, left) if was else None
        if following_one is None and self.docket.which != "open":
            following_one = was
        self.show_item(following_one)

    def _catch_up_quietly(self) -> None:
        self._deciding = False
        stale, self._stale = self._stale, set()
        if self.showing.item is not None:
            stale.add(self.showing.item.document)
        self.docket = self.docket.follow(stale)
        self.showing.forget()

    def _open_rows(self) -> set[ItemId]:
        return {row.item for row in self.docket.rows() if _is_open(row)}

    def _failed(self, error: object) -> None:
        """The place may have changed meanwhile: it is read anew."""
        self._deciding = False
        self.failed.emit(error)
        if isinstance(error, adjudicate.ItemChanged) and self.editing.session is None:
            self._catch_up_quietly()
            self._show_list()
            self._show_first()

    # --- more ----------------------------------------------------------------------------------

    def take_agreed(self) -> None:
        """Take over what all agree on, in a thread."""
        project, actor = self._project, self._actor
        if not self.deciding.may_write():
            return
        self._deciding = True

        def take(progress: Progress, stop: Stop) -> int:
            return adjudicate.take_agreed(project, actor, progress=progress, stop=stop)

        self.tasks.run("take", self.tr("Taking over"), take, self._took_agreed, self._not_taken)

    def _took_agreed(self, places: int) -> None:
        self._deciding = False
        one, many = self.tr("{} label taken over."), self.tr("{} labels taken over.")
        self.said.emit(counted(places, one, many), True)
        self.showing.forget()
        self.load()

    def _not_taken(self, error: Exception) -> None:
        self._failed(error)
        self.load()

    def list_which(self) -> None:
        """List what the filter says."""
        self.docket = replace(self.docket, which=self.room.items.value())
        self.load(again=False)

    def _list_all(self) -> None:
        self.docket = replace(self.docket, only=None)
        self.load(again=False)

    def _act(self, what: str, place: int) -> None:
        """A button of the bar or of the page without a text."""
        if what == "take":
            self.deciding.take(place)
        elif what == "agreed":
            self.take_agreed()
        elif what == "export":
            self.export_wanted.emit()
        elif what == "plan":
            self.plan_wanted.emit()
        elif what == "settled":
            self.room.items.which.set_value("settled")
            self.list_which()
        else:
            self.run(what)
        if what in {"edit", "leave", "neither", "all", "take", "reopen", "keep"}:
            self.room.focus_text()

    def _begin_edit(self) -> None:
        self.keys.is_editing = True
        self.room.page.bar.show_editing()
        self.room.items.setEnabled(False)
        self._say_state()
        self.room.focus_text()

    def _end_edit(self) -> None:
        self.keys.is_editing = False
        self.room.items.setEnabled(True)
        self.showing.forget()
        if not self._deciding:
            self._catch_up()
            self._show_first()

    def _tell_progress(self, _key: str, title: str, done: int, total: int) -> None:
        self.room.page.busy.show_progress(done, total)
        counts = self.tr("{0}: {1} of {2} documents").format(title, done, total)
        self.strip.show_busy(counts if total else title)

    def _rest(self, _key: str) -> None:
        if not self.tasks.busy():
            self.room.page.busy.stop()
            self.strip.show_busy("")

    def _enter_text(self, item: ItemId) -> None:
        self.show_item(item)
        self.room.shut_drawers()
        self.room.focus_text()

    def _hide_names(self, hidden: bool) -> None:
        self.set_names_hidden(hidden)
        self.names_hidden_changed.emit(hidden)

    def _connect(self) -> None:
        room, deciding, editing = self.room, self.deciding, self.editing
        room.page.reader.key_filter = self.keys.take
        room.page.reader.installEventFilter(self.keys)
        room.items.list.key_filter = self.keys.take_in_list
        room.question.key_filter = self.keys.take_in_list
        room.items.pointed.connect(self.show_item)
        room.items.entered.connect(self._enter_text)
        room.items.which_chosen.connect(lambda _which: self.list_which())
        room.items.take_agreed_clicked.connect(self.take_agreed)
        room.items.all_wanted.connect(self._list_all)
        room.question.current_changed.connect(self.showing.choose)
        room.question.taken.connect(deciding.take)
        room.question.left.connect(room.focus_text)
        room.question.note_kept.connect(room.focus_text)
        room.page.bar.asked.connect(self._act)
        room.page.state.asked.connect(lambda what: self._act(what, 0))
        room.page.head.names_hidden.connect(self._hide_names)
        room.page.message.acted.connect(room.page.message.hide)
        deciding.begun.connect(self._begin_deciding)
        deciding.decided.connect(self._decided)
        deciding.said.connect(self.said)
        deciding.failed.connect(self._failed)
        editing.begun.connect(self._begin_edit)
        editing.ended.connect(self._end_edit)
        editing.said.connect(self.said)
        editing.failed.connect(self.failed)
        self.tasks.progressed.connect(self._tell_progress)
        self.tasks.ended.connect(self._rest)


def _is_open(row: Row) -> bool:
    return row.state in {"open", "changed"}
