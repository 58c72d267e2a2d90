"""The lists of the timeline: its table with the same numbers, and the places of a cell."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from pullquote.model.schema import Underline
from pullquote.ui.theme.fonts import text_font
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import ThemedDelegate
from pullquote.ui.timeline.lane_names import cell_in_words, counts_in_words, row_name, step_name
from pullquote.ui.widgets import bidi_isolated
from pullquote.ui.widgets.field import Hints
from pullquote.ui.widgets.paint import made_font, paint_layer_sign, paint_text
from pullquote.ui.widgets.row_list import ROOT, VALUE, Index
from pullquote.ui.widgets.row_table import Table, paint_ground
from pullquote.ui.widgets.words import tr, value_in_words

if TYPE_CHECKING:
    from pullquote.workflow.timeline.lanes import Lanes
    from pullquote.workflow.timeline.places import TimelinePlace

MARGIN = 32
CELL_ROW, PLACE_ROW = 28, 74
_INSET = 20


class CellsModel(QAbstractListModel):
    """The cells of the chart, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.lanes: Lanes | None = None

    def show_lanes(self, lanes: "Lanes") -> None:
        self.beginResetModel()
        self.lanes = lanes
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() or self.lanes is None else len(self.lanes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.lanes is None or not 0 <= index.row() < len(self.lanes):
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return cell_in_words(self.lanes, index.row())
        return None


class CellDelegate(ThemedDelegate):
    """A line: who, when, what."""

    def __init__(self, theme: Theme, model: CellsModel) -> None:
        super().__init__(theme)
        self._model = model

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, CELL_ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        lanes, cell = self._model.lanes, index.row()
        if lanes is None:
            return
        paint_ground(painter, option, self.theme)
        area: QRect = option.rect
        room = area.width() - 2 * MARGIN
        row, step = int(lanes.row[cell]), int(lanes.step[cell])
        parts = (
            (row_name(lanes, row), 0.0, 0.3, 600),
            (step_name(lanes, step), 0.3, 0.27, 400),
            (counts_in_words(lanes, cell), 0.57, 0.43, 400),
        )
        for words, left, width, weight in parts:
            where = QRect(
                MARGIN + round(left * room), area.top(), round(width * room) - 12, CELL_ROW
            )
            font = made_font(13, weight, tabular=True)
            paint_text(painter, where, words, font, self.theme.color("ink"))


class CellsTable(Table):
    def key_hints(self) -> Hints:
        if self.row() < 0:
            return [("Ctrl+F", tr("filter"))]
        below = self.row() < self.model().rowCount() - 1
        hints: Hints = [("↓", tr("next"))] if below else []
        return [*hints, ("Enter", tr("open in the text")), ("F6", tr("next pane"))]


def say_place(place: "TimelinePlace") -> str:
    kind = tr("Claim") if place.is_claim else tr("Quote")
    return ", ".join(filter(None, (place.words, kind, _where(place), _otherwise(place))))


def _where(place: "TimelinePlace") -> str:
    said = tr("said {}").format(value_in_words(place.said)) if place.said else ""
    if not place.is_claim:
        return ", ".join(filter(None, (place.source, said)))
    day = value_in_words(place.speaks_of) or tr("no certain day")
    return ", ".join(filter(None, (place.source, said, tr("speaks of {}").format(day))))


def _otherwise(place: "TimelinePlace") -> str:
    if not place.others:
        return ""
    told = (
        f"{value_in_words(value) or tr('no certain day')} ({source or tr('no source')})"
        for value, source in place.others
    )
    return tr("≠ in copies: {}").format(", ".join(told))


class PlaceDelegate(ThemedDelegate):
    """The words, what they are, where they stand, and which days copies have."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, PLACE_ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        place: TimelinePlace = index.data(VALUE)
        theme, area = self.theme, option.rect
        paint_ground(painter, option, theme)
        layer: tuple[str, Underline] = ("claim", "double") if place.is_claim else ("quote", "solid")
        paint_layer_sign(painter, area.left() + _INSET, area.top() + 18, 16, theme, *layer)
        room = QRect(area.left() + _INSET + 26, area.top() + 7, area.width() - 2 * _INSET - 26, 22)
        paint_text(painter, room, bidi_isolated(place.words), text_font(14), theme.color("ink"))
        room = QRect(room.left(), room.bottom() + 1, room.width(), 18)
        paint_text(painter, room, _where(place), made_font(12), theme.color("ink2"))
        room.translate(0, 19)
        paint_text(painter, room, _otherwise(place), made_font(12, 600), theme.color("dis"))
        line = area.adjusted(_INSET, area.height() - 1, -_INSET, 0)
        painter.fillRect(line, theme.color("line"))


class TimelinePlacesTable(Table):
    def key_hints(self) -> Hints:
        hints: Hints = [("↓", tr("next"))] if self.row() < self.model().rowCount() - 1 else []
        return [*hints, ("Enter", tr("open in the text")), ("F6", tr("next pane"))]
