"""Whether rows are what the journal says that they came to."""

import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from math import isclose
from typing import Any, NamedTuple

from pullquote.store.journal.fold import KEPT_WHOLE, folded_until
from pullquote.store.journal.images import read_image, whole_image
from pullquote.store.sql.database import Database
from pullquote.store.sql.fields import DamagedRow
from pullquote.store.sql.statements import LISTED, Row, select, select_row
from pullquote.store.sql.tables import JOURNALLED, ChangeTable, column_names


class Misfit(NamedTuple):
    """A row that is not what its journal says; whose it is, where the table tells."""

    table: str
    row: int
    document: int | None
    annotator: int | None


def misfits(
    db: Database, tables: Collection[str], documents: Collection[int] | None
) -> Iterator[Misfit]:
    """In these documents, None for all. Most rows came and were not changed since: these are
    compared inside SQLite, the others one by one.
    """
    folded = folded_until(db)
    for table in tables:
        inside = documents is not None and "document" in column_names(JOURNALLED[table])
        values = [json.dumps(list(documents or ()))] if inside else []
        found = db.every(_other_rows(table, inside=inside), *values)
        gone = db.every(_gone_rows(table, inside=inside), *values)
        for row, document, annotator in (*found, *gone):
            steps = db.every(_CHANGES_OF_ROW, table, row)
            reach = 0 if table in KEPT_WHOLE else folded
            if not steps or not fits_journal(db, table, row, steps, reach):
                yield Misfit(table, row, document, annotator)


def fits_journal(db: Database, table: str, row: int, steps: Iterable[Row], folded: int) -> bool:
    """Whether a row is what its changes, in order, say that it came to.

    `steps` are table, row, document, the image before, that after, and the id of the change. Of
    changes up to `folded` the values were dropped: only whether the row is there counts.
    """
    image: dict[str, Any] | None = {}
    whole = True
    for _table, _row, document, before, after, change in steps:
        if not all(_is_image(table, row, kept) for kept in (before, after)):
            return False
        if change <= folded:
            image, whole = {} if after else None, False
            continue
        whole = whole or before is None
        left = read_image(table, row, document, before) if before else None
        if image and (left is None or _differs(image, left, whole=whole)):
            return False
        new = read_image(table, row, document, after) if after else None
        image = None if new is None else {**(image or {}), **new}
    columns = column_names(JOURNALLED[table])
    found = db.first(select_row(JOURNALLED[table], *columns), row)
    if image is None or found is None:
        return image is None and found is None
    there = dict(zip(columns, found, strict=True))
    return all(_is_same(there.get(name), content) for name, content in image.items())


def _differs(image: dict[str, Any], left: dict[str, Any], *, whole: bool) -> bool:
    """Of an image that is not whole only what is known of it counts."""
    names = left if whole else left.keys() & image.keys()
    return any(image.get(name) != left[name] for name in names)


def _is_same(there: object, content: object) -> bool:
    """Versions of SQLite differ in the last digits of a number that they write into an image."""
    if isinstance(there, float) and isinstance(content, float | int):
        return isclose(there, content)
    return there == content


def _is_image(table: str, row: int, content: str | None) -> bool:
    with suppress(DamagedRow):
        if content is not None:
            read_image(table, row, None, content)
        return True
    return False


# By hand: images are SQL of our own, as in the triggers that write them.
@lru_cache
def _other_rows(table: str, *, inside: bool) -> str:
    """Rows that are not what one line of the journal says of them, and no other line."""
    columns = column_names(JOURNALLED[table])
    document = f"{table}.document" if "document" in columns else "NULL"
    annotator = f"{table}.annotator" if "annotator" in columns else "NULL"
    place = "" if "document" not in columns else f"AND c.document IS {document} "
    where = f"{document} IN {LISTED.sql} AND" if inside else ""
    return (
        f"SELECT {table}.id, {document}, {annotator} FROM {table} WHERE {where} NOT EXISTS ("
        f"SELECT 1 FROM change c WHERE c.tab = '{table}' AND c.row = {table}.id {place}"
        f"AND c.before IS NULL AND c.after = {whole_image(table, columns)} AND NOT EXISTS ("
        f"SELECT 1 FROM change l WHERE l.tab = c.tab AND l.row = c.row AND l.id <> c.id))"
    )


@lru_cache
def _gone_rows(table: str, *, inside: bool) -> str:
    """Rows that the journal knows, and that are not there."""
    place = f"document IN {LISTED.sql} AND tab || '' = '{table}'" if inside else f"tab = '{table}'"
    whose = "json_extract(COALESCE(before, after), '$.annotator')"
    return (
        f"SELECT row, document, MAX({whose}) FROM change WHERE {place} "
        f"AND row NOT IN (SELECT id FROM {table}) GROUP BY row"
    )


_CHANGES_OF_ROW = select(
    ChangeTable, "tab", "row", "document", "before", "after", "id", by=("tab", "row"), order=["id"]
)
