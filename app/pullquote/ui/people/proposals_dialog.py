"""What returned files say otherwise about speakers: taken or refused, one by one."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from pullquote.ui.dialogs.base import Dialog
from pullquote.ui.people.table import CheckTable
from pullquote.ui.widgets import Button, Label, counted


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """`sentence` says what would be; `by` who proposed it."""

    id: int
    sentence: str
    by: str


class ProposalsDialog(Dialog):
    """`taken` and `refused` have a proposal's id; the list is shown anew after each."""

    taken = Signal(int)
    refused = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Proposals about speakers"), QSize(720, 440), parent)
        self.list = CheckTable((self.tr("Proposal"), self.tr("By")), checkable=False)
        self.list.setAccessibleName(self.tr("Proposals"))
        self._sentence = Label("", "second", wrap=True)
        self._take = Button(self.tr("Take it"))
        self._refuse = Button(self.tr("Leave as it is"))
        self.body.addWidget(self._sentence)
        self.body.addSpacing(12)
        self.body.addWidget(self.list, 1)
        self.add_foot(self.tr("Close"), key="Ctrl+Enter")
        self.add_button(self._refuse)
        self.add_button(self._take)
        self._take.clicked.connect(lambda: self._tell(self.taken))
        self._refuse.clicked.connect(lambda: self._tell(self.refused))
        self.main_clicked.connect(self.accept)
        self.list.setFocus()

    def show_proposals(self, rows: Sequence[ProposalRow]) -> None:
        chosen = max(0, self.list.currentRow())
        self.list.show_rows([(str(r.id), (r.sentence, r.by)) for r in rows], set())
        if rows:
            self.list.selectRow(min(chosen, len(rows) - 1))
        one = self.tr("{} thing that a returned file says otherwise. Labels came in all the same.")
        many = self.tr("{} things that returned files say otherwise. Labels came in all the same.")
        none = self.tr("No file says anything otherwise about the speakers.")
        self._sentence.setText(counted(len(rows), one, many) if rows else none)
        for button in (self._take, self._refuse):
            button.setEnabled(bool(rows))

    def _tell(self, signal: SignalInstance) -> None:
        key = self.list.current_key()
        if key is not None:
            signal.emit(int(key))
