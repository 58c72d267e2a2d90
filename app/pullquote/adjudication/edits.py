"""What settling places changes in the adjudicated version of a document, and that version
while it is being changed.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pullquote.adjudication.sheet import Place, Sheet, label_place
from pullquote.adjudication.values import Choice, Item, Outcome
from pullquote.model.values import Annotation


class Settling(NamedTuple):
    """A person's word about one item; `choice` is an index into its choices, for "taken"."""

    item: Item
    outcome: Outcome
    choice: int | None = None


class NewRelation(NamedTuple):
    """A relation between two labels of the adjudicated version."""

    kind: str
    role: str
    head: Place
    tail: Place


class Edits(NamedTuple):
    """What to do to the adjudicated version of a document, in this order.

    `unrelate` and `remove` are row ids; `change` are (row id, the label it is to say the same as);
    `add` are labels to copy. `results` are, for each settling, where the labels stand that it
    leads to; `taken` the uids of the labels they were taken from.
    """

    unrelate: tuple[int, ...]
    remove: tuple[int, ...]
    change: tuple[tuple[int, Annotation], ...]
    add: tuple[Annotation, ...]
    relate: tuple[NewRelation, ...]
    results: tuple[tuple[Place, ...], ...]
    taken: tuple[tuple[str, ...], ...]


def edits_for(sheet: Sheet, settlings: Sequence[Settling], *, bring: bool = True) -> Edits:
    """Take the chosen versions over, all of one document at once.

    A version's labels come with their attributes and speakers; notes, rules and confidences stay
    with their authors. Relations come along when both ends stand in the adjudicated version, or as
    soon as the other end does. With `bring`, what a label is related to (a quote its speaker, cue
    and dates) comes along for now where nothing is decided about it yet.

    "both" takes all versions, one of those on the same words; "neither" leaves nothing there.
    """
    work = _Work(sheet, settlings, bring=bring)
    chosen = [chosen_labels(settling) for settling in settlings]
    for settling, labels in zip(settlings, chosen, strict=True):
        work.put(settling.item, labels)
    # When all of them stand: a relation may lead to a label that is settled with it.
    for label in (label for labels in chosen for label in labels):
        work.relate(label)
    work.complete()
    work.sweep()
    standing = work.standing
    return Edits(
        unrelate=tuple(standing.unrelated),
        remove=tuple(standing.removed()),
        change=tuple(standing.changed()),
        add=tuple(standing.added()),
        relate=tuple(
            NewRelation(relation.kind, relation.role, label_place(head), label_place(tail))
            for relation, head, tail in standing.new_relations()
        ),
        results=tuple(tuple(map(label_place, labels)) for labels in chosen),
        taken=tuple(tuple(label.uid for label in labels) for labels in chosen),
    )


def chosen_labels(settling: Settling) -> list[Annotation]:
    """The labels that are to stand in the adjudicated version for the item."""
    choices: Sequence[Choice] = ()
    if settling.outcome == "both":
        choices = settling.item.choices
    elif settling.outcome == "taken" and settling.choice is not None:
        choices = (settling.item.choices[settling.choice],)
    labels: dict[Place, Annotation] = {}
    for label in (label for choice in choices for label in choice.annotations):
        labels.setdefault(label_place(label), label)
    return list(labels.values())


class _Work:
    def __init__(self, sheet: Sheet, settlings: Sequence[Settling], *, bring: bool) -> None:
        self._sheet = sheet
        self._bring = bring
        self.standing = AdjudicatedVersion(sheet)
        settled = {number_of(sheet, settling.item) for settling in settlings}
        self._settled = {number for number in settled if number is not None}
        # Where each label of the adjudicated version belongs.
        self._seats = {
            label.id: number
            for number in range(len(sheet.members))
            for label in own_labels(sheet, number)
        }
        self._touched: set[int] = set()
        self._let_go: set[int] = set()

    def put(self, item: Item, labels: Iterable[Annotation]) -> None:
        """Make these labels, and no others, stand at the item's place."""
        standing, wanted = self.standing, list(labels)
        places = {label_place(label) for label in wanted}
        number = number_of(self._sheet, item)
        free = [
            label.id
            for label in _own_labels_of(self._sheet, item, number)
            if label.id in standing.labels
            and label.id not in self._touched
            and label_place(label) not in places
        ]
        for label in wanted:
            handle = standing.at.get(label_place(label))
            if handle is None:
                handle = _most_like(free, label, standing)
            if handle is None:
                handle = standing.add(label)
            else:
                free = [other for other in free if other != handle]
                standing.say(handle, label)
            self._touched.add(handle)
            if number is not None:
                self._seats[handle] = number
        for handle in free:
            self._remove(handle)

    def relate(self, label: Annotation) -> None:
        """Give a label that was taken the relations it has in its version, and no others."""
        head = self.standing.at[label_place(label)]
        side = self._sheet.sides[label.annotator]
        wanted: list[HeldRelation] = []
        for relation in side.relations.get(label.id, ()):
            tail = self._brought(side.labels[relation.tail])
            if tail is not None:
                wanted.append(HeldRelation(relation.kind, relation.role, tail))
        there = list(self.standing.relations.get(head, ()))
        for held in there:
            if not any(_same(held, other) for other in wanted):
                self.standing.unrelate(head, held)
                self._let_go.add(held.tail)
        for held in wanted:
            if not any(_same(held, other) for other in there):
                self.standing.relate(head, held)

    def complete(self) -> None:
        """Relate what was taken before to what has come now."""
        for decision in self._sheet.decisions:
            for uid in decision.taken:
                label = self._sheet.uids.get(uid)
                if label is not None and self._sheet.place_of[label.id] not in self._settled:
                    self._complete(label)

    def sweep(self) -> None:
        """Remove what came along only for a relation that is gone."""
        accounted = {uid for decision in self._sheet.decisions for uid in decision.results}
        for handle in self._let_go - self._touched:
            label = self.standing.labels.get(handle)
            if label is None or label.uid in accounted or self.standing.is_tail(handle):
                continue
            if not self._is_decided(self._seats.get(handle)):
                self.standing.remove(handle)

    def _complete(self, label: Annotation) -> None:
        head = self.standing.at.get(label_place(label))
        if head is None:
            return
        side = self._sheet.sides[label.annotator]
        for relation in side.relations.get(label.id, ()):
            tail = self._tail(side.labels[relation.tail])
            if tail in self._touched and self._has_room(head, relation.kind, relation.role):
                self.standing.relate(head, HeldRelation(relation.kind, relation.role, tail))

    def _has_room(self, head: int, kind: str, role: str) -> bool:
        known = self._sheet.schema.relation(kind)
        held = self.standing.relations.get(head, ())
        there = [r for r in held if (r.kind, r.role) == (kind, role)]
        return known is None or known.most is None or len(there) < known.most

    def _brought(self, label: Annotation) -> int | None:
        """What stands for a tail, after it was brought along if need be."""
        tail, number = self._tail(label), self._sheet.place_of[label.id]
        if not self._bring or self._is_decided(number):
            return tail
        # Another quote or claim is a place of its own, to be settled by itself.
        layer = self._sheet.schema.layer(label.layer)
        if layer is not None and layer.opens:
            return tail
        if tail is None:
            tail = self.standing.add(label)
        else:
            self.standing.say(tail, label)
        self._seats[tail] = number
        self._touched.add(tail)
        return tail

    def _tail(self, label: Annotation) -> int | None:
        """What stands for a label: on the same words, or at its place what is most like it."""
        exact = self.standing.at.get(label_place(label))
        if exact is not None:
            return exact
        number = self._sheet.place_of[label.id]
        here = [handle for handle, seat in self._seats.items() if seat == number]
        return _most_like(
            [handle for handle in here if handle in self.standing.labels], label, self.standing
        )

    def _is_decided(self, number: int | None) -> bool:
        return number in self._settled or number in self._sheet.decided

    def _remove(self, handle: int) -> None:
        self._let_go |= {relation.tail for relation in self.standing.relations.get(handle, ())}
        self.standing.remove(handle)


def number_of(sheet: Sheet, item: Item) -> int | None:
    """The place of an item; None where nobody has labels there any more."""
    labels = (label for choice in item.choices for label in choice.annotations)
    return next((sheet.place_of[label.id] for label in labels), None)


def own_labels(sheet: Sheet, number: int) -> list[Annotation]:
    """What stands in the adjudicated version at a place, decided or come along."""
    results = sheet.results(number)
    here = [label for label in results if sheet.nearest(label) in (number, None)]
    return here + sheet.loose.get(number, [])


def _own_labels_of(sheet: Sheet, item: Item, number: int | None) -> list[Annotation]:
    if number is not None:
        return own_labels(sheet, number)
    uids = item.decision.results if item.decision else ()
    return [sheet.own_uids[uid] for uid in uids if uid in sheet.own_uids]


class HeldRelation(NamedTuple):
    """A relation from a handle to another; `row` is 0 for a new one."""

    kind: str
    role: str
    tail: int
    row: int = 0


class AdjudicatedVersion:
    """Labels by handle: the row id of those that were there, a negative number for new ones."""

    def __init__(self, sheet: Sheet) -> None:
        self._before = dict(sheet.own.labels)
        self.labels: dict[int, Annotation] = dict(self._before)
        self.at: dict[Place, int] = {label_place(a): row for row, a in self.labels.items()}
        self.relations: dict[int, list[HeldRelation]] = {
            head: [HeldRelation(r.kind, r.role, r.tail, r.id) for r in relations]
            for head, relations in sheet.own.relations.items()
        }
        self._moved: dict[int, None] = {}
        self.unrelated: list[int] = []

    def add(self, label: Annotation) -> int:
        """Put a copy of a label where none stands."""
        handle = -len(self.labels) - len(self._before) - 1
        self.labels[handle] = label
        self.at[label_place(label)] = handle
        return handle

    def say(self, handle: int, label: Annotation) -> None:
        """Make one that stands say what `label` says, at its place, which is free or its own."""
        del self.at[label_place(self.labels[handle])]
        self.labels[handle] = label
        self.at[label_place(label)] = handle
        # To the end of the order, in which each goes to a place that those before it have left.
        self._moved.pop(handle, None)
        self._moved[handle] = None

    def remove(self, handle: int) -> None:
        """Its relations go with it."""
        del self.at[label_place(self.labels.pop(handle))]
        self.relations.pop(handle, None)
        for head, relations in self.relations.items():
            self.relations[head] = [relation for relation in relations if relation.tail != handle]

    def relate(self, head: int, relation: HeldRelation) -> None:
        self.relations.setdefault(head, []).append(relation)

    def unrelate(self, head: int, relation: HeldRelation) -> None:
        self.relations[head].remove(relation)
        if relation.row:
            self.unrelated.append(relation.row)

    def is_tail(self, handle: int) -> bool:
        return any(r.tail == handle for held in self.relations.values() for r in held)

    # --- what has changed ---

    def removed(self) -> Iterator[int]:
        return (row for row in self._before if row not in self.labels)

    def changed(self) -> Iterator[tuple[int, Annotation]]:
        """In an order in which the place that each goes to is free."""
        for handle in self._moved:
            label, before = self.labels.get(handle), self._before.get(handle)
            if label is not None and before is not None and _said(label) != _said(before):
                yield handle, label

    def added(self) -> Iterator[Annotation]:
        return (label for handle, label in self.labels.items() if handle < 0)

    def new_relations(self) -> Iterator[tuple[HeldRelation, Annotation, Annotation]]:
        """New relations with the labels at their heads and tails."""
        for head, relations in self.relations.items():
            for relation in relations:
                if not relation.row:
                    yield relation, self.labels[head], self.labels[relation.tail]


def _most_like(
    handles: Sequence[int], label: Annotation, standing: AdjudicatedVersion
) -> int | None:
    """Of one layer, with some words in common."""
    shared = [
        (standing.labels[handle].span.overlap(label.span), -number, handle)
        for number, handle in enumerate(handles)
        if standing.labels[handle].layer == label.layer
    ]
    most, _, handle = max(shared, default=(0, 0, 0))
    return handle if most else None


def _same(one: HeldRelation, other: HeldRelation) -> bool:
    return (one.kind, one.role, one.tail) == (other.kind, other.role, other.tail)


def _said(label: Annotation) -> tuple[object, ...]:
    return *label_place(label), dict(label.attributes), label.speaker
