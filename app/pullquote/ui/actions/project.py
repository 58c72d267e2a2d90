"""What is done to the open project: import, export, copies, versions, the check."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from pullquote.reading import SUFFIXES, ReadOptions, TableColumns, expand, peek
from pullquote.reading.values import Field
from pullquote.store import CheckProblem, Project
from pullquote.ui.dialogs.import_mapping import MappingDialog
from pullquote.ui.dialogs.import_report import ImportReportDialog, ReportRow
from pullquote.ui.dialogs.prompt import version_prompt
from pullquote.ui.services.errors import error_message
from pullquote.ui.services.host import Host
from pullquote.ui.services.jobs import Jobs
from pullquote.ui.widgets import counted
from pullquote.workflow.import_.documents import OPERATION, Changed, ImportReport


class ProjectActions(QObject):
    """Asks what there is to ask, starts the work, and says what came of it."""

    def __init__(self, host: Host, project: Project, actor: int, jobs: Jobs) -> None:
        super().__init__(jobs)
        self._host, self._project, self._actor, self._jobs = host, project, actor, jobs

    # --- import --------------------------------------------------------------------------------

    def import_articles(self) -> None:
        suffixes = " ".join(f"*{suffix}" for suffix in SUFFIXES if suffix)
        paths, _kind = QFileDialog.getOpenFileNames(
            self._host.dialog_parent,
            self.tr("Import articles"),
            str(Path.home()),
            f"{self.tr('Articles')} ({suffixes});;{self.tr('All files')} (*)",
        )
        if paths:
            self.import_paths([Path(path) for path in paths])

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Import files and folders; of a table, ask first which column is what."""

        def go(found: FilesToImport) -> None:
            if found.export is not None:
                self._jobs.import_export(found.export)
            elif found.table is not None:
                self._ask_columns(paths, *found.table)
            else:
                self._jobs.import_articles(paths, None)

        self._jobs.look_at_files(lambda: files_to_import(paths), go)

    def _ask_columns(self, paths: Sequence[Path], table: Path, columns: TableColumns) -> None:
        dialog = MappingDialog(self._host.dialog_parent)
        dialog.show_columns(table.name, columns)

        def go(mapping: dict[Field, str]) -> None:
            # An empty name stays in: it says that the file has no such column.
            self._jobs.import_articles(paths, ReadOptions(columns=mapping))

        dialog.mapped.connect(go)
        dialog.ask()

    def show_report(self, report: ImportReport) -> None:
        rows = [
            ReportRow("skipped", _file_and_line(s.origin, s.row), error_message(s.reason))
            for s in report.skipped
        ]
        already = self.tr("was imported from there before")
        rows += [ReportRow("already", origin, already) for origin in report.already]
        rows += [
            ReportRow("changed", _file_and_line(c.origin, c.row), self._changed(c))
            for c in report.changed
        ]
        if not any(row.kind != "changed" for row in rows) and not report.stopped:
            one, many = self.tr("{} document read."), self.tr("{} documents read.")
            self._host.say(counted(report.read, one, many), undo=True)
            return
        dialog = ImportReportDialog(self._host.dialog_parent)
        dialog.show_report(report.read, rows, stopped=report.stopped)
        dialog.undo_clicked.connect(lambda: self._host.undo_newest(OPERATION))
        dialog.ask()

    def _changed(self, change: Changed) -> str:
        return {
            "newlines": self.tr("line ends {} became LF"),
            "characters": self.tr("{} characters that cannot be kept became U+FFFD"),
            "encoding": self.tr("read as {}"),
        }[change.what].format(change.value)

    def say_labels(self, report: object) -> None:
        count = getattr(report, "annotations", 0)
        words = counted(count, self.tr("{} label read."), self.tr("{} labels read."))
        self._host.say(words, undo=True)

    # --- export, copies, versions, check ---------------------------------------------------------

    def export(self) -> None:
        from pullquote.ui.actions.export import ExportAction

        ExportAction(self._host.dialog_parent, self._project, self._jobs).ask()

    def save_copy(self) -> None:
        proposal = self._project.path.with_name(f"{self._project.path.stem} copy.pullquote")
        path, _kind = QFileDialog.getSaveFileName(
            self._host.dialog_parent,
            self.tr("Save a copy"),
            str(proposal),
            "Pullquote (*.pullquote)",
        )
        if not path:
            return
        to, project = Path(path) if Path(path).suffix else Path(f"{path}.pullquote"), self._project

        def saved(_answer: object) -> None:
            if project.read_only:
                self._host.take_files([str(to)])
            else:
                self._host.say(self.tr("Copy saved as {}.").format(to.name))

        title = self.tr("Saving a copy")
        self._host.work("copy", title, lambda _progress, _stop: project.save_copy(to), saved)

    def name_version(self) -> None:
        project, actor = self._project, self._actor
        dialog = version_prompt(parent=self._host.dialog_parent)

        def keep(name: str) -> None:
            said = self.tr("This version is named “{}”.").format(name)
            self._host.work(
                "version",
                self.tr("Naming this version"),
                lambda _progress, _stop: project.name_version(name, actor),
                lambda _operation: self._host.say(said),
            )

        dialog.given.connect(keep)
        dialog.ask()

    def check(self) -> None:
        title = self.tr("Checking the project")
        self._host.work(
            "check", title, lambda _progress, _stop: self._project.check(), self._show_problems
        )

    def _show_problems(self, problems: Sequence[CheckProblem]) -> None:
        if not problems:
            self._host.say(self.tr("Checked: texts, offsets, relations and journal are sound."))
            return
        rows = [ReportRow("skipped", problem.kind, problem.sentence) for problem in problems]
        dialog = ImportReportDialog(self._host.dialog_parent)
        dialog.show_report(0, rows)
        dialog.heading.setText(self.tr("{} findings").format(len(problems)))
        dialog.ask()


@dataclass(frozen=True, slots=True)
class FilesToImport:
    """An export that comes back, or else the first table with its columns, if there is one."""

    export: Path | None = None
    table: tuple[Path, TableColumns] | None = None


def files_to_import(paths: Sequence[Path]) -> FilesToImport:
    """Look what is to be imported; raises a ReadingError for a table that cannot be read."""
    from pullquote.exchange.jsonl import is_export

    if len(paths) == 1 and is_export(paths[0]):
        return FilesToImport(export=paths[0])
    for path in expand(paths):
        columns = peek(path)
        if columns.names:
            return FilesToImport(table=(path, columns))
    return FilesToImport()


def _file_and_line(origin: str, row: int) -> str:
    name = Path(origin).name
    return f"{name}, line {row}" if row else name
