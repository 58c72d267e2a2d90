"""Start the program: fonts, look, preferences, the error handler, the window."""

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
    application = make_application()
    preferences = Preferences(QSettings())
    window = MainWindow(wanted_theme(preferences), preferences)
    errors.install_error_hook(window.show_unexpected)
    window.restore()
    window.show()
    if path is not None:
        window.open_project(path, who=who)
    return application.exec()


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
