"""A person decides about the place in sight; the next one comes by itself."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from pullquote.adjudication.values import Item, Outcome
from pullquote.errors import PullquoteError
from pullquote.store import Project
from pullquote.ui.adjudicate.room import AdjudicateRoom
from pullquote.ui.adjudicate.showing import Showing
from pullquote.ui.widgets import counted
from pullquote.workflow import adjudicate


class Deciding(QObject):
    """`begun` and `decided` frame a change of the project; `said` is a sentence for the strip.

    `failed` has an error, after which the place is to be read anew.
    """

    begun = Signal()
    decided = Signal()
    said = Signal(str, bool)
    failed = Signal(object)

    def __init__(
        self, room: AdjudicateRoom, project: Project, actor: int, showing: Showing
    ) -> None:
        super().__init__(room)
        self._room, self._project, self._actor = room, project, actor
        self._showing = showing

    def take(self, place: int) -> None:
        """The version at this place of the list stands."""
        choices = self._showing.choices
        if place >= len(choices):
            self.said.emit(self.tr("There are {} versions here.").format(len(choices)), False)
            return
        self._showing.choose(place)
        index = choices[place].index
        self._settle("taken", index)

    def take_current(self) -> None:
        self.take(self._showing.current)

    def take_all(self) -> None:
        self._settle("both", None)

    def take_none(self) -> None:
        self._settle("neither", None)

    def reopen(self) -> None:
        item = self._showing.item
        if item is None or item.state != "settled":
            self.said.emit(self.tr("This place is open."), False)
            return
        self._do(lambda: adjudicate.reopen(self._project, item, self._actor), "")

    def keep_edit(self, item: Item) -> None:
        """What stands in the adjudicated version now is what was decided."""
        note = self._note()

        def keep() -> None:
            adjudicate.settle_edited(self._project, item, self._actor, note=note)

        self._do(keep, self.tr("Settled as edited."))

    def may_write(self) -> bool:
        if self._project.read_only:
            self.said.emit(self.tr("Read-only: open a copy to settle."), False)
        return not self._project.read_only

    def _settle(self, outcome: Outcome, choice: int | None) -> None:
        item = self._showing.item
        if item is None:
            return
        ticked = self._showing.ticked()
        also = [c for c in ticked if choice is None or c.choices[choice] is not None]
        note = self._note()

        def settle() -> None:
            adjudicate.settle_items(
                self._project, item, outcome, choice, self._actor, note=note, also=also
            )

        self._do(settle, self._settled(len(also), len(ticked) - len(also)))

    def _settled(self, copies: int, left: int) -> str:
        """`left` copies were ticked, but nobody has chosen there what was taken here."""
        one, many = self.tr("Settled with its copy."), self.tr("Settled with its {} copies.")
        said = counted(copies, one, many) if copies else self.tr("Settled.")
        one = self.tr("A copy was labelled otherwise and stays open.")
        many = self.tr("{} copies were labelled otherwise and stay open.")
        return f"{said} {counted(left, one, many)}" if left else said

    def _note(self) -> str | None:
        return self._room.question.note.text().strip() or None

    def _do(self, change: Callable[[], None], said: str) -> None:
        if not self.may_write():
            return
        self.begun.emit()
        try:
            change()
        except PullquoteError as error:
            self.failed.emit(error)
            return
        self.decided.emit()
        if said:
            self.said.emit(said, True)
