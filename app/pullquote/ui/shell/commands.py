"""What the entries of the menus do, by the ids of the table of actions; which make sense now;
and where the keyboard goes: from pane to pane, and by the key caps of the strip.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QObject, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from pullquote.store import Project
from pullquote.ui.actions.preferences import PreferenceActions
from pullquote.ui.actions.table import ACTIONS
from pullquote.ui.services.tasks import Tasks
from pullquote.ui.shell.projects import SUFFIX
from pullquote.ui.shell.rooms import ANNOTATE, SettlingRoom

if TYPE_CHECKING:
    from pullquote.ui.actions.distribution import DistributionActions
    from pullquote.ui.main_window import MainWindow

# These need no open project.
ALWAYS = {
    "new", "open", "sample", "import", "settings", "quit", "full_screen", "theme_light",
    "theme_dark", "theme_system", "keys", "help", "about",
}  # fmt: skip
WRITES = {
    "import", "name_version", "undo", "redo", "tie", "kind", "sure", "note", "edit", "extent",
    "remove", "dates_anew", "exclude", "remove_document", "skip", "plan", "hand_out", "collect",
    "proposals",
}  # fmt: skip

# What has a meaning in every room; the rest belongs to Annotate, and its keys are free elsewhere.
EVERYWHERE = ALWAYS | {
    "export", "save_copy", "name_version", "check", "close_project", "undo", "redo", "back",
    "plan", "hand_out", "collect", "proposals",
    "next_pane", "previous_pane", "stop", "search",
}  # fmt: skip

# Who was handed a file works on it and sends it back.
OF_THE_OWNER = {"plan", "hand_out", "collect", "proposals"}

# So many rows are put back before anybody notices.
AT_ONCE = 2000

# What the room where places are settled has, too.
WITH_A_TEXT = {"list", "panel", "larger", "smaller", "usual_size"}
_ROOM = "room_"


class WindowCommands(QObject):
    """One function for each action; `run` calls one by its id."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.looks = PreferenceActions(window)
        self._pending: list[Path] = []
        self._table = self._make_table()

    def table(self) -> Mapping[str, Callable[[], None]]:
        return self._table

    def run(self, name: str) -> None:
        self._table[name]()

    def update(self, entries: Mapping[str, QAction]) -> None:
        """Switch entries on and off, and name what undo and redo would do."""
        project, actor = self._window.projects.project, self._window.projects.actor
        for name, entry in entries.items():
            entry.setEnabled(self._makes_sense(name, project))
        undo, redo = self.tr("Undo"), self.tr("Redo")
        undone = project.undo_name(actor) if project else None
        redone = project.redo_name(actor) if project else None
        entries["undo"].setText(f"{undo}: {self.tr(undone)}" if undone else undo)
        entries["redo"].setText(f"{redo}: {self.tr(redone)}" if redone else redo)

    def _makes_sense(self, name: str, project: Project | None) -> bool:
        if project is None:
            return name in ALWAYS
        if name in OF_THE_OWNER and self._window.projects.is_handout:
            return False
        if name.startswith(_ROOM):
            return self._window.rooms.offers(name.removeprefix(_ROOM))
        here = self._window.rooms.current is None or name in EVERYWHERE
        here = here or (name in WITH_A_TEXT and self._settling() is not None)
        return here and not (name in WRITES and project.read_only)

    def press_hint(self, keys: str) -> None:
        """A key cap of the strip was clicked."""
        press_key_cap(self._window, keys.split(" ")[0])

    def import_into_new(self, paths: list[Path]) -> None:
        """Articles without an open project: ask for a new one first."""
        self._pending = paths
        self._new()
        self._pending = []

    # --- the table -----------------------------------------------------------------------------

    def _make_table(self) -> dict[str, Callable[[], None]]:
        window, looks = self._window, self.looks
        table: dict[str, Callable[[], None]] = {
            "new": self._new, "open": self._open, "sample": window.open_sample,
            "import": self._import, "close_project": window.projects.close,
            "quit": self._quit, "settings": looks.settings,
            "list": self._toggle_list, "panel": self._toggle_panel,
            "full_screen": window.toggle_full_screen,
            "larger": lambda: looks.zoom_by(1), "smaller": lambda: looks.zoom_by(-1),
            "usual_size": lambda: looks.zoom(100),
            "theme_light": lambda: looks.theme("light"),
            "theme_dark": lambda: looks.theme("dark"),
            "theme_system": lambda: looks.theme("system"),
            "keys": looks.keys, "help": looks.keys, "about": looks.about,
            "stop": self._stop, "next_pane": lambda: step_pane(window, 1),
            "previous_pane": lambda: step_pane(window, -1), "search": self._search,
            "copy": lambda: window.room.page.reader.copy(), "select_all": self._select_all,
        }  # fmt: skip
        table.update(self._asking_table())
        table.update(self._controller_table())
        table.update(self._together_table())
        table.update({a.id: self._room_command(a.id) for a in ACTIONS if a.id.startswith(_ROOM)})
        text = {a.id: self._text_command(a.id) for a in ACTIONS if a.where == "text"}
        return {**text, **table}

    def _asking_table(self) -> dict[str, Callable[[], None]]:
        """What needs a dialog about the open project."""
        names = {
            "export": "export", "save_copy": "save_copy", "name_version": "name_version",
            "check": "check", "properties": "properties", "exclude": "exclude", "skip": "skip",
            "remove_document": "remove_document",
        }  # fmt: skip

        def ask(method: str) -> Callable[[], None]:
            def call() -> None:
                if self._window.projects.asking is not None:
                    getattr(self._window.projects.asking, method)()

            return call

        return {name: ask(method) for name, method in names.items()}

    def _together_table(self) -> dict[str, Callable[[], None]]:
        """What several people need."""

        def ask(act: "Callable[[DistributionActions], None]") -> Callable[[], None]:
            def call() -> None:
                if self._window.projects.together is not None:
                    act(self._window.projects.together)

            return call

        return {
            "plan": ask(lambda together: together.plan()),
            "hand_out": ask(lambda together: together.hand_out()),
            "collect": ask(lambda together: together.collect()),
            "proposals": ask(lambda together: together.proposals()),
        }

    def _controller_table(self) -> dict[str, Callable[[], None]]:
        names = {"done": "done_and_next", "forward": "forward"}

        def call(method: str, *values: int) -> Callable[[], None]:
            def run() -> None:
                if self._window.annotate is not None:
                    getattr(self._window.annotate, method)(*values)

            return run

        table = {name: call(method) for name, method in names.items()}
        table["undo"], table["redo"], table["back"] = self._undo, self._redo, self._back
        table["next_document"] = call("step_document", 1)
        table["previous_document"] = call("step_document", -1)
        table["find"] = lambda: self._find(0)
        table["find_next"] = lambda: self._find(1)
        table["find_previous"] = lambda: self._find(-1)
        table["dates_anew"] = self._dates_anew
        return table

    def _text_command(self, name: str) -> Callable[[], None]:
        def run() -> None:
            if self._window.annotate is not None:
                self._window.annotate.focus_text()
                self._window.annotate.commands.run(name)

        return run

    def _room_command(self, name: str) -> Callable[[], None]:
        return lambda: self._window.rooms.go(name.removeprefix(_ROOM))

    def _undo(self) -> None:
        self._turn_back("undo", self.tr("Undoing"), self.tr("Undone: {}"))

    def _redo(self) -> None:
        self._turn_back("redo", self.tr("Redoing"), self.tr("Redone: {}"))

    def _turn_back(self, which: Literal["undo", "redo"], title: str, said: str) -> None:
        """Long work in a thread; the rest at once, where it was done."""
        window, projects = self._window, self._window.projects
        project, jobs = projects.project, projects.jobs
        if project is None or jobs is None or window.annotate is None:
            return
        is_undo = which == "undo"
        step = project.undo if is_undo else project.redo
        rows = (project.undo_rows if is_undo else project.redo_rows)(projects.actor)
        if rows > AT_ONCE:
            jobs.turn_back(step, title, said)
        elif window.rooms.current is not None:
            window.rooms.turn_back(step, said)
        elif is_undo:
            window.annotate.undo()
        else:
            window.annotate.redo()

    def _back(self) -> None:
        if self._window.rooms.current is not None:
            self._window.rooms.back()
        elif self._window.annotate is not None:
            self._window.annotate.back()

    # --- projects ------------------------------------------------------------------------------

    def _new(self) -> None:
        path, _kind = QFileDialog.getSaveFileName(
            self._window, self.tr("New project"), str(Path.home() / f"News{SUFFIX}"), _filter()
        )
        if path and self._window.projects.create(Path(path)):
            pending, self._pending = self._pending, []
            if pending and self._window.projects.asking is not None:
                self._window.projects.asking.import_paths(pending)

    def _open(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(
            self._window, self.tr("Open project"), str(Path.home()), _filter()
        )
        if path:
            self._window.open_project(Path(path))

    def _import(self) -> None:
        asking = self._window.projects.asking
        if asking is not None:
            asking.import_articles()
            return
        paths, _kind = QFileDialog.getOpenFileNames(
            self._window, self.tr("Import articles"), str(Path.home())
        )
        if paths:
            self.import_into_new([Path(p) for p in paths])

    def _quit(self) -> None:
        self._window.close()

    def _stop(self) -> None:
        asked = [tasks.stop() for tasks in self._window.findChildren(Tasks)]
        if not any(asked):
            self._window.say(self.tr("Nothing runs at the moment."))

    def _toggle_list(self) -> None:
        (self._settling() or self._window.room).toggle_list()

    def _toggle_panel(self) -> None:
        (self._settling() or self._window.room).toggle_panel()

    def _settling(self) -> SettlingRoom | None:
        """The room where places are settled, while it is in sight."""
        rooms = self._window.rooms
        return rooms.settling if rooms.settling is rooms.current else None

    # --- going about ---------------------------------------------------------------------------

    def _search(self) -> None:
        self._window.rooms.go(ANNOTATE)
        self._window.room.show_list()
        self._window.room.documents.focus_search()

    def _select_all(self) -> None:
        from pullquote.text.spans import Span

        reader, view = self._window.room.page.reader, self._window.room.documents.view
        if view.hasFocus():
            view.selectAll()
        else:
            reader.select(Span(0, len(reader.text())))

    def _find(self, step: int) -> None:
        if self._window.annotate is None:
            return
        if step:
            self._window.annotate.finding.step(step)
        else:
            self._window.annotate.finding.ask()

    def _dates_anew(self) -> None:
        if self._window.annotate is not None:
            self._window.annotate.editing.count_dates_anew()


def open_folder(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _filter() -> str:
    return f"Pullquote (*{SUFFIX})"


_ARROWS = (("←", "Left"), ("→", "Right"), ("↑", "Up"), ("↓", "Down"))


def step_pane(window: "MainWindow", by: int) -> None:
    """Give the focus to the next pane, or the one before; round and round."""
    room = window.rooms.current or window.room
    panes = [pane for pane in (window.rail, *room.panes()) if pane.isVisible()]
    if window.annotate is None or not panes:
        return
    focused = window.focusWidget()
    now = [i for i, pane in enumerate(panes) if focused and _holds(pane, focused)]
    _enter_pane(window, panes[((now[0] if now else -by) + by) % len(panes)])


def press_key_cap(window: QWidget, cap: str) -> None:
    """As if the key of a cap was pressed: a shortcut of the window, else where the focus is."""
    for sign, name in _ARROWS:
        cap = cap.replace(sign, name)
    keys = QKeySequence(cap)
    shortcut = next((entry for entry in window.actions() if keys in entry.shortcuts()), None)
    focused = QApplication.focusWidget()
    if shortcut is not None:
        shortcut.trigger()
    elif focused is not None and keys.count():
        combination = keys[0]  # type: ignore[index]  # the stubs do not know it
        key, held = combination.key(), combination.keyboardModifiers()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(focused, QKeyEvent(kind, key, held))


def _holds(pane: QWidget, focused: QWidget) -> bool:
    return pane is focused or pane.isAncestorOf(focused)


def _enter_pane(window: "MainWindow", pane: QWidget) -> None:
    room = window.room
    if pane is room.panel:
        room.panel.focus_page()
    elif pane is window.rail:
        window.rail.focus_room()
    elif pane is room.documents:
        list_, search = room.documents.view, room.documents.search
        (list_ if list_.isVisible() else search).setFocus(Qt.FocusReason.ShortcutFocusReason)
    elif pane is room.page.empty:
        room.page.empty.focus_first()
    else:
        pane.setFocus(Qt.FocusReason.ShortcutFocusReason)
