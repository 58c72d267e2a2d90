"""A version edited with the keys of the text, kept or left."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pullquote.assets import DEFAULT_SCHEMA

FIRST = "“The ferry will not sail before May."
WHOLE = "“The ferry will not sail before May. The ice is too thick,”"
SPEAKER = '[[layer]]\nid = "speaker"'
REMARK = '[[layer.attribute]]\nid = "remark"\nname = "Remark"\nkey = "Z"\n\n'
WITH_REMARK = DEFAULT_SCHEMA.read_text(encoding="utf-8").replace(SPEAKER, REMARK + SPEAKER, 1)


def labels(ferry) -> set[tuple[str, str]]:
    return {(layer, words) for layer, words, _ in ferry.settled()}


def test_an_edit_starts_from_the_version_that_stands_out(ferry):
    ferry.keys("E")
    assert ferry.controller.keys.is_editing
    assert ("quote", WHOLE) in labels(ferry)
    assert ferry.controller.version_edit.label().span.of(ferry.reader.text()) == WHOLE


def test_edges_are_moved_and_kept_with_ctrl_enter(ferry):
    ferry.keys("E", "F2", "Left", "Left", "Return", "Ctrl+Return")
    assert not ferry.controller.keys.is_editing
    assert [d.outcome for d in ferry.project.adjudications()] == ["edited"]
    (quote,) = (words for layer, words in labels(ferry) if layer == "quote")
    assert WHOLE.startswith(quote)
    assert quote != WHOLE
    assert ferry.open == 1
    assert ferry.controller.widget.items.said() == "Settled as edited."


def test_words_are_labelled_with_the_keys_of_their_layers(ferry):
    ferry.keys("E")
    ferry.words("said")
    ferry.keys("C", "Ctrl+Return")
    assert ("cue", "said") in labels(ferry)


def test_a_label_is_removed(ferry):
    ferry.keys("J", "E", "Del", "Ctrl+Return")
    assert not any("ruin" in words for _, words in labels(ferry))
    assert ferry.open == 1


def test_a_layer_key_changes_the_selected_label(ferry):
    ferry.keys("J", "1")
    assert ferry.open == 1
    ferry.keys("E", "X", "Ctrl+Return")
    assert ("not_quote", WHOLE) in labels(ferry)


def test_the_kind_is_turned(ferry):
    # Nothing was set yet, so that the first value comes first.
    ferry.keys("E", "T", "T", "Ctrl+Return")
    own = ferry.project.adjudicated()
    document = ferry.project.versions()[0].document
    (quote,) = (a for a in ferry.project.annotations(document, own.id) if a.layer == "quote")
    assert quote.attributes["kind"] == "partial"


@pytest.mark.parametrize("schema", [WITH_REMARK])
def test_the_key_of_what_is_typed_goes_to_its_field(ferry, schema):
    ferry.keys("E", "Z")
    QTest.keyClicks(QApplication.focusWidget(), "heard twice")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert ferry.controller.version_edit.label().attributes["remark"] == "heard twice"
    assert ferry.project.speakers() == []


def test_esc_takes_back_all_that_was_done(ferry):
    ferry.keys("E", "F2", "Left", "Return")
    ferry.words("said")
    ferry.keys("C", "Esc")
    assert not ferry.controller.keys.is_editing
    assert labels(ferry) == set()
    assert ferry.project.adjudications() == []
    assert ferry.open == 2
    assert ferry.item().kind == "boundary"
    ferry.keys("1")
    assert ferry.open == 1


def test_undo_takes_a_kept_edit_back_as_it_was_made(ferry):
    ferry.keys("E", "F2", "Left", "Return", "Ctrl+Return")
    ferry.project.undo(ferry.actor)
    ferry.wait()
    assert [d.outcome for d in ferry.project.adjudications()] == ["taken"]
    while ferry.project.undo_name(ferry.actor) != "Label":
        ferry.project.undo(ferry.actor)
    ferry.wait()
    assert labels(ferry) == set()
    assert ferry.open == 2


def test_undo_while_editing_takes_the_last_key_back(ferry):
    ferry.keys("E", "F2", "Left", "Return")
    ferry.project.undo(ferry.actor)
    ferry.wait()
    assert ("quote", WHOLE) in labels(ferry)
    ferry.keys("Esc")
    assert labels(ferry) == set()


def test_digits_label_while_editing_and_take_afterwards(ferry):
    ferry.keys("E")
    ferry.words("Monday")
    ferry.keys("4")
    assert ("date", "Monday") in labels(ferry)
    ferry.keys("Ctrl+Return", "1")
    assert ferry.open == 0


def test_the_strip_and_the_bar_say_what_the_keys_do(ferry):
    texts = [b.text() for b in ferry.room.page.bar.buttons()]
    assert texts == ["Take 1", "Take 2", "Both", "Neither", "Edit"]
    ferry.keys("E")
    assert [b.text() for b in ferry.room.page.bar.buttons()] == ["Keep", "Leave"]
    ferry.room.page.bar.buttons()[1].click()
    assert [b.text() for b in ferry.room.page.bar.buttons()] == texts
