"""The parts of a section: its heading, rows that are buttons, and what each part can do."""

from typing import NamedTuple, Protocol

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from pullquote.model.schema import Layer, Schema
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed
from pullquote.ui.widgets.icon import icon_pixmap
from pullquote.ui.widgets.label import Spoken
from pullquote.ui.widgets.paint import (
    MARGIN,
    made_font,
    paint_chosen,
    paint_key_cap,
    paint_layer_sign,
    paint_text,
)

_SIGN_AT = 60
_TEXT_AT = 88
_VALUE_AT = 120


class Look(NamedTuple):
    """What a row shows: its sign is a `layer`'s (`outlined` for what is not there yet) or an icon.

    With `key_first` the key stands at the left edge, else at the right. `aside` stands at the
    right edge, `value` in a column of its own.
    """

    text: str
    key: str = ""
    layer: Layer | None = None
    outlined: bool = False
    icon: str = ""
    tone: str = "ink2"
    value: str = ""
    value_set: bool = True
    aside: str = ""
    best: bool = False
    key_first: bool = False

    @property
    def said(self) -> str:
        return ", ".join(part for part in (self.text, self.value, self.aside) if part)


class RowButton(Themed, QAbstractButton):
    """As wide as the panel; its texts stand in the panel's margins."""

    def __init__(self, theme: Theme, look: Look, height: int = 28) -> None:
        super().__init__()
        self._theme = theme
        self._look = look
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_look(look)

    def look(self) -> Look:
        return self._look

    def show_look(self, look: Look) -> None:
        self._look = look
        if look.said != self.accessibleName():
            self.setAccessibleName(look.said)
        if look.key != self.accessibleDescription():
            self.setAccessibleDescription(look.key)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, self.height())

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._paint_ground(painter)
            room = self.rect().adjusted(MARGIN, 0, -MARGIN, 0)
            if self._look.key_first:
                self._paint_offer(painter, room)
            else:
                self._paint_part(painter, room)

    def _paint_ground(self, painter: QPainter) -> None:
        if self._look.best:
            paint_chosen(painter, self.rect(), self._theme, focused=self.hasFocus())
            return
        if self.underMouse() and self.isEnabled():
            painter.fillRect(self.rect(), self._theme.color("sunk"))
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(6, 1, -6, -1), 5, 5)

    def _paint_offer(self, painter: QPainter, room: QRect) -> None:
        look = self._look
        paint_key_cap(painter, room.left() + 20, room.center().y() + 1, look.key, self._theme)
        self._paint_sign(painter, _SIGN_AT, 20)
        taken = self._paint_aside(painter, room)
        font = made_font(13, 600 if look.best else 500)
        where = QRect(_TEXT_AT, 0, room.right() - _TEXT_AT - taken, self.height())
        paint_text(painter, where, look.text, font, self._theme.color("ink"))

    def _paint_part(self, painter: QPainter, room: QRect) -> None:
        look = self._look
        self._paint_sign(painter, MARGIN, 14)
        if look.key:
            middle = room.center().y() + 1
            room.setRight(
                paint_key_cap(painter, room.right() + 1, middle, look.key, self._theme) - 8
            )
        taken = self._paint_aside(painter, room)
        left = MARGIN + 24
        end = _VALUE_AT - 8 if look.value else room.right() - taken
        where = QRect(left, 0, end - left, self.height())
        paint_text(painter, where, look.text, made_font(12), self._theme.color("ink2"))
        if look.value:
            font = made_font(13 if look.value_set else 12, 500 if look.value_set else 400)
            colour = self._theme.color("ink" if look.value_set else "ink3")
            where = QRect(_VALUE_AT, 0, room.right() - taken - _VALUE_AT, self.height())
            paint_text(painter, where, look.value, font, colour)

    def _paint_aside(self, painter: QPainter, room: QRect) -> int:
        if not self._look.aside:
            return 0
        half = room.adjusted(room.width() // 2, 0, 0, 0)
        colour = self._theme.color("ink2")
        return paint_text(painter, half, self._look.aside, made_font(12), colour, right=True) + 8

    def _paint_sign(self, painter: QPainter, left: int, width: int) -> None:
        look = self._look
        middle = self.height() / 2
        if look.layer:
            paint_layer_sign(
                painter,
                left,
                middle,
                width,
                self._theme,
                look.layer.id,
                look.layer.underline,
                outlined=look.outlined,
            )
        elif look.icon:
            colour = self._theme.color(look.tone)
            drawn = icon_pixmap(look.icon, colour, 16, self.devicePixelRatioF())
            painter.drawPixmap(left - 1, int(middle) - 8, drawn)


_HEIGHT = 20
_SIGN = 20


class Heading(Spoken, Themed, QWidget):
    spoken_role = QAccessible.Role.Heading

    def __init__(self, theme: Theme, text: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._text, self._aside = text, ""
        self._layer: Layer | None = None
        self._outlined = False
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def text(self) -> str:
        return self._text

    def aside(self) -> str:
        return self._aside

    def show_text(
        self, text: str, aside: str = "", layer: Layer | None = None, *, outlined: bool = False
    ) -> None:
        """With a `layer`, its sign stands before the text, which has its colour; `outlined` for
        what is not there yet.
        """
        self._text, self._aside, self._layer, self._outlined = text, aside, layer, outlined
        self.setAccessibleName(f"{text}, {aside}" if aside else text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            colour = self._theme.color("ink")
            left = 0
            if self._layer:
                layer = self._layer
                colour = self._theme.layer(layer.id).line
                middle = self.height() / 2
                paint_layer_sign(
                    painter,
                    0,
                    middle,
                    _SIGN,
                    self._theme,
                    layer.id,
                    layer.underline,
                    outlined=self._outlined,
                )
                left = _SIGN + 6
            font = made_font(12, tabular=True)
            taken = paint_text(
                painter, self.rect(), self._aside, font, self._theme.color("ink3"), right=True
            )
            room = QRect(left, 0, self.width() - left - (taken + 12 if taken else 0), self.height())
            paint_text(painter, room, self._text, made_font(13, 600), colour)


class Schemed(Protocol):
    def set_schema(self, schema: Schema) -> None: ...


class Editable(Protocol):
    def set_read_only(self, read_only: bool) -> None: ...
