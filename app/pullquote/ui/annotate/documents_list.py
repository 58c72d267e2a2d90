"""The documents list: what it shows of the project, and what is asked of it."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from pullquote.store import Change, DocumentQuery, Project
from pullquote.ui.annotate.document_presenter import DocumentPresenter
from pullquote.ui.documents.model import EVERYTHING

# After this many documents at once the whole list is asked anew.
FEW = 50


class DocumentListPresenter(QObject):
    """Answers the panel's queries; `wanted` asks to open a document.

    `asked` hands on what is to be done to documents: (what, documents).
    """

    wanted = Signal(int)
    asked = Signal(str, list)

    def __init__(self, presenter: DocumentPresenter) -> None:
        super().__init__(presenter)
        self._presenter = presenter
        self._project: Project = presenter.project
        self._panel = presenter.widget.documents
        self._found: Sequence[int] = ()
        self._panel.queried.connect(self.show)
        self._panel.chosen.connect(self.wanted)
        self._panel.entered.connect(self.wanted)
        self._panel.asked.connect(self._act)
        self._later = QTimer(self, singleShot=True, interval=120)
        self._later.timeout.connect(self.refresh_all)
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
        self._found = ids = self._project.document_ids(asked)
        self._panel.show_documents(ids, self._project.document_counts(self._presenter.actor))
        if not ids and query.search:
            self._propose(query.search)

    def refresh_all(self) -> None:
        self.show(self._panel.query())
        self._panel.set_sources(self._project.sources())

    def refresh(self, change: Change) -> None:
        """Rows that a change names are fetched anew; documents that came or went, all of them."""
        if change.kind == "derived" or change.touches("document") or len(change.documents) > FEW:
            self._later.start()
        elif change.documents:
            self._panel.model.refresh(change.documents)
            if "state" in change.tables:
                self._counts_later.start()

    def first(self) -> int | None:
        """The document to begin with: one that was begun, else the first of the list."""
        query = replace(self._panel.query(), annotator=self._presenter.actor)
        begun = self._project.document_ids(replace(query, state="in_progress"))
        # What was shown last is of now, unless it waits to be asked anew.
        stale = not begun and self._later.isActive()
        found = begun or (self._project.document_ids(query) if stale else self._found)
        return found[0] if found else None

    def _act(self, action: str, documents: list[int]) -> None:
        if action == "open":
            self.wanted.emit(documents[0])
        else:
            self.asked.emit(action, documents)

    def _show_counts(self) -> None:
        self._panel.show_counts(self._project.document_counts(self._presenter.actor))

    def _propose(self, search: str) -> None:
        """Where a word is not found, offer its longest beginning that is."""
        word = search.split()[-1]
        for length in range(len(word) - 1, 2, -1):
            part = word[:length]
            found = self._project.document_ids(DocumentQuery(search=part, excluded=None))
            if found:
                self._panel.propose_search(part, len(found))
                return
