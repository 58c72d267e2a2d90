"""The rows of documents, states, annotations, relations and passages."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain

from pullquote.exchange.cells import Row, calendar_cells, granularity_cell, one_line
from pullquote.exchange.corpus import AnnotationRecord, ClusterRecord, RelationRecord
from pullquote.exchange.views import Repeat, View
from pullquote.text.segments import word_bounds

_CONTEXT = 40


def document_rows(view: View) -> Iterator[Row]:
    document = view.document
    file = document.file
    yield {
        "document": document.uid,
        "external_id": document.external_id,
        "name": document.name,
        "title": document.title,
        "source": document.source,
        "url": document.url,
        "language": document.language,
        "published": document.published.value,
        "published_from": document.published.source,
        "characters": len(document.text),
        "words": len(word_bounds(document.text)[0]),
        "text_sha256": document.text_sha256,
        "file": f"{file.path}:{file.row}" if file.row else file.path,
        "version_of": document.version_of,
        "excluded": document.excluded,
        "document_group": None,
        "group_copies": None,
        "group_coverage": None,
        "representative": None,
        "annotators_done": sum(state.value == "done" for state in document.states),
        "split": None,
        "weight": None,
    }


def state_rows(view: View) -> Iterator[Row]:
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


def annotation_rows(view: View) -> Iterator[Row]:
    document, text = view.document, view.text
    for a in document.annotations:
        attributes = dict(a.attributes)
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
            "left": one_line(text[max(0, a.start - _CONTEXT) : a.start]),
            "right": one_line(text[a.end : a.end + _CONTEXT]),
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


def relation_rows(view: View) -> Iterator[Row]:
    """The stored relations, then those that follow from the extents."""
    document = view.document
    stored = ((r, view.labels[r.head], view.labels[r.tail]) for r in document.relations)
    inside = ((None, a, outer) for a in document.annotations if (outer := view.outer(a)))
    for relation, head, tail in chain(stored, inside):
        yield _relation(view, relation, head, tail)


def _relation(
    view: View, relation: RelationRecord | None, head: AnnotationRecord, tail: AnnotationRecord
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


def passage_rows(view: View, clusters: Mapping[str, ClusterRecord]) -> Iterator[Row]:
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


def copy_cells(repeat: Repeat, *, whole: bool = False) -> Row:
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
        "split": None,
    }
