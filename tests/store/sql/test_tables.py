"""The tables of a project file, and what each of them is."""

import hashlib
import importlib
import json
import pkgutil
from pathlib import Path

import pytest

import pullquote.store
from pullquote.store.errors import ChangedProject
from pullquote.store.file import header_check, project_file
from pullquote.store.file.new_file import make_tables
from pullquote.store.sql import derived_tables, tables
from pullquote.store.sql.database import Database, connect
from pullquote.store.sql.statements import Among, Statement


def fresh(path: Path) -> Database:
    db = connect(path, "rwc")
    make_tables(db, header_check.known_migrations())
    return db


# What SQLite, the migrations and the index of words keep for themselves.
KEPT = {
    "schema_migration",
    "sqlite_sequence",
    "document_fts",
    "document_fts_config",
    "document_fts_data",
    "document_fts_docsize",
    "document_fts_idx",
}


def test_every_table_is_content_journal_or_derived(path: Path) -> None:
    db = fresh(path)
    there = {name for (name,) in db.every("SELECT name FROM sqlite_master WHERE type = 'table'")}
    said = (*tables.CONTENT, *tables.JOURNAL, *derived_tables.DERIVED)
    assert there == {tables.table_name(table) for table in said} | KEPT
    db.close()


def test_every_content_table_is_journalled(path: Path) -> None:
    db = fresh(path)
    triggers = db.every("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    for table in tables.JOURNALLED:
        columns = [row[1] for row in db.every(f"PRAGMA table_info({table})")]
        for event in ("insert", "update", "delete"):
            statement = dict(triggers)[f"journal_{table}_{event}"]
            side = "OLD" if event == "delete" else "NEW"
            assert f"{side}.id," in statement
            for column in columns:  # a document stands beside the values
                assert f'"{column}"' in statement or f"{side}.{column}," in statement
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
    for table in map(tables.table_name, tables.CONTENT):
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


def test_the_migrations_come_to_what_the_models_say(path: Path) -> None:
    """Whatever order columns were added in: statements are compared part by part."""
    db = fresh(path)
    migrated = connect(path.with_suffix(".old"), "rwc")
    project_file.migrate(migrated)
    header_check.compare_schemas(path, header_check.schema_of(migrated), header_check.schema_of(db))
    for sql in (
        "SELECT * FROM current",
        "PRAGMA user_version",
        "SELECT * FROM document_fts_config",
    ):
        assert migrated.every(sql) == db.every(sql)
    applied = "SELECT name FROM schema_migration ORDER BY name"
    assert migrated.every(applied) == db.every(applied)
    db.close()
    migrated.close()


def test_a_column_that_was_added_later_stands_elsewhere(path: Path) -> None:
    db = fresh(path)
    made = header_check.schema_of(db)
    kind, statement = made["alias"]
    folded = '"folded" TEXT NOT NULL, '
    assert folded in statement
    later = statement.replace(folded, "")[:-1] + ", folded TEXT  NOT NULL)"
    header_check.compare_schemas(path, made | {"alias": (kind, later)}, made)
    for other in (later.replace("TEXT  NOT NULL)", "TEXT)"), later.replace("folded", "bent")):
        with pytest.raises(ChangedProject, match="table alias"):
            header_check.compare_schemas(path, made | {"alias": (kind, other)}, made)
    db.close()


def test_every_statement_that_is_kept_compiles_and_fits_the_tables(path: Path) -> None:
    db = fresh(path)
    kept = 0
    for found in pkgutil.walk_packages(pullquote.store.__path__, "pullquote.store."):
        for value in vars(importlib.import_module(found.name)).values():
            for statement in (value.every, value.some) if isinstance(value, Among) else (value,):
                if isinstance(statement, Statement):
                    kept += 1
                    db.run("EXPLAIN " + statement.text, [None] * statement.text.count("?"))
    assert kept > 100
    db.close()


def test_constants_stand_in_the_text_of_a_statement(path: Path) -> None:
    db = fresh(path)
    name = tables.AnnotatorTable.name
    told = Statement(lambda: tables.AnnotatorTable.select(name).where(name == "O'Hara").limit(1))
    assert "'O''Hara'" in told.text
    assert db.every(told) == []
    db.close()


# Of every script that was released; a new one gets its line when it is.
FROZEN = {
    "0001_initial.py": "6215982d19b9098315e528957832bb30c736585a03fa3bbfe79bc1fe2f32fe32",
    "0002_compact_journal.py": "981340bad389cd68f4356d980cd4afb4ce39ed9e75a59c3269e8915d79ecd2c3",
    "0003_group_sizes.py": "b9c9b08b88c7f40b5bd3e459c2cfe36bbd15f78a8f62be8679768df5f3fea721",
}


def test_released_migrations_are_frozen() -> None:
    """Files in the world were made by them: a change of the tables is a new script."""
    scripts = {script.name: script for script in header_check.MIGRATIONS.glob("[0-9]*.py")}
    assert scripts.keys() == FROZEN.keys()
    for name, script in scripts.items():
        assert hashlib.sha256(script.read_bytes()).hexdigest() == FROZEN[name], name


def test_columns_are_added_at_the_end_only(path: Path) -> None:
    """The journal of a file that is there has the values of a row by their place."""
    for number, record in enumerate(sorted(header_check.MIGRATIONS.glob("*.schema.json"))):
        db = connect(path.with_suffix(f".{number}"), "rwc")
        for name, (kind, statement) in header_check.recorded_schema(
            record.name.removesuffix(".schema.json")
        ).items():
            if kind == "table" and name in tables.JOURNALLED:
                db.run(statement)
                there = [row[1] for row in db.every(f"PRAGMA table_info({name})")]
                now = tables.column_names(tables.JOURNALLED[name])
                assert now[: len(there)] == tuple(there), (record.name, name)
        db.close()


def _columns(db: Database, index: str) -> list[str]:
    return [row[2] for row in db.every(f'PRAGMA index_info("{index}")')]
