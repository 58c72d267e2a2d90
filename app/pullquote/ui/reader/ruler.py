"""The overview beside the text: where everything is, and what of it is in view."""

from collections.abc import Iterator

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from pullquote.text.spans import Span
from pullquote.ui.reader.overview import Overview
from pullquote.ui.reader.scene import Scene
from pullquote.ui.theme.palette import Theme

WIDTH = 36
"""Of the widget; the ruler in it is 20 wide, 8 from the edges."""

_LEFT, _RULER, _EDGE = 8, 20, 8
_PLATE = 2
"""The plate of what is in view goes this far beyond the ruler on both sides."""

_AT_ONCE = 2000
"""More marks than this are drawn when there is nothing else to do."""


class Ruler(QWidget):
    """The whole page in the height of the widget; a click asks for a place, a drag scrolls."""

    asked = Signal(float)
    """How far down the page the middle of the view should be, 0 to 1."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scene: Scene | None = None
        self._shown: Overview | None = None
        self._coming: Overview | None = None
        self._work: Iterator[None] = iter(())
        self._stale = False
        self._view = (0.0, 1.0)
        self._held = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._draw_some)
        self.setFixedWidth(WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(self.tr("Overview of the document"))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.refresh()

    def show_scene(self, scene: Scene | None) -> None:
        self._scene = scene
        self._shown = self._coming = None
        self.refresh()

    def set_view(self, top: float, bottom: float) -> None:
        if self._view != (top, bottom):
            self._view = (top, bottom)
            self.update()

    def refresh(self) -> None:
        """Draw all marks anew: with the next picture if they are few, else a moment later."""
        self._stale = True
        self.update()

    def repair(self, span: Span) -> None:
        """Draw again where a label came or went, however many others there are."""
        for overview in (self._shown, self._coming):
            if overview is not None:
                overview.repair(span)
        self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.color("page"))
        if self._scene is not None:
            self._catch_up(self._scene)
            self._paint(painter, self._scene)
        painter.end()

    def _paint(self, painter: QPainter, scene: Scene) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("paper"))
        painter.drawRoundedRect(QRectF(_LEFT, _EDGE, _RULER, self._length), 4, 4)
        plate = QColor(self._theme.color("ink"))
        plate.setAlphaF(0.07)
        painter.setBrush(plate)
        painter.drawRoundedRect(self._plate(), 4, 4)
        if self._shown is not None:
            painter.translate(_LEFT, _EDGE)
            painter.drawPixmap(0, 0, self._shown.picture)
            self._shown.paint_outlines(painter, scene.outlines)

    def _plate(self) -> QRectF:
        top, bottom = (_EDGE + part * self._length for part in self._view)
        return QRectF(_LEFT - _PLATE, top, _RULER + 2 * _PLATE, max(8.0, bottom - top))

    @property
    def _length(self) -> int:
        """The pixels that stand for the whole page."""
        return max(1, self.height() - 2 * _EDGE)

    def _catch_up(self, scene: Scene) -> None:
        if not self._stale:
            return
        self._stale = False
        size = QSize(_RULER, self._length)
        self._coming = Overview(scene, self._theme, size, self.devicePixelRatioF())
        self._work = self._coming.draw()
        if len(scene.labels) + len(scene.blocks) > _AT_ONCE:
            self._timer.start(0)
        else:
            while self._draw_some():
                pass

    def _draw_some(self) -> bool:
        """Whether there is more to do."""
        if next(self._work, self) is None:
            return True
        self._timer.stop()
        self._shown, self._coming = self._coming, None
        self.update()
        return False

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._scene is None:
            event.ignore()
            return
        plate = self._plate()
        at = event.position().y()
        inside = plate.top() <= at <= plate.bottom()
        self._held = at - plate.center().y() if inside else 0.0
        if not inside:
            self._ask(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self._scene is not None:
            self._ask(event.position().y() - self._held)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def _ask(self, y: float) -> None:
        self.asked.emit(min(1.0, max(0.0, (y - _EDGE) / self._length)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.refresh()
        super().resizeEvent(event)
