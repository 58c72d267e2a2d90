"""The sign of the keyboard's focus on widgets that paint themselves."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QWidget


def paint_focus(painter: QPainter, widget: QWidget, width: int | None = None) -> None:
    """The ring of two pixels that says where the keyboard is; `width` where it is narrower."""
    pen = painter.pen()
    pen.setColor(widget.palette().color(QPalette.ColorRole.Accent))
    pen.setWidthF(2)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    ring = widget.rect()
    ring.setWidth(min(ring.width(), width or ring.width()))
    painter.drawRoundedRect(ring.adjusted(1, 1, -1, -1), 6, 6)
