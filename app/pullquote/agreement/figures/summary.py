"""All figures of a study, with how sure they are, what they are made of, and what to know of
those that mislead alone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Generic, TypeVar

import numpy as np

from pullquote.agreement.columns import Bools, Floats, Ints
from pullquote.agreement.figures.bootstrap import RESAMPLES, SEED, resample
from pullquote.agreement.figures.definitions import definitions
from pullquote.agreement.figures.further_figures import further_measures, semeval
from pullquote.agreement.figures.measured_figures import Counted, MeasuredFigure, StudyFrame
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
    noted = notes(added, measured)
    pairs, by_layer, by_document, by_annotator = _axes(added)
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
        pairs={each.id: Cells(pairs, each, added) for each in measured},
        by_layer={each.id: Cells(by_layer, each, added) for each in measured},
        by_document={each.id: Cells(by_document, each, added) for each in measured},
        by_annotator={each.id: Cells(by_annotator, each, added) for each in measured},
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
    values = dict(cached_sums(study, of_copies, copies, layers, like=added).values())
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


Key = TypeVar("Key")


@dataclass(frozen=True, slots=True, eq=False)
class _Axis(Generic[Key]):
    """What figures are told apart by: `values` gives those of a measure and `n` what they count, by
    key; `common` says where a document was done by two.
    """

    keys: Sequence[Key]
    common: Bools
    values: Callable[[Measure], Floats]
    n: Callable[[Counted], Floats]


def _axes(
    added: Sums,
) -> tuple[_Axis[tuple[int, int]], _Axis[str], _Axis[int], _Axis[int]]:
    """Pairs, layers, documents and annotators; annotators by the mean of their pairs."""
    found, layers, names = added.tables, added.layers, added.study.layer_names()
    frame = StudyFrame(added.study, found, layers)
    ids, documents = found.annotators, found.documents.tolist()
    pairs = list(zip(ids[frame.first].tolist(), ids[frame.second].tolist(), strict=True))
    common: Bools = np.logical_or.reduce(frame.common, axis=0)
    who = np.arange(len(ids))[:, None]
    in_pair = (frame.first == who) | (frame.second == who)
    return (
        _Axis(pairs, common, lambda of: of.by_pair(), lambda counted: counted.pairs.sum(axis=0)),
        _Axis(
            [names[layer] for layer in layers.tolist()],
            np.full(len(layers), bool(documents)),
            lambda of: of.by_layer()[layers],
            lambda counted: counted.layers.sum(axis=0)[layers],
        ),
        _Axis(
            documents,
            np.ones(len(documents), dtype=np.bool_),
            lambda of: of.by_document(),
            lambda counted: counted.documents,
        ),
        _Axis(
            ids.tolist(),
            (in_pair & common).any(axis=1),
            lambda of: mean_of_known(np.where(in_pair, of.by_pair(), np.nan)),
            lambda counted: in_pair @ counted.pairs.sum(axis=0),
        ),
    )


def notes(added: Sums, measured: Iterable[MeasuredFigure]) -> Mapping[str, Reason]:
    """By figure."""
    own = ((each.id, each.note) for each in measured if each.note is not None)
    skewed = ((figure, SKEWED) for figure in added.skewed())
    return dict((*skewed, *_annotated_nothing(added), *_shifted(added), *own))


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

    def __init__(self, axis: _Axis[Key], figure: MeasuredFigure, added: Sums) -> None:
        self._axis, self._figure, self._added = axis, figure, added

    @cached_property
    def _at(self) -> Mapping[Key, int]:
        return {key: number for number, key in enumerate(self._axis.keys)}

    @cached_property
    def _values(self) -> list[float]:
        found: list[float] = self._axis.values(self._added.measure(self._figure)).tolist()
        return found

    @cached_property
    def _n(self) -> list[int]:
        found: list[int] = np.rint(self._axis.n(self._figure.counted)).astype(np.int64).tolist()
        return found

    def __getitem__(self, key: Key) -> Cell:
        at = self._at[key]
        n, value = self._n[at], self._values[at]
        if value == value:  # NaN is not
            return Cell(value, n)
        if not self._axis.common[at]:
            return Cell(None, n, NO_COMMON_DOCUMENTS)
        return Cell(None, n, self._figure.flat if n else self._figure.nothing)

    def __iter__(self) -> Iterator[Key]:
        return iter(self._axis.keys)

    def __len__(self) -> int:
        return len(self._axis.keys)

    def __repr__(self) -> str:
        return repr(dict(self))
