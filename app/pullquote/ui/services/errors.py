"""Errors as they are shown: in words, and as the line under a head, which also says why nothing
can be written.
"""

import faulthandler
import logging
import platform
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QObject, QStandardPaths, Signal, qVersion

from pullquote import __version__
from pullquote.errors import PullquoteError
from pullquote.store import Project
from pullquote.ui.widgets import MessageLine

log = logging.getLogger(__name__)
LOG_MOST = 1_000_000  # bytes, then it is begun anew


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
        log.error("unexpected %s", error_report(kind, where))
        expected = isinstance(error, PullquoteError)
        show(error_message(error), "" if expected else error_report(kind, where))

    sys.excepthook = hook


def log_folder() -> Path:
    """Where this person's log is."""
    place = QStandardPaths.StandardLocation.AppLocalDataLocation
    return Path(QStandardPaths.writableLocation(place))


def keep_log(folder: Path) -> Path | None:
    """Write to a file in `folder` what goes wrong, and where Python stood when it was ended.

    Only the program's own words are written: kinds of errors, files of ours and lines, never a word
    of a text. None where no such file can be written.
    """
    path = folder / "pullquote.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > LOG_MOST:
            path.replace(path.with_suffix(".old.log"))
        handler = logging.FileHandler(path, encoding="utf-8", delay=False)
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    own = logging.getLogger("pullquote")
    own.addHandler(handler)
    own.setLevel(logging.INFO)
    own.info("started: Pullquote %s, Qt %s, %s", __version__, qVersion(), platform.platform())
    if handler.stream is not None:
        faulthandler.enable(handler.stream)
    return path


def error_report(kind: type[BaseException], where: TracebackType | None) -> str:
    """Versions and the lines of our code; no values, for they may hold somebody's text."""
    frames = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(where)]
    head = f"Pullquote {__version__}, Python {platform.python_version()}, Qt {qVersion()}"
    return "\n".join([head, platform.platform(), kind.__name__, *frames])


class Notices(QObject):
    """An error stands before the line that says whose labels these are, and that before the
    read-only line; each comes back when what stands before it is gone.

    `copy_wanted` is the action of the read-only line, `own_wanted` that of the other.
    """

    copy_wanted = Signal()
    own_wanted = Signal()

    def __init__(self, line: MessageLine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._line = line
        self._read_only = ""
        self._error = ""
        self._unsaved = False
        self._looking = ""
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

    def forget_error(self) -> None:
        """Another document is in sight; what is not saved stays said."""
        if not self._unsaved:
            self._error = ""
            self._show()

    def show_looking(self, sentence: str) -> None:
        """Say whose labels are shown, "" for one's own."""
        self._looking = sentence
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
        elif self._looking:
            self._line.show_message("read_only", self._looking, self.tr("Show mine"))
        elif self._read_only:
            self._line.show_message("read_only", self._read_only, self.tr("Open a copy"))
        self._line.setVisible(bool(self._error or self._looking or self._read_only))

    def _act(self) -> None:
        if not self._error:
            (self.own_wanted if self._looking else self.copy_wanted).emit()
            return
        self._error = ""
        self._show()
