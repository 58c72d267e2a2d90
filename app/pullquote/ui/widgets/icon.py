"""Icons, one SVG each in resources/icons, and the shape of a status.

The style sheet gives them their colour.
"""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QPixmapCache,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QToolButton, QWidget

from pullquote.assets import RESOURCES
from pullquote.ui.widgets.label import set_property, set_tooltip


class Icon(QWidget):
    """Tones: ink, quiet, accent, warning, repeat, good; "" is the colour of second text."""

    def __init__(
        self, name: str, tone: str = "", size: int = 20, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._size = size
        self.setProperty("tone", tone)
        self.setFixedSize(size, size)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_icon(self, name: str, tone: str = "") -> None:
        self._name = name
        set_property(self, "tone", tone)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_icon(painter, self, self._name, self._size)


class IconButton(QToolButton):
    """A button that is an icon alone; `name` is what screen readers say and the tool tip shows."""

    def __init__(
        self, icon: str, name: str, key: str = "", *, size: int = 20, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._size = size
        self.setAccessibleName(name)
        set_tooltip(self, f"{name} ({key})" if key else name)
        self.setFixedSize(max(size + 8, 28), max(size + 8, 28))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_icon(self, icon: str) -> None:
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self) as painter:
            paint_icon(painter, self, self._icon, self._size)


def paint_icon(painter: QPainter, widget: QWidget, name: str, size: int) -> None:
    """Paint an icon in the middle of `widget` in the colour of its text."""
    role = widget.foregroundRole()
    colour = widget.palette().color(
        role if role != QPalette.ColorRole.NoRole else QPalette.ColorRole.WindowText
    )
    drawn = icon_pixmap(name, colour, size, widget.devicePixelRatioF())
    painter.drawPixmap((widget.width() - size) // 2, (widget.height() - size) // 2, drawn)


def paint_status(painter: QPainter, where: QRectF, state: str | None, colour: QColor) -> None:
    """Paint the shape of `state` into the square `where`; None is not started.

    An empty ring, a half disc (in progress), a full disc (done), a crossed ring (skipped).
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ring = where.adjusted(0.9, 0.9, -0.9, -0.9)
    painter.setPen(QPen(colour, 1.8))
    painter.setBrush(colour if state == "done" else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(ring)
    if state == "in_progress":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPie(where.adjusted(0.4, 0.4, -0.4, -0.4), 90 * 16, 180 * 16)
    elif state == "skipped":
        middle = ring.center().y()
        painter.drawLine(
            QRectF(ring.left(), middle, ring.width(), 0).topLeft(),
            QRectF(ring.left(), middle, ring.width(), 0).topRight(),
        )
    painter.restore()


class StatusShape(QWidget):
    """The shape alone; whoever shows it says its name in words beside it or to screen readers."""

    def __init__(
        self, state: str | None = None, size: int = 11, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._state = state
        self.setFixedSize(size, size)

    def set_state(self, state: str | None) -> None:
        self._state = state
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            colour = self.palette().color(QPalette.ColorRole.WindowText)
            paint_status(painter, QRectF(self.rect()), self._state, colour)


def icon_pixmap(name: str, colour: QColor, size: int = 20, ratio: float = 1.0) -> QPixmap:
    """The icon `name` at `size` logical pixels; Qt's cache keeps what was drawn before.

    Raises FileNotFoundError for a name that resources/icons/ does not have.
    """
    key = f"pullquote/{name}/{colour.rgba():08x}/{size}/{ratio}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    renderer = QSvgRenderer(_tinted(name, colour))
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    QPixmapCache.insert(key, drawn)
    return drawn


def icon_names() -> list[str]:
    return sorted(path.stem for path in (RESOURCES / "icons").glob("*.svg"))


def _tinted(name: str, colour: QColor) -> QByteArray:
    svg = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return QByteArray(svg.replace("currentColor", colour.name()).encode())
