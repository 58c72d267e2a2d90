"""All places of a project that are to be settled, document by document.

Each annotator can be compared with the adjudicated version.
"""

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pullquote.adjudication.items import items
from pullquote.adjudication.sheet import Sheet, register_of
from pullquote.adjudication.values import Decision, Item
from pullquote.model.schema import Schema
from pullquote.model.schema_file import parse_schema
from pullquote.store.project import Project
from pullquote.store.reads import Reads, snapshot

if TYPE_CHECKING:
    from pullquote.adjudication.scores import Compared
    from pullquote.workflow.worker import Progress, Stop

# NumPy and rapidfuzz come with these: loaded by whoever compares, never with the window.
_COMPARING = (
    "pullquote.agreement.matching.places",
    "pullquote.adjudication.counterparts",
    "pullquote.duplicates.compare",
)

# Up to here computing takes less time than starting a process for it.
_SMALL = 20

# Documents read at a time: all labels of a large project would fill the memory.
_AT_ONCE = 100


class DocumentBoard(NamedTuple):
    """One document that at least two persons are done with; counts of places.

    `open` are the items to look at, in the order of the text: open ones and those that changed
    since. `settled` were settled after a difference, `agreed` are waiting to be taken over, `taken`
    were agreed on and taken over.
    """

    document: int
    annotators: tuple[int, ...]
    open: tuple[Item, ...]
    settled: int
    agreed: int
    taken: int


@dataclass(frozen=True, slots=True)
class Board:
    """The documents that at least two persons are done with, in the order they were added."""

    documents: Mapping[int, DocumentBoard] = field(default_factory=dict)

    @property
    def open(self) -> tuple[Item, ...]:
        """What is to be looked at, in document order."""
        return tuple(item for document in self.documents.values() for item in document.open)

    @property
    def settled(self) -> int:
        return sum(document.settled for document in self.documents.values())

    @property
    def agreed(self) -> int:
        return sum(document.agreed for document in self.documents.values())

    @property
    def taken(self) -> int:
        return sum(document.taken for document in self.documents.values())


def board(
    project: Project, *, progress: "Progress | None" = None, stop: "Stop | None" = None
) -> Board:
    """The board of the whole project; from some documents on it is made in another process.

    Raises what `worker.stream` does.
    """
    wanted = project.compared_documents()
    if len(wanted) <= _SMALL:
        return board_of(project)
    from pullquote.workflow.worker import stream_from_process

    found: dict[int, DocumentBoard] = {}
    for some in stream_from_process(_some_boards, project.path, stop=stop):
        found |= {one.document: one for one in some}
        if progress is not None:
            progress(min(len(found), len(wanted)), len(wanted))
    # Single documents are compared in this process from now on, and must not wait for libraries.
    for name in _COMPARING:
        import_module(name)
    return Board(found)


def _some_boards(path: Path) -> Iterator[list[DocumentBoard]]:
    """In a process of its own; a few at a time, so that the one who waits is not held up."""
    gc.disable()  # half of the time goes by looking for garbage among labels, and there is none
    with Project.open(path, read_only=True) as project, snapshot(project) as at_once:
        wanted = at_once.compared_documents()
        for first in range(0, len(wanted), _SMALL):
            yield list(board_of(at_once, wanted[first : first + _SMALL]).documents.values())


def board_of(project: Reads, documents: Sequence[int] | None = None) -> Board:
    """Of all documents, or of those of these that can be compared."""
    found = (_document_board(sheet, items(sheet)) for sheet in sheets(project, documents))
    return Board({one.document: one for one in found})


def refresh_board(project: Reads, board: Board, documents: Iterable[int]) -> Board:
    """The same board after something changed in these documents."""
    stale = set(documents)
    fresh = board_of(project, sorted(stale)).documents
    kept = {number: one for number, one in board.documents.items() if number not in stale}
    return Board(dict(sorted({**kept, **fresh}.items())))


def document_items(project: Reads, document: int) -> list[Item]:
    """All items of a document, also those that are agreed on or settled, in text order."""
    return [item for sheet in sheets(project, [document]) for item in items(sheet)]


def sheets(project: Reads, documents: Sequence[int] | None = None) -> Iterator[Sheet]:
    """Each document that at least two are done with."""
    from pullquote.agreement.matching.places import group_each

    register, schema = register_of(project.speakers()), _schema(project)
    wanted = project.compared_documents() if documents is None else documents
    for some in (wanted[at : at + _AT_ONCE] for at in range(0, len(wanted), _AT_ONCE)):
        decisions = _decisions(project, some)
        found = project.versions(some)
        each = [versions.versions for versions in found]
        grouped = group_each(each, schema, speakers=register.stands_for)
        for versions, groups in zip(found, grouped, strict=True):
            yield Sheet(versions, decisions[versions.document], schema, register, groups)


def sheet_of(project: Reads, document: int) -> Sheet | None:
    return next(sheets(project, [document]), None)


def _document_board(sheet: Sheet, found: Sequence[Item]) -> DocumentBoard:
    settled = [item for item in found if item.state == "settled"]
    taken = sum(1 for item in settled if item.kind is None)
    return DocumentBoard(
        document=sheet.document,
        annotators=tuple(sorted(sheet.sides)),
        open=tuple(item for item in found if item.state in {"open", "changed"}),
        settled=len(settled) - taken,
        agreed=sum(1 for item in found if item.state == "agreed"),
        taken=taken,
    )


def _schema(project: Reads) -> Schema:
    if isinstance(project, Project):
        return project.schema
    return parse_schema(project.described()[2])


def _decisions(project: Reads, documents: Sequence[int]) -> dict[int, list[Decision]]:
    found: dict[int, list[Decision]] = defaultdict(list)
    for decision in project.adjudications(documents):
        found[decision.document].append(decision)
    return found


def against_adjudicated(project: Reads, board: Board | None = None) -> "list[Compared]":
    """By annotator, over the documents where nothing is left to settle.

    Nothing was when the last place of a document was settled; with a `board`, those are left out
    in which versions have changed since. Empty where no document is adjudicated.
    """
    from pullquote.adjudication.scores import against

    adjudicated = project.adjudicated()
    if adjudicated is None:
        return []
    known = board.documents if board else {}
    behind = {number for number, document in known.items() if document.open or document.agreed}
    done = [pair for pair in project.adjudicated_and_done() if pair[0] not in behind]
    extents = [extent for extent in project.adjudicated_extents() if extent[0] not in behind]
    wanted = [extent for extent in extents if extent[1] == adjudicated.id]
    annotated = [extent for extent in extents if extent[1] != adjudicated.id]
    return against(wanted, annotated, done)
