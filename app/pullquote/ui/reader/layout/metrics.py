"""Every size in the reader, at one zoom."""

from typing import NamedTuple

from PySide6.QtGui import QFont, QFontMetricsF

from pullquote.ui.theme.fonts import program_font, text_font

GUTTER = 72
TEXT_WIDTH = 720
RIGHT = 56
LEAST_TEXT = 120
LEAST_ZOOM, MOST_ZOOM = 70, 250

_SAMPLE = "The minister said on Tuesday that the talks will go on for another week, or two."
# The part of a line that words fill: the next word did not fit.
_FILLED = 0.965


class Metrics(NamedTuple):
    """Whole pixels, so that lines of text and of colour are crisp.

    A line of text is `line` high: `base` from its top to the baseline, captions above, underlines
    below. `rise` is the tint above the baseline, `drop` from the baseline to the first underline,
    `caption` from the top of the line to a caption's baseline: it clears the second underline of
    the line above. `lane` is from one underline to the next, `version` from one version to the
    next.
    """

    zoom: int
    font: QFont
    line: int
    base: int
    rise: int
    drop: int
    caption: int
    lane: float
    version: int
    gap: int
    blank: int
    character: float

    @classmethod
    def at(cls, zoom: int) -> "Metrics":
        scale = zoom / 100
        font = text_font(17 * scale)
        return cls(
            zoom=zoom,
            font=font,
            line=round(38 * scale),
            base=round(26 * scale),
            rise=round(17 * scale),
            drop=round(5 * scale),
            caption=round(26 * scale) - round(17 * scale) - round(2 * scale),
            lane=3.6 * scale,
            version=round(10 * scale),
            gap=round(14 * scale),
            blank=round(10 * scale),
            character=QFontMetricsF(font).horizontalAdvance(_SAMPLE) / len(_SAMPLE),
        )

    def px(self, size: float) -> int:
        """`size` at 100 %, at this zoom."""
        return round(size * self.zoom / 100)

    def caption_font(self) -> QFont:
        font = program_font(10.5 * self._grown, 700)
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 104)
        return font

    def value_font(self) -> QFont:
        return program_font(11.5 * self._grown, 600)

    @property
    def _grown(self) -> float:
        """Captions grow with the text and do not shrink with it."""
        return max(1.0, self.zoom / 100)

    def lines_in(self, characters: int, width: int, average: float) -> int:
        """The estimate for a paragraph that is not laid out; `average` is one character's width."""
        return max(1, -int(-characters * average // (width * _FILLED)))


def text_column(width: int) -> tuple[int, int]:
    """Left edge and width of the text in a reader of `width`: centred from gutter to ruler."""
    room = width - GUTTER - RIGHT
    text = max(LEAST_TEXT, min(TEXT_WIDTH, room))
    return GUTTER + max(0, (room - text) // 2), text


def average_width(text: str, metrics: Metrics) -> float:
    """The average width of a character of this text: other scripts have other widths."""
    middle = len(text) // 2
    sample = (text[:300] + text[middle : middle + 300]).replace("\n", " ")
    if not sample.strip():
        return metrics.character
    return QFontMetricsF(metrics.font).horizontalAdvance(sample) / len(sample)
