"""Dialogs about several people, driven by keys and the mouse."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QRadioButton

from pullquote.ui.people.collect import BothChanged, CollectDialog, Returned
from pullquote.ui.people.feedback import DifferenceRow, FeedbackDialog
from pullquote.ui.people.hand_out import HandOutDialog
from pullquote.ui.people.plan import Person, PlanDialog
from pullquote.ui.people.proposals import ProposalRow, ProposalsDialog

PEOPLE = (Person(7, "Ada", 4, 1), Person(9, "Bo", 0, 0))


@pytest.fixture
def shown(theme, qtbot):
    def show(dialog):
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return show


def test_a_plan_says_to_whom_how_many_and_which_share(shown, qtbot) -> None:
    dialog = shown(PlanDialog())
    dialog.show_people(PEOPLE, {7})
    dialog.people.setFocus()
    dialog.people.selectRow(1)
    with qtbot.waitSignal(dialog.wished):
        QTest.keyClick(dialog.people, Qt.Key.Key_Space)
    dialog.overlap.editor.selectAll()
    QTest.keyClicks(dialog.overlap.editor, "25")
    dialog.per_document.next_value()
    wish = dialog.choices()
    assert wish.annotators == (7, 9)
    assert (wish.per_document, wish.overlap, wish.training, wish.seed) == (2, 0.25, False, 1)


def test_the_box_of_a_row_is_ticked_by_the_mouse_and_its_name_is_not(shown) -> None:
    dialog = shown(PlanDialog())
    dialog.show_people(PEOPLE, set())
    view, top = dialog.people.viewport(), dialog.people.rowViewportPosition(0) + 12
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(120, top))
    assert dialog.choices().annotators == ()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(12, top))
    assert dialog.choices().annotators == (7,)


def test_an_annotator_is_added_renamed_and_removed_by_keys(shown, qtbot) -> None:
    dialog = shown(PlanDialog())
    dialog.show_people(PEOPLE, {7, 9})
    dialog.name.setFocus()
    QTest.keyClicks(dialog.name.editor, " Cleo ")
    with qtbot.waitSignal(dialog.added) as added:
        QTest.keyClick(dialog.name.editor, Qt.Key.Key_Return)
    assert added.args == ["Cleo"]
    dialog.people.setFocus()
    dialog.people.setCurrentCell(1, 0)
    QTest.keyClick(dialog.people, Qt.Key.Key_F2)
    editor = dialog.people.findChild(QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "Bodil")
    with qtbot.waitSignal(dialog.renamed) as renamed:
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert renamed.args == [9, "Bodil"]
    with qtbot.waitSignal(dialog.removed) as removed:
        QTest.mouseClick(dialog._remove, Qt.MouseButton.LeftButton)
    assert removed.args == [9]


def test_training_is_offered_only_where_an_answer_is_known(shown) -> None:
    dialog = shown(PlanDialog())
    dialog.show_training(0)
    assert not dialog.training.isEnabled()
    dialog.training.setChecked(True)
    assert not dialog.choices().training
    dialog.show_training(2)
    assert dialog.choices().training


def test_files_are_made_for_those_who_have_documents(shown, tmp_path: Path) -> None:
    dialog = shown(HandOutDialog())
    dialog.show_people(PEOPLE, tmp_path)
    assert dialog.annotators() == [7]
    assert dialog.main.text() == "Make 1 file"
    assert dialog.note.text() == ""
    assert dialog.to() == tmp_path
    dialog.folder.editor.selectAll()
    QTest.keyClick(dialog.folder.editor, Qt.Key.Key_Delete)
    assert not dialog.main.isEnabled()


def test_where_nobody_has_documents_the_hand_out_says_what_assigns_them(shown, tmp_path) -> None:
    dialog = shown(HandOutDialog())
    dialog.show_people([Person(7, "Ada", 0, 3)], tmp_path)
    assert dialog.note.text().startswith("Nobody has documents yet")
    assert not dialog.main.isEnabled()


def test_a_file_that_cannot_be_taken_is_named_and_never_chosen(shown) -> None:
    dialog = shown(CollectDialog())
    wrong = "c.pullquote is a file of another project and is not collected."
    dialog.show_files(
        [
            Returned("a", "a.pullquote", "Ada", 1, 2, 3, 0),
            Returned("c", "c.pullquote", "", 0, 0, 0, 0, wrong),
        ]
    )
    dialog.files.setFocus()
    dialog.files.selectRow(1)
    QTest.keyClick(dialog.files, Qt.Key.Key_Space)
    assert dialog.chosen() == ["a"]
    assert dialog.main.text() == "Collect 3 documents"
    assert wrong in [label.text() for label in dialog.findChildren(type(dialog._problems))]


def test_each_document_that_changed_twice_is_settled_by_itself(shown) -> None:
    dialog = shown(CollectDialog())
    both = [BothChanged(str(n), "a", f"{n}.txt", "Ada", 3, 4) for n in range(3)]
    dialog.show_files([Returned("a", "a.pullquote", "Ada", 0, 0, 0, 3)], both)
    assert set(dialog.decisions().values()) == {"both"}
    theirs = dialog._all.findChildren(QRadioButton)[0]
    QTest.mouseClick(theirs, Qt.MouseButton.LeftButton)
    dialog._boxes["1"].choices.actions()[1].trigger()
    assert dialog.decisions() == {"0": "theirs", "1": "ours", "2": "theirs"}
    assert dialog.main.text() == "Collect 3 documents"


def test_nothing_newer_is_said_and_nothing_can_be_collected(shown) -> None:
    dialog = shown(CollectDialog())
    dialog.show_files([Returned("a", "a.pullquote", "Ada", 0, 0, 3, 0)])
    assert not dialog.main.isEnabled()
    assert "Nothing here is newer" in dialog.note.text()


def test_proposals_are_taken_and_refused_one_by_one(shown, qtbot) -> None:
    dialog = shown(ProposalsDialog())
    dialog.show_proposals([ProposalRow(3, "“A. Brev” is “Anton Brev”", "Bo")])
    with qtbot.waitSignal(dialog.taken) as taken:
        QTest.mouseClick(dialog._take, Qt.MouseButton.LeftButton)
    assert taken.args == [3]
    with qtbot.waitSignal(dialog.refused) as refused:
        QTest.mouseClick(dialog._refuse, Qt.MouseButton.LeftButton)
    assert refused.args == [3]
    dialog.show_proposals([])
    assert not dialog._take.isEnabled()


def test_feedback_counts_and_lists_what_differs(shown) -> None:
    dialog = shown(FeedbackDialog())
    dialog.show_feedback(9, 10, [DifferenceRow("missed", "she said", "nothing marked", "Cue")])
    assert dialog.heading.text() == "9 of 10 labels as in the answer"
    assert dialog.list.item(0, 3).text() == "Cue"


def test_long_words_of_both_versions_are_in_sight(shown, qtbot) -> None:
    dialog = shown(FeedbackDialog())
    words = "“They decide when it is safe to go out again, and so do we,” she added. " * 2
    dialog.show_feedback(1, 3, [DifferenceRow("boundary", words, words, words)])
    table = dialog.list
    qtbot.waitUntil(lambda: table.horizontalHeader().length() <= table.viewport().width())
    assert all(table.columnWidth(column) > 150 for column in (0, 2, 3))


def test_a_share_is_a_hundred_at_most(shown) -> None:
    dialog = shown(PlanDialog())
    dialog.overlap.editor.selectAll()
    QTest.keyClicks(dialog.overlap.editor, "300")
    assert (dialog.overlap.text(), dialog.choices().overlap) == ("100", 1)
