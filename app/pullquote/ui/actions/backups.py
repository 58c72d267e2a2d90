"""Backups in the window: listed, compared with the project, looked at, restored to a copy."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from pullquote.errors import PullquoteError
from pullquote.store import Project
from pullquote.store.file.backups import Backup, backups
from pullquote.ui.dialogs.backups import BackupRow, BackupsDialog
from pullquote.ui.services.errors import error_message
from pullquote.ui.services.file_names import with_ending
from pullquote.ui.services.host import Host
from pullquote.workflow.backups import ComparedBackup, compare_backup, restore_backup


class BackupActions(QObject):
    """One look at the backups. Files are read in a thread: they are as large as the project."""

    def __init__(self, host: Host, project: Project, parent: QObject) -> None:
        super().__init__(parent)
        self._host, self._project = host, project
        self._dialog: BackupsDialog | None = None
        self._found: dict[str, Backup] = {}

    def ask(self) -> None:
        path = self._project.path
        title = self.tr("Reading the backups")

        def read(_progress: object, _stop: object) -> list[tuple[Backup, float]]:
            return [(one, one.path.stat().st_size / 10**6) for one in backups(path)]

        self._host.work("backups", title, read, self._show)

    def _show(self, found: Sequence[tuple[Backup, float]]) -> None:
        self._found = {str(one.path): one for one, _size in found}
        dialog = self._dialog = BackupsDialog(self._host.dialog_parent)
        dialog.pointed.connect(self._compare)
        dialog.look_wanted.connect(self._look)
        dialog.restore_wanted.connect(self._restore)
        dialog.show_backups(
            [BackupRow(str(one.path), one.name, one.at, size) for one, size in found]
        )
        dialog.ask()
        self._dialog = None
        self.deleteLater()

    def _compare(self, path: str) -> None:
        backup, project = self._found[path], self._project

        def show(compared: ComparedBackup) -> None:
            if self._dialog is not None:
                self._dialog.show_counts(path, compared.then, compared.now, compared.later)

        def failed(error: Exception) -> None:
            if not isinstance(error, PullquoteError):
                self._host.show_error(error)
            elif self._dialog is not None:
                self._dialog.show_problem(path, error_message(error))

        self._host.work(
            "compare_backup", "", lambda _p, _s: compare_backup(backup, project), show, failed
        )

    def _look(self, path: str) -> None:
        """Open it in the place of the project: it is read-only there."""
        self._close()
        self._host.take_files([path])

    def _restore(self, path: str) -> None:
        project = self._project.path
        proposal = project.with_name(f"{project.stem} restored.pullquote")
        to, _kind = QFileDialog.getSaveFileName(
            self._dialog, self.tr("Restore to a copy"), str(proposal), "Pullquote (*.pullquote)"
        )
        if not to:
            return
        place = with_ending(to, ".pullquote")
        said = self.tr("Restored as {}; File, Open shows it.").format(place.name)
        host = self._host
        self._close()
        host.work(
            "restore",
            self.tr("Restoring a backup"),
            lambda _p, _s: restore_backup(Path(path), place, replace=True),
            lambda _answer: host.say(said),
        )

    def _close(self) -> None:
        if self._dialog is not None:
            self._dialog.accept()
