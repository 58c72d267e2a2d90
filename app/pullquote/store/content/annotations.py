"""Annotations of a document, with their relations, states and rejections: read and written."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NoReturn, TypedDict, Unpack
from uuid import uuid4

import peewee

from pullquote.model.values import Annotation, Origin, Relation, State, StateValue, ToCheck
from pullquote.store.content.relations import broken_signature
from pullquote.store.errors import (
    AlreadyThere,
    LayerNotInSchema,
    NotThere,
    SpanOutside,
    WrongRelation,
)
from pullquote.store.journal.operations import now
from pullquote.store.sql.database import (
    Database,
    WriteContext,
    broken_rule,
    delete,
    insert,
    storable,
    to_json,
    update,
)
from pullquote.store.values import Rejection

SELECT_ANNOTATION = """
    SELECT id, uid, document, annotator, layer, start, "end", attributes, speaker, note, origin,
           rule, confidence, carried_from, created_by, created_at, changed_at,
           confirmed_at, to_check
    FROM annotation
"""
SELECT_RELATION = """
    SELECT id, uid, document, annotator, kind, head, tail, role, created_at, origin, rule,
           confidence
    FROM relation
"""
_SELECT_STATE = "SELECT document, annotator, value, reason, at FROM state "


def read_annotation(db: Database, row: int) -> Annotation | None:
    found = db.first(SELECT_ANNOTATION + "WHERE id = ?", row)
    return None if found is None else annotation_from_row(found)


def read_annotations(db: Database, document: int, annotator: int | None) -> list[Annotation]:
    which, values = _whose(document, annotator)
    found = db.every(f'{SELECT_ANNOTATION}{which} ORDER BY start, "end" DESC, layer, id', *values)
    return [annotation_from_row(row) for row in found]


def read_relation(db: Database, row: int) -> Relation | None:
    found = db.first(f"{SELECT_RELATION}WHERE id = ?", row)
    return None if found is None else Relation(*found)


def read_relations(db: Database, document: int, annotator: int | None) -> list[Relation]:
    which, values = _whose(document, annotator)
    return [Relation(*row) for row in db.every(f"{SELECT_RELATION}{which} ORDER BY id", *values)]


def read_state(db: Database, document: int, annotator: int) -> State | None:
    which, values = _whose(document, annotator)
    found = db.first(_SELECT_STATE + which, *values)
    return None if found is None else State(*found)


def read_states(db: Database, document: int) -> list[State]:
    return [
        State(*row) for row in db.every(_SELECT_STATE + "WHERE document = ? ORDER BY id", document)
    ]


def read_rejections(db: Database, document: int, annotator: int) -> list[Rejection]:
    which, values = _whose(document, annotator)
    sql = f'SELECT document, annotator, layer, start, "end", value FROM rejection {which}'
    return [Rejection(*row) for row in db.every(sql + " ORDER BY start, id", *values)]


def _whose(document: int, annotator: int | None) -> tuple[str, tuple[int, ...]]:
    if annotator is None:
        return "WHERE document = ?", (document,)
    return "WHERE document = ? AND annotator = ?", (document, annotator)


def annotation_from_row(
    row: tuple[Any, ...], parse: Callable[[str], dict[str, str]] = json.loads
) -> Annotation:
    values = list(row)
    values[7] = parse(row[7])
    return Annotation(*values)


class AnnotationFields(TypedDict, total=False):
    layer: str
    start: int
    end: int
    attributes: Mapping[str, str]
    speaker: int | None
    note: str | None
    origin: Origin
    confirmed_at: str | None
    to_check: ToCheck | None


class AnnotationVerbs:
    _writing: WriteContext

    def add_annotation(
        self,
        document: int,
        annotator: int,
        layer: str,
        start: int,
        end: int,
        *,
        attributes: Mapping[str, str] | None = None,
        speaker: int | None = None,
        note: str | None = None,
        origin: Origin = "hand",
        rule: str | None = None,
        confidence: float | None = None,
        carried_from: str | None = None,
        uid: str | None = None,
    ) -> Annotation:
        """`start` and `end` are code points of the text; raise AlreadyThere for the same label."""
        if self._writing.schema.layer(layer) is None:
            raise LayerNotInSchema(layer=layer)
        at = now()
        new = Annotation(
            id=0,
            uid=uid or str(uuid4()),
            document=document,
            annotator=annotator,
            layer=layer,
            start=start,
            end=end,
            attributes=dict(attributes or {}),
            speaker=speaker,
            note=note and storable(note),
            origin=origin,
            rule=rule,
            confidence=_stored_confidence(confidence),
            carried_from=carried_from,
            created_by=self._writing.actor,
            created_at=at,
            changed_at=at,
        )
        try:
            row = insert(self._writing.db, "annotation", **_annotation_columns(new))
        except peewee.IntegrityError as error:
            _refuse(error, new)
        return replace(new, id=row)

    def change_annotation(self, annotation: int, **fields: Unpack[AnnotationFields]) -> Annotation:
        db = self._writing.db
        old = read_annotation(db, annotation)
        if old is None:
            raise NotThere(what="label", id=annotation)
        new = replace(old, **fields)
        if new == old:
            return old
        if new.layer != old.layer and self._writing.schema.layer(new.layer) is None:
            raise LayerNotInSchema(layer=new.layer)
        new = replace(new, note=new.note and storable(new.note), changed_at=now())
        before, after = _annotation_columns(old), _annotation_columns(new)
        changed = {name: value for name, value in after.items() if value != before[name]}
        try:
            update(db, "annotation", annotation, **changed)
        except peewee.IntegrityError as error:
            _refuse(error, new)
        return new

    def delete_annotation(self, annotation: int) -> None:
        """Its relations go with it."""
        if not delete(self._writing.db, "annotation", annotation):
            raise NotThere(what="label", id=annotation)

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
        ends = {
            row[0]: row
            for row in db.run(
                "SELECT id, document, annotator, layer FROM annotation WHERE id IN (?, ?)",
                (head, tail),
            )
        }
        for end in (head, tail):
            if end not in ends:
                raise NotThere(what="label", id=end)
        reason = broken_signature(db, self._writing.schema, kind, ends[head], ends[tail], role)
        if reason:
            raise WrongRelation(kind=kind, reason=reason)
        _head, document, annotator, _layer = ends[head]
        new = Relation(
            id=0,
            uid=uid or str(uuid4()),
            document=document,
            annotator=annotator,
            kind=kind,
            head=head,
            tail=tail,
            role=role,
            created_at=now(),
            origin=origin,
            rule=rule,
            confidence=_stored_confidence(confidence),
        )
        columns = {name: getattr(new, name) for name in _RELATION_COLUMNS}
        return replace(new, id=insert(db, "relation", **columns))

    def delete_relation(self, relation: int) -> None:
        if not delete(self._writing.db, "relation", relation):
            raise NotThere(what="relation", id=relation)

    def set_state(
        self, document: int, annotator: int, value: StateValue | None, reason: str | None = None
    ) -> None:
        """None: not started."""
        db = self._writing.db
        reason = reason and storable(reason)
        sql = "SELECT id, value, reason FROM state WHERE document = ? AND annotator = ?"
        old = db.first(sql, document, annotator)
        if old is None and value is not None:
            who = {"document": document, "annotator": annotator}
            insert(db, "state", **who, value=value, reason=reason, at=now())
        elif old is not None and value is None:
            delete(db, "state", old[0])
        elif old is not None and old[1:] != (value, reason):
            update(db, "state", old[0], value=value, reason=reason, at=now())

    def reject(
        self, document: int, annotator: int, layer: str, start: int, end: int, value: str = ""
    ) -> None:
        """Turn a suggestion down; to do so again changes nothing."""
        columns = {"document": document, "annotator": annotator, "layer": layer}
        try:
            insert(
                self._writing.db,
                "rejection",
                **columns,
                start=start,
                end=end,
                value=storable(value),
                at=now(),
            )
        except peewee.IntegrityError as error:
            if broken_rule(error) != "unique":
                raise NotThere(what="document", id=document) from error


_ANNOTATION_COLUMNS = tuple(
    name for name in Annotation.__slots__ if name not in ("id", "attributes")
)
_RELATION_COLUMNS = tuple(name for name in Relation.__slots__ if name != "id")


def _stored_confidence(confidence: float | None) -> float | None:
    """The journal keeps fifteen digits of a number, so no more are stored."""
    return None if confidence is None else round(confidence, 6)


def _annotation_columns(annotation: Annotation) -> dict[str, Any]:
    columns = {name: getattr(annotation, name) for name in _ANNOTATION_COLUMNS}
    return columns | {"attributes": to_json(dict(annotation.attributes))}


def _refuse(error: peewee.IntegrityError, new: Annotation) -> NoReturn:
    span = {"start": new.start, "end": new.end}
    match broken_rule(error):
        case "unique":
            raise AlreadyThere(layer=new.layer, **span) from error
        case "trigger" | "check":
            raise SpanOutside(document=new.document, **span) from error
        case "reference":
            raise NotThere(what="document, annotator or speaker for", id="this label") from error
    raise error
