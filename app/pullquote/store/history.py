"""The journal as people read it."""

import json
from typing import Any

from pullquote.store.database import Database
from pullquote.store.rows import marks
from pullquote.store.values import HistoryEntry

_ENTRIES = """
    SELECT o.id, o.uid, o.name, o.details, o.actor, o.at, o.kind, o.state,
           (SELECT u.kind FROM operation u WHERE u."of" = o.id ORDER BY u.id DESC LIMIT 1),
           (SELECT count(*) FROM change WHERE operation = o.id)
    FROM operation o WHERE o.id < ? {which} ORDER BY o.id DESC LIMIT ?
"""
_OF_DOCUMENT = "AND o.id IN (SELECT operation FROM change WHERE document = ?)"
_OF_ANNOTATION = "AND o.id IN (SELECT operation FROM change WHERE tab = 'annotation' AND row = ?)"


def entries(
    db: Database,
    *,
    document: int | None = None,
    annotation_uid: str | None = None,
    before: int | None = None,
    limit: int = 200,
) -> list[HistoryEntry]:
    """Newest first; `before` is the operation to go on from."""
    which: str = ""
    values: list[int | None] = []
    if document is not None:
        which, values = _OF_DOCUMENT, [document]
    if annotation_uid is not None:
        which, values = which + _OF_ANNOTATION, [*values, _annotation(db, annotation_uid)]
    end = before if before is not None else 2**62
    found = db.every(_ENTRIES.format(which=which), end, *values, limit)
    documents = _documents(db, [row[0] for row in found])
    return [_entry(row, documents.get(row[0], ())) for row in found]


def _annotation(db: Database, uid: str) -> int | None:
    """The row of an annotation that is there, or that the journal remembers."""
    row: int | None = db.value("SELECT id FROM annotation WHERE uid = ?", uid)
    if row is None:
        row = db.value(
            "SELECT row FROM change WHERE tab = 'annotation' AND after IS NULL"
            " AND json_extract(before, '$.uid') = ? LIMIT 1",
            uid,
        )
    return row


def _documents(db: Database, operations: list[int]) -> dict[int, tuple[int, ...]]:
    sql = f"""
        SELECT operation, document FROM (
            SELECT operation, document,
                   row_number() OVER (PARTITION BY operation ORDER BY min(id)) AS n
            FROM change WHERE operation IN ({marks(operations)}) AND document IS NOT NULL
            GROUP BY operation, document)
        WHERE n <= 50 ORDER BY operation, n
    """
    grouped: dict[int, tuple[int, ...]] = {}
    for operation, document in db.every(sql, *operations):
        grouped[operation] = (*grouped.get(operation, ()), document)
    return grouped


def _entry(row: tuple[Any, ...], documents: tuple[int, ...]) -> HistoryEntry:
    operation, uid, name, details, actor, at, kind, state, last, changes = row
    return HistoryEntry(
        operation=operation,
        uid=uid,
        name=name,
        details=json.loads(details),
        actor=actor,
        at=at,
        kind=kind,
        state=state,
        undone=last == "undo",
        changes=changes,
        documents=documents,
    )
