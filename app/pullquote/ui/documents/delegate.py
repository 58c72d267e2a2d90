"""One row of the list: status, title, source and date, repeated passages, labels."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from pullquote.store.values import DocumentRow
from pullquote.ui.documents.model import ROW
from pullquote.ui.documents.rows import place_of, title_of
from pullquote.ui.theme import icons
from pullquote.ui.theme.fonts import program_font
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import bidi_isolated, number, paint_status

HEIGHT = 56
_LEFT, _TEXT, _RIGHT = 16, 36, 16
_LINE = 20
_ICON = 16


class DocumentDelegate(QStyledItemDelegate):
    """The chosen row is a page on paper with a bar at its edge; an excluded one is dim."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._edge = 0
        self._fonts = {weight: program_font(13, weight) for weight in (400, 500, 600)}
        self._small = program_font(12)
        self._count = program_font(12, 500, tabular=True)
        self._repeat = program_font(12, 600, tabular=True)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(200, HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row: DocumentRow | None = index.data(ROW)
        area: QRect = option.rect
        self._edge = _edge(option)
        state: QStyle.StateFlag = option.state
        painter.save()
        self._paint_ground(painter, area, state)
        if row is not None:
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            self._paint_title(painter, area, row, chosen=chosen)
            edge = self._paint_counts(painter, area, row)
            self._paint_place(painter, area, row, edge)
        painter.restore()

    def _paint_ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag) -> None:
        theme = self._theme
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.color("page"))
            painter.fillRect(area.left(), area.top() + 7, 3, HEIGHT - 14, theme.color("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme.color("sunk"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(QRectF(area).adjusted(6, 2, -1, -2), 6, 6)

    def _paint_title(
        self, painter: QPainter, area: QRect, row: DocumentRow, *, chosen: bool
    ) -> None:
        ink = self._theme.color("ink3" if row.excluded else "ink")
        shape = QRectF(area.left() + _LEFT, area.top() + 14, 11, 11)
        paint_status(
            painter, shape, row.state, self._theme.color("ink3" if row.excluded else "ink2")
        )
        settled = row.excluded or row.state in {"done", "skipped"}
        font = self._fonts[600 if chosen else 400 if settled else 500]
        line = QRect(area.left() + _TEXT, area.top() + 9, self._edge - area.left() - _TEXT, _LINE)
        _write(painter, line, title_of(row), font, ink)

    def _paint_counts(self, painter: QPainter, area: QRect, row: DocumentRow) -> int:
        """Paint labels and repeated passages from the right; the left edge of what was painted."""
        theme = self._theme
        quiet = theme.color("ink3" if row.excluded else "ink2")
        labels = number(row.labels) if row.labels else "–"
        edge = self._paint_count(painter, area, self._edge, "labels", labels, self._count, quiet)
        if not row.repeats:
            return edge
        warm = theme.color("ink3" if row.excluded else "dup_text")
        return self._paint_count(
            painter, area, edge - 10, "copies", number(row.repeats), self._repeat, warm
        )

    def _paint_count(
        self,
        painter: QPainter,
        area: QRect,
        right: int,
        icon: str,
        words: str,
        font: QFont,
        colour: QColor,
    ) -> int:
        width = max(18, QFontMetrics(font).horizontalAdvance(words) + 4)
        painter.setFont(font)
        painter.setPen(colour)
        place = QRect(right - width, area.top() + 29, width, 18)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
        left = right - width - _ICON
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(left, area.top() + 30, icons.pixmap(icon, colour, _ICON, ratio))
        return left

    def _paint_place(self, painter: QPainter, area: QRect, row: DocumentRow, edge: int) -> None:
        """Source and date; where both do not fit, the source is cut and the date stays."""
        source, day = place_of(row)
        tail = f" · {day}" if source else day
        metrics = QFontMetrics(self._small)
        line = QRect(area.left() + _TEXT, area.top() + 29, edge - area.left() - _TEXT - 10, 18)
        room = line.width() - metrics.horizontalAdvance(tail)
        head = metrics.elidedText(source, Qt.TextElideMode.ElideRight, max(0, room))
        _write(painter, line, bidi_isolated(head) + tail, self._small, self._theme.color("ink3"))


def _edge(option: QStyleOptionViewItem) -> int:
    """Where text ends: under the end of the search box, with or without a scroll bar."""
    view: QWidget | None = option.widget
    right = option.rect.right() + 1
    return min(right - 4, view.width() - _RIGHT) if view else right - _RIGHT


def _write(painter: QPainter, line: QRect, text: str, font: QFont, colour: QColor) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, line.width())
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.drawText(line, flags | Qt.TextFlag.TextSingleLine, shown)
