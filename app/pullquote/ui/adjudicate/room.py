"""The Adjudicate room on an open project: joins list, text and question, and runs the commands
of its keys and buttons.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

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
from pullquote.ui.services.arrangement import Arrangement
from pullquote.ui.services.host import Host, ListedDisagreements, Target, TextPlace
from pullquote.ui.services.preferences import Preferences
from pullquote.ui.services.room import Commands, Room
from pullquote.ui.services.tasks import Tasks
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets.key_strip import KeyStrip
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
        self.room = AdjudicateWidget(theme)
        self.tasks = Tasks(self)
        self.bulk = BulkDecisions(self.room, project, actor, self.tasks)
        self.listing = OpenItemsReader(project, self.tasks, self)
        self.showing = AdjudicatePresenter(self.room, project)
        self.deciding = ItemDecisions(self.room, project, actor, self.showing)
        self.editing = VersionEdit(self.room, project, actor, self.showing)
        self.going = ItemNavigation(self.room, project, self.listing, self.showing, self.editing)
        # Made with the first edit, like the page that it joins.
        self._fields: VersionFields | None = None
        self.place_commands = AdjudicateCommands(self)
        self.keys = RoomKeys(project.schema, self.place_commands.run, self)
        self._preferences: Preferences | None = None
        self._deciding = False
        self.room.question.show_question(None, writable=False)
        self._connect()

    # --- what the window asks ------------------------------------------------------------------

    @property
    def widget(self) -> QWidget:
        return self.room

    @property
    def strip(self) -> KeyStrip:
        return self.room.page.strip

    def commands(self) -> Commands:
        run = self.place_commands.run
        return {
            "take_version": lambda: run("take"), "take_all": lambda: run("all"),
            "take_none": lambda: run("neither"), "edit_version": lambda: run("edit"),
            "say_why": lambda: run("why"), "leave_open": lambda: run("next"),
            "place_before": lambda: run("before"), "open_again": lambda: run("reopen"),
            "list": self.room.toggle_list, "panel": self.room.toggle_panel,
        }  # fmt: skip

    def has_text(self) -> bool:
        return self.room.page.is_text()

    def enter(self, target: Target | None = None) -> None:
        """Bring up to date what is stale; the keyboard goes to the text."""
        if not self.listing.is_stale():
            pass
        elif self.listing.is_small():
            self.going.catch_up()
        else:
            self.listing.load()
        self.room.focus_text()
        if isinstance(target, TextPlace):
            self.show_place(target.document, target.start, target.end)
        elif isinstance(target, ListedDisagreements):
            self.show_items(target.disagreements)

    def refresh(self, change: Change) -> None:
        """Show what a change touched, unless it is the room's own or labels are edited."""
        self.note(change)
        quiet = self._deciding or self.editing.session is not None
        if change.tables & READ and not quiet and self.listing.is_small():
            self.going.catch_up(show_new=change.kind in {"undo", "redo"})

    def note(self, change: Change) -> None:
        if change.tables & READ:
            self.editing.follow(change)
            self.listing.note(change)

    def set_theme(self, theme: Theme) -> None:
        self.room.set_theme(theme)

    def arrange(self, arrangement: Arrangement) -> None:
        self.room.arrange(arrangement)

    def panes(self) -> list[QWidget]:
        return self.room.panes()

    def show_error(self, sentence: str, *, unsaved: bool = False) -> None:
        notices = self.room.page.notices
        (notices.show_unsaved if unsaved else notices.show_error)(sentence)

    def show_saved(self) -> None:
        self.room.page.notices.show_saved()

    def set_preferences(self, preferences: Preferences) -> None:
        if self._preferences is None:
            self.set_names_hidden(preferences.names_hidden)
        self._preferences = preferences
        self.room.page.reader.set_zoom(preferences.zoom)
        self.room.set_motion(preferences.motion)

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
            self.going.say_state()
            if found is None and document not in self.docket.board.documents:
                self.host.say(place_page.nothing_to_compare())

        if self.listing.when_loaded(show):
            if self.listing.is_stale():
                self.going.catch_up()
            show()

    def show_items(self, disagreements: "Sequence[Disagreement]") -> None:
        """List only the places of these disagreements."""
        places = frozenset((p.document, p.start, p.end) for d in disagreements for p in d.places)
        self.listing.set_only(places)
        self.room.items.which.set_value("open")
        self.showing.item = None
        if self.listing.when_loaded(self.going.show_first):
            self.listing.load(again=False)

    @property
    def docket(self) -> OpenItems:
        return self.listing.docket

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
        self.going.show_list()
        following_one = following_item(rows, was, left) if was else None
        if following_one is None and self.docket.which != "open":
            following_one = was
        self.going.show_item(following_one)

    def _catch_up_quietly(self) -> None:
        self._deciding = False
        if self.showing.item is not None:
            self.listing.touch(self.showing.item.document)
        self.listing.catch_up()
        self.showing.forget()

    def _open_rows(self) -> set[ItemId]:
        return {row.item for row in self.docket.rows() if _is_open(row)}

    def _failed(self, error: Exception) -> None:
        """The place may have changed meanwhile: it is read anew."""
        self._deciding = False
        self.host.show_error(error)
        if isinstance(error, adjudicate.ItemChanged) and self.editing.session is None:
            self._catch_up_quietly()
            self.going.show_list()
            self.going.show_first()

    # --- more ----------------------------------------------------------------------------------

    def take_agreed(self) -> None:
        """Take over what all agree on, in a thread."""
        if self.deciding.may_write():
            self._deciding = True
            self.bulk.take_agreed()

    def compare(self) -> None:
        """Show how each annotator compares with the adjudicated version."""
        self.bulk.compare(self.docket.board, hidden=self.docket.hidden)

    def _took_agreed(self) -> None:
        self._deciding = False
        self.showing.forget()
        self.listing.load()
        # The button that was pressed is gone.
        self.room.items.focus_list()

    def list_which(self) -> None:
        """List what the filter says."""
        self.listing.set_which(self.room.items.value())

    def list_everything(self) -> None:
        """Let go of a narrower choice of places."""
        self.listing.set_only(None)
        self.listing.load(again=False)

    def _begin_edit(self) -> None:
        self.keys.is_editing = True
        if self._fields is None:
            self._fields = VersionFields(self.room.labels, self.project, self.editing, self.showing)
            self._fields.failed.connect(self.host.show_error)
            self._fields.left.connect(self.room.focus_text)
        self.room.page.bar.show_editing()
        self.room.show_editing(True)
        self.room.page.reader.set_differing(())
        self.strip.clear_message()
        self.room.items.setEnabled(False)
        self.going.say_state()
        self.room.focus_text()

    def _end_edit(self) -> None:
        self.keys.is_editing = False
        self.room.show_editing(False)
        self.room.items.setEnabled(True)
        self.showing.forget()
        if not self._deciding:
            self.going.catch_up()
            self.going.show_first()

    def _enter_text(self, item: ItemId) -> None:
        self.going.show_item(item)
        self.room.shut_drawers()
        self.room.focus_text()

    def _hide_names(self, hidden: bool) -> None:
        self.set_names_hidden(hidden)
        if self._preferences is not None:
            self._preferences.names_hidden = hidden

    def _connect(self) -> None:
        room, deciding, editing = self.room, self.deciding, self.editing
        room.page.reader.key_filter = self.keys.take
        room.page.reader.installEventFilter(self.keys)
        room.page.reader.zoom_wished.connect(
            lambda by: self.host.run("larger" if by > 0 else "smaller")
        )
        room.items.list.key_filter = self.keys.take_in_list
        room.question.key_filter = self.keys.take_in_list
        room.items.pointed.connect(self.going.show_item)
        room.items.entered.connect(self._enter_text)
        room.items.which_chosen.connect(lambda _which: self.list_which())
        room.items.take_agreed_clicked.connect(self.take_agreed)
        room.items.all_wanted.connect(self.list_everything)
        room.question.current_changed.connect(self.showing.choose)
        room.question.taken.connect(deciding.take)
        room.question.left.connect(room.focus_text)
        room.question.note_kept.connect(room.focus_text)
        room.page.bar.asked.connect(self.place_commands.press)
        room.page.state.asked.connect(lambda what: self.place_commands.press(what, 0))
        room.page.head.names_hidden.connect(self._hide_names)
        room.page.notices.copy_wanted.connect(lambda: self.host.run("save_copy"))
        room.page.notices.show_read_only(self.project)
        self.going.said.connect(self.host.say)
        deciding.begun.connect(self._begin_deciding)
        deciding.decided.connect(self._decided)
        deciding.said.connect(self.host.say)
        deciding.failed.connect(self._failed)
        editing.begun.connect(self._begin_edit)
        editing.ended.connect(self._end_edit)
        editing.said.connect(self.host.say)
        editing.failed.connect(self.host.show_error)
        editing.asked.connect(lambda _field: room.show_panel())
        room.page.head.compare_clicked.connect(self.compare)
        self.listing.read.connect(self.going.show_read)
        self.listing.counted.connect(self.going.show_list)
        self.listing.failed.connect(self.host.show_error)
        self.strip.stop_clicked.connect(lambda: self.tasks.stop())
        self.bulk.taken.connect(self._took_agreed)
        self.bulk.said.connect(self.host.say)
        self.bulk.failed.connect(self._failed)


def _is_open(row: ItemRow) -> bool:
    return row.state in {"open", "changed"}


_WHILE_EDITING = {"keep", "leave", "why", "keys"}
_ANYWHERE = {"next", "before", "keys"}


class AdjudicateCommands(QObject):
    """The names are those of the keys; "take:N" has the place of a version."""

    def __init__(self, controller: "AdjudicateRoom") -> None:
        super().__init__(controller)
        self._at = controller
        going, deciding = controller.going, controller.deciding
        self._table: dict[str, Callable[[], None]] = {
            "all": deciding.take_all,
            "neither": deciding.take_none,
            "reopen": deciding.reopen,
            "edit": self._edit,
            "keep": self._keep_edit,
            "leave": controller.editing.leave,
            "why": self._why,
            "next": lambda: going.step(1),
            "before": lambda: going.step(-1),
            "keys": lambda: controller.host.run("keys"),
            "agreed": controller.take_agreed,
            "compare": controller.compare,
            "export": lambda: controller.host.run("export"),
            "plan": lambda: controller.host.run("plan"),
            "settled": self._list_settled,
        }

    def run(self, name: str) -> bool:
        """Run the command of a key; False for one that does not apply here."""
        what, _, value = name.partition(":")
        if self._at.keys.is_editing and what not in _WHILE_EDITING:
            self._at.editing.run(name)
            return True
        if self._at.showing.item is None and what not in _ANYWHERE:
            return False
        if what == "take":
            self._take(int(value) if value else None)
        else:
            self._table[what]()
        return True

    def press(self, what: str, place: int) -> None:
        """A button of the bar, or of the page without a text; the keyboard goes to the text."""
        if what == "take":
            self._at.deciding.take(place)
        else:
            self._table[what]()
        if self._at.room.page.is_text():
            self._at.room.focus_text()

    def _take(self, place: int | None) -> None:
        """With Enter, the version that stands out; a settled place is left as it is then."""
        item = self._at.showing.item
        if place is not None:
            self._at.deciding.take(place)
        elif item is not None and item.state != "settled":
            self._at.deciding.take_current()

    def _edit(self) -> None:
        if self._at.deciding.may_write():
            self._at.editing.begin()

    def _keep_edit(self) -> None:
        item = self._at.editing.item_now()
        if item is not None:
            self._at.deciding.keep_edit(item)

    def _why(self) -> None:
        """The note of the decision; while a label is edited, its own."""
        self._at.room.show_panel()
        if self._at.keys.is_editing:
            self._at.room.labels.edit_note()
        else:
            self._at.room.question.focus_note()

    def _list_settled(self) -> None:
        self._at.room.items.which.set_value("settled")
        self._at.list_which()
