"""The tables of a project file, and what each of them is."""

import hashlib
import json
from pathlib import Path

from pullquote.store.file import header_check, project_file
from pullquote.store.sql import tables
from pullquote.store.sql.database import Database, connect


def fresh(path: Path) -> Database:
    db = connect(path, "rwc")
    project_file.migrate(db)
    return db


def test_every_table_is_content_journal_or_derived(path: Path) -> None:
    db = fresh(path)
    there = {name for (name,) in db.every("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert there == {*tables.CONTENT, *tables.JOURNAL, *tables.DERIVED, *tables.KEPT_BY_SQLITE}
    db.close()


def test_every_content_table_is_journalled(path: Path) -> None:
    db = fresh(path)
    triggers = db.every("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    for table in tables.JOURNALLED:
        columns = [row[1] for row in db.every(f"PRAGMA table_info({table})")]
        for event in ("insert", "update", "delete"):
            statement = dict(triggers)[f"journal_{table}_{event}"]
            assert all(f'"{column}"' in statement for column in columns)
    db.close()


def test_ids_of_content_are_never_given_out_again(path: Path) -> None:
    db = fresh(path)
    for table in (*tables.JOURNALLED, "operation", "change", "text"):
        sql = db.value("SELECT sql FROM sqlite_master WHERE name = ?", table)
        assert table == "project" or "AUTOINCREMENT" in sql
    db.close()


def test_every_reference_has_an_index(path: Path) -> None:
    """So that removing a document does not look through all labels."""
    db = fresh(path)
    for table in tables.CONTENT:
        covered = [_columns(db, index) for _, index, *_ in db.every(f"PRAGMA index_list({table})")]
        for row in db.every(f"PRAGMA foreign_key_list({table})"):
            parent, column = row[2], row[3]
            if row[1] == 0 and parent not in ("annotator", "handout"):  # of which there are few
                assert any(index[0] == column for index in covered), (table, column)
    db.close()


def test_a_new_file_is_as_recorded(path: Path) -> None:
    db = fresh(path)
    made = header_check.schema_of(db)
    newest = header_check.known_migrations()[-1]
    record = header_check.MIGRATIONS / f"{newest}.schema.json"
    rows = sorted([kind, name, statement] for name, (kind, statement) in made.items())
    written = json.dumps(rows, indent=1, ensure_ascii=False) + "\n"
    got = path.with_suffix(".json")
    got.write_text(written, encoding="utf-8")
    assert record.read_text(encoding="utf-8") == written, f"if that is meant, copy {got} over it"
    db.close()


# Of every script that was released; a new one gets its line when it is.
FROZEN = {
    "0001_initial.py": "473b375823d5d7bc2ab938a24e1d4073314efb65ef4c061a6474956a9a235564",
}


def test_released_migrations_are_frozen() -> None:
    """Files in the world were made by them: a change of the tables is a new script."""
    scripts = {script.name: script for script in header_check.MIGRATIONS.glob("[0-9]*.py")}
    assert scripts.keys() == FROZEN.keys()
    for name, script in scripts.items():
        assert hashlib.sha256(script.read_bytes()).hexdigest() == FROZEN[name], name


def _columns(db: Database, index: str) -> list[str]:
    return [row[2] for row in db.every(f'PRAGMA index_info("{index}")')]
