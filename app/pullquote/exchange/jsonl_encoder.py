"""A document, a speaker as one JSON object: the fields of `pullquote/1`."""

from collections.abc import Iterable, Mapping
from typing import Any

from pullquote.exchange.corpus import (
    AnnotationRecord,
    DocumentRecord,
    LabelledCorpus,
    PassageRecord,
    RepeatedPassages,
    SpeakerRecord,
)
from pullquote.exchange.selection import Copies
from pullquote.model.values import Published

VERSION = "pullquote/1"


class RecordEncoder:
    """Turns the documents of one corpus into JSON objects; every key is always there."""

    def __init__(self, corpus: LabelledCorpus, copies: Copies = "all") -> None:
        self._clusters = corpus.clusters
        self._weighted = copies == "all"
        self._names = speaker_names(corpus.speakers)
        self._unset: dict[str, dict[str, str | None]] = {
            layer.id: dict.fromkeys(attribute.id for attribute in layer.attributes)
            for layer in corpus.schema.layers
        }

    def document(self, document: DocumentRecord) -> dict[str, Any]:
        repeats = RepeatedPassages(document, self._clusters)
        return {
            "format": VERSION,
            "document": document.uid,
            "external_id": document.external_id,
            "name": document.name,
            "title": document.title,
            "source": document.source,
            "url": document.url,
            "language": document.language,
            "published": document.published.value,
            "published_from": document.published.source,
            "published_evidence": _evidence(document.published),
            "published_doubt": document.published.doubt,
            "text_sha256": document.text_sha256,
            "version_of": document.version_of,
            "excluded": document.excluded,
            "file": _file(document),
            "text": document.text,
            "group": None,
            "split": None,
            "weight": None,
            "states": [
                {"annotator": s.annotator, "state": s.value, "reason": s.reason, "at": s.at}
                for s in document.states
            ],
            "annotations": [
                self._annotation(annotation, document.text, repeats)
                for annotation in document.annotations
            ],
            "relations": _relations(document),
            "rejections": _rejections(document),
            "adjudications": _adjudications(document),
            "passages": [self._passage(passage) for passage in document.passages],
            "metadata": dict(document.metadata),
        }

    def _annotation(
        self, annotation: AnnotationRecord, text: str, repeats: RepeatedPassages
    ) -> dict[str, Any]:
        passage = repeats.of(annotation)
        copies = repeats.copies(passage)
        return {
            "id": annotation.uid,
            "annotator": annotation.annotator,
            "layer": annotation.layer,
            "start": annotation.start,
            "end": annotation.end,
            "text": text[annotation.start : annotation.end],
            "attributes": {**self._unset.get(annotation.layer, {}), **dict(annotation.attributes)},
            "speaker": annotation.speaker,
            "speaker_name": self._names.get(annotation.speaker) if annotation.speaker else None,
            "note": annotation.note,
            "origin": annotation.origin,
            "rule": annotation.rule,
            "confidence": annotation.confidence,
            "carried_from": annotation.carried_from,
            "created_by": annotation.created_by,
            "created_at": annotation.created_at,
            "changed_at": annotation.changed_at,
            "confirmed_at": annotation.confirmed_at,
            "to_check": annotation.to_check,
            "cluster": passage.cluster if passage else None,
            "copy": passage.copy if passage else 1,
            "copies": copies,
            "weight": 1 / copies if self._weighted else 1.0,
        }

    def _passage(self, passage: PassageRecord) -> dict[str, Any]:
        cluster = self._clusters[passage.cluster]
        return {
            "start": passage.start,
            "end": passage.end,
            "cluster": cluster.uid,
            "kind": cluster.kind,
            "copy": passage.copy,
            "copies": cluster.copies,
        }


def encode_speaker(speaker: SpeakerRecord) -> dict[str, Any]:
    return {
        "speaker": speaker.uid,
        "name": speaker.name,
        "kind": speaker.kind,
        "note": speaker.note,
        "external_ids": dict(speaker.external_ids),
        "merged_into": speaker.merged_into,
        "aliases": [
            {"id": alias.uid, "form": alias.form, "document": alias.document}
            for alias in speaker.aliases
        ],
        "represents": [
            {"id": r.uid, "institution": r.institution, "document": r.document}
            for r in speaker.represents
        ],
    }


def speaker_names(speakers: Iterable[SpeakerRecord]) -> dict[str, str]:
    """The name of every speaker, of a merged one that of the speaker it went into."""
    by_uid = {speaker.uid: speaker for speaker in speakers}
    return {uid: by_uid[merged_uid(by_uid, uid)].name for uid in by_uid}


def merged_uid(speakers: Mapping[str, SpeakerRecord], uid: str) -> str:
    """The speaker that `uid` was merged into, through any number of merges."""
    seen = {uid}
    while (into := speakers[uid].merged_into) in speakers and into is not None:
        if into in seen:
            break
        seen.add(into)
        uid = into
    return uid


def _evidence(published: Published) -> dict[str, Any] | None:
    if not published.evidence and published.start is None:
        return None
    return {"words": published.evidence, "start": published.start, "end": published.end}


def _file(document: DocumentRecord) -> dict[str, Any]:
    file = document.file
    return {
        "sha256": file.sha256,
        "path": file.path,
        "row": file.row,
        "part": file.part,
        "encoding": file.encoding,
        "newline": file.newline,
        "reader": file.reader,
        "replaced": file.replaced,
    }


def _relations(document: DocumentRecord) -> list[dict[str, Any]]:
    return [
        {
            "id": relation.uid,
            "annotator": relation.annotator,
            "kind": relation.kind,
            "role": relation.role,
            "head": relation.head,
            "tail": relation.tail,
            "created_at": relation.created_at,
            "origin": relation.origin,
            "rule": relation.rule,
            "confidence": relation.confidence,
        }
        for relation in document.relations
    ]


def _rejections(document: DocumentRecord) -> list[dict[str, Any]]:
    return [
        {
            "annotator": rejection.annotator,
            "layer": rejection.layer,
            "start": rejection.start,
            "end": rejection.end,
            "value": rejection.value,
        }
        for rejection in document.rejections
    ]


def _adjudications(document: DocumentRecord) -> list[dict[str, Any]]:
    return [
        {
            "id": decision.uid,
            "outcome": decision.outcome,
            "sources": [
                {"annotation": uid, "content": content} for uid, content in decision.sources
            ],
            "taken": list(decision.taken),
            "results": list(decision.results),
            "note": decision.note,
            "by": decision.by,
            "at": decision.at,
        }
        for decision in document.adjudications
    ]
