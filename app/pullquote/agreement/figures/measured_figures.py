"""The measures of a study: for each figure what it adds up, and what it counts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple, Self

import numpy as np

from pullquote.agreement.columns import Bools, Floats, Ints, annotator_pairs, both_done
from pullquote.agreement.figures.tables import Matched, Tables
from pullquote.agreement.measures.character_alpha import CharacterAlpha
from pullquote.agreement.measures.cohen_kappa import Kappa, LayerAlpha, LayerKappa
from pullquote.agreement.measures.date_jaccard import compared_dates, dates_alike
from pullquote.agreement.measures.document_sums import (
    FigureTally,
    Measure,
    Renewal,
    Shape,
    ShareMeasure,
    ValuePairs,
    Where,
    dense,
    numbered,
)
from pullquote.agreement.measures.gwet_ac1 import Ac1
from pullquote.agreement.measures.krippendorff_alpha import Alpha
from pullquote.agreement.study.project_rows import SAID_BY, parsed_attributes
from pullquote.agreement.study.study import Study
from pullquote.agreement.values import NO_COMMON_ITEMS, NOTHING_MARKED, Reason, one_label
from pullquote.model.schema import Attribute

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

    def of_pairs(self) -> Floats:
        found: Floats = self.pairs.sum(axis=0)
        return found

    def of_layers(self) -> Floats:
        found: Floats = self.layers.sum(axis=0)
        return found

    @property
    def total(self) -> int:
        return round(float(self.documents.sum()))


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredFigure:
    """`nothing` and `flat` say why there is no value: nothing to compare, or it does not vary.

    `measure` is None where single rows are needed that were not read again.
    """

    id: str
    tally: FigureTally
    measure: Measure | None
    counted: Counted
    nothing: Reason = NO_COMMON_ITEMS
    flat: Reason = ONE_LABEL

    def renewed(self, renewal: Renewal, new: "MeasuredFigure") -> "MeasuredFigure":
        """With the documents that `new` was made of in the place of what they were."""
        tally = self.tally.renewed(renewal, new.tally)
        return MeasuredFigure(
            self.id,
            tally,
            tally if isinstance(tally, ShareMeasure | CharacterAlpha) else None,
            Counted(*map(renewal.spliced, self.counted, new.counted)),
            self.nothing,
            self.flat,
        )


def _of_documents(
    figure: str,
    measure: ShareMeasure | CharacterAlpha,
    counted: Counted,
    nothing: Reason = NO_COMMON_ITEMS,
    flat: Reason = ONE_LABEL,
) -> MeasuredFigure:
    return MeasuredFigure(figure, measure, measure, counted, nothing, flat)


def _of_rows(figure: str, measure: Alpha | Kappa, counted: Counted) -> MeasuredFigure:
    return MeasuredFigure(figure, measure.tally, measure, counted)


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
    """In the order of the definitions."""
    frame = StudyFrame(study, tables, layers)
    matched = _some(tables.rows.matched, frame.wanted[tables.rows.matched.layer])
    where = frame.where(matched)
    yield from _detection(frame, matched, where)
    yield _characters(frame)
    yield from _boundaries(frame, matched, where)
    yield from _layers(frame, matched, where)
    yield from _attributes(frame, matched, where)
    yield from _speakers(frame, matched, where)
    yield from _relations(frame)
    yield from _dates(frame, matched, where)


def _some(matched: Matched, rows: Bools | Ints) -> Matched:
    if rows.dtype == np.bool_ and rows.all():
        return matched
    return Matched(*(getattr(matched, name)[rows] for name in Matched.__slots__))


def _taken(where: Where, rows: Bools | Ints) -> Where:
    at = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows
    return Where(*(column[at] for column in where))


def _detection(frame: StudyFrame, matched: Matched, where: Where) -> Iterator[MeasuredFigure]:
    marks = frame.tables.rows.marks
    kept = marks.kept & frame.wanted[marks.layer]
    labels = frame.per_annotator(marks.document[kept], marks.layer[kept], marks.annotator[kept])
    whole = frame.pairs_of(labels)
    counted = Counted.of(whole, labels)
    exact = matched.iou == 1.0
    for figure, rows in (("exact", exact), ("overlap", None), ("iou", matched.iou > 0.5)):
        part = dense(frame.shape, where if rows is None else _taken(where, rows))
        share = ShareMeasure(2 * part, whole, mean=True)
        yield _of_documents(f"detection.{figure}", share, counted, NOTHING_MARKED)


def _characters(frame: StudyFrame) -> MeasuredFigure:
    tables, shape = frame.tables, frame.shape
    cover, shared = tables.rows.cover, tables.rows.shared
    covered = frame.shape._replace(pairs=frame.annotators)
    at = Where(frame.document(cover.document), cover.layer, cover.annotator)
    length = np.maximum(tables.characters[:, None] - tables.lost, 0).astype(np.float64)
    layers = np.flatnonzero(frame.wanted)
    alpha = CharacterAlpha(
        both=dense(shape, frame.where(shared), shared.characters.astype(np.float64)),
        marked=dense(covered, at, cover.characters.astype(np.float64)),
        length=length,
        common=frame.common,
        annotators=tables.done.sum(axis=1),
        of=(frame.first, frame.second),
        layers=layers,
    )
    characters = length[:, layers].max(axis=1, initial=0.0)
    counted = Counted(characters[:, None] * frame.common, length, characters)
    return _of_documents("detection.alpha", alpha, counted, NOTHING_MARKED, NOTHING_MARKED)


def _boundaries(frame: StudyFrame, matched: Matched, where: Where) -> Iterator[MeasuredFigure]:
    whole = dense(frame.shape, where)
    counted = Counted.of(whole)
    weights = (("iou", matched.iou), ("start", matched.start == 0), ("end", matched.end == 0))
    for figure, weight in weights:
        part = dense(frame.shape, where, weight.astype(np.float64))
        yield _of_documents(f"boundaries.{figure}", ShareMeasure(part, whole), counted)


def _layers(frame: StudyFrame, matched: Matched, where: Where) -> Iterator[MeasuredFigure]:
    crossed = frame.tables.rows.crossed
    rows = frame.wanted[crossed.layer] & frame.wanted[crossed.layer_b]
    across = _taken(frame.where(crossed), rows)
    both = Where(*(np.concatenate(columns) for columns in zip(where, across, strict=True)))
    pairs = ValuePairs(
        both,
        both.layer,
        np.concatenate((matched.layer, crossed.layer_b[rows])),
        np.concatenate((matched.weight_any, crossed.weight_any[rows])),
    )
    whole = dense(frame.shape, both)
    counted = Counted.of(whole)
    other = dense(frame.shape, across._replace(layer=crossed.layer_b[rows]))
    counted = counted._replace(layers=counted.layers + other.sum(axis=2))
    part = dense(frame.shape, where)
    yield _of_documents("label.observed", ShareMeasure(part, whole), counted)
    made = LayerKappa if frame.annotators == 2 else LayerAlpha
    layers = range(frame.shape.layers)
    yield _of_rows("label.kappa", made(frame.shape, pairs, layers), counted)
    ac1 = Ac1(frame.shape, pairs, layers, labels=int(frame.wanted.sum()))
    yield _of_rows("label.ac1", ac1, counted)


def _attributes(frame: StudyFrame, matched: Matched, where: Where) -> Iterator[MeasuredFigure]:
    for layer in frame.study.schema.layers:
        number = frame.study.layers.number(layer.id) - 1
        if not (frame.wanted[number] and layer.attributes):
            continue
        rows = np.flatnonzero(matched.layer == number)
        of_layer = Where(*(column[rows] for column in where))
        first, second, sets = numbered(matched.attributes_a[rows], matched.attributes_b[rows])
        said = [_parsed(frame.study.attributes[one]) for one in sets.tolist()]
        weight = matched.weight[rows]
        counted = Counted.of(dense(frame.shape, of_layer))
        for one in layer.attributes:
            if layer.unit == "date" and one.id == "value":
                continue
            value, values = _values(said, one)
            pairs = ValuePairs(of_layer, value[first], value[second], weight)
            made = Kappa if frame.annotators == 2 else Alpha
            measure = made(frame.shape, pairs, values)
            yield _of_rows(f"attribute.{layer.id}.{one.id}", measure, counted)
            if one.values:
                ac1 = Ac1(frame.shape, pairs, values, labels=len({*one.values, one.default}))
                yield _of_rows(f"ac1.{layer.id}.{one.id}", ac1, counted)


def _values(said: Sequence[Mapping[str, str]], attribute: Attribute) -> tuple[Ints, Sequence[str]]:
    """The value of each set of attributes, as numbers from 0, and the values."""
    values = [one.get(attribute.id, attribute.default) for one in said]
    known = {value: number for number, value in enumerate(sorted(set(values)))}
    return np.array([known[value] for value in values], dtype=np.int64), tuple(known)


_parsed = lru_cache(maxsize=1 << 14)(parsed_attributes)


def speaking_layers(study: Study) -> list[int]:
    """The layers of labels that somebody says."""
    said_by = study.schema.relation(SAID_BY)
    heads = said_by.heads if said_by else [x.id for x in study.schema.layers if x.speaker]
    return [study.layers.number(layer) - 1 for layer in heads]


def _speakers(frame: StudyFrame, matched: Matched, where: Where) -> Iterator[MeasuredFigure]:
    rows = np.flatnonzero(frame.among(speaking_layers(frame.study))[matched.layer])
    at = _taken(where, rows)
    whole = dense(frame.shape, at)
    counted = Counted.of(whole)
    first, second, values = numbered(matched.speaker_a[rows], matched.speaker_b[rows])
    same = dense(frame.shape, _taken(at, first == second))
    yield _of_documents("speaker.observed", ShareMeasure(same, whole), counted)
    alpha = Alpha(frame.shape, ValuePairs(at, first, second, matched.weight[rows]), values.tolist())
    yield _of_rows("speaker.alpha", alpha, counted)
    written = dense(frame.shape, _taken(at, matched.form_a[rows] == matched.form_b[rows]))
    yield _of_documents("speaker.form", ShareMeasure(written, whole), counted)


def _relations(frame: StudyFrame) -> Iterator[MeasuredFigure]:
    links, linked = frame.tables.rows.links, frame.tables.rows.linked
    where, kinds = frame.where(linked), frame.study.kinds
    shown, tied = frame.wanted[links.layer], frame.wanted[linked.layer]
    yield _matched_relations(frame, "links.f1", shown, tied, where)
    there = np.bincount(links.kind, minlength=len(kinds))
    nothing = _matched_relations(frame, "", np.zeros_like(shown), np.zeros_like(tied), where)
    for relation in frame.study.schema.relations:
        figure, kind = f"links.{relation.id}", kinds.number(relation.id)
        if not there[kind]:
            yield replace(nothing, id=figure)
            continue
        of_kind, tied_of_kind = shown & (links.kind == kind), tied & (linked.kind == kind)
        yield _matched_relations(frame, figure, of_kind, tied_of_kind, where)


def _matched_relations(
    frame: StudyFrame, figure: str, shown: Bools, tied: Bools, where: Where
) -> MeasuredFigure:
    links = frame.tables.rows.links
    of_all = frame.per_annotator(links.document[shown], links.layer[shown], links.annotator[shown])
    whole = frame.pairs_of(of_all)
    counted = Counted.of(whole, of_all)
    part = dense(frame.shape, _taken(where, tied))
    return _of_documents(figure, ShareMeasure(2 * part, whole, mean=True), counted, NOTHING_MARKED)


def _dates(frame: StudyFrame, matched: Matched, where: Where) -> Iterator[MeasuredFigure]:
    dated = [x.id for x in frame.study.schema.layers if x.unit == "date"]
    numbers = [frame.study.layers.number(layer) - 1 for layer in dated]
    rows = np.flatnonzero(frame.among(numbers)[matched.layer])
    at = _taken(where, rows)
    whole = dense(frame.shape, at)
    counted = Counted.of(whole)
    first, second, values = numbered(matched.date_a[rows], matched.date_b[rows])
    said = [frame.study.dates[value] for value in values.tolist()]
    dates = compared_dates(said, first, second)
    shares = (
        ("exact", (first == second).astype(np.float64)),
        ("granularity", dates.same_granularity.astype(np.float64)),
        ("contains", dates.contains.astype(np.float64)),
        ("jaccard", dates.jaccard),
    )
    for figure, weight in shares:
        part = dense(frame.shape, at, weight)
        yield _of_documents(f"date.{figure}", ShareMeasure(part, whole), counted)
    alpha = Alpha(
        frame.shape,
        ValuePairs(at, first, second, matched.weight[rows]),
        said,
        alike_of=dates_alike,
        agreement=dates.jaccard,
    )
    yield _of_rows("date.alpha", alpha, counted)
