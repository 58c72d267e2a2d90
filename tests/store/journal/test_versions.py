"""Going back to a named version puts the content back, and is an operation as any other."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pullquote.model.values import NewDocument
from pullquote.store import Project
from pullquote.store.errors import VersionOutOfReach
from pullquote.store.values import VersionCounts, VersionPreview
from pullquote.workflow.collect.collect import collect
from pullquote.workflow.hand_out.operation import hand_out

MakePlayer = Callable[[int], Any]


def label(project: Project, document: int, who: int, start: int = 0, end: int = 26) -> int:
    with project.operation("Quote", who) as writer:
        return writer.add_annotation(document, who, "quote", start, end).id


def lines(project: Project) -> set[str]:
    return set(project.dump().decode().splitlines())


@settings(max_examples=40)
@given(seed=st.integers(0, 2**32), before=st.integers(0, 12), since=st.integers(0, 12))
def test_whatever_was_done_the_content_is_as_it_was(
    make_player: MakePlayer, seed: int, before: int, since: int
) -> None:
    player = make_player(seed)
    player.new_files = True
    for _ in range(before):
        player.play()
    was = lines(player.project)
    version = player.project.name_version("Here", player.anna)
    for _ in range(since):
        player.play()
    player.restart()
    project = player.project
    later, imported = project.dump(), lines(project) - was
    preview = project.preview_version(version)
    change = project.go_back(version, player.anna)
    assert (change is None) == (not preview.counts)
    assert was <= lines(project)
    assert all(line.startswith('["document"') for line in lines(project) - was)
    assert lines(project) - was <= imported
    assert not project.preview_version(version).counts
    assert player.problems() == []
    if change is not None:
        project.undo(player.anna)
    assert project.dump() == later


def test_going_back_is_one_named_operation(project: Project, document: int, anna: int) -> None:
    quote = label(project, document, anna)
    with project.operation("Title", anna) as writer:
        writer.change_document(document, title="As it was")
    was = project.dump()
    version = project.name_version("Before the review", anna)
    with project.operation("Edit", anna) as writer:
        writer.delete_annotation(quote)
        writer.add_annotation(document, anna, "cue", 27, 31)
        writer.change_document(document, title="Another")
        writer.add_speaker("Marta Oduya")
        writer.set_state(document, anna, "done")
    later = project.dump()
    assert project.preview_version(version) == VersionPreview(
        {
            "document": VersionCounts(0, 0, 1),
            "state": VersionCounts(0, 1, 0),
            "speaker": VersionCounts(0, 1, 0),
            "annotation": VersionCounts(1, 1, 0),
        },
        collected=0,
        imported=0,
        lost=0,
    )
    change = project.go_back(version, anna)
    assert (change.kind, change.name) == ("do", "Go back to “Before the review”")
    assert project.dump() == was
    project.undo(anna)
    assert project.dump() == later
    project.redo(anna)
    assert project.dump() == was


def test_nothing_that_differs_leaves_no_operation(
    project: Project, document: int, anna: int
) -> None:
    version = project.name_version("Now", anna)
    label(project, document, anna)
    project.undo(anna)
    entries = len(project.history())
    assert project.go_back(version, anna) is None
    assert len(project.history()) == entries


def test_labels_that_changed_places_go_back(project: Project, document: int, anna: int) -> None:
    one, two = label(project, document, anna), label(project, document, anna, 27, 31)
    was = project.dump()
    version = project.name_version("Two", anna)
    with project.operation("Swap", anna) as writer:
        writer.change_annotation(one, start=40, end=44)
        writer.change_annotation(two, start=0, end=26)
        writer.change_annotation(one, start=27, end=31)
    project.go_back(version, anna)
    assert project.dump() == was
    assert project.check() == []


def test_the_schema_and_the_guidelines_go_back(project: Project, document: int, anna: int) -> None:
    schema = project.schema_toml
    version = project.name_version("First schema", anna)
    with project.operation("Schema", anna) as writer:
        writer.set_project(schema_toml=schema + "\n# more\n", guidelines_md="Be brief.")
    project.go_back(version, anna)
    assert (project.schema_toml, project.guidelines) == (schema, "")


def test_documents_imported_since_stay_without_labels(
    project: Project, document: int, anna: int
) -> None:
    version = project.name_version("One document", anna)
    with project.operation("Import", anna) as writer:
        new = writer.add_document(NewDocument(text="Another text.", name="b.txt"))
        writer.add_annotation(new, anna, "quote", 0, 7)
    assert project.preview_version(version).imported == 1
    project.go_back(version, anna)
    assert project.text(new) == "Another text."
    assert project.annotations(new) == []


def test_a_removed_document_comes_back_unless_its_file_was_imported_anew(
    project: Project, anna: int
) -> None:
    file = NewDocument(text="A text.", name="a.txt", raw_sha256="f", origin="/a.txt")
    with project.operation("Import", anna) as writer:
        old = writer.add_document(file)
        writer.add_annotation(old, anna, "quote", 0, 6)
    was = project.dump()
    version = project.name_version("With it", anna)
    with project.operation("Remove", anna) as writer:
        writer.remove_document(old)
    project.go_back(version, anna)
    assert project.dump() == was
    project.undo(anna)
    with project.operation("Import", anna) as writer:
        new = writer.add_document(file)
    preview = project.preview_version(version)
    assert (preview.counts, preview.lost, preview.imported) == ({}, 1, 1)
    assert project.go_back(version, anna) is None
    assert project.document(new).name == "a.txt"


def test_what_was_collected_since_stays_with_the_speakers_it_names(
    project: Project, document: int, anna: int, tmp_path: Path
) -> None:
    with project.operation("Add annotator", 0) as writer:
        ben = writer.add_annotator("Ben").id
    version = project.name_version("Before the hand-out", anna)
    label(project, document, anna)
    (made,) = hand_out(project, tmp_path / "out", [ben], 0, documents=[document])
    with Project.open(made.path) as file:
        with file.operation("Work", file.annotators()[0].id) as writer:
            oduya = writer.add_speaker("Marta Oduya").id
            writer.add_alias(oduya, "she", None)
            who = file.annotators()[0].id
            writer.add_annotation(1, who, "speaker", 32, 43, speaker=oduya)
            writer.set_state(1, who, "done")
    collect(project, [made.path], 0)
    with project.operation("Here", anna) as writer:
        writer.add_speaker("Somebody else")
    work = project.annotations(document, ben), project.state(document, ben)
    preview = project.preview_version(version)
    assert preview.collected == 1
    assert {t: preview.counts[t] for t in ("annotation", "speaker")} == {
        "annotation": VersionCounts(0, 1, 0),
        "speaker": VersionCounts(0, 1, 0),
    }
    handouts = project.handouts()
    project.go_back(version, anna)
    assert (project.annotations(document, ben), project.state(document, ben)) == work
    assert [one.name for one in project.speakers()] == ["Marta Oduya"]
    assert project.annotations(document, anna) == []
    assert project.handouts() == handouts
    assert project.check() == []
    assert collect(project, [made.path], 0).files[0].same == 1


def test_only_what_was_named_can_be_gone_back_to(
    project: Project, document: int, anna: int
) -> None:
    quote = label(project, document, anna)
    version = project.name_version("A version", anna)
    beginning = project.history()[-1].operation
    for wrong in (999, quote, beginning):
        with pytest.raises(VersionOutOfReach, match="it is no named version"):
            project.preview_version(wrong)
    assert [one.operation for one in project.named_versions()] == [version]


def test_long_work_that_a_version_was_named_in_goes_back_to_that_moment(
    project: Project, document: int, anna: int
) -> None:
    with project.long_operation("Labels", anna) as long:
        with long.step() as writer:
            writer.add_annotation(document, anna, "quote", 0, 26)
        version = project.name_version("Half of it", anna)
        with long.step() as writer:
            writer.add_annotation(document, anna, "cue", 27, 31)
    project.go_back(version, anna)
    assert [one.layer for one in project.annotations(document)] == ["quote"]
