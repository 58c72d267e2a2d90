from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pullquote.calendar.values import is_value
from pullquote.ui.panels.form.date_field import DateField
from pullquote.ui.panels.form.month_grid import MonthGrid

TODAY = date(2026, 3, 1)


def parse(typed):
    known = {"12 feb": "2026-02-12", "last week": "2026-W06"}
    return known.get(typed.strip()) or (typed.strip() if is_value(typed.strip()) else None)


@pytest.fixture
def window(theme, show):
    made = QWidget()
    column = QVBoxLayout(made)
    made.field = DateField(theme, "Value")
    made.field.set_parse(parse)
    made.other = QLineEdit()
    column.addWidget(made.field)
    column.addWidget(made.other)
    column.addStretch()
    show(made)
    made.field.show_value("2026-02-10", "2026-02-12")
    made.other.setFocus()
    return made


@pytest.fixture
def grid(theme, show):
    made = MonthGrid(theme)
    made.show_value("2026-W07", "2026-02-12", TODAY)
    return show(made, made.width(), made.height())


def type_over(window, qtbot, words):
    editor = window.field.field.editor
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, words)
    return editor


def test_the_days_are_said_while_one_types(window, qtbot, heard):
    valued, left = heard(window.field.valued), heard(window.field.left)
    assert window.field.said.text() == "10 Feb 2026, one day"
    editor = type_over(window, qtbot, "last week")
    assert window.field.said.text() == "2 to 8 Feb 2026, week 6"
    assert valued == []
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert valued == ["2026-W06"]
    assert editor.text() == "2026-W06"
    assert len(left) == 1


def test_what_is_no_date_is_said_and_nothing_is_set(window, qtbot, heard):
    valued, left = heard(window.field.valued), heard(window.field.left)
    editor = type_over(window, qtbot, "Febr 31")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert (valued, left) == ([], [])
    assert window.field.said.text() == "“Febr 31” is no date; 2026-02-10 stays."
    assert window.field.warning.isVisible()
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert editor.text() == "2026-02-10"
    assert not window.field.warning.isVisible()
    assert len(left) == 1


def test_leaving_a_changed_field_keeps_what_was_typed(window, qtbot, heard):
    valued = heard(window.field.valued)
    type_over(window, qtbot, "12 feb")
    qtbot.mouseClick(window.other, Qt.MouseButton.LeftButton)
    assert valued == ["2026-02-12"]


def test_enter_without_a_change_sets_nothing(window, qtbot, heard):
    valued, left = heard(window.field.valued), heard(window.field.left)
    window.field.field.editor.setFocus()
    qtbot.keyClick(window.field.field.editor, Qt.Key.Key_Return)
    assert valued == []
    assert len(left) == 1


def test_an_empty_field_takes_the_value_away(window, qtbot, heard):
    valued = heard(window.field.valued)
    editor = type_over(window, qtbot, " ")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert valued == [""]


def test_a_new_value_does_not_disturb_who_types(window, qtbot):
    editor = type_over(window, qtbot, "12 f")
    window.field.show_value("2026-02-11", "2026-02-12")
    assert editor.text() == "12 f"


def test_up_and_down_are_told(window, qtbot, heard):
    steps = heard(window.field.stepped)
    editor = window.field.field.editor
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_Down)
    qtbot.keyClick(editor, Qt.Key.Key_Up)
    assert steps == [1, -1]


def test_an_open_value_says_why(window):
    window.field.show_value("XXXX-02-04", None)
    assert window.field.said.text() == "open: publication date unknown"
    window.field.show_value("", None, "not known")
    assert window.field.said.text() == "not known"


def test_the_calendar_opens_takes_a_day_and_gives_the_focus_back(window, qtbot, heard):
    valued = heard(window.field.valued)
    editor = window.field.field.editor
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert window.field.calendar().grid.hasFocus()
    qtbot.keyClick(window.field.calendar().grid, Qt.Key.Key_Right)
    qtbot.keyClick(window.field.calendar().grid, Qt.Key.Key_Return)
    assert valued == ["2026-02-11"]
    assert editor.hasFocus()
    assert not window.field.calendar().grid.isVisible()
    assert window.field.said.text() == "11 Feb 2026, one day"


def test_escape_shuts_the_calendar_and_changes_nothing(window, qtbot, heard):
    valued, left = heard(window.field.valued), heard(window.field.left)
    window.field.open_calendar()
    qtbot.keyClick(window.field.calendar().grid, Qt.Key.Key_Escape)
    assert not window.field.calendar().grid.isVisible()
    assert window.field.field.editor.hasFocus()
    assert (valued, left) == ([], [])


def test_read_only_changes_nothing(window, qtbot, heard):
    valued = heard(window.field.valued)
    window.field.set_read_only(True)
    window.field.open_calendar()
    assert not window.field.calendar().grid.isVisible()
    type_over(window, qtbot, "12 feb")
    assert valued == []


@pytest.mark.parametrize(
    ("key", "to"),
    [
        (Qt.Key.Key_Left, "2026-02-08"),
        (Qt.Key.Key_Right, "2026-02-10"),
        (Qt.Key.Key_Up, "2026-02-02"),
        (Qt.Key.Key_Down, "2026-02-16"),
        (Qt.Key.Key_End, "2026-02-15"),
        (Qt.Key.Key_Home, "2026-02-09"),
        (Qt.Key.Key_PageUp, "2026-01-09"),
        (Qt.Key.Key_PageDown, "2026-03-09"),
        (Qt.Key.Key_P, "2026-02-12"),
    ],
)
def test_keys_move_in_the_calendar(grid, qtbot, key, to):
    qtbot.keyClick(grid, key)
    assert grid.day().isoformat() == to
    assert grid.accessibleDescription().endswith(str(grid.day().year))


def test_a_month_that_is_shorter_has_its_last_day(grid, qtbot):
    grid.show_value("2026-01-31", None, TODAY)
    qtbot.keyClick(grid, Qt.Key.Key_PageDown)
    assert grid.day() == date(2026, 2, 28)
    qtbot.keyClick(grid, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ShiftModifier)
    assert grid.day() == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (Qt.Key.Key_Return, "2026-02-09"),
        (Qt.Key.Key_W, "2026-W07"),
        (Qt.Key.Key_M, "2026-02"),
        (Qt.Key.Key_Y, "2026"),
    ],
)
def test_a_day_a_week_a_month_or_a_year_is_taken(grid, qtbot, heard, key, value):
    picked = heard(grid.picked)
    qtbot.keyClick(grid, key)
    assert picked == [value]


def test_the_mouse_takes_days_weeks_and_the_month(grid, qtbot, heard):
    picked = heard(grid.picked)
    for place in (
        grid._cell(2, 1).center(),
        grid._cell(2, -1).center(),
        QPoint(grid.width() // 2, 18),
    ):
        qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=place)
    assert picked == ["2026-02-10", "2026-W07", "2026-02"]
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid._arrow(1).center())
    assert grid.day() == date(2026, 3, 9)


@pytest.mark.parametrize("value", ["0001-01-01", "9999-12-30"])
def test_the_ends_of_the_calendar_hold(grid, qtbot, value):
    grid.show_value(value, None, TODAY)
    assert grid.day().isoformat() == value
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_PageUp):
        qtbot.keyClick(grid, key)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown):
        qtbot.keyClick(grid, key)
    assert not grid.grab().isNull()
