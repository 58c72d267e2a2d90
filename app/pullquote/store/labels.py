"""Annotations, relations, states and rejections of a document, as values."""

import json
from collections.abc import Callable
from typing import Any

from pullquote.model.values import Annotation, Relation, State
from pullquote.store.database import Database
from pullquote.store.values import Rejection

ANNOTATION = """
    SELECT id, uid, document, annotator, layer, start, "end", attributes, speaker, note, origin,
           rule, confidence, carried_from, created_by, created_at, changed_at
    FROM annotation
"""
RELATION = "SELECT id, uid, document, annotator, kind, head, tail, role, created_at FROM relation "
_STATE = "SELECT document, annotator, value, reason, at FROM state "


def annotation(db: Database, row: int) -> Annotation | None:
    found = db.first(ANNOTATION + "WHERE id = ?", row)
    return None if found is None else annotation_of(found)


def annotations(db: Database, document: int, annotator: int | None) -> list[Annotation]:
    which, values = _whose(document, annotator)
    found = db.every(f'{ANNOTATION}{which} ORDER BY start, "end" DESC, layer, id', *values)
    return [annotation_of(row) for row in found]


def relation(db: Database, row: int) -> Relation | None:
    found = db.first(f"{RELATION}WHERE id = ?", row)
    return None if found is None else Relation(*found)


def relations(db: Database, document: int, annotator: int | None) -> list[Relation]:
    which, values = _whose(document, annotator)
    return [Relation(*row) for row in db.every(f"{RELATION}{which} ORDER BY id", *values)]


def state(db: Database, document: int, annotator: int) -> State | None:
    which, values = _whose(document, annotator)
    found = db.first(_STATE + which, *values)
    return None if found is None else State(*found)


def states(db: Database, document: int) -> list[State]:
    return [State(*row) for row in db.every(_STATE + "WHERE document = ? ORDER BY id", document)]


def rejections(db: Database, document: int, annotator: int) -> list[Rejection]:
    which, values = _whose(document, annotator)
    sql = f'SELECT document, annotator, layer, start, "end", value FROM rejection {which}'
    return [Rejection(*row) for row in db.every(sql + " ORDER BY start, id", *values)]


def _whose(document: int, annotator: int | None) -> tuple[str, tuple[int, ...]]:
    if annotator is None:
        return "WHERE document = ?", (document,)
    return "WHERE document = ? AND annotator = ?", (document, annotator)


def annotation_of(
    row: tuple[Any, ...], parse: Callable[[str], dict[str, str]] = json.loads
) -> Annotation:
    values = list(row)
    values[7] = parse(row[7])
    return Annotation(*values)
