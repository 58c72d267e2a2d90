"""Errors as they are shown: in words, and as the line under a head, which also says why nothing
can be written.
"""

import logging
import platform
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QObject, Signal, qVersion

from pullquote import __version__
from pullquote.errors import PullquoteError
from pullquote.store import Project
from pullquote.ui.widgets import MessageLine

log = logging.getLogger(__name__)


def error_message(error: BaseException) -> str:
    """An error in the user's language: the translated template, filled with its values."""
    if isinstance(error, PullquoteError):
        return QCoreApplication.translate("Errors", error.template).format(**error.values)
    return str(error) or type(error).__name__


def install_error_hook(show: Callable[[str, str], None]) -> None:
    """Send what no one caught to `show(sentence, details)`; the log gets the place, no content.

    An expected failure, such as a file that is damaged while it is open, has no details.
    """

    def hook(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, where)
            return
        log.error("unexpected %s", kind.__name__)
        expected = isinstance(error, PullquoteError)
        show(error_message(error), "" if expected else error_report(kind, where))

    sys.excepthook = hook


def error_report(kind: type[BaseException], where: TracebackType | None) -> str:
    """Versions and the lines of our code; no values, for they may hold somebody's text."""
    frames = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(where)]
    head = f"Pullquote {__version__}, Python {platform.python_version()}, Qt {qVersion()}"
    return "\n".join([head, platform.platform(), kind.__name__, *frames])


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
            "backup": self.tr("A backup, read-only: Save a copy makes a project of it."),
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
