"""What the keys of the text do, by the names of the table of actions."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeyEvent

from pullquote.errors import PullquoteError
from pullquote.labelling import edits, label_speakers
from pullquote.labelling.edits import Outcome
from pullquote.labelling.session import CaretPlace, LabellingSession
from pullquote.text.spans import Span
from pullquote.ui.annotate.desk import Desk
from pullquote.ui.annotate.going import Going
from pullquote.ui.keys import KeyMap


class TextCommands(QObject):
    """`said` is a sentence for the strip, `failed` an expected error, `copies_asked` key W."""

    said = Signal(str)
    failed = Signal(object)
    copies_asked = Signal()
    keys_asked = Signal()
    tying_changed = Signal(bool)

    def __init__(self, desk: Desk, keymap: KeyMap) -> None:
        super().__init__(desk)
        self._desk = desk
        self._keymap = keymap
        self._tying_from: int | None = None
        self._moving = False
        going = Going(desk, self)
        going.said.connect(self.said)
        self._commands: dict[str, Callable[[], None]] = {
            "tie": self._tie, "kind": lambda: self._turn("T"), "sure": lambda: self._turn("Y"),
            "note": self._note, "edit": self._edit, "extent": self._extent,
            "remove": self._remove, "let_go": self._let_go,
            "where_else": self.copies_asked.emit, "keys_here": self.keys_asked.emit,
            **going.commands(),
        }  # fmt: skip
        reader = desk.room.page.reader
        reader.key_filter = self.take_key
        reader.caret_moved.connect(self._caret_moved)
        reader.selection_changed.connect(self._selection_changed)
        reader.label_clicked.connect(self._clicked)
        reader.outline_clicked.connect(lambda _id: self.run("edit"))
        reader.extent_changed.connect(self._extent_changed)

    def names(self) -> Sequence[str]:
        return tuple(self._commands)

    def take_key(self, event: QKeyEvent) -> bool:
        """Run the command of a key; False leaves the key to the reader."""
        name = self._keymap.command(event)
        if name is None or self._session is None:
            return False
        if name == "let_go" and not self._may_let_go():
            return False
        self.run(name)
        return True

    def run(self, name: str) -> None:
        """Run a command by name: of the table, or "layer:ID"."""
        if self._session is None:
            return
        if self._desk.project.read_only and _writes(name):
            self.said.emit(self.tr("Read-only: open a copy to label."))
            return
        try:
            if name.startswith("layer:"):
                self._press(name.removeprefix("layer:"))
            else:
                self._commands[name]()
        except PullquoteError as error:
            self.failed.emit(error)

    def tying(self) -> bool:
        return self._tying_from is not None

    @property
    def _session(self) -> LabellingSession | None:
        return self._desk.session

    # --- labelling -----------------------------------------------------------------------------

    def _press(self, layer_id: str) -> None:
        session, layer = self._session, self._desk.project.schema.layer(layer_id)
        if session is None or layer is None:
            return
        reader = self._desk.room.page.reader
        chosen, before = reader.selection(), session.opened
        outcome = session.press(layer, CaretPlace(reader.caret(), chosen or None))
        if outcome.done and chosen:
            self._place(reader.caret())
        self.after(outcome, before)

    def after(self, outcome: Outcome, opened_before: int | None = None) -> None:
        """Show what a change did: the label, the field it asks for, or why nothing was done."""
        session = self._session
        if session is None:
            return
        if outcome.said:
            self.said.emit(outcome.said)
        if opened_before != session.opened:
            self._desk.repaint_open(opened_before, session.opened)
        self._desk.show_chosen()
        page = self._desk.room.panel.labels
        if outcome.ask == "speaker":
            self._desk.room.show_panel()
            label, doc = self._desk.selected(), self._desk.doc
            page.edit_speaker(label_speakers.proposed_name(doc, label) if doc and label else "")

    def _edit(self) -> None:
        if self._tying_from is not None:
            self._finish_tie()
            return
        session = self._session
        if session is None:
            return
        if session.offers:
            self.after(session.take_offers())
        elif session.selected is not None:
            self._desk.room.show_panel()
            self._desk.room.panel.labels.edit()
        else:
            self._select_at_caret()

    def _select_at_caret(self) -> None:
        doc = self._desk.doc
        around = doc.at(self._desk.room.page.reader.caret()) if doc else []
        if around:
            self._desk.select(around[0].id)

    def _turn(self, key: str) -> None:
        doc, label = self._desk.doc, self._desk.selected()
        if doc is not None and label is not None:
            self.after(edits.next_value(doc, label, key))

    def _note(self) -> None:
        self._desk.room.show_panel()
        self._desk.room.panel.labels.edit_note()

    def _extent(self) -> None:
        if not self._desk.room.page.reader.start_extent():
            self.said.emit(self.tr("Select a label first: J goes to the next."))

    def _extent_changed(self, label: int, span: Span) -> None:
        doc = self._desk.doc
        found = doc.label(label) if doc else None
        if doc is None or found is None:
            return
        try:
            outcome = edits.set_extent(doc, found, span)
        except PullquoteError as error:
            self._desk.repaint_open(label)
            self.failed.emit(error)
            return
        if not outcome.done:
            self._desk.repaint_open(label)
        self.after(outcome)

    def _remove(self) -> None:
        session = self._session
        if session is not None and session.selected is not None:
            before = session.opened
            self.after(session.remove(session.selected), before)

    # --- ties ----------------------------------------------------------------------------------

    def _tie(self) -> None:
        label = self._desk.selected()
        if label is None:
            self.said.emit(self.tr("Select a label first: J goes to the next."))
            return
        self._tying_from = label.id
        self.tying_changed.emit(True)

    def _finish_tie(self) -> None:
        doc, start, end = self._desk.doc, self._tying_from, self._desk.selected()
        self._tying_from = None
        self.tying_changed.emit(False)
        head = doc.label(start) if doc else None
        if doc is not None and head is not None and end is not None and head.id != end.id:
            self.after(edits.relate_labels(doc, head, end))

    # --- letting go ----------------------------------------------------------------------------

    def _may_let_go(self) -> bool:
        session = self._session
        chosen = bool(self._desk.room.page.reader.selection())
        held = session is not None and (session.selected is not None or session.opened is not None)
        return chosen or held or self._tying_from is not None

    def _let_go(self) -> None:
        reader, session = self._desk.room.page.reader, self._session
        if self._tying_from is not None:
            self._tying_from = None
            self.tying_changed.emit(False)
        elif reader.selection():
            self._place(reader.caret())
            self._desk.show_chosen()
        elif session is not None:
            before = session.opened
            session.let_go()
            self._desk.repaint_open(before)
            self._desk.show_chosen()

    # --- the caret and the mouse ---------------------------------------------------------------

    def _place(self, offset: int) -> None:
        """Put the caret without letting go of the selected label."""
        self._moving = True
        self._desk.room.page.reader.set_caret(offset)
        self._moving = False

    def _caret_moved(self, _offset: int) -> None:
        if not self._moving and self._session is not None and self._session.selected is not None:
            self._desk.select(None)

    def _selection_changed(self) -> None:
        if not self._moving:
            self._desk.show_chosen()

    def _clicked(self, label: int | None) -> None:
        if self._tying_from is not None and label is not None:
            self._desk.select(label)
            self._finish_tie()
            return
        self._desk.select(label)


def _writes(name: str) -> bool:
    return name.startswith("layer:") or name in {
        "tie", "kind", "sure", "note", "edit", "extent", "remove",
    }  # fmt: skip
