"""The rows of the tables: documents, states, annotations, relations, passages, quotes, claims,
speakers.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain

from pullquote.exchange.corpus import ClusterRecord
from pullquote.exchange.csv_cells import (
    Row,
    calendar_cells,
    granularity_cell,
    list_cell,
    one_line_cell,
    words_only,
)
from pullquote.exchange.csv_document import DocumentView, RepeatPlace
from pullquote.exchange.records import AnnotationRecord, RelationRecord, SpeakerRecord
from pullquote.text.segments import word_bounds

_CONTEXT = 40


def document_rows(view: DocumentView) -> Iterator[Row]:
    document = view.document
    file, group = document.file, document.group
    yield {
        "document": document.uid,
        "external_id": document.external_id,
        "name": document.name,
        "title": document.title,
        "source": document.source,
        "url": document.url,
        "language": document.language,
        "published": document.published,
        "published_from": document.published_from,
        "characters": len(document.text),
        "words": len(word_bounds(document.text)[0]),
        "text_sha256": document.text_sha256,
        "file": f"{file.origin}:{file.origin_row}" if file.origin_row else file.origin,
        "version_of": document.version_of,
        "excluded": document.excluded,
        "document_group": group.id if group else None,
        "group_copies": group.copies if group else None,
        "group_coverage": group.coverage if group else None,
        "representative": group.representative if group else None,
        "annotators_done": sum(state.value == "done" for state in document.states),
        "split": document.split,
        "weight": document.weight,
    }


def state_rows(view: DocumentView) -> Iterator[Row]:
    """One row for everybody who has a state or a label."""
    document = view.document
    counts = Counter(annotation.annotator for annotation in document.annotations)
    states = {state.annotator: state for state in document.states}
    for annotator in sorted(counts.keys() | states.keys()):
        state = states.get(annotator)
        yield {
            "document": document.uid,
            "annotator": annotator,
            "role": None,
            "state": state.value if state else None,
            "reason": state.reason if state else None,
            "annotations": counts[annotator],
        }


def annotation_rows(view: DocumentView) -> Iterator[Row]:
    document, text = view.document, view.text
    for a in document.annotations:
        attributes = a.set_attributes()
        value = attributes.get("value", "")
        sentence = view.sentence(a)
        speaker = view.speaker(a)
        repeat = view.repeat(a)
        yield {
            "annotation": a.uid,
            "document": document.uid,
            "external_id": document.external_id,
            "annotator": a.annotator,
            "layer": a.layer,
            "start": a.start,
            "end": a.end,
            "text": view.words(a),
            "left": one_line_cell(text[max(0, a.start - _CONTEXT) : a.start]),
            "right": one_line_cell(text[a.end : a.end + _CONTEXT]),
            "paragraph": view.paragraph(a.start),
            "sentence_start": sentence.start,
            "sentence_end": sentence.end,
            "zone": repeat.zone,
            "kind": attributes.get("kind"),
            "speaker": speaker.uid if speaker else None,
            "speaker_name": speaker.name if speaker else None,
            "value": value,
            **calendar_cells(value),
            "granularity": granularity_cell(value),
            "certainty": attributes.get("certainty"),
            "reason": attributes.get("reason"),
            "attributes": json.dumps(attributes, ensure_ascii=False) if attributes else None,
            "note": a.note,
            "origin": a.origin,
            "rule": a.rule,
            "confidence": a.confidence,
            "carried_from": a.carried_from,
            **copy_cells(repeat, whole=True),
        }


def relation_rows(view: DocumentView) -> Iterator[Row]:
    """The stored relations, then those that follow from the extents."""
    document = view.document
    stored = ((r, view.annotations[r.head], view.annotations[r.tail]) for r in document.relations)
    inside = ((None, a, outer) for a in document.annotations if (outer := view.outer(a)))
    for relation, head, tail in chain(stored, inside):
        yield _relation(view, relation, head, tail)


def _relation(
    view: DocumentView,
    relation: RelationRecord | None,
    head: AnnotationRecord,
    tail: AnnotationRecord,
) -> Row:
    return {
        "relation": relation.uid if relation else None,
        "document": view.document.uid,
        "annotator": head.annotator,
        "kind": relation.kind if relation else "inside",
        "role": relation.role if relation else None,
        "head": head.uid,
        "head_layer": head.layer,
        "head_text": view.words(head),
        "tail": tail.uid,
        "tail_layer": tail.layer,
        "tail_text": view.words(tail),
        "computed": relation is None,
    }


def passage_rows(view: DocumentView, clusters: Mapping[str, ClusterRecord]) -> Iterator[Row]:
    document = view.document
    for passage in document.passages:
        cluster = clusters[passage.cluster]
        yield {
            "cluster": cluster.uid,
            "kind": cluster.kind,
            "similarity": cluster.similarity,
            "document": document.uid,
            "external_id": document.external_id,
            "start": passage.start,
            "end": passage.end,
            "text": view.text[passage.start : passage.end],
            "copy": passage.copy,
            "copies": cluster.copies,
            "documents": cluster.documents,
            "decision": cluster.decision,
        }


def copy_cells(repeat: RepeatPlace, *, whole: bool = False) -> Row:
    """Which copy of its words a label is; with `whole`, the kind and the count here as well."""
    cluster: Row = {"cluster": repeat.cluster.uid}
    here: Row = {}
    if whole:
        cluster["cluster_kind"] = repeat.cluster.kind if repeat.passage else None
        here = {"copies_in_document": repeat.here}
    return {
        **cluster,
        "copy": repeat.copy,
        "copies": repeat.copies,
        **here,
        "weight": repeat.weight,
        "split": repeat.split,
        "leak": repeat.leak,
    }


def quote_rows(view: DocumentView) -> Iterator[Row]:
    """One row a quote, with its first date: that of the utterance, if it has several."""
    utterances = _utterances(view)
    for quote in view.of_layer("quote"):
        utterance, part = utterances[quote.uid]
        outer = view.outer(quote)
        yield {
            **_document_cells("quote", quote, view),
            "annotator": quote.annotator,
            "start": quote.start,
            "end": quote.end,
            "text": view.words(quote),
            "words_only": words_only(view.words(quote)),
            "kind": quote.attribute("kind"),
            "status": quote.attribute("status"),
            "utterance": utterance,
            "part": part,
            "inside": outer.uid if outer else None,
            **_speaker_cells(view.speaker(quote), kind=True),
            **_mention_cells(view, quote),
            **_cue_cells(view, quote),
            **_date_cells(view, quote),
            "origin": quote.origin,
            **copy_cells(view.repeat(quote)),
        }


def claim_rows(view: DocumentView) -> Iterator[Row]:
    """One row for each date of a claim, one for a claim without any."""
    for claim in view.of_layer("claim"):
        dates = _dates(view, claim)
        outer = view.outer(claim)
        for role, date in dates or [("", None)]:
            yield {
                **_document_cells("claim", claim, view),
                "annotator": claim.annotator,
                "start": claim.start,
                "end": claim.end,
                "text": view.words(claim),
                "certainty": claim.attribute("certainty"),
                "nominal": claim.attribute("nominal"),
                "checkworthy": claim.attribute("checkworthy"),
                "quote": outer.uid if outer else None,
                **_speaker_cells(view.speaker(claim)),
                **_claim_date_cells(view, role, date),
                "origin": claim.origin,
                **copy_cells(view.repeat(claim)),
            }


def _dates(
    view: DocumentView, claim: AnnotationRecord
) -> list[tuple[str, AnnotationRecord | None]]:
    return [
        (relation.role, view.annotations[relation.tail])
        for relation in view.relations(claim, "dated_by")
    ]


def _document_cells(name: str, label: AnnotationRecord, view: DocumentView) -> Row:
    document = view.document
    return {
        name: label.uid,
        "document": document.uid,
        "external_id": document.external_id,
        "source": document.source,
        "published": document.published,
    }


def _speaker_cells(speaker: SpeakerRecord | None, *, kind: bool = False) -> Row:
    cells: Row = {
        "speaker": speaker.uid if speaker else None,
        "speaker_name": speaker.name if speaker else None,
    }
    return {**cells, "speaker_kind": speaker.kind if speaker else None} if kind else cells


def _mention_cells(view: DocumentView, quote: AnnotationRecord) -> Row:
    mention = view.attributed(quote, "said_by")
    return {
        "mention": view.words(mention) if mention else None,
        "mention_start": mention.start if mention else None,
        "mention_end": mention.end if mention else None,
        "mention_form": mention.attribute("form") if mention else None,
    }


def _cue_cells(view: DocumentView, quote: AnnotationRecord) -> Row:
    cue = view.attributed(quote, "cued_by")
    return {
        "cue": view.words(cue) if cue else None,
        "cue_start": cue.start if cue else None,
        "cue_end": cue.end if cue else None,
    }


def _date_cells(view: DocumentView, quote: AnnotationRecord) -> Row:
    relations = view.relations(quote, "dated_by")
    value = view.annotations[relations[0].tail].attribute("value") if relations else ""
    return {
        "date_value": value,
        **calendar_cells(value, "date_"),
        "date_role": relations[0].role if relations else None,
    }


def _claim_date_cells(view: DocumentView, role: str, date: AnnotationRecord | None) -> Row:
    value = date.attribute("value") if date else ""
    days = calendar_cells(value)
    return {
        "date": date.uid if date else None,
        "expression": view.words(date) if date else None,
        "date_start": date.start if date else None,
        "date_end": date.end if date else None,
        "role": role,
        "value": value,
        **days,
        "granularity": granularity_cell(value),
        "mod": date.attribute("mod") if date else None,
        "anchor": date.attribute("anchor") if date else None,
        "anchor_value": _anchor_value(view, date) if date else None,
        "resolved": days["first_day"] is not None if date else None,
    }


def _anchor_value(view: DocumentView, date: AnnotationRecord) -> str | None:
    """The value that a relative date counts from."""
    if date.attribute("anchor") == "publication":
        return view.document.published
    anchor = view.tail(date, "anchored_on")
    return anchor.attribute("value") if anchor else None


def _utterances(view: DocumentView) -> dict[str, tuple[str, int]]:
    """The utterance of each quote (the id of its first quote), and its place there, from 1."""
    members: dict[str, list[str]] = defaultdict(list)
    for quote in view.of_layer("quote"):
        members[view.parts(quote)[-1].uid].append(quote.uid)
    return {
        uid: (utterance, part)
        for utterance, uids in members.items()
        for part, uid in enumerate(uids, 1)
    }


class SpeakerUses:
    """Counts quotes and documents by speaker, document by document."""

    def __init__(self) -> None:
        self._quotes: Counter[str] = Counter()
        self._documents: Counter[str] = Counter()

    def see(self, view: DocumentView) -> None:
        speakers = [view.speaker(quote) for quote in view.of_layer("quote")]
        here = Counter(speaker.uid for speaker in speakers if speaker)
        self._quotes.update(here)
        self._documents.update(here.keys())

    def rows(self, speakers: tuple[SpeakerRecord, ...]) -> Iterator[Row]:
        for speaker in speakers:
            yield {
                "speaker": speaker.uid,
                "name": speaker.name,
                "kind": speaker.kind,
                "merged_into": speaker.merged_into,
                "aliases": list_cell(
                    {"form": alias.form, "document": alias.document} for alias in speaker.aliases
                ),
                "represents": list_cell(
                    {"institution": r.institution, "document": r.document}
                    for r in speaker.represents
                ),
                "quotes": self._quotes[speaker.uid],
                "documents": self._documents[speaker.uid],
            }
