"""What the side panel says of a label, of chosen words and of a document."""

from PySide6.QtCore import QCoreApplication

from pullquote.labelling import label_speakers
from pullquote.labelling.open_document import OpenDocument
from pullquote.model.tree import label_tree
from pullquote.model.values import Annotation
from pullquote.text.segments import words
from pullquote.text.spans import Span
from pullquote.ui.panels.labels.presenter import LabelPresenter
from pullquote.ui.panels.labels.presenter import label_tree_rows as rows_of
from pullquote.ui.panels.values import (
    DocumentShown,
    LabelShown,
    LayerOffer,
    OpenHead,
    SpeakerCandidate,
    TreeRow,
    WordsShown,
)
from pullquote.ui.view_models.snapshot import Snapshot
from pullquote.ui.widgets import number

ORIGINS = {
    "suggestion": "accepted from a suggestion",
    "suggestion_edited": "accepted from a suggestion and changed",
    "carried": "carried from a copy",
    "carried_edited": "carried from a copy and changed",
    "imported": "imported",
    "adjudicated": "settled in adjudication",
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Shown", text)


def label_shown(
    snapshot: Snapshot, label: Annotation, *, provenance: str, unlabelled_copies: int = 0
) -> LabelShown:
    return _describer(snapshot).label(label, provenance, unlabelled_copies)


def words_shown(snapshot: Snapshot, span: Span, opened: int | None) -> WordsShown:
    """The chosen words, and what each key would make of them; what the open label lacks first."""
    head = snapshot.by_id.get(opened) if opened is not None else None
    schema = snapshot.schema
    offers = [
        LayerOffer(
            layer.id,
            related=head is not None and schema.relation_between(head.layer, layer.id) is not None,
        )
        for layer in schema.layers
    ]
    offers.sort(key=lambda offer: not (offer.related and _lacks(snapshot, head, offer.layer)))
    said = span.of(snapshot.text)
    return WordsShown(said, len(words(snapshot.text, span)), len(said), tuple(offers))


def open_head(snapshot: Snapshot, opened: int | None) -> OpenHead | None:
    label = snapshot.by_id.get(opened) if opened is not None else None
    return _describer(snapshot).head(label) if label else None


def document_shown(snapshot: Snapshot) -> DocumentShown:
    document = snapshot.document
    facts = [
        (_tr("Source"), document.source or _tr("unknown")),
        (_tr("Words"), number(snapshot.word_count)),
        (_tr("File"), document.name),
    ]
    if document.url:
        facts.insert(1, (_tr("Address"), document.url))
    if document.excluded:
        facts.insert(0, (_tr("Left out"), document.excluded))
    to_check = sum(a.attributes.get("anchor") == "to_check" for a in snapshot.labels)
    return DocumentShown(
        facts=tuple(facts),
        published=document.published.value,
        evidence=document.published.evidence,
        note=document.metadata.get("note", ""),
        dates_to_check=to_check,
    )


def document_tree(snapshot: Snapshot, opened: int | None) -> list[TreeRow]:
    """The labels of the document as the tree of the side panel."""
    nodes = label_tree(snapshot.schema, snapshot.labels, snapshot.relations)
    names = {number: snapshot.speaker_name(number) for number in snapshot.speakers}
    return rows_of(nodes, snapshot.schema, snapshot.text, names, opened=opened)


def listed_candidates(doc: OpenDocument, label: Annotation, typed: str) -> list[SpeakerCandidate]:
    """Whom of the register `typed` may mean, the best first."""
    speakers = {speaker.id: speaker for speaker in doc.project.speakers()}
    uses = doc.project.speaker_uses()
    found = []
    for match in label_speakers.speaker_candidates(doc, label, typed):
        speaker = speakers[match.speaker]
        about = match.form if match.form != speaker.name else speaker.note or ""
        found.append(SpeakerCandidate(speaker.id, speaker.name, about, uses.get(speaker.id, 0)))
    return found


def _describer(snapshot: Snapshot) -> LabelPresenter:
    return LabelPresenter(
        snapshot.schema,
        snapshot.text,
        snapshot.labels,
        snapshot.relations,
        snapshot.speakers,
        snapshot.document.published.value,
    )


def _lacks(snapshot: Snapshot, head: Annotation | None, layer: str) -> bool:
    if head is None:
        return False
    relation = snapshot.schema.relation_between(head.layer, layer)
    return relation is not None and not snapshot.tails(head.id, relation.id)
