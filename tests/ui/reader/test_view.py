import os
import random
import subprocess
import sys

import pytest
from PySide6.QtCore import QAbstractAnimation, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pullquote.text.spans import Span
from pullquote.ui.reader import Outline, PaintedBlock, PaintedLabel, Reader

TEXT = "\n".join(f"Paragraph {n}. " + "It rained on the harbour. " * (n % 9) for n in range(120))


@pytest.fixture
def long_reader(reader: Reader) -> Reader:
    reader.show_document(TEXT)
    return reader


def paragraph(n: int) -> Span:
    start = TEXT.index(f"Paragraph {n}.")
    return Span(start, start + len(f"Paragraph {n}."))


def label(number: int, span: Span, *, main: bool = False) -> PaintedLabel:
    return PaintedLabel(number, span, "quote" if main else "cue", "solid", "LABEL", main=main)


def in_view(reader: Reader, span: Span) -> bool:
    return 0 <= reader.rect_of(span.start).top() < reader.viewport().height() - 38


def test_a_jump_goes_to_the_words(long_reader):
    long_reader.scroll_to(paragraph(80))
    assert in_view(long_reader, paragraph(80))
    assert long_reader.visible_span().start <= paragraph(80).start < long_reader.visible_span().end
    top = long_reader.verticalScrollBar().value()
    long_reader.scroll_to(paragraph(80))
    assert long_reader.verticalScrollBar().value() == top


def test_near_the_edge_is_not_the_middle(long_reader):
    low, _ = long_reader.hit(QPointF(120, long_reader.viewport().height() - 50))
    bar = long_reader.verticalScrollBar()
    long_reader.scroll_to(Span(low, low + 3))
    assert bar.value() == 0
    long_reader.scroll_to(Span(low, low + 3), middle=True)
    assert 80 < long_reader.rect_of(low).top() < 420


def test_a_jump_takes_its_time_and_lets_the_words_glow(long_reader, qtbot):
    long_reader.motion.on = True
    long_reader.scroll_to(paragraph(80))
    assert long_reader.motion.flashed == paragraph(80)
    assert not in_view(long_reader, paragraph(80))
    qtbot.waitUntil(lambda: in_view(long_reader, paragraph(80)))
    qtbot.waitUntil(lambda: long_reader.motion.flashed is None)


def test_a_key_stops_a_jump(long_reader):
    long_reader.motion.on = True
    long_reader.scroll_to(paragraph(80))
    QTest.keyClick(long_reader.viewport(), Qt.Key.Key_Down)
    assert long_reader.motion._jump.state() == QAbstractAnimation.State.Stopped
    assert not in_view(long_reader, paragraph(80))


def test_the_last_words_can_be_gone_to(long_reader):
    long_reader.scroll_to(Span(len(TEXT) - 4, len(TEXT)))
    assert in_view(long_reader, Span(len(TEXT), len(TEXT)))
    bar = long_reader.verticalScrollBar()
    assert bar.value() == bar.maximum()


def test_another_size_keeps_the_place(long_reader):
    long_reader.scroll_to(paragraph(60))
    before = long_reader.visible_span().start
    long_reader.set_zoom(180)
    assert long_reader.zoom() == 180
    assert abs(long_reader.visible_span().start - before) < 300
    long_reader.resize(500, 600)
    assert abs(long_reader.visible_span().start - before) < 600
    long_reader.set_zoom(1000)
    assert long_reader.zoom() == 250
    long_reader.set_zoom(1)
    assert long_reader.zoom() == 70


def test_a_text_set_at_once_starts_at_its_top(long_reader):
    long_reader.scroll_to(paragraph(60))
    long_reader.show_document("One line.")
    assert long_reader.verticalScrollBar().value() == 0
    assert long_reader.verticalScrollBar().maximum() == 0
    assert (long_reader.caret(), long_reader.text()) == (0, "One line.")


def test_nothing_of_one_document_stays_in_the_next(long_reader):
    long_reader.set_labels([label(1, paragraph(0))])
    long_reader.set_blocks([PaintedBlock(paragraph(1), 1, 2)])
    long_reader.set_outlines([Outline("o", paragraph(2), "cue", "CUE")])
    long_reader.set_find_hits([paragraph(3)])
    long_reader.set_selected(1)
    long_reader.show_document(TEXT)
    scene = long_reader.scene
    assert [len(scene.labels), len(scene.blocks), len(scene.outlines), len(scene.hits)] == [0] * 4
    assert long_reader.selected() is None


def test_what_is_shown_stays_in_the_next_document(long_reader):
    long_reader.set_labels_shown("quotes")
    long_reader.show_document("Next.")
    assert long_reader.scene.shown == "quotes"


def test_a_caret_in_a_blank_line_goes_to_words(reader):
    reader.show_document("one\n\n\ntwo")
    reader.set_caret(5)
    assert reader.caret() == 3


def test_an_empty_document_can_be_walked_in(reader):
    reader.show_document("")
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_PageDown):
        QTest.keyClick(reader.viewport(), key)
    assert (reader.caret(), reader.visible_span()) == (0, Span(0, 0))


def click_ruler(reader: Reader, y: float, *, button: Qt.MouseButton = Qt.MouseButton.LeftButton):
    place = QPoint(18, round(y))
    QTest.mouseClick(reader.ruler, button, Qt.KeyboardModifier.NoModifier, place)


def test_a_click_on_the_ruler_shows_that_part(long_reader):
    click_ruler(long_reader, long_reader.ruler.height() * 0.75)
    middle = long_reader.visible_span()
    assert 0.65 < middle.start / len(TEXT) < 0.85


def test_a_click_below_the_end_of_the_ruler_shows_the_end(long_reader):
    click_ruler(long_reader, long_reader.ruler.height() - 1)
    bar = long_reader.verticalScrollBar()
    assert bar.value() == bar.maximum()


def test_dragging_the_plate_scrolls_with_the_hand(long_reader):
    ruler, bar = long_reader.ruler, long_reader.verticalScrollBar()
    start = QPoint(18, 12)
    QTest.mousePress(ruler, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    assert bar.value() == 0
    for y in (112, 212):
        move = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(18, y),
            QPointF(ruler.mapToGlobal(QPoint(18, y))),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(ruler, move)
        wanted = (y - 12) / ruler.height() * bar.maximum()
        assert bar.value() == pytest.approx(wanted, rel=0.15)


def ruler_colours(reader: Reader, column: int) -> list[str]:
    picture = reader.ruler.grab().toImage()
    return [picture.pixelColor(column, y).name() for y in range(picture.height())]


MAIN, REST, REPEATED = 15, 23, 10


def test_the_ruler_has_a_column_for_each_kind(long_reader, theme):
    quote, cue = theme.layer("quote").line.name(), theme.layer("cue").line.name()
    long_reader.set_labels([label(1, paragraph(10), main=True), label(2, paragraph(50))])
    long_reader.set_blocks([PaintedBlock(Span(0, len(TEXT) // 2), 1, 2)])
    assert quote in ruler_colours(long_reader, MAIN)
    assert cue not in ruler_colours(long_reader, MAIN)
    assert ruler_colours(long_reader, REST).count(cue) == 3
    bar = ruler_colours(long_reader, REPEATED).count(theme.color("dup_bar").name())
    assert bar == pytest.approx(long_reader.ruler.height() / 2, abs=30)


def test_a_new_label_is_in_the_ruler_at_once_and_a_removed_one_is_not(long_reader, theme):
    cue = theme.layer("cue").line.name()
    long_reader.ruler.grab()
    long_reader.add_label(label(1, paragraph(50)))
    assert ruler_colours(long_reader, REST).count(cue) == 3
    long_reader.remove_label(1)
    assert cue not in ruler_colours(long_reader, REST)


def test_the_ruler_after_changes_is_as_drawn_at_once(long_reader):
    chance = random.Random(5)
    long_reader.set_labels([label(n, paragraph(n), main=n % 2 == 0) for n in range(100)])
    long_reader.ruler.grab()
    for _ in range(60):
        start = chance.randrange(len(TEXT) - 300)
        span = Span(start, start + chance.choice((3, 300)))
        long_reader.add_label(label(chance.randrange(200), span, main=chance.random() < 0.5))
        long_reader.remove_label(chance.randrange(200))
    changed = long_reader.ruler.grab().toImage()
    long_reader.ruler.refresh()
    assert long_reader.ruler.grab().toImage() == changed


def test_a_suggestion_is_hollow_in_the_ruler(long_reader, theme):
    long_reader.set_outlines([Outline("o", Span(0, len(TEXT)), "quote", "QUOTE", main=True)])
    quote = theme.layer("quote").line.name()
    assert ruler_colours(long_reader, MAIN).count(quote) < 5
    assert ruler_colours(long_reader, MAIN - 2).count(quote) > 100


def test_very_many_labels_come_into_the_ruler_a_moment_later(long_reader, theme, qtbot):
    cue = theme.layer("cue").line.name()
    long_reader.set_labels([label(n, Span(n, n + 3)) for n in range(5000)])
    assert cue not in ruler_colours(long_reader, REST)
    qtbot.waitUntil(lambda: cue in ruler_colours(long_reader, REST))


def test_a_wrapped_line_is_shown_as_a_space_and_copied_as_it_is(reader):
    wrapped = (
        "“Nobody had told the crews that the talks of the owners were\n"
        "over, and that the ships would have to wait outside the dock-\n"
        "side until the tide came in again,” said Ole Brandt, who was\n"
        "there.\n\nThe end."
    )
    reader.show_document(wrapped)
    first, last = wrapped.index("owners"), wrapped.index("over,") + 4
    assert reader.rect_of(first).top() <= reader.rect_of(last).top()
    reader.select(Span(first, last))
    assert reader.selected_text() == "owners were\nover"
    QTest.keyClick(reader, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "owners were\nover"
    hyphen = wrapped.index("dock-\n") + 5
    assert reader.rect_of(hyphen).left() == reader.rect_of(hyphen + 1).left()
    assert reader.paragraph_at(5) == Span(0, wrapped.index("\n\n"))


def test_the_program_ends_well_after_a_copy() -> None:
    """What Python gave to the clipboard was gone when Qt let go of it."""
    program = (
        "from pullquote.text.spans import Span\n"
        "from pullquote.ui.application import make_application\n"
        "from pullquote.ui.reader.view import Reader\n"
        "from pullquote.ui.theme.palette import Theme\n"
        "application = make_application()\n"
        "reader = Reader(Theme.load('light'))\n"
        "reader.show_document('We wait. 🚢')\n"
        "reader.select(Span(0, 2))\n"
        "reader.copy()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
