"""Buttons of all kinds, and the ring that says where the keyboard is."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from pullquote.ui.widgets.icon import icon_pixmap
from pullquote.ui.widgets.label import KeyCap, set_property
from pullquote.ui.widgets.popup import Menu

_EDGE = 12
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_GAP = 10
_ARROW = 16


class Button(QPushButton):
    """A quiet button, or with `main` the one that does what the place is for."""

    def __init__(
        self, text: str, key: str = "", main: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._cap = KeyCap(key, self)
        self.setProperty("main", main)
        self.setFixedHeight(32)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)

    def set_main(self, main: bool) -> None:
        set_property(self, "main", main)

    def set_key(self, key: str) -> None:
        self._cap.set_key(key)
        self.updateGeometry()
        self._place_cap()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return as well as Space, as everybody expects; Qt knows it in dialogs only."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _HELD:
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        text = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text()).width()
        return QSize(text + 2 * _EDGE + self._cap_width(), 32)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_cap()

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        text, option.text = option.text, ""
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        spare = self.width() - self.sizeHint().width()
        room = QRect(
            _EDGE + spare // 2,
            0,
            self.width() - 2 * _EDGE - self._cap_width() - spare,
            self.height(),
        )
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic
        painter.setPen(self.palette().buttonText().color())
        painter.drawText(room, flags, text)
        painter.end()

    def _cap_width(self) -> int:
        if self._cap.isHidden():
            return 0
        self._cap.ensurePolished()
        return self._cap.sizeHint().width() + _GAP - 4

    def _place_cap(self) -> None:
        if self._cap.isHidden():
            return
        size = self._cap.sizeHint()
        spare = max(0, self.width() - self.sizeHint().width()) // 2
        self._cap.setGeometry(
            self.width() - size.width() - _EDGE + 4 - spare,
            (self.height() - size.height()) // 2,
            size.width(),
            size.height(),
        )


class LinkButton(QPushButton):
    """An action that reads as words in the accent colour."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)


class MenuButton(QPushButton):
    """Says what is chosen and opens `choices`; `strong` for the one that says what is shown."""

    def __init__(self, text: str, *, strong: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.choices = Menu(parent=self)
        self.setProperty("strong", strong)
        self.setMenu(self.choices)
        self.setAutoDefault(False)
        self.setFixedHeight(28)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        return QSize(6 + self.fontMetrics().horizontalAdvance(self.text()) + 4 + _ARROW + 4, 28)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            palette = self.palette()
            if self.underMouse() or self.isDown():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(palette.color(QPalette.ColorRole.AlternateBase))
                painter.drawRoundedRect(self.rect(), 6, 6)
            colour = palette.color(QPalette.ColorRole.ButtonText)
            painter.setPen(colour)
            words = QRect(6, 0, self.width() - _ARROW - 12, self.height())
            text = self.fontMetrics().elidedText(
                self.text(), Qt.TextElideMode.ElideRight, words.width()
            )
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
            arrow = icon_pixmap("chevron-down", colour, _ARROW, self.devicePixelRatioF())
            left = min(
                words.left() + self.fontMetrics().horizontalAdvance(text) + 4, words.right() + 2
            )
            painter.drawPixmap(left, (self.height() - _ARROW) // 2, arrow)
            if self.hasFocus():
                paint_focus(painter, self)


def paint_focus(painter: QPainter, widget: QWidget, width: int | None = None) -> None:
    """The ring of two pixels that says where the keyboard is; `width` where it is narrower."""
    pen = painter.pen()
    pen.setColor(widget.palette().color(QPalette.ColorRole.Accent))
    pen.setWidthF(2)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    ring = widget.rect()
    ring.setWidth(min(ring.width(), width or ring.width()))
    painter.drawRoundedRect(ring.adjusted(1, 1, -1, -1), 6, 6)


_MARK = 18
_MARK_GAP = 10


class CheckBox(QCheckBox):
    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setMinimumHeight(24)

    def sizeHint(self) -> QSize:
        return _mark_size(self)

    def hitButton(self, _place: object) -> bool:
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = _begin(self, painter)
        painter.drawRoundedRect(box, 4, 4)
        if self.isChecked():
            _paint_tick(painter, box, self.palette())
        _end(self, painter)


class RadioButton(QRadioButton):
    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setMinimumHeight(24)

    def sizeHint(self) -> QSize:
        return _mark_size(self)

    def hitButton(self, _place: object) -> bool:
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = _begin(self, painter, filled=False)
        painter.drawEllipse(box)
        if self.isChecked():
            painter.setBrush(self.palette().color(QPalette.ColorRole.Accent))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(box.adjusted(4, 4, -4, -4))
        _end(self, painter)


def paint_check(painter: QPainter, box: QRectF, palette: QPalette, *, checked: bool) -> None:
    """A check box of `box`'s size, for a row of a table."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    role = QPalette.ColorRole.Accent if checked else QPalette.ColorRole.Dark
    painter.setPen(QPen(palette.color(role), 1.5))
    if checked:
        painter.setBrush(palette.color(QPalette.ColorRole.Accent))
    painter.drawRoundedRect(box, 4, 4)
    if checked:
        _paint_tick(painter, box, palette)
    painter.restore()


def _paint_tick(painter: QPainter, box: QRectF, palette: QPalette) -> None:
    painter.setPen(QPen(palette.color(QPalette.ColorRole.BrightText), 1.8))
    steps = ((4, 8.5), (7, 11.5), (12.5, 5))
    painter.drawPolyline([QPointF(box.left() + x, box.top() + y) for x, y in steps])


def _mark_size(button: QAbstractButton) -> QSize:
    button.ensurePolished()
    words = button.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, button.text())
    return QSize(_MARK + _MARK_GAP + words.width() + 12, max(24, words.height() + 4))


def _begin(button: QAbstractButton, painter: QPainter, *, filled: bool = True) -> QRectF:
    """Set pen and brush for the mark's edge and give the square it stands in."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    chosen = button.isChecked() and button.isEnabled()
    role = QPalette.ColorRole.Accent if chosen else QPalette.ColorRole.Dark
    painter.setPen(_pen(button, role, 1.5))
    if chosen and filled:
        painter.setBrush(button.palette().color(QPalette.ColorRole.Accent))
    return QRectF(4.75, (button.height() - _MARK) / 2 + 0.75, _MARK - 1.5, _MARK - 1.5)


def _end(button: QAbstractButton, painter: QPainter) -> None:
    painter.setPen(button.palette().color(button.foregroundRole()))
    words = QRect(_MARK + _MARK_GAP + 2, 0, button.width() - _MARK - _MARK_GAP - 2, button.height())
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
    painter.drawText(words, flags | Qt.TextFlag.TextShowMnemonic, button.text())
    if button.hasFocus():
        paint_focus(painter, button, button.sizeHint().width())
    painter.end()


def _pen(button: QAbstractButton, role: QPalette.ColorRole, width: float) -> QPen:
    return QPen(button.palette().color(role), width)
