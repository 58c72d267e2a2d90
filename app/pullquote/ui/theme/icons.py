"""The program's icons: one SVG each in resources/icons/, in one colour that is chosen here."""

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from pullquote.assets import RESOURCES


def pixmap(name: str, colour: QColor, size: int = 20, ratio: float = 1.0) -> QPixmap:
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


def icon(name: str, colour: QColor, size: int = 20) -> QIcon:
    """The icon for an action or a window, sharp on screens of twice the density too."""
    both = QIcon(pixmap(name, colour, size))
    both.addPixmap(pixmap(name, colour, size, 2.0))
    return both


def icon_names() -> list[str]:
    return sorted(path.stem for path in (RESOURCES / "icons").glob("*.svg"))


def _tinted(name: str, colour: QColor) -> QByteArray:
    svg = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return QByteArray(svg.replace("currentColor", colour.name()).encode())
