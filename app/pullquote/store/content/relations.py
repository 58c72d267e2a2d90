"""Relations between two annotations: read, written, and which of them the label schema allows."""

from typing import NamedTuple

from peewee import fn

from pullquote.model.schema import RelationType, Schema
from pullquote.model.values import Origin, Relation
from pullquote.store.content.annotations import stored_confidence
from pullquote.store.errors import WrongRelation
from pullquote.store.journal.operations import Verbs, now, require
from pullquote.store.sql.database import Database
from pullquote.store.sql.fields import new_uid
from pullquote.store.sql.statements import ASKED, Records, Statement, select
from pullquote.store.sql.tables import AnnotationTable, RelationTable


class RelationEnd(NamedTuple):
    """What is looked at of an annotation."""

    id: int
    document: int
    annotator: int
    layer: str


RELATIONS = Records(RelationTable, Relation)
RELATION = RELATIONS.by("id")
RELATIONS_OF_DOCUMENT = RELATIONS.by("document")
RELATIONS_OF_ANNOTATOR = RELATIONS.by("document", "annotator")
_END = Records(AnnotationTable, RelationEnd).by("id")
_TAILS = select(RelationTable, "tail", by=["head", "kind"])
_COUNT_OF_HEAD = Statement(
    lambda: RelationTable.select(fn.COUNT(RelationTable.id)).where(
        RelationTable.head == ASKED, RelationTable.kind == ASKED, RelationTable.role == ASKED
    )
)


class RelationVerbs(Verbs):
    def add_relation(
        self,
        kind: str,
        head: int,
        tail: int,
        role: str = "",
        uid: str | None = None,
        *,
        origin: Origin = "hand",
        rule: str | None = None,
        confidence: float | None = None,
    ) -> Relation:
        """Both ends stand in one document and belong to one annotator."""
        db = self._writing.db
        ends = [require("label", end, db.one(_END, end)) for end in (head, tail)]
        reason = broken_signature(db, self._writing.schema, kind, ends[0], ends[1], role)
        if reason:
            raise WrongRelation(kind=kind, reason=reason)
        new = Relation(
            id=0,
            uid=uid or new_uid(),
            document=ends[0].document,
            annotator=ends[0].annotator,
            kind=kind,
            head=head,
            tail=tail,
            role=role,
            created_at=now(),
            origin=origin,
            rule=rule,
            confidence=stored_confidence(confidence),
        )
        return db.add(RELATIONS, new)

    def delete_relation(self, relation: int) -> None:
        self._delete(RelationTable, "relation", relation)


def broken_signature(
    db: Database, schema: Schema, kind: str, head: RelationEnd, tail: RelationEnd, role: str
) -> str:
    """Why the relation may not be added; empty if it may."""
    known = schema.relation(kind)
    if known is None:
        return "the project has no such relation"
    return _misfit(known, head, tail, role) or _conflict(db, known, head.id, tail.id, role)


def _misfit(known: RelationType, head: RelationEnd, tail: RelationEnd, role: str) -> str:
    if head[1:3] != tail[1:3]:
        return "its ends are not in one document of one annotator"
    if head.layer not in known.heads or tail.layer not in known.tails:
        return f"it does not go from {head.layer} to {tail.layer}"
    if role not in (known.roles or ("",)):
        return f"it has no role “{role}”"
    return ""


def _conflict(db: Database, known: RelationType, head: int, tail: int, role: str) -> str:
    if _too_many(db, known, head, role):
        return "there is one already"
    if head == tail or (known.acyclic and _leads_to(db, known.id, tail, head)):
        return "it would lead back to where it starts"
    return ""


def _too_many(db: Database, known: RelationType, head: int, role: str) -> bool:
    if known.most is None:
        return False
    there: int = db.value(_COUNT_OF_HEAD, head, known.id, role)
    return there >= known.most


def _leads_to(db: Database, kind: str, start: int, goal: int) -> bool:
    reached, ahead = {start}, [start]
    while ahead and goal not in reached:
        further = set(db.column(_TAILS, ahead.pop(), kind)) - reached
        reached |= further
        ahead += further
    return goal in reached
