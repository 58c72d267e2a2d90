"""Whole copies of a project: saved by the user, and kept as backups beside it."""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Lock, Thread

from pullquote.store.errors import CannotWrite, ProjectError
from pullquote.store.file import header_check
from pullquote.store.file.lock import LockedElsewhere, ProjectLock
from pullquote.store.sql.database import backups_folder, connect, discard_database, faults
from pullquote.store.sql.statements import Statement
from pullquote.store.sql.tables import OperationTable

BACKUPS_KEPT = 10
_LAST = Statement(
    lambda: (
        OperationTable.select(OperationTable.uid)
        .where(OperationTable.kind != "barrier")
        .order_by(OperationTable.id.desc())
        .limit(1)
    )
)


def save_copy(path: Path, mode: str, to: Path) -> None:
    """An older file at `to` is replaced, unless it is this project or one that is open.

    `mode` is how to connect to the project for reading.
    """
    if to == path:
        raise CannotWrite(path=to, what="it is the project itself")
    lock = ProjectLock(to)
    try:
        if to.exists():
            lock.take()
        _copy(path, mode, to)
    except LockedElsewhere as holder:
        raise CannotWrite(path=to, what=f"it is open, {holder}") from None
    except OSError as error:
        raise CannotWrite(path=to, what=error.strerror) from error
    finally:
        lock.release()


def back_up(path: Path, why: str = "") -> Path | None:
    """Keep a copy of the project as it is now; None if the newest one is the same.

    For the one who holds its lock, in one thread at a time.
    """
    if _is_kept(path):
        return None
    folder = backups_folder(path)
    kept = folder / _name(path, why)
    try:
        folder.mkdir(exist_ok=True)
        for unfinished in folder.glob("*.new*"):  # of a program that was killed
            unfinished.unlink(missing_ok=True)
        _copy(path, "ro", kept)
        for old in backups(path)[BACKUPS_KEPT:]:
            old.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWrite(path=folder, what=error.strerror) from error
    return kept


def backups(path: Path) -> list[Path]:
    """Newest first."""
    return sorted(backups_folder(path).glob("*.pullquote"), reverse=True)


def flush_to_disk(path: Path) -> None:
    """Make what was written, or a name in a folder, outlast a power cut."""
    if os.name == "nt" and path.is_dir():
        return  # a folder cannot be opened there
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Backups:
    """The backups of a project that is open for writing, made one at a time.

    `problem` says why there is none of the file as it was opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._making = Lock()  # what `back_up` clears away must not be in the making
        self._thread: Thread | None = None
        self.problem: ProjectError | None = None

    def start(self) -> None:
        """Make one in a thread of its own.

        A large file is looked through before, which was left out when it was opened.
        """
        self._thread = Thread(target=self._run, name="backup", daemon=True)
        self._thread.start()

    def make(self, why: str = "") -> Path | None:
        """As `back_up`."""
        with self._making:
            return back_up(self._path, why)

    def wait(self) -> None:
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        try:
            if header_check.is_large(self._path):
                _look_through(self._path)
            self.make()
        except ProjectError as problem:
            self.problem = problem


def _is_kept(path: Path) -> bool:
    last = _last_operation(path)
    newest = next(iter(backups(path)), None)
    if last is None or newest is None:
        return last is None
    with suppress(ProjectError):
        return _last_operation(newest) == last
    return False


def _look_through(path: Path) -> None:
    with faults(path):
        db = connect(path, "ro")
        try:
            header_check.look_through(db, path)
        finally:
            db.close()


def _last_operation(path: Path) -> str | None:
    with faults(path):
        db = connect(path, "ro")
        try:
            last: str | None = db.value(_LAST)
            return last
        finally:
            db.close()


def _copy(path: Path, mode: str, to: Path) -> None:
    """Write a whole and tidy copy, under another name until it is safe on the disk."""
    unfinished = to.with_name(to.name + ".new")
    try:
        discard_database(unfinished)
        with faults(to, new=True):
            db = connect(path, mode)
            try:
                db.run("VACUUM INTO ?", (str(unfinished),))
            finally:
                db.close()
        flush_to_disk(unfinished)
        unfinished.replace(to)
        flush_to_disk(to.parent)
    finally:
        with suppress(OSError):
            discard_database(unfinished)


def _name(path: Path, why: str) -> str:
    at = datetime.now().astimezone().strftime("%Y-%m-%d %H.%M.%S.%f")[:-3]
    return f"{path.stem} {at}{' ' if why else ''}{why}.pullquote"
