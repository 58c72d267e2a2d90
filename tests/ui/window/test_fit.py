"""Nothing stands outside the window or under something else: every room and every dialog of the
table, full of long names, at each size, in both palettes, and with everything twice as large.
"""

import importlib
import os
import pkgutil
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTabBar,
    QWidget,
)

import pullquote.ui
from pullquote.assets import DEFAULT_SCHEMA
from pullquote.model.values import NewDocument, Published
from pullquote.store import Project
from pullquote.ui.dialogs.base import SHADOW, Dialog
from pullquote.ui.reader import Reader
from pullquote.ui.scenes import DIALOGS, LONG_NAME, LONG_TITLE, MANY, ROOM_IDS
from pullquote.ui.screenshots import wait_for_tasks
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import Label
from pullquote.ui.widgets.check_table import CheckTable
from pullquote.ui.widgets.drawer import Drawer
from pullquote.ui.widgets.key_strip import KeyStrip
from pullquote.ui.widgets.markdown_view import MarkdownView
from pullquote.workflow.find_duplicates import refresh_duplicates

SIZES = [(1366, 768), (1100, 700), (800, 560)]
CONTROLS = (
    QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QPlainTextEdit, QTabBar, Reader,
    KeyStrip, MarkdownView,
)  # fmt: skip
ARTICLE = (
    f"{LONG_TITLE}\n"
    f"“We wait for the pilots,” {LONG_NAME} told reporters on Tuesday, 3 March 2026.\n"
    "“They decide when it is safe to go out again,” she added. 🚢 "
    "“We wait for the pilots,” she said, and: “Nobody asked us.”\n"
)


@pytest.fixture(scope="session")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with many people and documents, all of whose names are long; people differ."""
    path = tmp_path_factory.mktemp("crowd") / f"{LONG_NAME}.pullquote"
    schema = DEFAULT_SCHEMA.read_text(encoding="utf-8")
    with Project.create(path, name=LONG_NAME, schema_toml=schema) as project:
        with project.operation(f"Import of {LONG_TITLE}", 0) as writer:
            for n in range(MANY):
                writer.add_document(
                    NewDocument(f"{ARTICLE}Notice {n} of the office.\n", f"{n}.txt",
                                f"{LONG_TITLE} {n}", LONG_NAME, raw_sha256=str(n),
                                published=Published("2026-03-05", "field"), origin=f"{n}.txt")
                )  # fmt: skip
            speaker = writer.add_speaker(LONG_NAME).id
            for n in range(4):
                _label_as(writer, f"{LONG_NAME} {n}", speaker, n)
        refresh_duplicates(project)
    return path


def _label_as(writer, name: str, speaker: int, shift: int) -> None:
    person = writer.add_annotator(name).id
    start, said = ARTICLE.index("“We"), ARTICLE.index(LONG_NAME)
    for document in range(1, MANY + 1):
        quote = writer.add_annotation(document, person, "quote", start, start + 20 + shift % 2)
        mention = writer.add_annotation(
            document, person, "speaker", said, said + len(LONG_NAME), speaker=speaker
        )
        writer.add_relation("said_by", quote.id, mention.id)
        writer.add_annotation(document, person, "claim", 0, 30 + shift)
        writer.set_state(document, person, "done")


# --- what is looked for ---------------------------------------------------------------------------


def faults(root: QWidget, bounds: QRect) -> list[str]:
    """What in `root` cannot be seen whole or reached; `bounds` is the room that it has."""
    controls = [
        w for w in root.findChildren(QWidget) if isinstance(w, CONTROLS) and _counts(w, root)
    ]
    found = [fault for control in controls for fault in _outside(control, root, bounds)]
    found += [
        f"{_name(a)} over {_name(b)}"
        for n, a in enumerate(controls)
        for b in controls[n + 1 :]
        if _cover_each_other(a, b, root)
    ]
    found += [f"{_name(control)} is covered" for control in controls if _is_covered(control, root)]
    found += [
        f"{_name(control)} scrolls sideways"
        for control in controls
        if isinstance(control, CheckTable) and control.horizontalScrollBar().maximum()
    ]
    found += [
        f"{_name(label)} is cut"
        for label in root.findChildren(Label)
        if label.isVisible() and label.window() is root.window() and _is_cut(label)
    ]
    return found


def _counts(widget: QWidget, root: QWidget) -> bool:
    # What Qt makes inside its own controls is their business.
    inner = isinstance(widget.parentWidget(), QLineEdit | QComboBox | QAbstractItemView | QTabBar)
    return (
        widget.isVisible()
        and widget.window() is root.window()
        and not inner
        and not (
            isinstance(widget.parentWidget(), QWidget)
            and isinstance(widget.parentWidget().parentWidget(), QAbstractItemView)
        )
    )


def _scroll_above(widget: QWidget, root: QWidget) -> QScrollArea | None:
    above = widget.parentWidget()
    while above is not None and above is not root:
        if isinstance(above, QScrollArea):
            return above
        above = above.parentWidget()
    return None


def _drawer_of(widget: QWidget) -> QWidget | None:
    above: QWidget | None = widget
    while above is not None and not isinstance(above, Drawer):
        above = above.parentWidget()
    return above


def _at(widget: QWidget, over: QWidget) -> QRect:
    return QRect(widget.mapTo(over, QPoint(0, 0)), widget.size())


def _outside(control: QWidget, root: QWidget, bounds: QRect) -> Iterator[str]:
    least = control.minimumSizeHint()
    if control.width() < min(least.width(), 24) or control.height() < min(least.height(), 20):
        yield f"{_name(control)} is squeezed to {control.width()} x {control.height()}"
    while (scroll := _scroll_above(control, root)) is not None:
        # What scrolls is seen whole across, and comes into sight by scrolling.
        inner = scroll.widget()
        place, room = _at(control, inner), inner.rect()
        across = scroll.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if across and place.right() > scroll.viewport().width():
            yield f"{_name(control)} is cut at the side"
        if not room.contains(place):
            yield f"{_name(control)} is outside what scrolls"
        control = scroll
    if not bounds.contains(_at(control, root)):
        yield f"{_name(control)} is outside: {_at(control, root)} of {bounds}"
    above = control.parentWidget()
    while above is not None and above is not root:
        if not above.rect().contains(_at(control, above)):
            yield f"{_name(control)} is cut by {type(above).__name__}"
            break
        above = above.parentWidget()


def _cover_each_other(a: QWidget, b: QWidget, root: QWidget) -> bool:
    if a.isAncestorOf(b) or b.isAncestorOf(a):
        return False
    if _scroll_above(a, root) is not _scroll_above(b, root):
        return False
    drawers = _drawer_of(a), _drawer_of(b)
    if drawers.count(None) == 1:
        return False  # a drawer lies over the text, until it is shut
    return _at(a, root).adjusted(1, 1, -1, -1).intersects(_at(b, root).adjusted(1, 1, -1, -1))


def _is_covered(control: QWidget, root: QWidget) -> bool:
    middle = _at(control, root).center()
    scroll = _scroll_above(control, root)
    if scroll is not None and not _at(scroll.viewport(), root).contains(middle):
        return False
    if not root.rect().contains(middle):
        return False  # said already
    there = root.childAt(middle)
    if there is not None and _drawer_of(there) is not None and _drawer_of(control) is None:
        return False
    return there is None or not (
        there is control or control.isAncestorOf(there) or there.isAncestorOf(control)
    )


def _is_cut(label: Label) -> bool:
    if not label.text():
        return False
    if label.wordWrap():
        return label.height() < label.heightForWidth(label.width())
    return (
        label.width() < label.sizeHint().width() or label.height() < label.sizeHint().height() - 2
    )


def _name(widget: QWidget) -> str:
    said = widget.accessibleName() or getattr(widget, "text", str)()
    return f"{type(widget).__name__} “{str(said)[:40]}”"


# --- the rooms ------------------------------------------------------------------------------------


@pytest.fixture(params=["light", "dark"])
def crowded(request, make_window, crowd: Path, tmp_path: Path):
    """The window on the crowded project, as one of its people."""
    window = make_window()
    window.set_theme(Theme.load(request.param))
    path = shutil.copy(crowd, tmp_path)
    assert window.open_project(Path(path), who=f"{LONG_NAME} 0")
    wait_for_tasks(window)
    return window


def settle(window) -> None:
    for _ in range(4):
        QApplication.processEvents()
    wait_for_tasks(window)


def annotate_states(window) -> Iterator[str]:
    """The room as it looks while one works in it."""
    room = window.annotate
    yield "nothing chosen"
    room.document_presenter.select(room.document_presenter.doc.labels()[0].id, reveal=True)
    yield "a claim"
    room.document_presenter.select(room.document_presenter.doc.labels()[1].id, reveal=True)
    yield "a quote"
    room.document_presenter.select(None)
    window.room.page.reader.choose(3, 60)
    yield "words"
    window.room.page.reader.set_caret(3)
    window.show_error(_LongError())
    yield "an error"
    window.room.page.notices._act()
    room.text_finder.ask()
    yield "find"
    room.text_finder.shut()
    for page in ("copies", "history"):
        window.room.show_panel()
        window.room.panel.show_page(page)
        yield page
    window.room.panel.show_page("labels")
    window.room.page.reader.set_caret(room.document_presenter.blocks[0].start)
    window.run("side_by_side")
    yield "side by side"
    assert room.side_by_side.is_open
    room.side_by_side.leave()


class _LongError(importlib.import_module("pullquote.errors").PullquoteError):
    template = f"{LONG_TITLE} cannot be written: {LONG_NAME} is not there; give another name."


def test_rooms_fit(crowded) -> None:
    found = {}
    for size in SIZES:
        crowded.resize(*size)
        settle(crowded)
        for room in ROOM_IDS:
            crowded.rooms.go(room)
            settle(crowded)
            assert crowded.rooms.name == room
            for state in annotate_states(crowded) if room == "annotate" else [""]:
                settle(crowded)
                assert crowded.size().toTuple() == size
                found[size, room, state] = faults(crowded, crowded.rect())
    assert {place: said for place, said in found.items() if said} == {}


def test_of_two_drawers_one_is_open(crowded) -> None:
    crowded.resize(800, 560)
    settle(crowded)
    room = crowded.room
    for first, second in (("list", "panel"), ("panel", "list")):
        crowded.run(first)
        crowded.run(second)
        settle(crowded)
        assert room.documents.isVisible() == (second == "list")
        assert room.panel.isVisible() == (second == "panel")
        crowded.run(second)


@pytest.mark.parametrize("size", SIZES)
def test_pages_without_a_text_fit(make_window, crowd: Path, tmp_path: Path, size) -> None:
    window = make_window()
    for n in range(10):
        window.preferences.remember(tmp_path / f"{LONG_NAME} {n}.pullquote")
    window.show_welcome()
    window.resize(*size)
    settle(window)
    found = faults(window, window.rect())
    assert window.projects.create(tmp_path / "empty.pullquote")
    settle(window)
    assert found + faults(window, window.rect()) == []


# --- the dialogs ----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_dialogs_fit(qtbot, any_theme: Theme, size) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    found = {}
    for name, make in DIALOGS.items():
        dialog = make(window, any_theme)
        dialog.show()
        for _ in range(4):
            QApplication.processEvents()
        found[name] = dialog_faults(dialog, window)
        dialog.hide()
        dialog.deleteLater()
    assert {name: said for name, said in found.items() if said} == {}


def dialog_faults(dialog: QDialog, window: QWidget) -> list[str]:
    """The sheet of a dialog is inside its window, and all of the dialog inside the sheet."""
    edge = SHADOW if isinstance(dialog, Dialog) else 0
    sheet = dialog.rect().adjusted(edge, edge, -edge, -edge)
    room = window.size()
    said = faults(dialog, sheet)
    if sheet.width() > room.width() or sheet.height() > room.height():
        said.append(f"{sheet.size()} is larger than the window")
    return said


@pytest.mark.qt_log_ignore("does not support setting window masks", extend=True)
def test_without_a_compositor_nothing_of_a_dialog_is_painted_black(
    qtbot, theme: Theme, monkeypatch
) -> None:
    monkeypatch.setattr("pullquote.ui.dialogs.base.has_compositor", lambda: False)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1100, 700)
    window.show()
    dialog = DIALOGS["plan"](window, theme)
    dialog.show()
    assert not dialog.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    sheet = dialog.rect().adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
    assert (dialog.mask().boundingRect().size() - sheet.size()).width() in range(-1, 2)
    assert not dialog.mask().contains(QPoint(SHADOW // 2, SHADOW // 2))
    assert dialog.mask().contains(sheet.center())
    dialog.resize(dialog.width() - 40, dialog.height())
    assert dialog.mask().boundingRect().right() < dialog.width() - SHADOW + 2


def test_each_kind_of_dialog_stands_in_the_table(qtbot, theme: Theme) -> None:
    for module in pkgutil.walk_packages(pullquote.ui.__path__, "pullquote.ui."):
        importlib.import_module(module.name)
    window = QWidget()
    qtbot.addWidget(window)
    made = set()
    for make in DIALOGS.values():
        dialog = make(window, theme)
        made.add(type(dialog))
        dialog.deleteLater()
    kinds = {kind for kind in _below(QDialog) if kind.__module__.startswith("pullquote.")}
    assert kinds - {Dialog} - made == set(), "give it a row in DIALOGS of ui/scenes.py"


def _below(kind: type) -> set[type]:
    found = set(kind.__subclasses__())
    return found | {deeper for each in found for deeper in _below(each)}


# --- twice as large -------------------------------------------------------------------------------


@pytest.mark.skipif(os.environ.get("QT_SCALE_FACTOR") == "2", reason="it is twice as large")
def test_all_of_it_fits_twice_as_large() -> None:
    """Where one pixel is four: in a process of its own, for Qt asks when it starts."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__,
         "-k", "rooms or pages or dialogs"],
        capture_output=True, text=True, check=False,
        env={**os.environ, "QT_SCALE_FACTOR": "2"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


# --- the first start ------------------------------------------------------------------------------

FIRST_START = """
import sys
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pullquote.ui.application import make_application
from pullquote.ui.main_window import MainWindow
from pullquote.ui.services.preferences import Preferences
from pullquote.ui.theme.palette import Theme
application = make_application()
preferences = Preferences(QSettings(sys.argv[1], QSettings.Format.IniFormat))
for again in range(2):
    window = MainWindow(Theme.load("light"), preferences)
    window.restore()
    window.show()
    for _ in range(5):
        application.processEvents()
    room = window.screen().availableGeometry()
    print(*window.frameGeometry().getRect(), room.contains(window.frameGeometry()))
    if not again:
        # As somebody leaves it who works on a larger screen as well.
        window.resize(3000, 2000)
    window.close()
"""


@pytest.mark.parametrize(
    ("width", "height", "times"),
    [(1366, 768, 1), (1024, 600, 1), (1920, 1080, 1), (1920, 1080, 2), (1366, 768, 2)],
)
def test_the_window_opens_inside_the_screen_with_its_frame(
    tmp_path: Path, width: int, height: int, times: int
) -> None:
    config = tmp_path / "screen.json"
    config.write_text(
        '{"synchronousWindowSystemEvents": false, "windowFrameMargins": true, "screens": [{"name": '
        f'"one", "x": 0, "y": 0, "width": {width}, "height": {height}, "logicalDpi": 96, '
        '"logicalBaseDpi": 96, "dpr": 1}]}'
    )
    done = subprocess.run(
        [sys.executable, "-c", FIRST_START, str(tmp_path / "settings.ini")],
        capture_output=True, text=True, check=False,
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={config}",
             "QT_SCALE_FACTOR": str(times)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = done.stdout.split("\n")[:2]
    assert [line.split()[-1] for line in lines] == ["True", "True"], lines
    wide, high = lines[0].split()[2:4]
    assert int(wide) >= min(1440, width // times) - 20
    assert int(high) >= min(900, height // times) - 50
