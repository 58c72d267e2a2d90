"""Labels of many annotators and documents as NumPy columns."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """A table: the fields of a subclass are its columns, all one long."""

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    def take(self, rows: Ints | Bools) -> Self:
        """The rows that an index or a mask picks."""
        at = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows  # a mask is read each time
        return replace(self, **{each.name: getattr(self, each.name)[at] for each in fields(self)})

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """The rows of all parts, of which there is one at least."""
        names = [each.name for each in fields(parts[0])]
        columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
        return replace(parts[0], **columns)


@dataclass(frozen=True, slots=True, eq=False)
class Spans(Columns):
    """One row per label, in any order; all columns are one long.

    `document`, `annotator` and `layer` number from 0 within a study; `start` and `end` are
    half-open code points (or tokens) of the document.
    """

    document: Ints
    annotator: Ints
    layer: Ints
    start: Ints
    end: Ints

    @property
    def length(self) -> Ints:
        return self.end - self.start

    def in_one_layer(self) -> Self:
        """The same spans, all called layer 0."""
        layer = np.zeros_like(self.layer)
        return type(self)(self.document, self.annotator, layer, self.start, self.end)


def spans(rows: list[tuple[int, int, int, int, int]]) -> Spans:
    """Columns of (document, annotator, layer, start, end) rows."""
    columns = np.array(rows, dtype=np.int64).reshape(-1, 5).T
    return Spans(*columns)


def annotator_pairs(annotators: int) -> tuple[Ints, Ints]:
    """The first and second annotator of every pair; their order is that of all pair axes:
    (0, 1), (0, 2) ... (1, 2) ...
    """
    first, second = np.triu_indices(annotators, 1)
    return first.astype(np.int64), second.astype(np.int64)


def pair_number(first: Ints, second: Ints, annotators: int) -> Ints:
    """Where the pairs (first < second) stand on a pair axis."""
    return first * annotators - first * (first + 1) // 2 + second - first - 1


def both_done(done: Bools) -> Bools:
    """(documents, pairs) of (documents, annotators): both have done the document."""
    first, second = annotator_pairs(done.shape[1])
    both: Bools = done[:, first] & done[:, second]
    return both


def ranges(low: Ints, count: Ints) -> tuple[Ints, Ints]:
    """`count` numbers from each of `low` on: (place in `low`, number)."""
    whose = np.repeat(np.arange(len(low)), count)
    return whose, np.arange(len(whose)) + np.repeat(low + count - np.cumsum(count), count)


def equal_rows(keys: Ints, wanted: Ints) -> tuple[Ints, Ints]:
    """(place in `wanted`, row of `keys`) for all that are equal; `keys` rise."""
    low = np.searchsorted(keys, wanted)
    return ranges(low, np.searchsorted(keys, wanted, "right") - low)


def connected(rows: int, first: Ints, second: Ints) -> Ints:
    """For each of so many rows the least one that it hangs together with, by pairs of rows."""
    least = np.arange(rows)
    while (least[first] != least[second]).any():
        lower = np.minimum(least[first], least[second])
        np.minimum.at(least, first, lower)
        np.minimum.at(least, second, lower)
    return least
