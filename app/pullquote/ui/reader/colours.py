"""Colours, fonts and patterns of the reader, each made once for a theme and a zoom."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap, QStaticText

from pullquote.model.schema import Underline
from pullquote.ui.reader.layout.metrics import Metrics
from pullquote.ui.theme.fonts import program_font
from pullquote.ui.theme.palette import Theme

SIGN = 12
"""The width of the sign for carried labels, its space included."""

DOTS = 5
"""Pixels from one dot of a gutter bar to the next."""

DASHES = 6
"""Pixels from one dash of a contour to the next."""

HATCH = 6
"""Pixels from one line of a hatching to the next."""

_CONTOUR = 1.2
_HATCHED = 0.45
_LONGEST_VALUE = 220
_BETWEEN = 5


class _Line(NamedTuple):
    """Thickness, thickness when chosen, and the pattern: lengths of strokes and spaces."""

    thickness: float
    chosen: float
    pattern: tuple[float, ...] = ()


_LINES: dict[Underline, _Line] = {
    "solid": _Line(1.8, 2.6),
    "thick": _Line(2.8, 3.6),
    "dashed": _Line(1.8, 2.6, (5, 3)),
    "dotted": _Line(2.0, 2.8, (2, 2)),
    "double": _Line(3.6, 4.5),
    "dashdot": _Line(1.8, 2.6, (7, 3, 2, 3)),
}


class Inks:
    """`ratio` is the device's pixels to one of the window's."""

    def __init__(self, theme: Theme, metrics: Metrics, ratio: float = 1.0) -> None:
        self.theme = theme
        self.metrics = metrics
        self.ratio = ratio
        self.caption = metrics.caption_font()
        self.value = metrics.value_font()
        self.gutter = program_font(11, 600)
        self.gutter_metrics = QFontMetricsF(self.gutter)
        self.caption_metrics = QFontMetricsF(self.caption)
        self._value_metrics = QFontMetricsF(self.value)
        self._caption_font = self.caption, self.caption_metrics.ascent()
        self._value_font = self.value, self._value_metrics.ascent()
        self._values_at: dict[str, float] = {}
        self.lines: dict[str, QColor] = {}
        """The colours of layers that captions have had."""
        self._widths: dict[tuple[str, str, bool], float] = {}
        self._texts: dict[tuple[str, bool], QStaticText] = {}
        self._dots: dict[int, QPixmap] = {}
        self._dashes: dict[tuple[str, bool], QPixmap] = {}
        self._hatch: QPixmap | None = None
        self._tiles: dict[tuple[str, Underline, bool], QPixmap] = {}

    def color(self, role: str) -> QColor:
        return self.theme.color(role)

    # Captions

    def measure(self, caption: str, value: str, carried: bool) -> float:
        """Pixels from the start of the sign to the end of the value."""
        key = caption, value, carried
        if key not in self._widths:
            self._widths[key] = self._measured(caption, value, carried)
        return self._widths[key]

    def _measured(self, caption: str, value: str, carried: bool) -> float:
        width = self.metrics.px(SIGN) if carried else 0.0
        if caption and value:
            width += self.value_at(caption)
            return width + self._value_metrics.horizontalAdvance(self.shortened(value))
        return width + self.caption_metrics.horizontalAdvance(caption or value)

    def value_at(self, caption: str) -> float:
        """Where a value starts after its caption."""
        if caption not in self._values_at:
            width = self.caption_metrics.horizontalAdvance(caption)
            self._values_at[caption] = width + _BETWEEN * self.metrics.zoom / 100
        return self._values_at[caption]

    def shortened(self, value: str) -> str:
        widest = self.metrics.px(_LONGEST_VALUE)
        return self._value_metrics.elidedText(value, Qt.TextElideMode.ElideRight, widest)

    def _text(self, words: str, *, is_value: bool) -> QStaticText:
        """Words shaped once; QStaticText would read markup in them unless told."""
        key = words, is_value
        if key not in self._texts:
            made = QStaticText(self.shortened(words) if is_value else words)
            made.setTextFormat(Qt.TextFormat.PlainText)
            made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            made.prepare(font=self.value if is_value else self.caption)
            self._texts[key] = made
        return self._texts[key]

    def draw_caption(
        self, painter: QPainter, left: float, baseline: float, caption: str, value: str
    ) -> None:
        """A caption and the value behind it; there are many of them, so each is shaped once.

        A value without a caption stands in its place, and looks like one.
        """
        is_value = False
        for words in (caption, value):
            if words:
                font, ascent = self._value_font if is_value else self._caption_font
                shaped = self._texts.get((words, is_value)) or self._text(words, is_value=is_value)
                painter.setFont(font)
                painter.drawStaticText(QPointF(left, baseline - ascent), shaped)
            if caption and value and not is_value:
                left += self._values_at.get(caption) or self.value_at(caption)
                is_value = True

    # Underlines

    def thickness(self, underline: Underline, *, chosen: bool) -> float:
        line = _LINES[underline]
        return (line.chosen if chosen else line.thickness) * self.metrics.zoom / 100

    def whole(self, length: float) -> float:
        """`length` in whole pixels of the device, at least one."""
        return max(1, int(length * self.ratio + 0.5)) / self.ratio

    def tile(self, layer: str, underline: Underline, *, chosen: bool) -> QPixmap | None:
        """One period of a pattern to repeat along the line; None for an unbroken line.

        Repeating a picture costs a hundredth of what Qt's dotted pens cost.
        """
        line = _LINES[underline]
        if not line.pattern:
            return None
        key = layer, underline, chosen
        if key not in self._tiles:
            thickness = self.thickness(underline, chosen=chosen)
            self._tiles[key] = self._drawn(layer, line.pattern, thickness)
        return self._tiles[key]

    def _drawn(self, layer: str, pattern: tuple[float, ...], thickness: float) -> QPixmap:
        lengths = [max(1, self.metrics.px(length)) for length in pattern]
        color = self.theme.layer(layer).line

        def draw(painter: QPainter) -> None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            x = 0
            for n, length in enumerate(lengths):
                if n % 2 == 0:
                    _stroke(painter, QRectF(x, 0, max(length, thickness), thickness))
                x += length

        return self._pixmap(QSize(sum(lengths), int(thickness) + 1), draw)

    def dots(self, width: int) -> QPixmap:
        """One dot of a bar for words that are repeated elsewhere, and the space below it."""
        if width not in self._dots:
            color = self.color("elsewhere")
            self._dots[width] = self._pixmap(
                QSize(width, DOTS), lambda painter: painter.fillRect(0, 0, width, 2, color)
            )
        return self._dots[width]

    def dashes(self, layer: str, *, upright: bool) -> QPixmap:
        """One dash of a contour, and the space after it."""
        key = layer, upright
        if key not in self._dashes:
            color = self.theme.layer(layer).line
            dash, size = QRectF(0, 0, 4, _CONTOUR), QSize(DASHES, 2)
            if upright:
                dash, size = dash.transposed(), size.transposed()
            self._dashes[key] = self._pixmap(size, lambda painter: painter.fillRect(dash, color))
        return self._dashes[key]

    def hatch(self) -> QPixmap:
        """A square of the hatching over words that differ."""
        if self._hatch is None:
            color = QColor(self.color("dis"))
            color.setAlphaF(_HATCHED)

            def draw(painter: QPainter) -> None:
                painter.setPen(QPen(color, 1.0))
                for shift in (-HATCH, 0, HATCH):
                    painter.drawLine(QPointF(shift, HATCH), QPointF(shift + HATCH, 0))

            self._hatch = self._pixmap(QSize(HATCH, HATCH), draw)
        return self._hatch

    def _pixmap(self, size: QSize, draw: Callable[[QPainter], None]) -> QPixmap:
        pixmap = QPixmap(size * self.ratio)
        pixmap.setDevicePixelRatio(self.ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(painter)
        painter.end()
        return pixmap


def _stroke(painter: QPainter, rect: QRectF) -> None:
    """Round where it is a dot."""
    if rect.width() <= rect.height() * 1.2:
        painter.drawEllipse(rect)
    else:
        painter.drawRect(rect)
