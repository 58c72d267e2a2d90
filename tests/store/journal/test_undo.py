"""Undo and redo are new operations, and bring back exactly what was there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pullquote.model.values import Published
from pullquote.store import NothingToRedo, NothingToUndo, Project, UndoBlocked

MakePlayer = Callable[[int], Any]


def label(project: Project, document: int, actor: int, start: int = 0, end: int = 26) -> int:
    with project.operation("Quote", actor) as writer:
        return writer.add_annotation(document, actor, "quote", start, end).id


def test_undo_and_redo_are_operations_with_names(
    project: Project, document: int, anna: int
) -> None:
    empty = project.dump()
    quote = label(project, document, anna)
    full = project.dump()
    assert (project.undo_name(anna), project.redo_name(anna)) == ("Quote", None)
    change = project.undo(anna)
    assert (change.kind, change.name, change.documents) == ("undo", "Quote", {document})
    assert [(row.table, row.row, row.what) for row in change.rows] == [
        ("annotation", quote, "delete")
    ]
    assert project.dump() == empty
    assert (project.undo_name(anna), project.redo_name(anna)) == ("Add document", "Quote")
    assert project.redo(anna).kind == "redo"
    assert project.dump() == full
    assert [entry.kind for entry in project.history()[:3]] == ["redo", "undo", "do"]


def test_undo_goes_on_after_a_restart(path: Path, project: Project, document: int) -> None:
    anna = project.annotators()[0].id
    before = project.dump()
    label(project, document, anna)
    after = project.dump()
    project.close()
    with Project.open(path) as again:
        assert again.dump() == after
        again.undo(anna)
        assert again.dump() == before
    with Project.open(path) as again:
        again.redo(anna)
        assert again.dump() == after
        assert again.check() == []


def test_nothing_to_undo_or_redo(project: Project, anna: int) -> None:
    with pytest.raises(NothingToUndo):
        project.undo(anna)
    with pytest.raises(NothingToRedo):
        project.redo(anna)


def test_each_actor_undoes_their_own(project: Project, document: int, anna: int) -> None:
    with project.operation("Add annotator", 0) as writer:
        ben = writer.add_annotator("Ben").id
    first = label(project, document, anna)
    second = label(project, document, ben)
    project.undo(anna)
    assert [a.id for a in project.annotations(document)] == [second]
    project.undo(ben)
    project.redo(anna)
    assert [a.id for a in project.annotations(document)] == [first]


def test_something_new_takes_redo_away(project: Project, document: int, anna: int) -> None:
    label(project, document, anna)
    project.undo(anna)
    label(project, document, anna, 5, 9)
    assert project.redo_name(anna) is None
    with pytest.raises(NothingToRedo):
        project.redo(anna)
    project.undo(anna)
    project.undo(anna)
    assert project.document_counts(anna).total == 0


def test_several_undos_are_redone_in_turn(project: Project, document: int, anna: int) -> None:
    dumps = [project.dump()]
    for start in range(5):
        label(project, document, anna, start, start + 5)
        dumps.append(project.dump())
    for dump in reversed(dumps[:-1]):
        project.undo(anna)
        assert project.dump() == dump
    for dump in dumps[1:]:
        project.redo(anna)
        assert project.dump() == dump


def test_an_older_operation_is_undone_alone(project: Project, document: int, anna: int) -> None:
    label(project, document, anna)
    operation = project.history()[0].operation
    second = label(project, document, anna, 5, 9)
    project.undo_operation(operation, anna)
    assert [a.id for a in project.annotations(document)] == [second]
    assert [entry.undone for entry in project.history()] == [
        False,
        False,
        True,
        False,
        False,
        False,
    ]
    with pytest.raises(UndoBlocked, match="taken back already"):
        project.undo_operation(operation, anna)
    assert project.undo_name(anna) == "Quote"
    # To take the undo back is to do it again.
    assert project.undo_operation(project.history()[0].operation, anna).kind == "redo"
    assert len(project.annotations(document)) == 2


def test_a_later_change_stands_in_the_way(project: Project, document: int, anna: int) -> None:
    quote = label(project, document, anna)
    operation = project.history()[0].operation
    with project.operation("Edit extent", anna) as writer:
        writer.change_annotation(quote, end=24)
    before = project.dump()
    with pytest.raises(UndoBlocked) as blocked:
        project.undo_operation(operation, anna)
    assert str(blocked.value) == (
        "“Quote” cannot be undone: the quote from 0 to 26 in “a.txt” was changed by “Edit extent”."
    )
    assert blocked.value.values["document"] == document
    assert project.dump() == before
    project.undo(anna)
    project.undo_operation(operation, anna)


def test_labels_of_others_are_not_swept_away(project: Project, document: int, anna: int) -> None:
    added = project.history()[0].operation
    label(project, document, anna)
    with pytest.raises(UndoBlocked, match=r"the quote from 0 to 26 in “a\.txt” was changed by"):
        project.undo_operation(added, anna)
    assert len(project.annotations(document)) == 1


def test_a_taken_place_stands_in_the_way(project: Project, document: int, anna: int) -> None:
    quote = label(project, document, anna)
    with project.operation("Delete", anna) as writer:
        writer.delete_annotation(quote)
    deleted = project.history()[0].operation
    label(project, document, anna)
    before = project.dump()
    with pytest.raises(UndoBlocked, match="another one stands in the place of the quote from 0"):
        project.undo_operation(deleted, anna)
    assert project.dump() == before


def test_a_speaker_in_use_stays(project: Project, document: int, anna: int) -> None:
    with project.operation("Add speaker", anna) as writer:
        speaker = writer.add_speaker("Marta Oduya").id
    added = project.history()[0].operation
    with project.operation("Speaker", anna) as writer:
        writer.add_annotation(document, anna, "speaker", 32, 43, speaker=speaker)
    before = project.dump()
    with pytest.raises(UndoBlocked, match=r"the speaker from 32 .* needs the speaker"):
        project.undo_operation(added, anna)
    assert project.dump() == before


def test_a_removed_document_comes_back_with_everything(
    project: Project, document: int, anna: int
) -> None:
    with project.operation("Labels", anna) as writer:
        speaker = writer.add_speaker("Marta Oduya").id
        quote = writer.add_annotation(document, anna, "quote", 0, 26, note="😀 note")
        mention = writer.add_annotation(
            document,
            anna,
            "speaker",
            32,
            43,
            confidence=0.123456,
            speaker=writer.add_speaker("M").id,
        )
        writer.add_relation("said_by", quote.id, mention.id)
        writer.set_state(document, anna, "skipped", "an error page")
        writer.reject(document, anna, "date", 47, 53, "2026-01-05")
        writer.add_alias(speaker, "she", document)
        writer.change_document(
            document, published=Published("2026-01-06", "typed"), metadata={"a": "“b”"}
        )
    before = project.dump()
    with project.operation("Remove document", anna) as writer:
        writer.remove_document(document)
    assert project.annotations(document) == []
    assert project.check() == []
    project.undo(anna)
    assert project.dump() == before
    assert project.check() == []
    project.redo(anna)
    assert project.document_counts(anna).total == 0


def test_ids_are_never_given_out_twice(project: Project, document: int, anna: int) -> None:
    first = label(project, document, anna)
    project.undo(anna)
    assert label(project, document, anna) > first


def test_a_version_is_no_wall_but_the_beginning_is(
    project: Project, document: int, anna: int
) -> None:
    version = project.name_version("before the review", anna)
    project.undo(anna)
    assert project.document_counts(anna).total == 0
    for operation in (version, project.history()[-1].operation):
        with pytest.raises(UndoBlocked, match="the journal does not go back so far"):
            project.undo_operation(operation, anna)


def test_two_thousand_random_operations_are_undone_and_redone(make_player: MakePlayer) -> None:
    player = make_player(7)
    first = player.now
    for _ in range(2000):
        player.play()
    last = player.now
    deeds = len(player.undoable)
    assert deeds > 100
    while player.undoable:
        player.undo()
    assert player.project.dump() == first
    for _ in range(deeds):
        player.redo()
    assert player.project.dump() == last
    assert player.problems() == []


@settings(max_examples=25)
@given(seed=st.integers(0, 2**32), steps=st.integers(1, 25))
def test_any_series_of_operations_undone_leaves_what_was_there(
    make_player: MakePlayer, seed: int, steps: int
) -> None:
    """Also after the project was closed and opened again."""
    player = make_player(seed)
    first = player.now
    for _ in range(steps):
        player.play()
    last, deeds = player.now, len(player.undoable)
    player.restart()
    while player.undoable:
        player.undo()
    assert player.project.dump() == first
    player.restart()
    for _ in range(deeds):
        player.redo()
    assert player.project.dump() == last
    assert player.problems() == []


def test_of_many_rows_the_one_in_the_way_is_named(
    project: Project, document: int, anna: int
) -> None:
    before = project.dump()
    with project.operation("Quotes", anna) as writer:
        made = [writer.add_annotation(document, anna, "quote", at, at + 2) for at in range(9)]
    with project.operation("Edit extent", anna) as writer:
        writer.change_annotation(made[4].id, end=9)
    changed = project.dump()
    with pytest.raises(UndoBlocked, match=r"the quote from 4 to 6 .* changed by “Edit extent”"):
        project.undo_operation(project.history()[1].operation, anna)
    assert project.dump() == changed
    project.undo(anna)
    project.undo(anna)
    assert project.dump() == before
    with project.operation("Quote", 0) as writer:
        writer.add_annotation(document, anna, "quote", 7, 9)
    with pytest.raises(UndoBlocked, match="another one stands in the place of the quote from 7"):
        project.redo(anna)
