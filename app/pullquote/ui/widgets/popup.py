"""What opens over the window: a menu, and the card that never takes the focus."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QWidget

from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed, apply_look
from pullquote.ui.widgets.layout import column_of
from pullquote.ui.widgets.paint import smooth_painter

# Room for the shadow on each side.
EDGE = 12
_RADIUS = 8


class Menu(QMenu):
    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        round_corners(self)


def round_corners(menu: QMenu) -> None:
    """Let the edge of the style sheet be the edge of the menu's window, where it can be round."""
    menu.aboutToShow.connect(lambda: _clear_corners(menu))


def _clear_corners(menu: QMenu) -> None:
    # Asked when the first menu opens: the window that starts need not wait for the answer.
    from pullquote.ui.widgets.display import has_compositor

    if not has_compositor():
        return
    # Without these the corners outside the round edge would be painted black.
    menu.setWindowFlag(Qt.WindowType.FramelessWindowHint)
    menu.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
    menu.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)


class Popup(Themed, QWidget):
    """A card below what it belongs to; its contents go into `column`.

    A child of the window and not a window of its own: the field it belongs to keeps the focus, and
    it moves with the window.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.column = column_of(on=self, margins=(EDGE, EDGE + 8, EDGE, EDGE + 8))
        self.hide()

    def open_below(self, owner: QWidget, left: int, width: int) -> None:
        """Show the card under `owner`, or above it where there is no room below.

        `left` and `width` are the card's, in the pixels of the owner.
        """
        window = owner.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        apply_look(self)
        self.setFixedWidth(width + 2 * EDGE)
        self.adjustSize()
        self.move(self._place(owner.mapTo(window, QPoint(left, 0)), owner.height(), window))
        self.show()
        self.raise_()

    def _place(self, corner: QPoint, owner_height: int, window: QWidget) -> QPoint:
        """Where the widget goes so that its card, the shadow left out, stays in the window."""
        card = self.size() - QSize(2 * EDGE, 2 * EDGE)
        left = max(0, min(corner.x(), window.width() - card.width()))
        top = corner.y() + owner_height + 4
        above = corner.y() - card.height() - 4
        if top + card.height() > window.height():
            top = above if above >= 0 else max(0, window.height() - card.height())
        return QPoint(left - EDGE, top - EDGE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with smooth_painter(self) as painter:
            card = QRectF(self.rect()).adjusted(EDGE, EDGE, -EDGE, -EDGE)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(0, 0, 0, 10 if self._theme.dark else 4))
            for step in (10, 7, 5, 3, 2, 1):
                grown = card.adjusted(-step, -step + 2, step, step + 2)
                painter.drawRoundedRect(grown, _RADIUS + step, _RADIUS + step)
            painter.setPen(QPen(self._theme.color("line"), 1))
            painter.setBrush(self._theme.color("page"))
            painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
