"""What the Labels page shows, from the annotations and relations of a document.

The rows of the tree, as `model.tree` arranges them, and the selected label for the inspector.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pullquote.model.schema import RelationType, Schema, Unit
from pullquote.model.tree import Node
from pullquote.model.values import Annotation, Relation, Speaker
from pullquote.text.spans import Span
from pullquote.ui.panels.values import (
    DateShown,
    LabelShown,
    OpenHead,
    RelationShown,
    SpeakerKnown,
    TreeRow,
)
from pullquote.ui.panels.words import value_in_words
from pullquote.ui.widgets.words import tr

_MOST = 120
_OPENING = "“‘\"'«„‹"


def label_tree_rows(
    nodes: Iterable[Node],
    schema: Schema,
    text: str,
    speakers: Mapping[int, str],
    *,
    opened: int | None = None,
) -> list[TreeRow]:
    """`speakers` are the names of the register by id, `opened` the label that stays open.

    A cue stands beside its speaker and the first date beside its head; what has no place at the
    right gets a row of its own.
    """
    maker = _TreeRows(schema, text, speakers, opened)
    return [row for node in nodes for row in maker.of(node, 0)]


def quoted(text: str, span: Span) -> str:
    """Words in quotation marks, if they have none of their own, on one line."""
    words = _one_line(text, span.start, span.end)
    return words if words[:1] in _OPENING else f"“{words}”"


class _TreeRows:
    def __init__(
        self, schema: Schema, text: str, speakers: Mapping[int, str], opened: int | None
    ) -> None:
        self._text, self._speakers, self._opened = text, speakers, opened
        self._units = {layer.id: layer.unit for layer in schema.layers}
        self._opening = {layer.id for layer in schema.layers if layer.opens}
        self._name_layer = next((layer.id for layer in schema.layers if layer.unit == "name"), "")

    def of(self, node: Node, depth: int) -> Iterator[TreeRow]:
        head = node.annotation
        dated = None if self._is(node, "date") else self._first(node.children, "date")
        if dated:
            yield self._row(head, depth, beside=dated.annotation)
        elif head.id == self._opened and depth == 0:
            yield TreeRow(head.id, head.layer, quoted(self._text, head.span), 0, tr("open"))
        else:
            yield self._row(head, depth)
        rest = [child for child in node.children if child is not dated]
        yield from self._below([*rest, *dated.children] if dated else rest, head, depth + 1)

    def _below(self, children: Sequence[Node], head: Annotation, depth: int) -> Iterator[TreeRow]:
        speaker, cue = self._first(children, "name"), self._first(children, "verb")
        if speaker:
            yield self._row(speaker.annotation, depth, beside=cue.annotation if cue else None)
            yield from self._below([*speaker.children, *(cue.children if cue else ())], head, depth)
        elif head.speaker is not None and head.layer in self._opening and depth == 1:
            # The speaker is known and not mentioned.
            name = self._speakers.get(head.speaker, "")
            yield TreeRow(head.id, self._name_layer or head.layer, name, depth)
        for child in children:
            if child is not speaker and (child is not cue or not speaker):
                yield from self.of(child, depth)

    def _row(self, label: Annotation, depth: int, beside: Annotation | None = None) -> TreeRow:
        words = self._words(label)
        value = (beside or label).attributes.get("value", "")
        if beside is None:
            return TreeRow(label.id, label.layer, words, depth, value, label.layer if value else "")
        aside = value or _one_line(self._text, beside.start, beside.end)
        layer = beside.layer if value else ""
        return TreeRow(label.id, label.layer, words, depth, aside, layer, beside.id)

    def _words(self, label: Annotation) -> str:
        if label.layer in self._opening:
            return quoted(self._text, label.span)
        words = _one_line(self._text, label.start, label.end)
        return _mention_words(words, self._speakers.get(label.speaker, "") if label.speaker else "")

    def _is(self, node: Node, unit: Unit) -> bool:
        return self._units.get(node.annotation.layer) == unit

    def _first(self, nodes: Sequence[Node], unit: Unit) -> Node | None:
        return next((node for node in nodes if self._is(node, unit)), None)


def _mention_words(words: str, name: str) -> str:
    """A mention and whom it means: the name alone where the mention has it."""
    if not name:
        return words
    return name if name.casefold() in words.casefold() else f"{words} → {name}"


def _one_line(text: str, start: int, end: int) -> str:
    line = " ".join(text[start : min(end, start + _MOST)].split())
    return line if end - start <= _MOST else f"{line} …"


# Roles of a date that have a field although nothing is related yet, by whether words are quoted.
_ASKED_ROLES = {"quotation": ("utterance",), "clause": ("utterance", "event")}


@dataclass(frozen=True, slots=True)
class LabelPresenter:
    """The document that labels stand in; `labels` by position, `published` a calendar value."""

    schema: Schema
    text: str
    labels: Sequence[Annotation]
    relations: Sequence[Relation]
    speakers: Mapping[int, Speaker]
    published: str | None = None

    def label(
        self, label: Annotation, provenance: str = "", unlabelled_copies: int = 0
    ) -> LabelShown:
        """`provenance` says who did what with it last; copies are those without labels."""
        mention = self._mention(label)
        speaker = self._speaker((mention or label).speaker)
        place = next((n for n, other in enumerate(self.labels) if other.id == label.id), 0)
        return LabelShown(
            label.id,
            label.layer,
            label.span.of(self.text),
            place + 1,
            len(self.labels),
            label.attributes,
            speaker.name if speaker else "",
            _known(speaker),
            mention.span.of(self.text) if mention and mention.id != label.id else "",
            (*self.relations_shown(label), *self._heads(label)),
            self._date(label),
            label.note or "",
            provenance,
            unlabelled_copies,
        )

    def head(self, label: Annotation) -> OpenHead:
        """An open quote or claim with its parts, its speaker first."""
        return OpenHead(
            label.id,
            label.layer,
            label.span.of(self.text),
            self.relations_shown(label, speaker=True),
        )

    def relations_shown(
        self, label: Annotation, *, speaker: bool = False
    ) -> tuple[RelationShown, ...]:
        """The relations the label has or is asked for; that to its speaker only on request."""
        found: list[RelationShown] = []
        for kind in self.schema.relations:
            if label.layer in kind.heads and (speaker or not self._to_speaker(kind)):
                found += self._relations_of(label, kind)
        return tuple(found)

    def _relations_of(self, label: Annotation, kind: RelationType) -> list[RelationShown]:
        own = [r for r in self.relations if r.head == label.id and r.kind == kind.id]
        related = {r.role: self._by_id(r.tail) for r in own}
        layer = kind.tails[0]
        asked = self._asked(label, kind)
        return [
            self._relation_shown(kind, role, layer, related.get(role))
            for role in (kind.roles or ("",))
            if role in asked or related.get(role)
        ]

    def _relation_shown(
        self, kind: RelationType, role: str, layer: str, tail: Annotation | None
    ) -> RelationShown:
        if tail is None:
            if role == "utterance" and self.published:
                # What is not said otherwise was said on the day of publication.
                words = value_in_words(self.published)
                return RelationShown(kind.id, layer, role, None, words, tr("publication"))
            return RelationShown(kind.id, layer, role)
        value = tail.attributes.get("value")
        words = value_in_words(value) if value else tail.span.of(self.text)
        if self._to_speaker(kind):
            speaker = self._speaker(tail.speaker)
            words = speaker.name if speaker else words
        return RelationShown(kind.id, tail.layer, role, tail.id, words)

    def _asked(self, label: Annotation, kind: RelationType) -> tuple[str, ...]:
        layer = self.schema.layer(label.layer)
        if kind.roles:
            return _ASKED_ROLES.get(layer.unit, ()) if layer else ()
        return ("",) if layer and layer.opens and not kind.acyclic else ()

    def _heads(self, label: Annotation) -> list[RelationShown]:
        """What a part belongs to."""
        layer = self.schema.layer(label.layer)
        if layer is None or layer.unit == "date":
            return []
        heads = [self._by_id(r.head) for r in self.relations if r.tail == label.id]
        return [RelationShown("", h.layer, "", h.id, quoted(self.text, h.span)) for h in heads if h]

    def _date(self, label: Annotation) -> DateShown | None:
        layer = self.schema.layer(label.layer)
        if layer is None or layer.unit != "date":
            return None
        relation = next((r for r in self.relations if r.tail == label.id and r.role), None)
        head = self._by_id(relation.head) if relation else None
        kind = self.schema.relation(relation.kind) if relation else None
        anchor = label.attributes.get("anchor", "none")
        return DateShown(
            label.attributes.get("value", ""),
            anchor,
            self._anchor_value(label, anchor),
            quoted(self.text, head.span) if head else "",
            head.layer if head else "",
            relation.role if relation else "",
            kind.roles if kind else (),
            self.published,
        )

    def _anchor_value(self, label: Annotation, anchor: str) -> str | None:
        if anchor == "publication":
            return self.published
        related = next(
            (r.tail for r in self.relations if r.head == label.id and r.kind == "anchored_on"), None
        )
        before = [
            other
            for other in self.labels
            if other.layer == label.layer and other.end <= label.start and other.id != label.id
        ]
        found = self._by_id(related) if related else before[-1] if before else None
        return found.attributes.get("value") if found else None

    def _mention(self, label: Annotation) -> Annotation | None:
        for relation in self.relations:
            kind = self.schema.relation(relation.kind)
            if relation.head == label.id and kind and self._to_speaker(kind):
                return self._by_id(relation.tail)
        return None

    def _to_speaker(self, kind: RelationType) -> bool:
        layers = [self.schema.layer(tail) for tail in kind.tails]
        return any(layer.unit == "name" for layer in layers if layer)

    def _speaker(self, number: int | None) -> Speaker | None:
        found = self.speakers.get(number) if number is not None else None
        while found and found.merged_into is not None and found.merged_into in self.speakers:
            found = self.speakers[found.merged_into]
        return found

    def _by_id(self, number: int | None) -> Annotation | None:
        return next((label for label in self.labels if label.id == number), None)


def _known(speaker: Speaker | None) -> SpeakerKnown:
    if speaker is None:
        return "open"
    return "unknown" if speaker.kind == "unnamed" else "known"
