"""The selected label: what it is, its fields, where it comes from, and its copies."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pullquote.model.schema import Attribute, Layer, Schema
from pullquote.ui.panels.form.date_form import DateForm
from pullquote.ui.panels.form.relation_fields import RelationFields
from pullquote.ui.panels.form.speaker_field import SpeakerField
from pullquote.ui.panels.section import Editable, Heading, Look, RowButton
from pullquote.ui.panels.values import LabelShown, RelationShown
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed
from pullquote.ui.widgets import (
    ChoiceField,
    ElidedLabel,
    Field,
    Icon,
    KeyCap,
    Label,
    Segments,
    counted,
    number,
)
from pullquote.ui.widgets.label import ElidedText
from pullquote.ui.widgets.layout import INHERITED, Free, add_layout, column_of, row_of
from pullquote.ui.widgets.markdown_view import plain_words
from pullquote.ui.widgets.paint import MARGIN, made_font
from pullquote.ui.widgets.words import tr

_IDLE_MS = 200
_GUIDELINE_LINES = 5  # all of it is under F1


class Inspector(Themed, QWidget):
    """Has one form for each layer; `prepare` gets each form when it is made.

    Forms are made while nobody waits, so that the first label of a layer is shown at once; not
    while another room is in sight, or is entered.
    """

    copies_wanted = Signal()

    def __init__(self, theme: Theme, prepare: "Callable[[LabelForm], None]") -> None:
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
        self._guideline = ElidedText(lines=_GUIDELINE_LINES, size=13, pitch=20)
        self._guideline_row = QWidget()
        self._guidelines: tuple[str, ...] = ()
        self._copies = RowButton(theme, Look(""))
        self._copies.clicked.connect(self.copies_wanted)
        self._idle = QTimer(self, interval=_IDLE_MS)
        self._idle.timeout.connect(self._make_next_form)
        self._assemble()

    def set_schema(self, schema: Schema) -> None:
        self._schema = schema
        for form in self._forms.values():
            form.deleteLater()
        self._forms.clear()
        self._idle.start()

    def forms(self) -> "list[LabelForm]":
        return list(self._forms.values())

    def form(self) -> "LabelForm | None":
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
        around = self.parentWidget()
        if around is None or not around.isVisible():
            return
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
        if label.guidelines != self._guidelines:
            self._guidelines = label.guidelines
            self._guideline.show_words(plain_words("\n\n".join(label.guidelines)))
        self._guideline_row.setVisible(bool(label.guidelines))
        self._provenance.set_text(label.provenance)
        self._provenance_row.setVisible(bool(label.provenance))
        self.show_unlabelled(label.unlabelled_copies)

    def show_unlabelled(self, copies: int) -> None:
        """How many copies of the label shown have none, which is known a little later."""
        words = counted(
            copies,
            tr("1 copy of this passage has no labels yet"),
            tr("{} copies of this passage have no labels yet"),
        )
        self._copies.show_look(Look(words, "V", icon="copies", tone="dup_text"))
        self._copies.setVisible(copies > 0)

    def _assemble(self) -> None:
        row_of(
            Icon("history", "quiet", size=16),
            (self._provenance, 1),
            on=self._provenance_row,
            margins=(MARGIN - 1, 0, MARGIN, 0),
            gap=9,
        )
        self._provenance_row.setFixedHeight(28)
        row_of(
            (Icon("guideline", "quiet", size=16), 0, Qt.AlignmentFlag.AlignTop),
            (self._guideline, 1),
            on=self._guideline_row,
            margins=(MARGIN - 1, 4, MARGIN, 8),
            gap=9,
        )
        self._form_column = column_of(margins=(MARGIN, 16, MARGIN, 10), gap=INHERITED)
        head = column_of(self._heading, self._words, margins=(MARGIN, 0, MARGIN, 0), gap=6)
        column_of(
            head,
            self._form_column,
            self._guideline_row,
            self._provenance_row,
            self._copies,
            on=self,
            margins=(0, 16, 0, 10),
        )


# The form of a date has these in words of its own.
_IN_WORDS = ("value", "fixed", "anchor")


class LabelForm(QWidget):
    """Wide controls take a row; narrow ones share it, in the order of the schema.

    Signals carry the label they are about: a field that loses the focus may be committed when
    another label is shown already.
    """

    attribute_changed = Signal(int, str, str)
    note_changed = Signal(int, str)
    date_typed = Signal(int, str)
    role_changed = Signal(int, str)
    label_wanted = Signal(int)
    part_missed = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, schema: Schema, layer: Layer) -> None:
        super().__init__()
        self._label = 0
        self._names = {other.id for other in schema.layers if other.unit == "name"}
        self._attributes = [
            AttributeField(attribute)
            for attribute in layer.attributes
            if layer.unit != "date" or attribute.id not in _IN_WORDS
        ]
        self.speaker = SpeakerField(theme, tr("Speaker")) if layer.speaker else None
        self.date = DateForm(theme) if layer.unit == "date" else None
        self.relations = RelationFields(schema)
        self.note = Field(tr("Note"), "M", placeholder=tr("Add a note"))
        self._assemble()
        self._connect()

    def set_read_only(self, read_only: bool) -> None:
        fields: tuple[Editable | None, ...] = (
            self.note,
            self.speaker,
            self.date,
            *self._attributes,
        )
        for field in fields:
            if field:
                field.set_read_only(read_only)

    def show_label(self, label: LabelShown) -> None:
        changed = label.label != self._label
        self._label = label.label
        for control in self._attributes:
            attribute = control.attribute
            # What is not set looks so, whatever the schema proposes for a new label.
            control.show_value(label.attributes.get(attribute.id, ""))
        if self.speaker:
            if changed:
                self.speaker.stop()
            self.speaker.show_speaker(*_speaker(label))
        if self.date and label.date:
            self.date.show_date(label.date)
        self.relations.show_relations(
            [shown for shown in label.relations if not self._is_speaker(shown)]
        )
        if changed or not (self.note.editor.hasFocus() and self.note.editor.isModified()):
            self.note.set_text(label.note)

    def first_field(self) -> QWidget:
        """Where Enter on a label goes: to its date or speaker, else to the first control."""
        return self.date or self.speaker or next(iter(self._attributes), None) or self.note

    def field_of(self, attribute: str) -> QWidget | None:
        """The control of the attribute with this id, if it has one of its own."""
        return next((a for a in self._attributes if a.attribute.id == attribute), None)

    def _is_speaker(self, shown: RelationShown) -> bool:
        """The speaker has a field of its own."""
        return self.speaker is not None and bool(shown.relation) and shown.layer in self._names

    def _assemble(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        leading = [a for a in self._attributes if a.wide]
        narrow: list[QWidget] = [a for a in self._attributes if not a.wide]
        for part in (*leading, self.date, self.speaker, self.relations):
            if part:
                column.addWidget(part)
        self.relations.hide()
        add_layout(column, _in_pairs([*narrow, self.note]))

    def _connect(self) -> None:
        for control in self._attributes:
            control.changed.connect(self._tell_attribute)
            control.left.connect(self.left)
        self.relations.went.connect(self.label_wanted)
        self.relations.missed.connect(self.part_missed)
        self.note.committed.connect(self._tell_note)
        self.note.cancelled.connect(self.left)
        self.note.editor.returnPressed.connect(self.left)
        if self.speaker:
            self.speaker.left.connect(self.left)
        if self.date:
            self.date.valued.connect(self._tell_date)
            self.date.role_chosen.connect(self._tell_role)
            self.date.left.connect(self.left)

    def _tell_attribute(self, value: str) -> None:
        control = self.sender()
        if isinstance(control, AttributeField):
            self.attribute_changed.emit(self._label, control.attribute.id, value)

    def _tell_note(self, note: str) -> None:
        self.note_changed.emit(self._label, note)

    def _tell_date(self, value: str) -> None:
        self.date_typed.emit(self._label, value)

    def _tell_role(self, role: str) -> None:
        self.role_changed.emit(self._label, role)


def _speaker(label: LabelShown) -> tuple[str, str]:
    if label.speaker_known == "unknown":
        return tr("Nobody named"), ""
    hint = tr("mention “{0}”").format(label.mention) if label.mention else ""
    return label.speaker, hint


def _in_pairs(controls: list[QWidget]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(12)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    for place, control in enumerate(controls):
        alone = place % 2 == 0 and place == len(controls) - 1
        span = 2 if alone else 1
        grid.addWidget(control, place // 2, place % 2, 1, span, Qt.AlignmentFlag.AlignTop)
    return grid


# The text between the margins of the narrow panel, and a half of it.
FULL = 296
HALF = 136


def value_name(value: str) -> str:
    """A value of the schema as it stands on screen."""
    names = {"true": tr("Yes"), "false": tr("No")}
    return names.get(value) or value.replace("_", " ").capitalize()


def segments_width(attribute: Attribute) -> int:
    metrics = QFontMetrics(made_font(13, 600))
    return 4 + sum(metrics.horizontalAdvance(value_name(v)) + 24 for v in attribute.values)


class AttributeField(QWidget):
    """`changed` has the value and comes from a person only; `left` is Enter or Esc in a line."""

    changed = Signal(str)
    left = Signal()

    def __init__(self, attribute: Attribute) -> None:
        super().__init__()
        self.attribute = attribute
        width = segments_width(attribute)
        self.wide = bool(attribute.values) and bool(attribute.key) and HALF < width <= FULL
        self._segments: Segments | None = None
        self._choice: ChoiceField | None = None
        self._line: Field | None = None
        column = column_of(on=self, gap=4)
        if not attribute.values:
            self._make_line(column)
        elif width <= HALF or self.wide:
            self._make_segments(column)
        else:
            self._make_choice(column)

    def show_value(self, value: str) -> None:
        if self._segments:
            self._segments.set_value(value or None)
        elif self._choice:
            self._choice.set_value(value)
        elif self._line and not (self._line.editor.hasFocus() and self._line.editor.isModified()):
            self._line.set_text(value)

    def set_read_only(self, read_only: bool) -> None:
        if self._line:
            self._line.set_read_only(read_only)
        for control in (self._segments, self._choice):
            if control:
                control.setEnabled(not read_only)

    def _make_line(self, column: QVBoxLayout) -> None:
        self._line = Field(self.attribute.name, self.attribute.key)
        self._line.committed.connect(self.changed)
        self._line.cancelled.connect(self.left)
        self._line.editor.returnPressed.connect(self.left)
        self.setFocusProxy(self._line)
        column.addWidget(self._line)

    def _make_segments(self, column: QVBoxLayout) -> None:
        names = {value: value_name(value) for value in self.attribute.values}
        self._segments = Segments(names, self.attribute.name)
        self._segments.chosen.connect(self.changed)
        self.setFocusProxy(self._segments)
        add_layout(column, self._caption_row())
        column.addWidget(self._segments)
        column.addStretch()

    def _make_choice(self, column: QVBoxLayout) -> None:
        self._choice = ChoiceField(self.attribute.name, self.attribute.key)
        self._choice.set_choices([(value, value_name(value)) for value in self.attribute.values])
        self._choice.chosen.connect(self.changed)
        self.setFocusProxy(self._choice)
        column.addWidget(self._choice)

    def _caption_row(self) -> QHBoxLayout:
        label = Label(self.attribute.name, "caption")
        label.setFixedHeight(20)
        return row_of(label, Free(), KeyCap(self.attribute.key, self), gap=8)
