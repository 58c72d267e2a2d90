"""A section of the Progress room: its heading, a chart with its legend, the numbers as a table."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QHBoxLayout,
    QHeaderView,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from pullquote.ui.progress.chart import BarChart
from pullquote.ui.progress.chart_data import MOST_BARS, Bars
from pullquote.ui.theme.fonts import program_font
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import Label, Segments, counted, number

# Narrower than this the table stands under the plot.
_SIDE_BY_SIDE = 960
_TABLE = 460


class Section(QWidget):
    """`choices` parts the section into several questions; None for one."""

    def __init__(self, title: str, theme: Theme, choices: Segments | None = None) -> None:
        super().__init__()
        self._heading = Label(title, "heading")
        self.plot = BarChart(theme)
        self.plot.setAccessibleName(title)
        self.table = BarTable(self.tr("All"))
        self.table.setAccessibleName(title)
        self._legend = _Legend(self.plot)
        self._more = Label("", "caption")
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._assemble(choices)

    def show_bars(self, bars: Bars, first: str) -> None:
        drawn = bars.first(MOST_BARS)
        self.plot.show_bars(drawn)
        self._legend.show_bars(bars)
        self.table.show_bars(bars, first)
        hidden = len(bars.rows) - len(drawn.rows)
        one, many = self.tr("{} more row in the table"), self.tr("{} more rows in the table")
        self._more.setText(counted(hidden, one, many))
        self._more.setVisible(hidden > 0)

    def set_theme(self, theme: Theme) -> None:
        self.plot.set_theme(theme)
        self._legend.update()

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
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self._legend)
        left.addWidget(self.plot)
        left.addWidget(self._more)
        left.addStretch()
        right = QVBoxLayout()
        right.addWidget(self.table)
        right.addStretch()
        self._sides.setSpacing(32)
        self._sides.addLayout(left, 3)
        self._sides.addLayout(right, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(self._sides)


class _Legend(QWidget):
    """Which colour is which part, in the order of the bars, in as many lines as it takes."""

    def __init__(self, plot: BarChart) -> None:
        super().__init__()
        self._plot = plot
        self._bars = Bars((), (), ())
        self._font = program_font(12)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Bars) -> None:
        self._bars = bars
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return (places[-1][1] if places else 0) + _LINE

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def _places(self, width: int) -> list[tuple[int, int]]:
        metrics = QFontMetrics(self._font)
        x = y = 0
        found: list[tuple[int, int]] = []
        for part in self._bars.parts:
            needed = _SQUARE + 6 + metrics.horizontalAdvance(part.name)
            if x and x + needed > width:
                x, y = 0, y + _LINE
            found.append((x, y))
            x += needed + 20
        return found

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        for part, (x, y) in zip(self._bars.parts, self._places(self.width()), strict=True):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._plot.colour(part))
            painter.drawRoundedRect(QRectF(x, y + (_LINE - _SQUARE) / 2, _SQUARE, _SQUARE), 2, 2)
            painter.setPen(self.palette().color(QPalette.ColorRole.Shadow))
            words = QRectF(x + _SQUARE + 6, y, 400, _LINE)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, part.name)
        painter.end()


_SQUARE, _LINE = 10, 20

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
