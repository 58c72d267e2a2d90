"""How each two annotators differ at each place of a study, in columns."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import get_args

import numpy as np

from pullquote.agreement.columns import Bools, Columns, Ints, equal_rows
from pullquote.agreement.matching.places import Places, find_places
from pullquote.agreement.study.compare_labels import (
    ANCHOR,
    VALUE,
    anchor_relations,
    attribute_of,
    date_difference,
    speaker_relations,
)
from pullquote.agreement.study.project_rows import positions
from pullquote.agreement.study.selection import Selection
from pullquote.agreement.study.study import Names, Study
from pullquote.agreement.values import Kind

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True, eq=False)
class DifferenceTable(Columns):
    """One row for each two annotators and way in which they differ at a place.

    `kind` numbers `KINDS`, `detail` the names of `Differences`. `first` and `second` are rows of
    the spans, of the lower annotator first; for "missed" `first` is the row of the one who
    annotated it, and `second` is -1. `other` is the annotator of `second`, or the one who missed
    it. `left` is 1 where `first` was left over as a part of `second`, 2 the other way round, else
    0.
    """

    place: Ints
    kind: Ints
    detail: Ints
    first: Ints
    second: Ints
    other: Ints
    left: Ints


@dataclass(frozen=True, slots=True, eq=False)
class ComparedRelations:
    """Relations whose ends are compared, by head: rows of spans, the place that a tail is in."""

    head: Ints
    tail: Ints
    kind: Ints
    role: Ints
    place: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Differences:
    """`selection` is what was compared, in `places`; `details` give the details their text."""

    study: Study
    selection: Selection
    places: Places
    relations: ComparedRelations
    details: Names
    table: DifferenceTable


def differences(study: Study, selection: Selection) -> Differences:
    """All differences between labels of the selection, those of each pair apart."""
    found = find_places(selection.spans)
    relations = _compared_relations(study, selection, found)
    details = Names()
    finder = _DifferenceFinder(study, selection, found, relations, details)
    table = DifferenceTable.joined(list(finder.all()))
    return Differences(study, selection, found, relations, details, table)


class _DifferenceFinder:
    def __init__(
        self,
        study: Study,
        selection: Selection,
        found: Places,
        relations: ComparedRelations,
        details: Names,
    ) -> None:
        self._study, self._selection, self._found = study, selection, found
        self._relations, self._details = relations, details
        self._spans = selection.spans
        self._first, self._second = found.same.first, found.same.second
        self._rows = selection.rows[self._first], selection.rows[self._second]
        self._layer = self._spans.layer[self._first]
        self._layers = {study.layers.number(x.id) - 1: x for x in study.schema.layers}

    def all(self) -> Iterator[DifferenceTable]:
        yield self._missed()
        yield from self._boundaries()
        yield self._of_pairs("label", self._found.across.first, self._found.across.second)
        moved = np.zeros(len(self._first), dtype=np.bool_)
        for kind, unlike in self._relations_unlike():
            if kind in anchor_relations(self._study.schema):
                moved |= unlike
            yield self._same("link", unlike, kind)
        yield from self._attributes(moved)
        yield from self._speakers()

    def _missed(self) -> DifferenceTable:
        """Labels beside which another annotator, who has done the document, has nothing."""
        selection, spans = self._selection, self._spans
        met = ~selection.done[spans.document]
        rows = np.arange(len(spans))
        met[rows, spans.annotator] = True
        for pairs in (self._found.same, self._found.parts, self._found.across):
            met[pairs.first, spans.annotator[pairs.second]] = True
            met[pairs.second, spans.annotator[pairs.first]] = True
        first, other = np.nonzero(~met)
        return self._table("missed", first, np.full(len(first), -1), other)

    def _boundaries(self) -> Iterator[DifferenceTable]:
        start, end = self._spans.start, self._spans.end
        unlike = start[self._first] != start[self._second]
        unlike |= end[self._first] != end[self._second]
        yield self._same("boundary", unlike)
        parts = self._found.parts
        table = self._of_pairs("boundary", parts.first, parts.second)
        yield replace(table, left=self._found.left)

    def _attributes(self, moved: Bools) -> Iterator[DifferenceTable]:
        one, other = (self._study.labels.attributes[rows] for rows in self._rows)
        some = np.flatnonzero(one != other)
        for number, layer in self._layers.items():
            pairs = some[self._layer[some] == number]
            if not len(pairs):
                continue
            for attribute in layer.attributes:
                codes = _codes(self._study, attribute.id)
                unlike = pairs[codes[one[pairs]] != codes[other[pairs]]]
                if layer.unit == "date" and attribute.id == ANCHOR:
                    moved = moved.copy()
                    moved[unlike] = True
                if layer.unit != "date" or attribute.id != VALUE:
                    yield self._same("attribute", unlike, attribute.id)
        yield from self._dates(moved)

    def _dates(self, moved: Bools) -> Iterator[DifferenceTable]:
        one, other = (self._study.labels.date[rows] for rows in self._rows)
        dates = self._study.dates
        detail = cache(
            lambda one, other, moved: date_difference(dates[one], dates[other], moved=moved)
        )
        some = np.flatnonzero(one != other)
        asked = zip(one[some].tolist(), other[some].tolist(), moved[some].tolist(), strict=True)
        codes = self._details.numbers([detail(*pair) for pair in asked])
        table = self._of_pairs("date", self._first[some], self._second[some])
        yield replace(table, detail=codes)

    def _speakers(self) -> Iterator[DifferenceTable]:
        """A mention that a quote or claim leads to is told there, and not by itself."""
        one, other = (self._study.labels.speaker[rows] for rows in self._rows)
        keep = [number for number, layer in self._layers.items() if layer.speaker]
        unlike = (one != other) & np.isin(self._layer, keep)
        naming = [self._study.kinds.number(x) for x in speaker_relations(self._study.schema)]
        tails = self._relations.tail[np.isin(self._relations.kind, naming)]
        named = np.zeros(len(self._spans), dtype=np.bool_)
        named[tails] = True
        yield self._same("speaker", unlike & ~(named[self._first] | named[self._second]))

    def _relations_unlike(self) -> Iterator[tuple[str, Bools]]:
        """For each kind of relation, the matched pairs that do not lead to the same places."""
        relations = self._relations
        for kind in np.unique(relations.kind).tolist():
            of_kind = relations.kind == kind
            head, end = (
                relations.head[of_kind],
                _numbered(relations.role[of_kind], relations.place[of_kind]),
            )
            unlike = _lacking(head, end, self._first, self._second)
            unlike |= _lacking(head, end, self._second, self._first)
            yield self._study.kinds[kind], unlike

    def _same(self, kind: Kind, unlike: Bools | Ints, detail: str = "") -> DifferenceTable:
        return self._of_pairs(kind, self._first[unlike], self._second[unlike], detail)

    def _of_pairs(self, kind: Kind, first: Ints, second: Ints, detail: str = "") -> DifferenceTable:
        return self._table(kind, first, second, self._spans.annotator[second], detail)

    def _table(
        self, kind: Kind, first: Ints, second: Ints, other: Ints, detail: str = ""
    ) -> DifferenceTable:
        return DifferenceTable(
            place=self._found.place[first],
            kind=np.full(len(first), KINDS.index(kind)),
            detail=np.full(len(first), self._details.number(detail)),
            first=first,
            second=second,
            other=other,
            left=np.zeros(len(first), dtype=np.int64),
        )


def _codes(study: Study, name: str) -> Ints:
    """For each stored set of attributes a number that tells the values of this one apart."""
    known: dict[str, int] = {}
    sets = [json.loads(stored) if stored else {} for stored in study.attributes]
    values = (attribute_of(stored, name) for stored in sets)
    return np.array([known.setdefault(value, len(known)) for value in values], dtype=np.int64)


def _compared_relations(study: Study, selection: Selection, found: Places) -> ComparedRelations:
    ids = study.labels.id[selection.rows]
    head, tail = positions(ids, study.relations.head), positions(ids, study.relations.tail)
    known = np.flatnonzero((head >= 0) & (tail >= 0))
    known = known[np.argsort(head[known], kind="stable")]
    return ComparedRelations(
        head=head[known],
        tail=tail[known],
        kind=study.relations.kind[known],
        role=study.relations.role[known],
        place=found.place[tail[known]],
    )


def _lacking(head: Ints, end: Ints, first: Ints, second: Ints) -> Bools:
    """Which pairs have a relation from `first` that there is none like from `second`.

    `head` is sorted; `end` numbers what a relation leads to.
    """
    pair, relation = equal_rows(head, first)
    most = int(end.max(initial=0)) + 1
    there = np.isin(second[pair] * most + end[relation], head * most + end)
    lacking = np.zeros(len(first), dtype=np.bool_)
    lacking[pair[~there]] = True
    return lacking


def _numbered(role: Ints, place: Ints) -> Ints:
    return role * (int(place.max(initial=0)) + 1) + place
