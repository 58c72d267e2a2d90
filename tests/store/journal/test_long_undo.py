"""Undo and redo of many rows, in steps: others write between them, and any end is right."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pullquote.store import Change, Project, UndoBlocked
from pullquote.store.sql.database import companion_file

pytestmark = pytest.mark.usefixtures("small_steps")


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A document a step."""
    monkeypatch.setattr("pullquote.store.journal.long_undo._MANY", 0)
    monkeypatch.setattr("pullquote.store.journal.long_undo._AT_ONCE", 1)
    monkeypatch.setattr("pullquote.store.journal.long_undo._AT_ONCE_ALONE", 1)
    monkeypatch.setattr("pullquote.store.writer._LONGEST_SECONDS", 0)
    monkeypatch.setattr("pullquote.store.writer._LONGEST_ON_SLOW_DISKS", 0)


@pytest.fixture
def documents(add: Callable[..., int]) -> list[int]:
    return [add(f"The bridge stays closed, said Marta Oduya. {n}", name=f"{n}") for n in range(4)]


@pytest.fixture
def collected(project: Project, anna: int, documents: list[int]) -> int:
    """An operation that labels each document, with a new speaker."""
    with project.long_operation("Collect", anna) as long:
        for document in documents:
            with long.step() as writer:
                speaker = writer.add_speaker(f"Marta Oduya {document}").id
                quote = writer.add_annotation(document, anna, "quote", 0, 23)
                named = writer.add_annotation(document, anna, "speaker", 30, 41, speaker=speaker)
                writer.add_relation("said_by", quote.id, named.id)
                writer.change_annotation(quote.id, attributes={"kind": "direct"})
    assert long.operation is not None
    return long.operation


def _after_each_step(project: Project, act: Callable[[int], None]) -> None:
    """Call it with the number of the step of an undo."""
    steps: list[Change] = []

    def listen(change: Change) -> None:
        if change.kind == "undo":
            steps.append(change)
            act(len(steps))

    project.listen(listen)


def _labelled(project: Project, documents: list[int]) -> list[int]:
    return [len(project.annotations(document)) for document in documents]


def test_it_is_one_operation_that_can_be_redone(project, anna, documents, collected):
    after = project.dump()
    steps: list[int] = []
    _after_each_step(project, steps.append)
    change = project.undo(anna)
    assert len(steps) > len(documents)
    assert change.documents == set(documents)
    assert change.tables == {"annotation", "relation", "speaker"}
    assert _labelled(project, documents) == [0, 0, 0, 0]
    assert project.speakers() == []
    entry = project.history()[0]
    assert (entry.kind, entry.state, entry.details["done"]) == ("undo", "committed", 4)
    assert project.redo(anna).kind == "redo"
    assert project.dump() == after
    project.undo_operation(collected, anna)
    assert _labelled(project, documents) == [0, 0, 0, 0]
    assert project.check() == []


def test_content_is_as_before(project, anna, documents):
    before = project.dump()
    with project.operation("Label", anna) as writer:
        for document in documents:
            writer.add_annotation(document, anna, "cue", 0, 3)
    project.undo(anna)
    assert project.dump() == before


def test_what_changed_rows_that_were_there_is_undone_too(project, anna, documents, collected):
    before = project.dump()
    labels = [label for document in documents for label in project.annotations(document)]
    with project.operation("Change all", anna) as writer:
        for label in labels[1:]:
            writer.change_annotation(label.id, note="Look again")
        writer.delete_annotation(labels[0].id)
    project.undo(anna)
    assert project.dump() == before


def test_others_write_between_the_steps(project, anna, documents, collected):
    def label(step: int) -> None:
        if step == 1:
            with project.operation("Cue", anna) as writer:
                writer.add_annotation(documents[0], anna, "cue", 24, 28)

    _after_each_step(project, label)
    project.undo_operation(collected, anna)
    assert _labelled(project, documents) == [1, 0, 0, 0]
    assert project.check() == []


def test_documents_that_are_taken_together_keep_what_was_done_since(
    project, anna, documents, collected, monkeypatch
):
    steps: list[int] = []
    _after_each_step(project, steps.append)
    with project.operation("Cue", anna) as writer:
        writer.add_annotation(documents[1], anna, "cue", 24, 28)
    monkeypatch.setattr("pullquote.store.journal.long_undo._AT_ONCE_ALONE", 15)
    monkeypatch.setattr("pullquote.store.writer._AT_WORK_SECONDS", 0)
    after = project.dump()
    project.undo_operation(collected, anna)
    assert len(steps) == 3  # three documents, one, and the speakers
    assert _labelled(project, documents) == [0, 1, 0, 0]
    assert project.check() == []
    project.redo(anna)
    assert project.dump() == after


def test_what_stands_in_the_way_already_changes_nothing(project, anna, documents, collected):
    label = project.annotations(documents[0])[0]
    with project.operation("Doubt", anna) as writer:
        writer.change_annotation(label.id, note="Is it?")
    before = project.dump()
    with pytest.raises(UndoBlocked, match="was changed by “Doubt”"):
        project.undo_operation(collected, anna)
    assert project.dump() == before
    assert project.history()[0].name == "Doubt"


def test_what_comes_in_the_way_midway_has_all_put_back(project, anna, documents, collected):
    label = project.annotations(documents[0])[0]

    def doubt(step: int) -> None:
        if step == 2:
            with project.operation("Doubt", anna) as writer:
                writer.change_annotation(label.id, note="Is it?")

    _after_each_step(project, doubt)
    with pytest.raises(UndoBlocked, match="was changed by “Doubt”"):
        project.undo_operation(collected, anna)
    assert _labelled(project, documents) == [2, 2, 2, 2]
    assert [(e.kind, e.state) for e in project.history()[:3]] == [
        ("redo", "committed"),
        ("do", "committed"),
        ("undo", "interrupted"),
    ]
    assert not next(e for e in project.history() if e.operation == collected).undone
    assert project.check() == []


def test_a_speaker_that_is_used_meanwhile_has_all_put_back(project, anna, documents, collected):
    speaker = project.speakers()[0].id

    def use(step: int) -> None:
        if step == 1:
            with project.operation("Cue", anna) as writer:
                writer.add_annotation(documents[0], anna, "speaker", 4, 10, speaker=speaker)

    _after_each_step(project, use)
    with pytest.raises(UndoBlocked):
        project.undo_operation(collected, anna)
    assert _labelled(project, documents) == [3, 2, 2, 2]
    assert project.check() == []


@pytest.fixture
def cut_off(project: Project, anna: int, documents: list[int], collected: int, tmp_path: Path):
    """The file as it is if the program ends after the second step of the undo."""
    copy = tmp_path / "cut" / "news.pullquote"

    def keep(step: int) -> None:
        if step == 2:
            copy.parent.mkdir()
            for ending in ("", "-wal"):
                shutil.copy(companion_file(project.path, ending), companion_file(copy, ending))

    _after_each_step(project, keep)
    project.undo_operation(collected, anna)
    with Project.open(copy) as opened:
        yield opened


def test_what_is_cut_off_has_documents_whole_and_says_so(cut_off, documents):
    assert _labelled(cut_off, documents) == [2, 2, 0, 0]
    entry = cut_off.history()[0]
    assert (entry.kind, entry.title) == ("undo", "Collect, interrupted after 2 of 4")
    assert cut_off.check() == []


@pytest.mark.parametrize("by_key", [True, False])
def test_what_is_cut_off_can_be_gone_on_with(cut_off, project, anna, documents, collected, by_key):
    if by_key:
        cut_off.undo(anna)
    else:
        cut_off.undo_operation(collected, anna)
    assert _labelled(cut_off, documents) == [0, 0, 0, 0]
    assert cut_off.speakers() == []
    assert cut_off.check() == []
    assert cut_off.dump() == project.dump()


@pytest.mark.parametrize("by_key", [True, False])
def test_what_is_cut_off_can_be_taken_back(cut_off, project, anna, documents, by_key):
    if by_key:
        cut_off.redo(anna)
    else:
        cut_off.undo_operation(cut_off.history()[0].operation, anna)
    assert _labelled(cut_off, documents) == [2, 2, 2, 2]
    project.redo(anna)
    assert cut_off.dump() == project.dump()
    assert cut_off.check() == []


@pytest.fixture
def works(project: Project, anna: int, documents: list[int]) -> list[int]:
    """Two annotators, and an operation that labels each document for both."""
    with project.operation("Come", 0) as writer:
        who = [anna, writer.add_annotator("Bo").id]
    with project.long_operation("Collect", anna) as long:
        for document in documents:
            with long.step() as writer:
                for one in who:
                    quote = writer.add_annotation(document, one, "quote", 0, 23)
                    named = writer.add_annotation(document, one, "speaker", 30, 41)
                    writer.add_relation("said_by", quote.id, named.id)
                    writer.set_state(document, one, "done")
    return who


@pytest.fixture
def in_company(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pullquote.store.writer.LongWriter.has_company", property(lambda _: True))


def _works(project: Project, documents: list[int], who: list[int]) -> list[tuple[int, int, bool]]:
    """Of each work its labels, its relations, and whether there is a state."""
    return [
        (
            len(project.annotations(document, one)),
            len(project.relations(document, one)),
            project.state(document, one) is not None,
        )
        for document in documents
        for one in who
    ]


WHOLE, NONE = (2, 1, True), (0, 0, False)


@pytest.mark.usefixtures("in_company")
def test_beside_others_a_step_is_a_work_that_is_whole_or_as_it_was(project, anna, documents, works):
    found = []
    _after_each_step(project, lambda _: found.append(_works(project, documents, works)))
    before = project.dump()
    project.undo(anna)
    assert len(found) == len(documents) * len(works)
    assert {one for some in found for one in some} == {WHOLE, NONE}
    assert [some.count(NONE) for some in found] == list(range(1, len(found) + 1))
    assert project.history()[0].details["done"] == len(documents)
    project.redo(anna)
    assert project.dump() == before
    assert project.check() == []


@pytest.mark.usefixtures("in_company")
@pytest.mark.parametrize("steps", [1, 2, 3])
@pytest.mark.parametrize("back", [True, False])
def test_what_is_cut_off_between_works_is_gone_on_with_or_taken_back(
    project, anna, documents, works, tmp_path, steps, back
):
    copy = tmp_path / "cut" / "news.pullquote"

    def keep(step: int) -> None:
        if step == steps:
            copy.parent.mkdir()
            for ending in ("", "-wal"):
                shutil.copy(companion_file(project.path, ending), companion_file(copy, ending))

    before = project.dump()
    _after_each_step(project, keep)
    project.undo(anna)
    with Project.open(copy) as opened:
        now = _works(opened, documents, works)
        assert (now.count(NONE), now.count(WHOLE)) == (steps, len(now) - steps)
        assert opened.history()[0].title == f"Collect, interrupted after {steps // 2} of 4"
        assert opened.check() == []
        if back:
            opened.redo(anna)
            assert opened.dump() == before
        else:
            opened.undo(anna)
            assert opened.dump() == project.dump()
        assert opened.check() == []


@pytest.mark.usefixtures("in_company")
def test_a_label_that_comes_between_two_works_of_a_document_stays(project, anna, documents, works):
    def label(step: int) -> None:
        if step == 1:
            with project.operation("Cue", works[1]) as writer:
                for document in documents:
                    writer.add_annotation(document, anna, "cue", 24, 28)

    _after_each_step(project, label)
    project.undo(anna)
    assert _works(project, documents, [anna]) == [(1, 0, False)] * 4
    assert project.check() == []


@pytest.mark.usefixtures("in_company")
def test_a_label_changed_between_two_works_has_all_put_back(project, anna, documents, works):
    labels = [project.annotations(documents[0], one)[0].id for one in works]

    def doubt(step: int) -> None:
        there = {label.id for label in project.annotations(documents[0])}
        if step == len(documents) * 2 - 1:
            (left,) = there.intersection(labels)
            with project.operation("Doubt", works[1]) as writer:
                writer.change_annotation(left, note="Is it?")

    _after_each_step(project, doubt)
    with pytest.raises(UndoBlocked, match="was changed by “Doubt”"):
        project.undo(anna)
    assert _works(project, documents, works) == [WHOLE] * 8
    assert project.check() == []
