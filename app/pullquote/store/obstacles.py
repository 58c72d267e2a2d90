"""What stands in the way of an undo, in words."""

import json
from collections.abc import Mapping
from typing import Any

from pullquote.store.database import Database
from pullquote.store.errors import UndoBlocked

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


def later_change(db: Database, name: str, operation: int, table: str, row: int) -> UndoBlocked:
    """The row is no longer as the operation left it."""
    thing, document = _describe(db, table, row)
    later = db.value(_LATER, table, row, operation)
    by = f"by “{later}”" if later else "since"
    return UndoBlocked(name=name, obstacle=f"{thing} was changed {by}", document=document)


def clash(db: Database, name: str, table: str, image: Mapping[str, Any]) -> UndoBlocked:
    """The place of a row that should come back is taken."""
    document = image.get("document")
    thing = _words(db, table, image)
    return UndoBlocked(
        name=name, obstacle=f"{thing} has a newer one in its place", document=document
    )


def dangling(db: Database, name: str) -> UndoBlocked:
    """Something refers to what would vanish, or would come back referring to what is gone."""
    broken = db.every("PRAGMA foreign_key_check")
    if not broken:
        return UndoBlocked(name=name, obstacle="something refers to it", document=None)
    table, row, parent, _key = broken[0]
    thing, document = _describe(db, table, row)
    there = "the " + str(parent).replace("_", " ")
    return UndoBlocked(name=name, obstacle=f"{thing} needs {there} it refers to", document=document)


def _describe(db: Database, table: str, row: int) -> tuple[str, int | None]:
    found = db.first(_WHOLE, table, row)
    if found is None:
        return "the " + table.replace("_", " "), None
    return _words(db, table, json.loads(found[0])), found[1]


def _words(db: Database, table: str, image: Mapping[str, Any]) -> str:
    where = _place(db, image.get("document"))
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


def _place(db: Database, document: int | None) -> str:
    name = db.value("SELECT name FROM document WHERE id = ?", document)
    return f" in “{name}”" if name else ""
