"""The list itself: keys, the chosen document, the menu of a row, and how a row is painted."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QRegion,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from pullquote.store.values import DocumentRow
from pullquote.ui.documents.model import (
    CONTEXT,
    ROW,
    UNLIKE,
    DocumentsModel,
    near_words,
    source_and_date,
    title_of,
)
from pullquote.ui.theme.fonts import program_font
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed
from pullquote.ui.widgets import bidi_isolated, number, paint_status
from pullquote.ui.widgets.field import Hints
from pullquote.ui.widgets.icon import icon_pixmap
from pullquote.ui.widgets.label import Silence
from pullquote.ui.widgets.row_list import set_up_rows

_Index = QModelIndex | QPersistentModelIndex
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class DocumentsView(Themed, QTableView):
    """`chosen` is a step or click of the person, never `choose`; `entered_row` is Enter, `picked`
    the end of a plain click.

    `left` is Esc, `left_up` the arrow above the first row; `menu_wanted` has the chosen documents
    and the place on screen. Letters mean nothing here: one does not see where they would go.
    """

    chosen = Signal(int)
    entered_row = Signal(int)
    picked = Signal()
    left = Signal()
    left_up = Signal()
    menu_wanted = Signal(list, QPoint)

    def __init__(self, model: DocumentsModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._documents = model
        self._silence = Silence(self)
        self._quiet = False
        self._delegate = DocumentDelegate(theme, self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        set_up_rows(self, ROW_HEIGHT)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAccessibleName(self.tr("Documents"))
        self.verticalScrollBar().setSingleStep(28)
        self.doubleClicked.connect(self._enter)

    def set_theme(self, theme: Theme) -> None:
        self._delegate.set_theme(theme)
        self.viewport().update()

    def dataChanged(self, first: _Index, last: _Index, roles: Sequence[int] = ()) -> None:
        if not QAccessible.isActive():
            super().dataChanged(first, last, roles)
            return
        with self._silence.keep():  # each label changes the numbers of its document
            super().dataChanged(first, last, roles)

    def key_hints(self) -> Hints:
        return [
            ("↑ ↓", self.tr("other document")), ("Enter", self.tr("to the text")),
            ("Ctrl+K", self.tr("search")), ("Shift+F10", self.tr("menu")),
        ]  # fmt: skip

    def choose(self, document: int | None, *, show: bool = True) -> bool:
        """Mark `document` as the chosen one and tell nobody; False if the list does not have it."""
        row = None if document is None else self._documents.row_of(document)
        index = QModelIndex() if row is None else self._documents.index(row)
        self._quiet = True
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self._quiet = False
        if row is not None and show:
            self.scrollTo(index)
        return row is not None

    def document(self) -> int | None:
        index = self.currentIndex()
        return self._documents.id_at(index.row()) if index.isValid() else None

    def documents(self) -> list[int]:
        """All that are selected, in the order of the list."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return [self._documents.id_at(row) for row in rows]

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and not self._quiet:
            self.chosen.emit(self._documents.id_at(current.row()))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.setDirtyRegion(QRegion(self.rect()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers():
            self._enter()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_up.emit()
        elif not _is_word(event):
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        on_row = self.indexAt(event.position().toPoint()).isValid()
        if event.button() == Qt.MouseButton.LeftButton and on_row and len(self.documents()) == 1:
            self.picked.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            place = event.globalPos()
        else:
            row = self.visualRect(self.currentIndex())
            place = self.viewport().mapToGlobal(row.center())
        if self.documents():
            self.menu_wanted.emit(self.documents(), place)

    def _enter(self) -> None:
        document = self.document()
        if document is not None:
            self.entered_row.emit(document)


def _is_word(event: QKeyEvent) -> bool:
    """A letter, digit or other sign, typed without Ctrl or Alt."""
    plain = event.modifiers() in {
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.ShiftModifier,
    }
    return (
        plain and event.text().isprintable() and not event.text().isspace() and bool(event.text())
    )


ROW_HEIGHT = 56
_LEFT, _TEXT, _RIGHT = 16, 36, 16
_LINE = 20
_ONE_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
_ICON = 16
# In fewer pixels a source says nothing.
_SOURCE_LEAST = 24


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
        return QSize(200, ROW_HEIGHT)

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
            context: str = index.data(CONTEXT)
            edge = self._paint_counts(painter, area, row, near="" if context else near_words(row))
            if index.data(UNLIKE):
                edge = self._paint_unlike(painter, area, edge)
            self._paint_place(painter, area, row, edge, context)
        painter.restore()

    def _paint_ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag) -> None:
        theme = self._theme
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.color("page"))
            painter.fillRect(area.left(), area.top() + 7, 3, ROW_HEIGHT - 14, theme.color("accent"))
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

    def _paint_counts(self, painter: QPainter, area: QRect, row: DocumentRow, *, near: str) -> int:
        """Paint labels and repeated passages from the right; the left edge of what was painted.

        What stands in `near` documents says more than how many passages that is.
        """
        theme = self._theme
        quiet = theme.color("ink3" if row.excluded else "ink2")
        labels = number(row.labels) if row.labels else "–"
        edge = self._paint_count(painter, area, self._edge, "labels", labels, self._count, quiet)
        repeated = near or (number(row.repeats) if row.repeats else "")
        if not repeated:
            return edge
        warm = theme.color("ink3" if row.excluded else "dup_text")
        return self._paint_count(painter, area, edge - 10, "copies", repeated, self._repeat, warm)

    def _paint_unlike(self, painter: QPainter, area: QRect, right: int) -> int:
        left = right - 8 - _ICON
        ratio = painter.device().devicePixelRatioF()
        sign = icon_pixmap("warning", self._theme.color("dis"), _ICON, ratio)
        painter.drawPixmap(left, area.top() + 30, sign)
        return left

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
        painter.drawPixmap(left, area.top() + 30, icon_pixmap(icon, colour, _ICON, ratio))
        return left

    def _paint_place(
        self, painter: QPainter, area: QRect, row: DocumentRow, edge: int, context: str
    ) -> None:
        """Source and date; where both do not fit, the source is cut, or goes, and the date stays.
        In their place the words that it was found by.
        """
        source, day = source_and_date(row)
        tail = f" · {day}" if source else day
        metrics = QFontMetrics(self._small)
        line = QRect(area.left() + _TEXT, area.top() + 29, edge - area.left() - _TEXT - 10, 18)
        if context:
            _write(painter, line, bidi_isolated(context), self._small, self._theme.color("ink2"))
            return
        room = line.width() - metrics.horizontalAdvance(tail)
        if source and room < _SOURCE_LEAST:
            source, tail = "", day
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
    painter.drawText(line, _ONE_LINE, shown)
