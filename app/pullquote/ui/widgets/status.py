"""Status is a shape: empty ring, half disc, full disc, crossed ring."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

STATES = ("not_started", "in_progress", "done", "skipped")


def paint_status(painter: QPainter, where: QRectF, state: str | None, colour: QColor) -> None:
    """Paint the shape of `state` into the square `where`; None is not started."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ring = where.adjusted(0.9, 0.9, -0.9, -0.9)
    painter.setPen(QPen(colour, 1.8))
    painter.setBrush(colour if state == "done" else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(ring)
    if state == "in_progress":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPie(where.adjusted(0.4, 0.4, -0.4, -0.4), 90 * 16, 180 * 16)
    elif state == "skipped":
        middle = ring.center().y()
        painter.drawLine(
            QRectF(ring.left(), middle, ring.width(), 0).topLeft(),
            QRectF(ring.left(), middle, ring.width(), 0).topRight(),
        )
    painter.restore()


class StatusShape(QWidget):
    """The shape alone; whoever shows it says its name in words beside it or to screen readers."""

    def __init__(
        self, state: str | None = None, size: int = 11, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._state = state
        self.setFixedSize(size, size)

    def set_state(self, state: str | None) -> None:
        self._state = state
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = self.palette().color(QPalette.ColorRole.WindowText)
        paint_status(painter, QRectF(self.rect()), self._state, colour)
        painter.end()
