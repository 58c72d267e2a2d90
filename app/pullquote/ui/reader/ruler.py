"""The overview beside the text: where everything is, and what of it is in view.

Overview draws the picture, a mark for each repeat and each label; Ruler is the widget.
"""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from pullquote.text.spans import Span
from pullquote.ui.reader.layout.span_index import outer_first
from pullquote.ui.reader.scene import Scene
from pullquote.ui.reader.values import Outline, PaintedLabel
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets.label import Spoken

WIDTH = 36
"""Of the widget; the ruler in it is 20 wide, 8 from the edges."""

_LEFT, _RULER, _EDGE = 8, 20, 8
_PLATE = 2
"""The plate of what is in view goes this far beyond the ruler on both sides."""

_AT_ONCE = 2000
"""More marks than this are drawn when there is nothing else to do."""


class Ruler(Spoken, QWidget):
    """The whole page in the height of the widget; a click asks for a place, a drag scrolls."""

    spoken_role = QAccessible.Role.Graphic

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
        self._due: set[Span] = set()
        self._ground: QPixmap | None = None
        self._hollow: QPixmap | None = None
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
            self._ground = None
            self.update()

    def refresh(self) -> None:
        """Draw all marks anew: with the next picture if they are few, else a moment later."""
        self._stale = True
        self._ground = None
        self.update()

    def show_suggested(self) -> None:
        """Draw the suggestions anew; they stay while labels come and go."""
        self._hollow = None
        scene = self._scene
        if scene is not None and self._shown is not None and scene.has_suggested:
            self._hollow = QPixmap(QSize(_RULER, self._length) * self.devicePixelRatioF())
            self._hollow.setDevicePixelRatio(self.devicePixelRatioF())
            self._hollow.fill(Qt.GlobalColor.transparent)
            with QPainter(self._hollow) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                self._shown.paint_outlines(painter, scene.suggested)
        self.update()

    def repair(self, *spans: Span) -> None:
        """Draw again, with the next picture, where labels came or went."""
        self._due.update(spans)
        self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            if self._scene is None:
                painter.fillRect(event.rect(), self._theme.color("page"))
            else:
                self._catch_up(self._scene)
                self._paint(painter, self._scene)

    def _paint(self, painter: QPainter, scene: Scene) -> None:
        if self._ground is None or self._ground.devicePixelRatio() != self.devicePixelRatioF():
            self._ground = self._drawn_ground()
        painter.drawPixmap(0, 0, self._ground)
        if self._shown is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(_LEFT, _EDGE)
            painter.drawPixmap(0, 0, self._shown.picture)
            if self._hollow is not None:
                painter.drawPixmap(0, 0, self._hollow)
            self._shown.paint_outlines(painter, scene.outlines)

    def _drawn_ground(self) -> QPixmap:
        """What lies under the marks, kept: round corners as high as the window take 2 ms."""
        ground = QPixmap(self.size() * self.devicePixelRatioF())
        ground.setDevicePixelRatio(self.devicePixelRatioF())
        ground.fill(self._theme.color("page"))
        painter = QPainter(ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("paper"))
        painter.drawRoundedRect(QRectF(_LEFT, _EDGE, _RULER, self._length), 4, 4)
        plate = QColor(self._theme.color("ink"))
        plate.setAlphaF(0.07)
        painter.setBrush(plate)
        painter.drawRoundedRect(self._plate(), 4, 4)
        painter.end()
        return ground

    def _plate(self) -> QRectF:
        top, bottom = (_EDGE + part * self._length for part in self._view)
        return QRectF(_LEFT - _PLATE, top, _RULER + 2 * _PLATE, max(8.0, bottom - top))

    @property
    def _length(self) -> int:
        """The pixels that stand for the whole page."""
        return max(1, self.height() - 2 * _EDGE)

    def _catch_up(self, scene: Scene) -> None:
        due, self._due = self._due, set()
        if not self._stale:
            for overview in (self._shown, self._coming):
                if overview is not None:
                    overview.repair(due)
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
        self.show_suggested()
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


_AT_A_TIME = 1000
"""Labels drawn in one step: a few milliseconds."""

_REPEATED, _MAIN, _REST = (1, 2.5), (5, 6), (13, 5)
"""Left edge and width of the columns."""

_LEAST_MARK = 3
"""The height of the smallest mark."""


class Overview:
    """`size` is that of the ruler; the whole text goes into its height."""

    def __init__(self, scene: Scene, theme: Theme, size: QSize, ratio: float) -> None:
        self._scene = scene
        self._theme = theme
        self._height = size.height()
        self.picture = QPixmap(size * ratio)
        self.picture.setDevicePixelRatio(ratio)
        self.picture.fill(Qt.GlobalColor.transparent)

    def draw(self) -> Iterator[None]:
        """Draw everything, a part at each step; labels may come and go between the steps."""
        self._draw_blocks()
        labels = sorted(self._scene.labels, key=outer_first)
        for at in range(0, len(labels), _AT_A_TIME):
            painter = QPainter(self.picture)
            self._draw_labels(painter, labels[at : at + _AT_A_TIME])
            painter.end()
            yield

    def repair(self, spans: Iterable[Span]) -> None:
        """Draw again where labels of these spans came or went."""
        for span in spans:
            self._repair(span)

    def _repair(self, span: Span) -> None:
        top, height = self._extent(span, _LEAST_MARK)
        page, scene = self._scene.page, self._scene
        first, last = top - _LEAST_MARK - 1, top + height + 1
        pieces = page.pieces_between(first / self._height, last / self._height)
        # A label over several pieces is listed in each.
        near = {label.id: label for piece in pieces for label in scene.labels.in_piece(piece)}
        area = QRect(_MAIN[0], top, _REST[0] + _REST[1] - _MAIN[0], height)
        painter = QPainter(self.picture)
        painter.setClipRect(area)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        painter.fillRect(area, Qt.GlobalColor.transparent)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        self._draw_labels(painter, sorted(near.values(), key=outer_first))
        painter.end()

    def paint_outlines(self, painter: QPainter, outlines: Iterable[Outline]) -> None:
        """Suggestions are hollow; they come and go too often to be in the picture."""
        painter.setBrush(self._theme.color("paper"))
        drawn = set()
        for outline in outlines:
            mark = (outline.layer, outline.main, *self._reach(outline.span, outline.main, 4))
            if mark not in drawn:
                drawn.add(mark)
                left, width = _MAIN if outline.main else _REST
                painter.setPen(self._theme.layer(outline.layer).line)
                painter.drawRect(QRectF(left + 0.5, mark[2] + 0.5, width - 1, mark[3] - 1))

    def _draw_blocks(self) -> None:
        painter = QPainter(self.picture)
        left, width = _REPEATED
        for block in self._scene.blocks:
            if block.weak or block.boilerplate:
                continue
            top, height = self._extent(block.span, 2)
            if block.is_here:
                # A pixel of air between neighbours.
                mark = QRectF(left, top, width, max(1.5, height - 1))
                painter.fillRect(mark, self._theme.color("dup_bar"))
            else:
                for y in range(top, top + height, 4):
                    painter.fillRect(QRectF(left, y, width, 2), self._theme.color("elsewhere"))
        painter.end()

    def _draw_labels(self, painter: QPainter, labels: Iterable[PaintedLabel]) -> None:
        """Many fall on the same pixels: the last one stands for all."""
        last: dict[tuple[bool, int, int], str] = {}
        for label in labels:
            if self._scene.shows(label):
                mark = (label.main, *self._reach(label.span, label.main, _LEAST_MARK))
                last.pop(mark, None)
                last[mark] = label.layer
        for (main, top, height), layer in last.items():
            left, width = _MAIN if main else _REST
            painter.fillRect(QRectF(left, top, width, height), self._theme.layer(layer).line)

    def _reach(self, span: Span, main: bool, least: int) -> tuple[int, int]:
        """Only labels of the main layer show how long they are."""
        if main:
            return self._extent(span, least)
        return round(self._scene.page.fraction(span.start) * self._height), least

    def _extent(self, span: Span, least: int) -> tuple[int, int]:
        """Top and height of a mark, in pixels."""
        fraction, height = self._scene.page.fraction, self._height
        top = fraction(span.start) * height
        return round(top), max(least, round(fraction(span.end) * height - top))
