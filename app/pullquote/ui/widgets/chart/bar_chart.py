"""Horizontal bars, one a row, parted by colour: where they stand, and their chart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets.chart.chart import Chart, axis_values
from pullquote.ui.widgets.paint import made_font, paint_text
from pullquote.ui.widgets.words import number

_ROW, _THICK = 36, 20
_NAMES, _GAP = 128, 8
_SQUARE, _LINE, _BETWEEN = 10, 20, 20
_TICK, _FOOT = 4, 28
# Free pixels between two numbers at the axis, and at both sides of one in a bar.
_APART, _INSIDE = 16, 5

Measure = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class BarPart:
    """A stretch of a bar; `colour` is "role:NAME", "pale:NAME" or "layer:ID" of the theme."""

    key: str
    name: str
    colour: str


@dataclass(frozen=True, slots=True)
class Bars:
    """`counts[row][part]`: a bar for each row."""

    rows: tuple[str, ...]
    parts: tuple[BarPart, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def most(self) -> int:
        return max((sum(row) for row in self.counts), default=0)

    def first(self, rows: int) -> "Bars":
        return Bars(self.rows[:rows], self.parts, self.counts[:rows])


@dataclass(frozen=True, slots=True)
class BarPlaces:
    """Pixels: the legend's entries, the names of the rows, `bars[row][part]`, the axis, and where
    on it which number stands.
    """

    legend: tuple[QRectF, ...]
    names: tuple[QRectF, ...]
    bars: tuple[tuple[QRectF, ...], ...]
    axis: QLineF
    ticks: tuple[tuple[float, int], ...]


def bar_places(bars: Bars, width: float, measure: Measure) -> BarPlaces:
    """Where everything stands in a chart `width` pixels wide; `measure` says how wide words are."""
    legend = legend_places(bars, width, measure)
    top = _legend_height(legend)
    names = min(_NAMES, width * 0.3)
    widest = measure(number(bars.most))
    # The last number stands centred under the end of the axis at most.
    length = max(1.0, width - names - widest / 2 - 1)
    scale = length / max(bars.most, 1)
    rows = range(len(bars.rows))
    tops = [top + row * _ROW + (_ROW - _THICK) / 2 for row in rows]
    foot = top + max(1, len(bars.rows)) * _ROW
    return BarPlaces(
        legend,
        tuple(QRectF(0, top + row * _ROW, names - _GAP, _ROW) for row in rows),
        tuple(_bar(bars.counts[row], QPointF(names, tops[row]), scale) for row in rows),
        QLineF(names, foot, names + length, foot),
        tuple((names + n * scale, n) for n in axis_values(bars.most, length, widest + _APART)),
    )


def legend_places(bars: Bars, width: float, measure: Measure) -> tuple[QRectF, ...]:
    """An entry for each part, in as many lines as it takes."""
    left = top = 0.0
    found: list[QRectF] = []
    for part in bars.parts:
        needed = _SQUARE + 6 + measure(part.name)
        if left and left + needed > width:
            left, top = 0.0, top + _LINE
        found.append(QRectF(left, top, needed, _LINE))
        left += needed + _BETWEEN
    return tuple(found)


def _bar(counts: Sequence[int], start: QPointF, scale: float) -> tuple[QRectF, ...]:
    found, left = [], start.x()
    for count in counts:
        found.append(QRectF(left, start.y(), count * scale, _THICK))
        left += count * scale
    return tuple(found)


def _legend_height(legend: Sequence[QRectF]) -> float:
    return legend[-1].bottom() + 8 if legend else 0.0


class BarChart(Chart):
    """Not to be moved or zoomed: it is to be read; a table beside it has the same numbers."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(title, theme, parent)
        self._bars = Bars((), (), ())

    def show_bars(self, bars: Bars) -> None:
        self._bars = bars
        self.setAccessibleDescription(bars_in_words(bars))
        self.updateGeometry()
        self.update()

    def height_of(self, width: int) -> int:
        legend = legend_places(self._bars, width, _width_of)
        return round(_legend_height(legend)) + max(1, len(self._bars.rows)) * _ROW + _FOOT

    def paint_marks(self, painter: QPainter, width: int) -> None:
        bars, places = self._bars, bar_places(self._bars, width, _width_of)
        self._paint_legend(painter, places.legend)
        for name, place in zip(bars.rows, places.names, strict=True):
            ink = self.theme.color("ink2")
            paint_text(painter, place.toRect(), name, _words(), ink, right=True)
        for counts, bar in zip(bars.counts, places.bars, strict=True):
            for part, count, area in zip(bars.parts, counts, bar, strict=True):
                if count:
                    self._paint_part(painter, area, self.colour(part), number(count))
        self._paint_axis(painter, places)

    def words_at(self, place: QPointF) -> str:
        bars, places = self._bars, bar_places(self._bars, self.width(), _width_of)
        for name, where, counts, bar in zip(
            bars.rows, places.names, bars.counts, places.bars, strict=True
        ):
            if where.contains(place):
                return name
            for part, count, area in zip(bars.parts, counts, bar, strict=True):
                if count and area.contains(place):
                    return f"{name}: {number(count)} {part.name}"
        return ""

    def colour(self, part: BarPart) -> QColor:
        kind, _, name = part.colour.partition(":")
        if kind == "layer":
            return QColor(self.theme.layer(name).line)
        colour, page = self.theme.color(name), self.theme.color("page")
        return _between(colour, page) if kind == "pale" else QColor(colour)

    # --- inside --------------------------------------------------------------------------------

    def _paint_legend(self, painter: QPainter, places: Sequence[QRectF]) -> None:
        for part, place in zip(self._bars.parts, places, strict=True):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.colour(part))
            square = QRectF(place.left(), place.center().y() - _SQUARE / 2, _SQUARE, _SQUARE)
            painter.drawRoundedRect(square, 2, 2)
            words = place.adjusted(_SQUARE + 6, 0, 2, 0)
            painter.setFont(_words())
            painter.setPen(self.theme.color("ink2"))
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, part.name)

    def _paint_part(self, painter: QPainter, area: QRectF, colour: QColor, words: str) -> None:
        """A line of the page parts neighbours, so that not the colour alone does."""
        inside = area.adjusted(0, 0, -1, 0) if area.width() > 3 else area
        painter.fillRect(inside, colour)
        if QFontMetricsF(_figures()).horizontalAdvance(words) + 2 * _INSIDE > inside.width():
            return
        painter.setFont(_figures())
        painter.setPen(_readable(colour, self.theme.color("page"), self.theme.color("ink")))
        painter.drawText(inside, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_axis(self, painter: QPainter, places: BarPlaces) -> None:
        foot = places.axis.y1()
        painter.setPen(self.theme.color("line"))
        painter.drawLine(places.axis)
        for left, _value in places.ticks:
            painter.drawLine(QPointF(left, foot), QPointF(left, foot + _TICK))
        for left, value in places.ticks:
            where = QRect(round(left) - 60, round(foot) + _TICK + 2, 120, 18)
            painter.setFont(_figures(500))
            painter.setPen(self.theme.color("ink2"))
            painter.drawText(where, Qt.AlignmentFlag.AlignHCenter, number(value))


def bars_in_words(bars: Bars) -> str:
    """What the picture shows, for somebody who does not see it."""
    rows = (
        f"{name}: " + ", ".join(f"{n} {p.name}" for n, p in zip(row, bars.parts, strict=True) if n)
        for name, row in zip(bars.rows, bars.counts, strict=True)
    )
    return "; ".join(rows)


def _words() -> QFont:
    return made_font(12)


def _figures(weight: int = 600) -> QFont:
    return made_font(11, weight, tabular=True)


def _width_of(words: str) -> float:
    return QFontMetricsF(_words()).horizontalAdvance(words)


def _between(a: QColor, b: QColor) -> QColor:
    return QColor(
        (a.red() + b.red()) // 2, (a.green() + b.green()) // 2, (a.blue() + b.blue()) // 2
    )


def _readable(ground: QColor, *inks: QColor) -> QColor:
    """The ink that stands out most."""
    return max(inks, key=lambda ink: _contrast(ink, ground))


def _contrast(a: QColor, b: QColor) -> float:
    """WCAG 2.2, contrast ratio."""
    light, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    """WCAG 2.2, relative luminance."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
