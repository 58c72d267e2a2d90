import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from pullquote.text.spans import Span
from pullquote.ui.reader import Outline, PaintedLabel, Reader

Mod, Left, No = Qt.KeyboardModifier, Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton

TEXT = "The harbour stays open. “Nothing is settled yet,” said Davit Perlow on Tuesday. It rained."


@pytest.fixture
def open_reader(reader: Reader) -> Reader:
    reader.show_document(TEXT)
    return reader


def at(words: str) -> int:
    return TEXT.index(words)


def span(words: str) -> Span:
    return Span(at(words), at(words) + len(words))


def point(reader: Reader, offset: int) -> QPoint:
    """Just inside the character at an offset."""
    return reader.rect_of(offset).center() + QPoint(2, 0)


def moved(reader: Reader, where: QPoint, buttons: Qt.MouseButton, held: Mod = Mod.NoModifier):
    there = QPointF(reader.viewport().mapToGlobal(where))
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(where), there, No, buttons, held)
    QApplication.sendEvent(reader.viewport(), event)


def drag(reader: Reader, start: QPoint, end: QPoint, held: Mod = Mod.NoModifier) -> None:
    QTest.mousePress(reader.viewport(), Left, held, start)
    for step in range(1, 5):
        moved(reader, start + (end - start) * step / 4, Left, held)
    QTest.mouseRelease(reader.viewport(), Left, held, end)


def click(reader: Reader, offset: int, held: Mod = Mod.NoModifier) -> None:
    QTest.mouseClick(reader.viewport(), Left, held, point(reader, offset))


def label(number: int, words: str, layer: str = "quote", **more) -> PaintedLabel:
    return PaintedLabel(number, span(words), layer, "solid", layer.upper(), **more)


QUOTE = label(1, "“Nothing is settled yet,”", value="Perlow")
CLAIM = label(2, "Nothing is settled", "claim")
SPEAKER = label(3, "Davit Perlow", "speaker")


def test_a_click_puts_the_caret_there(open_reader):
    click(open_reader, at("stays"))
    assert open_reader.caret() == at("stays")
    assert not open_reader.selection()


def test_shift_click_selects_up_to_there(open_reader):
    click(open_reader, at("stays"))
    click(open_reader, at("open"), Mod.ShiftModifier)
    assert open_reader.selected_text() == "stays "


def test_two_clicks_choose_the_word_three_the_sentence(open_reader):
    there = point(open_reader, at("settled") + 2)
    QTest.mouseDClick(open_reader.viewport(), Left, Mod.NoModifier, there)
    assert open_reader.selected_text() == "settled"
    QTest.mouseClick(open_reader.viewport(), Left, Mod.NoModifier, there)
    assert open_reader.selected_text().startswith("“Nothing")
    assert open_reader.selected_text().endswith("Tuesday.")


def test_a_drag_takes_whole_words(open_reader):
    drag(open_reader, point(open_reader, at("tays")), point(open_reader, at("pen.") + 1))
    assert open_reader.selected_text() == "stays open"


def test_a_drag_with_ctrl_takes_characters(open_reader):
    drag(
        open_reader,
        point(open_reader, at("tays")),
        point(open_reader, at("pen.") + 1),
        Mod.ControlModifier,
    )
    assert open_reader.selected_text() == "tays op"


def test_a_drag_backwards_ends_at_the_start(open_reader):
    drag(open_reader, point(open_reader, at("pen.") + 1), point(open_reader, at("tays")))
    assert open_reader.selected_text() == "stays open"
    assert open_reader.caret() == at("stays")


def test_a_drag_does_not_click_labels(open_reader):
    open_reader.set_labels([QUOTE])
    clicked = []
    open_reader.label_clicked.connect(clicked.append)
    drag(open_reader, point(open_reader, at("Nothing")), point(open_reader, at("yet")))
    assert clicked == []


def test_a_click_takes_the_smallest_label_and_then_the_next(open_reader):
    open_reader.set_labels([QUOTE, CLAIM, SPEAKER])
    clicked = []
    open_reader.label_clicked.connect(clicked.append)
    open_reader.label_clicked.connect(open_reader.set_selected)
    for _ in range(3):
        click(open_reader, at("settled"))
    click(open_reader, at("harbour"))
    assert clicked == [2, 1, 2, None]


def test_a_caption_stands_for_its_label(open_reader):
    open_reader.set_labels([QUOTE, SPEAKER])
    clicked = []
    open_reader.label_clicked.connect(clicked.append)
    above = open_reader.rect_of(at("“Nothing")).topLeft() + QPoint(8, -5)
    QTest.mouseClick(open_reader.viewport(), Left, Mod.NoModifier, above)
    assert clicked == [1]


def test_a_suggestion_can_be_clicked(open_reader):
    open_reader.set_labels([QUOTE])
    open_reader.set_outlines([Outline("s", span("settled"), "claim", "CLAIM")])
    clicked = []
    open_reader.outline_clicked.connect(clicked.append)
    click(open_reader, at("ettled"))
    assert clicked == ["s"]


def test_hidden_labels_are_not_there(open_reader):
    open_reader.set_labels([QUOTE, SPEAKER])
    open_reader.set_labels_shown("none")
    clicked = []
    open_reader.label_clicked.connect(clicked.append)
    click(open_reader, at("settled"))
    assert clicked == [None]


def test_dragging_an_edge_shows_it_as_it_goes_and_tells_at_the_end(open_reader):
    open_reader.set_labels([SPEAKER])
    open_reader.set_selected(3)
    dragged, changed = [], []
    open_reader.extent_dragged.connect(lambda _, to: dragged.append(to))
    open_reader.extent_changed.connect(lambda label, to: changed.append((label, to)))
    end = open_reader.rect_of(SPEAKER.span.end).center()
    drag(open_reader, end, point(open_reader, at("uesday")))
    assert changed == [(3, span("Davit Perlow on Tuesday"))]
    assert dragged[-1] == changed[0][1]
    assert len(dragged) > 1
    assert open_reader.scene.labels.get(3).span == changed[0][1]
    assert not open_reader.selection()


def test_an_edge_does_not_pass_the_other(open_reader):
    open_reader.set_labels([SPEAKER])
    open_reader.set_selected(3)
    changed = []
    open_reader.extent_changed.connect(lambda _, to: changed.append(to))
    end = open_reader.rect_of(SPEAKER.span.end).center()
    drag(open_reader, end, point(open_reader, at("stays")), Mod.ControlModifier)
    assert changed == [Span(at("Davit"), at("Davit") + 1)]


def test_a_short_label_keeps_a_middle_to_click(open_reader):
    word = Span(at("on Tuesday"), at("on Tuesday") + 2)
    open_reader.set_labels([PaintedLabel(1, word, "cue", "dashed", "CUE")])
    open_reader.set_selected(1)
    left, right = (open_reader.rect_of(offset).center() for offset in (word.start, word.end))
    edges = [
        open_reader.mouse.edge_at(QPointF(x, left.y())) for x in range(left.x() - 5, right.x() + 6)
    ]
    assert edges[0] == "start"
    assert edges[-1] == "end"
    assert edges[len(edges) // 2] is None


def test_a_label_from_right_to_left_starts_at_its_right_edge(reader):
    text = "قال الوزير مرحبا بكم"
    reader.show_document(text)
    span = Span(4, 10)
    reader.set_labels([PaintedLabel(1, span, "speaker", "thick", "SPEAKER")])
    reader.set_selected(1)
    start, end = (QPointF(reader.rect_of(offset).center()) for offset in (4, 10))
    assert start.x() > end.x()
    assert reader.mouse.edge_at(start + QPointF(3, 0)) == "start"
    assert reader.mouse.edge_at(end - QPointF(3, 0)) == "end"


def test_the_cursor_tells_of_an_edge(open_reader):
    open_reader.set_labels([SPEAKER])
    open_reader.set_selected(3)
    moved(open_reader, open_reader.rect_of(SPEAKER.span.start).center() - QPoint(4, 0), No)
    assert open_reader.viewport().cursor().shape() == Qt.CursorShape.SizeHorCursor
    moved(open_reader, open_reader.rect_of(at("vit")).center(), No)
    assert open_reader.viewport().cursor().shape() == Qt.CursorShape.IBeamCursor


def test_a_label_says_what_it_is_without_markup(open_reader, qtbot):
    said = "Quote <img src=x>"
    open_reader.set_labels([label(1, "settled", spoken=said)])
    moved(open_reader, point(open_reader, at("ettled")), No)
    qtbot.waitUntil(QToolTip.isVisible)
    assert QToolTip.text() == "<p>Quote &lt;img src=x&gt;</p>"
    QToolTip.hideText()


def test_no_label_says_what_it_is_over_the_menu(open_reader):
    open_reader.set_labels([label(1, "settled", spoken="Quote")])
    place = point(open_reader, at("ettled"))
    moved(open_reader, place, No)
    assert open_reader.mouse._hover.isActive()
    shown = open_reader.viewport().mapToGlobal(place)
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(open_reader.viewport(), QContextMenuEvent(reason, place, shown))
    assert not open_reader.mouse._hover.isActive()


def test_the_right_button_asks_for_a_menu_at_its_place(open_reader, qtbot):
    where = point(open_reader, at("open"))
    there = open_reader.viewport().mapToGlobal(where)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, there)
    with qtbot.waitSignal(open_reader.context_menu_requested) as asked:
        QApplication.sendEvent(open_reader.viewport(), event)
    assert asked.args == [at("open"), there]
    assert open_reader.caret() == at("open")


def test_the_menu_leaves_a_selection_under_it(open_reader):
    open_reader.select(span("stays open"))
    where = point(open_reader, at("open"))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, QPoint(0, 0))
    QApplication.sendEvent(open_reader.viewport(), event)
    assert open_reader.selected_text() == "stays open"


def test_the_menu_key_asks_at_the_caret(open_reader, qtbot):
    open_reader.set_caret(at("open"))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    with qtbot.waitSignal(open_reader.context_menu_requested) as asked:
        QApplication.sendEvent(open_reader.viewport(), event)
    rect = open_reader.rect_of(at("open"))
    assert asked.args == [at("open"), open_reader.viewport().mapToGlobal(rect.bottomLeft())]


def wheel(reader: Reader, *, notches: float = 0, pixels: int = 0, held: Mod = Mod.NoModifier):
    centre = QPointF(200, 200)
    event = QWheelEvent(
        centre,
        centre,
        QPoint(0, pixels),
        QPoint(0, round(notches * 120)),
        No,
        held,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(reader.viewport(), event)


def test_the_wheel_scrolls_by_lines_and_a_touchpad_by_pixels(reader):
    reader.show_document("\n".join(f"Line {n}." for n in range(100)))
    bar = reader.verticalScrollBar()
    wheel(reader, notches=-1)
    assert bar.value() == 38 * QApplication.wheelScrollLines()
    wheel(reader, pixels=-7)
    assert bar.value() == 38 * QApplication.wheelScrollLines() + 7
    for _ in range(10):
        wheel(reader, notches=0.1)
    assert bar.value() == pytest.approx(7, abs=1)


def test_the_wheel_with_ctrl_wishes_for_another_size(reader, qtbot):
    reader.show_document("Words.")
    with qtbot.waitSignal(reader.zoom_wished) as wished:
        wheel(reader, notches=1, held=Mod.ControlModifier)
    assert wished.args == [1]


def test_dragging_beyond_the_text_scrolls(reader, qtbot):
    reader.show_document("\n".join(f"Line number {n} of this document." for n in range(100)))
    start = point(reader, 20)
    QTest.mousePress(reader.viewport(), Left, Mod.NoModifier, start)
    moved(reader, QPoint(300, 600), Left)
    bar = reader.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() > 100)
    QTest.mouseRelease(reader.viewport(), Left, Mod.NoModifier, QPoint(300, 600))
    assert len(reader.selection()) > 400
    assert not reader.mouse._scrolling.isActive()


def test_another_document_lets_go_of_what_is_held(open_reader):
    QTest.mousePress(open_reader.viewport(), Left, Mod.NoModifier, point(open_reader, 70))
    open_reader.show_document("Short.")
    moved(open_reader, QPoint(100, 30), Left)
    QTest.mouseRelease(open_reader.viewport(), Left, Mod.NoModifier, QPoint(100, 30))
    assert not open_reader.selection()
