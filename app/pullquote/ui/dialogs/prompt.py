"""A dialog that asks for a few words: a name, a version, a reason."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pullquote.store.values import FoldPreview
from pullquote.ui.dialogs.base import Dialog
from pullquote.ui.widgets import Button, Field, Label, number
from pullquote.ui.widgets.layout import Free, add_parts
from pullquote.ui.widgets.words import date_words, local_time, tr

# So many kinds of operations are named that can no longer be undone.
_NAMED = 6


class Prompt(Dialog):
    """`given` has the words, stripped; nothing can be given until there are any.

    `proposals` are words that a click takes over.
    """

    given = Signal(str)

    def __init__(
        self,
        title: str,
        caption: str,
        *,
        action: str,
        sentence: str = "",
        value: str = "",
        proposals: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, QSize(480, 200), parent)
        self.field = Field(caption)
        self.field.set_text(value)
        self.field.editor.textChanged.connect(self._check)
        self.field.editor.returnPressed.connect(self._give)
        self.field.cancelled.connect(self.reject)
        self.main_clicked.connect(self._give)
        if sentence:
            self.body.addWidget(Label(sentence, "second", wrap=True))
            self.body.addSpacing(12)
        add_parts(self.body, self.field, self._proposals(proposals), Free())
        self.add_foot(action, self.tr("Cancel"), key="Enter")
        self.field.editor.selectAll()
        self.field.setFocus()
        self._check()

    def value(self) -> str:
        return self.field.text().strip()

    def _proposals(self, proposals: Sequence[str]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 12, 0, 0)
        for words in proposals:
            button = Button(words)
            button.clicked.connect(self._take)
            row.addWidget(button)
        row.addStretch()
        return row

    def _take(self) -> None:
        button = self.sender()
        if isinstance(button, Button):
            self.field.set_text(button.text())
            self.field.setFocus()

    def _check(self) -> None:
        self.main.setEnabled(bool(self.value()))

    def _give(self) -> None:
        if self.value():
            self.given.emit(self.value())
            self.accept()


def version_prompt(proposal: str = "", parent: QWidget | None = None) -> Prompt:
    return Prompt(
        tr("Name this version"),
        tr("Name"),
        action=tr("Name it"),
        sentence=tr("It stands in the history, and one can go back to it."),
        value=proposal,
        parent=parent,
    )


def fold_prompt(preview: FoldPreview, parent: QWidget | None = None) -> Prompt:
    """For the name of the version that older operations are folded into."""
    day = date_words(local_time(preview.at).date())
    names = ", ".join(
        tr("{0} × {1}").format(number(count), tr(name)) for name, count in preview.names[:_NAMED]
    )
    more = tr(" and others") if len(preview.names) > _NAMED else ""
    one = tr("1 operation until {1} can then no longer be undone: {2}.")
    many = tr("{0} operations until {1} can then no longer be undone: {2}.")
    gone = (one if preview.operations == 1 else many).format(
        number(preview.operations), day, names + more
    )
    stays = tr(
        "Labels stay as they are, the history still lists what was done, and one can go back to "
        "this version as a whole. A backup is made before."
    )
    return Prompt(
        tr("Fold the history"),
        tr("Name of the version"),
        action=tr("Fold it"),
        sentence=f"{gone} {stays}",
        value=tr("Until {}").format(day),
        parent=parent,
    )


def exclude_prompt(documents: int = 1, parent: QWidget | None = None) -> Prompt:
    one = tr("The document stays in the project, without a part in counts and exports.")
    many = tr("The {} documents stay in the project, without a part in counts and exports.")
    return Prompt(
        tr("Exclude from the corpus"),
        tr("Reason"),
        action=tr("Exclude"),
        sentence=one if documents == 1 else many.format(documents),
        proposals=(
            tr("error page"),
            tr("not an article"),
            tr("other language"),
        ),
        parent=parent,
    )


def skip_prompt(parent: QWidget | None = None) -> Prompt:
    return Prompt(
        tr("Skip this document"),
        tr("Reason"),
        action=tr("Skip"),
        sentence=tr("Its labels are kept; it counts as skipped, not as done."),
        proposals=(tr("unclear"), tr("not my field"), tr("too long")),
        parent=parent,
    )
