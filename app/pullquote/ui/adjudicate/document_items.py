"""One document with all its places and versions: what the room shows of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pullquote.adjudication.annotator_names import arranged_choices, shown_names
from pullquote.adjudication.values import Item
from pullquote.model.schema import Schema
from pullquote.model.values import Annotation, Document, Relation, Speaker
from pullquote.store import Project
from pullquote.ui.adjudicate import version_lanes, wording
from pullquote.ui.adjudicate.values import ChoiceShown, ItemId, ItemRow
from pullquote.ui.adjudicate.wording import Wording
from pullquote.ui.reader import PaintedLabel, PaintedPlace
from pullquote.ui.view_models.reader_view import painted_label
from pullquote.ui.view_models.snapshot import Snapshot
from pullquote.ui.widgets.words import tr

Counted = Mapping[str, int]

_WORDS = 120


@dataclass(frozen=True)
class DocumentItems:
    """`names` are what annotators are called, in the order they are shown; by letters if hidden.

    `own` and `relations` are the labels and relations of the adjudicated version.
    """

    document: Document
    text: str
    items: tuple[Item, ...]
    schema: Schema
    speakers: Mapping[int, Speaker]
    names: Mapping[int, str]
    hidden: bool
    own: tuple[Annotation, ...] = ()
    relations: tuple[Relation, ...] = ()
    copies: Counted = field(default_factory=dict)

    @classmethod
    def read(
        cls,
        project: Project,
        items: Sequence[Item],
        document: int,
        *,
        hidden: bool,
        counts: Counted,
    ) -> "DocumentItems":
        """`items` are those of the document that are shown; `counts` gives the copies by key."""
        there = project.document(document)
        people = {who for item in items for c in item.choices for who in c.annotators}
        known = {a.id: a.name for a in project.annotators() if a.id in people}
        settled = project.adjudicated()
        return cls(
            there,
            project.text(document),
            tuple(items),
            project.schema,
            {speaker.id: speaker for speaker in project.speakers()},
            shown_names(known, there.uid, anonymous=hidden),
            hidden,
            tuple(project.annotations(document, settled.id)) if settled else (),
            tuple(project.relations(document, settled.id)) if settled else (),
            counts,
        )

    @property
    def title(self) -> str:
        return " ".join((self.document.title or Path(self.document.name).name).split())

    def item(self, key: str) -> Item | None:
        return next((item for item in self.items if item.key == key), None)

    # --- choices -------------------------------------------------------------------------------

    def choices(self, item: Item) -> tuple[ChoiceShown, ...]:
        return tuple(
            self._choice(item, place, index) for place, index in enumerate(self.order(item))
        )

    def order(self, item: Item) -> list[int]:
        """The indices of the choices as they are shown."""
        return arranged_choices(item, list(self.names))

    def first(self, item: Item) -> int:
        """The place of the version that most have, the first one where there is no such."""
        counts = [len(choice.annotators) for choice in item.choices]
        most = len(counts) == 1 or counts[0] > counts[1]
        return self.order(item).index(0) if most else 0

    def _choice(self, item: Item, place: int, index: int) -> ChoiceShown:
        choice = item.choices[index]
        called = [self.names[who] for who in self.names if who in choice.annotators]
        return ChoiceShown(
            index,
            str(place + 1) if place < 9 else "",
            str(place + 1),
            "" if self.hidden else wording.annotators_in_words(called),
            self._wording.describe(item, choice),
            tuple(version_lanes.version_parts(item, choice, self.text)),
            self._wording.aside(item, choice) if choice.annotations else "",
        )

    @cached_property
    def _letter_of(self) -> dict[int, str]:
        numbered = enumerate(self.names)
        return {who: chr(ord("A") + n) if n < 26 else f"{n + 1}" for n, who in numbered}

    @cached_property
    def _wording(self) -> Wording:
        labels = {
            label.id: label
            for item in self.items
            for choice in item.choices
            for label in choice.annotations
        }
        return Wording(self.schema, self.speakers, labels, self.text)

    # --- rows ----------------------------------------------------------------------------------

    def row(self, item: Item) -> ItemRow:
        missing = [
            self.names[who] if not self.hidden else self._letter_of[who]
            for choice in item.choices
            if not choice.annotations
            for who in self.names
            if who in choice.annotators
        ]
        words = " ".join(item.span.of(self.text)[:_WORDS].split())
        return ItemRow(
            (item.document, item.key),
            wording.difference_kind(item, missing),
            words,
            self.title,
            self.copies.get(item.key, 0),
            item.state,
            self.outcome(item),
        )

    def outcome(self, item: Item) -> str:
        if item.state == "changed":
            return tr("New")
        return wording.outcome_words(item) if item.kind is not None else ""

    def question(self, item: Item) -> str:
        return wording.question(item, self._wording.layer(item.layer))

    # --- the text ------------------------------------------------------------------------------

    def places(self, also: ItemId | None) -> list[PaintedPlace]:
        """Lanes of all places at which versions differ, and of one more."""
        shown = [i for i in self.items if i.kind is not None or (i.document, i.key) == also]
        orders = {
            (item.document, item.key): [
                (index, str(place)) for place, index in enumerate(self.order(item), 1)
            ]
            for item in shown
        }
        return version_lanes.painted_places(shown, orders, self.schema)

    def labels(self) -> list[PaintedLabel]:
        """The adjudicated version, and what all agree on and is not taken over yet."""
        there = {(label.layer, label.span) for label in self.own}
        agreed = [i.choices[0] for i in self.items if i.state == "agreed"]
        waiting = (label for choice in agreed for label in choice.annotations)
        labels = [*self.own, *(w for w in waiting if (w.layer, w.span) not in there)]
        relations = [
            *self.relations,
            *(relation for choice in agreed for relation in choice.relations),
        ]
        by_id = {label.id: label for label in labels}
        shown = Snapshot(
            self.schema, self.document, self.text, labels, relations, self.speakers, by_id, 0
        )
        return [painted_label(shown, label, None) for label in labels]
