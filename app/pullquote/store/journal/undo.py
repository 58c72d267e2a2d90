"""Undo and redo: a new operation that puts the images of an earlier one back."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import peewee

from pullquote.store.journal import operations
from pullquote.store.journal.images import read_image
from pullquote.store.journal.next_undo import Replay
from pullquote.store.journal.undo_conflicts import UndoConflicts, present_image
from pullquote.store.sql import full_text
from pullquote.store.sql.database import Database
from pullquote.store.sql.fields import DamagedRow
from pullquote.store.sql.statements import ASKED, LISTED, Insertion, Row, Statement, select
from pullquote.store.sql.tables import JOURNALLED, ChangeTable, column_names, details
from pullquote.store.values import Change, ChangeKind

Image = Mapping[str, Any]
IMAGES = ("tab", "row", "document", "before", "after")
"""The columns of the journal that are read to put a row back."""

_STEPS = select(ChangeTable, *IMAGES, by=["operation"], order=["id"])
_BACKWARDS = select(ChangeTable, *IMAGES, by=["operation"], order=["-id"])


def replay_at_once(db: Database, replay: Replay, actor: int) -> Change:
    """In one transaction. Raise UndoBlocked, with nothing changed, if anything touched since stands
    in the way.
    """
    operation, name, kind = replay
    conflicts = UndoConflicts(db, name, replay.done)
    with operations.transaction(db, conflicts.dangling):
        own = operations.begin(db, name, actor, kind=kind, of=operation)
        operations.let_write(db, own)
        newest = operations.last_change(db)
        with db.stream(_BACKWARDS if kind == "undo" else _STEPS, operation) as changes:
            touched = put_back(db, changes, replay.kind, operation, conflicts)
        rows = operations.changes_since(db, own, newest)
        conflicts.look_for_others(operation, rows, touched)
        change = operations.change_record(own, name, kind, rows)
        if "document" in change.tables:
            full_text.index_new_documents(db)
        operations.forbid_writing(db)
    return change


class ReplayStep(NamedTuple):
    """A row with the image that must be there, and the one to put there."""

    table: str
    row: int
    document: int | None
    source: str | None
    target: str | None

    @property
    def images(self) -> tuple[Image | None, Image | None]:
        """The source and the target, read."""
        source, target = (
            None if text is None else read_image(self.table, self.row, self.document, text)
            for text in (self.source, self.target)
        )
        return source, target

    @property
    def way(self) -> tuple[bool, bool]:
        """Whether the row comes, and whether it goes."""
        return self.source is None, self.target is None


def put_back(
    db: Database, changes: Iterable[Row], kind: ChangeKind, operation: int, conflicts: UndoConflicts
) -> set[tuple[str, int]]:
    """Put rows of the journal, with the columns of IMAGES and in the order in which it is to be
    done, back; return table and row of each. What is as it should be already is left.

    Ends of a relation may come after it: SQLite looks for them when the transaction ends. Raise
    UndoBlocked.
    """
    db.run("PRAGMA defer_foreign_keys = ON")
    touched: set[tuple[str, int]] = set()
    for run in _runs(changes, kind):
        touched.update((step.table, step.row) for step in run)
        for step in run if len(run) == 1 else _put_many(db, run):
            try:
                fits = _put(db, step)
            except peewee.IntegrityError:
                raise conflicts.clash(step.table, step.images[1] or {}) from None
            if not fits:
                raise conflicts.later_change(operation, step.table, step.row)
    return touched


def remove_rows(db: Database, table: str, rows: str) -> None:
    """`rows` is a JSON list of ids."""
    db.run(_removal(table), (rows,))


def _runs(changes: Iterable[Row], kind: ChangeKind) -> Iterator[list[ReplayStep]]:
    """What is to be put back, in order; of what goes, or comes, together, table by table."""
    run: list[ReplayStep] = []
    for tab, row, document, before, after in changes:
        if tab not in JOURNALLED:
            raise DamagedRow("its journal names what is no table")
        images = (after, before) if kind == "undo" else (before, after)
        step = ReplayStep(tab, row, document, *images)
        changed = step.source is not None and step.target is not None
        if run and (changed or run[-1].way != step.way or len(run) == _AT_ONCE):
            yield from _by_table(run)
            run = []
        run.append(step)
    yield from _by_table(run)


def _by_table(steps: Iterable[ReplayStep]) -> Iterable[list[ReplayStep]]:
    found: dict[str, list[ReplayStep]] = {}
    for step in steps:
        found.setdefault(step.table, []).append(step)
    return found.values()


# What a statement changes is kept in memory until it is over.
_AT_ONCE = 1000


def _put_many(db: Database, steps: list[ReplayStep]) -> list[ReplayStep]:
    """Put those rows that stand as they should by few statements; return the other steps."""
    table = steps[0].table
    try:
        asked = json.dumps([step.row for step in steps])
        there = {row: tuple(rest) for row, *rest in db.every(_whole_rows(table), asked)}
    except (peewee.OperationalError, TypeError):  # what no image can hold stands in a damaged row
        return steps
    held = "document" in column_names(JOURNALLED[table])
    fitting, fits = [], set()
    for step in steps:
        now = there.get(step.row)
        source, target = (
            None if image is None else (step.document if held else None, image)
            for image in (step.source, step.target)
        )
        if now == source:
            fitting.append(step)
        if now in (source, target):
            fits.add(step.row)
    try:
        if steps[0].target is None:
            remove_rows(db, table, json.dumps([step.row for step in fitting]))
        else:
            columns = column_names(JOURNALLED[table])
            images = [step.images[1] or {} for step in fitting]
            rows = [tuple(image[name] for name in columns) for image in images]
            db.insert_many(_insertion(table), rows)
    except (peewee.IntegrityError, KeyError):
        return steps  # one by one it is seen which
    return [step for step in steps if step.row not in fits]


@lru_cache
def _whole_rows(table: str) -> str:
    """Ids, documents and images, as the triggers write them: by hand, as these are."""
    from pullquote.store.journal.images import whole_image

    columns = column_names(JOURNALLED[table])
    document = "document" if "document" in columns else "NULL"
    image = whole_image(table, columns)
    return f"SELECT id, {document}, {image} FROM {table} WHERE id IN {LISTED.sql}"


@lru_cache
def _removal(table: str) -> Statement:
    model = JOURNALLED[table]
    return Statement(lambda: model.delete().where(details(model).columns["id"].in_(LISTED)))


@lru_cache
def _insertion(table: str) -> Insertion:
    model = JOURNALLED[table]
    return Insertion(model, **dict.fromkeys(column_names(model), ASKED))


def _put(db: Database, step: ReplayStep) -> bool:
    """Turn the source into the target; False if the row is neither now."""
    table, row = step.table, step.row
    source, target = step.images
    columns = list(source or target or {})
    now = present_image(db, table, row, columns)
    if now == target:
        return True
    if now != source:
        return False
    if target is None:
        db.delete(JOURNALLED[table], row)
    elif source is None:
        db.insert(JOURNALLED[table], **target)
    else:
        db.update(JOURNALLED[table], row, **target)
    return True
