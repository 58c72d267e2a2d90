"""The suggestion in focus: what it would become, why, what else it could be, and what is left."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pullquote.model.schema import Schema
from pullquote.ui.panels.section import Heading, Look, RowButton
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed
from pullquote.ui.widgets import Button, Icon, Label, Line, number
from pullquote.ui.widgets.label import ElidedText
from pullquote.ui.widgets.layout import Free, Part, column_of, row_of
from pullquote.ui.widgets.paint import MARGIN
from pullquote.ui.widgets.words import tr

_ROW = 26


class SuggestedPart(NamedTuple):
    """A row of the page: `name` and `value` in words, the sign of `layer`, perhaps a key."""

    name: str
    value: str = ""
    layer: str = ""
    key: str = ""
    aside: str = ""


class SuggestionShown(NamedTuple):
    """The suggestion in focus, the `number`th of `of`; `parts` are what it has and says.

    `others` are the words of who else may have spoken, best first. `following` are those behind it.
    """

    layer: str
    words: str
    number: int
    of: int
    parts: tuple[SuggestedPart, ...]
    why: str
    others: tuple[str, ...] = ()
    following: tuple[SuggestedPart, ...] = ()
    read_only: bool = False


class SuggestionPart(Themed, QWidget):
    """`other_wanted` has the place of a candidate, `following_wanted` of a suggestion behind."""

    accepted = Signal()
    rejected = Signal()
    other_wanted = Signal(int)
    following_wanted = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._schema: Schema | None = None
        self._heading = Heading(theme)
        self._words = ElidedText(lines=2)
        self._parts = _Rows(theme)
        self.accept = Button(tr("Accept"), "Enter", main=True)
        self.reject = Button(tr("Reject"), "Backspace")
        self._why = Label("", "meta", wrap=True)
        self.copy = Label("", "meta", wrap=True)
        self._copy_part = QWidget()
        row_of(
            (Icon("copies", "repeat", 16), 0, Qt.AlignmentFlag.AlignTop),
            (self.copy, 1),
            gap=8,
            on=self._copy_part,
        )
        self._others_heading = Heading(theme, tr("It could also be"))
        self._others = _Rows(theme)
        self._following_heading = Heading(theme, tr("The next ones"))
        self._following = _Rows(theme)
        self.accept.clicked.connect(self.accepted)
        self.reject.clicked.connect(self.rejected)
        self._others.pressed.connect(self.other_wanted)
        self._following.pressed.connect(self.following_wanted)
        self._assemble()

    def _assemble(self) -> None:
        buttons = row_of(self.accept, self.reject, Free(), gap=8)
        column_of(
            _inset(self._heading, 6, self._words),
            6,
            self._parts,
            _inset(10, buttons, 14),
            Line(),
            _inset(12, Heading(self._theme, tr("Why")), 4, self._why, 4, self._copy_part),
            10,
            _inset(self._others_heading),
            self._others,
            8,
            _inset(self._following_heading),
            self._following,
            on=self,
            margins=(0, 16, 0, 12),
        )

    def set_schema(self, schema: Schema) -> None:
        self._schema = schema

    def show_suggestion(self, shown: SuggestionShown) -> None:
        layer = self._schema.layer(shown.layer) if self._schema else None
        name = tr("{}, suggested").format(layer.name if layer else shown.layer)
        place = tr("{0} of {1}").format(number(shown.number), number(shown.of))
        self._heading.show_text(name, place, layer, outlined=True)
        self.show_copy("")
        self._words.show_words(shown.words)
        self._parts.show_looks([self._look(part) for part in shown.parts])
        count = 1 + sum(bool(part.layer) for part in shown.parts)
        words = {1: tr("Accept"), 2: tr("Accept both"), 3: tr("Accept all three")}
        self.accept.setText(words.get(count, tr("Accept all")))
        self._why.setText(shown.why)
        for button in (self.accept, self.reject):
            button.setEnabled(not shown.read_only)
        self._others_heading.setVisible(bool(shown.others))
        # The key stands at the first: S opens them all.
        keys = ["S", *([""] * len(shown.others))]
        looks = [Look(words, key) for words, key in zip(shown.others, keys, strict=False)]
        self._others.show_looks(looks)
        self._following_heading.setVisible(bool(shown.following))
        self._following.show_looks([self._look(part) for part in shown.following])

    def show_copy(self, said: str) -> None:
        """Say which copy has the same words; "" where none has, or it is not known yet."""
        self.copy.setText(said)
        self._copy_part.setHidden(not said)

    def _look(self, part: SuggestedPart) -> Look:
        layer = self._schema.layer(part.layer) if self._schema and part.layer else None
        return Look(
            part.name, part.key, layer=layer, outlined=True, value=part.value, aside=part.aside
        )


class _Rows(QWidget):
    """Rows in a column, as many as there is something to show; `pressed` has the place of one."""

    pressed = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: list[RowButton] = []
        self._column = column_of(on=self)

    def show_looks(self, looks: Sequence[Look]) -> None:
        while len(self._rows) < len(looks):
            row = RowButton(self._theme, Look(""), _ROW)
            row.setObjectName(str(len(self._rows)))
            row.clicked.connect(self._press)
            self._rows.append(row)
            self._column.addWidget(row)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(looks))
            if place < len(looks):
                row.show_look(looks[place])

    def _press(self) -> None:
        row = self.sender()
        if row is not None:
            self.pressed.emit(int(row.objectName()))


def _inset(*parts: Part) -> QVBoxLayout:
    """Parts in the panel's margins."""
    return column_of(*parts, margins=(MARGIN, 0, MARGIN, 0))
