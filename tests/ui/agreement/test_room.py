"""The agreement room on real projects, from the labels to the places."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pullquote.agreement.values import Filter, Scope
from pullquote.assets import RESOURCES
from pullquote.model.values import NewDocument
from pullquote.store import Project
from pullquote.ui.agreement.room import AgreementRoom
from pullquote.ui.services.host import TextPlace
from pullquote.ui.widgets import Button

LEFT = Qt.MouseButton.LeftButton
SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, held)


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A project in which two people have done one document, alike but for one quote."""
    path = tmp_path / "two.pullquote"
    with Project.create(path, name="Two", schema_toml=SCHEMA) as project:
        with project.operation("Begin", 0) as writer:
            people = [writer.add_annotator(name).id for name in ("Ada", "Bo")]
            texts = ("“It is late,” she said. “Go,” he said.", "“So be it,” they said.")
            documents = [
                writer.add_document(NewDocument(t, f"{n}.txt", f"Title {n}", origin=str(n)))
                for n, t in enumerate(texts)
            ]
        for who in people:
            with project.operation("Label", who) as writer:
                writer.add_annotation(documents[0], who, "quote", 0, 13)
                if who == people[0]:
                    writer.add_annotation(documents[0], who, "quote", 24, 29)
                writer.set_state(documents[0], who, "done")
    return path


def test_all_measures_are_computed_when_they_are_asked_for(sample_room, settled) -> None:
    page = sample_room.widget.page
    assert "detection.alpha_u" not in page.figures.ids()
    assert "Not offered" not in page.bands.text()
    QTest.mouseClick(page.all_measures, LEFT)
    settled(sample_room)
    known = page.figures.ids()
    assert {"detection.alpha_u", "detection.semeval_strict", "date.alpha"} <= set(known)
    assert page.bands.text().endswith("Not offered: gamma, Hubert’s kappa, MASI.")
    QTest.mouseClick(page.all_measures, LEFT)
    settled(sample_room)
    assert len(page.figures.ids()) == 8


def test_the_sample_is_measured_and_leads_to_its_places(sample_room, settled, qtbot) -> None:
    room = sample_room.widget
    assert room.head._documents.text().startswith("5 documents that at least two people have done")
    assert not room.is_empty()
    assert room.page.figures.ids()[0] == "detection.exact"
    everything = len(room.page.disagreements.rows())
    assert everything > 50
    figures = room.page.figures.list
    where = figures.visualRect(
        figures.model().index(room.page.figures.ids().index("speaker.alpha"), 0)
    ).center()
    QTest.mouseClick(figures.viewport(), LEFT, pos=where)
    settled(sample_room)
    rows = room.page.disagreements.rows()
    assert {row.kind for row in rows} == {"speaker"}
    assert 0 < len(rows) < everything
    room.page.disagreements.setFocus(Qt.FocusReason.ShortcutFocusReason)
    place = rows[0].place
    with qtbot.waitSignal(sample_room.host.gone) as told:
        press(Qt.Key.Key_Return)
    assert told.args == ["adjudicate", TextPlace(place.document, place.start, place.end)]
    press(Qt.Key.Key_Escape)
    settled(sample_room)
    assert len(room.page.disagreements.rows()) == everything


def test_a_cell_of_the_confusion_leads_to_what_it_counts(sample_room, settled) -> None:
    grid = sample_room.widget.page.breakdown.pairs.confusion
    model = grid.model()
    names = [model.index(0, column).data() for column in range(model.columnCount())]
    for column, name in enumerate(names[1:], 1):
        cell = model.index(1, column)
        if cell.data() in {"·", "–"} or name == "Quote":
            continue
        QTest.mouseClick(grid.viewport(), LEFT, pos=grid.visualRect(cell).center())
        settled(sample_room)
        rows = sample_room.widget.page.disagreements.rows()
        assert len(rows) > 0
        assert sum(len(row.places) for row in rows) <= int(cell.data())


def test_ctrl_j_hands_over_what_is_listed(sample_room, settled, qtbot) -> None:
    sample_room.presenter.set_filter(Filter(kinds=frozenset({"date"})))
    settled(sample_room)
    with qtbot.waitSignal(sample_room.host.gone) as told:
        press(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert {row.kind for row in told.args[1].disagreements} == {"date"}


def test_ctrl_c_copies_the_figure_as_papers_give_it(sample_room) -> None:
    press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("pairwise F1 of labels with the same layer and the same ends: 0.7")
    assert copied.endswith(").")


def test_one_layer_alone(sample_room, settled) -> None:
    room = sample_room.widget
    before = room.page.disagreements.rows()
    room.page.layers.segments._buttons["quote"].click()
    settled(sample_room)
    assert sample_room.calculation.scope == Scope(layers=frozenset({"quote"}))
    assert 0 < len(room.page.disagreements.rows()) < len(before)
    assert room.page.layers.value() == "quote"


def test_somebody_compared_with_themselves(sample_room, settled, qtbot) -> None:
    room = sample_room.widget
    room.page.breakdown.views.segments._buttons["oneself"].click()
    settled(sample_room)
    page = room.page.breakdown.lists["oneself"]
    assert len(page.keys()) == 2
    where = page.list.visualRect(page.list.model().index(0, 0)).center()
    QTest.mouseClick(page.list.viewport(), LEFT, pos=where)
    settled(sample_room)
    rows = room.page.disagreements.rows()
    assert rows
    assert all(len(row.places) == 2 for row in rows)
    assert "marked in two ways" in room.page.disagreements.heading.text()
    with qtbot.assertNotEmitted(sample_room.host.gone):
        press(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_Escape)
    settled(sample_room)
    assert "disagreements" in room.page.disagreements.heading.text()


def test_a_changed_label_is_followed(enter, settled, two: Path, qtbot) -> None:
    controller: AgreementRoom = enter(two)
    room, project = controller.widget, controller.project
    assert [row.kind for row in room.page.disagreements.rows()] == ["missed"]
    bo = project.annotators()[1].id
    with project.operation("Label", bo) as writer:
        writer.add_annotation(1, bo, "quote", 24, 29)
    settled(controller)
    assert list(room.page.disagreements.rows()) == []
    assert room.page.figures.row().figure.value == 1
    project.undo(bo)
    settled(controller)
    assert len(room.page.disagreements.rows()) == 1


def test_out_of_sight_nothing_is_counted_until_the_room_is_entered(
    enter, settled, two: Path
) -> None:
    controller: AgreementRoom = enter(two)
    controller.widget.hide()
    ada = controller.project.annotators()[0].id
    with controller.project.operation("Label", ada) as writer:
        writer.set_state(2, ada, "done")
    assert controller.calculation.stale
    assert not controller.calculation.busy()
    controller.widget.show()
    controller.enter()
    settled(controller)
    assert "1 document done by one person only" in controller.widget.head._documents.text()


def test_without_a_second_person_the_room_says_why(enter, tmp_path: Path, qtbot) -> None:
    path = tmp_path / "alone.pullquote"
    with Project.create(path, name="Alone", schema_toml=SCHEMA) as project:
        with project.operation("Begin", 0) as writer:
            who = writer.add_annotator("Ada").id
            document = writer.add_document(NewDocument("“Go,” he said.", "a.txt", origin="a"))
            writer.set_state(document, who, "done")
    controller = enter(path)
    room = controller.widget
    assert room.is_empty()
    words = room.empty.sentence.text()
    assert words.startswith("1 document is done by one person only. So far one person works")
    assert not room.head.export.isEnabled()
    with qtbot.waitSignal(controller.host.ran) as told:
        QTest.mouseClick(room.empty.button, LEFT)
    assert told.args == ["hand_out"]


def test_a_tool_can_be_compared_with_one_person(enter, settled, tmp_path: Path) -> None:
    path = tmp_path / "one.pullquote"
    with Project.create(path, name="one", schema_toml=SCHEMA) as project:
        with project.operation("Begin", 0) as writer:
            who = writer.add_annotator("Ada").id
            document = writer.add_document(NewDocument("“Go,” he said.", "a.txt", origin="a"))
            writer.add_annotation(document, who, "quote", 0, 5)
            writer.set_state(document, who, "done")
            writer.add_foreign_suggestion(document, "Oracle", "quote", 0, 4)
    controller = enter(path)
    room = controller.widget
    assert room.is_empty()
    assert room.head.scope.isVisible()
    room.head.scope.choices.aboutToShow.emit()
    choices = {one.text(): one for one in room.head.scope.choices.actions() if one.text()}
    assert [choices[name].isChecked() for name in ("Ada", "Oracle, a tool")] == [True, False]
    choices["Oracle, a tool"].trigger()
    settled(controller)
    assert not room.is_empty()
    assert [row.kind for row in room.page.disagreements.rows()] == ["boundary"]
    said = []
    controller.host.said.connect(lambda words, _undo: said.append(words))
    controller.settle()
    assert said == ["A tool is not adjudicated: change the labels in the text."]


def test_a_choice_that_leaves_nothing_can_be_taken_back(enter, settled, two: Path) -> None:
    controller = enter(two)
    controller.calculation.set_scope(Scope(annotators=(1,)))
    settled(controller)
    room = controller.widget
    assert room.is_empty()
    QTest.mouseClick(room.empty.button, LEFT)
    settled(controller)
    assert not room.is_empty()


def test_the_keys_of_the_moment(sample_room, settled) -> None:
    strip = sample_room.strip
    assert "Ctrl+C: copy as sentence" in strip._keys.accessibleName()
    sample_room.widget.page.disagreements.setFocus(Qt.FocusReason.ShortcutFocusReason)
    assert "Ctrl+J: adjudicate these" in strip._keys.accessibleName()
    assert "Esc" not in strip._keys.accessibleName()
    sample_room.presenter.set_filter(Filter(kinds=frozenset({"date"})))
    settled(sample_room)
    assert "Esc: clear the filter" in strip._keys.accessibleName()


def test_an_error_takes_a_line_and_goes_with_esc(sample_room) -> None:
    sample_room.show_error("The disk is full.")
    assert sample_room.widget.message.isVisible()
    press(Qt.Key.Key_Escape)
    assert not sample_room.widget.message.isVisible()


def test_figures_of_before_stay_while_it_counts(sample_room, settled) -> None:
    room = sample_room.widget
    before = room.page.figures.ids()
    sample_room.calculation.set_scope(Scope(once=True))
    assert sample_room.calculation.busy()
    assert room.page.figures.ids() == before
    assert room.page.figures.mapTo(room, QPoint(0, 0)).y() > 0
    settled(sample_room)


def test_the_room_is_made_without_numpy() -> None:
    code = "import sys, pullquote.ui.agreement.room; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_coming_back_the_keyboard_is_where_it_was(sample_room) -> None:
    rows = sample_room.widget.page.disagreements
    rows.setFocus(Qt.FocusReason.ShortcutFocusReason)
    press(Qt.Key.Key_Down)
    sample_room.widget.hide()
    sample_room.widget.show()
    sample_room.enter()
    assert sample_room.widget.focusWidget() is rows.list
    assert rows.list.row() == 1


def test_stopped_before_the_first_figures_it_can_be_asked_for_again(
    qtbot, theme, host, two: Path, settled
) -> None:
    with Project.open(two) as project:
        controller = AgreementRoom(project, 1, theme, host)
        room = controller.widget
        qtbot.addWidget(room)
        with qtbot.waitActive(room):
            room.show()
            room.activateWindow()
        controller.enter()
        assert room.waiting.words() == "Comparing labels"
        press(Qt.Key.Key_Escape, Qt.KeyboardModifier.ShiftModifier)
        qtbot.waitUntil(lambda: room.waiting.words() == "Not compared yet")
        QTest.mouseClick(room.waiting.findChild(Button), LEFT)
        settled(controller)
        assert len(room.page.disagreements.rows()) == 1
        controller.close()


def test_the_focus_goes_from_waiting_to_the_figures(sample_room) -> None:
    room = sample_room.widget
    assert not room.is_waiting()
    assert room.focusWidget() is room.page.figures.list


def test_shift_esc_keeps_the_figures_of_before(enter, two: Path, settled, qtbot) -> None:
    controller = enter(two)
    controller.calculation.refresh()
    with qtbot.waitSignal(controller.calculation.rested):
        press(Qt.Key.Key_Escape, Qt.KeyboardModifier.ShiftModifier)
    assert len(controller.widget.page.disagreements.rows()) == 1
    assert not controller.widget.is_waiting()


def test_a_choice_made_while_it_reads_drops_nothing(enter, settled, two: Path) -> None:
    controller = enter(two)
    bo = controller.project.annotators()[1].id
    with controller.project.operation("Label", bo) as writer:
        writer.add_annotation(1, bo, "quote", 24, 29)
    controller.calculation.refresh()
    controller.calculation.set_scope(Scope(boilerplate=True))
    settled(controller)
    assert list(controller.widget.page.disagreements.rows()) == []
