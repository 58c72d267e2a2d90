"""All places of the project that are to be settled, as rows that follow its changes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from pullquote.adjudication.values import Item
from pullquote.store import Project
from pullquote.ui.adjudicate.case import Case
from pullquote.ui.adjudicate.values import Counts, ItemId, Row, Which
from pullquote.workflow import adjudicate
from pullquote.workflow.adjudicate import Board

Progress = Callable[[int, int], None]
Stop = Callable[[], bool]

_STATES: Mapping[Which, frozenset[str]] = {
    "open": frozenset({"open", "changed"}),
    "settled": frozenset({"settled", "changed"}),
    "all": frozenset({"open", "changed", "settled", "agreed"}),
}


@dataclass(frozen=True)
class Docket:
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
    by_document: Mapping[int, tuple[Row, ...]] = field(default_factory=dict)

    def read(self, progress: Progress, stop: Stop, *, again: bool = True) -> "Docket":
        """With `again`, everything is read anew; else the rows alone."""
        fresh = self
        if again:
            board = adjudicate.board(self.project, progress=progress, stop=stop)
            fresh = replace(self, board=board, copies=adjudicate.copy_counts(self.project, board))
        return fresh.with_rows(fresh.board.documents)

    def follow(self, documents: Iterable[int]) -> "Docket":
        """After a change in these documents; read at once, so only for a few.

        Copies are counted as they were.
        """
        stale = set(documents)
        board = adjudicate.refresh_board(self.project, self.board, stale)
        fresh = replace(self, board=board)
        return fresh.with_rows(stale & set(board.documents), gone=stale)

    def recounted(self) -> "Docket":
        """The same with its copies counted anew, over the whole project."""
        fresh = replace(self, copies=adjudicate.copy_counts(self.project, self.board))
        changed = [d for d in self.board.documents if self._counts_moved(fresh, d)]
        return fresh.with_rows(changed)

    def rows(self) -> list[Row]:
        return [row for document in sorted(self.by_document) for row in self.by_document[document]]

    def counts(self) -> Counts:
        board = self.board
        people = {who for one in board.documents.values() for who in one.annotators}
        return Counts(
            len(board.open),
            board.settled,
            board.agreed,
            board.taken,
            len(board.documents),
            len(people),
        )

    def case(self, document: int) -> Case:
        """All of a document that at least two are done with; no items for another."""
        items = adjudicate.document_items(self.project, document)
        return self._case(document, items)

    def with_rows(self, documents: Iterable[int], gone: Iterable[int] = ()) -> "Docket":
        """Rows of these documents read anew, those of `gone` dropped."""
        kept = {d: rows for d, rows in self.by_document.items() if d not in set(gone)}
        fresh = {document: self._rows_of(document) for document in documents}
        return replace(self, by_document={**kept, **fresh})

    def _case(self, document: int, items: Iterable[Item]) -> Case:
        return Case.read(
            self.project, tuple(items), document, hidden=self.hidden, counts=self.copies
        )

    def _rows_of(self, document: int) -> tuple[Row, ...]:
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

    def _counts_moved(self, fresh: "Docket", document: int) -> bool:
        rows = self.by_document.get(document, ())
        return any(row.copies != fresh.copies.get(row.item[1], 0) for row in rows)


def following(rows: list[Row], gone: ItemId, left: set[ItemId]) -> ItemId | None:
    """The row after one that is gone among those that are `left`; from the top again at the end."""
    at = next((n for n, row in enumerate(rows) if row.item == gone), -1)
    around = [*rows[at + 1 :], *rows[: max(at, 0)]]
    return next((row.item for row in around if row.item in left), None)
