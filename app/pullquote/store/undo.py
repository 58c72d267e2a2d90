"""Undo and redo: new operations that put the images of an earlier one back."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import peewee

from pullquote.store import journal, search
from pullquote.store.database import Database
from pullquote.store.errors import NothingToRedo, NothingToUndo, UndoBlocked
from pullquote.store.obstacles import Obstacles
from pullquote.store.rows import delete, insert, update
from pullquote.store.tables import JOURNALLED
from pullquote.store.values import Change, ChangeKind

Image = Mapping[str, Any]

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


def to_undo(db: Database, actor: int) -> int | None:
    """The actor's own last operation that is not undone."""
    found: int | None = db.value(_LAST_DONE, actor)
    return found


def to_redo(db: Database, actor: int) -> int | None:
    """What the actor undid last, unless the actor has done something new since."""
    found: int | None = db.value(_LAST_UNDONE, actor)
    return found


def name_of(db: Database, operation: int | None) -> str | None:
    found: str | None = db.value("SELECT name FROM operation WHERE id = ?", operation)
    return found


def rows_of(db: Database, operation: int | None) -> int:
    found: int = db.value("SELECT count(*) FROM change WHERE operation = ?", operation)
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
        name = name_of(db, operation)
        raise UndoBlocked(name=name, done="undone", obstacle=obstacle, document=None)
    return _replayed(db, original, actor, "redo" if kind == "undo" else "undo")


def _replayed(db: Database, operation: int, actor: int, kind: ChangeKind) -> Change:
    name = name_of(db, operation) or ""
    obstacles = Obstacles(db, name, "undone" if kind == "undo" else "done again")
    with journal.transaction(db, obstacles.dangling):
        # Ends of a relation may come back after it; SQLite looks again when the transaction ends.
        db.run("PRAGMA defer_foreign_keys = ON")
        return _replay(db, operation, obstacles, actor, kind)


def _replay(
    db: Database, operation: int, obstacles: Obstacles, actor: int, kind: ChangeKind
) -> Change:
    name = obstacles.name
    own = journal.begin(db, name, actor, kind=kind, of=operation)
    journal.let_write(db, own)
    newest = journal.last_change(db)
    touched = set()
    for tab, row, source, target in _steps(db, operation, kind):
        touched.add((tab, row))
        try:
            fits = _put(db, tab, row, source, target)
        except peewee.IntegrityError:
            raise obstacles.clash(tab, target or {}) from None
        if not fits:
            raise obstacles.later_change(operation, tab, row)
    rows = journal.changes_since(db, own, newest)
    # Whatever else went along (labels of a document that vanishes) was added later.
    for changed in rows:
        if (changed.table, changed.row) not in touched:
            raise obstacles.later_change(operation, changed.table, changed.row)
    search.index_new(db, rows)
    journal.forbid_writing(db)
    return journal.change_record(own, name, kind, rows)


def _steps(
    db: Database, operation: int, kind: ChangeKind
) -> Iterable[tuple[str, int, Image | None, Image | None]]:
    """Table, row, the image that must be there and the one to put there, in order."""
    order = "DESC" if kind == "undo" else "ASC"
    sql = f"SELECT tab, row, before, after FROM change WHERE operation = ? ORDER BY id {order}"
    for tab, row, before, after in db.every(sql, operation):
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
        delete(db, table, row)
    elif source is None:
        insert(db, table, **target)
    else:
        update(db, table, row, **target)
    return True


def _image(db: Database, table: str, row: int, columns: list[str]) -> Image | None:
    names = ", ".join(f'"{column}"' for column in columns)
    found = db.first(f'SELECT {names} FROM "{table}" WHERE id = ?', row)
    return None if found is None else dict(zip(columns, found, strict=True))
