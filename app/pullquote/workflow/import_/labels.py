"""Labels that Pullquote exported come into a project, with the documents they belong to."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pullquote.errors import Problem
from pullquote.exchange import jsonl
from pullquote.exchange.errors import UnreadableExport
from pullquote.exchange.files import DOCUMENTS, SCHEMA
from pullquote.exchange.jsonl import Export, RefusedRecord
from pullquote.exchange.records import DocumentRecord
from pullquote.model.schema_file import SchemaError, parse_schema
from pullquote.store.errors import ReadOnlyProject
from pullquote.store.merge.restore import restore_verbs
from pullquote.store.project import Project
from pullquote.store.values import DocumentQuery
from pullquote.store.writer import LongWriter, Writer
from pullquote.workflow.import_.labelled_documents import ExportPeople, LabelledDocuments
from pullquote.workflow.worker import Progress, Stop, Stopped, stream_from_process

OPERATION = "Import labels"
_AT_ONCE = 100
# Up to here reading takes less time than starting a process for it.
_SMALL = 2 << 20

Names = Mapping[str, str]
Item = tuple[DocumentRecord | None, tuple[RefusedRecord, ...], Names]


@dataclass(frozen=True, slots=True)
class UnknownToSchema:
    labels: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.sentence} ({self.labels:,})"


@dataclass(frozen=True, slots=True)
class LabelImportReport:
    """`documents` are new, `known` were in the project before.

    `annotations` and `relations` are new; `already` counts annotations that were there. `refused`
    names what was left out and why. `unknown` says what the schema does not have, and of how many
    labels that is true: they are there, and shown as unknown.
    """

    documents: int
    known: int
    annotations: int
    relations: int
    already: int
    refused: tuple[RefusedRecord, ...]
    unknown: tuple[UnknownToSchema, ...]
    stopped: bool


def import_jsonl(
    project: Project,
    path: Path,
    actor: int,
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> LabelImportReport:
    """Import a JSONL export as one operation that can be undone as a whole.

    Documents, labels, relations, speakers and decisions keep their ids, labels their makers, times
    and origin: an import into a new project gives back the project that was exported, and "by
    hand" stays true of a label that a person set by hand. Labels whose file says nothing of their
    origin are "imported". A project without documents takes on the uid, name, label schema,
    guidelines and settings, too.

    Documents are known by their id, else by the bytes and name of their file. What is in the
    project stands: a label or state that is there is not changed. When `stop` says so, the
    documents written so far stay, whole. Raises UnreadableExport, OtherFormat and ReadOnlyProject.
    """
    if project.read_only:
        raise ReadOnlyProject(path=project.path, why=project.why_read_only)
    with jsonl.read_export(path) as export:
        return _Import(project, export, actor, progress, stop).run()


class _Import:
    """One import under way."""

    def __init__(
        self,
        project: Project,
        export: Export,
        actor: int,
        progress: Progress | None,
        stop: Stop | None,
    ) -> None:
        self._project = project
        self._export = export
        self._actor = actor
        self._progress = progress
        self._stop = stop
        self._people = ExportPeople(project, export)
        self._records = LabelledDocuments(project, self._people, actor)
        self._refused = list(export.refused)

    def run(self) -> LabelImportReport:
        self._project.back_up("import")
        stopped = False
        details = {"paths": [str(self._export.path)], "total": self._export.total}
        with self._project.long_operation(OPERATION, self._actor, details) as long:
            with long.step(0) as writer:
                self._adopt(writer)
                self._people.add(writer)
            try:
                self._add_documents(long)
            except Stopped:
                stopped = True
            except UnreadableExport as problem:
                self._refused.append(RefusedRecord(DOCUMENTS, 0, "", problem))
            with long.step(0) as writer:
                self._refused += self._people.finish(writer, self._records.documents)
                self._refused += self._records.finish(writer, self._export.decisions)
        return self._report(stopped=stopped)

    def _report(self, *, stopped: bool) -> LabelImportReport:
        counts, unknown = self._records.counts, self._records.unknown
        return LabelImportReport(
            documents=counts["documents"],
            known=counts["known"],
            annotations=counts["annotations"],
            relations=counts["relations"],
            already=counts["already"],
            refused=tuple(self._refused),
            unknown=tuple(UnknownToSchema(n, said) for said, n in sorted(unknown.items())),
            stopped=stopped,
        )

    def _adopt(self, writer: Writer) -> None:
        """Become the exported project, if there is nothing here that it would be mixed with."""
        found, toml = self._export.project, self._export.schema_toml
        if self._project.document_ids(DocumentQuery(excluded=None)):
            if toml is not None and toml != self._project.schema_toml:
                other = Problem(
                    "the label schema is not that of this project, which stays as it is; "
                    "labels of layers that are missing here are kept and shown grey"
                )
                self._refused.append(RefusedRecord(SCHEMA, 0, "", other))
            return
        if found is not None:
            restore_verbs(writer).put_project_uid(found.uid)
            writer.set_project(
                name=found.name, guidelines_md=found.guidelines, settings=found.settings
            )
        if toml is not None:
            try:
                parse_schema(toml)
                writer.set_project(schema_toml=toml)
            except SchemaError as problem:
                self._refused.append(RefusedRecord(SCHEMA, 0, "", problem))

    def _add_documents(self, long: LongWriter) -> None:
        done, waiting = 0, list[tuple[DocumentRecord, Names]]()
        for document, refused, names in self._read():
            if self._stop is not None and self._stop():
                raise Stopped
            self._refused += refused
            if document is not None:
                waiting.append((document, names))
            if len(waiting) >= _AT_ONCE or document is None:
                self._write(long, waiting)
                done += len(waiting)
                waiting.clear()
                if self._progress is not None:
                    self._progress(done, max(done, self._export.total))

    def _read(self) -> Iterator[Item]:
        if self._export.size <= _SMALL:
            return _items(self._export.path)
        return stream_from_process(_items, self._export.path, stop=self._stop)

    def _write(self, long: LongWriter, some: Sequence[tuple[DocumentRecord, Names]]) -> None:
        """As many documents in a step as there is time for."""
        left = deque(some)
        while left:
            with long.step() as writer:
                self._add(writer, *left.popleft())
                while left and long.has_time:
                    self._add(writer, *left.popleft())
                    long.count(1)

    def _add(self, writer: Writer, document: DocumentRecord, names: Names) -> None:
        self._people.learn(writer, names)
        self._refused += self._records.add(writer, document)


def _items(path: Path) -> Iterator[Item]:
    """The documents of an export with what was refused on the way, and names of their speakers.

    The names are those that labels give, where the export has no register; last comes no document.
    """
    with jsonl.read_export(path) as export:
        told = len(export.refused)
        for document in export.documents():
            names = {} if export.speakers else _names(document, export)
            yield document, tuple(export.refused[told:]), names
            told = len(export.refused)
        yield None, tuple(export.refused[told:]), {}


def _names(document: DocumentRecord, export: Export) -> dict[str, str]:
    speakers = {a.speaker for a in document.annotations if a.speaker is not None}
    return {uid: export.speaker_names[uid] for uid in speakers if uid in export.speaker_names}
