"""What the keys would do with the words chosen, and what the open quote or claim still lacks."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pullquote.model.schema import Schema
from pullquote.ui.panels.form.relation_fields import relation_caption
from pullquote.ui.panels.section import Heading, Look, RowButton
from pullquote.ui.panels.values import LayerOffer, OpenHead, RelationShown, WordsShown
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed
from pullquote.ui.widgets import Label, Line, counted
from pullquote.ui.widgets.label import ElidedText
from pullquote.ui.widgets.layout import column_of
from pullquote.ui.widgets.paint import MARGIN
from pullquote.ui.widgets.words import tr

_OFFER = 36


class ChosenWords(Themed, QWidget):
    """`layer_wanted` has the layer whose row was pressed."""

    layer_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._schema: Schema | None = None
        self._rows: dict[str, RowButton] = {}
        self._heading = Heading(theme)
        self._words = ElidedText(lines=3)
        self._offers = column_of()
        column_of(
            _headed(self._heading, self._words),
            self._offers,
            on=self,
            margins=(0, 16, 0, 16),
            gap=12,
        )

    def set_schema(self, schema: Schema) -> None:
        self._schema = schema
        for row in self._rows.values():
            row.deleteLater()
        self._rows = {}
        for layer in schema.layers:
            row = RowButton(self._theme, Look(layer.name), _OFFER)
            row.setObjectName(layer.id)
            row.clicked.connect(self._want)
            self._offers.addWidget(row)
            self._rows[layer.id] = row

    def show_words(self, shown: WordsShown, head: OpenHead | None) -> None:
        self._heading.show_text(
            counted(shown.count, tr("1 word chosen"), tr("{} words chosen")),
            counted(shown.characters, tr("1 character"), tr("{} characters")),
        )
        self._words.show_words(shown.words)
        offered = {offer.layer for offer in shown.offers}
        for layer, row in self._rows.items():
            row.setVisible(layer in offered)
        for place, offer in enumerate(shown.offers):
            row = self._rows[offer.layer]
            row.show_look(self._look(offer, head))
            if self._offers.indexOf(row) != place:
                self._offers.insertWidget(place, row)
                self._offers.activate()

    def _look(self, offer: LayerOffer, head: OpenHead | None) -> Look:
        layer = self._schema.layer(offer.layer) if self._schema else None
        name = layer.name if layer else offer.layer
        opened = self._schema.layer(head.layer) if self._schema and head else None
        if offer.related and opened:
            name = tr("{0} of the open {1}").format(name, opened.name.lower())
        key = layer.key if layer else ""
        return Look(name, key, layer=layer, aside=offer.value, best=offer.best, key_first=True)

    def _want(self) -> None:
        row = self.sender()
        if row:
            self.layer_wanted.emit(row.objectName())


class OpenPart(Themed, QWidget):
    """The open quote or claim; `part_wanted` has the layer of a part that was pressed."""

    part_wanted = Signal(str)
    label_wanted = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._schema: Schema | None = None
        self._rows: list[_PartRow] = []
        self._heading = Heading(theme)
        self._words = ElidedText(lines=2)
        self._parts = column_of()
        self._hint = Label("", "meta", wrap=True)
        self._hint.setContentsMargins(MARGIN, 0, MARGIN, 0)
        column_of(
            Line(),
            16,
            _headed(self._heading, self._words),
            6,
            self._parts,
            8,
            self._hint,
            on=self,
            margins=(0, 0, 0, 14),
        )

    def set_schema(self, schema: Schema) -> None:
        self._schema = schema

    def show_head(self, head: OpenHead) -> None:
        layer = self._schema.layer(head.layer) if self._schema else None
        name = layer.name if layer else head.layer
        self._heading.show_text(tr("Open {0}").format(name.lower()), tr("Esc closes it"))
        self._words.show_words(head.words)
        while len(self._rows) < len(head.parts):
            row = _PartRow(self._theme)
            row.clicked.connect(self._press)
            self._rows.append(row)
            self._parts.addWidget(row)
        for number, row in enumerate(self._rows):
            row.setVisible(number < len(head.parts))
            if number < len(head.parts):
                row.show_part(head.parts[number], self._look(head.parts[number]))
        self._hint.setText(self._said(head.parts))

    def _look(self, part: RelationShown) -> Look:
        if self._schema is None:
            return Look(part.layer)
        layer = self._schema.layer(part.layer)
        found = bool(part.value)
        value = ", ".join(word for word in (part.value, part.hint) if word) or tr("not yet")
        return Look(
            relation_caption(self._schema, part)
            if part.role
            else layer.name
            if layer
            else part.layer,
            layer.key if layer else "",
            layer=layer,
            outlined=not found,
            value=value,
            value_set=found,
        )

    def _said(self, parts: Sequence[RelationShown]) -> str:
        layers = [self._schema.layer(part.layer) for part in parts] if self._schema else []
        keys = list(dict.fromkeys(layer.key for layer in layers if layer))
        if not keys:
            return ""
        listed = tr(" or ").join(filter(None, (", ".join(keys[:-1]), keys[-1])))
        return tr("What you label next with {0} is tied to it.").format(listed)

    def _press(self) -> None:
        row = self.sender()
        if isinstance(row, _PartRow) and row.part.label is not None:
            self.label_wanted.emit(row.part.label)
        elif isinstance(row, _PartRow):
            self.part_wanted.emit(row.part.layer)


class _PartRow(RowButton):
    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, Look(""))
        self.part = RelationShown("", "")

    def show_part(self, part: RelationShown, look: Look) -> None:
        self.part = part
        self.show_look(look)


def _headed(heading: Heading, words: ElidedText) -> QVBoxLayout:
    return column_of(heading, words, margins=(MARGIN, 0, MARGIN, 0), gap=6)
