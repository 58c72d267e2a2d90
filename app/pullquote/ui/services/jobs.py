"""Long work of an open project: import, finding repeats, export; shown busy, stoppable."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from pullquote.errors import PullquoteError
from pullquote.store import Project
from pullquote.ui.services.tasks import Progress, Stop, Tasks, Work

if TYPE_CHECKING:
    # Loaded by the thread that needs them: the window must not wait for them at start.
    from pullquote.exchange.report import ExportReport
    from pullquote.exchange.selection import ExportSelection
    from pullquote.reading import ReadOptions
    from pullquote.workflow.collect.report import DecideConflict
    from pullquote.workflow.import_.documents import ImportReport
    from pullquote.workflow.plan import PlanRequest


class ImportIsRunning(PullquoteError):
    template = "An import is running already; let it end, or stop it with Shift+Esc."


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
    export_previewed = Signal(object)
    dealt = Signal(object)
    handed_out = Signal(object)
    previewed = Signal(object)
    collected = Signal(object)
    failed = Signal(object)

    def __init__(self, project: Project, actor: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project, self._actor = project, actor
        self._tasks = Tasks(self)
        self._tasks.progressed.connect(self._progress)
        self._tasks.ended.connect(self._ended)

    def look_at_files(self, look: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Look into files that are to be imported; that is part of the import."""
        self._import(self.tr("Looking at the files"), lambda _progress, _stop: look(), done)

    def import_articles(self, paths: Sequence[Path], options: "ReadOptions | None") -> None:
        project, actor = self._project, self._actor

        def work(progress: Progress, stop: Stop) -> "ImportReport":
            from pullquote.workflow.import_.documents import import_paths

            return import_paths(
                project, paths, actor, options=options, progress=progress, stop=stop
            )

        self._import(self.tr("Reading articles"), work, self._imported)

    def import_export(self, path: Path) -> None:
        project, actor = self._project, self._actor

        def work(progress: Progress, stop: Stop) -> object:
            from pullquote.workflow.import_.labels import import_jsonl

            return import_jsonl(project, path, actor, progress=progress, stop=stop)

        self._import(self.tr("Reading labels"), work, self._labels_imported)

    def find_repeats(self) -> None:
        """Find what is repeated, unless what is known is current; new work overtakes old."""
        if self._project.read_only:
            return
        project = self._project

        def work(progress: Progress, stop: Stop) -> object:
            from pullquote.workflow.find_duplicates import refresh_duplicates

            return refresh_duplicates(project, progress=progress, stop=stop)

        def done(_answer: object) -> None:
            self.found.emit()

        self._tasks.run("duplicates", self.tr("Finding repeats"), work, done, self._failed_quietly)

    def export(self, kind: str, to: Path, selection: "ExportSelection") -> None:
        project = self._project

        def work(progress: Progress, stop: Stop) -> "ExportReport":
            from pullquote.workflow.export import export_beside

            return export_beside(project, kind, to, selection, progress=progress, stop=stop)

        self._tasks.run("export", self.tr("Exporting"), work, self.exported.emit, self.failed.emit)

    def preview_export(self, kind: str, to: Path, selection: "ExportSelection") -> None:
        """Count what an export would give; a newer question overtakes an older one."""
        project = self._project

        def work(_progress: Progress, stop: Stop) -> object:
            from pullquote.workflow.export import preview_beside

            return preview_beside(project, kind, to, selection, stop=stop)

        title = self.tr("Counting what cannot be kept")
        self._tasks.run("losses", title, work, self.export_previewed.emit, self._failed_quietly)

    def deal(self, wish: "PlanRequest") -> None:
        project, actor = self._project, self._actor

        def work(progress: Progress, stop: Stop) -> object:
            from pullquote.workflow.plan import make_plan

            return make_plan(project, actor, wish, progress=progress, stop=stop)

        self._tasks.run("plan", self.tr("Dealing"), work, self.dealt.emit, self.failed.emit)

    def hand_out(self, folder: Path, annotators: Sequence[int], replace_files: bool) -> None:
        project, actor = self._project, self._actor

        def work(progress: Progress, stop: Stop) -> object:
            from pullquote.workflow.hand_out.operation import hand_out

            return hand_out(
                project, folder, annotators, actor,
                replace_files=replace_files, progress=progress, stop=stop,
            )  # fmt: skip

        title = self.tr("Handing out")
        self._tasks.run("hand_out", title, work, self.handed_out.emit, self.failed.emit)

    def preview_collect(self, files: Sequence[Path]) -> None:
        """Look what returned files would bring; nothing is written."""
        project, wanted = self._project, list(files)

        def work(progress: Progress, stop: Stop) -> object:
            from pullquote.workflow.collect.collect import preview_collect

            return preview_collect(project, wanted, progress=progress, stop=stop)

        title = self.tr("Looking at returned files")
        self._tasks.run("look", title, work, self.previewed.emit, self._failed_quietly)

    def collect(self, files: Sequence[Path], decide: "DecideConflict") -> None:
        project, actor = self._project, self._actor

        def work(progress: Progress, stop: Stop) -> object:
            from pullquote.workflow.collect.collect import collect

            return collect(project, files, actor, decide=decide, progress=progress, stop=stop)

        title = self.tr("Collecting")
        self._tasks.run("collect", title, work, self.collected.emit, self.failed.emit)

    def run(
        self,
        key: str,
        title: str,
        work: Work,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Any other long work; `failed` stands in for the signal of that name."""
        self._tasks.run(key, title, work, done, failed or self._failed_quietly)

    def stop(self) -> bool:
        return self._tasks.stop()

    def busy(self) -> bool:
        return self._tasks.busy()

    def finish(self) -> None:
        """Stop all work and wait for it; documents written so far stay, whole."""
        self._tasks.finish()

    def _import(self, title: str, work: Work, done: Callable[[Any], None]) -> None:
        if self._tasks.busy("import"):
            # A second one would stop the first half-way.
            self.failed.emit(ImportIsRunning())
        else:
            self._tasks.run("import", title, work, done, self.failed.emit)

    def _imported(self, report: "ImportReport") -> None:
        self.imported.emit(report)
        self.find_repeats()

    def _labels_imported(self, report: object) -> None:
        self.labels_imported.emit(report)
        self.find_repeats()

    def _failed_quietly(self, error: Exception) -> None:
        # Stopping is no failure; what was known of repeats stands.
        if not isinstance(error, PullquoteError) or type(error).__name__ != "Stopped":
            self.failed.emit(error)

    def _progress(self, _key: str, title: str, done: int, total: int) -> None:
        if title:
            self.progressed.emit(title, done, total)

    def _ended(self, _key: str) -> None:
        if not self._tasks.busy():
            self.rested.emit()
