"""A place with nothing in it yet: why, and what to do; and the files that are dropped there."""

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtWidgets import QWidget

from pullquote.ui.widgets.buttons import Button
from pullquote.ui.widgets.label import Label
from pullquote.ui.widgets.layout import Free, column_of


class EmptyState(QWidget):
    """Says why, and offers the next step as a button."""

    acted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = Label("", "heading", wrap=True)
        self._sentence = Label("", "second", wrap=True)
        self._button = Button("")
        self._button.clicked.connect(self.acted)
        self.setFocusProxy(self._button)
        for label in (self._heading, self._sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column_of(
            self._heading,
            self._sentence,
            8,
            (self._button, 0, Qt.AlignmentFlag.AlignHCenter),
            Free(),
            on=self,
            margins=(24, 64, 24, 24),
            gap=8,
        )

    def show_notice(
        self, heading: str, sentence: str = "", action: str = "", key: str = ""
    ) -> None:
        self._heading.setText(heading)
        self._sentence.setText(sentence)
        self._sentence.setHidden(not sentence)
        self._button.setText(action)
        self._button.set_key(key)
        self._button.setHidden(not action)

    def has_action(self) -> bool:
        return not self._button.isHidden()

    def words(self) -> str:
        return " ".join(filter(None, (self._heading.text(), self._sentence.text())))


def dropped_paths(data: QMimeData) -> list[str]:
    """The local files and folders in `data`; addresses of other machines are left out."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile() and url.toLocalFile()]
