"""What is suggested for a document that lies open, and is not answered yet."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pullquote import suggest
from pullquote.labelling import label_relations
from pullquote.labelling.label_dates import date_role
from pullquote.labelling.label_speakers import MENTION_LAYER, sure_speaker
from pullquote.labelling.open_document import NOTHING, OpenDocument, Outcome, anchor_before
from pullquote.model.schema import Schema
from pullquote.model.values import Annotation
from pullquote.store import ForeignSuggestion, Writer
from pullquote.suggest.document import SuggestedLabel, Suggestions
from pullquote.text.spans import Span

# Share of the union: an own label of the layer that overlaps so far is the answer; a suggestion
# that is like one that was turned down stays away.
ANSWERED, REJECTED = 0.5, 0.8
# Labels that are proposed for themselves; speakers and cues are parts of a quote.
_HEADS = frozenset({"quote", "date", "claim"})


class SuggestedGroup(NamedTuple):
    """A label with its parts: a quote with speaker and cue, or a date. One key takes it, and one
    turns it down.
    """

    head: SuggestedLabel
    parts: tuple[SuggestedLabel, ...] = ()

    @property
    def labels(self) -> tuple[SuggestedLabel, ...]:
        """The head first."""
        return (self.head, *self.parts)

    @property
    def is_sure(self) -> bool:
        """Whether it may be taken without a doubt."""
        return self.head.is_sure

    def said_by(self, mention: Span) -> "SuggestedGroup":
        """With this mention, which a person chose, in the place of the suggested speaker."""
        speaker = SuggestedLabel(MENTION_LAYER, mention, {}, 0.0, "")
        others = (part for part in self.parts if part.layer != MENTION_LAYER)
        return self._replace(parts=(speaker, *others))


class OpenSuggestions:
    """The suggestions of a document, ours and others', that no label and no rejection has answered.

    `left` is current after `follow`, in the order of the text.
    """

    def __init__(self, doc: OpenDocument, found: Suggestions) -> None:
        self.doc = doc
        schema = doc.project.schema
        self._all = tuple(
            group._replace(head=doc.learned.weighed(group.head))
            for group in _with_foreign(doc, suggested_groups(found))
            if schema.layer(group.head.layer)
        )
        self._starts = [group.head.span.start for group in self._all]
        self._longest = max((len(group.head.span) for group in self._all), default=0)
        self._answered_by: dict[int, set[int]] = {}
        self._answers: dict[int, list[int]] = {}
        self._rejected: frozenset[int] = frozenset()
        self._read_rejections()
        self.left: tuple[SuggestedGroup, ...] = ()
        self.follow(label.id for label in doc.labels())

    def follow(self, labels: Iterable[int], *, rejections: bool = False) -> None:
        """Follow what became of `labels`, by their ids, gone ones among them, and `rejections`."""
        for number in labels:
            for place in self._answers.pop(number, ()):
                self._answered_by[place].discard(number)
            label = self.doc.label(number)
            if label is not None:
                self._answers[number] = self._like(label.layer, label.span, ANSWERED)
                for place in self._answers[number]:
                    self._answered_by.setdefault(place, set()).add(number)
        if rejections:
            self._read_rejections()
        by, no = self._answered_by, self._rejected
        self.left = tuple([g for n, g in enumerate(self._all) if not by.get(n) and n not in no])

    def _read_rejections(self) -> None:
        self._rejected = frozenset(
            place
            for one in self.doc.project.rejections(self.doc.id, self.doc.annotator)
            for place in self._like(one.layer, one.span, REJECTED)
            if self._all[place].head.attributes.get("value", "") == one.value
        )

    def _like(self, layer: str, span: Span, least: float) -> list[int]:
        """The places of suggestions of a layer that share so much with `span`."""
        first = bisect_left(self._starts, span.start - self._longest)
        after = bisect_left(self._starts, span.end)
        heads = [(place, self._all[place].head) for place in range(first, after)]
        return [
            place
            for place, head in heads
            if head.layer == layer and share_of_union(head.span, span) >= least
        ]

    def take(self, groups: Sequence[SuggestedGroup]) -> Outcome:
        """Add the labels and relations of `groups`, in one operation."""
        if not groups:
            return NOTHING
        name = "Suggestion taken" if len(groups) == 1 else f"{len(groups)} suggestions taken"
        with self.doc.project.operation(name, self.doc.actor) as writer:
            made: dict[tuple[str, Span], Annotation] = {}
            for group in groups:
                self._take(writer, group, made)
            if self.doc.project.state(self.doc.id, self.doc.annotator) is None:
                writer.set_state(self.doc.id, self.doc.annotator, "in_progress")
        return Outcome(done=True)

    def candidates(self, group: SuggestedGroup) -> list[Span]:
        """Mentions that may say who speaks, best first, the suggested one first among them; empty
        where nobody does.
        """
        schema, head = self.doc.project.schema, group.head
        if head.layer != "quote" or not schema.relation_between(head.layer, MENTION_LAYER):
            return []
        own = [part.span for part in group.parts if part.layer == MENTION_LAYER]
        found = suggest.single_label.candidate_mentions(
            self.doc.text, head.span, self.doc.learned.taught
        )
        return list(dict.fromkeys([*own, *found]))

    def reject(self, group: SuggestedGroup) -> Outcome:
        """Turn a suggestion down for good, with those of its parts that no other one has."""
        others = {
            (label.layer, label.span)
            for other in self.left
            if other is not group
            for label in other.parts
        }
        with self.doc.project.operation("Suggestion turned down", self.doc.actor) as writer:
            for label in group.labels:
                if label is group.head or (label.layer, label.span) not in others:
                    value = label.attributes.get("value", "")
                    where = (label.layer, label.span.start, label.span.end)
                    writer.reject(self.doc.id, self.doc.annotator, *where, value)
        return Outcome(done=True)

    def _take(
        self, writer: Writer, group: SuggestedGroup, made: dict[tuple[str, Span], Annotation]
    ) -> None:
        labels = [self._label(writer, label, made) for label in group.labels]
        schema, relations = self.doc.project.schema, self.doc.relations()
        text = self.doc.text
        for tail in labels[1:]:
            if schema.relation_between(group.head.layer, tail.layer):
                dated = "value" in tail.attributes
                role = date_role(text, group.head.span, tail.span) if dated else ""
                label_relations.relate(
                    writer, schema, relations, labels[0], tail, role, origin="suggestion"
                )
        for label, suggested in zip(labels, group.labels, strict=True):
            if suggested.attributes.get("anchor") == "date":
                before = anchor_before(self.doc.labels(), label.span)
                if before is not None:
                    label_relations.relate(writer, schema, relations, label, before)

    def _label(
        self,
        writer: Writer,
        label: SuggestedLabel,
        made: dict[tuple[str, Span], Annotation],
    ) -> Annotation:
        key = (label.layer, label.span)
        known = made.get(key) or self.doc.find(*key)
        if known is None:
            layer = self.doc.project.schema.layer(label.layer)
            attributes = layer.defaults() if layer else {}
            given = {k: v for k, v in label.attributes.items() if layer and layer.attribute(k)}
            is_mention = label.layer == MENTION_LAYER
            known = writer.add_annotation(
                self.doc.id,
                self.doc.annotator,
                label.layer,
                label.span.start,
                label.span.end,
                attributes={**attributes, **given},
                speaker=self._speaker(label) if is_mention else None,
                origin="suggestion",
                rule=label.source or label.rule or None,
                confidence=label.confidence or None,
            )
        made[key] = known
        return known

    def _speaker(self, mention: SuggestedLabel) -> int | None:
        """Of the register: the one with the name that is given, else whom the words surely mean."""
        speakers = self.doc.project.speakers() if mention.speaker else ()
        named = suggest.register.exact(mention.speaker, speakers, document=self.doc.id)
        return named if named is not None else sure_speaker(self.doc, mention.span)


def suggested_groups(found: Suggestions) -> Iterator[SuggestedGroup]:
    """Each label that is proposed for itself, in order, with the labels that it is related to."""
    parts: dict[int, list[SuggestedLabel]] = {}
    for relation in found.relations:
        parts.setdefault(relation.head, []).append(found.labels[relation.tail])
    for place, label in enumerate(found.labels):
        if label.layer in _HEADS:
            yield SuggestedGroup(label, tuple(parts.get(place, ())))


def _with_foreign(doc: OpenDocument, ours: Iterable[SuggestedGroup]) -> list[SuggestedGroup]:
    """Ours and those of other tools, in the order of the text.

    Somebody brought the others in, so they stand where one of ours is about the same words.
    """
    found = list(foreign_groups(doc.project.foreign_suggestions(doc.id), doc.project.schema))
    near: dict[str, list[SuggestedGroup]] = {}
    for group in found:
        near.setdefault(group.head.layer, []).append(group)
    starts = {layer: [g.head.span.start for g in groups] for layer, groups in near.items()}
    longest = max((len(group.head.span) for group in found), default=0)

    def is_doubled(group: SuggestedGroup) -> bool:
        layer, span = group.head.layer, group.head.span
        first = bisect_left(starts.get(layer, ()), span.start - longest)
        after = bisect_left(starts.get(layer, ()), span.end)
        others = near.get(layer, [])[first:after]
        return any(share_of_union(other.head.span, span) >= ANSWERED for other in others)

    groups = [*found, *(group for group in ours if not is_doubled(group))]
    return sorted(groups, key=lambda group: (group.head.span.start, -group.head.span.end))


def foreign_groups(found: Sequence[ForeignSuggestion], schema: Schema) -> Iterator[SuggestedGroup]:
    """Each label that is no part of another one, with its parts."""
    by_id = {(one.source, one.external_id): one for one in found}
    kinds = [relation.id for relation in schema.relations]

    def parts_of(one: ForeignSuggestion) -> list[ForeignSuggestion]:
        ties = [(one.source, one.attributes[kind]) for kind in kinds if kind in one.attributes]
        return [by_id[tie] for tie in ties if tie in by_id]

    parts = {part.id for one in found for part in parts_of(one)}
    for one in found:
        if one.id not in parts:
            yield SuggestedGroup(_foreign_label(one), tuple(map(_foreign_label, parts_of(one))))


def _foreign_label(one: ForeignSuggestion) -> SuggestedLabel:
    return SuggestedLabel(
        one.layer,
        one.span,
        one.attributes,
        one.confidence or 0.0,
        "",
        one.source,
        one.speaker_name or "",
    )


def share_of_union(one: Span, other: Span) -> float:
    """What two spans have in common, as a share of what they have together."""
    both = one.overlap(other)
    return both / (len(one) + len(other) - both) if both else 0.0
