"""The page without a text: there is nothing to settle yet, or all is settled."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from pullquote.ui.adjudicate.states import StateShown
from pullquote.ui.widgets import Button, Icon, Label

_WIDTH = 480


class StatePage(QFrame):
    """`asked` has the id of a button that was pressed."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = Icon("adjudicate", "accent", 40)
        self._title = Label("", "title")
        self._words = Label("", "second", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._buttons: list[tuple[str, Button]] = []
        self._row = QHBoxLayout()
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._assemble()

    def show_state(self, shown: StateShown) -> None:
        self._icon.show_icon(shown.icon, "accent")
        self._title.setText(shown.title)
        self._words.setText(shown.words)
        # A layout that centres a label asks for one line of it.
        self._words.setFixedHeight(self._words.heightForWidth(_WIDTH))
        self.setAccessibleName(f"{shown.title}. {shown.words}")
        buttons = shown.buttons
        if [name for name, _ in self._buttons] != [name for name, _, _ in buttons]:
            for _, button in self._buttons:
                self._row.removeWidget(button)
                button.deleteLater()
            self._buttons = []
            for number, (name, text, key) in enumerate(buttons):
                self._buttons.append((name, self._button(name, text, key, main=number == 0)))
        for (_, button), (_, text, _) in zip(self._buttons, buttons, strict=True):
            button.setText(text)

    def focus_first(self) -> None:
        first = self._buttons[0][1] if self._buttons else self
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _button(self, name: str, text: str, key: str, *, main: bool) -> Button:
        button = Button(text, key, main=main)
        button.clicked.connect(lambda: self.asked.emit(name))
        self._row.addWidget(button)
        return button

    def _assemble(self) -> None:
        self._words.setFixedWidth(_WIDTH)
        centre = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(self._icon, 0, centre)
        column.addSpacing(12)
        column.addWidget(self._title, 0, centre)
        column.addSpacing(8)
        column.addWidget(self._words, 0, centre)
        column.addSpacing(20)
        self._row.setSpacing(8)
        self._row.setAlignment(centre)
        column.addLayout(self._row)
        column.addStretch(3)
