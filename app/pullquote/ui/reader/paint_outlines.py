"""Suggestions: one contour round all lines, dashed, or solid for the one in focus."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen

from pullquote.ui.reader.frame import Frame
from pullquote.ui.reader.inks import DASHES
from pullquote.ui.reader.shapes import Margins, Point, Strip, contours, polygons, strips
from pullquote.ui.reader.values import Outline

_FOCUSED = 1.9
_RADIUS = 3


def paint_outlines(frame: Frame) -> None:
    scene = frame.scene
    margins = _margins(frame)
    frame.painter.translate(frame.left, -frame.scroll)
    for outline in scene.outlines.touching(frame.span.start, frame.span.end):
        parts = strips(scene.page, outline.span, frame.visible, margins)
        if outline.focused:
            _solid(frame, outline, parts)
        else:
            _dashed(frame, outline, parts)
    frame.painter.translate(-frame.left, frame.scroll)


def _margins(frame: Frame) -> Margins:
    metrics = frame.metrics
    above = metrics.rise - metrics.px(1) - metrics.base
    below = metrics.base + metrics.drop + metrics.px(2) - metrics.line
    return Margins(above, below, side=3, edge=2.5, whole=False)


def _solid(frame: Frame, outline: Outline, parts: list[Strip]) -> None:
    painter = frame.painter
    painter.setPen(QPen(frame.inks.theme.layer(outline.layer).line, _FOCUSED))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(contours(parts, _RADIUS))


def _dashed(frame: Frame, outline: Outline, parts: list[Strip]) -> None:
    """With dashes that stay in place while they scroll, as those of a pen would not."""
    for corners in polygons(parts):
        for n, corner in enumerate(corners):
            _edge(frame, outline.layer, corners[n - 1], corner)


def _edge(frame: Frame, layer: str, start: Point, end: Point) -> None:
    left, right = sorted((round(start[0]), round(end[0])))
    top, bottom = sorted((round(start[1]), round(end[1])))
    upright = left == right
    tile = frame.inks.dashes(layer, upright=upright)
    if upright:
        # Only what is in the clip: an edge may begin far above the view.
        top = max(top, frame.clip.top() + frame.scroll)
        bottom = min(bottom, frame.clip.bottom() + 1 + frame.scroll)
        edge, phase = QRectF(left, top, 2, bottom - top), QPointF(0, top % DASHES)
    else:
        edge, phase = QRectF(left, top, right - left, 2), QPointF(left % DASHES, 0)
    if not edge.isEmpty():
        frame.painter.drawTiledPixmap(edge, tile, phase)
