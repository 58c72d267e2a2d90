"""The History page: what was done to the document, the label or the project, the last first."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pullquote.ui.keys import sequences
from pullquote.ui.panels.heading import Heading
from pullquote.ui.panels.history_delegate import Day, HistoryDelegate, HistoryRow, what
from pullquote.ui.panels.painting import MARGIN
from pullquote.ui.panels.rows import RowsModel, RowsView
from pullquote.ui.panels.values import Entry, Scope
from pullquote.ui.panels.wording import clock, day, local_time, tr
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import Button, Label, Line, Segments

# Older entries are asked for when this many pixels are left below.
_NEAR = 400


class HistoryPage(QWidget):
    """`scope_chosen` has document, label or project; `older_wanted` comes near the end of a list
    that goes on; `undo_operation` and `jumped` have an operation.
    """

    scope_chosen = Signal(str)
    older_wanted = Signal()
    undo_operation = Signal(int)
    jumped = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._entries: list[Entry] = []
        self._more = False
        self._read_only = False
        names = {
            "document": tr("Document"),
            "label": tr("Label"),
            "project": tr("Project"),
        }
        self.scope = Segments(list(names), names)
        self.scope.setAccessibleName(tr("History of"))
        self.scope.set_value("document")
        self._said = Label(tr("Nothing was done here yet."), "meta", wrap=True)
        self._model = RowsModel[HistoryRow](_say, lambda row: isinstance(row, Entry))
        self._delegate = HistoryDelegate(theme)
        self.list = _HistoryList()
        self._chosen = Heading(theme)
        self._details = Label("", "meta", wrap=True)
        self._undo = Button(tr("Undo this"), "U", main=True)
        self._show = Button(tr("Show"), tr("Enter"))
        self._foot = QWidget()
        self._assemble()
        self._connect()

    def set_theme(self, theme: Theme) -> None:
        self._delegate.theme = theme
        self._chosen.set_theme(theme)
        self.list.viewport().update()

    def set_read_only(self, read_only: bool) -> None:
        self._read_only = read_only
        self._show_chosen()

    def show_scope(self, scope: Scope) -> None:
        self.scope.set_value(scope)

    def show_history(self, entries: Sequence[Entry], *, more: bool, today: date) -> None:
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

    def add_older(self, entries: Sequence[Entry], *, more: bool, today: date) -> None:
        """What `older_wanted` asked for; the chosen row stays."""
        self._more = more
        self._entries += entries
        self._model.show_rows(_with_days(self._entries, today))

    def entry(self) -> Entry | None:
        """The entry chosen."""
        row = self._model.rows[self.list.row()] if self.list.row() >= 0 else None
        return row if isinstance(row, Entry) else None

    def _row_of(self, entry: Entry | None) -> int:
        for number, row in enumerate(self._model.rows):
            if entry and isinstance(row, Entry) and row.operation == entry.operation:
                return number
        return -1

    def _assemble(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(MARGIN, 16, MARGIN, 8)
        head.setSpacing(16)
        head.addWidget(self.scope)
        head.addWidget(self._said)
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._delegate)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._undo)
        buttons.addWidget(self._show)
        buttons.addStretch()
        inner = QVBoxLayout()
        inner.setContentsMargins(MARGIN, 14, MARGIN, 16)
        inner.setSpacing(4)
        inner.addWidget(self._chosen)
        inner.addWidget(self._details)
        inner.addSpacing(8)
        inner.addLayout(buttons)
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(0)
        foot.addWidget(Line())
        foot.addLayout(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addStretch()
        column.addWidget(self._foot)

    def _connect(self) -> None:
        self.scope.chosen.connect(self.scope_chosen)
        self.list.pointed.connect(self._show_chosen)
        self.list.chosen.connect(self._jump)
        self.list.undo_pressed.connect(self._undo.click)
        self._undo.clicked.connect(self._tell_undo)
        self._show.clicked.connect(self._jump)
        self.list.verticalScrollBar().valueChanged.connect(self._scrolled)

    def _show_chosen(self) -> None:
        entry = self.entry()
        self._foot.setVisible(entry is not None)
        if entry is None:
            return
        self._chosen.show_text(entry.name, clock(entry.at))
        self._details.setText(what(entry))
        undoable = entry.undoable and not entry.undone and entry.kind != "version"
        self._undo.setEnabled(undoable and not self._read_only)
        self._show.setEnabled(entry.kind != "version")

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.row() >= 0 and "U" in sequences(event):
            self.undo_pressed.emit()
        else:
            super().keyPressEvent(event)


def _with_days(entries: Sequence[Entry], today: date) -> list[HistoryRow]:
    rows: list[HistoryRow] = []
    last: date | None = None
    for entry in entries:
        of = local_time(entry.at).date()
        if of != last:
            rows.append(Day(tr("Today") if of == today else day(of)))
            last = of
        rows.append(entry)
    return rows


def _say(row: HistoryRow) -> str:
    if isinstance(row, Day):
        return row.name
    kind = tr("version") if row.kind == "version" else ""
    return ", ".join(part for part in (kind, row.name, clock(row.at), what(row)) if part)
