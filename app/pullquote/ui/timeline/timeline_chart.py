"""The timeline as a picture: rows along the calendar, moved and zoomed by keys and mouse."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from pullquote.ui.services.key_map import sequences
from pullquote.ui.theme.palette import Theme
from pullquote.ui.timeline.lane_names import cell_in_words, row_name
from pullquote.ui.widgets import number
from pullquote.ui.widgets.chart.chart import Chart
from pullquote.ui.widgets.field import Hints
from pullquote.ui.widgets.paint import made_font, paint_text, smooth_painter
from pullquote.ui.widgets.words import date_words, month_words, tr

if TYPE_CHECKING:
    from pullquote.workflow.timeline.lanes import Lanes

NAMES, NOWHERE = 156, 76
HEAD, ROW = 72, 56
_LEGEND = 24
_WIDTHS = {"day": 38, "week": 56, "month": 64}
ZOOMS = ("month", "week", "day")
# More arcs than these are a tangle: then those of the chosen cell alone are painted.
_MOST_ARCS = 60
# The height of a block shows so many quotes.
_COUNTED_BY_EYE = 4
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
# Whether Shift belongs to the sign is up to the layout of the keyboard.
_KEYS = {
    "+": "zoom_in", "=": "zoom_in", "Shift++": "zoom_in", "-": "zoom_out", "P": "save_timeline"
}  # fmt: skip


class TimelineChart(Chart):
    """`pointed` comes when a person goes to another cell, `acted` has the action of a key, and
    `moved` comes when something else is in sight. A wide enough part is always in sight: what is
    saved as a picture is that part.
    """

    pointed = Signal(int)
    acted = Signal(str)
    moved = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(tr("Timeline"), theme, parent)
        self.lanes: Lanes | None = None
        self.cell = -1
        self._left = self._top = 0
        self._held: QPointF | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, HEAD + ROW)

    # --- what is shown ---------------------------------------------------------------------------

    def show_lanes(self, lanes: "Lanes", cell: int) -> None:
        """With this cell chosen, -1 for none."""
        self.lanes, self.cell = lanes, cell
        if cell < 0:
            self._left = self._top = 0
        self.choose(cell)

    def choose(self, cell: int) -> None:
        """Bring a cell into sight as the chosen one, without telling anybody."""
        self.cell = cell
        lanes = self.lanes
        if lanes is not None and cell >= 0:
            self.setAccessibleDescription(cell_in_words(lanes, cell))
            self._reach(int(lanes.row[cell]), int(lanes.step[cell]))
        else:
            self.setAccessibleDescription("")
            self._go(self._left, self._top)

    def key_hints(self) -> Hints:
        if self.lanes is None or not len(self.lanes):
            return [("Ctrl+F", tr("filter"))]
        at = ZOOMS.index(self.lanes.zoom)
        rows = tr("speaker") if self.lanes.kind == "speaker" else tr("source")
        hints: Hints = [("← →", tr("day")), ("↑ ↓", rows), ("Enter", tr("open in the text"))]
        hints += [("+", tr("zoom in"))] if at < len(ZOOMS) - 1 else []
        hints += [("-", tr("zoom out"))] if at else []
        return [*hints, ("Ctrl+F", tr("filter")), ("P", tr("picture")), ("F6", tr("next pane"))]

    # --- moved -----------------------------------------------------------------------------------

    def reach(self) -> tuple[int, int, int, int]:
        """Pixels: where the calendar is scrolled to and its most, and the same of the rows."""
        lanes = self.lanes
        if lanes is None:
            return 0, 0, 0, 0
        wide = (lanes.last - lanes.first + 1) * _WIDTHS[lanes.zoom] - self._room()
        high = len(lanes.names) * ROW - (self.height() - HEAD)
        return self._left, max(0, wide), self._top, max(0, high)

    def pan(self, left: int, top: int) -> None:
        """Scroll to these pixels, as far as there is something."""
        self._go(left, top)

    def _room(self) -> int:
        return max(1, self.width() - NAMES - NOWHERE)

    def _go(self, left: int, top: int) -> None:
        _, widest, _, highest = self.reach()
        self._left, self._top = max(0, min(left, widest)), max(0, min(top, highest))
        self.update()
        self.moved.emit()

    def _reach(self, row: int, step: int) -> None:
        lanes = self.lanes
        if lanes is None:
            return
        left, top, width = self._left, self._top, _WIDTHS[lanes.zoom]
        if step != lanes.nowhere:
            place = (step - lanes.first) * width
            if not left <= place <= left + self._room() - width:
                left = place - (self._room() - width) // 2
        room = self.height() - HEAD
        top = min(max(top, (row + 1) * ROW - room), row * ROW)
        self._go(left, top)

    def _point(self, cell: int) -> None:
        if cell >= 0 and cell != self.cell:
            self.choose(cell)
            self.pointed.emit(cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        lanes, key = self.lanes, event.key()
        action = next((_KEYS[keys] for keys in sequences(event) if keys in _KEYS), "")
        if action:
            self.acted.emit(action)
        elif event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or lanes is None:
            event.ignore()
        elif key in _ENTER and self.cell >= 0:
            self.acted.emit("open_said")
        elif len(lanes) and key in _MOVES:
            self._point(self._beside(lanes, key))
        else:
            event.ignore()

    def _beside(self, lanes: "Lanes", key: int) -> int:
        """The cell that a key leads to."""
        if self.cell < 0:
            return 0
        row, step = int(lanes.row[self.cell]), int(lanes.step[self.cell])
        cells = lanes.row_cells(row)
        page = max(1, (self.height() - HEAD) // ROW)
        down = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1,
                Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page}  # fmt: skip
        if key in down:
            return lanes.nearest(max(0, min(row + down[Qt.Key(key)], len(lanes.names) - 1)), step)
        if key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            return cells[0 if key == Qt.Key.Key_Home else -1]
        by = 1 if key == Qt.Key.Key_Right else -1
        return max(cells[0], min(self.cell + by, cells[-1]))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = event.position()
            self._point(self.cell_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            by = event.position() - self._held
            self._held = event.position()
            self._go(self._left - round(by.x()), self._top - round(by.y()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._held = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.cell_at(event.position()) >= 0:
            self.acted.emit("open_said")

    def wheelEvent(self, event: QWheelEvent) -> None:
        by = event.angleDelta()
        across = by.x() or (by.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0)
        if across:
            self._go(self._left - across, self._top)
        else:
            self._go(self._left, self._top - by.y() * ROW // 120)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._go(self._left, self._top)

    def cell_at(self, place: QPointF) -> int:
        """The cell that is painted there, -1 for none."""
        lanes = self.lanes
        row = int(place.y() - HEAD + self._top) // ROW
        if lanes is None or place.y() < HEAD or row >= len(lanes.names) or place.x() < NAMES:
            return -1
        if place.x() >= self.width() - NOWHERE:
            step = lanes.nowhere
        else:
            step = lanes.first + int(place.x() - NAMES + self._left) // _WIDTHS[lanes.zoom]
        return next(iter(lanes.cells(row, step, step)), -1)

    # --- painted ---------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        return False

    def sizeHint(self) -> QSize:
        return QSize(480, HEAD + 4 * ROW)

    def height_of(self, _width: int) -> int:
        rows = len(self.lanes.names) if self.lanes is not None else 0
        return min(self.height(), HEAD + rows * ROW)

    def words_at(self, place: QPointF) -> str:
        cell = self.cell_at(place)
        return cell_in_words(self.lanes, cell) if self.lanes is not None and cell >= 0 else ""

    def paintEvent(self, _event: QPaintEvent) -> None:
        with smooth_painter(self) as painter:
            self.paint_marks(painter, self.width())

    def paint_marks(self, painter: QPainter, width: int) -> None:
        lanes = self.lanes
        if lanes is None or not len(lanes):
            return
        height = self.height_of(width)
        step_width = _WIDTHS[lanes.zoom]
        first = lanes.first + self._left // step_width
        last = min(lanes.last, first + (width - NAMES - NOWHERE) // step_width + 1)
        low = self._top // ROW
        high = min(len(lanes.names) - 1, (self._top + height - HEAD - 1) // ROW)
        calendar = QRectF(NAMES, 0, width - NAMES - NOWHERE, height)
        _paint_legend(painter, self.theme, width)
        painter.save()
        painter.setClipRect(calendar.adjusted(0, _LEGEND, 0, 0))
        self._paint_calendar(painter, lanes, range(first, last + 1), height)
        painter.restore()
        nowhere = QRect(width - NOWHERE, HEAD - 26, NOWHERE, 20)
        self._write(painter, nowhere, tr("no day"), strong=True)
        painter.fillRect(QRectF(0, HEAD - 1, width, 1), self.theme.color("line"))
        painter.setClipRect(QRectF(0, HEAD, width, height - HEAD))
        for row in range(low, high + 1):
            self._paint_row(painter, lanes, row, width)
        painter.setClipRect(calendar.adjusted(0, HEAD, 0, 0))
        self._paint_arcs(painter, lanes, (first, last, low, high))
        for row in range(low, high + 1):
            for cell in lanes.cells(row, first, last):
                self._paint_cell(painter, lanes, cell, width)
        painter.setClipRect(QRectF(width - NOWHERE, HEAD, NOWHERE, height - HEAD))
        for row in range(low, high + 1):
            for cell in lanes.cells(row, lanes.nowhere, lanes.nowhere):
                self._paint_cell(painter, lanes, cell, width)

    def _x(self, lanes: "Lanes", step: int, width: int) -> float:
        """The middle of a step."""
        if step == lanes.nowhere:
            return width - NOWHERE / 2
        each = _WIDTHS[lanes.zoom]
        return NAMES + (step - lanes.first + 0.5) * each - self._left

    def _y(self, row: int) -> float:
        """The line that the marks of a row stand on."""
        return HEAD + (row + 1) * ROW - self._top - 20

    def _write(self, painter: QPainter, where: QRect, words: str, *, strong: bool = False) -> None:
        painter.setFont(made_font(11, 600 if strong else 500, tabular=True))
        painter.setPen(self.theme.color("ink" if strong else "ink2"))
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_calendar(self, painter: QPainter, lanes: "Lanes", steps: range, height: int) -> None:
        from pullquote.workflow.timeline.lanes import step_day

        each, free = _WIDTHS[lanes.zoom], 0
        for step in steps:
            day = step_day(step, lanes.zoom)
            left = round(self._x(lanes, step, 0) - each / 2)
            if lanes.zoom == "day" and day.weekday() >= 5:
                ground = QRect(left, HEAD, each, height - HEAD)
                painter.fillRect(ground, self.theme.color("paper"))
            begins = (
                day.month == 1
                if lanes.zoom == "month"
                else day.day <= (7 if lanes.zoom == "week" else 1)
            )
            if step == steps[0] or (begins and left >= free):
                words = str(day.year) if lanes.zoom == "month" else month_words(day)
                start = max(left, NAMES)
                font = made_font(12, 600)
                where = QRect(start, _LEGEND, 160, 20)
                free = start + 12 + paint_text(painter, where, words, font, self.theme.color("ink"))
            self._write(painter, QRect(left, HEAD - 26, each, 20), _step_words(day, lanes.zoom))

    def _paint_row(self, painter: QPainter, lanes: "Lanes", row: int, width: int) -> None:
        top = HEAD + row * ROW - self._top
        line = self.theme.color("line")
        name = QRect(0, top + 10, NAMES - 12, 18)
        paint_text(painter, name, row_name(lanes, row), made_font(13, 600), self.theme.color("ink"))
        name.translate(0, 18)
        total = number(int(lanes.totals[row]))
        paint_text(painter, name, total, made_font(12, tabular=True), self.theme.color("ink2"))
        painter.fillRect(QRectF(NAMES, self._y(row), width - NAMES, 1), line)
        painter.fillRect(QRectF(0, top + ROW - 1, width, 1), line)
        painter.fillRect(QRectF(width - NOWHERE, top, 1, ROW), line)

    def _paint_cell(self, painter: QPainter, lanes: "Lanes", cell: int, width: int) -> None:
        theme, foot = self.theme, self._y(int(lanes.row[cell]))
        middle = self._x(lanes, int(lanes.step[cell]), width)
        quotes, claims, places = (
            int(of[cell]) for of in (lanes.quotes, lanes.claims, lanes.places)
        )
        high = min(16.0, 4 + 3 * quotes) if quotes else 8.0
        if quotes:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.layer("quote").line)
            left = middle - (11 if claims else 5)
            painter.drawRoundedRect(QRectF(left, foot - high, 10, high), 2, 2)
        if claims:
            unsure = int(lanes.unsure[cell]) > 0
            _paint_diamond(painter, theme, QPointF(middle + (7 if quotes else 0), foot - 6), unsure)
        above = QRect(round(middle) - 30, round(foot - high) - 17, 60, 14)
        signs = ["≠"] if lanes.differs[cell] else []
        if places > quotes + claims:
            signs.append(f"×{number(places)}")
        elif quotes + claims > _COUNTED_BY_EYE:
            signs.append(number(quotes + claims))
        if signs:
            painter.setFont(made_font(11, 600, tabular=True))
            painter.setPen(theme.color("dis" if lanes.differs[cell] else "dup_text"))
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, " ".join(signs))
        if cell == self.cell:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2 if self.hasFocus() else 1))
            frame = QRectF(middle - 17, foot - 34, 34, 41)
            painter.drawRoundedRect(frame, 5, 5)

    def _paint_arcs(
        self, painter: QPainter, lanes: "Lanes", sight: tuple[int, int, int, int]
    ) -> None:
        arcs = lanes.sight_of_arcs(*sight)
        if len(arcs) > _MOST_ARCS and self.cell >= 0:
            here = int(lanes.row[self.cell]), int(lanes.step[self.cell])
            arcs = [arc for arc in arcs if arc[0] == here[0] and here[1] in arc[1:3]]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for row, said, spoken, unsure in arcs[:_MOST_ARCS]:
            style = Qt.PenStyle.DashLine if unsure else Qt.PenStyle.SolidLine
            painter.setPen(QPen(self.theme.layer("claim").line, 1.1, style))
            start, end, foot = self._x(lanes, said, 0), self._x(lanes, spoken, 0), self._y(row) + 1
            path = QPainterPath(QPointF(start, foot))
            path.cubicTo(QPointF(start, foot + 16), QPointF(end, foot + 16), QPointF(end, foot))
            painter.drawPath(path)


_MOVES = {
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home,
    Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
}  # fmt: skip


def _paint_diamond(painter: QPainter, theme: Theme, centre: QPointF, hollow: bool) -> None:
    colour = theme.layer("claim").line
    painter.setPen(QPen(colour, 1.4))
    painter.setBrush(theme.color("page") if hollow else colour)
    corners = [QPointF(0, -5), QPointF(5, 0), QPointF(0, 5), QPointF(-5, 0)]
    painter.drawPolygon(QPolygonF([centre + corner for corner in corners]))


def _paint_legend(painter: QPainter, theme: Theme, width: int) -> None:
    """What the signs mean, as far as there is room."""
    left, font, ink = 4, made_font(12), theme.color("ink2")
    entries = [tr("quote"), tr("day of the claim"), tr("uncertain"), tr("≠ copies differ")]
    for at, words in enumerate(entries):
        if at == 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.layer("quote").line)
            painter.drawRoundedRect(QRectF(left, 3, 8, 11), 2, 2)
        elif at < 3:
            _paint_diamond(painter, theme, QPointF(left + 5, 8.5), at == 2)
        start = left + (16 if at < 3 else 0)
        if start >= width - 60:
            return
        taken = paint_text(painter, QRect(start, 0, width - start, 18), words, font, ink)
        left = start + taken + 18


def _step_words(day: date, zoom: str) -> str:
    if zoom == "day":
        return str(day.day)
    if zoom == "week":
        return date_words(day, year=False)
    return month_words(day).partition(" ")[0][:3]
