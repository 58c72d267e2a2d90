"""How sure a figure is: the same figure of many resamples of the documents.

Efron, B. & Tibshirani, R. (1993), An Introduction to the Bootstrap: documents are drawn with
replacement, because spans inside one document are not independent. A figure that is made of sums
over documents needs only the number of times that each was drawn; resamples are drawn once, and
moved on where some documents change.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from pullquote.agreement.columns import Floats
from pullquote.agreement.measures.document_sums import Tally

RESAMPLES = 1000
SEED = 20260101
FEW_DOCUMENTS = 10
"""Below this an interval says little."""


def weights(documents: int, *, resamples: int = RESAMPLES, seed: int = SEED) -> Floats:
    """(resamples, documents): how often each document was drawn; each row sums to `documents`."""
    if not documents:
        return np.zeros((resamples, 0))
    drawn = np.random.default_rng(seed).integers(0, documents, (resamples, documents))
    drawn += np.arange(resamples)[:, None] * documents
    counts = np.bincount(drawn.ravel(), minlength=resamples * documents)
    return counts.reshape(resamples, documents).astype(np.float64)


_remembered_weights = lru_cache(maxsize=1)(weights)
"""Drawing takes longer than adding up."""


_Interval = tuple[float, float] | None


def interval(values: Floats) -> _Interval:
    """The percentile 95 % interval of a figure's values; resamples where it is undefined are
    left out, None if all are.
    """
    return _intervals([values])[0]


def _intervals(values: Sequence[Floats]) -> list[_Interval]:
    """Of each figure; those that are defined in equally many resamples are sorted together."""
    found: list[_Interval] = [None] * len(values)
    known = [each[~np.isnan(each)] for each in values]
    lengths = np.array([len(each) for each in known])
    for length in np.unique(lengths[lengths > 0]).tolist():
        rows = np.flatnonzero(lengths == length).tolist()
        ends = np.percentile(np.stack([known[row] for row in rows]), [2.5, 97.5], axis=1)
        for row, (low, high) in zip(rows, ends.T.tolist(), strict=True):
            found[row] = low, high
    return found


_AT_ONCE = 1 << 20
_MEMORABLE = 1 << 21


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """`of` (documents, columns) and its sums (resamples, columns)."""

    of: Floats
    sums: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Resampled:
    """For each tally its sums and its squares; resamples depend on how many documents there are.

    `known` are the intervals that were asked for, by the place of the tally.
    """

    documents: int
    resamples: int
    seed: int
    parts: Sequence[tuple[_Part, _Part]]
    known: dict[int, _Interval] = field(default_factory=dict)

    def intervals(self, tallies: Sequence[Tally]) -> list[_Interval]:
        """Of each tally, all of the same resamples."""
        if not self.parts:
            return [None] * len(tallies)
        new = [at for at in range(len(tallies)) if at not in self.known]
        values = [tallies[at].value(*(part.sums for part in self.parts[at])) for at in new]
        self.known.update(zip(new, _intervals(values), strict=True))
        return [self.known[at] for at in range(len(tallies))]


def resample(
    tallies: Sequence[Tally],
    documents: int,
    resamples: int,
    seed: int,
    before: Resampled | None = None,
) -> Resampled:
    """The same whether there is something from `before` or not, but for the last bits."""
    if not documents or not resamples:
        return Resampled(documents, resamples, seed, ())
    drawn = _drawn(documents, resamples, seed)
    tables = [(tally.sums, tally.squares) for tally in tallies]
    like = before and (before.documents, before.resamples, before.seed)
    if before is not None and like == (documents, resamples, seed):
        parts = [
            (_moved(drawn, sums, now), _moved(drawn, squares, now_squares, squared=True))
            for (sums, squares), (now, now_squares) in zip(before.parts, tables, strict=True)
        ]
        same = (at for at, part in enumerate(parts) if _is_same(part, before.parts[at]))
        known = {at: before.known[at] for at in same if at in before.known}
    else:
        parts, known = _added_up(drawn, tables), {}
    return Resampled(documents, resamples, seed, parts, known)


def _is_same(one: tuple[_Part, _Part], other: tuple[_Part, _Part]) -> bool:
    return one[0] is other[0] and one[1] is other[1]


def _added_up(drawn: Floats, tables: Sequence[tuple[Floats, Floats]]) -> list[tuple[_Part, _Part]]:
    sums, squares = zip(*tables, strict=True)
    step = max(_AT_ONCE // drawn.shape[1], 1)
    blocks = [drawn[first : first + step] for first in range(0, len(drawn), step)]
    every_sum, every_square = np.concatenate(sums, axis=1), np.concatenate(squares, axis=1)
    of_sums = np.concatenate([block @ every_sum for block in blocks])
    of_squares = np.concatenate([np.square(block) @ every_square for block in blocks])
    return list(zip(_parts(of_sums, sums), _parts(of_squares, squares), strict=True))


def _moved(drawn: Floats, before: _Part, now: Floats, *, squared: bool = False) -> _Part:
    """Columns stand where they stood, and others after them."""
    if now is before.of:
        return before
    width = before.of.shape[1]
    unlike = (now[:, :width] != before.of).any(axis=1) | now[:, width:].any(axis=1)
    changed = np.flatnonzero(unlike)
    if not len(changed) and now.shape[1] == width:
        return before
    more = now[changed]
    more[:, :width] -= before.of[changed]
    times = drawn[:, changed]
    sums = (np.square(times) if squared else times) @ more
    sums[:, :width] += before.sums
    return _Part(now, sums)


def _parts(table: Floats, like: Sequence[Floats]) -> list[_Part]:
    """The columns of a table that was put together of these."""
    ends = np.cumsum([part.shape[1] for part in like])
    some = np.split(table, ends[:-1], axis=1)
    return [
        _Part(of, np.ascontiguousarray(columns)) for of, columns in zip(like, some, strict=True)
    ]


def _drawn(documents: int, resamples: int, seed: int) -> Floats:
    draw = weights if documents * resamples > _MEMORABLE else _remembered_weights
    return draw(documents, resamples=resamples, seed=seed)
