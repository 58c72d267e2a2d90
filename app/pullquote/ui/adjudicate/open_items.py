"""The items of the project, open or settled, as rows that follow its changes: read in a thread
at first, then a few documents at a time.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, QTimer, Signal

from pullquote.adjudication.values import Item
from pullquote.store import Change, Project
from pullquote.ui.adjudicate.document_items import DocumentItems
from pullquote.ui.adjudicate.values import ItemCounts, ItemId, ItemRow, Which
from pullquote.ui.services.tasks import Progress, Stop, Tasks
from pullquote.workflow import adjudicate
from pullquote.workflow.adjudicate import Board

ReadProgress = Callable[[int, int], None]
ReadStop = Callable[[], bool]

_STATES: Mapping[Which, frozenset[str]] = {
    "open": frozenset({"open", "changed"}),
    "settled": frozenset({"settled", "changed"}),
    "all": frozenset({"open", "changed", "settled", "agreed"}),
}


@dataclass(frozen=True)
class OpenItems:
    """One state of the list; a new one is made for each change.

    `hidden` says that names are; with `only`, places that overlap one of these stretches
    (document, start, end) are listed and no others.
    """

    project: Project
    which: Which = "open"
    hidden: bool = False
    only: frozenset[tuple[int, int, int]] | None = None
    board: Board = field(default_factory=Board)
    copies: Mapping[str, int] = field(default_factory=dict)
    by_document: Mapping[int, tuple[ItemRow, ...]] = field(default_factory=dict)

    def read(self, progress: ReadProgress, stop: ReadStop, *, again: bool = True) -> "OpenItems":
        """With `again`, everything is read anew; else the rows alone."""
        fresh = self
        if again:
            board = adjudicate.board(self.project, progress=progress, stop=stop)
            fresh = replace(self, board=board, copies=adjudicate.copy_counts(self.project, board))
        return fresh.with_rows(fresh.board.documents)

    def follow(self, documents: Iterable[int]) -> "OpenItems":
        """After a change in these documents; read at once, so only for a few.

        Copies are counted as they were.
        """
        stale = set(documents)
        board = adjudicate.refresh_board(self.project, self.board, stale)
        fresh = replace(self, board=board)
        return fresh.with_rows(stale & set(board.documents), gone=stale)

    def recounted(self) -> "OpenItems":
        """The same with its copies counted anew, over the whole project."""
        fresh = replace(self, copies=adjudicate.copy_counts(self.project, self.board))
        changed = [d for d in self.board.documents if self._counts_moved(fresh, d)]
        return fresh.with_rows(changed)

    def rows(self) -> list[ItemRow]:
        return [row for document in sorted(self.by_document) for row in self.by_document[document]]

    def counts(self) -> ItemCounts:
        board = self.board
        people = {who for one in board.documents.values() for who in one.annotators}
        return ItemCounts(
            len(board.open),
            board.settled,
            board.agreed,
            board.taken,
            len(board.documents),
            len(people),
        )

    def case(self, document: int) -> DocumentItems:
        """All of a document that at least two are done with; no items for another."""
        items = adjudicate.document_items(self.project, document)
        return self._case(document, items)

    def with_rows(self, documents: Iterable[int], gone: Iterable[int] = ()) -> "OpenItems":
        """Rows of these documents read anew, those of `gone` dropped."""
        kept = {d: rows for d, rows in self.by_document.items() if d not in set(gone)}
        fresh = {document: self._rows_of(document) for document in documents}
        return replace(self, by_document={**kept, **fresh})

    def _case(self, document: int, items: Iterable[Item]) -> DocumentItems:
        return DocumentItems.read(
            self.project, tuple(items), document, hidden=self.hidden, counts=self.copies
        )

    def _rows_of(self, document: int) -> tuple[ItemRow, ...]:
        items = self.board.documents[document].open
        if self.which != "open":
            items = tuple(adjudicate.document_items(self.project, document))
        shown = [item for item in items if self._is_shown(item)]
        if not shown:
            return ()
        case = self._case(document, shown)
        return tuple(case.row(item) for item in shown)

    def _is_shown(self, item: Item) -> bool:
        if item.state not in _STATES[self.which]:
            return False
        if self.which == "settled" and item.kind is None and item.state == "settled":
            # What all agreed on is counted, not listed.
            return False
        return self.only is None or any(
            document == item.document and start < item.span.end and item.span.start < end
            for document, start, end in self.only
        )

    def _counts_moved(self, fresh: "OpenItems", document: int) -> bool:
        rows = self.by_document.get(document, ())
        return any(row.copies != fresh.copies.get(row.item[1], 0) for row in rows)


def following_item(rows: list[ItemRow], gone: ItemId, left: set[ItemId]) -> ItemId | None:
    """The row after one that is gone among those that are `left`; from the top again at the end."""
    at = next((n for n, row in enumerate(rows) if row.item == gone), -1)
    around = [*rows[at + 1 :], *rows[: max(at, 0)]]
    return next((row.item for row in around if row.item in left), None)


READ = frozenset({"annotation", "relation", "state", "adjudication", "document", "speaker"})
_FEW = 4
"""So many documents are read at once after a change; more are read in a thread."""
_REST_MS = 300

Then = Callable[[], None]


class OpenItemsReader(QObject):
    """`read` says that the list was read anew; what was put off until then is in `pending`.

    `counted` says that the copies were counted anew.
    """

    read = Signal()
    counted = Signal()
    failed = Signal(object)

    def __init__(self, project: Project, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self.open_items = OpenItems(project)
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
        open_items = self.open_items
        self._later.stop()
        if again:
            self._all_stale, self._stale = False, set()

        def read(progress: Progress, stop: Stop) -> OpenItems:
            return open_items.read(progress, stop, again=again)

        title = self.tr("Comparing versions")
        self._tasks.run("board", title, read, self._take, self._not_read)

    def set_which(self, which: Which) -> None:
        self.open_items = replace(self.open_items, which=which)
        self.load(again=False)

    def set_hidden(self, hidden: bool) -> None:
        self.open_items = replace(self.open_items, hidden=hidden)
        self.load(again=False)

    def set_only(self, places: frozenset[tuple[int, int, int]] | None) -> None:
        """List what is open of these stretches (document, start, end), all for None."""
        which: Which = "open" if places is not None else self.open_items.which
        self.open_items = replace(self.open_items, only=places, which=which)

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
        self.open_items = self.open_items.follow(stale)
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
        open_items = self.open_items

        def count(_progress: Progress, _stop: Stop) -> OpenItems:
            return open_items.recounted()

        def take(counted: OpenItems) -> None:
            if self.open_items is open_items:
                self.open_items = counted
                self.counted.emit()
            else:
                self._count_later.start()

        self._tasks.run("copies", self.tr("Counting copies"), count, take, self.failed.emit)

    def _not_read(self, error: Exception) -> None:
        """It is read again when the room is entered; that a person stopped it is no error."""
        from pullquote.workflow.worker import Stopped

        self._all_stale = True
        if not isinstance(error, Stopped):
            self.failed.emit(error)

    def _take(self, open_items: OpenItems) -> None:
        now = self.open_items
        asked = (open_items.which, open_items.hidden, open_items.only)
        self.open_items = replace(open_items, which=now.which, hidden=now.hidden, only=now.only)
        if asked != (now.which, now.hidden, now.only):
            # Chosen while the list was being read.
            self.load(again=False)
            return
        self._loaded = True
        self.read.emit()
