"""The files with labels that can be written: one table, a row a format.

The command line, the window, the README and the reports of losses know a format from here alone.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pullquote.errors import PullquoteError

Form = Literal["folder", "zip", "file"]
Option = Literal["spreadsheet"]


class UnknownExportFormat(PullquoteError):
    template = "There is no format “{name}” to export to; there are: {known}."


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A row of the table.

    `name` and `keeps` (in a few words, what it is for) are templates that the window translates;
    `description` is what the command line and the README say. `forms` has the one to be proposed
    first; `suffix` is that of the one plain file, "" where there is no such form;
    `suffix_of_parts` is that of the files in the folder, which no folder is called by. `module`
    is imported when something is written; `export.FormatModule` says what is in it.
    """

    id: str
    name: str
    keeps: str
    description: str
    forms: tuple[Form, ...]
    module: str
    suffix: str = ""
    suffix_of_parts: str = ""
    options: frozenset[Option] = frozenset()

    @property
    def places(self) -> str:
        """What it can be written to, in words."""
        said = {"folder": "a folder", "zip": "a .zip", "file": f"one {self.suffix} file"}
        *first, last = [said[form] for form in self.forms]
        return f"{', '.join(first)} or {last}" if first else last

    def form_of(self, path: Path) -> Form:
        """By the name: `.zip` is an archive, its own suffix one plain file, else a folder."""
        suffix = path.suffix.lower()
        if suffix == ".zip":
            return "zip"
        return "file" if self.suffix and suffix == self.suffix else "folder"

    def holds(self, path: Path) -> bool:
        """Whether it can be written to a path of this name."""
        files = {s for row in FORMATS for s in (row.suffix, row.suffix_of_parts)} - {
            "",
            self.suffix,
        }
        return self.form_of(path) in self.forms and path.suffix.lower() not in files


FORMATS = (
    ExportFormat(
        "jsonl",
        "JSONL",
        "everything; comes back identical",
        "keeps everything and, imported, comes back the same; one file holds the documents with "
        "their labels alone",
        ("folder", "zip", "file"),
        "pullquote.exchange.jsonl",
        suffix=".jsonl",
    ),
    ExportFormat(
        "csv",
        "CSV",
        "quotes, claims, documents",
        "eight tables: documents, states, annotations, quotes, claims, relations, speakers, "
        "passages",
        ("folder", "zip"),
        "pullquote.exchange.csv_files",
        suffix_of_parts=".csv",
        options=frozenset({"spreadsheet"}),
    ),
)


def export_format(name: str) -> ExportFormat:
    """The format with this id. Raises UnknownExportFormat."""
    for row in FORMATS:
        if row.id == name:
            return row
    raise UnknownExportFormat(name=name, known=", ".join(row.id for row in FORMATS))
