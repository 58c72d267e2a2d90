import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pullquote.ui.panels.form.speaker_field import SpeakerField, speaker_choices
from pullquote.ui.panels.values import SpeakerCandidate
from pullquote.ui.widgets.popup import EDGE

REGISTER = [
    SpeakerCandidate(1, "Ilian Marsk", "ministry spokesman", 41),
    SpeakerCandidate(2, "Niklas Marsk", "trade envoy", 2),
    SpeakerCandidate(3, "Channel 4", quotes=1),
]


def complete(typed):
    return [c for c in REGISTER if typed.casefold() in c.name.casefold()]


@pytest.fixture
def window(theme, show):
    """A window with the field and another line to go to."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(24, 24, 24, 24)
    made.field = SpeakerField(theme, "Speaker")
    made.field.set_register(complete, lambda: 214)
    made.other = QLineEdit()
    column.addWidget(made.field)
    column.addWidget(made.other)
    column.addStretch()
    show(made)
    made.field.show_speaker("Ilian Marsk", "mention “he”")
    made.other.setFocus()
    return made


@pytest.fixture
def told(window, heard):
    field = window.field
    said = []
    field.known.connect(lambda number: said.append(("known", number)))
    field.named.connect(lambda name: said.append(("named", name)))
    field.nobody.connect(lambda: said.append(("nobody",)))
    field.left.connect(lambda: said.append(("left",)))
    return said


def editor(window):
    return window.field.field.editor


def names(window):
    return [choice.name for choice in window.field.list._model.rows]


def test_the_list_opens_on_the_best_match_of_the_mention(window, qtbot, told):
    window.field.edit("Marsk")
    assert window.field.list.isVisible()
    assert editor(window).hasFocus()
    assert names(window) == ["Ilian Marsk", "Niklas Marsk", "Marsk", "Nobody named"]
    qtbot.keyClick(editor(window), Qt.Key.Key_Return)
    assert told == [("known", 1), ("left",)]
    assert not window.field.list.isVisible()


def test_three_letters_and_enter_take_another_speaker(window, qtbot, told):
    window.field.edit("he")
    qtbot.keyClicks(editor(window), "nik")
    qtbot.keyClick(editor(window), Qt.Key.Key_Return)
    assert told == [("known", 2), ("left",)]


def test_down_and_up_go_round(window, qtbot, told):
    window.field.edit("Marsk")
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(editor(window), key)
    qtbot.keyClick(editor(window), Qt.Key.Key_Tab)
    assert told == [("known", 2), ("left",)]


def test_a_new_name_is_offered_and_taken_as_typed(window, qtbot, told):
    window.field.edit()
    qtbot.keyClicks(editor(window), " Una  Voss ")
    assert names(window) == ["Una Voss", "Nobody named"]
    qtbot.keyClick(editor(window), Qt.Key.Key_Return)
    assert told == [("named", "Una Voss"), ("left",)]


def test_a_name_that_is_known_is_not_offered_as_new():
    rows = speaker_choices(complete("ilian marsk"), "ilian marsk")
    assert [row.kind for row in rows] == ["known", "nobody"]


def test_nobody_can_be_said_to_be_named(window, qtbot, told):
    window.field.edit()
    qtbot.keyClick(editor(window), Qt.Key.Key_Up)
    qtbot.keyClick(editor(window), Qt.Key.Key_Return)
    assert told == [("nobody",), ("left",)]


def test_a_digit_takes_its_row_until_something_is_typed(window, qtbot, told):
    window.field.edit("Marsk")
    qtbot.keyClick(editor(window), Qt.Key.Key_2)
    assert told == [("known", 2), ("left",)]
    told.clear()
    window.field.edit("Marsk")
    qtbot.keyClicks(editor(window), "Channel 4")
    assert told == []
    assert names(window) == ["Channel 4", "Nobody named"]


def test_escape_changes_nothing_and_brings_the_value_back(window, qtbot, told):
    window.field.edit("he")
    qtbot.keyClicks(editor(window), "xyz")
    qtbot.keyClick(editor(window), Qt.Key.Key_Escape)
    assert told == [("left",)]
    assert editor(window).text() == "Ilian Marsk"


def test_going_elsewhere_changes_nothing(window, qtbot, told):
    window.field.edit("he")
    qtbot.keyClicks(editor(window), "Nik")
    qtbot.mouseClick(window.other, Qt.MouseButton.LeftButton)
    assert told == []
    assert not window.field.list.isVisible()
    assert editor(window).text() == "Ilian Marsk"


def test_the_mouse_opens_the_list_and_takes_a_row(window, qtbot, told):
    qtbot.mouseClick(editor(window), Qt.MouseButton.LeftButton)
    assert window.field.list.isVisible()
    rows = window.field.list._list
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 20))
    assert told == [("known", 1), ("left",)]


def test_the_list_stays_inside_the_window(window):
    window.layout().insertSpacing(0, window.height() - 130)
    window.layout().activate()
    window.field.edit("Marsk")
    card = window.field.list.geometry().adjusted(EDGE, EDGE, -EDGE, -EDGE)
    assert window.rect().contains(card)
    assert not card.intersects(window.field.geometry())


def test_read_only_opens_nothing(window):
    window.field.set_read_only(True)
    window.field.edit("he")
    assert not window.field.list.isVisible()


def test_undo_is_the_programs_until_something_is_typed(window, qtbot, heard):
    undone = heard(QShortcut(QKeySequence.StandardKey.Undo, window).activated)
    window.field.edit("he")
    qtbot.keyClick(editor(window), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(undone) == 1
    qtbot.keyClicks(editor(window), "Nik")
    qtbot.keyClick(editor(window), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(undone) == 1
    assert editor(window).text() == "he"


def test_the_list_is_spoken(window):
    window.field.edit("Marsk")
    model = window.field.list._model
    said = [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(4)]
    assert said == [
        "Ilian Marsk, ministry spokesman, 41 quotes",
        "Niklas Marsk, trade envoy, 2 quotes",
        "New speaker “Marsk”, add to the register",
        "Nobody named, leave the speaker open",
    ]


def test_another_window_does_not_take_away_what_was_typed(window, theme, qtbot, show):
    window.field.edit("he")
    qtbot.keyClicks(editor(window), "Nik")
    show(QWidget(), 100, 100)
    assert window.field.list.isVisible()
    assert editor(window).text() == "Nik"
