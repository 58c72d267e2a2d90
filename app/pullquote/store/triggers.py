"""The triggers that write the journal, made from the columns of the content tables."""

from collections.abc import Iterator

from pullquote.store.database import Database
from pullquote.store.tables import JOURNALLED


def journal_triggers(db: Database) -> Iterator[str]:
    """Statements that make three triggers for each journalled table.

    An insert and a delete keep the whole row, an update the columns that changed. Outside an
    operation `current.operation` is NULL, which `change.operation` refuses.
    """
    for table in JOURNALLED:
        columns = [row[1] for row in db.run(f'PRAGMA table_info("{table}")')]
        yield _trigger(table, columns, "insert", before="NULL", after=_image("NEW", columns))
        yield _trigger(table, columns, "delete", before=_image("OLD", columns), after="NULL")
        yield _trigger(
            table,
            columns,
            "update",
            before=_changed("OLD", columns),
            after=_changed("NEW", columns),
        )


def _trigger(table: str, columns: list[str], event: str, *, before: str, after: str) -> str:
    side = "OLD" if event == "delete" else "NEW"
    document = "NULL"
    if table == "document":
        document = f"{side}.id"
    elif "document" in columns:
        document = f"{side}.document"
    changed = " OR ".join(f'OLD."{c}" IS NOT NEW."{c}"' for c in columns)
    when = f"WHEN {changed}\n" if event == "update" else ""
    return (
        f"CREATE TRIGGER journal_{table}_{event} AFTER {event.upper()} ON {table}\n"
        f"{when}BEGIN INSERT INTO change (operation, tab, row, document, before, after) VALUES (\n"
        f"(SELECT operation FROM current), '{table}', {side}.id, {document},\n"
        f"{before},\n{after}); END"
    )


def _image(side: str, columns: list[str]) -> str:
    return "json_object(" + ", ".join(f"'{c}', {side}.\"{c}\"" for c in columns) + ")"


def _changed(side: str, columns: list[str]) -> str:
    pairs = " UNION ALL ".join(
        f'SELECT \'{c}\' AS k, {side}."{c}" AS v WHERE OLD."{c}" IS NOT NEW."{c}"' for c in columns
    )
    return f"(SELECT json_group_object(k, v) FROM ({pairs}))"
