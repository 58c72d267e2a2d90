"""Relations between two annotations: read, written, and which of them the label schema allows."""

from dataclasses import fields, replace
from typing import Any

from peewee import ModelSelect, fn

from pullquote.model.schema import RelationType, Schema
from pullquote.model.values import Origin, Relation
from pullquote.store.content.annotations import stored_confidence
from pullquote.store.errors import NotThere, WrongRelation
from pullquote.store.journal.operations import now
from pullquote.store.sql.database import (
    ASKED,
    Database,
    Statement,
    WriteContext,
    delete,
    insert,
    new_uid,
)
from pullquote.store.sql.tables import AnnotationTable, RelationTable

RelationEnd = tuple[int, int, int, str]  # annotation, document, annotator, layer

RELATION_FIELDS = tuple(field.name for field in fields(Relation))
"""The columns of a relation in the order of its fields: whoever reads rows asks for these."""
_COLUMNS = tuple(name for name in RELATION_FIELDS if name != "id")


def select_relations() -> "ModelSelect[RelationTable]":
    return RelationTable.select(*(getattr(RelationTable, name) for name in RELATION_FIELDS))


_RELATION = Statement(lambda: select_relations().where(RelationTable.id == ASKED))
_OF_DOCUMENT = Statement(
    lambda: select_relations().where(RelationTable.document == ASKED).order_by(RelationTable.id)
)
_OF_ANNOTATOR = Statement(
    lambda: (
        select_relations()
        .where(RelationTable.document == ASKED, RelationTable.annotator == ASKED)
        .order_by(RelationTable.id)
    )
)
_ENDS = Statement(
    lambda: AnnotationTable.select(
        AnnotationTable.id,
        AnnotationTable.document,
        AnnotationTable.annotator,
        AnnotationTable.layer,
    ).where(AnnotationTable.id.in_([ASKED, ASKED]))
)
_COUNT_OF_HEAD = Statement(
    lambda: RelationTable.select(fn.COUNT(RelationTable.id)).where(
        RelationTable.head == ASKED, RelationTable.kind == ASKED, RelationTable.role == ASKED
    )
)
# By hand: it begins with a value, for which Peewee has no recursive words.
_LEADS_TO = """
    WITH RECURSIVE reached (id) AS (
        VALUES (?) UNION SELECT r.tail FROM reached JOIN relation r
            ON r.head = reached.id AND r.kind = ?)
    SELECT 1 FROM reached WHERE id = ?
"""


def read_relation(db: Database, row: int) -> Relation | None:
    found = db.first(_RELATION, row)
    return None if found is None else Relation(*found)


def read_relations(db: Database, document: int, annotator: int | None) -> list[Relation]:
    if annotator is None:
        return [Relation(*row) for row in db.every(_OF_DOCUMENT, document)]
    return [Relation(*row) for row in db.every(_OF_ANNOTATOR, document, annotator)]


def relation_columns(relation: Relation) -> dict[str, Any]:
    """What is stored of it, by column: all but its id."""
    return {name: getattr(relation, name) for name in _COLUMNS}


class RelationVerbs:
    _writing: WriteContext

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
        ends = {row[0]: row for row in db.every(_ENDS, head, tail)}
        for end in (head, tail):
            if end not in ends:
                raise NotThere(what="label", id=end)
        reason = broken_signature(db, self._writing.schema, kind, ends[head], ends[tail], role)
        if reason:
            raise WrongRelation(kind=kind, reason=reason)
        _head, document, annotator, _layer = ends[head]
        new = Relation(
            id=0,
            uid=uid or new_uid(),
            document=document,
            annotator=annotator,
            kind=kind,
            head=head,
            tail=tail,
            role=role,
            created_at=now(),
            origin=origin,
            rule=rule,
            confidence=stored_confidence(confidence),
        )
        return replace(new, id=insert(db, RelationTable, **relation_columns(new)))

    def delete_relation(self, relation: int) -> None:
        if not delete(self._writing.db, RelationTable, relation):
            raise NotThere(what="relation", id=relation)


def broken_signature(
    db: Database, schema: Schema, kind: str, head: RelationEnd, tail: RelationEnd, role: str
) -> str:
    """Why the relation may not be added; empty if it may."""
    known = schema.relation(kind)
    if known is None:
        return "the project has no such relation"
    return _misfit(known, head, tail, role) or _conflict(db, known, head[0], tail[0], role)


def _misfit(known: RelationType, head: RelationEnd, tail: RelationEnd, role: str) -> str:
    if head[1:3] != tail[1:3]:
        return "its ends are not in one document of one annotator"
    if head[3] not in known.heads or tail[3] not in known.tails:
        return f"it does not go from {head[3]} to {tail[3]}"
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
    return db.value(_LEADS_TO, start, kind, goal) is not None
