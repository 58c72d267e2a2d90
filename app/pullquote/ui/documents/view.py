"""The list itself: keys, the chosen document, and the menu of a row."""

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from pullquote.ui.documents.delegate import HEIGHT, DocumentDelegate
from pullquote.ui.documents.model import DocumentsModel
from pullquote.ui.theme.palette import Theme

_Index = QModelIndex | QPersistentModelIndex
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class DocumentsView(QTableView):
    """`chosen` is a step or click of the person, never `choose`; `entered_row` is Enter.

    `typed` has letters that belong into the search, `left` is Esc, `left_up` the arrow above the
    first row; `menu_wanted` has the chosen documents and the place on screen.
    """

    chosen = Signal(int)
    entered_row = Signal(int)
    typed = Signal(str)
    left = Signal()
    left_up = Signal()
    menu_wanted = Signal(list, QPoint)

    def __init__(self, model: DocumentsModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._documents = model
        self._quiet = False
        self._delegate = DocumentDelegate(theme, self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self._make_one_column()
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(self.tr("Documents"))
        self.verticalScrollBar().setSingleStep(28)
        self.doubleClicked.connect(self._enter)

    def set_theme(self, theme: Theme) -> None:
        self._delegate.set_theme(theme)
        self.viewport().update()

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

    def _make_one_column(self) -> None:
        # A QListView asks the model for every index when it lays out: 0.3 s for 200,000 rows.
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setMinimumSectionSize(0)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(HEIGHT)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and not self._quiet:
            self.chosen.emit(self._documents.id_at(current.row()))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers():
            self._enter()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_up.emit()
        elif _is_word(event):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

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
    """A letter or digit typed without Ctrl or Alt: it is meant for the search."""
    plain = event.modifiers() in {
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.ShiftModifier,
    }
    return (
        plain and event.text().isprintable() and not event.text().isspace() and bool(event.text())
    )
