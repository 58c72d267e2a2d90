"""What stands above the figures: what they stand on, and what can be done with them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pullquote.ui.agreement.painting import MARGIN
from pullquote.ui.agreement.scope_menu import ScopeButton
from pullquote.ui.agreement.wording import tr
from pullquote.ui.widgets import Button, Label


class Head(QWidget):
    copied = Signal()
    export_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._documents = Label("", wrap=True)
        self._labels = Label("", "meta", wrap=True)
        self.scope = ScopeButton()
        self.copy = Button(tr("Copy as sentence"), "Ctrl+C")
        self.export = Button(tr("Export figures"))
        self.copy.clicked.connect(self.copied)
        self.export.clicked.connect(self.export_asked)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        for button in (self.scope, self.copy, self.export):
            self._buttons.addWidget(button)
        self._title = QHBoxLayout()
        self._title.setSpacing(16)
        self._title.addWidget(Label(tr("Agreement"), "room"))
        self._title.addStretch(1)
        self._title.addLayout(self._buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 16, MARGIN, 12)
        column.setSpacing(2)
        column.addLayout(self._title)
        column.addWidget(self._documents)
        column.addWidget(self._labels)

    def show_facts(self, documents: str, labels: str) -> None:
        self._documents.setText(documents)
        self._labels.setText(labels)
        self._documents.setHidden(not documents)
        self._labels.setHidden(not labels)

    def set_figures(self, there: bool) -> None:
        """Without figures there is nothing to copy or export."""
        self.copy.setEnabled(there)
        self.export.setEnabled(there)
