"""Assignments and hand-outs, as values."""

import json
from typing import Any

from pullquote.model.values import Assignment, HandedDocument, HandedTo, Handout
from pullquote.store.database import Database

_ASSIGNMENT = """
    SELECT id, uid, document, annotator, role, position, suggestions, batch FROM assignment
"""
_HANDOUT = "SELECT id, uid, annotator, made_at, documents, schema_sha256 FROM handout "


def assignment(db: Database, row: int) -> Assignment | None:
    found = db.first(_ASSIGNMENT + "WHERE id = ?", row)
    return None if found is None else _assignment(found)


def assignments(
    db: Database, annotator: int | None = None, document: int | None = None
) -> list[Assignment]:
    """By annotator and position."""
    found = db.every(
        f"{_ASSIGNMENT} WHERE (?1 IS NULL OR annotator = ?1) AND (?2 IS NULL OR document = ?2)"
        " ORDER BY annotator, position, id",
        annotator,
        document,
    )
    return [_assignment(row) for row in found]


def handouts(db: Database) -> list[Handout]:
    """Oldest first."""
    return [_handout(row) for row in db.every(_HANDOUT + "ORDER BY id")]


def handed_to(db: Database) -> HandedTo | None:
    found = db.first("""
        SELECT p.handout_uid, p.handout_annotator, coalesce(a.name, '') FROM project p
        LEFT JOIN annotator a ON a.uid = p.handout_annotator
        WHERE p.handout_uid IS NOT NULL AND p.handout_annotator IS NOT NULL
    """)
    return None if found is None else HandedTo(*found)


def _assignment(row: tuple[Any, ...]) -> Assignment:
    values = (*row[:6], bool(row[6]), row[7])
    return Assignment(*values)


def _handout(row: tuple[Any, ...]) -> Handout:
    documents = tuple(HandedDocument(**document) for document in json.loads(row[4]))
    values = (*row[:4], documents, row[5])
    return Handout(*values)
