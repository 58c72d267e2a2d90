"""The format that keeps everything: `pullquote/1`, as a folder, an archive or one plain file.

Written and read back here: what fits is given, what does not is refused by file, line and reason.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from pullquote.assets import RESOURCES
from pullquote.errors import PullquoteError
from pullquote.exchange.corpus import LabelledCorpus, RepeatedPassages, SpeakerIndex
from pullquote.exchange.errors import AlreadyInFile, OtherFormat, ReadBackDiffers, UnreadableExport
from pullquote.exchange.files import DOCUMENTS, MANIFEST, SCHEMA, SPEAKERS, Files, pretty
from pullquote.exchange.formats import Form
from pullquote.exchange.jsonl_decoder import (
    Row,
    check_decision,
    cuts_character,
    decode_document,
    decode_line,
    fitted,
    listed,
)
from pullquote.exchange.losses import Loss, LossCounter
from pullquote.exchange.manifest import ExportCounts, WrittenFile, manifest, version_in
from pullquote.exchange.records import (
    VERSION,
    AnnotationRecord,
    AnnotatorRecord,
    DecisionRecord,
    DocumentRecord,
    DuplicatesRecord,
    PassageRecord,
    ProjectRecord,
    Record,
    SpeakerRecord,
    sorted_items,
)
from pullquote.exchange.report import ExportSteps, write_file
from pullquote.exchange.selection import Copies, ExportSelection, weight_of
from pullquote.model.guidelines import guidelines_of

PLAIN = DOCUMENTS
FIELDS = "fields.schema.json"

version_of = version_in


def start_writing(
    corpus: LabelledCorpus, selection: ExportSelection, form: Form, steps: ExportSteps
) -> "_Writing":
    return _Writing(corpus, selection, form, steps)


def losses_of(corpus: LabelledCorpus, form: Form) -> tuple[Loss, ...]:
    found = _losses_of_plain(corpus) if form == "file" else LossCounter()
    for document in corpus.each():
        _see_losses(document, found)
    return found.all()


class _Writing:
    """One export under way."""

    def __init__(
        self, corpus: LabelledCorpus, selection: ExportSelection, form: Form, steps: ExportSteps
    ) -> None:
        self._corpus = corpus
        self._selection = selection
        self._steps = steps
        self._plain = form == "file"
        self._meant = array("q")
        self.counts = ExportCounts()
        self.losses = _losses_of_plain(corpus) if self._plain else LossCounter()
        self.files: list[WrittenFile] = []

    def fill(self, folder: Path) -> None:
        self._write(folder, DOCUMENTS, self._lines())
        if self._plain:
            return
        corpus = self._corpus
        self._write(folder, SPEAKERS, map(encode_line, corpus.speakers))
        self._write(folder, SCHEMA, [corpus.schema_toml.encode()])
        self._write(folder, FIELDS, [(RESOURCES / "exchange" / FIELDS).read_bytes()])
        described = manifest(
            VERSION, corpus, self._selection, self.counts, self.losses.all(), self.files
        )
        (folder / MANIFEST).write_bytes(pretty(described))

    def check(self, ready: Path) -> None:
        """Read as anybody would; each record has to give the line again that was meant."""
        count = -1
        with read_export(ready, cut=True) as export:
            for count, document in enumerate(export.documents()):
                self._steps.back(count + 1, len(self._meant))
                if count >= len(self._meant) or hash(encode_line(document)) != self._meant[count]:
                    raise ReadBackDiffers(path=self._steps.path, where=f"document {document.name}")
            whole = self._plain or (
                export.speakers == self._corpus.speakers
                and export.schema_toml == self._corpus.schema_toml
                and export.project == self._corpus.project
                and export.decisions == self._corpus.decisions
            )
            if export.refused or count + 1 != len(self._meant) or not whole:
                where = str(export.refused[0]) if export.refused else "speakers or manifest"
                raise ReadBackDiffers(path=self._steps.path, where=where)

    def _lines(self) -> Iterator[bytes]:
        completer = DocumentCompleter(self._corpus, self._selection.copies)
        for document in self._steps.over(self._corpus):
            self.counts.see(document)
            _see_losses(document, self.losses)
            line = encode_line(completer.completed(document))
            # 8 bytes a document to compare with, instead of a second copy of the corpus.
            self._meant.append(hash(line))
            yield line

    def _write(self, folder: Path, name: str, parts: Iterable[bytes]) -> None:
        self.files.append(write_file(folder, name, parts))


def _see_losses(document: DocumentRecord, losses: LossCounter) -> None:
    for annotation in document.annotations:
        if cuts_character(document.text, annotation.start, annotation.end):
            losses.add(
                "labels that cut through a character, which an import refuses",
                f"{document.name} {annotation.start}–{annotation.end}",
            )


def _losses_of_plain(corpus: LabelledCorpus) -> LossCounter:
    """One plain file has no place for what belongs to the project as a whole."""
    found = LossCounter()
    found.add_each(
        "speakers' other names", (a.form for speaker in corpus.speakers for a in speaker.aliases)
    )
    found.add_each("notes on speakers", (s.name for s in corpus.speakers if s.note))
    found.add_each("ids of speakers elsewhere", (s.name for s in corpus.speakers if s.external_ids))
    found.add_each("whom speakers speak for", (s.name for s in corpus.speakers if s.represents))
    found.add_each("merged speakers", (s.name for s in corpus.speakers if s.merged_into))
    found.add_each("decisions about duplicates", (d.uid for d in corpus.decisions))
    if corpus.project.guidelines or any(guidelines_of(corpus.schema).values()):
        found.add("guidelines", corpus.project.name)
    found.add("label schema", corpus.schema.name)
    return found


_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True)
class RefusedRecord:
    """`line` counts from 1, 0 for a whole file; `what` is "" for the whole line."""

    file: str
    line: int
    what: str
    reason: PullquoteError

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}{', ' if self.what else ''}{self.what}: {self.reason}."


def is_export(path: Path) -> bool:
    """Whether a folder, an archive or a file looks like an export of ours, of any version."""
    try:
        with Files(path) as files:
            if files.plain and path.suffix.lower() != ".jsonl":
                return False
            found = version_in(files)
    except UnreadableExport:
        return False
    return found.startswith(VERSION.partition("/")[0] + "/")


def read_export(path: Path, *, cut: bool = False) -> "Export":
    """Open an export. Raises UnreadableExport and OtherFormat where nothing can be read."""
    files = Files(path)
    try:
        return Export(files, cut=cut)
    except PullquoteError:
        files.__exit__()
        raise


class Export:
    """An export on the disk: what belongs to the project at once, the documents one by one.

    `project`, `schema_toml` and `duplicates` are None where the file does not hold them; `refused`
    grows while documents are read. `total` is the number of documents that is promised, 0 where it
    is unknown, `size` their bytes.
    """

    def __init__(self, files: Files, *, cut: bool = False) -> None:
        self._files = files
        self._cut = cut
        self.path = files.path
        self.refused: list[RefusedRecord] = []
        manifest = self._manifest()
        self.project = _project(manifest)
        self.duplicates = _duplicates(manifest)
        self.total = _total(manifest)
        self.size = files.size(DOCUMENTS)
        self.annotators: tuple[AnnotatorRecord, ...] = self._listed(
            manifest, "annotators", lambda item: fitted(item, AnnotatorRecord, "annotators")
        )
        self.decisions: tuple[DecisionRecord, ...] = self._listed(
            manifest,
            "decisions",
            lambda item: check_decision(fitted(item, DecisionRecord, "decisions")),
        )
        self.schema_toml = files.text(SCHEMA) if SCHEMA in files else None
        self.speakers: tuple[SpeakerRecord, ...] = tuple(
            self._read(SPEAKERS, lambda line: decode_line(line, SpeakerRecord))
        )
        # Names of speakers by uid, as labels give them: all that one plain file says of them.
        self.speaker_names: dict[str, str] = {}

    def __enter__(self) -> "Export":
        return self

    def __exit__(self, *_: object) -> None:
        self._files.__exit__()

    def documents(self) -> Iterator[DocumentRecord]:
        """Raises UnreadableExport where the file itself fails midway."""
        seen: set[str] = set()

        def document(line: bytes) -> DocumentRecord:
            found = decode_document(line, self._refuse_part, cut=self._cut)
            if found.uid in seen:
                raise AlreadyInFile(what="document")
            seen.add(found.uid)
            self._learn_speakers(found)
            return found

        yield from self._read(DOCUMENTS, document)

    def _manifest(self) -> Row:
        if self._files.plain:
            if self._files.path.suffix.lower() != ".jsonl":
                raise UnreadableExport(path=self.path, reason="it is no folder, .zip or .jsonl")
            return {}
        if MANIFEST not in self._files or DOCUMENTS not in self._files:
            raise UnreadableExport(path=self.path, reason=f"{MANIFEST} or {DOCUMENTS} is missing")
        manifest = self._files.json(MANIFEST)
        if manifest.get("format") != VERSION:
            raise OtherFormat(found=str(manifest.get("format", ""))[:40], known=VERSION)
        return manifest

    def _listed(
        self, manifest: Row, key: str, take: Callable[[object], _Record]
    ) -> tuple[_Record, ...]:
        taken = []
        for item in listed(manifest, key):
            try:
                taken.append(take(item))
            except PullquoteError as problem:
                self.refused.append(RefusedRecord(MANIFEST, 0, key, problem))
        return tuple(taken)

    def _read(self, name: str, take: Callable[[bytes], _Record]) -> Iterator[_Record]:
        if name not in self._files:
            return
        for number, line in self._files.lines(name):
            self._at = (name, number)
            try:
                yield take(line)
            except PullquoteError as problem:
                self.refused.append(RefusedRecord(name, number, "", problem))

    def _refuse_part(self, what: str, problem: PullquoteError) -> None:
        name, number = self._at
        self.refused.append(RefusedRecord(name, number, what, problem))

    def _learn_speakers(self, document: DocumentRecord) -> None:
        for label in document.annotations:
            if label.speaker is not None and label.speaker_name:
                self.speaker_names.setdefault(label.speaker, label.speaker_name)


def _project(manifest: Row) -> ProjectRecord | None:
    found = manifest.get("project")
    if not isinstance(found, dict):
        return None
    settings = found.get("settings")
    described = {key: value for key, value in found.items() if key != "settings"}
    return replace(
        fitted(described, ProjectRecord), settings=settings if isinstance(settings, dict) else {}
    )


def _duplicates(manifest: Row) -> DuplicatesRecord | None:
    found = manifest.get("duplicates")
    return fitted(found, DuplicatesRecord) if isinstance(found, dict) else None


def _total(manifest: Row) -> int:
    counts = manifest.get("counts")
    count = counts.get("documents") if isinstance(counts, dict) else 0
    return count if isinstance(count, int) else 0


class DocumentCompleter:
    """Fills what follows from the rest, for the documents of one corpus."""

    def __init__(self, corpus: LabelledCorpus, copies: Copies = "weighted") -> None:
        self._clusters = corpus.clusters
        self._how = copies
        self._leaks = corpus.split.leaks if corpus.split else None
        self._speakers = SpeakerIndex(corpus.speakers)
        self._unset: dict[str, dict[str, str | None]] = {
            layer.id: dict.fromkeys(attribute.id for attribute in layer.attributes)
            for layer in corpus.schema.layers
        }

    def completed(self, document: DocumentRecord) -> DocumentRecord:
        repeats = RepeatedPassages(document, self._clusters)
        return replace(
            document,
            format=VERSION,
            annotations=tuple(
                [self._annotation(a, document, repeats) for a in document.annotations]
            ),
            passages=tuple(map(self._passage, document.passages)),
            metadata=sorted_items(document.metadata),
        )

    def _annotation(
        self, annotation: AnnotationRecord, document: DocumentRecord, repeats: RepeatedPassages
    ) -> AnnotationRecord:
        passage = repeats.of(annotation)
        leaks = self._leaks.of(annotation, repeats, document.split) if self._leaks else ()
        copies = repeats.copies(passage)
        speaker = self._speakers.get(annotation.speaker)
        return replace(
            annotation,
            text=document.text[annotation.start : annotation.end],
            attributes={**self._unset.get(annotation.layer, {}), **annotation.set_attributes()},
            speaker_name=speaker.name if speaker else None,
            cluster=passage.cluster if passage else None,
            copy=passage.copy if passage else 1,
            copies=copies,
            weight=weight_of(copies, self._how, document.split, leaks),
            leak=" ".join(leaks) or None,
        )

    def _passage(self, passage: PassageRecord) -> PassageRecord:
        cluster = self._clusters[passage.cluster]
        return replace(passage, cluster=cluster.uid, kind=cluster.kind, copies=cluster.copies)


_ENCODER = msgspec.json.Encoder()


def encode_line(record: Record) -> bytes:
    """One line of JSON, the LF included, that is one line for every reader.

    Some programs end a line at U+0085, U+2028 and U+2029, too, so these are escaped.
    """
    line = _ENCODER.encode(record)
    if not line.isascii():
        line = line.replace("\x85".encode(), b"\\u0085")
        line = line.replace("\u2028".encode(), b"\\u2028").replace("\u2029".encode(), b"\\u2029")
    return line + b"\n"
