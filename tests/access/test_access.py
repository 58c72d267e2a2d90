"""What a screen reader is told, over the real bus: everything has a role and a name, the text can
be read and moved in, and a key says what changed and no more.

`make access` installs what this needs where it may; otherwise it is skipped."""

import pytest

from pullquote.ui.scenes import DIALOGS, ROOM_IDS

CONTROLS = {
    "push button", "check box", "radio button", "combo box", "text", "list", "table", "page tab",
    "page tab list", "heading", "dialog", "frame", "menu item", "slider", "spin button",
}  # fmt: skip
"""Whoever meets one of these must learn what it is for."""

STEPS = ("Right", "Right", "Ctrl+Right", "Down", "Down", "End", "Home", "PgDown", "Up", "Ctrl+End")
KEYS = ("J", "J", "J", "Shift+J", "Tab", "Tab", "Esc", "N", "P", "G", "Q", "S", "Esc", "F")
MOST_AT_REST = 12
"""Parts that came or went after a key, the outermost alone; it was about a hundred fields."""
SAID = {"object:text-caret-moved", "object:text-selection-changed", "object:announcement"}


def shown(bridge):
    return [thing for thing in bridge.walker.tree() if "showing" in thing[4]]


def look(things):
    """Nothing without a role, no control without a name, nothing that reads as markup."""
    for _depth, role, name, description, states in things:
        # The last is read out, and means nothing to whoever hears it.
        assert role not in {"unknown", "invalid", "", "layered pane"}, (role, name)
        assert name or role not in CONTROLS, (role, description, states)
        for words in (name, description):
            assert "<span" not in words, words
            assert "&amp;" not in words, words


@pytest.mark.parametrize("room", ROOM_IDS)
def test_every_room_is_walked(bridge, room):
    assert bridge.program.room(room)
    things = shown(bridge)
    look(things)
    assert things[1][1] == "frame"
    names = {name.title() for name in ROOM_IDS}
    rooms = [thing for thing in things if thing[1] == "radio button" and thing[2] in names]
    assert [thing[2].lower() for thing in rooms if "checked" in thing[4]] == [room]


@pytest.mark.parametrize("dialog", DIALOGS)
def test_every_dialog_is_walked(bridge, dialog):
    bridge.program.room("annotate")
    assert bridge.program.open_dialog(dialog)
    try:
        things = shown(bridge)
        look(things)
        assert any(role == "dialog" for _, role, *_ in things)
    finally:
        bridge.program.close_dialog()


def test_two_texts_side_by_side_are_walked(bridge):
    bridge.program.room("annotate")
    bridge.program.focus_text()
    for key in ("P", "Shift+Return"):
        bridge.program.key(key)
    things = shown(bridge)
    look(things)
    names = [name.split(":")[0] for _, role, name, *_ in things if role == "text"]
    assert [name for name in names if name.startswith("Text at")] == [
        "Text at the left",
        "Text at the right",
    ]
    assert bridge.program.focus().startswith("Reader Text at the left")
    bridge.program.key("Esc")
    assert bridge.program.focus() == "Reader Document text"


def test_the_text_its_caret_and_its_selection_are_read_and_set(bridge):
    bridge.program.room("annotate")
    length = bridge.program.focus_text()
    walker = bridge.walker
    assert walker.text() >= length
    words = walker.words(0, length)
    assert len(words.split()) > 50
    assert walker.caret() == 0
    assert walker.set_caret(12)
    assert bridge.program.caret() == [12, ""]
    assert walker.select(4, 11)
    assert walker.selection() == [4, 11]
    assert bridge.program.caret() == [11, words[4:11]]
    assert walker.unselect()
    assert walker.selection() is None
    left, top, width, height = walker.extents(4)
    assert left > 0
    assert top > 0
    assert width > 2
    assert height > 8


def test_labels_are_attributes_of_the_text(bridge):
    bridge.program.room("annotate")
    bridge.program.focus_text()
    length = bridge.walker.text()
    runs = bridge.walker.runs()
    assert len(runs) > 5
    assert all(0 <= start < end <= length for start, end, _ in runs)
    grounds = {attributes["bg-color"] for _, _, attributes in runs}
    assert len(grounds) > 2, "labels of different layers look different"


def listen_to_text(bridge):
    """With the focus in the text; what its room told when it was entered is over."""
    bridge.program.room("annotate")
    bridge.program.focus_text()
    bridge.walker.text()
    bridge.walker.listen()
    bridge.walker.events(2)


def test_a_step_tells_where_the_caret_is_and_no_more(bridge):
    listen_to_text(bridge)
    for key in STEPS:
        bridge.program.key(key)
        heard = bridge.walker.events(0.4)
        told = [kind for kind, *_ in heard]
        assert set(told) <= SAID, (key, heard)
        assert len(told) == len(set(told)), (key, heard)
        assert "object:text-caret-moved" in told, (key, heard)


def test_a_key_tells_of_the_text_and_of_nothing_beside_it(bridge):
    """From one label to the next the panel shows other fields; they are told of afterwards, and
    the outermost alone."""
    listen_to_text(bridge)
    for key in KEYS:
        in_the_text = bridge.program.focus() == "Reader Document text"
        bridge.program.key(key)
        heard = bridge.walker.events(0.5)
        told = [kind for kind, *_ in heard]
        if in_the_text and bridge.program.focus() == "Reader Document text":
            assert set(told) <= SAID, (key, heard)
            assert len(told) == len(set(told)), (key, heard)
        later = bridge.walker.events(1.2)
        assert {kind for kind, *_ in later} <= {"object:state-changed:showing"}, (key, later)
        assert len(later) <= MOST_AT_REST, (key, later)
    for _ in range(2):
        bridge.program.key("Ctrl+Z")  # leave the sample as it was


def test_a_label_is_announced_when_the_caret_enters_it(bridge):
    bridge.program.room("annotate")
    bridge.program.focus_text()
    bridge.walker.text()
    first = bridge.walker.runs()[0][0]
    bridge.walker.listen()
    bridge.walker.set_caret(first + 1)
    heard = bridge.walker.events(1)
    said = [data for kind, _, _, data in heard if kind == "object:announcement"]
    assert len(said) == 1
    assert said[0]


def test_any_question_is_answered(bridge):
    bridge.program.room("annotate")
    bridge.program.focus_text()
    bridge.walker.text()
    for seed in range(20):
        bridge.walker.random_calls(500, seed)
    assert bridge.program.focus_text() > 0
