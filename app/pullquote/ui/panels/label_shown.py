"""What the inspector shows of a label, from the labels and relations of its document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pullquote.model.schema import RelationType, Schema
from pullquote.model.values import Annotation, Relation, Speaker
from pullquote.ui.panels.tree_rows import quoted
from pullquote.ui.panels.values import DateShown, LabelShown, OpenHead, SpeakerKnown, Tie
from pullquote.ui.panels.wording import tr, value_in_words

# Roles of a date that have a field although nothing is tied yet, by whether words are quoted.
_ASKED = {"quotation": ("utterance",), "clause": ("utterance", "event")}


@dataclass(frozen=True, slots=True)
class Describer:
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
            (*self.ties(label), *self._heads(label)),
            self._date(label),
            label.note or "",
            provenance,
            unlabelled_copies,
        )

    def head(self, label: Annotation) -> OpenHead:
        """An open quote or claim with its parts, its speaker first."""
        return OpenHead(
            label.id, label.layer, label.span.of(self.text), self.ties(label, speaker=True)
        )

    def ties(self, label: Annotation, *, speaker: bool = False) -> tuple[Tie, ...]:
        """The relations the label has or is asked for; that to its speaker only on request."""
        found: list[Tie] = []
        for kind in self.schema.relations:
            if label.layer in kind.heads and (speaker or not self._to_speaker(kind)):
                found += self._ties_of(label, kind)
        return tuple(found)

    def _ties_of(self, label: Annotation, kind: RelationType) -> list[Tie]:
        own = [r for r in self.relations if r.head == label.id and r.kind == kind.id]
        tied = {r.role: self._by_id(r.tail) for r in own}
        layer = kind.tails[0]
        asked = self._asked(label, kind)
        return [
            self._tie(kind, role, layer, tied.get(role))
            for role in (kind.roles or ("",))
            if role in asked or tied.get(role)
        ]

    def _tie(self, kind: RelationType, role: str, layer: str, tail: Annotation | None) -> Tie:
        if tail is None:
            if role == "utterance" and self.published:
                # What is not said otherwise was said on the day of publication.
                words = value_in_words(self.published)
                return Tie(kind.id, layer, role, None, words, tr("publication"))
            return Tie(kind.id, layer, role)
        value = tail.attributes.get("value")
        words = value_in_words(value) if value else tail.span.of(self.text)
        if self._to_speaker(kind):
            speaker = self._speaker(tail.speaker)
            words = speaker.name if speaker else words
        return Tie(kind.id, tail.layer, role, tail.id, words)

    def _asked(self, label: Annotation, kind: RelationType) -> tuple[str, ...]:
        layer = self.schema.layer(label.layer)
        if kind.roles:
            return _ASKED.get(layer.unit, ()) if layer else ()
        return ("",) if layer and layer.opens and not kind.acyclic else ()

    def _heads(self, label: Annotation) -> list[Tie]:
        """What a part belongs to."""
        layer = self.schema.layer(label.layer)
        if layer is None or layer.unit == "date":
            return []
        heads = [self._by_id(r.head) for r in self.relations if r.tail == label.id]
        return [Tie("", h.layer, "", h.id, quoted(self.text, h.span)) for h in heads if h]

    def _date(self, label: Annotation) -> DateShown | None:
        layer = self.schema.layer(label.layer)
        if layer is None or layer.unit != "date":
            return None
        tie = next((r for r in self.relations if r.tail == label.id and r.role), None)
        head = self._by_id(tie.head) if tie else None
        kind = self.schema.relation(tie.kind) if tie else None
        anchor = label.attributes.get("anchor", "none")
        return DateShown(
            label.attributes.get("value", ""),
            anchor,
            self._anchor_value(label, anchor),
            quoted(self.text, head.span) if head else "",
            head.layer if head else "",
            tie.role if tie else "",
            kind.roles if kind else (),
            self.published,
        )

    def _anchor_value(self, label: Annotation, anchor: str) -> str | None:
        if anchor == "publication":
            return self.published
        tied = next(
            (r.tail for r in self.relations if r.head == label.id and r.kind == "anchored_on"), None
        )
        before = [
            other
            for other in self.labels
            if other.layer == label.layer and other.end <= label.start and other.id != label.id
        ]
        found = self._by_id(tied) if tied else before[-1] if before else None
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
