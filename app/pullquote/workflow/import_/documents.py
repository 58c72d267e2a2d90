"""Files into a project: read in a process of its own, written here a few documents at a time."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from ctypes import c_int64
from dataclasses import dataclass
from itertools import accumulate
from multiprocessing.sharedctypes import RawValue
from pathlib import Path
from typing import Literal

from pullquote.model.values import NewDocument
from pullquote.reading import Limits, ReadOptions, Skipped, count, expand
from pullquote.reading.errors import ReaderDied, ReadingError, TookTooLong, TookTooMuchMemory
from pullquote.reading.file_access import source_of
from pullquote.reading.files import Batch, Item, read_batches
from pullquote.store.errors import AlreadyImported, ReadOnlyProject
from pullquote.store.project import Project
from pullquote.store.writer import LongWriter, Writer
from pullquote.workflow.worker import (
    Progress,
    Stop,
    Stopped,
    WorkerDied,
    WorkerSilent,
    stream_from_process,
)

OPERATION = "Import"

ChangeKind = Literal["newlines", "characters", "encoding"]


@dataclass(frozen=True, slots=True)
class Changed:
    """What reading changed in a text.

    `value` is the line ends it had ("crlf", "cr", "mixed"), the number of characters that became
    U+FFFD, or the encoding it was in.
    """

    origin: str
    row: int
    what: ChangeKind
    value: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """`documents` are the new ids, `already` the origins of what the project had from there."""

    documents: tuple[int, ...]
    changed: tuple[Changed, ...]
    skipped: tuple[Skipped, ...]
    already: tuple[str, ...]
    stopped: bool

    @property
    def read(self) -> int:
        return len(self.documents)


def import_paths(
    project: Project,
    paths: Iterable[Path],
    actor: int,
    *,
    options: ReadOptions | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> ImportReport:
    """Import files and folders as one operation that can be undone as a whole.

    `progress` counts files, and the lines of tables. When `stop` says so, the documents written so
    far stay, whole. A backup is made before.
    """
    if project.read_only:
        raise ReadOnlyProject(path=project.path, why=project.why_read_only)
    paths = list(paths)
    files = expand(paths)
    before = list(accumulate(map(count, files), initial=0))
    details = {"paths": list(map(str, paths)), "total": before[-1]}
    project.back_up("import")
    with project.long_operation(OPERATION, actor, details) as long:
        writing = _Writing(long)
        try:
            for batch in _batches(files, options or ReadOptions(), stop):
                writing.write(batch.items)
                if progress is not None:
                    progress(min(before[batch.file] + batch.row, before[-1]), before[-1])
        except Stopped:
            return writing.report(stopped=True)
    return writing.report()


class _Writing:
    """Writes documents and keeps what is to be reported."""

    def __init__(self, long: LongWriter) -> None:
        self._long = long
        self._documents: list[int] = []
        self._changed: list[Changed] = []
        self._skipped: list[Skipped] = []
        self._already: list[str] = []

    def write(self, items: Sequence[Item]) -> None:
        """In one step; between two the window may write. Nothing new leaves no operation."""
        self._skipped += [item for item in items if isinstance(item, Skipped)]
        documents = [item for item in items if isinstance(item, NewDocument)]
        if documents:
            with suppress(_NothingNew), self._long.step(len(documents)) as writer:
                if not sum(self._add(writer, new) for new in documents):
                    raise _NothingNew

    def report(self, *, stopped: bool = False) -> ImportReport:
        return ImportReport(
            tuple(self._documents),
            tuple(self._changed),
            tuple(self._skipped),
            tuple(self._already),
            stopped,
        )

    def _add(self, writer: Writer, new: NewDocument) -> bool:
        try:
            self._documents.append(writer.add_document(new))
        except AlreadyImported:
            row = f":{new.origin_row}" if new.origin_row else ""
            self._already.append(new.origin + row)
            return False
        self._changed.extend(_changes(new))
        return True


class _NothingNew(Exception):
    """Takes a step back in which no document was added."""


def _changes(new: NewDocument) -> Iterator[Changed]:
    found: tuple[tuple[ChangeKind, str, bool], ...] = (
        ("newlines", new.newline, new.newline not in {"lf", "none"}),
        ("characters", str(new.replaced), new.replaced > 0),
        ("encoding", new.encoding, new.encoding not in {"utf-8", "utf-8-sig", "pdf", "docx"}),
    )
    return (
        Changed(new.origin, new.origin_row, what, value) for what, value, is_so in found if is_so
    )


def _batches(files: Sequence[Path], options: ReadOptions, stop: Stop | None) -> Iterator[Batch]:
    """What is read; a file that ends or stalls the process is named, and a new one goes on."""
    limits = options.limits
    last = Batch((), 0, 0)
    reading = RawValue(c_int64, 0)
    failed: set[int] = set()
    while last.file < len(files):
        reading.value = last.file
        batches = stream_from_process(
            read_batches, files, last.file, last.row, failed, options, reading,
            stop=stop, memory=limits.memory, seconds=limits.seconds,
        )  # fmt: skip
        try:
            for last in batches:
                yield last
            return
        except (WorkerSilent, WorkerDied, MemoryError) as end:
            number = reading.value
            if number in failed:
                raise  # it cannot even start
            failed.add(number)
            yield Batch((_blamed(files[number], end, limits),), last.file, last.row)


def _blamed(file: Path, end: Exception, limits: Limits) -> Skipped:
    errors: dict[type[Exception], type[ReadingError]] = {
        WorkerSilent: TookTooLong,
        WorkerDied: ReaderDied,
        MemoryError: TookTooMuchMemory,
    }
    source = source_of(file)
    return Skipped(source.origin, 0, errors[type(end)](file=source.name, seconds=limits.seconds))
