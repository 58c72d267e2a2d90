"""Which operation is to be undone, or done again."""

from typing import Any, NamedTuple

from peewee import ModelSelect, fn

from pullquote.store.errors import NothingToRedo, NothingToUndo, UndoBlocked
from pullquote.store.journal.history import last_word, stands
from pullquote.store.sql.database import Database
from pullquote.store.sql.statements import ASKED, Statement, select
from pullquote.store.sql.tables import ChangeTable, OperationTable
from pullquote.store.values import ChangeKind


def _last_barrier() -> "ModelSelect[Any]":
    barrier = OperationTable.alias()
    # What is folded reaches back from its mark to the last operation in it.
    reach = fn.COALESCE(fn.json_extract(barrier.details, "$.until"), barrier.id)
    return barrier.select(fn.MAX(reach)).where(
        barrier.kind == "barrier", fn.json_extract(barrier.details, "$.reason") != "version"
    )


def _floor() -> Any:  # noqa: ANN401 - an expression
    """The last operation that undo cannot go back past, 0 for none."""
    return fn.COALESCE(_last_barrier(), 0)


def _last_done() -> "ModelSelect[Any]":
    operation = OperationTable
    return (
        operation.select(operation.id)
        .where(
            operation.actor == ASKED,
            operation.kind == "do",
            operation.state != "open",
            operation.id > _floor(),
            stands(operation.id),
        )
        .order_by(operation.id.desc())
        .limit(1)
    )


def _last_undone() -> "ModelSelect[Any]":
    undone, done, again = OperationTable, OperationTable.alias(), OperationTable.alias()
    newest = done.select(fn.MAX(done.id)).where(done.actor == undone.actor, done.kind == "do")
    redone = again.select(again.id).where(
        again.of == undone.of, again.id > undone.id, again.state != "interrupted"
    )
    return (
        undone.select(undone.of)
        .where(
            undone.actor == ASKED,
            undone.kind == "undo",
            undone.state != "open",
            undone.of > _floor(),
            undone.id > fn.COALESCE(newest, 0),
            ~fn.EXISTS(redone),
        )
        .order_by(undone.id.desc())
        .limit(1)
    )


def _standing() -> "ModelSelect[Any]":
    """Kind, the operation that it is or that it was about, how that stands, whether in reach, and
    the newest operation that is about the same one.
    """
    operation, later = OperationTable, OperationTable.alias()
    original = fn.COALESCE(operation.of, operation.id)
    return operation.select(
        operation.kind,
        original,
        last_word(original),
        operation.state,
        original > _floor(),
        later.select(fn.MAX(later.id)).where(later.of == original),
    ).where(operation.id == ASKED)


_LAST_BARRIER = Statement(_last_barrier)
_LAST_DONE = Statement(_last_done)
_LAST_UNDONE = Statement(_last_undone)
_STANDING = Statement(_standing)
_NAME = select(OperationTable, "name", by=["id"])
_COUNT = Statement(
    lambda: ChangeTable.select(fn.COUNT(ChangeTable.id)).where(ChangeTable.operation == ASKED)
)


def next_to_undo(db: Database, actor: int) -> int | None:
    """The actor's own last operation that is not undone."""
    found: int | None = db.value(_LAST_DONE, actor)
    return found


def next_to_redo(db: Database, actor: int) -> int | None:
    """What the actor undid last, unless the actor has done something new since."""
    found: int | None = db.value(_LAST_UNDONE, actor)
    return found


def last_barrier(db: Database) -> int:
    """The last operation that undo cannot go back past, 0 for none."""
    found: int | None = db.value(_LAST_BARRIER)
    return found or 0


def operation_name(db: Database, operation: int | None) -> str | None:
    found: str | None = db.value(_NAME, operation)
    return found


def count_changes(db: Database, operation: int | None) -> int:
    found: int = db.value(_COUNT, operation)
    return found


class Replay(NamedTuple):
    """An operation that is to be undone, or done again."""

    operation: int
    name: str
    kind: ChangeKind

    @property
    def done(self) -> str:
        """What is to become of it, in words."""
        return "undone" if self.kind == "undo" else "done again"

    def turned(self) -> "Replay":
        """What puts back what this one has done so far."""
        return self._replace(kind="redo" if self.kind == "undo" else "undo")


def find_undo(db: Database, actor: int) -> Replay:
    """Of the actor's own last operation. Raise NothingToUndo."""
    operation = next_to_undo(db, actor)
    if operation is None:
        raise NothingToUndo
    return _replay(db, operation, "undo")


def find_redo(db: Database, actor: int) -> Replay:
    """Of what the actor undid last. Raise NothingToRedo."""
    operation = next_to_redo(db, actor)
    if operation is None:
        raise NothingToRedo
    return _replay(db, operation, "redo")


def find_take_back(db: Database, operation: int) -> Replay:
    """Of any operation; to take an undo back is to do again what it undid.

    Raise NothingToUndo and UndoBlocked.
    """
    found = db.first(_STANDING, operation)
    if found is None:
        raise NothingToUndo
    kind, original, last, state, reachable, newest = found
    obstacle = ""
    if state == "open":
        obstacle = "it is not finished"
    elif not reachable or kind == "barrier":
        obstacle = "the journal does not go back so far"
    elif state == "interrupted" and operation == newest:
        pass  # an undo or a redo that was cut off: part of what it did stands
    elif (kind == "undo") == (last != "undo"):
        obstacle = "it is taken back already"
    if obstacle:
        name = operation_name(db, operation)
        raise UndoBlocked(name=name, done="undone", obstacle=obstacle, document=None)
    return _replay(db, original, "redo" if kind == "undo" else "undo")


def _replay(db: Database, operation: int, kind: ChangeKind) -> Replay:
    return Replay(operation, operation_name(db, operation) or "", kind)
