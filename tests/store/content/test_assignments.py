"""Assignments, hand-outs and the people they are for."""

from dataclasses import replace

import pytest

from pullquote.model.values import HandedDocument
from pullquote.store import DocumentQuery, NotThere, Project
from pullquote.store.errors import NameTaken, WriteProblem
from pullquote.store.journal.history import without_undone


@pytest.fixture
def bo(project: Project) -> int:
    with project.operation("Add annotator", 0) as writer:
        return writer.add_annotator("Bo").id


def test_an_assignment_is_read_as_it_was_written(project, anna, document):
    with project.operation("Assign", anna) as writer:
        made = writer.add_assignment(
            document, anna, "overlap", position=3, suggestions=False, batch="June"
        )
    assert project.assignments() == [made]
    assert (made.role, made.position, made.suggestions, made.batch) == ("overlap", 3, False, "June")
    assert project.check() == []


def test_a_document_is_assigned_to_somebody_once(project, anna, document):
    with project.operation("Assign", anna) as writer:
        writer.add_assignment(document, anna)
        with pytest.raises(WriteProblem):
            writer.add_assignment(document, anna, "training")


def test_nothing_is_assigned_that_is_not_there(project, anna, document):
    with project.operation("Assign", anna) as writer:
        with pytest.raises(NotThere):
            writer.add_assignment(99, anna)
        with pytest.raises(NotThere):
            writer.add_assignment(document, 99)
        with pytest.raises(WriteProblem):
            writer.add_assignment(document, anna, "boss")
        for verb in (writer.remove_assignment, writer.change_assignment):
            with pytest.raises(NotThere):
                verb(99)
        with pytest.raises(NotThere):
            writer.add_handout(99, [], schema_sha256="0")


def test_assignments_come_by_annotator_and_position(project, anna, bo, add):
    first, second = add(), add(name="b.txt")
    with project.operation("Assign", anna) as writer:
        writer.add_assignment(first, bo, position=2)
        writer.add_assignment(second, bo, position=1)
        writer.add_assignment(first, anna, position=5)
    said = [(a.annotator, a.document) for a in project.assignments()]
    assert said == [(anna, first), (bo, second), (bo, first)]
    assert [a.document for a in project.assignments(annotator=bo)] == [second, first]
    assert [a.annotator for a in project.assignments(document=second)] == [bo]


def test_what_is_assigned_can_be_changed_and_undone(project, anna, document):
    with project.operation("Assign", anna) as writer:
        made = writer.add_assignment(document, anna)
    before = project.dump()
    with project.operation("Change", anna) as writer:
        assert writer.change_assignment(made.id, position=7, suggestions=False).position == 7
    assert not project.assignments()[0].suggestions
    with project.operation("Remove", anna) as writer:
        writer.remove_assignment(made.id)
    assert project.assignments() == []
    project.undo(anna)
    project.undo(anna)
    assert project.dump() == before


def test_a_handout_is_noted(project, anna, document):
    handed = HandedDocument(project.document(document).uid, "0" * 64, "a-head")
    with project.operation("Hand out", anna) as writer:
        made = writer.add_handout(anna, [handed], schema_sha256="1" * 64)
    assert project.handouts() == [made]
    assert made.documents == (handed,)
    assert project.handout is None
    assert project.check() == []


def test_annotators_are_renamed(project, anna, bo):
    with project.operation("Rename", anna) as writer:
        writer.change_annotator(bo, name="Boris", pseudonym="B")
        with pytest.raises(NameTaken, match="The name anna is taken"):
            writer.change_annotator(bo, name="anna")
        with pytest.raises(NotThere):
            writer.change_annotator(99, name="Nobody")
    assert (project.annotator(bo).name, project.annotator(bo).pseudonym) == ("Boris", "B")


def test_an_annotator_without_work_is_removed_with_what_was_assigned(project, anna, bo, document):
    with project.operation("Assign", anna) as writer:
        writer.add_assignment(document, bo)
    before = project.dump()
    with project.operation("Remove annotator", anna) as writer:
        writer.remove_annotator(bo)
    assert [a.name for a in project.annotators()] == ["Anna"]
    assert project.assignments() == []
    project.undo(anna)
    assert project.dump() == before


def test_an_annotator_with_work_stays(project, anna, bo, document):
    with project.operation("Label", anna) as writer:
        writer.set_state(document, bo, "in_progress")
        with pytest.raises(WriteProblem, match="Bo cannot be removed: they have begun"):
            writer.remove_annotator(bo)
        with pytest.raises(WriteProblem, match="the history names them"):
            writer.remove_annotator(anna)
        with pytest.raises(NotThere):
            writer.remove_annotator(99)


# --- which operations changed somebody's work ---


def label(project: Project, annotator: int, document: int, start: int) -> int:
    with project.operation("Label", annotator) as writer:
        return writer.add_annotation(document, annotator, "quote", start, start + 1).id


def uids(project: Project) -> list[str]:
    return [entry.uid for entry in reversed(project.history())]


def test_work_is_that_of_one_annotator_in_one_document(project, anna, bo, add):
    here, there = add(), add(name="b.txt")
    label(project, anna, here, 0)
    label(project, bo, here, 0)
    label(project, anna, there, 3)
    with project.operation("Done", anna) as writer:
        writer.set_state(here, anna, "done")
        writer.change_document(here, title="Bridge")
    known = uids(project)
    work = project.work_operations(anna)
    assert [step.uid for step in work[here]] == [known[-4], known[-1]]
    assert [step.uid for step in work[there]] == [known[-2]]
    assert list(project.work_operations(bo)) == [here]


def test_a_change_of_a_label_counts_though_its_image_names_nobody(project, anna, document):
    made = label(project, anna, document, 0)
    with project.operation("Note", anna) as writer:
        writer.change_annotation(made, note="sure?")
    assert len(project.work_operations(anna)[document]) == 2


def test_an_undo_that_follows_its_operation_cancels_out(project, anna, document):
    def left() -> list[str]:
        return [step.uid for step in without_undone(project.work_operations(anna)[document])]

    label(project, anna, document, 0)
    label(project, anna, document, 3)
    first, second = uids(project)[-2:]
    assert left() == [first, second]
    project.undo(anna)
    assert left() == [first]
    project.redo(anna)
    assert left() == [first, second]
    older = next(entry.operation for entry in project.history() if entry.uid == first)
    project.undo_operation(older, anna)
    assert left() == [first, second, uids(project)[-1]]


# --- the documents list of an annotator ---


def test_documents_are_listed_as_they_were_assigned(project, anna, bo, add):
    first, second, third = add(), add(name="b.txt"), add(name="c.txt")
    with project.operation("Assign", anna) as writer:
        writer.add_assignment(third, anna, position=1)
        writer.add_assignment(first, anna, position=2)
        writer.add_assignment(second, bo, position=1)
    mine = DocumentQuery(annotator=anna, assigned=True)
    assert project.document_ids(mine) == [first, third]
    queue = replace(mine, order="position")
    assert project.document_ids(queue) == [third, first]
    assert project.document_ids(replace(queue, descending=True)) == [first, third]
    assert project.document_ids(replace(queue, assigned=False)) == [third, first, second]
    # Turned round, what is no part of the queue stays behind it.
    turned = replace(queue, assigned=False, descending=True)
    assert project.document_ids(turned) == [first, third, second]


def test_what_is_done_is_no_longer_before_somebody(project, anna, add):
    first, second, lesson = add(), add("Done.", name="b.txt"), add("A lesson.", name="c.txt")
    with project.operation("Assign", anna) as writer:
        for document, role in ((first, "label"), (second, "overlap"), (lesson, "training")):
            writer.add_assignment(document, anna, role)
        writer.set_state(first, anna, "in_progress")
    length = project.document(first).characters
    assert project.open_characters() == {anna: length + 5}
    with project.operation("Done", anna) as writer:
        writer.set_state(second, anna, "done")
    assert project.open_characters() == {anna: length}
