"""Proposals about speakers at work: shown as sentences, taken or refused one by one."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from pullquote.errors import PullquoteError
from pullquote.store import Project
from pullquote.store.merge.speaker_proposals import Proposal, proposal_verbs, read_proposals
from pullquote.ui.errors import sentence
from pullquote.ui.people.proposals_dialog import ProposalRow, ProposalsDialog


class Proposing(QObject):
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
            self.dialog.note.setText(sentence(error))
        else:
            self.dialog.note.setText("")
        self._show()

    def _show(self) -> None:
        names = {speaker.id: speaker.name for speaker in self._project.speakers()}
        people = {annotator.id: annotator.name for annotator in self._project.annotators()}
        self.dialog.show_proposals(
            [
                ProposalRow(one.id, self._sentence(one, names), people.get(one.by or 0, ""))
                for one in read_proposals(self._project)
            ]
        )

    def _sentence(self, proposal: Proposal, names: dict[int, str]) -> str:
        words = {
            "merge": self.tr("“{name}” and “{other}” are one speaker"),
            "kind": self.tr("“{name}” is of the kind {value}"),
            "alias": self.tr("“{value}” also names “{name}”, not only “{other}”"),
            "name": self.tr("“{name}” is to be called “{value}”"),
            "note": self.tr("“{name}” has the note “{value}”"),
        }[proposal.kind]
        other = names.get(proposal.other or 0, "")
        return words.format(name=names[proposal.speaker], other=other, value=proposal.value)
