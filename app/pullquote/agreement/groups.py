"""The labels of several annotators side by side: each place with how they differ there."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

import numpy as np

from pullquote.agreement.answers import Answers, Told
from pullquote.agreement.columns import Spans, spans
from pullquote.agreement.places import Pairs, Places, places
from pullquote.agreement.values import Kind, Version
from pullquote.model.schema import Schema
from pullquote.model.values import Annotation, Relation
from pullquote.text.spans import Span

_KINDS: Mapping[Kind, int] = {kind: place for place, kind in enumerate(get_args(Kind))}
_Found = Mapping[Told, set[tuple[int, int]]]
_NONE: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Difference:
    """A way in which annotators differ at a place.

    `pairs` are those who do, the lower id first; for "missed" the one who marked it, then the one
    who did not. `derived` are those of them whose labels at this place do not differ: a quote's
    speaker is another only because the mention that both tie it to has another, and is settled
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

    `versions` has every annotator compared, with no labels where they marked nothing here;
    `relations` those whose head is one of the labels. `layer` is that of the annotator with the
    lowest id who marked something; `span` reaches over all labels. `differences` are in the order
    of `Kind`, one for each kind and detail; none where all agree.
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
        here = (replace(x, pairs=x.pairs - x.derived, derived=_NONE) for x in self.differences)
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
    ordered = sorted(versions, key=lambda version: version.annotator)
    labels, columns = _rows([label for x in ordered for label in x.annotations], schema)
    found = places(columns)
    place_of = dict(zip((label.id for label in labels), found.place.tolist(), strict=True))
    relations = [relation for version in ordered for relation in version.relations]
    answers = Answers(schema, labels, relations, place_of, text=text, speakers=speakers or {})
    differences = _differences([v.annotator for v in ordered], labels, found, answers)
    members: list[list[Annotation]] = [[] for _ in range(found.count)]
    for label in labels:
        members[place_of[label.id]].append(label)
    return [
        _group(ordered, together, answers, told)
        for together, told in zip(members, differences, strict=True)
    ]


def _rows(labels: Sequence[Annotation], schema: Schema) -> tuple[list[Annotation], Spans]:
    """The labels by annotator, start, -end and layer of the schema, as a study has them: which of
    two matches that are as good is taken depends on it.
    """
    known = [layer.id for layer in schema.layers]
    others = sorted({label.layer for label in labels}.difference(known))
    layers = {name: number for number, name in enumerate([*known, *others])}
    people = {who: number for number, who in enumerate(sorted({x.annotator for x in labels}))}
    columns = spans([(0, people[x.annotator], layers[x.layer], x.start, x.end) for x in labels])
    order = np.lexsort((columns.layer, -columns.end, columns.start, columns.annotator))
    return [labels[row] for row in order.tolist()], columns.take(order)


def _group(
    versions: Sequence[Version],
    labels: Sequence[Annotation],
    answers: Answers,
    found: _Found,
) -> Group:
    of: dict[int, list[Annotation]] = {version.annotator: [] for version in versions}
    for label in labels:
        of[label.annotator].append(label)
    return Group(
        layer=next(version[0].layer for version in of.values() if version),
        span=Span(min(label.start for label in labels), max(label.end for label in labels)),
        versions={annotator: tuple(version) for annotator, version in of.items()},
        relations={
            annotator: tuple(tie for label in version for tie in answers.ties(label.id))
            for annotator, version in of.items()
        },
        differences=tuple(_told(found)),
    )


def _told(found: _Found) -> Iterator[Difference]:
    kinds = {(kind, detail) for kind, detail, _ in found}
    for kind, detail in sorted(kinds, key=lambda told: (_KINDS[told[0]], told[1])):
        here = frozenset(found.get((kind, detail, False), ()))
        derived = frozenset(found.get((kind, detail, True), ())) - here
        yield Difference(kind, detail, here | derived, derived)


def _differences(
    annotators: Sequence[int], labels: Sequence[Annotation], found: Places, answers: Answers
) -> Sequence[_Found]:
    """For each place, the kinds of difference with the pairs of annotators who differ so."""
    place = found.place.tolist()
    of_place: list[dict[Told, set[tuple[int, int]]]] = [
        defaultdict(set) for _ in range(found.count)
    ]

    def tell(pairs: Pairs, differences: Callable[[Annotation, Annotation], Iterable[Told]]) -> None:
        for i, j in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True):
            one, other = labels[i], labels[j]
            for told in differences(one, other):
                of_place[place[i]][told].add((one.annotator, other.annotator))

    said = answers.numbers()
    tell(found.same.take(said[found.same.first] != said[found.same.second]), answers.differences)
    tell(found.parts, lambda _, __: [("boundary", "", False)])
    tell(found.across, lambda _, __: [("label", "", False)])
    for i, other in _missing(annotators, labels, found):
        of_place[place[i]]["missed", "", False].add((labels[i].annotator, other))
    return of_place


def _missing(
    annotators: Sequence[int], labels: Sequence[Annotation], found: Places
) -> Iterator[tuple[int, int]]:
    """(row of a label, an annotator who has nothing beside it)."""
    column = {who: number for number, who in enumerate(annotators)}
    of = np.array([column[label.annotator] for label in labels], dtype=np.int64)
    met = np.zeros((len(labels), len(annotators)), dtype=np.bool_)
    met[np.arange(len(labels)), of] = True
    for pairs in (found.same, found.parts, found.across):
        met[pairs.first, of[pairs.second]] = True
        met[pairs.second, of[pairs.first]] = True
    rows, others = np.nonzero(~met)
    return ((i, annotators[n]) for i, n in zip(rows.tolist(), others.tolist(), strict=True))
