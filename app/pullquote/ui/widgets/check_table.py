"""The table of dialogs: rows that can be ticked, figures at the right."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from pullquote.ui.theme.fonts import program_font
from pullquote.ui.widgets.buttons import paint_check
from pullquote.ui.widgets.label import plain_tooltip
from pullquote.ui.widgets.row_list import set_up_table
from pullquote.ui.widgets.words import number

_ROW = 36
_NARROW = 168
_BOX, _INDENT = 16.5, 32
Cell = str | int


class CheckTable(QTableWidget):
    """A row for each key. `ticked` comes from the person; `renamed` has (key, new name).

    `name` is for screen readers. The first column can be ticked and, with `editable`, typed in
    (F2); Space ticks the row. Columns that are `wide` share what the others leave of the width.
    """

    ticked = Signal()
    renamed = Signal(str, str)

    def __init__(
        self,
        name: str,
        heads: Sequence[str],
        *,
        checkable: bool = True,
        editable: bool = False,
        wide: Sequence[int] = (0,),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(0, len(heads), parent)
        self.setAccessibleName(name)
        self._checkable, self._editable, self._wide = checkable, editable, wide
        self._keys: list[str] = []
        self._names: list[str] = []
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        set_up_table(self, _ROW)
        if editable:
            self.setEditTriggers(_TYPED)
        self._heads = list(heads)
        self.itemChanged.connect(self._changed)
        if checkable:
            self.setItemDelegateForColumn(0, _TickDelegate(self))

    def show_rows(self, rows: Sequence[tuple[str, Sequence[Cell]]], ticked: set[str]) -> None:
        """Rows as (key, cells); numbers stand at the right."""
        self.blockSignals(True)
        self._keys = [key for key, _cells in rows]
        self._names = [str(cells[0]) for _key, cells in rows]
        self.setRowCount(len(rows))
        for row, (key, cells) in enumerate(rows):
            for column, value in enumerate(cells):
                item = self._item(value, first=column == 0)
                if column == 0 and self._checkable:
                    item.setCheckState(_CHECKED if key in ticked else _UNCHECKED)
                self.setItem(row, column, item)
        self._show_heads(rows[0][1] if rows else ())
        self.blockSignals(False)

    def ticked_keys(self) -> list[str]:
        """In the order of the rows; all rows where nothing can be ticked."""
        if not self._checkable:
            return list(self._keys)
        return [key for row, key in enumerate(self._keys) if self._is_ticked(row)]

    def current_key(self) -> str | None:
        row = self.currentRow()
        return self._keys[row] if 0 <= row < len(self._keys) else None

    def sizeHintForColumn(self, column: int) -> int:
        wanted = super().sizeHintForColumn(column)
        # A long name is cut before it pushes what can be chosen out of sight.
        return wanted if self.cellWidget(0, column) else min(wanted, _NARROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self._checkable and self.currentRow() >= 0:
            self._turn(self.currentRow())
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        if self._checkable and place.x() < _INDENT and self.rowAt(place.y()) >= 0:
            self._turn(self.rowAt(place.y()))

    def _turn(self, row: int) -> None:
        item = self.item(row, 0)
        if item is not None:
            item.setCheckState(_UNCHECKED if self._is_ticked(row) else _CHECKED)

    def _is_ticked(self, row: int) -> bool:
        item = self.item(row, 0)
        return item is not None and item.checkState() == _CHECKED

    def _item(self, value: Cell, *, first: bool) -> QTableWidgetItem:
        item = QTableWidgetItem(number(value) if isinstance(value, int) else value)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if first and self._checkable:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        if first and self._editable:
            flags |= Qt.ItemFlag.ItemIsEditable
        item.setFlags(flags)
        item.setTextAlignment(_RIGHT if isinstance(value, int) else _LEFT)
        if isinstance(value, int):
            item.setFont(program_font(13, 400, tabular=True))
        else:
            item.setToolTip(plain_tooltip(value))
        return item

    def _show_heads(self, cells: Sequence[Cell]) -> None:
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in self._wide:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        for column, name in enumerate(self._heads):
            item = QTableWidgetItem(name)
            numeric = column < len(cells) and isinstance(cells[column], int)
            item.setTextAlignment(_RIGHT if numeric else _LEFT)
            self.setHorizontalHeaderItem(column, item)

    def _changed(self, item: QTableWidgetItem) -> None:
        row = item.row()
        if item.column() != 0 or row >= len(self._keys):
            return
        if item.text() != self._names[row]:
            self._names[row] = item.text()
            self.renamed.emit(self._keys[row], item.text().strip())
        else:
            self.ticked.emit()


class _TickDelegate(QStyledItemDelegate):
    """A check box before the words, as all others of the program look."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.features &= ~QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = QStyleOptionViewItem(option)
        row.rect = option.rect.adjusted(_INDENT - 4, 0, 0, 0)
        super().paint(painter, row, index)
        box = QRectF(0, 0, _BOX, _BOX)
        box.moveCenter(QRectF(option.rect).center())
        box.moveLeft(option.rect.left() + 4.75)
        checked = index.data(Qt.ItemDataRole.CheckStateRole) == _CHECKED.value
        paint_check(painter, box, option.palette, checked=checked)


_TYPED = QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
