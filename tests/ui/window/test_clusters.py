"""The Clusters room in the window: by keys to a place, a label carried, and what is decided seen
in the text.
"""

from PySide6.QtWidgets import QApplication

from pullquote.ui.screenshots import wait_for_rest, wait_for_tasks

SAID = "“We wait for the pilots,”"


def rest(window) -> None:
    for _ in range(2):
        wait_for_tasks(window)
        wait_for_rest(window)


def enter(window, hands):
    hands.keys("Ctrl+2")
    rest(window)
    return window.rooms.current.widget


def test_from_a_cluster_to_its_place_and_back(window, hands_of):
    hands = hands_of(window)
    room = enter(window, hands)
    assert room.list.hasFocus()
    hands.keys("Return")
    rest(window)
    assert window.rooms.name == "annotate"
    assert hands.reader.hasFocus()
    place = room.panel.place()
    assert (window.annotate.document_presenter.document, hands.reader.caret()) == (
        place.document, place.start
    )  # fmt: skip
    hands.keys("Alt+Left")
    hands.keys("Alt+Left")
    assert window.rooms.name == "clusters"
    assert QApplication.focusWidget() is room.list


def test_v_offers_the_label_of_the_place_alone(window, hands_of):
    project, me = window.projects.project, window.projects.actor
    text = project.text(2)
    with project.operation("Label", me) as writer:
        writer.add_annotation(2, me, "quote", text.index("“Nobody"), text.index("“Nobody") + 17)
        start = text.index(SAID)
        writer.add_annotation(2, me, "quote", start, start + len(SAID))
    hands = hands_of(window)
    enter(window, hands)
    hands.keys("V")
    rest(window)
    assert window.rooms.name == "annotate"
    assert window.annotate.document_presenter.document == 2
    page = window.room.panel.copies
    assert page.offers
    assert page._carry_title.text() == "Carry 1 label to the copies"
    hands.keys("V")
    rest(window)
    assert [a.span.of(project.text(1)) for a in project.annotations(1, me)] == [SAID, SAID]


def test_boilerplate_is_dimmed_in_the_text_once_it_was_looked_for(window, hands_of):
    hands = hands_of(window)
    enter(window, hands)
    hands.keys("B")
    rest(window)
    hands.keys("Return")
    rest(window)
    assert all(block.boilerplate for block in window.annotate.document_presenter.blocks)
    hands.keys("Ctrl+Z")
    rest(window)
    assert not any(block.boilerplate for block in window.annotate.document_presenter.blocks)
