"""Undo and redo of what changed many rows, in steps between which others may write.

A step puts back all that the operation changed in some documents, and is a transaction. All of them
are one operation. Where many have worked in a document and somebody waits, it is put back work by
work: all of one annotator at once, and the next one in another step. What is cut off between two
steps stands as interrupted: some documents, and works, are put back whole, the others as they were.
It can be gone on with and taken back: documents where that is done already are passed over.
"""

import json
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import reduce
from typing import Any, NamedTuple

from peewee import ModelSelect, Select, fn

from pullquote.store.errors import UndoBlocked
from pullquote.store.journal.images import read_image
from pullquote.store.journal.next_undo import Replay, count_changes
from pullquote.store.journal.undo import IMAGES, put_back, remove_rows
from pullquote.store.journal.undo_conflicts import UndoConflicts, present_image
from pullquote.store.sql.database import Database
from pullquote.store.sql.statements import ASKED, LISTED, Statement, select
from pullquote.store.sql.tables import JOURNALLED, ChangeTable, OperationTable
from pullquote.store.values import ChangedRow

# Fewer rows are put back in one transaction, which nobody notices.
_MANY = 2000
# So many are put back between two looks whether somebody waits: while nobody is at work beside it
# more, for what a statement that fires triggers costs once is more than what a row costs.
_AT_ONCE, _AT_ONCE_ALONE = 200, 3000

# What belongs to an annotator in a document: it refers to nothing of another one.
_OF_WORKS = ("annotation", "relation", "state", "rejection", "collected")

_Row = tuple[str, int]
_Image = dict[str, Any]


class _Part(NamedTuple):
    """What is put back between two looks: `which` are documents, or lines of the journal of the
    one `document`, or of none. `documents` are done after it. `changes` counts lines, _AT_ONCE
    of what cannot be divided.
    """

    statement: Statement
    which: list[int]
    documents: int
    document: int | None = None
    changes: int = 0

    @property
    def is_large(self) -> bool:
        return self.changes > _AT_ONCE

    def joins(self, other: "_Part") -> bool:
        return self.document is other.document is None and self.statement is other.statement

    def joined(self, other: "_Part") -> "_Part":
        which, documents = self.which + other.which, self.documents + other.documents
        return _Part(self.statement, which, documents, changes=self.changes + other.changes)


def is_many(db: Database, replay: Replay) -> bool:
    return count_changes(db, replay.operation) > _MANY


class LongReplay:
    """What is to be done, counted in documents; nothing is written yet."""

    def __init__(self, db: Database, replay: Replay) -> None:
        """Raise UndoBlocked for what stands in the way already. `db` is nobody else's meanwhile."""
        self._replay = replay
        self._parts: deque[_Part] = deque()
        self._touched: set[_Row] = set()
        self._conflicts = UndoConflicts(db, replay.name, replay.done)
        self._last = db.value(_LAST, replay.operation)
        self._done, self._done_rows = self._done_already(db)
        _LookAhead(db, replay).look(self._done, self._done_rows)
        self.total = 0
        """How many documents."""
        self.in_steps = not db.value(_CHANGED_APART, replay.operation)
        """Whether the documents can be put back one by one: all else only came or went."""
        if self.in_steps:
            self._divide(db)

    @property
    def is_over(self) -> bool:
        return not self._parts

    def take_step(
        self, db: Database, goes_on: Callable[[int], bool], *, has_company: bool = False
    ) -> None:
        """Inside an operation; `goes_on` is told how many documents more are done, and says whether
        the step does. With company a large document is divided. Raise UndoBlocked.
        """
        self._conflicts = self._conflicts._replace(db=db)
        self._touched = set()
        while self._parts:
            if has_company and self._parts[0].is_large:
                self._divide_works(db)
            parts = self._next_parts(_AT_ONCE if has_company else _AT_ONCE_ALONE)
            if len(parts) == 1 or not self._has_removed(db, reduce(_Part.joined, parts)):
                for part in parts:
                    if not self._has_removed(db, part):
                        self._put_back(db, part)
            if not goes_on(sum(part.documents for part in parts)):
                break

    def _next_parts(self, most: int) -> list[_Part]:
        """One, or as many of a kind as have so many changes together."""
        parts = [self._parts.popleft()]
        changes = parts[0].changes
        while self._parts and parts[0].joins(self._parts[0]):
            changes += self._parts[0].changes
            if changes > most:
                break
            parts.append(self._parts.popleft())
        return parts

    def _put_back(self, db: Database, part: _Part) -> None:
        operation, _name, kind = self._replay
        every = db.every(part.statement, json.dumps(part.which), operation)
        changes = [change for change in every if change[:2] not in self._done_rows]
        self._touched |= put_back(db, changes, kind, operation, self._conflicts)

    def _divide_works(self, db: Database) -> None:
        """Put a part for each annotator in the place of a document, if works only came or went."""
        whole = self._parts.popleft()
        undo, (document,) = self._replay.kind == "undo", whole.which
        works = db.every(_WORKS, document, self._replay.operation)
        if len(works) < 2 or not all(who is not None and apart for who, apart, _lines in works):
            self._parts.appendleft(whole._replace(changes=_AT_ONCE))
            return
        statement = _BACK_APART if undo else _FORTH_APART
        parts = [_Part(statement, json.loads(lines), 0, document) for _, _, lines in works]
        parts[0] = parts[0]._replace(documents=1)
        self._parts.extendleft(parts)

    def _has_removed(self, db: Database, part: _Part) -> bool:
        """Remove all that the operation brought into these documents, or works, where it did
        nothing else in them and nobody did anything since: without a look at how the rows are, for
        they are so.
        """
        operation, kind = self._replay.operation, self._replay.kind
        documents = part.which if part.document is None else [part.document]
        if kind == "redo" or (part.document is None and not part.documents):
            return False
        own = db.value(_OWN, operation)
        if db.value(_TOUCHED_SINCE, json.dumps(documents), self._last, own) is not None:
            return False
        brought = _BROUGHT if part.document is None else _BROUGHT_BY
        tables = db.every(brought, json.dumps(part.which), operation)
        if not all(new and table in JOURNALLED for table, new, _rows in tables):
            return False
        for table, _new, rows in tables:
            remove_rows(db, table, rows)
            self._touched.update((table, row) for row in json.loads(rows))
        return True

    def look_at(self, rows: Sequence[ChangedRow]) -> None:
        """Raise UndoBlocked for what else a step changed."""
        self._conflicts.look_for_others(self._replay.operation, rows, self._touched)

    def dangling(self) -> UndoBlocked:
        return self._conflicts.dangling()

    def _divide(self, db: Database) -> None:
        """An undo goes backwards: a document before one that came earlier, and what belongs to no
        document, to which they may refer, last. A redo goes forward.
        """
        undo = self._replay.kind == "undo"
        rows, documents = (_BACK, _DOCUMENTS_BACK) if undo else (_FORTH, _DOCUMENTS_FORTH)
        apart = db.column(_APART, self._replay.operation)
        lines = [apart[first : first + _AT_ONCE] for first in range(0, len(apart), _AT_ONCE)]
        alone = [_Part(_FORTH_APART, some, 0, changes=len(some)) for some in lines]
        if undo:
            alone = [part._replace(statement=_BACK_APART) for part in reversed(alone)]
        else:
            self._parts.extend(alone)
        every = db.every(documents, self._replay.operation)
        counted = [row for row in every if row[0] not in self._done]
        self.total = len(counted)
        self._parts.extend(
            _Part(rows, some, len(some), changes=changes) for some, changes in _portions(counted)
        )
        if undo:
            self._parts.extend(alone)

    def _done_already(self, db: Database) -> tuple[set[int], set[_Row]]:
        """The documents where an undo or a redo that was cut off has done what is to be done, and
        the rows of those where it has done a part.
        """
        kinds: dict[int, str] = dict(db.every(_ABOUT, self._replay.operation))
        if not db.value(_CUT_OFF, self._replay.operation):
            return set(), set()
        documents: dict[bool, set[int]] = {True: set(), False: set()}
        last = db.every(_LAST_OF_ROWS, json.dumps([self._replay.operation, *kinds]))
        for document, _table, _row, operation in last:
            documents[kinds.get(operation, "do") == "undo"].add(document)
        undo = self._replay.kind == "undo"
        divided = documents[True] & documents[False]
        rows = {
            (table, row)
            for document, table, row, operation in last
            if document in divided and (kinds.get(operation, "do") == "undo") == undo
        }
        return documents[undo] - divided, rows


def _portions(counted: list[tuple[int, int]]) -> Iterator[tuple[list[int], int]]:
    """Documents whose changes are put back between two looks, and how many these are."""
    some: list[int] = []
    changes = 0
    for document, more in counted:
        if some and changes + more > _AT_ONCE:
            yield some, changes
            some, changes = [], 0
        some.append(document)
        changes += more
    if some:
        yield some, changes


class _LookAhead:
    """What was done since and would stand in the way, before anything is written.

    What is done between the steps, or only refers to what would vanish, is found by them.
    """

    def __init__(self, db: Database, replay: Replay) -> None:
        self._db = db
        self._replay = replay

    def look(self, done: Collection[int], done_rows: Collection[_Row]) -> None:
        """`done` are documents in which nothing is to be done any more, `done_rows` are such rows
        of others.
        """
        operation, name, kind = self._replay
        conflicts = UndoConflicts(self._db, name, self._replay.done)
        last = self._db.value(_LAST, operation)
        for table, row, document in self._db.every(_LATER_ROWS, last, operation, operation):
            passed = document in done or (table, row) in done_rows
            if not passed and not self._is_as_known(table, row):
                raise conflicts.later_change(operation, table, row)
        vanish = _LATER_INSIDE_NEW if kind == "undo" else _LATER_INSIDE_REMOVED
        for table, row in self._db.every(vanish, last, operation, operation, operation):
            if present_image(self._db, table, row, ["id"]) is not None:
                raise conflicts.later_change(operation, table, row)

    def _is_as_known(self, table: str, row: int) -> bool:
        """Whether a row is as the operation found it, or as it left it."""
        before, after = self._ends(table, row)
        columns = list(before or after or {})
        return present_image(self._db, table, row, columns) in (before, after)

    def _ends(self, table: str, row: int) -> tuple[_Image | None, _Image | None]:
        before: _Image | None = {}
        after: _Image | None = {}
        steps = self._db.every(_CHANGES_OF_ROW, table, row, self._replay.operation)
        for number, (document, old, new) in enumerate(steps):
            if old is None:
                before = None if number == 0 else before
            elif before is not None:
                before = {**read_image(table, row, document, old), **before}
            after = (
                None if new is None else {**(after or {}), **read_image(table, row, document, new)}
            )
        return before, after


def _mine() -> Any:  # noqa: ANN401 - an expression
    # What is added to nothing has no index: by operation all of it would be read each time.
    return (ChangeTable.operation + 0) == ASKED


def _of_documents(*, back: bool) -> Statement:
    change = ChangeTable
    images = [getattr(change, name) for name in IMAGES]
    order = change.id.desc() if back else change.id
    return Statement(
        lambda: change.select(*images).where(change.document.in_(LISTED), _mine()).order_by(order)
    )


def _apart(*, back: bool) -> Statement:
    change = ChangeTable
    images = [getattr(change, name) for name in IMAGES]
    order = change.id.desc() if back else change.id
    return Statement(
        lambda: change.select(*images).where(change.id.in_(LISTED), _mine()).order_by(order)
    )


def _documents(*, back: bool) -> Statement:
    change = ChangeTable
    order = fn.MAX(change.id).desc() if back else fn.MIN(change.id)
    return Statement(
        lambda: (
            change.select(change.document, fn.COUNT(change.id))
            .where(change.operation == ASKED, change.document.is_null(False))
            .group_by(change.document)
            .order_by(order)
        )
    )


def _later_rows() -> "ModelSelect[Any]":
    later, own = ChangeTable, ChangeTable.alias()
    mine = own.select(own.id).where(
        own.tab == later.tab, own.row == later.row, own.operation == ASKED
    )
    return (
        later.select(later.tab, later.row, later.document)
        .distinct()
        .where(later.id > ASKED, later.operation != ASKED, fn.EXISTS(mine))
    )


def _later_inside(*, new: bool) -> "ModelSelect[Any]":
    """Rows that the operation did not touch, in documents that it brought, or removed."""
    later, own, other = ChangeTable, ChangeTable.alias(), ChangeTable.alias()
    mine = own.select(own.id).where(
        own.tab == later.tab, own.row == later.row, own.operation == ASKED
    )
    image = other.before if new else other.after
    vanish = other.select(other.row).where(
        other.operation == ASKED, other.tab == "document", image.is_null()
    )
    return (
        later.select(later.tab, later.row)
        .distinct()
        .where(
            later.id > ASKED, later.document.in_(vanish), ~fn.EXISTS(mine), later.operation > ASKED
        )
    )


def _brought(by: Any) -> Select:  # noqa: ANN401 - a column
    """Table, whether all of its rows came, and these; a table to which others refer is last."""
    change = ChangeTable
    # A row that was changed after it had come has a line, too, that says that it came.
    came = fn.MAX(change.before.is_null()).alias("came")
    rows = (
        change.select(change.tab, change.row, came, fn.MIN(change.id).alias("first"))
        .where(by.in_(LISTED), _mine())
        .group_by(change.tab, change.row)
        .alias("rows")
    )
    tables = rows.select_from(rows.c.tab, fn.MIN(rows.c.came), fn.json_group_array(rows.c.row))
    return tables.group_by(rows.c.tab).order_by(fn.MAX(rows.c.first).desc())


def _works() -> "ModelSelect[Any]":
    """Annotator, whether there is nothing but whole rows that came or went, and the lines."""
    change = ChangeTable
    whose = fn.json_extract(fn.COALESCE(change.before, change.after), "$.annotator")
    whole = change.before.is_null() | change.after.is_null()
    apart = change.tab.in_(_OF_WORKS) & whole
    return (
        change.select(whose, fn.MIN(apart), fn.json_group_array(change.id))
        .where(change.document == ASKED, _mine())
        .group_by(whose)
    )


_ABOUT = select(OperationTable, "id", "kind", by=["of"])
_CUT_OFF = Statement(
    lambda: (
        OperationTable.select(OperationTable.id)
        .where(OperationTable.of == ASKED, OperationTable.state == "interrupted")
        .limit(1)
    )
)
_LAST_OF_ROWS = Statement(
    lambda: (
        ChangeTable.select(
            ChangeTable.document, ChangeTable.tab, ChangeTable.row, fn.MAX(ChangeTable.operation)
        )
        .where(ChangeTable.operation.in_(LISTED), ChangeTable.document.is_null(False))
        .group_by(ChangeTable.document, ChangeTable.tab, ChangeTable.row)
    )
)
_OWN = Statement(
    lambda: OperationTable.select(fn.MAX(OperationTable.id)).where(
        OperationTable.of == ASKED, OperationTable.state == "open"
    )
)
_TOUCHED_SINCE = Statement(
    lambda: (
        ChangeTable.select(ChangeTable.id)
        .where(
            ChangeTable.document.in_(LISTED),
            (ChangeTable.id + 0) > ASKED,
            ChangeTable.operation != ASKED,
        )
        .limit(1)
    )
)
_BROUGHT = Statement(lambda: _brought(ChangeTable.document))
_BROUGHT_BY = Statement(lambda: _brought(ChangeTable.id))
_WORKS = Statement(_works)
_LAST = Statement(
    lambda: ChangeTable.select(fn.MAX(ChangeTable.id)).where(ChangeTable.operation == ASKED)
)
_APART = Statement(
    lambda: (
        ChangeTable.select(ChangeTable.id)
        .where(ChangeTable.operation == ASKED, ChangeTable.document.is_null())
        .order_by(ChangeTable.id)
    )
)
_CHANGED_APART = Statement(
    lambda: (
        ChangeTable.select(ChangeTable.id)
        .where(
            ChangeTable.operation == ASKED,
            ChangeTable.document.is_null(),
            ChangeTable.before.is_null(False),
        )
        .limit(1)
    )
)
_CHANGES_OF_ROW = Statement(
    lambda: (
        ChangeTable.select(ChangeTable.document, ChangeTable.before, ChangeTable.after)
        .where(ChangeTable.tab == ASKED, ChangeTable.row == ASKED, _mine())
        .order_by(ChangeTable.id)
    )
)
_LATER_ROWS = Statement(_later_rows)
_LATER_INSIDE_NEW = Statement(lambda: _later_inside(new=True))
_LATER_INSIDE_REMOVED = Statement(lambda: _later_inside(new=False))
_BACK, _FORTH = _of_documents(back=True), _of_documents(back=False)
_BACK_APART, _FORTH_APART = _apart(back=True), _apart(back=False)
_DOCUMENTS_BACK, _DOCUMENTS_FORTH = _documents(back=True), _documents(back=False)
