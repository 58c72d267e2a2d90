"""The Adjudicate room at work: joins list, text and question over one open project."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from pullquote.adjudication.scores import Compared
from pullquote.agreement.values import Disagreement
from pullquote.store import Change, Project
from pullquote.ui.adjudicate import keys, states
from pullquote.ui.adjudicate.comparison import Comparison
from pullquote.ui.adjudicate.deciding import Deciding
from pullquote.ui.adjudicate.docket import Docket, following
from pullquote.ui.adjudicate.editing import Editing
from pullquote.ui.adjudicate.fields import Fields
from pullquote.ui.adjudicate.keys import RoomKeys
from pullquote.ui.adjudicate.listing import READ, Listing
from pullquote.ui.adjudicate.room import AdjudicateRoom
from pullquote.ui.adjudicate.showing import Showing
from pullquote.ui.adjudicate.values import ItemId, Row
from pullquote.ui.shell import Arrangement, KeyStrip
from pullquote.ui.tasks import Progress, Stop, Tasks
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import counted
from pullquote.workflow import adjudicate
from pullquote.workflow.adjudicate.comparing import against_adjudicated


class AdjudicateController(QObject):
    """`export_wanted`, `plan_wanted` and `copy_wanted` (of a project that cannot be written) are
    next steps that the window offers; `names_hidden_changed` is for whoever keeps the choice.
    """

    failed = Signal(object)
    said = Signal(str, bool)
    versions_wanted = Signal(int, int, int)
    export_wanted = Signal()
    plan_wanted = Signal()
    copy_wanted = Signal()
    names_hidden_changed = Signal(bool)

    def __init__(
        self, project: Project, actor: int, theme: Theme, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._project, self._actor = project, actor
        self.room = AdjudicateRoom(theme)
        self.tasks = Tasks(self)
        self.listing = Listing(project, self.tasks, self)
        self.showing = Showing(self.room, project)
        self.deciding = Deciding(self.room, project, actor, self.showing)
        self.editing = Editing(self.room, project, actor, self.showing)
        self.fields = Fields(self.room.labels, project, self.editing, self.showing)
        self.keys = RoomKeys(project.schema, self.run, self)
        self._deciding = False
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
        if self.listing.is_stale() and self.listing.is_small():
            self._catch_up()
        self.room.focus_text()

    def follow(self, change: Change) -> None:
        """Note or show what a change touched."""
        if not change.tables & READ:
            return
        self.editing.follow(change)
        self.listing.note(change)
        quiet = self._deciding or not self.room.isVisible() or self.editing.session is not None
        if not quiet and self.listing.is_small():
            self._catch_up()

    def set_theme(self, theme: Theme) -> None:
        self.room.set_theme(theme)

    def arrange(self, arrangement: Arrangement) -> None:
        self.room.arrange(arrangement)

    def panes(self) -> list[QWidget]:
        return self.room.panes()

    def show_error(self, sentence: str) -> None:
        self.room.page.notices.show_error(sentence)

    def close(self) -> None:
        self.listing.close()
        self.tasks.finish()
        self.room.page.reader.key_filter = None

    def waits(self) -> bool:
        """Whether the list is about to be read again."""
        return self.listing.waits()

    def set_names_hidden(self, hidden: bool) -> None:
        """Call annotators by letters, in another order for each document."""
        if hidden != self.listing.docket.hidden:
            self.showing.forget()
            self.listing.set_hidden(hidden)

    def show_place(self, document: int, start: int, end: int) -> None:
        """Show a stretch of a document with all versions, whether there is anything to settle."""

        def show() -> None:
            found = self.showing.show_place(self.docket, document, start, end)
            self.room.items.choose(found)
            self._say_state()
            if found is None and document not in self.docket.board.documents:
                self.said.emit(states.alone(), False)

        if self.listing.when_loaded(show):
            if self.listing.is_stale():
                self._catch_up()
            show()

    def show_items(self, disagreements: Sequence[Disagreement]) -> None:
        """List only the places of these disagreements."""
        places = frozenset((p.document, p.start, p.end) for d in disagreements for p in d.places)
        self.listing.set_only(places)
        self.room.items.which.set_value("all")
        self.showing.item = None
        if self.listing.when_loaded(self._show_first):
            self.listing.load(again=False)

    @property
    def docket(self) -> Docket:
        return self.listing.docket

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
        self._keep_focus()

    def _show_read(self) -> None:
        """The list was read anew."""
        pending = self.listing.pending()
        self._show_list()
        (pending or self._show_first)()

    def _catch_up(self) -> None:
        """Read a few documents again, and what is in sight."""
        before = self.showing.id
        stale = self.listing.catch_up()
        if before is not None and before[0] in stale:
            self.showing.forget()
        self._show_list()
        if self.showing.case is None:
            self._show_first()

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

    def _keep_focus(self) -> None:
        """What had the keyboard may be out of sight now."""
        focused = self.room.window().focusWidget()
        if self.room.isVisible() and (focused is None or not focused.isVisible()):
            self.room.focus_text()

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
        if self.showing.item is not None:
            self.listing.touch(self.showing.item.document)
        self.listing.catch_up()
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
        self.listing.load()

    def compare(self) -> None:
        """Show how each annotator compares with the adjudicated version."""
        project = self._project

        def read(_progress: Progress, _stop: Stop) -> list[Compared]:
            return against_adjudicated(project)

        self.tasks.run(
            "compare", self.tr("Comparing"), read, self._show_comparison, self.failed.emit
        )

    def _show_comparison(self, compared: list[Compared]) -> None:
        hidden = self.docket.hidden
        names = {} if hidden else {a.id: a.name for a in self._project.annotators()}
        Comparison(compared, names, self._project.schema, self.room).ask()

    def _not_taken(self, error: Exception) -> None:
        self._failed(error)
        self.listing.load()

    def list_which(self) -> None:
        """List what the filter says."""
        self.listing.set_which(self.room.items.value())

    def _list_all(self) -> None:
        self.listing.set_only(None)
        self.listing.load(again=False)

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
        elif what == "compare":
            self.compare()
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
        self.room.show_editing(True)
        self.room.page.reader.set_differing(())
        self.strip.clear_message()
        self.room.items.setEnabled(False)
        self._say_state()
        self.room.focus_text()

    def _end_edit(self) -> None:
        self.keys.is_editing = False
        self.room.show_editing(False)
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
        room.page.notices.copy_wanted.connect(self.copy_wanted)
        room.page.notices.show_read_only(self._project)
        deciding.begun.connect(self._begin_deciding)
        deciding.decided.connect(self._decided)
        deciding.said.connect(self.said)
        deciding.failed.connect(self._failed)
        editing.begun.connect(self._begin_edit)
        editing.ended.connect(self._end_edit)
        editing.said.connect(self.said)
        editing.failed.connect(self.failed)
        editing.asked.connect(lambda _field: room.show_panel())
        self.fields.failed.connect(self.failed)
        self.fields.left.connect(room.focus_text)
        room.page.head.compare_clicked.connect(self.compare)
        self.listing.read.connect(self._show_read)
        self.listing.failed.connect(self.failed)
        self.tasks.progressed.connect(self._tell_progress)
        self.tasks.ended.connect(self._rest)


def _is_open(row: Row) -> bool:
    return row.state in {"open", "changed"}
