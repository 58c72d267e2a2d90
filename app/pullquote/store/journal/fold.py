"""Older operations folded into a version: the values are dropped that their undo would need.

What was done, by whom, when and to what stays in the history, and in what files are compared by.
"""

from typing import Any, NamedTuple

from peewee import Case, ModelSelect, ModelUpdate, fn

from pullquote.errors import Problem
from pullquote.store.errors import NothingToFold
from pullquote.store.journal import operations
from pullquote.store.journal.next_undo import last_barrier
from pullquote.store.sql.database import Database
from pullquote.store.sql.statements import ASKED, Statement
from pullquote.store.sql.tables import ChangeTable, OperationTable
from pullquote.store.values import FoldPreview, JournalSize

# What a row of the journal takes beside the values in it, with its share of the indexes.
_BYTES_OF_CHANGE, _BYTES_OF_OPERATION = 75, 190
# Of a row of the register it counts, in another file, which of its columns somebody set.
KEPT_WHOLE = ("speaker", "alias")
_KEPT = ("annotator", "head", "uid")


class _Reach(NamedTuple):
    """The last operation that is folded, and the last change of it or of one before."""

    operation: int
    change: int


def measure_journal(db: Database) -> JournalSize:
    """Read from end to end, so it is for a thread; rounded by what indexes and pages take."""
    changes, values = db.every(_SIZE)[0]
    journal = values + changes * _BYTES_OF_CHANGE + db.value(_OPERATIONS) * _BYTES_OF_OPERATION
    pages = db.value("PRAGMA page_count") - db.value("PRAGMA freelist_count")
    return JournalSize(journal, max(pages * db.value("PRAGMA page_size") - journal, 1))


def preview_fold(db: Database, keep: int) -> FoldPreview:
    """What can no longer be undone if all but the last `keep` operations are folded."""
    reach = _reach(db, keep)
    found = db.every(_NAMES, last_barrier(db), reach.operation)
    at = db.value(_TIME, reach.operation) or ""
    return FoldPreview(sum(many for _name, many in found), at, tuple(found))


def fold_operations(db: Database, name: str, actor: int, keep: int) -> int:
    """Drop the values of older operations, and set a mark that one can go back to.

    Raise NothingToFold, and Problem while long work goes on. Content is not touched.
    """
    if db.value(operations.SOME_OPEN):
        raise Problem("Something is being written; fold the history once it is done.")
    reach = _reach(db, keep)
    if reach.operation <= last_barrier(db):
        raise NothingToFold
    db.run(_STRIP, (reach.change,))
    details = {"reason": "folded", "change": reach.change, "until": reach.operation}
    return operations.begin(db, name, actor, details, kind="barrier")


def folded_until(db: Database) -> int:
    """The last change whose values were dropped, 0 for none."""
    found: int | None = db.value(_FOLDED)
    return found or 0


def _reach(db: Database, keep: int) -> _Reach:
    """Of long work among them all that was done until then is folded, and none of it undone."""
    operation = db.value(_OLDER, keep) or 0
    change = db.value(_LAST_CHANGE, operation) or 0
    return _Reach(db.value(_LAST_TOUCHED, change) or 0, change)


def _older() -> "ModelSelect[Any]":
    done = OperationTable.select(OperationTable.id).where(OperationTable.kind != "barrier")
    return done.order_by(OperationTable.id.desc()).limit(1).offset(ASKED)


def _names() -> "ModelSelect[Any]":
    operation = OperationTable
    count = fn.COUNT(operation.id)
    return (
        operation.select(operation.name, count)
        .where(operation.id > ASKED, operation.id <= ASKED, operation.kind == "do")
        .group_by(operation.name)
        .order_by(count.desc(), operation.name)
    )


def _kept(image: Any) -> Any:  # noqa: ANN401 - expressions
    """What tells whose a row is, without what is NULL."""
    pairs = [part for key in _KEPT for part in (key, fn.json_extract(image, f"$.{key}"))]
    return Case(None, [(image.is_null(), None)], fn.json_patch("{}", fn.json_object(*pairs)))


def _strip() -> ModelUpdate:
    change = ChangeTable
    return change.update(before=_kept(change.before), after=_kept(change.after)).where(
        change.id <= ASKED, change.tab.not_in(KEPT_WHOLE)
    )


def _length(image: Any) -> Any:  # noqa: ANN401 - expressions
    return fn.COALESCE(fn.LENGTH(image), 0)


_SIZE = Statement(
    lambda: ChangeTable.select(
        fn.COUNT(ChangeTable.id),
        fn.COALESCE(fn.SUM(_length(ChangeTable.before) + _length(ChangeTable.after)), 0),
    )
)
_OPERATIONS = Statement(lambda: OperationTable.select(fn.COUNT(OperationTable.id)))
_OLDER = Statement(_older)
_NAMES = Statement(_names)
_STRIP = Statement(_strip)
_TIME = Statement(
    lambda: OperationTable.select(OperationTable.at).where(OperationTable.id == ASKED)
)
_LAST_CHANGE = Statement(
    lambda: ChangeTable.select(fn.MAX(ChangeTable.id)).where(ChangeTable.operation <= ASKED)
)
_LAST_TOUCHED = Statement(
    lambda: ChangeTable.select(fn.MAX(ChangeTable.operation)).where(ChangeTable.id <= ASKED)
)
_FOLDED = Statement(
    lambda: OperationTable.select(
        fn.MAX(fn.json_extract(OperationTable.details, "$.change"))
    ).where(
        OperationTable.kind == "barrier",
        fn.json_extract(OperationTable.details, "$.reason") == "folded",
    )
)
