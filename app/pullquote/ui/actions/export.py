"""The export dialog at work: losses counted before, written, read back, compared."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from pullquote.exchange import formats
from pullquote.exchange.losses import Loss
from pullquote.exchange.report import ExportReport
from pullquote.exchange.selection import ExportSelection
from pullquote.store import DocumentQuery, Project
from pullquote.ui.dialogs.export import ExportChoice, ExportDialog, LossRow
from pullquote.ui.services.errors import error_message
from pullquote.ui.services.jobs import Jobs
from pullquote.ui.widgets import counted

if TYPE_CHECKING:
    from pullquote.workflow.export import ExportPreview


class ExportAction(QObject):
    """Joins the dialog with the jobs of the open project."""

    def __init__(self, window: QWidget, project: Project, jobs: Jobs) -> None:
        super().__init__(window)
        self._project, self._jobs = project, jobs
        self._written: Path | None = None
        self._dialog = ExportDialog(window)
        self._dialog.changed.connect(self._changed)
        self._dialog.exported.connect(self._export)
        self._dialog.folder_clicked.connect(self._choose_folder)
        self._dialog.opened.connect(self._open)
        jobs.exported.connect(self._done)
        jobs.failed.connect(self._failed)
        jobs.export_previewed.connect(self._show_preview)
        self._exporting = False

    def ask(self) -> None:
        dialog, project = self._dialog, self._project
        counts = project.document_counts(0)
        people = [(a.name, a.name) for a in project.annotators()]
        of_each = (DocumentQuery(state="done", annotator=a.id) for a in project.annotators())
        done = len({document for query in of_each for document in project.document_ids(query)})
        dialog.show_formats(formats.FORMATS)
        dialog.show_choices(
            annotators=people,
            layers=[(layer.id, layer.name) for layer in project.schema.layers],
            documents=counts.total,
            done=min(done, counts.total),
            folder=self._proposal(formats.FORMATS[0].id),
        )
        self._changed(dialog.choice())
        dialog.ask()
        self._jobs.exported.disconnect(self._done)
        self._jobs.failed.disconnect(self._failed)
        self._jobs.export_previewed.disconnect(self._show_preview)
        if self._exporting:
            self._jobs.progressed.disconnect(self._progress)
        self.deleteLater()

    def _proposal(self, kind: str) -> str:
        """A folder for each format: an export is replaced by its like only."""
        return f"{self._project.path.with_suffix('')}-{kind}"

    def _changed(self, choice: ExportChoice) -> None:
        ids = [row.id for row in formats.FORMATS]
        others = {self._proposal(kind) for kind in ids if kind != choice.format}
        if choice.folder in others:
            self._dialog.set_folder(self._proposal(choice.format))
            return
        self._jobs.preview_export(choice.format, _target(choice), _selection(choice))

    def _show_preview(self, preview: "ExportPreview") -> None:
        self._dialog.show_losses([_row(loss) for loss in preview.losses])
        self._dialog.show_copies(preview.labels, preview.once)
        self._dialog.show_split(preview.split)

    def _export(self, choice: ExportChoice) -> None:
        if not self._exporting:
            self._exporting = True
            self._jobs.progressed.connect(self._progress)
        self._jobs.export(choice.format, _target(choice), _selection(choice))

    def _progress(self, title: str, done: int, total: int) -> None:
        self._dialog.show_busy(title, done, total)

    def _done(self, report: ExportReport) -> None:
        self._written = report.path
        labels = counted(report.annotations, self.tr("{} label"), self.tr("{} labels"))
        documents = counted(report.documents, self.tr("{} document"), self.tr("{} documents"))
        words = self.tr("{} of {} written, read back, equal.").format(labels, documents)
        if not report.copies_known:
            words += " " + self.tr("Copies were not known yet: every label counts as one.")
        self._dialog.show_done(words)

    def _failed(self, error: Exception) -> None:
        self._dialog.show_error(error_message(error))

    def _choose_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(
            self._dialog, self.tr("Export to the folder"), self._dialog.choice().folder
        )
        if path:
            self._dialog.set_folder(path)

    def _open(self) -> None:
        if self._written is not None:
            folder = self._written if self._written.is_dir() else self._written.parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        self._dialog.accept()


def _target(choice: ExportChoice) -> Path:
    folder = Path(choice.folder).expanduser()
    row = formats.export_format(choice.format)
    suffix = {"zip": ".zip", "file": row.suffix}.get(choice.form or row.forms[0], "")
    return folder.with_name(folder.name + suffix) if suffix else folder


def _selection(choice: ExportChoice) -> ExportSelection:
    return ExportSelection(
        annotators=(choice.annotator,) if choice.annotator else None,
        layers=(choice.layer,) if choice.layer else None,
        done_only=choice.done_only,
        copies=choice.copies,
        spreadsheet=choice.spreadsheet,
        with_paths=choice.with_paths,
        split=choice.split,
    )


def _row(loss: Loss) -> LossRow:
    return LossRow(loss.count, loss.what, ", ".join(loss.where))
