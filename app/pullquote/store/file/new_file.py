"""The tables of a new file, made from the models."""

from collections.abc import Iterable
from datetime import UTC, datetime

from peewee import SQL, ModelIndex, SchemaManager

from pullquote.store.journal import triggers
from pullquote.store.journal.operations import transaction
from pullquote.store.sql import derived_tables, tables
from pullquote.store.sql.database import Database

# Files of 0.1.0 have 0 here.
FORM = 1


def make_tables(db: Database, migrations: Iterable[str]) -> None:
    """As a file is after all `migrations`, which are noted as done."""
    with transaction(db):
        add_tables(db)
        add_triggers(db)
        for name in migrations:
            at = datetime.now(UTC).replace(tzinfo=None)
            db.insert(tables.MigrationTable, name=name, applied=at.isoformat(" "))
        db.insert(tables.CurrentTable, id=1)


def add_tables(db: Database) -> None:
    """All tables with their indexes, empty, and nothing yet that watches them."""
    for table in (*tables.CONTENT, *tables.JOURNAL, tables.MigrationTable, *derived_tables.DERIVED):
        made = SchemaManager(table, db)
        made.create_table(safe=False)
        made.create_indexes(safe=False)
    for table, name, columns, condition, unique in (*tables.INDEXES, *derived_tables.INDEXES):
        where = SQL(condition) if condition else None
        index = ModelIndex(table, columns, name=name, unique=unique, safe=False, where=where)
        db.execute(index)  # type: ignore[no-untyped-call]
    db.run(f"PRAGMA user_version = {FORM}")


def add_triggers(db: Database) -> None:
    """With the index of words and its view, which some of them need."""
    for statement in triggers.all_statements():
        db.run(statement.strip())
