"""The main window: a bar, a rail, the first page or the room of an open project."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pullquote.errors import PullquoteError
from pullquote.store import DocumentRow
from pullquote.ui.annotate.room import AnnotateRoom
from pullquote.ui.annotate.widget import AnnotateWidget
from pullquote.ui.pages import WelcomePage
from pullquote.ui.services.arrangement import SMALLEST, Arrangement, arrangement_for
from pullquote.ui.services.errors import ErrorDialog, error_message
from pullquote.ui.services.preferences import Preferences
from pullquote.ui.services.tasks import Garbage
from pullquote.ui.shell import menus
from pullquote.ui.shell.commands import WindowCommands
from pullquote.ui.shell.projects import Projects
from pullquote.ui.shell.rail import Rail
from pullquote.ui.shell.rooms import ANNOTATE, Rooms
from pullquote.ui.shell.top_bar import TopBar
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import apply_theme
from pullquote.ui.widgets import dropped_paths
from pullquote.ui.widgets.key_strip import KeyStrip


class MainWindow(QWidget):
    """Composes the parts; what they do is in `projects`, `handlers` and the rooms."""

    def __init__(self, theme: Theme, preferences: Preferences) -> None:
        super().__init__()
        self.theme = theme
        self.preferences = preferences
        self._garbage = Garbage(self)
        self.bar = TopBar()
        self.rail = Rail()
        self.welcome = WelcomePage(theme)
        self.room = self._make_room()
        self.annotate: AnnotateRoom | None = None
        self.stack = QStackedWidget()
        self._actions_timer = QTimer(self, singleShot=True, interval=0)
        self._actions_timer.timeout.connect(self.update_actions)
        self.projects = Projects(self)
        self.rooms = Rooms(self)
        self.handlers = WindowCommands(self)
        self.setMinimumSize(*SMALLEST)
        self.setAcceptDrops(True)
        self._assemble()
        self.actions_by_id: dict[str, QAction] = menus.build_menus(
            self.bar.menu_bar, self, self.handlers.table()
        )
        self._connect()
        self.set_theme(theme)
        self.show_welcome()

    # --- life ----------------------------------------------------------------------------------

    def restore(self) -> None:
        """Take the size and place the window had last."""
        if not self.restoreGeometry(self.preferences.geometry):
            self.resize(1440, 900)

    def open_project(
        self, path: Path, *, read_only: bool = False, quiet: bool = False, who: str = ""
    ) -> bool:
        return self.projects.open(path, read_only=read_only, quiet=quiet, who=who)

    def open_sample(self) -> None:
        self.projects.open_sample()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.preferences.geometry = self.saveGeometry()
        self.projects.close()
        event.accept()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.projects.take_dropped(dropped_paths(event.mimeData()))

    # --- what is shown -------------------------------------------------------------------------

    def show_welcome(self) -> None:
        self.bar.show_project("")
        self.rail.hide()
        self.projects.list_recent()
        self.stack.setCurrentWidget(self.welcome)
        self.setWindowTitle("Pullquote")
        self.update_actions()

    def show_annotate(self, controller: AnnotateRoom) -> None:
        self.annotate = controller
        self.rail.show()
        self.rail.choose(ANNOTATE)
        self.stack.setCurrentWidget(self.room)
        self._arrange()
        self.update_actions()

    def forget_annotate(self) -> None:
        """Put a fresh room in the place of the one whose project is closed."""
        if self.annotate is None:
            return
        self.rooms.close()
        self.annotate.close()
        self.annotate = None
        old, self.room = self.room, self._make_room()
        self.stack.removeWidget(old)
        self.stack.addWidget(self.room)
        old.deleteLater()

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, theme)
        self.welcome.set_theme(theme)
        self.room.set_theme(theme)
        self.rooms.set_theme(theme)

    @property
    def strip(self) -> KeyStrip:
        """The strip of the room that is in sight."""
        room = self.rooms.current
        return self.room.page.strip if room is None else room.strip

    def say(self, text: str, undo: bool = False) -> None:
        """Say in the strip what was done, for six seconds."""
        self.strip.show_message(text, undo=undo)

    def show_busy(self, text: str) -> None:
        """Say in every strip what runs, "" when nothing does."""
        self.room.page.strip.show_busy(text)
        if self.rooms.current is not None:
            self.rooms.current.strip.show_busy(text)

    def show_error(self, error: Exception) -> None:
        """Expected errors take one line under the head; the rest a dialog with details."""
        if not isinstance(error, PullquoteError):
            raise error
        if self.annotate is None:
            ErrorDialog(error_message(error), "", self).exec()
        elif self.rooms.current is not None:
            self.rooms.current.show_error(error_message(error))
        else:
            self.room.page.notices.show_error(error_message(error))

    def show_unexpected(self, said: str, details: str) -> None:
        ErrorDialog(said, details, self).exec()

    def update_actions_soon(self) -> None:
        """After what is shown has been painted; several wishes are one."""
        self._actions_timer.start()

    def update_actions(self) -> None:
        """Switch off what makes no sense now, and name undo and redo."""
        self.handlers.update(self.actions_by_id)

    # --- inside --------------------------------------------------------------------------------

    def _rows(self, ids: Sequence[int]) -> Sequence[DocumentRow]:
        return self.projects.rows(ids)

    def _assemble(self) -> None:
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.rail)
        self.stack.addWidget(self.welcome)
        self.stack.addWidget(self.room)
        self.stack.setFrameShape(QFrame.Shape.NoFrame)
        body.addWidget(self.stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(body, 1)

    def _connect(self) -> None:
        run: Callable[[str], None] = self.handlers.run
        welcome = self.welcome
        welcome.sample_clicked.connect(lambda: run("sample"))
        welcome.new_clicked.connect(lambda: run("new"))
        welcome.open_clicked.connect(lambda: run("open"))
        welcome.import_clicked.connect(lambda: run("import"))
        welcome.keys_clicked.connect(lambda: run("keys"))
        welcome.recent_chosen.connect(lambda path: self.open_project(Path(path)))
        welcome.recent_forgotten.connect(self.projects.forget)
        welcome.named.connect(self.projects.set_name)
        welcome.dropped.connect(self.projects.take_dropped)
        self.rail.chosen.connect(self.rooms.go)
        self.rail.settings_clicked.connect(lambda: run("settings"))
        self.rail.help_clicked.connect(lambda: run("help"))
        self.bar.annotator_clicked.connect(lambda: run("settings"))

    def _make_room(self) -> AnnotateWidget:
        room = AnnotateWidget(self.theme, self._rows)
        room.set_list_width(self.preferences.list_width)
        room.set_motion(self.preferences.motion)
        room.page.reader.set_zoom(self.preferences.zoom)
        return room

    def connect_room(self) -> None:
        """Join a fresh room with the window, once."""
        run: Callable[[str], None] = self.handlers.run
        page, strip = self.room.page, self.room.page.strip
        page.empty.choose_clicked.connect(lambda: run("import"))
        page.empty.dropped.connect(self.projects.take_dropped)
        page.notices.copy_wanted.connect(lambda: run("save_copy"))
        page.head.list_asked.connect(self.room.toggle_list)
        page.reader.zoom_wished.connect(self.handlers.looks.zoom_by)
        self.room.list_resized.connect(self._keep_list_width)
        strip.undo_clicked.connect(lambda: run("undo"))
        strip.stop_clicked.connect(lambda: run("stop"))
        strip.help_clicked.connect(lambda: run("keys"))
        strip.pressed.connect(self.handlers.press_hint)

    def _keep_list_width(self, width: int) -> None:
        self.preferences.list_width = width

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def arrangement(self) -> Arrangement:
        return arrangement_for(self.width())

    def _arrange(self) -> None:
        arrangement = self.arrangement()
        self.rail.set_compact(arrangement.compact)
        self.bar.set_compact(arrangement.compact)
        self.room.arrange(arrangement)
        self.rooms.arrange(arrangement)

    def toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
