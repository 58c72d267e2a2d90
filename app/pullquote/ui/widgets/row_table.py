"""A list of many rows of one column that fills a room: its keys, and the ground of a chosen row."""

from PySide6.QtCore import QModelIndex, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets.row_list import RowChoice, set_up_rows

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class Table(RowChoice, QTableView):
    """`entered_row` comes on Enter and double click, `acted` has the action of a key, `left_up` is
    the arrow above the first row, where somebody listens; `menu_wanted` has the place on screen.
    """

    pointed = Signal(int)
    entered_row = Signal(int)
    acted = Signal(str)
    left_up = Signal()
    menu_wanted = Signal(QPoint)
    read_only = False

    def __init__(self, name: str, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        set_up_rows(self, height)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalHeader().setMinimumSectionSize(0)
        self.verticalScrollBar().setSingleStep(height)
        self.doubleClicked.connect(self._enter)

    def action_of(self, _event: QKeyEvent) -> str:
        """The action of the room that a press means for the chosen row, "" for none."""
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.action_of(event)
        if action and self.row() >= 0:
            self.acted.emit(action)
        elif event.key() == Qt.Key.Key_Up and self.row() <= 0:
            self.left_up.emit()
        elif event.key() in _ENTER and not event.modifiers() and self.row() >= 0:
            self.entered_row.emit(self.row())
        elif event.key() == Qt.Key.Key_Escape or _with_control(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(self.menu_place(event))

    def _arrive(self) -> None:
        """At the first row, and quietly: nothing is opened or filtered yet."""
        if self.model().rowCount():
            self.choose(0)

    def _enter(self, index: QModelIndex) -> None:
        self.entered_row.emit(index.row())


def _with_control(event: QKeyEvent) -> bool:
    moves = {Qt.Key.Key_Home, Qt.Key.Key_End}
    held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return held and event.key() not in moves


def is_chosen(option: QStyleOptionViewItem) -> bool:
    return bool(option.state & QStyle.StateFlag.State_Selected)


def is_focused(option: QStyleOptionViewItem) -> bool:
    return bool(option.state & QStyle.StateFlag.State_HasFocus)


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
    """The ground of a chosen row, its bar at the left edge, the ring of the focus; hover."""
    area: QRect = option.rect
    if not is_chosen(option):
        if option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme.color("paper"))
        return
    painter.fillRect(area, theme.color("accent_t"))
    inset = 6 if area.height() < 40 else 8
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent"))
    bar = QRectF(area.left(), area.top() + inset, 3, area.height() - 2 * inset)
    painter.drawRoundedRect(bar, 1.5, 1.5)
    if is_focused(option):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.drawRoundedRect(QRectF(area).adjusted(7, 1, -1, -1), 5, 5)
    painter.restore()
