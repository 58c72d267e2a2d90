"""Files into a project: read in a process of its own, written here a few documents at a time."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from ctypes import c_int64
from dataclasses import dataclass, field, replace
from itertools import accumulate
from multiprocessing.sharedctypes import RawValue
from pathlib import Path
from typing import Any, Literal

from pullquote.model.values import Document, NewDocument, Published
from pullquote.reading import Limits, ReadOptions, Skipped, count, expand, is_table
from pullquote.reading.documents import (
    DAY_FIRST,
    GUESSED,
    LEFT_OUT_WORDS,
    MONTH_FIRST,
    RESOLVED,
    UNREAD_DAY,
)
from pullquote.reading.encodings import codec
from pullquote.reading.errors import (
    ReaderDied,
    ReadingError,
    TookTooLong,
    TookTooMuchMemory,
    WorkedOn,
)
from pullquote.reading.file_access import source_of
from pullquote.reading.files import Batch, Item, read_batches
from pullquote.reading.values import LAYOUT_COUNTS, LayoutCount
from pullquote.store.errors import AlreadyImported, ReadOnlyProject
from pullquote.store.merge.restore import restore_verbs
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

ChangeKind = Literal[
    "newlines",
    "characters",
    "encoding",
    "encoding kept",
    "guess",
    "references",
    "left out",
    "layout",
    "day",
    "equal",
    "column",
    "day first",
    "month first",
]


@dataclass(frozen=True, slots=True)
class Changed:
    """What reading changed in a text.

    `value` is the line ends it had ("crlf", "cr", "mixed"), the number of characters that became
    U+FFFD, the encoding it was in ("guess": that it is in by a guess, "encoding kept": that it
    surely is in, though another was asked for), the number of references
    that became characters, or of words that are no part of the text. Of a "day" that is no certain
    one it is the column and the words of it, and of a text that is "equal" to one that is here the
    name of that document. Of a whole table, whose row is 0, "column" names one that is far longer
    in most rows than that of the text, and of "day first" and "month first" it is the day in a row
    that told how to read others. Where a file was laid out anew, `counts` say what was
    done.
    """

    origin: str
    row: int
    what: ChangeKind
    value: str = ""
    counts: Mapping[LayoutCount, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dated:
    """The day of publication of a document with its evidence, or with a doubt and no day."""

    origin: str
    row: int
    published: Published


@dataclass(frozen=True, slots=True)
class ImportReport:
    """`documents` are the new ids, `already` the origins of what the project had from there.

    `again` are those of the new ones that were here and were read again. `dated` says of each
    document with a day of publication where that was found. `options` are those of the import,
    `tables` those of its files that have columns.
    """

    documents: tuple[int, ...]
    changed: tuple[Changed, ...]
    skipped: tuple[Skipped, ...]
    already: tuple[str, ...]
    stopped: bool
    again: tuple[int, ...] = ()
    dated: tuple[Dated, ...] = ()
    options: ReadOptions = field(default_factory=ReadOptions)
    tables: tuple[Path, ...] = ()

    @property
    def guessed(self) -> tuple[Path, ...]:
        """The files with a text whose encoding is a guess, each once."""
        found = (Path(one.origin) for one in self.changed if one.what == "guess")
        return tuple(dict.fromkeys(found))

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

    With `again` in `options`, or an encoding, documents of these files that are here, that nobody
    has worked on, and that are read otherwise now, are replaced: the new one takes the uid of the
    old, and keeps what a person set: a title, a day of publication, a note, an exclusion.
    `progress` counts files, and the lines of tables. When `stop` says so, the documents written so
    far stay, whole. A backup is made before. Raises ReadOnlyProject and UnknownEncoding.
    """
    if project.read_only:
        raise ReadOnlyProject(path=project.path, why=project.why_read_only)
    options = options or ReadOptions()
    if options.encoding:
        codec(options.encoding)
    paths = list(paths)
    files, left_out = expand(paths)
    before = list(accumulate(map(count, files), initial=0))
    details = {"paths": list(map(str, paths)), "total": before[-1]}
    project.back_up("import")
    with project.long_operation(OPERATION, actor, details) as long:
        writing = _Writing(project, long, options, tuple(filter(is_table, files)))
        writing.write(left_out)
        try:
            for batch in _batches(files, options, stop):
                writing.write(batch.items)
                if progress is not None:
                    progress(min(before[batch.file] + batch.row, before[-1]), before[-1])
        except Stopped:
            return writing.report(stopped=True)
    return writing.report()


class _Writing:
    """Writes documents and keeps what is to be reported."""

    def __init__(
        self, project: Project, long: LongWriter, options: ReadOptions, tables: tuple[Path, ...]
    ) -> None:
        self._project, self._long, self._options, self._tables = project, long, options, tables
        self._documents: list[int] = []
        self._changed: list[Changed] = []
        self._skipped: list[Skipped] = []
        self._already: list[str] = []
        self._again: list[int] = []
        self._dated: list[Dated] = []
        self._rows: Counter[str] = Counter()
        self._longer: Counter[tuple[str, str]] = Counter()
        self._told: dict[str, Changed] = {}

    def write(self, items: Sequence[Item]) -> None:
        """In one step; between two the window may write. Nothing new leaves no operation."""
        self._skipped += [item for item in items if isinstance(item, Skipped)]
        documents = [item for item in items if isinstance(item, NewDocument)]
        if documents:
            with suppress(_NothingNew), self._long.step(len(documents)) as writer:
                if not sum(self._add(writer, new) for new in documents):
                    raise _NothingNew

    def report(self, *, stopped: bool = False) -> ImportReport:
        doubtful = [
            Changed(origin, 0, "column", column)
            for (origin, column), rows in self._longer.items()
            if rows * 2 > self._rows[origin]
        ]
        return ImportReport(
            tuple(self._documents),
            (*doubtful, *self._told.values(), *self._changed),
            tuple(self._skipped),
            tuple(self._already),
            stopped,
            tuple(self._again),
            tuple(self._dated),
            self._options,
            self._tables,
        )

    def _add(self, writer: Writer, new: NewDocument) -> bool:
        try:
            self._insert(writer, new)
        except AlreadyImported:
            if not self._read_again(writer, new):
                return False
        self._changed.extend(_changes(new, self._options.encoding))
        if new.origin_row:
            self._rows[new.origin] += 1
            self._longer.update((new.origin, column) for column in _longer_columns(new))
            self._told.update((told.origin, told) for told in _orders(new))
        if new.published.value is not None or new.published.doubt is not None:
            self._dated.append(Dated(new.origin, new.origin_row, new.published))
        return True

    def _insert(self, writer: Writer, new: NewDocument, uid: str | None = None) -> None:
        equal = writer.name_of_text(new.text)
        self._documents.append(writer.add_document(new, uid))
        if equal is not None:
            self._changed.append(Changed(new.origin, new.origin_row, "equal", equal))

    def _read_again(self, writer: Writer, new: NewDocument) -> bool:
        """Put `new` in the place of the document from the same bytes, if that is asked for and
        makes a difference; what a person set stays.
        """
        row = f":{new.origin_row}" if new.origin_row else ""
        place = new.raw_sha256, new.origin, new.origin_row, new.part
        is_asked = self._options.again or self._options.encoding
        known = restore_verbs(writer).document_of(*place) if is_asked else None
        before = self._project.document(known) if known is not None else None
        typed = _typed(writer, before, new) if before is not None else {}
        if before is None or not self._differs(before, replace(new, **typed)):
            self._already.append(new.origin + row)
            return False
        if writer.is_worked_on(before.id):
            error = WorkedOn(file=before.name)
            self._skipped.append(Skipped(new.origin, new.origin_row, error))
            return False
        is_typed = before.published.source == "typed"
        day = before.published if is_typed else new.published
        new = replace(new, published=day, excluded=before.excluded)
        writer.remove_document(before.id)
        self._insert(writer, new, before.uid)
        if typed:
            # By itself, so that the journal tells it from what the file says the next time, too.
            writer.change_document(self._documents[-1], **typed)
        self._again.append(self._documents[-1])
        return True

    def _differs(self, before: Document, new: NewDocument) -> bool:
        """In what another encoding makes of it, or, if all is read again, in whatever the file
        says.
        """
        if not self._options.again and before.encoding == new.encoding:
            return False
        compared = [n for n in _COMPARED if n != "encoding" or self._options.again]
        is_typed = before.published.source == "typed"
        return (
            before.text_sha256 != hashlib.sha256(new.text.encode()).hexdigest()
            or any(getattr(before, name) != getattr(new, name) for name in compared)
            or not (is_typed or before.published == new.published)
        )


# What a file says of a document, beside its text and its day.
_COMPARED = ("name", "title", "source", "url", "language", "external_id", "encoding", "metadata")


def _typed(writer: Writer, before: Document, new: NewDocument) -> dict[str, Any]:
    """What a person set of what a file says: that stays, of the metadata value by value."""
    changed = restore_verbs(writer).set_by_hand(before.id)
    fields = {name: getattr(before, name) for name in _COMPARED if name in changed}
    if "metadata" in fields:
        was = json.loads(changed["metadata"][0])
        own = {n: value for n, value in before.metadata.items() if was.get(n) != value}
        fields["metadata"] = {**new.metadata, **own}
    return fields


class _NothingNew(Exception):
    """Takes a step back in which no document was added."""


def _changes(new: NewDocument, asked: str) -> Iterator[Changed]:
    """`asked` is the encoding that was asked for, "" for none."""
    guess, said = new.metadata.get(GUESSED), new.metadata.get
    column = said(UNREAD_DAY)
    is_decoded = new.encoding not in {"pdf", "docx"}
    is_kept = bool(asked) and is_decoded and _plain_codec(new.encoding) != _plain_codec(asked)
    is_plain = not is_decoded or is_kept or _plain_codec(new.encoding) == "utf-8"
    found: tuple[tuple[ChangeKind, str | None], ...] = (
        ("newlines", None if new.newline in {"lf", "none"} else new.newline),
        ("characters", str(new.replaced) if new.replaced else None),
        ("encoding", None if is_plain or guess else new.encoding),
        ("encoding kept", new.encoding if is_kept else None),
        ("guess", guess),
        ("references", said(RESOLVED)),
        ("left out", said(LEFT_OUT_WORDS)),
        ("day", column and f"{column}: “{new.metadata[column]}”"),
    )
    for what, value in found:
        if value:
            yield Changed(new.origin, new.origin_row, what, value)
    counts = {what: int(new.metadata[what]) for what in LAYOUT_COUNTS if what in new.metadata}
    if counts:
        yield Changed(new.origin, new.origin_row, "layout", counts=counts)


def _orders(new: NewDocument) -> Iterator[Changed]:
    """How its day was read, if another row told that; for the whole table, so without its row."""
    orders: tuple[tuple[ChangeKind, str], ...] = (
        ("day first", DAY_FIRST), ("month first", MONTH_FIRST),
    )  # fmt: skip
    for what, name in orders:
        if name in new.metadata:
            yield Changed(new.origin, 0, what, new.metadata[name])


def _longer_columns(new: NewDocument) -> Iterator[str]:
    """Columns of prose far longer than what was taken for the text of a row."""
    for column, value in new.metadata.items():
        is_longer = len(value) > max(_LONG, _FAR * len(new.text)) and value.lstrip()[0] not in "<{["
        if is_longer and len(value.split()) > _FAR * len(new.text.split()):
            yield column


# Characters that a text has at least, and how many times as long is far longer.
_LONG, _FAR = 300, 3


def _plain_codec(name: str) -> str:
    """Whatever its byte order mark."""
    return codec(name).removesuffix("-sig").removesuffix("-le").removesuffix("-be")


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
