"""The labels of the document as a tree: each quote and claim over its speaker, cue and dates."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QRegion
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from pullquote.model.schema import Schema
from pullquote.ui.panels.values import TreeRow
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import ThemedDelegate
from pullquote.ui.widgets.field import Hints
from pullquote.ui.widgets.paint import (
    MARGIN,
    made_font,
    paint_if_chosen,
    paint_layer_sign,
    paint_text,
)
from pullquote.ui.widgets.row_list import VALUE, Index, RowsModel, RowsView, right_margin
from pullquote.ui.widgets.words import tr

ROW = 28
_INDENT = 24
_GAP = 12


class Tree(RowsView):
    """`label_pointed` follows the rows, `label_entered` goes to the text, `label_removed` deletes.

    → goes to what stands at the right of a row (its cue or date), as a click on it does.
    """

    label_pointed = Signal(int)
    label_entered = Signal(int)
    label_removed = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__(tr("Labels in this document"))
        self._model = RowsModel[TreeRow](self._say)
        self._schema: Schema | None = None
        self._places: dict[int | None, int] = {}
        self._delegate = _TreeDelegate(theme)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.pointed.connect(lambda row: self.label_pointed.emit(self._model.rows[row].label))
        self.chosen.connect(lambda row: self.label_entered.emit(self._model.rows[row].label))

    def key_hints(self) -> Hints:
        row = self._current()
        hints: Hints = [("↑ ↓", tr("other label"))] if len(self._model.rows) > 1 else []
        if row is not None:
            hints.append(("Enter", tr("to its words")))
            if row.aside_label is not None:
                hints.append(("→", tr("what stands beside it")))
            hints.append(("Del", tr("remove")))
        return [*hints, ("Esc", tr("to the text"))]

    def set_schema(self, schema: Schema) -> None:
        self._schema = schema
        self._delegate.schema = schema
        self.setDirtyRegion(QRegion(self.rect()))

    def show_rows(self, rows: Sequence[TreeRow], selected: int | None = None) -> None:
        """`selected` is a label; a part of a head counts where it has a row of its own."""
        self.choose(-1)
        self._model.show_rows(rows)
        # From the end, so that of a label with two rows the first one counts.
        places = range(len(rows) - 1, -1, -1)
        self._places = {rows[place].aside_label: place for place in places}
        self._places.update({rows[place].label: place for place in places})
        self._places.pop(None, None)
        self.select_label(selected)

    def select_label(self, label: int | None) -> None:
        place = self._places.get(label, -1)
        if place != self.row():
            self.choose(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._current()
        if row and event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.label_removed.emit(row.label)
        elif row and event.key() == Qt.Key.Key_Right and row.aside_label is not None:
            self.label_pointed.emit(row.aside_label)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        row = self._current()
        if row and row.aside_label is not None and self._on_aside(event.position().toPoint(), row):
            self.label_pointed.emit(row.aside_label)

    def _current(self) -> TreeRow | None:
        return self._model.rows[self.row()] if self.row() >= 0 else None

    def _on_aside(self, place: QPoint, row: TreeRow) -> bool:
        width = QFontMetrics(made_font(12)).horizontalAdvance(row.aside)
        return (
            self.indexAt(place).row() == self.row()
            and self.width() - MARGIN - width - 4 <= place.x()
        )

    def _say(self, row: TreeRow) -> str:
        layer = self._schema.layer(row.layer) if self._schema else None
        parts = [layer.name if layer else row.layer, row.words, row.aside]
        if row.suggested:
            parts.insert(1, tr("suggestion"))
        return ", ".join(part for part in parts if part)


class _TreeDelegate(ThemedDelegate):
    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.schema: Schema | None = None

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(option.rect.width(), ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: TreeRow = index.data(VALUE)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        paint_if_chosen(painter, option, self.theme)
        left = MARGIN + row.depth * _INDENT
        middle = option.rect.center().y() + 0.5
        self._paint_sign(painter, row, left, middle)
        room = option.rect.adjusted(left + _INDENT, 0, -right_margin(option), 0)
        taken = self._paint_aside(painter, row, room)
        self._paint_words(painter, row, room.adjusted(0, 0, -taken, 0), chosen=chosen)

    def _paint_sign(self, painter: QPainter, row: TreeRow, left: int, middle: float) -> None:
        layer = self.schema.layer(row.layer) if self.schema else None
        underline = layer.underline if layer else "dashdot"
        width = 16 if row.depth == 0 else 14
        paint_layer_sign(
            painter, left, middle, width, self.theme, row.layer, underline, outlined=row.suggested
        )

    def _paint_aside(self, painter: QPainter, row: TreeRow, room: QRect) -> int:
        if not row.aside:
            return 0
        coloured = bool(row.aside_layer)
        colour = self.theme.layer(row.aside_layer).line if coloured else self.theme.color("ink3")
        font = made_font(12, 500 if coloured else 400, tabular=True)
        half = room.adjusted(room.width() // 2, 0, 0, 0)
        return paint_text(painter, half, row.aside, font, colour, right=True) + _GAP

    def _paint_words(self, painter: QPainter, row: TreeRow, room: QRect, *, chosen: bool) -> None:
        weight = 600 if chosen else 500 if row.depth == 0 else 400
        font = made_font(13 if row.depth == 0 else 12.5, weight)
        colour = self.theme.color("ink" if row.depth == 0 or chosen else "ink2")
        paint_text(painter, room, _closed(row.words, font, room.width()), font, colour)


def _closed(words: str, font: QFont, width: int) -> str:
    """Words in quotation marks cut before the closing mark, so that it stays in sight."""
    if not words.endswith("”"):
        return words
    metrics = QFontMetrics(font)
    inner = metrics.elidedText(
        words[:-1], Qt.TextElideMode.ElideRight, width - metrics.horizontalAdvance("”")
    )
    return f"{inner}”"
