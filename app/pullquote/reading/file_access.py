"""Opening a file that may be anything: missing, locked, endless, too large, damaged."""

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pullquote.reading.errors import (
    FileDamaged,
    FileEmpty,
    FileMissing,
    FileTooLarge,
    NotAFile,
    ReadingError,
)
from pullquote.reading.values import Limits, Source

_MEGABYTE = 2**20
# What a parser raises on a file that is damaged or made to mislead it.
_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


def source_of(path: Path) -> Source:
    """The file at `path` with its absolute origin and its name, both as text that can be stored.

    It need not be there; bytes of a name that are not UTF-8 are written out in hexadecimal.
    """
    return Source(path, _storable(str(path.absolute())), _storable(path.name or str(path)))


def check_readable(source: Source) -> None:
    """Raise a ReadingError or an OSError unless `source` is an ordinary file."""
    try:
        mode = source.path.stat().st_mode
    except (FileNotFoundError, ValueError):
        raise FileMissing(file=source.name) from None
    if stat.S_ISDIR(mode):
        os.scandir(source.path).close()
    if not stat.S_ISREG(mode):
        raise NotAFile(file=source.name)


def read_bytes(source: Source, limits: Limits) -> bytes:
    """The whole file. Raises a ReadingError when it is empty or too large."""
    size = source.path.stat().st_size
    if size <= limits.file:
        with source.path.open("rb") as file:
            raw = file.read(limits.file + 1)  # a file may grow, or hide its size
        if not raw:
            raise FileEmpty(file=source.name)
        if len(raw) <= limits.file:
            return raw
        size = len(raw)
    raise FileTooLarge(
        file=source.name, megabytes=-(-size // _MEGABYTE), limit=limits.file // _MEGABYTE
    )


@contextmanager
def damage_of_parser(source: Source, *faults: type[Exception]) -> Iterator[None]:
    """Around a parser that is not ours: what it raises, and `faults`, become FileDamaged."""
    expected: tuple[type[Exception], ...] = (*_FAULTS, *faults)
    try:
        yield
    except ReadingError:
        raise
    except expected as error:
        why = f"{type(error).__name__}: {error}".strip(": ")[:200]
        raise FileDamaged(file=source.name, why=why) from error


def _storable(name: str) -> str:
    """A file name as text; bytes of it that are not UTF-8 are written out in hexadecimal."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
