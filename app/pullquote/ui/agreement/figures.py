"""The figures: one row for each measure, with its bar, value and what it was counted on."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QSizePolicy,
    QWidget,
)

from pullquote.ui.agreement.figure_delegate import ROW, FigureDelegate, columns
from pullquote.ui.agreement.figure_rows import FigureRow, sentence
from pullquote.ui.agreement.painting import (
    MARGIN,
    paint_dot,
    paint_ring,
)
from pullquote.ui.agreement.wording import tr, value
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets.paint import made_font, paint_text
from pullquote.ui.widgets.row_list import RowsModel, RowsView

_HEAD = 28


class Figures(QWidget):
    """`pointed` has the id of the figure that the person goes to."""

    pointed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = RowsModel[FigureRow](sentence)
        self._delegate = FigureDelegate(theme)
        self.list = FigureList()
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._delegate)
        self.list.pointed.connect(self._point)
        # The chosen row can be meant anew: what it filters may have been cleared.
        self.list.chosen.connect(self._point)
        self.list.clicked.connect(lambda index: self._point(index.row()))
        self.list.setParent(self)
        self.setFocusProxy(self.list)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)

    def set_theme(self, theme: Theme) -> None:
        self._theme = self._delegate.theme = theme
        self.update()
        self.list.viewport().update()

    def show_rows(self, rows: Sequence[FigureRow]) -> None:
        """Show these; the row that was chosen stays so, if it is still there."""
        was = self.figure()
        self._delegate.make_room(rows)
        self.list.choose(-1)
        self._model.show_rows(rows)
        self.choose(was if was in self.ids() else next(iter(self.ids()), ""))
        self.updateGeometry()
        self.update()

    def ids(self) -> list[str]:
        return [row.id for row in self._model.rows]

    def row(self) -> FigureRow | None:
        at = self.list.row()
        return self._model.rows[at] if 0 <= at < len(self._model.rows) else None

    def figure(self) -> str:
        row = self.row()
        return row.id if row else ""

    def choose(self, figure: str) -> None:
        """Choose a row without telling anybody."""
        self.list.choose(self.ids().index(figure) if figure in self.ids() else -1)

    def wanted_height(self, most: int = 0) -> int:
        """Tall enough for all rows, or for as many as go into `most` pixels, eight at least."""
        rows = len(self._model.rows)
        fit = max(8, (most - _HEAD) // ROW) if most else rows
        return _HEAD + min(rows, fit) * ROW

    def sizeHint(self) -> QSize:
        return QSize(700, self.wanted_height())

    def resizeEvent(self, _event: object) -> None:
        self.list.setGeometry(0, _HEAD, self.width(), self.height() - _HEAD)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._model.rows:
            return
        painter = QPainter(self)
        # The rows are narrower while they have a scroll bar.
        room = self.list.viewport().width()
        places = columns(room, self._delegate.of)
        self._paint_scale(painter, *places.axis)
        self._write(painter, places.value, tr("Value"))
        self._write(painter, places.of, tr("of"))
        self._paint_legend(painter, places.axis[0] - MARGIN - 28)
        painter.fillRect(MARGIN, _HEAD - 1, room - MARGIN - 8, 1, self._theme.color("line"))
        painter.end()

    def _paint_scale(self, painter: QPainter, left: int, width: int) -> None:
        painter.setFont(made_font(11, 500, tabular=True))
        painter.setPen(self._theme.color("ink2"))
        for step in range(6) if width > 180 else (0, 5):
            middle = left + round(width * step / 5)
            mark = QRect(middle - 24, 0, 48, _HEAD - 4)
            painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, value(step / 5)[:-1])

    def _write(self, painter: QPainter, place: tuple[int, int], words: str) -> None:
        where = QRect(place[0], 0, place[1], _HEAD - 4)
        paint_text(painter, where, words, made_font(11, 500), self._theme.color("ink2"), right=True)

    def _paint_legend(self, painter: QPainter, room: int) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, font = self._theme.color("ink2"), made_font(12)
        middle = (_HEAD - 4) / 2
        left = MARGIN
        for paint, words in (
            (paint_dot, tr("all copies")),
            (paint_ring, tr("one copy per cluster")),
        ):
            paint(painter, QPointF(left + 5, middle), self._theme)
            where = QRect(left + 16, 0, MARGIN + room - left - 16, _HEAD - 4)
            left += 16 + paint_text(painter, where, words, font, ink) + 16

    def _point(self, row: int) -> None:
        self.pointed.emit(self._model.rows[row].id)


class FigureList(RowsView):
    """Keys of the room (copy, settle, clear) go to the room."""

    def __init__(self) -> None:
        super().__init__(tr("Figures"))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        # The uppermost row says its aspect, whichever it is.
        self.verticalScrollBar().valueChanged.connect(self.viewport().update)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)
