"""How much a project holds, noun by noun: what two states of it are compared by."""

from typing import Any, NamedTuple

from peewee import Model, ModelSelect, fn

from pullquote.store.sql.database import Database
from pullquote.store.sql.statements import Statement
from pullquote.store.sql.tables import (
    AdjudicationTable,
    AnnotationTable,
    AnnotatorTable,
    DocumentTable,
    RelationTable,
    SpeakerTable,
    StateTable,
    details,
)


class ContentCounts(NamedTuple):
    """`done` counts documents by annotator, `decisions` those of adjudication."""

    documents: int
    labels: int
    relations: int
    speakers: int
    done: int
    decisions: int
    annotators: int


def _count(table: type[Model], *where: Any) -> Statement:  # noqa: ANN401 - conditions
    def build() -> "ModelSelect[Any]":
        found: ModelSelect[Any] = table.select(fn.COUNT(details(table).primary_key))
        return found.where(*where) if where else found

    return Statement(build)


_DOCUMENTS = _count(DocumentTable)
_LABELS = _count(AnnotationTable)
_RELATIONS = _count(RelationTable)
_SPEAKERS = _count(SpeakerTable, SpeakerTable.merged_into.is_null())
_DONE = _count(StateTable, StateTable.value == "done")
_DECISIONS = _count(AdjudicationTable)
_ANNOTATORS = _count(AnnotatorTable, AnnotatorTable.kind == "person")
_COUNTS = (_DOCUMENTS, _LABELS, _RELATIONS, _SPEAKERS, _DONE, _DECISIONS, _ANNOTATORS)


def read_counts(db: Database) -> ContentCounts:
    return ContentCounts._make(db.value(count) for count in _COUNTS)
