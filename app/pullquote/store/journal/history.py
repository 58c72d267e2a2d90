"""The journal as people read it, and which operations changed the work of an annotator."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from pullquote.store.sql.database import Database, question_marks
from pullquote.store.values import HistoryEntry

# By hand: conditions are added to them, and the journal is read out of JSON.
_ENTRIES = """
    SELECT o.id, o.uid, o.name, o.details, o.actor, o.at, o.kind, o.state,
           (SELECT u.kind FROM operation u WHERE u."of" = o.id ORDER BY u.id DESC LIMIT 1),
           (SELECT count(*) FROM change WHERE operation = o.id)
    FROM operation o WHERE o.id < ? {which} ORDER BY o.id DESC LIMIT ?
"""
_OF_DOCUMENT = "AND o.id IN (SELECT operation FROM change WHERE document = ?)"
_OF_ANNOTATION = "AND o.id IN (SELECT operation FROM change WHERE tab = 'annotation' AND row = ?)"


def read_history(
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
            FROM change WHERE operation IN ({question_marks(operations)}) AND document IS NOT NULL
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


# A change of a row that was there before does not say whose the row is: another one of it does.
_OPERATIONS = """
    SELECT DISTINCT c.document, o.id, o.uid, o.kind, o."of" FROM change c
    JOIN operation o ON o.id = c.operation
    WHERE c.tab IN ('annotation', 'relation', 'state', 'rejection') AND (c.tab, c.row) IN (
        SELECT tab, row FROM change
        WHERE tab IN ('annotation', 'relation', 'state', 'rejection')
        AND json_extract(coalesce(before, after), '$.annotator') = ?)
    ORDER BY c.document, o.id
"""


class WorkOperation(NamedTuple):
    """An operation; `of` is the one that an undo or redo takes back or does again."""

    operation: int
    uid: str
    kind: str
    of: int | None = None


def read_work_operations(db: Database, annotator: int) -> dict[int, list[WorkOperation]]:
    """For each document the operations that changed the annotator's work there, oldest first.

    The work is labels, relations, states and rejections.
    """
    found: dict[int, list[WorkOperation]] = {}
    for document, *step in db.every(_OPERATIONS, annotator):
        found.setdefault(document, []).append(WorkOperation(*step))
    return found


def without_undone(steps: Iterable[WorkOperation]) -> list[WorkOperation]:
    """What is left where an operation and its undo follow one another: they cancel out.

    Two journals that settle to the same last step say the same of the work.
    """
    stack: list[WorkOperation] = []
    undone: dict[int, tuple[WorkOperation, list[WorkOperation]]] = {}
    for step in steps:
        if step.kind == "undo" and stack and stack[-1].operation == step.of:
            undone[step.of] = (stack.pop(), list(stack))
        elif step.kind == "redo" and step.of in undone and undone[step.of][1] == stack:
            stack.append(undone.pop(step.of)[0])
        else:
            stack.append(step)
    return stack
