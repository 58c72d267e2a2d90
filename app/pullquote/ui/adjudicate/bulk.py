"""What takes time: taking over what all agree on, and comparing with the annotators."""

from PySide6.QtCore import QObject, Signal

from pullquote.adjudication.scores import Compared
from pullquote.store import Project
from pullquote.ui.adjudicate.comparison import Comparison
from pullquote.ui.adjudicate.room import AdjudicateRoom
from pullquote.ui.services.tasks import Progress, Stop, Tasks
from pullquote.ui.widgets import counted
from pullquote.workflow import adjudicate
from pullquote.workflow.adjudicate import Board
from pullquote.workflow.adjudicate.board import against_adjudicated


class Bulk(QObject):
    """Runs in threads and says how far it is; `taken` comes also where taking over failed."""

    taken = Signal()
    said = Signal(str, bool)
    failed = Signal(object)

    def __init__(self, room: AdjudicateRoom, project: Project, actor: int, tasks: Tasks) -> None:
        super().__init__(room)
        self._room, self._project, self._actor = room, project, actor
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

        def read(_progress: Progress, _stop: Stop) -> list[Compared]:
            return against_adjudicated(project, board)

        self._tasks.run("compare", self.tr("Comparing"), read, self._show, self.failed.emit)

    def _took(self, places: int) -> None:
        one, many = self.tr("{} label taken over."), self.tr("{} labels taken over.")
        self.said.emit(counted(places, one, many), True)
        self.taken.emit()

    def _not_taken(self, error: Exception) -> None:
        self.failed.emit(error)
        self.taken.emit()

    def _show(self, compared: list[Compared]) -> None:
        names = {} if self._hidden else {a.id: a.name for a in self._project.annotators()}
        Comparison(compared, names, self._project.schema, self._room).ask()

    def _tell(self, key: str, title: str, done: int, total: int) -> None:
        if key == "copies":
            return
        self._room.page.busy.show_progress(done, total)
        counts = self.tr("{0}: {1} of {2} documents").format(title, done, total)
        self._room.page.strip.show_busy(counts if total else title)

    def _rest(self, _key: str) -> None:
        if not self._tasks.busy():
            self._room.page.busy.stop()
            self._room.page.strip.show_busy("")
