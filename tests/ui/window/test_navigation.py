"""Going about: find in the text, the documents list, back and forward, labels, panes, sizes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pullquote.model.values import NewDocument
from pullquote.ui.screenshots import wait_for_tasks


def document(window) -> str:
    return window.annotate.project.document(window.annotate.document_presenter.document).name


def chosen_row(window) -> str:
    number = window.room.documents.view.document()
    return window.annotate.project.document(number).name if number else ""


def said(window) -> str:
    return window.room.page.strip.message()


# --- find in the text --------------------------------------------------------------------------


def test_find_goes_from_hit_to_hit_and_escape_leaves_the_hit_chosen(ferry, hands, qtbot) -> None:
    hands.keys("Ctrl+F")
    hands.type("WE WAIT")
    bar = ferry.room.page.find_bar
    qtbot.waitUntil(lambda: len(hands.reader.scene.hits) == 2)
    assert bar.isVisible()
    hands.keys("F3")
    second = hands.reader.text().rindex("We wait")
    assert hands.reader.scene.hit.start == second
    hands.keys("Shift+F3", "F3")
    hands.keys("Esc")
    assert not bar.isVisible()
    assert hands.reader.hasFocus()
    assert hands.reader.selection().start == second
    assert hands.reader.selected_text() == "We wait"


def test_find_again_asks_for_the_words_of_the_last_time(ferry, hands, qtbot) -> None:
    hands.keys("Ctrl+F")
    hands.type("pilots")
    qtbot.waitUntil(lambda: bool(hands.reader.scene.hits))
    hands.keys("Esc", "F3")
    assert ferry.room.page.find_bar.asked() == "pilots"
    qtbot.waitUntil(lambda: bool(hands.reader.scene.hits))


def test_words_that_are_not_there_are_said_to_be_missing(ferry, hands, qtbot) -> None:
    hands.keys("Ctrl+F")
    hands.type("zeppelin")
    bar = ferry.room.page.find_bar
    qtbot.waitUntil(lambda: "not in this text" in bar._count.text())
    hands.keys("Return", "F3", "Esc")
    assert hands.reader.hasFocus()


# --- the list ----------------------------------------------------------------------------------


def test_search_in_the_list_and_enter(window, hands, qtbot) -> None:
    first = document(window)
    hands.keys("Ctrl+K")
    hands.type("brandt")
    view = window.room.documents.view
    qtbot.waitUntil(lambda: view.model().rowCount() == 1)
    assert document(window) == first
    hands.keys("Return", "Down", "Return")
    assert document(window) == "strike.txt"
    assert hands.reader.hasFocus()


@pytest.mark.parametrize("order", ["title", "published", "source", "state", "labels", "added"])
def test_sorting_keeps_the_open_document_open_and_chosen(ferry, order: str) -> None:
    panel = ferry.room.documents
    from dataclasses import replace

    panel.choices.changed.emit(replace(panel.query(), order=order, descending=True))
    assert document(ferry) == chosen_row(ferry) == "ferry.txt"


def test_a_filter_that_leaves_the_open_document_out_keeps_it_open(ferry, hands) -> None:
    from dataclasses import replace

    panel = ferry.room.documents
    panel.choices.changed.emit(replace(panel.query(), state="done"))
    assert document(ferry) == "ferry.txt"
    assert panel.view.model().rowCount() == 0
    hands.keys("G", "Q")
    assert ferry.annotate.document_presenter.doc.labels()
    hands.keys("Ctrl+PgDown")
    assert document(ferry) == "ferry.txt"


def test_steps_through_documents_and_back(window, hands) -> None:
    first = document(window)
    hands.keys("Ctrl+PgDown")
    second = document(window)
    assert second != first
    assert chosen_row(window) == second
    hands.keys("Ctrl+PgDown")
    assert said(window) == "This is the last document of the list."
    hands.keys("Ctrl+PgUp")
    assert document(window) == first
    hands.keys("Ctrl+PgUp")
    assert said(window) == "This is the first document of the list."
    hands.keys("Alt+Left")
    assert document(window) == second
    hands.keys("Alt+Left")
    assert document(window) == first
    hands.keys("Alt+Right")
    assert document(window) == second


def test_back_brings_the_caret_back_too(ferry, hands) -> None:
    hands.reader.set_caret(40)
    hands.keys("Ctrl+PgDown" if ferry.room.documents.neighbour(1) else "Ctrl+PgUp")
    hands.keys("Alt+Left")
    assert document(ferry) == "ferry.txt"
    assert hands.reader.caret() == 40


# --- labels and choices ------------------------------------------------------------------------


def test_j_and_k_go_round_the_labels(ferry, hands) -> None:
    hands.keys("J")
    assert said(ferry) == "No labels in this document yet."
    for words in ("harbour", "Tuesday"):
        hands.words(words)
        hands.keys("X")
        hands.keys("Esc", "Esc")
    presenter = ferry.annotate.document_presenter
    hands.reader.set_caret(0)
    seen = []
    for key in ("J", "J", "J", "K"):
        hands.keys(key)
        seen.append(presenter.selected().span.of(presenter.doc.text))
    assert seen == ["harbour", "Tuesday", "harbour", "Tuesday"]


def test_a_document_without_repeats_says_so(ferry, hands) -> None:
    with ferry.annotate.project.operation("Import", 0) as writer:
        quiet = writer.add_document(NewDocument("A quiet day\nNothing sailed.\n", "quiet.txt"))
    ferry.annotate.open(quiet, jump=False)
    hands.reader.setFocus()
    hands.keys("P")
    assert said(ferry) == "Nothing in this document is repeated."


def test_repeats_of_a_new_document_are_found_when_the_hands_rest(ferry, hands, qtbot) -> None:
    known = len(ferry.annotate.document_presenter.blocks)
    words = hands.reader.text().split("\n")[1]
    with ferry.annotate.project.operation("Import", 0) as writer:
        again = writer.add_document(NewDocument(f"Again\n{words}\n", "again.txt"))
    qtbot.waitUntil(lambda: bool(ferry.annotate.project.passages(again)))
    qtbot.waitUntil(lambda: len(ferry.annotate.document_presenter.blocks) > known)


def test_growing_and_shrinking_go_the_same_way(ferry, hands) -> None:
    hands.caret_in("wait for")
    steps = []
    for _ in range(4):
        hands.keys("E")
        steps.append(hands.reader.selection())
    assert hands.reader.selection().of(hands.reader.text()).startswith("“We wait")
    for expected in reversed(steps[:-1]):
        hands.keys("Shift+E")
        assert hands.reader.selection() == expected


def test_w_opens_the_copies_and_escape_comes_back(ferry, hands) -> None:
    hands.keys("W")
    assert ferry.room.panel.page() == "copies"
    assert ferry.room.panel.isAncestorOf(QApplication.focusWidget())
    hands.keys("Esc")
    assert hands.reader.hasFocus()


def test_many_words_are_compared_in_a_thread_and_the_last_block_counts(
    ferry, hands, monkeypatch
) -> None:
    monkeypatch.setattr("pullquote.ui.annotate.copies._AT_ONCE", 0)
    page, text = ferry.room.panel.copies, hands.reader.text()
    hands.reader.set_caret(text.index("for the pilots"))
    hands.keys("W")
    assert not page._model.rows
    hands.keys("B")
    wait_for_tasks(ferry)
    assert len(page._model.rows) == 2
    assert not ferry.annotate.document_presenter.blocks[0].boilerplate
    hands.keys("B")
    hands.reader.set_caret(0)
    hands.reader.set_caret(text.index("for the pilots"))
    ferry.annotate.copies_presenter.show()
    hands.reader.set_caret(0)
    ferry.annotate.copies_presenter.show()
    wait_for_tasks(ferry)
    assert not page._model.rows


# --- panes and sizes ---------------------------------------------------------------------------


def pane(window) -> str:
    focused = QApplication.focusWidget()
    for name, widget in (
        ("rail", window.rail),
        ("list", window.room.documents),
        ("text", window.room.page),
        ("panel", window.room.panel),
    ):
        if widget.isAncestorOf(focused):
            return name
    return ""


def test_f6_goes_round_all_panes(window, hands) -> None:
    seen = [pane(window)]
    for _ in range(4):
        hands.keys("F6")
        seen.append(pane(window))
    assert seen == ["text", "panel", "rail", "list", "text"]
    hands.keys("Shift+F6")
    assert pane(window) == "list"


def test_f6_goes_on_from_the_search_box(window, hands) -> None:
    hands.keys("Ctrl+K", "F6")
    assert pane(window) == "text"


@pytest.mark.parametrize("width", [1440, 1100, 900])
def test_f8_and_f9_open_and_shut_list_and_panel(window, hands, width: int) -> None:
    window.resize(width, 760)
    QApplication.processEvents()
    for key, part, beside in (
        ("F8", window.room.documents, width >= 1200),
        ("F9", window.room.panel, width >= 1000),
    ):
        hands.reader.setFocus()
        before = part.isVisible()
        assert before == beside
        text = hands.reader.geometry()
        hands.keys(key)
        assert part.isVisible() != before
        if not beside:
            assert hands.reader.geometry() == text
        hands.keys(key)
        assert part.isVisible() == before
        in_part = part.isAncestorOf(QApplication.focusWidget())
        assert in_part if beside and key == "F8" else hands.reader.hasFocus()


def test_a_list_hidden_by_hand_stays_so_and_ctrl_k_brings_it(window, hands) -> None:
    hands.keys("F8")
    assert not window.room.documents.isVisible()
    hands.reader.setFocus()
    hands.keys("Ctrl+K")
    assert window.room.documents.search.editor.hasFocus()


def test_the_drawer_shuts_with_the_document_that_is_taken(window, hands) -> None:
    window.resize(1100, 760)
    hands.keys("F8", "Down", "Return")
    assert not window.room.documents.isVisible()
    assert hands.reader.hasFocus()


def test_zoom_theme_and_sizes_are_kept(window, hands, make_window, project_path) -> None:
    hands.keys("Ctrl+=", "Ctrl+=")
    assert hands.reader.zoom() == 120
    window.room.set_list_width(330)
    window.room.list_resized.emit(330)
    window.run("theme_dark")
    assert window.theme.name == "dark"
    window.resize(800, 700)
    window.close()
    again = make_window()
    again.restore()
    QApplication.processEvents()
    assert again.open_project(project_path)
    assert again.room.page.reader.zoom() == 120
    assert again.preferences.theme == "dark"
    assert (again.frameGeometry().width(), again.height()) == (800, 700)  # as wide as the screen
    again.resize(1440, 900)
    QApplication.processEvents()
    assert again.room.documents.width() == 330
    hands_there = again.room.page.reader
    hands_there.setFocus()
    QTest.keyClick(hands_there, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert hands_there.zoom() == 100


def test_a_key_cap_of_the_strip_is_the_key(ferry, hands) -> None:
    hands.words("harbour")
    QApplication.processEvents()
    line = ferry.room.page.strip._keys
    line.grab()
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=line.place_of("S"))
    assert [a.layer for a in ferry.annotate.document_presenter.doc.labels()] == ["speaker"]


def test_ctrl_a_in_the_list_chooses_documents(window, hands) -> None:
    hands.keys("F8", "F8")
    window.room.documents.view.setFocus()
    hands.keys("Ctrl+A")
    assert len(window.room.documents.view.documents()) == 2
    assert not hands.reader.selection()
