"""Assignments and hand-outs: who is to label what, read and written."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple, TypedDict, Unpack, get_args

import peewee
from peewee import JOIN, ModelSelect, fn

from pullquote.model.values import (
    Annotator,
    Assignment,
    AssignmentRole,
    HandedDocument,
    HandedTo,
    Handout,
)
from pullquote.store.content.people import ANNOTATORS
from pullquote.store.errors import NotThere, WriteProblem
from pullquote.store.journal import history
from pullquote.store.journal.history import WorkOperation
from pullquote.store.journal.operations import Verbs, now, require
from pullquote.store.sql.database import Readable, broken_rule
from pullquote.store.sql.derived_tables import ClusterTable, DocumentCountsTable, PassageTable
from pullquote.store.sql.fields import new_uid, storable
from pullquote.store.sql.statements import ASKED, Query, Records, Statement, select
from pullquote.store.sql.tables import (
    AnnotationTable,
    AnnotatorTable,
    AssignmentTable,
    DocumentTable,
    HandoutTable,
    ProjectTable,
    StateTable,
    TextTable,
)


class DealableDocument(NamedTuple):
    """A document that is not excluded, as it is dealt."""

    id: int
    uid: str
    name: str
    text_sha256: str
    characters: int


_ASSIGNMENTS = Records(AssignmentTable, Assignment)
_ASSIGNMENT = _ASSIGNMENTS.by("id")
_HANDOUTS = Records(HandoutTable, Handout)
_ALL_HANDOUTS = _HANDOUTS.by()
_ANSWER = AnnotatorTable.kind.in_(("reference", "adjudicated"))
_UIDS = select(AnnotationTable, "uid", by=["annotator"])
_NAMED = select(DocumentTable, "id", "name", "external_id", order=["id"])


@lru_cache
def _assignments_of(*columns: str) -> Query[Assignment]:
    return _ASSIGNMENTS.by(*columns, order=("annotator", "position", "id"))


def _dealable() -> "ModelSelect[Any]":
    document = DocumentTable
    return (
        document.select(
            document.id, document.uid, document.name, document.text_sha256, TextTable.characters
        )
        .join(TextTable)
        .where(document.excluded.is_null())
        .order_by(document.id)
    )


def _open() -> "ModelSelect[Any]":
    """What each has before them: training is the same for all, so it does not count."""
    given, state = AssignmentTable, StateTable
    return (
        given.select(given.annotator, fn.SUM(TextTable.characters))
        .join(DocumentTable)
        .join(TextTable)
        .join(
            state,
            JOIN.LEFT_OUTER,
            on=(state.document == given.document) & (state.annotator == given.annotator),
        )
        .where(
            given.role != "training",
            DocumentTable.excluded.is_null(),
            fn.COALESCE(state.value, "in_progress") == "in_progress",
        )
        .group_by(given.annotator)
    )


def _shared() -> "ModelSelect[Any]":
    passage = PassageTable
    return (
        passage.select(passage.document, passage.cluster, fn.SUM(passage.end - passage.start))
        .join(ClusterTable, on=(ClusterTable.id == passage.cluster))
        .where(~ClusterTable.boilerplate)
        .group_by(passage.document, passage.cluster)
    )


def _answerers() -> "ModelSelect[Any]":
    label, state = AnnotationTable, StateTable
    labelled = label.select(label.id).where(
        label.document == ASKED, label.annotator == AnnotatorTable.id
    )
    done = state.select(state.id).where(
        state.document == ASKED, state.annotator == AnnotatorTable.id, state.value == "done"
    )
    return (
        AnnotatorTable.select(*ANNOTATORS.columns)
        .where(_ANSWER, fn.EXISTS(labelled) | fn.EXISTS(done))
        .order_by(AnnotatorTable.id)
    )


def _answered() -> "ModelSelect[Any]":
    counts, state, document = DocumentCountsTable, StateTable, DocumentTable
    others = AnnotatorTable.select(AnnotatorTable.id).where(_ANSWER)
    labelled = counts.select(counts.document).where(counts.annotator.in_(others))
    done = state.select(state.document).where(state.annotator.in_(others), state.value == "done")
    return (
        document.select(document.id)
        .where(document.excluded.is_null(), document.id.in_(labelled) | document.id.in_(done))
        .order_by(document.id)
    )


def _handed_to() -> "ModelSelect[Any]":
    project, who = ProjectTable, AnnotatorTable
    return (
        project.select(project.handout_uid, project.handout_annotator, fn.COALESCE(who.name, ""))
        .join(who, JOIN.LEFT_OUTER, on=(who.uid == project.handout_annotator))
        .where(project.handout_uid.is_null(False), project.handout_annotator.is_null(False))
    )


_DEALABLE = Query(_dealable, DealableDocument._make)
_OPEN = Statement(_open)
_SHARED = Statement(_shared)
_ANSWERERS = Query(_answerers, ANNOTATORS.value)
_ANSWERED = Statement(_answered)
_HANDED_TO = Query(_handed_to, lambda row: HandedTo(*row))


class AssignmentReads(Readable):
    @property
    def handout(self) -> HandedTo | None:
        """For whom this file was made; None for a project that is nobody's hand-out."""
        return self._one(_HANDED_TO)

    def assignments(
        self, annotator: int | None = None, document: int | None = None
    ) -> list[Assignment]:
        """By annotator and position; of all, of one annotator, of one document."""
        of = {"annotator": annotator, "document": document}
        given = {name: row for name, row in of.items() if row is not None}
        return self._all(_assignments_of(*given), *given.values())

    def open_characters(self) -> dict[int, int]:
        """The characters of what each annotator was given and has not done, training left out."""
        return dict(self._every(_OPEN))

    def dealable(self) -> list[DealableDocument]:
        return self._all(_DEALABLE)

    def named_documents(self) -> list[tuple[int, str, str | None]]:
        """Id, name, and the id it came with or None, of all documents."""
        return self._every(_NAMED)

    def shared_characters(self) -> list[tuple[int, int, int]]:
        """Document, cluster, and how many of its characters stand in it; boilerplate left out."""
        return self._every(_SHARED)

    def answerers(self, document: int) -> list[Annotator]:
        """The reference and the adjudicated version, where they have an answer to the document."""
        return self._all(_ANSWERERS, document, document)

    def answered_documents(self) -> list[int]:
        """Those with a known answer, excluded ones left out."""
        return [document for (document,) in self._every(_ANSWERED)]

    def handouts(self) -> list[Handout]:
        """Oldest first."""
        return self._all(_ALL_HANDOUTS)

    def work_operations(self, annotator: int) -> dict[int, list[WorkOperation]]:
        """For each document the operations that changed the annotator's work, oldest first."""
        with self._reading() as db:
            return history.read_work_operations(db, annotator)

    def annotation_uids(self, annotator: int) -> frozenset[str]:
        return frozenset(uid for (uid,) in self._every(_UIDS, annotator))


class AssignmentFields(TypedDict, total=False):
    role: AssignmentRole
    position: int
    suggestions: bool
    batch: str


class AssignmentVerbs(Verbs):
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
        """Raise WriteProblem where the annotator has the document in any role."""
        if role not in get_args(AssignmentRole):
            raise WriteProblem(
                "{value} is not a value that an assignment's role can have.", value=role
            )
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
        try:
            return self._writing.db.add(_ASSIGNMENTS, new)
        except peewee.IntegrityError as error:
            if broken_rule(error) == "unique":
                taken = "Document {document} is assigned to annotator {annotator} already."
                raise WriteProblem(taken, document=document, annotator=annotator) from error
            raise NotThere(what="document or annotator for", id="this assignment") from error

    def change_assignment(self, assignment: int, **changed: Unpack[AssignmentFields]) -> Assignment:
        self._update(AssignmentTable, "assignment", assignment, **changed)
        there = self._writing.db.one(_ASSIGNMENT, assignment)
        return require("assignment", assignment, there)

    def remove_assignment(self, assignment: int) -> None:
        """What was labelled in the document stays."""
        self._delete(AssignmentTable, "assignment", assignment)

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
        try:
            return self._writing.db.add(_HANDOUTS, new)
        except peewee.IntegrityError as error:
            raise NotThere(what="annotator", id=annotator) from error
