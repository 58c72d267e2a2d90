"""The lock file beside a project, and files that are written under it before they are there.

It says who writes to the project, from where and since when.
"""

import errno
import getpass
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
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

    `left_over` says that the last one who held it did not close the project. `is_marker`: the disk
    has no locks, so that the file is there is the lock itself, until its holder is gone.
    """

    def __init__(self, project: Path) -> None:
        self._path = project.with_name(project.name + _LOCK)
        # Not its own lock without locks, which could not be told from what stands in ours.
        self._lock = FileLock(self._path, timeout=0, thread_local=False, fallback_to_soft=False)
        self._written = ""
        self._touched = 0.0
        self.left_over = self.is_marker = False

    @property
    def is_there(self) -> bool:
        """Whether the lock file is, held or not."""
        return self._path.exists()

    def take(self) -> None:
        """Raise LockedElsewhere, or OSError where no lock file can be written."""
        self.left_over = self._path.exists()
        if not self._path.parent.is_dir():  # it would be made
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self._path.parent))
        try:
            self._lock.acquire()
        except Timeout:
            raise LockedElsewhere(_holder(self._path)) from None
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
            if not self.left_over and self._path.stat().st_size == 0:
                self._path.unlink()  # what has just been tried
            self._take_marker()
            return
        with suppress(OSError):  # it says who holds the lock, it is not the lock
            self._path.write_text(json.dumps(_me()), encoding="utf-8")

    def is_ours(self) -> bool:
        """Whether nobody took a marker away; others see then that its holder is there."""
        if not self.is_marker:
            return True
        try:
            if self._path.read_text(encoding="utf-8") != self._written:
                return False
            if time.monotonic() - self._touched > _TOUCH_SECONDS:
                self._touched = time.monotonic()
                os.utime(self._path)
        except OSError:
            return False
        return True

    def _take_marker(self) -> None:
        written = json.dumps({**_me(), "begun": _begun(os.getpid())})
        for _ in range(3):
            try:
                with self._path.open("x", encoding="utf-8") as marker:
                    marker.write(written)
            except FileExistsError:
                if not _is_stale(self._path):
                    raise LockedElsewhere(_holder(self._path)) from None
                with suppress(OSError):
                    self._path.unlink()
            else:
                self._written, self._touched = written, time.monotonic()
                self.is_marker = True
                return
        raise LockedElsewhere(_holder(self._path))

    def release(self, *, left_over: bool = False) -> None:
        """With `left_over` its file stays, and says that the project was not put away."""
        if self.is_marker:
            # As one of a process that is gone, where it is to stay.
            with suppress(OSError):
                if left_over:
                    self._path.write_text("{}", encoding="utf-8")
                elif self.is_ours():
                    self._path.unlink()
            self.is_marker = False
            return
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
        # What was put aside may come back by it.
        clear_unfinished(path.parent)
        if path.exists() and not replace:
            raise ProjectExists(path=path)
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
    endings = (_NEW, _OLD, _LOCK)
    found = chain.from_iterable(folder.glob(f"*.pullquote{ending}") for ending in endings)
    for path in {left.with_suffix("") for left in found}:
        # All that is left of a project under one lock, which goes with it.
        left = [path.with_name(path.name + ending) for ending in (_NEW, _OLD)]
        there = [file for file in left if file.exists()]
        lock = ProjectLock(path)
        with suppress(OSError, LockedElsewhere):
            if lock.is_there and (there or of_copies or not path.exists()):
                lock.take()
                for file in there:
                    _clear(file)
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


_NO_LOCKS = {errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EINVAL}
# How often a holder says that it is there, and after which silence one elsewhere is taken for gone.
_TOUCH_SECONDS = 30
_SILENCE_SECONDS = 900
# What is not written to its end after so long is left over.
_WRITING_SECONDS = 10


def _is_stale(path: Path) -> bool:
    """Whether the holder of a marker is gone: on this computer by its process, else by its age."""
    try:
        age = time.time() - path.stat().st_mtime
        holder = json.loads(path.read_text(encoding="utf-8") or "null")
    except FileNotFoundError:
        return True
    except (OSError, ValueError):
        return False
    if holder is None:
        return age > _WRITING_SECONDS
    if not isinstance(holder, dict) or "process" not in holder:
        return True
    if holder.get("host") != socket.gethostname():
        return age > _SILENCE_SECONDS
    return not _is_running(holder["process"], holder.get("begun"))


def _is_running(process: object, begun: object) -> bool:
    if not isinstance(process, int):
        return False
    if os.name == "nt":  # where locks are never missing, and to ask is to end it
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        return True
    # The number may have been given to another process meanwhile.
    return begun is None or _begun(process) in (None, begun)


def _begun(process: int) -> str | None:
    """When a process began, in the words of a system that says so."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
        return stat.rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return None


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
