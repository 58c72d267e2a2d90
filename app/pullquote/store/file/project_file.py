"""How a project file is opened: for writing under the lock, or read-only and why."""

import os
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import peewee

from pullquote.store.errors import (
    CannotOpen,
    CannotReach,
    CopiedWhileOpen,
    DamagedIndex,
    DiskFull,
    IndexMadeAnew,
    LogCutOff,
    NoSuchProject,
    NotAProject,
    ProjectBusy,
    ProjectError,
)
from pullquote.store.file import header_check
from pullquote.store.file.backups import back_up, copy_file, is_backup
from pullquote.store.file.lock import (
    LockedElsewhere,
    ProjectLock,
    clear_unfinished,
    unfinished_file,
)
from pullquote.store.journal import operations
from pullquote.store.sql.database import (
    APPLICATION,
    Database,
    companion_file,
    connect,
    connect_writer,
    faults,
    has_locks,
    is_busy,
)
from pullquote.store.sql.fields import storable
from pullquote.store.sql.tables import ProjectTable


@dataclass(slots=True)
class OpenFile:
    """`writer` and `lock` are None in a project that is open read-only, for the reason `why`.

    `mode` is how its readers connect. An older file that may not be written to is read from a copy
    that was brought up to date, in a folder that is removed by `close`.
    """

    path: Path
    mode: str
    writer: Database | None = None
    lock: ProjectLock | None = None
    why: str = ""
    notices: tuple[ProjectError, ...] = ()
    folder: "TemporaryDirectory[str] | None" = None
    has_locks: bool = True

    @property
    def read_from(self) -> Path:
        return self.path if self.folder is None else Path(self.folder.name) / self.path.name

    def close(self) -> None:
        if self.folder is not None:
            self.folder.cleanup()


def create_empty(path: Path, uid: str, name: str, schema_toml: str) -> None:
    """Write a project without documents, under another name until it is whole."""
    with unfinished_file(path) as made:
        with faults(path, new=True):
            _write_empty(made.file, uid, storable(name), storable(schema_toml))
        made.put_in_place()


def open_file(path: Path, *, read_only: bool) -> OpenFile:
    # os.path asks without raising, however long the name is.
    if not os.path.isfile(path):  # noqa: PTH113
        raise NoSuchProject(path=path)
    lock = ProjectLock(path)
    try:
        why = _take(lock, path)
        read_only = read_only or is_backup(path)
        mode = _mode(path, lock, why, read_only=read_only)
        notices = _log_notices(path, why)
        why = why or ("backup" if is_backup(path) else "asked" if read_only else "")
        look = header_check.check_file(path, mode)
        if look.damage:
            notices += (_mend(path, look.damage, due=look.due, read_only=bool(why)),)
        if why:
            lock.release(left_over=lock.left_over)
            file = OpenFile(path, mode, why=why, notices=notices)
            return _brought_up_to_date(file) if look.due else file
        try:
            clear_unfinished(path.parent)
            with faults(path):
                writer = _open_writer(path, due=look.due)
                there = has_locks(path.parent)
                return OpenFile(path, "ro", writer, lock, "", notices, has_locks=there)
        except (DiskFull, CannotReach):
            lock.release(left_over=lock.left_over)
            return OpenFile(path, mode, why="disk", notices=notices)
    except OSError as error:  # a name that is too long for what stands beside it, for one
        lock.release()
        raise CannotOpen(path=path, what=error.strerror) from error
    except BaseException:
        lock.release(left_over=lock.left_over)
        raise


def _log_notices(path: Path, why: str) -> tuple[ProjectError, ...]:
    """What a log that does not end as it should means; not asked where somebody writes to it."""
    left = any(companion_file(path, ending).exists() for ending in ("-wal", "-shm"))
    if why.startswith("locked") or not left:
        return ()
    # Loaded where a project was not closed.
    from pullquote.store.file.wal_check import log_ends_clean

    return () if log_ends_clean(path) else (LogCutOff(path=path),)


def _mend(path: Path, damage: str, *, due: bool, read_only: bool) -> ProjectError:
    """Make anew what can be; give the notice of what was done."""
    if not read_only and not due:
        with suppress(ProjectError, OSError):
            make_plain_and_anew(path)
            return IndexMadeAnew(path=path)
    return DamagedIndex(path=path, what=damage)


def make_plain_and_anew(path: Path) -> None:
    """Make anew all that can be derived, in a damaged file; for whoever holds its lock.

    Raise a ProjectError where that cannot be, also while somebody still reads.
    """
    from pullquote.store.file.salvage import make_anew

    with faults(path), closing(connect_writer(path)) as db:
        make_plain(db)
        if db.pragma("journal_mode") != "delete":
            raise ProjectBusy(path=path)
    make_anew(path)


def _brought_up_to_date(file: OpenFile) -> OpenFile:
    """Read from a copy, as nothing may be written here."""
    file.folder = TemporaryDirectory(prefix="pullquote-", ignore_cleanup_errors=True)
    try:
        copy_file(file.path, file.mode, file.read_from)
        with faults(file.read_from), closing(connect_writer(file.read_from)) as db:
            migrate(db)
            make_plain(db)
    except BaseException:
        file.close()
        raise
    return file


def make_plain_again(path: Path) -> None:
    """Make one plain file again of a project whose last user was a reader."""
    lock = ProjectLock(path)
    plain = False
    with suppress(LockedElsewhere, OSError, ProjectError):
        lock.take()
        with faults(path), closing(connect_writer(path)) as db:
            make_plain(db)
        plain = True
    lock.release(left_over=not plain)


def make_plain(db: Database) -> None:
    """Put all that was written into the file, so that nothing else is left once it is closed.

    While someone else still reads, the log stays beside the file, for that one to put away.
    """
    # Not by Peewee, whose errors keep the statement: the connection would not be closed before they
    # are garbage.
    db.run("PRAGMA busy_timeout = 0")
    db.run("PRAGMA wal_checkpoint(TRUNCATE)")
    try:
        db.run("PRAGMA journal_mode = DELETE")
    except peewee.OperationalError as error:
        if not is_busy(error):
            raise


def migrate(db: Database) -> None:
    # Costs as much as the rest of the start, and is needed once in the life of a file.
    from playhouse.migrations import Runner

    Runner(db, str(header_check.MIGRATIONS)).up()


def _write_empty(path: Path, uid: str, name: str, schema_toml: str) -> None:
    # Needed once in the life of a file.
    from pullquote.store.file.new_file import make_tables

    db = connect(path, "rwc", application_id=APPLICATION, synchronous="FULL")
    try:
        make_tables(db, header_check.known_migrations())
        with operations.transaction(db):
            reason = {"reason": "created"}
            operation = operations.begin(db, "New project", None, reason, kind="barrier")
            operations.let_write(db, operation)
            db.insert(ProjectTable, id=1, uid=uid, name=name, schema_toml=schema_toml)
            operations.forbid_writing(db)
    finally:
        db.close()


def _take(lock: ProjectLock, path: Path) -> str:
    """Why the project cannot be written; empty, and the lock is held, if it can."""
    try:
        lock.take()
    except LockedElsewhere as holder:
        return f"locked by {holder}"
    except OSError:
        return "file" if not os.access(path, os.W_OK) else "folder"
    return "" if os.access(path, os.W_OK) else "file"


def _mode(path: Path, lock: ProjectLock, why: str, *, read_only: bool) -> str:
    """How to connect for reading; refuse what is no project, or only a part of one."""
    if why.startswith("locked"):
        return "ro"
    try:
        header = header_check.read_header(path)
    except OSError as error:
        raise CannotOpen(path=path, what=error.strerror) from error
    if not header.sqlite or header.application != APPLICATION:
        raise NotAProject(path=path)
    if header.wal and not companion_file(path, "-wal").exists():
        if not lock.left_over and not read_only:
            raise CopiedWhileOpen(path=path)
        if why or read_only:
            return "immutable"
    if companion_file(path, "-journal").exists() and not why:
        _put_back(path)
    return "ro"


def _put_back(path: Path) -> None:
    """Let SQLite undo what was cut off, which it cannot do while reading only."""
    with faults(path), closing(connect(path)) as db:
        db.pragma("schema_version")  # the least that makes it look


def _tables(db: Database) -> header_check.FileSchema:
    there = header_check.schema_of(db)
    return {name: found for name, found in there.items() if found[0] == "table"}


def _open_writer(path: Path, *, due: bool) -> Database:
    if due:
        back_up(path, "before migration")
    db = connect_writer(path)
    try:
        if due:
            before = _tables(db)
            migrate(db)
            if _tables(db) != before:  # so images of rows from before do not fit them
                operations.begin(db, "Migration", None, {"reason": "migration"}, kind="barrier")
        operations.interrupt_open(db)
    except BaseException:
        db.close()
        raise
    return db
