"""What a label says beside where it stands, and in what two matched labels differ."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Literal

import numpy as np

from pullquote.agreement.columns import Ints
from pullquote.agreement.values import Kind
from pullquote.calendar.values import granularity
from pullquote.model.schema import Layer, Schema
from pullquote.model.values import Annotation, Relation
from pullquote.text.folding import fold

DateDetail = Literal["granularity", "anchor", "year", "value"]

LabelDifference = tuple[Kind, str, bool]
"""Kind, detail, and whether it follows from a difference elsewhere."""

VALUE, ANCHOR = "value", "anchor"


class LabelComparer:
    """Compares labels of two people: their attributes, speakers and relations.

    `place_of` leads from a label's id to its place: a relation is the same when it leads to the
    same place. Relations whose ends are not among the labels are passed over.
    """

    def __init__(
        self,
        schema: Schema,
        labels: Iterable[Annotation],
        relations: Iterable[Relation],
        place_of: Mapping[int, int],
        *,
        text: str = "",
        speakers: Mapping[int, int],
    ) -> None:
        self._layers = {layer.id: layer for layer in schema.layers}
        self._naming = speaker_relations(schema)
        self._anchoring = anchor_relations(schema)
        self._labels = {label.id: label for label in labels}
        self._place_of = place_of
        self._text = text
        self._speakers = speakers
        self._relations: dict[int, tuple[Relation, ...]] = {}
        for relation in relations:
            if relation.head in self._labels and relation.tail in self._labels:
                self._relations[relation.head] = (*self._relations.get(relation.head, ()), relation)
        known: dict[Hashable, int] = {}
        self._numbers = {
            label.id: known.setdefault(self._all(label), len(known))
            for label in self._labels.values()
        }
        self._differences_of: dict[tuple[int, int], tuple[LabelDifference, ...]] = {}

    def relations(self, label: int) -> tuple[Relation, ...]:
        """Relations that the label is the head of."""
        return self._relations.get(label, ())

    def numbers(self) -> Ints:
        """For each label a number; those with the same one do not differ."""
        return np.array(list(self._numbers.values()), dtype=np.int64)

    def attribute(self, label: Annotation, name: str) -> str:
        return attribute_of(label.attributes, name)

    def speaker(self, label: Annotation) -> int | str | None:
        """Who speaks: of the mention that the label is related to, else its own.

        The canonical speaker, or the words of a mention that names nobody of the register.
        """
        named = label
        for relation in self._relations.get(label.id, ()):
            if relation.kind in self._naming:
                named = self._labels[relation.tail]
                break
        if named.speaker is not None:
            return self._speakers.get(named.speaker, named.speaker)
        layer = self._layers.get(named.layer)
        if self._text and layer and layer.speaker and not layer.opens:
            return fold(named.span.of(self._text)).text.strip() or None
        return None

    def relation_ends(self, label: Annotation) -> dict[str, frozenset[tuple[str, int]]]:
        """For each kind of relation the (role, place it leads to)."""
        of: dict[str, set[tuple[str, int]]] = defaultdict(set)
        for relation in self.relations(label.id):
            of[relation.kind].add((relation.role, self._place_of[relation.tail]))
        return {kind: frozenset(ends) for kind, ends in of.items()}

    def differences(self, one: Annotation, other: Annotation) -> tuple[LabelDifference, ...]:
        """How two labels of one layer differ that were matched."""
        numbers = self._numbers[one.id], self._numbers[other.id]
        if numbers not in self._differences_of:
            self._differences_of[numbers] = tuple(self._differences(one, other))
        return self._differences_of[numbers]

    def _differences(self, one: Annotation, other: Annotation) -> Iterator[LabelDifference]:
        if (one.start, one.end) != (other.start, other.end):
            yield "boundary", "", False
        ends, others = self.relation_ends(one), self.relation_ends(other)
        moved = {kind for kind in ends.keys() | others.keys() if ends.get(kind) != others.get(kind)}
        layer = self._layers.get(one.layer)
        if layer is not None:
            yield from self._attributes(layer, one, other, moved=bool(moved & self._anchoring))
            if layer.speaker and self.speaker(one) != self.speaker(other):
                related = any(relation.kind in self._naming for relation in self.relations(one.id))
                yield "speaker", "", related and not moved & self._naming
        yield from (("link", kind, False) for kind in moved)

    def _all(self, label: Annotation) -> Hashable:
        relations = self._relations.get(label.id, ())
        ends = frozenset(
            [
                (relation.kind, relation.role, self._place_of[relation.tail])
                for relation in relations
            ]
        )
        attributes = tuple(label.attributes.items())
        extent = label.layer, label.start, label.end
        return extent, attributes, self.speaker(label), ends

    def _attributes(
        self, layer: Layer, one: Annotation, other: Annotation, *, moved: bool
    ) -> Iterator[LabelDifference]:
        if one.attributes == other.attributes:
            return
        unlike = [
            attribute.id
            for attribute in layer.attributes
            if self.attribute(one, attribute.id) != self.attribute(other, attribute.id)
        ]
        if layer.unit == "date" and VALUE in unlike:
            unlike.remove(VALUE)
            values = self.attribute(one, VALUE), self.attribute(other, VALUE)
            yield "date", date_difference(*values, moved=moved or ANCHOR in unlike), False
        yield from (("attribute", name, False) for name in unlike)


def attribute_of(stored: Mapping[str, str], name: str) -> str:
    """Its value, "" where it is not set: nobody said what the schema proposes."""
    return stored.get(name, "")


def speaker_relations(schema: Schema) -> frozenset[str]:
    """Relations to mentions of speakers: what they lead to says who speaks."""
    mentions = {layer.id for layer in schema.layers if layer.speaker and not layer.opens}
    return frozenset(relation.id for relation in schema.relations if mentions & set(relation.tails))


def anchor_relations(schema: Schema) -> frozenset[str]:
    """Relations from one date to another, which it is counted from."""
    dates = {layer.id for layer in schema.layers if layer.unit == "date"}
    relations = (relation for relation in schema.relations if relation.heads and relation.tails)
    return frozenset(
        relation.id for relation in relations if dates >= {*relation.heads, *relation.tails}
    )


def date_difference(one: str, other: str, *, moved: bool = False) -> DateDetail:
    """In what two calendar values differ that are not the same, letter by letter.

    `moved` says that they were counted from different dates.
    """
    if not one or not other:
        return "value"
    if granularity(one) != granularity(other):
        return "granularity"
    if moved:
        return "anchor"
    return "year" if one[4:] == other[4:] and one[:4] != other[:4] else "value"
