"""The overview beside the text: where repeats, labels and suggestions are, and what is in view."""

from collections.abc import Iterator
from itertools import islice

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from pullquote.ui.reader.scene import Scene
from pullquote.ui.reader.values import PaintedLabel
from pullquote.ui.theme.palette import Theme

WIDTH = 36
"""Of the widget; the ruler in it is 20 wide, 8 from the edges."""

_LEFT, _RULER, _EDGE = 8, 20, 8
_PLATE = 2
"""The plate of what is in view goes this far beyond the ruler on both sides."""

_AT_ONCE = 2000
"""More marks than this are drawn when there is nothing else to do, so many at a time."""

_REPEATED, _MAIN, _REST = (_LEFT + 1, 2.5), (_LEFT + 5, 6), (_LEFT + 13, 5)
"""Left edge and width of the columns."""


class Ruler(QWidget):
    """The whole page in the height of the widget; a click asks for a place, a drag scrolls."""

    asked = Signal(float)
    """How far down the page the middle of the view should be, 0 to 1."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scene: Scene | None = None
        self._picture: QPixmap | None = None
        self._stale = False
        self._work: Iterator[None] = iter(())
        self._view = (0.0, 1.0)
        self._held = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(0)
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
        self._picture = None
        self.refresh()

    def set_view(self, top: float, bottom: float) -> None:
        if self._view != (top, bottom):
            self._view = (top, bottom)
            self.update()

    def refresh(self) -> None:
        """Draw all marks anew: with the next picture if they are few, else a moment later."""
        self._stale = True
        self.update()

    def finish(self) -> None:
        """Draw now what was put off."""
        self._begin()
        while self._draw_some():
            pass

    def _begin(self) -> None:
        if self._stale and self._scene is not None:
            self._stale = False
            self._work = self._draw(self._scene)

    def add(self, label: PaintedLabel) -> None:
        """One more mark, however many others there are."""
        if self._scene is None or self._picture is None or not self._scene.shows(label):
            return
        top, height = self._extent(label)
        column = _MAIN if label.main else _REST
        mark = QRectF(column[0], top, column[1], height)
        painter = QPainter(self._picture)
        painter.fillRect(mark, self._theme.layer(label.layer).line)
        painter.end()
        self.update(mark.toAlignedRect())

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.color("page"))
        if self._scene is not None:
            self._catch_up(self._scene)
            self._paint(painter)
        painter.end()

    def _catch_up(self, scene: Scene) -> None:
        if self._stale and _count(scene) > _AT_ONCE:
            self._begin()
            self._timer.start()
        elif self._stale:
            self.finish()

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("paper"))
        painter.drawRoundedRect(QRectF(_LEFT, _EDGE, _RULER, self._length), 4, 4)
        plate = QColor(self._theme.color("ink"))
        plate.setAlphaF(0.07)
        painter.setBrush(plate)
        painter.drawRoundedRect(self._plate(), 4, 4)
        if self._picture is not None:
            painter.drawPixmap(0, 0, self._picture)

    def _plate(self) -> QRectF:
        top, bottom = (_EDGE + part * self._length for part in self._view)
        return QRectF(_LEFT - _PLATE, top, _RULER + 2 * _PLATE, max(8.0, bottom - top))

    @property
    def _length(self) -> int:
        """The pixels that stand for the whole page."""
        return max(1, self.height() - 2 * _EDGE)

    def _draw_some(self) -> bool:
        """Whether there is more to do."""
        if any(True for _ in islice(self._work, 1)):
            return True
        self._timer.stop()
        return False

    def _draw(self, scene: Scene) -> Iterator[None]:
        """Draws a part between one step and the next."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        self._draw_blocks(picture, scene)
        labels = iter(scene.labels)
        while some := list(islice(labels, _AT_ONCE)):
            self._draw_labels(picture, some)
            yield
        self._draw_outlines(picture, scene)
        self._picture = picture
        if self._timer.isActive():
            self.update()

    def _draw_blocks(self, picture: QPixmap, scene: Scene) -> None:
        painter = QPainter(picture)
        left, width = _REPEATED
        for block in scene.blocks:
            top, height = self._reach(block.span.start, block.span.end, 2)
            if block.weak or block.boilerplate:
                continue
            if block.copies_here > 1:
                # A pixel of air between neighbours.
                mark = QRectF(left, top, width, max(1.5, height - 1))
                painter.fillRect(mark, self._theme.color("dup_bar"))
            else:
                for y in range(int(top), int(top + height), 4):
                    painter.fillRect(QRectF(left, y, width, 2), self._theme.color("elsewhere"))
        painter.end()

    def _draw_labels(self, picture: QPixmap, labels: list[PaintedLabel]) -> None:
        """Many fall on the same pixels: each pixel is filled once."""
        assert self._scene is not None
        last: dict[tuple[bool, int, int], str] = {}
        for label in labels:
            if self._scene.shows(label):
                last[(label.main, *self._extent(label))] = label.layer
        painter = QPainter(picture)
        for (main, top, height), layer in last.items():
            left, width = _MAIN if main else _REST
            painter.fillRect(QRectF(left, top, width, height), self._theme.layer(layer).line)
        painter.end()

    def _extent(self, label: PaintedLabel) -> tuple[int, int]:
        if not label.main:
            return self._reach(label.span.start, label.span.start, 3)
        return self._reach(label.span.start, label.span.end, 3)

    def _draw_outlines(self, picture: QPixmap, scene: Scene) -> None:
        painter = QPainter(picture)
        painter.setBrush(self._theme.color("paper"))
        for outline in scene.outlines:
            left, width = _MAIN if outline.main else _REST
            end = outline.span.end if outline.main else outline.span.start
            top, height = self._reach(outline.span.start, end, 4)
            painter.setPen(self._theme.layer(outline.layer).line)
            painter.drawRect(QRectF(left + 0.5, top + 0.5, width - 1, height - 1))
        painter.end()

    def _reach(self, start: int, end: int, least: int) -> tuple[int, int]:
        """Top and height of a mark, in pixels."""
        assert self._scene is not None
        page, length = self._scene.page, self._length
        top = page.fraction(start) * length
        bottom = page.fraction(end) * length if end > start else top
        return _EDGE + round(top), max(least, round(bottom - top))

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


def _count(scene: Scene) -> int:
    return len(scene.labels) + len(scene.blocks) + len(scene.outlines)
