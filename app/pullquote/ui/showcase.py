"""The pictures that show the program: each a state of the window on the sample project."""

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QDialog

from pullquote.store import DocumentQuery
from pullquote.ui.actions import sheet
from pullquote.ui.application import make_application
from pullquote.ui.dialogs.key_sheet import KeySheet
from pullquote.ui.pictures import save, settle
from pullquote.ui.preferences import Preferences
from pullquote.ui.theme.palette import Theme, ThemeName
from pullquote.ui.window import MainWindow

WIDE, NARROW = (1440, 900), (1100, 700)


def take_all(project: Path, to: Path) -> Iterator[Path]:
    """Write all pictures into `to`; yields each as it is written."""
    make_application()
    folder = to.resolve()
    shots: tuple[tuple[str, ThemeName, tuple[int, int], Callable[[MainWindow], None]], ...] = (
        ("annotate-light", "light", WIDE, select_a_quote),
        ("annotate-dark", "dark", WIDE, select_a_quote),
        ("annotate-narrow", "light", NARROW, select_a_quote),
        ("copies", "light", WIDE, show_copies),
        ("history", "light", WIDE, lambda window: window.room.panel.show_page("history")),
    )
    for name, theme, size, pose in shots:
        window = open_window(project, theme, size, folder)
        pose(window)
        settle()
        yield _save(window, folder / f"{name}.png")
        window.close()
    yield from _first_page_and_keys(project, folder)


def open_window(
    project: Path | None, theme: ThemeName, size: tuple[int, int], folder: Path
) -> MainWindow:
    """A window with nobody's own settings; the project read-only, its messages off."""
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    settings.clear()
    preferences = Preferences(settings)
    preferences.name, preferences.motion = "Mara Lind", False
    window = MainWindow(Theme.load(theme), preferences)
    window.resize(*size)
    window.show()
    if project is not None:
        window.open_project(project, read_only=True, quiet=True)
        open_best_document(window)
    settle()
    return window


def open_best_document(window: MainWindow) -> None:
    """The document with the most labels says most about the program."""
    controller = window.annotate
    if controller is None:
        return
    query = DocumentQuery(order="labels", descending=True, annotator=controller.actor)
    found = controller.project.document_ids(query)
    if found:
        controller.open(found[0], jump=False)


def select_a_quote(window: MainWindow) -> None:
    controller = window.annotate
    if controller is None or controller.desk.doc is None:
        return
    quotes = [a for a in controller.desk.doc.labels() if a.layer == "quote"]
    tied = {r.head for r in controller.desk.doc.relations()}
    best = [a for a in quotes if a.id in tied] or quotes
    if best:
        controller.desk.select(best[min(1, len(best) - 1)].id, reveal=True)


def show_copies(window: MainWindow) -> None:
    """The caret in the block that stands in most places, its copies in the panel."""
    controller = window.annotate
    if controller is None:
        return
    best: tuple[int, int, int] | None = None
    for document in controller.project.document_ids(DocumentQuery()):
        controller.open(document, jump=False)
        for block in controller.desk.blocks:
            places = (block.elsewhere, block.end - block.start)
            if not block.boilerplate and block.kind == "near" and places > (best or (0, 0))[:2]:
                best = (*places, document * 10_000_000 + block.start)
    if best is not None:
        document, start = divmod(best[2], 10_000_000)
        controller.open(document, start, jump=False)
    controller.show_copies()


def _first_page_and_keys(project: Path, folder: Path) -> Iterator[Path]:
    window = open_window(None, "light", WIDE, folder)
    yield _save(window, folder / "welcome.png")
    window.close()
    window = open_window(project, "light", WIDE, folder)
    if window.annotate is not None:
        schema = window.annotate.project.schema
        dialog = KeySheet(window.theme, sheet(schema), schema.layers, window)
        dialog.open()
        settle()
        yield _save(dialog, folder / "keys.png")
        dialog.close()
    window.close()
    (folder / "settings.ini").unlink(missing_ok=True)


def _save(widget: MainWindow | QDialog, to: Path) -> Path:
    save(widget, to)
    return to
