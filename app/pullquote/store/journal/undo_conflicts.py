"""What stands in the way of an undo, in words."""

from collections.abc import Collection, Iterable, Mapping
from operator import itemgetter
from typing import Any, NamedTuple

from peewee import ModelSelect, fn

from pullquote.store.errors import UndoBlocked
from pullquote.store.journal.history import stands
from pullquote.store.journal.images import read_image
from pullquote.store.sql.database import Database
from pullquote.store.sql.statements import ASKED, Statement, select, select_row
from pullquote.store.sql.tables import (
    JOURNALLED,
    ChangeTable,
    DocumentTable,
    OperationTable,
    column_names,
)
from pullquote.store.values import ChangedRow


def _later() -> "ModelSelect[Any]":
    """The name of the last operation that changed a row since, and stands."""
    change, operation = ChangeTable, OperationTable
    return (
        change.select(operation.name)
        .join(operation)
        .where(
            change.tab == ASKED,
            change.row == ASKED,
            operation.id > ASKED,
            operation.kind == "do",
            stands(operation.id),
        )
        .order_by(operation.id.desc())
        .limit(1)
    )


def _whole() -> "ModelSelect[Any]":
    """The last image of a whole row, as it came or went, and its document."""
    change = ChangeTable
    return (
        change.select(fn.COALESCE(change.before, change.after), change.document)
        .where(
            change.tab == ASKED,
            change.row == ASKED,
            change.before.is_null() | change.after.is_null(),
        )
        .order_by(change.id.desc())
        .limit(1)
    )


_LATER = Statement(_later)
_WHOLE = Statement(_whole)
_NAME_OF_DOCUMENT = select(DocumentTable, "name", by=["id"])


def present_image(
    db: Database, table: str, row: int, columns: Collection[str]
) -> dict[str, Any] | None:
    """These columns of a row as it is now, None where it is not there."""
    found = db.first(select_row(JOURNALLED[table], *columns), row)
    return None if found is None else dict(zip(columns, found, strict=True))


class UndoConflicts(NamedTuple):
    """`name` is that of what should be `done`: "undone", "done again" or "gone back to"."""

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

    def look_for_others(
        self, operation: int, rows: Iterable[ChangedRow], touched: Collection[tuple[str, int]]
    ) -> None:
        """Raise UndoBlocked for what else went along (labels of a document that vanishes): it was
        added later.
        """
        others = set(map(itemgetter(0, 1), rows)).difference(touched)
        if others:
            raise self.later_change(operation, *min(others))

    def _blocked(self, obstacle: str, document: int | None) -> UndoBlocked:
        return UndoBlocked(name=self.name, done=self.done, obstacle=obstacle, document=document)

    def _describe(self, table: str, row: int) -> tuple[str, int | None]:
        found = self.db.first(_WHOLE, table, row)
        if found is None:
            return "the " + table.replace("_", " "), None
        image = {"document": found[1], **read_image(table, row, found[1], found[0])}
        if "id" not in image:  # the values were dropped when older operations were folded
            columns = list(column_names(JOURNALLED[table]))
            image |= present_image(self.db, table, row, columns) or {}
        return self._words(table, image), found[1]

    def _words(self, table: str, image: Mapping[str, Any]) -> str:
        where = self._place(image.get("document"))
        match table:
            case "annotation" | "rejection" if "layer" in image:
                layer = str(image.get("layer")).replace("_", " ")
                return f"the {layer} from {image.get('start')} to {image.get('end')}{where}"
            case "document" | "speaker" | "annotator" if "name" in image:
                return f"the {table} “{image.get('name')}”"
            case "alias" if "form" in image:
                return f"the name “{image.get('form')}”{where}"
            case "project":
                return "the description of the project"
        return f"the {table.replace('_', ' ')}{where}"

    def _place(self, document: int | None) -> str:
        """Its name, even if the undo has removed it a moment ago."""
        name = self.db.value(_NAME_OF_DOCUMENT, document)
        if name is None and (gone := self.db.first(_WHOLE, "document", document)):
            name = read_image("document", document or 0, None, gone[0]).get("name")
        return f" in “{name}”" if name else ""
