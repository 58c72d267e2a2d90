"""The lock file beside an open project: who writes to it, from where and since when."""

import getpass
import json
import os
import socket
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout


class LockedElsewhere(Exception):
    """`str()` says by whom, as far as the lock file tells."""


class ProjectLock:
    """NAME.pullquote.lock, held while a project is open for writing.

    `left_over` says that the last one who held it did not close the project.
    """

    def __init__(self, project: Path) -> None:
        self._path = project.with_name(project.name + ".lock")
        self._lock = FileLock(self._path, timeout=0, thread_local=False)
        self.left_over = False

    def take(self) -> None:
        """Raise LockedElsewhere, or OSError where no lock file can be written."""
        self.left_over = self._path.exists()
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
