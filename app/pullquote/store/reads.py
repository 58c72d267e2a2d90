"""The questions that a project answers, from any thread, also as of one moment.

Those about people, assignments and adjudications stand beside their noun in `content`.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from pullquote.model.values import (
    Annotation,
    Annotator,
    Cluster,
    Document,
    DuplicateDecision,
    Passage,
    Relation,
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
from pullquote.store.journal import history, undo
from pullquote.store.sql.database import Database, Statement
from pullquote.store.sql.tables import ProjectTable
from pullquote.store.values import (
    DocumentQuery,
    DocumentRow,
    HistoryEntry,
    Rejection,
    Stamp,
    StateCounts,
)

Found = TypeVar("Found")

Row = tuple[Any, ...]


class AgreementReads(ABC):
    """`documents` None stands for all that somebody has done."""

    @abstractmethod
    def _reading(self) -> AbstractContextManager[Database]: ...

    def done_rows(self, documents: Collection[int] | None = None) -> list[Row]:
        """Document, annotator."""
        return self._some(_DONE, "document", documents)

    def done_document_rows(self, documents: Collection[int] | None = None) -> list[Row]:
        """Id, characters, why it is excluded or None, publication date or None."""
        return self._some(_DOCUMENTS, "d.id", documents)

    def label_rows(self, documents: Collection[int] | None = None) -> list[Row]:
        """Id, document, annotator, layer, start, end, attributes as JSON, speaker or None, origin,
        and what it was carried from: None, an id, or a uid that is not there any more.

        Labels of documents that their annotator has not done are among them.
        """
        return self._some(_ANNOTATIONS, "a.document", documents)

    def relation_rows(self, documents: Collection[int] | None = None) -> list[Row]:
        """Id, document, annotator, kind, head, tail, role; not done ones are among them."""
        return self._some(_RELATIONS, "document", documents)

    def done_names(self, documents: Collection[int] | None = None) -> dict[int, str]:
        """The names by document."""
        return dict(self._some(_NAMES, "d.id", documents))

    def done_texts(self, documents: Collection[int] | None = None) -> dict[int, str]:
        """The texts by document."""
        return dict(self._some(_TEXTS, "d.id", documents))

    def speaker_rows(self) -> list[Row]:
        """Id, name, and the id of what it was merged into or None."""
        with self._reading() as db:
            return db.every("SELECT id, name, merged_into FROM speaker")

    def passage_rows(self) -> list[Row]:
        """Document, start, end, cluster, copy, boilerplate; of documents that somebody has done."""
        with self._reading() as db:
            return db.every(_PASSAGES)

    def _some(self, sql: str, column: str, documents: Collection[int] | None) -> list[Row]:
        with self._reading() as db:
            if documents is None:
                return db.every(sql)
            joint = "AND" if " WHERE " in sql else "WHERE"
            some = f"{sql} {joint} {column} IN (SELECT value FROM json_each(?))"
            return db.every(some, json.dumps(list(documents)))


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


class ProgressReads(ABC):
    @abstractmethod
    def _reading(self) -> AbstractContextManager[Database]: ...

    def state_tallies(self) -> list[StateTally]:
        with self._reading() as db:
            return [StateTally(*row) for row in db.every(_STATE_TALLIES)]

    def assigned_not_started(self) -> dict[int, int]:
        """Of each annotator who was given documents, how many of them are not begun."""
        with self._reading() as db:
            return dict(db.every(_NOT_STARTED))

    def label_tallies(self) -> list[LabelTally]:
        with self._reading() as db:
            return [LabelTally(*row) for row in db.every(_LABEL_TALLIES)]


class Reads(AdjudicationReads, AgreementReads, AssignmentReads, ProgressReads, ABC):
    """Inside an operation the thread that writes sees what it has written so far."""

    @abstractmethod
    def _reading(self) -> AbstractContextManager[Database]: ...

    # --- the project ---

    @property
    def settings(self) -> MappingProxyType[str, Any]:
        with self._reading() as db:
            return MappingProxyType(json.loads(db.value(_SETTINGS)))

    @property
    def guidelines(self) -> str:
        with self._reading() as db:
            found: str = db.value(_GUIDELINES)
        return found

    def described(self) -> tuple[str, str, str]:
        """The project's uid, name and label schema as TOML."""
        with self._reading() as db:
            found = db.first(_DESCRIBED)
        if found is None:
            raise NotThere(what="project", id=1)
        uid, name, schema_toml = found
        return uid, name, schema_toml

    # --- people ---

    def annotators(self) -> list[Annotator]:
        with self._reading() as db:
            return people.read_annotators(db)

    def annotator(self, annotator: int) -> Annotator:
        with self._reading() as db:
            return _there("annotator", annotator, people.read_annotator(db, annotator))

    def speakers(self) -> list[Speaker]:
        """All of the register, those that were merged into others too."""
        with self._reading() as db:
            return people.read_speakers(db)

    def speaker(self, speaker: int) -> Speaker:
        with self._reading() as db:
            return _there("speaker", speaker, people.read_speaker(db, speaker))

    def merged_speaker(self, speaker: int) -> int:
        """The one that this speaker was merged into in the end, itself if it was not."""
        with self._reading() as db:
            return people.follow_merges(db, speaker)

    def speaker_uses(self) -> dict[int, int]:
        with self._reading() as db:
            return people.count_speaker_uses(db)

    # --- documents ---

    def document(self, document: int) -> Document:
        with self._reading() as db:
            return _there("document", document, documents.read_document(db, document))

    def text(self, document: int) -> str:
        with self._reading() as db:
            return _there("document", document, documents.read_text(db, document))

    def find_document(self, uid: str) -> int | None:
        with self._reading() as db:
            return documents.find_by_uid(db, uid)

    def texts(self) -> Iterator[tuple[int, str]]:
        """The id and text of each document that is not excluded; some are read at a time."""
        last = 0
        while True:
            with self._reading() as db:
                some = documents.read_texts_after(db, last)
            if not some:
                return
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
        with self._reading() as db:
            return documents.read_sources(db)

    # --- labels ---

    def annotation(self, annotation: int) -> Annotation:
        with self._reading() as db:
            return _there("label", annotation, annotations.read_annotation(db, annotation))

    def annotations(self, document: int, annotator: int | None = None) -> list[Annotation]:
        """By start, the longer first, then by layer and age."""
        with self._reading() as db:
            return annotations.read_annotations(db, document, annotator)

    def relation(self, relation: int) -> Relation:
        with self._reading() as db:
            return _there("relation", relation, relations.read_relation(db, relation))

    def relations(self, document: int, annotator: int | None = None) -> list[Relation]:
        with self._reading() as db:
            return relations.read_relations(db, document, annotator)

    def state(self, document: int, annotator: int) -> State | None:
        with self._reading() as db:
            return annotations.read_state(db, document, annotator)

    def states(self, document: int) -> list[State]:
        with self._reading() as db:
            return annotations.read_states(db, document)

    def rejections(self, document: int, annotator: int) -> list[Rejection]:
        with self._reading() as db:
            return annotations.read_rejections(db, document, annotator)

    # --- duplicates ---

    def passages(self, document: int) -> list[Passage]:
        with self._reading() as db:
            return duplicates.read_passages(db, document)

    def cluster(self, cluster: int) -> Cluster:
        with self._reading() as db:
            return _there("cluster", cluster, duplicates.read_cluster(db, cluster))

    def clusters(self) -> list[Cluster]:
        with self._reading() as db:
            return duplicates.read_clusters(db)

    def cluster_passages(self, cluster: int) -> list[Passage]:
        """In the order of the copies."""
        with self._reading() as db:
            return duplicates.read_cluster_passages(db, cluster)

    def decisions(self) -> list[DuplicateDecision]:
        with self._reading() as db:
            return duplicates.read_duplicate_decisions(db)

    def stamp(self, name: str) -> Stamp | None:
        with self._reading() as db:
            return duplicates.read_stamp(db, name)

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

    def undo_name(self, actor: int) -> str | None:
        with self._reading() as db:
            return undo.operation_name(db, undo.next_to_undo(db, actor))

    def redo_name(self, actor: int) -> str | None:
        with self._reading() as db:
            return undo.operation_name(db, undo.next_to_redo(db, actor))

    def undo_rows(self, actor: int) -> int:
        """How many rows an undo would put back."""
        with self._reading() as db:
            return undo.count_changes(db, undo.next_to_undo(db, actor))

    def redo_rows(self, actor: int) -> int:
        with self._reading() as db:
            return undo.count_changes(db, undo.next_to_redo(db, actor))

    def operation_rows(self, operation: int) -> int:
        """How many rows an operation changed."""
        with self._reading() as db:
            return undo.count_changes(db, operation)


def _there(what: str, row: int, found: Found | None) -> Found:
    if found is None:
        raise NotThere(what=what, id=row)
    return found


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


_DESCRIBED = Statement(
    lambda: ProjectTable.select(ProjectTable.uid, ProjectTable.name, ProjectTable.schema_toml)
)
_SETTINGS = Statement(lambda: ProjectTable.select(ProjectTable.settings))
_GUIDELINES = Statement(lambda: ProjectTable.select(ProjectTable.guidelines_md))
# By hand: the bench of agreement reads 200,000 rows through these, some of the documents at a time
# by a condition that is added behind.
_DONE = "SELECT document, annotator FROM state WHERE value = 'done'"
_IS_DONE = "d.id IN (SELECT document FROM state WHERE value = 'done')"
_JOINED = "FROM document d JOIN text t ON t.sha256 = d.text_sha256"
_DOCUMENTS = f"""
    SELECT d.id, t.characters, d.excluded, d.published {_JOINED} WHERE {_IS_DONE}
"""
_NAMES = f"SELECT d.id, d.name FROM document d WHERE {_IS_DONE}"
_TEXTS = f"SELECT d.id, t.content {_JOINED} WHERE {_IS_DONE}"
_ANNOTATIONS = """
    SELECT a.id, a.document, a.annotator, a.layer, a.start, a."end", a.attributes, a.speaker,
           a.origin, coalesce(s.id, a.carried_from)
    FROM annotation a LEFT JOIN annotation s ON s.uid = a.carried_from
"""
_RELATIONS = "SELECT id, document, annotator, kind, head, tail, role FROM relation"
_PASSAGES = """
    SELECT p.document, p.start, p."end", p.cluster, p.copy, c.boilerplate
    FROM passage p JOIN cluster c ON c.id = p.cluster
    WHERE p.document IN (SELECT document FROM state WHERE value = 'done')
"""

# By hand: sums over joins, said shortest so.
_STATE_TALLIES = """
SELECT s.annotator, s.value, count(*) FROM state s JOIN document d ON d.id = s.document
    WHERE d.excluded IS NULL GROUP BY s.annotator, s.value
UNION ALL
SELECT a.annotator, 'assigned', count(*) FROM assignment a JOIN document d ON d.id = a.document
    WHERE d.excluded IS NULL GROUP BY a.annotator
"""
_NOT_STARTED = """
SELECT a.annotator, count(*) - count(s.id) FROM assignment a
    JOIN document d ON d.id = a.document
    LEFT JOIN state s ON s.document = a.document AND s.annotator = a.annotator
    WHERE d.excluded IS NULL GROUP BY a.annotator
"""
_LABEL_TALLIES = """
SELECT a.annotator, a.layer, a.origin, d.source, count(*) FROM annotation a
    JOIN document d ON d.id = a.document WHERE d.excluded IS NULL
    GROUP BY a.annotator, a.layer, a.origin, d.source
    ORDER BY a.annotator, a.layer, a.origin, d.source
"""
