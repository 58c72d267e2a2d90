"""A project becomes files with labels: read at one moment, written, read back and compared.

Row ids become uids and names on the way.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import NamedTuple

from pullquote.adjudication.values import Decision
from pullquote.errors import PullquoteError
from pullquote.exchange.corpus import ClusterRecord, LabelledCorpus
from pullquote.exchange.export import corpus_losses, write_corpus
from pullquote.exchange.formats import ExportFormat, export_format
from pullquote.exchange.losses import Loss
from pullquote.exchange.records import (
    AdjudicationRecord,
    AliasRecord,
    AnnotationRecord,
    AnnotatorRecord,
    DecisionRecord,
    DocumentRecord,
    DuplicatesRecord,
    FileRecord,
    GroupRecord,
    PassageRecord,
    ProjectRecord,
    RejectionRecord,
    RelationRecord,
    RepresentsRecord,
    SharedFields,
    SourceRecord,
    SpeakerRecord,
    StateRecord,
    publication_fields,
    sorted_items,
)
from pullquote.exchange.replacement import clear_leftovers
from pullquote.exchange.report import ExportReport, Progress, SplitReport, Stop
from pullquote.exchange.selection import ALL, ExportSelection, count_labels
from pullquote.exchange.split import parts_of_export, split_corpus, write_parts
from pullquote.model.schema_file import parse_schema
from pullquote.model.values import (
    Annotation,
    Document,
    DuplicateDecision,
    Relation,
    Represents,
    Speaker,
    State,
)
from pullquote.sampling.split import SplitRequest
from pullquote.store.errors import UnknownAnnotator
from pullquote.store.project import Project
from pullquote.store.reads import Reads, snapshot
from pullquote.store.values import DocumentQuery
from pullquote.workflow import worker
from pullquote.workflow.find_duplicates import STAMP, is_current


class ExportLayerUnknown(PullquoteError):
    template = "The label schema has no layer “{name}”; there are: {known}."


class ExportPreview(NamedTuple):
    """What would not be kept; how many labels there are, and how many where of copies only the
    first counts; what comes of the split, None without one and where repeats are not up to date.
    """

    losses: tuple[Loss, ...]
    labels: int
    once: int
    split: SplitReport | None


def export(
    project: Reads,
    kind: str,
    to: Path,
    selection: ExportSelection = ALL,
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> ExportReport:
    """Write the project in the format with the id `kind`; the name of `to` says in which form.

    The project may be written to meanwhile: the files hold what stood in it at the start. Raises
    UnknownExportFormat, UnknownAnnotator, ExportLayerUnknown and the errors of
    `exchange.export`; `to` is then as it was before.
    """
    return _export(project, export_format(kind), to, selection, progress, stop)


def export_split(
    project: Reads,
    to: Path,
    request: SplitRequest,
    selection: ExportSelection = ALL,
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> SplitReport:
    """Write the documents of train, dev and test to a folder; see `exchange.split.write_parts`.

    Raises what that raises, RepeatsUnknown, UnknownAnnotator and ExportLayerUnknown.
    """
    with corpus_of(project, with_paths=selection.with_paths) as corpus:
        chosen = _checked(corpus, selection)
        parted, report = split_corpus(corpus, request)
        write_parts(parted, report, to, chosen, progress=progress, stop=stop)
    return report


def export_beside(
    project: Project,
    kind: str,
    to: Path,
    selection: ExportSelection = ALL,
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> ExportReport:
    """`export` in a process of its own, so that the window never waits. Raises Stopped, too."""
    try:
        return worker.run_on_project(
            _export, project, export_format(kind), to, selection, progress=progress, stop=stop
        )
    except (worker.Stopped, worker.WorkerDied):
        clear_leftovers(to)
        raise


def preview_beside(
    project: Project,
    kind: str,
    to: Path,
    selection: ExportSelection = ALL,
    *,
    stop: Stop | None = None,
) -> ExportPreview:
    """What an export to `to` would give, counted in a process of its own without writing it.

    Looks at every label: 10,000 documents take seconds. Raises what `export` raises for its
    arguments, and Stopped.
    """
    return worker.run_on_project(_preview, project, export_format(kind), to, selection, stop=stop)


def _export(
    project: Reads,
    kind: ExportFormat,
    to: Path,
    selection: ExportSelection,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> ExportReport:
    with corpus_of(project, with_paths=selection.with_paths) as corpus:
        chosen = _checked(corpus, selection)
        if chosen.split is None:
            return write_corpus(kind, corpus, to, chosen, progress=progress, stop=stop)
        parted, split = split_corpus(corpus, _as_before(chosen.split, to))
        report = write_corpus(kind, parted, to, chosen, progress=progress, stop=stop)
        return replace(report, split=split)


def _preview(
    project: Reads, kind: ExportFormat, to: Path, selection: ExportSelection
) -> ExportPreview:
    with corpus_of(project) as corpus:
        chosen = _checked(corpus, selection)
        losses = corpus_losses(kind, corpus, to, chosen)
        labels, once = count_labels(corpus, chosen)
        split = None
        if chosen.split is not None and corpus.duplicates is not None:
            split = split_corpus(corpus, _as_before(chosen.split, to))[1]
        return ExportPreview(losses, labels, once, split)


def _as_before(request: SplitRequest, to: Path) -> SplitRequest:
    """What an export to the same place dealt keeps its part, unless something else is asked for."""
    return replace(request, kept=request.kept or parts_of_export(to, request))


def _checked(corpus: LabelledCorpus, selection: ExportSelection) -> ExportSelection:
    """The selection with the names as the project spells them."""
    known = {annotator.name.casefold(): annotator.name for annotator in corpus.annotators}
    chosen: list[str] = []
    for name in selection.annotators or ():
        if name.casefold() not in known:
            raise UnknownAnnotator(name=name, known=", ".join(known.values()) or "none")
        chosen.append(known[name.casefold()])
    layers = [layer.id for layer in corpus.schema.layers]
    for layer in selection.layers or ():
        if layer not in layers:
            raise ExportLayerUnknown(name=layer, known=", ".join(layers))
    annotators = None if selection.annotators is None else tuple(sorted(set(chosen)))
    return replace(selection, annotators=annotators)


@contextmanager
def corpus_of(project: Reads, *, with_paths: bool = False) -> Iterator[LabelledCorpus]:
    """The project at this moment; it is read document by document, inside the block.

    Passages are left out when they are not of the documents as they are now. `with_paths` as in
    `ExportSelection`.
    """
    with snapshot(project) as at_once:
        yield _Reader(at_once, with_paths=with_paths).corpus()


def shortened_paths(paths: Collection[str]) -> dict[str, str]:
    """Paths on this computer by their names, with as many folders as tell them apart.

    Other origins, such as web addresses and names in archives, are not there.
    """
    left = {path: [part for part in _SEPARATORS.split(path) if part] for path in paths}
    left = {path: parts for path, parts in left.items() if _is_local(path) and parts}
    done: dict[str, str] = {}
    length = 0
    while left:
        length += 1
        tails = {path: "/".join(parts[-length:]) for path, parts in left.items()}
        often = Counter(tails.values())
        for path, tail in tails.items():
            if often[tail] == 1 or length >= len(left[path]):
                done[path] = tail
                del left[path]
    return done


def _is_local(origin: str) -> bool:
    kinds = (PurePosixPath(origin), PureWindowsPath(origin))
    return origin.startswith(("file:", "~")) or any(path.is_absolute() for path in kinds)


_SEPARATORS = re.compile(r"[/\\]")


_ANNOTATION = SharedFields(AnnotationRecord, Annotation, but=("annotator", "speaker", "created_by"))
_RELATION = SharedFields(RelationRecord, Relation, but=("annotator", "head", "tail"))
_STATE = SharedFields(StateRecord, State, but=("annotator",))
_DOCUMENT = SharedFields(DocumentRecord, Document, but=("published", "version_of"))
_FILE = SharedFields(FileRecord, Document)
_SPEAKER = SharedFields(SpeakerRecord, Speaker, but=("external_ids", "merged_into", "aliases"))
_ADJUDICATION = SharedFields(AdjudicationRecord, Decision, but=("sources", "by"))
_DECISION = SharedFields(DecisionRecord, DuplicateDecision)


class _Reader:
    """Turns row ids into uids and names."""

    def __init__(self, project: Reads, *, with_paths: bool) -> None:
        self._project = project
        self._annotators = {a.id: a for a in project.annotators()}
        self._names = {id_: annotator.name for id_, annotator in self._annotators.items()}
        register = project.speakers()
        self._represents: dict[int, list[Represents]] = defaultdict(list)
        for one in project.represents():
            self._represents[one.speaker].append(one)
        self._speakers = {speaker.id: speaker.uid for speaker in register}
        documents = [*map(project.document, project.document_ids(DocumentQuery(excluded=None)))]
        # Only files of the same bytes and row need more than a name to be told apart.
        same: dict[tuple[str, int, int], set[str]] = defaultdict(set)
        for document in () if with_paths else documents:
            same[document.raw_sha256, document.origin_row, document.part].add(document.origin)
        self._places = {
            (*key, path): name
            for key, paths in same.items()
            for path, name in shortened_paths(paths).items()
        }
        self._order = sorted((document.name, document.uid, document.id) for document in documents)
        self._documents = {id_: uid for _, uid, id_ in self._order}
        self._register = sorted(register, key=lambda speaker: (speaker.name, speaker.uid))
        self._duplicates = self._current_duplicates()
        self._clusters = self._found_clusters() if self._duplicates else {}
        self._groups = self._found_groups() if self._duplicates else {}

    def corpus(self) -> LabelledCorpus:
        uid, name, schema_toml = self._project.described()
        settings = dict(self._project.settings)
        return LabelledCorpus(
            project=ProjectRecord(
                uid=uid,
                name=name,
                guidelines=self._project.guidelines,
                settings=json.loads(json.dumps(settings, sort_keys=True)),
            ),
            schema=parse_schema(schema_toml),
            schema_toml=schema_toml,
            annotators=tuple(
                sorted(
                    (AnnotatorRecord(a.name, a.kind) for a in self._annotators.values()),
                    key=lambda a: a.name,
                )
            ),
            speakers=tuple(map(self._speaker, self._register)),
            clusters={cluster.uid: cluster for cluster in self._clusters.values()},
            decisions=self._decisions(),
            duplicates=self._duplicates,
            total=len(self._order),
            each=lambda: (self._document(id_) for _, _, id_ in self._order),
        )

    def _document(self, row: int) -> DocumentRecord:
        project, found = self._project, self._project.document(row)
        annotations = project.annotations(row)
        uids = {annotation.id: annotation.uid for annotation in annotations}
        fields = _DOCUMENT.of(found) | publication_fields(found.published)
        fields["metadata"] = sorted_items(found.metadata)
        group = self._group(found)
        return DocumentRecord(
            **fields,
            group=group,
            weight=1 / group.copies if group else None,
            text=project.text(row),
            version_of=self._documents.get(found.version_of) if found.version_of else None,
            file=self._file(found),
            states=tuple(
                StateRecord(annotator=self._names[s.annotator], **_STATE.of(s))
                for s in project.states(row)
            ),
            annotations=tuple(map(self._annotation, annotations)),
            relations=tuple(self._relation(r, uids) for r in project.relations(row)),
            rejections=tuple(
                RejectionRecord(name, r.layer, r.start, r.end, r.value)
                for annotator, name in self._names.items()
                for r in project.rejections(row, annotator)
            ),
            adjudications=tuple(map(self._adjudication, project.adjudications([row]))),
            passages=tuple(
                PassageRecord(
                    start=p.start, end=p.end, cluster=self._clusters[p.cluster].uid, copy=p.copy
                )
                for p in (project.passages(row) if self._clusters else ())
            ),
        )

    def _file(self, found: Document) -> FileRecord:
        fields = _FILE.of(found)
        key = (found.raw_sha256, found.origin_row, found.part, found.origin)
        fields["origin"] = self._places.get(key, found.origin)
        return FileRecord(**fields)

    def _annotation(self, found: Annotation) -> AnnotationRecord:
        return AnnotationRecord(
            **_ANNOTATION.of(found),
            annotator=self._names[found.annotator],
            speaker=self._speakers[found.speaker] if found.speaker is not None else None,
            created_by=self._names[found.created_by] if found.created_by is not None else None,
        )

    def _relation(self, found: Relation, uids: Mapping[int, str]) -> RelationRecord:
        return RelationRecord(
            **_RELATION.of(found),
            annotator=self._names[found.annotator],
            head=uids[found.head],
            tail=uids[found.tail],
        )

    def _adjudication(self, found: Decision) -> AdjudicationRecord:
        return AdjudicationRecord(
            **_ADJUDICATION.of(found),
            sources=tuple(SourceRecord(uid, content) for uid, content in found.sources),
            by=self._names[found.by] if found.by is not None else None,
        )

    def _speaker(self, found: Speaker) -> SpeakerRecord:
        aliases = [
            AliasRecord(a.uid, a.form, self._documents[a.document] if a.document else None)
            for a in found.aliases
        ]
        represents = [
            RepresentsRecord(
                r.uid,
                self._speakers[r.institution],
                self._documents[r.document] if r.document else None,
            )
            for r in self._represents[found.id]
        ]
        return SpeakerRecord(
            **_SPEAKER.of(found),
            external_ids=sorted_items(found.external_ids),
            merged_into=self._speakers[found.merged_into] if found.merged_into else None,
            aliases=tuple(sorted(aliases, key=lambda a: (a.form, a.document or "", a.uid))),
            represents=tuple(sorted(represents, key=lambda r: (r.document or "", r.uid))),
        )

    def _decisions(self) -> tuple[DecisionRecord, ...]:
        found = (DecisionRecord(**_DECISION.of(d)) for d in self._project.decisions())
        return tuple(sorted(found, key=lambda decision: decision.uid))

    def _current_duplicates(self) -> DuplicatesRecord | None:
        stamp = self._project.stamp(STAMP)
        if stamp is None or not is_current(self._project):
            return None
        return DuplicatesRecord(stamp.engine, stamp.settings_hash)

    def _found_groups(self) -> dict[int, GroupRecord]:
        """By document, of those that are near others."""
        rows = self._project.document_groups()
        copies = Counter(row.grp for row in rows)
        names = {
            row.representative: self._project.document(row.representative).text_sha256[:12]
            for row in rows
        }
        return {
            row.document: GroupRecord(
                names[row.representative],
                copies[row.grp],
                row.coverage,
                row.document == row.representative,
            )
            for row in rows
        }

    def _group(self, found: Document) -> GroupRecord | None:
        if self._duplicates is None or found.excluded is not None:
            return None
        return self._groups.get(found.id) or GroupRecord(found.text_sha256[:12])

    def _found_clusters(self) -> dict[int, ClusterRecord]:
        decided = {d.fingerprint: d.kind for d in self._project.decisions() if d.fingerprint}
        return {
            cluster.id: ClusterRecord(
                uid=cluster.fingerprint,
                kind=cluster.kind,
                copies=cluster.copies,
                documents=cluster.documents,
                similarity=cluster.similarity,
                boilerplate=cluster.boilerplate,
                decision=decided.get(cluster.fingerprint, ""),
            )
            for cluster in self._project.clusters()
        }
