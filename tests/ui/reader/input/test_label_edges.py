import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pullquote.text.spans import Span
from pullquote.ui.reader import PaintedLabel, Reader
from pullquote.ui.reader.input.label_edges import LabelExtent

Key, Mod = Qt.Key, Qt.KeyboardModifier

TEXT = "He said “not yet, my friends,” and left."


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


@pytest.fixture
def told(reader: Reader) -> list[tuple[str, object]]:
    """What the reader tells while the edges of the chosen label are moved by keys."""
    reader.show_document(TEXT)
    reader.set_labels([PaintedLabel(1, span("not yet"), "quote", "solid", "QUOTE")])
    reader.set_selected(1)
    told = []
    reader.extent_dragged.connect(lambda _, to: told.append(("dragged", to.of(TEXT))))
    reader.extent_changed.connect(lambda _, to: told.append(("changed", to.of(TEXT))))
    reader.extent_mode_changed.connect(lambda on: told.append(("mode", on)))
    assert reader.start_extent()
    return told


def press(reader: Reader, key: Key, held: Mod = Mod.NoModifier) -> None:
    QTest.keyClick(reader.viewport(), key, held)


def shown(reader: Reader) -> str:
    return reader.scene.labels.get(1).span.of(TEXT)


def test_arrows_move_the_end_by_word_and_enter_keeps(reader, told):
    press(reader, Key.Key_Right)
    press(reader, Key.Key_Right)
    press(reader, Key.Key_Return)
    assert told == [
        ("mode", True),
        ("dragged", "not yet,"),
        ("dragged", "not yet, my"),
        ("mode", False),
        ("changed", "not yet, my"),
    ]
    assert shown(reader) == "not yet, my"


def test_shift_moves_the_start_and_ctrl_goes_by_character(reader, told):
    press(reader, Key.Key_Left, Mod.ShiftModifier | Mod.ControlModifier)
    assert shown(reader) == "“not yet"
    press(reader, Key.Key_Right, Mod.ShiftModifier)
    press(reader, Key.Key_Right, Mod.ShiftModifier)
    press(reader, Key.Key_Left, Mod.ControlModifier)
    assert shown(reader) == "ye"


def test_escape_puts_the_edges_back(reader, told):
    press(reader, Key.Key_Right)
    press(reader, Key.Key_Escape)
    assert shown(reader) == "not yet"
    assert told[-2:] == [("mode", False), ("dragged", "not yet")]
    press(reader, Key.Key_Right)
    assert reader.caret() == 1


def test_choosing_another_label_puts_the_edges_back(reader, told):
    press(reader, Key.Key_Right)
    reader.set_selected(None)
    assert shown(reader) == "not yet"
    assert told[-2][0] == "mode"


def test_keeping_what_did_not_change_tells_nothing(reader, told):
    press(reader, Key.Key_Return)
    assert told == [("mode", True), ("mode", False)]


def test_a_label_that_is_removed_ends_the_mode(reader, told):
    press(reader, Key.Key_Right)
    reader.remove_label(1)
    assert told[-1] == ("mode", False)
    assert reader.scene.labels.get(1) is None


def test_another_document_ends_the_mode(reader, told):
    reader.show_document("Short.")
    assert told[-1] == ("mode", False)
    press(reader, Key.Key_Return)
    assert told[-1] == ("mode", False)


def test_without_a_chosen_label_there_is_nothing_to_move(reader):
    reader.show_document(TEXT)
    assert not reader.start_extent()


@given(
    st.text(st.sampled_from("ab ,”😀\u0301"), min_size=1, max_size=20),
    st.data(),
    st.sampled_from(["start", "end"]),
    st.booleans(),
    st.booleans(),
)
def test_a_span_keeps_at_least_a_character(text, data, edge, forward, by_word):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    extent = LabelExtent(1, Span(start, end))
    for _ in range(5):
        extent = extent.step(text, edge, forward=forward, by_word=by_word)
        assert 0 <= extent.span.start < extent.span.end <= len(text)
