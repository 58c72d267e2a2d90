"""Pictures of the window, made without a screen: of a project, of a room, and the set that shows
the program on the sample project.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEventLoop, QPoint, QSettings, QTimer
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QWidget

from pullquote.errors import PullquoteError
from pullquote.store import DocumentQuery, Project
from pullquote.ui.actions.table import key_sheet_groups
from pullquote.ui.annotate.room import AnnotateRoom
from pullquote.ui.application import make_application
from pullquote.ui.dialogs.key_sheet import KeySheet
from pullquote.ui.main_window import MainWindow
from pullquote.ui.services.errors import install_error_hook
from pullquote.ui.services.preferences import Preferences
from pullquote.ui.services.tasks import Tasks
from pullquote.ui.theme.palette import Theme, ThemeName
from pullquote.ui.widgets.chart import CannotWritePicture

if TYPE_CHECKING:
    from pullquote.ui.clusters.room import ClustersRoom

Size = tuple[int, int]
Pose = Callable[[MainWindow], None]

WIDE: Size = (1440, 900)


class NoDocumentForPicture(PullquoteError):
    template = "No document “{name}” in {path}; give its id, its name or its title."


class WindowFailed(PullquoteError):
    template = "There is no picture, for the window failed: {said}"


def take_screenshot(
    project: Path | None,
    to: Path,
    *,
    theme: ThemeName = "light",
    size: Size = WIDE,
    name: str = "",
    read_only: bool = True,
    pose: Pose | None = None,
) -> None:
    """Write a PNG of the window with a project, or of the first page; sizes in pixels.

    Raises CannotWritePicture, and WindowFailed where anything in the window did.
    """
    with posed_window(project, theme=theme, size=size, name=name, read_only=read_only) as window:
        if pose is not None:
            pose(window)
        wait_for_rest(window)
        picture = window.grab()
    save_picture(picture, to)


@contextmanager
def posed_window(
    project: Path | None,
    *,
    theme: ThemeName = "light",
    size: Size = WIDE,
    name: str = "",
    read_only: bool = True,
) -> Iterator[MainWindow]:
    """A window that belongs to `name` and has nobody's own settings.

    Raises WindowFailed at its end where a call from Qt's event loop failed.
    """
    make_application()
    if project is not None:
        # What the window would say in a dialog is raised here.
        Project.open(project, read_only=True).close()
    with _failures_raised(), TemporaryDirectory() as folder:
        # Nobody's own settings: pictures of one project are alike on all machines.
        settings = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        preferences = Preferences(settings)
        preferences.name, preferences.motion = name, False
        window = MainWindow(Theme.load(theme), preferences)
        window.resize(*size)
        window.show()
        if project is not None:
            window.open_project(project, read_only=read_only, quiet=True)
        process_events()
        try:
            yield window
        finally:
            window.close()
            settings.sync()


@contextmanager
def _failures_raised() -> Iterator[None]:
    """What Qt's event loop calls cannot raise to us: the first failure is raised at the end."""
    failures: list[str] = []
    before = sys.excepthook
    install_error_hook(lambda said, _details: failures.append(said))
    try:
        yield
    finally:
        sys.excepthook = before
    if failures:
        raise WindowFailed(said=failures[0])


def show_document(asked: str) -> Pose:
    """Opens a document by its uid, row number, name or title."""

    def pose(window: MainWindow) -> None:
        room = annotate_room(window)
        if room is not None:
            room.open(find_document(room.project, asked))

    return pose


def annotate_room(window: MainWindow) -> AnnotateRoom | None:
    room = window.rooms.room("annotate")
    return room if isinstance(room, AnnotateRoom) else None


def show_room(room: str) -> Pose:
    """Shows a room once it has read what it shows."""

    def pose(window: MainWindow) -> None:
        window.rooms.go(room)
        wait_for_tasks(window)

    return pose


def wait_for_tasks(window: MainWindow, seconds: float = 60) -> None:
    """Until nothing runs in a thread or another process any more."""
    until = time.monotonic() + seconds
    while any(tasks.busy() for tasks in window.findChildren(Tasks)) and time.monotonic() < until:
        process_events()
        time.sleep(0.01)
    process_events()


def wait_for_rest(window: MainWindow, seconds: float = 60) -> None:
    """Until the window has shown what it puts off while somebody types or moves about."""
    process_events()
    until = time.monotonic() + seconds
    timers = window.findChildren(QTimer)
    while any(map(_is_due_soon, timers)) and time.monotonic() < until:
        time.sleep(0.01)
        process_events()
        timers = window.findChildren(QTimer)


def _is_due_soon(timer: QTimer) -> bool:
    # Longer ones take away what is shown, or start work that no picture waits for.
    return timer.isActive() and timer.isSingleShot() and timer.interval() < _SOON


def find_document(project: Project, asked: str) -> int:
    known = project.find_document(asked)
    if known is not None:
        return known
    ids = project.document_ids(DocumentQuery(excluded=None))
    if asked.isdecimal() and int(asked) in ids:
        return int(asked)
    for document in map(project.document, ids):
        if asked in (document.name, document.title, Path(document.name).stem):
            return document.id
    raise NoDocumentForPicture(name=asked, path=project.path)


def process_events() -> None:
    """Let everything that was put off happen: timers of no length, layouts, paints."""
    for _ in range(5):
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 200)


def save_picture(picture: QPixmap, to: Path) -> None:
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWritePicture(path=to) from error
    if not picture.save(str(to), "PNG"):
        raise CannotWritePicture(path=to)


ANNOTATOR = "Mara Lind"

# Milliseconds.
_SOON = 500
# Far enough into the text that it fills the window.
_QUOTE = 4
_BEHIND_A_DIALOG = QColor(0, 0, 0, 96)


def take_showcase(project: Path, to: Path) -> Iterator[Path]:
    """Write all pictures into the folder `to`; yields each as it is written.

    The project is opened for writing, as annotators have it before them.
    """
    shots: tuple[tuple[str, ThemeName, Pose], ...] = (
        ("annotate-light", "light", select_a_quote),
        ("annotate-dark", "dark", select_a_quote),
        ("copies", "light", show_copies),
        ("clusters-light", "light", show_clusters),
        ("clusters-dark", "dark", show_unlike_copies),
        ("timeline", "light", show_room("timeline")),
        ("speakers", "light", show_room("speakers")),
        ("agreement", "light", show_room("agreement")),
        ("adjudicate", "light", show_room("adjudicate")),
        ("progress", "light", show_room("progress")),
    )
    for name, theme, pose in shots:
        picture = to / f"{name}.png"
        take_screenshot(project, picture, theme=theme, name=ANNOTATOR, read_only=False, pose=pose)
        yield picture
    yield _take_keys(project, to / "keys.png")


def select_a_quote(window: MainWindow) -> None:
    """Choose a quote with a speaker in the document with the most labels."""
    controller = annotate_room(window)
    if controller is None:
        return
    query = DocumentQuery(order="labels", descending=True, annotator=controller.actor)
    for document in controller.project.document_ids(query)[:1]:
        controller.open(document, jump=False)
    if controller.document_presenter.doc is None:
        return
    related = {relation.head for relation in controller.document_presenter.doc.relations()}
    quotes = [
        a
        for a in controller.document_presenter.doc.labels()
        if a.layer == "quote" and a.id in related
    ]
    if quotes:
        controller.document_presenter.select(quotes[min(_QUOTE, len(quotes) - 1)].id, reveal=True)


def show_copies(window: MainWindow) -> None:
    """The caret in the block that stands in most places, its copies in the panel."""
    controller = annotate_room(window)
    if controller is None:
        return
    found: list[tuple[int, int, int, int]] = []
    for document in controller.project.document_ids(DocumentQuery()):
        controller.open(document, jump=False)
        labels = (
            len(controller.document_presenter.doc.labels())
            if controller.document_presenter.doc
            else 0
        )
        found += [
            (block.elsewhere, labels, document, block.start)
            for block in controller.document_presenter.blocks
            if block.kind == "near" and not block.boilerplate
        ]
    if found:
        _, _, document, start = max(found)
        controller.open(document, start, jump=False)
    controller.show_copies()
    wait_for_tasks(window)


def show_beside(window: MainWindow) -> None:
    """The passage of `show_copies` beside its first copy."""
    show_copies(window)
    window.run("side_by_side")
    wait_for_tasks(window)
    wait_for_rest(window)


def show_clusters(window: MainWindow) -> None:
    """The first cluster of which not all words are the same everywhere."""
    room = _clusters_room(window)
    if room is None:
        return
    model = room.widget.model
    rows = ((row, model.cluster(row)) for row in range(model.rowCount()))
    found = (row for row, one in rows if one and one.kind == "near" and one.copies > 2)
    room.widget.list.setCurrentIndex(model.index(next(found, 0)))
    wait_for_rest(window)
    wait_for_tasks(window)


def show_unlike_copies(window: MainWindow) -> None:
    """Two copies that are labelled differently."""
    from pullquote.ui.clusters.widget import UNLIKE

    room = _clusters_room(window)
    if room is not None:
        room.widget.show_choice.set_value(UNLIKE)
        room.widget.shown.emit(UNLIKE)
        room.widget.focus_list()
        wait_for_tasks(window)


def _clusters_room(window: MainWindow) -> "ClustersRoom | None":
    # Each room is loaded when it is entered; what measures that uses this module.
    from pullquote.ui.clusters.room import ClustersRoom

    show_room("clusters")(window)
    room = window.rooms.room("clusters")
    return room if isinstance(room, ClustersRoom) else None


def _take_keys(project: Path, to: Path) -> Path:
    with posed_window(project, name=ANNOTATOR, read_only=False) as window:
        select_a_quote(window)
        wait_for_rest(window)
        if window.projects.project is not None:
            schema = window.projects.project.schema
            dialog = KeySheet(window.theme, key_sheet_groups(schema), schema.layers, window)
            dialog.open()
            process_events()
            save_picture(picture_over(window, dialog), to)
            dialog.close()
    return to


def picture_over(window: QWidget, dialog: QDialog) -> QPixmap:
    """The dialog before the middle of the window, which is darkened."""
    picture = window.grab()
    painter = QPainter(picture)
    painter.fillRect(window.rect(), _BEHIND_A_DIALOG)
    margin = (window.size() - dialog.size()) / 2
    painter.drawPixmap(QPoint(margin.width(), margin.height()), dialog.grab())
    painter.end()
    return picture
