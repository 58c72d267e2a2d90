"""Backups in the window: compared with the project, looked at, restored to a copy."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QScrollArea

from pullquote.store import Project
from pullquote.store.file.backups import backups

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def kept(ferry, hands, qtbot) -> Path:
    """The backup of a project in which a label was set since."""
    qtbot.waitUntil(lambda: not ferry.projects.jobs.busy())
    hands.words("harbour")
    hands.keys("X", "Esc", "Esc")
    (only,) = backups(ferry.projects.project.path)
    return only.path


def cells(table, row: int) -> list[str]:
    return [table.item(row, column).text() for column in range(table.columnCount())]


def test_a_backup_is_compared_and_restored_to_a_copy(
    ferry, kept, answer, qtbot, monkeypatch, tmp_path
) -> None:
    to = tmp_path / "restored.pullquote"
    to.write_text("an older file, which the file dialog asked about")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(to), ""))
    seen = []

    def restore(dialog) -> None:
        qtbot.waitUntil(dialog.main.isEnabled)
        seen.extend([cells(dialog.counts, 0)[:3], cells(dialog.counts, 1)[:3]])
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    answer(restore)
    ferry.run("backups")
    qtbot.waitUntil(lambda: "Restored as restored.pullquote" in ferry.strip.message())
    assert seen == [["In the backup", "2", "0"], ["In the project now", "2", "1"]]
    with Project.open(to) as restored:
        assert not restored.read_only
        assert restored.uid == ferry.projects.project.uid
        assert restored.content_counts().labels == 0


def test_a_backup_is_looked_at_read_only(ferry, kept, answer, qtbot) -> None:
    def look(dialog) -> None:
        qtbot.waitUntil(dialog._look.isEnabled)
        QTest.mouseClick(dialog._look, LEFT)

    answer(look)
    ferry.run("backups")
    qtbot.waitUntil(lambda: ferry.projects.project.path == kept)
    assert ferry.projects.project.why_read_only == "backup"


def test_a_damaged_backup_is_said_and_not_offered(ferry, kept, answer, qtbot) -> None:
    kept.write_bytes(b"x" * 5000)
    seen = []

    def look(dialog) -> None:
        qtbot.waitUntil(lambda: bool(dialog.problem.text()))
        seen.append((cells(dialog.list, 0)[0], dialog.problem.text(), dialog.main.isEnabled()))
        dialog.reject()

    answer(look)
    ferry.run("backups")
    qtbot.waitUntil(lambda: bool(seen))
    ((name, said, offered),) = seen
    assert (name, offered) == ("cannot be read", False)
    assert "is not a Pullquote project" in said


def test_without_a_backup_it_is_said_when_one_is_made(ferry, kept, answer, qtbot) -> None:
    kept.unlink()
    seen = []

    def look(dialog) -> None:
        seen.append((dialog.said.text(), dialog.main.isEnabled(), dialog.list.isHidden()))
        dialog.reject()

    answer(look)
    ferry.run("backups")
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0].startswith("There is none yet.")
    assert seen[0][1:] == (False, True)


def damage(path: Path) -> None:
    """Write over all pages but the first."""
    path.write_bytes(path.read_bytes()[:4096] + b"\x5a" * (path.stat().st_size - 4096))


@pytest.mark.parametrize("kind", ["damaged", "no project", "gone"])
def test_the_latest_backup_opens_from_the_error_of_a_damaged_project(
    ferry, kept, answer, qtbot, kind
) -> None:
    path = ferry.projects.project.path
    ferry.projects.close()
    if kind == "damaged":
        damage(path)
    elif kind == "gone":
        path.unlink()
    else:
        path.write_bytes(b"x" * 5000)
    later = kept.with_name("later.pullquote")
    shutil.copy(kept, later)
    with closing(sqlite3.connect(later)) as changed:
        changed.execute("DROP TRIGGER text_delete")
    seen = []

    def look(dialog) -> None:
        seen.append((dialog.heading.text(), dialog.main.text()))
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    answer(look)
    assert ferry.open_project(path)
    assert seen == [("Open latest backup", "Open latest backup")]
    assert ferry.projects.project.path == kept
    assert ferry.projects.project.why_read_only == "backup"


def test_a_damaged_project_stays_shut_where_its_backup_is_not_wanted(
    ferry, kept, answer, qtbot
) -> None:
    path = ferry.projects.project.path
    ferry.projects.close()
    damage(path)
    said = []

    def look(dialog) -> None:
        said.extend(label.text() for label in dialog.findChildren(QLabel))
        bars = [area.verticalScrollBar() for area in dialog.findChildren(QScrollArea)]
        assert not any(bar.isVisible() for bar in bars)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    ferry.resize(800, 560)
    answer(look)
    assert not ferry.open_project(path)
    # A sentence, and nothing of what SQLite says of pages and cells.
    assert f"{path} is damaged and cannot be opened." in said
    assert ferry.projects.project is None
    assert ferry.stack.currentWidget() is ferry.first_page.page
