"""The list of speakers: the names over its columns, its keys, and how a row is painted."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyleOptionViewItem, QWidget

from pullquote.ui.services.key_map import sequences
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed, ThemedDelegate
from pullquote.ui.widgets import bidi_isolated, counted, number
from pullquote.ui.widgets.field import Hints
from pullquote.ui.widgets.label import Spoken
from pullquote.ui.widgets.paint import made_font, paint_text
from pullquote.ui.widgets.row_list import VALUE, Index
from pullquote.ui.widgets.row_table import Table, paint_ground
from pullquote.ui.widgets.words import tr
from pullquote.workflow.speakers.overview import SpeakerRow

ROW, MARGIN = 46, 32
_HEAD, _COLUMN = 30, 58


def columns() -> dict[str, str]:
    """What one can sort by beside the name, from left to right."""
    return {"names": tr("Names"), "quotes": tr("Quotes"), "documents": tr("Docs")}


def sort_rows(rows: Sequence[SpeakerRow], order: str) -> list[SpeakerRow]:
    """By name from A on, else the most first."""
    if order == "name":
        return sorted(rows, key=lambda row: row.name.casefold())
    if order == "documents":
        return sorted(rows, key=lambda row: -len(row.documents))
    return sorted(rows, key=lambda row: -getattr(row, order))


def kind_words(row: SpeakerRow) -> str:
    """What a speaker is: the note, or else the kind."""
    kinds = {
        "person": tr("person"), "organisation": tr("organisation"), "document": tr("document"),
        "unnamed": tr("not named in the texts"),
    }  # fmt: skip
    return row.note or kinds[row.kind]


def say_speaker(row: SpeakerRow) -> str:
    said = (
        row.name,
        kind_words(row),
        counted(row.names, tr("{} name"), tr("{} names")),
        counted(row.quotes, tr("{} quote"), tr("{} quotes")),
        counted(len(row.documents), tr("{} document"), tr("{} documents")),
    )
    return ", ".join(said)


class ColumnHead(Spoken, Themed, QWidget):
    """`sorted_by` has the column that was clicked."""

    sorted_by = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._order = theme, "quotes"
        self.setFixedHeight(_HEAD)
        self.setMinimumWidth(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_order("quotes")

    def show_order(self, order: str) -> None:
        self._order = order
        name = columns().get(order, tr("Name"))
        self.setAccessibleName(tr("Sorted by {}").format(name))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, _HEAD)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            place = round(event.position().x())
            hit = [one for one, left in _places(self.width()) if place >= left]
            self.sorted_by.emit(hit[-1] if hit else "name")

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            room = QRect(MARGIN, 0, 160, _HEAD - 4)
            self._write(painter, room, "name", tr("Name"), right=False)
            names = columns()
            for order, left in _places(self.width()):
                room = QRect(left, 0, _COLUMN, _HEAD - 4)
                self._write(painter, room, order, names[order], right=True)
            line = self._theme.color("line")
            painter.fillRect(MARGIN, _HEAD - 1, self.width() - 2 * MARGIN, 1, line)

    def _write(
        self, painter: QPainter, room: QRect, order: str, words: str, *, right: bool
    ) -> None:
        chosen = order == self._order
        ink = self._theme.color("ink" if chosen else "ink2")
        paint_text(painter, room, words, made_font(12, 600 if chosen else 400), ink, right=right)


def _places(width: int) -> list[tuple[str, int]]:
    """The columns with their left edges."""
    names = list(columns())
    return [(one, width - MARGIN - _COLUMN * (len(names) - at)) for at, one in enumerate(names)]


class SpeakerDelegate(ThemedDelegate):
    """`alike` are the ids of those who may be somebody else, too."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.alike: frozenset[int] = frozenset()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: SpeakerRow = index.data(VALUE)
        theme, area, width = self.theme, option.rect, option.widget.width()
        paint_ground(painter, option, theme)
        painter.fillRect(MARGIN, area.bottom(), width - 2 * MARGIN, 1, theme.color("line"))
        places = _places(width)
        room = QRect(MARGIN, area.top() + 4, places[0][1] - MARGIN - 8, 20)
        ink, quiet = theme.color("ink"), theme.color("ink2")
        paint_text(painter, room, bidi_isolated(row.name), made_font(13, 600), ink)
        room.moveTop(area.top() + 23)
        what = kind_words(row)
        if row.id in self.alike:
            what = tr("{}, looks like another").format(what)
        paint_text(painter, room, bidi_isolated(what), made_font(12), quiet)
        for order, left in places:
            value = len(row.documents) if order == "documents" else getattr(row, order)
            strong = order == "quotes"
            font = made_font(13, 600 if strong else 400, tabular=True)
            where = QRect(left, area.top(), _COLUMN, ROW)
            paint_text(painter, where, number(value), font, ink, right=True)


_KEYS = {
    "F2": "rename_speaker",
    "M": "merge_speaker",
    "/": "split_speaker",
    "+": "add_speaker_name",
    "E": "describe_speaker",
    "R": "speaks_for",
    "Del": "remove_speaker",
    "Backspace": "remove_speaker",
}


def pressed_action(event: QKeyEvent) -> str:
    """The action of the room that a press in one of its lists means, "" for none."""
    if event.text() == "+":
        return _KEYS["+"]
    return next((_KEYS[keys] for keys in sequences(event) if keys in _KEYS), "")


class SpeakersTable(Table):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Speakers"), ROW, parent)

    def key_hints(self) -> Hints:
        if self.row() < 0:
            return [("Ctrl+F", tr("search"))]
        hints: Hints = []
        if self.row() < self.model().rowCount() - 1:
            hints.append(("↓", tr("next")))
        hints.append(("Enter", tr("where they speak")))
        if not self.read_only:
            hints += [("F2", tr("rename")), ("M", tr("merge with …")), ("+", tr("add a name"))]
            hints += [("Del", tr("remove"))]
        return [*hints, ("F6", tr("other panes")), ("Shift+F10", tr("more"))]

    def action_of(self, event: QKeyEvent) -> str:
        return pressed_action(event)
