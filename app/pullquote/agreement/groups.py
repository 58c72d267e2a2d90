"""The labels of several annotators side by side: each place with how they differ there."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from pullquote.agreement.answers import Answers, Told
from pullquote.agreement.columns import Spans, spans
from pullquote.agreement.places import Pairs, Places, places
from pullquote.agreement.values import Kind, Version
from pullquote.model.schema import Schema
from pullquote.model.values import Annotation, Relation
from pullquote.text.spans import Span


@dataclass(frozen=True, slots=True)
class Difference:
    """A way in which annotators differ at a place.

    `pairs` are those who do, the lower id first; for "missed" the one who marked it, then the one
    who did not. `derived` says that nothing in the labels of this place differs: a quote's speaker
    is another only because the mention that both tie it to has another, and is settled there.
    """

    kind: Kind
    detail: str
    pairs: frozenset[tuple[int, int]]
    derived: bool = False

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
    of `Kind`; none where all agree.
    """

    layer: str
    span: Span
    versions: Mapping[int, tuple[Annotation, ...]]
    relations: Mapping[int, tuple[Relation, ...]]
    differences: tuple[Difference, ...]

    @property
    def annotations(self) -> tuple[Annotation, ...]:
        return tuple(a for version in self.versions.values() for a in version)


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
    labels = [label for version in ordered for label in version.annotations]
    found = places(_spans(labels))
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


def _spans(labels: Sequence[Annotation]) -> Spans:
    layers = {name: number for number, name in enumerate(sorted({x.layer for x in labels}))}
    people = {who: number for number, who in enumerate(sorted({x.annotator for x in labels}))}
    return spans([(0, people[x.annotator], layers[x.layer], x.start, x.end) for x in labels])


def _group(
    versions: Sequence[Version],
    labels: Sequence[Annotation],
    answers: Answers,
    found: Mapping[Told, set[tuple[int, int]]],
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
        differences=tuple(
            Difference(kind, detail, frozenset(found[kind, detail, derived]), derived)
            for kind, detail, derived in sorted(found, key=_by_kind)
        ),
    )


_Found = dict[Told, set[tuple[int, int]]]


def _differences(
    annotators: Sequence[int], labels: Sequence[Annotation], found: Places, answers: Answers
) -> list[_Found]:
    """For each place, the kinds of difference with the pairs of annotators who differ so."""
    place = found.place.tolist()
    of_place: list[_Found] = [defaultdict(set) for _ in range(found.count)]
    met: set[tuple[int, int]] = set()

    def meet(pairs: Pairs, differences: Callable[[Annotation, Annotation], Iterable[Told]]) -> None:
        for i, j in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True):
            one, other = labels[i], labels[j]
            met.update(((i, other.annotator), (j, one.annotator)))
            for told in differences(one, other):
                of_place[place[i]][told].add((one.annotator, other.annotator))

    meet(found.same, answers.differences)
    meet(found.parts, lambda _, __: [("boundary", "", False)])
    meet(found.across, lambda _, __: [("label", "", False)])
    for i, label in enumerate(labels):
        for other in annotators:
            if other != label.annotator and (i, other) not in met:
                of_place[place[i]]["missed", "", False].add((label.annotator, other))
    return of_place


_KINDS: Mapping[Kind, int] = {kind: place for place, kind in enumerate(get_args(Kind))}


def _by_kind(found: Told) -> tuple[int, str, bool]:
    return _KINDS[found[0]], found[1], found[2]
