"""Bars drawn by pyqtgraph; without it the table beside them says the same."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from pullquote.ui.progress.chart_data import BarPart, Bars
from pullquote.ui.theme.fonts import program_font
from pullquote.ui.theme.palette import Theme

_ROW, _FOOT, _LEAST = 36, 40, 96
_THICK = 0.55
_NAMES = 128
_LONG = 18


class BarChart(QWidget):
    """Horizontal bars, one a row, parted; not to be moved or zoomed: it is to be read."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bars = Bars((), (), ())
        self._plot: Any = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_bars(self, bars: Bars) -> None:
        self._bars = bars
        self.setFixedHeight(max(_LEAST, _ROW * len(bars.rows) + _FOOT))
        self.setAccessibleDescription(_as_words(bars))
        self._draw()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._draw()

    def _draw(self) -> None:
        if self._plot is None:
            self._plot = self._make()
        plot, bars = self._plot, self._bars
        plot.clear()
        plot.setBackground(self._theme.color("page"))
        left = [0] * len(bars.rows)
        places = list(range(len(bars.rows)))
        for number, part in enumerate(bars.parts):
            widths = [row[number] for row in bars.counts]
            plot.addItem(_item(left, places, widths, self.colour(part)))
            left = [a + b for a, b in zip(left, widths, strict=True)]
        self._label_axes()

    def colour(self, part: BarPart) -> QColor:
        kind, _, name = part.colour.partition(":")
        if kind == "layer":
            return QColor(self._theme.layer(name).line)
        colour, page = self._theme.color(name), self._theme.color("page")
        return _between(colour, page) if kind == "pale" else QColor(colour)

    def _make(self) -> Any:  # noqa: ANN401 - pyqtgraph has no types
        import pyqtgraph

        plot = pyqtgraph.PlotWidget()
        plot.setMenuEnabled(False)
        plot.setMouseEnabled(x=False, y=False)
        plot.hideButtons()
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.setAntialiasing(True)
        plot.invertY(True)
        plot.getViewBox().setDefaultPadding(0)
        # The wheel scrolls the page, not the plot.
        plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        plot.setFrameShape(pyqtgraph.QtWidgets.QFrame.Shape.NoFrame)
        self._column.addWidget(plot)
        return plot

    def _label_axes(self) -> None:
        plot, bars, theme = self._plot, self._bars, self._theme
        names, counts = plot.getAxis("left"), plot.getAxis("bottom")
        names.setTicks([[(i, _shortened(name)) for i, name in enumerate(bars.rows)]])
        names.setWidth(_NAMES)
        for axis in (names, counts):
            axis.setStyle(tickFont=program_font(12), tickLength=0, tickTextOffset=8)
            axis.setPen(theme.color("line"))
            axis.setTextPen(theme.color("ink2"))
        names.setPen(None)
        step = _round_step(bars.most)
        counts.setTickSpacing(step, step)
        plot.setXRange(0, max(bars.most, 1) * 1.02)
        plot.setYRange(-0.6, max(len(bars.rows), 1) - 0.4)


def _round_step(most: int) -> int:
    """1, 2 or 5 times a power of ten, so that at most eight whole numbers stand at the axis."""
    power = 1
    while power * 5 * 8 < most:
        power *= 10
    return next(digit * power for digit in (1, 2, 5) if digit * power * 8 >= most)


def _between(a: QColor, b: QColor) -> QColor:
    return QColor(
        (a.red() + b.red()) // 2, (a.green() + b.green()) // 2, (a.blue() + b.blue()) // 2
    )


def _item(left: list[int], places: list[int], widths: list[int], colour: QColor) -> Any:  # noqa: ANN401
    import pyqtgraph

    return pyqtgraph.BarGraphItem(
        x0=left, y=places, width=widths, height=_THICK, brush=colour, pen=None
    )


def _shortened(name: str) -> str:
    return name if len(name) <= _LONG else name[: _LONG - 1] + "…"


def _as_words(bars: Bars) -> str:
    """What the picture shows, for somebody who does not see it."""
    rows = (
        f"{name}: " + ", ".join(f"{n} {p.name}" for n, p in zip(row, bars.parts, strict=True) if n)
        for name, row in zip(bars.rows, bars.counts, strict=True)
    )
    return "; ".join(rows)
