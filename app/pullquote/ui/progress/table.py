"""The numbers of a plot as a table."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from pullquote.ui.progress.tallies import Bars
from pullquote.ui.theme.fonts import program_font
from pullquote.ui.widgets import number

_ROW = 36


class BarTable(QTableWidget):
    """A row for each bar, a column for each part, and the sum; as high as its rows."""

    def __init__(self, total: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._total = total
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.horizontalHeader().setHighlightSections(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_bars(self, bars: Bars, first: str) -> None:
        """`first` heads the column of the rows' names."""
        self.setRowCount(len(bars.rows))
        heads = [first, *(part.name for part in bars.parts), self._total]
        self.setColumnCount(len(heads))
        for row, (name, counts) in enumerate(zip(bars.rows, bars.counts, strict=True)):
            self.setItem(row, 0, QTableWidgetItem(name))
            for column, count in enumerate((*counts, sum(counts)), 1):
                self.setItem(row, column, _count(count))
        for column, head in enumerate(heads):
            item = QTableWidgetItem(head)
            item.setTextAlignment(_RIGHT if column else _LEFT)
            self.setHorizontalHeaderItem(column, item)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        height = header.sizeHint().height() + _ROW * len(bars.rows)
        self.setFixedHeight(height + self.horizontalScrollBar().sizeHint().height())


def _count(count: int) -> QTableWidgetItem:
    item = QTableWidgetItem(number(count))
    item.setTextAlignment(_RIGHT)
    item.setFont(program_font(13, 400, tabular=True))
    return item


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
