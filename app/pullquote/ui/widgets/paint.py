"""What the lists of the panels paint alike: rows, text, layer signs, key caps."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from pullquote.model.schema import Underline
from pullquote.ui.theme.fonts import program_font
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets.label import key_name

MARGIN = 24

# Rows ask for the same few fonts with every paint; who changes one copies it first.
made_font = cache(program_font)
_CENTRE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_LEFT = _CENTRE | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
_RIGHT = _CENTRE | Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute


def paint_if_chosen(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
    """The ground of a list's row, where it is the chosen one."""
    if option.state & QStyle.StateFlag.State_Selected:
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        paint_chosen(painter, option.rect, theme, focused=focused)


@contextmanager
def smooth_painter(widget: QWidget) -> Iterator[QPainter]:
    """A painter of round shapes, for the length of one paint."""
    with QPainter(widget) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        yield painter


def paint_chosen(painter: QPainter, row: QRect, theme: Theme, *, focused: bool) -> None:
    """The ground of the chosen row, its bar at the left edge, and the ring of the focus."""
    painter.fillRect(row, theme.color("page"))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent"))
    inset = 5 if row.height() < 48 else 8
    bar = QRectF(row.left(), row.top() + inset, 3, row.height() - 2 * inset)
    painter.drawRoundedRect(bar, 1.5, 1.5)
    if focused:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.drawRoundedRect(QRectF(row).adjusted(6, 1, -6, -1), 5, 5)
    painter.restore()


def paint_text(
    painter: QPainter, where: QRect, text: str, font: QFont, colour: QColor, *, right: bool = False
) -> int:
    """One line of plain text, cut with an ellipsis; returns the pixels it took."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, where.width())
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(where, _RIGHT if right else _LEFT, shown)
    return metrics.horizontalAdvance(shown)


def paint_key_cap(painter: QPainter, right: int, middle: int, key: str, theme: Theme) -> int:
    """A key cap that ends at `right`; returns where it begins. For rows that hold no widgets."""
    font = made_font(11, 500)
    name = key_name(key)
    width = max(QFontMetrics(font).horizontalAdvance(name), 8) + 12
    box = QRectF(right - width + 0.5, middle - 9.5, width - 1, 19)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.color("line"))
    painter.setBrush(theme.color("page"))
    painter.drawRoundedRect(box, 4, 4)
    painter.setFont(font)
    painter.setPen(theme.color("ink2"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)
    painter.restore()
    return right - width


def paint_layer_sign(
    painter: QPainter,
    left: float,
    middle: float,
    width: float,
    theme: Theme,
    layer: str,
    underline: Underline,
    *,
    outlined: bool = False,
) -> None:
    """A layer's tint over its underline, as in the text; `outlined` for what is not set yet."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colours = theme.layer(layer)
    if outlined:
        side = 12.0
        pen = QPen(colours.line, 1.2, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([2.6, 1.6])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(left + 0.6, middle - side / 2, side, side), 3, 3)
    else:
        painter.fillRect(QRectF(left + 0.5, middle - 6, width - 1, 9), colours.tint)
        _paint_underline(painter, left, middle + 4.5, width, colours.line, underline)
    painter.restore()


def _paint_underline(
    painter: QPainter, left: float, y: float, width: float, colour: QColor, underline: Underline
) -> None:
    pen = QPen(colour, {"thick": 2.8, "double": 1.2}.get(underline, 1.8))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    dashes = {"dashed": [2.2, 1.2], "dotted": [1.0, 1.0], "dashdot": [3.4, 1.3, 1.0, 1.3]}
    if underline in dashes:
        pen.setDashPattern(dashes[underline])
    painter.setPen(pen)
    offsets = (-1.2, 1.2) if underline == "double" else (0.0,)
    for offset in offsets:
        painter.drawLine(QPointF(left, y + offset), QPointF(left + width, y + offset))
