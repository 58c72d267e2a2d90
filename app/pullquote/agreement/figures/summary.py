"""All figures of a study, with how sure they are, what they are made of, and what to know of
those that mislead alone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TypeVar

import numpy as np

from pullquote.agreement.columns import Bools, Floats, Ints
from pullquote.agreement.figures.bootstrap import RESAMPLES, SEED, resample
from pullquote.agreement.figures.definitions import definitions
from pullquote.agreement.figures.further_figures import further_measures, semeval
from pullquote.agreement.figures.measured_figures import MeasuredFigure, StudyFrame
from pullquote.agreement.figures.sums_cache import Sums, cached_sums, median_shift
from pullquote.agreement.figures.tables import Tables, cached_tables
from pullquote.agreement.measures.document_sums import Measure, mean_of_known
from pullquote.agreement.measures.semeval import SemevalCounts, SemevalSchema
from pullquote.agreement.study.selection import BEGAN_AS_SUGGESTION, CARRIED
from pullquote.agreement.study.study import Study
from pullquote.agreement.values import (
    NO_COMMON_DOCUMENTS,
    SKEWED,
    Cell,
    Confusion,
    Figure,
    Reason,
    Scope,
    Shares,
    Summary,
    annotated_nothing,
    middles_apart,
    shifted,
)


def summarise(
    study: Study,
    scope: Scope,
    *,
    all_measures: bool = False,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Summary:
    """The usual figures, or with `all_measures` also those of `further_measures`.

    What is computed of the usual ones is kept with the study, so that asking again is cheap, and
    so is asking for a study in which some documents changed.
    """
    found, layers = cached_tables(study, scope), layers_of(study, scope)
    added = cached_sums(study, scope, found, layers, resamples=resamples, seed=seed)
    measured, intervals = list(added.measured), added.intervals()
    if all_measures:
        more = list(further_measures(study, scope, found, layers))
        intervals |= _intervals(more, len(found.documents), resamples, seed)
        order = {figure: place for place, figure in enumerate(definitions(study.schema))}
        measured = sorted(measured + more, key=lambda each: order[each.id])
    figures = [_figure(found, each, intervals[each.id]) for each in measured]
    once = _once(study, scope, added, figures, all_measures=all_measures)
    cells, noted = _Cells(added), notes(added, measured)
    return Summary(
        annotators=tuple(found.annotators.tolist()),
        documents=tuple(found.documents.tolist()),
        single=found.single,
        empty=int((added.beside.origins.sum(axis=1) == 0).sum()),
        shares=_shares(added.beside.origins),
        figures=tuple(
            replace(each, once=once[each.id], note=noted.get(each.id))
            if each.value is not None
            else replace(each, once=once[each.id])
            for each in figures
        ),
        pairs={each.id: cells.pairs(each) for each in measured},
        by_layer={each.id: cells.layers(each) for each in measured},
        by_document={each.id: cells.documents(each) for each in measured},
        by_annotator={each.id: cells.annotators(each) for each in measured},
        resamples=resamples,
        seed=seed,
    )


def _intervals(
    measured: Sequence[MeasuredFigure], documents: int, resamples: int, seed: int
) -> dict[str, tuple[float, float] | None]:
    tallies = [each.tally for each in measured]
    found = resample(tallies, documents, resamples, seed).intervals(tallies)
    return {each.id: interval for each, interval in zip(measured, found, strict=True)}


def confusion(study: Study, scope: Scope, a: int, b: int) -> Confusion:
    """The layers that two annotators gave to the same words; both take part in the scope."""
    found, wanted = cached_tables(study, scope), layers_of(study, scope)
    frame = StudyFrame(study, found, wanted)
    low, high = np.searchsorted(found.annotators, sorted((a, b)))
    pair = int(np.flatnonzero((frame.first == low) & (frame.second == high))[0])
    size = frame.shape.layers
    annotated = _annotated_by(frame, pair)
    table = np.zeros((size + 1, size + 1), dtype=np.int64)
    matched, crossed = found.rows.matched, found.rows.crossed
    layer = matched.layer[matched.pair == pair]
    table[range(size), range(size)] = np.bincount(layer, minlength=size)
    rows = (crossed.pair == pair) & frame.wanted[crossed.layer] & frame.wanted[crossed.layer_b]
    np.add.at(table, (crossed.layer[rows], crossed.layer_b[rows]), 1)
    table[:size, size] = annotated[0] - table[:size].sum(axis=1)
    table[size, :size] = annotated[1] - table[:size, :size].sum(axis=0)
    shown = [*wanted.tolist(), size]
    table = table[np.ix_(shown, shown)]
    names = tuple(study.layer_names()[layer] for layer in wanted.tolist())
    turned = table if a < b else table.T
    return Confusion((*names, ""), tuple(tuple(row) for row in turned.tolist()))


def semeval_of(
    study: Study, scope: Scope
) -> Mapping[tuple[int, int], Mapping[SemevalSchema, SemevalCounts]]:
    """The counts of SemEval-2013 of each two annotators, the first one as the reference."""
    tables, layers = cached_tables(study, scope), layers_of(study, scope)
    return semeval(study, scope, tables, layers)


def layers_of(study: Study, scope: Scope) -> Ints:
    """The layers of a scope, numbered from 0."""
    names = study.layer_names()
    chosen = [at for at, name in enumerate(names) if scope.layers is None or name in scope.layers]
    return np.array(chosen, dtype=np.int64)


def _annotated_by(frame: StudyFrame, pair: int) -> tuple[Ints, Ints]:
    """Labels of each layer in the documents that both have done."""
    annotations = frame.tables.rows.annotations
    common = frame.common[frame.document(annotations.document), pair] & annotations.kept
    first, second = (
        np.bincount(
            annotations.layer[common & (annotations.annotator == who)], minlength=frame.shape.layers
        )
        for who in (frame.first[pair], frame.second[pair])
    )
    return first, second


def _once(
    study: Study, scope: Scope, added: Sums, figures: Sequence[Figure], *, all_measures: bool
) -> Mapping[str, float | None]:
    """The values with one copy per cluster."""
    of_copies = replace(scope, once=True)
    copies, layers = cached_tables(study, of_copies), added.layers
    if copies is added.tables:
        return {figure.id: figure.value for figure in figures}
    values = dict(cached_sums(study, of_copies, copies, layers).values())
    if all_measures:
        more = further_measures(study, of_copies, copies, layers)
        values |= {each.id: each.value() for each in more}
    return values


def _figure(found: Tables, measured: MeasuredFigure, sure: tuple[float, float] | None) -> Figure:
    value = measured.value()
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
    )


def _why(found: Tables, measured: MeasuredFigure) -> Reason:
    if not len(found.documents):
        return NO_COMMON_DOCUMENTS
    return measured.flat if measured.counted.total else measured.nothing


def _shares(origins: Ints) -> Shares:
    counts = origins.sum(axis=0)
    return Shares(
        labels=int(counts.sum()),
        suggested=int(counts[list(BEGAN_AS_SUGGESTION)].sum()),
        carried=int(counts[list(CARRIED)].sum()),
    )


class _Cells:
    """Cells of pairs, layers, documents and annotators; annotators by the mean of their pairs."""

    def __init__(self, added: Sums) -> None:
        found, layers = added.tables, added.layers
        frame = StudyFrame(added.study, found, layers)
        ids = found.annotators
        self._added = added
        first, second = ids[frame.first].tolist(), ids[frame.second].tolist()
        self._pairs = list(zip(first, second, strict=True))
        self._common: Bools = np.logical_or.reduce(frame.common, axis=0)
        self._layers = layers
        names = added.study.layer_names()
        self._names = [names[layer] for layer in layers.tolist()]
        self._documents = found.documents.tolist()
        self._annotators = ids.tolist()
        who = np.arange(len(ids))[:, None]
        self._in_pair = (frame.first == who) | (frame.second == who)

    def pairs(self, measured: MeasuredFigure) -> Mapping[tuple[int, int], Cell]:
        def values() -> Floats:
            return self._measure(measured).by_pair()

        return _cells(measured, self._pairs, values, measured.counted.of_pairs, self._common)

    def layers(self, measured: MeasuredFigure) -> Mapping[str, Cell]:
        common = np.full(len(self._layers), bool(self._documents))

        def n() -> Floats:
            return measured.counted.of_layers()[self._layers]

        def values() -> Floats:
            return self._measure(measured).by_layer()[self._layers]

        return _cells(measured, self._names, values, n, common)

    def documents(self, measured: MeasuredFigure) -> Mapping[int, Cell]:
        def values() -> Floats:
            return self._measure(measured).by_document()

        common = np.ones(len(self._documents), dtype=np.bool_)
        return _cells(measured, self._documents, values, lambda: measured.counted.documents, common)

    def annotators(self, measured: MeasuredFigure) -> Mapping[int, Cell]:
        common = (self._in_pair & self._common).any(axis=1)

        def n() -> Floats:
            found: Floats = self._in_pair @ measured.counted.of_pairs()
            return found

        def values() -> Floats:
            return mean_of_known(np.where(self._in_pair, self._measure(measured).by_pair(), np.nan))

        return _cells(measured, self._annotators, values, n, common)

    def _measure(self, measured: MeasuredFigure) -> Measure:
        return self._added.measure(measured)


Key = TypeVar("Key")


def _cells(
    measured: MeasuredFigure,
    keys: Sequence[Key],
    values: Callable[[], Floats],
    n: Callable[[], Floats],
    common: Bools,
) -> Mapping[Key, Cell]:
    return Cells(keys, values, n, common, nothing=measured.nothing, flat=measured.flat)


def notes(added: Sums, measured: Iterable[MeasuredFigure]) -> Mapping[str, Reason]:
    """By figure."""
    own = ((each.id, each.note) for each in measured if each.note is not None)
    return dict((*_skewed(added), *_annotated_nothing(added), *_shifted(added), *own))


def _skewed(added: Sums) -> Iterator[tuple[str, Reason]]:
    return ((figure, SKEWED) for figure in added.skewed())


def _annotated_nothing(added: Sums) -> Iterator[tuple[str, Reason]]:
    """All those who annotated nothing at all, where somebody else did."""
    tables, annotated = added.tables, added.beside.annotated.sum(axis=0)
    done = np.where(annotated == 0, tables.done.sum(axis=0), 0)
    if not (annotated.any() and done.any()):
        return
    silent = np.flatnonzero(done)
    names = [added.study.name(annotator) for annotator in tables.annotators[silent].tolist()]
    note = annotated_nothing(names, done[silent].tolist())
    for figure in added.measured:
        if figure.id.startswith("detection."):
            yield figure.id, note


def _shifted(added: Sums) -> Iterator[tuple[str, Reason]]:
    ends = (("start", added.beside.starts), ("end", added.beside.ends))
    for end, shifts in ends:
        found = shifts.sum(axis=0)
        if (shift := median_shift(found)) is not None and found[1:].any():
            yield f"boundaries.{end}", shifted(shift)
    for figure in added.measured:
        if figure.noted is not None and (sums := figure.noted.sum(axis=0))[0]:
            yield figure.id, middles_apart(float(sums[0] / sums[1]))


class Cells(Mapping[Key, Cell]):
    """`values` gives NaN where a figure is undefined; why: no document is common, nothing is
    there, or it is `flat`.
    """

    def __init__(
        self,
        keys: Sequence[Key],
        values: Callable[[], Floats],
        n: Callable[[], Floats],
        common: Bools,
        *,
        nothing: Reason,
        flat: Reason,
    ) -> None:
        self._keys = keys
        self._compute = values
        self._count = n
        self._common = common
        self._nothing = nothing
        self._flat = flat

    @cached_property
    def _at(self) -> Mapping[Key, int]:
        return {key: number for number, key in enumerate(self._keys)}

    @cached_property
    def _values(self) -> Floats:
        return self._compute()

    @cached_property
    def _n(self) -> Floats:
        return self._count()

    def __getitem__(self, key: Key) -> Cell:
        at = self._at[key]
        n, value = round(float(self._n[at])), float(self._values[at])
        if not np.isnan(value):
            return Cell(value, n)
        if not self._common[at]:
            return Cell(None, n, NO_COMMON_DOCUMENTS)
        return Cell(None, n, self._flat if n else self._nothing)

    def __iter__(self) -> Iterator[Key]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __repr__(self) -> str:
        return repr(dict(self))
