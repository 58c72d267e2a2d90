"""A window on a small project of invented articles, driven by real keys and clicks."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from pullquote.assets import RESOURCES
from pullquote.model.values import NewDocument, Published
from pullquote.store import Project
from pullquote.ui.annotate.room import AnnotateRoom
from pullquote.ui.annotate.widget import AnnotateWidget
from pullquote.ui.application import make_application
from pullquote.ui.main_window import MainWindow
from pullquote.ui.services.preferences import Preferences
from pullquote.ui.theme.palette import Theme
from pullquote.workflow.find_duplicates import refresh_duplicates

FERRY = (
    "Ferries stay in port\n"
    "The harbour ministry said on Tuesday that no ferry will sail before 3 May.\n"
    "“We wait for the pilots,” ministry spokeswoman Ada Lindqvist told reporters.\n"
    "“They decide when it is safe to go out again,” she added. 🚢\n"
    "“We wait for the pilots,” ministry spokeswoman Ada Lindqvist told reporters.\n"
)
STRIKE = (
    "Pilots talk of a strike\n"
    "Pilots' union head Ole Brandt said: “Nobody asked us.”\n"
    "“We wait for the pilots,” ministry spokeswoman Ada Lindqvist told reporters.\n"
)


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    return make_application()


@pytest.fixture(scope="session")
def ferries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two articles and nobody in it, whose repeats are found."""
    path = tmp_path_factory.mktemp("ferries") / "ferries.pullquote"
    schema = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
    with Project.create(path, name="Ferries", schema_toml=schema) as project:
        with project.operation("Import", 0) as writer:
            day = Published("2026-04-22", "field")
            writer.add_document(
                NewDocument(FERRY, "ferry.txt", "Ferries stay in port", "Harbour Post",
                            published=day, raw_sha256="a", origin="ferry.txt")
            )  # fmt: skip
            writer.add_document(
                NewDocument(STRIKE, "strike.txt", "Pilots talk of a strike", "Quay News",
                            published=Published(), raw_sha256="b", origin="strike.txt")
            )  # fmt: skip
        refresh_duplicates(project)
    return path


class Window(MainWindow):
    """With short ways to the room that most tests are about."""

    @property
    def annotate(self) -> AnnotateRoom | None:
        return self.rooms.room("annotate")

    @property
    def room(self) -> AnnotateWidget | None:
        return self.annotate.widget if self.annotate else None


@pytest.fixture
def project_path(ferries: Path, tmp_path: Path) -> Path:
    """A copy of it. A window need not look for repeats, so none come while a test goes on."""
    return Path(shutil.copy(ferries, tmp_path / "ferries.pullquote"))


@pytest.fixture
def make_window(
    qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, patience: float
) -> Iterator[Callable[[], MainWindow]]:
    """Windows in which a message stays until a test has read it."""
    for name in ("MESSAGE_MS", "BRIEF_MS"):
        monkeypatch.setattr(f"pullquote.ui.widgets.key_strip.{name}", round(patience * 1000))
    windows: list[MainWindow] = []

    def make() -> MainWindow:
        settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
        preferences = Preferences(settings)
        preferences.motion = False
        preferences.name = "Mara Lind"
        window = Window(Theme.load("light"), preferences)
        qtbot.addWidget(window)
        window.resize(1440, 900)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        windows.append(window)
        return window

    yield make
    for window in windows:
        window.close()


@pytest.fixture
def window(make_window, project_path: Path) -> MainWindow:
    made = make_window()
    assert made.open_project(project_path)
    return made


class Hands:
    """Presses keys where the focus is, as a person does."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.reader = window.room.page.reader
        self.reader.setFocus()

    def keys(self, *names: str) -> None:
        # Without a window manager nobody gives the focus back after a dialog.
        if QApplication.activeWindow() is not self.window:
            self.window.activateWindow()
            QApplication.processEvents()
        for name in names:
            combination = QKeySequence(name)[0]
            target = QApplication.focusWidget() or self.reader
            QTest.keyClick(target, combination.key(), combination.keyboardModifiers())

    def type(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), text)

    def caret_in(self, words: str) -> None:
        """Put the caret into words of the text, with the mouse."""
        offset = self.reader.text().index(words) + 1
        self.reader.set_caret(offset)
        place = self.reader.caret_rect().center()
        QTest.mouseClick(self.reader.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def words(self, words: str, nth: int = 0) -> None:
        """Choose words, from their start with Shift and the arrow."""
        text, start = self.reader.text(), -1
        for _ in range(nth + 1):
            start = text.index(words, start + 1)
        self.reader.set_caret(start)
        for _ in words:
            self.keys("Shift+Right")

    def place_of(self, offset: int) -> QPoint:
        """Where a character stands in the viewport; the caret goes there and back."""
        was = self.reader.selection()
        self.reader.put_caret(offset)
        place = self.reader.caret_rect().center()
        self.reader.choose(was.start, was.end)
        return place

    def click(self, place: QPoint) -> None:
        QTest.mouseClick(self.reader.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def drag(self, start: QPoint, end: QPoint) -> None:
        view, left = self.reader.viewport(), Qt.MouseButton.LeftButton
        QTest.mousePress(view, left, pos=start)
        for part in range(1, 9):
            drag_to(view, start + (end - start) * part / 8)
        QTest.mouseRelease(view, left, pos=end)


def drag_to(view: QWidget, place: QPoint) -> None:
    """Move the mouse with its left button down; QTest moves it with no button."""
    left = Qt.MouseButton.LeftButton
    at = QPointF(place)
    event = QMouseEvent(
        QEvent.Type.MouseMove, at, view.mapToGlobal(at), left, left, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(view, event)


@pytest.fixture
def hands(window: MainWindow) -> Hands:
    return Hands(window)


@pytest.fixture
def hands_of() -> type[Hands]:
    return Hands


@pytest.fixture
def ferry(window: MainWindow, hands: Hands) -> MainWindow:
    """The window with the ferry article open and the focus in its text."""
    ids = [window.annotate.project.document(d) for d in (1, 2)]
    window.annotate.open(next(d.id for d in ids if d.name == "ferry.txt"), jump=False)
    hands.reader.setFocus()
    return window
