"""The rooms of an open project: made when they are first entered, gone with their project."""

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from pullquote.store import Change, Project
from pullquote.ui.actions.table import BY_ID
from pullquote.ui.services.arrangement import Arrangement
from pullquote.ui.services.host import Host, Target
from pullquote.ui.services.preferences import Preferences
from pullquote.ui.services.room import Room
from pullquote.ui.shell.rail import Rail, RailEntry
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import apply_look


class RoomEntry(NamedTuple):
    """A row of the table of rooms; `factory` is "module:class", loaded when it is entered.

    The name and the key of a room, and what it needs, are those of the action that enters it.
    """

    id: str
    icon: str
    factory: str

    @property
    def action(self) -> str:
        return f"room_{self.id}"


ROOMS = (
    RoomEntry("annotate", "annotate", "pullquote.ui.annotate.room:AnnotateRoom"),
    RoomEntry("clusters", "clusters", "pullquote.ui.clusters.room:ClustersRoom"),
    RoomEntry("agreement", "agreement", "pullquote.ui.agreement.room:AgreementRoom"),
    RoomEntry("adjudicate", "adjudicate", "pullquote.ui.adjudicate.room:AdjudicateRoom"),
    RoomEntry("timeline", "timeline", "pullquote.ui.timeline.room:TimelineRoom"),
    RoomEntry("speakers", "speakers", "pullquote.ui.speakers.room:SpeakersRoom"),
    RoomEntry("progress", "progress", "pullquote.ui.progress.room:ProgressRoom"),
)
FIRST = ROOMS[0].id
_FACTORIES = {entry.id: entry.factory for entry in ROOMS}


class RoomSetting(NamedTuple):
    """What a room is made with; `key_cap` is called with the keys of a cap that was clicked."""

    host: Host
    preferences: Preferences
    key_cap: Callable[[str], None]


class Rooms(QObject):
    """Which room is in sight; `entered` comes when it is another, or offers something else.

    `saved` comes with the first change that is on the disk after one that was not.
    """

    entered = Signal()
    saved = Signal()

    def __init__(
        self, setting: RoomSetting, rail: Rail, stack: QStackedWidget, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._setting, self._rail, self._stack = setting, rail, stack
        self._project: Project | None = None
        self._actor = 0
        self._theme: Theme | None = None
        self._arrangement: Arrangement | None = None
        self._busy: tuple[str, int, int] = ("", 0, 0)
        self._unsaved: Room | None = None
        self._made: dict[str, Room] = {}
        self._before: list[str] = []
        self.name = ""

    @property
    def current(self) -> Room | None:
        return self._made.get(self.name)

    def room(self, name: str) -> Room | None:
        """A room that was entered already."""
        return self._made.get(name)

    def open(self, project: Project, actor: int, facts: frozenset[str]) -> None:
        """Offer the rooms of a project that make sense there, and enter the first."""
        self._project, self._actor = project, actor
        offered = [entry for entry in ROOMS if BY_ID[entry.action].makes_sense(facts)]
        self._rail.show_rooms([_rail_entry(entry) for entry in offered])
        self._enter(FIRST, None)

    def close(self) -> None:
        for room in self._made.values():
            room.close()
            self._stack.removeWidget(room.widget)
            room.widget.deleteLater()
            room.deleteLater()
        self._made, self._before, self._project = {}, [], None
        self._unsaved, self._busy = None, ("", 0, 0)
        self.name = ""

    # --- coming and going ----------------------------------------------------------------------

    def offers(self, name: str) -> bool:
        return self._project is not None and self._rail.offers(name)

    def go(self, name: str, target: Target | None = None) -> None:
        """Enter a room; where one comes from is kept for Back. In the room in sight it is its text
        or first pane that gets the keyboard.
        """
        if not self.offers(name):
            return
        if name != self.name:
            self._before.append(self.name)
        self._enter(name, target)

    def back(self) -> bool:
        """Go to where one was, in the room or in the one before; False if there is no place."""
        if self.current is not None and self.current.back():
            return True
        if not self._before:
            return False
        self._enter(self._before.pop(), None)
        return True

    # --- what all rooms follow -----------------------------------------------------------------

    def follow(self, change: Change) -> None:
        """The room in sight shows what changed; the others do when they are entered."""
        self.show_saved()
        for name, room in self._made.items():
            (room.refresh if name == self.name else room.note)(change)

    def reveal(self, change: Change) -> None:
        if self.current is not None:
            self.current.reveal(change)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for room in self._made.values():
            room.set_theme(theme)

    def follow_preferences(self) -> None:
        for room in self._made.values():
            room.set_preferences(self._setting.preferences)

    def arrange(self, arrangement: Arrangement) -> None:
        self._arrangement = arrangement
        for room in self._made.values():
            room.arrange(arrangement)

    def show_busy(self, text: str, done: int = 0, total: int = 0) -> None:
        self._busy = (text, done, total)
        for room in self._made.values():
            room.show_busy(text, done, total)

    def show_unsaved(self, sentence: str) -> None:
        self._unsaved = self.current
        if self._unsaved is not None:
            self._unsaved.show_error(sentence, unsaved=True)

    def show_saved(self) -> None:
        """What was not saved is over."""
        if self._unsaved is not None:
            self._unsaved.show_saved()
            self._unsaved = None
            self.saved.emit()

    # --- inside --------------------------------------------------------------------------------

    def _enter(self, name: str, target: Target | None) -> None:
        if self.current is not None and name != self.name:
            self.current.leave()
        room = self._made.get(name) or self._make(name)
        self.name = name
        self._rail.choose(name)
        apply_look(room.widget)
        self._stack.setCurrentWidget(room.widget)
        room.enter(target)
        self.entered.emit()

    def _make(self, name: str) -> Room:
        module, _, kind = _FACTORIES[name].partition(":")
        host = self._setting.host
        make = getattr(import_module(module), kind)
        room: Room = make(self._project, self._actor, self._theme, host, self._stack)
        self._made[name] = room
        self._stack.addWidget(room.widget)
        room.commands_changed.connect(self.entered)
        strip = room.strip
        strip.undo_clicked.connect(lambda: host.run("undo"))
        strip.stop_clicked.connect(lambda: host.run("stop"))
        strip.help_clicked.connect(lambda: host.run("help"))
        strip.pressed.connect(self._setting.key_cap)
        room.set_preferences(self._setting.preferences)
        room.show_busy(*self._busy)
        if self._arrangement is not None:
            room.arrange(self._arrangement)
        return room


def _rail_entry(entry: RoomEntry) -> RailEntry:
    action = BY_ID[entry.action]
    name = QCoreApplication.translate("Actions", action.text)
    return RailEntry(entry.id, name, entry.icon, action.keys[0])
