"""Assignments and hand-outs, as values."""

import json
from typing import Any, NamedTuple

from pullquote.model.values import Annotator, Assignment, HandedDocument, HandedTo, Handout
from pullquote.store.database import Database

_ASSIGNMENT = """
    SELECT id, uid, document, annotator, role, position, suggestions, batch FROM assignment
"""
# What each has before them: training is the same for all, so it does not count.
_OPEN = """
    SELECT a.annotator, sum(t.characters) FROM assignment a
    JOIN document d ON d.id = a.document JOIN text t ON t.sha256 = d.text_sha256
    LEFT JOIN state s ON s.document = a.document AND s.annotator = a.annotator
    WHERE a.role <> 'training' AND d.excluded IS NULL
    AND coalesce(s.value, 'in_progress') = 'in_progress' GROUP BY a.annotator
"""
_DEALABLE = """
    SELECT d.id, d.uid, d.name, d.text_sha256, t.characters FROM document d
    JOIN text t ON t.sha256 = d.text_sha256 WHERE d.excluded IS NULL ORDER BY d.id
"""
_SHARED = """
    SELECT p.document, p.cluster, sum(p."end" - p.start) FROM passage p
    JOIN cluster c ON c.id = p.cluster WHERE NOT c.boilerplate GROUP BY p.document, p.cluster
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
_HANDOUT = "SELECT id, uid, annotator, made_at, documents, schema_sha256 FROM handout "


class Dealable(NamedTuple):
    """A document that is not excluded, as it is dealt."""

    id: int
    uid: str
    name: str
    text_sha256: str
    characters: int


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


def open_characters(db: Database) -> dict[int, int]:
    """The characters of what each annotator was given and has not done, training left out."""
    return dict(db.every(_OPEN))


def dealable(db: Database) -> list[Dealable]:
    return [Dealable(*row) for row in db.every(_DEALABLE)]


def shared_characters(db: Database) -> list[tuple[int, int, int]]:
    """Document, cluster, and how many of its characters stand in it; boilerplate left out."""
    return [(document, cluster, n) for document, cluster, n in db.every(_SHARED)]


def answerers(db: Database, document: int) -> list[Annotator]:
    """Those that are no persons and say what the answer is in a document."""
    return [Annotator(*row) for row in db.every(_ANSWERERS, document)]


def answered(db: Database) -> list[int]:
    return [document for (document,) in db.every(_ANSWERED)]


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
