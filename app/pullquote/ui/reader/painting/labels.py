"""Labels: tints below the words, underlines in lanes, captions above; where versions of them are
compared, these in lanes below the words, and a hatching over the words that differ.

Suggestions: one contour round all lines, dashed, or solid for the one in focus.
"""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from pullquote.model.schema import Underline
from pullquote.ui.reader.colours import DASHES, HATCH, SIGN
from pullquote.ui.reader.layout.labels import Caption, Stripe
from pullquote.ui.reader.layout.lanes import VersionLane
from pullquote.ui.reader.layout.span_index import SpanIndex
from pullquote.ui.reader.painting.frame import PaintFrame, PieceRow
from pullquote.ui.reader.painting.shapes import Margins, Point, Strip, contours, polygons, strips
from pullquote.ui.reader.scene import Veil
from pullquote.ui.reader.values import Outline, VersionMark

_TINT_EDGE = 1.5
"""A tint goes this far beyond its words."""


def paint_tints(frame: PaintFrame) -> None:
    metrics, chosen = frame.metrics, frame.scene.chosen
    fill = frame.painter.fillRect
    rise = metrics.base - metrics.rise
    for row in frame.rows:
        for stripe in row.marks.stripes:
            top = row.top + row.layout.line_top(stripe.line) + rise
            if top > frame.clip.bottom() or top + metrics.line < frame.clip.top():
                continue
            height = metrics.rise + metrics.drop + _lane_depth(frame, stripe)
            colours = frame.inks.theme.layer(stripe.label.layer)
            tint = colours.tint if chosen.rank(stripe.label.id) == 2 else colours.selected
            left = frame.left + stripe.left - _TINT_EDGE
            width = stripe.right - stripe.left + 2 * _TINT_EDGE
            fill(QRectF(left, top, width, height), tint)


def paint_underlines(frame: PaintFrame) -> None:
    metrics = frame.metrics
    for row in frame.rows:
        for stripe in row.marks.stripes:
            top = row.top + row.layout.line_top(stripe.line) + metrics.base + metrics.drop
            if frame.clip.top() - metrics.line < top < frame.clip.bottom() + metrics.line:
                _underline(frame, row, stripe, top + _lane_depth(frame, stripe))
        for line, count in row.marks.more.items():
            _more(frame, row.top + row.layout.line_top(line) + metrics.base, count)


def _lane_depth(frame: PaintFrame, stripe: Stripe) -> int:
    return round(stripe.lane * frame.metrics.lane)


def _underline(frame: PaintFrame, row: PieceRow, stripe: Stripe, top: float) -> None:
    label = stripe.label
    chosen = label.id == frame.scene.chosen.label
    left = frame.left + stripe.left - _TINT_EDGE / 2
    where = QRectF(left, top, stripe.right - stripe.left + _TINT_EDGE, 0)
    paint_line(frame, label.layer, label.underline, where, chosen=chosen)
    if stripe.opens and label.underline == "solid":
        x = stripe.right if row.layout.right_to_left else stripe.left - _TINT_EDGE
        height = frame.metrics.px(5)
        tick = QRectF(frame.left + x, top - height, _TINT_EDGE, height)
        frame.painter.fillRect(tick, frame.inks.theme.layer(label.layer).line)


def paint_line(
    frame: PaintFrame, layer: str, underline: Underline, where: QRectF, *, chosen: bool
) -> None:
    """A line in the style of a layer, as long as `where` is wide, down from its top."""
    painter, inks = frame.painter, frame.inks
    left, top, width = where.left(), where.top(), where.width()
    thickness = inks.thickness(underline, chosen=chosen)
    color = inks.theme.layer(layer).line
    tile = inks.tile(layer, underline, chosen=chosen)
    if tile is not None:
        height = tile.height() / tile.devicePixelRatio()
        painter.drawTiledPixmap(QRectF(round(left), top, width, height), tile)
    elif underline == "double":
        # Whole pixels: two lines that blur into one would be another sign.
        each, space = inks.whole(thickness / 3), inks.whole(frame.metrics.px(1))
        painter.fillRect(QRectF(left, top, width, each), color)
        painter.fillRect(QRectF(left, top + each + space, width, each), color)
    else:
        painter.fillRect(QRectF(left, top, width, thickness), color)


def _more(frame: PaintFrame, baseline: int, count: int) -> None:
    """How many labels of a line found no lane, at the right of the column."""
    inks, painter = frame.inks, frame.painter
    painter.setFont(inks.gutter)
    painter.setPen(inks.color("ink3"))
    painter.drawText(QPointF(frame.left + frame.scene.page.width + 1, baseline), f"+{count}")


def paint_captions(frame: PaintFrame) -> None:
    for row in frame.rows:
        for caption in row.marks.captions:
            _paint_caption(frame, row, caption)


def _paint_caption(frame: PaintFrame, row: PieceRow, caption: Caption) -> None:
    inks, metrics, painter = frame.inks, frame.metrics, frame.painter
    baseline = row.top + row.layout.line_top(caption.line) + metrics.caption
    if not frame.clip.top() - metrics.line < baseline < frame.clip.bottom() + metrics.line:
        return
    if caption.line - 1 in row.marks.deep:
        _clear(frame, row, caption, baseline)
    color = inks.lines.get(caption.layer)
    if color is None:
        color = inks.lines[caption.layer] = inks.theme.layer(caption.layer).line
    painter.setPen(color)
    x = frame.left + caption.left
    if caption.carried:
        _carried(frame, x, baseline, color)
        x += metrics.px(SIGN)
    inks.draw_caption(painter, x, baseline, caption.caption, caption.value)


def _clear(frame: PaintFrame, row: PieceRow, caption: Caption, baseline: float) -> None:
    """Underlines of the line above end beside a caption, not in it."""
    scene, metrics = frame.scene, frame.metrics
    block = next(iter(scene.blocks.at(row.layout.line_start(caption.line))), None)
    role = "page"
    if block and block.is_here:
        role = "dup_active" if block == scene.active_block() else "dup"
    height = metrics.px(9)
    area = QRectF(frame.left + caption.left - 2, baseline - height, caption.width + 4, height + 1)
    frame.painter.fillRect(area, frame.inks.color(role))


def _carried(frame: PaintFrame, x: float, baseline: float, color: QColor) -> None:
    """Two sheets, one behind the other."""
    painter, scale = frame.painter, frame.metrics.zoom / 100
    painter.save()
    painter.translate(x, baseline)
    painter.scale(scale, scale)
    pen = QPen(color, 1.1)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(3.2, -5.4, 5.4, 5.4), 1, 1)
    painter.drawPolyline([QPointF(0.8, -2.6), QPointF(0.8, -7.8), QPointF(6, -7.8)])
    painter.restore()
    painter.setPen(color)


_FOCUSED = 1.9
_CONTOUR_RADIUS = 3


def _paint_contours(frame: PaintFrame, outlines: SpanIndex[Outline]) -> None:
    scene = frame.scene
    margins = _margins(frame)
    frame.painter.translate(frame.left, -frame.scroll)
    for outline in outlines.touching(frame.span.start, frame.span.end):
        parts = strips(scene.page, outline.span, frame.visible, margins)
        if outline.focused:
            _solid(frame, outline, parts)
        else:
            _dashed(frame, outline, parts)
    frame.painter.translate(-frame.left, frame.scroll)


def paint_suggested(frame: PaintFrame, view: int) -> None:
    """The suggestions of the document, from a picture of the viewport that is kept until something
    in it moves: their dashes cost more than all labels.
    """
    scene, ratio = frame.scene, frame.painter.device().devicePixelRatioF()
    key = (frame.left, frame.scroll, view, ratio, scene.page.height, id(frame.inks))
    kept = scene.veil
    if kept is None or kept.key != key or kept.of is not scene.suggested:
        size = QSize(frame.left + scene.page.width + _BESIDE, view)
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            whole = PaintFrame.of(painter, scene, frame.left, view, QRect(QPoint(), size))
            _paint_contours(whole, scene.suggested)
        kept = scene.veil = Veil(key, scene.suggested, picture)
    frame.painter.drawPixmap(0, 0, kept.picture)


# In pixels: a contour goes so far beyond the words.
_BESIDE = 8


def paint_outlines(frame: PaintFrame) -> None:
    _paint_contours(frame, frame.scene.outlines)


def _margins(frame: PaintFrame) -> Margins:
    metrics = frame.metrics
    above = metrics.rise - metrics.px(1) - metrics.base
    below = metrics.base + metrics.drop + metrics.px(2) - metrics.line
    return Margins(above, below, side=3, edge=2.5, whole=False)


def _solid(frame: PaintFrame, outline: Outline, parts: list[Strip]) -> None:
    painter = frame.painter
    painter.setPen(QPen(frame.inks.theme.layer(outline.layer).line, _FOCUSED))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(contours(parts, _CONTOUR_RADIUS))


def _dashed(frame: PaintFrame, outline: Outline, parts: list[Strip]) -> None:
    """With dashes that stay in place while they scroll, as those of a pen would not."""
    for corners in polygons(parts):
        for n, corner in enumerate(corners):
            _dashed_edge(frame, outline.layer, corners[n - 1], corner)


def _dashed_edge(frame: PaintFrame, layer: str, start: Point, end: Point) -> None:
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
            if frame.scene.difference != "versions":
                _paint_lack(frame, box)
                continue
            frame.painter.fillRect(box, frame.inks.color("dis_t"))
            # Counted from the page, so that the lines stay in place while they scroll.
            phase = QPointF(box.left() % HATCH, (box.top() + frame.scroll) % HATCH)
            frame.painter.drawTiledPixmap(box, frame.inks.hatch(), phase)


def _paint_lack(frame: PaintFrame, box: QRectF) -> None:
    """Behind words that the text beside lacks: struck out or underlined, as in a list of copies."""
    is_here, metrics = frame.scene.difference == "only_here", frame.metrics
    role = "rem" if is_here else "add"
    frame.painter.fillRect(box, frame.inks.color(f"{role}_t"))
    baseline = box.top() + metrics.rise
    height = baseline - metrics.px(5) if is_here else baseline + metrics.px(3)
    line = QRectF(box.left(), height, box.width(), max(1.0, metrics.px(1.5)))
    frame.painter.fillRect(line, frame.inks.color(role))


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
