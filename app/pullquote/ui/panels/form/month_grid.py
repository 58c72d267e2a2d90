"""A month of the calendar: its days, weeks and itself can be taken as a value."""

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from pullquote.calendar.values import days
from pullquote.ui.services.key_map import sequences
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed
from pullquote.ui.widgets.icon import icon_pixmap
from pullquote.ui.widgets.paint import made_font, paint_key_cap, smooth_painter
from pullquote.ui.widgets.popup import Popup
from pullquote.ui.widgets.words import date_words, month_words, tr

_CELL = 36
_LINE = 28
_HEAD = 36
_NAMES = 24
_FOOT = 64
_SIDE = 12
_ROWS = 6
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}


@dataclass(frozen=True, slots=True)
class _Target:
    """What a place in the grid stands for: a value, or a step to another month."""

    value: str = ""
    months: int = 0


class MonthGrid(Themed, QWidget):
    """`picked` has a calendar value: a day, or with W, M and Y its week, month or year.

    Weeks are those of ISO 8601, from Monday. `left` comes on Esc.
    """

    picked = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._day = date(2000, 1, 1)
        self._value = ""
        self._published: date | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Calendar"))
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        height = _HEAD + _NAMES + _ROWS * _LINE + _FOOT
        return QSize(8 * _CELL + 2 * _SIDE, height)

    def show_value(self, value: str, published: str | None, today: date) -> None:
        """Show the month of `value`, else of the publication, else of `today`."""
        shown = days(value) if value else None
        printed = days(published) if published else None
        self._value = value
        self._published = printed.first if printed else None
        self._go(shown.first if shown else self._published or today)

    def day(self) -> date:
        """The day the keys are at."""
        return self._day

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._go_by(_STEPS[key])
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            months = 12 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self._turn(months if key == Qt.Key.Key_PageDown else -months)
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self._go_by((0 if key == Qt.Key.Key_Home else 6) - self._day.weekday())
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.picked.emit(self._day.isoformat())
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif not self._take_letter(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        target = self._at(event.position().toPoint())
        if target and target.months:
            self._turn(target.months)
        elif target:
            self.picked.emit(target.value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._turn(-1 if event.angleDelta().y() > 0 else 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with smooth_painter(self) as painter:
            self._paint_head(painter)
            self._paint_names(painter)
            self._paint_span(painter)
            for row in range(_ROWS):
                self._paint_week(painter, row)
            self._paint_foot(painter)

    def _take_letter(self, event: QKeyEvent) -> bool:
        values = {
            "W": self._day.strftime("%G-W%V"),
            "M": f"{self._day.year:04}-{self._day.month:02}",
            "Y": f"{self._day.year:04}",
        }
        letter = next((s for s in sequences(event) if s in values or s == "P"), "")
        if letter == "P" and self._published:
            self._go(self._published)
        elif letter in values:
            self.picked.emit(values[letter])
        return bool(letter)

    def _go(self, to: date) -> None:
        self._day = to
        self.setAccessibleDescription(f"{to.strftime('%A')}, {date_words(to)}")
        self.update()

    def _go_by(self, number: int) -> None:
        ordinal = self._day.toordinal() + number
        self._go(date.fromordinal(min(max(ordinal, 1), date.max.toordinal())))

    def _turn(self, months: int) -> None:
        year, index = divmod(self._day.year * 12 + self._day.month - 1 + months, 12)
        if MINYEAR <= year <= MAXYEAR:
            self._go(date(year, index + 1, min(self._day.day, _last(year, index + 1))))

    def _cell_day(self, row: int, column: int) -> date | None:
        first = self._day.replace(day=1)
        ordinal = first.toordinal() - first.weekday() + row * 7 + column
        return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None

    def _cell(self, row: int, column: int) -> QRect:
        """Column -1 has the number of the week."""
        left = _SIDE + (column + 1) * _CELL
        return QRect(left, _HEAD + _NAMES + row * _LINE, _CELL, _LINE)

    def _at(self, place: QPoint) -> _Target | None:
        if place.y() < _HEAD:
            for side, months in ((self._arrow(-1), -1), (self._arrow(1), 1)):
                if side.contains(place):
                    return _Target(months=months)
            return _Target(f"{self._day.year:04}-{self._day.month:02}")
        row = (place.y() - _HEAD - _NAMES) // _LINE
        column = (place.x() - _SIDE) // _CELL - 1
        if not (0 <= row < _ROWS and -1 <= column < 7) or place.x() < _SIDE:
            return None
        found = self._cell_day(row, max(column, 0))
        if found is None:
            return None
        return _Target(found.strftime("%G-W%V") if column < 0 else found.isoformat())

    def _arrow(self, side: int) -> QRect:
        left = _SIDE if side < 0 else self.width() - _SIDE - 28
        return QRect(left, 4, 28, 28)

    def _paint_head(self, painter: QPainter) -> None:
        for side, name in ((-1, "chevron-left"), (1, "chevron-right")):
            drawn = icon_pixmap(name, self._theme.color("ink2"), 20, self.devicePixelRatioF())
            painter.drawPixmap(self._arrow(side).topLeft() + QPoint(4, 4), drawn)
        self._text(painter, QRect(0, 0, self.width(), _HEAD), self._title(), "ink", 13, 600)

    def _title(self) -> str:
        return month_words(self._day)

    def _paint_names(self, painter: QPainter) -> None:
        names = [tr("Mo"), tr("Tu"), tr("We"), tr("Th"), tr("Fr"), tr("Sa"), tr("Su")]
        for column, name in enumerate(names):
            where = self._cell(0, column).translated(0, -_NAMES)
            self._text(painter, where, name, "ink3", 11, 500)

    def _paint_span(self, painter: QPainter) -> None:
        span = days(self._value) if self._value else None
        if span is None:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.layer("date").selected)
        for row in range(_ROWS):
            inside = [
                column
                for column in range(7)
                if (at := self._cell_day(row, column)) and span.first <= at < span.after
            ]
            if inside:
                band = self._cell(row, inside[0]).united(self._cell(row, inside[-1]))
                painter.drawRoundedRect(QRectF(band).adjusted(2, 2, -2, -2), 6, 6)

    def _paint_week(self, painter: QPainter, row: int) -> None:
        first = self._cell_day(row, 0)
        if first:
            number = str(first.isocalendar().week)
            self._text(painter, self._cell(row, -1), number, "ink3", 11, 400)
        for column in range(7):
            at = self._cell_day(row, column)
            if at:
                self._paint_day(painter, self._cell(row, column), at)

    def _paint_day(self, painter: QPainter, cell: QRect, at: date) -> None:
        chosen = at == self._day
        if chosen:
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(cell).adjusted(4, 2, -4, -2), 6, 6)
        inside = at.month == self._day.month
        self._text(
            painter, cell, str(at.day), "ink" if inside else "ink3", 13, 600 if chosen else 400
        )
        if at == self._published:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("dup_bar"))
            painter.drawEllipse(QRectF(cell.center().x() - 1.5, cell.bottom() - 5, 4, 4))

    def _paint_foot(self, painter: QPainter) -> None:
        top = self.height() - _FOOT
        if self._published:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("dup_bar"))
            painter.drawEllipse(QRectF(_SIDE + 6, top + 13, 5, 5))
            words = tr("published {0}").format(date_words(self._published))
            where = QRect(_SIDE + 20, top + 4, 240, 24)
            self._text(painter, where, words, "ink2", 12, 400, Qt.AlignmentFlag.AlignLeft)
        left = _SIDE + 4
        for key, name in (
            (tr("Enter"), tr("day")),
            ("W", tr("week")),
            ("M", tr("month")),
            ("Y", tr("year")),
        ):
            left = self._paint_key(painter, left, top + 44, key, name)

    def _paint_key(self, painter: QPainter, left: int, middle: int, key: str, name: str) -> int:
        metrics_cap = 20 if len(key) == 1 else 44
        paint_key_cap(painter, left + metrics_cap, middle, key, self._theme)
        where = QRect(left + metrics_cap + 6, middle - 10, 60, 20)
        self._text(painter, where, name, "ink2", 12, 400, Qt.AlignmentFlag.AlignLeft)
        return left + metrics_cap + 6 + painter.fontMetrics().horizontalAdvance(name) + 14

    def _text(
        self,
        painter: QPainter,
        where: QRect,
        text: str,
        role: str,
        size: int,
        weight: int,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter,
    ) -> None:
        painter.setFont(made_font(size, weight, tabular=True))
        painter.setPen(QColor(self._theme.color(role)))
        painter.drawText(where, side | Qt.AlignmentFlag.AlignVCenter, text)


def _last(year: int, number: int) -> int:
    """The last day of a month."""
    following = date(year + number // 12, number % 12 + 1, 1) if year < MAXYEAR else date.max
    return (following - timedelta(days=1)).day if following != date.max else 31


class MonthPopup(Popup):
    """The month in a card of its own, below the field it belongs to."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.grid = MonthGrid(theme)
        self.column.addWidget(self.grid)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.grid.set_theme(theme)
