"""The adjudicated version of a document while it is being changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from pullquote.adjudication.sheet import Place, Sheet, place_of
from pullquote.model.values import Annotation


@dataclass(frozen=True, slots=True)
class Bond:
    """A relation from a handle to another; `row` is 0 for a new one."""

    kind: str
    role: str
    tail: int
    row: int = 0


class Standing:
    """Labels by handle: the row id of those that were there, a negative number for new ones."""

    def __init__(self, sheet: Sheet) -> None:
        self._before = dict(sheet.own.labels)
        self.labels: dict[int, Annotation] = dict(self._before)
        self.at: dict[Place, int] = {place_of(a): row for row, a in self.labels.items()}
        self.bonds: dict[int, list[Bond]] = {
            head: [Bond(tie.kind, tie.role, tie.tail, tie.id) for tie in ties]
            for head, ties in sheet.own.ties.items()
        }
        self._moved: dict[int, None] = {}
        self.untied: list[int] = []

    def add(self, label: Annotation) -> int:
        """Put a copy of a label where none stands."""
        handle = -len(self.labels) - len(self._before) - 1
        self.labels[handle] = label
        self.at[place_of(label)] = handle
        return handle

    def say(self, handle: int, label: Annotation) -> None:
        """Make one that stands say what `label` says, at its place, which is free or its own."""
        del self.at[place_of(self.labels[handle])]
        self.labels[handle] = label
        self.at[place_of(label)] = handle
        self._moved.pop(handle, None)
        self._moved[handle] = None

    def remove(self, handle: int) -> None:
        """Its ties go with it."""
        del self.at[place_of(self.labels.pop(handle))]
        self.bonds.pop(handle, None)
        for head, bonds in self.bonds.items():
            self.bonds[head] = [bond for bond in bonds if bond.tail != handle]

    def tie(self, head: int, bond: Bond) -> None:
        self.bonds.setdefault(head, []).append(bond)

    def untie(self, head: int, bond: Bond) -> None:
        self.bonds[head].remove(bond)
        if bond.row:
            self.untied.append(bond.row)

    def is_tail(self, handle: int) -> bool:
        return any(bond.tail == handle for bonds in self.bonds.values() for bond in bonds)

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

    def tied(self) -> Iterator[tuple[Bond, Annotation, Annotation]]:
        """New relations with the labels at their heads and tails."""
        for head, bonds in self.bonds.items():
            for bond in bonds:
                if not bond.row:
                    yield bond, self.labels[head], self.labels[bond.tail]


def _said(label: Annotation) -> tuple[object, ...]:
    return *place_of(label), dict(label.attributes), label.speaker
