"""The list of figures: one row for each measure, with its bar, its value and what it stands on;
its widget, how a row is painted, and the rows in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QSizePolicy,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from pullquote.agreement.values import Aspect, Figure, Summary
from pullquote.model.schema import Schema
from pullquote.ui.agreement.axis import MARGIN, Bar, paint_bar, paint_dot, paint_hints, paint_ring
from pullquote.ui.agreement.wording import is_few, reason, value
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed, ThemedDelegate
from pullquote.ui.widgets import number, plain_tooltip
from pullquote.ui.widgets.paint import made_font, paint_text
from pullquote.ui.widgets.row_list import VALUE, Index, RowsModel, RowsView
from pullquote.ui.widgets.row_table import is_chosen, paint_ground
from pullquote.ui.widgets.words import tr

_HEAD = 28


@dataclass(frozen=True, slots=True)
class FigureRow:
    """`first` and `last` say where the rows of one aspect begin and end; `meaning` is a sentence
    or two for who does not know the measure.
    """

    figure: Figure
    aspect: Aspect
    name: str
    symbol: str
    unit: str
    meaning: str
    headline: bool = True
    first: bool = True
    last: bool = True

    @property
    def id(self) -> str:
        return self.figure.id

    @property
    def of(self) -> str:
        """How much was compared: 1,204 spans."""
        return f"{number(self.figure.n)} {self.unit}"


class Figures(Themed, QWidget):
    """`pointed` has the id of the figure that the person goes to."""

    pointed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = RowsModel[FigureRow](figure_sentence)
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
        with QPainter(self) as painter:
            # The rows are narrower while they have a scroll bar.
            room = self.list.viewport().width()
            places = figure_columns(room, self._delegate.of)
            self._paint_scale(painter, *places.axis)
            self._write(painter, places.value, tr("Value"))
            self._write(painter, places.of, tr("of"))
            self._paint_legend(painter, places.axis[0] - MARGIN - 28)
            painter.fillRect(MARGIN, _HEAD - 1, room - MARGIN - 8, 1, self._theme.color("line"))

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


ROW = 36
_ASPECT, _NAMES = 88, 306
_GAP = 12


@dataclass(frozen=True, slots=True)
class FigureColumns:
    """Left edge and width of each, from the left edge of the row."""

    aspect: tuple[int, int]
    name: tuple[int, int]
    symbol: tuple[int, int]
    axis: tuple[int, int]
    value: tuple[int, int]
    of: tuple[int, int]


def figure_columns(width: int, of: int) -> FigureColumns:
    """The columns of a row `width` pixels wide, whose last one takes `of`."""
    left, right = MARGIN, width - 8
    room = right - left
    at = 64 if room > 640 else 52
    axis = max(80, min(round(room * 0.36), room - _NAMES - 2 * _GAP - at - of))
    axis_left = right - of - at - axis
    symbol = 34
    name = left + _ASPECT
    return FigureColumns(
        (left, _ASPECT - 4),
        (name, axis_left - _GAP - symbol - name - 4),
        (axis_left - _GAP - symbol, symbol),
        (axis_left, axis),
        (axis_left + axis, at),
        (right - of, of),
    )


class FigureDelegate(ThemedDelegate):
    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.of = 120

    def make_room(self, rows: Sequence[FigureRow]) -> None:
        """Let the last column be as wide as its longest words."""
        metrics = QFontMetrics(made_font(12, tabular=True))
        words = [row.of for row in rows] + [_few()]
        self.of = max(104, min(max(map(metrics.horizontalAdvance, words)) + 14, 200))

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, ROW)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        row: FigureRow | None = index.data(VALUE)
        if row is None:
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), plain_tooltip(figure_explained(row)), view)
        return True

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: FigureRow = index.data(VALUE)
        area, theme = option.rect, self.theme
        places = figure_columns(area.width(), self.of)
        paint_ground(painter, option, theme)
        if row.last:
            painter.fillRect(
                MARGIN, area.bottom(), area.right() - MARGIN - 7, 1, theme.color("line")
            )
        axis = QRect(places.axis[0], area.top(), places.axis[1], area.height())
        if row.first or area.top() <= 0:
            bold = made_font(13, 600)
            paint_text(
                painter, _in(area, places.aspect), aspect_name(row.aspect), bold, theme.color("ink")
            )
        paint_text(painter, _in(area, places.name), row.name, made_font(13), theme.color("ink2"))
        symbol, quiet = _in(area, places.symbol), theme.color("ink2")
        paint_text(painter, symbol, row.symbol, made_font(13), quiet, right=True)
        if row.figure.value is None:
            self._paint_reason(painter, area, row, places)
        else:
            self._paint_value(painter, area, axis, row, places, on_chosen=is_chosen(option))
        self._paint_of(painter, _in(area, places.of), row)

    def _paint_reason(
        self, painter: QPainter, area: QRect, row: FigureRow, places: FigureColumns
    ) -> None:
        """Why there is no value, in two lines where one is too short."""
        left = places.axis[0]
        why = QRect(left, area.top(), places.of[0] - left - 8, area.height() - 1)
        painter.setFont(made_font(12))
        painter.setPen(self.theme.color("ink2"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(why, flags, reason(row.figure.why))

    def _paint_of(self, painter: QPainter, where: QRect, row: FigureRow) -> None:
        font, quiet = made_font(12, tabular=True), self.theme.color("ink2")
        if is_few(row.figure):
            few = where.adjusted(0, 17, 0, -3)
            caption = made_font(11)
            paint_text(painter, few, _few(), caption, self.theme.color("ink3"), right=True)
            where = where.adjusted(0, 3, 0, -17)
        paint_text(painter, where, row.of, font, quiet, right=True)

    def _paint_value(
        self,
        painter: QPainter,
        area: QRect,
        axis: QRect,
        row: FigureRow,
        places: FigureColumns,
        *,
        on_chosen: bool,
    ) -> None:
        figure = row.figure
        assert figure.value is not None
        bar = Bar(figure.value, figure.low, figure.high, figure.once, is_few(figure))
        paint_hints(painter, axis, self.theme)
        paint_bar(painter, axis, bar, self.theme, on_chosen=on_chosen)
        font = made_font(14, 600, tabular=True)
        paint_text(painter, _in(area, places.value), value(figure.value), font,
                   self.theme.color("ink"), right=True)  # fmt: skip


def figure_explained(row: FigureRow) -> str:
    """What the measure means, its interval or why it has no value, and what else to know of it."""
    figure = row.figure
    parts = [f"{row.name[:1].upper()}{row.name[1:]}. {row.meaning}"]
    if figure.value is None:
        parts.append(reason(figure.why))
    elif figure.low is not None and figure.high is not None:
        interval = tr("{0} (95 % {1} to {2})").format(
            value(figure.value), value(figure.low), value(figure.high)
        )
        once = (
            ""
            if figure.once is None
            else tr("; with one copy per cluster {}").format(value(figure.once))
        )
        parts.append(interval + once)
    if figure.note is not None:
        parts.append(reason(figure.note))
    return "\n".join(parts)


def _few() -> str:
    return tr("few documents")


def _in(area: QRect, place: tuple[int, int]) -> QRect:
    return QRect(area.left() + place[0], area.top(), place[1], area.height())


def figure_rows(summary: Summary, schema: Schema) -> list[FigureRow]:
    """The figures in their order, in the words of the schema."""
    # It needs NumPy, which the thread that counted has loaded by now.
    from pullquote.agreement.figures.definitions import DEFINITIONS, definitions, symbol

    known = definitions(schema)
    people = len(summary.annotators)
    found = []
    for figure in summary.figures:
        meant = known.get(figure.id) or DEFINITIONS[figure.id]
        # The axis goes from 0 to 1, and so does a share beside it.
        sign = symbol(meant, people).replace("%", "")
        words = (_words(meant.name), sign, _words(meant.unit))
        source = f" ({meant.source})" if meant.source else ""
        meaning = f"{_words(meant.meaning)}{source}"
        found.append(FigureRow(figure, meant.aspect, *words, meaning, meant.headline))
    return found


def aspect_name(aspect: Aspect) -> str:
    return {
        "detection": tr("Detection"),
        "boundaries": tr("Boundaries"),
        "label": tr("Label"),
        "attribute": tr("Attribute"),
        "speaker": tr("Speaker"),
        "links": tr("Links"),
        "date": tr("Date value"),
    }[aspect]


def figure_sentence(row: FigureRow) -> str:
    """The row for a screen reader."""
    figure = row.figure
    parts = [aspect_name(row.aspect), row.name, row.symbol]
    if figure.value is None:
        parts.append(reason(figure.why))
    else:
        parts.append(value(figure.value))
        if figure.low is not None and figure.high is not None:
            parts.append(tr("{0} to {1}").format(value(figure.low), value(figure.high)))
        if figure.once is not None:
            parts.append(tr("with one copy per cluster {}").format(value(figure.once)))
    parts.append(tr("of {}").format(row.of))
    if is_few(figure):
        parts.append(tr("few documents"))
    return ", ".join(parts)


def grouped_by_aspect(rows: Sequence[FigureRow]) -> list[FigureRow]:
    """The rows with the ends of their aspects marked, whatever was left out between them."""
    marked = []
    for place, row in enumerate(rows):
        before = rows[place - 1].aspect if place else None
        after = rows[place + 1].aspect if place + 1 < len(rows) else None
        marked.append(
            FigureRow(
                row.figure, row.aspect, row.name, row.symbol, row.unit, row.meaning, row.headline,
                first=before != row.aspect, last=after != row.aspect,
            )
        )  # fmt: skip
    return marked


def _words(text: str) -> str:
    return QCoreApplication.translate("Measures", text)
