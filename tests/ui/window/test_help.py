"""The manual by keys: at the room and the dialog in sight, searched, and left again."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pullquote.ui.dialogs.help import HelpDialog
from pullquote.ui.dialogs.key_sheet import KeySheet
from pullquote.ui.dialogs.settings import SettingsDialog
from pullquote.ui.screenshots import wait_for_tasks


@pytest.mark.parametrize(
    "room", ["annotate", "clusters", "agreement", "adjudicate", "timeline", "progress"]
)
def test_help_opens_at_the_room_in_sight(window, answer, room) -> None:
    window.rooms.go(room)
    wait_for_tasks(window)
    found: list[str] = []

    def look(dialog) -> None:
        assert isinstance(dialog, HelpDialog)
        found.append(dialog.page())
        found.append(dialog.view.document().firstBlock().text())

    answer(look)
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_F1)
    assert found == [room, room.title()]


def test_without_a_project_help_tells_how_to_start(make_window, answer) -> None:
    window = make_window()
    found: list[str] = []
    answer(lambda dialog: found.append(dialog.page()))
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_F1)
    assert found == ["start"]


def test_words_are_searched_and_a_page_is_read_by_keys(ferry, hands, answer) -> None:
    found: list[object] = []

    def look(dialog) -> None:
        QTest.keyClicks(dialog.search.editor, "zip schema")
        QTest.keyClick(dialog.search.editor, Qt.Key.Key_Down)
        found.append(dialog.page())
        found.append(len(dialog.view.extraSelections()) > 1)
        QTest.keyClick(dialog.list, Qt.Key.Key_Tab)
        found.append(QApplication.focusWidget() is dialog.view)
        dialog.search.set_text("no such word")
        found.append(dialog.list.rowCount())
        dialog.show_page("annotate")
        found.append((dialog.page(), dialog.list.rowCount() > 10))

    answer(look)
    hands.keys("F1")
    assert found == ["export", True, True, 0, ("annotate", True)]


def test_a_link_of_a_page_opens_the_other_page(ferry, hands, answer, monkeypatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    found: list[str] = []

    def look(dialog) -> None:
        dialog.show_page("start")
        view = dialog.view
        place = next(
            QPoint(x, y)
            for y in range(0, view.height(), 4)
            for x in range(0, view.width(), 6)
            if view.anchorAt(QPoint(x, y)) == "import.md"
        )
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        found.append(dialog.page())

    answer(look)
    hands.keys("F1")
    assert (found, opened) == (["import"], [])


def test_help_in_a_dialog_is_about_the_dialog(ferry, answer) -> None:
    found: list[str] = []

    def inner(dialog) -> None:
        assert isinstance(dialog, HelpDialog)
        found.append(dialog.page())

    def outer(dialog) -> None:
        assert isinstance(dialog, SettingsDialog)
        answer(inner)
        QTest.keyClick(dialog, Qt.Key.Key_F1)

    answer(outer)
    ferry.run("settings")
    assert found == ["recovery"]


def test_the_key_sheet_is_one_key_from_the_manual(ferry, hands, answer) -> None:
    kinds: list[object] = []

    def manual(dialog) -> None:
        answer(lambda sheet: kinds.append(type(sheet)))
        QTest.keyClick(dialog, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)

    answer(manual)
    hands.keys("F1")
    assert kinds == [KeySheet]
