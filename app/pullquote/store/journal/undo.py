"""Undo and redo: new operations that put the images of an earlier one back.

What stands in the way is said in words.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import peewee
from peewee import ModelSelect, fn

from pullquote.store.errors import NothingToRedo, NothingToUndo, UndoBlocked
from pullquote.store.journal import operations
from pullquote.store.sql import full_text
from pullquote.store.sql.database import ASKED, Database, Statement, delete, insert, update
from pullquote.store.sql.tables import JOURNALLED, ChangeTable, OperationTable
from pullquote.store.values import Change, ChangeKind

Image = Mapping[str, Any]

# By hand: which operation counts as undone is one question asked inside others, and what the
# journal says is read out of JSON.
_FLOOR = """coalesce((SELECT max(id) FROM operation WHERE kind = 'barrier'
                    AND json_extract(details, '$.reason') <> 'version'), 0)"""
_LAST_DONE = f"""
    SELECT o.id FROM operation o
    WHERE o.actor = ? AND o.kind = 'do' AND o.state <> 'open' AND o.id > {_FLOOR}
    AND coalesce((SELECT u.kind FROM operation u WHERE u."of" = o.id ORDER BY u.id DESC LIMIT 1),
                 'redo') = 'redo'
    ORDER BY o.id DESC LIMIT 1
"""
_LAST_UNDONE = f"""
    SELECT u."of" FROM operation u
    WHERE u.actor = ? AND u.kind = 'undo' AND u."of" > {_FLOOR}
    AND u.id > coalesce((SELECT max(id) FROM operation WHERE actor = u.actor AND kind = 'do'), 0)
    AND NOT EXISTS (SELECT 1 FROM operation r WHERE r."of" = u."of" AND r.id > u.id)
    ORDER BY u.id DESC LIMIT 1
"""


_NAME = Statement(
    lambda: OperationTable.select(OperationTable.name).where(OperationTable.id == ASKED)
)
_COUNT = Statement(
    lambda: ChangeTable.select(fn.COUNT(ChangeTable.id)).where(ChangeTable.operation == ASKED)
)


def _changes() -> "ModelSelect[ChangeTable]":
    return ChangeTable.select(
        ChangeTable.tab, ChangeTable.row, ChangeTable.before, ChangeTable.after
    ).where(ChangeTable.operation == ASKED)


_STEPS = Statement(lambda: _changes().order_by(ChangeTable.id))
_BACKWARDS = Statement(lambda: _changes().order_by(ChangeTable.id.desc()))


def next_to_undo(db: Database, actor: int) -> int | None:
    """The actor's own last operation that is not undone."""
    found: int | None = db.value(_LAST_DONE, actor)
    return found


def next_to_redo(db: Database, actor: int) -> int | None:
    """What the actor undid last, unless the actor has done something new since."""
    found: int | None = db.value(_LAST_UNDONE, actor)
    return found


def operation_name(db: Database, operation: int | None) -> str | None:
    found: str | None = db.value(_NAME, operation)
    return found


def count_changes(db: Database, operation: int | None) -> int:
    found: int = db.value(_COUNT, operation)
    return found


def undo(db: Database, operation: int | None, actor: int) -> Change:
    """Raise UndoBlocked, with nothing changed, if anything touched since stands in the way."""
    if operation is None:
        raise NothingToUndo
    return _replayed(db, operation, actor, "undo")


def redo(db: Database, operation: int | None, actor: int) -> Change:
    if operation is None:
        raise NothingToRedo
    return _replayed(db, operation, actor, "redo")


def take_back(db: Database, operation: int, actor: int) -> Change:
    """Undo any operation; to take an undo back is to do again what it undid."""
    found = db.first(
        f"""
        SELECT o.kind, coalesce(o."of", o.id), (
            SELECT u.kind FROM operation u WHERE u."of" = coalesce(o."of", o.id)
            ORDER BY u.id DESC LIMIT 1), o.state, o.id > {_FLOOR}
        FROM operation o WHERE o.id = ?
        """,
        operation,
    )
    if found is None:
        raise NothingToUndo
    kind, original, last, state, reachable = found
    obstacle = ""
    if state == "open":
        obstacle = "it is not finished"
    elif not reachable or kind == "barrier":
        obstacle = "the journal does not go back so far"
    elif (kind == "undo") == (last != "undo"):
        obstacle = "it is taken back already"
    if obstacle:
        name = operation_name(db, operation)
        raise UndoBlocked(name=name, done="undone", obstacle=obstacle, document=None)
    return _replayed(db, original, actor, "redo" if kind == "undo" else "undo")


def _replayed(db: Database, operation: int, actor: int, kind: ChangeKind) -> Change:
    name = operation_name(db, operation) or ""
    obstacles = UndoConflicts(db, name, "undone" if kind == "undo" else "done again")
    with operations.transaction(db, obstacles.dangling):
        # Ends of a relation may come back after it; SQLite looks again when the transaction ends.
        db.run("PRAGMA defer_foreign_keys = ON")
        return _replay(db, operation, obstacles, actor, kind)


class UndoConflicts(NamedTuple):
    """`name` is that of the operation which should be `done`: "undone" or "done again"."""

    db: Database
    name: str
    done: str

    def later_change(self, operation: int, table: str, row: int) -> UndoBlocked:
        """The row is no longer as the operation left it."""
        thing, document = self._describe(table, row)
        later = self.db.value(_LATER, table, row, operation)
        return self._blocked(f"{thing} was changed by “{later}”" if later else thing, document)

    def clash(self, table: str, image: Mapping[str, Any]) -> UndoBlocked:
        """The place of a row that should come back is taken."""
        thing = self._words(table, image)
        return self._blocked(f"another one stands in the place of {thing}", image.get("document"))

    def dangling(self) -> UndoBlocked:
        """Something refers to what would vanish, or would come back referring to what is gone."""
        broken = self.db.every("PRAGMA foreign_key_check")
        if not broken:
            return self._blocked("something refers to it", None)
        table, row, parent, _key = broken[0]
        thing, document = self._describe(table, row)
        return self._blocked(f"{thing} needs the {parent.replace('_', ' ')} it names", document)

    def _blocked(self, obstacle: str, document: int | None) -> UndoBlocked:
        return UndoBlocked(name=self.name, done=self.done, obstacle=obstacle, document=document)

    def _describe(self, table: str, row: int) -> tuple[str, int | None]:
        found = self.db.first(_WHOLE, table, row)
        if found is None:
            return "the " + table.replace("_", " "), None
        return self._words(table, json.loads(found[0])), found[1]

    def _words(self, table: str, image: Mapping[str, Any]) -> str:
        where = self._place(image.get("document"))
        match table:
            case "annotation" | "rejection":
                layer = str(image.get("layer")).replace("_", " ")
                return f"the {layer} from {image.get('start')} to {image.get('end')}{where}"
            case "document" | "speaker" | "annotator":
                return f"the {table} “{image.get('name')}”"
            case "alias":
                return f"the name “{image.get('form')}”{where}"
            case "project":
                return "the description of the project"
        return f"the {table.replace('_', ' ')}{where}"

    def _place(self, document: int | None) -> str:
        """Its name, even if the undo has removed it a moment ago."""
        name = self.db.value(
            "SELECT coalesce((SELECT name FROM document WHERE id = ?1),"
            " (SELECT json_extract(before, '$.name') FROM change WHERE tab = 'document'"
            "  AND row = ?1 AND after IS NULL ORDER BY id DESC LIMIT 1))",
            document,
        )
        return f" in “{name}”" if name else ""


def _replay(
    db: Database, operation: int, obstacles: UndoConflicts, actor: int, kind: ChangeKind
) -> Change:
    name = obstacles.name
    own = operations.begin(db, name, actor, kind=kind, of=operation)
    operations.let_write(db, own)
    newest = operations.last_change(db)
    touched = set()
    for tab, row, source, target in _steps(db, operation, kind):
        touched.add((tab, row))
        try:
            fits = _put(db, tab, row, source, target)
        except peewee.IntegrityError:
            raise obstacles.clash(tab, target or {}) from None
        if not fits:
            raise obstacles.later_change(operation, tab, row)
    rows = operations.changes_since(db, own, newest)
    # Whatever else went along (labels of a document that vanishes) was added later.
    for changed in rows:
        if (changed.table, changed.row) not in touched:
            raise obstacles.later_change(operation, changed.table, changed.row)
    change = operations.change_record(own, name, kind, rows)
    if "document" in change.tables:
        full_text.index_new_documents(db)
    operations.forbid_writing(db)
    return change


def _steps(
    db: Database, operation: int, kind: ChangeKind
) -> Iterable[tuple[str, int, Image | None, Image | None]]:
    """Table, row, the image that must be there and the one to put there, in order."""
    for tab, row, before, after in db.every(_BACKWARDS if kind == "undo" else _STEPS, operation):
        if tab not in JOURNALLED:
            raise ValueError(f"the journal names {tab}")
        images = (_parse(after), _parse(before))
        yield (tab, row, *(images if kind == "undo" else images[::-1]))


def _parse(image: str | None) -> Image | None:
    if image is None:
        return None
    parsed: dict[str, Any] = json.loads(image)
    if not all(column.isidentifier() for column in parsed):
        raise ValueError(f"not the image of a row: {image}")
    return parsed


def _put(db: Database, table: str, row: int, source: Image | None, target: Image | None) -> bool:
    """Turn `source` into `target`; False if the row is neither now."""
    columns = list(source or target or {})
    now = _image(db, table, row, columns)
    if now == target:
        return True
    if now != source:
        return False
    if target is None:
        delete(db, JOURNALLED[table], row)
    elif source is None:
        insert(db, JOURNALLED[table], **target)
    else:
        update(db, JOURNALLED[table], row, **target)
    return True


def _image(db: Database, table: str, row: int, columns: list[str]) -> Image | None:
    names = ", ".join(f'"{column}"' for column in columns)
    found = db.first(f'SELECT {names} FROM "{table}" WHERE id = ?', row)
    return None if found is None else dict(zip(columns, found, strict=True))


_LATER = """
    SELECT o.name FROM change c JOIN operation o ON o.id = c.operation
    WHERE c.tab = ? AND c.row = ? AND o.id > ? AND o.kind = 'do'
    AND coalesce((SELECT u.kind FROM operation u WHERE u."of" = o.id ORDER BY u.id DESC LIMIT 1),
                 'redo') = 'redo'
    ORDER BY o.id DESC LIMIT 1
"""
_WHOLE = """
    SELECT coalesce(before, after), document FROM change
    WHERE tab = ? AND row = ? AND (before IS NULL OR after IS NULL) ORDER BY id DESC LIMIT 1
"""
