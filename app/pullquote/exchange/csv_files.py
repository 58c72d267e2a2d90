"""Tables for people and programs that want rows: eight CSV files that refer to one another."""

import csv
import hashlib
import io
import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from operator import itemgetter
from pathlib import Path

from pullquote.assets import RESOURCES
from pullquote.exchange.corpus import LabelledCorpus, SpeakerIndex
from pullquote.exchange.csv_cells import Row, csv_cell, spreadsheet_safe
from pullquote.exchange.csv_document import DocumentView
from pullquote.exchange.csv_rows import (
    SpeakerUses,
    annotation_rows,
    claim_rows,
    document_rows,
    passage_rows,
    quote_rows,
    relation_rows,
    state_rows,
)
from pullquote.exchange.errors import ReadBackDiffers
from pullquote.exchange.files import MANIFEST, Files, pretty
from pullquote.exchange.formats import Form
from pullquote.exchange.losses import Loss, LossCounter
from pullquote.exchange.manifest import ExportCounts, WrittenFile, manifest, version_in
from pullquote.exchange.records import DocumentRecord
from pullquote.exchange.report import ExportSteps, write_file
from pullquote.exchange.selection import ExportSelection
from pullquote.model.guidelines import guidelines_of

VERSION = "pullquote-csv/1"
PLAIN = ""
COLUMNS = "columns.json"
_LARGEST_CELL = 2**31 - 1


def columns() -> dict[str, tuple[str, ...]]:
    """The columns of each table, in order, as they are described in `columns.json`."""
    described = json.loads((RESOURCES / "exchange" / COLUMNS).read_text("utf-8"))
    return {table: tuple(about["columns"]) for table, about in described["tables"].items()}


version_of = version_in


def start_writing(
    corpus: LabelledCorpus, selection: ExportSelection, _form: Form, steps: ExportSteps
) -> "_Writing":
    return _Writing(corpus, selection, steps)


def losses_of(corpus: LabelledCorpus, _form: Form) -> tuple[Loss, ...]:
    found = _losses_of_project(corpus)
    for document in corpus.each():
        _see_losses(document, found)
    return found.all()


class _Table:
    """One CSV file under way; remembers 8 bytes of each row, to compare what is read back."""

    def __init__(self, file: io.TextIOBase, names: tuple[str, ...], *, safe_cells: bool) -> None:
        self.names = names
        self.meant = array("q")
        self._safe = safe_cells
        self._values = itemgetter(*names)
        self._writer = csv.writer(file)
        self._writer.writerow(names)

    def add(self, rows: Iterable[Row]) -> None:
        for row in rows:
            values = self._values(row)
            cells = tuple(
                ["" if v is None else v if type(v) is str else csv_cell(v) for v in values]
            )
            if self._safe:
                cells = tuple(map(spreadsheet_safe, cells))
            self._writer.writerow(cells)
            self.meant.append(hash(cells))


class _Writing:
    """One export under way."""

    def __init__(
        self, corpus: LabelledCorpus, selection: ExportSelection, steps: ExportSteps
    ) -> None:
        self._corpus = corpus
        self._selection = selection
        self._steps = steps
        self._tables: dict[str, _Table] = {}
        self.counts = ExportCounts()
        self.losses = _losses_of_project(corpus)
        self.files: list[WrittenFile] = []

    def fill(self, folder: Path) -> None:
        with ExitStack() as stack:
            for table, names in columns().items():
                file = stack.enter_context(
                    (folder / f"{table}.csv").open("x", encoding=self._encoding, newline="")
                )
                self._tables[table] = _Table(file, names, safe_cells=self._selection.spreadsheet)
            self._add_documents()
        for table, written in self._tables.items():
            self.files.append(_written(folder / f"{table}.csv", len(written.meant)))
        self.files.append(
            write_file(folder, COLUMNS, [(RESOURCES / "exchange" / COLUMNS).read_bytes()])
        )
        described = manifest(
            VERSION, self._corpus, self._selection, self.counts, self.losses.all(), self.files
        )
        (folder / MANIFEST).write_bytes(pretty(described))

    def check(self, ready: Path) -> None:
        """Read the tables as anybody would, and compare every cell with the one that was meant."""
        done, total = 0, sum(len(table.meant) for table in self._tables.values())
        with Files(ready) as files:
            for name, table in self._tables.items():
                for row, same in enumerate(_compared(files, f"{name}.csv", table)):
                    if not same:
                        raise ReadBackDiffers(path=self._steps.path, where=f"{name}.csv, row {row}")
                    self._steps.back(done + min(row, len(table.meant)), total)
                done += len(table.meant)

    @property
    def _encoding(self) -> str:
        return "utf-8-sig" if self._selection.spreadsheet else "utf-8"

    def _add_documents(self) -> None:
        register, uses = SpeakerIndex(self._corpus.speakers), SpeakerUses()
        rows: Mapping[str, Callable[[DocumentView], Iterator[Row]]] = {
            "documents": document_rows,
            "states": state_rows,
            "annotations": annotation_rows,
            "quotes": quote_rows,
            "claims": claim_rows,
            "relations": relation_rows,
            "passages": lambda view: passage_rows(view, self._corpus.clusters),
        }
        for document in self._steps.over(self._corpus):
            self.counts.see(document)
            _see_losses(document, self.losses)
            view = DocumentView(document, self._corpus, register, self._selection.copies)
            uses.see(view)
            for table, rows_of in rows.items():
                self._tables[table].add(rows_of(view))
        self._tables["speakers"].add(uses.rows(self._corpus.speakers))


def _compared(files: Files, name: str, table: _Table) -> Iterator[bool]:
    """Whether the header of a file, each of its rows and then their number is what was meant."""
    count = 0
    with files.open(name) as raw, _large_cells():
        reader = csv.reader(io.TextIOWrapper(raw, encoding="utf-8-sig", newline=""), strict=True)
        try:
            yield tuple(next(reader, ())) == table.names
            for count, row in enumerate(reader, 1):
                yield count <= len(table.meant) and hash(tuple(row)) == table.meant[count - 1]
        except (csv.Error, UnicodeDecodeError):
            yield False
    yield count == len(table.meant)


@contextmanager
def _large_cells() -> Iterator[None]:
    """The limit of the csv module holds for the whole process, so it is put back."""
    before = csv.field_size_limit(_LARGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _written(path: Path, rows: int) -> WrittenFile:
    with path.open("rb") as file:
        return WrittenFile(path.name, hashlib.file_digest(file, "sha256").hexdigest(), rows)


def _see_losses(document: DocumentRecord, losses: LossCounter) -> None:
    name = document.name
    losses.add("texts (only the words of labels and passages are kept)", name)
    losses.add("fields of metadata", name, len(document.metadata))
    losses.add(
        "places where a publication date was read", name, bool(document.publication.evidence)
    )
    losses.add("makers and times of labels", name, len(document.annotations))
    losses.add("suggestions that were turned down", name, len(document.rejections))
    losses.add("decisions between annotators", name, len(document.adjudications))


def _losses_of_project(corpus: LabelledCorpus) -> LossCounter:
    found = LossCounter()
    found.add("label schema", corpus.schema.name)
    if corpus.project.guidelines or any(guidelines_of(corpus.schema).values()):
        found.add("guidelines", corpus.project.name)
    found.add_each("ids of speakers elsewhere", (s.name for s in corpus.speakers if s.external_ids))
    found.add_each("notes on speakers", (s.name for s in corpus.speakers if s.note))
    found.add_each("decisions about duplicates", (d.uid for d in corpus.decisions))
    return found
