"""A list of many rows, painted whole by a delegate; its keys beyond the arrows are the room's."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

_Index = QModelIndex | QPersistentModelIndex
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
NOT_BY_KEYS = {Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ActiveWindowFocusReason}


class Table(QTableView):
    """`pointed` comes when a person goes to another row, `entered_row` on Enter and double click.

    Neither comes from `choose`.
    """

    pointed = Signal(int)
    entered_row = Signal(int)

    def __init__(self, name: str, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A QListView lays out every row at once; a table of one column asks for those in sight.
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setMinimumSectionSize(0)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(0)
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalScrollBar().setSingleStep(height)
        self.doubleClicked.connect(self._enter)

    def row(self) -> int:
        """The chosen row, -1 for none."""
        return self.currentIndex().row()

    def choose(self, row: int) -> None:
        """Choose a row, -1 for none, without telling anybody, and bring it into sight."""
        index = self.model().index(row, 0) if row >= 0 else QModelIndex()
        self._quiet = True
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self._quiet = False
        if row >= 0:
            self.scrollTo(index)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if not self._quiet and current.isValid():
            self.pointed.emit(current.row())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By keys, the focus comes to a row; Qt alone would set one that is not to be seen."""
        chosen = self.selectionModel().hasSelection()
        self._quiet = True
        super().focusInEvent(event)
        self._quiet = False
        if not chosen:
            by_keys = event.reason() not in NOT_BY_KEYS and self.model().rowCount() > 0
            self.choose(0 if by_keys else -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() and self.row() >= 0:
            self.entered_row.emit(self.row())
        elif event.key() == Qt.Key.Key_Escape or _with_control(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Letters are not for searching: the rows' words are fetched only when in sight."""

    def _enter(self, index: QModelIndex) -> None:
        self.entered_row.emit(index.row())


def _with_control(event: QKeyEvent) -> bool:
    moves = {Qt.Key.Key_Home, Qt.Key.Key_End}
    held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return held and event.key() not in moves
