"""When something happened: a small plot along the days, a block for each time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets.chart.chart import Chart
from pullquote.ui.widgets.paint import made_font, paint_text
from pullquote.ui.widgets.words import date_words, number, tr

_HEIGHT, _FOOT, _TICK, _ABOVE = 84, 26, 4, 8
_BLOCK, _BETWEEN = 8, 3
_MOST = 14
"""So many stretches of time stand side by side at most."""


@dataclass(frozen=True, slots=True)
class DayCounts:
    """How often in each of some stretches of `days` days, from the day `first` on."""

    first: date
    days: int
    counts: tuple[int, ...]

    def start(self, at: int) -> date:
        return self.first + timedelta(days=at * self.days)

    def named(self, at: int) -> str:
        """The days of a stretch."""
        start = self.start(at)
        if self.days == 1:
            return date_words(start)
        last = start + timedelta(days=self.days - 1)
        return tr("{0} to {1}").format(date_words(start), date_words(last))


def count_days(found: Sequence[date]) -> DayCounts | None:
    """Of at least one day; None of none."""
    if not found:
        return None
    first, last = min(found), max(found)
    days = -(-((last - first).days + 1) // _MOST)
    many = (last - first).days // days + 1
    times = Counter((day - first).days // days for day in found)
    return DayCounts(first, days, tuple(times[at] for at in range(many)))


class DayChart(Chart):
    """The same numbers are its description, for somebody who does not see it."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(title, theme, parent)
        self._counts: DayCounts | None = None

    def show_days(self, counts: DayCounts | None) -> None:
        self._counts = counts
        self.setAccessibleDescription(day_counts_in_words(counts) if counts else "")
        self.update()

    def height_of(self, _width: int) -> int:
        return _HEIGHT

    def paint_marks(self, painter: QPainter, width: int) -> None:
        counts = self._counts
        if counts is None:
            return
        foot, each = _HEIGHT - _FOOT, width / len(counts.counts)
        scale = min(_BLOCK + _BETWEEN, (foot - _ABOVE) / max(counts.counts))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("dup_bar"))
        for at, count in enumerate(counts.counts):
            left = (at + 0.5) * each - 6
            if scale > _BETWEEN + 2:
                for step in range(count):
                    top = foot - (step + 1) * scale
                    painter.drawRoundedRect(QRectF(left, top, 12, scale - _BETWEEN), 2, 2)
            elif count:
                high = max(2.0, count * scale)
                painter.drawRoundedRect(QRectF(left, foot - high, 12, high), 2, 2)
        painter.fillRect(QRectF(0, foot, width, 1), self.theme.color("line"))
        self._paint_days(painter, counts, each, foot)

    def words_at(self, place: QPointF) -> str:
        counts = self._counts
        if counts is None:
            return ""
        at = min(int(place.x() / self.width() * len(counts.counts)), len(counts.counts) - 1)
        return f"{counts.named(at)}: {number(counts.counts[at])}"

    def _paint_days(self, painter: QPainter, counts: DayCounts, each: float, foot: int) -> None:
        """The first and the last day, and those between them that have room."""
        font, colour = made_font(11, 500, tabular=True), self.theme.color("ink2")
        metrics = QFontMetrics(font)
        many, taken = len(counts.counts), 0.0
        width = round(each * many)
        last_words = date_words(counts.start(many - 1), year=False)
        last_left = width - metrics.horizontalAdvance(last_words) - 2
        for at in range(many):
            start = counts.start(at)
            plain = counts.days == 1 and at and start.day != 1
            words = str(start.day) if plain else date_words(start, year=False)
            needed = metrics.horizontalAdvance(words) + 2
            left = min(max(0.0, (at + 0.5) * each - needed / 2), width - needed)
            is_last = at == many - 1
            if left >= taken and (is_last or left + needed <= last_left - 6):
                where = QRect(round(left), foot + _TICK, needed + 2, 18)
                paint_text(painter, where, words, font, colour)
                taken = left + needed + 6


def day_counts_in_words(counts: DayCounts) -> str:
    parts = (f"{counts.named(at)}: {many}" for at, many in enumerate(counts.counts) if many)
    return "; ".join(parts)
