"""Connections to a project file, single rows through them, and what SQLite's faults mean."""

import json
import re
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from os import urandom
from pathlib import Path
from typing import Any, Protocol

import peewee
from peewee import SQL, Model, SqliteDatabase

from pullquote.model.schema import Schema
from pullquote.store.errors import (
    CannotOpen,
    CannotReach,
    CannotWrite,
    DamagedProject,
    DiskFull,
    ProjectBusy,
    ProjectClosed,
    ProjectError,
    ReadOnlyProject,
)
from pullquote.store.sql.tables import details

_NOT_TEXT = "Could not decode to UTF-8"  # as in the complaint of Python's sqlite3
_NO_TEXT = "what should be text is none"
FAULTS = (peewee.DatabaseError, peewee.InterfaceError, sqlite3.Error)
APPLICATION = 0x504C5154  # "PLQT"
_CAREFUL = {"cell_size_check": "ON", "foreign_keys": "ON"}


def backups_folder(path: Path) -> Path:
    return path.with_name(path.stem + ".backups")


def companion_file(path: Path, ending: str) -> Path:
    """A file that SQLite keeps beside a database: "-wal", "-shm", "-journal"."""
    return path.with_name(path.name + ending)


def discard_database(path: Path) -> None:
    """Remove a database that nobody has open, with all that stands beside it."""
    for ending in ("", "-journal", "-wal", "-shm"):
        companion_file(path, ending).unlink(missing_ok=True)


class Compiles(Protocol):
    def sql(self) -> tuple[str, Any]: ...


ASKED = SQL("?")
"""Stands in a query for a value that is given each time it runs."""
LISTED = SQL("(SELECT value FROM json_each(?))")
"""Stands in a query after IN for values that are given as one JSON list: any number of them."""


class Statement:
    """The text of one of Peewee's queries, compiled when it is first run, then kept.

    To build and compile a query costs twenty times what its text takes to run.
    """

    __slots__ = ("_build", "_text")

    def __init__(self, build: Callable[[], Compiles]) -> None:
        self._build = build
        self._text = ""

    @property
    def text(self) -> str:
        if not self._text:
            text, values = self._build().sql()
            if values:
                raise TypeError(f"values stand in a statement that is kept: {text}")
            self._text = text
        return self._text


Sql = str | Statement


class Database(SqliteDatabase):
    """A connection through Peewee; what is compiled already goes straight to SQLite's own."""

    def run(self, sql: Sql, values: Sequence[object] | Mapping[str, object] = ()) -> sqlite3.Cursor:
        """Raise Peewee's errors, as its own queries do, with SQLite's behind them."""
        text = sql if isinstance(sql, str) else sql.text
        try:
            return self.link.execute(text, values)
        except UnicodeDecodeError:  # in SQLite's complaint about a damaged file
            raise sqlite3.DatabaseError(_NOT_TEXT) from None
        except sqlite3.Error as error:
            raise _peewee_error(error) from error

    @cached_property
    def link(self) -> sqlite3.Connection:
        link: sqlite3.Connection = self.connection()  # type: ignore[no-untyped-call]
        return link

    def many(self, sql: Sql, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement for each row, past Peewee."""
        self.link.executemany(sql if isinstance(sql, str) else sql.text, rows)

    @contextmanager
    def stream(self, sql: Sql, *values: object) -> Iterator[sqlite3.Cursor]:
        """Row by row; the statement is over with the block, also where a row cannot be read."""
        cursor = self.run(sql, values)
        try:
            yield cursor
        finally:
            cursor.close()

    def first(self, sql: Sql, *values: object) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self.run(sql, values).fetchone()
        return row

    def every(self, sql: Sql, *values: object) -> list[tuple[Any, ...]]:
        return self.run(sql, values).fetchall()

    def value(self, sql: Sql, *values: object) -> Any:  # noqa: ANN401 - whatever the column holds
        """The first column of the first row, None without one."""
        row = self.first(sql, *values)
        return row[0] if row else None


def _peewee_error(error: sqlite3.Error) -> peewee.DatabaseError | peewee.InterfaceError:
    """The error that Peewee's own queries raise where SQLite raises this one."""
    return _PEEWEE_ERRORS.get(type(error), peewee.DatabaseError)(error, *error.args)


_PEEWEE_ERRORS: dict[type[sqlite3.Error], type[peewee.DatabaseError | peewee.InterfaceError]] = {
    sqlite3.DataError: peewee.DataError,
    sqlite3.IntegrityError: peewee.IntegrityError,
    sqlite3.InterfaceError: peewee.InterfaceError,
    sqlite3.InternalError: peewee.InternalError,
    sqlite3.NotSupportedError: peewee.NotSupportedError,
    sqlite3.OperationalError: peewee.OperationalError,
    sqlite3.ProgrammingError: peewee.ProgrammingError,
}


def connect(path: Path, mode: str = "rw", **pragmas: object) -> Database:
    """`mode` is one of "rwc", "rw", "ro", and "immutable" for a file that nobody writes to.

    The connection may be handed from thread to thread; the caller sees to it that one at a time
    uses it.
    """
    how = "immutable=1" if mode == "immutable" else f"mode={mode}"
    database = Database(
        f"{path.absolute().as_uri()}?{how}",
        pragmas=_CAREFUL | pragmas,
        thread_safe=False,
        uri=True,
        check_same_thread=False,
    )
    database.connect()
    return database


def connect_writer(path: Path) -> Database:
    return connect(
        path,
        journal_mode="WAL",
        synchronous="FULL",
        recursive_triggers="ON",  # so that a row that is replaced is journalled as deleted
        cache_size=-8000,
    )


class Readers:
    """Connections for reading: whoever reads borrows one, so threads never share one."""

    def __init__(self, path: Path, mode: str) -> None:
        self._path = path
        self._mode = mode
        self._free: list[Database] = []
        self._lent = 0
        self._closed = False
        self._guard = threading.Lock()
        self._all_back = threading.Condition(self._guard)

    @contextmanager
    def borrow(self) -> Iterator[Database]:
        database = self._take()
        try:
            yield database
        finally:
            with self._guard:
                self._free.append(database)
                self._one_less()

    def close(self, timeout: float = 10) -> None:
        """Close all connections, once those who read have given theirs back."""
        with self._guard:
            self._closed = True
            self._all_back.wait_for(lambda: not self._lent, timeout)
            while self._free:
                self._free.pop().close()

    def _take(self) -> Database:
        with self._guard:
            if self._closed:
                raise ProjectClosed(path=self._path)
            database = self._free.pop() if self._free else None
            self._lent += 1
        try:
            return database or connect(self._path, self._mode, query_only="ON", mmap_size=0)
        except BaseException:
            with self._guard:
                self._one_less()
            raise

    def _one_less(self) -> None:
        self._lent -= 1
        if self._closed and not self._lent:
            self._all_back.notify_all()


@contextmanager
def faults(path: Path, *, new: bool = False) -> Iterator[None]:
    """Turn what SQLite reports about the file and the disk into a ProjectError.

    `new`: the file is to be made.
    """
    try:
        yield
    except FAULTS as error:
        meaning = _project_error(error, path)
        if meaning is None:
            raise
        if new and isinstance(meaning, CannotOpen):
            raise CannotWrite(path=path, what=meaning.values["what"]) from error
        raise meaning from error


def sqlite_error(error: BaseException) -> sqlite3.Error | None:
    """SQLite's own error behind one of Peewee's."""
    if isinstance(error, sqlite3.Error):
        return error
    behind = error.__cause__ or error.__context__
    return behind if isinstance(behind, sqlite3.Error) else None


def sqlite_message(error: BaseException) -> str:
    """What SQLite said, without anything that stands in the file; empty for other errors."""
    behind = sqlite_error(error)
    # The one fault that Python finds, not SQLite, and quotes what it found.
    if behind is not None and str(behind).startswith(_NOT_TEXT):
        return _NO_TEXT
    return str(behind or "")


def _project_error(error: BaseException, path: Path) -> ProjectError | None:
    behind = sqlite_error(error)
    kind = _PROJECT_ERRORS.get(getattr(behind, "sqlite_errorcode", 0) & 0xFF)
    what = sqlite_message(error)
    if what == _NO_TEXT:
        kind = DamagedProject
    if kind is None:
        return None
    return kind(path=path, what=what, why=what, backups=backups_folder(path))


_PROJECT_ERRORS: dict[int, type[ProjectError]] = {
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_BUSY: ProjectBusy,
    sqlite3.SQLITE_LOCKED: ProjectBusy,
    sqlite3.SQLITE_READONLY: ReadOnlyProject,
    sqlite3.SQLITE_IOERR: CannotReach,
    sqlite3.SQLITE_CANTOPEN: CannotOpen,
    sqlite3.SQLITE_PERM: CannotOpen,
    sqlite3.SQLITE_AUTH: CannotOpen,
    sqlite3.SQLITE_CORRUPT: DamagedProject,
    sqlite3.SQLITE_NOTADB: DamagedProject,
}

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def insert(db: Database, table: type[Model], **values: object) -> int:
    """Return the id of the new row. `values` are by column."""
    cursor = db.run(insert_statement(table, *values), tuple(values.values()))
    return cursor.lastrowid or 0


def update(db: Database, table: type[Model], row: int, **values: object) -> bool:
    """Return whether there was such a row."""
    statement, order = _update_statement(table, tuple(values))
    cursor = db.run(statement, (*(values[name] for name in order), row))
    return bool(cursor.rowcount)


def delete(db: Database, table: type[Model], row: int) -> bool:
    """Return whether there was such a row."""
    return bool(db.run(_delete_statement(table), (row,)).rowcount)


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def to_json(content: object) -> str:
    """Equal content gives equal text."""
    return storable(_encode(content))


def new_uid() -> str:
    """128 random bits in hexadecimal: one name for a thing in all files that come to hold it."""
    return urandom(16).hex()


def storable(text: str) -> str:
    """What SQLite can store: NUL and lone surrogates become U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)


def question_marks(items: Iterable[object]) -> str:
    """A question mark for each item, to stand between the brackets of IN ()."""
    return ",".join("?" for _ in items)


@lru_cache(maxsize=512)
def insert_statement(table: type[Model], *columns: str) -> Statement:
    """One row; a value is asked for each column, in this order."""
    fields = [details(table).columns[name] for name in columns]
    row = tuple(ASKED for _ in columns)
    return Statement(lambda: table.insert_many([row], fields=fields))


@lru_cache(maxsize=512)
def _update_statement(
    table: type[Model], columns: tuple[str, ...]
) -> tuple[Statement, tuple[str, ...]]:
    """And the order in which it asks for the columns: Peewee's own."""
    order = tuple(f.column_name for f in details(table).sorted_fields if f.column_name in columns)
    pairs = {details(table).columns[name]: ASKED for name in order}
    return Statement(lambda: table.update(pairs).where(details(table).primary_key == ASKED)), order


@lru_cache(maxsize=512)
def _delete_statement(table: type[Model]) -> Statement:
    return Statement(lambda: table.delete().where(details(table).primary_key == ASKED))


@dataclass(frozen=True, slots=True)
class WriteContext:
    """The connection inside an operation, and for whom it writes."""

    db: Database
    actor: int | None
    project_uid: str
    schema: Schema


def broken_rule(error: peewee.IntegrityError) -> str:
    """Which of the rules of the tables: "unique", "reference", "trigger", "check", "null"."""
    code = getattr(sqlite_error(error), "sqlite_errorcode", 0)
    return _CONSTRAINTS.get(code, "")


_CONSTRAINTS = {
    sqlite3.SQLITE_CONSTRAINT_UNIQUE: "unique",
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY: "unique",
    sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY: "reference",
    sqlite3.SQLITE_CONSTRAINT_TRIGGER: "trigger",
    sqlite3.SQLITE_CONSTRAINT_CHECK: "check",
    sqlite3.SQLITE_CONSTRAINT_NOTNULL: "null",
}
