"""The commands of the text: what its keys do, by the names of the table of actions, and the
menu that offers them at the mouse.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent

from pullquote.errors import PullquoteError
from pullquote.labelling import edits, label_speakers
from pullquote.labelling.open_document import Outcome
from pullquote.labelling.session import CaretPlace, LabellingSession
from pullquote.model.schema import Layer
from pullquote.model.values import is_unconfirmed
from pullquote.text.spans import Span
from pullquote.ui.actions.key_hints import (
    hints_for_extent,
    hints_for_label,
    hints_for_nothing,
    hints_for_read_only,
    hints_for_relation,
    hints_for_suggestion,
    hints_for_words,
)
from pullquote.ui.actions.table import text_keys
from pullquote.ui.annotate.document_presenter import DocumentPresenter
from pullquote.ui.annotate.navigation import CaretCommands
from pullquote.ui.annotate.suggestions import SuggestionPresenter
from pullquote.ui.services.key_map import KeyMap
from pullquote.ui.view_models import reader_view
from pullquote.ui.widgets import Menu, key_name
from pullquote.ui.widgets.key_strip import Hint


class TextCommands(QObject):
    """`said` is a sentence for the strip, `failed` an expected error, `copies_asked` key W,
    `carry_asked` key V, with True Shift+V, which takes over; `beside_asked` Shift+Enter.
    """

    said = Signal(str)
    failed = Signal(object)
    copies_asked = Signal()
    carry_asked = Signal(bool)
    beside_asked = Signal()
    keys_asked = Signal()
    relating_changed = Signal(bool)

    def __init__(self, presenter: DocumentPresenter, suggestions: SuggestionPresenter) -> None:
        super().__init__(presenter)
        self._presenter = presenter
        self._suggestions = suggestions
        suggestions.said.connect(self.said)
        suggestions.failed.connect(self.failed)
        self._keymap = KeyMap(text_keys(presenter.project.schema))
        self._relation_start: int | None = None
        self._moving = False
        caret_commands = CaretCommands(presenter, self)
        caret_commands.said.connect(self.said)
        self._commands: dict[str, Callable[[], None]] = {
            "relate": self._relate,
            "kind": lambda: self._turn("T"), "sure": lambda: self._turn("Y"),
            "note": self._note, "edit": self._edit, "extent": self._extent,
            "remove": self._remove, "let_go": self._let_go,
            "where_else": self.copies_asked.emit, "keys_here": self.keys_asked.emit,
            "carry": lambda: self.carry_asked.emit(False),
            "take_over": lambda: self.carry_asked.emit(True),
            "side_by_side": self.beside_asked.emit,
            **caret_commands.commands(), **suggestions.commands(),
        }  # fmt: skip
        page = presenter.widget.panel.labels
        page.suggestion_accepted.connect(lambda: self.run("edit"))
        page.suggestion_rejected.connect(lambda: self.run("remove"))
        page.other_wanted.connect(self._take_other)
        reader = presenter.widget.page.reader
        reader.key_filter = self.take_key
        reader.caret_moved.connect(self._caret_moved)
        reader.selection_changed.connect(self._selection_changed)
        reader.label_clicked.connect(self._clicked)
        reader.outline_clicked.connect(self._take_outline)
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
        if name in {"next_suggestion", "previous_suggestion"} and not self._suggestions.left:
            return False
        self.run(name)
        return True

    def run(self, name: str) -> None:
        """Run a command by name: of the table, "layer:ID" or "value:KEY"."""
        if self._session is None:
            return
        if self._presenter.read_only and _writes(name):
            others = self._presenter.looks_at_others
            own = self.tr("Read-only: open a copy to label.")
            said = self.tr("Read-only here: these are labels of somebody else.") if others else own
            self.said.emit(said)
            return
        try:
            if self._suggestions.focused and self._answer(name):
                return
            if name.startswith("layer:"):
                self._press(name.removeprefix("layer:"))
            elif name.startswith("outline:"):
                self.after(self._session.take_offers(name.removeprefix("outline:")))
            elif name.startswith("value:"):
                self._turn(name.removeprefix("value:"))
            else:
                self._commands[name]()
        except PullquoteError as error:
            self.failed.emit(error)

    def hints(self, *, moving_edges: bool) -> list[Hint]:
        """What the strip says of the keys; `moving_edges` while the edges of a label are moved."""
        session, schema = self._session, self._presenter.project.schema
        widget, label = self._presenter.widget, self._presenter.selected()
        if session is None:
            found: list[Hint] = []
        elif moving_edges:
            found = hints_for_extent()
        elif self._relation_start is not None:
            found = hints_for_relation()
        elif self._presenter.read_only:
            found = hints_for_read_only()
        elif widget.page.reader.selection():
            found = hints_for_words(schema, self._opened_layer())
        elif self._suggestions.focused is not None:
            found = hints_for_suggestion(has_parts=bool(self._suggestions.focused.parts))
        elif label is None:
            counts = self._suggestions.counts()
            found = hints_for_nothing(schema, self._opened_layer(), counts)
        else:
            block = self._presenter.block_at(widget.page.reader.caret())
            copies = block.copies_here - 1 + block.elsewhere if block else 0
            found = hints_for_label(
                schema.layer(label.layer),
                len(session.offers),
                copies,
                unconfirmed=is_unconfirmed(label),
            )
        return found

    def _opened_layer(self) -> Layer | None:
        doc, session = self._presenter.doc, self._session
        label = doc.label(session.opened) if doc is not None and session is not None else None
        return self._presenter.project.schema.layer(label.layer) if label is not None else None

    @property
    def _session(self) -> LabellingSession | None:
        return self._presenter.session

    def _answer(self, name: str) -> bool:
        """What a key means for the suggestion in focus; False where it means nothing special."""
        match name:
            case "edit":
                self._suggestions.take()
                self._presenter.widget.page.reader.setFocus(Qt.FocusReason.OtherFocusReason)
            case "remove":
                self._suggestions.reject()
                self._presenter.widget.page.reader.setFocus(Qt.FocusReason.OtherFocusReason)
            case "let_go":
                self._suggestions.let_go()
            case "extent":
                self._presenter.select(self._suggestions.take())
                self._extent()
            case "layer:speaker" if self._suggestions.has_speaker():
                self._offer_speakers()
            case _:
                return False
        return True

    def _offer_speakers(self) -> None:
        """A menu at the quote in focus of who else may say it, the likeliest first."""
        reader, others = self._presenter.widget.page.reader, self._suggestions.other_speakers()
        if not others:
            self._ask_speaker()
            return
        menu = Menu(parent=reader)
        for span in others:
            words = " ".join(span.of(reader.text()).split()).replace("&", "&&")
            entry = menu.addAction(words)
            entry.triggered.connect(partial(self._take_said_by, span))
        menu.addSeparator()
        more = menu.addAction(self.tr("Somebody else…"))
        more.triggered.connect(lambda _on=False: self._ask_speaker())
        menu.setActiveAction(menu.actions()[0])
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(reader.viewport().mapToGlobal(reader.caret_rect().bottomLeft()))

    def _take_said_by(self, mention: Span, _on: bool = False) -> None:
        try:
            self._suggestions.take(speaker=mention)
        except PullquoteError as error:
            self.failed.emit(error)
        self._presenter.widget.page.reader.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_other(self, place: int) -> None:
        others = self._suggestions.other_speakers()
        if place < len(others) and not self._presenter.read_only:
            self._take_said_by(others[place])

    def _ask_speaker(self) -> None:
        """Take the quote in focus without a speaker, and go to the field that asks for one."""
        self._presenter.select(self._suggestions.take(without="speaker"))
        self.after(Outcome(done=True, ask="speaker"))

    # --- labelling -----------------------------------------------------------------------------

    def _press(self, layer_id: str) -> None:
        session, layer = self._session, self._presenter.project.schema.layer(layer_id)
        if session is None or layer is None:
            return
        reader = self._presenter.widget.page.reader
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
            self._presenter.repaint_open(opened_before, session.opened)
        self._presenter.show_chosen()
        page = self._presenter.widget.panel.labels
        if outcome.ask == "speaker":
            self._presenter.widget.show_panel()
            label, doc = self._presenter.selected(), self._presenter.doc
            page.edit_speaker(label_speakers.proposed_name(doc, label) if doc and label else "")
        elif outcome.ask == "date":
            self._presenter.widget.show_panel()
            page.edit()

    def _edit(self) -> None:
        if self._relation_start is not None:
            self._finish_relation()
            return
        session = self._session
        if session is None:
            return
        selected = self._presenter.selected()
        if selected is not None and is_unconfirmed(selected):
            self.after(edits.confirm(session.doc, selected))
        elif session.offers:
            self.after(session.take_offers())
        elif session.selected is not None:
            self._presenter.widget.show_panel()
            self._presenter.widget.panel.labels.edit()
        else:
            self._select_at_caret()

    def _take_outline(self, outline: object) -> None:
        """One outlined part by itself, as a click on it means."""
        offers = self._session.offers if self._session else ()
        found = (o.layer for n, o in enumerate(offers) if reader_view.outline_id(n) == outline)
        layer = next(found, None)
        if self._suggestions.focus_outline(outline):
            return
        if layer is not None:
            self.run(f"outline:{layer}")

    def _select_at_caret(self) -> None:
        doc = self._presenter.doc
        around = doc.at(self._presenter.widget.page.reader.caret()) if doc else []
        if around:
            self._presenter.select(around[0].id)

    def _turn(self, key: str) -> None:
        """The next value of the attribute that has `key`; one that is typed is gone to."""
        doc, label = self._presenter.doc, self._presenter.selected()
        if doc is None or label is None:
            self.said.emit(self.tr("Select a label first: J goes to the next."))
            return
        layer = doc.project.schema.layer(label.layer)
        attributes = layer.attributes if layer else ()
        attribute = next((a for a in attributes if a.key == key), None)
        if layer is None or attribute is None:
            name = layer.name if layer else label.layer
            self.said.emit(self.tr("{}: nothing is set with {}.").format(name, key_name(key)))
        elif attribute.values:
            self.after(edits.next_value(doc, label, key))
        else:
            self._presenter.widget.show_panel()
            self._presenter.widget.panel.labels.edit_attribute(attribute.id)

    def _note(self) -> None:
        self._presenter.widget.show_panel()
        self._presenter.widget.panel.labels.edit_note()

    def _extent(self) -> None:
        if not self._presenter.widget.page.reader.start_extent():
            self.said.emit(self.tr("Select a label first: J goes to the next."))

    def _extent_changed(self, label: int, span: Span) -> None:
        doc = self._presenter.doc
        found = doc.label(label) if doc else None
        if doc is None or found is None or self._presenter.read_only:
            self._presenter.repaint_open(label)
            return
        try:
            outcome = edits.set_extent(doc, found, span)
        except PullquoteError as error:
            self._presenter.repaint_open(label)
            self.failed.emit(error)
            return
        if not outcome.done:
            self._presenter.repaint_open(label)
        self.after(outcome)

    def _remove(self) -> None:
        session = self._session
        if session is not None and session.selected is not None:
            before = session.opened
            # It may be about the label that goes.
            self._presenter.widget.strip.clear_message()
            self.after(session.remove(session.selected), before)

    # --- relations -----------------------------------------------------------------------------

    def _relate(self) -> None:
        label = self._presenter.selected()
        if label is None:
            self.said.emit(self.tr("Select a label first: J goes to the next."))
            return
        self._relation_start = label.id
        self.relating_changed.emit(True)

    def _finish_relation(self) -> None:
        doc, start, end = self._presenter.doc, self._relation_start, self._presenter.selected()
        self._relation_start = None
        self.relating_changed.emit(False)
        head = doc.label(start) if doc else None
        if doc is not None and head is not None and end is not None and head.id != end.id:
            self.after(edits.relate_labels(doc, head, end))

    # --- letting go ----------------------------------------------------------------------------

    def _may_let_go(self) -> bool:
        session = self._session
        chosen = bool(self._presenter.widget.page.reader.selection())
        held = session is not None and (session.selected is not None or session.opened is not None)
        held = held or self._suggestions.focused is not None
        return chosen or held or self._relation_start is not None

    def _let_go(self) -> None:
        reader, session = self._presenter.widget.page.reader, self._session
        if self._relation_start is not None:
            self._relation_start = None
            self.relating_changed.emit(False)
        elif reader.selection():
            self._place(reader.caret())
            self._presenter.show_chosen()
        elif session is not None:
            before = session.opened
            session.let_go()
            self._presenter.repaint_open(before)
            self._presenter.show_chosen()

    # --- the caret and the mouse ---------------------------------------------------------------

    def _place(self, offset: int) -> None:
        """Put the caret without letting go of the selected label."""
        self._moving = True
        self._presenter.widget.page.reader.set_caret(offset)
        self._moving = False

    def _caret_moved(self, offset: int) -> None:
        if self._session is not None:
            self._session.removed = ""  # elsewhere, V means what is there
        focused = self._suggestions.focused
        if focused is not None and offset != focused.head.span.start:
            self._suggestions.let_go()
        if self._keeps_label():
            return
        if self._session is not None and self._session.selected is not None:
            self._presenter.select(None)

    def _selection_changed(self) -> None:
        if not self._keeps_label():
            self._presenter.show_chosen()

    def _keeps_label(self) -> bool:
        """Whether the caret goes for a label, and not by itself."""
        return self._moving or self._presenter.is_revealing

    def _clicked(self, label: int | None) -> None:
        if self._relation_start is not None and label is not None:
            self._presenter.select(label)
            self._finish_relation()
            return
        self._presenter.select(label)


def _writes(name: str) -> bool:
    return name.startswith(("layer:", "value:", "outline:")) or name in {
        "relate", "kind", "sure", "note", "edit", "extent", "remove", "take_sure", "carry",
        "take_over",
    }  # fmt: skip


class TextMenu(QObject):
    """Opens at the mouse, or with the menu key at the caret."""

    def __init__(self, presenter: DocumentPresenter, commands: TextCommands) -> None:
        super().__init__(presenter)
        self._presenter, self._commands = presenter, commands
        presenter.widget.page.reader.context_menu_requested.connect(self._open)

    def _open(self, offset: int, place: QPoint) -> None:
        if self._presenter.doc is None:
            return
        menu = self.menu(offset)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def menu(self, offset: int) -> Menu:
        """The entries for the words chosen, the label selected, or else the label at `offset`."""
        reader, doc = self._presenter.widget.page.reader, self._presenter.doc
        if doc is not None and not reader.selection() and self._presenter.selected() is None:
            around = doc.at(offset)
            self._presenter.select(around[0].id if around else None)
        menu = Menu(parent=reader)
        self._add_layers(menu)
        menu.addSeparator()
        selected = self._presenter.selected() is not None
        writes = selected and not self._presenter.read_only
        if writes:
            self._add_more(menu)
        self._add(menu, self.tr("Tie to another label"), "relate", "R").setEnabled(writes)
        self._add(menu, self.tr("Move the edges"), "extent", "F2").setEnabled(writes)
        self._add(menu, self.tr("Note"), "note", "M").setEnabled(writes)
        self._add(menu, self.tr("Remove"), "remove", "Del").setEnabled(writes)
        menu.addSeparator()
        copy = menu.addAction(f"{self.tr('Copy')}\t{key_name('Ctrl+C')}")
        copy.triggered.connect(lambda _on=False: reader.copy())
        copy.setEnabled(bool(reader.selection()))
        carry = self._add(menu, self.tr("Carry to the copies"), "carry", "V")
        carry.setEnabled(writes and self._presenter.block_at(offset) is not None)
        where = self._add(menu, self.tr("Where else it stands"), "where_else", "W")
        where.setEnabled(self._presenter.block_at(offset) is not None)
        return menu

    def _add_layers(self, menu: Menu) -> None:
        for layer in self._presenter.project.schema.layers:
            entry = self._add(menu, layer.name, f"layer:{layer.id}", layer.key)
            entry.setEnabled(not self._presenter.read_only)

    def _add_more(self, menu: Menu) -> None:
        """What the keys of this very label do: what is outlined beside it, its values."""
        session, label = self._presenter.session, self._presenter.selected()
        if session is not None and session.offers:
            self._add(menu, self.tr("Take speaker and cue"), "edit", "Enter")
        layer = self._presenter.project.schema.layer(label.layer) if label else None
        for attribute in layer.attributes if layer else ():
            if attribute.key and attribute.values:
                words = self.tr("{}: next value").format(attribute.name)
                self._add(menu, words, f"value:{attribute.key}", attribute.key)

    def _add(self, menu: Menu, text: str, command: str, key: str) -> QAction:
        entry = menu.addAction(f"{text.replace('&', '&&')}\t{key_name(key)}")
        entry.triggered.connect(lambda _on=False: self._commands.run(command))
        return entry
