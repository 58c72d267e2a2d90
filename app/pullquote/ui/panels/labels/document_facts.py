"""Nothing chosen: how to begin, and what is known about the document."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pullquote.model.schema import Schema
from pullquote.ui.panels.form.date_field import DateField
from pullquote.ui.panels.section import Heading, Look, RowButton
from pullquote.ui.panels.values import DocumentShown
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import ElidedLabel, Field, Label, counted
from pullquote.ui.widgets.layout import column_of, grid_with
from pullquote.ui.widgets.paint import MARGIN
from pullquote.ui.widgets.words import tr

_NAME = 96


class DocumentFacts(QWidget):
    """`published_changed` has a calendar value, "" for unknown."""

    published_changed = Signal(str)
    note_changed = Signal(str)
    dates_checked = Signal()
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._heading = Heading(theme, tr("Nothing chosen"))
        self._hint = Label("", "meta", wrap=True)
        self._facts = grid_with(0, 6, wide=(1,))
        self._facts.setContentsMargins(0, 0, 0, 0)
        self._facts.setColumnMinimumWidth(0, _NAME)
        self._lines: list[tuple[Label, ElidedLabel]] = []
        self.published = DateField(theme, tr("Published"))
        self.note = Field(tr("Note on the document"), placeholder=tr("Add a note"))
        self._check = RowButton(theme, Look(""))
        self._assemble()
        self.published.valued.connect(self.published_changed)
        self.published.left.connect(self.left)
        self.note.committed.connect(self.note_changed)
        self.note.cancelled.connect(self.left)
        self.note.editor.returnPressed.connect(self.left)
        self._check.clicked.connect(self.dates_checked)

    def set_schema(self, schema: Schema) -> None:
        keys = ", ".join(layer.key for layer in schema.layers)
        hint = tr("Choose words and press the key of a layer: {0}. Or G for the next quotation.")
        self._hint.setText(hint.format(keys))

    def set_read_only(self, read_only: bool) -> None:
        self.published.set_read_only(read_only)
        self.note.set_read_only(read_only)
        self._check.setEnabled(not read_only)

    def show_document(self, shown: DocumentShown) -> None:
        while len(self._lines) < len(shown.facts):
            self._add_line()
        for number, (name, value) in enumerate(self._lines):
            name.setVisible(number < len(shown.facts))
            value.setVisible(number < len(shown.facts))
            if number < len(shown.facts):
                name.setText(shown.facts[number][0])
                value.set_text(shown.facts[number][1])
        hint = tr("from “{0}”").format(shown.evidence) if shown.evidence else ""
        if shown.doubt:
            hint = tr("in doubt: {0}").format(shown.doubt)
        if not shown.published:
            hint = tr("not known: dates that count from it stay open")
        self.published.show_value(shown.published or "", shown.published, hint)
        self.note.set_text(shown.note)
        self._show_check(shown.dates_to_check)

    def _show_check(self, number: int) -> None:
        words = counted(
            number,
            tr("Count 1 date anew from the new day"),
            tr("Count {} dates anew from the new day"),
        )
        self._check.show_look(Look(words, icon="warning", tone="dis"))
        self._check.setVisible(number > 0)

    def _add_line(self) -> None:
        line = Label("", "caption"), ElidedLabel("", "")
        self._facts.addWidget(line[0], len(self._lines), 0)
        self._facts.addWidget(line[1], len(self._lines), 1)
        self._lines.append(line)

    def _assemble(self) -> None:
        inner = column_of(
            self._heading,
            6,
            self._hint,
            16,
            self._facts,
            16,
            self.published,
            12,
            self.note,
            margins=(MARGIN, 0, MARGIN, 0),
        )
        column_of(inner, self._check, on=self, margins=(0, 16, 0, 20), gap=8)
