"""What the lists of the room share: how bars on an axis from 0 to 1 are painted."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from pullquote.ui.theme.palette import Theme

MARGIN = 32
HINTS = (0.667, 0.8)
_TRACK, _BAND, _DOT = 6, 12, 9


@dataclass(frozen=True, slots=True)
class Bar:
    """What stands on the axis: a value, its interval, and the value with one copy per cluster."""

    value: float
    low: float | None = None
    high: float | None = None
    once: float | None = None
    few: bool = False


def place_on(axis: QRect, value: float) -> float:
    """Where a value stands on an axis from 0 to 1; what is beyond stands at its end."""
    return axis.left() + min(1.0, max(0.0, value)) * axis.width()


def paint_bar(painter: QPainter, axis: QRect, bar: Bar, theme: Theme, *, on_chosen: bool) -> None:
    """Track, band, ring (one copy per cluster) and dot (all copies)."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = axis.top() + axis.height() / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("line" if on_chosen else "sunk"))
    painter.drawRoundedRect(QRectF(axis.left(), middle - _TRACK / 2, axis.width(), _TRACK), 3, 3)
    _paint_band(painter, axis, bar, theme, middle)
    if bar.once is not None:
        paint_ring(painter, QPointF(place_on(axis, bar.once), middle), theme)
    if bar.value < 0:
        _paint_arrow(painter, QPointF(axis.left(), middle), theme.color("accent"))
    else:
        paint_dot(painter, QPointF(place_on(axis, bar.value), middle), theme)
    painter.restore()


def paint_hints(painter: QPainter, axis: QRect, theme: Theme) -> None:
    """The dotted lines through a row at the values that are often asked for."""
    pen = QPen(theme.color("field"), 1)
    # A period that goes into every row's height, so that the rows make one line.
    pen.setDashPattern([1, 2])
    painter.setPen(pen)
    for hint in HINTS:
        left = round(place_on(axis, hint))
        painter.drawLine(left, axis.top(), left, axis.bottom() + 1)


def paint_dot(painter: QPainter, centre: QPointF, theme: Theme) -> None:
    painter.setPen(QPen(theme.color("page"), 1.5))
    painter.setBrush(theme.color("accent"))
    painter.drawEllipse(centre, _DOT / 2 + 0.75, _DOT / 2 + 0.75)


def paint_ring(painter: QPainter, centre: QPointF, theme: Theme) -> None:
    painter.setPen(QPen(theme.color("accent"), 1.8))
    painter.setBrush(theme.color("page"))
    painter.drawEllipse(centre, _DOT / 2 - 0.4, _DOT / 2 - 0.4)


def faint(colour: QColor, share: float) -> QColor:
    """`colour` as it looks through: `share` 0 to 1 of it."""
    thin = QColor(colour)
    thin.setAlphaF(share)
    return thin


def _paint_band(painter: QPainter, axis: QRect, bar: Bar, theme: Theme, middle: float) -> None:
    if bar.low is None or bar.high is None:
        return
    left, right = place_on(axis, bar.low), place_on(axis, bar.high)
    colour = faint(theme.color("ink3"), 0.3) if bar.few else faint(theme.color("accent"), 0.25)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    band = QRectF(left, middle - _BAND / 2, max(2.0, right - left), _BAND)
    painter.drawRoundedRect(band, 3, 3)


def _paint_arrow(painter: QPainter, tip: QPointF, colour: QColor) -> None:
    """Below the axis: the value is further to the left."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    back = tip + QPointF(9, 0)
    painter.drawPolygon(QPolygonF([tip, back + QPointF(0, -5.5), back + QPointF(0, 5.5)]))
