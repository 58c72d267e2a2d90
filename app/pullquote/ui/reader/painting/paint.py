"""One picture of the reader, from the ground up; the words, and what is chosen or found in them."""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QTextCharFormat

from pullquote.text.spans import Span
from pullquote.ui.reader.layout.chunk_layout import FormatRange
from pullquote.ui.reader.painting.blocks import paint_blocks
from pullquote.ui.reader.painting.frame import PaintFrame, PieceRow
from pullquote.ui.reader.painting.labels import (
    paint_captions,
    paint_differing,
    paint_outlines,
    paint_suggested,
    paint_tints,
    paint_underlines,
    paint_versions,
)
from pullquote.ui.reader.scene import Scene


def paint(
    painter: QPainter,
    scene: Scene,
    left: int,
    view: int,
    clip: QRect,
    *,
    focused: bool,
    flash: tuple[Span, float] | None,
) -> None:
    """Paint what touches `clip` of a viewport `view` pixels high, the column from `left`."""
    frame = PaintFrame.of(painter, scene, left, view, clip)
    if scene.blocks:
        paint_blocks(frame)
    paint_tints(frame)
    if scene.differing:
        paint_differing(frame)
    if flash:
        paint_flash(frame, *flash)
    paint_found(frame)
    paint_selection(frame)
    paint_words(frame)
    paint_underlines(frame)
    if not scene.page.versions.is_empty:
        paint_versions(frame)
    if scene.has_suggested:
        paint_suggested(frame, view)
    paint_outlines(frame)
    paint_captions(frame)
    paint_caret(frame, focused=focused)


_FLASH = 0.28


def paint_found(frame: PaintFrame) -> None:
    """Find hits, and the one that is gone to."""
    fill, inks = frame.painter.fillRect, frame.inks
    for hit in frame.scene.hits.touching(frame.span.start, frame.span.end):
        current = hit == frame.scene.hit
        for box in frame.boxes(hit):
            fill(box, inks.color("accent" if current else "sel"))
            if not current:
                fill(QRectF(box.left(), box.bottom(), box.width(), 1), inks.color("ink3"))


def paint_selection(frame: PaintFrame) -> None:
    color = frame.inks.color("sel")
    for box in frame.boxes(frame.scene.caret.selection):
        frame.painter.fillRect(box, color)


def paint_flash(frame: PaintFrame, span: Span, strength: float) -> None:
    """A tint over the words arrived at; `strength` goes from 1 to 0."""
    color = QColor(frame.inks.color("dup_bar"))
    color.setAlphaF(_FLASH * strength)
    for box in frame.boxes(span):
        frame.painter.fillRect(box.adjusted(-2, -1, 2, 1), color)


def paint_words(frame: PaintFrame) -> None:
    painter = frame.painter
    painter.setPen(frame.inks.color("ink"))
    clip = QRectF(frame.clip)
    for row in frame.rows:
        row.layout.draw(painter, row.top, frame.left, clip, _looks(frame, row))


def _looks(frame: PaintFrame, row: PieceRow) -> list[FormatRange]:
    """The parts with a colour of their own: boilerplate is dimmed, the hit gone to is inverted."""
    scene, layout = frame.scene, row.layout
    looks = []
    for block in scene.blocks.touching(layout.start, layout.end):
        if block.boilerplate:
            look = _look(frame, "boiler")
            looks.append(layout.range(block.span.start, block.span.end, look))
    if scene.hit and scene.hit.overlaps(Span(layout.start, layout.end)):
        looks.append(layout.range(scene.hit.start, scene.hit.end, _look(frame, "on_accent")))
    return looks


def _look(frame: PaintFrame, role: str) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setForeground(frame.inks.color(role))
    return look


def paint_caret(frame: PaintFrame, *, focused: bool) -> None:
    caret, page = frame.scene.caret, frame.scene.page
    if page.chunks.at(caret.offset) not in frame.visible:
        return
    place = page.place(caret.offset, before=caret.before)
    rect = page.caret(place).translated(frame.left, -frame.scroll)
    frame.painter.fillRect(rect, frame.inks.color("accent" if focused else "field"))
