"""The Annotate room at work: joins list, text and panel over one open project."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from pullquote.errors import PullquoteError
from pullquote.labelling import edits
from pullquote.store import Change, NotThere, Project
from pullquote.text.spans import Span
from pullquote.ui.actions.table import text_keys
from pullquote.ui.annotate import commands
from pullquote.ui.annotate.commands import TextCommands, TextMenu
from pullquote.ui.annotate.copies import CopiesPresenter
from pullquote.ui.annotate.document_presenter import DocumentPresenter
from pullquote.ui.annotate.documents_list import DocumentListPresenter
from pullquote.ui.annotate.history import HistoryPresenter
from pullquote.ui.annotate.navigation import DocumentPlace, NavigationHistory, TextFinder
from pullquote.ui.annotate.panel_edits import PanelEdits
from pullquote.ui.annotate.widget import AnnotateWidget
from pullquote.ui.services.key_map import KeyMap


class AnnotateRoom(QObject):
    """Lives as long as the project is open.

    `said` has (sentence, undo beside it), `failed` an expected error, `asked` what needs a dialog:
    (what, documents), `trained` a document whose answer is known and that is done; `decided` says
    that repeats are to be found anew.
    """

    said = Signal(str, bool)
    failed = Signal(object)
    asked = Signal(str, list)
    decided = Signal()
    keys_asked = Signal()
    trained = Signal(int)
    _changed = Signal(object)

    def __init__(self, room: AnnotateWidget, project: Project, actor: int) -> None:
        super().__init__(room)
        self.room, self.project, self.actor = room, project, actor
        self.desk = DocumentPresenter(room, project, actor)
        self.commands = TextCommands(self.desk, KeyMap(text_keys(project.schema)))
        self.editing = PanelEdits(self.desk, self.commands)
        self.listing = DocumentListPresenter(self.desk)
        self.copying = CopiesPresenter(self.desk)
        self.past = HistoryPresenter(self.desk)
        self.finding = TextFinder(self.desk)
        self.menu = TextMenu(self.desk, self.commands)
        self.trail = NavigationHistory()
        self._moving_edges = False
        self._closed = False
        # Changes of a writing thread arrive here in the window's own.
        self._changed.connect(self._refresh, Qt.ConnectionType.AutoConnection)
        self._unlisten = project.listen(self._changed.emit)
        self._hints_later = QTimer(self, singleShot=True, interval=0)
        self._hints_later.timeout.connect(self._show_hints)
        self._connect()

    def start(self) -> None:
        """Fill the list and open the first document."""
        self.listing.begin()
        first = self.listing.first()
        if first is not None:
            self.open(first, jump=False)
        else:
            self._show_empty()

    def close(self) -> None:
        """Stop listening and stop all that was put off; the room goes with the project."""
        self._keep_typed()
        self._unlisten()
        # Changes of a writing thread may still be on their way, also past a disconnection.
        self._closed = True
        for timer in self.room.findChildren(QTimer):
            timer.stop()
        self.room.page.reader.key_filter = None

    # --- going about ---------------------------------------------------------------------------

    def open(self, document: int, caret: int | None = None, *, jump: bool = True) -> None:
        """Show a document; with `caret`, that place of it. Where one was is kept for Back."""
        here = self.here()
        if jump and here is not None:
            self.trail.leave(here)
        if document != self.desk.document:
            self._keep_typed()
            self.desk.open(document)
        if caret is not None:
            self.room.page.reader.set_caret(caret)
            block = self.desk.block_at(caret)
            span = Span(block.start, block.end) if block else Span(caret, caret)
            self.room.page.reader.scroll_to(span)
        self.room.documents.choose(document)
        self._hints_later.start()

    def here(self) -> DocumentPlace | None:
        document = self.desk.document
        return DocumentPlace(document, self.room.page.reader.caret()) if document else None

    def back(self) -> None:
        self._go(self.trail.back)

    def forward(self) -> None:
        self._go(self.trail.forward)

    def step_document(self, step: int) -> None:
        following = self.room.documents.neighbour(step)
        if following is not None:
            self.open(following)
        else:
            self.said.emit(
                self.tr("This is the last document of the list.")
                if step > 0
                else self.tr("This is the first document of the list."),
                False,
            )

    def done_and_next(self) -> None:
        """Ctrl+Enter: the document is done, the next one comes."""
        document = self.desk.document
        if document is None:
            return
        following = self.room.documents.neighbour(1)
        state = self.project.state(document, self.actor)
        if not self.project.read_only and (state is None or state.value != "done"):
            try:
                edits.set_document_states(self.project, self.actor, [document], "done")
            except PullquoteError as error:
                self.failed.emit(error)
                return
            if any(a.role == "training" for a in self.project.assignments(self.actor, document)):
                self.trained.emit(document)
        if following is not None:
            self.open(following)
            self.focus_text()
        else:
            self.said.emit(self.tr("Done. This was the last document of the list."), False)

    def focus_text(self) -> None:
        self.room.page.reader.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_copies(self) -> None:
        """W: the Copies page, with the keyboard in it."""
        self.room.show_panel()
        self.room.panel.show_page("copies")
        self.copying.show()
        self.room.panel.focus_page()
        self._show_hints()

    # --- undo ----------------------------------------------------------------------------------

    def undo(self) -> None:
        self._turn_back(self.project.undo, self.tr("Undone: {}"))

    def redo(self) -> None:
        self._turn_back(self.project.redo, self.tr("Redone: {}"))

    def undo_operation(self, operation: int) -> None:
        self._turn_back(
            lambda actor: self.project.undo_operation(operation, actor), self.tr("Undone: {}")
        )

    def _turn_back(self, step: Callable[[int], Change], said: str) -> None:
        try:
            change = step(self.actor)
        except PullquoteError as error:
            self.failed.emit(error)
            return
        self._go_to(change)
        self.said.emit(said.format(self.tr(change.name)), False)
        self.focus_text()

    def _go_to(self, change: Change) -> None:
        """Move to what a change changed, if it is in one document."""
        rows = [r for r in change.rows if r.document is not None]
        there = [r.document for r in rows if r.table != "document" or r.what != "delete"]
        if not there or len(change.documents) > 1:
            return
        document = there[0]
        if document is None:
            return
        if document != self.desk.document:
            self.open(document)
        labels = [r.row for r in rows if r.table == "annotation" and r.what != "delete"]
        if labels:
            self.desk.select(labels[0], reveal=True)

    # --- following -----------------------------------------------------------------------------

    def _refresh(self, change: Change) -> None:
        if self._closed:
            return
        document = self.desk.document
        gone = document is not None and change.touches("document", document)
        gone = gone and not self._exists(document)
        if not gone:
            self.desk.refresh(change)
        self.listing.refresh(change)
        self.past.refresh()
        if change.kind == "derived":
            self.copying.refresh()
        if gone and document is not None:
            self.trail.forget(document)
            self._open_another()
        elif document is None and change.touches("document"):
            self._open_another()
        if change.touches("speaker") or change.touches("alias"):
            self.desk.show_chosen()

    def _keep_typed(self) -> None:
        """A field of the panel keeps what is typed in it when it is left: before what it is about
        is gone.
        """
        focused = self.room.window().focusWidget()
        if focused is not None and self.room.panel.isAncestorOf(focused):
            self.focus_text()

    def _exists(self, document: int | None) -> bool:
        if document is None:
            return False
        try:
            self.project.document(document)
        except NotThere:
            return False
        return True

    def _open_another(self) -> None:
        near = (self.room.documents.neighbour(step) for step in (1, -1))
        wanted = (found for found in (*near, self.listing.first()) if self._exists(found))
        following = next(wanted, None)
        if following is not None:
            self.open(following, jump=False)
        else:
            self.desk.clear()
            self._show_empty()

    def _show_empty(self) -> None:
        self.room.page.show_empty()

    def _go(self, step: Callable[[DocumentPlace], DocumentPlace | None]) -> None:
        here = self.here()
        place = step(here) if here is not None else None
        if place is None:
            self.said.emit(self.tr("There is no place to go back to."), False)
        elif self._exists(place.document):
            self.open(place.document, place.caret, jump=False)
            self.focus_text()

    # --- the strip -----------------------------------------------------------------------------

    def _show_hints(self) -> None:
        strip, session, schema = self.room.page.strip, self.desk.session, self.project.schema
        reader = self.room.page.reader
        if session is None:
            strip.show_keys([])
        elif self._moving_edges:
            strip.show_keys(commands.hints_for_extent())
        elif self.commands.tying():
            strip.show_keys(commands.hints_for_relation())
        elif self.room.panel.page() == "copies" and self.room.panel.copies.list.hasFocus():
            strip.show_keys(commands.hints_for_copies())
        elif self.project.read_only:
            strip.show_keys(commands.hints_for_read_only())
        elif reader.selection():
            strip.show_keys(commands.hints_for_words(schema))
        elif session.selected is not None:
            block = self.desk.block_at(reader.caret())
            copies = block.copies_here - 1 + block.elsewhere if block else 0
            strip.show_keys(commands.hints_for_label(len(session.offers), copies))
        else:
            strip.show_keys(commands.hints_for_nothing(schema, is_open=session.opened is not None))

    def _connect(self) -> None:
        later = self._hints_later.start
        self.desk.moved.connect(later)
        self.desk.moved.connect(self.past.follow_label)
        self.commands.tying_changed.connect(lambda _on: later())
        self.room.page.reader.extent_mode_changed.connect(self._extent_mode)
        self.commands.said.connect(lambda text: self.said.emit(text, False))
        self.commands.copies_asked.connect(self.show_copies)
        self.commands.keys_asked.connect(self.keys_asked)
        self.editing.said.connect(lambda text: self.said.emit(text, False))
        for part in (self.commands, self.editing, self.listing, self.copying):
            part.failed.connect(self.failed)
        self.copying.wanted.connect(self._open_copy)
        self.copying.decided.connect(self.decided)
        self.listing.wanted.connect(self.open)
        self.listing.asked.connect(self.asked)
        self.past.undo_wanted.connect(self.undo_operation)
        self.past.jumped.connect(lambda document, _name: self.open(document))
        self.room.panel.back_to_text.connect(self.focus_text)
        self.room.documents.left.connect(self.focus_text)
        self.room.documents.entered.connect(lambda _document: self._entered())
        head = self.room.page.head
        head.done.connect(self.done_and_next)
        head.properties_asked.connect(self._ask_properties)

    def _extent_mode(self, on: bool) -> None:
        self._moving_edges = on
        self._hints_later.start()

    def _open_copy(self, document: int, start: int) -> None:
        self.open(document, start)
        self.focus_text()

    def _entered(self) -> None:
        self.room.shut_list_drawer()
        self.focus_text()

    def _ask_properties(self) -> None:
        if self.desk.document is not None:
            self.asked.emit("properties", [self.desk.document])
