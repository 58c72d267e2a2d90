"""What the side panel says of a label, of chosen words and of a document."""

from PySide6.QtCore import QCoreApplication

from pullquote.calendar.values import days
from pullquote.model.schema import Layer
from pullquote.model.tree import Node, arrange
from pullquote.model.values import Annotation
from pullquote.text.segments import words
from pullquote.text.spans import Span
from pullquote.ui.annotate.snapshot import Snapshot
from pullquote.ui.panels.values import (
    DateShown,
    DocumentShown,
    LabelShown,
    Offer,
    OpenHead,
    Tie,
    TreeRow,
    WordsShown,
)
from pullquote.ui.widgets import day_words, number

ORIGINS = {
    "suggestion": "accepted from a suggestion",
    "suggestion_edited": "accepted from a suggestion and changed",
    "carried": "carried from a copy",
    "imported": "imported",
    "adjudicated": "settled in adjudication",
}


def tr(text: str) -> str:
    return QCoreApplication.translate("Shown", text)


def label_shown(
    snapshot: Snapshot, label: Annotation, *, provenance: str, unlabelled_copies: int = 0
) -> LabelShown:
    speaker = snapshot.speaker_of(label)
    entry = snapshot.speakers.get(speaker) if speaker is not None else None
    mentions = snapshot.tails(label.id, "said_by")
    known = "open" if entry is None else "unknown" if entry.kind == "unnamed" else "known"
    layer = snapshot.schema.layer(label.layer)
    return LabelShown(
        label=label.id,
        layer=label.layer,
        words=snapshot.words(label),
        number=[a.id for a in snapshot.labels].index(label.id) + 1,
        of=len(snapshot.labels),
        attributes=label.attributes,
        speaker=snapshot.speaker_name(speaker),
        speaker_known=known,  # type: ignore[arg-type]
        mention=snapshot.words(mentions[0][0]) if mentions else "",
        ties=_ties(snapshot, label, layer),
        date=_date_shown(snapshot, label) if layer and layer.unit == "date" else None,
        note=label.note or "",
        provenance=provenance,
        unlabelled_copies=unlabelled_copies,
    )


def words_shown(snapshot: Snapshot, span: Span, opened: int | None) -> WordsShown:
    """The chosen words, and what each key would make of them; what the open label lacks first."""
    head = snapshot.by_id.get(opened) if opened is not None else None
    schema = snapshot.schema
    offers = [
        Offer(layer.id, tied=head is not None and schema.tie(head.layer, layer.id) is not None)
        for layer in schema.layers
    ]
    offers.sort(key=lambda offer: not (offer.tied and _lacks(snapshot, head, offer.layer)))
    said = span.of(snapshot.text)
    return WordsShown(said, len(words(snapshot.text, span)), len(said), tuple(offers))


def open_head(snapshot: Snapshot, opened: int | None) -> OpenHead | None:
    label = snapshot.by_id.get(opened) if opened is not None else None
    layer = snapshot.schema.layer(label.layer) if label else None
    if label is None:
        return None
    return OpenHead(label.id, label.layer, snapshot.words(label), _ties(snapshot, label, layer))


def document_shown(snapshot: Snapshot) -> DocumentShown:
    document = snapshot.document
    facts = [
        (tr("Source"), document.source or tr("unknown")),
        (tr("Words"), number(snapshot.word_count)),
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
        note=document.metadata.get("note", ""),
        dates_to_check=to_check,
    )


def tree_rows(snapshot: Snapshot, opened: int | None) -> list[TreeRow]:
    """The labels of the document as the tree of the side panel."""
    rows: list[TreeRow] = []
    for node in arrange(snapshot.schema, snapshot.labels, snapshot.relations):
        rows.extend(_node_rows(snapshot, node, opened))
    return rows


def _node_rows(snapshot: Snapshot, node: Node, opened: int | None) -> list[TreeRow]:
    label = node.annotation
    aside, aside_layer, aside_label = _aside(snapshot, label)
    if label.id == opened and not aside:
        aside = tr("open")
    rows = [
        TreeRow(
            label.id, label.layer, _row_words(snapshot, label), 0, aside, aside_layer, aside_label
        )
    ]
    cues = [c.annotation for c in node.children if c.relation == "cued_by"]
    for child in node.children:
        part = child.annotation
        if child.relation == "cued_by" or part.id == aside_label:
            continue
        cue = cues[0] if cues and child.relation == "said_by" else None
        rows.append(
            TreeRow(
                part.id,
                part.layer,
                _part_words(snapshot, part),
                1,
                snapshot.words(cue) if cue else "",
                cue.layer if cue else "",
                cue.id if cue else None,
            )
        )
    if cues and not any(c.relation == "said_by" for c in node.children):
        rows.append(TreeRow(cues[0].id, cues[0].layer, snapshot.words(cues[0]), 1))
    return rows


def _aside(snapshot: Snapshot, label: Annotation) -> tuple[str, str, int | None]:
    """At the right of a head's row stands its date; at a date's row its value."""
    if label.attributes.get("value"):
        return label.attributes["value"], label.layer, None
    dates = snapshot.tails(label.id, "dated_by")
    if not dates:
        return "", "", None
    date = dates[0][0]
    return date.attributes.get("value", ""), date.layer, date.id


def _row_words(snapshot: Snapshot, label: Annotation) -> str:
    return _part_words(snapshot, label) if label.layer == "speaker" else snapshot.words(label)


def _part_words(snapshot: Snapshot, part: Annotation) -> str:
    said, name = snapshot.words(part), snapshot.speaker_name(part.speaker)
    if part.attributes.get("value"):
        return f"{said}: {part.attributes['value']}"
    if not name or name == said or said.endswith(f" {name}"):
        return name or said
    return f"{said} → {name}"


def _ties(snapshot: Snapshot, label: Annotation, layer: Layer | None) -> tuple[Tie, ...]:
    """What may hang on a head, the parts it has and those it lacks."""
    if layer is None:
        return ()
    found: list[Tie] = []
    for relation in snapshot.schema.relations:
        if label.layer not in relation.heads or label.layer in relation.tails:
            continue
        tails = snapshot.tails(label.id, relation.id)
        found += [_tie(snapshot, relation.id, part, role) for part, role in tails]
        if not tails:
            found.append(Tie(relation.id, relation.tails[0]))
    return tuple(found)


def _tie(snapshot: Snapshot, relation: str, part: Annotation, role: str) -> Tie:
    value = part.attributes.get("value", "")
    if value:
        shown = day_words(value) if days(value) else value
        return Tie(relation, part.layer, role, part.id, shown, snapshot.words(part))
    name = snapshot.speaker_name(part.speaker)
    said = snapshot.words(part)
    return Tie(relation, part.layer, role, part.id, name or said, said if name else "")


def _date_shown(snapshot: Snapshot, label: Annotation) -> DateShown:
    heads = [(head, r) for head, r in snapshot.heads(label.id) if r.kind == "dated_by"]
    head, relation = heads[0] if heads else (None, None)
    kind = snapshot.schema.relation("dated_by")
    anchors = snapshot.tails(label.id, "anchored_on")
    anchor = label.attributes.get("anchor", "none")
    counted = anchors[0][0].attributes.get("value") if anchors else None
    return DateShown(
        value=label.attributes.get("value", ""),
        anchor=anchor,
        anchor_value=snapshot.document.published.value if anchor == "publication" else counted,
        head=snapshot.words(head) if head else "",
        head_layer=head.layer if head else "",
        role=relation.role if relation else "",
        roles=kind.roles if kind and head else (),
        published=snapshot.document.published.value,
    )


def _lacks(snapshot: Snapshot, head: Annotation | None, layer: str) -> bool:
    if head is None:
        return False
    tie = snapshot.schema.tie(head.layer, layer)
    return tie is not None and not snapshot.tails(head.id, tie.id)
