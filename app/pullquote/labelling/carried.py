"""Labels carried to a copy of their words: where they would stand there, and what is in doubt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from pullquote.labelling.open_document import date_attributes
from pullquote.model.schema import Layer, Schema
from pullquote.model.values import Annotation, Relation
from pullquote.text.spans import Span

if TYPE_CHECKING:
    # rapidfuzz comes with it: loaded by who carries, not by who labels.
    from pullquote.duplicates.alignment import Alignment, PlacedSpan

Doubt = Literal[
    "number", "negation", "name", "date", "day", "words", "ends", "part", "done", "declined"
]  # fmt: skip
"""Why a person should look first: words inside differ in a number, a negation, a name or a date; a
date would be another day, counted from the copy's own publication; many words differ; the words at
an end are others; the words of a part do not stand there; the document is done; what is carried
was turned down there.
"""
Bar = Literal["labelled", "conflict", "assigned", "unaided", "excluded"]
"""Why nothing is carried: the label stands there; another one of its layer does; the document is
somebody else's, is to be labelled without help, or is no part of the corpus.
"""

# The share of words inside that must stand in both, for it to be the same that was said.
_ALIKE = 0.6
# The share of two extents that they have in common, for both to be the same.
_SAME_PLACE = 0.8


class LabelGroup(NamedTuple):
    """A label and the labels that are its parts, itself first, and the relations among them."""

    labels: tuple[Annotation, ...]
    relations: tuple[Relation, ...]

    @property
    def head(self) -> Annotation:
        return self.labels[0]


class LabelledText(NamedTuple):
    """A document: its text, its day of publication or None, and the labels of one annotator, with
    the layers and spans that this one turned down.
    """

    text: str
    published: str | None
    labels: Sequence[Annotation]
    declined: Sequence[tuple[str, Span]] = ()


def is_date(label: Annotation, schema: Schema) -> bool:
    """Whether it stands on a layer whose labels are dates."""
    layer = schema.layer(label.layer)
    return layer is not None and layer.unit == "date"


class CarriedLabel(NamedTuple):
    """`source` as it would stand in the copy; `there` is the id of the label that stands there and
    says the same, or with `follows` says what `source` was when it was carried.
    """

    source: Annotation
    span: Span
    attributes: Mapping[str, str]
    speaker: int | None
    there: int | None = None
    follows: bool = False


class CarriedGroup(NamedTuple):
    """A group in a copy: its labels, the head first; parts whose words are not there are left out.

    `doubts` and `bars` are in no order of weight; without any it is sure.
    """

    labels: tuple[CarriedLabel, ...]
    relations: tuple[Relation, ...]
    doubts: tuple[Doubt, ...] = ()
    bars: tuple[Bar, ...] = ()

    @property
    def is_sure(self) -> bool:
        return not self.doubts and not self.bars


def label_groups(
    wanted: Iterable[Annotation], labels: Sequence[Annotation], relations: Sequence[Relation],
    schema: Schema,
) -> list[LabelGroup]:  # fmt: skip
    """Those of `wanted` that are no part of others of them, in their order, each with its parts.

    Parts are what relations lead to, but for what opens by itself, such as a quote.
    """
    by_id = {label.id: label for label in labels}
    tails: dict[int, list[int]] = {}
    for relation in relations:
        tails.setdefault(relation.head, []).append(relation.tail)

    def parts(head: Annotation) -> dict[int, Annotation]:
        found, waiting = {head.id: head}, [head.id]
        while waiting:
            for tail in tails.get(waiting.pop(), ()):
                label = by_id.get(tail)
                layer = schema.layer(label.layer) if label else None
                if label is not None and tail not in found and not (layer and layer.opens):
                    found[tail] = label
                    waiting.append(tail)
        return found

    closed = [parts(head) for head in wanted]
    of_others = {n for group in closed for n in list(group)[1:]}
    return [
        LabelGroup(
            tuple(group.values()),
            tuple(r for r in relations if r.head in group and r.tail in group),
        )
        for group in closed
        if next(iter(group)) not in of_others
    ]


def carried_group(
    group: LabelGroup,
    alignment: "Alignment",
    here: LabelledText,
    there: LabelledText,
    schema: Schema,
) -> CarriedGroup | None:
    """What becomes of `group` there; None where nothing answers to the words of its head.

    A head whose speaker is named in words that are not there keeps who it was.
    """
    placed = {label.id: alignment.place(label.span) for label in group.labels}
    if placed[group.head.id] is None:
        return None
    doubts, bars = dict[Doubt, None](), dict[Bar, None]()
    found: list[CarriedLabel] = []
    # A date may be counted from one before it.
    for label in sorted(group.labels, key=lambda a: a.start):
        place = placed[label.id]
        if place is None:
            doubts["part"] = None
            continue
        for doubt in extent_doubts(here.text, label.span, there.text, place):
            doubts["part" if doubt == "ends" and label is not group.head else doubt] = None
        carried = CarriedLabel(label, place.span, label.attributes, label.speaker)
        layer = schema.layer(label.layer)
        if layer is not None and layer.unit == "date":
            carried, moved = _counted_there(carried, layer, here, there, found)
            doubts |= dict.fromkeys(["day"] * moved)
        carried, bar = _beside(carried, there, is_head=label is group.head)
        bars |= dict.fromkeys(bar)
        if carried.there is None and _is_declined(label.layer, place.span, there):
            doubts["declined"] = None
        found.append(carried)
    if all(one.there is not None and not one.follows for one in found):
        bars = {"labelled": None}
    found.sort(key=lambda one: one.source is not group.head)
    found[0] = _with_speaker(found[0], group, {one.source.id for one in found}, schema)
    return CarriedGroup(tuple(found), group.relations, tuple(doubts), tuple(bars))


def _is_declined(layer: str, span: Span, there: LabelledText) -> bool:
    """As a suggestion that was turned down stays away: where most of both is the same."""
    return any(
        layer == other and span.overlap(where) >= _SAME_PLACE * len(span.union(where))
        for other, where in there.declined
    )


def extent_doubts(text: str, span: Span, other: str, place: "PlacedSpan") -> list[Doubt]:
    """What is in doubt of words that stand at `place` in `other`."""
    from pullquote.duplicates.contradictions import strict_contradictions

    found: list[Doubt] = list(strict_contradictions(text, span, other, place.span))
    if not place.is_sure:
        found.append("ends")
    if place.likeness < _ALIKE:
        found.append("words")
    return found


def _counted_there(
    date: CarriedLabel,
    layer: Layer,
    here: LabelledText,
    there: LabelledText,
    before: Sequence[CarriedLabel],
) -> tuple[CarriedLabel, bool]:
    """The date as the rule has it there, if that is what it is here, else as a person set it; and
    whether its words mean another day there.
    """
    label = date.source
    others = [a for a in here.labels if a.id != label.id]
    ours = date_attributes(here.text, label.span, here.published, others)
    known = [
        replace(c.source, start=c.span.start, end=c.span.end, attributes=c.attributes)
        for c in before
    ]
    theirs = date_attributes(there.text, date.span, there.published, [*there.labels, *known])
    is_by_rule = all(
        label.attributes.get(name) == value for name, value in ours.items() if layer.attribute(name)
    )
    fresh = {name: value for name, value in theirs.items() if is_by_rule and layer.attribute(name)}
    attributes = {**label.attributes, **fresh}
    return date._replace(attributes=attributes), ours.get("value") != theirs.get("value")


def _beside(
    carried: CarriedLabel, there: LabelledText, *, is_head: bool
) -> tuple[CarriedLabel, list[Bar]]:
    """What stands there already: what says the same is used, and what was carried from it and
    nobody touched since follows it; anything else is in the way.
    """
    label = carried.source
    own = copy_at(there.labels, label, carried.span)
    others = [
        a
        for a in there.labels
        if a.layer == label.layer and a.span.overlaps(carried.span) and a is not own
    ]
    if own is not None and not others:
        follows = (own.layer, own.span, *_says(own)) != (
            label.layer, carried.span, carried.speaker, dict(carried.attributes)
        )  # fmt: skip
        return carried._replace(there=own.id, follows=follows), []
    if not others:
        return carried, []
    same = next((a for a in others if a.span == carried.span), None)
    if is_head:
        return carried, ["labelled" if same else "conflict"]
    if same is None or _says(same) != (carried.speaker, dict(carried.attributes)):
        return carried, ["conflict"]
    return carried._replace(there=same.id), []


def copy_at(labels: Iterable[Annotation], source: Annotation, span: Span) -> Annotation | None:
    """What was carried from `source` to words at `span`, which may stand in a document twice."""
    copies = [a for a in labels if is_copy_of(a, source) and a.span.overlaps(span)]
    return max(copies, key=lambda a: a.span.overlap(span), default=None)


def is_copy_of(label: Annotation, source: Annotation) -> bool:
    """Whether it was carried from `source`, and nobody has changed or confirmed it."""
    return is_untouched(label) and label.carried_from == source.uid


def is_untouched(label: Annotation) -> bool:
    """Whether it stands as it was carried, and nobody has said that it is right."""
    return label.origin == "carried" and label.confirmed_at is None


def _says(label: Annotation) -> tuple[int | None, dict[str, str]]:
    return label.speaker, dict(label.attributes)


def _with_speaker(
    head: CarriedLabel, group: LabelGroup, there: set[int], schema: Schema
) -> CarriedLabel:
    gone = [a.speaker for a in group.labels if a.id not in there and a.speaker is not None]
    layer = schema.layer(head.source.layer)
    if head.speaker is None and gone and layer is not None and layer.speaker:
        return head._replace(speaker=gone[0])
    return head
