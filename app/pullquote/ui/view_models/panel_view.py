"""What the side panel says of a label, of chosen words and of a document."""

from collections.abc import Iterator, Sequence

from pullquote import labelling
from pullquote.labelling.open_document import OpenDocument
from pullquote.model.schema import Layer, RelationType, Unit, label_guidelines
from pullquote.model.tree import Node, label_tree
from pullquote.model.values import Annotation, Speaker
from pullquote.text.segments import words
from pullquote.text.spans import Span
from pullquote.ui.panels.values import (
    DateShown,
    DocumentShown,
    LabelShown,
    LayerOffer,
    OpenHead,
    RelationShown,
    SpeakerCandidate,
    SpeakerKnown,
    TreeRow,
    WordsShown,
)
from pullquote.ui.view_models.snapshot import Snapshot
from pullquote.ui.widgets import number
from pullquote.ui.widgets.words import tr, value_in_words

ORIGINS = {
    "suggestion": "accepted from a suggestion",
    "suggestion_edited": "accepted from a suggestion and changed",
    "carried": "carried from a copy",
    "carried_edited": "carried from a copy and changed",
    "imported": "imported",
    "adjudicated": "settled in adjudication",
}


def label_shown(
    snapshot: Snapshot, label: Annotation, *, provenance: str = "", unlabelled_copies: int = 0
) -> LabelShown:
    """`provenance` says who did what with it last; copies are those without labels."""
    return _LabelView(snapshot).label(label, provenance, unlabelled_copies)


def words_shown(snapshot: Snapshot, span: Span, opened: int | None) -> WordsShown:
    """The chosen words, and what each key would make of them, always in the order of the schema.

    What the open label lacks stands out.
    """
    head = snapshot.by_id.get(opened) if opened is not None else None
    layers = snapshot.schema.layers
    related = {layer.id for layer in layers if head and _is_part(snapshot, head, layer)}
    lacking = [layer for layer in related if _lacks(snapshot, head, layer)]
    order = [layer.id for layer in layers]
    best = min(lacking or order, key=order.index, default="")
    offers = [LayerOffer(one, related=one in related, best=one == best) for one in order]
    said = span.of(snapshot.text)
    return WordsShown(said, len(words(snapshot.text, span)), len(said), tuple(offers))


def open_head(snapshot: Snapshot, opened: int | None) -> OpenHead | None:
    label = snapshot.by_id.get(opened) if opened is not None else None
    return _LabelView(snapshot).head(label) if label else None


def document_shown(snapshot: Snapshot) -> DocumentShown:
    document = snapshot.document
    facts = [
        (tr("Source"), document.source or tr("unknown")),
        (tr("Words"), _words_of(snapshot)),
        (tr("File"), document.name),
    ]
    if document.url:
        facts.insert(1, (tr("Address"), document.url))
    if document.excluded:
        facts.insert(0, (tr("Left out"), document.excluded))
    to_check = sum(a.attributes.get("anchor") == "to_check" for a in snapshot.labels)
    return DocumentShown(
        facts=tuple(facts),
        published=document.published.value,
        evidence=document.published.evidence,
        doubt=document.published.doubt or "",
        note=document.metadata.get("note", ""),
        dates_to_check=to_check,
    )


def _words_of(snapshot: Snapshot) -> str:
    return tr("counting …") if snapshot.word_count is None else number(snapshot.word_count)


def document_tree(snapshot: Snapshot, opened: int | None) -> list[TreeRow]:
    """The labels of the document as the tree of the side panel; `opened` is the one that is open.

    A cue stands beside its speaker and the first date beside its head; what has no place at the
    right gets a row of its own.
    """
    maker = _TreeRows(snapshot, opened)
    nodes = label_tree(snapshot.schema, snapshot.labels, snapshot.relations)
    return [row for node in nodes for row in maker.of(node, 0)]


def listed_candidates(doc: OpenDocument, label: Annotation, typed: str) -> list[SpeakerCandidate]:
    """Whom of the register `typed` may mean, the best first."""
    speakers = {speaker.id: speaker for speaker in doc.project.speakers()}
    found = []
    for match in labelling.label_speakers.speaker_candidates(doc, label, typed):
        speaker = speakers[match.speaker]
        about = match.form if match.form != speaker.name else speaker.note or ""
        found.append(
            SpeakerCandidate(speaker.id, speaker.name, about, doc.project.quotes_of(speaker.id))
        )
    return found


def _is_part(snapshot: Snapshot, head: Annotation, layer: Layer) -> bool:
    """Whether the next label of `layer` is tied to the open one: a quote opens anew instead."""
    return not layer.opens and snapshot.schema.relation_between(head.layer, layer.id) is not None


def _lacks(snapshot: Snapshot, head: Annotation | None, layer: str) -> bool:
    if head is None:
        return False
    relation = snapshot.schema.relation_between(head.layer, layer)
    return relation is not None and not snapshot.tails(head.id, relation.id)


_MOST = 120
_OPENING = "“‘\"'«„‹"


def quoted(text: str, span: Span) -> str:
    """Words in quotation marks, if they have none of their own, on one line."""
    words = _one_line(text, span.start, span.end)
    return words if words[:1] in _OPENING else f"“{words}”"


class _TreeRows:
    def __init__(self, snapshot: Snapshot, opened: int | None) -> None:
        self._snapshot, self._text, self._opened = snapshot, snapshot.text, opened
        layers = snapshot.schema.layers
        self._units = {layer.id: layer.unit for layer in layers}
        self._opening = {layer.id for layer in layers if layer.opens}
        self._name_layer = next((layer.id for layer in layers if layer.unit == "name"), "")

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
            name = self._snapshot.speaker_name(head.speaker)
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
        return _mention_words(words, self._snapshot.speaker_name(label.speaker))

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


class _LabelView:
    """What is said of a label among all that is shown of its document."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def label(self, label: Annotation, provenance: str, unlabelled_copies: int) -> LabelShown:
        mention = self._mention(label)
        speaker = self.snapshot.speaker((mention or label).speaker)
        place = next((n for n, other in enumerate(self.snapshot.labels) if other.id == label.id), 0)
        return LabelShown(
            label.id,
            label.layer,
            label.span.of(self.snapshot.text),
            place + 1,
            len(self.snapshot.labels),
            label.attributes,
            speaker.name if speaker else "",
            _known(speaker),
            mention.span.of(self.snapshot.text) if mention and mention.id != label.id else "",
            (*self.relations_shown(label), *self._heads(label)),
            self._date(label),
            label.note or "",
            provenance,
            unlabelled_copies,
            tuple(label_guidelines(self.snapshot.schema, label.layer, label.attributes)),
        )

    def head(self, label: Annotation) -> OpenHead:
        """An open quote or claim with its parts, its speaker first."""
        return OpenHead(
            label.id,
            label.layer,
            label.span.of(self.snapshot.text),
            self.relations_shown(label, speaker=True),
        )

    def relations_shown(
        self, label: Annotation, *, speaker: bool = False
    ) -> tuple[RelationShown, ...]:
        """The relations the label has or is asked for; that to its speaker only on request."""
        found: list[RelationShown] = []
        for kind in self.snapshot.schema.relations:
            if label.layer in kind.heads and (speaker or not self._to_speaker(kind)):
                found += self._relations_of(label, kind)
        return tuple(found)

    def _relations_of(self, label: Annotation, kind: RelationType) -> list[RelationShown]:
        related = {role: tail for tail, role in self.snapshot.tails(label.id, kind.id)}
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
            return RelationShown(kind.id, layer, role)
        value = tail.attributes.get("value")
        words = value_in_words(value) if value else tail.span.of(self.snapshot.text)
        if self._to_speaker(kind):
            words = self.snapshot.speaker_name(tail.speaker) or words
        return RelationShown(kind.id, tail.layer, role, tail.id, words)

    def _asked(self, label: Annotation, kind: RelationType) -> tuple[str, ...]:
        layer = self.snapshot.schema.layer(label.layer)
        if kind.roles:
            return _ASKED_ROLES.get(layer.unit, ()) if layer else ()
        return ("",) if layer and layer.opens and not kind.acyclic else ()

    def _heads(self, label: Annotation) -> list[RelationShown]:
        """What a part belongs to."""
        layer = self.snapshot.schema.layer(label.layer)
        if layer is None or layer.unit == "date":
            return []
        return [
            RelationShown("", head.layer, "", head.id, quoted(self.snapshot.text, head.span))
            for head, _ in self.snapshot.heads(label.id)
        ]

    def _date(self, label: Annotation) -> DateShown | None:
        layer = self.snapshot.schema.layer(label.layer)
        if layer is None or layer.unit != "date":
            return None
        relation = next((r for r in self.snapshot.relations if r.tail == label.id and r.role), None)
        head = self.snapshot.by_id.get(relation.head) if relation else None
        kind = self.snapshot.schema.relation(relation.kind) if relation else None
        anchor = label.attributes.get("anchor", "")
        return DateShown(
            label.attributes.get("value", ""),
            anchor,
            self._anchor_value(label, anchor),
            quoted(self.snapshot.text, head.span) if head else "",
            head.layer if head else "",
            relation.role if relation else "",
            kind.roles if kind else (),
            self.snapshot.document.published.value,
        )

    def _anchor_value(self, label: Annotation, anchor: str) -> str | None:
        if anchor == "publication":
            return self.snapshot.document.published.value
        related = self.snapshot.tails(label.id, "anchored_on")
        before = [
            other
            for other in self.snapshot.labels
            if other.layer == label.layer and other.end <= label.start and other.id != label.id
        ]
        found = related[0][0] if related else before[-1] if before else None
        return found.attributes.get("value") if found else None

    def _mention(self, label: Annotation) -> Annotation | None:
        speaking = [k for k in self.snapshot.schema.relations if self._to_speaker(k)]
        tails = (tail for kind in speaking for tail, _ in self.snapshot.tails(label.id, kind.id))
        return next(tails, None)

    def _to_speaker(self, kind: RelationType) -> bool:
        layers = [self.snapshot.schema.layer(tail) for tail in kind.tails]
        return any(layer.unit == "name" for layer in layers if layer)


def _known(speaker: Speaker | None) -> SpeakerKnown:
    if speaker is None:
        return "open"
    return "unknown" if speaker.kind == "unnamed" else "known"
