import platform
import sys
from ctypes import (
    CFUNCTYPE,
    POINTER,
    byref,
    c_int,
    c_size_t,
    c_ssize_t,
    c_void_p,
    create_string_buffer,
    string_at,
)

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible

from pullquote.text.spans import Span
from pullquote.ui.reader import Outline, PaintedBlock, PaintedLabel, Reader
from pullquote.ui.reader.accessibility import AccessibleText, Announcer

TEXT = "😀 The council said “nothing is settled yet,” and it rained.\nA second paragraph."


@pytest.fixture
def open_reader(reader: Reader) -> Reader:
    reader.show_document(TEXT)
    return reader


@pytest.fixture
def text(open_reader: Reader) -> AccessibleText:
    found = QAccessible.queryAccessibleInterface(open_reader)
    assert type(found) is AccessibleText
    return found.textInterface()


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def test_it_is_a_named_text_that_cannot_be_edited(open_reader, text):
    assert text.role() == QAccessible.Role.EditableText
    assert text.text(QAccessible.Text.Name) == "Document text"
    assert text.state().readOnly
    assert text.state().multiLine


def test_the_text_is_counted_in_utf16(text):
    assert text.characterCount() == len(TEXT) + 1
    assert text.text(0, 2) == "😀"
    assert text.text(3, 6) == "The"
    assert text.text(0, 10_000) == TEXT


def test_the_caret_goes_both_ways(open_reader, text):
    open_reader.set_caret(6)
    assert text.cursorPosition() == 7
    text.setCursorPosition(3)
    assert open_reader.caret() == 2


def test_a_selection_can_be_set_and_removed(open_reader, text):
    text.setSelection(0, 3, 6)
    assert open_reader.selected_text() == "The"
    text.removeSelection(0)
    assert open_reader.selected_text() == ""


def function(text: AccessibleText, number: int, *kinds):
    """A function of the text interface as C++ calls it, by its number in qaccessible.h."""
    table = c_size_t.from_address(int(text.interface_cast(QAccessible.InterfaceType.TextInterface)))
    place = number + (1 if sys.platform == "win32" else 2)
    word = c_size_t.from_address(table.value + 8 * place)
    this = c_void_p(table_address(text))
    return lambda *given: CFUNCTYPE(*kinds)(word.value)(this, *given)


def table_address(text: AccessibleText) -> int:
    return int(text.interface_cast(QAccessible.InterfaceType.TextInterface))


def test_the_functions_that_python_cannot_override_stand_where_they_are_replaced(open_reader, text):
    """Neighbours in the table that Python can override give what they should."""
    open_reader.select(span("council"))
    number = POINTER(c_int)
    count = function(text, 1, c_int, c_void_p)
    caret = function(text, 5, c_int, c_void_p)
    characters = function(text, 11, c_int, c_void_p)
    assert (count(), caret(), characters()) == (1, text.cursorPosition(), len(TEXT) + 1)
    start, end = c_int(-1), c_int(-1)
    selection = function(text, 0, None, c_void_p, c_int, number, number)
    selection(0, byref(start), byref(end))
    assert text.text(start.value, end.value) == "council"
    selection(1, byref(start), byref(end))
    assert (start.value, end.value) == (0, 0)
    open_reader.put_caret(3)
    assert count() == 0


@pytest.mark.skipif(
    sys.platform == "win32" or platform.machine() != "x86_64", reason="other calling conventions"
)
def test_labels_are_attributes_of_the_text(open_reader, text):
    quote = span("“nothing is settled yet,”")
    open_reader.set_labels(
        [
            PaintedLabel(1, quote, "quote", "solid", "QUOTE", spoken="quote: Davit Perlow; direct"),
            PaintedLabel(2, span("nothing"), "claim", "double", "CLAIM", "2026-02-10"),
        ]
    )
    number = POINTER(c_int)
    table = c_size_t.from_address(table_address(text))
    word = c_size_t.from_address(table.value + 8 * 17)
    attributes = CFUNCTYPE(c_void_p, c_void_p, c_void_p, c_int, number, number)(word.value)

    def at(place: int) -> tuple[str, str]:
        start, end, string = c_int(-1), c_int(-1), create_string_buffer(24)
        attributes(string, table_address(text), place, byref(start), byref(end))
        characters = c_size_t.from_buffer(string, 8).value
        length = c_ssize_t.from_buffer(string, 16).value
        words = string_at(characters, 2 * length).decode("utf-16-le")
        return words, text.text(start.value, end.value)

    first = text.unit(quote.start)
    assert at(first)[1] == "“"
    assert at(first)[0].endswith("text-underline-style:solid;label:quote, Davit Perlow, direct;")
    assert at(first + 1)[1] == "nothing"
    assert at(first + 1)[0].endswith("double;label:quote, Davit Perlow, direct / Claim 2026-02-10;")
    assert at(first + 8)[1] == " is settled yet,”"
    assert at(0) == ("", TEXT[: quote.start])
    open_reader.show_document("")
    assert at(0) == ("", "")


def test_it_is_a_text_and_nothing_else(open_reader, text):
    """None instead of a pointer that points nowhere ends the program."""
    for kind in QAccessible.InterfaceType:
        pointer = text.interface_cast(kind)
        assert type(pointer).__name__ == "VoidPtr"
        assert bool(int(pointer)) == (kind == QAccessible.InterfaceType.TextInterface)


def test_places_on_the_screen(open_reader, text):
    rect = text.characterRect(3)
    assert rect.left() == open_reader.viewport().mapToGlobal(open_reader.rect_of(2).topLeft()).x()
    assert rect.width() > 4
    assert text.offsetAtPoint(rect.center() - QPoint(rect.width() // 3, 0)) == 3


def test_a_place_can_be_scrolled_to(open_reader, text):
    long = "line\n" * 300
    open_reader.show_document(long)
    text.scrollToSubstring(len(long) - 5, len(long) - 1)
    assert open_reader.visible_span().end >= len(long) - 1


def test_another_document_is_another_text(open_reader, text):
    open_reader.show_document("Short.")
    assert (text.characterCount(), text.text(0, 99)) == (6, "Short.")


def test_what_the_caret_enters_is_said_once(open_reader):
    quote = span("“nothing is settled yet,”")
    open_reader.set_labels(
        [
            PaintedLabel(1, quote, "quote", "solid", "QUOTE", spoken="quote, Davit Perlow, direct"),
            PaintedLabel(2, span("nothing"), "claim", "double", "CLAIM", "2026-02-10"),
        ]
    )
    open_reader.set_blocks([PaintedBlock(span("said “nothing"), 1, 2)])
    open_reader.set_outlines([Outline("o", span("rained"), "cue", "CUE")])
    announcer = Announcer(open_reader, open_reader.make_accessible_part())

    def entered(offset: int) -> list[str]:
        open_reader.set_caret(offset)
        return announcer.entered()

    assert entered(0) == []
    assert entered(quote.start - 2) == ["repeated, 1 of 2"]
    assert entered(quote.start + 1) == ["quote, Davit Perlow, direct", "Claim 2026-02-10"]
    assert entered(quote.start + 2) == []
    assert entered(span("rained").start) == ["Cue, suggested"]
    assert entered(quote.start) == ["repeated, 1 of 2", "quote, Davit Perlow, direct"]


def test_moving_with_a_screen_reader_listening(open_reader):
    QAccessible.setActive(True)
    try:
        open_reader.add_label(PaintedLabel(1, span("council"), "speaker", "thick", "SPEAKER"))
        open_reader.set_caret(TEXT.index("council"))
        open_reader.select(span("council"))
    finally:
        QAccessible.setActive(False)
