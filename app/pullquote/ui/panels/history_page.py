"""The History page: what was done to the document, the label or the project, the last first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QStyleOptionViewItem,
    QWidget,
)

from pullquote.ui.panels.section import Heading
from pullquote.ui.panels.values import HistoryItem, Scope
from pullquote.ui.services.key_map import sequences
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import ThemedDelegate
from pullquote.ui.widgets import Button, Label, Line, Segments, counted
from pullquote.ui.widgets.field import Hints
from pullquote.ui.widgets.icon import icon_pixmap
from pullquote.ui.widgets.layout import Free, column_of, row_of
from pullquote.ui.widgets.paint import MARGIN, made_font, paint_if_chosen, paint_text
from pullquote.ui.widgets.row_list import VALUE, Index, RowsModel, RowsView, right_margin
from pullquote.ui.widgets.words import clock_time, date_words, local_time, tr

# Older entries are asked for when this many pixels are left below.
_NEAR = 400


class HistoryPage(QWidget):
    """`scope_chosen` has document, label or project; `older_wanted` comes near the end of a list
    that goes on; `undo_operation` and `jumped` have an operation, `version_wanted` that of a named
    version, and its name.
    """

    scope_chosen = Signal(str)
    older_wanted = Signal()
    undo_operation = Signal(int)
    version_wanted = Signal(int, str)
    jumped = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._entries: list[HistoryItem] = []
        self._more = False
        self._read_only = False
        names = {
            "document": tr("Document"),
            "label": tr("Label"),
            "project": tr("Project"),
        }
        self.scope = Segments(names, tr("History of"), "document")
        self._said = Label(tr("Nothing was done here yet."), "meta", wrap=True)
        self._model = RowsModel[HistoryRow](_say, lambda row: isinstance(row, HistoryItem))
        self._delegate = HistoryDelegate(theme)
        self.list = _HistoryList()
        self._chosen = Heading(theme)
        self._details = Label("", "meta", wrap=True)
        self._undo = Button(tr("Undo this"), "U", main=True)
        self._go_back = Button(tr("Go back to this version…"), "U", main=True)
        self._show = Button(tr("Show"), tr("Enter"))
        self._foot = QWidget()
        head = column_of(self.scope, self._said, margins=(MARGIN, 16, MARGIN, 8), gap=16)
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._delegate)
        buttons = row_of(self._undo, self._go_back, self._show, Free(), gap=8)
        inner = column_of(
            self._chosen, self._details, 8, buttons, margins=(MARGIN, 14, MARGIN, 16), gap=4
        )
        column_of(Line(), inner, on=self._foot)
        column_of(head, (self.list, 1), Free(), self._foot, on=self)
        self._connect()

    def set_read_only(self, read_only: bool) -> None:
        self._read_only = read_only
        self._show_chosen()

    def show_scope(self, scope: Scope) -> None:
        self.scope.set_value(scope)

    def show_history(self, entries: Sequence[HistoryItem], *, more: bool, today: date) -> None:
        """The newest entries first; `more` says that there are older ones.

        The entry that was chosen stays so, if it is still there.
        """
        chosen = self.entry()
        self._more = more
        self._entries = list(entries)
        self.list.choose(-1)
        self._model.show_rows(_with_days(self._entries, today))
        self.list.choose(self._row_of(chosen))
        self._said.setVisible(not entries)
        self.list.setVisible(bool(entries))
        self._show_chosen()

    def add_older(self, entries: Sequence[HistoryItem], *, more: bool, today: date) -> None:
        """What `older_wanted` asked for; the chosen row stays."""
        self._more = more
        self._entries += entries
        self._model.show_rows(_with_days(self._entries, today))

    def entry(self) -> HistoryItem | None:
        """The entry chosen."""
        row = self._model.rows[self.list.row()] if self.list.row() >= 0 else None
        return row if isinstance(row, HistoryItem) else None

    def _row_of(self, entry: HistoryItem | None) -> int:
        for number, row in enumerate(self._model.rows):
            if entry and isinstance(row, HistoryItem) and row.operation == entry.operation:
                return number
        return -1

    def _connect(self) -> None:
        self.scope.chosen.connect(self.scope_chosen)
        self.list.pointed.connect(self._show_chosen)
        self.list.chosen.connect(self._jump)
        self.list.undo_pressed.connect(self._press)
        self._go_back.clicked.connect(self._tell_version)
        self._undo.clicked.connect(self._tell_undo)
        self._show.clicked.connect(self._jump)
        self.list.verticalScrollBar().valueChanged.connect(self._scrolled)

    def _show_chosen(self) -> None:
        entry = self.entry()
        self._foot.setVisible(entry is not None)
        if entry is None:
            return
        self._chosen.show_text(entry.name, clock_time(entry.at))
        self._details.setText(change_words(entry))
        version, undoable = entry.kind == "version", entry.undoable and not entry.undone
        self._undo.setEnabled(undoable and not version and not self._read_only)
        self._go_back.setEnabled(undoable and version and not self._read_only)
        self._undo.setHidden(version)
        self._show.setHidden(version)
        self._go_back.setVisible(version and entry.undoable)

    def _press(self) -> None:
        entry = self.entry()
        (self._go_back if entry and entry.kind == "version" else self._undo).click()

    def _tell_version(self) -> None:
        entry = self.entry()
        if entry:
            self.version_wanted.emit(entry.operation, entry.name)

    def _tell_undo(self) -> None:
        entry = self.entry()
        if entry:
            self.undo_operation.emit(entry.operation)

    def _jump(self) -> None:
        entry = self.entry()
        if entry and entry.kind != "version":
            self.jumped.emit(entry.operation)

    def _scrolled(self, value: int) -> None:
        if self._more and self.list.verticalScrollBar().maximum() - value < _NEAR:
            self._more = False
            self.older_wanted.emit()


class _HistoryList(RowsView):
    undo_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(tr("What was done, the last first"))

    def key_hints(self) -> Hints:
        if self.row() < 0:
            return [("Esc", tr("to the text"))]
        return [
            ("↑ ↓", tr("other step")), ("Enter", tr("where it was")), ("U", tr("undo this")),
            ("Esc", tr("to the text")),
        ]  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.row() >= 0 and "U" in sequences(event):
            self.undo_pressed.emit()
        else:
            super().keyPressEvent(event)


@dataclass(frozen=True, slots=True)
class DayHeading:
    """A heading over the entries of a day."""

    name: str


HistoryRow = HistoryItem | DayHeading


def _with_days(entries: Sequence[HistoryItem], today: date) -> list[HistoryRow]:
    rows: list[HistoryRow] = []
    last: date | None = None
    for entry in entries:
        of = local_time(entry.at).date()
        if of != last:
            rows.append(DayHeading(tr("Today") if of == today else date_words(of)))
            last = of
        rows.append(entry)
    return rows


def _say(row: HistoryRow) -> str:
    if isinstance(row, DayHeading):
        return row.name
    kind = tr("version") if row.kind == "version" else ""
    return ", ".join(
        part for part in (kind, row.name, clock_time(row.at), change_words(row)) if part
    )


_ENTRY_HEIGHT = 48
_DIVIDER_HEIGHT = 36


class HistoryDelegate(ThemedDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(
            option.rect.width(), _DIVIDER_HEIGHT if is_divider(index.data(VALUE)) else _ENTRY_HEIGHT
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: HistoryRow = index.data(VALUE)
        room = option.rect.adjusted(MARGIN, 0, -right_margin(option), 0)
        if isinstance(row, DayHeading):
            font = made_font(12, 600)
            paint_text(painter, room.adjusted(0, 8, 0, 0), row.name, font, self.theme.color("ink2"))
            return
        paint_if_chosen(painter, option, self.theme)
        if row.kind == "version":
            self._paint_version(painter, room, row, option.widget.devicePixelRatioF())
        else:
            self._paint_entry(painter, room, row)

    def _paint_version(
        self, painter: QPainter, room: QRect, row: HistoryItem, ratio: float
    ) -> None:
        middle = room.center().y()
        flag = icon_pixmap("flag", self.theme.color("accent"), 16, ratio)
        painter.drawPixmap(room.left(), middle - 8, flag)
        taken = self._paint_time(painter, room, row)
        words = room.adjusted(24, 0, -taken - 12, 0)
        width = paint_text(painter, words, row.name, made_font(13, 600), self.theme.color("accent"))
        painter.setPen(self.theme.color("line"))
        painter.drawLine(words.left() + width + 12, middle, words.right(), middle)

    def _paint_entry(self, painter: QPainter, room: QRect, row: HistoryItem) -> None:
        first = QRect(room.left(), room.top() + 5, room.width(), 20)
        first.setRight(first.right() - self._paint_time(painter, first, row) - 12)
        font = QFont(made_font(13, 500))
        font.setStrikeOut(row.undone)
        ink = self.theme.color("ink3" if row.undone else "ink")
        paint_text(painter, first, row.name, font, ink)
        second = QRect(room.left(), room.top() + 24, room.width(), 18)
        ink2 = self.theme.color("ink3" if row.undone else "ink2")
        paint_text(painter, second, change_words(row), made_font(12), ink2)

    def _paint_time(self, painter: QPainter, room: QRect, row: HistoryItem) -> int:
        font = made_font(12, tabular=True)
        return paint_text(
            painter, room, clock_time(row.at), font, self.theme.color("ink3"), right=True
        )


def is_divider(row: HistoryRow) -> bool:
    return isinstance(row, DayHeading) or row.kind == "version"


def change_words(row: HistoryItem) -> str:
    """By whom, how much, and whether it was taken back."""
    changes = counted(row.changes, tr("1 change"), tr("{} changes"))
    if row.documents > 1:
        places = counted(row.documents, tr("1 document"), tr("{} documents"))
        changes = tr("{0} in {1}").format(changes, places)
    undone = tr("undone") if row.undone else ""
    return " · ".join(part for part in (row.who, changes if row.changes else "", undone) if part)
