"""What stands in the way of an undo, in words."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Obstacles:
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
