"""An attribute of a layer as a control: segments, a list of values, or a line for free text."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pullquote.model.schema import Attribute
from pullquote.ui.panels.editing import let_undo_pass, show_key
from pullquote.ui.panels.painting import made_font
from pullquote.ui.panels.wording import tr
from pullquote.ui.widgets import ChoiceField, Field, KeyCap, Label, Segments

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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
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
        self._line = Field(self.attribute.name)
        show_key(self._line, self.attribute.key)
        let_undo_pass(self._line.editor)
        self._line.committed.connect(self.changed)
        self._line.cancelled.connect(self.left)
        self._line.editor.returnPressed.connect(self.left)
        self.setFocusProxy(self._line)
        column.addWidget(self._line)

    def _make_segments(self, column: QVBoxLayout) -> None:
        names = {value: value_name(value) for value in self.attribute.values}
        self._segments = Segments(self.attribute.values, names)
        self._segments.setAccessibleName(self.attribute.name)
        self._segments.chosen.connect(self.changed)
        self.setFocusProxy(self._segments)
        column.addLayout(self._caption_row())
        column.addWidget(self._segments)
        column.addStretch()

    def _make_choice(self, column: QVBoxLayout) -> None:
        self._choice = ChoiceField(self.attribute.name)
        show_key(self._choice, self.attribute.key)
        self._choice.set_choices([(value, value_name(value)) for value in self.attribute.values])
        self._choice.chosen.connect(self.changed)
        self.setFocusProxy(self._choice)
        column.addWidget(self._choice)

    def _caption_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        label = Label(self.attribute.name, "caption")
        label.setFixedHeight(20)
        row.addWidget(label)
        row.addStretch()
        row.addWidget(KeyCap(self.attribute.key, self))
        return row
