"""The decisions of a person: about the item in sight, and about all on which everybody agrees."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pullquote.adjudication.values import Item, Outcome
from pullquote.errors import PullquoteError
from pullquote.store import Project
from pullquote.ui.adjudicate.presenter import AdjudicatePresenter
from pullquote.ui.adjudicate.widget import AdjudicateWidget
from pullquote.ui.services.tasks import Progress, Stop, Tasks
from pullquote.ui.widgets import counted
from pullquote.workflow import adjudicate
from pullquote.workflow.adjudicate import Board
from pullquote.workflow.adjudicate.board import against_adjudicated

if TYPE_CHECKING:
    from pullquote.adjudication.scores import Compared


class ItemDecisions(QObject):
    """`begun` and `decided` frame a change of the project; `said` is a sentence for the strip.

    `failed` has an error, after which the place is to be read anew.
    """

    begun = Signal()
    decided = Signal()
    said = Signal(str, bool)
    failed = Signal(object)

    def __init__(
        self, widget: AdjudicateWidget, project: Project, actor: int, presenter: AdjudicatePresenter
    ) -> None:
        super().__init__(widget)
        self._widget, self._project, self._actor = widget, project, actor
        self._presenter = presenter

    def take(self, place: int) -> None:
        """The version at this place of the list stands."""
        choices = self._presenter.choices
        if place >= len(choices):
            self.said.emit(self.tr("There are {} versions here.").format(len(choices)), False)
            return
        self._presenter.choose(place)
        index = choices[place].index
        self._settle("taken", index)

    def take_current(self) -> None:
        self.take(self._presenter.current)

    def take_all(self) -> None:
        self._settle("both", None)

    def take_none(self) -> None:
        self._settle("neither", None)

    def reopen(self) -> None:
        item = self._presenter.item
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
        item = self._presenter.item
        if item is None:
            return
        ticked = self._presenter.ticked()
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
        return self._widget.question.note.text().strip() or None

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


class BulkDecisions(QObject):
    """Runs in threads and says how far it is; `taken` comes also where taking over failed."""

    taken = Signal()
    said = Signal(str, bool)
    failed = Signal(object)

    def __init__(
        self, widget: AdjudicateWidget, project: Project, actor: int, tasks: Tasks
    ) -> None:
        super().__init__(widget)
        self._widget, self._project, self._actor = widget, project, actor
        self._tasks, self._hidden = tasks, False
        tasks.progressed.connect(self._tell)
        tasks.ended.connect(self._rest)

    def take_agreed(self) -> None:
        project, actor = self._project, self._actor

        def take(progress: Progress, stop: Stop) -> int:
            return adjudicate.take_agreed(project, actor, progress=progress, stop=stop)

        self._tasks.run("take", self.tr("Taking over"), take, self._took, self._not_taken)

    def compare(self, board: Board, *, hidden: bool) -> None:
        """Show the comparison, without names where they are hidden."""
        project, self._hidden = self._project, hidden

        def read(_progress: Progress, _stop: Stop) -> "list[Compared]":
            return against_adjudicated(project, board)

        self._tasks.run("compare", self.tr("Comparing"), read, self._show, self.failed.emit)

    def _took(self, places: int) -> None:
        one, many = self.tr("{} label taken over."), self.tr("{} labels taken over.")
        self.said.emit(counted(places, one, many), True)
        self.taken.emit()

    def _not_taken(self, error: Exception) -> None:
        self.failed.emit(error)
        self.taken.emit()

    def _show(self, compared: "list[Compared]") -> None:
        from pullquote.ui.adjudicate.comparison_dialog import ComparisonDialog

        names = {} if self._hidden else {a.id: a.name for a in self._project.annotators()}
        ComparisonDialog(compared, names, self._project.schema, self._widget).ask()

    def _tell(self, key: str, title: str, done: int, total: int) -> None:
        if key == "copies":
            return
        self._widget.page.busy.show_progress(done, total)
        counts = self.tr("{0}: {1} of {2} documents").format(title, done, total)
        self._widget.page.strip.show_busy(counts if total else title)

    def _rest(self, _key: str) -> None:
        if not self._tasks.busy():
            self._widget.page.busy.stop()
            self._widget.page.strip.show_busy("")
