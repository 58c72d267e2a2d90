"""The rooms beside Annotate: made when they are first entered, gone with their project."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QObject, SignalInstance
from PySide6.QtWidgets import QWidget

from pullquote.errors import PullquoteError
from pullquote.store import Change, Project
from pullquote.ui.services.arrangement import Arrangement
from pullquote.ui.shell.rail import RailEntry
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets.key_strip import KeyStrip

if TYPE_CHECKING:
    from pullquote.ui.main_window import MainWindow

ANNOTATE = "annotate"
_CONTROLLERS = {
    "agreement": "pullquote.ui.agreement.room:AgreementRoom",
    "adjudicate": "pullquote.ui.adjudicate.room:AdjudicateRoom",
    "progress": "pullquote.ui.progress.room:ProgressRoom",
}
# Whoever was handed a file sees their own labels only.
_BLIND = {"agreement", "adjudicate"}


class RoomController(Protocol):
    """A room at work on the open project.

    `failed` has any error, `said` (sentence, undo beside it), `versions_wanted` (document, start,
    end) asks to see a place with the labels of everybody.
    """

    @property
    def widget(self) -> QWidget: ...
    @property
    def strip(self) -> KeyStrip: ...
    @property
    def failed(self) -> SignalInstance: ...
    @property
    def said(self) -> SignalInstance: ...
    @property
    def versions_wanted(self) -> SignalInstance: ...
    def enter(self) -> None: ...
    def follow(self, change: Change) -> None: ...
    def set_theme(self, theme: Theme) -> None: ...
    def arrange(self, arrangement: Arrangement) -> None: ...
    def panes(self) -> Sequence[QWidget]: ...
    def show_error(self, sentence: str) -> None: ...
    def close(self) -> None: ...


class SettlingRoom(RoomController, Protocol):
    """The room with a text of its own, where places are settled."""

    @property
    def names_hidden_changed(self) -> SignalInstance: ...
    @property
    def zoom_wished(self) -> SignalInstance: ...
    def show_place(self, document: int, start: int, end: int) -> None: ...
    def show_items(self, disagreements: object) -> None: ...
    def set_names_hidden(self, hidden: bool) -> None: ...
    def set_text_size(self, percent: int) -> None: ...
    def set_motion(self, motion: bool) -> None: ...
    def toggle_list(self) -> None: ...
    def toggle_panel(self) -> None: ...


class Rooms(QObject):
    """Which room is in sight; `current` is None while that is Annotate, or no project is open."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._project: Project | None = None
        self._actor = 0
        self._made: dict[str, RoomController] = {}
        self._before: list[str] = []
        self.name = ANNOTATE

    @property
    def current(self) -> RoomController | None:
        return self._made.get(self.name)

    @property
    def settling(self) -> SettlingRoom | None:
        """The room where places are settled, if it was made."""
        return cast("SettlingRoom | None", self._made.get("adjudicate"))

    def open(self, project: Project, actor: int, *, blind: bool) -> None:
        """Offer the rooms of a project; `blind` leaves out those that show others' labels."""
        self._project, self._actor = project, actor
        self._window.rail.show_rooms([r for r in self._all() if not (blind and r.id in _BLIND)])

    def close(self) -> None:
        for room in self._made.values():
            room.close()
            self._window.stack.removeWidget(room.widget)
            room.widget.deleteLater()
        self._made, self._before, self._project = {}, [], None
        self.name = ANNOTATE

    def offers(self, name: str) -> bool:
        return self._project is not None and self._window.rail.offers(name)

    def go(self, name: str) -> None:
        """Enter a room; where one comes from is kept for Back."""
        if self.offers(name) and name != self.name:
            self._before.append(self.name)
            self._enter(name)

    def back(self) -> bool:
        """Enter the room one came from; False if there is none."""
        if not self._before:
            return False
        self._enter(self._before.pop())
        return True

    def turn_back(self, step: Callable[[int], Change], said: str) -> None:
        """Undo or redo without leaving the room."""
        try:
            change = step(self._actor)
        except PullquoteError as error:
            self._window.show_error(error)
            return
        self._window.say(said.format(self.tr(change.name)))

    def follow(self, change: Change) -> None:
        for room in self._made.values():
            room.follow(change)

    def set_theme(self, theme: Theme) -> None:
        for room in self._made.values():
            room.set_theme(theme)

    def arrange(self, arrangement: Arrangement) -> None:
        for room in self._made.values():
            room.arrange(arrangement)

    # --- inside --------------------------------------------------------------------------------

    def _enter(self, name: str) -> None:
        self.name = name
        window = self._window
        window.rail.choose(name)
        if name == ANNOTATE:
            window.stack.setCurrentWidget(window.room)
            window.room.page.reader.setFocus()
        else:
            room = self._made.get(name) or self._make(name)
            window.stack.setCurrentWidget(room.widget)
            room.enter()
        window.update_actions_soon()

    def _make(self, name: str) -> RoomController:
        module, _, kind = _CONTROLLERS[name].partition(":")
        window = self._window
        make = getattr(import_module(module), kind)
        room: RoomController = make(self._project, self._actor, window.theme, self)
        self._made[name] = room
        window.stack.addWidget(room.widget)
        room.said.connect(window.say)
        room.failed.connect(window.projects.take_failure)
        room.versions_wanted.connect(self._show_versions)
        room.strip.undo_clicked.connect(lambda: window.handlers.run("undo"))
        room.strip.stop_clicked.connect(lambda: window.handlers.run("stop"))
        room.strip.help_clicked.connect(lambda: window.handlers.run("keys"))
        room.strip.pressed.connect(window.handlers.press_hint)
        for wish, grant in self._wishes().items():
            signal = getattr(room, wish, None)
            if signal is not None:
                signal.connect(grant)
        if name == "adjudicate":
            self._prepare(cast("SettlingRoom", room))
        room.arrange(window.arrangement())
        return room

    def _prepare(self, room: SettlingRoom) -> None:
        """What this person likes holds in its text, too."""
        preferences = self._window.preferences
        room.set_names_hidden(preferences.names_hidden)
        room.set_text_size(preferences.zoom)
        room.set_motion(preferences.motion)
        room.names_hidden_changed.connect(self._keep_names_hidden)
        room.zoom_wished.connect(self._window.handlers.looks.zoom_by)

    def _keep_names_hidden(self, hidden: bool) -> None:
        self._window.preferences.names_hidden = hidden

    def _wishes(self) -> dict[str, Callable[..., None]]:
        """What some of the rooms ask for, by the names of their signals."""
        run = self._window.handlers.run
        return {
            "settle_wanted": self._settle,
            "import_wanted": lambda: run("import"),
            "hand_out_wanted": lambda: run("hand_out"),
            "export_wanted": lambda: run("export"),
            "plan_wanted": lambda: run("plan"),
            "copy_wanted": lambda: run("save_copy"),
        }

    def _show_versions(self, document: int, start: int, end: int) -> None:
        self.go("adjudicate")
        if self.settling is not None:
            self.settling.show_place(document, start, end)

    def _settle(self, disagreements: object) -> None:
        self.go("adjudicate")
        if self.settling is not None:
            self.settling.show_items(disagreements)

    def _all(self) -> list[RailEntry]:
        return [
            RailEntry(ANNOTATE, self.tr("Annotate"), "annotate", "Ctrl+1"),
            RailEntry("agreement", self.tr("Agreement"), "agreement", "Ctrl+3"),
            RailEntry("adjudicate", self.tr("Adjudicate"), "adjudicate", "Ctrl+4"),
            RailEntry("progress", self.tr("Progress"), "progress", "Ctrl+7"),
        ]
