"""Whole copies of a project: saved by the user, and kept as backups beside it."""

import os
import shutil
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from threading import Lock, Thread
from typing import NamedTuple

from pullquote.store.errors import CannotWrite, DamagedIndex, NoRoomForBackup, ProjectError
from pullquote.store.file import header_check
from pullquote.store.file.lock import clear_unfinished, unfinished_file
from pullquote.store.sql.database import Database, backups_folder, companion_file, connect, faults
from pullquote.store.sql.statements import Statement
from pullquote.store.sql.tables import OperationTable

NEWEST_KEPT, DAYS_KEPT, WEEKS_KEPT = 3, 4, 3
# What must be left beside a backup, so that it does not take the room of the work itself.
SPARE_BYTES = 32 * 2**20
_LONGEST_STEM = 120  # bytes; a system allows names of 255
_ENDING = ".pullquote"
_LAST = Statement(
    lambda: (
        OperationTable.select(
            OperationTable.id, OperationTable.uid, OperationTable.at, OperationTable.name
        )
        .where(OperationTable.kind != "barrier")
        .order_by(OperationTable.id.desc())
        .limit(1)
    )
)


class Backup(NamedTuple):
    """A copy that is kept, and the last operation that it holds: its number, uid, time and name.

    `operation` is 0 for a file that cannot be read; it is damaged, or no project.
    """

    path: Path
    operation: int = 0
    uid: str = ""
    at: str = ""
    name: str = ""


def save_copy(path: Path, mode: str, to: Path, lost: Database | None = None) -> None:
    """An older file at `to` is replaced, unless it is this project or one that is open.

    `mode` is how to connect to the project for reading; `lost` is the connection to a file that is
    no more at its path, or not as it was.
    """
    if to == path:
        raise CannotWrite(path=to, what="it is the project itself")
    if lost is None:
        copy_file(path, mode, to)
    else:
        with faults(path):
            header_check.look_through(lost, path)
        _write_copy(lost, to)


def back_up(path: Path, why: str = "") -> Path | None:
    """Keep a copy of the project as it is now; None if one that is there holds the same.

    For the one who holds its lock, in one thread at a time. Raise NoRoomForBackup, and CannotWrite.
    """
    folder = backups_folder(path)
    clear_unfinished(folder, of_copies=True)
    last, there = _last_operation(path), backups(path)
    if last is None or any(kept.uid == last.uid for kept in there):
        return None
    kept = _free_place(folder, path.stem, f"{last.operation}{' ' if why else ''}{why}")
    try:
        folder.mkdir(exist_ok=True)
        _look_for_room(path, folder)
        copy_file(path, "ro", kept)
        for old in surplus([last._replace(path=kept), *there]):
            old.path.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWrite(path=folder, what=error.strerror) from error
    return kept


def backups(path: Path) -> list[Backup]:
    """By the operation that they hold, the last first: clocks may have run ahead, and files may
    have been renamed. Those that cannot be read come at the end.
    """
    found = (_describe(kept) for kept in backups_folder(path).glob(f"*{_ENDING}"))
    return sorted(found, key=lambda kept: (kept.operation, kept.path.name), reverse=True)


def is_backup(path: Path) -> bool:
    return path.parent.suffix == backups_folder(path).suffix


def surplus(kept: Sequence[Backup]) -> list[Backup]:
    """Those that need not stay.

    The newest three by operation stay; of older ones the last of each of four days, and before
    those the last of each of three weeks, by the day of the operation that they hold. What cannot
    be read is nothing to decide about here.
    """
    readable = sorted((one for one in kept if one.operation), key=_operation, reverse=True)
    days = {_day(one) for one in readable[:NEWEST_KEPT]}
    weeks = {_week(one) for one in readable[:NEWEST_KEPT]}
    left_days, left_weeks, gone = DAYS_KEPT, WEEKS_KEPT, []
    for one in readable[NEWEST_KEPT:]:
        if left_days and _day(one) not in days:
            left_days -= 1
        elif not left_days and left_weeks and _week(one) not in weeks:
            left_weeks -= 1
        else:
            gone.append(one)
            continue
        days.add(_day(one))
        weeks.add(_week(one))
    return gone


class Backups:
    """The backups of a project that is open for writing, made one at a time.

    `problem` says why the last one that was wanted is not there.
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
        """As `back_up`, but too little room is only noted: the work that wants one goes on."""
        with self._making:
            try:
                made = back_up(self._path, why)
            except NoRoomForBackup as problem:
                self.problem = problem
                return None
            self.problem = None
            return made

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


def _look_through(path: Path) -> None:
    with faults(path):
        db = connect(path, "ro")
        try:
            if damage := header_check.look_through(db, path):
                raise DamagedIndex(path=path, what=damage)
        finally:
            db.close()


def _describe(path: Path) -> Backup:
    with suppress(ProjectError):
        return _last_operation(path) or Backup(path)
    return Backup(path)


def _last_operation(path: Path) -> Backup | None:
    with faults(path), header_check.faults_of_statements(path):
        db = connect(path, "ro", trusted_schema="OFF")
        try:
            last = db.first(_LAST)
            return Backup(path, *last) if last else None
        finally:
            db.close()


def _look_for_room(path: Path, folder: Path) -> None:
    needed = sum(
        companion_file(path, ending).stat().st_size
        for ending in ("", "-wal")
        if companion_file(path, ending).exists()
    )
    free = shutil.disk_usage(folder).free
    if free < needed + SPARE_BYTES:
        what = f"it takes {_megabytes(needed)}, and {_megabytes(free)} are free"
        raise NoRoomForBackup(path=path, what=what)


def _megabytes(size: int) -> str:
    return f"{max(size / 10**6, 0.1):,.1f} MB"


def _operation(kept: Backup) -> int:
    return kept.operation


def _day(kept: Backup) -> str:
    return kept.at[:10]


def _week(kept: Backup) -> str:
    """Of the ISO calendar; the day itself for what is no date."""
    with suppress(ValueError):
        return "{}-{}".format(*date.fromisoformat(_day(kept)).isocalendar())
    return _day(kept)


def copy_file(path: Path, mode: str, to: Path) -> None:
    """Write a whole and tidy copy of a project that this process need not have open."""
    with faults(to, new=True), closing(connect(path, mode)) as db:
        _write_copy(db, to)


def _write_copy(db: Database, to: Path) -> None:
    """Write a whole and tidy copy, under another name until it is safe on the disk."""
    with unfinished_file(to, replace=True) as made:
        with faults(to, new=True):
            # As an address, for a name need not be UTF-8.
            db.run("VACUUM INTO ?", (made.file.absolute().as_uri(),))
        made.replace_at_once()


def _free_place(folder: Path, stem: str, what: str) -> Path:
    """Named after the project and the operation; nothing that is there is written over."""
    head = os.fsencode(stem)[:_LONGEST_STEM].decode(errors="ignore")
    place, number = folder / f"{head} {what}{_ENDING}", 1
    while place.exists():
        number += 1
        place = folder / f"{head} {what} ({number}){_ENDING}"
    return place
