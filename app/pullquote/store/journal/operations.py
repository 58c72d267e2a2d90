"""Operations: each change of content happens in one, and the journal says what it changed."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import starmap
from operator import itemgetter
from typing import Any, TypeVar

import peewee
from peewee import Case, Model, fn

from pullquote.model.schema import Schema
from pullquote.store.errors import NotThere
from pullquote.store.sql.database import Database, broken_rule
from pullquote.store.sql.fields import new_uid, to_json
from pullquote.store.sql.statements import ASKED, Statement
from pullquote.store.sql.tables import ChangeTable, CurrentTable, OperationTable
from pullquote.store.values import Change, ChangedRow, ChangeKind

Found = TypeVar("Found")

_CURRENT = Statement(lambda: CurrentTable.update(operation=ASKED))
_NEWEST = Statement(lambda: ChangeTable.select(fn.MAX(ChangeTable.id)))
_CAME, _WENT = ChangeTable.before.is_null(), ChangeTable.after.is_null()
_WHAT = Case(None, [(_CAME, "insert"), (_WENT, "delete")], "update")
_CHANGES_SINCE = Statement(
    lambda: (
        ChangeTable.select(
            ChangeTable.tab,
            ChangeTable.row,
            ChangeTable.document,
            _WHAT,
        )
        .where(ChangeTable.operation == ASKED, ChangeTable.id > ASKED)
        .order_by(ChangeTable.id)
    )
)
_IS_OPEN = OperationTable.state == "open"
SOME_OPEN = Statement(lambda: OperationTable.select(OperationTable.id).where(_IS_OPEN))
_INTERRUPT = Statement(lambda: OperationTable.update(state="interrupted").where(_IS_OPEN))


@dataclass(frozen=True, slots=True)
class WriteContext:
    """The connection inside an operation, and for whom it writes."""

    db: Database
    actor: int | None
    project_uid: str
    schema: Schema


class Verbs:
    """`what` is what a person calls a row of the table."""

    _writing: WriteContext

    def _update(self, table: type[Model], what: str, row: int, **columns: Any) -> None:  # noqa: ANN401 - any columns
        """Raise NotThere for a row that is not there; without columns it is not looked for."""
        if columns and not self._writing.db.update(table, row, **columns):
            raise NotThere(what=what, id=row)

    def _delete(self, table: type[Model], what: str, row: int) -> None:
        """Raise NotThere for a row that is not there."""
        if not self._writing.db.delete(table, row):
            raise NotThere(what=what, id=row)


def require(what: str, row: int, found: Found | None) -> Found:
    """What was found for a row. Raise NotThere for None."""
    if found is None:
        raise NotThere(what=what, id=row)
    return found


def now() -> str:
    """The time in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


@contextmanager
def transaction(db: Database, dangling: Callable[[], Exception] | None = None) -> Iterator[None]:
    """All or nothing; `dangling` says, before all is put back, which reference leads nowhere."""
    # By hand, as pragmas are: there is no table in it.
    db.run("BEGIN IMMEDIATE")
    try:
        yield
        try:
            db.run("COMMIT")
        except peewee.IntegrityError:
            raise dangling() if dangling else RuntimeError("a reference leads nowhere") from None
    finally:
        if db.link.in_transaction:
            db.run("ROLLBACK")


def begin(
    db: Database,
    name: str,
    actor: int | None,
    details: Mapping[str, Any] | None = None,
    *,
    kind: ChangeKind = "do",
    of: int | None = None,
    state: str = "committed",
) -> int:
    """Write the row of a new operation and return its id; 0 as actor is the program itself.

    Raise NotThere for an actor that is none.
    """
    try:
        return db.insert(
            OperationTable,
            uid=new_uid(),
            name=name,
            details=to_json(details or {}),
            actor=actor or None,
            at=now(),
            kind=kind,
            of=of,
            state=state,
        )
    except peewee.IntegrityError as error:
        if broken_rule(error) != "reference":
            raise
        raise NotThere(what="annotator", id=actor) from error


def let_write(db: Database, operation: int) -> None:
    """From here to `forbid_writing` what changes belongs to the operation."""
    db.run(_CURRENT, (operation,))


def forbid_writing(db: Database) -> None:
    db.run(_CURRENT, (None,))


def set_operation_details(db: Database, operation: int, details: Mapping[str, Any]) -> None:
    db.update(OperationTable, operation, details=to_json(details))


def set_operation_state(db: Database, operation: int, state: str) -> None:
    db.update(OperationTable, operation, state=state)


def last_change(db: Database) -> int:
    """The id of the newest row of the journal, 0 while it is empty."""
    newest: int = db.value(_NEWEST) or 0
    return newest


def changes_since(db: Database, operation: int, newest: int) -> tuple[ChangedRow, ...]:
    return tuple(starmap(ChangedRow, db.every(_CHANGES_SINCE, operation, newest)))


def change_record(
    operation: int, name: str, kind: ChangeKind, rows: tuple[ChangedRow, ...]
) -> Change:
    tables, documents = (frozenset(map(itemgetter(column), rows)) for column in (0, 2))
    return Change(operation, name, kind, documents - {None}, tables, rows)


def interrupt_open(db: Database) -> None:
    """What is still open when a project is opened was cut off: it stands, as interrupted."""
    if db.value(SOME_OPEN):
        db.run(_INTERRUPT)
