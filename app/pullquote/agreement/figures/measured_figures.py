"""The measures of a study: for each figure what it adds up, and what it counts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple, Self

import numpy as np

from pullquote.agreement.columns import Bools, Floats, Ints, annotator_pairs, both_done
from pullquote.agreement.figures.tables import Matched, Tables
from pullquote.agreement.measures.chance_corrected import ChanceCorrected, gwet_chance
from pullquote.agreement.measures.character_alpha import CharacterAlpha
from pullquote.agreement.measures.cohen_kappa import Kappa, LayerAlpha, LayerKappa
from pullquote.agreement.measures.date_jaccard import ComparedDates, compared_dates, dates_alike
from pullquote.agreement.measures.document_sums import (
    Measure,
    Renewal,
    Shape,
    ShareMeasure,
    Tally,
    ValuePairs,
    Where,
    added,
    dense,
    numbered,
)
from pullquote.agreement.measures.f1 import PairwiseF1
from pullquote.agreement.measures.krippendorff_alpha import Alpha
from pullquote.agreement.measures.observed_agreement import ObservedAgreement
from pullquote.agreement.study.project_rows import SAID_BY, parsed_attributes
from pullquote.agreement.study.study import Study
from pullquote.agreement.values import (
    NO_COMMON_ITEMS,
    NO_DATES,
    NO_SPEAKERS,
    NO_VALUES,
    NOTHING_ANNOTATED,
    Reason,
    one_label,
)
from pullquote.model.schema import Attribute, Layer

ONE_LABEL = one_label(1.0)


class Counted(NamedTuple):
    """What a figure is made of, in its unit: (documents, pairs), (documents, layers) and
    (documents,); a label that takes part in several pairs counts once in the last two.
    """

    pairs: Floats
    layers: Floats
    documents: Floats

    @classmethod
    def of(cls, counts: Floats, once: Floats | None = None) -> Self:
        """Of (documents, layers, pairs), and of what counts once by (..., annotators)."""
        layers = (counts if once is None else once).sum(axis=2)
        return cls(counts.sum(axis=1), layers, layers.sum(axis=1))

    @property
    def total(self) -> int:
        return round(float(self.documents.sum()))


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredFigure:
    """`nothing` and `flat` say why there is no value: nothing to compare, or it does not vary.

    `measure` is None where single rows are needed that were not read again. `noted` (documents, 2)
    are a sum and how many it is of, for what is said beside the figure; `note` is said beside it.
    """

    id: str
    tally: Tally
    measure: Measure | None
    counted: Counted
    nothing: Reason = NO_COMMON_ITEMS
    flat: Reason = ONE_LABEL
    noted: Floats | None = None
    note: Reason | None = None

    def totals(self) -> tuple[Floats, Floats]:
        """The sums and the squares of all documents."""
        return self.tally.sums.sum(axis=0), self.tally.squares.sum(axis=0)

    def value(self) -> float | None:
        """Of all documents; None where it is undefined."""
        value = float(self.tally.value(*self.totals()))
        return None if np.isnan(value) else value

    def renewed(self, renewal: Renewal, new: "MeasuredFigure") -> "MeasuredFigure":
        """With the documents that `new` was made of in the place of what they were."""
        tally = self.tally.renewed(renewal, new.tally)  # type: ignore[attr-defined]
        return MeasuredFigure(
            self.id,
            tally,
            tally if isinstance(tally, ShareMeasure | CharacterAlpha) else None,
            Counted(*map(renewal.spliced, self.counted, new.counted)),
            self.nothing,
            self.flat,
            None
            if self.noted is None or new.noted is None
            else renewal.spliced(self.noted, new.noted),
        )


def measured(
    figure: str,
    measure: Measure,
    counted: Counted,
    nothing: Reason = NO_COMMON_ITEMS,
    flat: Reason = ONE_LABEL,
) -> MeasuredFigure:
    """The figure of a measure of all documents."""
    return MeasuredFigure(figure, measure.tally, measure, counted, nothing, flat)


class StudyFrame:
    """Tables of some layers, their rows numbered by document, layer and pair."""

    def __init__(self, study: Study, tables: Tables, layers: Ints) -> None:
        self.study, self.tables = study, tables
        self.wanted = np.zeros(len(study.layers) - 1, dtype=np.bool_)
        self.wanted[layers] = True
        self.annotators = len(tables.annotators)
        self.first, self.second = annotator_pairs(self.annotators)
        self.shape = Shape(len(tables.documents), len(self.wanted), len(self.first))
        self.common = both_done(tables.done)
        self._number = np.zeros(int(tables.documents.max(initial=0)) + 1, dtype=np.int64)
        self._number[tables.documents] = np.arange(len(tables.documents))

    def document(self, ids: Ints) -> Ints:
        return self._number[ids]

    def among(self, layers: Iterable[int]) -> Bools:
        """Of each layer, whether it is one of these and chosen."""
        found = np.zeros(len(self.wanted), dtype=np.bool_)
        found[list(layers)] = True
        return found & self.wanted

    def where(self, rows: object) -> Where:
        """Of the rows of any table with documents, layers and pairs."""
        document: Ints = rows.document  # type: ignore[attr-defined]
        return Where(self.document(document), rows.layer, rows.pair)  # type: ignore[attr-defined]

    def pairs_of(self, per_annotator: Floats) -> Floats:
        """(documents, layers, pairs) of (documents, layers, annotators): of both, where both have
        done the document.
        """
        both = per_annotator[..., self.first] + per_annotator[..., self.second]
        found: Floats = both * self.common[:, None, :]
        return found

    def per_annotator(self, document: Ints, layer: Ints, annotator: Ints) -> Floats:
        where = Where(self.document(document), layer, annotator)
        return dense(self.shape._replace(pairs=self.annotators), where)


def measures(study: Study, tables: Tables, layers: Ints) -> Iterator[MeasuredFigure]:
    """Those that are measured whenever something changes, in the order of the definitions."""
    frame = StudyFrame(study, tables, layers)
    matched, where = matched_labels(frame)
    yield from _detection(frame, matched, where)
    yield _characters(frame)
    yield from _boundaries(frame, matched, where)
    yield from _layers(frame, matched, where)
    yield from _attributes(frame, matched, where)
    yield from _speakers(frame, matched, where)
    yield from _relations(frame)
    yield from _dates(frame, matched, where)


def matched_labels(frame: StudyFrame) -> tuple[Matched, Where]:
    """Those of the layers that are compared."""
    matched = frame.tables.rows.matched
    rows = frame.wanted[matched.layer]
    if not rows.all():
        matched = matched.take(rows)
    return matched, frame.where(matched)


def _detection(frame: StudyFrame, matched: Matched, where: Where) -> Iterator[MeasuredFigure]:
    annotations = frame.tables.rows.annotations
    kept = annotations.kept & frame.wanted[annotations.layer]
    labels = frame.per_annotator(
        annotations.document[kept], annotations.layer[kept], annotations.annotator[kept]
    )
    whole = frame.pairs_of(labels)
    counted = Counted.of(whole, labels)
    exact = matched.iou == 1.0
    for figure, rows in (("exact", exact), ("overlap", None), ("iou", matched.iou > 0.5)):
        part = dense(frame.shape, where if rows is None else where.take(rows))
        found = PairwiseF1(part, whole)
        yield measured(f"detection.{figure}", found, counted, NOTHING_ANNOTATED)


def _characters(frame: StudyFrame) -> MeasuredFigure:
    tables, shape = frame.tables, frame.shape
    cover, shared = tables.rows.cover, tables.rows.shared
    covered = frame.shape._replace(pairs=frame.annotators)
    at = Where(frame.document(cover.document), cover.layer, cover.annotator)
    length = np.maximum(tables.characters[:, None] - tables.lost, 0).astype(np.float64)
    layers = np.flatnonzero(frame.wanted)
    alpha = CharacterAlpha(
        both=dense(shape, frame.where(shared), shared.characters.astype(np.float64)),
        annotated=dense(covered, at, cover.characters.astype(np.float64)),
        length=length,
        common=frame.common,
        annotators=tables.done.sum(axis=1),
        of=(frame.first, frame.second),
        layers=layers,
    )
    characters = length[:, layers].max(axis=1, initial=0.0)
    counted = Counted(characters[:, None] * frame.common, length, characters)
    return measured("detection.alpha", alpha, counted, NOTHING_ANNOTATED, NOTHING_ANNOTATED)


def _boundaries(frame: StudyFrame, matched: Matched, where: Where) -> Iterator[MeasuredFigure]:
    whole = dense(frame.shape, where)
    counted = Counted.of(whole)
    weights = (("iou", matched.iou), ("start", matched.start == 0), ("end", matched.end == 0))
    for figure, weight in weights:
        part = dense(frame.shape, where, weight.astype(np.float64))
        yield measured(f"boundaries.{figure}", ShareMeasure(part, whole), counted)


def layer_pairs(frame: StudyFrame, matched: Matched, where: Where) -> tuple[ValuePairs, Counted]:
    """The layers of labels on the same words, numbered as in the study."""
    crossed = frame.tables.rows.crossed
    rows = frame.wanted[crossed.layer] & frame.wanted[crossed.layer_b]
    across = frame.where(crossed).take(rows)
    both = Where(*(np.concatenate(columns) for columns in zip(where, across, strict=True)))
    pairs = ValuePairs(
        both,
        both.layer,
        np.concatenate((matched.layer, crossed.layer_b[rows])),
        np.concatenate((matched.weight_any, crossed.weight_any[rows])),
    )
    counted = Counted.of(dense(frame.shape, both))
    other = dense(frame.shape, across._replace(layer=crossed.layer_b[rows]))
    return pairs, counted._replace(layers=counted.layers + other.sum(axis=2))


def _layers(frame: StudyFrame, matched: Matched, where: Where) -> Iterator[MeasuredFigure]:
    pairs, counted = layer_pairs(frame, matched, where)
    layers = range(frame.shape.layers)
    observed = ObservedAgreement.of(frame.shape, pairs, same_values(pairs))
    yield measured("label.observed", observed, counted)
    alpha = LayerAlpha(frame.shape, pairs, layers)
    kappa = LayerKappa(frame.shape, pairs, layers) if frame.annotators == 2 else alpha
    yield measured("label.kappa", kappa, counted)
    ac1 = ChanceCorrected(alpha, gwet_chance, labels=int(frame.wanted.sum()))
    yield measured("label.ac1", ac1, counted)


def same_values(pairs: ValuePairs) -> Floats:
    """1 for each pair of the same value, 0 for the others."""
    same: Floats = (pairs.first == pairs.second).astype(np.float64)
    return same


class AttributePairs(NamedTuple):
    """What two annotators set an attribute to; pairs of which one has not set it are left out.

    Of `values`, which are sorted, pairs have the places.
    """

    layer: Layer
    attribute: Attribute
    pairs: ValuePairs
    values: tuple[str, ...]
    counted: Counted


def attribute_pairs(frame: StudyFrame, matched: Matched, where: Where) -> Iterator[AttributePairs]:
    """Of all attributes of the layers that are compared, in the order of the schema."""
    for layer in frame.study.schema.layers:
        number = frame.study.layers.number(layer.id) - 1
        if not (frame.wanted[number] and layer.attributes):
            continue
        rows = np.flatnonzero(matched.layer == number)
        of_layer = where.take(rows)
        first, second, sets = numbered(matched.attributes_a[rows], matched.attributes_b[rows])
        said = [_parsed(frame.study.attributes[one]) for one in sets.tolist()]
        counted = Counted.of(dense(frame.shape, of_layer))
        for one in layer.attributes:
            if layer.unit == "date" and one.id == "value":
                continue
            value, values = _values(said, one)
            pairs = ValuePairs(of_layer, value[first], value[second], matched.weight[rows])
            given = (pairs.first >= 0) & (pairs.second >= 0)
            if given.all():
                yield AttributePairs(layer, one, pairs, values, counted)
            else:
                some = _given(frame, pairs, matched.place[rows], given)
                of_some = Counted.of(dense(frame.shape, some.where))
                yield AttributePairs(layer, one, some, values, of_some)


def _attributes(frame: StudyFrame, matched: Matched, where: Where) -> Iterator[MeasuredFigure]:
    for layer, one, pairs, values, counted in attribute_pairs(frame, matched, where):
        alpha = Alpha(frame.shape, pairs, values) if one.values or frame.annotators > 2 else None
        kappa = Kappa(frame.shape, pairs, values) if frame.annotators == 2 else alpha
        assert kappa is not None
        yield measured(f"attribute.{layer.id}.{one.id}", kappa, counted, NO_VALUES)
        if one.values and alpha is not None:
            ac1 = ChanceCorrected(alpha, gwet_chance, labels=len(one.values))
            yield measured(f"ac1.{layer.id}.{one.id}", ac1, counted, NO_VALUES)


def _values(
    said: Sequence[Mapping[str, str]], attribute: Attribute
) -> tuple[Ints, tuple[str, ...]]:
    """The value of each set of attributes, as numbers from 0, -1 where it is not set, and the
    values.
    """
    values = [one.get(attribute.id, "") for one in said]
    known = {value: number for number, value in enumerate(sorted({*values} - {""}))}
    return np.array([known.get(value, -1) for value in values], dtype=np.int64), tuple(known)


def _given(frame: StudyFrame, pairs: ValuePairs, place: Ints, given: Bools) -> ValuePairs:
    """The pairs of which both have a value, weighing 1 / (m - 1) where m gave the place one."""
    where = pairs.where.take(given)
    _, number = np.unique(place[given], return_inverse=True)
    who = np.zeros((int(number.max(initial=-1)) + 1, frame.annotators), dtype=np.bool_)
    who[number, frame.first[where.pair]] = who[number, frame.second[where.pair]] = True
    weight = 1 / (who.sum(axis=1) - 1.0)[number]
    return ValuePairs(where, pairs.first[given], pairs.second[given], weight)


_parsed = lru_cache(maxsize=1 << 14)(parsed_attributes)


def speaking_layers(study: Study) -> list[int]:
    """The layers of labels that somebody says, numbered from 0."""
    said_by = study.schema.relation(SAID_BY)
    heads = said_by.heads if said_by else [x.id for x in study.schema.layers if x.speaker]
    return [study.layers.number(layer) - 1 for layer in heads]


def _speakers(frame: StudyFrame, matched: Matched, where: Where) -> Iterator[MeasuredFigure]:
    rows = np.flatnonzero(frame.among(speaking_layers(frame.study))[matched.layer] & matched.spoken)
    at = where.take(rows)
    counted = Counted.of(dense(frame.shape, at))
    first, second, values = numbered(matched.speaker_a[rows], matched.speaker_b[rows])
    pairs = ValuePairs(at, first, second, matched.weight[rows])
    observed = ObservedAgreement.of(frame.shape, pairs, same_values(pairs))
    yield measured("speaker.observed", observed, counted, NO_SPEAKERS)
    alpha = Alpha(frame.shape, pairs, values.tolist())
    yield measured("speaker.alpha", alpha, counted, NO_SPEAKERS)
    written = (matched.form_a[rows] == matched.form_b[rows]).astype(np.float64)
    form = ObservedAgreement.of(frame.shape, pairs, written, observed)
    yield measured("speaker.form", form, counted, NO_SPEAKERS)


def _relations(frame: StudyFrame) -> Iterator[MeasuredFigure]:
    relations, matched = frame.tables.rows.relations, frame.tables.rows.matched_relations
    where, kinds = frame.where(matched), frame.study.kinds
    shown, same = frame.wanted[relations.layer], frame.wanted[matched.layer]
    yield _matched_relations(frame, "links.f1", shown, same, where)
    there = np.bincount(relations.kind, minlength=len(kinds))
    nothing = _matched_relations(frame, "", np.zeros_like(shown), np.zeros_like(same), where)
    for relation in frame.study.schema.relations:
        figure, kind = f"links.{relation.id}", kinds.number(relation.id)
        if not there[kind]:
            yield replace(nothing, id=figure)
            continue
        of_kind, same_of_kind = shown & (relations.kind == kind), same & (matched.kind == kind)
        yield _matched_relations(frame, figure, of_kind, same_of_kind, where)


def _matched_relations(
    frame: StudyFrame, figure: str, shown: Bools, same: Bools, where: Where
) -> MeasuredFigure:
    relations = frame.tables.rows.relations
    of_all = frame.per_annotator(
        relations.document[shown], relations.layer[shown], relations.annotator[shown]
    )
    whole = frame.pairs_of(of_all)
    counted = Counted.of(whole, of_all)
    part = dense(frame.shape, where.take(same))
    return measured(figure, PairwiseF1(part, whole), counted, NOTHING_ANNOTATED)


def dated_layers(study: Study) -> list[int]:
    """The layers of dates, numbered from 0."""
    return [study.layers.number(x.id) - 1 for x in study.schema.layers if x.unit == "date"]


def _dates(frame: StudyFrame, matched: Matched, where: Where) -> Iterator[MeasuredFigure]:
    rows = np.flatnonzero(frame.among(dated_layers(frame.study))[matched.layer] & matched.dated)
    at = where.take(rows)
    counted = Counted.of(dense(frame.shape, at))
    first, second, values = numbered(matched.date_a[rows], matched.date_b[rows])
    said = [frame.study.dates[value] for value in values.tolist()]
    dates = compared_dates(said, first, second)
    pairs = ValuePairs(at, first, second, matched.weight[rows])
    shares = (
        ("exact", same_values(pairs)),
        ("granularity", dates.same_granularity.astype(np.float64)),
        ("contains", dates.contains.astype(np.float64)),
        ("jaccard", dates.jaccard),
    )
    known: ObservedAgreement | None = None
    for figure, alike in shares:
        known = ObservedAgreement.of(frame.shape, pairs, alike, known)
        found = measured(f"date.{figure}", known, counted, NO_DATES)
        yield replace(found, noted=_middles(frame, at, dates)) if figure == "jaccard" else found
    alpha = Alpha(frame.shape, pairs, said, alike_of=dates_alike, agreement=dates.jaccard)
    yield measured("date.alpha", alpha, counted, NO_DATES)


def _middles(frame: StudyFrame, where: Where, dates: ComparedDates) -> Floats:
    """By document the days between the middles of two dates, added up, and of how many pairs."""
    days, documents = np.nan_to_num(dates.middles), frame.shape.documents
    known = (~np.isnan(dates.middles)).astype(np.float64)
    sums = [added(where.document, weights, documents) for weights in (days, known)]
    return np.column_stack(sums)
