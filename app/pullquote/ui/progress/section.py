"""A section of the Progress room: its heading, a chart, the numbers as a table."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from pullquote.ui.progress.chart_data import MOST_BARS
from pullquote.ui.theme.fonts import program_font
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import Label, LinkButton, Segments, counted, number
from pullquote.ui.widgets.chart import BarChart, Bars
from pullquote.ui.widgets.layout import INHERITED, Free, add_layout, column_of
from pullquote.ui.widgets.row_list import set_up_table

# Narrower than this the table stands under the chart.
_SIDE_BY_SIDE = 960
_TABLE = 460


class Section(QWidget):
    """`choices` parts the section into several questions; None for one."""

    def __init__(self, title: str, theme: Theme, choices: Segments | None = None) -> None:
        super().__init__()
        self._heading = Label(title, "heading")
        self.chart = BarChart(title, theme)
        self.table = BarTable(self.tr("All"))
        self.table.setAccessibleName(title)
        self.save = LinkButton(self.tr("Save picture"))
        self.save.setAccessibleName(self.tr("{}: save picture").format(title))
        self.save.clicked.connect(self.chart.ask_where)
        self._more = Label("", "caption")
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._assemble(choices)

    def show_bars(self, bars: Bars, first: str) -> None:
        drawn = bars.first(MOST_BARS)
        self.chart.show_bars(drawn)
        self.table.show_bars(bars, first)
        hidden = len(bars.rows) - len(drawn.rows)
        one, many = self.tr("{} more row in the table"), self.tr("{} more rows in the table")
        self._more.setText(counted(hidden, one, many))
        self._more.setVisible(hidden > 0)

    def set_width(self, width: int) -> None:
        wide = width >= _SIDE_BY_SIDE
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._sides.setDirection(across if wide else down)
        self.table.setMinimumWidth(_TABLE if wide else 0)

    def _assemble(self, choices: Segments | None) -> None:
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self._heading)
        if choices is not None:
            head.addWidget(choices)
        head.addStretch()
        head.addWidget(self.save)
        left = column_of(self.chart, self._more, Free(), gap=8)
        right = column_of(self.table, Free(), gap=INHERITED)
        self._sides.setSpacing(32)
        add_layout(self._sides, left, 3)
        add_layout(self._sides, right, 2)
        column_of(head, self._sides, on=self, gap=12)


_ROW = 36


class BarTable(QTableWidget):
    """A row for each bar, a column for each part, and the sum; as high as its rows."""

    def __init__(self, total: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._total = total
        set_up_table(self, _ROW)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
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
