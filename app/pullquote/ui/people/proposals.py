"""What returned files say otherwise about speakers: shown as sentences, taken or refused one by
one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSize, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from pullquote.errors import PullquoteError
from pullquote.store import Project
from pullquote.store.merge.speaker_proposals import Proposal, proposal_verbs, read_proposals
from pullquote.ui.dialogs.base import Dialog
from pullquote.ui.services.errors import error_message
from pullquote.ui.widgets import Button, Label, counted
from pullquote.ui.widgets.check_table import CheckTable
from pullquote.ui.widgets.layout import add_parts
from pullquote.ui.widgets.words import tr


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
        heads = (self.tr("Proposal"), self.tr("By"))
        self.list = CheckTable(self.tr("Proposals"), heads, checkable=False)
        self._sentence = Label("", "second", wrap=True)
        self._take = Button(self.tr("Take it"))
        self._refuse = Button(self.tr("Leave as it is"))
        add_parts(self.body, self._sentence, 12, (self.list, 1))
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


class ProposalsPresenter(QObject):
    def __init__(self, project: Project, actor: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._project, self._actor = project, actor
        self.dialog = ProposalsDialog(parent)
        self.dialog.taken.connect(lambda proposal: self._decide(proposal, take=True))
        self.dialog.refused.connect(lambda proposal: self._decide(proposal, take=False))
        self._show()

    def ask(self) -> None:
        self.dialog.ask()
        self.deleteLater()

    def _decide(self, proposal: int, *, take: bool) -> None:
        name = self.tr("Proposal taken") if take else self.tr("Proposal refused")
        try:
            with self._project.operation(name, self._actor) as writer:
                verbs = proposal_verbs(writer)
                (verbs.take if take else verbs.refuse)(proposal)
        except PullquoteError as error:
            self.dialog.note.setText(error_message(error))
        else:
            self.dialog.note.setText("")
        self._show()

    def _show(self) -> None:
        names = {speaker.id: speaker.name for speaker in self._project.speakers()}
        people = {annotator.id: annotator.name for annotator in self._project.annotators()}
        self.dialog.show_proposals(
            [
                ProposalRow(one.id, proposal_sentence(one, names), people.get(one.by or 0, ""))
                for one in read_proposals(self._project)
            ]
        )


def proposal_sentence(proposal: Proposal, names: Mapping[int, str]) -> str:
    """What a returned file says otherwise."""
    words = {
        "merge": tr("“{name}” and “{other}” are one speaker"),
        "kind": tr("“{name}” is of the kind {value}"),
        "alias": tr("“{value}” also names “{name}”, not only “{other}”"),
        "name": tr("“{name}” is to be called “{value}”"),
        "note": tr("“{name}” has the note “{value}”"),
    }[proposal.kind]
    other = names.get(proposal.other or 0, "")
    return words.format(name=names[proposal.speaker], other=other, value=proposal.value)
