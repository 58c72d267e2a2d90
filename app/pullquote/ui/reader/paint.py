"""One picture of the reader, from the ground up."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from pullquote.text.spans import Span
from pullquote.ui.reader.frame import Frame
from pullquote.ui.reader.paint_blocks import paint_blocks
from pullquote.ui.reader.paint_labels import paint_captions, paint_tints, paint_underlines
from pullquote.ui.reader.paint_outlines import paint_outlines
from pullquote.ui.reader.paint_text import (
    paint_caret,
    paint_flash,
    paint_found,
    paint_selection,
    paint_words,
)
from pullquote.ui.reader.paint_versions import paint_differing, paint_versions
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
    frame = Frame.of(painter, scene, left, view, clip)
    paint_blocks(frame)
    paint_tints(frame)
    paint_differing(frame)
    if flash:
        paint_flash(frame, *flash)
    paint_found(frame)
    paint_selection(frame)
    paint_words(frame)
    paint_underlines(frame)
    paint_versions(frame)
    paint_outlines(frame)
    paint_captions(frame)
    paint_caret(frame, focused=focused)
