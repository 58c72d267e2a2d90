"""Single rows by plain SQL: the statements are made once for each shape."""

import json
import re
from collections.abc import Iterable
from functools import lru_cache

from pullquote.store.database import Database

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def insert(db: Database, table: str, **values: object) -> int:
    """Return the id of the new row."""
    cursor = db.run(_insert(table, tuple(values)), tuple(values.values()))
    return cursor.lastrowid or 0


def update(db: Database, table: str, row: int, **values: object) -> bool:
    """Return whether there was such a row."""
    cursor = db.run(_update(table, tuple(values)), (*values.values(), row))
    return bool(cursor.rowcount)


def delete(db: Database, table: str, row: int) -> bool:
    """Return whether there was such a row."""
    return bool(db.run(f'DELETE FROM "{table}" WHERE id = ?', (row,)).rowcount)


def to_json(content: object) -> str:
    """Equal content gives equal text."""
    return plain(json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def plain(text: str) -> str:
    """What SQLite can store: NUL and lone surrogates become U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)


def marks(items: Iterable[object]) -> str:
    """A question mark for each item, to stand between the brackets of IN ()."""
    return ",".join("?" for _ in items)


@lru_cache(maxsize=512)
def _insert(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{c}"' for c in columns)
    return f'INSERT INTO "{table}" ({names}) VALUES ({marks(columns)})'


@lru_cache(maxsize=512)
def _update(table: str, columns: tuple[str, ...]) -> str:
    pairs = ", ".join(f'"{c}" = ?' for c in columns)
    return f'UPDATE "{table}" SET {pairs} WHERE id = ?'
