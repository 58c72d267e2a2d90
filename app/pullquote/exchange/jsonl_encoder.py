"""A record as a line of `pullquote/1`, with what follows from the rest of its document."""

import msgspec
from msgspec.structs import replace

from pullquote.exchange.corpus import LabelledCorpus, RepeatedPassages, SpeakerIndex
from pullquote.exchange.records import (
    VERSION,
    AnnotationRecord,
    DocumentRecord,
    PassageRecord,
    Record,
    sorted_items,
)
from pullquote.exchange.selection import Copies


class DocumentCompleter:
    """Fills what follows from the rest, for the documents of one corpus."""

    def __init__(self, corpus: LabelledCorpus, copies: Copies = "all") -> None:
        self._clusters = corpus.clusters
        self._weighted = copies == "all"
        self._speakers = SpeakerIndex(corpus.speakers)
        self._unset: dict[str, dict[str, str | None]] = {
            layer.id: dict.fromkeys(attribute.id for attribute in layer.attributes)
            for layer in corpus.schema.layers
        }

    def completed(self, document: DocumentRecord) -> DocumentRecord:
        repeats = RepeatedPassages(document, self._clusters)
        return replace(
            document,
            format=VERSION,
            annotations=tuple(
                [self._annotation(a, document.text, repeats) for a in document.annotations]
            ),
            passages=tuple(map(self._passage, document.passages)),
            metadata=sorted_items(document.metadata),
        )

    def _annotation(
        self, annotation: AnnotationRecord, text: str, repeats: RepeatedPassages
    ) -> AnnotationRecord:
        passage = repeats.of(annotation)
        copies = repeats.copies(passage)
        speaker = self._speakers.get(annotation.speaker)
        return replace(
            annotation,
            text=text[annotation.start : annotation.end],
            attributes={**self._unset.get(annotation.layer, {}), **annotation.set_attributes()},
            speaker_name=speaker.name if speaker else None,
            cluster=passage.cluster if passage else None,
            copy=passage.copy if passage else 1,
            copies=copies,
            weight=1 / copies if self._weighted else 1.0,
        )

    def _passage(self, passage: PassageRecord) -> PassageRecord:
        cluster = self._clusters[passage.cluster]
        return replace(passage, cluster=cluster.uid, kind=cluster.kind, copies=cluster.copies)


_ENCODER = msgspec.json.Encoder()


def encode_line(record: Record) -> bytes:
    """One line of JSON, the LF included, that is one line for every reader.

    Some programs end a line at U+0085, U+2028 and U+2029, too, so these are escaped.
    """
    line = _ENCODER.encode(record)
    if not line.isascii():
        line = line.replace("\x85".encode(), b"\\u0085")
        line = line.replace("\u2028".encode(), b"\\u2028").replace("\u2029".encode(), b"\\u2029")
    return line + b"\n"
