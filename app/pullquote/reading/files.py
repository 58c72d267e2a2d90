"""Files and folders to documents, one reader per format; many a few documents at a time."""

import json
import os
import time
import zipfile
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import NamedTuple, Protocol, cast

from pullquote.model.values import NewDocument
from pullquote.reading.errors import (
    Archive,
    FileUnreadable,
    LinkLeadsOut,
    ReadersMissing,
    ReadingError,
    TableOfExport,
    TookTooMuchMemory,
    UnknownFormat,
)
from pullquote.reading.file_access import check_readable, source_of
from pullquote.reading.values import ReadOptions, Skipped, Source, TableColumns

Reader = Callable[[Source, ReadOptions], Iterator[NewDocument | Skipped]]


@dataclass(frozen=True, slots=True)
class Format:
    """`module` has `read(source, options)`; a table's also `peek(source)` and `count(source)`."""

    name: str
    suffixes: tuple[str, ...]
    module: str
    is_table: bool = False


FORMATS = (
    Format("Text", (".txt", ".text", ""), "plain"),
    Format("Markdown", (".md", ".markdown"), "plain"),
    Format("Web page", (".html", ".htm", ".xhtml"), "webpage"),
    Format("Table", (".csv", ".tsv", ".tab"), "delimited", is_table=True),
    Format("JSON", (".jsonl", ".ndjson", ".json"), "jsonl", is_table=True),
    Format("PDF", (".pdf",), "pdf.file"),
    Format("Word", (".docx",), "word"),
)
SUFFIXES: Mapping[str, Format] = MappingProxyType(
    {suffix: kind for kind in FORMATS for suffix in kind.suffixes}
)


def read(path: Path, options: ReadOptions | None = None) -> Iterator[NewDocument | Skipped]:
    """The documents of one file and what of it was left out; never raises for what is in it."""
    source = source_of(path)
    try:
        yield from _reader(source)(source, options or ReadOptions())
    except ReadingError as error:
        yield Skipped(source.origin, 0, error)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("pullquote"):
            raise
        yield Skipped(source.origin, 0, ReadersMissing(file=source.name))
    except OSError as error:
        yield Skipped(source.origin, 0, _unreadable(source, error))
    except MemoryError:
        yield Skipped(source.origin, 0, TookTooMuchMemory(file=source.name))


class FoundFiles(NamedTuple):
    """The files to read, and the links that lead out of the chosen folders."""

    files: list[Path]
    left_out: list[Skipped]


def expand(paths: Iterable[Path]) -> FoundFiles:
    """The files to read: `paths` with folders replaced by what is in them, sorted, each once.

    Hidden files and folders are left out. A folder that cannot be opened stands for itself, so
    that reading it gives the reason. A link in a folder is followed, once, if it leads to
    something in a chosen folder, and left out otherwise; a path that was chosen may be one.
    """
    # os.path asks without raising: what lies in a closed folder is read, and then refused.
    chosen = [(path, os.path.isdir(path)) for path in paths]  # noqa: PTH112
    walk = _Walk([os.path.realpath(path) for path, is_folder in chosen if is_folder])
    found: dict[str, Path] = {}
    for path, is_folder in chosen:
        for file, real in walk.files(path) if is_folder else [(path, os.path.realpath(path))]:
            found.setdefault(real, file)
    return FoundFiles(list(found.values()), walk.left_out)


def is_table(path: Path) -> bool:
    """Whether its name says that it has columns."""
    kind = SUFFIXES.get(path.suffix.lower())
    return kind is not None and kind.is_table


def peek(path: Path) -> TableColumns:
    """The columns of a table; none for other files. Raises a ReadingError."""
    source = source_of(path)
    kind = SUFFIXES.get(path.suffix.lower())
    if kind is None or not kind.is_table:
        return TableColumns()
    try:
        check_readable(source)
        return cast("TableColumns", _module(kind).peek(source))
    except OSError as error:
        raise _unreadable(source, error) from error


def count(path: Path) -> int:
    """How many steps reading takes: 1, or the lines of a table; for showing progress."""
    if not is_table(path):
        return 1
    try:
        with path.open("rb") as file:
            chunks = iter(lambda: file.read(2**20), b"")
            return 1 + sum(chunk.count(b"\n") for chunk in chunks)
    except OSError:
        return 1


def _reader(source: Source) -> Reader:
    check_readable(source)
    kind = SUFFIXES.get(source.path.suffix.lower())
    if kind is None:
        known = " ".join(suffix for suffix in SUFFIXES if suffix)
        if source.path.suffix.lower() == ".zip":
            raise _refusal_of_archive(source)
        raise UnknownFormat(file=source.name, known=known)
    return cast("Reader", _module(kind).read)


def _refusal_of_archive(source: Source) -> ReadingError:
    """What comes out of an export of tables is told from other archives."""
    with suppress(OSError, ValueError, KeyError, RuntimeError, zipfile.BadZipFile):
        with zipfile.ZipFile(source.path) as archive, archive.open("columns.json") as described:
            found = json.loads(described.read(_LARGEST_DESCRIPTION))
        if isinstance(found, dict) and str(found.get("format", "")).startswith("pullquote-csv/"):
            return TableOfExport(file=source.name)
    return Archive(file=source.name)


_LARGEST_DESCRIPTION = 2**20


def _unreadable(source: Source, error: OSError) -> FileUnreadable:
    return FileUnreadable(file=source.name, why=error.strerror or type(error).__name__)


def _module(kind: Format) -> ModuleType:
    return import_module(f"pullquote.reading.{kind.module}")


class _Walk:
    """Through folders, each once; `within` are the real paths of those that were chosen."""

    def __init__(self, within: Sequence[str]) -> None:
        self._within = [os.path.join(path, "") for path in within]  # noqa: PTH118 - ends it with /
        self._seen: set[tuple[int, int]] = set()
        self.left_out: list[Skipped] = []

    def files(self, folder: Path) -> Iterator[tuple[Path, str]]:
        """Each with its real path."""
        here = os.path.realpath(folder)
        try:
            status = folder.stat()
            if (status.st_dev, status.st_ino) in self._seen:
                return
            self._seen.add((status.st_dev, status.st_ino))
            entries = sorted(folder.iterdir(), key=lambda path: (path.name.casefold(), path.name))
        except OSError:
            yield folder, here
            return
        for entry in entries:
            if entry.name.startswith("."):
                continue
            is_folder = entry.is_dir()
            # Folders always: what Windows calls a junction is a link that does not say so.
            is_sure = not is_folder and not entry.is_symlink()
            real = f"{here}{os.sep}{entry.name}" if is_sure else os.path.realpath(entry)
            if not is_sure and self._leads_out(real):
                source = source_of(entry)
                self.left_out.append(Skipped(source.origin, 0, LinkLeadsOut(file=source.name)))
            elif is_folder:
                yield from self.files(entry)
            else:
                yield entry, real

    def _leads_out(self, real: str) -> bool:
        return not any((real + os.sep).startswith(folder) for folder in self._within)


Item = NewDocument | Skipped

# Written in some 6 ms, after which it is the window's turn.
_CHARACTERS = 30_000
_SECONDS = 0.020


class Number(Protocol):
    """A number that another process can see."""

    value: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Items; with them all files before `file` are read, and that one up to its line `row`."""

    items: tuple[Item, ...]
    file: int
    row: int


def read_batches(
    files: Sequence[Path],
    first: int,
    row: int,
    left_out: Container[int],
    options: ReadOptions,
    reading: Number,
) -> Iterator[Batch]:
    """Go on with the file numbered `first` after its line `row`.

    The number of the file that is being read stands in `reading` at any time, so that it is known
    who is to blame when this process does not come back.
    """
    items: list[Item] = []
    characters, sent = 0, time.monotonic()
    for number in range(first, len(files)):
        reading.value = number
        for item in read(files[number], options) if number not in left_out else ():
            if number == first and 0 < _row(item) <= row:
                continue
            items.append(item)
            characters += len(item.text) if isinstance(item, NewDocument) else 0
            if characters > _CHARACTERS or time.monotonic() - sent > _SECONDS:
                yield Batch(tuple(items), *_after(number, _row(item)))
                items.clear()
                characters, sent = 0, time.monotonic()
    yield Batch(tuple(items), len(files), 0)


def _after(number: int, row: int) -> tuple[int, int]:
    """Where to go on behind an item; a whole file has no row."""
    return (number, row) if row else (number + 1, 0)


def _row(item: Item) -> int:
    return item.origin_row if isinstance(item, NewDocument) else item.row
