"""An error that nobody expected, or that there is no line for: in words, with what can be done."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from pullquote.ui.dialogs.base import Dialog
from pullquote.ui.widgets import Button, Label
from pullquote.ui.widgets.layout import Free, add_parts


class ErrorDialog(Dialog):
    """Says what happened and that the work is safe; the details can be copied.

    Without details it is nothing unexpected: the sentence says it all.
    """

    def __init__(self, said: str, details: str, parent: QWidget | None = None) -> None:
        super().__init__("Pullquote", QSize(560, 200), parent)
        self._details = details
        wrong = self.tr("Something went wrong in Pullquote")
        refused = self.tr("That cannot be done")
        self.heading.setText(wrong if details else refused)
        self.body.addWidget(Label(said, wrap=True))
        if details:
            saved = self.tr("All that was said to be saved is safe in the project file.")
            add_parts(self.body, 8, Label(saved, "second", wrap=True), 12, self._shown_details())
        add_parts(self.body, Free())
        self.add_foot(self.tr("Go on"), key="Esc")
        self.main_clicked.connect(self.accept)
        if details:
            copy = Button(self.tr("Copy the details"))
            copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._details))
            self.add_button(copy)
        self.main.setFocus()

    def _shown_details(self) -> QPlainTextEdit:
        shown = QPlainTextEdit(self._details)
        shown.setReadOnly(True)
        shown.setAccessibleName(self.tr("Details"))
        shown.setTabChangesFocus(True)
        shown.setFixedHeight(160)
        return shown


class OfferDialog(Dialog):
    """Says why a project does not open, and offers what does; accepted where that is wanted."""

    def __init__(self, said: str, hint: str, offer: str, parent: QWidget | None = None) -> None:
        super().__init__(offer, QSize(560, 200), parent)
        add_parts(self.body, Label(said, wrap=True), 12, Label(hint, "second", wrap=True), Free())
        self.add_foot(offer, self.tr("Cancel"))
        self.main_clicked.connect(self.accept)
        self.main.setFocus()
