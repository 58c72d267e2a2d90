"""Dialogs about the open project: import, export, versions, documents."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from pullquote.calendar.expressions import parse_typed
from pullquote.errors import PullquoteError
from pullquote.exchange import jsonl
from pullquote.labelling import label_dates
from pullquote.model.values import Published
from pullquote.reading import SUFFIXES, ReadOptions, TableColumns, expand, peek
from pullquote.reading.values import Field
from pullquote.store import Project
from pullquote.text.segments import words
from pullquote.ui.actions.export import ExportAction
from pullquote.ui.annotate.room import AnnotateRoom
from pullquote.ui.dialogs.import_mapping import MappingDialog
from pullquote.ui.dialogs.import_report import ImportReportDialog, ReportRow
from pullquote.ui.dialogs.prompt import exclude_prompt, skip_prompt, version_prompt
from pullquote.ui.dialogs.properties import PropertiesDialog
from pullquote.ui.services.errors import error_message
from pullquote.ui.services.jobs import Jobs
from pullquote.ui.widgets import counted
from pullquote.workflow.import_.documents import OPERATION, Changed, ImportReport

if TYPE_CHECKING:
    from pullquote.ui.main_window import MainWindow


class DocumentActions(QObject):
    """Shows a dialog, and does what was answered."""

    def __init__(
        self,
        window: "MainWindow",
        project: Project,
        actor: int,
        jobs: Jobs,
        controller: AnnotateRoom,
    ) -> None:
        super().__init__(controller)
        self._window, self._project, self._actor = window, project, actor
        self._jobs, self._controller = jobs, controller

    # --- import --------------------------------------------------------------------------------

    def import_articles(self) -> None:
        suffixes = " ".join(f"*{suffix}" for suffix in SUFFIXES if suffix)
        paths, _kind = QFileDialog.getOpenFileNames(
            self._window,
            self.tr("Import articles"),
            str(Path.home()),
            f"{self.tr('Articles')} ({suffixes});;{self.tr('All files')} (*)",
        )
        if paths:
            self.import_paths([Path(path) for path in paths])

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Import files and folders; of a table, ask first which column is what."""
        exports = [path for path in paths if jsonl.is_export(path)]
        if len(exports) == 1 == len(paths):
            self._jobs.import_export(exports[0])
            return
        try:
            table = next(((p, c) for p in expand(paths) if (c := peek(p)).names), None)
        except PullquoteError as error:
            self._window.show_error(error)
            return
        if table is None:
            self._jobs.import_articles(paths, None)
        else:
            self._ask_columns(paths, *table)

    def _ask_columns(self, paths: Sequence[Path], table: Path, columns: TableColumns) -> None:
        dialog = MappingDialog(self._window)
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
            self._window.say(counted(report.read, one, many), undo=True)
            return
        dialog = ImportReportDialog(self._window)
        dialog.show_report(report.read, rows, stopped=report.stopped)
        dialog.undo_clicked.connect(self._undo_import)
        dialog.ask()

    def _undo_import(self) -> None:
        """The import itself, whatever was done since it began."""
        found = (e for e in self._project.history() if e.name == OPERATION and e.kind == "do")
        last = next(found, None)
        if last is not None:
            self._controller.undo_operation(last.operation)

    def _changed(self, change: Changed) -> str:
        return {
            "newlines": self.tr("line ends {} became LF"),
            "characters": self.tr("{} characters that cannot be kept became U+FFFD"),
            "encoding": self.tr("read as {}"),
        }[change.what].format(change.value)

    def say_labels(self, report: object) -> None:
        count = getattr(report, "annotations", 0)
        words = counted(count, self.tr("{} label read."), self.tr("{} labels read."))
        self._window.say(words, undo=True)

    # --- export, copies, versions, check ---------------------------------------------------------

    def export(self) -> None:
        ExportAction(self._window, self._project, self._jobs).ask()

    def save_copy(self) -> None:
        proposal = self._project.path.with_name(f"{self._project.path.stem} copy.pullquote")
        path, _kind = QFileDialog.getSaveFileName(
            self._window, self.tr("Save a copy"), str(proposal), "Pullquote (*.pullquote)"
        )
        if not path:
            return
        to = Path(path) if Path(path).suffix else Path(f"{path}.pullquote")
        try:
            self._project.save_copy(to)
        except PullquoteError as error:
            self._window.show_error(error)
            return
        if self._project.read_only:
            self._window.open_project(to)
        else:
            self._window.say(self.tr("Copy saved as {}.").format(to.name))

    def name_version(self) -> None:
        dialog = version_prompt(parent=self._window)

        def keep(name: str) -> None:
            try:
                self._project.name_version(name, self._actor)
            except PullquoteError as error:
                self._window.show_error(error)
                return
            self._controller.past.refresh()
            self._window.say(self.tr("This version is named “{}”.").format(name))

        dialog.given.connect(keep)
        dialog.ask()

    def check(self) -> None:
        problems = self._project.check()
        if problems:
            rows = [ReportRow("skipped", problem.kind, problem.sentence) for problem in problems]
            dialog = ImportReportDialog(self._window)
            dialog.show_report(0, rows)
            dialog.heading.setText(self.tr("{} findings").format(len(problems)))
            dialog.ask()
        else:
            self._window.say(self.tr("Checked: texts, offsets, relations and journal are sound."))

    # --- documents -------------------------------------------------------------------------------

    def properties(self) -> None:
        self.about_documents("properties", self._current())

    def exclude(self) -> None:
        self.about_documents("exclude", self._current())

    def skip(self) -> None:
        self.about_documents("skip", self._current())

    def remove_document(self) -> None:
        documents = self._current()
        if documents:
            self._controller.listing.remove(documents)
            self._window.say(self.tr("Document removed."), undo=True)

    def _current(self) -> list[int]:
        document = self._controller.desk.document
        return [] if document is None else [document]

    def about_documents(self, what: str, documents: list[int]) -> None:
        if not documents:
            return
        if what == "properties":
            self._show_properties(documents[0])
            return
        prompt = (
            exclude_prompt(len(documents), self._window)
            if what == "exclude"
            else skip_prompt(self._window)
        )
        listing = self._controller.listing
        if what == "exclude":
            prompt.given.connect(lambda reason: listing.exclude(documents, reason))
        else:
            prompt.given.connect(lambda reason: listing.set_state(documents, "skip", reason))
        prompt.ask()

    def _show_properties(self, number: int) -> None:
        document = self._project.document(number)
        dialog = PropertiesDialog(
            lambda typed: parse_typed(typed, document.published.value), self._window
        )
        count = len(words(self._project.text(number)))
        dialog.show_document(document, count, read_only=self._project.read_only)
        dialog.changed.connect(lambda changes: self._keep(number, changes))
        dialog.ask()

    def _keep(self, number: int, changes: dict[str, object]) -> None:
        try:
            published = changes.pop("published", None)
            if isinstance(published, Published):
                label_dates.set_published(self._project, self._actor, number, published)
            if changes:
                with self._project.operation("Document changed", self._actor) as writer:
                    writer.change_document(number, **changes)  # type: ignore[arg-type]
        except PullquoteError as error:
            self._window.show_error(error)


def _file_and_line(origin: str, row: int) -> str:
    name = Path(origin).name
    return f"{name}, line {row}" if row else name
