"""The picture in the ruler: a mark for each repeat and each label, where it stands in the text."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from pullquote.text.spans import Span
from pullquote.ui.reader.labels import outer_first
from pullquote.ui.reader.scene import Scene
from pullquote.ui.reader.values import Outline, PaintedLabel
from pullquote.ui.theme.palette import Theme

_AT_A_TIME = 1000
"""Labels drawn in one step: a few milliseconds."""

_REPEATED, _MAIN, _REST = (1, 2.5), (5, 6), (13, 5)
"""Left edge and width of the columns."""

_LEAST = 3
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

    def repair(self, span: Span) -> None:
        """Draw again where a label of this span came or went."""
        top, height = self._extent(span, _LEAST)
        page, scene = self._scene.page, self._scene
        first, last = top - _LEAST - 1, top + height + 1
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
                mark = (label.main, *self._reach(label.span, label.main, _LEAST))
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
