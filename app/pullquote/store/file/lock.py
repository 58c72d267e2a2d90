"""The lock file beside a project, and files that are written under it before they are there.

It says who writes to the project, from where and since when.
"""

import getpass
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from errno import ENOENT
from itertools import chain
from pathlib import Path

from filelock import FileLock, Timeout

from pullquote.store.errors import CannotWrite, ProjectExists
from pullquote.store.sql.database import discard_database

_NEW, _OLD, _LOCK = ".new", ".old", ".lock"
# Of a file that is nobody's yet nothing has to outlast a power cut before it is whole.
HASTY = {"journal_mode": "MEMORY", "synchronous": "OFF", "cache_size": -32000}


class LockedElsewhere(Exception):
    """`str()` says by whom, as far as the lock file tells."""


class ProjectLock:
    """NAME.pullquote.lock, held while a project is open for writing.

    `left_over` says that the last one who held it did not close the project.
    """

    def __init__(self, project: Path) -> None:
        self._path = project.with_name(project.name + _LOCK)
        self.of = project
        self._lock = FileLock(self._path, timeout=0, thread_local=False)
        self.left_over = False

    @property
    def is_there(self) -> bool:
        """Whether the lock file is, held or not."""
        return self._path.exists()

    def take(self) -> None:
        """Raise LockedElsewhere, or OSError where no lock file can be written."""
        self.left_over = self._path.exists()
        if not self._path.parent.is_dir():  # it would be made
            raise FileNotFoundError(ENOENT, os.strerror(ENOENT), str(self._path.parent))
        try:
            self._lock.acquire()
        except Timeout:
            raise LockedElsewhere(_holder(self._path)) from None
        with suppress(OSError):  # it says who holds the lock, it is not the lock
            self._path.write_text(json.dumps(_me()), encoding="utf-8")

    def release(self, *, left_over: bool = False) -> None:
        """With `left_over` its file stays, and says that the project was not put away."""
        if self._lock.is_locked:
            # While it is still held: whoever takes a lock on a removed file asks again.
            if not left_over:
                with suppress(OSError):
                    self._path.unlink()
            self._lock.release()


@dataclass(slots=True)
class UnfinishedFile:
    """A whole file under a name of its own, beside the `path` it is for."""

    path: Path
    placed: bool = False
    replaced: bool = False

    @property
    def file(self) -> Path:
        return self.path.with_name(self.path.name + _NEW)

    @property
    def older(self) -> Path:
        """Where an older file of that name is until all is done."""
        return self.path.with_name(self.path.name + _OLD)

    def put_in_place(self) -> None:
        """Give it its name, for good once the block of `unfinished_file` is left."""
        try:
            if self.path.exists():
                self.path.replace(self.older)
                self.replaced = True
            self.file.replace(self.path)
            self.placed = True
            flush_to_disk(self.path.parent)
        except OSError as error:
            raise CannotWrite(path=self.path, what=error.strerror) from error

    def replace_at_once(self) -> None:
        """Give it its name in one step, for good: an older file goes with it."""
        flush_to_disk(self.file)
        self.file.replace(self.path)
        flush_to_disk(self.path.parent)

    def take_back(self) -> None:
        """Leave what stood there before."""
        with suppress(OSError):
            if self.placed:
                self.path.unlink()
            if self.replaced:
                self.older.replace(self.path)


@contextmanager
def unfinished_file(path: Path, *, replace: bool = False) -> Iterator[UnfinishedFile]:
    """A file to be written for `path`; if the block raises, all is as it was before.

    The path's lock is held meanwhile. Raise ProjectExists, unless it may be replaced, and
    CannotWrite for a file that somebody has open, and for what the system refuses.
    """
    made = UnfinishedFile(path)
    lock = ProjectLock(path)
    try:
        if path.exists() and not replace:
            raise ProjectExists(path=path)
        clear_unfinished(path.parent)
        lock.take()
        discard_database(made.file)
        yield made
        if made.replaced:
            made.older.unlink()
    except LockedElsewhere as holder:
        raise CannotWrite(path=path, what=f"it is open, {holder}") from None
    except OSError as error:
        made.take_back()
        raise CannotWrite(path=path, what=error.strerror) from error
    except BaseException:
        made.take_back()
        raise
    finally:
        with suppress(OSError):
            discard_database(made.file)
        lock.release()


def clear_unfinished(folder: Path, *, of_copies: bool = False) -> None:
    """Remove what a program that was killed has left of files that it was writing there.

    Ours is what is called after a project and has its lock file beside it, left over what nobody
    holds the lock of. A lock file goes where it is of no file; beside copies, which nobody works
    in, any does.
    """
    found = (folder.glob(f"*.pullquote{ending}") for ending in (_NEW, _OLD, _LOCK))
    for left in chain.from_iterable(found):
        lock = ProjectLock(left.with_suffix(""))
        with suppress(OSError, LockedElsewhere):
            if lock.is_there and (left.suffix != _LOCK or of_copies or not lock.of.exists()):
                lock.take()
                _clear(left)
        lock.release()


def flush_to_disk(path: Path) -> None:
    """Make what was written, or a name in a folder, outlast a power cut."""
    if os.name == "nt" and path.is_dir():
        return  # a folder cannot be opened there
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _clear(left: Path) -> None:
    """An older file goes back to its place where no new one has come there."""
    if left.suffix == _NEW:
        discard_database(left)
    elif left.suffix == _OLD and left.with_suffix("").exists():
        left.unlink()
    elif left.suffix == _OLD:
        left.replace(left.with_suffix(""))


def _me() -> dict[str, str | int]:
    since = datetime.now(UTC).astimezone().strftime("%Y-%m-%d %H:%M")
    return {"user": _user(), "host": socket.gethostname(), "process": os.getpid(), "since": since}


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name
        return str(os.getuid()) if hasattr(os, "getuid") else "?"


def _holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        return f"{holder['user']} on {holder['host']} since {holder['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another program"
