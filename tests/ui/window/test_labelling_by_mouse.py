"""Labelling with the mouse: words dragged over, nested labels clicked, edges drawn, the menu."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from pullquote.text.spans import Span


def labels(window) -> list[tuple[str, str]]:
    doc = window.annotate.document_presenter.doc
    return [(a.layer, a.span.of(doc.text)) for a in doc.labels()]


def selected(window) -> str:
    label = window.annotate.document_presenter.selected()
    return label.layer if label else ""


def span_of(hands, words: str) -> Span:
    start = hands.reader.text().index(words)
    return Span(start, start + len(words))


def test_dragging_over_words_chooses_whole_words(ferry, hands) -> None:
    span = span_of(hands, "harbour ministry")
    hands.drag(hands.place_of(span.start + 2), hands.place_of(span.end - 2))
    assert hands.reader.selected_text() == "harbour ministry"
    hands.keys("S")
    assert labels(ferry) == [("speaker", "harbour ministry")]


def test_a_click_selects_the_smallest_label_and_the_next_click_the_one_around(ferry, hands) -> None:
    hands.keys("G", "Q", "Esc", "Esc")
    hands.words("pilots")
    hands.keys("S", "Esc", "Esc", "Esc")
    assert selected(ferry) == ""
    place = hands.place_of(span_of(hands, "pilots").start + 2)
    hands.click(place)
    assert selected(ferry) == "speaker"
    hands.click(place)
    assert selected(ferry) == "quote"
    hands.click(place)
    assert selected(ferry) == "speaker"
    hands.click(hands.place_of(hands.reader.text().index("Ferries") + 2))
    assert selected(ferry) == ""


def test_an_edge_is_dragged_to_the_end_of_a_word(ferry, hands) -> None:
    hands.words("Ada")
    hands.keys("S", "Esc")
    span = span_of(hands, "Ada Lindqvist")
    hands.keys("Esc", "Esc")
    inside, edge, goal = (hands.place_of(span.start + n) for n in (1, 3, 10))
    hands.click(inside)
    assert selected(ferry) == "speaker"
    hands.drag(edge, goal)
    assert labels(ferry) == [("speaker", "Ada Lindqvist")]
    hands.keys("Ctrl+Z")
    assert labels(ferry) == [("speaker", "Ada")]


def test_a_double_click_chooses_a_word_and_a_third_the_sentence(ferry, hands) -> None:
    place = hands.place_of(hands.reader.text().index("ferry will") + 2)
    view = hands.reader.viewport()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=place)
    assert hands.reader.selected_text() == "ferry"
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    assert hands.reader.selected_text().startswith("The harbour ministry said")


def test_shift_and_arrows_choose_words_and_lines(ferry, hands) -> None:
    hands.reader.set_caret(span_of(hands, "The harbour").start)
    hands.keys("Ctrl+Shift+Right", "Ctrl+Shift+Right")
    assert hands.reader.selected_text().strip() == "The harbour"
    hands.keys("Shift+End")
    assert hands.reader.selected_text().startswith("The harbour ministry")
    hands.keys("Right")
    assert hands.reader.selected_text() == ""


def entries(menu: QMenu) -> dict[str, bool]:
    return {a.text().split("\t")[0]: a.isEnabled() for a in menu.actions() if a.text()}


def menu_at(hands, place: QPoint) -> QMenu:
    QTest.mouseClick(hands.reader.viewport(), Qt.MouseButton.RightButton, pos=place)
    hands.reader.contextMenuEvent(_menu_event(hands, place))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def _menu_event(hands, place: QPoint):
    from PySide6.QtGui import QContextMenuEvent

    reason = QContextMenuEvent.Reason.Mouse
    return QContextMenuEvent(reason, place, hands.reader.viewport().mapToGlobal(place))


def pick(menu: QMenu, name: str) -> None:
    entry = next(a for a in menu.actions() if a.text().split("\t")[0] == name)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(entry).center())


def test_the_menu_labels_the_words_that_are_chosen(ferry, hands) -> None:
    hands.words("harbour ministry")
    menu = menu_at(hands, hands.place_of(span_of(hands, "ministry").start + 2))
    assert entries(menu) == {
        "Quote": True, "Speaker": True, "Cue": True, "Date": True, "Claim": True,
        "Not a quote": True, "Move the edges": False, "Note": False, "Remove": False,
        "Copy": True, "Where else it stands": False, "Carry to the copies": False,
        "Tie to another label": False,
    }  # fmt: skip
    pick(menu, "Speaker")
    assert labels(ferry) == [("speaker", "harbour ministry")]


def test_the_menu_selects_the_label_under_it_and_removes_it(ferry, hands) -> None:
    hands.words("harbour ministry")
    hands.keys("S", "Esc", "Esc", "Esc")
    assert selected(ferry) == ""
    menu = menu_at(hands, hands.place_of(span_of(hands, "ministry").start + 2))
    assert selected(ferry) == "speaker"
    pick(menu, "Remove")
    assert labels(ferry) == []


def test_an_outlined_part_is_taken_by_a_click_on_it(ferry, hands) -> None:
    hands.caret_in("wait for")
    hands.keys("Q")
    hands.click(hands.reader.rect_of(span_of(hands, "told").start + 2).center())
    assert [layer for layer, _ in labels(ferry)] == ["quote", "cue"]
    assert selected(ferry) == "quote"
    hands.click(hands.reader.rect_of(span_of(hands, "Lindqvist").start + 2).center())
    assert [layer for layer, _ in labels(ferry)] == ["quote", "speaker", "cue"]


def test_a_quote_that_is_clicked_is_open(ferry, hands) -> None:
    hands.keys("G", "Q", "Esc", "Esc")
    hands.click(hands.place_of(span_of(hands, "wait for").start + 2))
    hands.caret_in("told")
    hands.keys("C")
    relations = ferry.annotate.document_presenter.doc.relations()
    assert [r.kind for r in relations] == ["cued_by"]


def test_the_menu_ties_two_labels(ferry, hands) -> None:
    hands.words("Ada Lindqvist")
    hands.keys("S", "Esc", "Esc", "Esc")
    hands.caret_in("They decide")
    hands.keys("Q", "Esc", "Esc")
    menu = menu_at(hands, hands.place_of(span_of(hands, "decide").start + 2))
    pick(menu, "Tie to another label")
    hands.click(hands.place_of(span_of(hands, "Lindqvist").start + 2))
    assert [r.kind for r in ferry.annotate.document_presenter.doc.relations()] == ["said_by"]


def test_a_click_on_a_document_puts_the_keyboard_into_its_text(ferry, hands) -> None:
    view = ferry.room.documents.view
    for row in (0, 1, 1):
        place = view.visualRect(view.model().index(row, 0)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert hands.reader.hasFocus()
    hands.keys("G", "Q")
    assert [layer for layer, _ in labels(ferry)] == ["quote"]
    view.setFocus()
    hands.keys("G", "Q", "Shift+A")
    assert ferry.room.documents.search.text() == ""
    assert view.hasFocus()


def test_the_menu_copies_the_words_as_they_stand(ferry, hands) -> None:
    hands.words("go out again,” she added. 🚢")
    menu = menu_at(hands, hands.place_of(span_of(hands, "again").start + 1))
    pick(menu, "Copy")
    assert QApplication.clipboard().text() == "go out again,” she added. 🚢"


@pytest.mark.parametrize("shown", ["quotes", "none", "all"])
def test_labels_shown_go_round(ferry, hands, shown: str) -> None:
    for _ in range(["quotes", "none", "all"].index(shown) + 1):
        hands.keys("L")
    assert hands.reader.scene.shown == shown


def test_what_was_said_of_a_label_goes_with_it(ferry, hands) -> None:
    hands.keys("G", "Q", "Esc", "Esc")
    span = span_of(hands, "“We wait for the pilots,”")
    hands.click(hands.place_of(span.start + 4))
    hands.keys("F2", "Left", "Left", "Return")
    assert "From the new words" in ferry.room.strip.message()
    hands.keys("Delete")
    assert labels(ferry) == []
    assert ferry.room.strip.message() == ""
