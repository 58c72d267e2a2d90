"""The measures of a study: for each figure what it adds up, and what it counts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple, Self

import numpy as np

from pullquote.agreement.columns import Bools, Floats, Ints, annotator_pairs, both_done
from pullquote.agreement.date_values import compared_dates
from pullquote.agreement.reasons import NO_COMMON_ITEMS, NOTHING_MARKED, one_label
from pullquote.agreement.rows import SAID_BY, parsed_attributes
from pullquote.agreement.study import Study
from pullquote.agreement.sums import (
    Alpha,
    Kappa,
    Measure,
    Pairs,
    Shape,
    Share,
    Where,
    added,
    dense,
    numbered,
)
from pullquote.agreement.sums_of_characters import CharacterAlpha
from pullquote.agreement.sums_of_layers import LayerAlpha, LayerKappa
from pullquote.agreement.tables import Matched, Tables
from pullquote.agreement.values import Reason
from pullquote.model.schema import Attribute

ONE_LABEL = one_label(1.0)


class Counted(NamedTuple):
    """What a figure is made of, in its unit."""

    total: int
    pairs: Floats
    layers: Floats
    documents: Floats

    @classmethod
    def of(cls, counts: Floats) -> Self:
        """Of (documents, layers, pairs)."""
        return cls(
            round(float(counts.sum())),
            counts.sum(axis=(0, 1)),
            counts.sum(axis=(0, 2)),
            counts.sum(axis=(1, 2)),
        )


@dataclass(frozen=True, eq=False)
class Measured:
    """`nothing` and `flat` say why there is no value: nothing to compare, or it does not vary."""

    id: str
    measure: Measure
    counted: Counted
    nothing: Reason = NO_COMMON_ITEMS
    flat: Reason = ONE_LABEL

    @cached_property
    def sums(self) -> Floats:
        return self.measure.sums

    @cached_property
    def squares(self) -> Floats:
        return self.measure.squares

    @cached_property
    def value(self) -> float | None:
        value = self.measure.value(self.sums.sum(axis=0), self.squares.sum(axis=0))
        return None if np.isnan(value) else float(value)


class Frame:
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


def measures(study: Study, tables: Tables, layers: Ints) -> Iterator[Measured]:
    """In the order of the definitions."""
    frame = Frame(study, tables, layers)
    matched = _some(tables.matched, frame.wanted[tables.matched.layer])
    where = frame.where(matched)
    yield from _detection(frame, matched, where)
    yield _characters(frame)
    yield from _boundaries(frame, matched, where)
    yield from _layers(frame, matched, where)
    yield from _attributes(frame, matched, where)
    yield from _speakers(frame, matched, where)
    yield from _links(frame)
    yield from _dates(frame, matched, where)


def _some(matched: Matched, rows: Bools | Ints) -> Matched:
    if rows.dtype == np.bool_ and rows.all():
        return matched
    return Matched(*(getattr(matched, name)[rows] for name in Matched.__slots__))


def _taken(where: Where, rows: Bools | Ints) -> Where:
    at = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows
    return Where(*(column[at] for column in where))


def _detection(frame: Frame, matched: Matched, where: Where) -> Iterator[Measured]:
    marks = frame.tables.marks
    kept = marks.kept & frame.wanted[marks.layer]
    labels = frame.per_annotator(marks.document[kept], marks.layer[kept], marks.annotator[kept])
    whole = frame.pairs_of(labels)
    counted = Counted.of(whole)._replace(
        total=round(float(labels.sum())),
        layers=labels.sum(axis=(0, 2)),
        documents=labels.sum(axis=(1, 2)),
    )
    exact = matched.iou == 1.0
    for figure, rows in (("exact", exact), ("overlap", None), ("iou", matched.iou > 0.5)):
        part = dense(frame.shape, where if rows is None else _taken(where, rows))
        share = Share(2 * part, whole, mean=True)
        yield Measured(f"detection.{figure}", share, counted, NOTHING_MARKED)


def _characters(frame: Frame) -> Measured:
    tables, shape = frame.tables, frame.shape
    cover, shared = tables.cover, tables.shared
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
    counted = Counted(
        round(float(characters.sum())),
        characters @ frame.common,
        length.sum(axis=0),
        characters,
    )
    return Measured("detection.alpha", alpha, counted, NOTHING_MARKED, NOTHING_MARKED)


def _boundaries(frame: Frame, matched: Matched, where: Where) -> Iterator[Measured]:
    whole = dense(frame.shape, where)
    counted = Counted.of(whole)
    weights = (("iou", matched.iou), ("start", matched.same_start), ("end", matched.same_end))
    for figure, weight in weights:
        part = dense(frame.shape, where, weight.astype(np.float64))
        yield Measured(f"boundaries.{figure}", Share(part, whole), counted)


def _layers(frame: Frame, matched: Matched, where: Where) -> Iterator[Measured]:
    crossed = frame.tables.crossed
    rows = frame.wanted[crossed.layer] & frame.wanted[crossed.layer_b]
    across = _taken(frame.where(crossed), rows)
    both = Where(*(np.concatenate(columns) for columns in zip(where, across, strict=True)))
    pairs = Pairs(
        both,
        both.layer,
        np.concatenate((matched.layer, crossed.layer_b[rows])),
        np.concatenate((matched.weight_any, crossed.weight_any[rows])),
    )
    whole = dense(frame.shape, both)
    counted = Counted.of(whole)
    agreed = added(pairs.first, None, frame.shape.layers)
    either = agreed + added(pairs.second[pairs.second != pairs.first], None, frame.shape.layers)
    counted = counted._replace(layers=either)
    part = dense(frame.shape, where)
    yield Measured("label.observed", Share(part, whole), counted)
    made = LayerKappa if frame.annotators == 2 else LayerAlpha
    yield Measured("label.kappa", made(frame.shape, pairs, frame.shape.layers), counted)


def _attributes(frame: Frame, matched: Matched, where: Where) -> Iterator[Measured]:
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
            pairs = Pairs(of_layer, value[first], value[second], weight)
            made = Kappa if frame.annotators == 2 else Alpha
            measure = made(frame.shape, pairs, values)
            yield Measured(f"attribute.{layer.id}.{one.id}", measure, counted)


def _values(said: Sequence[Mapping[str, str]], attribute: Attribute) -> tuple[Ints, int]:
    """The value of each set of attributes, as numbers from 0, and how many values."""
    values = [one.get(attribute.id, attribute.default) for one in said]
    known = {value: number for number, value in enumerate(sorted(set(values)))}
    return np.array([known[value] for value in values], dtype=np.int64), len(known)


_parsed = lru_cache(maxsize=1 << 14)(parsed_attributes)


def speaking_layers(study: Study) -> list[int]:
    """The layers of labels that somebody says."""
    said_by = study.schema.relation(SAID_BY)
    heads = said_by.heads if said_by else [x.id for x in study.schema.layers if x.speaker]
    return [study.layers.number(layer) - 1 for layer in heads]


def _speakers(frame: Frame, matched: Matched, where: Where) -> Iterator[Measured]:
    rows = np.flatnonzero(frame.among(speaking_layers(frame.study))[matched.layer])
    at = _taken(where, rows)
    whole = dense(frame.shape, at)
    counted = Counted.of(whole)
    first, second, values = numbered(matched.speaker_a[rows], matched.speaker_b[rows])
    same = dense(frame.shape, _taken(at, first == second))
    yield Measured("speaker.observed", Share(same, whole), counted)
    alpha = Alpha(frame.shape, Pairs(at, first, second, matched.weight[rows]), len(values))
    yield Measured("speaker.alpha", alpha, counted)
    written = dense(frame.shape, _taken(at, matched.form_a[rows] == matched.form_b[rows]))
    yield Measured("speaker.form", Share(written, whole), counted)


def _links(frame: Frame) -> Iterator[Measured]:
    links, linked = frame.tables.links, frame.tables.linked
    where, kinds = frame.where(linked), frame.study.kinds
    shown, tied = frame.wanted[links.layer], frame.wanted[linked.layer]
    yield _linked(frame, "links.f1", shown, tied, where)
    there = np.bincount(links.kind, minlength=len(kinds))
    nothing = _linked(frame, "", np.zeros_like(shown), np.zeros_like(tied), where)
    for relation in frame.study.schema.relations:
        figure, kind = f"links.{relation.id}", kinds.number(relation.id)
        if not there[kind]:
            yield replace(nothing, id=figure)
            continue
        of_kind, tied_of_kind = shown & (links.kind == kind), tied & (linked.kind == kind)
        yield _linked(frame, figure, of_kind, tied_of_kind, where)


def _linked(frame: Frame, figure: str, shown: Bools, tied: Bools, where: Where) -> Measured:
    links = frame.tables.links
    of_all = frame.per_annotator(links.document[shown], links.layer[shown], links.annotator[shown])
    whole = frame.pairs_of(of_all)
    counted = Counted.of(whole)._replace(
        total=round(float(of_all.sum())),
        layers=of_all.sum(axis=(0, 2)),
        documents=of_all.sum(axis=(1, 2)),
    )
    part = dense(frame.shape, _taken(where, tied))
    return Measured(figure, Share(2 * part, whole, mean=True), counted, NOTHING_MARKED)


def _dates(frame: Frame, matched: Matched, where: Where) -> Iterator[Measured]:
    dated = [x.id for x in frame.study.schema.layers if x.unit == "date"]
    numbers = [frame.study.layers.number(layer) - 1 for layer in dated]
    rows = np.flatnonzero(frame.among(numbers)[matched.layer])
    at = _taken(where, rows)
    whole = dense(frame.shape, at)
    counted = Counted.of(whole)
    first, second, values = numbered(matched.date_a[rows], matched.date_b[rows])
    dates = compared_dates([frame.study.dates[value] for value in values], first, second)
    shares = (
        ("exact", (first == second).astype(np.float64)),
        ("granularity", dates.same_granularity.astype(np.float64)),
        ("contains", dates.contains.astype(np.float64)),
        ("jaccard", dates.jaccard),
    )
    for figure, weight in shares:
        part = dense(frame.shape, at, weight)
        yield Measured(f"date.{figure}", Share(part, whole), counted)
    alpha = Alpha(
        frame.shape,
        Pairs(at, first, second, matched.weight[rows]),
        len(values),
        alike=dates.alike,
        agreement=dates.jaccard,
    )
    yield Measured("date.alpha", alpha, counted)
