"""Pictures of the window, made without a screen."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QCoreApplication, QEventLoop, QSettings
from PySide6.QtGui import QPixmap

from pullquote.errors import PullquoteError
from pullquote.store import DocumentQuery, Project
from pullquote.ui.application import make_application
from pullquote.ui.preferences import Preferences
from pullquote.ui.tasks import Tasks
from pullquote.ui.theme.palette import Theme, ThemeName
from pullquote.ui.window import MainWindow

Size = tuple[int, int]
Pose = Callable[[MainWindow], None]

WIDE: Size = (1440, 900)


class NoSuchDocument(PullquoteError):
    template = "No document “{name}” in {path}; give its id, its name or its title."


class CannotWritePicture(PullquoteError):
    template = "The picture {path} could not be written; check that its folder may be written to."


def take(
    project: Path | None,
    to: Path,
    *,
    theme: ThemeName = "light",
    size: Size = WIDE,
    name: str = "",
    read_only: bool = True,
    pose: Pose | None = None,
) -> None:
    """Write a PNG of the window with a project, or of the first page; sizes in pixels."""
    with posing(project, theme=theme, size=size, name=name, read_only=read_only) as window:
        if pose is not None:
            pose(window)
            settle()
        save(window.grab(), to)


@contextmanager
def posing(
    project: Path | None,
    *,
    theme: ThemeName = "light",
    size: Size = WIDE,
    name: str = "",
    read_only: bool = True,
) -> Iterator[MainWindow]:
    """A window that belongs to `name` and has nobody's own settings."""
    make_application()
    if project is not None:
        # What the window would say in a dialog is raised here.
        Project.open(project, read_only=True).close()
    with TemporaryDirectory() as folder:
        # Nobody's own settings: pictures of one project are alike on all machines.
        settings = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        preferences = Preferences(settings)
        preferences.name, preferences.motion = name, False
        window = MainWindow(Theme.load(theme), preferences)
        window.resize(*size)
        window.show()
        if project is not None:
            window.open_project(project, read_only=read_only, quiet=True)
        settle()
        try:
            yield window
        finally:
            window.close()
            settings.sync()


def show_document(asked: str) -> Pose:
    """Opens a document by its uid, row number, name or title."""

    def pose(window: MainWindow) -> None:
        if window.annotate is not None:
            window.annotate.open(find_document(window.annotate.project, asked))

    return pose


def enter(room: str) -> Pose:
    """Shows a room once it has read what it shows."""

    def pose(window: MainWindow) -> None:
        window.rooms.go(room)
        wait_for_tasks(window)

    return pose


def wait_for_tasks(window: MainWindow, seconds: float = 60) -> None:
    """Until nothing runs in a thread or another process any more."""
    until = time.monotonic() + seconds
    while any(tasks.busy() for tasks in window.findChildren(Tasks)) and time.monotonic() < until:
        settle()
        time.sleep(0.01)
    settle()


def find_document(project: Project, asked: str) -> int:
    known = project.find_document(asked)
    if known is not None:
        return known
    ids = project.document_ids(DocumentQuery(excluded=None))
    if asked.isdigit() and int(asked) in ids:
        return int(asked)
    for document in map(project.document, ids):
        if asked in (document.name, document.title, Path(document.name).stem):
            return document.id
    raise NoSuchDocument(name=asked, path=project.path)


def settle() -> None:
    """Let everything that was put off happen: timers of no length, layouts, paints."""
    for _ in range(5):
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 200)


def save(picture: QPixmap, to: Path) -> None:
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWritePicture(path=to) from error
    if not picture.save(str(to), "PNG"):
        raise CannotWritePicture(path=to)
