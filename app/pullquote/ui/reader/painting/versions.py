"""Versions in lanes below their words, and a hatching over the words that differ."""

from PySide6.QtCore import QPointF, QRectF

from pullquote.ui.reader.inks import HATCH
from pullquote.ui.reader.layout.lanes import VersionLane
from pullquote.ui.reader.painting.frame import PaintFrame, PieceRow
from pullquote.ui.reader.painting.labels import paint_line
from pullquote.ui.reader.values import VersionMark

_FIRST = 12
"""From the baseline to the middle of the first lane: below two underlines."""
_TICK = 3.5
_LETTER = 27
"""From the text to the right edge of a lane's letter: left of the bars of repeats."""
_SETTLED = 0.4


def paint_differing(frame: PaintFrame) -> None:
    span = frame.span
    for differing in frame.scene.differing.touching(span.start, span.end):
        for box in frame.boxes(differing):
            frame.painter.fillRect(box, frame.inks.color("dis_t"))
            # Counted from the page, so that the lines stay in place while they scroll.
            phase = QPointF(box.left() % HATCH, (box.top() + frame.scroll) % HATCH)
            frame.painter.drawTiledPixmap(box, frame.inks.hatch(), phase)


def paint_versions(frame: PaintFrame) -> None:
    versions = frame.scene.page.versions
    for row in frame.rows:
        for line in range(row.layout.line_count):
            start, end = row.layout.line_start(line), row.layout.line_end(line)
            for number, lane in enumerate(versions.lanes(start, end)):
                _lane(frame, row, line, number, lane)


def _lane(frame: PaintFrame, row: PieceRow, line: int, number: int, lane: VersionLane) -> None:
    metrics, painter = frame.metrics, frame.painter
    below = metrics.base + metrics.px(_FIRST) + number * metrics.version
    middle = row.top + row.layout.line_top(line) + below
    if not frame.clip.top() - metrics.line < middle < frame.clip.bottom() + metrics.line:
        return
    _letter(frame, middle, lane)
    painter.setOpacity(_SETTLED if lane.settled else 1.0)
    for mark in lane.marks:
        _mark(frame, row, line, middle, mark)
    painter.setOpacity(1.0)


def _letter(frame: PaintFrame, middle: int, lane: VersionLane) -> None:
    inks, painter = frame.inks, frame.painter
    painter.setFont(inks.caption)
    painter.setPen(inks.color("ink3" if lane.settled else "ink2"))
    width = inks.caption_metrics.horizontalAdvance(lane.letter)
    baseline = middle + inks.caption_metrics.capHeight() / 2
    painter.drawText(QPointF(frame.left - _LETTER - width, baseline), lane.letter)


def _mark(frame: PaintFrame, row: PieceRow, line: int, middle: int, mark: VersionMark) -> None:
    layout, inks = row.layout, frame.inks
    start, end = layout.line_start(line), layout.line_end(line)
    boxes = [box for box in layout.boxes(mark.span.start, mark.span.end) if box.line == line]
    thickness = inks.thickness(mark.underline, chosen=False)
    for box in boxes:
        area = QRectF(frame.left + box.left, middle - thickness / 2, box.right - box.left, 0)
        paint_line(frame, mark.layer, mark.underline, area, chosen=False)
    if not boxes:
        return
    left, right = min(box.left for box in boxes), max(box.right for box in boxes)
    opens, closes = mark.span.start >= start, mark.span.end <= end
    if layout.right_to_left:
        opens, closes = closes, opens
    if opens:
        _tick(frame, left, middle, mark)
    if closes:
        _tick(frame, right - 1.5, middle, mark)


def _tick(frame: PaintFrame, x: float, middle: int, mark: VersionMark) -> None:
    high = frame.metrics.px(2 * _TICK)
    area = QRectF(frame.left + x, middle - high / 2, 1.5, high)
    frame.painter.fillRect(area, frame.inks.theme.layer(mark.layer).line)
