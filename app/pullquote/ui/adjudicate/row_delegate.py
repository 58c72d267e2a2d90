"""How a place in the list is painted: how annotators differ, its words, its document."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from pullquote.ui.adjudicate.values import Row
from pullquote.ui.theme import icons
from pullquote.ui.theme.fonts import text_font
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import bidi_isolated
from pullquote.ui.widgets.paint import made_font, paint_chosen, paint_text
from pullquote.ui.widgets.row_list import VALUE, Index

HEIGHT = 68
MARGIN = 16
_LINE = 18
_ICON = 14


class RowDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(option.widget.width(), HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(VALUE)
        theme = self.theme
        if option.state & QStyle.StateFlag.State_Selected:
            focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
            paint_chosen(painter, option.rect, theme, focused=focused)
        room = option.rect.adjusted(MARGIN, 7, -MARGIN, -7)
        self._paint_kind(painter, QRect(room.left(), room.top(), room.width(), _LINE), row)
        words = QRect(room.left(), room.top() + _LINE, room.width(), _LINE)
        ink = "ink2" if row.state == "settled" else "ink"
        paint_text(painter, words, bidi_isolated(row.words), text_font(13), theme.color(ink))
        below = words.translated(0, _LINE)
        paint_text(painter, below, bidi_isolated(row.document), made_font(12), theme.color("ink2"))

    def _paint_kind(self, painter: QPainter, room: QRect, row: Row) -> None:
        theme, middle = self.theme, room.center().y() + 1
        if row.copies:
            font, color = made_font(12, 600, tabular=True), theme.color("dup_text")
            taken = paint_text(painter, room, str(row.copies), font, color, right=True)
            room.setRight(room.right() - max(taken, 8) - 8)
            self._icon(painter, "copies", "dup_text", room.right() - _ICON, middle)
            room.setRight(room.right() - _ICON - 8)
        if row.state in {"settled", "changed"}:
            settled = row.state == "settled"
            sign, role = ("check", "ink2") if settled else ("history", "dis")
            self._icon(painter, sign, role, room.left(), middle)
            room.setLeft(room.left() + _ICON + 6)
        said = f"{row.outcome} · {row.kind}" if row.outcome else row.kind
        role = "ink2" if row.state in {"settled", "agreed"} else "dis"
        paint_text(painter, room, said, made_font(12, 600), theme.color(role))

    def _icon(self, painter: QPainter, name: str, role: str, left: int, middle: int) -> None:
        ratio = painter.device().devicePixelRatio()
        drawn = icons.pixmap(name, self.theme.color(role), _ICON, ratio)
        painter.drawPixmap(left, middle - _ICON // 2, drawn)
