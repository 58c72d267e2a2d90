"""Movement in time: a jump that scrolls, a tint that fades, and the wheel."""

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QObject, QPoint, QVariantAnimation
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from pullquote.text.spans import Span

JUMP, FADE = 120, 600
"""Milliseconds."""


class Motion(QObject):
    """Runs one jump and one fade at a time; with `on` false, both are over at once."""

    def __init__(self, parent: QObject, scroll: Callable[[int], None]) -> None:
        super().__init__(parent)
        self.on = True
        self.flashed: Span | None = None
        self.strength = 0.0
        self._jump = _animation(self, JUMP)
        self._jump.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._jump.valueChanged.connect(scroll)
        self._scroll = scroll
        self._fade = _animation(self, FADE)
        self._fade.setStartValue(1.0)
        self._fade.setEndValue(0.0)
        self._fade.valueChanged.connect(self._faded)
        self._repaint: Callable[[Span], None] = _nothing

    def scroll(self, start: int, end: int) -> None:
        self._jump.stop()
        if not self.on or start == end:
            self._scroll(end)
            return
        self._jump.setStartValue(start)
        self._jump.setEndValue(end)
        self._jump.start()

    def flash(self, span: Span, repaint: Callable[[Span], None]) -> None:
        """Tint the words and let it fade; `repaint` is called whenever they look different."""
        self.stop_flash()
        if self.on:
            self._repaint = repaint
            self.flashed = span
            self._fade.start()

    def stop_flash(self) -> None:
        self._fade.stop()
        self.flashed = None

    def stop(self) -> None:
        self._jump.stop()
        self.stop_flash()

    def _faded(self, strength: float) -> None:
        span = self.flashed
        self.strength = strength
        if strength <= 0:
            self.flashed = None
        if span:
            self._repaint(span)


def _animation(parent: QObject, milliseconds: int) -> QVariantAnimation:
    animation = QVariantAnimation(parent)
    animation.setDuration(milliseconds)
    return animation


def _nothing(span: Span) -> None:
    del span


class Wheel:
    """Turns wheel and touchpad into whole pixels and keeps the rest for the next time."""

    def __init__(self) -> None:
        self._rest = 0.0

    def pixels(self, event: QWheelEvent, line: int) -> int:
        """How far down the page; a notch is as many lines as the system says."""
        exact: QPoint = event.pixelDelta()
        if not exact.isNull():
            return -exact.y()
        notches = event.angleDelta().y() / 120
        self._rest -= notches * QApplication.wheelScrollLines() * line
        whole = int(self._rest)
        self._rest -= whole
        return whole
