"""What became of a training document: one's own labels beside the known answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QWidget

from pullquote.errors import PullquoteError
from pullquote.store import Project
from pullquote.ui.dialogs.base import Dialog
from pullquote.ui.services.host import Host
from pullquote.ui.widgets import Label
from pullquote.ui.widgets.check_table import CheckTable
from pullquote.ui.widgets.layout import add_parts
from pullquote.workflow.hand_out.training import feedback


def give_feedback(host: Host, project: Project, actor: int, document: int) -> None:
    """After a training document is done: show what differs from its answer, if one is known."""
    try:
        found = feedback(project, document, actor)
    except PullquoteError as error:
        host.show_error(error)
        return
    if found is None:
        return
    dialog = FeedbackDialog(host.dialog_parent)
    rows = [
        DifferenceRow(
            QCoreApplication.translate("FeedbackDialog", one.kind),
            one.words,
            one.own,
            one.answer,
        )
        for one in found.deviations
    ]
    dialog.show_feedback(found.same, found.places, rows)
    dialog.ask()


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A place that was labelled otherwise: what differs, the words, both versions."""

    kind: str
    words: str
    own: str
    answer: str


class FeedbackDialog(Dialog):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Training"), QSize(760, 440), parent)
        heads = (self.tr("Words"), self.tr("What"), self.tr("You"), self.tr("Answer"))
        self.list = CheckTable(self.tr("Differences"), heads, checkable=False, wide=(0, 2, 3))
        self._sentence = Label("", "second", wrap=True)
        add_parts(self.body, self._sentence, 12, (self.list, 1))
        self.add_foot(self.tr("Go on"), key="Ctrl+Enter")
        self.main_clicked.connect(self.accept)
        self.main.setFocus()

    def show_feedback(self, same: int, of: int, rows: Sequence[DifferenceRow]) -> None:
        """`same` of the `of` labels of the answer were set alike."""
        self.heading.setText(self.tr("{} of {} labels as in the answer").format(same, of))
        differ = self.tr("These differ. Your labels stay as they are; change them if you agree.")
        self._sentence.setText(differ if rows else self.tr("Nothing differs."))
        cells = [(str(n), (r.words, r.kind, r.own, r.answer)) for n, r in enumerate(rows)]
        self.list.show_rows(cells, set())
        self.list.setVisible(bool(rows))
