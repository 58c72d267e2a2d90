"""The format that keeps everything: `pullquote/1`, as a folder, an archive or one plain file."""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pullquote.assets import RESOURCES
from pullquote.exchange import jsonl_read
from pullquote.exchange.corpus import Corpus, DocumentRecord
from pullquote.exchange.decode import cuts_character
from pullquote.exchange.errors import ReadBackDiffers
from pullquote.exchange.files import DOCUMENTS, MANIFEST, SCHEMA, SPEAKERS, line_of, pretty
from pullquote.exchange.losses import Loss, Losses
from pullquote.exchange.manifest import JSONL, Tally, Written, manifest, refuse_foreign
from pullquote.exchange.records import Records, speaker_record
from pullquote.exchange.selection import ALL, Selection, select
from pullquote.exchange.target import form_of, publish
from pullquote.exchange.writing import Progress, Report, Steps, Stop, write_file

FIELDS = "fields.schema.json"


def write(
    corpus: Corpus,
    path: Path,
    selection: Selection = ALL,
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Report:
    """Write to a folder, a `.zip` or a `.jsonl` file, by the name of `path`.

    Raises NotOurExport, CannotWrite, ReadBackDiffers and ExportStopped; `path` is then as before.
    """
    refuse_foreign(path, JSONL, corpus.project.uid)
    steps = Steps(path, corpus.total, progress, stop)
    writing = _Writing(select(corpus, selection), selection, path, steps)
    publish(path, DOCUMENTS, writing.fill, writing.check)
    return Report(
        path,
        writing.tally.documents,
        writing.tally.annotations,
        tuple(writing.files),
        writing.losses.all(),
        corpus.duplicates is not None,
    )


def losses(corpus: Corpus, path: Path, selection: Selection = ALL) -> tuple[Loss, ...]:
    """What an export to `path` would not keep, counted without writing it."""
    chosen = select(corpus, selection)
    found = _losses_of_plain(chosen) if form_of(path) == "file" else Losses()
    for document in chosen.each():
        _see_losses(document, found)
    return found.all()


class _Writing:
    """One export under way."""

    def __init__(self, corpus: Corpus, selection: Selection, path: Path, steps: Steps) -> None:
        self._corpus = corpus
        self._selection = selection
        self._path = path
        self._steps = steps
        self._plain = form_of(path) == "file"
        self._meant = array("q")
        self.tally = Tally()
        self.losses = _losses_of_plain(corpus) if self._plain else Losses()
        self.files: list[Written] = []

    def fill(self, folder: Path) -> None:
        self._write(folder, DOCUMENTS, map(line_of, self._documents()))
        if self._plain:
            return
        corpus = self._corpus
        self._write(folder, SPEAKERS, (line_of(speaker_record(s)) for s in corpus.speakers))
        self._write(folder, SCHEMA, [corpus.schema_toml.encode()])
        self._write(folder, FIELDS, [(RESOURCES / "exchange" / FIELDS).read_bytes()])
        described = manifest(
            JSONL, corpus, self._selection, self.tally, self.losses.all(), self.files
        )
        (folder / MANIFEST).write_bytes(pretty(described))

    def check(self, ready: Path) -> None:
        """Read as anybody would, and compare each record with the one that was meant."""
        count = -1
        with jsonl_read.read(ready, cut=True) as export:
            for count, document in enumerate(export.documents()):
                self._steps.back(count + 1, len(self._meant))
                if count >= len(self._meant) or hash(document) != self._meant[count]:
                    raise ReadBackDiffers(path=self._path, where=f"document {document.name}")
            whole = self._plain or (
                export.speakers == self._corpus.speakers
                and export.schema_toml == self._corpus.schema_toml
                and export.project == self._corpus.project
                and export.decisions == self._corpus.decisions
            )
            if export.refused or count + 1 != len(self._meant) or not whole:
                where = str(export.refused[0]) if export.refused else "speakers or manifest"
                raise ReadBackDiffers(path=self._path, where=where)

    def _documents(self) -> Iterator[Mapping[str, Any]]:
        records = Records(self._corpus, self._selection.copies)
        for document in self._steps.over(self._corpus):
            self.tally.see(document)
            _see_losses(document, self.losses)
            self._meant.append(hash(document))
            yield records.document(document)

    def _write(self, folder: Path, name: str, parts: Iterable[bytes]) -> None:
        self.files.append(write_file(folder, name, parts))


def _see_losses(document: DocumentRecord, losses: Losses) -> None:
    for annotation in document.annotations:
        if cuts_character(document.text, annotation.start, annotation.end):
            losses.add(
                "labels that cut through a character, which an import refuses",
                f"{document.name} {annotation.start}–{annotation.end}",
            )


def _losses_of_plain(corpus: Corpus) -> Losses:
    """One plain file has no place for what belongs to the project as a whole."""
    found = Losses()
    found.add_each(
        "speakers' other names", (a.form for speaker in corpus.speakers for a in speaker.aliases)
    )
    found.add_each("notes on speakers", (s.name for s in corpus.speakers if s.note))
    found.add_each("merged speakers", (s.name for s in corpus.speakers if s.merged_into))
    found.add_each("decisions about duplicates", (d.uid for d in corpus.decisions))
    if corpus.project.guidelines:
        found.add("guidelines", corpus.project.name)
    found.add("label schema", corpus.schema.name)
    return found
