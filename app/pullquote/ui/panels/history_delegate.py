"""How the history is painted: what was done, when and by whom; days and versions divide it."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from pullquote.ui.panels.painting import MARGIN, made_font, paint_chosen, paint_text
from pullquote.ui.panels.rows import VALUE, Index, right_margin
from pullquote.ui.panels.values import Entry
from pullquote.ui.panels.wording import clock, tr
from pullquote.ui.theme import icons
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import counted

_ENTRY = 48
_DIVIDER = 36


@dataclass(frozen=True, slots=True)
class Day:
    """A heading over the entries of a day."""

    name: str


HistoryRow = Entry | Day


class HistoryDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.rect.width(), _DIVIDER if divides(index.data(VALUE)) else _ENTRY)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: HistoryRow = index.data(VALUE)
        room = option.rect.adjusted(MARGIN, 0, -right_margin(option), 0)
        if isinstance(row, Day):
            font = made_font(12, 600)
            paint_text(painter, room.adjusted(0, 8, 0, 0), row.name, font, self.theme.color("ink2"))
            return
        if option.state & QStyle.StateFlag.State_Selected:
            focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
            paint_chosen(painter, option.rect, self.theme, focused=focused)
        if row.kind == "version":
            self._paint_version(painter, room, row, option.widget.devicePixelRatioF())
        else:
            self._paint_entry(painter, room, row)

    def _paint_version(self, painter: QPainter, room: QRect, row: Entry, ratio: float) -> None:
        middle = room.center().y()
        flag = icons.pixmap("flag", self.theme.color("accent"), 16, ratio)
        painter.drawPixmap(room.left(), middle - 8, flag)
        taken = self._paint_time(painter, room, row)
        words = room.adjusted(24, 0, -taken - 12, 0)
        width = paint_text(painter, words, row.name, made_font(13, 600), self.theme.color("accent"))
        painter.setPen(self.theme.color("line"))
        painter.drawLine(words.left() + width + 12, middle, words.right(), middle)

    def _paint_entry(self, painter: QPainter, room: QRect, row: Entry) -> None:
        first = QRect(room.left(), room.top() + 5, room.width(), 20)
        first.setRight(first.right() - self._paint_time(painter, first, row) - 12)
        font = QFont(made_font(13, 500))
        font.setStrikeOut(row.undone)
        ink = self.theme.color("ink3" if row.undone else "ink")
        paint_text(painter, first, row.name, font, ink)
        second = QRect(room.left(), room.top() + 24, room.width(), 18)
        ink2 = self.theme.color("ink3" if row.undone else "ink2")
        paint_text(painter, second, what(row), made_font(12), ink2)

    def _paint_time(self, painter: QPainter, room: QRect, row: Entry) -> int:
        font = made_font(12, tabular=True)
        return paint_text(painter, room, clock(row.at), font, self.theme.color("ink3"), right=True)


def divides(row: HistoryRow) -> bool:
    return isinstance(row, Day) or row.kind == "version"


def what(row: Entry) -> str:
    """By whom, how much, and whether it was taken back."""
    changes = counted(row.changes, tr("1 change"), tr("{} changes"))
    if row.documents > 1:
        places = counted(row.documents, tr("1 document"), tr("{} documents"))
        changes = tr("{0} in {1}").format(changes, places)
    undone = tr("undone") if row.undone else ""
    return " · ".join(part for part in (row.who, changes if row.changes else "", undone) if part)
