"""The first line of a section: what it is about, and a count at the right."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pullquote.model.schema import Layer
from pullquote.ui.panels.painting import made_font, paint_sign, paint_text
from pullquote.ui.theme.palette import Theme

_HEIGHT = 20
_SIGN = 20


class Heading(QWidget):
    def __init__(self, theme: Theme, text: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._text, self._aside = text, ""
        self._layer: Layer | None = None
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def text(self) -> str:
        return self._text

    def aside(self) -> str:
        return self._aside

    def show_text(self, text: str, aside: str = "", layer: Layer | None = None) -> None:
        """With a `layer`, its sign stands before the text, which has its colour."""
        self._text, self._aside, self._layer = text, aside, layer
        self.setAccessibleName(f"{text}, {aside}" if aside else text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = self._theme.color("ink")
        left = 0
        if self._layer:
            layer = self._layer
            colour = self._theme.layer(layer.id).line
            middle = self.height() / 2
            paint_sign(painter, 0, middle, _SIGN, self._theme, layer.id, layer.underline)
            left = _SIGN + 6
        font = made_font(12, tabular=True)
        taken = paint_text(
            painter, self.rect(), self._aside, font, self._theme.color("ink3"), right=True
        )
        room = QRect(left, 0, self.width() - left - (taken + 12 if taken else 0), self.height())
        paint_text(painter, room, self._text, made_font(13, 600), colour)
        painter.end()
