"""Repeated words: the warm block behind them, and what the gutter says about them."""

from PySide6.QtCore import QPointF, QRectF, Qt

from pullquote.ui.reader.colours import DOTS
from pullquote.ui.reader.painting.frame import PaintFrame
from pullquote.ui.reader.painting.shapes import Margins, Strip, contours, strips
from pullquote.ui.reader.values import PaintedBlock
from pullquote.ui.widgets.words import tr

_RADIUS = 5
_ABOVE = 5
"""A block starts so far above its first line, so that captions are in it."""
_BAR = 17
"""From the text to the right edge of the bar; the words in the gutter end before it."""
_WORDS = 28


def paint_blocks(frame: PaintFrame) -> None:
    """Blocks and bars of all repeated words in the frame, and the words beside them."""
    scene = frame.scene
    active = scene.active_block()
    free_from = float("-inf")
    # All in view, not only in the clip: where words find room depends on those above.
    for block in scene.blocks.touching(frame.in_view.start, frame.in_view.end):
        if not scene.shows_block(block):
            continue
        parts = _parts(frame, block)
        if not parts:
            continue
        if block.is_here:
            _ground(frame, parts, active=block == active)
        _bar(frame, block, parts, active=block == active)
        free_from = _words(frame, block, parts, free_from)


def _parts(frame: PaintFrame, block: PaintedBlock) -> list[Strip]:
    px = frame.metrics.px
    margins = Margins(above=px(_ABOVE), below=0, side=12, edge=3, whole=True)
    return [
        Strip(s.top - frame.scroll, s.bottom - frame.scroll, s.left, s.right)
        for s in strips(frame.scene.page, block.span, frame.visible, margins)
    ]


def _ground(frame: PaintFrame, parts: list[Strip], *, active: bool) -> None:
    painter = frame.painter
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(frame.inks.color("dup_active" if active else "dup"))
    painter.translate(frame.left, 0)
    painter.drawPath(contours(parts, _RADIUS))
    painter.translate(-frame.left, 0)


def _bar(frame: PaintFrame, block: PaintedBlock, parts: list[Strip], *, active: bool) -> None:
    top, bottom = parts[0].top, parts[-1].bottom
    right = frame.left - _BAR
    if block.is_here:
        width = 4 if active else 3
        frame.painter.setPen(Qt.PenStyle.NoPen)
        frame.painter.setBrush(frame.inks.color("dup_bar"))
        bar = QRectF(right - width, top, width, bottom - top)
        frame.painter.drawRoundedRect(bar, 1.5, 1.5)
        if block.elsewhere:
            _dots(frame, right - 8, top, bottom, 1)
    elif block.weak:
        bar = QRectF(right - 2, top, 1, bottom - top)
        frame.painter.fillRect(bar, frame.inks.color("dup_bar"))
    elif not block.boilerplate:
        _dots(frame, right - 2, top, bottom, 2)


def _dots(frame: PaintFrame, x: int, top: float, bottom: float, width: int) -> None:
    """Counted from the top of the page, so that they stay in place while they scroll."""
    dots = frame.inks.dots(width)
    first = max(int(top), frame.clip.top())
    height = min(int(bottom), frame.clip.bottom() + 1) - first
    if height > 0:
        phase = (first + frame.scroll) % DOTS
        where = QRectF(x, first, width, height)
        frame.painter.drawTiledPixmap(where, dots, QPointF(0, phase))


def _words(frame: PaintFrame, block: PaintedBlock, parts: list[Strip], free_from: float) -> float:
    """Where the next words may start: those that have no room below the last are left out."""
    rows = _gutter_words(block)
    metrics, inks = frame.metrics, frame.inks
    height = inks.gutter_metrics.height()
    first = parts[0].top + metrics.px(_ABOVE) + metrics.base - inks.gutter_metrics.ascent()
    top = max(first - (len(rows) - 1) * height / 2, free_from)
    if top + height > max(parts[-1].bottom, first + height) or parts[0].top < -2 * metrics.line:
        return free_from
    painter = frame.painter
    painter.setFont(inks.gutter)
    for n, (words, role) in enumerate(rows):
        painter.setPen(inks.color(role))
        width = inks.gutter_metrics.horizontalAdvance(words)
        baseline = top + n * height + inks.gutter_metrics.ascent()
        painter.drawText(QPointF(frame.left - _WORDS - width, baseline), words)
    return top + len(rows) * height


def _gutter_words(block: PaintedBlock) -> list[tuple[str, str]]:
    """Each line of words in the gutter, with its colour."""
    if block.boilerplate or block.weak:
        return []
    if block.copies_here > 1:
        here = tr("%1 of %2").replace("%1", str(block.copy)).replace("%2", str(block.copies_here))
        more = [(f"+{block.elsewhere}", "ink3")] if block.elsewhere else []
        return [(here, "dup_text"), *more]
    return [(tr("in %1").replace("%1", str(block.elsewhere)), "ink3")]
