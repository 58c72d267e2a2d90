"""The History page: what was done, undone one by one if need be, and where it was."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pullquote.store import HistoryEntry, Project
from pullquote.ui.annotate.document_presenter import DocumentPresenter
from pullquote.ui.panels.values import HistoryItem
from pullquote.ui.services.host import Host

if TYPE_CHECKING:
    from pullquote.ui.panels.history_page import HistoryPage

PAGE = 200
_WORDS = 60


class HistoryPresenter(QObject):
    """Asks the journal when the page is shown, in a thread: the journal of a project may be long.

    `undo_wanted` and `jumped` name an operation, `version_wanted` a named version and its name.
    """

    undo_wanted = Signal(int)
    version_wanted = Signal(int, str)
    jumped = Signal(int, str)

    def __init__(self, presenter: DocumentPresenter, host: Host, page: "HistoryPage") -> None:
        super().__init__(presenter)
        self._presenter, self._host, self._page = presenter, host, page
        self._scope = "document"
        self._found: list[HistoryEntry] = []
        self._words: dict[int, str] = {}
        self._names = {a.id: a.name for a in presenter.project.annotators()}
        self._panel = presenter.widget.panel
        self._panel.page_changed.connect(lambda _name: self.refresh())
        presenter.opened.connect(lambda _document: self.refresh())
        presenter.moved.connect(self._follow_label)
        page.scope_chosen.connect(self._choose)
        page.older_wanted.connect(self._older)
        page.undo_operation.connect(self.undo_wanted)
        page.version_wanted.connect(self.version_wanted)
        page.jumped.connect(self._jump)

    def refresh(self) -> None:
        """Ask anew, if the page is in sight."""
        if self._panel.page() == "history":
            self._ask(None, self._show)

    def _follow_label(self) -> None:
        if self._scope == "label":
            self.refresh()

    def _older(self) -> None:
        if self._found:
            self._ask(self._found[-1].operation, self._add)

    def _show(self, found: list[HistoryEntry]) -> None:
        self._found = found
        entries = [self._entry(e) for e in found]
        self._page.show_history(entries, more=len(found) == PAGE, today=_today())

    def _add(self, older: list[HistoryEntry]) -> None:
        self._found += older
        entries = [self._entry(e) for e in older]
        self._page.add_older(entries, more=len(older) == PAGE, today=_today())

    def _ask(self, before: int | None, show: Callable[[list[HistoryEntry]], None]) -> None:
        """What is asked is of this moment; a newer question overtakes it."""
        project, scope = self._presenter.project, self._scope
        label, document = self._presenter.selected(), self._presenter.document
        uid = label.uid if label and scope == "label" else None
        if (scope == "label" and uid is None) or (scope == "document" and document is None):
            show([])
            return
        of = document if scope == "document" else None

        def ask(_progress: object, _stop: object) -> list[HistoryEntry]:
            found = project.history(document=of, annotation_uid=uid, before=before, limit=PAGE)
            self._words |= _words_of(project, found)
            return found

        self._host.work("history", "", ask, show)

    def _entry(self, found: HistoryEntry) -> HistoryItem:
        kinds = {"undo": "undo", "redo": "redo", "barrier": "version"}
        kind = kinds.get(found.kind, "do")
        you = found.actor == self._presenter.actor
        who = self.tr("You") if you else self._names.get(found.actor or 0, "")
        return HistoryItem(
            operation=found.operation,
            name=self._named(found),
            who=who,
            at=found.at,
            changes=found.changes,
            documents=len(found.documents),
            kind=kind,  # type: ignore[arg-type]
            undone=found.undone,
            undoable=found.is_named if kind == "version" else kind == "do" and not found.undone,
        )

    def _named(self, found: HistoryEntry) -> str:
        """What was done, and to which words."""
        words = self._words.get(found.operation)
        title = self.tr(found.title)
        return f"{title}: {words}" if words and len(found.documents) == 1 else title

    def _choose(self, scope: str) -> None:
        self._scope = scope
        self.refresh()

    def _jump(self, operation: int) -> None:
        found = next((e for e in self._found if e.operation == operation), None)
        if found is not None and found.documents:
            self.jumped.emit(found.documents[0], found.name)


def _words_of(project: Project, entries: Sequence[HistoryEntry]) -> dict[int, str]:
    """The words of the labels that operations changed, on one line; from any thread."""
    places = project.labels_of_operations([entry.operation for entry in entries])
    texts = {document: project.text(document) for document, _span in places.values()}
    found = {}
    for operation, (document, span) in places.items():
        words = " ".join(span.of(texts[document])[:_WORDS].split())
        found[operation] = words if len(span) <= _WORDS else f"{words} …"
    return found


def _today() -> date:
    return datetime.now().astimezone().date()
