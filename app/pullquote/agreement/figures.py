"""All figures of a study, with how sure they are and what they are made of."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from pullquote.agreement.bootstrap import RESAMPLES, SEED, interval, weights
from pullquote.agreement.cells import Cells, Key
from pullquote.agreement.columns import Bools, Floats, Ints
from pullquote.agreement.kept_tables import tables
from pullquote.agreement.measured import Frame, Measured, measures
from pullquote.agreement.reasons import NO_COMMON_DOCUMENTS
from pullquote.agreement.selection import BEGAN_AS_SUGGESTION, CARRIED
from pullquote.agreement.spans_f1 import mean_f1
from pullquote.agreement.study import Study
from pullquote.agreement.tables import Tables
from pullquote.agreement.values import Cell, Confusion, Figure, Reason, Scope, Shares, Summary

_AT_ONCE = 1 << 20
_MEMORABLE = 1 << 21


def summarise(
    study: Study, scope: Scope, *, resamples: int = RESAMPLES, seed: int = SEED
) -> Summary:
    """What is computed for a scope is kept with the study, so that asking again is cheap."""
    found = tables(study, scope)
    layers = layers_of(study, scope)
    measured = list(measures(study, found, layers))
    once = _once(study, scope, found, layers, measured)
    intervals = _intervals(measured, len(found.documents), resamples, seed)
    tabulated = _Cells(study, found, layers)
    return Summary(
        annotators=tuple(found.annotators.tolist()),
        documents=tuple(found.documents.tolist()),
        single=found.single,
        empty=_empty(found, layers),
        shares=_shares(found, layers),
        figures=tuple(
            _figure(found, each, interval, once.get(each.id))
            for each, interval in zip(measured, intervals, strict=True)
        ),
        pairs={each.id: tabulated.pairs(each) for each in measured},
        by_layer={each.id: tabulated.layers(each) for each in measured},
        by_document={each.id: tabulated.documents(each) for each in measured},
        by_annotator={each.id: tabulated.annotators(each) for each in measured},
        resamples=resamples,
        seed=seed,
    )


def confusion(study: Study, scope: Scope, a: int, b: int) -> Confusion:
    """The layers that two annotators gave to the same words; both take part in the scope."""
    found, wanted = tables(study, scope), layers_of(study, scope)
    frame = Frame(study, found, wanted)
    low, high = np.searchsorted(found.annotators, sorted((a, b)))
    pair = int(np.flatnonzero((frame.first == low) & (frame.second == high))[0])
    size = frame.shape.layers
    marked = _marked_by(frame, pair)
    table = np.zeros((size + 1, size + 1), dtype=np.int64)
    matched, crossed = found.matched, found.crossed
    layer = matched.layer[matched.pair == pair]
    table[range(size), range(size)] = np.bincount(layer, minlength=size)
    rows = (crossed.pair == pair) & frame.wanted[crossed.layer] & frame.wanted[crossed.layer_b]
    np.add.at(table, (crossed.layer[rows], crossed.layer_b[rows]), 1)
    table[:size, size] = marked[0] - table[:size].sum(axis=1)
    table[size, :size] = marked[1] - table[:size, :size].sum(axis=0)
    shown = [*wanted.tolist(), size]
    table = table[np.ix_(shown, shown)]
    names = tuple(study.layer_names()[layer] for layer in wanted.tolist())
    turned = table if a < b else table.T
    return Confusion((*names, ""), tuple(tuple(row) for row in turned.tolist()))


def layers_of(study: Study, scope: Scope) -> Ints:
    """The layers of a scope, numbered from 0."""
    names = study.layer_names()
    chosen = [at for at, name in enumerate(names) if scope.layers is None or name in scope.layers]
    return np.array(chosen, dtype=np.int64)


def _marked_by(frame: Frame, pair: int) -> tuple[Ints, Ints]:
    """Labels of each layer in the documents that both have done."""
    marks = frame.tables.marks
    common = frame.common[frame.document(marks.document), pair] & marks.kept
    first, second = (
        np.bincount(marks.layer[common & (marks.annotator == who)], minlength=frame.shape.layers)
        for who in (frame.first[pair], frame.second[pair])
    )
    return first, second


def _once(
    study: Study, scope: Scope, found: Tables, layers: Ints, measured: Iterable[Measured]
) -> Mapping[str, float | None]:
    """The values with one copy per cluster."""
    copies = tables(study, replace(scope, once=True))
    if copies is not found:
        measured = measures(study, copies, layers)
    return {each.id: each.value for each in measured}


def _figure(
    found: Tables,
    measured: Measured,
    sure: tuple[float, float] | None,
    once: float | None,
) -> Figure:
    value = measured.value
    low, high = sure or (None, None)
    return Figure(
        id=measured.id,
        value=value,
        why=None if value is not None else _why(found, measured),
        low=None if value is None else low,
        high=None if value is None else high,
        n=measured.counted.total,
        documents=len(found.documents),
        annotators=len(found.annotators),
        once=once,
    )


def _why(found: Tables, measured: Measured) -> Reason:
    if not len(found.documents):
        return NO_COMMON_DOCUMENTS
    return measured.flat if measured.counted.total else measured.nothing


def _intervals(
    measured: Sequence[Measured], documents: int, resamples: int, seed: int
) -> list[tuple[float, float] | None]:
    """Of each figure, all of the same resamples."""
    if not documents or not resamples:
        return [None] * len(measured)
    sums = [each.sums for each in measured]
    squares = [each.squares for each in measured]
    every_sum, every_square = np.concatenate(sums, axis=1), np.concatenate(squares, axis=1)
    drawn = _drawn(documents, resamples, seed)
    step = max(_AT_ONCE // documents, 1)
    found: list[list[Floats]] = [[] for _ in measured]
    for first in range(0, resamples, step):
        some = drawn[first : first + step]
        of_sums, of_squares = some @ every_sum, np.square(some) @ every_square
        columns = zip(_parts(of_sums, sums), _parts(of_squares, squares), strict=True)
        for each, values, (one, other) in zip(measured, found, columns, strict=True):
            values.append(each.measure.value(one, other))
    return [interval(np.concatenate(values)) for values in found]


def _drawn(documents: int, resamples: int, seed: int) -> Floats:
    if documents * resamples > _MEMORABLE:
        return weights(documents, resamples=resamples, seed=seed)
    return _remembered(documents, resamples, seed)


@lru_cache(maxsize=1)
def _remembered(documents: int, resamples: int, seed: int) -> Floats:
    """Drawing takes longer than adding up."""
    return weights(documents, resamples=resamples, seed=seed)


def _parts(table: Floats, like: Iterable[Floats]) -> list[Floats]:
    """The columns of a table that was put together of these."""
    ends = np.cumsum([part.shape[1] for part in like])
    return np.split(table, ends[:-1], axis=1)


def _shares(found: Tables, layers: Ints) -> Shares:
    marks = found.marks
    origin = marks.origin[np.isin(marks.layer, layers)]
    return Shares(
        labels=len(origin),
        suggested=int(np.isin(origin, BEGAN_AS_SUGGESTION).sum()),
        carried=int((origin == CARRIED).sum()),
    )


def _empty(found: Tables, layers: Ints) -> int:
    marks = found.marks
    marked = np.unique(marks.document[np.isin(marks.layer, layers)])
    return len(found.documents) - len(marked)


class _Cells:
    """Cells of pairs, layers, documents and annotators; annotators by the mean of their pairs."""

    def __init__(self, study: Study, found: Tables, layers: Ints) -> None:
        frame = Frame(study, found, layers)
        ids = found.annotators
        first, second = ids[frame.first].tolist(), ids[frame.second].tolist()
        self._pairs = list(zip(first, second, strict=True))
        self._common: Bools = np.logical_or.reduce(frame.common, axis=0)
        self._layers = layers
        self._names = [study.layer_names()[layer] for layer in layers.tolist()]
        self._documents = found.documents.tolist()
        self._annotators = ids.tolist()
        who = np.arange(len(ids))[:, None]
        self._in_pair = (frame.first == who) | (frame.second == who)

    def pairs(self, measured: Measured) -> Mapping[tuple[int, int], Cell]:
        values, n = measured.measure.by_pair, measured.counted.pairs
        return _cells(measured, self._pairs, values, n, self._common)

    def layers(self, measured: Measured) -> Mapping[str, Cell]:
        n = measured.counted.layers[self._layers]
        common = np.full(len(n), bool(self._documents))

        def values() -> Floats:
            return measured.measure.by_layer()[self._layers]

        return _cells(measured, self._names, values, n, common)

    def documents(self, measured: Measured) -> Mapping[int, Cell]:
        values, n = measured.measure.by_document, measured.counted.documents
        return _cells(measured, self._documents, values, n, np.ones(len(n), dtype=np.bool_))

    def annotators(self, measured: Measured) -> Mapping[int, Cell]:
        n = self._in_pair @ measured.counted.pairs
        common = (self._in_pair & self._common).any(axis=1)

        def values() -> Floats:
            return mean_f1(np.where(self._in_pair, measured.measure.by_pair(), np.nan))

        return _cells(measured, self._annotators, values, n, common)


def _cells(
    measured: Measured, keys: Sequence[Key], values: Callable[[], Floats], n: Floats, common: Bools
) -> Mapping[Key, Cell]:
    return Cells(keys, values, n, common, nothing=measured.nothing, flat=measured.flat)
