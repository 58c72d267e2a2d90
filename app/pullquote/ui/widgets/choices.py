"""Check boxes and radio buttons that look alike in both palettes."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QWidget

from pullquote.ui.widgets.focus import paint_focus

_MARK = 18
_GAP = 10


class CheckBox(QCheckBox):
    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setMinimumHeight(24)

    def sizeHint(self) -> QSize:
        return _size(self)

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
        return _size(self)

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


def _size(button: QAbstractButton) -> QSize:
    button.ensurePolished()
    words = button.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, button.text())
    return QSize(_MARK + _GAP + words.width() + 12, max(24, words.height() + 4))


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
    words = QRect(_MARK + _GAP + 2, 0, button.width() - _MARK - _GAP - 2, button.height())
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
    painter.drawText(words, flags | Qt.TextFlag.TextShowMnemonic, button.text())
    if button.hasFocus():
        paint_focus(painter, button, button.sizeHint().width())
    painter.end()


def _pen(button: QAbstractButton, role: QPalette.ColorRole, width: float) -> QPen:
    return QPen(button.palette().color(role), width)
