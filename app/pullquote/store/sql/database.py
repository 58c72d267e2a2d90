"""Connections to a project file, what runs through them, what SQLite's faults mean, and whether the
file is still the one that was opened.
"""

import json
import os
import sqlite3
import sys
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import peewee
from peewee import Model, Select, SqliteDatabase

from pullquote.store.errors import (
    CannotOpen,
    CannotReach,
    CannotWrite,
    DamagedIndex,
    DamagedProject,
    DiskFull,
    LogChanged,
    ProjectBusy,
    ProjectClosed,
    ProjectError,
    ProjectMoved,
    ProjectReplaced,
    ReadOnlyProject,
)
from pullquote.store.sql.fields import DamagedRow
from pullquote.store.sql.statements import (
    Among,
    Insertion,
    Query,
    Records,
    Row,
    Statement,
    Value,
    delete_statement,
    insert_statement,
    select,
    update_statement,
)
from pullquote.store.sql.tables import OperationTable, ProjectTable

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

    def insert_many(self, insertion: Insertion, rows: Sequence[Row]) -> None:
        """All rows, in their order, by as few statements as there can be."""
        for statement, values in insertion.divide(rows):
            self.run(statement, values)

    @contextmanager
    def stream(self, sql: Sql, *values: object) -> Iterator[sqlite3.Cursor]:
        """Row by row; the statement is over with the block, also where a row cannot be read."""
        cursor = self.run(sql, values)
        try:
            yield cursor
        finally:
            cursor.close()

    def first(self, sql: Sql, *values: object) -> Row | None:
        row: Row | None = self.run(sql, values).fetchone()
        return row

    def every(self, sql: Sql, *values: object) -> list[Row]:
        return self.run(sql, values).fetchall()

    def value(self, sql: Sql, *values: object) -> Any:  # noqa: ANN401 - whatever the column holds
        """The first column of the first row, None without one."""
        row = self.first(sql, *values)
        return row[0] if row else None

    def column(self, sql: Sql, *values: object) -> list[Any]:
        """The first column of all rows."""
        return [row[0] for row in self.run(sql, values)]

    def one(self, query: Query[Value], *values: object) -> Value | None:
        row = self.run(query, values).fetchone()
        return None if row is None else query.make(row)

    def all(self, query: Query[Value], *values: object) -> list[Value]:
        rows = self.run(query, values)
        # Rows are tuples already, and here there may be hundreds of thousands.
        return rows.fetchall() if query.make is tuple else [query.make(row) for row in rows]

    def among(self, query: Among[Value], documents: Collection[int] | None) -> list[Value]:
        """Of these documents, None for all."""
        if documents is None:
            return self.all(query.every)
        return self.all(query.some, json.dumps(list(documents)))

    def ask(self, query: Select) -> sqlite3.Cursor:
        """Run a query that is built each time, for it is another one each time, or a rare one."""
        return self.run(*query.sql())

    def add(self, records: Records[Value], value: Value) -> Value:
        """Return the value with the id of its new row, if it has an id; the old one is ignored."""
        cursor = self.run(records.insertion, records.row(value))
        return records.numbered(value, cursor.lastrowid or 0)

    def insert(self, table: type[Model], **values: object) -> int:
        """Return the id of the new row. `values` are by column."""
        statement = insert_statement(table, *values)
        return self.run(statement, tuple(values.values())).lastrowid or 0

    def update(self, table: type[Model], row: int, **values: object) -> bool:
        """Return whether there was such a row."""
        statement, order = update_statement(table, *values)
        cursor = self.run(statement, (*(values[name] for name in order), row))
        return bool(cursor.rowcount)

    def delete(self, table: type[Model], row: int) -> bool:
        """Return whether there was such a row."""
        return bool(self.run(delete_statement(table, "id"), (row,)).rowcount)


class Readable(ABC):
    """What answers questions through connections that it lends."""

    @abstractmethod
    def _reading(self) -> AbstractContextManager[Database]: ...

    def _one(self, query: Query[Value], *values: object) -> Value | None:
        with self._reading() as db:
            return db.one(query, *values)

    def _all(self, query: Query[Value], *values: object) -> list[Value]:
        with self._reading() as db:
            return db.all(query, *values)

    def _among(self, query: Among[Value], documents: Collection[int] | None) -> list[Value]:
        with self._reading() as db:
            return db.among(query, documents)

    def _stream(self, query: Among[Row], documents: Collection[int] | None) -> Iterator[Row]:
        """Of these documents, None for all: one row after the other, while a connection is lent."""
        with self._reading() as db:
            if documents is None:
                yield from db.run(query.every)
            else:
                yield from db.run(query.some, [json.dumps(list(documents))])

    def _every(self, sql: Sql, *values: object) -> list[Row]:
        with self._reading() as db:
            return db.every(sql, *values)

    def _value(self, sql: Sql, *values: object) -> Any:  # noqa: ANN401 - whatever the column holds
        with self._reading() as db:
            return db.value(sql, *values)


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
    if not has_locks(path.absolute().parent):
        how += "&vfs=unix-none"
    database = Database(
        f"{path.absolute().as_uri()}?{how}",
        pragmas=_CAREFUL | pragmas,
        thread_safe=False,
        uri=True,
        check_same_thread=False,
    )
    database.connect()
    return database


@lru_cache(maxsize=64)
def has_locks(folder: Path) -> bool:
    """Whether the disk knows the locks that SQLite needs; some network disks do not.

    Without them the one who holds the lock file has the project alone, through one connection.
    """
    if sys.platform == "win32":
        return True
    import fcntl  # there is none on Windows

    probe = folder / f".pullquote-{os.getpid()}-{threading.get_ident()}"
    try:
        with probe.open("xb") as file:
            probe.unlink()
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return False
    except OSError:  # a folder that may not be written to
        return True
    return True


CACHE, CACHE_OF_LONG_WORK = -8_000, -32_000
"""How much of the file the writer keeps in memory, in kB, as SQLite takes it."""


def connect_writer(path: Path) -> Database:
    return connect(
        path,
        journal_mode="WAL",
        synchronous="FULL",
        recursive_triggers="ON",  # so that a row that is replaced is journalled as deleted
        cache_size=CACHE,
        # A statement that fires triggers keeps the pages that it changes until it is over: in a
        # file, that is half of the time that a row takes.
        temp_store="MEMORY",
    )


@contextmanager
def whole_copy(db: Database) -> Iterator[sqlite3.Connection]:
    """The file in one that goes with the block: SQLite looks at the CHECKs of tables only where it
    might write.
    """
    with closing(sqlite3.connect("")) as copy:
        db.link.backup(copy)
        yield copy


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
                if self._closed:  # meanwhile: `close` did not wait for this one any longer
                    database.close()
                else:
                    self._free.append(database)
                self._one_less()

    @contextmanager
    def connect_mover(self) -> Iterator[Database]:
        """A new connection that can write the log into the file; `close` waits for it, too."""
        with self._guard:
            if self._closed:
                raise ProjectClosed(path=self._path)
            self._lent += 1
        try:
            with closing(connect(self._path)) as database:
                yield database
        finally:
            with self._guard:
                self._one_less()

    @property
    def any_free(self) -> bool:
        """Whether nobody must connect to borrow one."""
        return bool(self._free)

    def close(self, timeout: float = 10) -> None:
        """Close all connections: those lent out when they come back, `timeout` in seconds."""
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


_PROJECT = select(ProjectTable, "uid")
_LAST = Statement(
    lambda: OperationTable.select(OperationTable.uid).order_by(OperationTable.id.desc()).limit(1)
)
# Where a system lists the open files of a process.
_OPEN_FILES = Path("/proc/self/fd")


class _Place(NamedTuple):
    device: int
    inode: int


class _Look(NamedTuple):
    size: int  # bytes
    changed: int  # nanoseconds


class FileIdentity:
    """A sync client or a person may put another file in the place of the one that is open, move
    it, cut it or write over it. What is committed then goes into a file that nobody finds, or into
    one that is a mixture of two.

    What the program changes in the file and its log is between `begin` and `note`, which threads
    may call beside one another; all else was done by others. `is_log_whole` looks into a log that
    somebody else has written to.
    """

    def __init__(self, path: Path, is_log_whole: Callable[[Path], bool]) -> None:
        self._path, self._is_log_whole = path, is_log_whole
        # As words, for they are looked up at each change.
        self._name, self._log_name = str(path), str(companion_file(path, "-wal"))
        self._place, self._look = _stat(self._name)
        self._log: _Place | None = None
        self._log_look = _Look(0, 0)
        self._log_is_whole = True
        self._guard, self._noting = threading.Lock(), threading.Lock()
        self._own, self._turns = 1, 0  # how many are at work, and how often one began or ended
        self._content = _content(path)
        self.note()

    def begin(self) -> None:
        """What is written from now on is our own work."""
        self._count(1)

    def note(self) -> None:
        """What was written until now was our own work."""
        with self._noting:  # of two that end at once, one is the last
            with suppress(OSError):
                place, self._log_look = _stat(self._log_name)
                if self._log is None:
                    self._log = place
            with suppress(OSError):
                place, look = _stat(self._name)
                # Else it is looked at by the last one: until then it may be half written.
                if self._own == 1 and place == self._place and look != self._look:
                    self._look, self._content = look, _content(self._path)
            self._count(-1)

    def problem(self) -> ProjectError | None:
        """Why nothing can be saved any more; None while the file is the one that was opened."""
        if self.holds() and self._has_log():
            return None if self.log_holds() else LogChanged(path=self._path)
        if self._path.exists():
            return ProjectReplaced(path=self._path)
        return ProjectMoved(path=self._path)

    def holds(self) -> bool:
        """Whether the file is at its path, and as it was left; its log may be gone."""
        own, turns = self._own, self._turns
        try:
            place, look = _stat(self._name)
        except OSError:
            return False
        if place != self._place:
            return False
        if look == self._look or own:
            return True
        same = look.size == self._look.size and _content(self._path) == self._content
        if turns != self._turns:
            return True  # it was our own work
        if same:
            self._look = look  # another program only set its time
        return same

    def log_holds(self) -> bool:
        """Whether nobody else cut the log or wrote into it; that is never mended."""
        own, turns = self._own, self._turns
        if self._log is None or not self._log_is_whole or own:
            return self._log_is_whole
        try:
            _, look = _stat(self._log_name)
        except OSError:
            return True  # `problem` says what it means that it is gone
        if look == self._log_look:
            return True
        whole = look.size >= self._log_look.size and self._is_log_whole(self._path)
        if turns == self._turns:  # else it is our own work, or a mixture of the two was looked at
            self._log_is_whole, self._log_look = whole, look
        return self._log_is_whole

    def moved_to(self) -> Path | None:
        """Where else the file is now that was opened, as far as the folder and the system tell."""
        if _is_at(self._path, self._place):
            return None
        with suppress(OSError):
            for entry in self._path.parent.iterdir():
                if _is_at(entry, self._place):
                    return entry
        with suppress(OSError):
            for entry in _OPEN_FILES.iterdir():
                if _is_at(entry, self._place) and _is_at(found := entry.readlink(), self._place):
                    return found
        return None

    def discard_log(self) -> None:
        """Remove our log from beside another file, for SQLite would write it into that one."""
        if self._log is not None and self._has_log():
            for ending in ("-wal", "-shm"):
                with suppress(OSError):
                    companion_file(self._path, ending).unlink()

    def _count(self, more: int) -> None:
        with self._guard:
            self._own += more
            self._turns += 1

    def _has_log(self) -> bool:
        return self._log is None or _is_at(self._log_name, self._log)


def _stat(path: str) -> tuple[_Place, _Look]:
    found = os.stat(path)  # noqa: PTH116 - in built-in steps: at each change
    return _Place(found.st_dev, found.st_ino), _Look(found.st_size, found.st_mtime_ns)


def _is_at(path: str | Path, place: _Place) -> bool:
    try:
        return _stat(str(path))[0] == place
    except OSError:
        return False


def _content(path: Path) -> tuple[object, ...] | None:
    """What tells two states of a project file apart, without the log; None for what is none.

    Through SQLite, for whoever else closes the file takes SQLite's locks away.
    """
    try:
        with closing(connect(path, "immutable")) as db:
            pages, tables = db.pragma("page_count"), db.pragma("schema_version")
            return db.value(_PROJECT), db.value(_LAST), pages, tables
    except FAULTS:
        return None


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
    if is_damage_of_index(error):
        kind = DamagedIndex
    elif what == _NO_TEXT or isinstance(behind, DamagedRow) or what.startswith(_SAID_OF_DAMAGE):
        kind = DamagedProject
    if kind is None:
        return None
    return kind(path=path, what=what, why=what, backups=backups_folder(path))


def is_busy(error: BaseException) -> bool:
    """Whether somebody else reads or writes at the moment."""
    return getattr(sqlite_error(error), "sqlite_errorcode", 0) & 0xFF in _BUSY


_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_damage_of_index(error: BaseException) -> bool:
    """Whether the index of words is at fault, which can be made anew."""
    behind = sqlite_error(error)
    code = getattr(behind, "sqlite_errorcode", 0)
    return code == sqlite3.SQLITE_CORRUPT_VTAB or str(behind).startswith(_SAID_OF_INDEX)


# SQLite has no code of their own for these, and the statements are ours: nobody typed them.
_SAID_OF_DAMAGE = (
    "unsupported file format",
    "malformed JSON",
    "string or blob too big",
    "integer overflow",
)
_SAID_OF_INDEX = ("invalid fts5 file format", "vtable constructor failed", "fts5:")


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
