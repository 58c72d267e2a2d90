"""What is counted beside the figures: where labels come from, whose they are, how ends shift."""

from typing import NamedTuple, Self

import numpy as np

from pullquote.agreement.columns import Ints
from pullquote.agreement.study import ORIGINS
from pullquote.agreement.sums import Renewal
from pullquote.agreement.tables import Tables

FARTHEST = 100
"""Characters; ends that are farther apart count as so far."""


class Beside(NamedTuple):
    """By document: labels of each origin, labels of each annotator, and how many matched labels
    have starts, and ends, that are 0, 1, 2 ... characters apart.
    """

    origins: Ints
    marked: Ints
    starts: Ints
    ends: Ints

    @classmethod
    def of(cls, tables: Tables, layers: Ints) -> Self:
        wanted = np.zeros(tables.lost.shape[1], dtype=np.bool_)
        wanted[layers] = True
        marks, matched = tables.rows.marks, tables.rows.matched
        rows, pairs = wanted[marks.layer], wanted[matched.layer]
        document, of_pair = marks.document[rows], matched.document[pairs]
        return cls(
            _counted(tables, document, marks.origin[rows], len(ORIGINS)),
            _counted(tables, document, marks.annotator[rows], len(tables.annotators)),
            _shifts(tables, of_pair, matched.start[pairs]),
            _shifts(tables, of_pair, matched.end[pairs]),
        )

    def renewed(self, renewal: Renewal, new: "Beside") -> "Beside":
        return Beside(*map(renewal.spliced, self, new))


def median(shifts: Ints) -> int | None:
    """Of how many there are of 0, 1, 2 ..., the lower one of two."""
    total = int(shifts.sum())
    return int(np.searchsorted(np.cumsum(shifts), (total + 1) // 2)) if total else None


def _shifts(tables: Tables, document: Ints, shift: Ints) -> Ints:
    return _counted(tables, document, np.minimum(np.abs(shift), FARTHEST), FARTHEST + 1)


def _counted(tables: Tables, document: Ints, number: Ints, size: int) -> Ints:
    at = np.searchsorted(tables.documents, document) * size + number
    documents = len(tables.documents)
    return np.bincount(at, minlength=documents * size).reshape(documents, size)
