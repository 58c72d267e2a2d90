"""Annotations of a document, states of versions, suggestions of other tools, and those that were
turned down: read and written.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import NoReturn, TypedDict, Unpack

import peewee
from peewee import fn

from pullquote.model.values import Annotation, Origin, State, StateValue, ToCheck
from pullquote.store.errors import AlreadyThere, NotThere, WriteProblem
from pullquote.store.journal.operations import Verbs, now, require
from pullquote.store.sql.database import broken_rule
from pullquote.store.sql.fields import new_uid, storable
from pullquote.store.sql.statements import ASKED, Records, Statement, select
from pullquote.store.sql.tables import (
    AnnotationTable,
    ForeignSuggestionTable,
    RejectionTable,
    StateTable,
)
from pullquote.store.values import ForeignSuggestion, Rejection

_NO_LAYER = "The project has no layer {layer}; check its label schema."
_NO_SPAN = "{start} to {end} is no stretch of a text."
_OUTSIDE = "The span from {start} to {end} does not lie in the text of document {document}."
_READING_ORDER = ("start", "-end", "layer", "id")

ANNOTATIONS = Records(AnnotationTable, Annotation)
ANNOTATION = ANNOTATIONS.by("id")
ANNOTATIONS_OF_DOCUMENT = ANNOTATIONS.by("document", order=_READING_ORDER)
ANNOTATIONS_OF_ANNOTATOR = ANNOTATIONS.by("document", "annotator", order=_READING_ORDER)

CARRIED_COPIES = ANNOTATIONS.by("carried_from", order=("document", "id"))
UNTOUCHED_COPIES = Statement(
    lambda: AnnotationTable.select(fn.COUNT(AnnotationTable.id)).where(
        AnnotationTable.carried_from == ASKED,
        AnnotationTable.origin == "carried",
        AnnotationTable.confirmed_at.is_null(),
    )
)

LAYERS_IN = Statement(
    lambda: (
        AnnotationTable.select(AnnotationTable.layer, fn.COUNT(AnnotationTable.id))
        .where(
            AnnotationTable.document == ASKED,
            AnnotationTable.annotator == ASKED,
            AnnotationTable.start < ASKED,
            AnnotationTable.end > ASKED,
        )
        .group_by(AnnotationTable.layer)
    )
)
"""How many labels touch a stretch, by layer: the end of the stretch is asked before its start."""

STATES = Records(StateTable, State)
STATE = STATES.by("document", "annotator")
STATES_OF_DOCUMENT = STATES.by("document")
STATE_ROW = select(StateTable, "id", "value", "reason", by=("document", "annotator"))

_REJECTIONS = Records(RejectionTable, Rejection)
REJECTIONS = _REJECTIONS.by("document", "annotator", order=("start", "id"))

_FOREIGN = Records(ForeignSuggestionTable, ForeignSuggestion)
FOREIGN_SUGGESTIONS = _FOREIGN.by("document", order=("start", "-end", "id"))


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


class AnnotationVerbs(Verbs):
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
            raise WriteProblem(_NO_LAYER, layer=layer)
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
        try:
            return self._writing.db.add(ANNOTATIONS, new)
        except peewee.IntegrityError as error:
            _refuse(error, new)

    def change_annotation(self, annotation: int, **fields: Unpack[AnnotationFields]) -> Annotation:
        db = self._writing.db
        old = require("label", annotation, db.one(ANNOTATION, annotation))
        new = replace(old, **fields)
        if new == old:
            return old
        if new.layer != old.layer and self._writing.schema.layer(new.layer) is None:
            raise WriteProblem(_NO_LAYER, layer=new.layer)
        new = replace(new, note=new.note and storable(new.note), changed_at=now())
        before, after = ANNOTATIONS.by_column(old), ANNOTATIONS.by_column(new)
        changed = {name: value for name, value in after.items() if value != before[name]}
        try:
            db.update(AnnotationTable, annotation, **changed)
        except peewee.IntegrityError as error:
            _refuse(error, new)
        return new

    def confirm_annotation(self, annotation: int) -> Annotation:
        """Note that a person says now that it is right."""
        return self.change_annotation(annotation, confirmed_at=now(), to_check=None)

    def delete_annotation(self, annotation: int) -> None:
        """Its relations go with it."""
        self._delete(AnnotationTable, "label", annotation)


def stored_confidence(confidence: float | None) -> float | None:
    """The journal keeps fifteen digits of a number, so no more are stored."""
    return None if confidence is None else round(confidence, 6)


def _refuse(error: peewee.IntegrityError, new: Annotation) -> NoReturn:
    span = {"start": new.start, "end": new.end}
    match broken_rule(error):
        case "unique":
            raise AlreadyThere(layer=new.layer, **span) from error
        case "trigger" | "check":
            raise WriteProblem(_OUTSIDE, document=new.document, **span) from error
        case "reference":
            raise NotThere(what="document, annotator or speaker for", id="this label") from error
    raise error


class StateVerbs(Verbs):
    def set_state(
        self, document: int, annotator: int, value: StateValue | None, reason: str | None = None
    ) -> None:
        """None: not started."""
        db = self._writing.db
        reason = reason and storable(reason)
        old = db.first(STATE_ROW, document, annotator)
        if old is None and value is not None:
            db.add(STATES, State(document, annotator, value, reason, now()))
        elif old is not None and value is None:
            db.delete(StateTable, old[0])
        elif old is not None and old[1:] != (value, reason):
            db.update(StateTable, old[0], value=value, reason=reason, at=now())

    def reject(
        self, document: int, annotator: int, layer: str, start: int, end: int, value: str = ""
    ) -> None:
        """Turn a suggestion down; to do so again changes nothing."""
        new = Rejection(document, annotator, layer, start, end, storable(value))
        try:
            self._writing.db.insert(RejectionTable, **new._asdict(), at=now())
        except peewee.IntegrityError as error:
            if broken_rule(error) != "unique":
                raise NotThere(what="document", id=document) from error


class ForeignSuggestionVerbs(Verbs):
    def add_foreign_suggestion(
        self,
        document: int,
        source: str,
        layer: str,
        start: int,
        end: int,
        *,
        attributes: Mapping[str, str] | None = None,
        speaker_name: str | None = None,
        external_id: str | None = None,
        confidence: float | None = None,
        uid: str | None = None,
    ) -> ForeignSuggestion:
        """`start` and `end` are code points of the text, in which they have to be."""
        if self._writing.schema.layer(layer) is None:
            raise WriteProblem(_NO_LAYER, layer=layer)
        new = ForeignSuggestion(
            id=0,
            uid=uid or new_uid(),
            document=document,
            layer=layer,
            start=start,
            end=end,
            attributes={name: storable(value) for name, value in (attributes or {}).items()},
            speaker_name=speaker_name and storable(speaker_name),
            source=storable(source),
            external_id=external_id and storable(external_id),
            confidence=stored_confidence(confidence),
            at=now(),
        )
        try:
            return self._writing.db.add(_FOREIGN, new)
        except peewee.IntegrityError as error:
            if broken_rule(error) == "reference":
                raise NotThere(what="document", id=document) from error
            raise WriteProblem(_NO_SPAN, start=start, end=end) from error

    def remove_foreign_suggestion(self, suggestion: int) -> None:
        self._delete(ForeignSuggestionTable, "suggestion", suggestion)
