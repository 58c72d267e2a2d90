"""Labels of many annotators and documents as NumPy columns."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """One row per label, in any order; all columns are one long.

    `document`, `annotator` and `layer` number from 0 within a study; `start` and `end` are
    half-open code points (or tokens) of the document.
    """

    document: Ints
    annotator: Ints
    layer: Ints
    start: Ints
    end: Ints

    def __len__(self) -> int:
        return len(self.start)

    @property
    def length(self) -> Ints:
        return self.end - self.start

    def take(self, rows: Ints | Bools) -> Self:
        """The rows that an index or a mask picks."""
        return type(self)(
            self.document[rows],
            self.annotator[rows],
            self.layer[rows],
            self.start[rows],
            self.end[rows],
        )

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
