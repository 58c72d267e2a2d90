"""Articles and labels into the open project: which files, which columns, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from pullquote.reading import SUFFIXES, ReadOptions, TableColumns, expand, peek
from pullquote.reading.errors import TableOfExport
from pullquote.reading.values import Field, LayoutCount
from pullquote.ui.dialogs.import_mapping import MappingDialog
from pullquote.ui.dialogs.import_report import ImportReportDialog, Kind, ReportRow
from pullquote.ui.dialogs.prompt import Prompt
from pullquote.ui.services.errors import error_message
from pullquote.ui.services.host import Host
from pullquote.ui.services.jobs import Jobs
from pullquote.ui.widgets import counted, number
from pullquote.workflow.import_.documents import OPERATION, Changed, ChangeKind, Dated, ImportReport

if TYPE_CHECKING:
    from pullquote.exchange.jsonl import RefusedRecord
    from pullquote.workflow.import_.labels import LabelImportReport

# As the journal calls it; the module is loaded where labels are read.
LABELS_OPERATION = "Import labels"
# What laying out anew does without any word being lost.
_NOTHING_LEFT_OUT = frozenset({"lines joined", "hyphens joined", "pages in columns"})


_KINDS: dict[ChangeKind, Kind] = {
    "day": "doubt", "day first": "doubt", "month first": "doubt", "column": "doubt",
    "equal": "equal",
}  # fmt: skip


class ImportActions(QObject):
    """Asks which files and columns, starts the import, and says what came of it."""

    def __init__(self, host: Host, jobs: Jobs) -> None:
        super().__init__(jobs)
        self._host, self._jobs = host, jobs

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
                self._ask_columns(paths, *found.table, ReadOptions())
            else:
                self._jobs.import_articles(paths, None)

        self._jobs.look_at_files(lambda: files_to_import(paths), go)

    def _ask_columns(
        self, paths: Sequence[Path], table: Path, columns: TableColumns, options: ReadOptions
    ) -> None:
        dialog = MappingDialog(self._host.dialog_parent)
        dialog.show_columns(table.name, columns, again=options.again)

        def go(mapping: dict[Field, str]) -> None:
            # An empty name stays in: it says that the file has no such column.
            self._jobs.import_articles(paths, replace(options, columns=mapping))

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
            ReportRow(
                _KINDS.get(c.what, "changed"), _file_and_line(c.origin, c.row), self._changed(c)
            )
            for c in report.changed
        ]
        rows += [_day_row(dated) for dated in report.dated]
        left_out = any(c.counts.keys() - _NOTHING_LEFT_OUT for c in report.changed)
        is_plain = not left_out and all(row.kind in ("changed", "day") for row in rows)
        if is_plain and not report.guessed and not report.stopped:
            one, many = self.tr("{} document read."), self.tr("{} documents read.")
            self._host.say(counted(report.read, one, many), undo=True)
            return
        dialog = ImportReportDialog(self._host.dialog_parent)
        guesses, tables = bool(report.guessed), bool(report.tables)
        dialog.show_report(
            report.read, rows, stopped=report.stopped, guesses=guesses, tables=tables
        )
        dialog.undo_clicked.connect(lambda: self._host.undo_newest(OPERATION))
        dialog.again_clicked.connect(lambda: self._read_again(report))
        dialog.columns_clicked.connect(lambda: self._read_columns_again(report))
        dialog.ask()

    def _read_again(self, report: ImportReport) -> None:
        """Ask for the encoding of what was guessed, and read all of it again in that."""
        prompt = Prompt(
            self.tr("Read again as …"),
            self.tr("Encoding"),
            action=self.tr("Read again"),
            sentence=self.tr("Texts that nobody has worked on are read again, with one undo."),
            value=next(c.value for c in report.changed if c.what == "guess"),
            proposals=("windows-1250", "windows-1251", "windows-1252", "mac-roman"),
            parent=self._host.dialog_parent,
        )

        def go(encoding: str) -> None:
            options = replace(report.options, encoding=encoding)
            self._jobs.import_articles(report.guessed, options)

        prompt.given.connect(go)
        prompt.ask()

    def _read_columns_again(self, report: ImportReport) -> None:
        """Ask again which column is what, and read all tables again; others stay as they are."""
        table = report.tables[0]

        def go(columns: TableColumns) -> None:
            before = {f: name for f, name in report.options.columns.items() if name}
            known = replace(columns, guess=before) if before else columns
            options = replace(report.options, again=True)
            self._ask_columns(report.tables, table, known, options)

        self._jobs.look_at_files(lambda: peek(table), go)

    def _changed(self, change: Changed) -> str:
        if change.what == "layout":
            return self._layout(change.counts)
        if change.what in ("characters", "references", "left out"):
            return self._count_changed(change)
        value = change.value
        if change.what == "newlines":
            value = self.tr("of several kinds") if value == "mixed" else value.upper()
        return {
            "newlines": self.tr("line ends {} became LF"),
            "encoding": self.tr("read as {}"),
            "encoding kept": self.tr("read as {}, which it surely is, whatever was asked for"),
            "guess": self.tr("read as {}, which is a guess"),
            "equal": self.tr("the same text as {}"),
            "day": self.tr("column {} is no certain day"),
            "day first": self.tr("days that may be either are read day first, as “{}” is one"),
            "month first": self.tr("days that may be either are read month first, as “{}” is one"),
            "column": self.tr("is {} the text? It is far longer: Other columns … reads it again"),
        }[change.what].format(value)

    def _count_changed(self, change: Changed) -> str:
        one, many = {
            "characters": (
                self.tr("{} character that cannot be kept became U+FFFD"),
                self.tr("{} characters that cannot be kept became U+FFFD"),
            ),
            "references": (
                self.tr("{} reference such as &amp; became a character"),
                self.tr("{} references such as &amp; became characters"),
            ),
            "left out": (
                self.tr("{} word left out, to be seen under Label › Document…"),
                self.tr("{} words left out, to be seen under Label › Document…"),
            ),
        }[change.what]
        return counted(int(change.value), one, many)

    def _layout(self, counts: Mapping[LayoutCount, int]) -> str:
        names: dict[LayoutCount, str] = {
            "lines joined": self.tr("lines joined"),
            "hyphens joined": self.tr("hyphens joined"),
            "running heads removed": self.tr("running heads removed"),
            "page numbers removed": self.tr("page numbers removed"),
            "footnote marks removed": self.tr("footnote marks removed"),
            "pages in columns": self.tr("pages in columns"),
            "texts across moved": self.tr("texts across moved to the end of their page"),
            "letters outside the page": self.tr("letters outside the page removed"),
            "pages without text": self.tr("pages without text, as in a scan"),
            "pages damaged": self.tr("pages that cannot be read"),
            "notes at the end": self.tr("footnotes and endnotes put at the end"),
            "ends too early": self.tr("the file ends too early, pages may be missing"),
        }
        return ", ".join(
            names[what] if what == "ends too early" else f"{names[what]} {number(count)}"
            for what, count in counts.items()
        )

    def say_labels(self, report: "LabelImportReport") -> None:
        """What was left out, and what the label schema does not know, stands in a report."""
        labels = counted(report.annotations, self.tr("{} label read."), self.tr("{} labels read."))
        one, many = self.tr("{} label"), self.tr("{} labels")
        kept = self.tr("{} Kept, and shown as unknown.")
        rows = [_refused_row(refused) for refused in report.refused]
        rows += [
            ReportRow("changed", counted(each.labels, one, many), kept.format(each.sentence))
            for each in report.unknown
        ]
        if not rows:
            self._host.say(labels, undo=True)
            return
        dialog = ImportReportDialog(self._host.dialog_parent)
        dialog.show_report(report.documents, rows, stopped=report.stopped)
        dialog.undo_clicked.connect(lambda: self._host.undo_newest(LABELS_OPERATION))
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
    for path in expand(paths).files:
        try:
            columns = peek(path)
        except TableOfExport:
            continue  # the import names it
        if columns.names:
            return FilesToImport(table=(path, columns))
    return FilesToImport()


def _refused_row(refused: "RefusedRecord") -> ReportRow:
    said = ": ".join(filter(None, (refused.what, error_message(refused.reason))))
    return ReportRow("skipped", _file_and_line(refused.file, refused.line), said)


def _day_row(dated: Dated) -> ReportRow:
    """The day, the words it was read from, and why it may be another."""
    found = dated.published
    day = " · ".join(filter(None, (found.value, found.evidence, found.doubt)))
    return ReportRow(
        "doubt" if found.doubt else "day", _file_and_line(dated.origin, dated.row), day
    )


def _file_and_line(origin: str, row: int) -> str:
    name = Path(origin).name
    return f"{name}, line {row}" if row else name
