"""All that is shown of one document, at one moment."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pullquote.labelling.open_document import OpenDocument
from pullquote.model.schema import Schema
from pullquote.model.values import Annotation, Document, Relation, Speaker


class Snapshot(NamedTuple):
    """`labels` and `relations` are those of the annotator who works, in the order of the text."""

    schema: Schema
    document: Document
    text: str
    labels: Sequence[Annotation]
    relations: Sequence[Relation]
    speakers: Mapping[int, Speaker]
    by_id: Mapping[int, Annotation]
    word_count: int | None

    @classmethod
    def of(
        cls, doc: OpenDocument, document: Document, speakers: Mapping[int, Speaker]
    ) -> "Snapshot":
        labels = doc.labels()
        return cls(
            schema=doc.project.schema,
            document=document,
            text=doc.text,
            labels=labels,
            relations=doc.relations(),
            speakers=speakers,
            by_id={a.id: a for a in labels},
            word_count=doc.word_count,
        )

    def words(self, label: Annotation) -> str:
        return label.span.of(self.text)

    def tails(self, head: int, relation: str) -> list[tuple[Annotation, str]]:
        """The labels related to `head` by `relation`, each with its role."""
        return [
            (self.by_id[r.tail], r.role)
            for r in self.relations
            if r.head == head and r.kind == relation and r.tail in self.by_id
        ]

    def heads(self, tail: int) -> list[tuple[Annotation, Relation]]:
        found = [r for r in self.relations if r.tail == tail]
        return [(self.by_id[r.head], r) for r in found if r.head in self.by_id]

    def partners(self, label: int) -> set[int]:
        ends = [(r.head, r.tail) for r in self.relations if label in (r.head, r.tail)]
        return {tail if head == label else head for head, tail in ends}

    def speaker(self, number: int | None) -> Speaker | None:
        """A canonical speaker; of one that was merged, the one that it was merged into."""
        seen: set[int] = set()
        found = self.speakers.get(number) if number is not None else None
        while found and found.merged_into and found.id not in seen:
            seen.add(found.id)
            found = self.speakers.get(found.merged_into)
        return found

    def speaker_name(self, number: int | None) -> str:
        found = self.speaker(number)
        return found.name if found else ""

    def speaker_of(self, label: Annotation) -> int | None:
        """A head's speaker is on its mention; its own counts only while it has none."""
        mentions = self.tails(label.id, "said_by")
        return mentions[0][0].speaker if mentions else label.speaker
