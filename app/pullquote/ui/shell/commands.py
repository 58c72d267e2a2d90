"""What the actions of the table do, whatever room is in sight, and which make sense now; the menus
and shortcuts that offer them.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import QFileDialog, QMenu, QMenuBar, QWidget

from pullquote.errors import PullquoteError
from pullquote.ui.actions.table import (
    ACTIONS,
    BY_ID,
    MENUS,
    SUBMENUS,
    THEMES,
    Action,
    Menu,
    layer_actions,
)
from pullquote.ui.services.host import DocumentSearch, Host
from pullquote.ui.services.preferences import Preferences
from pullquote.ui.services.room import Commands
from pullquote.ui.services.tasks import Tasks
from pullquote.ui.shell.projects import SUFFIX, Projects
from pullquote.ui.shell.rail import Rail
from pullquote.ui.shell.rooms import FIRST, ROOMS, Rooms
from pullquote.ui.widgets.popup import round_corners

if TYPE_CHECKING:
    from pullquote.ui.actions.help import HelpActions
    from pullquote.ui.actions.import_ import ImportActions
    from pullquote.ui.actions.people import DistributionActions
    from pullquote.ui.actions.preferences import PreferenceActions
    from pullquote.ui.actions.project import ProjectActions
    from pullquote.ui.actions.undo import UndoActions


class LogNotOpened(PullquoteError):
    template = "No program here opens the log; it is the text file {path}."


class ShellCommands(QObject):
    """What has a meaning whatever room is in sight; the rest the room does itself.

    `theme_chosen`, `name_given` and `preferences_changed` say what this person would have
    otherwise.
    """

    theme_chosen = Signal()
    name_given = Signal(str)
    preferences_changed = Signal()

    def __init__(
        self,
        host: Host,
        projects: Projects,
        rooms: Rooms,
        rail: Rail,
        preferences: Preferences,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._host, self._projects, self._rooms, self._rail = host, projects, rooms, rail
        self._preferences = preferences
        self._preference_actions: PreferenceActions | None = None
        self._help_actions: HelpActions | None = None
        self._undo_actions: UndoActions | None = None
        self._project_actions: ProjectActions | None = None
        self._import_actions: ImportActions | None = None
        self._distribution: DistributionActions | None = None
        self._pending: list[Path] = []
        self._shown: frozenset[str] | None = None
        self._layers: dict[str, Action] = {}
        self._commands = self._make_commands()

    def commands(self) -> Commands:
        return self._commands

    def run(self, name: str) -> None:
        """Run an action, if it makes sense now: the shell's own, or that of the room in sight."""
        if not self._action(name).makes_sense(self.facts()):
            return
        room = self._rooms.current
        handler = self._commands.get(name) or (room.commands().get(name) if room else None)
        if handler is not None:
            handler()

    def _action(self, name: str) -> Action:
        return BY_ID.get(name) or self._layers[name]

    def facts(self) -> frozenset[str]:
        """What is so now, in the words of the needs of actions."""
        room = self._rooms.current
        if room is None:
            return self._projects.facts()
        so = self._projects.facts() | {self._rooms.name} | ({"text"} if room.has_text() else set())
        return so if room.may_write() else so - {"writable"}

    def update(self, entries: Mapping[str, QAction]) -> None:
        """Switch entries on and off, and name what undo and redo would do."""
        facts = self.facts()
        if facts != self._shown:
            self._shown = facts
            for name, entry in entries.items():
                entry.setEnabled(self._action(name).makes_sense(facts))
        project, actor = self._projects.project, self._projects.actor
        undo, redo = self.tr("Undo"), self.tr("Redo")
        undone = project.undo_name(actor) if project else None
        redone = project.redo_name(actor) if project else None
        entries["undo"].setText(f"{undo}: {self.tr(undone)}" if undone else undo)
        entries["redo"].setText(f"{redo}: {self.tr(redone)}" if redone else redo)

    # --- menus that are filled as they are needed ----------------------------------------------

    def show_layers(self, menu: QMenu, entries: dict[str, QAction]) -> None:
        """Put the layers of the open project first into the menu of labels."""
        for name in self._layers:
            menu.removeAction(entries.pop(name))
        project = self._projects.project
        actions = layer_actions(project.schema) if project else []
        first = menu.actions()[0] if menu.actions() else None
        self._layers = {action.id: action for action in actions}
        for action in actions:
            entry = _entry(action, menu, partial(self.run, action.id))
            entries[action.id] = entry
            menu.insertAction(first, entry) if first else menu.addAction(entry)
        self._shown = None

    def fill(self, name: str, menu: QMenu) -> None:
        """Fill a menu of its own: the projects opened before, or whose labels can be looked at."""
        menu.clear()
        if name == "open_recent":
            here = self._projects.project
            paths = [p for p in self._preferences.recent() if here is None or p != here.path]
            for path in paths:
                entry = menu.addAction(f"{path.stem}\t{path.parent}".replace("&", "&&"))
                entry.triggered.connect(partial(self._open_path, path))
                entry.setEnabled(path.exists())
        elif self._rooms.current is not None:
            for choice in self._rooms.current.people_to_look_at():
                entry = menu.addAction(choice.name.replace("&", "&&"))
                entry.setCheckable(True)
                entry.setChecked(choice.chosen)
                entry.triggered.connect(choice.look)
        if not menu.actions():
            menu.addAction(self.tr("None")).setEnabled(False)

    def mark_theme(self, entries: Mapping[str, QAction]) -> None:
        """Mark the theme that is on."""
        for name in THEMES:
            entries[name].setChecked(name == f"theme_{self._preferences.theme}")

    def _open_path(self, path: Path, _checked: bool = False) -> None:
        self._projects.open(path)

    def _open_newest(self) -> None:
        """The project that was opened last, beside the one that is open."""
        here = self._projects.project
        recent = [p for p in self._preferences.recent() if here is None or p != here.path]
        if recent:
            self._projects.open(recent[0])

    def _show_log(self) -> None:
        from pullquote.ui.services.errors import log_folder

        path = log_folder() / "pullquote.log"
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._host.show_error(LogNotOpened(path=path))

    # --- the open project ----------------------------------------------------------------------

    def open(self) -> None:
        """Take up the work on a project that was opened."""
        jobs = self._projects.jobs
        if jobs is None:
            return
        jobs.imported.connect(
            lambda report: self._ask_import(lambda actions: actions.show_report(report))
        )
        jobs.labels_imported.connect(
            lambda report: self._ask_import(lambda actions: actions.say_labels(report))
        )

    def close(self) -> None:
        self._undo_actions = self._project_actions = None
        self._import_actions = self._distribution = None

    @property
    def preference_actions(self) -> "PreferenceActions":
        if self._preference_actions is None:
            from pullquote.ui.actions.preferences import PreferenceActions

            self._preference_actions = PreferenceActions(self._host, self._preferences, self)
            self._preference_actions.changed.connect(self.preferences_changed)
            self._preference_actions.theme_chosen.connect(self.theme_chosen)
            self._preference_actions.name_given.connect(self.name_given)
        return self._preference_actions

    @property
    def undo_actions(self) -> "UndoActions | None":
        projects = self._projects
        if self._undo_actions is None and projects.project and projects.jobs:
            from pullquote.ui.actions.undo import UndoActions

            self._undo_actions = UndoActions(
                self._host, projects.project, projects.actor, self._rooms.reveal, projects.jobs
            )
        return self._undo_actions

    @property
    def project_actions(self) -> "ProjectActions | None":
        """The dialogs of the open project; loaded when the first is asked for."""
        projects = self._projects
        if self._project_actions is None and projects.project and projects.jobs:
            from pullquote.ui.actions.project import ProjectActions

            self._project_actions = ProjectActions(
                self._host, projects.project, projects.actor, projects.jobs
            )
        return self._project_actions

    @property
    def import_actions(self) -> "ImportActions | None":
        """What brings files into the open project; loaded when it is first asked for."""
        projects = self._projects
        if self._import_actions is None and projects.project and projects.jobs:
            from pullquote.ui.actions.import_ import ImportActions

            self._import_actions = ImportActions(self._host, projects.jobs)
        return self._import_actions

    @property
    def distribution(self) -> "DistributionActions | None":
        """What several people need; loaded when the first of it is asked for."""
        projects = self._projects
        if self._distribution is None and projects.project and projects.jobs:
            from pullquote.ui.actions.people import DistributionActions

            self._distribution = DistributionActions(
                self._host, projects.project, projects.actor, projects.jobs
            )
        return self._distribution

    def take_files(self, paths: Sequence[Path]) -> None:
        """Open a project; import anything else, into a new project where none is open."""
        if len(paths) == 1 and paths[0].suffix == SUFFIX:
            self._projects.open(paths[0])
        elif self.import_actions is not None:
            self.import_actions.import_paths(paths)
        else:
            self._pending = list(paths)
            self._new()
            self._pending = []

    def set_name(self, name: str) -> None:
        """Change who works here; an open project takes them in, and shows their labels."""
        project, room = self._projects.project, self._rooms.current
        if not self._projects.take_name(name) or project is None or room is None:
            return
        here, place = self._rooms.name, room.place()
        self._projects.close()
        if self._projects.open(project.path):
            self._rooms.go(here, place)

    # --- the table -----------------------------------------------------------------------------

    def _make_commands(self) -> dict[str, Callable[[], object]]:
        projects, window = self._projects, self._host.dialog_parent
        return {
            "new": self._new, "open": self._open, "sample": projects.open_sample,
            "open_recent": self._open_newest, "log_file": self._show_log,
            "import": self._import, "close_project": projects.close,
            "export": lambda: self._ask_project(lambda actions: actions.export()),
            "save_copy": lambda: self._ask_project(lambda actions: actions.save_copy()),
            "backups": lambda: self._ask_project(lambda actions: actions.backups()),
            "name_version": lambda: self._ask_project(lambda actions: actions.name_version()),
            "fold_history": lambda: self._ask_project(lambda actions: actions.fold_history()),
            "guidelines": lambda: self._ask_project(lambda actions: actions.guidelines()),
            "check": lambda: self._ask_project(lambda actions: actions.check()),
            "plan": lambda: self._ask_people(lambda actions: actions.plan()),
            "hand_out": lambda: self._ask_people(lambda actions: actions.hand_out()),
            "collect": lambda: self._ask_people(lambda actions: actions.collect()),
            "proposals": lambda: self._ask_people(lambda actions: actions.proposals()),
            "undo": lambda: self._turn_back(lambda actions: actions.undo()),
            "redo": lambda: self._turn_back(lambda actions: actions.redo()),
            "back": self._back, "search": lambda: self._rooms.go(FIRST, DocumentSearch()),
            "stop": self._stop, "next_pane": lambda: self._step_pane(1),
            "previous_pane": lambda: self._step_pane(-1), "context_menu": self._open_context_menu,
            "larger": lambda: self.preference_actions.zoom_by(1),
            "smaller": lambda: self.preference_actions.zoom_by(-1),
            "usual_size": lambda: self.preference_actions.zoom(100),
            "theme_light": lambda: self.preference_actions.theme("light"),
            "theme_dark": lambda: self.preference_actions.theme("dark"),
            "theme_system": lambda: self.preference_actions.theme("system"),
            "settings": lambda: self.preference_actions.settings(projects.name()),
            "keys": self._show_keys, "help": self._show_help,
            "about": lambda: self.preference_actions.about(),
            "full_screen": lambda: window.setWindowState(
                window.windowState() ^ Qt.WindowState.WindowFullScreen
            ),
            "quit": window.close,
            **{entry.action: self._enter(entry.id) for entry in ROOMS},
        }  # fmt: skip

    def _enter(self, room: str) -> Callable[[], None]:
        return lambda: self._rooms.go(room)

    def _ask_project(self, act: "Callable[[ProjectActions], object]") -> None:
        if self.project_actions is not None:
            act(self.project_actions)

    def _ask_import(self, act: "Callable[[ImportActions], object]") -> None:
        if self.import_actions is not None:
            act(self.import_actions)

    def _ask_people(self, act: "Callable[[DistributionActions], object]") -> None:
        if self.distribution is not None:
            act(self.distribution)

    def _turn_back(self, turn: "Callable[[UndoActions], None]") -> None:
        if self.undo_actions is not None:
            turn(self.undo_actions)

    def _show_keys(self) -> None:
        project = self._projects.project
        self.preference_actions.keys(project.schema if project else None)

    def _show_help(self) -> None:
        from pullquote.ui.actions.help import HelpActions

        self._help_actions = self._help_actions or HelpActions(self._host, self)
        project = self._projects.project
        self._help_actions.help(self._rooms.name, project)

    def _back(self) -> None:
        if not self._rooms.back():
            self._host.say(self.tr("There is no place to go back to."), brief=True)

    def _step_pane(self, by: int) -> None:
        from pullquote.ui.shell.focus import step_pane

        if self._rooms.current is not None:
            step_pane(self._rail, self._rooms.current, by)

    def _open_context_menu(self) -> None:
        from pullquote.ui.shell.focus import open_context_menu

        open_context_menu()

    def _stop(self) -> None:
        running = self._host.dialog_parent.findChildren(Tasks)
        asked = [tasks.stop() for tasks in running]
        if not any(asked):
            self._host.say(self.tr("Nothing runs at the moment."), brief=True)

    # --- projects ------------------------------------------------------------------------------

    def _new(self) -> None:
        path, _kind = QFileDialog.getSaveFileName(
            self._host.dialog_parent,
            self.tr("New project"),
            str(Path.home() / f"News{SUFFIX}"),
            _filter(),
        )
        if path and self._projects.create(Path(path)):
            pending, self._pending = self._pending, []
            if pending and self.import_actions is not None:
                self.import_actions.import_paths(pending)

    def _open(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(
            self._host.dialog_parent, self.tr("Open project"), str(Path.home()), _filter()
        )
        if path:
            self._projects.open(Path(path))

    def _import(self) -> None:
        if self.import_actions is not None:
            self.import_actions.import_articles()
            return
        paths, _kind = QFileDialog.getOpenFileNames(
            self._host.dialog_parent, self.tr("Import articles"), str(Path.home())
        )
        if paths:
            self.take_files([Path(p) for p in paths])


def _filter() -> str:
    return f"Pullquote (*{SUFFIX})"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)


def build_menus(
    bar: QMenuBar,
    window: QWidget,
    run: Callable[[str], None],
    fill: Callable[[str, QMenu], None],
) -> tuple[dict[str, QAction], dict[Menu, QMenu]]:
    """Fill `bar`, and give `window` every action that stands in it; `fill` is for inner menus.

    Keys of the text are shown beside their entries and act through the text alone: as shortcuts
    they would take letters away from every field.
    """
    made: dict[str, QAction] = {}
    menus = {name: bar.addMenu(_tr(title)) for name, title in MENUS}
    for action in ACTIONS:
        if not action.menu:
            continue
        entry = _entry(action, window, partial(run, action.id))
        made[action.id] = entry
        if action.rule:
            menus[action.menu].addSeparator()
        if action.id in SUBMENUS:
            inner = QMenu(_tr(action.text), menus[action.menu])
            round_corners(inner)
            inner.aboutToShow.connect(partial(fill, action.id, inner))
            entry = made[action.id] = inner.menuAction()
        menus[action.menu].addAction(entry)
    return made, menus


def _entry(action: Action, window: QWidget, handler: Callable[[], None]) -> QAction:
    text = _tr(action.text)
    if action.where == "text" and action.keys:
        shown = QKeySequence(action.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
        text = f"{text}\t{shown}"
    entry = QAction(text, window)
    entry.setObjectName(action.id)
    entry.setCheckable(action.id in THEMES)
    entry.setMenuRole(_ROLES.get(action.id, QAction.MenuRole.NoRole))
    if action.where == "window" and action.keys:
        entry.setShortcuts([QKeySequence(keys) for keys in action.keys])
        entry.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
    entry.triggered.connect(lambda _checked=False: handler())
    window.addAction(entry)
    return entry


# macOS moves these to the application's own menu.
_ROLES = {
    "settings": QAction.MenuRole.PreferencesRole,
    "quit": QAction.MenuRole.QuitRole,
    "about": QAction.MenuRole.AboutRole,
}
