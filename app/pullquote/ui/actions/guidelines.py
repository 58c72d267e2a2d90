"""The guidelines of the project: written, kept as one step, and the codebook as a file."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from pullquote.errors import PullquoteError
from pullquote.store import Project
from pullquote.ui.dialogs.guidelines import GuidelinesDialog
from pullquote.ui.services.errors import error_message
from pullquote.ui.services.file_names import with_ending
from pullquote.ui.services.host import Host
from pullquote.workflow.guidelines import (
    change_guidelines,
    explained_schema,
    read_codebook,
    write_codebook,
)

_KIND = "TOML (*.toml)"


class GuidelineActions(QObject):
    """Lives as long as its dialog."""

    def __init__(self, host: Host, project: Project, actor: int, parent: QObject) -> None:
        super().__init__(parent)
        self._host, self._project, self._actor = host, project, actor
        self._dialog = GuidelinesDialog(host.dialog_parent)

    def ask(self) -> None:
        dialog = self._dialog
        dialog.show_guidelines(explained_schema(self._project))
        dialog.main_clicked.connect(self._keep)
        dialog.save_wanted.connect(self._save)
        dialog.take_wanted.connect(self._take)
        dialog.link_wanted.connect(lambda address: QDesktopServices.openUrl(QUrl(address)))
        dialog.ask()
        self.deleteLater()

    def _keep(self) -> None:
        """Where they cannot be kept, what was typed stays in sight."""
        try:
            changed = change_guidelines(self._project, self._dialog.words(), self._actor)
        except PullquoteError as error:
            self._dialog.note.setText(error_message(error))
            return
        self._dialog.accept()
        if changed:
            self._host.say(self.tr("The guidelines are kept."), undo=True)

    def _save(self) -> None:
        proposal = str(self._project.path.with_suffix(".codebook.toml"))
        path, _kind = QFileDialog.getSaveFileName(
            self._dialog, self.tr("Save the codebook"), proposal, _KIND
        )
        if path:
            to, words = with_ending(path, ".toml"), self._dialog.words()
            self._try(lambda: write_codebook(self._project, to, words), to.name)

    def _take(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(
            self._dialog, self.tr("Take guidelines over"), str(self._project.path.parent), _KIND
        )
        if path:
            file = Path(path)
            self._try(
                lambda: self._dialog.show_words(read_codebook(self._project, file)), file.name
            )

    def _try(self, act: Callable[[], None], name: str) -> None:
        try:
            act()
        except PullquoteError as error:
            self._dialog.note.setText(error_message(error))
        else:
            self._dialog.note.setText(self.tr("Done: {}").format(name))
