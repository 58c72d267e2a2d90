"""A list whose rows are values, painted by a delegate: what all lists of the panels share."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QAccessible, QContextMenuEvent, QFocusEvent, QKeyEvent, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QListView,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed, ThemedDelegate
from pullquote.ui.widgets.label import Silence
from pullquote.ui.widgets.paint import MARGIN

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")
VALUE = Qt.ItemDataRole.UserRole
ROOT = QModelIndex()
NOT_BY_KEYS = {Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ActiveWindowFocusReason}

if TYPE_CHECKING:
    _View = QAbstractItemView
else:
    # Qt's class itself comes after the one that is mixed in.
    _View = object


class RowsModel(QAbstractListModel, Generic[Row]):
    """`say` gives a row as one sentence for screen readers; `stands` whether it can be chosen."""

    def __init__(
        self, say: Callable[[Row], str], stands: Callable[[Row], bool] = lambda _row: True
    ) -> None:
        super().__init__()
        self._say = say
        self._stands = stands
        self.rows: list[Row] = []

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Replace the rows; what is equal at both ends is not touched, so nothing flickers."""
        new = list(rows)
        head = _equal(self.rows, new)
        tail = _equal(self.rows[head:][::-1], new[head:][::-1])
        old_end, new_end = len(self.rows) - tail, len(new) - tail
        kept = min(old_end, new_end)
        self.rows[head:kept] = new[head:kept]
        if kept > head:
            self.dataChanged.emit(self.index(head), self.index(kept - 1))
        if old_end > kept:
            self.beginRemoveRows(QModelIndex(), kept, old_end - 1)
            del self.rows[kept:old_end]
            self.endRemoveRows()
        elif new_end > kept:
            self.beginInsertRows(QModelIndex(), kept, new_end - 1)
            self.rows[kept:kept] = new[kept:new_end]
            self.endInsertRows()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == VALUE:
            return row
        spoken = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
        return self._say(row) if role in spoken else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and not self._stands(self.rows[index.row()]):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)


class RowChoice(Themed, _View):
    """The chosen row of a view, mixed in before Qt's class: choosing one by program is quiet.

    `pointed` comes when a person goes to another row, never from `choose`.
    """

    pointed: ClassVar[Signal]
    _quiet = False

    def set_theme(self, theme: Theme) -> None:
        delegate = self.itemDelegate()
        if isinstance(delegate, ThemedDelegate):
            delegate.set_theme(theme)
        self.repaint_rows()

    def repaint_rows(self) -> None:
        """Paint what is in sight anew, without asking Qt for the viewport that it made."""
        self.setDirtyRegion(QRegion(self.rect()))

    def row(self) -> int:
        """The chosen row, -1 for none."""
        return self.currentIndex().row()

    def choose(self, row: int) -> None:
        """Choose a row, -1 for none, without telling anybody, and bring it into sight."""
        self._quiet = True
        index = self.model().index(row, 0) if row >= 0 else QModelIndex()
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self._quiet = False
        if row >= 0:
            self.scrollTo(index)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        # Qt tells screen readers; they need not hear of a list that is out of sight.
        if self.isVisible():
            super().selectionChanged(selected, deselected)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if not self._quiet and current.isValid():
            self.pointed.emit(current.row())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By keys, the focus comes to a row; Qt alone would set one that is not to be seen."""
        chosen = self.selectionModel().hasSelection()
        self._quiet = True
        super().focusInEvent(event)
        self._quiet = False
        if chosen:
            return
        self.choose(-1)
        if event.reason() not in NOT_BY_KEYS:
            self._arrive()

    def menu_place(self, event: QContextMenuEvent) -> QPoint:
        """Where on the screen a menu opens: under the mouse, or on the chosen row."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            return event.globalPos()
        return self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())

    def keyboardSearch(self, _search: str) -> None:
        """Letters are commands; Qt would search the rows for them, and ask for all their words."""

    def _arrive(self) -> None:
        """Choose the row that the focus comes to by keys."""
        raise NotImplementedError


class RowsView(RowChoice, QListView):
    """`chosen` comes on Enter and double click."""

    pointed = Signal(int)
    chosen = Signal(int)
    _silence: Silence | None = None

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._silence = Silence(self)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(self._enter)

    def event(self, event: QEvent) -> bool:
        if self._silence is None or not QAccessible.isActive():
            return super().event(event)
        with self._silence.keep():  # its bar comes and goes with what stands above the list
            return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.row() >= 0:
            self.chosen.emit(self.row())
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _arrive(self) -> None:
        """At the first row that can be chosen; whoever listens hears of it."""
        model = self.model()
        rows = (model.index(row, 0) for row in range(model.rowCount()))
        enabled = (index for index in rows if model.flags(index) & Qt.ItemFlag.ItemIsEnabled)
        self.setCurrentIndex(next(enabled, QModelIndex()))

    def _enter(self, index: QModelIndex) -> None:
        self.chosen.emit(index.row())


def right_margin(option: QStyleOptionViewItem) -> int:
    """What keeps texts at the panel's right margin, whether or not there is a scroll bar."""
    view = option.widget
    return MARGIN - (view.width() - option.rect.width())


def _equal(old: Sequence[object], new: Sequence[object]) -> int:
    """How many values are equal from the start."""
    pairs = zip(old, new, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(old), len(new)))


def set_up_table(table: QTableView, row: int) -> None:
    """A table to look at, with rows of `row` pixels."""
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(row)
    table.horizontalHeader().setHighlightSections(False)


def set_up_rows(table: QTableView, row: int) -> None:
    """One column, as a list has it; a QListView asks the model for every index when it lays out,
    0.3 s for 200,000 rows, a table for those in sight.
    """
    set_up_table(table, row)
    table.horizontalHeader().hide()
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setMinimumSectionSize(0)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.setWordWrap(False)
    table.setCornerButtonEnabled(False)
    table.setMouseTracking(True)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
