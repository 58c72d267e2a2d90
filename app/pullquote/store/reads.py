"""The questions that a project answers, from any thread, also as of one moment.

Those about people, assignments and adjudications stand beside their noun in `content`.
"""

import json
from abc import ABC
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from peewee import JOIN, ModelSelect, fn

from pullquote.model.values import (
    Annotation,
    Annotator,
    Cluster,
    Document,
    DuplicateDecision,
    Passage,
    Relation,
    Represents,
    Speaker,
    State,
)
from pullquote.store.content import (
    annotations,
    documents,
    duplicates,
    people,
    relations,
)
from pullquote.store.content.adjudications import AdjudicationReads
from pullquote.store.content.assignments import AssignmentReads
from pullquote.store.errors import NotThere
from pullquote.store.journal import history, next_undo
from pullquote.store.journal.operations import require
from pullquote.store.sql.database import Database, Readable
from pullquote.store.sql.derived_tables import ClusterTable, PassageTable
from pullquote.store.sql.fields import mapping_from_json
from pullquote.store.sql.statements import ASKED, LISTED, Among, Query, Row, Statement, select
from pullquote.store.sql.tables import (
    AnnotationTable,
    AssignmentTable,
    DocumentTable,
    ForeignSuggestionTable,
    ProjectTable,
    RelationTable,
    SpeakerTable,
    StateTable,
    TextTable,
)
from pullquote.store.values import (
    FOLD_KEEPS,
    DocumentQuery,
    DocumentRow,
    FoldPreview,
    ForeignSuggestion,
    GroupRow,
    HistoryEntry,
    JournalSize,
    NamedVersion,
    PairRow,
    Rejection,
    SearchedDocument,
    Stamp,
    StateCounts,
    VersionPreview,
)

if TYPE_CHECKING:
    from pullquote.store.content.counts import ContentCounts
from pullquote.text.spans import Span


def _done() -> "ModelSelect[Any]":
    return StateTable.select(StateTable.document).where(StateTable.value == "done")


def _done_documents(*columns: Any) -> "ModelSelect[Any]":  # noqa: ANN401 - whatever may stand after SELECT
    return DocumentTable.select(DocumentTable.id, *columns).where(DocumentTable.id.in_(_done()))


def _labels() -> "ModelSelect[Any]":
    label, original = AnnotationTable, AnnotationTable.alias()
    return label.select(
        label.id,
        label.document,
        label.annotator,
        label.layer,
        label.start,
        label.end,
        label.attributes,
        label.speaker,
        label.origin,
        fn.COALESCE(original.id, label.carried_from),
    ).join(original, JOIN.LEFT_OUTER, on=(original.uid == label.carried_from))


def _passages() -> "ModelSelect[Any]":
    passage = PassageTable
    found = passage.select(
        passage.document,
        passage.start,
        passage.end,
        passage.cluster,
        passage.copy,
        ClusterTable.boilerplate,
    ).join(ClusterTable, on=(ClusterTable.id == passage.cluster))
    return found.where(passage.document.in_(_done()))


_DONE = Among(
    lambda: StateTable.select(StateTable.document, StateTable.annotator).where(
        StateTable.value == "done"
    ),
    StateTable.document,
    tuple,
)
_DOCUMENTS = Among(
    lambda: _done_documents(
        TextTable.characters, DocumentTable.excluded, DocumentTable.published
    ).join(TextTable),
    DocumentTable.id,
    tuple,
)
_NAMES = Among(lambda: _done_documents(DocumentTable.name), DocumentTable.id, tuple)
_TEXTS = Among(lambda: _done_documents(TextTable.content).join(TextTable), DocumentTable.id, tuple)
_ANNOTATIONS = Among(_labels, AnnotationTable.document, tuple)
_RELATION_COLUMNS = ("id", "document", "annotator", "kind", "head", "tail", "role")
_RELATIONS = Among(
    lambda: RelationTable.select(*(getattr(RelationTable, name) for name in _RELATION_COLUMNS)),
    RelationTable.document,
    tuple,
)
_TOOL_COLUMNS = (
    "id", "document", "source", "layer", "start", "end", "attributes", "speaker_name", "external_id"
)  # fmt: skip
_TOOL_LABELS = Among(
    lambda: ForeignSuggestionTable.select(
        *(getattr(ForeignSuggestionTable, name) for name in _TOOL_COLUMNS)
    ),
    ForeignSuggestionTable.document,
    tuple,
)
_TOOLS = Statement(
    lambda: (
        ForeignSuggestionTable.select(ForeignSuggestionTable.source)
        .distinct()
        .order_by(ForeignSuggestionTable.source)
    )
)
_SPEAKERS = select(SpeakerTable, "id", "name", "merged_into")
_PASSAGES = Statement(_passages)


class AgreementReads(Readable):
    """`documents` None stands for all that somebody has done."""

    def done_rows(self, documents: Collection[int] | None = None) -> list[Row]:
        """Document, annotator."""
        return self._among(_DONE, documents)

    def done_document_rows(self, documents: Collection[int] | None = None) -> list[Row]:
        """Id, characters, why it is excluded or None, publication date or None."""
        return self._among(_DOCUMENTS, documents)

    def label_rows(self, documents: Collection[int] | None = None) -> Iterator[Row]:
        """Id, document, annotator, layer, start, end, attributes as JSON, speaker or None, origin,
        and what it was carried from: None, an id, or a uid that is not there any more.

        Labels of documents that their annotator has not done are among them.
        """
        return self._stream(_ANNOTATIONS, documents)

    def relation_rows(self, documents: Collection[int] | None = None) -> Iterator[Row]:
        """Id, document, annotator, kind, head, tail, role; not done ones are among them."""
        return self._stream(_RELATIONS, documents)

    def tool_names(self) -> list[str]:
        """The tools whose suggestions were brought in, by name."""
        return [name for (name,) in self._every(_TOOLS)]

    def tool_label_rows(self, documents: Collection[int] | None = None) -> list[Row]:
        """What tools suggest: id, document, tool, layer, start, end, attributes as JSON, the name
        of a speaker or None, and the tool's own id of it; relations are among the attributes.
        """
        return self._among(_TOOL_LABELS, documents)

    def done_names(self, documents: Collection[int] | None = None) -> dict[int, str]:
        """The names by document."""
        return dict(self._among(_NAMES, documents))

    def done_texts(self, documents: Collection[int] | None = None) -> dict[int, str]:
        """The texts by document."""
        return dict(self._among(_TEXTS, documents))

    def speaker_rows(self) -> list[Row]:
        """Id, name, and the id of what it was merged into or None."""
        return self._every(_SPEAKERS)

    def passage_rows(self) -> list[Row]:
        """Document, start, end, cluster, copy, boilerplate; of documents that somebody has done."""
        return self._every(_PASSAGES)


class StateTally(NamedTuple):
    """Documents that one annotator has in one state.

    `value` "assigned" counts what was given to them, in whatever state. Excluded documents do not
    count.
    """

    annotator: int
    value: str
    documents: int


class LabelTally(NamedTuple):
    """Labels of one annotator, layer and origin, in the documents of one source."""

    annotator: int
    layer: str
    origin: str
    source: str | None
    labels: int


_IN_CORPUS = DocumentTable.excluded.is_null()


def _state_tallies() -> "ModelSelect[Any]":
    state = StateTable
    found = state.select(state.annotator, state.value, fn.COUNT(state.id)).join(DocumentTable)
    return found.where(_IN_CORPUS).group_by(state.annotator, state.value)


def _assigned() -> "ModelSelect[Any]":
    """How many were given to each, and how many of those are begun."""
    given, state = AssignmentTable, StateTable
    begun = (state.document == given.document) & (state.annotator == given.annotator)
    return (
        given.select(given.annotator, fn.COUNT(given.id), fn.COUNT(state.id))
        .join(DocumentTable)
        .join(state, JOIN.LEFT_OUTER, on=begun)
        .where(_IN_CORPUS)
        .group_by(given.annotator)
    )


def _label_tallies() -> "ModelSelect[Any]":
    label = AnnotationTable
    by = (label.annotator, label.layer, label.origin, DocumentTable.source)
    found = label.select(*by, fn.COUNT(label.id)).join(DocumentTable).where(_IN_CORPUS)
    return found.group_by(*by).order_by(*by)


_STATE_TALLIES = Query(_state_tallies, StateTally._make)
_ASSIGNED = Statement(_assigned)
_LABEL_TALLIES = Query(_label_tallies, LabelTally._make)


class ProgressReads(Readable):
    def state_tallies(self) -> list[StateTally]:
        given = [StateTally(who, "assigned", n) for who, n, _begun in self._every(_ASSIGNED)]
        return self._all(_STATE_TALLIES) + given

    def assigned_not_started(self) -> dict[int, int]:
        """Of each annotator who was given documents, how many of them are not begun."""
        return {who: given - begun for who, given, begun in self._every(_ASSIGNED)}

    def label_tallies(self) -> list[LabelTally]:
        return self._all(_LABEL_TALLIES)


def _spans() -> "ModelSelect[Any]":
    label = AnnotationTable
    return label.select(label.document, label.start, label.end).where(label.annotator == ASKED)


_LABELLED = Statement(
    lambda: (
        AnnotationTable.select(AnnotationTable.document)
        .where(AnnotationTable.annotator == ASKED)
        .distinct()
        .order_by(AnnotationTable.document)
    )
)
_SPANS = Statement(lambda: _spans().order_by(AnnotationTable.document))
_SPANS_IN = Statement(lambda: _spans().where(AnnotationTable.document.in_(LISTED)))
_DESCRIBED = select(ProjectTable, "uid", "name", "schema_toml")
_SETTINGS = select(ProjectTable, "settings")
_GUIDELINES = select(ProjectTable, "guidelines_md")


class Reads(AdjudicationReads, AgreementReads, AssignmentReads, ProgressReads, ABC):
    """Inside an operation the thread that writes sees what it has written so far."""

    # --- the project ---

    @property
    def settings(self) -> MappingProxyType[str, Any]:
        return MappingProxyType(mapping_from_json(self._value(_SETTINGS)))

    @property
    def guidelines(self) -> str:
        found: str = self._value(_GUIDELINES)
        return found

    def described(self) -> tuple[str, str, str]:
        """The project's uid, name and label schema as TOML."""
        found = self._every(_DESCRIBED)
        if not found:
            raise NotThere(what="project", id=1)
        uid, name, schema_toml = found[0]
        return uid, name, schema_toml

    def content_counts(self) -> "ContentCounts":
        # Asked when two states are compared, not at a press of a key.
        from pullquote.store.content.counts import read_counts

        with self._reading() as db:
            return read_counts(db)

    # --- people ---

    def annotators(self) -> list[Annotator]:
        return self._all(people.ALL_ANNOTATORS)

    def annotator(self, annotator: int) -> Annotator:
        return require("annotator", annotator, self._one(people.ANNOTATOR, annotator))

    def speakers(self) -> list[Speaker]:
        """All of the register, those that were merged into others too."""
        with self._reading() as db:
            return people.read_speakers(db)

    def speaker(self, speaker: int) -> Speaker:
        with self._reading() as db:
            return require("speaker", speaker, people.read_speaker(db, speaker))

    def represents(self) -> list[Represents]:
        """Whom speakers speak for."""
        return self._all(people.ALL_REPRESENTS)

    def merged_speaker(self, speaker: int) -> int:
        """The one that this speaker was merged into in the end, itself if it was not."""
        with self._reading() as db:
            return people.follow_merges(db, speaker)

    def speaker_uses(self) -> dict[int, int]:
        """How many annotations name each speaker; one that was merged counts for itself."""
        return dict(self._every(people.USES_OF_SPEAKERS))

    def quotes_of(self, speaker: int) -> int:
        """How many quotes are said to be a speaker's, of all annotators: as exports count them."""
        statements = (people.QUOTES_OF_SPEAKER, people.QUOTES_OF_MENTIONS)
        return sum(int(self._value(statement, speaker) or 0) for statement in statements)

    # --- documents ---

    def document(self, document: int) -> Document:
        return require("document", document, self._one(documents.DOCUMENT, document))

    def text(self, document: int) -> str:
        found: str | None = self._value(documents.TEXT, document)
        return require("document", document, found)

    def find_document(self, uid: str) -> int | None:
        found: int | None = self._value(documents.DOCUMENT_OF_UID, uid)
        return found

    def texts(self) -> Iterator[tuple[int, str]]:
        """The id and text of each document that is not excluded; some are read at a time."""
        last = 0
        while some := self._every(documents.TEXTS_AFTER, last):
            yield from some
            last = some[-1][0]

    def document_ids(self, query: DocumentQuery) -> list[int]:
        with self._reading() as db:
            return documents.find_documents(db, query)

    def document_rows(self, ids: Sequence[int], annotator: int) -> list[DocumentRow]:
        """In the order of `ids`; those that are gone are left out."""
        with self._reading() as db:
            return documents.read_document_rows(db, ids, annotator)

    def document_counts(self, annotator: int) -> StateCounts:
        with self._reading() as db:
            return documents.count_states(db, annotator)

    def sources(self) -> list[str]:
        return [source for (source,) in self._every(documents.SOURCES)]

    # --- labels ---

    def annotation(self, annotation: int) -> Annotation:
        return require("label", annotation, self._one(annotations.ANNOTATION, annotation))

    def annotations(self, document: int, annotator: int | None = None) -> list[Annotation]:
        """By start, the longer first, then by layer and age."""
        if annotator is None:
            return self._all(annotations.ANNOTATIONS_OF_DOCUMENT, document)
        return self._all(annotations.ANNOTATIONS_OF_ANNOTATOR, document, annotator)

    def layers_in(self, document: int, annotator: int, span: Span) -> dict[str, int]:
        """How many labels of an annotator touch a stretch, by the ids of their layers."""
        return dict(self._every(annotations.LAYERS_IN, document, annotator, span.end, span.start))

    def labelled_documents(self, annotator: int) -> list[int]:
        """The documents that an annotator has labels in, in the order they were added."""
        return [document for (document,) in self._every(_LABELLED, annotator)]

    def untouched_copies(self, annotation_uid: str) -> int:
        """How many labels were carried from one, and not changed or confirmed since."""
        return int(self._value(annotations.UNTOUCHED_COPIES, annotation_uid))

    def carried_copies(self, annotation_uid: str) -> list[Annotation]:
        """The labels that were carried from one, of whatever state."""
        return self._all(annotations.CARRIED_COPIES, annotation_uid)

    def relation(self, relation: int) -> Relation:
        return require("relation", relation, self._one(relations.RELATION, relation))

    def relations(self, document: int, annotator: int | None = None) -> list[Relation]:
        if annotator is None:
            return self._all(relations.RELATIONS_OF_DOCUMENT, document)
        return self._all(relations.RELATIONS_OF_ANNOTATOR, document, annotator)

    def state(self, document: int, annotator: int) -> State | None:
        return self._one(annotations.STATE, document, annotator)

    def states(self, document: int) -> list[State]:
        return self._all(annotations.STATES_OF_DOCUMENT, document)

    def rejections(self, document: int, annotator: int) -> list[Rejection]:
        return self._all(annotations.REJECTIONS, document, annotator)

    def foreign_suggestions(self, document: int) -> list[ForeignSuggestion]:
        """What other tools suggest, in the order of the text."""
        return self._all(annotations.FOREIGN_SUGGESTIONS, document)

    # --- duplicates ---

    def passages(self, document: int) -> list[Passage]:
        return self._all(duplicates.PASSAGES_OF_DOCUMENT, document)

    def cluster(self, cluster: int) -> Cluster:
        return require("cluster", cluster, self._one(duplicates.CLUSTER, cluster))

    def clusters(self) -> list[Cluster]:
        return self._all(duplicates.CLUSTERS)

    def cluster_passages(self, cluster: int) -> list[Passage]:
        """In the order of the copies."""
        return self._all(duplicates.PASSAGES_OF_CLUSTER, cluster)

    def decisions(self) -> list[DuplicateDecision]:
        return self._all(duplicates.ALL_DECISIONS)

    def cluster_rows(self) -> list[Row]:
        """Id, kind, copies, documents, similarity, boilerplate; by id."""
        return self._every(duplicates.CLUSTER_ROWS)

    def every_passage(self) -> list[Row]:
        """Document, start, end, cluster, copy; in the order of documents and texts."""
        return self._every(duplicates.PASSAGE_ROWS)

    def spread_rows(self) -> list[Row]:
        """Id, source, day of publication and characters of the documents that are not excluded."""
        return self._every(duplicates.SPREAD_ROWS)

    def label_spans(self, annotator: int, documents: Collection[int] | None = None) -> list[Row]:
        """Document, start and end of the labels of one annotator."""
        if documents is None:
            return self._every(_SPANS, annotator)
        return self._every(_SPANS_IN, annotator, json.dumps(list(documents)))

    def searched_documents(self) -> list[SearchedDocument]:
        """What a search for duplicates has to know of the documents that are not excluded."""
        return self._all(duplicates.SEARCHED)

    def duplicate_state(self) -> bytes | None:
        """What the last search left for the next one."""
        with self._reading() as db:
            return duplicates.read_state(db)

    def pair_rows(self) -> list[PairRow]:
        """What pairs of documents share, as the last search packed it."""
        return self._all(duplicates.PAIRS)

    def pair_rows_of(self, document: int) -> list[PairRow]:
        """Those of one document."""
        return self._all(duplicates.PAIRS_OF_DOCUMENT, document, document)

    def last_cluster(self) -> int:
        """The highest number of a cluster, 0 if there is none."""
        found: int | None = self._value(duplicates.LAST_CLUSTER)
        return found or 0

    def whole_clusters(self) -> list[int]:
        """The numbers of the clusters of which no passage has gone with its document."""
        return [number for (number,) in self._every(duplicates.WHOLE_CLUSTERS)]

    def clusters_of_fingerprints(self, fingerprints: Collection[str]) -> list[int]:
        """The numbers of clusters with these public ids."""
        with self._reading() as db:
            return duplicates.clusters_of_fingerprints(db, fingerprints)

    def document_groups(self) -> list[GroupRow]:
        """Near documents, group by group."""
        return self._all(duplicates.GROUPS)

    def stamp(self, name: str) -> Stamp | None:
        return self._one(duplicates.STAMP, name)

    def content_hash(self) -> str:
        """Differs once the documents, their texts or the decisions about duplicates do."""
        with self._reading() as db:
            return duplicates.hash_content(db)

    # --- journal ---

    def history(
        self,
        *,
        document: int | None = None,
        annotation_uid: str | None = None,
        before: int | None = None,
        limit: int = 200,
    ) -> list[HistoryEntry]:
        """Newest first, of all or of one document or annotation; `before` is an operation."""
        with self._reading() as db:
            return history.read_history(
                db, document=document, annotation_uid=annotation_uid, before=before, limit=limit
            )

    def labels_of_operations(self, operations: Sequence[int]) -> dict[int, tuple[int, Span]]:
        """Of each operation the first label that it changed, where that is there still: the
        document and the span.
        """
        with self._reading() as db:
            return history.read_labels(db, operations)

    def added_labels(self, operation: int) -> list[tuple[int, int]]:
        """The ids of the labels that an operation added, those that are gone too, each with its
        document.
        """
        with self._reading() as db:
            return history.read_added_labels(db, operation)

    def named_versions(self) -> list[NamedVersion]:
        """Those that one can go back to, the last first."""
        # Looked at on request only, as what follows.
        from pullquote.store.journal import versions

        with self._reading() as db:
            return versions.read_named_versions(db)

    def preview_version(self, version: int) -> VersionPreview:
        """What `go_back` would do; raise VersionOutOfReach."""
        from pullquote.store.journal import versions

        with self._reading() as db:
            return versions.preview_version(db, version)

    def journal_size(self) -> JournalSize:
        from pullquote.store.journal import fold

        with self._reading() as db:
            return fold.measure_journal(db)

    def preview_fold(self, keep: int = FOLD_KEEPS) -> FoldPreview:
        """What can no longer be undone after `fold_history`."""
        from pullquote.store.journal import fold

        with self._reading() as db:
            return fold.preview_fold(db, keep)

    def undo_name(self, actor: int) -> str | None:
        with self._reading() as db:
            return next_undo.operation_name(db, next_undo.next_to_undo(db, actor))

    def redo_name(self, actor: int) -> str | None:
        with self._reading() as db:
            return next_undo.operation_name(db, next_undo.next_to_redo(db, actor))

    def undo_rows(self, actor: int) -> int:
        """How many rows an undo would put back."""
        with self._reading() as db:
            return next_undo.count_changes(db, next_undo.next_to_undo(db, actor))

    def redo_rows(self, actor: int) -> int:
        with self._reading() as db:
            return next_undo.count_changes(db, next_undo.next_to_redo(db, actor))

    def operation_rows(self, operation: int) -> int:
        """How many rows an operation changed."""
        with self._reading() as db:
            return next_undo.count_changes(db, operation)


@contextmanager
def snapshot(project: Reads) -> Iterator[Reads]:
    """All answers are of the same moment; for one thread, and not inside an operation of its own.

    While it lasts the write-ahead log cannot be emptied, so it is for minutes, not for hours.
    """
    with project._reading() as db:  # noqa: SLF001 - of this room, and no business of others
        db.run("BEGIN")
        try:
            yield _Snapshot(db)
        finally:
            db.run("ROLLBACK")


class _Snapshot(Reads):
    def __init__(self, db: Database) -> None:
        self._db = db

    @contextmanager
    def _reading(self) -> Iterator[Database]:
        yield self._db
