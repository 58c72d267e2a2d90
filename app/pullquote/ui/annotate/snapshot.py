"""All that is shown of one document, read from the project in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pullquote.duplicates.blocks import Block
from pullquote.model.schema import Schema
from pullquote.model.values import Annotation, Document, Relation, Speaker, State
from pullquote.store import Project
from pullquote.workflow.find_duplicates import document_blocks


@dataclass(frozen=True)
class Snapshot:
    """`labels` and `relations` are those of the annotator who works, in the store's order."""

    schema: Schema
    document: Document
    text: str
    labels: Sequence[Annotation]
    relations: Sequence[Relation]
    speakers: Mapping[int, Speaker]
    blocks: Sequence[Block] = ()
    state: State | None = None
    by_id: Mapping[int, Annotation] = field(default_factory=dict)

    @classmethod
    def read(cls, project: Project, document: int, actor: int) -> "Snapshot":
        labels = project.annotations(document, actor)
        return cls(
            schema=project.schema,
            document=project.document(document),
            text=project.text(document),
            labels=labels,
            relations=project.relations(document, actor),
            speakers={s.id: s for s in project.speakers()},
            blocks=document_blocks(project, document),
            state=project.state(document, actor),
            by_id={a.id: a for a in labels},
        )

    def words(self, label: Annotation) -> str:
        return label.span.of(self.text)

    def tails(self, head: int, relation: str) -> list[tuple[Annotation, str]]:
        """The labels tied to `head` by `relation`, each with its role."""
        found = [r for r in self.relations if r.head == head and r.kind == relation]
        return [(self.by_id[r.tail], r.role) for r in found if r.tail in self.by_id]

    def heads(self, tail: int) -> list[tuple[Annotation, Relation]]:
        found = [r for r in self.relations if r.tail == tail]
        return [(self.by_id[r.head], r) for r in found if r.head in self.by_id]

    def partners(self, label: int) -> set[int]:
        ends = [(r.head, r.tail) for r in self.relations if label in (r.head, r.tail)]
        return {tail if head == label else head for head, tail in ends}

    def speaker_name(self, number: int | None) -> str:
        """The name of a canonical speaker, of the one it was merged into if it was."""
        seen: set[int] = set()
        speaker = self.speakers.get(number) if number is not None else None
        while speaker is not None and speaker.merged_into and speaker.id not in seen:
            seen.add(speaker.id)
            speaker = self.speakers.get(speaker.merged_into)
        return speaker.name if speaker else ""

    def speaker_of(self, label: Annotation) -> int | None:
        """A head's speaker is on its mention; its own counts only while it has none."""
        mentions = self.tails(label.id, "said_by")
        return mentions[0][0].speaker if mentions else label.speaker
