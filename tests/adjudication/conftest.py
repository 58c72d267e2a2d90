"""Versions of one document, built label by label."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from pullquote.adjudication.items import items
from pullquote.adjudication.sheet import Sheet, SpeakerRegister
from pullquote.adjudication.values import Decision, DocumentVersions, Item
from pullquote.agreement.values import Version
from pullquote.assets import RESOURCES
from pullquote.model.schema import Schema
from pullquote.model.schema_file import parse_schema
from pullquote.model.values import Annotation, Relation

SCHEMA = parse_schema((RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8"))
OWN = 9


class Desk:
    """The versions of the annotators 1 and 2 (or of others), and the adjudicated one, 9."""

    def __init__(self, schema: Schema = SCHEMA, annotators: Sequence[int] = (1, 2)) -> None:
        self.schema = schema
        self.labels: dict[int, list[Annotation]] = {who: [] for who in (*annotators, OWN)}
        self.relations: dict[int, list[Relation]] = {who: [] for who in (*annotators, OWN)}
        self.decisions: list[Decision] = []
        self.register = SpeakerRegister()
        self.unfinished: frozenset[str] = frozenset()

    def label(
        self,
        who: int,
        layer: str,
        start: int,
        end: int,
        *,
        speaker: int | None = None,
        **attributes: str,
    ) -> Annotation:
        number = 1 + sum(map(len, self.labels.values()))
        made = Annotation(
            number, f"u{number}", 1, who, layer, start, end, attributes, speaker=speaker
        )
        self.labels[who].append(made)
        return made

    def both(self, layer: str, start: int, end: int, **fields: object) -> list[Annotation]:
        people = (who for who in self.labels if who != OWN)
        return [self.label(who, layer, start, end, **fields) for who in people]  # type: ignore[arg-type]

    def relate(self, kind: str, head: Annotation, tail: Annotation, role: str = "") -> None:
        number = 1 + sum(map(len, self.relations.values()))
        who = head.annotator
        relation = Relation(number, f"r{number}", 1, who, kind, head.id, tail.id, role)
        self.relations[who].append(relation)

    def change(self, label: Annotation, **fields: object) -> None:
        own = self.labels[label.annotator]
        own[own.index(label)] = replace(label, **fields)  # type: ignore[arg-type]

    def remove(self, label: Annotation) -> None:
        self.labels[label.annotator].remove(label)

    def version(self, who: int) -> Version:
        labels = sorted(self.labels[who], key=lambda a: (a.start, -a.end, a.layer))
        return Version(who, tuple(labels), tuple(self.relations[who]))

    def sheet(self, order: Sequence[int] | None = None) -> Sheet:
        people = order or [who for who in self.labels if who != OWN]
        versions = tuple(map(self.version, people))
        compared = DocumentVersions(1, versions, self.version(OWN), self.unfinished)
        return Sheet(compared, self.decisions, self.schema, self.register)

    def items(self) -> list[Item]:
        return items(self.sheet())

    def item(self, layer: str = "quote") -> Item:
        """The only one of a layer."""
        (found,) = (item for item in self.items() if item.layer == layer)
        return found

    def decide(self, item: Item, choice: int = 0) -> Decision:
        """As if the choice had been taken: its labels stand in the adjudicated version."""
        sheet = self.sheet()
        chosen = item.choices[choice].annotations
        copies = [
            self.label(OWN, a.layer, a.start, a.end, speaker=a.speaker, **a.attributes)
            for a in chosen
        ]
        labels = (label for one in item.choices for label in one.annotations)
        members = sheet.members[sheet.place_of[next(labels).id]]
        sources = tuple((label.uid, sheet.content(label)) for label in members)
        number = len(self.decisions) + 1
        made = Decision(
            number,
            f"d{number}",
            1,
            "taken",
            sources,
            tuple(copy.uid for copy in copies),
            tuple(label.uid for label in chosen),
        )
        self.decisions.append(made)
        return made


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture(scope="session")
def new_desk() -> Callable[..., Desk]:
    return Desk
