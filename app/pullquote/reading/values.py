"""What the readers are asked and what they answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from pullquote.model.values import Published
from pullquote.reading.errors import ReadingError

Field = Literal["text", "title", "source", "url", "published", "id", "language"]

# What laying out a file anew did to its text, and what it left out: in the metadata of a document
# each of these, where it is not 0, is a number.
LayoutCount = Literal[
    "lines joined",
    "hyphens joined",
    "running heads removed",
    "page numbers removed",
    "footnote marks removed",
    "pages in columns",
    "texts across moved",
    "letters outside the page",
    "pages without text",
    "pages damaged",
    "ends too early",
    "notes at the end",
]
LAYOUT_COUNTS: tuple[LayoutCount, ...] = get_args(LayoutCount)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: bytes, code points of text, seconds without an answer, bytes.

    `file` does not count for tables, which are read row by row.
    """

    file: int = 64 * 2**20
    text: int = 20_000_000
    seconds: float = 30.0
    memory: int = 3 * 2**30


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """`columns` says which column of a table is which field; the others are guessed.

    `encoding` is what all texts are read in, whatever they say of themselves, "" to find out.
    `again`: what a project has from these files is replaced by what is read now.
    """

    columns: Mapping[Field, str] = field(default_factory=dict)
    limits: Limits = Limits()
    encoding: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    """What was not read: a whole file, or its `row` (a line number) when that is not 0."""

    origin: str
    row: int
    reason: ReadingError


@dataclass(frozen=True, slots=True)
class TableColumns:
    """The columns of a table, its first row cut to a glance, and a guess what they are.

    All empty when the file is not a table.
    """

    names: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    guess: Mapping[Field, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileFields:
    """What a file says about a document outside of its text."""

    title: str = ""
    source: str | None = None
    url: str | None = None
    language: str | None = None
    external_id: str | None = None
    published: Published = field(default_factory=Published)
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read; `origin` is its absolute path as text that can always be stored."""

    path: Path
    origin: str
    name: str
