"""The report of an import: what was read, what was changed in it, what was left out and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from pullquote.ui.dialogs.base import Dialog
from pullquote.ui.widgets import (
    Button,
    Label,
    Segments,
    counted,
    discard_widget,
    number,
    plain_tooltip,
)
from pullquote.ui.widgets.layout import add_parts
from pullquote.ui.widgets.row_list import set_up_table

Kind = Literal["skipped", "changed", "already", "equal", "doubt", "day"]
_NOWHERE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class ReportRow:
    """`where` is a file, with its line where there is one; `what` a sentence."""

    kind: Kind
    where: str
    what: str


class ImportReportDialog(Dialog):
    """`title` and `undo`, the words of its button, are those of an import unless given.

    `undo_clicked` takes the whole of it back; `again_clicked` asks to read what was guessed in
    another encoding, `columns_clicked` to read tables with other columns.
    """

    undo_clicked = Signal()
    again_clicked = Signal()
    columns_clicked = Signal()

    def __init__(self, parent: QWidget | None = None, *, title: str = "", undo: str = "") -> None:
        super().__init__(title or self.tr("Imported"), QSize(760, 480), parent)
        self._rows: list[ReportRow] = []
        self._sentence = Label("", "second", wrap=True)
        self._kinds = Segments([])
        self._model = _ReportModel()
        self._table = _table(self._model)
        self._table.setAccessibleName(self.tr("What was left out or changed"))
        self._copy = Button(self.tr("Copy the report"))
        self._undo = Button(undo or self.tr("Undo the import"))
        self._again = Button(self.tr("Read again as …"))
        self._again.hide()
        self._columns = Button(self.tr("Other columns …"))
        self._columns.hide()
        add_parts(self.body, self._sentence, 12, self._kinds, 8, (self._table, 1))
        self.add_foot(self.tr("Close"), key="Enter")
        self.add_button(self._undo)
        self.add_button(self._again)
        self.add_button(self._columns)
        self.add_button(self._copy)
        self._copy.clicked.connect(self._copy_report)
        self._undo.clicked.connect(self._take_back)
        self._again.clicked.connect(lambda: self._ask_again(self.again_clicked))
        self._columns.clicked.connect(lambda: self._ask_again(self.columns_clicked))
        self.main_clicked.connect(self.accept)
        self.main.setDefault(True)
        self.main.setFocus()

    def show_report(
        self,
        read: int,
        rows: Sequence[ReportRow],
        *,
        stopped: bool = False,
        guesses: bool = False,
        tables: bool = False,
    ) -> None:
        """`guesses`: the encoding of some texts is one, so they can be read again in another.
        `tables`: there are some, so they can be read again with other columns.
        """
        self._rows = list(rows)
        self._again.setVisible(guesses)
        self._columns.setVisible(tables)
        done = counted(read, self.tr("{} document read."), self.tr("{} documents read."))
        self.heading.setText(done)
        self._undo.setVisible(read > 0)
        words = self._counts()
        if stopped:
            words = f"{self.tr('Stopped before the end; whole documents stay.')} {words}"
        self._sentence.setText(words.strip())
        self._show_kinds()
        self._show_kind("")

    def text(self) -> str:
        """The whole report as plain lines."""
        lines = [self.heading.text(), self._sentence.text()]
        lines += [f"{row.where}\t{row.what}" for row in self._rows]
        return "\n".join(line for line in lines if line)

    def _counts(self) -> str:
        counts = {kind: sum(row.kind == kind for row in self._rows) for kind in KINDS}
        said = (
            (counts["skipped"], self.tr("{} left out.")),
            (counts["already"], self.tr("{} were here already.")),
            (counts["equal"], self.tr("{} with the same text as another document.")),
            (counts["changed"], self.tr("{} were changed in reading.")),
            (counts["doubt"], self.tr("{} with a doubt about the day of publication.")),
        )
        found = [words.format(number(count)) for count, words in said if count]
        return " ".join(found) or self.tr("Nothing was left out, nothing was changed.")

    def _show_kinds(self) -> None:
        names = {
            "": self.tr("All"),
            "skipped": self.tr("Left out"),
            "already": self.tr("Here already"),
            "equal": self.tr("Same text"),
            "changed": self.tr("Changed"),
            "doubt": self.tr("Doubts"),
            "day": self.tr("Days"),
        }
        present = {row.kind for row in self._rows}
        shown: dict[str, str] = {
            kind: name for kind, name in names.items() if not kind or kind in present
        }
        kinds = Segments(shown, self.tr("Show"), "")
        kinds.chosen.connect(self._show_kind)
        kinds.setVisible(len(present) > 1)
        self.body.replaceWidget(self._kinds, kinds)
        discard_widget(self._kinds)
        self._kinds = kinds
        self._table.setVisible(bool(self._rows))

    def _show_kind(self, kind: str) -> None:
        self._model.show_rows([row for row in self._rows if not kind or row.kind == kind])

    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(self.text())

    def _ask_again(self, signal: SignalInstance) -> None:
        self.accept()
        signal.emit()

    def _take_back(self) -> None:
        self.undo_clicked.emit()
        self.accept()


KINDS: tuple[Kind, ...] = ("skipped", "already", "equal", "changed", "doubt", "day")


class _ReportModel(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[ReportRow] = ()

    def show_rows(self, rows: Sequence[ReportRow]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 2

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        row = self._rows[index.row()]
        words = row.what if index.column() else row.where
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(words)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.tr("What") if section else self.tr("Where")
        return None


def _table(model: _ReportModel) -> QTableView:
    table = QTableView()
    table.setModel(model)
    set_up_table(table, 32)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    table.setWordWrap(False)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
    # What was done or went wrong takes more words than the name of a file.
    table.horizontalHeader().setStretchLastSection(True)
    table.horizontalHeader().resizeSection(0, 240)
    return table
