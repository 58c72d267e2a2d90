from dataclasses import replace
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QRadioButton

from pullquote.ui.panels.history_page import HistoryPage
from pullquote.ui.panels.values import HistoryItem

TODAY = date(2026, 2, 14)


def at(day, hour):
    """A local time as the journal has it."""
    return datetime(2026, 2, day, hour, 2).astimezone().isoformat()


ENTRIES = [
    HistoryItem(40, "Quote labelled", "You", at(14, 13), 2),
    HistoryItem(39, "Speaker set", "You", at(14, 9), 1, undone=True),
    HistoryItem(38, "First round", "Mara Lind", at(13, 17), kind="version"),
    HistoryItem(37, "Quote carried to 3 copies", "Mara Lind", at(13, 15), 12, 3),
]


@pytest.fixture
def page(theme, show):
    made = HistoryPage(theme)
    made.show_history(ENTRIES, more=False, today=TODAY)
    show(made)
    made.list.setFocus()
    return made


def said(page):
    model = page.list.model()
    role = Qt.ItemDataRole.AccessibleTextRole
    return [model.index(row, 0).data(role) for row in range(model.rowCount())]


def test_entries_stand_under_their_days_the_last_first(page):
    assert said(page) == [
        "Today",
        "Quote labelled, 13:02, You · 2 changes",
        "Speaker set, 09:02, You · 1 change · undone",
        "13 Feb 2026",
        "version, First round, 17:02, Mara Lind",
        "Quote carried to 3 copies, 15:02, Mara Lind · 12 changes in 3 documents",
    ]


def test_an_entry_is_undone_by_key_and_by_button(page, qtbot, heard):
    undone = heard(page.undo_operation)
    qtbot.keyClick(page.list, Qt.Key.Key_U)
    qtbot.mouseClick(page._undo, Qt.MouseButton.LeftButton)
    assert undone == [40, 40]
    assert page._chosen.accessibleName() == "Quote labelled, 13:02"


def test_the_arrows_pass_over_the_days(page, qtbot):
    rows = [page.entry().operation]
    for _ in range(3):
        qtbot.keyClick(page.list, Qt.Key.Key_Down)
        rows.append(page.entry().operation)
    assert rows == [40, 39, 38, 37]


def test_enter_jumps_to_what_was_changed(page, qtbot, heard):
    jumped = heard(page.jumped)
    page.list.choose(5)
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert jumped == [37]


@pytest.mark.parametrize("row", [2, 4])
def test_what_is_undone_and_a_version_are_not_undone(page, qtbot, heard, row):
    undone = heard(page.undo_operation)
    page.list.choose(1)
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    page.list.choose(row)
    page._show_chosen()
    qtbot.keyClick(page.list, Qt.Key.Key_U)
    assert undone == []
    assert not page._undo.isEnabled()


def test_a_named_version_is_gone_back_to_by_key_and_by_button(page, qtbot, heard):
    wanted = heard(page.version_wanted)
    page.list.choose(4)
    page._show_chosen()
    qtbot.keyClick(page.list, Qt.Key.Key_U)
    assert page._undo.isHidden()
    qtbot.mouseClick(page._go_back, Qt.MouseButton.LeftButton)
    assert wanted == [(38, "First round")] * 2
    page.set_read_only(True)
    qtbot.keyClick(page.list, Qt.Key.Key_U)
    assert len(wanted) == 2


def test_what_nobody_named_is_not_gone_back_to(page):
    beginning = replace(ENTRIES[2], name="New project", undoable=False)
    page.show_history([beginning], more=False, today=TODAY)
    page.list.choose(1)
    page._show_chosen()
    assert page._go_back.isHidden()


def test_the_chosen_entry_stays_when_the_list_is_shown_again(page):
    page.list.choose(5)
    newer = replace(ENTRIES[0], operation=41, name="Undone: Quote labelled", kind="undo")
    page.show_history([newer, *ENTRIES], more=False, today=TODAY)
    assert page.entry().operation == 37
    page.show_history(ENTRIES[:1], more=False, today=TODAY)
    assert page.entry() is None


def test_read_only_undoes_nothing(page, qtbot, heard):
    undone = heard(page.undo_operation)
    page.set_read_only(True)
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    qtbot.keyClick(page.list, Qt.Key.Key_U)
    assert undone == []


def test_the_scope_is_chosen(page, qtbot, heard):
    scopes = heard(page.scope_chosen)
    project = next(b for b in page.findChildren(QRadioButton) if b.text() == "Project")
    qtbot.mouseClick(project, Qt.MouseButton.LeftButton)
    page.show_scope("label")
    assert scopes == ["project"]


def test_older_entries_are_asked_for_once_and_the_chosen_one_stays(page, qtbot, heard):
    wanted = heard(page.older_wanted)
    many = [replace(ENTRIES[0], operation=1000 - n) for n in range(200)]
    page.show_history(many, more=True, today=TODAY)
    page.list.choose(1)
    assert wanted == []
    bar = page.list.verticalScrollBar()
    bar.setValue(bar.maximum())
    bar.setValue(bar.maximum() - 1)
    assert len(wanted) == 1
    page.add_older([replace(ENTRIES[3], operation=5)], more=False, today=TODAY)
    assert page.list.model().rowCount() == 203
    assert page.entry().operation == 1000
    bar.setValue(bar.maximum())
    assert len(wanted) == 1


def test_nothing_done_yet_is_said(page):
    page.show_history([], more=False, today=TODAY)
    assert page._said.isVisible()
    assert not page.list.isVisible()
    assert not page._undo.isVisible()


def test_it_is_painted_in_both_themes(any_theme, show):
    page = HistoryPage(any_theme)
    long = replace(ENTRIES[0], name="<b>long</b> " * 30, who="Somebody " * 20)
    page.show_history([long, *ENTRIES], more=False, today=TODAY)
    page.list.choose(1)
    show(page, 344)
    assert not page.grab().isNull()
