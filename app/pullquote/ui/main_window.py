"""The main window: a bar, a rail, the first page or the rooms of an open project."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QStackedWidget,
    QWidget,
)

from pullquote.errors import PullquoteError
from pullquote.ui.services.arrangement import SMALLEST, arrangement_for
from pullquote.ui.services.errors import error_message
from pullquote.ui.services.host import Target, Work
from pullquote.ui.services.preferences import Preferences, wanted_theme
from pullquote.ui.services.room import FirstPaint
from pullquote.ui.services.tasks import Garbage
from pullquote.ui.shell import commands
from pullquote.ui.shell.commands import ShellCommands
from pullquote.ui.shell.projects import Projects
from pullquote.ui.shell.rail import Rail
from pullquote.ui.shell.rooms import Rooms, RoomSetting
from pullquote.ui.shell.top_bar import TopBar
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import apply_look, change_theme, spread_theme
from pullquote.ui.widgets import Spoken, dropped_paths, number
from pullquote.ui.widgets.key_strip import KeyStrip
from pullquote.ui.widgets.layout import column_of, row_of

if TYPE_CHECKING:
    # Loaded where it is shown: the window of a project does not wait for it.
    from pullquote.ui.shell.first_page import FirstPage
    from pullquote.ui.shell.focus import FocusKeys


WANTED = (1440, 900)
# What a system's frame takes, as long as it is not known: a title bar and two edges.
FRAME = QSize(16, 40)
_FULL = Qt.WindowState.WindowFullScreen


class MainWindow(Spoken, QWidget):
    """Composes the parts of the shell, and is the `Host` of rooms and actions."""

    spoken_role = QAccessible.Role.Window

    def __init__(self, theme: Theme, preferences: Preferences) -> None:
        super().__init__()
        self.theme = theme
        self.preferences = preferences
        self._garbage = Garbage(self)
        self._is_new = False
        self._focus_keys: FocusKeys | None = None
        self.bar = TopBar()
        self.rail = Rail()
        self._first_page: FirstPage | None = None
        self.stack = QStackedWidget()
        self._actions_timer = QTimer(self, singleShot=True, interval=0)
        # Not built where a project is opened at once.
        self._first_page_timer = QTimer(self, singleShot=True, interval=0)
        self._first_page_timer.timeout.connect(self.show_welcome)
        self._fit_timer = QTimer(self, singleShot=True, interval=0)
        self._fit_timer.timeout.connect(self._stay_on_screen)
        self.projects = Projects(self, preferences, self._typed_name, self)
        setting = RoomSetting(self, preferences, self._press_key_cap)
        self.rooms = Rooms(setting, self.rail, self.stack, self)
        self.commands = ShellCommands(self, self.projects, self.rooms, self.rail, preferences, self)
        self.setMinimumSize(*SMALLEST)
        self.setAcceptDrops(True)
        self.stack.setFrameShape(QFrame.Shape.NoFrame)
        body = row_of(self.rail, (self.stack, 1))
        column_of(self.bar, (body, 1), on=self)
        self.actions_by_id, self._menus = commands.build_menus(
            self.bar.menu_bar, self, self.commands.run, self.commands.fill
        )
        self.commands.mark_theme(self.actions_by_id)
        # Switches off what makes no sense now, and names undo and redo.
        self.update_actions = partial(self.commands.update, self.actions_by_id)
        self._connect()
        self.set_theme(theme)
        self.bar.show_project("")
        self.rail.hide()
        self.setWindowTitle("Pullquote")
        self.update_actions()
        self._first_page_timer.start()

    def accessibleName(self) -> str:
        return self.windowTitle()

    # --- life ----------------------------------------------------------------------------------

    def restore(self) -> None:
        """Take the size and place the window had last; never larger than the screen."""
        if not self.restoreGeometry(self.preferences.geometry):
            self.resize(*WANTED)
        self._stay_on_screen()
        # How much its frame takes is known when the system has shown it.
        self._fit_timer.start()
        self._is_new = not self.isActiveWindow()

    def open_project(
        self, path: Path, *, read_only: bool = False, quiet: bool = False, who: str = ""
    ) -> bool:
        return self.projects.open(path, read_only=read_only, quiet=quiet, who=who)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Some systems frame a window only after they have shown it.
        if self._is_new and event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._is_new = False
            self._fit_timer.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.preferences.geometry = self.saveGeometry()
        self.projects.finish()
        event.accept()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.take_files(dropped_paths(event.mimeData()))

    # --- the host of rooms and actions ---------------------------------------------------------

    @property
    def dialog_parent(self) -> QWidget:
        return self

    def say(self, text: str, undo: bool = False, brief: bool = False) -> None:
        if self.strip is not None:
            self.strip.show_message(text, undo=undo, brief=brief)

    def show_error(self, error: Exception) -> None:
        """One line under the head; after some the last change is not on the disk."""
        if not isinstance(error, PullquoteError):
            raise error
        said, room = error_message(error), self.rooms.current
        if room is None:
            self.show_unexpected(said, "")
        elif self._is_unsaved(error):
            self.bar.show_saved(False, said)
            self.rooms.show_unsaved(said)
        else:
            room.show_error(said)

    def run(self, action: str) -> None:
        self.commands.run(action)

    def go(self, room: str, target: Target | None = None) -> None:
        self.rooms.go(room, target)

    def work(
        self,
        key: str,
        title: str,
        work: Work,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        if self.projects.jobs is not None:
            self.projects.jobs.run(key, title, work, done, failed)

    def undo_operation(self, operation: int) -> None:
        if self.commands.undo_actions is not None:
            self.commands.undo_actions.undo_operation(operation)

    def go_back(self, version: int, name: str) -> None:
        if self.commands.undo_actions is not None:
            self.commands.undo_actions.go_back(version, name)

    def undo_newest(self, name: str) -> None:
        if self.commands.undo_actions is not None:
            self.commands.undo_actions.undo_newest(name)

    def take_files(self, paths: Sequence[str]) -> None:
        self.commands.take_files([Path(path) for path in paths])

    # --- the open project ----------------------------------------------------------------------

    def show_project(self) -> None:
        """Show the project that was opened, and the first of its rooms."""
        project, jobs = self.projects.project, self.projects.jobs
        if project is None or jobs is None:
            return
        jobs.progressed.connect(self._show_busy)
        jobs.rested.connect(lambda: self.rooms.show_busy(""))
        jobs.failed.connect(self.show_error)
        self._first_page_timer.stop()
        self.commands.open()
        self.commands.show_layers(self._menus["label"], self.actions_by_id)
        self.set_theme(self.theme.with_layers(project.schema.layers))
        self.bar.show_project(project.name, str(project.path))
        self.bar.show_annotator(self.projects.name())
        self.setWindowTitle(f"{project.name} – Pullquote")
        self.rail.show()
        self._arrange()
        self.rooms.open(project, self.projects.actor, self.projects.facts())
        self.update_actions()
        if self._focus_keys is None and self.rooms.current is not None:
            FirstPaint(self.rooms.current.widget, self._follow_focus)

    def leave_project(self) -> None:
        self.rooms.close()
        self.commands.close()

    def show_saved(self) -> None:
        self.rooms.show_saved()

    def show_welcome(self) -> None:
        self.bar.show_project("")
        self.rail.hide()
        self.first_page.list_recent()
        apply_look(self.first_page.page)
        self.stack.setCurrentWidget(self.first_page.page)
        self.setWindowTitle("Pullquote")
        self.commands.show_layers(self._menus["label"], self.actions_by_id)
        self.update_actions()

    def _show_saved(self) -> None:
        if self.projects.project is not None:
            self.bar.show_saved(True, str(self.projects.project.path))

    def show_busy(self, text: str) -> None:
        self.rooms.show_busy(text)
        if self._first_page is not None:
            self._first_page.page.show_sample(text)

    def show_failure(self, error: Exception) -> None:
        self.show_error(error)
        if self.projects.project is None:
            self.show_welcome()

    def offer(self, error: Exception, hint: str, offer: str) -> bool:
        from pullquote.ui.dialogs.error import OfferDialog

        dialog = OfferDialog(error_message(error), hint, offer, self)
        chosen = dialog.exec() == OfferDialog.DialogCode.Accepted
        dialog.deleteLater()
        if not chosen and self.projects.project is None:
            self.show_welcome()
        return chosen

    # --- what is shown -------------------------------------------------------------------------

    @property
    def first_page(self) -> "FirstPage":
        if self._first_page is None:
            from pullquote.ui.shell.first_page import FirstPage

            self._first_page = FirstPage(self, self.preferences, self.theme, self)
            self._first_page.named.connect(self.take_name)
            self.stack.addWidget(self._first_page.page)
        return self._first_page

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        application = QApplication.instance()
        if isinstance(application, QApplication):
            change_theme(application, theme, self._parts_in_sight())
        if self._first_page is not None:
            spread_theme(self._first_page.page, theme)
        self.rooms.set_theme(theme)

    def _parts_in_sight(self) -> list[QWidget]:
        shown = self.stack.currentWidget()
        dialogs = [dialog for dialog in self.findChildren(QDialog) if dialog.isVisible()]
        return [self.bar, self.rail, *([shown] if shown is not None else []), *dialogs]

    @property
    def strip(self) -> KeyStrip | None:
        """The strip of the room that is in sight."""
        room = self.rooms.current
        return room.widget.strip if room else None

    def show_unexpected(self, said: str, details: str) -> None:
        from pullquote.ui.dialogs.error import ErrorDialog

        ErrorDialog(said, details, self).ask()

    # --- inside --------------------------------------------------------------------------------

    def _stay_on_screen(self) -> None:
        """Frame and all; on a screen that is smaller than the smallest window, as large as it."""
        if self.windowState() & (_FULL | Qt.WindowState.WindowMaximized):
            return
        room, frame = self.screen().availableGeometry(), self.frameGeometry().size() - self.size()
        most = room.size() - (frame if frame.height() > 0 else FRAME)
        self.setMinimumSize(QSize(*SMALLEST).boundedTo(most))
        if self.size() != self.size().boundedTo(most):
            self.resize(self.size().boundedTo(most))
        placed = self.frameGeometry()
        corner = QPoint(
            max(room.left(), min(placed.left(), room.right() + 1 - placed.width())),
            max(room.top(), min(placed.top(), room.bottom() + 1 - placed.height())),
        )
        if corner != placed.topLeft():
            self.move(corner)

    def _connect(self) -> None:
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._choose_theme)
        hints.accessibility().contrastPreferenceChanged.connect(self._choose_theme)
        self.rail.chosen.connect(self.rooms.go)
        self.rail.settings_clicked.connect(lambda: self.run("settings"))
        self.rail.help_clicked.connect(lambda: self.run("help"))
        self.bar.annotator_clicked.connect(lambda: self.run("settings"))
        self._actions_timer.timeout.connect(self.update_actions)
        self.rooms.entered.connect(self._actions_timer.start)
        self.rooms.saved.connect(self._show_saved)
        self.projects.changed.connect(self._actions_timer.start)
        self.projects.changed.connect(self.rooms.follow)
        self.commands.preferences_changed.connect(self.rooms.follow_preferences)
        self.commands.theme_chosen.connect(self._choose_theme)
        self.commands.name_given.connect(self.take_name)

    def take_name(self, name: str) -> None:
        """Change who works here."""
        self.commands.set_name(name)
        self.bar.show_annotator(self.projects.name())

    def _is_unsaved(self, error: PullquoteError) -> bool:
        """Whether the last change is not on the disk; a copy or another project may fail, too."""
        project, path = self.projects.project, error.values.get("path")
        here = project is None or path is None or Path(str(path)) == project.path
        return here and type(error).__name__ in _NOT_SAVED

    def _typed_name(self) -> str:
        """What stands on the first page, and was not kept yet."""
        return self._first_page.page.name() if self._first_page else ""

    def _choose_theme(self, *_of_system: object) -> None:
        theme, project = wanted_theme(self.preferences), self.projects.project
        self.set_theme(theme.with_layers(project.schema.layers) if project else theme)
        self.commands.mark_theme(self.actions_by_id)

    def _press_key_cap(self, keys: str) -> None:
        from pullquote.ui.shell.focus import press_key_cap

        press_key_cap(self, keys)

    def _follow_focus(self) -> None:
        from pullquote.ui.shell.focus import FocusKeys

        if self._focus_keys is None:
            self._focus_keys = FocusKeys(lambda: self.strip, self)
            self.rooms.entered.connect(self._focus_keys.show)
        self._focus_keys.show()

    def _show_busy(self, title: str, done: int, total: int) -> None:
        counts = self.tr("{}: {} of {}").format(title, number(done), number(total))
        self.rooms.show_busy(counts if total else f"{title} …", done, total)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        arrangement = arrangement_for(self.width())
        self.rail.set_compact(arrangement.compact)
        self.bar.set_compact(arrangement.compact)
        self.rooms.arrange(arrangement)


# After these, said of the open project, the last change is not on the disk.
_NOT_SAVED = {
    "DiskFull", "DiskFullMidway", "ProjectBusy", "CannotReach", "CannotReachMidway", "CannotWrite",
    "ProjectMoved", "ProjectReplaced", "LogChanged",
}  # fmt: skip
