"""The questions that a project answers, from any thread."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import Any, TypeVar

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
from pullquote.store import documents, history, labels, repeats, speakers, undo
from pullquote.store.database import Database
from pullquote.store.errors import NotThere
from pullquote.store.reads_adjudication import AdjudicationReads
from pullquote.store.reads_agreement import AgreementReads
from pullquote.store.reads_plan import PlanReads
from pullquote.store.reads_progress import ProgressReads
from pullquote.store.values import (
    DocumentQuery,
    DocumentRow,
    HistoryEntry,
    Rejection,
    Stamp,
    StateCounts,
)

Found = TypeVar("Found")


class Reads(AdjudicationReads, AgreementReads, PlanReads, ProgressReads, ABC):
    """Inside an operation the thread that writes sees what it has written so far."""

    @abstractmethod
    def _reading(self) -> AbstractContextManager[Database]: ...

    # --- the project ---

    @property
    def settings(self) -> MappingProxyType[str, Any]:
        with self._reading() as db:
            stored: str = db.value("SELECT settings FROM project")
        return MappingProxyType(json.loads(stored))

    @property
    def guidelines(self) -> str:
        with self._reading() as db:
            found: str = db.value("SELECT guidelines_md FROM project")
        return found

    def described(self) -> tuple[str, str, str]:
        """The project's uid, name and label schema as TOML."""
        with self._reading() as db:
            found = db.first("SELECT uid, name, schema_toml FROM project")
        if found is None:
            raise NotThere(what="project", id=1)
        uid, name, schema_toml = found
        return uid, name, schema_toml

    # --- people ---

    def annotators(self) -> list[Annotator]:
        with self._reading() as db:
            return speakers.annotators(db)

    def annotator(self, annotator: int) -> Annotator:
        with self._reading() as db:
            return _there("annotator", annotator, speakers.annotator(db, annotator))

    def speakers(self) -> list[Speaker]:
        """All of the register, those that were merged into others too."""
        with self._reading() as db:
            return speakers.speakers(db)

    def speaker(self, speaker: int) -> Speaker:
        with self._reading() as db:
            return _there("speaker", speaker, speakers.speaker(db, speaker))

    def merged_speaker(self, speaker: int) -> int:
        """The one that this speaker was merged into in the end, itself if it was not."""
        with self._reading() as db:
            return speakers.merged(db, speaker)

    def speaker_uses(self) -> dict[int, int]:
        with self._reading() as db:
            return speakers.speaker_uses(db)

    # --- documents ---

    def document(self, document: int) -> Document:
        with self._reading() as db:
            return _there("document", document, documents.document(db, document))

    def text(self, document: int) -> str:
        with self._reading() as db:
            return _there("document", document, documents.text(db, document))

    def find_document(self, uid: str) -> int | None:
        with self._reading() as db:
            found: int | None = db.value("SELECT id FROM document WHERE uid = ?", uid)
        return found

    def texts(self) -> Iterator[tuple[int, str]]:
        """The id and text of each document that is not excluded; some are read at a time."""
        last = 0
        while True:
            with self._reading() as db:
                some = documents.some_texts(db, last)
            if not some:
                return
            yield from some
            last = some[-1][0]

    def document_ids(self, query: DocumentQuery) -> list[int]:
        with self._reading() as db:
            return documents.ids(db, query)

    def document_rows(self, ids: Sequence[int], annotator: int) -> list[DocumentRow]:
        """In the order of `ids`; those that are gone are left out."""
        with self._reading() as db:
            return documents.rows(db, ids, annotator)

    def document_counts(self, annotator: int) -> StateCounts:
        with self._reading() as db:
            return documents.counts(db, annotator)

    def sources(self) -> list[str]:
        with self._reading() as db:
            return documents.sources(db)

    # --- labels ---

    def annotation(self, annotation: int) -> Annotation:
        with self._reading() as db:
            return _there("label", annotation, labels.annotation(db, annotation))

    def annotations(self, document: int, annotator: int | None = None) -> list[Annotation]:
        """By start, the longer first, then by layer and age."""
        with self._reading() as db:
            return labels.annotations(db, document, annotator)

    def relation(self, relation: int) -> Relation:
        with self._reading() as db:
            return _there("relation", relation, labels.relation(db, relation))

    def relations(self, document: int, annotator: int | None = None) -> list[Relation]:
        with self._reading() as db:
            return labels.relations(db, document, annotator)

    def state(self, document: int, annotator: int) -> State | None:
        with self._reading() as db:
            return labels.state(db, document, annotator)

    def states(self, document: int) -> list[State]:
        with self._reading() as db:
            return labels.states(db, document)

    def rejections(self, document: int, annotator: int) -> list[Rejection]:
        with self._reading() as db:
            return labels.rejections(db, document, annotator)

    # --- duplicates ---

    def passages(self, document: int) -> list[Passage]:
        with self._reading() as db:
            return repeats.passages(db, document)

    def cluster(self, cluster: int) -> Cluster:
        with self._reading() as db:
            return _there("cluster", cluster, repeats.cluster(db, cluster))

    def clusters(self) -> list[Cluster]:
        with self._reading() as db:
            return repeats.clusters(db)

    def cluster_passages(self, cluster: int) -> list[Passage]:
        """In the order of the copies."""
        with self._reading() as db:
            return repeats.cluster_passages(db, cluster)

    def decisions(self) -> list[DuplicateDecision]:
        with self._reading() as db:
            return repeats.decisions(db)

    def stamp(self, name: str) -> Stamp | None:
        with self._reading() as db:
            return repeats.stamp(db, name)

    def content_hash(self) -> str:
        """Differs once the documents, their texts or the decisions about duplicates do."""
        with self._reading() as db:
            return repeats.content_hash(db)

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
            return history.entries(
                db, document=document, annotation_uid=annotation_uid, before=before, limit=limit
            )

    def undo_name(self, actor: int) -> str | None:
        with self._reading() as db:
            return undo.name_of(db, undo.to_undo(db, actor))

    def redo_name(self, actor: int) -> str | None:
        with self._reading() as db:
            return undo.name_of(db, undo.to_redo(db, actor))

    def undo_rows(self, actor: int) -> int:
        """How many rows an undo would put back."""
        with self._reading() as db:
            return undo.rows_of(db, undo.to_undo(db, actor))

    def redo_rows(self, actor: int) -> int:
        with self._reading() as db:
            return undo.rows_of(db, undo.to_redo(db, actor))


def _there(what: str, row: int, found: Found | None) -> Found:
    if found is None:
        raise NotThere(what=what, id=row)
    return found
