"""The pictures that show the program: each a state of the window on the sample project."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QWidget

from pullquote.store import DocumentQuery
from pullquote.ui.actions import sheet
from pullquote.ui.dialogs.key_sheet import KeySheet
from pullquote.ui.pictures import Pose, enter, posing, save, settle, take
from pullquote.ui.theme.palette import ThemeName
from pullquote.ui.window import MainWindow

ANNOTATOR = "Mara Lind"
# Far enough into the text that it fills the window.
_QUOTE = 4
_BEHIND_A_DIALOG = QColor(0, 0, 0, 96)


def take_all(project: Path, to: Path) -> Iterator[Path]:
    """Write all pictures into the folder `to`; yields each as it is written.

    The project is opened for writing, as annotators have it before them.
    """
    shots: tuple[tuple[str, ThemeName, Pose], ...] = (
        ("annotate-light", "light", select_a_quote),
        ("annotate-dark", "dark", select_a_quote),
        ("copies", "light", show_copies),
        ("agreement", "light", enter("agreement")),
        ("adjudicate", "light", enter("adjudicate")),
        ("progress", "light", enter("progress")),
    )
    for name, theme, pose in shots:
        picture = to / f"{name}.png"
        take(project, picture, theme=theme, name=ANNOTATOR, read_only=False, pose=pose)
        yield picture
    yield _take_keys(project, to / "keys.png")


def select_a_quote(window: MainWindow) -> None:
    """Choose a quote with a speaker in the document with the most labels."""
    controller = window.annotate
    if controller is None:
        return
    query = DocumentQuery(order="labels", descending=True, annotator=controller.actor)
    for document in controller.project.document_ids(query)[:1]:
        controller.open(document, jump=False)
    if controller.desk.doc is None:
        return
    tied = {relation.head for relation in controller.desk.doc.relations()}
    quotes = [a for a in controller.desk.doc.labels() if a.layer == "quote" and a.id in tied]
    if quotes:
        controller.desk.select(quotes[min(_QUOTE, len(quotes) - 1)].id, reveal=True)


def show_copies(window: MainWindow) -> None:
    """The caret in the block that stands in most places, its copies in the panel."""
    controller = window.annotate
    if controller is None:
        return
    found: list[tuple[int, int, int, int]] = []
    for document in controller.project.document_ids(DocumentQuery()):
        controller.open(document, jump=False)
        labels = len(controller.desk.doc.labels()) if controller.desk.doc else 0
        found += [
            (block.elsewhere, labels, document, block.start)
            for block in controller.desk.blocks
            if block.kind == "near" and not block.boilerplate
        ]
    if found:
        _, _, document, start = max(found)
        controller.open(document, start, jump=False)
    controller.show_copies()


def _take_keys(project: Path, to: Path) -> Path:
    with posing(project, name=ANNOTATOR, read_only=False) as window:
        select_a_quote(window)
        if window.annotate is not None:
            schema = window.annotate.project.schema
            dialog = KeySheet(window.theme, sheet(schema), schema.layers, window)
            dialog.open()
            settle()
            save(_over(window, dialog), to)
            dialog.close()
    return to


def _over(window: QWidget, dialog: QDialog) -> QPixmap:
    """The dialog before the middle of the window, which is darkened."""
    picture = window.grab()
    painter = QPainter(picture)
    painter.fillRect(window.rect(), _BEHIND_A_DIALOG)
    margin = (window.size() - dialog.size()) / 2
    painter.drawPixmap(QPoint(margin.width(), margin.height()), dialog.grab())
    painter.end()
    return picture
