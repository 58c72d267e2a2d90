"""All content of a project as lines that two equal projects have in common."""

from collections.abc import Iterator
from typing import Any

from pullquote.store.database import Database
from pullquote.store.rows import to_json
from pullquote.store.tables import JOURNALLED

# The tables that columns refer to by row; where a row has a uid, that stands in the dump instead.
_REFERS_TO = {
    "document": "document",
    "version_of": "document",
    "annotator": "annotator",
    "created_by": "annotator",
    "by": "annotator",
    "speaker": "speaker",
    "institution": "speaker",
    "merged_into": "speaker",
    "other": "speaker",
    "head": "annotation",
    "tail": "annotation",
    "handout": "handout",
}
# Here it is the uid of an operation.
_PLAIN = {("collected", "head")}


def dump(db: Database) -> bytes:
    """A line of JSON a row, without row ids; a text stands for itself by its hash."""
    uids: dict[str, dict[int, str]] = {
        table: dict(db.every(f"SELECT id, uid FROM {table}")) for table in set(_REFERS_TO.values())
    }
    lines: list[str] = []
    for table in JOURNALLED:
        lines += sorted(_lines(db, table, uids))
    return "".join(lines).encode()


def _lines(db: Database, table: str, uids: dict[str, dict[int, str]]) -> Iterator[str]:
    with db.stream(f'SELECT * FROM "{table}"') as cursor:
        names = [column[0] for column in cursor.description]
        for row in cursor:
            named: dict[str, Any] = dict(zip(names, row, strict=True))
            del named["id"]
            for column in named.keys() & _REFERS_TO.keys():
                if named[column] is not None and (table, column) not in _PLAIN:
                    named[column] = uids[_REFERS_TO[column]][named[column]]
            yield to_json([table, named.get("uid", ""), named]) + "\n"
