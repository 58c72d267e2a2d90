"""How sure a figure is: the same figure of many resamples of the documents.

Efron, B. & Tibshirani, R. (1993), An Introduction to the Bootstrap: documents are drawn with
replacement, because spans inside one document are not independent. A figure that is made of sums
over documents needs only the number of times that each was drawn; resamples are drawn once, and
moved on where some documents change.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pullquote.agreement.columns import Floats
from pullquote.agreement.measures.document_sums import Tally

RESAMPLES = 1000
SEED = 20260101
FEW_DOCUMENTS = 10
"""Below this an interval says little."""

_DRAWN_AT_ONCE = 1 << 21


def weights(documents: int, *, resamples: int = RESAMPLES, seed: int = SEED) -> Floats:
    """(resamples, documents): how often each document was drawn; each row sums to `documents`."""
    return _draw(np.random.default_rng(seed), resamples, documents)


def resampled_sums(weights: Floats, statistics: Floats) -> Floats:
    """(resamples, ...): the sums of (documents, ...) statistics over each resample."""
    flat = np.asarray(statistics, dtype=np.float64).reshape(len(statistics), -1)
    return (weights @ flat).reshape(len(weights), *np.shape(statistics)[1:])


def interval(values: Floats) -> tuple[float, float] | None:
    """The percentile 95 % interval of a figure's values; resamples where it is undefined are
    left out, None if all are.
    """
    known = values[~np.isnan(values)]
    if not len(known):
        return None
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)


def bootstrap(
    figure: Callable[..., Floats],
    *statistics: Floats,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> tuple[float, float] | None:
    """The interval of `figure`, which takes the sums of each of `statistics` (documents, ...) with
    one axis more in front, for resamples, and gives (resamples,).
    """
    documents = len(statistics[0])
    if not documents:
        return None
    random = np.random.default_rng(seed)
    rows = max(_DRAWN_AT_ONCE // documents, 1)
    found = []
    for first in range(0, resamples, rows):
        drawn = _draw(random, min(rows, resamples - first), documents)
        found.append(figure(*(resampled_sums(drawn, sums) for sums in statistics)))
    return interval(np.concatenate(found))


def _draw(random: np.random.Generator, resamples: int, documents: int) -> Floats:
    if not documents:
        return np.zeros((resamples, 0))
    drawn = random.integers(0, documents, (resamples, documents))
    drawn += np.arange(resamples)[:, None] * documents
    counts = np.bincount(drawn.ravel(), minlength=resamples * documents)
    return counts.reshape(resamples, documents).astype(np.float64)


_AT_ONCE = 1 << 20
_MEMORABLE = 1 << 21


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """`of` (documents, columns) and its sums (resamples, columns)."""

    of: Floats
    sums: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Resampled:
    """For each tally its sums and its squares; resamples depend on how many documents there are."""

    documents: int
    resamples: int
    seed: int
    parts: Sequence[tuple[_Part, _Part]]

    def intervals(self, tallies: Sequence[Tally]) -> list[tuple[float, float] | None]:
        """Of each tally, all of the same resamples."""
        if not self.parts:
            return [None] * len(tallies)
        return [
            interval(tally.value(sums.sums, squares.sums))
            for tally, (sums, squares) in zip(tallies, self.parts, strict=True)
        ]


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
    else:
        parts = _added_up(drawn, tables)
    return Resampled(documents, resamples, seed, parts)


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
    if documents * resamples > _MEMORABLE:
        return weights(documents, resamples=resamples, seed=seed)
    return _remembered(documents, resamples, seed)


@lru_cache(maxsize=1)
def _remembered(documents: int, resamples: int, seed: int) -> Floats:
    """Drawing takes longer than adding up."""
    return weights(documents, resamples=resamples, seed=seed)
