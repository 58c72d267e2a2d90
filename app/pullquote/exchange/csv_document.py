"""What follows from the labels of one document: who speaks, in which sentence, where repeated."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pullquote.exchange.corpus import (
    ClusterRecord,
    LabelledCorpus,
    RepeatedPassages,
    SpeakerIndex,
)
from pullquote.exchange.records import (
    AnnotationRecord,
    DocumentRecord,
    PassageRecord,
    RelationRecord,
    SpeakerRecord,
)
from pullquote.exchange.selection import Copies, weight_of
from pullquote.model.rules import inside
from pullquote.model.values import Annotation
from pullquote.text.segments import paragraphs, sentences
from pullquote.text.spans import Span

Zone = Literal["body", "boilerplate", "repeat"]


@dataclass(frozen=True, slots=True)
class RepeatPlace:
    """Where the words of a label stand; `passage` is None for words that stand once."""

    passage: PassageRecord | None
    cluster: ClusterRecord
    here: int
    zone: Zone
    weight: float
    split: str | None
    leak: str | None

    @property
    def copy(self) -> int:
        return self.passage.copy if self.passage else 1

    @property
    def copies(self) -> int:
        return self.cluster.copies


_NO_CLUSTER = ClusterRecord("", "exact", 1, 1)


class DocumentView:
    """One document with the questions that tables ask of it."""

    def __init__(
        self,
        document: DocumentRecord,
        corpus: LabelledCorpus,
        register: SpeakerIndex,
        copies: Copies = "weighted",
    ) -> None:
        self.document = document
        self.text = document.text
        self.annotations = {annotation.uid: annotation for annotation in document.annotations}
        self._register = register
        self._clusters: Mapping[str, ClusterRecord] = corpus.clusters
        self._repeats = RepeatedPassages(document, corpus.clusters)
        self._how = copies
        self._leaks = corpus.split.leaks if corpus.split else None
        self._here = Counter(passage.cluster for passage in document.passages)
        self._speakers: dict[str, SpeakerRecord | None] = {}

    def of_layer(self, layer: str) -> list[AnnotationRecord]:
        return [a for a in self.document.annotations if a.layer == layer]

    def words(self, annotation: AnnotationRecord) -> str:
        return self.text[annotation.start : annotation.end]

    def relations(self, head: AnnotationRecord, kind: str) -> list[RelationRecord]:
        """The relations that start at a label, by role."""
        return self._relations.get((head.uid, kind), [])

    def tail(self, head: AnnotationRecord, kind: str) -> AnnotationRecord | None:
        relations = self.relations(head, kind)
        return self.annotations.get(relations[0].tail) if relations else None

    def attributed(self, quote: AnnotationRecord, kind: str) -> AnnotationRecord | None:
        """The mention or cue of a quote; one that continues another quote shares its."""
        for part in self.parts(quote):
            if found := self.tail(part, kind):
                return found
        return None

    def parts(self, quote: AnnotationRecord) -> list[AnnotationRecord]:
        """The quote, the one that it continues, and so on back to the first of the utterance."""
        found = [quote]
        while (earlier := self.tail(found[-1], "continues")) and earlier not in found:
            found.append(earlier)
        return found

    def speaker(self, annotation: AnnotationRecord) -> SpeakerRecord | None:
        """Who says it: the speaker of its mention, its own, or that of the quote around it."""
        if annotation.uid not in self._speakers:
            self._speakers[annotation.uid] = self._speaker(annotation)
        return self._speakers[annotation.uid]

    def outer(self, annotation: AnnotationRecord) -> AnnotationRecord | None:
        """The smallest quote around a quote or claim, of the same annotator."""
        return self._outer.get(annotation.uid)

    def repeat(self, annotation: AnnotationRecord) -> RepeatPlace:
        passage = self._repeats.of(annotation)
        cluster = self._clusters[passage.cluster] if passage else _NO_CLUSTER
        here = self._here[passage.cluster] if passage else 1
        part = self.document.split
        leaks = self._leaks.of(annotation, self._repeats, part) if self._leaks else ()
        weight = weight_of(cluster.copies, self._how, part, leaks)
        zone = self._zone(passage, cluster)
        return RepeatPlace(passage, cluster, here, zone, weight, part, " ".join(leaks) or None)

    def paragraph(self, offset: int) -> int:
        """The number of its paragraph, from 1."""
        return max(1, bisect_right(self._starts, offset))

    def sentence(self, annotation: AnnotationRecord) -> Span:
        """From the start of its first sentence to the end of its last."""
        first = self._sentence_at(annotation.start)
        if first.start <= annotation.start and annotation.end <= first.end:
            return first
        last = self._sentence_at(annotation.end - 1)
        return Span(min(first.start, annotation.start), max(last.end, annotation.end))

    def _zone(self, passage: PassageRecord | None, cluster: ClusterRecord) -> Zone:
        if cluster.boilerplate:
            return "boilerplate"
        is_first = passage is None or passage.copy <= self._first_copies[passage.cluster]
        return "body" if is_first else "repeat"

    def _speaker(self, annotation: AnnotationRecord) -> SpeakerRecord | None:
        if annotation.uid not in self._heads and annotation.layer != "claim":
            return self._register.get(annotation.speaker)
        for part in self.parts(annotation):
            mention = self.tail(part, "said_by")
            found = self._register.get(mention.speaker if mention else None)
            if found := found or self._register.get(part.speaker):
                return found
        around = self.outer(annotation) if annotation.layer == "claim" else None
        return self.speaker(around) if around else None

    def _sentence_at(self, offset: int) -> Span:
        """The sentence that holds `offset`, or the one before it."""
        found = self._sentences
        return found[max(0, bisect_right(self._sentence_starts, offset) - 1)]

    @cached_property
    def _sentences(self) -> list[Span]:
        return sentences(self.text) or [Span(0, len(self.text))]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self._sentences]

    @cached_property
    def _starts(self) -> list[int]:
        return [paragraph.start for paragraph in paragraphs(self.text)]

    @cached_property
    def _first_copies(self) -> dict[str, int]:
        first: dict[str, int] = {}
        for passage in self.document.passages:
            first[passage.cluster] = min(passage.copy, first.get(passage.cluster, passage.copy))
        return first

    @cached_property
    def _relations(self) -> dict[tuple[str, str], list[RelationRecord]]:
        relations: dict[tuple[str, str], list[RelationRecord]] = defaultdict(list)
        for relation in sorted(self.document.relations, key=_role_order):
            relations[relation.head, relation.kind].append(relation)
        return relations

    @cached_property
    def _heads(self) -> set[str]:
        return {relation.head for relation in self.document.relations}

    @cached_property
    def _outer(self) -> dict[str, AnnotationRecord]:
        labels = [a for a in self.document.annotations if a.layer in {"quote", "claim"}]
        names = {name: n for n, name in enumerate(sorted({a.annotator for a in labels}))}
        values = [
            Annotation(n, a.uid, 0, names[a.annotator], a.layer, a.start, a.end)
            for n, a in enumerate(labels)
        ]
        return {labels[inner].uid: labels[outer] for inner, outer in inside(values)}


_ROLES = ("utterance", "event", "deadline")


def _role_order(relation: RelationRecord) -> tuple[int, str]:
    return _ROLES.index(relation.role) if relation.role in _ROLES else len(_ROLES), relation.role
