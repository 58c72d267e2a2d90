"""Several people through the window: plan, hand out, label as another, collect, take back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pullquote.store import Project
from pullquote.ui.people.collect import CollectDialog
from pullquote.ui.people.hand_out import HandOutDialog
from pullquote.ui.people.plan import PlanDialog

WAIT = 30_000


def run(window, name: str) -> None:
    window.actions_by_id[name].trigger()


@pytest.fixture
def planned(window, answer, qtbot):
    """Two annotators; both documents go to both."""

    def fill(dialog: PlanDialog) -> None:
        dialog.name.setFocus()
        QTest.keyClicks(dialog.name.editor, "Teo Vass")
        QTest.keyClick(dialog.name.editor, Qt.Key.Key_Return)
        dialog.people.setFocus()
        dialog.people.selectRow(0)
        QTest.keyClick(dialog.people, Qt.Key.Key_Space)
        assert len(dialog.choices().annotators) == 2
        dialog.per_document.next_value()
        dialog.wished.emit()
        qtbot.waitUntil(lambda: dialog.preview.text().startswith("2 documents"))
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    answer(fill)
    run(window, "plan")
    qtbot.waitUntil(lambda: "2 documents assigned" in window.strip.message())
    return window


@pytest.fixture
def handed(planned, answer, qtbot, tmp_path: Path) -> Path:
    """The file of Teo Vass."""

    def fill(dialog: HandOutDialog) -> None:
        dialog.folder.set_text(str(tmp_path / "out"))
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    answer(fill)
    run(planned, "hand_out")
    qtbot.waitUntil(lambda: "2 files made in out" in planned.strip.message())
    (found,) = (tmp_path / "out").glob("*Teo*.pullquote")
    return found


def test_a_hand_out_opens_for_whom_it_was_made_and_shows_no_room_of_others(
    handed, make_window, qtbot
) -> None:
    window = make_window()
    assert window.open_project(handed)
    actor = window.projects.actor
    assert window.projects.project.annotator(actor).name == "Teo Vass"
    assert window.rooms.offers("progress")
    assert not window.rooms.offers("agreement")
    window.update_actions()
    owner = ("room_adjudicate", "plan", "hand_out", "collect", "proposals")
    assert [name for name in owner if window.actions_by_id[name].isEnabled()] == []


def test_whoever_was_given_documents_begins_with_them_in_their_order(
    make_window, project_path, qtbot
) -> None:
    with Project.open(project_path) as project, project.operation("Deal", 0) as writer:
        mara = writer.add_annotator("Mara Lind").id
        writer.add_assignment(2, mara, position=0)
    window = make_window()
    window.open_project(project_path)
    panel = window.room.documents
    assert panel.choices._filter.text() == "1 given to me"
    assert window.annotate.document_presenter.document == 2
    panel.choices._fill_filter()
    every = next(a for a in panel.choices._filter.choices.actions() if "All" in a.text())
    every.trigger()
    assert panel.view.model().rowCount() == 2


def test_what_came_back_is_shown_first_and_taken_as_one_step(
    planned, handed, answer, qtbot
) -> None:
    project = planned.projects.project
    with Project.open(handed) as file:
        teo = next(a.id for a in file.annotators() if a.name == "Teo Vass")
        for document in file.document_ids(_all()):
            with file.operation("Quote", teo) as writer:
                writer.add_annotation(document, teo, "quote", 0, 7)
                writer.set_state(document, teo, "done")
    before = project.dump()

    def look(dialog: CollectDialog) -> None:
        assert dialog.main.text() == "Collect 2 documents"
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    answer(look)
    planned.commands.distribution.collect_files([handed])
    qtbot.waitUntil(lambda: "2 documents collected" in planned.strip.message())
    ours = next(a.id for a in project.annotators() if a.name == "Teo Vass")
    assert [len(project.annotations(d, ours)) for d in project.document_ids(_all())] == [1, 1]
    run(planned, "undo")
    assert project.dump() == before


def test_much_is_taken_back_in_a_thread(window, qtbot, monkeypatch) -> None:
    project, me = window.projects.project, window.projects.actor
    before = project.dump()
    with project.operation("Many", me) as writer:
        for n in range(20):
            writer.add_annotation(1, me, "speaker", n, n + 1)
    monkeypatch.setattr("pullquote.ui.actions.undo.AT_ONCE", 10)
    done = project.dump()
    run(window, "undo")
    qtbot.waitUntil(lambda: window.strip.message() == "Undone: Many")
    assert project.dump() == before
    run(window, "redo")
    qtbot.waitUntil(lambda: window.strip.message() == "Redone: Many")
    assert project.dump() == done


def test_a_training_document_tells_what_differs_once_it_is_done(window, answer, qtbot) -> None:
    project, me = window.projects.project, window.projects.actor
    document = window.annotate.document_presenter.document
    with project.operation("Answer", 0) as writer:
        known = writer.add_annotator("Answer", "reference").id
        writer.add_annotation(document, known, "quote", 0, 7)
        writer.set_state(document, known, "done")
        writer.add_assignment(document, me, "training")
    seen = []
    answer(lambda dialog: seen.append(dialog.heading.text()))
    run(window, "done")
    assert seen == ["0 of 1 labels as in the answer"]
    assert window.annotate.document_presenter.document != document


def _all():
    from pullquote.store import DocumentQuery

    return DocumentQuery()
