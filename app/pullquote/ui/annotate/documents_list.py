"""The documents list: what it shows of the project, and what is asked of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from pullquote.errors import PullquoteError
from pullquote.store import Change, DocumentQuery, Project
from pullquote.store.values import StateCounts
from pullquote.ui.annotate.document_presenter import DocumentPresenter
from pullquote.ui.documents.model import EVERYTHING
from pullquote.ui.services.errors import error_message
from pullquote.ui.services.host import Host
from pullquote.ui.services.tasks import Progress, Stop

# Milliseconds after the last change of a label until it is counted what is to be reviewed.
_REVIEW_MS = 300
# Until copies are compared that are labelled differently: that takes a process of its own.
_UNLIKE_MS = 4000
# After this many documents at once the whole list is asked anew.
FEW = 50
_LABELLED = {"annotation", "relation", "state", "duplicate_decision"}


class FoundDocuments(NamedTuple):
    """What a query found; where that is nothing, a word that is in so many documents."""

    documents: Sequence[int]
    counts: StateCounts
    proposal: tuple[str, int] | None = None


class DocumentListPresenter(QObject):
    """Answers the panel's queries; `wanted` asks to open a document.

    What takes longer than a frame is searched in a thread, one search at a time: what is asked
    meanwhile waits, and the newest of it is searched next. `asked` hands on what is to be done to
    documents: (what, documents).
    """

    wanted = Signal(int)
    asked = Signal(str, list)

    def __init__(self, presenter: DocumentPresenter, host: Host) -> None:
        super().__init__(presenter)
        self._presenter, self._host = presenter, host
        self._project: Project = presenter.project
        self._panel = presenter.widget.documents
        self._found: Sequence[int] = ()
        self._searched: DocumentQuery | None = None
        self._waiting: DocumentQuery | None = None
        self._panel.queried.connect(self.show)
        self._panel.chosen.connect(self.wanted)
        self._panel.entered.connect(self.wanted)
        self._panel.asked.connect(self._act)
        self._later = QTimer(self, singleShot=True, interval=120)
        self._later.timeout.connect(self.refresh_all)
        self._review_later = QTimer(self, singleShot=True, interval=_REVIEW_MS)
        self._review_later.timeout.connect(self._count_to_review)
        self._unlike_later = QTimer(self, singleShot=True, interval=_UNLIKE_MS)
        self._unlike_later.timeout.connect(self._find_unlike)
        self._counts_later = QTimer(self, singleShot=True, interval=0)
        self._counts_later.timeout.connect(self._show_counts)

    def begin(self) -> None:
        """Who was given documents begins with them, in the order they were given in."""
        given = len(self._project.assignments(self._presenter.actor))
        if given:
            mine = replace(EVERYTHING, assigned=True, order="position", descending=False)
            self._panel.begin(mine, given)
        self.refresh_all()

    def show(self, query: DocumentQuery) -> None:
        """Sort and filter in the store; the rows are fetched as they come into sight."""
        asked = replace(query, annotator=self._presenter.actor)
        if _takes_long(query):
            self._search(asked)
        else:
            self._waiting = None
            self._show(self._find(asked))

    def busy(self) -> bool:
        """Whether what was asked last is still searched."""
        return self._waiting is not None

    def refresh_all(self) -> None:
        self.show(self._panel.query())
        self._panel.set_sources(self._project.sources())
        self._review_later.start()
        self._unlike_later.start()

    def refresh(self, change: Change) -> None:
        """Rows that a change names are fetched anew; documents that came or went, all of them."""
        if "annotation" in change.tables:
            self._review_later.start()
        if change.tables & _LABELLED:
            self._unlike_later.start()
        if change.kind == "derived" or change.touches("document") or len(change.documents) > FEW:
            self._later.start()
        elif change.documents:
            self._panel.model.refresh(change.documents)
            if "state" in change.tables:
                self._counts_later.start()

    def first(self) -> int | None:
        """The document to begin with: one that was begun, else the first of the list."""
        query = replace(self._panel.query(), annotator=self._presenter.actor)
        if _takes_long(query):
            return self._first_found(query)
        begun = self._project.document_ids(replace(query, state="in_progress"))
        # What was shown last is of now, unless it waits to be asked anew.
        stale = not begun and self._later.isActive()
        found = begun or (self._project.document_ids(query) if stale else self._found)
        return found[0] if found else None

    def _first_found(self, query: DocumentQuery) -> int | None:
        """Of what was found last: to search takes too long for the window to wait."""
        every = replace(query, search="", order="added", review=False)
        there = set(self._project.document_ids(every))
        begun = there.intersection(self._project.document_ids(replace(every, state="in_progress")))
        found = [one for one in self._found if one in there]
        return next((one for one in found if one in begun), found[0] if found else None)

    def _act(self, action: str, documents: list[int]) -> None:
        if action == "open":
            self.wanted.emit(documents[0])
        else:
            self.asked.emit(action, documents)

    def _show_counts(self) -> None:
        self._panel.show_counts(self._project.document_counts(self._presenter.actor))

    def _count_to_review(self) -> None:
        project, query = self._project, DocumentQuery(annotator=self._presenter.actor, review=True)

        def failed(error: Exception) -> None:
            # It is counted again after the next change.
            if not isinstance(error, PullquoteError):
                self._host.show_error(error)

        self._host.work(
            "to_review", "", lambda _progress, _stop: len(project.document_ids(query)),
            self._panel.choices.set_to_review, failed,
        )  # fmt: skip

    def _find_unlike(self) -> None:
        project, actor = self._project, self._presenter.actor

        def work(progress: Progress, stop: Stop) -> frozenset[int]:
            from pullquote.workflow.consistency import load_unlike_documents

            return load_unlike_documents(project, actor, progress=progress, stop=stop)

        def failed(error: Exception) -> None:
            # They are compared again after the next change.
            if not isinstance(error, PullquoteError):
                self._host.show_error(error)

        self._host.work("unlike", "", work, self._panel.model.show_unlike, failed)

    def _search(self, query: DocumentQuery) -> None:
        self._waiting = query
        if self._searched is None:
            self._begin_search(query)
        self._panel.show_busy()

    def _begin_search(self, query: DocumentQuery) -> None:
        self._searched = query
        self._host.work(
            "search", "", lambda _progress, _stop: self._find(query), self._answered, self._failed
        )

    def _answered(self, found: FoundDocuments) -> None:
        if self._ended():
            self._show(found)

    def _failed(self, error: Exception) -> None:
        if self._ended() and isinstance(error, PullquoteError):
            self._panel.show_failure(error_message(error))
        elif not isinstance(error, PullquoteError):
            self._host.show_error(error)

    def _ended(self) -> bool:
        """Whether that was the newest search; if not, begin with the newest."""
        newest, self._searched = self._searched is self._waiting, None
        if newest:
            self._waiting = None
        elif self._waiting is not None:
            self._begin_search(self._waiting)
        return newest

    def _show(self, found: FoundDocuments) -> None:
        self._found = found.documents
        self._panel.show_documents(*found)

    def _find(self, query: DocumentQuery) -> FoundDocuments:
        """From any thread."""
        documents = self._project.document_ids(query)
        wanted = bool(query.search) and not documents
        proposal = self._proposal(query) if wanted else None
        return FoundDocuments(
            documents, self._project.document_counts(self._presenter.actor), proposal
        )

    def _proposal(self, query: DocumentQuery) -> tuple[str, int] | None:
        """Where a word is not found, its longest beginning that is, and in how many documents."""
        word = query.search.split()[-1]
        for length in range(len(word) - 1, 2, -1):
            part = word[:length]
            if self._waiting is not query:  # something newer was typed
                break
            found = self._project.document_ids(DocumentQuery(search=part, excluded=None))
            if found:
                return part, len(found)
        return None


def _takes_long(query: DocumentQuery) -> bool:
    """Whether the window does not wait for the answer: words, or all labels or groups are read."""
    return bool(query.search) or query.review or query.order == "queue"
