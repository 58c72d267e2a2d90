"""The page while there is nothing to compare: why, and the next step."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pullquote.ui.agreement.wording import tr
from pullquote.ui.widgets import Button, Icon, Label, counted

_WIDTH = 520


class Empty(QWidget):
    """`acted` wants documents handed out, `widened` everything compared."""

    acted = Signal()
    widened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._narrowed = False
        self.sentence = Label("", "second", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sentence.setFixedWidth(_WIDTH)
        self.button = Button(tr("Hand out documents"), main=True)
        self.button.clicked.connect(self._act)
        self.setFocusProxy(self.button)
        centre = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(0)
        column.addStretch(2)
        column.addWidget(Icon("agreement", "accent", 40), 0, centre)
        column.addSpacing(12)
        column.addWidget(Label(tr("Nothing to compare yet"), "title"), 0, centre)
        column.addSpacing(6)
        column.addWidget(self.sentence, 0, centre)
        column.addSpacing(20)
        column.addWidget(self.button, 0, centre)
        column.addStretch(3)

    def show_counts(self, single: int, people: int, *, narrowed: bool, read_only: bool) -> None:
        """`single` documents are done by one person; `people` work in the project; `narrowed`
        says that the choice of what is compared leaves nothing.
        """
        self._narrowed = narrowed
        self.button.setText(tr("Compare everything") if narrowed else tr("Hand out documents"))
        self.button.setDisabled(read_only and not narrowed)
        self.sentence.setText(_why_narrowed() if narrowed else _why(single, people))
        self.sentence.setFixedHeight(self.sentence.heightForWidth(_WIDTH))

    def _act(self) -> None:
        (self.widened if self._narrowed else self.acted).emit()


def _why_narrowed() -> str:
    return tr("With what is compared now, no document is left that two people have done.")


def _why(single: int, people: int) -> str:
    done = counted(
        single,
        tr("{} document is done by one person only."),
        tr("{} documents are done by one person only."),
    )
    told = [done if single else tr("No document is done by two people.")]
    if people < 2:
        told.append(tr("So far one person works in this project."))
    told.append(
        tr(
            "Agreement is counted on documents that at least two people have marked as done: "
            "give the same documents to two or more, and collect what they return."
        )
    )
    return " ".join(told)
