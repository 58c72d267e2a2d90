"""The journal as people read it, and which operations changed the work of an annotator."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from peewee import ModelAlias, ModelSelect, Select, Tuple, fn

from pullquote.store.sql.database import Database
from pullquote.store.sql.fields import mapping_from_json
from pullquote.store.sql.statements import ASKED, LISTED, Row, Statement, select
from pullquote.store.sql.tables import AnnotationTable, ChangeTable, OperationTable
from pullquote.store.values import HistoryEntry
from pullquote.text.spans import Span

WORK = ("annotation", "relation", "state", "rejection")
"""The tables in which the work of an annotator stands."""

_ANNOTATION = select(AnnotationTable, "id", by=["uid"])
_REMOVED_ANNOTATION = Statement(
    lambda: ChangeTable.select(ChangeTable.row).where(
        ChangeTable.tab == "annotation",
        ChangeTable.after.is_null(),
        fn.json_extract(ChangeTable.before, "$.uid") == ASKED,
    )
)


def last_word(operation: Any) -> "ModelSelect[Any]":  # noqa: ANN401 - an expression
    """Whether the operation was at last undone or done again: "undo", "redo", no row.

    What was cut off between two of its steps has not had its say.
    """
    later = OperationTable.alias()
    said = later.select(later.kind).where(later.of == operation, later.state != "interrupted")
    return said.order_by(later.id.desc()).limit(1)


def stands(operation: Any) -> Any:  # noqa: ANN401 - expressions
    """That an operation is not undone at the moment."""
    return fn.COALESCE(last_word(operation), "redo") == "redo"


@lru_cache
def _entries(*, of_document: bool, of_annotation: bool) -> Statement:
    return Statement(lambda: _entries_of(of_document=of_document, of_annotation=of_annotation))


def _entries_of(*, of_document: bool, of_annotation: bool) -> "ModelSelect[Any]":
    operation, change = OperationTable, ChangeTable
    changes = change.select(fn.COUNT(change.id)).where(change.operation == operation.id)
    found = operation.select(
        operation.id,
        operation.uid,
        operation.name,
        operation.details,
        operation.actor,
        operation.at,
        operation.kind,
        operation.state,
        last_word(operation.id),
        changes,
    ).where(operation.id < ASKED)
    which = change.select(change.operation)
    if of_document:
        found = found.where(operation.id.in_(which.where(change.document == ASKED)))
    if of_annotation:
        of = which.where(change.tab == "annotation", change.row == ASKED)
        found = found.where(operation.id.in_(of))
    return found.order_by(operation.id.desc()).limit(ASKED)


def _first_documents() -> Select:
    """Of each operation the first documents that it touched, at most fifty."""
    change = ChangeTable
    rank = fn.ROW_NUMBER().over(partition_by=[change.operation], order_by=[fn.MIN(change.id)])
    ranked = (
        change.select(change.operation, change.document, rank.alias("n"))
        .where(change.operation.in_(LISTED), change.document.is_null(False))
        .group_by(change.operation, change.document)
        .alias("ranked")
    )
    found = Select([ranked], [ranked.c.operation, ranked.c.document])
    return found.where(ranked.c.n <= 50).order_by(ranked.c.operation, ranked.c.n)


_FIRST_DOCUMENTS = Statement(_first_documents)
_LABELS = Statement(
    lambda: (
        ChangeTable.select(
            ChangeTable.operation,
            AnnotationTable.document,
            AnnotationTable.start,
            AnnotationTable.end,
        )
        .join(AnnotationTable, on=(AnnotationTable.id == ChangeTable.row))
        .where(ChangeTable.tab == "annotation", ChangeTable.operation.in_(LISTED))
        .order_by(ChangeTable.operation, ChangeTable.id.desc())
    )
)
"""The labels that operations changed and that are there, the first of each last."""


_ADDED_LABELS = Statement(
    lambda: (
        ChangeTable.select(ChangeTable.row, ChangeTable.document)
        .where(
            ChangeTable.operation == ASKED,
            ChangeTable.tab == "annotation",
            ChangeTable.before.is_null(),
        )
        .order_by(ChangeTable.id)
    )
)


def read_added_labels(db: Database, operation: int) -> list[tuple[int, int]]:
    """The ids of the labels that an operation added, each with its document."""
    return [(row, document) for row, document in db.every(_ADDED_LABELS, operation)]


def read_labels(db: Database, operations: Iterable[int]) -> dict[int, tuple[int, Span]]:
    """Of each operation the first label that it changed, where that is there: document and span."""
    rows = db.every(_LABELS, json.dumps(list(operations)))
    return {operation: (document, Span(start, end)) for operation, document, start, end in rows}


def read_history(
    db: Database,
    *,
    document: int | None = None,
    annotation_uid: str | None = None,
    before: int | None = None,
    limit: int = 200,
) -> list[HistoryEntry]:
    """Newest first; `before` is the operation to go on from."""
    values: list[int | None] = [before if before is not None else 2**62]
    if document is not None:
        values.append(document)
    if annotation_uid is not None:
        values.append(_annotation(db, annotation_uid))
    entries = _entries(of_document=document is not None, of_annotation=annotation_uid is not None)
    found = db.every(entries, *values, limit)
    documents: dict[int, list[int]] = {}
    for operation, touched in db.every(_FIRST_DOCUMENTS, json.dumps([row[0] for row in found])):
        documents.setdefault(operation, []).append(touched)
    return [_entry(row, tuple(documents.get(row[0], ()))) for row in found]


def _annotation(db: Database, uid: str) -> int | None:
    """The row of an annotation that is there, or that the journal remembers."""
    row: int | None = db.value(_ANNOTATION, uid) or db.value(_REMOVED_ANNOTATION, uid)
    return row


def _entry(row: Row, documents: tuple[int, ...]) -> HistoryEntry:
    operation, uid, name, details, actor, at, kind, state, last, changes = row
    return HistoryEntry(
        operation=operation,
        uid=uid,
        name=name,
        details=mapping_from_json(details),
        actor=actor,
        at=at,
        kind=kind,
        state=state,
        undone=last == "undo",
        changes=changes,
        documents=documents,
    )


def rows_of_work(change: "ModelAlias[ChangeTable]", *tables: str) -> "ModelSelect[Any]":
    """Table and row of what an annotator, who is asked, has in these tables.

    A change of a row that was there before does not say whose the row is: another one of it does.
    """
    whose = fn.json_extract(fn.COALESCE(change.before, change.after), "$.annotator")
    return change.select(change.tab, change.row).where(change.tab.in_(tables), whose == ASKED)


def _operations() -> "ModelSelect[Any]":
    change, operation = ChangeTable, OperationTable
    whose = fn.json_extract(fn.COALESCE(change.before, change.after), "$.annotator")
    updated = change.before.is_null(False) & change.after.is_null(False)
    rows = rows_of_work(ChangeTable.alias(), *WORK)
    return (
        change.select(change.document, operation.id, operation.uid, operation.kind, operation.of)
        .distinct()
        .join(operation)
        # Only an update does not say whose the row is: looking that up is what takes time.
        .where(
            change.tab.in_(WORK),
            (whose == ASKED) | (updated & Tuple(change.tab, change.row).in_(rows)),
        )
        .order_by(change.document, operation.id)
    )


_OPERATIONS = Statement(_operations)


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
    for document, *step in db.every(_OPERATIONS, annotator, annotator):
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
