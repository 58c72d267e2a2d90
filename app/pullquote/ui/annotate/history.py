"""The History page: what was done, undone one by one if need be, and where it was."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pullquote.store import HistoryEntry
from pullquote.ui.annotate.document_presenter import DocumentPresenter
from pullquote.ui.panels.values import HistoryItem

if TYPE_CHECKING:
    from pullquote.ui.panels.history_page import HistoryPage

PAGE = 200


class HistoryPresenter(QObject):
    """Asks the journal when the page is shown; `undo_wanted` and `jumped` name an operation."""

    undo_wanted = Signal(int)
    jumped = Signal(int, str)

    def __init__(self, desk: DocumentPresenter) -> None:
        super().__init__(desk)
        self._desk = desk
        self._scope = "document"
        self._found: list[HistoryEntry] = []
        self._names = {a.id: a.name for a in desk.project.annotators()}
        self._panel = desk.room.panel
        self._panel.history_built.connect(self._connect)
        self._panel.page_changed.connect(lambda _name: self.refresh())
        desk.opened.connect(lambda _document: self.refresh())

    def follow_label(self) -> None:
        """Another label is selected: its history, if that is what the page shows."""
        if self._scope == "label":
            self.refresh()

    def refresh(self) -> None:
        """Ask anew, if the page is in sight."""
        if self._panel.page() == "history":
            self._found = self._ask(None)
            more = len(self._found) == PAGE
            entries = [self._entry(e) for e in self._found]
            self._panel.history.show_history(entries, more=more, today=_today())

    def _connect(self, page: "HistoryPage") -> None:
        page.scope_chosen.connect(self._choose)
        page.older_wanted.connect(self._older)
        page.undo_operation.connect(self.undo_wanted)
        page.jumped.connect(self._jump)

    def _older(self) -> None:
        older = self._ask(self._found[-1].operation) if self._found else []
        self._found += older
        entries = [self._entry(e) for e in older]
        self._panel.history.add_older(entries, more=len(older) == PAGE, today=_today())

    def _ask(self, before: int | None) -> list[HistoryEntry]:
        project, label = self._desk.project, self._desk.selected()
        if self._scope == "project":
            return project.history(before=before, limit=PAGE)
        if self._scope == "label":
            if label is None:
                return []
            return project.history(annotation_uid=label.uid, before=before, limit=PAGE)
        if self._desk.document is None:
            return []
        return project.history(document=self._desk.document, before=before, limit=PAGE)

    def _entry(self, found: HistoryEntry) -> HistoryItem:
        kinds = {"undo": "undo", "redo": "redo", "barrier": "version"}
        kind = kinds.get(found.kind, "do")
        you = found.actor == self._desk.actor
        who = self.tr("You") if you else self._names.get(found.actor or 0, "")
        return HistoryItem(
            operation=found.operation,
            name=self.tr(found.title),
            who=who,
            at=found.at,
            changes=found.changes,
            documents=len(found.documents),
            kind=kind,  # type: ignore[arg-type]
            undone=found.undone,
            undoable=kind == "do" and not found.undone,
        )

    def _choose(self, scope: str) -> None:
        self._scope = scope
        self.refresh()

    def _jump(self, operation: int) -> None:
        found = next((e for e in self._found if e.operation == operation), None)
        if found is not None and found.documents:
            self.jumped.emit(found.documents[0], found.name)


def _today() -> date:
    return datetime.now().astimezone().date()
