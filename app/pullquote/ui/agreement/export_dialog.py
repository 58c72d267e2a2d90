"""Export of figures, as tables in a folder or as one file: the dialog and the writing behind it."""

from pathlib import Path

from PySide6.QtCore import QObject, QSize, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from pullquote.store import Project
from pullquote.ui.agreement.calculation import Calculation
from pullquote.ui.dialogs.base import Dialog
from pullquote.ui.dialogs.export import RadioGroup
from pullquote.ui.services.errors import error_message
from pullquote.ui.services.file_names import with_ending
from pullquote.ui.widgets import BusyLine, Field, Label
from pullquote.ui.widgets.layout import Free, add_parts
from pullquote.ui.widgets.words import tr


class FiguresDialog(Dialog):
    """`exported` has (csv or json, path); `place_clicked` wants a place chosen; `opened` the
    folder to be shown.
    """

    exported = Signal(str, str)
    kind_chosen = Signal(str)
    place_clicked = Signal()
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Export figures"), QSize(560, 340), parent)
        self._done = False
        self.kinds = RadioGroup()
        self.kinds.show_choices(
            [
                ("csv", tr("CSV, a folder of tables")),
                ("json", tr("JSON, one file")),
            ]
        )
        self.place = Field(tr("To"), icon="folder", icon_name=tr("Choose a place"))
        self._busy = BusyLine(divider=False)
        self.body.setSpacing(16)
        self.body.addWidget(self.kinds)
        self.body.addWidget(self.place)
        about = Label(
            tr(
                "All figures with their intervals, by pair, layer, document and annotator, and a "
                "table of diagnosis from which each figure can be counted again."
            ),
            "second",
            wrap=True,
        )
        add_parts(self.body, about, Free(), self._busy)
        self.add_foot(tr("Export"), tr("Cancel"))
        self.kinds.chosen.connect(self._choose_kind)
        self.place.edited.connect(self._edit)
        self.place.icon_clicked.connect(self.place_clicked)
        self.place.cancelled.connect(self.reject)
        self.main_clicked.connect(self._act)

    def show_place(self, path: str) -> None:
        self.place.set_text(path)
        self._edit()

    def show_busy(self, done: int, total: int) -> None:
        self._busy.show_progress(done, total)
        self.main.setDisabled(True)

    def show_error(self, sentence: str) -> None:
        self._busy.stop()
        self._say(sentence, "warning")
        self.main.setEnabled(True)

    def show_done(self, sentence: str) -> None:
        """Written; the main button then shows the files."""
        self._busy.stop()
        self._done = True
        self._say(sentence, "strong")
        self.main.setText(tr("Show the files"))
        self.cancel.setText(tr("Close"))
        self.main.setEnabled(True)
        self.main.setFocus()

    def _choose_kind(self, kind: str) -> None:
        self._edit()
        self.kind_chosen.emit(kind)

    def _edit(self) -> None:
        if self._done:
            self._done = False
            self.main.setText(tr("Export"))
            self.cancel.setText(tr("Cancel"))
            self._say("", "meta")
        self.main.setEnabled(bool(self.place.text().strip()))

    def _say(self, text: str, role: str) -> None:
        self.note.setText(text)
        self.note.set_role(role)

    def _act(self) -> None:
        if self._done:
            self.opened.emit()
        else:
            self.exported.emit(self.kinds.value(), self.place.text().strip())


class FiguresExport(QObject):
    def __init__(self, parent: QWidget, project: Project, calculation: Calculation) -> None:
        super().__init__(parent)
        self._project, self._calculation = project, calculation
        self._written: Path | None = None
        self._dialog = FiguresDialog(parent.window())
        self._dialog.exported.connect(self._write)
        self._dialog.kind_chosen.connect(self._propose)
        self._dialog.place_clicked.connect(self._choose)
        self._dialog.opened.connect(self._open)

    def ask(self) -> None:
        calculation = self._calculation
        calculation.written.connect(self._done)
        calculation.write_failed.connect(self._failed)
        self._propose(self._dialog.kinds.value())
        self._dialog.ask()
        calculation.written.disconnect(self._done)
        calculation.write_failed.disconnect(self._failed)
        self.deleteLater()

    def _propose(self, kind: str) -> None:
        stem = self._project.path.with_suffix("").name
        name = tr("{} agreement").format(stem)
        path = self._project.path.with_name(f"{name}.json" if kind == "json" else name)
        self._dialog.show_place(str(path))

    def _choose(self) -> None:
        dialog = self._dialog
        now, title = dialog.place.text(), tr("Export figures to")
        if dialog.kinds.value() == "json":
            path, _filter = QFileDialog.getSaveFileName(dialog, title, now, "JSON (*.json)")
            path = path and str(with_ending(path, ".json"))
        else:
            path = QFileDialog.getExistingDirectory(dialog, title, now)
        if path:
            dialog.show_place(path)

    def _write(self, kind: str, place: str) -> None:
        self._dialog.show_busy(0, 0)
        self._calculation.write("json" if kind == "json" else "csv", Path(place).expanduser())

    def _done(self, to: Path) -> None:
        self._written = to
        self._dialog.show_done(tr("Written to {}.").format(to.name))

    def _failed(self, error: Exception) -> None:
        self._dialog.show_error(error_message(error))

    def _open(self) -> None:
        if self._written is not None:
            folder = self._written if self._written.is_dir() else self._written.parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        self._dialog.accept()
