"""The table of actions against what the shell and the rooms do, and what is switched on when."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pullquote.store import Project
from pullquote.ui.actions.table import ACTIONS, BY_ID, ROOM_IDS, layer_actions
from pullquote.ui.services.room import Room
from pullquote.ui.services.tasks import Tasks
from pullquote.ui.shell.rooms import ROOMS


@pytest.fixture
def everywhere(window, qtbot):
    """The window with every room entered once, back in the first."""
    for entry in reversed(ROOMS):
        window.go(entry.id)
        rest(window, qtbot)
    return window


def rest(window, qtbot) -> None:
    qtbot.waitUntil(lambda: not any(t.busy() for t in window.findChildren(Tasks)))


def test_no_action_is_without_a_handler_and_no_handler_without_an_action(everywhere) -> None:
    handled = {entry.id: set(everywhere.rooms.room(entry.id).commands()) for entry in ROOMS}
    own = set(everywhere.commands.commands())
    schema = everywhere.projects.project.schema
    layers = {action.id for action in layer_actions(schema)}
    assert (own | set().union(*handled.values())) == set(BY_ID) | layers
    for action in ACTIONS:
        by = {room for room, names in handled.items() if action.id in names}
        wanted = set() if action.id in own else action.rooms
        assert by == wanted, action.id
        assert by or action.id in own, action.id


def test_the_table_of_rooms_and_that_of_actions_name_the_same_rooms() -> None:
    assert {entry.id for entry in ROOMS} == ROOM_IDS
    entered = {action.id for action in ACTIONS if action.id.startswith("room_")}
    assert {entry.action for entry in ROOMS} == entered


def test_all_rooms_are_rooms(everywhere) -> None:
    for entry in ROOMS:
        room = everywhere.rooms.room(entry.id)
        assert isinstance(room, Room)
        assert everywhere.stack.indexOf(room.widget) >= 0
        assert room.strip.window() is everywhere
        everywhere.go(entry.id)
        assert room.panes()


def test_what_needs_the_text_is_off_where_there_is_none(
    make_window, tmp_path, project_path
) -> None:
    window = make_window()
    assert window.projects.create(tmp_path / "empty.pullquote")
    on = {name for name, entry in window.actions_by_id.items() if entry.isEnabled()}
    assert not {"done", "note", "find", "copy", "properties"} & on
    assert {"import", "export", "undo", "list", "room_agreement"} <= on
    assert window.open_project(project_path)
    on = {name for name, entry in window.actions_by_id.items() if entry.isEnabled()}
    assert {"done", "note", "find", "copy", "properties"} <= on


def test_what_writes_is_off_in_a_read_only_project(make_window, project_path) -> None:
    with Project.open(project_path):
        window = make_window()
        assert window.open_project(project_path)
        for name, entry in window.actions_by_id.items():
            action = BY_ID.get(name, BY_ID["note"])  # a layer's needs what a note does
            assert entry.isEnabled() == action.makes_sense(window.commands.facts()), name
        off = {name for name, entry in window.actions_by_id.items() if not entry.isEnabled()}
        assert {"import", "undo", "redo", "note", "remove", "plan", "skip"} <= off
        window.run("import")  # no dialog comes


def test_back_goes_through_the_documents_and_then_to_the_room_before(everywhere, hands) -> None:
    window = everywhere
    first = window.annotate.document_presenter.document
    hands.keys("Ctrl+PgDown" if window.room.documents.neighbour(1) else "Ctrl+PgUp")
    assert window.annotate.document_presenter.document != first
    hands.keys("Alt+Left")
    assert (window.rooms.name, window.annotate.document_presenter.document) == ("annotate", first)
    hands.keys("Alt+Left")
    assert window.rooms.name == "clusters"


def test_a_room_out_of_sight_shows_what_it_missed_when_it_is_entered(ferry, hands, qtbot) -> None:
    project, document = ferry.projects.project, ferry.annotate.document_presenter.document
    ferry.go("progress")
    for ends in ((7,), range(8, 70)):
        for end in ends:
            with project.operation("Quote", ferry.projects.actor) as writer:
                writer.add_annotation(document, ferry.projects.actor, "quote", 0, end)
        QTest.keyClick(
            QApplication.focusWidget() or ferry, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier
        )
        shown = ferry.annotate.document_presenter.doc.labels()
        assert [a.id for a in shown] == [a.id for a in project.annotations(document)]
        assert {a.id for a in hands.reader.scene.labels_at(0)} == {a.id for a in shown}
        ferry.go("progress")
    rest(ferry, qtbot)
