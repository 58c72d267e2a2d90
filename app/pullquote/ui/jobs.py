"""Long work of an open project: import, finding repeats, export; shown busy, stoppable."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from pullquote.errors import PullquoteError
from pullquote.exchange.selection import ALL, Selection
from pullquote.exchange.writing import Report
from pullquote.reading import ReadOptions
from pullquote.store import Project
from pullquote.ui.tasks import Tasks
from pullquote.workflow import export, find_duplicates, import_labels
from pullquote.workflow.import_corpus import ImportReport, import_paths


class Jobs(QObject):
    """`progressed` has a sentence and counts, `rested` comes when nothing runs any more.

    `failed` has any error: an expected one is a PullquoteError.
    """

    progressed = Signal(str, int, int)
    rested = Signal()
    imported = Signal(object)
    labels_imported = Signal(object)
    found = Signal()
    exported = Signal(object)
    failed = Signal(object)

    def __init__(self, project: Project, actor: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project, self._actor = project, actor
        self._tasks = Tasks(self)
        self._tasks.progressed.connect(self._progress)
        self._tasks.ended.connect(self._ended)

    def import_articles(self, paths: Sequence[Path], options: ReadOptions | None) -> None:
        project, actor = self._project, self._actor
        self._tasks.run(
            "import",
            self.tr("Reading articles"),
            lambda progress, stop: import_paths(
                project, paths, actor, options=options, progress=progress, stop=stop
            ),
            self._imported,
            self.failed.emit,
        )

    def import_export(self, path: Path) -> None:
        project, actor = self._project, self._actor
        self._tasks.run(
            "import",
            self.tr("Reading labels"),
            lambda progress, stop: import_labels.import_jsonl(
                project, path, actor, progress=progress, stop=stop
            ),
            self._labels_imported,
            self.failed.emit,
        )

    def find_repeats(self) -> None:
        """Find what is repeated, unless what is known is current; new work overtakes old."""
        if self._project.read_only:
            return
        project = self._project
        self._tasks.run(
            "duplicates",
            self.tr("Finding repeats"),
            lambda progress, stop: find_duplicates.refresh(project, progress=progress, stop=stop),
            lambda _answer: self.found.emit(),
            self._failed_quietly,
        )

    def export(self, kind: export.Format, to: Path, selection: Selection = ALL) -> None:
        project = self._project
        self._tasks.run(
            "export",
            self.tr("Exporting"),
            lambda progress, stop: export.export_beside(
                project, kind, to, selection, progress=progress, stop=stop
            ),
            self._exported,
            self.failed.emit,
        )

    def stop(self) -> bool:
        return self._tasks.stop()

    def busy(self) -> bool:
        return self._tasks.busy()

    def finish(self) -> None:
        """Stop all work and wait for it; documents written so far stay, whole."""
        self._tasks.finish()

    def _imported(self, report: ImportReport) -> None:
        self.imported.emit(report)
        self.find_repeats()

    def _labels_imported(self, report: object) -> None:
        self.labels_imported.emit(report)
        self.find_repeats()

    def _exported(self, report: Report) -> None:
        self.exported.emit(report)

    def _failed_quietly(self, error: Exception) -> None:
        # Stopping is no failure; what was known of repeats stands.
        if not isinstance(error, PullquoteError) or type(error).__name__ != "Stopped":
            self.failed.emit(error)

    def _progress(self, _key: str, title: str, done: int, total: int) -> None:
        self.progressed.emit(title, done, total)

    def _ended(self, _key: str) -> None:
        if not self._tasks.busy():
            self.rested.emit()
