"""Lines: a divider of one pixel, and the one that grows while something runs."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QWidget

_STEP_MS = 40
_ROUND = 40  # steps of one pass while the amount of work is not known


class Line(QFrame):
    def __init__(self, *, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


class BusyLine(QWidget):
    """Two pixels that grow with the work; at rest an ordinary divider, or nothing."""

    def __init__(self, *, divider: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._divider = divider
        self._done = 0
        self._total: int | None = None
        self._step = 0
        self._timer = QTimer(self, interval=_STEP_MS)
        self._timer.timeout.connect(self._move)
        self.setFixedHeight(2)

    def show_progress(self, done: int, total: int) -> None:
        """`total` 0: nobody knows how much there is to do."""
        self._done, self._total = done, total
        if total:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()
        self.update()

    def stop(self) -> None:
        self._total = None
        self._timer.stop()
        self.update()

    def hideEvent(self, _event: QHideEvent) -> None:
        self._timer.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette = self.palette()
        if self._divider:
            painter.fillRect(0, 1, self.width(), 1, palette.color(QPalette.ColorRole.Mid))
        self._paint_work(painter, palette.color(QPalette.ColorRole.Accent))
        painter.end()

    def _paint_work(self, painter: QPainter, colour: QColor) -> None:
        if self._total is None:
            return
        if self._total:
            share = min(1.0, self._done / self._total)
            painter.fillRect(0, 0, max(2, round(self.width() * share)), 2, colour)
            return
        part = self.width() // 4
        start = round((self.width() + part) * self._step / _ROUND) - part
        painter.fillRect(start, 0, part, 2, colour)

    def _move(self) -> None:
        self._step = (self._step + 1) % (_ROUND + 1)
        self.update()
