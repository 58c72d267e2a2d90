"""Many files read in a row, a few documents at a time, in a way that can be taken up again."""

import time
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pullquote.model.values import NewDocument
from pullquote.reading.files import read
from pullquote.reading.values import ReadOptions, Skipped

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
