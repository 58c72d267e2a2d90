"""Copies that are labelled differently: listed, seen side by side, settled by keys and mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pullquote.ui.services.host import TextPlace


def press(key: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), key)


@pytest.fixture
def unlike(entered, rest):
    QTest.mouseClick(entered.widget.show_choice._buttons["unlike"], Qt.MouseButton.LeftButton)
    rest()
    entered.widget.focus_list()
    return entered


def rows(room):
    return [row.sentence() for row in room.widget.unlike._model.rows]


def kinds(project):
    return [project.annotations(document, 1)[0].attributes["kind"] for document in (1, 2)]


def test_two_places_stand_side_by_side(unlike):
    (row,) = rows(unlike)
    assert row.startswith("Kind, “We wait for the pilots")
    assert row.endswith("direct, partial")
    one, other = (card._place for card in unlike.widget.unlike.cards)
    assert (one.title, one.where, one.says) == ("Story 1", "Quay News · 3 Feb 2026", "direct")
    assert (other.title, other.says, other.who) == ("Story 2", "partial", "")
    assert other.label.of(other.text).startswith("“We wait")
    assert other.text.startswith("Two ships are late.")
    assert not unlike.widget.panel.isVisible()
    assert unlike.widget.sentence.text() == "1 place is labelled otherwise than a copy of it."


@pytest.mark.parametrize(("key", "kind"), [("1", "direct"), ("2", "partial")])
def test_a_digit_makes_the_other_place_like_that_one(unlike, project, rest, key, kind):
    assert unlike.widget.unlike.list.hasFocus()
    press(key)
    rest()
    assert kinds(project) == [kind, kind]
    assert rows(unlike) == []
    assert "All copies are labelled alike" in unlike.widget.unlike.notice.words()
    project.undo(1)
    rest()
    assert len(rows(unlike)) == 1
    assert kinds(project) == ["direct", "partial"]


def test_the_buttons_do_what_the_keys_do(unlike, project, rest):
    QTest.mouseClick(unlike.widget.unlike._like[1], Qt.MouseButton.LeftButton)
    rest()
    assert kinds(project) == ["partial", "partial"]
    project.undo(1)
    rest()
    QTest.mouseClick(unlike.widget.unlike._like[2], Qt.MouseButton.LeftButton)
    rest()
    assert rows(unlike) == []
    assert kinds(project) == ["direct", "partial"]


def test_b_keeps_that_both_are_right(unlike, project, rest):
    press("B")
    rest()
    assert rows(unlike) == []
    (one,) = project.decisions()
    assert one.kind == "both_right"
    assert project.undo_name(1) == "Both are right"
    project.undo(1)
    rest()
    assert len(rows(unlike)) == 1


def test_enter_opens_the_place_that_the_arrows_chose(unlike, host):
    gone = []
    host.gone.connect(lambda room, target: gone.append((room, target)))
    QTest.keyClick(unlike.widget.unlike.list, Qt.Key.Key_Return)
    QTest.keyClick(unlike.widget.unlike.list, Qt.Key.Key_Right)
    QTest.keyClick(unlike.widget.unlike.list, Qt.Key.Key_Return)
    QTest.mouseDClick(unlike.widget.unlike.cards[0], Qt.MouseButton.LeftButton)
    assert [target.document for _, target in gone] == [1, 2, 1]
    assert gone[0] == ("annotate", TextPlace(1, 0, 83))


def test_of_two_people_the_other_ones_labels_are_left_alone(unlike, project, rest, host):
    heard = []
    host.said.connect(lambda words, _undo: heard.append(words))
    text = project.text(4)
    with project.operation("Label", 2) as writer:
        writer.add_annotation(4, 2, "quote", text.index("Bakers"), text.index("Bakers") + 20)
    with project.operation("Done", 1) as writer:
        writer.set_state(2, 1, "done")
    rest()
    assert len(rows(unlike)) == 2
    QTest.keyClick(unlike.widget.unlike.list, Qt.Key.Key_Down)
    names = [card._place.who for card in unlike.widget.unlike.cards]
    assert sorted(names) == ["Ada", "Bo"]
    bos = names.index("Bo")
    press("21"[bos])  # the digit that would change what Bo says
    assert "Bo" in heard[-1]
    assert project.annotations(4, 2)
    press("12"[bos])
    rest()
    assert len(rows(unlike)) == 1
    assert len(project.annotations(2, 1)) == 2


def test_a_document_that_goes_takes_its_places_along(unlike, project, rest):
    with project.operation("Remove", 1) as writer:
        writer.remove_document(2)
    unlike.unlike._show_places(0)
    assert not unlike.widget.unlike._places.isVisible()
    rest()
    assert rows(unlike) == []


def test_coming_back_to_the_clusters_the_list_is_there(unlike, rest):
    QTest.mouseClick(unlike.widget.show_choice._buttons["all"], Qt.MouseButton.LeftButton)
    rest()
    assert unlike.widget.panel.isVisible()
    assert unlike.widget.model.rowCount() == 3
    assert unlike.widget.sentence.text().startswith("3 clusters")
