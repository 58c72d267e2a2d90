"""What is looked at in a project file before a row of it is read."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import peewee

from pullquote.store.errors import (
    ChangedProject,
    DamagedProject,
    NewerProject,
    NotAProject,
    OlderProject,
)
from pullquote.store.sql.database import (
    APPLICATION,
    Database,
    backups_folder,
    connect,
    faults,
    sqlite_error,
    sqlite_message,
    whole_copy,
)
from pullquote.store.sql.fields import JsonField
from pullquote.store.sql.statements import select
from pullquote.store.sql.tables import CONTENT, JOURNAL, MigrationTable, details, table_name

MIGRATIONS = Path(__file__).parents[1] / "migrations"
# To look a larger file through takes longer than one should wait for it to open.
_LOOK_THROUGH = 16 * 2**20
_KEPT_BY_SQLITE = ("sqlite_sequence", "sqlite_stat1", "sqlite_stat4")
_INDEX_OF_WORDS = "document_fts_"

_APPLIED_TO = table_name(MigrationTable)
_APPLIED = select(MigrationTable, "name")

FileSchema = dict[str, tuple[str, str]]  # name: type, statement


class Header(NamedTuple):
    """The first bytes of a file that lies still, read without SQLite."""

    sqlite: bool
    application: int
    wal: bool


def read_header(path: Path) -> Header:
    """Only while nothing in this process has the file open: closing it drops SQLite's locks."""
    with path.open("rb") as file:
        head = file.read(100).ljust(100, b"\0")
    return Header(
        sqlite=head.startswith(b"SQLite format 3\0"),
        application=int.from_bytes(head[68:72], "big"),
        wal=head[18:20] == b"\2\2",
    )


class FileFindings(NamedTuple):
    """`due`: migrations are; `damage`: what is wrong with nothing but what can be made anew."""

    due: bool
    damage: str = ""


def check_file(path: Path, mode: str) -> FileFindings:
    """Raise a ProjectError for what must not be opened."""
    with faults(path), faults_of_statements(path):
        db = connect(path, mode, query_only="ON", trusted_schema="OFF")
        try:
            if db.pragma("application_id") != APPLICATION:
                raise NotAProject(path=path)
            there = schema_of(db)
            applied = set(db.column(_APPLIED)) if _APPLIED_TO in there else set()
            if not applied:
                raise NotAProject(path=path)
            if not applied <= set(known_migrations()):
                raise NewerProject(path=path)
            if db.pragma("user_version") == 0:
                raise OlderProject(path=path)
            compare_schemas(path, there, recorded_schema(max(applied)))
            db.pragma("trusted_schema", "ON")  # as it is ours; its checks call functions
            damage = "" if is_large(path) else look_through(db, path)
            return FileFindings(applied != set(known_migrations()), damage)
        finally:
            db.close()


def is_large(path: Path) -> bool:
    """Whether a file is looked through after it was opened, not before."""
    return path.stat().st_size > _LOOK_THROUGH


def look_through(db: Database, path: Path) -> str:
    """What is damaged of that which can be made anew, "" for nothing.

    Raise DamagedProject for any other damage.
    """
    found = db.value("PRAGMA quick_check(1)")
    if found == "ok":
        look_at_types(db, path)
        return ""
    # Loaded where there is damage.
    from pullquote.store.file.salvage import is_content_whole

    what = " ".join(str(found).replace("*", "").split())
    if not is_content_whole(db):
        raise DamagedProject(path=path, what=what, backups=backups_folder(path))
    return what


def look_at_types(db: Database, path: Path) -> None:
    """Raise DamagedProject for a value of another type than its column: SQLite keeps any."""
    for table in _CONTENT:
        columns = (
            (f.column_name, _TYPES.get(f.field_type), f) for f in details(table).sorted_fields
        )
        wrong = [
            f"""typeof("{name}") NOT IN ('{kind}'{", 'null'" if field.null else ""})"""
            for name, kind, field in columns
            if kind is not None
        ]
        name = table_name(table)
        # By hand, as Peewee has no word for it: a value is asked for nothing but its type.
        if db.first(f"SELECT 1 FROM {name} WHERE {' OR '.join(wrong)} LIMIT 1"):
            what = f"a value of {name} is of another type than its column"
            raise DamagedProject(path=path, what=what, backups=backups_folder(path))


def look_at_rules(db: Database, path: Path) -> None:
    """Raise DamagedProject for a row that breaks a CHECK of its table, that refers to none, or that
    an index does not lead to: what is asked by such an index would seem not to be there.
    """
    with whole_copy(db) as copy:
        looks = ("quick_check(1)", *(f"integrity_check({table_name(t)})" for t in _CONTENT))
        said = (copy.execute(f"PRAGMA {look}").fetchone()[0] for look in looks)
        found = next((damage for damage in said if damage != "ok"), "ok")
    if found == "ok":
        found = next(_no_mappings(db), "ok")
    if found == "ok" and (lost := db.first("PRAGMA foreign_key_check")):
        found = f"row {lost[1]} of {lost[0]} refers to a {lost[2]} that is not there"
    if found != "ok":
        raise DamagedProject(path=path, what=found, backups=backups_folder(path))


def _no_mappings(db: Database) -> Iterator[str]:
    """Values that are JSON, as the tables ask for, and no object, as what reads them does."""
    for table in _CONTENT:
        for field in details(table).sorted_fields:
            if type(field) is JsonField:
                name, column = table_name(table), field.column_name
                # By hand, as Peewee has no word for it.
                wrong = f"json_type(\"{column}\") <> 'object'"
                if db.first(f"SELECT 1 FROM {name} WHERE {wrong} LIMIT 1"):
                    yield f"a value of {column} in {name} is no mapping"


_CONTENT = (*CONTENT, *JOURNAL)
_TYPES = {"TEXT": "text", "INT": "integer", "AUTO": "integer"}


@contextmanager
def faults_of_statements(path: Path) -> Iterator[None]:
    """A file whose own statements SQLite cannot run was not written by this program as it is."""
    try:
        yield
    except peewee.OperationalError as error:
        behind = sqlite_error(error)
        if getattr(behind, "sqlite_errorcode", 0) != sqlite3.SQLITE_ERROR:
            raise
        what, backups = sqlite_message(error), backups_folder(path)
        raise DamagedProject(path=path, what=what, backups=backups) from error


def known_migrations() -> list[str]:
    return sorted(script.stem for script in MIGRATIONS.glob("[0-9]*.py"))


def schema_of(db: Database) -> FileSchema:
    """All that the file defines, but for the tables that SQLite keeps for itself."""
    # SQLite's own table: by hand. In a damaged one anything may stand where text should.
    rows = db.every("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {
        name: (kind, statement)
        for kind, name, statement in (map(str, row) for row in rows)
        if not _is_kept(kind, name)
    }


def recorded_schema(migration: str) -> FileSchema:
    """What a file defines after this migration."""
    recorded = (MIGRATIONS / f"{migration}.schema.json").read_text(encoding="utf-8")
    return {name: (kind, statement) for kind, name, statement in json.loads(recorded)}


def _is_same(one: tuple[str, str] | None, other: tuple[str, str] | None) -> bool:
    if one == other or one is None or other is None:
        return one == other
    return one[0] == other[0] == "table" and _table_parts(one[1]) == _table_parts(other[1])


def _table_parts(statement: str) -> list[str]:
    """A table that a migration has added a column to says it last, a new one in its place."""
    head, _, body = " ".join(statement.replace('"', "").split()).partition("(")
    parts, depth, begun = [head], 0, 0
    for at, sign in enumerate(body):
        depth += (sign == "(") - (sign == ")")
        if (sign == "," and depth == 0) or depth < 0:
            parts.append(body[begun:at].strip())
            begun = at + 1
    return sorted([*parts, body[begun:].strip()])


def _is_kept(kind: str, name: str) -> bool:
    # The statements of tables inside the index of words differ between versions of SQLite.
    return kind == "table" and (name in _KEPT_BY_SQLITE or name.startswith(_INDEX_OF_WORDS))


def compare_schemas(path: Path, there: FileSchema, recorded: FileSchema) -> None:
    """Raise ChangedProject for the first difference."""
    for name in sorted(there.keys() | recorded.keys()):
        if not _is_same(there.get(name), recorded.get(name)):
            kind = (there.get(name) or recorded[name])[0]
            raise ChangedProject(path=path, what=f"{kind} {name}", backups=backups_folder(path))
