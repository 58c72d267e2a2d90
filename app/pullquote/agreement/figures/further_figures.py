"""The figures that are computed anew each time somebody asks for all measures: those of other
programs and papers, to compare with them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from pullquote.agreement.columns import Bools, Floats, Ints, Spans
from pullquote.agreement.figures.definitions import scale_of
from pullquote.agreement.figures.measured_figures import (
    AttributePairs,
    Counted,
    MeasuredFigure,
    StudyFrame,
    attribute_pairs,
    layer_pairs,
    matched_labels,
    measured,
    same_values,
)
from pullquote.agreement.figures.tables import Tables
from pullquote.agreement.measures.chance_corrected import (
    ChanceCorrected,
    even_chance,
    fleiss_chance,
)
from pullquote.agreement.measures.document_sums import ValuePairs
from pullquote.agreement.measures.krippendorff_alpha import Alpha
from pullquote.agreement.measures.observed_agreement import ObservedAgreement
from pullquote.agreement.measures.scales import ALPHAS, KAPPAS, ScaleMeasure
from pullquote.agreement.measures.semeval import SCHEMAS, SemevalCounts, SemevalSchema, SemevalTable
from pullquote.agreement.measures.u_alpha import UAlpha
from pullquote.agreement.measures.unitizing_alpha import AlphaU, Continua
from pullquote.agreement.study.selection import Selection, select_labels
from pullquote.agreement.study.study import Study
from pullquote.agreement.values import (
    NESTED,
    NO_COMMON_TEXT,
    NO_INTERVAL,
    NO_VALUES,
    NO_VARIATION,
    NOT_BY_ALL,
    NOTHING_ANNOTATED,
    Scope,
    semeval_note,
)


def further_measures(
    study: Study, scope: Scope, tables: Tables, layers: Ints
) -> Iterator[MeasuredFigure]:
    """Beside those of `measures`, in any order; `tables` and `layers` are of the scope."""
    frame = StudyFrame(study, tables, layers)
    selection = select_labels(study, scope)
    matched, where = matched_labels(frame)
    yield from _unitizing(frame, selection)
    yield from _semeval(frame, selection)
    pairs, counted = layer_pairs(frame, matched, where)
    alpha, labels = Alpha(frame.shape, pairs, range(frame.shape.layers)), int(frame.wanted.sum())
    for figure, chance in (("fleiss", fleiss_chance), ("even", even_chance)):
        found = ChanceCorrected(alpha, chance, labels=labels)
        yield measured(f"label.{figure}", found, counted)
    for one in attribute_pairs(frame, matched, where):
        yield from _attribute(frame, one)


def semeval(
    study: Study, scope: Scope, tables: Tables, layers: Ints
) -> Mapping[tuple[int, int], Mapping[SemevalSchema, SemevalCounts]]:
    """The counts of each two annotators, by their ids, the first one as the reference."""
    frame = StudyFrame(study, tables, layers)
    found = _semeval_table(frame, select_labels(study, scope))
    ids = tables.annotators
    pairs = zip(ids[frame.first].tolist(), ids[frame.second].tolist(), strict=True)
    counts = {schema: found.counts(schema) for schema in SCHEMAS}
    return {
        pair: {schema: counts[schema][number] for schema in SCHEMAS}
        for number, pair in enumerate(pairs)
    }


def _unitizing(frame: StudyFrame, selection: Selection) -> Iterator[MeasuredFigure]:
    """Characters that are left out do not count; labels that count with another place are gaps."""
    kept = selection.kept & frame.wanted[selection.spans.layer] & (selection.clipped.length > 0)
    spans, layers = selection.clipped.take(kept), frame.shape.layers
    documents = Continua(selection.characters, selection.done)
    everyone: Bools = np.logical_and.reduce(selection.done, axis=1)
    by_all = _characters(frame, everyone, selection.characters)
    everywhere = _characters(frame, np.ones(len(selection.characters), bool), selection.characters)
    alpha = AlphaU(spans, documents, layers)
    found = measured("detection.alpha_u", alpha, by_all, NOT_BY_ALL, NOTHING_ANNOTATED)
    yield replace(found, note=NO_INTERVAL)
    whole, labels = UAlpha("u", spans, documents, layers), UAlpha("cu", spans, documents, layers)
    lengths = whole.whole()
    nested, both = bool(lengths.nested), bool(lengths.shared[1:, 1:].any())
    flat = NESTED if nested else NOTHING_ANNOTATED
    yield measured("detection.u_alpha", whole, everywhere, NOTHING_ANNOTATED, flat)
    annotated = UAlpha("marked", spans, documents, layers)
    yield measured(
        "detection.u_marked", annotated, everywhere, NOTHING_ANNOTATED, NOTHING_ANNOTATED
    )
    flat = NESTED if nested else NO_VARIATION if both else NO_COMMON_TEXT
    yield measured("detection.cu_alpha", labels, everywhere, NOTHING_ANNOTATED, flat)


def _characters(frame: StudyFrame, documents: Bools, characters: Ints) -> Counted:
    """The characters of these documents, whatever is in them."""
    length = np.where(documents, characters, 0).astype(np.float64)
    layers = np.repeat(length[:, None], frame.shape.layers, axis=1)
    return Counted(length[:, None] * frame.common, layers, length)


def _semeval_table(frame: StudyFrame, selection: Selection) -> SemevalTable:
    kept = selection.kept & frame.wanted[selection.spans.layer]
    return SemevalTable.of(selection.spans.take(kept), selection.done, frame.shape.layers)


def _semeval(frame: StudyFrame, selection: Selection) -> Iterator[MeasuredFigure]:
    found = _semeval_table(frame, selection)
    whole = found.first + found.second
    annotations: Spans = selection.spans.take(selection.kept & frame.wanted[selection.spans.layer])
    ids = selection.documents[annotations.document]
    labels: Floats = frame.per_annotator(ids, annotations.layer, annotations.annotator)
    counted = Counted.of(whole, labels)
    for schema in SCHEMAS:
        counts = found.counts_of_all(schema)
        figure = measured(
            f"detection.semeval_{schema}", found.f1(schema), counted, NOTHING_ANNOTATED
        )
        yield replace(figure, note=semeval_note(counts._asdict()))


def _attribute(frame: StudyFrame, one: AttributePairs) -> Iterator[MeasuredFigure]:
    name = f"{one.layer.id}.{one.attribute.id}"
    found = ObservedAgreement.of(frame.shape, one.pairs, same_values(one.pairs))
    yield measured(f"observed.{name}", found, one.counted, NO_VALUES)
    scale = scale_of(one.attribute)
    if not scale:
        return
    known = [_number(value) for value in one.values]
    numbers = np.array(sorted({value for value in known if value is not None}), dtype=np.float64)
    place = np.array([-1 if x is None else int(numbers.searchsorted(x)) for x in known], np.int64)
    pairs = one.pairs._replace(first=place[one.pairs.first], second=place[one.pairs.second])
    there = (pairs.first >= 0) & (pairs.second >= 0)
    pairs = ValuePairs(
        pairs.where.take(there), pairs.first[there], pairs.second[there], pairs.weight[there]
    )
    steps = np.searchsorted(np.array(scale), numbers).astype(np.float64)
    for level, alpha in ALPHAS.items():
        made = ScaleMeasure(alpha, frame.shape, pairs, numbers)
        yield measured(f"{level}.{name}", made, one.counted, NO_VALUES)
    for level, kappa in KAPPAS.items():
        made = ScaleMeasure(kappa, frame.shape, pairs, steps, of_pairs=True)
        yield measured(f"{level}.{name}", made, one.counted, NO_VALUES)


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
