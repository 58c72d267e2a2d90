"""The rooms of the window: entered by keys and the rail, their keys free of those of Annotate."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pullquote.ui.dialogs.key_sheet import KeySheet
from pullquote.ui.services.host import TextPlace
from pullquote.ui.services.tasks import Tasks


@pytest.fixture
def two_people(window):
    """Both have done the first document, and one of them has labelled more."""
    project, me = window.projects.project, window.projects.actor
    with project.operation("Set up", 0) as writer:
        other = writer.add_annotator("Teo Vass").id
        for annotator, ends in ((me, (7, 20)), (other, (7,))):
            for end in ends:
                writer.add_annotation(1, annotator, "quote", 0, end)
            writer.set_state(1, annotator, "done")
    return window


def rest(window, qtbot) -> None:
    qtbot.waitUntil(lambda: not any(t.busy() for t in window.findChildren(Tasks)))


def press(window, key: Qt.Key, held=Qt.KeyboardModifier.ControlModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, held)


def test_rooms_are_entered_by_keys_and_left_by_alt_left(window, qtbot) -> None:
    seen = []
    for number in (7, 6, 5, 4, 3, 2, 1):
        key = Qt.Key(Qt.Key.Key_0 + number)
        press(window, key)
        seen.append(window.rooms.name)
        assert window.rail.room() == window.rooms.name
        rest(window, qtbot)
    assert seen == [
        "progress", "speakers", "timeline", "adjudicate", "agreement", "clusters", "annotate",
    ]  # fmt: skip
    press(window, Qt.Key.Key_3)
    rest(window, qtbot)
    press(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.rooms.name == "annotate"
    assert window.room.page.reader.hasFocus()


def test_a_step_of_the_rail_enters_its_room(window, qtbot) -> None:
    QTest.mouseClick(window.rail._steps["progress"], Qt.MouseButton.LeftButton)
    assert window.rooms.name == "progress"
    rest(window, qtbot)


def test_what_belongs_to_the_text_is_switched_off_elsewhere(window, qtbot) -> None:
    window.rooms.go("progress")
    rest(window, qtbot)
    window.update_actions()
    off = {name for name, entry in window.actions_by_id.items() if not entry.isEnabled()}
    assert {"done", "find", "copy", "note", "next_document"} <= off
    assert not {"undo", "export", "collect", "plan", "room_annotate", "stop"} & off


def test_undo_stays_in_the_room_and_says_what_it_took_back(two_people, qtbot) -> None:
    window = two_people
    project, me = window.projects.project, window.projects.actor
    with project.operation("Quote", me) as writer:
        writer.add_annotation(2, me, "quote", 0, 6)
    window.rooms.go("progress")
    rest(window, qtbot)
    press(window, Qt.Key.Key_Z)
    assert window.rooms.name == "progress"
    assert window.strip.message() == "Undone: Quote"
    assert project.annotations(2, me) == []


def test_a_disagreement_leads_to_its_place_with_both_versions(two_people, qtbot) -> None:
    window = two_people
    window.rooms.go("agreement")
    rest(window, qtbot)
    window.go("adjudicate", TextPlace(1, 0, 20))
    rest(window, qtbot)
    assert window.rooms.name == "adjudicate"
    press(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.rooms.name == "agreement"


def test_closing_the_project_stops_the_rooms_and_the_next_one_gets_new_ones(
    two_people, project_path, qtbot
) -> None:
    window = two_people
    for name in ("clusters", "agreement", "adjudicate", "timeline", "speakers", "progress"):
        window.rooms.go(name)
    window.projects.close()
    assert window.rooms.current is None
    assert window.open_project(project_path)
    window.rooms.go("progress")
    rest(window, qtbot)
    assert window.rooms.current.widget.documents.table.rowCount() == 2


def test_the_search_leads_back_to_the_documents(window, qtbot) -> None:
    window.rooms.go("progress")
    rest(window, qtbot)
    press(window, Qt.Key.Key_K)
    assert window.rooms.name == "annotate"
    assert window.room.documents.search.editor.hasFocus()


def test_the_text_where_places_are_settled_follows_what_the_person_likes(two_people, qtbot) -> None:
    window = two_people
    window.rooms.go("adjudicate")
    rest(window, qtbot)
    room = window.rooms.room("adjudicate")
    before = window.preferences.zoom
    press(window, Qt.Key.Key_Plus)
    assert window.preferences.zoom == before + 10
    assert room.widget.page.reader.zoom() == before + 10
    room.widget.page.head.names_hidden.emit(True)
    assert window.preferences.names_hidden
    window.resize(900, 700)
    press(window, Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier)
    assert window.rooms.name == "adjudicate"


@pytest.mark.parametrize(
    "name", ["clusters", "agreement", "adjudicate", "timeline", "speakers", "progress", "annotate"]
)
def test_the_question_mark_of_the_strip_opens_the_key_sheet(
    two_people, qtbot, answer, name
) -> None:
    window = two_people
    window.rooms.go(name)
    rest(window, qtbot)
    shown: list[bool] = []
    answer(lambda dialog: shown.append(isinstance(dialog, KeySheet)))
    target = QApplication.focusWidget() or window.rooms.current.widget
    QTest.keyClick(target, Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: shown == [True])
