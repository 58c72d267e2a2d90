"""Who agrees with whom on the chosen figure, and what a pair calls otherwise."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pullquote.agreement.values import Cell, Confusion
from pullquote.ui.agreement.grid import Grid
from pullquote.ui.agreement.matrices import confusion_cells, pair_cells
from pullquote.ui.agreement.wording import tr
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import Label

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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.heading)
        column.addSpacing(4)
        column.addWidget(self.matrix)
        column.addSpacing(20)
        column.addWidget(self.confusion_heading)
        column.addSpacing(4)
        column.addWidget(self.confusion)
        column.addStretch()

    def set_theme(self, theme: Theme) -> None:
        self.matrix.set_theme(theme)
        self.confusion.set_theme(theme)

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
