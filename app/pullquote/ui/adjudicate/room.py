"""The Adjudicate room on an open project: joins list, text and question, and runs the commands
of its keys and buttons.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from pullquote.store import Change, Project
from pullquote.ui.adjudicate import place_page
from pullquote.ui.adjudicate.decisions import BulkDecisions, ItemDecisions
from pullquote.ui.adjudicate.item_navigation import ItemNavigation
from pullquote.ui.adjudicate.keys import RoomKeys
from pullquote.ui.adjudicate.open_items import READ, OpenItems, OpenItemsReader, following_item
from pullquote.ui.adjudicate.presenter import AdjudicatePresenter
from pullquote.ui.adjudicate.values import ItemId, ItemRow
from pullquote.ui.adjudicate.version_edit import VersionEdit, VersionFields
from pullquote.ui.adjudicate.widget import AdjudicateWidget
from pullquote.ui.services.host import Host, ListedDisagreements, Target, TextPlace
from pullquote.ui.services.preferences import Preferences
from pullquote.ui.services.room import Commands, Room
from pullquote.ui.services.tasks import Tasks
from pullquote.ui.theme.palette import Theme
from pullquote.workflow import adjudicate

if TYPE_CHECKING:
    from pullquote.agreement.values import Disagreement


class AdjudicateRoom(Room):
    def __init__(
        self,
        project: Project,
        actor: int,
        theme: Theme,
        host: Host,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(project, actor, host, parent)
        self.widget: AdjudicateWidget = AdjudicateWidget(theme)
        self.tasks = Tasks(self)
        self.bulk_decisions = BulkDecisions(self.widget, project, actor, self.tasks)
        self.items_reader = OpenItemsReader(project, self.tasks, self)
        self.presenter = AdjudicatePresenter(self.widget, project)
        self.decisions = ItemDecisions(self.widget, project, actor, self.presenter)
        self.version_edit = VersionEdit(self.widget, project, actor, self.presenter)
        self.navigation = ItemNavigation(
            self.widget, project, self.items_reader, self.presenter, self.version_edit
        )
        # Made with the first edit, like the page that it joins.
        self._fields: VersionFields | None = None
        self.place_commands = AdjudicateCommands(self)
        self.keys = RoomKeys(project.schema, self.place_commands.run, self)
        self._preferences: Preferences | None = None
        self._is_deciding = False
        self.widget.question.show_question(None, writable=False)
        self._connect()

    # --- what the window asks ------------------------------------------------------------------

    def commands(self) -> Commands:
        run = self.place_commands.run
        return {
            "take_version": lambda: run("take"), "take_all": lambda: run("all"),
            "take_none": lambda: run("neither"), "edit_version": lambda: run("edit"),
            "say_why": lambda: run("why"), "leave_open": lambda: run("next"),
            "place_before": lambda: run("before"), "open_again": lambda: run("reopen"),
            "list": self.widget.toggle_list, "panel": self.widget.toggle_panel,
        }  # fmt: skip

    def has_text(self) -> bool:
        return self.widget.page.is_text()

    def enter(self, target: Target | None = None) -> None:
        """Bring up to date what is stale; the keyboard goes to the text."""
        if not self.items_reader.is_stale():
            pass
        elif self.items_reader.is_small():
            self.navigation.catch_up()
        else:
            self.items_reader.load()
        self.presenter.show_guideline()
        self.widget.focus_text()
        if isinstance(target, TextPlace):
            self.show_place(target.document, target.start, target.end)
        elif isinstance(target, ListedDisagreements):
            self.show_items(target.disagreements)

    def refresh(self, change: Change) -> None:
        """Show what a change touched, unless it is the room's own or labels are edited."""
        self.note(change)
        if change.kind in {"undo", "redo"}:
            # What it says may be undone by now.
            self.widget.items.say("")
        if change.touches("project"):
            self.presenter.show_guideline()
        quiet = self._is_deciding or self.version_edit.session is not None
        if change.tables & READ and not quiet and self.items_reader.is_small():
            self.navigation.catch_up(show_new=change.kind in {"undo", "redo"})

    def note(self, change: Change) -> None:
        if change.tables & READ:
            self.version_edit.follow(change)
            self.items_reader.note(change)

    def show_error(self, sentence: str, *, unsaved: bool = False) -> None:
        notices = self.widget.page.notices
        (notices.show_unsaved if unsaved else notices.show_error)(sentence)

    def show_saved(self) -> None:
        self.widget.page.notices.show_saved()

    def set_preferences(self, preferences: Preferences) -> None:
        if self._preferences is None:
            self.set_names_hidden(preferences.names_hidden)
        self._preferences = preferences
        self.widget.page.reader.set_zoom(preferences.zoom)
        self.widget.set_motion(preferences.motion)

    def close(self) -> None:
        self.items_reader.close()
        self.tasks.finish()
        self.widget.page.reader.key_filter = None

    def waits(self) -> bool:
        """Whether the list is about to be read again."""
        return self.items_reader.waits()

    def set_names_hidden(self, hidden: bool) -> None:
        """Call annotators by letters, in another order for each document."""
        if hidden != self.items_reader.open_items.hidden:
            self.presenter.forget()
            self.items_reader.set_hidden(hidden)

    def show_place(self, document: int, start: int, end: int) -> None:
        """Show a stretch of a document with all versions, whether there is anything to settle."""

        def show() -> None:
            found = self.presenter.show_place(self.open_items, document, start, end)
            self.widget.items.choose(found)
            self.navigation.say_state()
            if found is None and document not in self.open_items.board.documents:
                self.host.say(place_page.nothing_to_compare())

        if self.items_reader.when_loaded(show):
            if self.items_reader.is_stale():
                self.navigation.catch_up()
            show()

    def show_items(self, disagreements: "Sequence[Disagreement]") -> None:
        """List only the places of these disagreements."""
        places = frozenset((p.document, p.start, p.end) for d in disagreements for p in d.places)
        self.items_reader.set_only(places)
        self.widget.items.which.set_value("open")
        self.presenter.item = None
        if self.items_reader.when_loaded(self.navigation.show_first):
            self.items_reader.load(again=False)

    @property
    def open_items(self) -> OpenItems:
        return self.items_reader.open_items

    # --- after a decision ----------------------------------------------------------------------

    def _begin_deciding(self) -> None:
        self._is_deciding = True

    def _decided(self) -> None:
        """What was settled leaves the list; the next place comes."""
        was, rows = self.presenter.id, self.open_items.rows()
        if self.version_edit.session is not None:
            self.version_edit.end()
        self._catch_up_quietly()
        left = self._open_rows()
        self.navigation.show_list()
        following_one = following_item(rows, was, left) if was else None
        if following_one is None and self.open_items.which != "open":
            following_one = was
        self.navigation.show_item(following_one)

    def _catch_up_quietly(self) -> None:
        self._is_deciding = False
        if self.presenter.item is not None:
            self.items_reader.touch(self.presenter.item.document)
        self.items_reader.catch_up()
        self.presenter.forget()

    def _open_rows(self) -> set[ItemId]:
        return {row.item for row in self.open_items.rows() if _is_open(row)}

    def _say_settled(self, sentence: str, undo: bool) -> None:
        """Beside the list, where the next places stand; over the keys only where it is shut."""
        if undo and self.widget.items.isVisible():
            self.widget.items.say(sentence)
        else:
            self.host.say(sentence, undo)

    def _failed(self, error: Exception) -> None:
        """The place may have changed meanwhile: it is read anew."""
        self._is_deciding = False
        self.host.show_error(error)
        if isinstance(error, adjudicate.ItemChanged) and self.version_edit.session is None:
            self._catch_up_quietly()
            self.navigation.show_list()
            self.navigation.show_first()

    # --- more ----------------------------------------------------------------------------------

    def take_agreed(self) -> None:
        """Take over what all agree on, in a thread."""
        if self.decisions.may_write():
            self._is_deciding = True
            self.bulk_decisions.take_agreed()

    def compare(self) -> None:
        """Show how each annotator compares with the adjudicated version."""
        self.bulk_decisions.compare(self.open_items.board, hidden=self.open_items.hidden)

    def _took_agreed(self) -> None:
        self._is_deciding = False
        self.presenter.forget()
        self.items_reader.load()
        # The button that was pressed is gone.
        self.widget.items.focus_list()

    def list_which(self) -> None:
        """List what the filter says."""
        self.items_reader.set_which(self.widget.items.value())

    def list_everything(self) -> None:
        """Let go of a narrower choice of places."""
        self.items_reader.set_only(None)
        self.items_reader.load(again=False)

    def _begin_edit(self) -> None:
        self.keys.is_editing = True
        if self._fields is None:
            self._fields = VersionFields(
                self.widget.labels, self.project, self.version_edit, self.presenter
            )
            self._fields.failed.connect(self.host.show_error)
            self._fields.left.connect(self.widget.focus_text)
        self.widget.page.bar.show_editing()
        self.widget.show_editing(True)
        self.widget.page.reader.set_differing(())
        self.strip.clear_message()
        self.widget.items.setEnabled(False)
        self.navigation.say_state()
        self.widget.focus_text()

    def _end_edit(self) -> None:
        self.keys.is_editing = False
        self.widget.show_editing(False)
        self.widget.items.setEnabled(True)
        self.presenter.forget()
        if not self._is_deciding:
            self.navigation.catch_up()
            self.navigation.show_first()

    def _enter_text(self, item: ItemId) -> None:
        self.navigation.show_item(item)
        self.widget.shut_drawers()
        self.widget.focus_text()

    def _hide_names(self, hidden: bool) -> None:
        self.set_names_hidden(hidden)
        if self._preferences is not None:
            self._preferences.names_hidden = hidden

    def _connect(self) -> None:
        widget, decisions, version_edit = self.widget, self.decisions, self.version_edit
        widget.page.reader.key_filter = self.keys.take
        widget.page.reader.installEventFilter(self.keys)
        widget.page.reader.zoom_wished.connect(
            lambda by: self.host.run("larger" if by > 0 else "smaller")
        )
        widget.items.list.key_filter = self.keys.take_in_list
        widget.question.key_filter = self.keys.take_in_list
        widget.items.pointed.connect(self.navigation.show_item)
        widget.items.entered.connect(self._enter_text)
        widget.items.which_chosen.connect(lambda _which: self.list_which())
        widget.items.take_agreed_clicked.connect(self.take_agreed)
        widget.items.all_wanted.connect(self.list_everything)
        widget.question.current_changed.connect(self.presenter.choose)
        widget.question.taken.connect(decisions.take)
        widget.question.left.connect(widget.focus_text)
        widget.question.note.committed.connect(self.presenter.keep_reason)
        widget.question.note_kept.connect(widget.focus_text)
        widget.page.bar.asked.connect(self.place_commands.press)
        widget.page.state.asked.connect(lambda what: self.place_commands.press(what, 0))
        widget.page.head.names_hidden.connect(self._hide_names)
        widget.page.notices.copy_wanted.connect(lambda: self.host.run("save_copy"))
        widget.page.notices.show_read_only(self.project)
        self.navigation.said.connect(self.host.say)
        decisions.begun.connect(self._begin_deciding)
        decisions.decided.connect(self._decided)
        decisions.said.connect(self._say_settled)
        decisions.failed.connect(self._failed)
        version_edit.begun.connect(self._begin_edit)
        version_edit.ended.connect(self._end_edit)
        version_edit.said.connect(self.host.say)
        version_edit.failed.connect(self.host.show_error)
        version_edit.asked.connect(lambda _field: widget.show_panel())
        widget.page.head.compare_clicked.connect(self.compare)
        self.items_reader.read.connect(self.navigation.show_read)
        self.items_reader.counted.connect(self.navigation.show_list)
        self.items_reader.failed.connect(self.host.show_error)
        self.strip.stop_clicked.connect(lambda: self.tasks.stop())
        self.bulk_decisions.taken.connect(self._took_agreed)
        self.bulk_decisions.said.connect(self.host.say)
        self.bulk_decisions.failed.connect(self._failed)


def _is_open(row: ItemRow) -> bool:
    return row.state in {"open", "changed"}


_WHILE_EDITING = {"keep", "leave", "why", "keys"}
_ANYWHERE = {"next", "before", "keys"}


class AdjudicateCommands(QObject):
    """The names are those of the keys; "take:N" has the place of a version."""

    def __init__(self, room: "AdjudicateRoom") -> None:
        super().__init__(room)
        self._room = room
        navigation, decisions = room.navigation, room.decisions
        self._table: dict[str, Callable[[], None]] = {
            "all": decisions.take_all,
            "neither": decisions.take_none,
            "reopen": decisions.reopen,
            "edit": self._edit,
            "keep": self._keep_edit,
            "leave": room.version_edit.leave,
            "why": self._why,
            "next": lambda: navigation.step(1),
            "before": lambda: navigation.step(-1),
            "keys": lambda: room.host.run("keys"),
            "agreed": room.take_agreed,
            "compare": room.compare,
            "export": lambda: room.host.run("export"),
            "plan": lambda: room.host.run("plan"),
            "settled": self._list_settled,
        }

    def run(self, name: str) -> bool:
        """Run the command of a key; False for one that does not apply here."""
        what, _, value = name.partition(":")
        if self._room.keys.is_editing and what not in _WHILE_EDITING:
            self._room.version_edit.run(name)
            return True
        if self._room.presenter.item is None and what not in _ANYWHERE:
            return False
        if what == "take":
            self._take(int(value) if value else None)
        else:
            self._table[what]()
        return True

    def press(self, what: str, place: int) -> None:
        """A button of the bar, or of the page without a text; the keyboard goes to the text."""
        if what == "take":
            self._room.decisions.take(place)
        else:
            self._table[what]()
        if self._room.widget.page.is_text():
            self._room.widget.focus_text()

    def _take(self, place: int | None) -> None:
        """With Enter, the version that stands out; a settled place is left as it is then."""
        item = self._room.presenter.item
        if place is not None:
            self._room.decisions.take(place)
        elif item is not None and item.state != "settled":
            self._room.decisions.take_current()

    def _edit(self) -> None:
        if self._room.decisions.may_write():
            self._room.version_edit.begin()

    def _keep_edit(self) -> None:
        item = self._room.version_edit.item_now()
        if item is not None:
            self._room.decisions.keep_edit(item)

    def _why(self) -> None:
        """The note of the decision; while a label is edited, its own."""
        self._room.widget.show_panel()
        if self._room.keys.is_editing:
            self._room.widget.labels.edit_note()
        else:
            self._room.widget.question.focus_note()

    def _list_settled(self) -> None:
        self._room.widget.items.which.set_value("settled")
        self._room.list_which()
