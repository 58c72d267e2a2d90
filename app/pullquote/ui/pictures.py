"""Pictures of the window, made without a screen."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, QSettings
from PySide6.QtWidgets import QWidget

from pullquote.errors import PullquoteError
from pullquote.store import Project
from pullquote.ui.application import make_application
from pullquote.ui.preferences import Preferences
from pullquote.ui.theme.palette import Theme
from pullquote.ui.window import MainWindow


class NoSuchDocument(PullquoteError):
    template = "No document “{name}” in {path}; give its id, its name or its title."


class CannotWritePicture(PullquoteError):
    template = "The picture {path} could not be written; check that its folder may be written to."


def take(
    path: Path,
    to: Path,
    *,
    document: str | None = None,
    theme: str = "light",
    size: tuple[int, int] = (1440, 900),
) -> None:
    """Write a PNG of the window with a project; the project is opened read-only for it."""
    make_application()
    # Nobody's own settings: pictures of one project are alike on all machines.
    preferences = Preferences(QSettings(str(to) + ".ini", QSettings.Format.IniFormat))
    preferences.motion = False
    window = MainWindow(Theme.load("dark" if theme == "dark" else "light"), preferences)
    window.resize(*size)
    window.show()
    window.open_project(path, read_only=True, quiet=True)
    if document is not None and window.annotate is not None:
        window.annotate.open(find_document(window.annotate.project, document, path))
    settle()
    save(window, to)
    window.close()
    Path(str(to) + ".ini").unlink(missing_ok=True)


def find_document(project: Project, asked: str, path: Path) -> int:
    """A document by its uid, row number, name or title."""
    from pullquote.store import DocumentQuery

    known = project.find_document(asked)
    if known is not None:
        return known
    ids = project.document_ids(DocumentQuery(excluded=None))
    if asked.isdigit() and int(asked) in ids:
        return int(asked)
    for document in map(project.document, ids):
        if asked in (document.name, document.title, Path(document.name).stem):
            return document.id
    raise NoSuchDocument(name=asked, path=path)


def settle() -> None:
    """Let everything that was put off happen: timers of no length, layouts, paints."""
    for _ in range(5):
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 200)


def save(widget: QWidget, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    if not widget.grab().save(str(to), "PNG"):
        raise CannotWritePicture(path=to)
