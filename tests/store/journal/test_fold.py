"""Older operations are folded: smaller, still in the history, and undone no more."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pullquote.errors import Problem
from pullquote.model.values import NewDocument
from pullquote.store import NothingToUndo, Project, UndoBlocked
from pullquote.store.errors import NothingToFold, VersionOutOfReach
from pullquote.store.file.backups import backups
from pullquote.workflow.collect.collect import collect
from pullquote.workflow.hand_out.operation import hand_out

MakePlayer = Callable[[int], Any]


def label(project: Project, document: int, who: int, start: int = 0, end: int = 26) -> int:
    with project.operation("Quote", who) as writer:
        return writer.add_annotation(document, who, "quote", start, end).id


def labels(project: Project, document: int, who: int, count: int) -> list[int]:
    for start in range(count):
        label(project, document, who, start, start + 5)
    return [entry.operation for entry in project.history(limit=count)][::-1]


@settings(max_examples=25)
@given(
    seed=st.integers(0, 2**32),
    before=st.integers(0, 15),
    since=st.integers(0, 15),
    keep=st.integers(0, 20),
)
def test_what_is_done_after_it_is_undone_as_ever(
    make_player: MakePlayer, seed: int, before: int, since: int, keep: int
) -> None:
    player = make_player(seed)
    for _ in range(before):
        player.play()
    with suppress(NothingToFold):
        player.project.fold_history("Older", player.anna, keep)
    assert player.project.dump() == player.now
    player.undoable.clear()
    player.redoable.clear()
    first = player.now
    for _ in range(since):
        player.play()
    player.restart()
    while player.undoable:
        player.undo()
    assert player.project.dump() == first
    assert player.problems() == []


def test_the_last_operations_can_be_undone_and_older_ones_not(
    project: Project, document: int, anna: int
) -> None:
    made = labels(project, document, anna, 6)
    project.undo_operation(made[0], anna)
    preview = project.preview_fold(3)
    assert preview.operations == sum(many for _name, many in preview.names)
    assert preview.names[0] == ("Quote", 4)
    undone = project.history()[0].operation
    project.fold_history("Older", anna, 3)
    assert project.check() == []
    for operation in made[:4]:
        with pytest.raises(UndoBlocked, match=r"the journal does not go back so far|taken back"):
            project.undo_operation(operation, anna)
    with pytest.raises(UndoBlocked, match="the journal does not go back so far"):
        project.undo_operation(undone, anna)  # to do again what is folded
    for _ in range(2):
        project.undo(anna)
    with pytest.raises(NothingToUndo):
        project.undo(anna)
    assert len(project.annotations(document)) == 3
    assert project.check() == []


def test_the_history_reads_as_before(project: Project, document: int, anna: int) -> None:
    labels(project, document, anna, 5)
    uid = project.annotations(document)[0].uid
    with project.operation("Removed", anna) as writer:
        writer.delete_annotation(project.annotations(document)[0].id)

    def told() -> list[object]:
        everywhere = [entry for entry in project.history() if entry.kind != "barrier"]
        return [everywhere, project.history(document=document), project.history(annotation_uid=uid)]

    before = told()
    project.fold_history("Older", anna, 0)
    assert told() == before


def test_one_goes_back_to_what_was_folded_but_not_into_it(
    project: Project, document: int, anna: int
) -> None:
    early = project.name_version("Early", anna)
    labels(project, document, anna, 4)
    late = project.name_version("Late", anna)
    was = project.dump()
    folded = project.fold_history("Older", anna, 0)
    label(project, document, anna, 40, 44)
    assert [one.name for one in project.named_versions()] == ["Older", "Late"]
    with pytest.raises(VersionOutOfReach, match="the journal does not go back so far"):
        project.preview_version(early)
    for version in (late, folded):
        project.go_back(version, anna)
        assert project.dump() == was
        project.undo(anna)


def test_the_file_gets_smaller_and_what_was_is_in_a_backup(
    project: Project, path: Path, document: int, anna: int
) -> None:
    quote = label(project, document, anna)
    for number in range(200):
        with project.operation("Note", anna) as writer:
            writer.change_annotation(quote, note="a long note " * 20 + str(number))
    before = project.journal_size()
    project.fold_history("Older", anna, 10)
    after = project.journal_size()
    assert after.journal < before.journal / 2.5
    assert not after.is_large
    (kept,) = backups(path)
    with Project.open(kept.path) as backup:
        assert backup.dump() == project.dump()
        assert backup.journal_size().journal == before.journal


def test_too_little_or_unfinished_work_is_not_folded(
    project: Project, document: int, anna: int
) -> None:
    assert project.preview_fold().operations == 0
    with pytest.raises(NothingToFold):
        project.fold_history("Older", anna)
    with project.long_operation("Import", anna) as long:
        with long.step() as writer:
            writer.set_state(document, anna, "done")
        with pytest.raises(Problem, match="Something is being written"):
            project.fold_history("Older", anna, 0)


def test_a_later_change_of_what_is_folded_is_named(
    project: Project, document: int, anna: int
) -> None:
    quote = label(project, document, anna)
    project.fold_history("Older", anna, 0)
    for note in ("one", "two"):
        with project.operation("Note", anna) as writer:
            writer.change_annotation(quote, note=note)
    with pytest.raises(
        UndoBlocked, match=r"the quote from 0 to 26 in “a\.txt” was changed by “Note”"
    ):
        project.undo_operation(project.history()[1].operation, anna)


@pytest.mark.parametrize("fold", [False, True])
def test_files_come_back_into_a_folded_project_as_into_any(
    project: Project, document: int, anna: int, tmp_path: Path, fold: bool
) -> None:
    with project.operation("Add annotator", 0) as writer:
        ben = writer.add_annotator("Ben").id
        other = writer.add_document(NewDocument(text="“Aye,” said Oduya.", name="b.txt"))
    both = [document, other]
    (made,) = hand_out(project, tmp_path / "out", [ben], 0, documents=both)
    with project.operation("Here", anna) as writer:
        kept = writer.add_annotation(other, ben, "cue", 7, 11)
    if fold:
        project.fold_history("Older", anna, 0)
    with project.operation("Here", anna) as writer:
        writer.change_annotation(kept.id, note="changed after the fold")
    with Project.open(made.path) as file:
        who = file.annotators()[0].id
        with file.operation("Work", who) as writer:
            for row in (1, 2):
                writer.add_annotation(row, who, "quote", 0, 6)
    (report,) = collect(project, [made.path], 0).files
    assert (report.new, report.changed, report.same, len(report.conflicts)) == (1, 0, 0, 1)
    if fold:
        project.fold_history("All of it", anna, 0)
    (again,) = collect(project, [made.path], 0).files
    assert (again.new, again.same, len(again.conflicts)) == (0, 1, 1)
    assert project.check() == []
