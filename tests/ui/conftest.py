import os
from collections.abc import Callable, Sequence
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from pullquote.ui.services.host import Target, Work
from pullquote.ui.theme import style
from pullquote.ui.theme.palette import Theme


@pytest.fixture(params=["light", "dark"])
def any_theme(request, qapp: QApplication) -> Theme:
    """Each palette in turn, applied to the program."""
    theme = Theme.load(request.param)
    style.apply_theme(qapp, theme)
    return theme


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light palette, applied to the program."""
    light = Theme.load("light")
    style.apply_theme(qapp, light)
    return light


class Listener(QObject):
    """A host without a window: its signals have what a room asked of it."""

    said = Signal(str, bool)
    failed = Signal(object)
    ran = Signal(str)
    gone = Signal(str, object)
    undone = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._parent = QWidget()

    @property
    def dialog_parent(self) -> QWidget:
        return self._parent

    def say(self, text: str, undo: bool = False) -> None:
        self.said.emit(text, undo)

    def show_error(self, error: Exception) -> None:
        self.failed.emit(error)

    def run(self, action: str) -> None:
        self.ran.emit(action)

    def go(self, room: str, target: Target | None = None) -> None:
        self.gone.emit(room, target)

    def work(
        self,
        key: str,
        title: str,
        work: Work,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        done(work(lambda _done, _total: None, lambda: False))

    def undo_operation(self, operation: int) -> None:
        self.undone.emit(operation)

    def undo_newest(self, name: str) -> None:
        self.undone.emit(name)

    def take_files(self, paths: Sequence[str]) -> None:
        """Nothing is opened here."""


@pytest.fixture
def host(qapp: QApplication) -> Listener:
    return Listener()
