import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest

from pullquote.text import segments
from pullquote.text.spans import Span
from pullquote.ui.reader import Reader

Key, Mod = Qt.Key, Qt.KeyboardModifier

TEXT = (
    "The harbour stays open, said Davit Perlow.\n"
    "He gave no date; “not yet,” he added, and left the room by the side door that nobody uses "
    "any more since the renovation of the building in the spring of that year.\n"
    "\n"
    "A last line."
)


@pytest.fixture
def open_reader(reader: Reader) -> Reader:
    reader.show_document(TEXT)
    return reader


def press(reader: Reader, key: Key, modifiers: Mod = Mod.NoModifier, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(reader.viewport(), key, modifiers)


def starts(text: str) -> int:
    return TEXT.index(text)


def test_arrows_go_by_character(open_reader):
    press(open_reader, Key.Key_Right, times=3)
    assert open_reader.caret() == 3
    press(open_reader, Key.Key_Left)
    assert open_reader.caret() == 2


def test_ctrl_arrows_go_to_the_start_of_words(open_reader):
    press(open_reader, Key.Key_Right, Mod.ControlModifier, times=2)
    assert open_reader.caret() == starts("stays")
    press(open_reader, Key.Key_Left, Mod.ControlModifier)
    assert open_reader.caret() == starts("harbour")


def test_words_end_with_their_paragraph(open_reader):
    open_reader.set_caret(starts("Perlow"))
    press(open_reader, Key.Key_Right, Mod.ControlModifier)
    assert open_reader.caret() == starts("\n")
    press(open_reader, Key.Key_Right, Mod.ControlModifier)
    assert open_reader.caret() == starts("He gave")


def test_blank_lines_are_stepped_over(open_reader):
    open_reader.set_caret(starts("A last"))
    press(open_reader, Key.Key_Left)
    assert open_reader.caret() == TEXT.index(".\n\n") + 1
    press(open_reader, Key.Key_Right)
    assert open_reader.caret() == starts("A last")


def test_shift_selects_and_the_text_is_the_stored_one(open_reader):
    open_reader.set_caret(starts("Davit"))
    press(open_reader, Key.Key_Right, Mod.ControlModifier | Mod.ShiftModifier, times=2)
    assert open_reader.selection() == Span(starts("Davit"), starts("\n"))
    assert open_reader.selected_text() == "Davit Perlow."


def test_an_arrow_goes_to_the_edge_of_a_selection(open_reader):
    open_reader.select(Span(4, 11))
    press(open_reader, Key.Key_Left)
    assert (open_reader.caret(), open_reader.selection()) == (4, Span(4, 4))
    open_reader.select(Span(4, 11))
    press(open_reader, Key.Key_Right)
    assert open_reader.caret() == 11


def test_up_and_down_keep_to_their_column(open_reader):
    open_reader.set_caret(starts("date"))
    before = open_reader.caret_rect()
    press(open_reader, Key.Key_Down)
    assert open_reader.caret_rect().top() == before.top() + 38
    press(open_reader, Key.Key_Down, times=2)
    press(open_reader, Key.Key_Up, times=3)
    assert open_reader.caret() == starts("date")


def test_down_from_the_last_line_goes_to_the_end(open_reader):
    open_reader.set_caret(starts("last"))
    press(open_reader, Key.Key_Down)
    assert open_reader.caret() == len(TEXT)
    open_reader.set_caret(5)
    press(open_reader, Key.Key_Up)
    assert open_reader.caret() == 0


def test_home_and_end_stay_in_the_line(open_reader):
    open_reader.set_caret(starts("date"))
    line = open_reader.caret_rect().top()
    press(open_reader, Key.Key_End)
    assert open_reader.caret_rect().top() == line
    assert TEXT[open_reader.caret()] == " "
    press(open_reader, Key.Key_Home)
    assert open_reader.caret() == starts("He gave")


def test_end_stays_in_a_line_that_breaks_in_a_word(reader):
    reader.show_document("x" * 200)
    press(reader, Key.Key_End)
    assert reader.caret_rect().top() < 40
    assert reader.caret() > 20
    press(reader, Key.Key_Home)
    assert reader.caret() == 0


def test_ctrl_up_and_down_go_by_paragraph(open_reader):
    press(open_reader, Key.Key_Down, Mod.ControlModifier, times=2)
    assert open_reader.caret() == starts("A last")
    press(open_reader, Key.Key_Right, times=2)
    press(open_reader, Key.Key_Up, Mod.ControlModifier)
    assert open_reader.caret() == starts("A last")
    press(open_reader, Key.Key_Up, Mod.ControlModifier | Mod.ShiftModifier)
    assert open_reader.selection() == Span(starts("He gave"), starts("A last"))


def test_a_paragraph_in_parts_is_one_paragraph(reader):
    long = "word " * 2000
    reader.show_document(f"First.\n{long}\nLast.")
    reader.set_caret(7 + 6000)
    assert reader.paragraph_at(reader.caret()) == Span(7, 7 + len(long))
    press(reader, Key.Key_Up, Mod.ControlModifier)
    assert reader.caret() == 7
    press(reader, Key.Key_Down, Mod.ControlModifier)
    assert reader.caret() == 8 + len(long)


def test_a_caret_passes_from_part_to_part(reader):
    reader.show_document("word " * 2000)
    reader.set_caret(4495)
    carets = []
    for _ in range(8):
        press(reader, Key.Key_Right)
        carets.append(reader.caret())
    for _ in range(8):
        press(reader, Key.Key_Left)
    assert (carets, reader.caret()) == (list(range(4496, 4504)), 4495)


def test_ctrl_home_and_end(open_reader):
    press(open_reader, Key.Key_End, Mod.ControlModifier)
    assert open_reader.caret() == len(TEXT)
    press(open_reader, Key.Key_Home, Mod.ControlModifier | Mod.ShiftModifier)
    assert open_reader.selection() == Span(0, len(TEXT))


def test_a_page_keeps_the_place_of_the_caret(reader):
    reader.show_document("\n".join(f"Line number {n} of this document." for n in range(200)))
    press(reader, Key.Key_PageDown)
    press(reader, Key.Key_PageDown)
    top, caret = reader.caret_rect().top(), reader.caret()
    press(reader, Key.Key_Space)
    assert reader.caret_rect().top() == top
    press(reader, Key.Key_Space, Mod.ShiftModifier)
    assert (reader.caret_rect().top(), reader.caret()) == (top, caret)
    press(reader, Key.Key_PageDown, Mod.ShiftModifier)
    assert reader.selection().start == caret


def test_the_caret_stays_in_view(reader):
    reader.show_document("\n".join(f"Line number {n} of this document." for n in range(200)))
    for key, times in ((Key.Key_Down, 60), (Key.Key_Up, 50), (Key.Key_PageDown, 3)):
        press(reader, key, times=times)
        rect = reader.caret_rect()
        assert rect.top() >= 0
        assert rect.bottom() < reader.viewport().height()


def test_from_right_to_left_the_arrows_go_where_they_point(reader):
    reader.show_document("قال الوزير مرحبا\nleft to right")
    press(reader, Key.Key_Left)
    assert reader.caret() == 1
    press(reader, Key.Key_Left, Mod.ControlModifier)
    assert reader.caret() == 4
    press(reader, Key.Key_Right)
    assert reader.caret() == 3


def test_copy_gives_the_stored_text_and_nothing_else(reader):
    reader.show_document("a\u2028b\u00a0c 😀 <b>d</b>\tend")
    press(reader, Key.Key_A, Mod.ControlModifier)
    press(reader, Key.Key_C, Mod.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == "a\u2028b\u00a0c 😀 <b>d</b>\tend"
    assert data.formats() == ["text/plain"]


def test_copy_of_nothing_leaves_the_clipboard(open_reader):
    QGuiApplication.clipboard().setText("kept")
    press(open_reader, Key.Key_C, Mod.ControlModifier)
    assert QGuiApplication.clipboard().text() == "kept"


def test_the_filter_has_the_first_word(open_reader):
    seen = []

    def key_filter(event: QKeyEvent) -> bool:
        seen.append(event.key())
        return event.key() != Key.Key_Left

    open_reader.key_filter = key_filter
    press(open_reader, Key.Key_Right)
    press(open_reader, Key.Key_Tab)
    assert open_reader.caret() == 0
    assert open_reader.hasFocus()
    open_reader.set_caret(4)
    press(open_reader, Key.Key_Left)
    assert open_reader.caret() == 3
    assert seen == [Key.Key_Right, Key.Key_Tab, Key.Key_Left]


@pytest.mark.parametrize(
    ("key", "taken"),
    [
        (Key.Key_Right, True),
        (Key.Key_Q, False),
        (Key.Key_Escape, False),
        (Key.Key_Return, False),
        (Key.Key_Backspace, False),
    ],
)
def test_keys_that_do_not_move_are_passed_on(open_reader, key, taken):
    event = QKeyEvent(QEvent.Type.KeyPress, key, Mod.NoModifier)
    open_reader.keyPressEvent(event)
    assert event.isAccepted() == taken


def test_signals_tell_of_moves_and_choices(open_reader):
    moved, chosen = [], []
    open_reader.caret_moved.connect(moved.append)
    open_reader.selection_changed.connect(lambda: chosen.append(open_reader.selection()))
    press(open_reader, Key.Key_Right)
    press(open_reader, Key.Key_Right, Mod.ShiftModifier)
    assert moved == [1, 2]
    assert chosen == [Span(1, 2)]
    press(open_reader, Key.Key_Right)
    assert chosen == [Span(1, 2), Span(2, 2)]


MOVES = [
    (Key.Key_Right, Mod.NoModifier),
    (Key.Key_Left, Mod.NoModifier),
    (Key.Key_Down, Mod.NoModifier),
    (Key.Key_Up, Mod.NoModifier),
    (Key.Key_Right, Mod.ControlModifier),
    (Key.Key_Left, Mod.ControlModifier),
    (Key.Key_Down, Mod.ControlModifier),
    (Key.Key_Home, Mod.NoModifier),
    (Key.Key_End, Mod.NoModifier),
    (Key.Key_PageDown, Mod.NoModifier),
]


@settings(max_examples=60)
@given(data=st.data())
def test_what_keys_select_is_whole_graphemes_of_the_text(lasting_reader, any_text, data):
    reader, text = lasting_reader, data.draw(any_text)
    reader.show_document(text)
    reader.set_caret(segments.grapheme_start(text, data.draw(st.integers(0, len(text)))))
    steps = st.lists(st.tuples(st.sampled_from(MOVES), st.booleans()), max_size=8)
    for (key, modifiers), select in data.draw(steps):
        press(reader, key, modifiers | Mod.ShiftModifier if select else modifiers)
        span = reader.selection()
        assert 0 <= span.start <= span.end <= len(text)
        assert segments.grapheme_start(text, span.start) == span.start
        assert segments.grapheme_start(text, span.end) == span.end
        assert reader.selected_text() == text[span.start : span.end]
    assert reader.text() == text
