"""The versions of one document side by side, with the adjudicated one and what was decided."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from pullquote.adjudication.label_text import RelationContent, content
from pullquote.adjudication.values import Decision, DocumentVersions
from pullquote.model.schema import Schema
from pullquote.model.values import Annotation, Relation, Speaker, after_merges

if TYPE_CHECKING:
    # NumPy comes with it: loaded where labels are compared, never with the window.
    from pullquote.agreement.matching.places import Group
    from pullquote.agreement.values import Version

Place = tuple[str, int, int]
"""Layer, start and end: a version has one label at most of each."""


@dataclass(frozen=True, slots=True)
class SpeakerRegister:
    """The uid of each speaker, and whom it stands for after all merges."""

    uids: Mapping[int, str] = field(default_factory=dict)
    stands_for: Mapping[int, int] = field(default_factory=dict)

    def uid(self, speaker: int | None) -> str | None:
        return None if speaker is None else self.uids.get(speaker, str(speaker))

    def canonical(self, speaker: int | None) -> int | None:
        return None if speaker is None else self.stands_for.get(speaker, speaker)


def register_of(speakers: Iterable[Speaker]) -> SpeakerRegister:
    """The register behind these speakers, those that were merged away among them."""
    known = {speaker.id: speaker for speaker in speakers}
    into = {s.id: s.merged_into for s in known.values() if s.merged_into is not None}
    return SpeakerRegister(
        {speaker.id: speaker.uid for speaker in known.values()},
        {speaker: after_merges(into, speaker) for speaker in into},
    )


class Side:
    """One version: its labels by id, and the relations of each by its head."""

    def __init__(self, version: "Version") -> None:
        self.annotator = version.annotator
        self.labels = {label.id: label for label in version.annotations}
        self.relations: dict[int, list[Relation]] = defaultdict(list)
        for relation in version.relations:
            if relation.head in self.labels and relation.tail in self.labels:
                self.relations[relation.head].append(relation)

    def content(self, label: Annotation, register: SpeakerRegister) -> str:
        relations = (self._content_of(relation) for relation in self.relations.get(label.id, ()))
        return content(label, register.uid(label.speaker), relations)

    def _content_of(self, relation: Relation) -> RelationContent:
        tail = self.labels[relation.tail]
        return RelationContent(relation.kind, relation.role, tail.layer, tail.start, tail.end)


class Sheet:
    """`groups` are the labels that mean one place, in all versions; every label is in one.

    They are found here unless they are given.
    """

    def __init__(
        self,
        versions: DocumentVersions,
        decisions: Sequence[Decision],
        schema: Schema,
        register: SpeakerRegister,
        groups: "Sequence[Group] | None" = None,
    ) -> None:
        self.document = versions.document
        self.decisions = tuple(decisions)
        self.schema = schema
        self.register = register
        self.unfinished = versions.unfinished
        self.sides = {v.annotator: Side(v) for v in versions.versions}
        self.own = Side(versions.adjudicated)
        if groups is None:
            from pullquote.agreement.matching.places import group

            groups = group(versions.versions, schema, speakers=register.stands_for)
        self.groups = groups
        self.members = [found.annotations for found in self.groups]
        self.place_of = {
            label.id: number for number, labels in enumerate(self.members) for label in labels
        }

    def content(self, label: Annotation) -> str:
        return self.sides[label.annotator].content(label, self.register)

    @cached_property
    def own_at(self) -> dict[Place, Annotation]:
        """The labels of the adjudicated version by layer and extent."""
        return {label_place(label): label for label in self.own.labels.values()}

    @cached_property
    def own_uids(self) -> dict[str, Annotation]:
        return {label.uid: label for label in self.own.labels.values()}

    @cached_property
    def uids(self) -> dict[str, Annotation]:
        """The labels of all versions that are compared."""
        return {label.uid: label for labels in self.members for label in labels}

    @cached_property
    def decided(self) -> dict[int, list[Decision]]:
        """For each place the decisions about labels in it, oldest first."""
        found: dict[int, list[Decision]] = defaultdict(list)
        for decision in self.decisions:
            for number in self._places_of(decision):
                found[number].append(decision)
        return found

    @cached_property
    def loose(self) -> dict[int, list[Annotation]]:
        """For each place the adjudicated labels in it that no decision accounts for."""
        accounted = {uid for decision in self.decisions for uid in decision.results}
        found: dict[int, list[Annotation]] = defaultdict(list)
        for label in self.own.labels.values():
            number = self.nearest(label) if label.uid not in accounted else None
            if number is not None:
                found[number].append(label)
        return found

    def results(self, number: int) -> list[Annotation]:
        """What stands in the adjudicated version by the decisions about a place."""
        uids = [uid for decision in self.decided.get(number, ()) for uid in decision.results]
        return [self.own_uids[uid] for uid in dict.fromkeys(uids) if uid in self.own_uids]

    def nearest(self, own: Annotation) -> int | None:
        """The place of which a label shares most with an adjudicated label of its layer."""
        shared = [
            (_likeness(own, label), -self.place_of[label.id])
            for labels in self.members
            for label in labels
            if label.layer == own.layer and label.start < own.end and own.start < label.end
        ]
        return -max(shared)[1] if shared else None

    def _places_of(self, decision: Decision) -> list[int]:
        known = (self.uids[uid].id for uid, _ in decision.sources if uid in self.uids)
        numbers = dict.fromkeys(self.place_of[label] for label in known)
        # All labels that were compared are gone: what was put in their place says where it belongs.
        if not numbers:
            there = (self.own_uids[uid] for uid in decision.results if uid in self.own_uids)
            found = (self.nearest(label) for label in there)
            numbers = dict.fromkeys(number for number in found if number is not None)
        return list(numbers)


def label_place(label: Annotation) -> Place:
    """Layer, start and end (code points, half-open): labels equal in these mean the same place."""
    return label.layer, label.start, label.end


def _likeness(a: Annotation, b: Annotation) -> float:
    """Intersection over union, in code points."""
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared / (max(a.end, b.end) - min(a.start, b.start))
