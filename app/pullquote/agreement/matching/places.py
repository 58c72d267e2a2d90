"""Which labels of several annotators mean one place of a document: in columns, and as groups
of labels side by side with how they differ there.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self, get_args

import numpy as np

from pullquote.agreement.columns import Bools, Columns, Ints, Spans, connected, spans
from pullquote.agreement.matching.matches import Candidates, LayerMatches, overlapping
from pullquote.agreement.study.compare_labels import LabelComparer, LabelDifference
from pullquote.agreement.values import Kind, Version
from pullquote.model.schema import Schema
from pullquote.model.values import Annotation, Relation
from pullquote.text.spans import Span

PART = 0.5
"""A label belongs to another when they share this much of the shorter, at the least."""


@dataclass(frozen=True, slots=True, eq=False)
class SpanPairs(Columns):
    """Rows of spans of two annotators, the lower one first."""

    first: Ints
    second: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """`place` has the place of each row of the spans, numbered by the first span of each.

    `same` are the rows of one layer that were matched, `parts` the pairs of one layer in which one
    was left over and belongs to the other: the first where `left` is 1, the second where it is 2.
    `across` are the pairs of two layers on the same words.
    """

    place: Ints
    count: int
    same: SpanPairs
    parts: SpanPairs
    left: Ints
    across: SpanPairs


def find_places(spans: Spans) -> Places:
    """What any two annotators' spans have in common joins them to one place.

    Each two annotators are matched one to one within a layer, then what is left over across
    layers. What is left over then belongs to one of its layer that it overlaps by half of the
    shorter, unless it overlaps what its own annotator has there: a quote inside a quote is a
    place of its own.
    """
    annotators = int(spans.annotator.max()) + 1 if len(spans) else 0
    matches = LayerMatches.of(spans, annotators)
    same = SpanPairs(matches.first, matches.second)
    across = SpanPairs(matches.cross_first, matches.cross_second)
    parts, left = _parts(spans, overlapping(spans), _Partners(spans, matches.partner, across))
    place, count = _components(spans, [same, parts, across])
    return Places(place, count, same, parts, left, across)


class _Partners:
    """For each row and annotator, what it was matched with in its layer, and whether it is free."""

    def __init__(self, spans: Spans, same: Ints, across: SpanPairs) -> None:
        self._annotator, self._same = spans.annotator, same
        self._free = same < 0
        for one, other in ((across.first, across.second), (across.second, across.first)):
            self._free[one, spans.annotator[other]] = False

    def of(self, rows: Ints, others: Ints) -> Ints:
        """What `rows` have been matched with by the annotators of `others`, -1 for none."""
        found: Ints = self._same[rows, self._annotator[others]]
        return found

    def free(self, rows: Ints, others: Ints) -> Bools:
        """Whether `rows` are left over beside the annotators of `others`."""
        free: Bools = self._free[rows, self._annotator[others]]
        return free


def _parts(spans: Spans, near: Candidates, partners: _Partners) -> tuple[SpanPairs, Ints]:
    found = _part_of(spans, partners, near.first, near.second, near.shared)
    turned = _part_of(spans, partners, near.second, near.first, near.shared)
    some = found | turned
    return SpanPairs(near.first[some], near.second[some]), np.where(found[some], 1, 2)


def _part_of(spans: Spans, partners: _Partners, part: Ints, whole: Ints, shared: Ints) -> Bools:
    """Whether the rows of `part` are left over and belong to those of `whole`."""
    own = partners.of(whole, part)
    free = partners.free(part, whole) & (own >= 0)
    beside = (spans.end[own] <= spans.start[part]) | (spans.start[own] >= spans.end[part])
    shorter = np.minimum(spans.length[part], spans.length[whole])
    belongs: Bools = free & beside & (shared >= PART * shorter)
    return belongs


def _components(spans: Spans, pairs: list[SpanPairs]) -> tuple[Ints, int]:
    """The number of each row's component, counted in the order of document, start and -end."""
    both = SpanPairs.joined(pairs)
    order = np.lexsort((spans.annotator, spans.layer, -spans.end, spans.start, spans.document))
    rank = np.empty(len(spans), dtype=np.int64)
    rank[order] = np.arange(len(spans))
    least = connected(len(spans), rank[both.first], rank[both.second])[rank]
    number = np.zeros(len(spans), dtype=np.int64)
    number[least] = 1
    return (np.cumsum(number) - 1)[least], int(number.sum())


_KINDS: Mapping[Kind, int] = {kind: place for place, kind in enumerate(get_args(Kind))}
_Found = Mapping[LabelDifference, set[tuple[int, int]]]
_NONE: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Difference:
    """A way in which annotators differ at a place.

    `pairs` are those who do, the lower id first; for "missed" the one who annotated it, then the
    one who did not. `derived` are those of them whose labels at this place do not differ: a quote's
    speaker is another only because the mention that both relate it to has another, and is settled
    there.
    """

    kind: Kind
    detail: str
    pairs: frozenset[tuple[int, int]]
    derived: frozenset[tuple[int, int]] = _NONE

    @property
    def by(self) -> frozenset[int]:
        """Who missed it, or all who differ."""
        ends = (pair[1:] if self.kind == "missed" else pair for pair in self.pairs)
        return frozenset(annotator for end in ends for annotator in end)


@dataclass(frozen=True, slots=True)
class Group:
    """All labels that mean one place.

    `versions` has every annotator compared, with no labels where they annotated nothing here;
    `relations` those whose head is one of the labels. `layer` is that of the annotator with the
    lowest id who annotated something; `span` reaches over all labels. `differences` are in the
    order of `Kind`, one for each kind and detail; none where all agree.
    """

    layer: str
    span: Span
    versions: Mapping[int, tuple[Annotation, ...]]
    relations: Mapping[int, tuple[Relation, ...]]
    differences: tuple[Difference, ...]

    @property
    def annotations(self) -> tuple[Annotation, ...]:
        return tuple(a for version in self.versions.values() for a in version)

    @property
    def to_settle(self) -> list[Difference]:
        """The differences between labels of this place, without what is settled elsewhere."""
        here = (
            replace(x, pairs=x.pairs - x.derived, derived=_NONE) if x.derived else x
            for x in self.differences
        )
        return [difference for difference in here if difference.pairs]


def group(
    versions: Sequence[Version],
    schema: Schema,
    *,
    text: str = "",
    speakers: Mapping[int, int] | None = None,
) -> list[Group]:
    """The places of one document, by start; each label is in exactly one.

    One version per annotator; their order does not matter. `speakers` leads from a speaker to the
    one it was merged into; those not in it stand for themselves. With the document's `text`, a
    mention that names nobody of the register stands for its own words.
    """
    return group_each([versions], schema, text=text, speakers=speakers)[0]


def group_each(
    documents: Sequence[Sequence[Version]],
    schema: Schema,
    *,
    text: str = "",
    speakers: Mapping[int, int] | None = None,
) -> list[list[Group]]:
    """As `group`, the places of each document; many at once take half the time. `text` is of one.

    No label stands in two documents.
    """
    ordered = [sorted(versions, key=lambda version: version.annotator) for versions in documents]
    rows = _Rows.of(ordered, schema)
    found = find_places(rows.spans)
    place_of = dict(zip((label.id for label in rows.labels), found.place.tolist(), strict=True))
    relations = [
        relation for versions in ordered for version in versions for relation in version.relations
    ]
    answers = LabelComparer(
        schema, rows.labels, relations, place_of, text=text, speakers=speakers or {}
    )
    differences = _differences(rows, found, answers)
    members: list[list[Annotation]] = [[] for _ in range(found.count)]
    for label in rows.labels:
        members[place_of[label.id]].append(label)
    grouped: list[list[Group]] = [[] for _ in ordered]
    document_of = np.zeros(found.count, dtype=np.int64)
    document_of[found.place] = rows.spans.document
    each = zip(document_of.tolist(), members, differences, strict=True)
    for document, together, differing in each:
        grouped[document].append(_group(ordered[document], together, answers, differing))
    return grouped


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """The labels by document, annotator, start, -end and layer of the schema, as a study has them:
    which of two matches that are as good is taken depends on it.

    `done` (documents, annotators) tells whose versions are compared.
    """

    labels: Sequence[Annotation]
    spans: Spans
    annotators: Sequence[int]
    done: Bools

    @classmethod
    def of(cls, documents: Sequence[Sequence[Version]], schema: Schema) -> Self:
        labels = [label for versions in documents for x in versions for label in x.annotations]
        known = [layer.id for layer in schema.layers]
        others = sorted({label.layer for label in labels}.difference(known))
        layers = {name: number for number, name in enumerate([*known, *others])}
        annotators = sorted({x.annotator for versions in documents for x in versions})
        people = {who: number for number, who in enumerate(annotators)}
        columns = spans(
            [
                (number, people[x.annotator], layers[x.layer], x.start, x.end)
                for number, versions in enumerate(documents)
                for version in versions
                for x in version.annotations
            ]
        )
        done = np.zeros((len(documents), len(annotators)), dtype=np.bool_)
        for number, versions in enumerate(documents):
            done[number, [people[version.annotator] for version in versions]] = True
        order = np.lexsort(
            (columns.layer, -columns.end, columns.start, columns.annotator, columns.document)
        )
        ordered = [labels[row] for row in order.tolist()]
        return cls(ordered, columns.take(order), annotators, done)


def _group(
    versions: Sequence[Version],
    labels: Sequence[Annotation],
    answers: LabelComparer,
    found: _Found,
) -> Group:
    of: dict[int, tuple[Annotation, ...]] = {version.annotator: () for version in versions}
    relations: dict[int, tuple[Relation, ...]] = dict.fromkeys(of, ())
    for label in labels:
        of[label.annotator] += (label,)
        relations[label.annotator] += answers.relations(label.id)
    return Group(
        layer=labels[0].layer,
        span=Span(min([label.start for label in labels]), max([label.end for label in labels])),
        versions=of,
        relations=relations,
        differences=tuple(_told(found)) if found else (),
    )


def _told(found: _Found) -> Iterator[Difference]:
    kinds = {(kind, detail) for kind, detail, _ in found}
    for kind, detail in sorted(
        kinds, key=lambda difference: (_KINDS[difference[0]], difference[1])
    ):
        here = frozenset(found.get((kind, detail, False), ()))
        derived = frozenset(found.get((kind, detail, True), ())) - here
        yield Difference(kind, detail, here | derived, derived)


def _differences(rows: _Rows, found: Places, answers: LabelComparer) -> Sequence[_Found]:
    """For each place, the kinds of difference with the pairs of annotators who differ so."""
    labels, place = rows.labels, found.place.tolist()
    of_place: list[dict[LabelDifference, set[tuple[int, int]]]] = [
        defaultdict(set) for _ in range(found.count)
    ]

    def tell(
        pairs: SpanPairs, differences: Callable[[Annotation, Annotation], Iterable[LabelDifference]]
    ) -> None:
        for i, j in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True):
            one, other = labels[i], labels[j]
            for difference in differences(one, other):
                of_place[place[i]][difference].add((one.annotator, other.annotator))

    said = answers.numbers()
    tell(found.same.take(said[found.same.first] != said[found.same.second]), answers.differences)
    tell(found.parts, lambda _, __: [("boundary", "", False)])
    tell(found.across, lambda _, __: [("label", "", False)])
    for i, other in _missing(rows, found):
        of_place[place[i]]["missed", "", False].add((labels[i].annotator, other))
    return of_place


def _missing(rows: _Rows, found: Places) -> Iterator[tuple[int, int]]:
    """(row of a label, an annotator of the document who has nothing beside it)."""
    annotator = rows.spans.annotator
    met = ~rows.done[rows.spans.document]
    met[np.arange(len(annotator)), annotator] = True
    for pairs in (found.same, found.parts, found.across):
        met[pairs.first, annotator[pairs.second]] = True
        met[pairs.second, annotator[pairs.first]] = True
    label, other = np.nonzero(~met)
    people = [rows.annotators[number] for number in other.tolist()]
    return zip(label.tolist(), people, strict=True)
