"""The line under the head: an error for as long as it matters, else that nothing can be written."""

from PySide6.QtCore import QObject, Signal

from pullquote.store import Project
from pullquote.ui.widgets import MessageLine


class Notices(QObject):
    """An error stands before the read-only line, which comes back when the error is gone.

    `copy_wanted` is the action of the read-only line.
    """

    copy_wanted = Signal()

    def __init__(self, line: MessageLine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._line = line
        self._read_only = ""
        self._error = ""
        self._unsaved = False
        line.acted.connect(self._act)

    def show_error(self, said: str) -> None:
        self._error, self._unsaved = said, False
        self._show()

    def show_unsaved(self, said: str) -> None:
        """An error that is over as soon as something can be saved again."""
        self._error, self._unsaved = said, True
        self._show()

    def show_saved(self) -> None:
        if self._unsaved:
            self._error, self._unsaved = "", False
            self._show()

    def show_read_only(self, project: Project) -> None:
        """Say why `project` cannot be written, if so."""
        reasons = {
            "file": self.tr("Read-only: the file may not be written to."),
            "folder": self.tr("Read-only: the folder may not be written to."),
            "disk": self.tr("Read-only: the disk may not be written to."),
            "asked": self.tr("Read-only, as it was asked for."),
        }
        why = project.why_read_only
        other = self.tr("Read-only: the project is {}.").format(why)
        self._read_only = reasons.get(why, other) if why else ""
        self._show()

    def _show(self) -> None:
        if self._error:
            self._line.show_message("error", self._error, self.tr("Close"))
        elif self._read_only:
            self._line.show_message("read_only", self._read_only, self.tr("Open a copy"))
        self._line.setVisible(bool(self._error or self._read_only))

    def _act(self) -> None:
        if not self._error:
            self.copy_wanted.emit()
            return
        self._error = ""
        self._show()
