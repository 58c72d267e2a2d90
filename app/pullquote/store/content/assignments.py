"""Assignments and hand-outs: who is to label what, read and written."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import fields, replace
from typing import Any, NamedTuple, TypedDict, Unpack, get_args

import peewee
from peewee import JOIN, SQL, ModelSelect, fn

from pullquote.model.values import (
    Annotator,
    Assignment,
    AssignmentRole,
    HandedDocument,
    HandedTo,
    Handout,
)
from pullquote.store.errors import AlreadyAssigned, NotThere, UnknownValue
from pullquote.store.journal import history
from pullquote.store.journal.history import WorkOperation
from pullquote.store.journal.operations import now
from pullquote.store.sql.database import (
    ASKED,
    Database,
    Statement,
    WriteContext,
    broken_rule,
    delete,
    insert,
    new_uid,
    storable,
    to_json,
    update,
)
from pullquote.store.sql.derived_tables import (
    ClusterTable,
    PassageTable,
)
from pullquote.store.sql.tables import (
    AnnotationTable,
    AnnotatorTable,
    AssignmentTable,
    DocumentTable,
    HandoutTable,
    ProjectTable,
    TextTable,
)

_FIELDS = tuple(field.name for field in fields(Assignment))
_IN_ORDER = (AssignmentTable.annotator, AssignmentTable.position, AssignmentTable.id)


def _select() -> "ModelSelect[AssignmentTable]":
    return AssignmentTable.select(*(getattr(AssignmentTable, name) for name in _FIELDS))


_ASSIGNMENT = Statement(lambda: _select().where(AssignmentTable.id == ASKED))
_ASSIGNMENTS = Statement(
    lambda: (
        _select()
        .where(
            SQL("?1 IS NULL") | (AssignmentTable.annotator == SQL("?1")),
            SQL("?2 IS NULL") | (AssignmentTable.document == SQL("?2")),
        )
        .order_by(*_IN_ORDER)
    )
)
_DEALABLE = Statement(
    lambda: (
        DocumentTable.select(
            DocumentTable.id,
            DocumentTable.uid,
            DocumentTable.name,
            DocumentTable.text_sha256,
            TextTable.characters,
        )
        .join(TextTable, on=(TextTable.sha256 == DocumentTable.text_sha256))
        .where(DocumentTable.excluded.is_null())
        .order_by(DocumentTable.id)
    )
)
_SHARED = Statement(
    lambda: (
        PassageTable.select(
            PassageTable.document,
            PassageTable.cluster,
            fn.SUM(PassageTable.end - PassageTable.start),
        )
        .join(ClusterTable, on=(ClusterTable.id == PassageTable.cluster))
        .where(~ClusterTable.boilerplate)
        .group_by(PassageTable.document, PassageTable.cluster)
    )
)
_HANDOUTS = Statement(
    lambda: HandoutTable.select(
        *(getattr(HandoutTable, field.name) for field in fields(Handout))
    ).order_by(HandoutTable.id)
)
_HANDED_TO = Statement(
    lambda: (
        ProjectTable.select(
            ProjectTable.handout_uid,
            ProjectTable.handout_annotator,
            fn.COALESCE(AnnotatorTable.name, SQL("''")),
        )
        .join(
            AnnotatorTable,
            JOIN.LEFT_OUTER,
            on=(AnnotatorTable.uid == ProjectTable.handout_annotator),
        )
        .where(
            ProjectTable.handout_uid.is_null(False), ProjectTable.handout_annotator.is_null(False)
        )
    )
)
_NAMED = Statement(
    lambda: DocumentTable.select(
        DocumentTable.id, DocumentTable.name, DocumentTable.external_id
    ).order_by(DocumentTable.id)
)
_UIDS = Statement(
    lambda: AnnotationTable.select(AnnotationTable.uid).where(AnnotationTable.annotator == ASKED)
)
# Those below are by hand: sets of documents by who has what there, said in fewer words.

# What each has before them: training is the same for all, so it does not count.
_OPEN = """
    SELECT a.annotator, sum(t.characters) FROM assignment a
    JOIN document d ON d.id = a.document JOIN text t ON t.sha256 = d.text_sha256
    LEFT JOIN state s ON s.document = a.document AND s.annotator = a.annotator
    WHERE a.role <> 'training' AND d.excluded IS NULL
    AND coalesce(s.value, 'in_progress') = 'in_progress' GROUP BY a.annotator
"""
_ANSWERERS = """
    SELECT id, uid, name, kind, pseudonym FROM annotator a
    WHERE kind IN ('reference', 'adjudicated') AND (
        EXISTS (SELECT 1 FROM annotation WHERE document = ?1 AND annotator = a.id) OR
        EXISTS (SELECT 1 FROM state WHERE document = ?1 AND annotator = a.id AND value = 'done'))
    ORDER BY id
"""
_ANSWERED = """
    SELECT d.id FROM document d WHERE d.excluded IS NULL AND d.id IN (
        SELECT document FROM document_counts JOIN annotator a ON a.id = annotator
        WHERE a.kind IN ('reference', 'adjudicated')
        UNION SELECT document FROM state JOIN annotator a ON a.id = annotator
        WHERE a.kind IN ('reference', 'adjudicated') AND value = 'done')
    ORDER BY d.id
"""


class DealableDocument(NamedTuple):
    """A document that is not excluded, as it is dealt."""

    id: int
    uid: str
    name: str
    text_sha256: str
    characters: int


def read_assignment(db: Database, row: int) -> Assignment | None:
    found = db.first(_ASSIGNMENT, row)
    return None if found is None else _assignment(found)


def read_assignments(
    db: Database, annotator: int | None = None, document: int | None = None
) -> list[Assignment]:
    """By annotator and position."""
    return [_assignment(row) for row in db.every(_ASSIGNMENTS, annotator, document)]


def count_open_characters(db: Database) -> dict[int, int]:
    """The characters of what each annotator was given and has not done, training left out."""
    return dict(db.every(_OPEN))


def read_dealable(db: Database) -> list[DealableDocument]:
    return [DealableDocument(*row) for row in db.every(_DEALABLE)]


def count_shared_characters(db: Database) -> list[tuple[int, int, int]]:
    """Document, cluster, and how many of its characters stand in it; boilerplate left out."""
    return [(document, cluster, n) for document, cluster, n in db.every(_SHARED)]


def read_answerers(db: Database, document: int) -> list[Annotator]:
    """Those that are no persons and say what the answer is in a document."""
    return [Annotator(*row) for row in db.every(_ANSWERERS, document)]


def read_answered(db: Database) -> list[int]:
    return [document for (document,) in db.every(_ANSWERED)]


def read_handouts(db: Database) -> list[Handout]:
    """Oldest first."""
    return [_handout(row) for row in db.every(_HANDOUTS)]


def read_handed_to(db: Database) -> HandedTo | None:
    found = db.first(_HANDED_TO)
    return None if found is None else HandedTo(*found)


def _assignment(row: tuple[Any, ...]) -> Assignment:
    found = Assignment(*row)
    return replace(found, suggestions=bool(found.suggestions))


def _handout(row: tuple[Any, ...]) -> Handout:
    documents = tuple(HandedDocument(**document) for document in json.loads(row[4]))
    values = (*row[:4], documents, row[5])
    return Handout(*values)


class AssignmentReads(ABC):
    @abstractmethod
    def _reading(self) -> AbstractContextManager[Database]: ...

    @property
    def handout(self) -> HandedTo | None:
        """For whom this file was made; None for a project that is nobody's hand-out."""
        with self._reading() as db:
            return read_handed_to(db)

    def assignments(
        self, annotator: int | None = None, document: int | None = None
    ) -> list[Assignment]:
        """By annotator and position; of all, of one annotator, of one document."""
        with self._reading() as db:
            return read_assignments(db, annotator, document)

    def open_characters(self) -> dict[int, int]:
        with self._reading() as db:
            return count_open_characters(db)

    def dealable(self) -> list[DealableDocument]:
        with self._reading() as db:
            return read_dealable(db)

    def named_documents(self) -> list[tuple[int, str, str | None]]:
        """Id, name, and the id it came with or None, of all documents."""
        with self._reading() as db:
            return [(number, name, own) for number, name, own in db.every(_NAMED)]

    def shared_characters(self) -> list[tuple[int, int, int]]:
        with self._reading() as db:
            return count_shared_characters(db)

    def answerers(self, document: int) -> list[Annotator]:
        """The reference and the adjudicated version, where they have an answer to the document."""
        with self._reading() as db:
            return read_answerers(db, document)

    def answered_documents(self) -> list[int]:
        """Those with a known answer, excluded ones left out."""
        with self._reading() as db:
            return read_answered(db)

    def handouts(self) -> list[Handout]:
        """Oldest first."""
        with self._reading() as db:
            return read_handouts(db)

    def work_operations(self, annotator: int) -> dict[int, list[WorkOperation]]:
        """For each document the operations that changed the annotator's work, oldest first."""
        with self._reading() as db:
            return history.read_work_operations(db, annotator)

    def annotation_uids(self, annotator: int) -> frozenset[str]:
        with self._reading() as db:
            return frozenset(uid for (uid,) in db.every(_UIDS, annotator))


class AssignmentFields(TypedDict, total=False):
    role: AssignmentRole
    position: int
    suggestions: bool
    batch: str


class AssignmentVerbs:
    _writing: WriteContext

    def add_assignment(
        self,
        document: int,
        annotator: int,
        role: AssignmentRole = "label",
        *,
        position: int = 0,
        suggestions: bool = True,
        batch: str = "",
        uid: str | None = None,
    ) -> Assignment:
        """Raise AlreadyAssigned where the annotator has the document in any role."""
        if role not in get_args(AssignmentRole):
            raise UnknownValue(value=role, field="an assignment's role")
        new = Assignment(
            0,
            uid or new_uid(),
            document,
            annotator,
            role,
            position,
            suggestions,
            storable(batch),
        )
        columns = {name: getattr(new, name) for name in _FIELDS if name != "id"}
        try:
            return replace(new, id=insert(self._writing.db, AssignmentTable, **columns))
        except peewee.IntegrityError as error:
            if broken_rule(error) == "unique":
                raise AlreadyAssigned(document=document, annotator=annotator) from error
            raise NotThere(what="document or annotator for", id="this assignment") from error

    def change_assignment(self, assignment: int, **changed: Unpack[AssignmentFields]) -> Assignment:
        db = self._writing.db
        if changed:
            update(db, AssignmentTable, assignment, **changed)
        there = read_assignment(db, assignment)
        if there is None:
            raise NotThere(what="assignment", id=assignment)
        return there

    def remove_assignment(self, assignment: int) -> None:
        """What was labelled in the document stays."""
        if not delete(self._writing.db, AssignmentTable, assignment):
            raise NotThere(what="assignment", id=assignment)

    def add_handout(
        self,
        annotator: int,
        documents: Iterable[HandedDocument],
        *,
        schema_sha256: str,
        uid: str | None = None,
        made_at: str | None = None,
    ) -> Handout:
        """Note that a file with these documents was made for an annotator."""
        handed = tuple(documents)
        new = Handout(0, uid or new_uid(), annotator, made_at or now(), handed, schema_sha256)
        listed = [{"uid": d.uid, "text": d.text, "head": d.head} for d in handed]
        columns = {"uid": new.uid, "annotator": annotator, "made_at": new.made_at}
        try:
            row = insert(
                self._writing.db,
                HandoutTable,
                **columns,
                documents=to_json(listed),
                schema_sha256=schema_sha256,
            )
        except peewee.IntegrityError as error:
            raise NotThere(what="annotator", id=annotator) from error
        return replace(new, id=row)
