"""How a figure is painted: name, symbol, bar with its interval, value, and what it stands on."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from pullquote.ui.agreement.figure_rows import FigureRow, aspect_name
from pullquote.ui.agreement.painting import (
    MARGIN,
    Bar,
    chosen,
    paint_bar,
    paint_ground,
    paint_hints,
)
from pullquote.ui.agreement.wording import is_few, reason, tr, value
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import plain_tooltip
from pullquote.ui.widgets.paint import made_font, paint_text
from pullquote.ui.widgets.row_list import VALUE, Index

ROW = 36
_ASPECT, _NAMES = 88, 306
_GAP = 12


@dataclass(frozen=True, slots=True)
class Columns:
    """Left edge and width of each, from the left edge of the row."""

    aspect: tuple[int, int]
    name: tuple[int, int]
    symbol: tuple[int, int]
    axis: tuple[int, int]
    value: tuple[int, int]
    of: tuple[int, int]


def columns(width: int, of: int) -> Columns:
    """The columns of a row `width` pixels wide, whose last one takes `of`."""
    left, right = MARGIN, width - 8
    room = right - left
    at = 64 if room > 640 else 52
    axis = max(80, min(round(room * 0.36), room - _NAMES - 2 * _GAP - at - of))
    axis_left = right - of - at - axis
    symbol = 34
    name = left + _ASPECT
    return Columns(
        (left, _ASPECT - 4),
        (name, axis_left - _GAP - symbol - name - 4),
        (axis_left - _GAP - symbol, symbol),
        (axis_left, axis),
        (axis_left + axis, at),
        (right - of, of),
    )


class FigureDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.of = 120

    def make_room(self, rows: Sequence[FigureRow]) -> None:
        """Let the last column be as wide as its longest words."""
        metrics = QFontMetrics(made_font(12, tabular=True))
        words = [row.of for row in rows] + [_few()]
        self.of = max(104, min(max(map(metrics.horizontalAdvance, words)) + 14, 200))

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, ROW)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        row: FigureRow | None = index.data(VALUE)
        if row is None:
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), plain_tooltip(explained(row)), view)
        return True

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: FigureRow = index.data(VALUE)
        area, theme = option.rect, self.theme
        places = columns(area.width(), self.of)
        paint_ground(painter, option, theme)
        if row.last:
            painter.fillRect(
                MARGIN, area.bottom(), area.right() - MARGIN - 7, 1, theme.color("line")
            )
        axis = QRect(places.axis[0], area.top(), places.axis[1], area.height())
        if row.first or area.top() <= 0:
            bold = made_font(13, 600)
            paint_text(
                painter, _in(area, places.aspect), aspect_name(row.aspect), bold, theme.color("ink")
            )
        paint_text(painter, _in(area, places.name), row.name, made_font(13), theme.color("ink2"))
        symbol, quiet = _in(area, places.symbol), theme.color("ink2")
        paint_text(painter, symbol, row.symbol, made_font(13), quiet, right=True)
        if row.figure.value is None:
            self._paint_reason(painter, area, row, places)
        else:
            self._paint_value(painter, area, axis, row, places, on_chosen=chosen(option))
        self._paint_of(painter, _in(area, places.of), row)

    def _paint_reason(
        self, painter: QPainter, area: QRect, row: FigureRow, places: Columns
    ) -> None:
        """Why there is no value, in two lines where one is too short."""
        left = places.axis[0]
        why = QRect(left, area.top(), places.of[0] - left - 8, area.height() - 1)
        painter.setFont(made_font(12))
        painter.setPen(self.theme.color("ink2"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(why, flags, reason(row.figure.why))

    def _paint_of(self, painter: QPainter, where: QRect, row: FigureRow) -> None:
        font, quiet = made_font(12, tabular=True), self.theme.color("ink2")
        if is_few(row.figure):
            few = where.adjusted(0, 17, 0, -3)
            caption = made_font(11)
            paint_text(painter, few, _few(), caption, self.theme.color("ink3"), right=True)
            where = where.adjusted(0, 3, 0, -17)
        paint_text(painter, where, row.of, font, quiet, right=True)

    def _paint_value(
        self,
        painter: QPainter,
        area: QRect,
        axis: QRect,
        row: FigureRow,
        places: Columns,
        *,
        on_chosen: bool,
    ) -> None:
        figure = row.figure
        assert figure.value is not None
        bar = Bar(figure.value, figure.low, figure.high, figure.once, is_few(figure))
        paint_hints(painter, axis, self.theme)
        paint_bar(painter, axis, bar, self.theme, on_chosen=on_chosen)
        font = made_font(14, 600, tabular=True)
        paint_text(painter, _in(area, places.value), value(figure.value), font,
                   self.theme.color("ink"), right=True)  # fmt: skip


def explained(row: FigureRow) -> str:
    """What the measure means, its interval or why it has no value, and what else to know of it."""
    figure = row.figure
    parts = [f"{row.name[:1].upper()}{row.name[1:]}. {row.meaning}"]
    if figure.value is None:
        parts.append(reason(figure.why))
    elif figure.low is not None and figure.high is not None:
        interval = tr("{0} (95 % {1} to {2})").format(
            value(figure.value), value(figure.low), value(figure.high)
        )
        once = (
            ""
            if figure.once is None
            else tr("; with one copy per cluster {}").format(value(figure.once))
        )
        parts.append(interval + once)
    if figure.note is not None:
        parts.append(reason(figure.note))
    return "\n".join(parts)


def _few() -> str:
    return tr("few documents")


def _in(area: QRect, place: tuple[int, int]) -> QRect:
    return QRect(area.left() + place[0], area.top(), place[1], area.height())
