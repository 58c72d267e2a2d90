"""The dialog for figures at work: proposes a place, writes, and says what was written."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from pullquote.store import Project
from pullquote.ui.agreement.export_dialog import FiguresDialog
from pullquote.ui.agreement.measuring import Measuring
from pullquote.ui.agreement.wording import tr
from pullquote.ui.services.errors import error_message


class Exporting(QObject):
    def __init__(self, parent: QWidget, project: Project, measuring: Measuring) -> None:
        super().__init__(parent)
        self._project, self._measuring = project, measuring
        self._written: Path | None = None
        self._dialog = FiguresDialog(parent.window())
        self._dialog.exported.connect(self._write)
        self._dialog.kind_chosen.connect(self._propose)
        self._dialog.place_clicked.connect(self._choose)
        self._dialog.opened.connect(self._open)

    def ask(self) -> None:
        measuring = self._measuring
        measuring.written.connect(self._done)
        measuring.write_failed.connect(self._failed)
        self._propose(self._dialog.kinds.value())
        self._dialog.ask()
        measuring.written.disconnect(self._done)
        measuring.write_failed.disconnect(self._failed)
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
        else:
            path = QFileDialog.getExistingDirectory(dialog, title, now)
        if path:
            dialog.show_place(path)

    def _write(self, kind: str, place: str) -> None:
        self._dialog.show_busy(0, 0)
        self._measuring.write("json" if kind == "json" else "csv", Path(place).expanduser())

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
