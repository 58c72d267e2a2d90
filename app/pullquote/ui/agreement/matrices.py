"""The matrices of the chosen figure: who agrees with whom, and what one calls what the other
calls otherwise; the page, the cells, and the grid that shows them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from pullquote.agreement.values import Cell, Confusion
from pullquote.ui.agreement.axis import faint
from pullquote.ui.agreement.wording import cell_words, value
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed, ThemedDelegate
from pullquote.ui.widgets import Label, number, plain_tooltip
from pullquote.ui.widgets.layout import Free, column_of
from pullquote.ui.widgets.paint import made_font, paint_text
from pullquote.ui.widgets.row_list import NOT_BY_KEYS
from pullquote.ui.widgets.words import tr

Pair = tuple[int, int]


class PairsPage(QWidget):
    """`pair_pointed` has two annotators, `layers_pointed` the names of a cell's row and column."""

    pair_pointed = Signal(tuple)
    layers_pointed = Signal(tuple)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self.heading = Label("", "strong", wrap=True)
        self.matrix = Grid(tr("Who agrees with whom"), theme, row=38)
        self.confusion_heading = Label("", "strong", wrap=True)
        self.confusion = Grid(tr("Label given"), theme, row=24)
        self.matrix.pointed.connect(self.pair_pointed)
        self.confusion.pointed.connect(self._point)
        self.setFocusProxy(self.matrix)
        column_of(
            self.heading,
            4,
            self.matrix,
            20,
            self.confusion_heading,
            4,
            self.confusion,
            Free(),
            on=self,
        )

    def show_pairs(
        self,
        title: str,
        cells: Mapping[Pair, Cell],
        names: Mapping[int, str],
        chosen: Pair | None,
    ) -> None:
        """`names` are those of the annotators compared, in order."""
        self.heading.setText(tr("{}: who agrees with whom").format(title))
        self.matrix.show_cells(pair_cells(list(names), cells, names), chosen)
        self.matrix.setFixedHeight(self.matrix.wanted_height())

    def show_confusion(
        self, confusion: Confusion | None, layers: Mapping[str, str], rows: str, columns: str
    ) -> None:
        """None while it is counted, or where there is no pair."""
        known = confusion is not None
        self.confusion_heading.setVisible(known)
        self.confusion.setVisible(known)
        if confusion is None:
            return
        self._names = confusion.names
        self.confusion_heading.setText(
            tr("Label given: {0} (rows), {1} (columns)").format(rows, columns)
        )
        self.confusion.show_cells(confusion_cells(confusion, layers, rows, columns), most=96)
        self.confusion.setFixedHeight(self.confusion.wanted_height())

    def _point(self, key: tuple[int, int]) -> None:
        self.layers_pointed.emit((self._names[key[0]], self._names[key[1]]))


_NOBODY = Cell(None, 0)

Look = Literal["name", "head", "value", "count", "same", "differs", "none"]


@dataclass(frozen=True, slots=True)
class GridCell:
    """`heat` 0 to 1 is the strength of its ground; `description` the cell as a sentence.

    Only cells with a `key` can be gone to.
    """

    text: str
    look: Look
    heat: float = 0.0
    description: str = ""
    key: tuple[int, int] | None = None


def pair_cells(
    annotators: Sequence[int], cells: Mapping[tuple[int, int], Cell], names: Mapping[int, str]
) -> list[list[GridCell]]:
    """Values above the diagonal, what they stand on below; a cell's key is the pair."""
    head = [
        GridCell("", "head"),
        *(GridCell(names[a], "head", description=names[a]) for a in annotators),
    ]
    return [head, *(_pair_row(a, annotators, cells, names) for a in annotators)]


def confusion_cells(
    confusion: Confusion, layers: Mapping[str, str], rows: str, columns: str
) -> list[list[GridCell]]:
    """The darkest cells are the commonest confusions; a cell's key is its row and column."""
    words = [layers.get(name, name) or tr("none") for name in confusion.names]
    off = [count for i, row in enumerate(confusion.counts) for j, count in enumerate(row) if i != j]
    most = max(off, default=0)
    head = [GridCell("", "head"), *(GridCell(word, "head", description=word) for word in words)]
    body = []
    for i, counts in enumerate(confusion.counts):
        row = [GridCell(words[i], "name")]
        row += [
            _confused(count, (i, j), most, (words[i], words[j]), (rows, columns))
            for j, count in enumerate(counts)
        ]
        body.append(row)
    return [head, *body]


def _pair_row(
    a: int,
    annotators: Sequence[int],
    cells: Mapping[tuple[int, int], Cell],
    names: Mapping[int, str],
) -> list[GridCell]:
    row = [GridCell(names[a], "name")]
    for b in annotators:
        pair = (min(a, b), max(a, b))
        cell = cells.get(pair, _NOBODY)
        description = tr("{0} and {1}: {2}, n {3}").format(
            names[a], names[b], cell_words(cell), number(cell.n)
        )
        if a == b:
            row.append(GridCell("–", "none"))
        elif annotators.index(a) > annotators.index(b):
            row.append(
                GridCell(
                    tr("n {}").format(number(cell.n)), "count", description=description, key=(a, b)
                )
            )
        elif cell.value is None:
            row.append(GridCell("–", "count", description=description, key=(a, b)))
        else:
            heat = (cell.value - 0.55) / 0.45
            row.append(GridCell(value(cell.value), "value", heat, description, (a, b)))
    return row


def _confused(
    count: int, key: tuple[int, int], most: int, words: tuple[str, str], people: tuple[str, str]
) -> GridCell:
    i, j = key
    if not count:
        last = words[0] == words[1] == tr("none")
        return GridCell("–" if last else "·", "none")
    description = tr("{0}: {1}, {2}: {3}, {4} times").format(
        people[0], words[0], people[1], words[1], number(count)
    )
    if i == j:
        return GridCell(number(count), "same", description=description, key=key)
    return GridCell(number(count), "differs", count / most, description, key)


Index = QModelIndex | QPersistentModelIndex
CELL = Qt.ItemDataRole.UserRole
_ROOT = QModelIndex()
_LEAST = 44
_FIXED = QHeaderView.ResizeMode.Fixed


class GridModel(QAbstractTableModel):
    """The names are its first row and column."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: Sequence[Sequence[GridCell]] = ()

    def show_cells(self, cells: Sequence[Sequence[GridCell]]) -> None:
        self.beginResetModel()
        self.cells = cells
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.cells)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() or not self.cells else len(self.cells[0])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self.cells[index.row()][index.column()]
        if role == CELL:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell.description or cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(cell.description)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        cell = self.cells[index.row()][index.column()]
        return super().flags(index) if cell.key else Qt.ItemFlag.ItemNeverHasChildren

    def find(self, key: tuple[int, int]) -> QModelIndex:
        for i, row in enumerate(self.cells):
            for j, cell in enumerate(row):
                if cell.key == key:
                    return self.index(i, j)
        return QModelIndex()


class Grid(Themed, QTableView):
    """`pointed` has the key of the cell that a person goes to, never of `choose`."""

    pointed = Signal(tuple)

    def __init__(self, name: str, theme: Theme, *, row: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self._row = row
        self._head = 24
        self._names = 76
        self._cells = GridModel()
        self._delegate = _Delegate(theme)
        self.setModel(self._cells)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The chosen cell can be meant anew: what it filters may have been cleared.
        self.clicked.connect(self._tell)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(0)
            header.setSectionResizeMode(_FIXED)

    def set_theme(self, theme: Theme) -> None:
        self._delegate.set_theme(theme)
        self.viewport().update()

    def show_cells(
        self,
        cells: Sequence[Sequence[GridCell]],
        chosen: tuple[int, int] | None = None,
        *,
        most: int = 84,
    ) -> None:
        """`most` is how wide a column of cells may get."""
        self._most = most
        self._cells.show_cells(cells)
        for row in range(len(cells)):
            self.setRowHeight(row, self._row if row else self._head)
        self._spread()
        self.choose(chosen)
        self.updateGeometry()

    def chosen(self) -> tuple[int, int] | None:
        index = self.currentIndex()
        cell: GridCell | None = index.data(CELL) if index.isValid() else None
        return cell.key if cell else None

    def choose(self, key: tuple[int, int] | None) -> None:
        self._quiet = True
        self.selectionModel().setCurrentIndex(
            self._cells.find(key) if key else QModelIndex(),
            QItemSelectionModel.SelectionFlag.ClearAndSelect,
        )
        self._quiet = False

    def wanted_height(self) -> int:
        rows = self._cells.rowCount()
        scroll = 12 if self.horizontalScrollBar().maximum() else 0
        return (self._head + (rows - 1) * self._row if rows else 0) + scroll

    def sizeHint(self) -> QSize:
        return QSize(368, self.wanted_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.wanted_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spread()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if not self._quiet:
            self._tell(current)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By keys, the focus comes to a cell that can be seen, and filters nothing yet."""
        self._quiet = True
        super().focusInEvent(event)
        self._quiet = False
        if self.chosen() is None and event.reason() not in NOT_BY_KEYS:
            keys = (cell.key for row in self._cells.cells for cell in row)
            self.choose(next(filter(None, keys), None))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if held or event.key() == Qt.Key.Key_Escape:
            event.ignore()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._tell(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Letters are not for searching in a matrix."""

    def _tell(self, index: Index) -> None:
        cell: GridCell | None = index.data(CELL) if index.isValid() else None
        if cell and cell.key:
            self.pointed.emit(cell.key)

    def _spread(self) -> None:
        columns = self._cells.columnCount() - 1
        if columns < 1:
            return
        names = max(self.fontMetrics().horizontalAdvance(row[0].text) for row in self._cells.cells)
        self._names = min(max(64, names + 14), 120)
        each = (self.viewport().width() - self._names) // columns
        self.setColumnWidth(0, self._names)
        for column in range(columns):
            self.setColumnWidth(column + 1, min(self._most, max(_LEAST, each)))


class _Delegate(ThemedDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: GridCell = index.data(CELL)
        theme, area = self.theme, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if cell.look in {"value", "same", "differs"}:
            self._paint_plate(painter, QRectF(area).adjusted(2, 1.5, -2, -1.5), cell, option)
        elif option.state & QStyle.StateFlag.State_Selected:
            self._paint_ring(painter, QRectF(area).adjusted(3, 2.5, -3, -2.5))
        colour = theme.color("ink3" if cell.look == "none" else "ink2")
        if cell.look == "name":
            paint_text(painter, area.adjusted(0, 0, -8, 0), cell.text, made_font(13), colour)
        else:
            strong = cell.look in {"value", "differs"}
            ink = theme.color("ink") if cell.look in {"value", "same", "differs"} else colour
            size = 14 if cell.look == "value" and area.width() > 56 else 12
            font = made_font(size, 600 if strong else 400, tabular=True)
            painter.setFont(font)
            painter.setPen(ink)
            words = painter.fontMetrics().elidedText(
                cell.text, Qt.TextElideMode.ElideRight, area.width() - 4
            )
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)
        painter.restore()

    def _paint_plate(
        self, painter: QPainter, plate: QRectF, cell: GridCell, option: QStyleOptionViewItem
    ) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ground(cell))
        painter.drawRoundedRect(plate, 4, 4)
        if option.state & QStyle.StateFlag.State_Selected:
            self._paint_ring(painter, plate.adjusted(1, 1, -1, -1))

    def _paint_ring(self, painter: QPainter, around: QRectF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.color("accent"), 2))
        painter.drawRoundedRect(around, 4, 4)

    def _ground(self, cell: GridCell) -> QColor:
        if cell.look == "same":
            return self.theme.color("sunk")
        role = "accent" if cell.look == "value" else "dis"
        return faint(self.theme.color(role), 0.06 + 0.3 * min(1.0, max(0.0, cell.heat)))
