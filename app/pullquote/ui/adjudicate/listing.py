"""The list follows the project: read in a thread at first, then a few documents at a time."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from pullquote.store import Change, Project
from pullquote.ui.adjudicate.docket import Docket
from pullquote.ui.adjudicate.values import Which
from pullquote.ui.services.tasks import Progress, Stop, Tasks
from pullquote.workflow.worker import Stopped

READ = frozenset({"annotation", "relation", "state", "adjudication", "document", "speaker"})
_FEW = 4
"""So many documents are read at once after a change; more are read in a thread."""
_REST_MS = 300

Then = Callable[[], None]


class Listing(QObject):
    """`read` says that the list was read anew; what was put off until then is in `pending`.

    `counted` says that the copies were counted anew.
    """

    read = Signal()
    counted = Signal()
    failed = Signal(object)

    def __init__(self, project: Project, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self.docket = Docket(project)
        self._tasks = tasks
        self._loaded = False
        self._stale: set[int] = set()
        self._all_stale = True
        self._pending: Then | None = None
        self._later = QTimer(self, singleShot=True, interval=_REST_MS)
        self._later.timeout.connect(self.load)
        self._count_later = QTimer(self, singleShot=True, interval=_REST_MS)
        self._count_later.timeout.connect(self._recount)

    def load(self, *, again: bool = True) -> None:
        """Read the list in a thread; with `again` False its rows alone."""
        docket = self.docket
        self._later.stop()
        if again:
            self._all_stale, self._stale = False, set()

        def read(progress: Progress, stop: Stop) -> Docket:
            return docket.read(progress, stop, again=again)

        title = self.tr("Comparing versions")
        self._tasks.run("board", title, read, self._take, self._not_read)

    def set_which(self, which: Which) -> None:
        self.docket = replace(self.docket, which=which)
        self.load(again=False)

    def set_hidden(self, hidden: bool) -> None:
        self.docket = replace(self.docket, hidden=hidden)
        self.load(again=False)

    def set_only(self, places: frozenset[tuple[int, int, int]] | None) -> None:
        """List what is open of these stretches (document, start, end), all for None."""
        which: Which = "open" if places is not None else self.docket.which
        self.docket = replace(self.docket, only=places, which=which)

    def note(self, change: Change) -> None:
        """What a change touched is stale from now on."""
        if "speaker" in change.tables and not change.documents:
            self._all_stale = True
        self._stale |= change.documents

    def touch(self, document: int) -> None:
        self._stale.add(document)

    def is_small(self) -> bool:
        """Whether what is stale can be read at once; if not, it is read in a while."""
        reading = self._tasks.busy("board") or self._tasks.busy("take")
        if self._all_stale or reading or len(self._stale) > _FEW:
            self._all_stale = True
            self._later.start()
        return not self._all_stale

    def is_stale(self) -> bool:
        return self._all_stale or bool(self._stale)

    def catch_up(self) -> set[int]:
        """Read at once what is stale; the documents that were."""
        stale, self._stale = self._stale, set()
        self.docket = self.docket.follow(stale)
        self._count_later.start()
        return stale

    def when_loaded(self, then: Then) -> bool:
        """Whether the list is current; if not, `then` is what to do when it has been read."""
        if self._loaded and not self._all_stale and not self._tasks.busy("board"):
            return True
        self._pending = then
        if not self._tasks.busy("board"):
            self.load()
        return False

    def pending(self) -> Then | None:
        pending, self._pending = self._pending, None
        return pending

    def waits(self) -> bool:
        """Whether the list is about to be read again."""
        return self._later.isActive()

    def close(self) -> None:
        self._later.stop()
        self._count_later.stop()

    def _recount(self) -> None:
        """Count copies in a thread: that looks at the whole project."""
        docket = self.docket

        def count(_progress: Progress, _stop: Stop) -> Docket:
            return docket.recounted()

        def take(counted: Docket) -> None:
            if self.docket is docket:
                self.docket = counted
                self.counted.emit()
            else:
                self._count_later.start()

        self._tasks.run("copies", self.tr("Counting copies"), count, take, self.failed.emit)

    def _not_read(self, error: Exception) -> None:
        """It is read again when the room is entered; that a person stopped it is no error."""
        self._all_stale = True
        if not isinstance(error, Stopped):
            self.failed.emit(error)

    def _take(self, docket: Docket) -> None:
        now = self.docket
        asked = (docket.which, docket.hidden, docket.only)
        self.docket = replace(docket, which=now.which, hidden=now.hidden, only=now.only)
        if asked != (now.which, now.hidden, now.only):
            # Chosen while the list was being read.
            self.load(again=False)
            return
        self._loaded = True
        self.read.emit()
