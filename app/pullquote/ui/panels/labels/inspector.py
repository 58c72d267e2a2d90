"""The selected label: what it is, its fields, where it comes from, and its copies."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from pullquote.model.schema import Schema
from pullquote.ui.panels.form.label_form import LabelForm
from pullquote.ui.panels.section import Heading, Look, RowButton, Themed
from pullquote.ui.panels.values import LabelShown
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import ElidedLabel, Icon, counted, number
from pullquote.ui.widgets.layout import INHERITED, column_of, row_of
from pullquote.ui.widgets.paint import MARGIN
from pullquote.ui.widgets.text_block import ElidedText
from pullquote.ui.widgets.words import tr

_IDLE_MS = 200


class Inspector(QWidget):
    """Has one form for each layer; `prepare` gets each form when it is made.

    Forms are made while nobody waits, so that the first label of a layer is shown at once.
    """

    copies_wanted = Signal()

    def __init__(self, theme: Theme, prepare: Callable[[LabelForm], None]) -> None:
        super().__init__()
        self._theme = theme
        self._prepare = prepare
        self._schema: Schema | None = None
        self._forms: dict[str, LabelForm] = {}
        self._shown: LabelShown | None = None
        self._heading = Heading(theme)
        self._words = ElidedText(lines=2)
        self._provenance = ElidedLabel("", "meta")
        self._provenance_row = QWidget()
        self._copies = RowButton(theme, Look(""))
        self._copies.clicked.connect(self.copies_wanted)
        self._idle = QTimer(self, interval=_IDLE_MS)
        self._idle.timeout.connect(self._make_next_form)
        self._assemble()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        parts: tuple[Themed, ...] = (self._heading, self._copies, *self._forms.values())
        for part in parts:
            part.set_theme(theme)

    def set_schema(self, schema: Schema) -> None:
        self._schema = schema
        for form in self._forms.values():
            form.deleteLater()
        self._forms.clear()
        self._idle.start()

    def forms(self) -> list[LabelForm]:
        return list(self._forms.values())

    def form(self) -> LabelForm | None:
        """The form of the label shown."""
        return self._forms.get(self._shown.layer) if self._shown else None

    def shown(self) -> LabelShown | None:
        return self._shown

    def show_label(self, label: LabelShown) -> None:
        """A layer that the schema no longer has is shown by its words alone."""
        self._shown = label
        layer = self._schema.layer(label.layer) if self._schema else None
        place = tr("{0} of {1}").format(number(label.number), number(label.of))
        self._heading.show_text(layer.name if layer else label.layer, place, layer)
        self._words.show_words(label.words)
        if layer and label.layer not in self._forms:
            self._make_form(label.layer)
        for name, form in self._forms.items():
            form.setVisible(name == label.layer)
        form_shown = self.form()
        if form_shown:
            form_shown.show_label(label)
        self._show_foot(label)

    def _make_next_form(self) -> None:
        layers = self._schema.layers if self._schema else ()
        missing = [layer.id for layer in layers if layer.id not in self._forms]
        if missing:
            self._make_form(missing[0])
            self._forms[missing[0]].hide()
        else:
            self._idle.stop()

    def _make_form(self, name: str) -> None:
        layer = self._schema.layer(name) if self._schema else None
        if self._schema and layer:
            self._forms[name] = LabelForm(self._theme, self._schema, layer)
            self._form_column.addWidget(self._forms[name])
            self._prepare(self._forms[name])

    def _show_foot(self, label: LabelShown) -> None:
        self._provenance.set_text(label.provenance)
        self._provenance_row.setVisible(bool(label.provenance))
        words = counted(
            label.unlabelled_copies,
            tr("1 copy of this passage has no labels yet"),
            tr("{} copies of this passage have no labels yet"),
        )
        self._copies.show_look(Look(words, "V", icon="copies", tone="dup_text"))
        self._copies.setVisible(label.unlabelled_copies > 0)

    def _assemble(self) -> None:
        row_of(
            Icon("history", "quiet", size=16),
            (self._provenance, 1),
            on=self._provenance_row,
            margins=(MARGIN - 1, 0, MARGIN, 0),
            gap=9,
        )
        self._provenance_row.setFixedHeight(28)
        self._form_column = column_of(margins=(MARGIN, 16, MARGIN, 10), gap=INHERITED)
        head = column_of(self._heading, self._words, margins=(MARGIN, 0, MARGIN, 0), gap=6)
        column_of(
            head,
            self._form_column,
            self._provenance_row,
            self._copies,
            on=self,
            margins=(0, 16, 0, 10),
        )
