"""One picture of the reader in the making: the pieces in it and where they stand."""

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from pullquote.text.spans import Span
from pullquote.ui.reader.colours import Inks
from pullquote.ui.reader.layout.chunk_layout import ChunkLayout
from pullquote.ui.reader.layout.labels import PieceMarks
from pullquote.ui.reader.layout.metrics import Metrics
from pullquote.ui.reader.scene import Scene


class PieceRow(NamedTuple):
    """A piece in view; `top` is its first line's, in the viewport."""

    chunk: int
    top: int
    layout: ChunkLayout
    marks: PieceMarks


class PaintFrame(NamedTuple):
    """`left` is the text column's left edge and `scroll` the page's y at the viewport's top.

    `rows` are the pieces that touch `clip`, `visible` all in view.
    """

    painter: QPainter
    scene: Scene
    inks: Inks
    metrics: Metrics
    left: int
    scroll: int
    visible: range
    clip: QRect
    rows: tuple[PieceRow, ...]

    @classmethod
    def of(cls, painter: QPainter, scene: Scene, left: int, view: int, clip: QRect) -> "PaintFrame":
        page = scene.page
        scroll, visible = page.y, page.visible(view)
        # Captions stand out above a piece, the lower lanes below it.
        reach = page.metrics.line // 2
        first, last = clip.top() - reach, clip.bottom() + reach
        rows = []
        top = page.top(visible[0]) - scroll
        for chunk in visible:
            below = top + page.heights[chunk]
            if below >= first and top <= last:
                rows.append(PieceRow(chunk, top, page.layout(chunk), scene.marks(chunk)))
            top = below
        return cls(
            painter, scene, scene.inks, page.metrics, left, scroll, visible, clip, tuple(rows)
        )

    @property
    def in_view(self) -> Span:
        chunks = self.scene.page.chunks
        return Span(chunks.starts[self.visible[0]], chunks.ends[self.visible[-1]])

    @property
    def span(self) -> Span:
        """The code points of all rows."""
        if not self.rows:
            return Span(0, 0)
        return Span(self.rows[0].layout.start, self.rows[-1].layout.end)

    def boxes(self, span: Span) -> Iterator[QRectF]:
        """The rectangles behind the words of `span`, from the tint's top to its underline."""
        metrics = self.metrics
        height = metrics.rise + metrics.drop
        for row in self.rows:
            for box in row.layout.boxes(span.start, span.end):
                top = row.top + row.layout.line_top(box.line) + metrics.base - metrics.rise
                yield QRectF(self.left + box.left, top, box.right - box.left, height)
