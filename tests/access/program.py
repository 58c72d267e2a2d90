"""The window under test: the sample project, driven by lines on standard input.

Each line is a list in JSON, a command and what it needs; each answer is a line, too.
"""

import json
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QSettings, QSocketNotifier, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from pullquote.__main__ import load_window
from pullquote.ui.application import make_application
from pullquote.ui.main_window import MainWindow
from pullquote.ui.screenshots import wait_for_tasks
from pullquote.ui.services.preferences import Preferences
from pullquote.ui.theme.palette import Theme


class Driver:
    """Does what a line says, and answers."""

    def __init__(self, project: Path, settings: Path) -> None:
        preferences = Preferences(QSettings(str(settings), QSettings.Format.IniFormat))
        preferences.name = "Mara Lind"
        self.theme = Theme.load("light")
        self.window = MainWindow(self.theme, preferences)
        self.window.resize(1300, 850)
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        self.window.open_project(project, quiet=True)
        self.dialog: QDialog | None = None
        self.notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
        self.notifier.activated.connect(self.read)

    def read(self) -> None:
        line = sys.stdin.readline()
        if not line:
            QApplication.exit()
            return
        name, *given = json.loads(line)
        action: Callable[..., object] = getattr(self, name)
        found = action(*given)
        wait_for_tasks(self.window)
        QApplication.processEvents()
        print(json.dumps(found), flush=True)

    def room(self, name: str) -> bool:
        self.window.rooms.go(name)
        return self.window.rooms.name == name

    def open_dialog(self, name: str) -> bool:
        from pullquote.ui.scenes import DIALOGS

        self.dialog = DIALOGS[name](self.window, self.theme)
        self.dialog.open()
        return self.dialog.isVisible()

    def close_dialog(self) -> bool:
        assert self.dialog is not None
        self.dialog.reject()
        self.dialog.deleteLater()
        self.dialog = None
        return True

    def key(self, keys: str) -> bool:
        """To whoever has the focus."""
        combination = QKeySequence(keys)[0]
        target = QApplication.focusWidget() or self.window
        QTest.keyClick(target, combination.key(), combination.keyboardModifiers())
        return True

    def focus_text(self) -> int:
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        reader = self.window.rooms.room("annotate").widget.page.reader
        reader.setFocus(Qt.FocusReason.OtherFocusReason)
        reader.set_caret(0)
        return len(reader.text())

    def focus(self) -> str:
        widget = QApplication.focusWidget()
        return f"{type(widget).__name__} {widget.accessibleName()}" if widget else ""

    def caret(self) -> tuple[int, str]:
        reader = self.window.rooms.room("annotate").widget.page.reader
        return reader.caret(), reader.selected_text()


def end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Nobody answers any more, rather than too late."""
    traceback.print_exception(kind, error, trace)
    os._exit(1)


def main() -> None:
    sys.excepthook = end
    load_window()
    application = make_application()
    driver = Driver(Path(sys.argv[1]), Path(sys.argv[2]))
    wait_for_tasks(driver.window)
    print(json.dumps("ready"), flush=True)
    application.exec()
    driver.window.close()


if __name__ == "__main__":
    main()
