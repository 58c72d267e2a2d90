"""A project made anew from what is whole in a damaged file: its content and its journal."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import peewee
from peewee import Model

from pullquote.store.errors import DamagedProject
from pullquote.store.file.lock import HASTY, flush_to_disk
from pullquote.store.file.new_file import add_tables, add_triggers
from pullquote.store.journal.operations import transaction
from pullquote.store.sql import full_text
from pullquote.store.sql.database import (
    APPLICATION,
    Database,
    backups_folder,
    connect,
    discard_database,
    faults,
)
from pullquote.store.sql.tables import CONTENT, JOURNAL, MigrationTable, column_names, table_name

KEPT: Sequence[type[Model]] = (*CONTENT, *JOURNAL, MigrationTable)


def is_content_whole(db: Database) -> bool:
    """Whether damage, which was found, is in nothing but what can be made anew."""
    # No table of ours: pragmas and the attached file are by hand, here and below.
    return all(db.value(f"PRAGMA quick_check({table_name(table)})") == "ok" for table in KEPT)


def make_anew(path: Path) -> None:
    """Put in the place of a file one with the same content and journal, all else derived from it.

    For whoever holds its lock, while nobody has it open and no log is beside it. If that fails,
    the file is as it was. Raise a ProjectError.
    """
    new = path.with_name(path.name + ".new")
    try:
        discard_database(new)
        with (
            faults(path, new=True),
            closing(connect(new, "rwc", application_id=APPLICATION, **HASTY)) as db,
        ):
            db.pragma("foreign_keys", "OFF")  # all of them hold, once all is copied
            db.run("ATTACH ? AS damaged", (f"{path.absolute().as_uri()}?mode=ro",))
            with transaction(db):
                _fill(db)
        flush_to_disk(new)
        new.replace(path)
        flush_to_disk(path.parent)
    except peewee.IntegrityError as error:
        raise DamagedProject(path=path, what=str(error), backups=backups_folder(path)) from error
    finally:
        discard_database(new)


def _fill(db: Database) -> None:
    add_tables(db)
    for table in KEPT:
        columns = ", ".join(f'"{column}"' for column in column_names(table))
        name = table_name(table)
        db.run(f"INSERT INTO main.{name} ({columns}) SELECT {columns} FROM damaged.{name}")
    # Ids of rows that are gone are never given out again.
    db.run("DELETE FROM main.sqlite_sequence")
    db.run("INSERT INTO main.sqlite_sequence SELECT * FROM damaged.sqlite_sequence")
    db.run("""
        INSERT INTO document_counts (annotator, document, layer, n)
            SELECT annotator, document, layer, COUNT(*) FROM main.annotation GROUP BY 1, 2, 3
    """)
    add_triggers(db)
    full_text.index_all_documents(db)
