"""No button holds the window up: its event loop turns while many documents are worked on."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from pullquote.assets import DEFAULT_SCHEMA
from pullquote.model.values import NewDocument
from pullquote.store import DocumentQuery, Project
from pullquote.workflow.import_.documents import OPERATION, ImportReport

DOCUMENTS = 1500
WAIT = 120_000


@pytest.fixture(scope="module")
def large(tmp_path_factory) -> Path:
    """A project whose only import brought many documents."""
    path = tmp_path_factory.mktemp("large") / "large.pullquote"
    schema = DEFAULT_SCHEMA.read_text(encoding="utf-8")
    with Project.create(path, name="Large", schema_toml=schema) as project:
        with project.operation("Annotator added", 0) as writer:
            mara = writer.add_annotator("Mara Lind").id
        with project.operation(OPERATION, mara) as writer:
            for number in range(DOCUMENTS):
                text = f"Story {number}\nThe pilots said no.\n“We wait,” they said. 🚢\n"
                writer.add_document(
                    NewDocument(text, f"{number}.txt", f"Story {number}", "Quay News",
                                raw_sha256=str(number), origin=f"{number}.txt")
                )  # fmt: skip
    return path


@pytest.fixture
def project_path(large: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(large, tmp_path / "large.pullquote"))


@pytest.fixture
def busy(window, qtbot):
    """Do something, wait until it is done, and give how often the event loop turned meanwhile."""
    qtbot.waitUntil(lambda: not window.projects.jobs.busy())

    def turns(act: Callable[[], None], done: Callable[[], bool]) -> int:
        count = 0

        def turn() -> None:
            nonlocal count
            count += 1

        timer = QTimer(interval=0)
        timer.timeout.connect(turn)
        timer.start()
        act()
        assert not done(), "the window's thread did it, and stood still"
        count = 0
        qtbot.waitUntil(done)
        timer.stop()
        return count

    return turns


def total(window) -> int:
    return window.projects.project.document_counts(window.projects.actor).total


def said(window, *words: str) -> Callable[[], bool]:
    return lambda: window.strip.message().startswith(words)


def all_documents(window) -> list[int]:
    return list(window.projects.project.document_ids(DocumentQuery(excluded=None)))


def test_undo_and_redo_by_key_and_by_the_strip(window, hands, busy) -> None:
    assert busy(lambda: hands.keys("Ctrl+Z"), said(window, "Undone")) > 3
    assert total(window) == 0
    assert busy(lambda: window.run("redo"), said(window, "Redone")) > 3
    assert total(window) == DOCUMENTS
    window.say("Read.", undo=True)
    undo = window.strip._message.undo
    press = lambda: QTest.mouseClick(undo, Qt.MouseButton.LeftButton)  # noqa: E731
    assert busy(press, said(window, "Undone")) > 3
    assert total(window) == 0


def test_undo_in_the_report_of_an_import(window, busy, answer) -> None:
    answer(lambda dialog: QTest.mouseClick(dialog._undo, Qt.MouseButton.LeftButton))
    report = ImportReport(tuple(all_documents(window)), (), (), ("0.txt",), stopped=False)
    actions = window.commands.import_actions
    assert busy(lambda: actions.show_report(report), said(window, "Undone: Import")) > 3
    assert total(window) == 0


def test_undo_in_the_history(window, hands, busy, qtbot) -> None:
    panel = window.room.panel
    panel.show_page("history")
    panel.history.scope.chosen.emit("project")
    # What was asked for first may still be on its way, and would take the choice away.
    qtbot.waitUntil(lambda: not window.projects.jobs.busy() and len(panel.history._entries) > 1)
    panel.focus_page()
    panel.history.list.choose(1)
    press = lambda: QTest.keyClick(panel.history.list, Qt.Key.Key_U)  # noqa: E731
    assert busy(press, said(window, "Undone")) > 3
    assert total(window) == 0


def test_the_check_a_copy_and_a_version(window, busy, answer, tmp_path, monkeypatch) -> None:
    assert busy(lambda: window.run("check"), said(window, "Checked:")) > 3
    copy = tmp_path / "copy.pullquote"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(copy), ""))
    assert busy(lambda: window.run("save_copy"), said(window, "Copy saved")) > 3
    assert copy.exists()

    def name(dialog) -> None:
        QTest.keyClicks(dialog.field.editor, "All read")
        QTest.keyClick(dialog.field.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    answer(name)
    window.run("name_version")
    assert busy(lambda: None, said(window, "This version is named")) >= 0


def test_the_documents_of_the_list(window, busy) -> None:
    project, me = window.projects.project, window.projects.actor
    asked, documents = window.room.documents.asked, all_documents(window)
    everyone = lambda: project.document_counts(me)  # noqa: E731
    done = busy(lambda: asked.emit("done", documents), lambda: everyone().done == DOCUMENTS)
    assert done > 3
    removed = busy(lambda: asked.emit("remove", documents), lambda: everyone().total == 0)
    assert removed > 3


def test_who_is_asked_for_a_plan_is_counted_in_a_thread(window, busy, answer) -> None:
    seen: list[str] = []
    answer(lambda dialog: seen.append(dialog.windowTitle()))
    assert busy(lambda: window.run("plan"), lambda: bool(seen)) > 0
    assert seen == ["Annotators and plan"]


def test_the_sample_is_made_in_a_thread(make_window, qtbot, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    window = make_window()
    turns: list[None] = []
    timer = QTimer(interval=0)
    timer.timeout.connect(lambda: turns.append(None))
    sample = window.first_page.page._steps[0]
    QTest.mouseClick(sample, Qt.MouseButton.LeftButton)
    QTest.mouseClick(sample, Qt.MouseButton.LeftButton)
    assert "Making the sample" in sample.accessibleName()
    assert window.projects.project is None
    timer.start()
    qtbot.waitUntil(lambda: window.projects.project is not None)
    timer.stop()
    assert len(turns) > 3
    assert window.projects.project.path.is_relative_to(tmp_path)
    assert "Making" not in sample.accessibleName()
