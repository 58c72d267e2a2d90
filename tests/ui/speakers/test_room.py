"""The Speakers room: what is listed, and what its keys do."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pullquote.assets import RESOURCES
from pullquote.model.values import NewDocument
from pullquote.store import Project
from pullquote.ui.services.host import TextPlace
from pullquote.ui.speakers.room import SpeakersRoom

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
TEXT = "🚢 “We wait,” Dmitri Arlov said. “Go,” Arlov said. “No,” Ada Lind said."
SAID = (("“We wait,”", "Dmitri Arlov"), ("“Go,”", " Arlov"), ("“No,”", "Ada Lind"))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Ada Lind, Dmitri Arlov, who is also called Arlov, and a Dmitry Arlov."""
    with Project.create(tmp_path / "a.pullquote", name="A", schema_toml=SCHEMA) as made:
        with made.operation("Begin", 0) as writer:
            who = writer.add_annotator("Anna").id
            arlov, lind = (writer.add_speaker(name).id for name in ("Dmitri Arlov", "Ada Lind"))
            writer.add_alias(arlov, "Arlov")
            writer.add_speaker("Dmitry Arlov")
            document = writer.add_document(NewDocument(TEXT, "a.txt", source="Post"))
            for words, mention in SAID:
                start, end = TEXT.index(words), TEXT.rindex(mention) + len(mention)
                said = end - len(mention.strip())
                quote = writer.add_annotation(document, who, "quote", start, start + len(words))
                speaker = lind if "Lind" in mention else arlov
                one = writer.add_annotation(document, who, "speaker", said, end, speaker=speaker)
                writer.add_relation("said_by", quote.id, one.id)
        yield made


@pytest.fixture
def room(project: Project, theme, host, in_sight) -> SpeakersRoom:
    return in_sight(SpeakersRoom(project, 1, theme, host))


def listed(room: SpeakersRoom) -> list[str]:
    return [row.name for row in room.widget.model.rows]


def press(key, held=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, held)


def test_all_are_listed_by_quotes_and_the_chosen_one_has_a_page(entered) -> None:
    assert listed(entered) == ["Dmitri Arlov", "Ada Lind", "Dmitry Arlov"]
    assert entered.widget.list.hasFocus()
    assert entered.widget.sentence.text() == "3 speakers, 4 names for them."
    page = entered.widget.page.page
    assert [(one.form, one.mentions) for one in page.names] == [("Dmitri Arlov", 1), ("Arlov", 1)]
    assert [place.words for place in page.places] == ["“We wait,”", "“Go,”"]


def test_what_is_typed_is_searched_in_all_names_and_esc_clears_it(entered, rest) -> None:
    press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(QApplication.focusWidget(), "lin")
    rest()
    assert listed(entered) == ["Ada Lind"]
    QTest.keyClicks(QApplication.focusWidget(), "xx")
    rest()
    assert entered.widget.notice.words() == "Nobody found for “linxx”"
    entered.widget.notice.acted.emit()
    rest()
    assert len(listed(entered)) == 3


def test_enter_goes_to_the_quotes_and_from_there_to_the_text(entered, host, qtbot) -> None:
    press(Qt.Key.Key_Return)
    assert entered.widget.page.places.hasFocus()
    with qtbot.waitSignal(host.gone) as gone:
        press(Qt.Key.Key_Return)
    start = TEXT.index("“We")
    assert gone.args == ["annotate", TextPlace(1, start, start + len("“We wait,”"))]


def test_m_on_two_merges_them_and_undo_parts_them(entered, rest, project, host) -> None:
    for _ in range(2):
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_M)
    for _ in range(2):
        press(Qt.Key.Key_Up)
    said: list[str] = []
    host.said.connect(lambda words, _undo: said.append(words))
    press(Qt.Key.Key_M)
    rest()
    assert listed(entered) == ["Dmitri Arlov", "Ada Lind"]
    assert said == ["Merged: 0 mentions in 0 documents of Dmitry Arlov are Dmitri Arlov now."]
    project.undo(1)
    rest()
    assert len(listed(entered)) == 3


def test_pairs_that_look_alike_are_merged_or_kept_apart_by_a_key(entered, rest) -> None:
    widget = entered.widget
    assert widget.alike.question().alike.kept.name == "Dmitri Arlov"
    assert widget.delegate.alike == {1, 3}
    widget.alike.list.setFocus()
    press(Qt.Key.Key_N)
    rest()
    assert widget.alike.question() is None
    entered.project.undo(1)
    rest()
    widget.alike.list.setFocus()
    widget.alike.list.choose(0)
    press(Qt.Key.Key_Return)
    rest()
    assert listed(entered) == ["Dmitri Arlov", "Ada Lind"]


def test_a_name_is_split_off_removed_and_added(entered, rest, answer, project) -> None:
    names = entered.widget.page.names
    names.setFocus()
    names.choose(1)
    press(Qt.Key.Key_Slash)
    rest()
    assert listed(entered) == ["Ada Lind", "Arlov", "Dmitri Arlov", "Dmitry Arlov"]
    project.undo(1)
    rest()
    entered.widget.list.choose(0)
    entered._read_chosen()
    rest()
    answer(lambda dialog: (dialog.field.set_text("The captain"), dialog.main.click()))
    names.setFocus()
    QTest.keyClicks(names, "+")
    rest()
    assert [one.form for one in entered.widget.page.page.names][-1] == "The captain"
    names.choose(2)
    QTest.keyClick(names, Qt.Key.Key_Delete)
    rest()
    assert [one.form for one in entered.widget.page.page.names] == ["Dmitri Arlov", "Arlov"]


def test_f2_renames_and_del_removes_whom_nothing_names(entered, rest, answer) -> None:
    answer(lambda dialog: (dialog.field.set_text("Captain Arlov"), dialog.main.click()))
    press(Qt.Key.Key_F2)
    rest()
    assert listed(entered)[0] == "Captain Arlov"
    assert entered.widget.page.page.speaker.name == "Captain Arlov"
    # Without a window manager nobody gives the focus back after a dialog.
    entered.widget.list.choose(2)
    QTest.keyClick(entered.widget.list, Qt.Key.Key_Delete)
    rest()
    assert listed(entered) == ["Captain Arlov", "Ada Lind"]


def test_ids_and_whom_one_speaks_for_stand_on_the_page(entered, rest, answer, project) -> None:
    answer(lambda dialog: (dialog.field.set_text("q42"), dialog.main.click()))
    press(Qt.Key.Key_E)
    rest()
    answer(lambda dialog: (dialog.field.set_text("The Board"), dialog.main.click()))
    QTest.keyClick(entered.widget.list, Qt.Key.Key_R)
    rest()
    assert entered.widget.page._what.text() == "person; speaks for The Board; Q42"
    assert dict(project.speaker(1).external_ids) == {"wikidata": "Q42"}


def test_a_click_on_a_column_sorts(entered) -> None:
    entered.widget.head.sorted_by.emit("name")
    assert listed(entered) == ["Ada Lind", "Dmitri Arlov", "Dmitry Arlov"]
    assert entered.widget.head.accessibleName() == "Sorted by Name"


def test_where_it_is_narrow_one_part_is_shown_at_a_time(entered) -> None:
    widget = entered.widget
    widget.resize(700, 500)
    QApplication.processEvents()
    assert (widget.list.isVisible(), widget.page.isVisible()) == (True, False)
    assert not widget.alike.isVisible()
    widget.list.setFocus()
    press(Qt.Key.Key_Return)
    assert widget.page.places.hasFocus()
    assert not widget.list.isVisible()
    press(Qt.Key.Key_Escape)
    assert widget.list.hasFocus()
