"""What the strip of keys shows is so: in each room, for whatever has the focus, each key that it
shows does something when it is pressed.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QTabBar, QWidget

from pullquote.store import Project
from pullquote.ui.scenes import DIALOGS
from pullquote.ui.screenshots import wait_for_rest, wait_for_tasks
from pullquote.ui.widgets import Segments
from pullquote.ui.widgets.field import Field

ARROWS = {"←": "Left", "→": "Right", "↑": "Up", "↓": "Down"}
State = Callable[[object, object], None]


@pytest.fixture
def several(project_path: Path) -> Path:
    """Three people have labelled both documents, and differ."""
    with Project.open(project_path) as project, project.operation("Set up", 0) as writer:
        for name, end in (("Ada", 7), ("Bo", 20), ("Mara Lind", 12)):
            person = writer.add_annotator(name).id
            for document in (1, 2):
                writer.add_annotation(document, person, "quote", 0, end)
                writer.add_annotation(document, person, "claim", 24, 30 + end)
                writer.set_state(document, person, "done")
    return project_path


@pytest.fixture
def full(make_window, several: Path):
    window = make_window()
    assert window.open_project(several)
    wait_for_tasks(window)
    return window


def rest() -> None:
    for _ in range(4):
        QApplication.processEvents()


# --- where the focus may be -----------------------------------------------------------------------


def text(window, hands) -> None:
    hands.reader.setFocus()
    hands.reader.set_caret(hands.reader.text().index("harbour"))


def words(window, hands) -> None:
    text(window, hands)
    hands.words("harbour")


def quote(window, hands) -> None:
    text(window, hands)
    hands.keys("G", "Q")


def edges(window, hands) -> None:
    quote(window, hands)
    hands.keys("F2")


def tying(window, hands) -> None:
    quote(window, hands)
    hands.keys("R")


def documents(window, hands) -> None:
    window.room.documents.view.setFocus()


def search(window, hands) -> None:
    window.room.documents.search.set_text("")
    window.room.documents.focus_search()


def search_with_words(window, hands) -> None:
    search(window, hands)
    hands.type("port")
    wait_for_rest(window)
    wait_for_tasks(window)


def find(window, hands) -> None:
    text(window, hands)
    hands.keys("Ctrl+F")
    hands.type("pilots")


def tree(window, hands) -> None:
    quote(window, hands)
    hands.keys("Return")
    window.room.panel.focus_page()
    window.room.panel.labels.tree.choose(0)


def tabs(window, hands) -> None:
    window.room.panel.tabs.setFocus()


def note(window, hands) -> None:
    quote(window, hands)
    hands.keys("M")


def speaker_list(window, hands) -> None:
    quote(window, hands)
    hands.keys("S")


def date_value(window, hands) -> None:
    text(window, hands)
    hands.keys("N", "D", "D")


def relation(window, hands) -> None:
    quote(window, hands)
    hands.keys("Return")
    fields = window.room.panel.labels.inspector.form().relations.findChildren(Field)
    next(field for field in fields if field.isVisible()).setFocus()


def kind(window, hands) -> None:
    quote(window, hands)
    form = window.room.panel.labels.inspector.form()
    next(a for a in form._attributes if a.attribute.id == "kind").setFocus()


def copies(window, hands) -> None:
    text(window, hands)
    hands.reader.set_caret(hands.reader.text().index("for the pilots"))
    hands.keys("W")


def history(window, hands) -> None:
    quote(window, hands)
    window.room.panel.show_page("history")
    wait_for_tasks(window)
    window.room.panel.focus_page()
    window.room.panel.history.list._arrive()


def head_button(window, hands) -> None:
    window.room.page.head._done.setFocus()


def rail(window, hands) -> None:
    window.rail.focus_room()


ANNOTATE = [
    text, words, quote, edges, tying, documents, search, search_with_words, find, tree, tabs, note,
    speaker_list, date_value, relation, kind, copies, history, head_button, rail,
]  # fmt: skip


def fingerprint(window) -> tuple[object, ...]:
    """Whatever a key may have changed that a person sees."""
    room = window.rooms.current
    focused = QApplication.focusWidget()
    popup = QApplication.activePopupWidget()
    seen = [
        window.rooms.name, id(focused), id(popup), id(QApplication.activeModalWidget()),
        room.strip.message(), tuple(map(str, room.strip.hints())),
        tuple(sorted(id(w) for w in room.widget.findChildren(QWidget) if w.isVisible())),
        tuple(getattr(w, "row", int)() for w in window.findChildren(QWidget)
              if hasattr(w, "pointed")),
        tuple(w.currentIndex() for w in room.widget.findChildren(QTabBar)),
        tuple(w.value() for w in room.widget.findChildren(Segments)),
        getattr(focused, "text", str)(), len(window.projects.project.history()),
    ]  # fmt: skip
    if hasattr(room, "document_presenter"):
        reader, session = room.widget.page.reader, room.document_presenter.session
        seen += [room.document_presenter.document, reader.selection(), reader.caret(),
                 session.selected, session.opened, len(session.offers), reader.scene.hit,
                 room.widget.documents.view.currentIndex().row(),
                 room.widget.documents.search.text()]  # fmt: skip
        label = reader.scene.labels.get(reader.scene.chosen.label)
        seen.append(label.span if label else None)
    return tuple(seen)


def pressed(caps: str) -> list[str]:
    """The single keys of a hint: "← →" are two."""
    found = []
    held = ""
    for cap in caps.split(" "):
        *before, name = [cap] if cap == "+" else cap.split("+")
        held = "+".join(before) or held
        found.append("+".join([*([held] if held else []), ARROWS.get(name, name)]))
    return found


def press(window, key: str) -> None:
    combination = QKeySequence(key.replace("Enter", "Return"))[0]
    target = QApplication.focusWidget()
    QTest.keyClick(target, combination.key(), combination.keyboardModifiers())


def shown(window) -> list[tuple[str, str]]:
    rest()
    return [hint for hint in window.rooms.current.strip.hints() if hint]


def begin_again(window, hands) -> None:
    """As it was: nothing done, nothing chosen, in the text."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    if not window.isActiveWindow():
        window.activateWindow()
    window.rooms.go("annotate")
    project, actor = window.projects.project, window.projects.actor
    while project.undo_name(actor):
        project.undo(actor)
    window.strip.clear_message()
    window.room.panel.show_page("labels")
    window.room.page.find_bar.hide()
    window.room.documents.search.set_text("")
    window.annotate.open(1, jump=False)
    hands.reader.setFocus()
    for _ in range(4):
        hands.keys("Esc")
    window.strip.clear_message()
    wait_for_tasks(window)
    rest()


@pytest.mark.parametrize("state", ANNOTATE, ids=lambda state: state.__name__)
def test_each_key_that_is_shown_does_something(full, hands_of, state: State) -> None:
    hands = hands_of(full)
    begin_again(full, hands)
    state(full, hands)
    hints = shown(full)
    assert hints
    dead = []
    for caps, means in hints:
        for key in pressed(caps):
            begin_again(full, hands)
            state(full, hands)
            assert shown(full) == hints
            full.strip.clear_message()
            rest()
            before = fingerprint(full)
            press(full, key)
            rest()
            if fingerprint(full) == before:
                QTest.qWait(250)  # to search takes its time
                wait_for_tasks(full)
            if fingerprint(full) == before:
                dead.append((key, means))
    # Of two arrows one may have nowhere to go.
    lone = [d for d in dead if sum(other[1] == d[1] for other in dead) > 1 or " " not in
            next(caps for caps, means in hints if means == d[1])]  # fmt: skip
    assert lone == []


# --- the other rooms ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "room", ["clusters", "agreement", "adjudicate", "timeline", "speakers", "progress"]
)
def test_each_key_that_is_shown_in_another_room_does_something(
    full, hands_of, room: str, monkeypatch
) -> None:
    hands = hands_of(full)
    asked: list[object] = []
    for name in ("getSaveFileName", "getExistingDirectory"):
        monkeypatch.setattr(QFileDialog, name, lambda *_a: asked.append(1) or ("", ""))

    def enter(pane: int) -> None:
        begin_again(full, hands)
        full.rooms.go(room)
        wait_for_tasks(full)
        rest()
        for _ in range(pane):
            hands.keys("F6")
        rest()

    enter(0)
    dead = []
    panes = len(full.rooms.current.panes())
    for pane in range(panes):
        enter(pane)
        for caps, means in shown(full):
            for key in pressed(caps):
                enter(pane)
                if (caps, means) not in shown(full):
                    continue  # what was pressed before leads to another state of the room
                full.strip.clear_message()
                QApplication.clipboard().clear()
                before = (*fingerprint(full), len(asked))
                press(full, key)
                rest()
                wait_for_tasks(full)
                after = (*fingerprint(full), len(asked))
                if after == before and not QApplication.clipboard().text():
                    dead.append((pane, caps, key, means))
    lone = [d for d in dead if " " not in d[1]]
    assert lone == []


@pytest.mark.parametrize("name", sorted(DIALOGS))
def test_the_strip_says_the_keys_of_a_dialog_and_they_work(full, qtbot, name: str) -> None:
    for turn in range(2):
        dialog = DIALOGS[name](full, full.theme)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        hints = shown(full)
        assert hints
        assert all(caps in {"Esc", "Enter", "Ctrl+Enter"} for caps, _ in hints)
        caps, _means = hints[turn % len(hints)]
        asked: list[str] = []
        dialog.main_clicked.connect(partial(asked.append, "main"))
        press(full, caps)
        assert asked or not dialog.isVisible(), caps
        dialog.hide()
        full.activateWindow()
        qtbot.waitUntil(full.isActiveWindow)
    full.room.page.reader.setFocus()
    assert ("G", "next quotation") in shown(full)
