"""Guidelines are content of a project: one step to change, carried by hand-outs and exports."""

import pytest

from pullquote.errors import Problem
from pullquote.model.guidelines import GuidelinePlace, guidelines_of, write_guidelines
from pullquote.model.schema_file import SchemaError
from pullquote.store import Project
from pullquote.workflow.collect.collect import collect
from pullquote.workflow.export import export
from pullquote.workflow.guidelines import (
    change_guidelines,
    explained_schema,
    read_codebook,
    write_codebook,
)
from pullquote.workflow.import_.labels import import_jsonl

WORDS = {GuidelinePlace(): "Read it whole.", GuidelinePlace("quote"): "A new cue, a new *quote*."}


@pytest.fixture
def project(office, tmp_path):
    with office.make(tmp_path / "news.pullquote", "Mara") as made:
        yield made


@pytest.fixture
def mara(office, project, tmp_path):
    return office.give(project, tmp_path / "out", "Mara")[0]


def said(project: Project) -> dict[GuidelinePlace, str]:
    return {place: words for place, words in guidelines_of(project.schema).items() if words}


def test_a_change_is_one_step_that_can_be_undone(project):
    before, mara = project.schema_toml, project.annotators()[0].id
    assert change_guidelines(project, WORDS, mara)
    assert said(project) == WORDS
    assert not change_guidelines(project, WORDS, mara)
    assert project.undo_name(mara) == "Guidelines changed"
    project.undo(mara)
    assert (project.schema_toml, said(project)) == (before, {})
    project.redo(mara)
    assert said(project) == WORDS


def test_what_an_import_put_beside_the_schema_is_shown_and_moves_into_it(project):
    with project.operation("Import", 0) as writer:
        writer.set_project(guidelines_md="As it was.")
    assert explained_schema(project).guidelines == "As it was."
    change_guidelines(project, {GuidelinePlace(): "As it was.", **WORDS}, 0)
    assert (project.guidelines, said(project)) == ("", WORDS)


def test_a_hand_out_carries_them_and_collect_says_which_are_older(office, project, mara):
    office.label(mara, "Mara", ("0.txt", 0, 26))
    assert not collect(project, [mara], 0).files[0].older_guidelines
    change_guidelines(project, WORDS, 0)
    office.label(mara, "Mara", ("1.txt", 0, 26))
    report = collect(project, [mara], 0)
    assert report.files[0].older_guidelines
    assert not report.files[0].other_schema
    assert report.taken == 1
    assert said(project) == WORDS


def test_the_codebook_comes_back(project, tmp_path):
    change_guidelines(project, WORDS, 0)
    write_codebook(project, tmp_path / "news.toml")
    with Project.create(
        tmp_path / "o.pullquote", name="o", schema_toml=write_guidelines(project.schema_toml, {})
    ) as other:
        assert change_guidelines(other, read_codebook(other, tmp_path / "news.toml"), 0)
        assert other.schema_toml == project.schema_toml


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        (lambda toml: toml.replace('"cue"', '"verb"'), Problem, "has other labels"),
        (lambda _toml: "name = 3", SchemaError, "Line 1"),
        (None, Problem, "cannot be read"),
    ],
)
def test_a_codebook_of_other_labels_is_refused(project, tmp_path, change, error, says):
    if change is not None:
        (tmp_path / "b.toml").write_text(change(project.schema_toml), "utf-8")
    with pytest.raises(error, match=says):
        read_codebook(project, tmp_path / "b.toml")


def test_an_export_holds_them(project, tmp_path):
    change_guidelines(project, WORDS, 0)
    export(project, "jsonl", tmp_path / "all")
    with Project.create(
        tmp_path / "o.pullquote", name="o", schema_toml=write_guidelines(project.schema_toml, {})
    ) as other:
        import_jsonl(other, tmp_path / "all", 0)
        assert said(other) == WORDS
