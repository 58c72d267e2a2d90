import os
from collections.abc import Callable, Sequence
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLayout, QLayoutItem, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from pullquote.ui.services.host import Target, Work
from pullquote.ui.services.list_room import ListRoom
from pullquote.ui.services.tasks import Tasks
from pullquote.ui.theme import style
from pullquote.ui.theme.palette import Theme


class PatientBot(QtBot):
    """Waits as long as all tests do, unless it is told otherwise."""

    def __init__(self, request: pytest.FixtureRequest, patience: float) -> None:
        super().__init__(request)
        self.patience = round(patience * 1000)

    def waitUntil(self, callback, **options):  # noqa: N802
        return super().waitUntil(callback, timeout=self.patience, **options)

    def waitSignal(self, signal, **options):  # noqa: N802
        return super().waitSignal(signal, **{"timeout": self.patience} | options)

    def waitActive(self, widget: QWidget, **options):  # noqa: N802
        return super().waitActive(widget, timeout=self.patience, **options)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest, patience: float) -> QtBot:
    return PatientBot(request, patience)


@pytest.fixture(scope="session", autouse=True)
def empty_clipboard() -> Iterator[None]:
    """What was copied must not outlive Python: Qt lets go of it when the process ends."""
    yield
    if QApplication.instance() is not None:
        QApplication.clipboard().clear()


@pytest.fixture(autouse=True)
def no_items_of_layouts() -> Iterator[None]:
    """A layout frees its items without a word to Python, which then takes the next object at that
    place in memory for one of them; given to an event filter, that ends Python 3.11.
    """
    yield
    made = [item for item in Shiboken.getAllValidWrappers() if isinstance(item, QLayoutItem)]
    items = [type(item).__name__ for item in made if not isinstance(item, QLayout)]
    assert not items, "see ui/widgets/layout.py: items_of, add_layout, add_to_grid"


@pytest.fixture
def answer() -> Iterator[Callable[[Callable[[QDialog], None]], None]]:
    """Call a function with the next dialog that stands open; it is shut afterwards."""

    def soon(act: Callable[[QDialog], None]) -> None:
        timer = QTimer(interval=5)

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, QDialog) and not dialog.isActiveWindow():
                dialog.activateWindow()
            elif isinstance(dialog, QDialog):
                timer.stop()
                try:
                    act(dialog)
                finally:
                    if dialog.isVisible():
                        dialog.reject()

        timer.timeout.connect(look)
        timer.start()
        timers.append(timer)

    timers: list[QTimer] = []
    yield soon
    still = [timer for timer in timers if timer.isActive()]
    for timer in still:
        timer.stop()
    assert not still, "no dialog came"


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

    def say(self, text: str, undo: bool = False, brief: bool = False) -> None:
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


@pytest.fixture
def in_sight(qtbot: QtBot) -> Iterator[Callable[[ListRoom], ListRoom]]:
    """Show a room and let it follow its project, as the window does."""
    shown: list[tuple[ListRoom, Callable[[], None]]] = []

    def show(room: ListRoom) -> ListRoom:
        qtbot.addWidget(room.widget)
        room.widget.resize(1300, 800)
        room.widget.show()
        room.widget.activateWindow()
        qtbot.waitUntil(room.widget.isActiveWindow)
        shown.append((room, room.project.listen(room.refresh)))
        return room

    yield show
    for room, stop in shown:
        stop()
        room.close()


@pytest.fixture
def rest(room: ListRoom, qtbot: QtBot) -> Callable[[], None]:
    """Until nothing runs in the room and nothing is put off."""

    def is_at_rest() -> bool:
        timers = (*room.findChildren(QTimer), room.widget.search._timer)
        waits = any(one.isActive() for one in timers)
        return not waits and not any(one.busy() for one in room.findChildren(Tasks))

    def wait() -> None:
        QTest.qWait(1)
        qtbot.waitUntil(is_at_rest)

    return wait


@pytest.fixture
def entered(room: ListRoom, rest: Callable[[], None]) -> ListRoom:
    room.enter()
    rest()
    return room
