"""The words, and what is chosen or found in them."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QTextCharFormat

from pullquote.text.spans import Span
from pullquote.ui.reader.frame import Frame, Row
from pullquote.ui.reader.layout import FormatRange

_FLASH = 0.28


def paint_found(frame: Frame) -> None:
    """Find hits, and the one that is gone to."""
    fill, inks = frame.painter.fillRect, frame.inks
    for hit in frame.scene.hits.touching(frame.span.start, frame.span.end):
        current = hit == frame.scene.hit
        for box in frame.boxes(hit):
            fill(box, inks.color("accent" if current else "sel"))
            if not current:
                fill(QRectF(box.left(), box.bottom(), box.width(), 1), inks.color("ink3"))


def paint_selection(frame: Frame) -> None:
    color = frame.inks.color("sel")
    for box in frame.boxes(frame.scene.caret.selection):
        frame.painter.fillRect(box, color)


def paint_flash(frame: Frame, span: Span, strength: float) -> None:
    """A tint over the words arrived at; `strength` goes from 1 to 0."""
    color = QColor(frame.inks.color("dup_bar"))
    color.setAlphaF(_FLASH * strength)
    for box in frame.boxes(span):
        frame.painter.fillRect(box.adjusted(-2, -1, 2, 1), color)


def paint_words(frame: Frame) -> None:
    painter = frame.painter
    painter.setPen(frame.inks.color("ink"))
    clip = QRectF(frame.clip)
    for row in frame.rows:
        row.layout.draw(painter, row.top, frame.left, clip, _looks(frame, row))


def _looks(frame: Frame, row: Row) -> list[FormatRange]:
    """The parts with a colour of their own: boilerplate is dimmed, the hit gone to is inverted."""
    scene, layout = frame.scene, row.layout
    dimmed = [
        block.span for block in scene.blocks.touching(layout.start, layout.end) if block.boilerplate
    ]
    looks = [layout.range(span.start, span.end, _look(frame, "boiler")) for span in dimmed]
    if scene.hit and scene.hit.overlaps(Span(layout.start, layout.end)):
        looks.append(layout.range(scene.hit.start, scene.hit.end, _look(frame, "on_accent")))
    return looks


def _look(frame: Frame, role: str) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setForeground(frame.inks.color(role))
    return look


def paint_caret(frame: Frame, *, focused: bool) -> None:
    caret, page = frame.scene.caret, frame.scene.page
    if page.chunks.at(caret.offset) not in frame.visible:
        return
    place = page.place(caret.offset, before=caret.before)
    rect = page.caret(place).translated(frame.left, -frame.scroll)
    frame.painter.fillRect(rect, frame.inks.color("accent" if focused else "field"))
