"""Annotations of a document, states of versions, suggestions turned down: read and written."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any, NoReturn, TypedDict, Unpack

import peewee
from peewee import ModelSelect

from pullquote.model.values import Annotation, Origin, State, StateValue, ToCheck
from pullquote.store.errors import (
    AlreadyThere,
    LayerNotInSchema,
    NotThere,
    SpanOutside,
)
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
from pullquote.store.sql.tables import AnnotationTable, RejectionTable, StateTable
from pullquote.store.values import Rejection

ANNOTATION_FIELDS = tuple(field.name for field in fields(Annotation))
"""The columns of an annotation in the order of its fields: whoever reads rows asks for these."""
_JSON = ANNOTATION_FIELDS.index("attributes")
_COLUMNS = tuple(name for name in ANNOTATION_FIELDS if name != "id")


def select_annotations() -> "ModelSelect[AnnotationTable]":
    return AnnotationTable.select(*(getattr(AnnotationTable, name) for name in ANNOTATION_FIELDS))


def in_reading_order(query: "ModelSelect[AnnotationTable]") -> "ModelSelect[AnnotationTable]":
    """By start, the longer first, then by layer and age."""
    table = AnnotationTable
    return query.order_by(table.start, table.end.desc(), table.layer, table.id)


_ANNOTATION = Statement(lambda: select_annotations().where(AnnotationTable.id == ASKED))
_OF_DOCUMENT = Statement(
    lambda: in_reading_order(select_annotations().where(AnnotationTable.document == ASKED))
)
_OF_ANNOTATOR = Statement(
    lambda: in_reading_order(
        select_annotations().where(
            AnnotationTable.document == ASKED, AnnotationTable.annotator == ASKED
        )
    )
)


def read_annotation(db: Database, row: int) -> Annotation | None:
    found = db.first(_ANNOTATION, row)
    return None if found is None else annotation_from_row(found)


def read_annotations(db: Database, document: int, annotator: int | None) -> list[Annotation]:
    if annotator is None:
        found = db.every(_OF_DOCUMENT, document)
    else:
        found = db.every(_OF_ANNOTATOR, document, annotator)
    return [annotation_from_row(row) for row in found]


_STATE_FIELDS = [getattr(StateTable, field.name) for field in fields(State)]
_REJECTION_FIELDS = [getattr(RejectionTable, name) for name in Rejection._fields]
_STATE = Statement(
    lambda: StateTable.select(*_STATE_FIELDS).where(
        StateTable.document == ASKED, StateTable.annotator == ASKED
    )
)
_STATES = Statement(
    lambda: (
        StateTable.select(*_STATE_FIELDS)
        .where(StateTable.document == ASKED)
        .order_by(StateTable.id)
    )
)
_STATE_ROW = Statement(
    lambda: StateTable.select(StateTable.id, StateTable.value, StateTable.reason).where(
        StateTable.document == ASKED, StateTable.annotator == ASKED
    )
)
_REJECTIONS = Statement(
    lambda: (
        RejectionTable.select(*_REJECTION_FIELDS)
        .where(RejectionTable.document == ASKED, RejectionTable.annotator == ASKED)
        .order_by(RejectionTable.start, RejectionTable.id)
    )
)


def read_state(db: Database, document: int, annotator: int) -> State | None:
    found = db.first(_STATE, document, annotator)
    return None if found is None else State(*found)


def read_states(db: Database, document: int) -> list[State]:
    return [State(*row) for row in db.every(_STATES, document)]


def read_rejections(db: Database, document: int, annotator: int) -> list[Rejection]:
    return [Rejection(*row) for row in db.every(_REJECTIONS, document, annotator)]


# Labels say the same few things of themselves; nobody changes the attributes of a label in place.
_attributes: Callable[[str], Mapping[str, str]] = lru_cache(1024)(json.loads)


def annotation_from_row(row: tuple[Any, ...]) -> Annotation:
    values = list(row)
    values[_JSON] = _attributes(row[_JSON])
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
            uid=uid or new_uid(),
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
            confidence=stored_confidence(confidence),
            carried_from=carried_from,
            created_by=self._writing.actor,
            created_at=at,
            changed_at=at,
        )
        columns = annotation_columns(new)
        try:
            row = insert(self._writing.db, AnnotationTable, **columns)
        except peewee.IntegrityError as error:
            _refuse(error, new)
        return Annotation(**{**columns, "id": row, "attributes": new.attributes})

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
        before, after = annotation_columns(old), annotation_columns(new)
        changed = {name: value for name, value in after.items() if value != before[name]}
        try:
            update(db, AnnotationTable, annotation, **changed)
        except peewee.IntegrityError as error:
            _refuse(error, new)
        return new

    def delete_annotation(self, annotation: int) -> None:
        """Its relations go with it."""
        if not delete(self._writing.db, AnnotationTable, annotation):
            raise NotThere(what="label", id=annotation)


def stored_confidence(confidence: float | None) -> float | None:
    """The journal keeps fifteen digits of a number, so no more are stored."""
    return None if confidence is None else round(confidence, 6)


def annotation_columns(annotation: Annotation) -> dict[str, Any]:
    """What is stored of it, by column: all but its id."""
    columns = {name: getattr(annotation, name) for name in _COLUMNS}
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


class StateVerbs:
    _writing: WriteContext

    def set_state(
        self, document: int, annotator: int, value: StateValue | None, reason: str | None = None
    ) -> None:
        """None: not started."""
        db = self._writing.db
        reason = reason and storable(reason)
        old = db.first(_STATE_ROW, document, annotator)
        if old is None and value is not None:
            who = {"document": document, "annotator": annotator}
            insert(db, StateTable, **who, value=value, reason=reason, at=now())
        elif old is not None and value is None:
            delete(db, StateTable, old[0])
        elif old is not None and old[1:] != (value, reason):
            update(db, StateTable, old[0], value=value, reason=reason, at=now())

    def reject(
        self, document: int, annotator: int, layer: str, start: int, end: int, value: str = ""
    ) -> None:
        """Turn a suggestion down; to do so again changes nothing."""
        columns = {"document": document, "annotator": annotator, "layer": layer}
        try:
            insert(
                self._writing.db,
                RejectionTable,
                **columns,
                start=start,
                end=end,
                value=storable(value),
                at=now(),
            )
        except peewee.IntegrityError as error:
            if broken_rule(error) != "unique":
                raise NotThere(what="document", id=document) from error
