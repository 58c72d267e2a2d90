"""CSV and TSV: a heading, then a row a document."""

import csv
import json
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import BinaryIO, Literal, NamedTuple

from pullquote.model.values import NewDocument
from pullquote.reading.columns import choose_columns, fields_of, glance, present
from pullquote.reading.day_order import DayOrder, find_order
from pullquote.reading.documents import new_document
from pullquote.reading.encodings import Decoded, decoded_lines
from pullquote.reading.errors import BrokenRow, NoRows, RaggedRow, ReadingError, TableOfExport
from pullquote.reading.values import Field, ReadOptions, Skipped, Source, TableColumns

_LARGEST_CELL = 2**31 - 1
_DELIMITERS = ",;\t|"
_LOOKED_AT = 20
# What the csv module says, and what it means.
_WHY = {
    "unexpected end of data": "a quotation mark is never closed",
    "expected after": "a quotation mark inside a cell is not doubled",
    "new-line character": "a carriage return stands in a cell without quotation marks",
}


def read(source: Source, options: ReadOptions) -> Iterator[NewDocument | Skipped]:
    with source.path.open("rb") as file:
        rows = _rows(source, file, options.encoding)
        names = _heading(source, rows)
        columns = choose_columns(source, names, options.columns)
        order = cache(lambda: _day_order(source, columns.get("published"), options))
        row = None
        for row in rows:
            try:
                yield _document(source, names, columns, row, options, order)
            except ReadingError as error:
                yield Skipped(source.origin, row.line, error)
        if row is None:
            raise NoRows(file=source.name)


def _day_order(source: Source, column: str | None, options: ReadOptions) -> DayOrder | None:
    """Goes through the file once more, as what tells it may stand in the last row."""
    with source.path.open("rb") as file:
        rows = _rows(source, file, options.encoding)
        place = _heading(source, rows).index(column or "")
        return find_order(row.cells[place] for row in rows if len(row.cells) > place)


def peek(source: Source) -> TableColumns:
    with source.path.open("rb") as file:
        rows = _rows(source, file)
        names = _heading(source, rows)
        first = next((row.cells for row in rows if row.broken is None), [])
        return glance(names, first[: len(names)])


@dataclass(frozen=True, slots=True)
class _Row:
    """Cells, the line they start at, the bytes they came from, and why they are not to be used."""

    cells: list[str]
    line: int
    raw: bytes
    encoding: str
    replaced: int
    guessed: bool
    broken: str | None


def _document(
    source: Source,
    names: list[str],
    columns: Mapping[Field, str],
    row: _Row,
    options: ReadOptions,
    order: Callable[[], DayOrder | None],
) -> NewDocument:
    if row.broken is not None:
        raise BrokenRow(file=source.name, line=row.line, why=row.broken)
    cells = _without_empty_ends(row.cells, len(names))
    if len(cells) != len(names):
        raise RaggedRow(file=source.name, line=row.line, cells=len(cells), expected=len(names))
    record = dict(zip(names, cells, strict=True))
    fields = fields_of(record, columns, order)
    return new_document(
        source,
        row.raw,
        Decoded(present(record[columns["text"]]), row.encoding, row.replaced, row.guessed),
        reader="csv 1",
        limits=options.limits,
        fields=fields,
        row=row.line,
        may_be_escaped=True,
        name=fields.external_id or f"{source.name}:{row.line}",
    )


def _without_empty_ends(cells: list[str], expected: int) -> list[str]:
    """Some programs end each row with a delimiter, which makes an empty cell too many."""
    return cells[:expected] if not any(cell.strip() for cell in cells[expected:]) else cells


def _heading(source: Source, rows: Iterator[_Row]) -> list[str]:
    """Names of the columns, each once; raises when the heading cannot be read."""
    heading = next(rows, None)
    if heading is None:
        raise NoRows(file=source.name)
    if heading.broken is not None:
        raise BrokenRow(file=source.name, line=heading.line, why=heading.broken)
    names: list[str] = []
    for number, cell in enumerate(heading.cells, 1):
        name = cell.strip() or f"column {number}"
        names.append(f"{name} ({number})" if name in names else name)
    if _is_of_export(source, names):
        raise TableOfExport(file=source.name)
    return names


_EXPORT = "pullquote-csv/"
_LARGEST_KEY = 2**20
# What the table of documents of an export tells instead of their texts.
_DOCUMENTS = {"document", "published_from", "characters", "words", "text_sha256"}


def _is_of_export(source: Source, names: list[str]) -> bool:
    """Whether a table is one of an export of labels: by its columns, or by the description that
    the export has beside it.
    """
    if set(names) >= _DOCUMENTS and "text" not in names:
        return True
    try:
        with source.path.with_name("columns.json").open("rb") as file:
            described = json.loads(file.read(_LARGEST_KEY))
        return described["format"].startswith(_EXPORT) and source.path.stem in described["tables"]
    except (OSError, ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return False


def _rows(source: Source, file: BinaryIO, encoding: str = "") -> Iterator[_Row]:
    csv.field_size_limit(_LARGEST_CELL)
    lines = _Lines(decoded_lines(source, file, encoding))
    delimiter = "\t" if source.path.suffix.lower() in {".tsv", ".tab"} else _delimiter(lines)
    form = _Form(delimiter, _quotechar(lines, delimiter))
    if delimiter == "\t" and _has_plain_marks(lines, form):
        form = form._replace(quotes=False)
    reader = form.reader(lines)
    while True:
        lines.taken.clear()
        broken, cells = None, list[str]()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            # A quotation mark that is never closed swallows the rows below: give them back.
            lines.put_back(0)
            cells = _escaped(lines, form)
            if not cells:
                broken = next((why for said, why in _WHY.items() if said in str(error)), str(error))
                next(lines)
            reader = form.reader(lines)
        if cells or broken:
            yield _row(lines, cells, broken)


class _Form(NamedTuple):
    """`quotes`: a cell may stand between marks, and hold a delimiter or a line end then."""

    delimiter: str
    quotechar: str
    quotes: bool = True

    def reader(self, lines: Iterable[str]) -> Iterator[list[str]]:
        quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if self.quotes else csv.QUOTE_NONE
        return csv.reader(
            lines, delimiter=self.delimiter, quotechar=self.quotechar, quoting=quoting, strict=True
        )


_ESCAPED_MARK = re.compile(r"(?<!\\)((?:\\\\)*)\\([\"'])")


def _escaped(lines: "_Lines", form: _Form) -> list[str]:
    """The next row where a backslash stands before each mark inside a cell; [] if it is none.

    Other backslashes stay.
    """
    doubled = (_ESCAPED_MARK.sub(r"\1\2\2", line) for line in lines)
    try:
        cells = next(form.reader(doubled), [])
    except csv.Error:
        cells = []
    if not cells or not any(_ESCAPED_MARK.search(decoded.text) for _, decoded in lines.taken):
        lines.put_back(0)
        return []
    return cells


def _has_plain_marks(lines: "_Lines", form: _Form) -> bool:
    """Whether the marks of a table with tabs are those of its texts: each line divides into as many
    cells as the heading without them, and some line cannot be read with them.
    """
    ahead = [line for line in lines.ahead(_LOOKED_AT) if line.strip()]
    if len({line.count(form.delimiter) for line in ahead}) != 1:
        return False
    return not all(_can_be_read(line, form) for line in ahead)


def _can_be_read(line: str, form: _Form) -> bool:
    try:
        return len(next(form.reader([line]), [])) == line.count(form.delimiter) + 1
    except csv.Error:
        return False


def _quotechar(lines: "_Lines", delimiter: str) -> str:
    """The apostrophe where cells stand between two of them and none between double marks."""
    edge = re.escape(delimiter)
    single = double = 0
    for line in lines.ahead(_LOOKED_AT):
        single += len(re.findall(rf"(?:^|{edge})'(?:[^']|'')*'(?={edge}|\s*$)", line))
        double += len(re.findall(rf'(?:^|{edge})"', line))
    return "'" if single and not double else '"'


def _row(lines: "_Lines", cells: list[str], broken: str | None) -> _Row:
    encodings = {decoded.encoding for _, decoded in lines.taken}
    return _Row(
        cells,
        lines.number - len(lines.taken) + 1,
        b"".join(raw for raw, _ in lines.taken),
        max(encodings - {"utf-8"}, default="utf-8"),
        sum(decoded.replaced for _, decoded in lines.taken),
        any(decoded.guessed for _, decoded in lines.taken),
        broken,
    )


def _delimiter(lines: "_Lines") -> str:
    """The one that divides the heading into the most cells; "sep=;" in the first line says it."""
    heading = next(lines, "")
    if heading.lower().startswith("sep=") and len(heading.strip()) == 5:
        return heading[4]
    lines.put_back(0)
    return max(_DELIMITERS, key=lambda mark: _cells(heading, mark))


def _cells(heading: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader([heading], delimiter=delimiter), []))
    except csv.Error:
        return 0


class _Lines:
    """Lines for the csv module that remembers what it took and can take some back."""

    def __init__(self, lines: Iterator[tuple[bytes, Decoded]]) -> None:
        self.taken: list[tuple[bytes, Decoded]] = []
        self.number = 0
        self._lines = lines
        self._waiting: deque[tuple[bytes, Decoded]] = deque()

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else next(self._lines)
        self.taken.append(line)
        self.number += 1
        return line[1].text

    def ahead(self, most: int) -> list[str]:
        """The next lines, at most so many, which stay to be read."""
        while len(self._waiting) < most and (line := next(self._lines, None)):
            self._waiting.append(line)
        return [decoded.text for _, decoded in islice(self._waiting, most)]

    def put_back(self, keep: int) -> None:
        """Have all lines taken but the first `keep` read once more."""
        again = self.taken[keep:]
        del self.taken[keep:]
        self._waiting.extendleft(reversed(again))
        self.number -= len(again)
