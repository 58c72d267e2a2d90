"""A passage beside its copy: read, compared and labelled by keys."""

import pytest
from PySide6.QtWidgets import QApplication

from pullquote.model.values import Annotation, NewDocument
from pullquote.store import Project
from pullquote.ui.annotate.side_by_side_page import SideBySidePage
from pullquote.ui.main_window import MainWindow
from pullquote.ui.screenshots import wait_for_rest, wait_for_tasks
from pullquote.workflow.find_duplicates import refresh_duplicates

QUOTE = "“We wait for the pilots,”"
BEFORE = "".join(f"Pier{n} shut{n} night{n} nobody{n}.\n" for n in range(40))
AFTER = BEFORE.replace("night", "morning").replace("Pier", "Quay").replace("shut", "open")
HIGH = "".join(f"Dock{n} free{n} noon{n} sailor{n}.\n" for n in range(20))
SAID = (
    "The harbour office said late on Monday that {} ferry would sail to the outer islands "
    "before the pilots have come back to work.\n"
)


class Beside:
    """Two texts in sight, and the labels of both."""

    def __init__(self, window: MainWindow, hands) -> None:
        self.window, self.hands = window, hands
        self.project, self.actor = window.annotate.project, window.annotate.actor

    @property
    def page(self) -> SideBySidePage:
        page = self.window.room.page.middle()
        assert isinstance(page, SideBySidePage)
        return page

    @property
    def readers(self):
        return [side.reader for side in self.page.sides]

    def keys(self, *names: str) -> None:
        for name in names:
            self.hands.keys(name)
            wait_for_rest(self.window)
            wait_for_tasks(self.window)
            wait_for_rest(self.window)

    def label(self) -> None:
        self.hands.reader.set_caret(self.hands.reader.text().index(QUOTE))
        self.hands.keys("G", "Q", "Return")

    def labels(self, document: int) -> list[Annotation]:
        return self.project.annotations(document, self.actor)

    def message(self) -> str:
        return self.window.room.strip.message()

    def is_open(self) -> bool:
        return isinstance(self.window.room.page.middle(), SideBySidePage)


@pytest.fixture
def beside(ferry, hands) -> Beside:
    return Beside(ferry, hands)


@pytest.fixture
def far_apart(project_path, make_window) -> MainWindow:
    """A passage that stands low in one article and at the start of another, with other words."""
    with Project.open(project_path) as project:
        with project.operation("Import", 0) as writer:
            for name, text in (
                ("low.txt", BEFORE + SAID.format("no") + AFTER),
                ("high.txt", HIGH + SAID.format("two more") + HIGH),
            ):
                writer.add_document(NewDocument(text, name, name, raw_sha256=name, origin=name))
        refresh_duplicates(project)
    window = make_window()
    assert window.open_project(project_path)
    return window


def test_shift_enter_shows_the_passage_beside_its_first_copy_elsewhere_and_escape_closes(beside):
    beside.hands.reader.set_caret(beside.hands.reader.text().index(QUOTE))
    beside.keys("Shift+Return")
    left, right = beside.readers
    assert left.text().startswith("Ferries stay")
    assert right.text().startswith("Pilots talk")
    assert QApplication.focusWidget() is left
    assert abs(left.width() - right.width()) <= 1
    assert not beside.window.room.documents.isVisible()
    assert right.text()[right.caret() :].startswith(QUOTE)
    beside.keys("Esc")
    assert not beside.is_open()
    assert beside.window.room.documents.isVisible()
    assert QApplication.focusWidget() is beside.hands.reader


def test_from_the_copies_panel_the_chosen_copy_is_shown_and_the_list_gets_the_keyboard_back(beside):
    beside.hands.reader.set_caret(beside.hands.reader.text().index(QUOTE))
    beside.keys("W", "Shift+Return")
    # The first copy stands in the same document.
    assert beside.readers[1].text() == beside.readers[0].text()
    assert beside.readers[1].caret() > beside.readers[0].caret()
    beside.keys("Esc")
    assert QApplication.focusWidget() is beside.window.room.panel.copies.list
    beside.keys("Down", "Shift+Return")
    assert beside.readers[1].text().startswith("Pilots talk")


def test_a_label_is_carried_over_and_back_by_key_and_seen_at_once(beside):
    beside.label()
    beside.keys("Shift+Return", "V")
    assert beside.message() == "3 labels carried to 1 copy."
    assert [a.layer for a in beside.labels(2)] == ["quote", "speaker", "cue"]
    assert len(beside.readers[1].scene.labels) == 3
    # What was carried is removed at its origin, and taken over from there again.
    with beside.project.operation("Removed", beside.actor) as writer:
        for label in beside.labels(1):
            writer.delete_annotation(label.id)
    wait_for_tasks(beside.window)
    assert not len(beside.readers[0].scene.labels)
    beside.keys("Shift+V")
    assert len(beside.labels(1)) == 3
    assert len(beside.readers[0].scene.labels) == 3
    beside.keys("Ctrl+Z")
    assert not beside.labels(1)


def test_only_the_chosen_label_is_carried(beside):
    beside.label()
    beside.keys("Shift+Return", "J")
    left = beside.readers[0]
    assert left.selected() is not None
    beside.keys("Tab")
    assert QApplication.focusWidget() is beside.readers[1]
    beside.keys("V")
    assert beside.message() == "No label of yours stands in these words."
    beside.keys("Shift+V")
    assert len(beside.labels(2)) == 3


def test_enter_opens_the_text_that_has_the_keyboard(beside):
    beside.hands.reader.set_caret(beside.hands.reader.text().index(QUOTE))
    beside.keys("Shift+Return", "Tab", "Return")
    assert not beside.is_open()
    assert beside.hands.reader.text().startswith("Pilots talk")
    assert QApplication.focusWidget() is beside.hands.reader


def test_another_document_or_one_that_goes_closes_it(beside):
    beside.hands.reader.set_caret(beside.hands.reader.text().index(QUOTE))
    beside.keys("Shift+Return")
    beside.window.annotate.open(2)
    assert not beside.is_open()
    beside.keys("Alt+Left")
    beside.hands.reader.set_caret(beside.hands.reader.text().index(QUOTE))
    beside.keys("Shift+Return")
    with beside.project.operation("Removed", beside.actor) as writer:
        writer.remove_document(2)
    wait_for_tasks(beside.window)
    assert not beside.is_open()
    assert beside.window.room.documents.isVisible()


def test_where_nothing_is_repeated_it_says_so(beside):
    beside.hands.reader.set_caret(0)
    beside.keys("Shift+Return")
    assert not beside.is_open()
    assert beside.message() == "These words stand nowhere else."


def test_both_stand_at_one_height_scroll_together_and_mark_what_differs(far_apart, hands_of):
    hands = hands_of(far_apart)
    far_apart.annotate.open(3)
    beside = Beside(far_apart, hands)
    hands.reader.set_caret(len(BEFORE) + 30)
    beside.keys("Shift+Return")
    left, right = beside.readers
    low, high = left.text().index("ferry"), right.text().index("ferry")

    def height(reader, offset: int) -> int:
        return reader.rect_of(offset).top()

    assert left.visible_span().holds(low)
    assert right.visible_span().holds(high)
    line = left.scene.page.metrics.line
    assert abs(height(left, low) - height(right, high)) <= line
    before = height(left, low)
    left.scroll_by(2 * line)
    assert height(left, low) == before - 2 * line
    assert abs(height(left, low) - height(right, high)) <= line
    right.scroll_by(-3 * line)
    assert height(left, low) > before - 2 * line
    assert abs(height(left, low) - height(right, high)) <= line
    marked = [span.of(left.text()) for span in left.scene.differing.touching(0, len(left.text()))]
    assert marked == ["no"]
    beside.keys("N")
    assert left.text()[left.caret() :].startswith("no ferry")
    beside.keys("Tab", "N")
    assert right.text()[right.caret() :].startswith("two more")
    assert height(right, high) >= 0
