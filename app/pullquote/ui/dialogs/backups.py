"""The backups of a project: which there are, what one holds, and a project made of it."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from pullquote.store.content.counts import ContentCounts
from pullquote.ui.dialogs.base import Dialog
from pullquote.ui.widgets import Button, Label
from pullquote.ui.widgets.check_table import CheckTable
from pullquote.ui.widgets.layout import Free, add_parts
from pullquote.ui.widgets.words import moment_words

_COUNTS_HEIGHT = 120


class BackupRow(NamedTuple):
    """A backup: the last operation that it holds and when that was, "" where it cannot be read."""

    path: str
    name: str
    at: str
    megabytes: float


class BackupsDialog(Dialog):
    """Each signal has the path of the backup that is chosen; `pointed` asks what it holds."""

    pointed = Signal(str)
    look_wanted = Signal(str)
    restore_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Backups"), QSize(760, 560), parent)
        heads = (self.tr("The last that was done"), self.tr("When"), self.tr("Size"))
        self.list = CheckTable(self.tr("Backups"), heads, checkable=False)
        of_counts = (
            "",
            self.tr("Documents"),
            self.tr("Labels"),
            self.tr("Relations"),
            self.tr("Speakers"),
            self.tr("Done"),
            self.tr("Settled"),
            self.tr("Annotators"),
        )
        self.counts = CheckTable(self.tr("What it holds"), of_counts, checkable=False)
        self.counts.setFixedHeight(_COUNTS_HEIGHT)
        self.said = Label("", "second", wrap=True)
        self.problem = Label("", "second", wrap=True)
        self._look = Button(self.tr("Look at it"))
        add_parts(self.body, self.said, 12, (self.list, 1), 16, self.counts, self.problem, Free())
        self.add_foot(self.tr("Restore to a copy…"), self.tr("Close"))
        self.add_button(self._look)
        self.list.itemSelectionChanged.connect(self._point)
        self._look.clicked.connect(lambda: self._tell(self.look_wanted))
        self.main_clicked.connect(lambda: self._tell(self.restore_wanted))

    def show_backups(self, rows: Sequence[BackupRow]) -> None:
        """The last first; the first is pointed at."""
        cells = [(row.path, self._cells(row)) for row in rows]
        self.list.show_rows(cells, set())
        self.list.setVisible(bool(rows))
        self.counts.setVisible(bool(rows))
        self.problem.hide()
        self._offer(False)
        none = self.tr(
            "There is none yet. One is made when a project that was changed is opened, and before "
            "an import or a collect."
        )
        some = self.tr("Each is the whole project as it was then. The project itself stays.")
        self.said.setText(some if rows else none)
        if rows:
            self.list.setFocus()
            self.list.selectRow(0)

    def show_busy(self) -> None:
        """What the one that is pointed at holds is being looked at."""
        self.counts.show_rows([("", (self.tr("Looking at it …"),))], set())
        self.note.setText("")
        self._show_problem("")
        self._offer(False)

    def show_counts(
        self, path: str, then: ContentCounts, now: ContentCounts | None, later: Sequence[str]
    ) -> None:
        """What a backup holds beside what the project holds; `later` were handed files since."""
        if path != self.list.current_key():
            return
        rows = [("then", (self.tr("In the backup"), *then))]
        if now is not None:
            rows.append(("now", (self.tr("In the project now"), *now)))
        self.counts.show_rows(rows, set())
        known = self.tr("Hand-outs made since, for {}, are known to it by their texts only.")
        self.note.setText(known.format(", ".join(later)) if later else "")
        self._offer(True)

    def show_problem(self, path: str, sentence: str) -> None:
        """Say why a backup cannot be opened."""
        if path == self.list.current_key():
            self.note.setText("")
            self._show_problem(sentence)
            self._offer(False)

    def _show_problem(self, sentence: str) -> None:
        """In the place of the counts, "" for none."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.counts.setVisible(not sentence)

    def _cells(self, row: BackupRow) -> tuple[str, str, str]:
        size = self.tr("{} MB").format(f"{row.megabytes:,.1f}")
        if not row.at:
            return self.tr("cannot be read"), "", size
        return row.name, moment_words(row.at), size

    def _point(self) -> None:
        path = self.list.current_key()
        if path is not None:
            self.show_busy()
            self.pointed.emit(path)

    def _offer(self, there: bool) -> None:
        self._look.setEnabled(there)
        self.main.setEnabled(there)

    def _tell(self, wanted: SignalInstance) -> None:
        path = self.list.current_key()
        if path is not None:
            wanted.emit(path)
