"""Putting a finished export in the place of an earlier one, in one step or not at all."""

import ctypes
import os
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from pullquote.exchange.errors import CannotWriteFile, reason_in_words
from pullquote.exchange.formats import Form

# One date for every member: a zip of the same files has the same bytes. DOS time starts here.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1 << 20
# In a folder beside what is written: of one that nobody holds the process was killed.
_LOCK = "lock"


def publish(
    path: Path,
    form: Form,
    plain: str,
    fill: Callable[[Path], None],
    check: Callable[[Path], None],
) -> None:
    """Fill a folder beside `path`, check what lies on the disk, then put it in the place of `path`.

    `fill` gets an empty folder; `check` gets what will become `path` (the folder, the archive, or
    the file `plain` of the folder) and raises where it is not what was meant. A failure, a full
    disk or a killed process leaves `path` as it was. Raises CannotWriteFile for what the system
    refuses; the caller has made sure that `path` may be replaced.
    """
    try:
        path = path.resolve()
        if form != "folder" and path.is_dir():
            raise CannotWriteFile(path=path, reason="a folder stands there")
        with _beside(path) as folder:
            fill(folder)
            ready = _as_form(folder, form, plain)
            check(ready)
            _sync(ready)
            _put(ready, path)
    except OSError as error:
        raise CannotWriteFile(path=path, reason=reason_in_words(error)) from error


def publish_file(path: Path, content: Iterable[str]) -> None:
    """`publish` of one plain file, in UTF-8, whose folder is there. Raises CannotWriteFile."""

    def fill(folder: Path) -> None:
        with (folder / "content").open("x", encoding="utf-8", newline="\n") as file:
            file.writelines(content)

    if not path.parent.is_dir():
        raise CannotWriteFile(path=path, reason="there is no such folder")
    publish(path, "file", "content", fill, lambda _ready: None)


def clear_leftovers(path: Path) -> None:
    """Remove what exports that were killed have left in the folder of `path`, and no other."""
    for work in path.resolve().parent.glob(".*.part"):
        with suppress(OSError, Timeout):
            _clear(work)


def _clear(work: Path) -> None:
    if not work.is_dir() or work.is_symlink():
        return
    if (work / _LOCK).exists():
        with _held(work):
            _recover(work.with_name(work.name[1 : -len(".part")]))
        shutil.rmtree(work, ignore_errors=True)
    else:
        work.rmdir()  # killed before it was ever filled; refused for any other


def _work(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")


@contextmanager
def _held(work: Path) -> Iterator[None]:
    """Empty but for the lock, which goes with the process that holds it. Raise Timeout."""
    lock = FileLock(work / _LOCK, timeout=0, thread_local=False)
    with lock:
        _empty(work)
        try:
            yield
        finally:
            _empty(work)


def _empty(work: Path) -> None:
    for there in work.iterdir():
        if there.is_dir():
            shutil.rmtree(there, ignore_errors=True)
        elif there.name != _LOCK:
            there.unlink(missing_ok=True)


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """An empty folder on the same file system, gone afterwards; those left by a crash go first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    clear_leftovers(path)
    work = _work(path)
    work.mkdir(exist_ok=True)
    try:
        with _held(work):
            _recover(path)
            folder = work / "files"
            folder.mkdir()
            yield folder
    except Timeout:
        raise CannotWriteFile(path=path, reason="another export to it is under way") from None
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    shutil.rmtree(work, ignore_errors=True)


def _as_form(folder: Path, form: Form, plain: str) -> Path:
    match form:
        case "folder":
            return folder
        case "file":
            return folder / plain
        case "zip":
            return _packed(folder, folder.parent / "packed.zip")


def _packed(folder: Path, to: Path) -> Path:
    with zipfile.ZipFile(to, "x") as archive:
        for file in sorted(folder.iterdir()):
            member = zipfile.ZipInfo(file.name, _ZIP_DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3
            member.external_attr = 0o644 << 16
            member.file_size = file.stat().st_size
            with file.open("rb") as source, archive.open(member, "w") as sink:
                shutil.copyfileobj(source, sink, _CHUNK)
    return to


def _put(ready: Path, path: Path) -> None:
    if not path.is_dir():
        ready.replace(path)
    elif not _swap(ready, path):
        # Nothing stands at `path` between the renames; `_recover` mends that after a crash.
        path.rename(_aside(path))
        ready.rename(path)
        shutil.rmtree(_aside(path))
    _sync_folder(path.parent)


def _aside(path: Path) -> Path:
    return path.with_name(f".{path.name}.before")


def _recover(path: Path) -> None:
    if _aside(path).exists():
        if path.exists():
            shutil.rmtree(_aside(path))
        else:
            _aside(path).rename(path)


def _swap(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False where the system cannot."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return bool(rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)


def _sync(ready: Path) -> None:
    for file in ready.iterdir() if ready.is_dir() else (ready,):
        with file.open("rb+") as opened:
            os.fsync(opened.fileno())
    _sync_folder(ready if ready.is_dir() else ready.parent)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
