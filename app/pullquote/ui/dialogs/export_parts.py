"""Parts of the export dialog: one of a few ways, and what is lost."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pullquote.ui.widgets import Icon, Label, RadioButton, discard_widget, number


@dataclass(frozen=True, slots=True)
class LossRow:
    """So many of what (a plural noun), and where the first ones are."""

    count: int
    what: str
    where: str = ""


class Radios(QWidget):
    """One of a few; the first one until another is chosen."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._buttons: dict[str, RadioButton] = {}
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._tell)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def show_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        before = self.value()
        for button in self._buttons.values():
            self._group.removeButton(button)
            discard_widget(button)
        self._buttons = {}
        for key, words in choices:
            button = RadioButton(words)
            self._buttons[key] = button
            self._group.addButton(button)
            self._column.addWidget(button)
        wanted = before if before in self._buttons else next(iter(self._buttons), "")
        if wanted:
            self._buttons[wanted].setChecked(True)

    def value(self) -> str:
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def _tell(self) -> None:
        self.chosen.emit(self.value())


class Losses(QWidget):
    """One sentence, and under it each kind of loss with its number."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = Icon("check", "good", 18)
        self._sentence = Label("", "medium", wrap=True)
        self._rows: list[QWidget] = []
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._icon)
        head.addWidget(self._sentence, 1)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(self._grid)

    def show_losses(self, losses: Sequence[LossRow], name: str) -> None:
        for widget in self._rows:
            discard_widget(widget)
        self._rows = []
        for place, loss in enumerate(losses):
            count = Label(number(loss.count), "strong")
            count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            count.setMinimumWidth(40)
            row = (count, Label(loss.what), Label(loss.where, "caption"))
            for column, label in enumerate(row):
                self._grid.addWidget(label, place, column)
            self._rows.extend(row)
        total = sum(loss.count for loss in losses)
        self._icon.show_icon(*(("warning", "warning") if losses else ("check", "good")))
        kept = self.tr("{} keeps everything.").format(name)
        lost = self.tr("{} things cannot be kept in {}.").format(number(total), name)
        self._sentence.setText(lost if losses else kept)
