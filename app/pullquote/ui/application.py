"""Start the program: fonts, look, preferences, the error handler, the window."""

import os
import socket
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from pullquote import __version__
from pullquote.ui.main_window import MainWindow
from pullquote.ui.services import errors
from pullquote.ui.services.preferences import Preferences, wanted_theme
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import apply_theme
from pullquote.ui.widgets.label import speak_for_widgets

DESKTOP_ID = "org.pullquote.Pullquote"


def run_window(path: Path | None = None, *, who: str = "") -> int:
    """Open the window, with a project if one is named, as `who`; returns the exit code."""
    why = missing_display()
    if why:
        sys.stderr.write(f"{why}\n")
        return 2
    application = make_application()
    errors.keep_log(errors.log_folder())
    preferences = Preferences(QSettings())
    window = MainWindow(wanted_theme(preferences), preferences)
    errors.install_error_hook(window.show_unexpected)
    window.restore()
    window.show()
    if path is not None:
        window.open_project(path, who=who)
    return application.exec()


def missing_display() -> str:
    """Why no window can be shown, in a sentence; "" where it can. Qt would end the program."""
    named = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if sys.platform != "linux" or named not in ("", "xcb") or os.environ.get("WAYLAND_DISPLAY"):
        return ""
    display = os.environ.get("DISPLAY", "")
    if not display:
        return (
            "There is no display to show a window on; start it on a desktop, or use the commands "
            "that “pullquote --help” lists."
        )
    if _answers(display):
        return ""
    return f"The display “{display}” does not answer; set DISPLAY to one that does."


def _answers(display: str) -> bool:
    """Whether a local display can be reached; of one on another machine Qt itself has to see."""
    host, _, number = display.rpartition(":")
    number = number.partition(".")[0]
    if host not in ("", "unix") or not number.isdigit():
        return True
    for path in (f"/tmp/.X11-unix/X{number}", f"\0/tmp/.X11-unix/X{number}"):
        with socket.socket(socket.AF_UNIX) as server:
            try:
                server.connect(path)
            except OSError:
                continue
            return True
    return False


def make_application() -> QApplication:
    """The one QApplication with the program's names and font settings."""
    there = QApplication.instance()
    if isinstance(there, QApplication):
        return there
    QCoreApplication.setOrganizationName("Pullquote")
    QCoreApplication.setApplicationName("Pullquote")
    QCoreApplication.setApplicationVersion(__version__)
    QGuiApplication.setDesktopFileName(DESKTOP_ID)
    application = QApplication(sys.argv[:1])
    application.setApplicationDisplayName("Pullquote")
    speak_for_widgets()
    # Before any widget is made: a font that comes later does not reach all of them.
    apply_theme(application, Theme.load("light"))
    return application
