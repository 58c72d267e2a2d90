"""pullquote agreement: the table, JSON, files, and what it refuses."""

import json

import pytest
from click.testing import CliRunner

from pullquote.assets import RESOURCES
from pullquote.cli.main import command_line
from pullquote.model.values import NewDocument
from pullquote.store.project import Project

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
TEXT = "“We sail at noon,” said Ines Brandt. "


def call(*arguments):
    return CliRunner().invoke(command_line(), ["agreement", *map(str, arguments)])


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "news.pullquote"
    with Project.create(path, name="News", schema_toml=SCHEMA) as project:
        with project.operation("Fill", 0) as writer:
            people = [writer.add_annotator(name).id for name in ("Ada", "Bo", "Cy")]
            for number in range(3):
                document = writer.add_document(
                    NewDocument(text=f"{TEXT}{number}", name=f"{number}")
                )
                for person in people:
                    writer.add_annotation(document, person, "quote", 0, 18 - (person == people[2]))
                    writer.set_state(document, person, "done")
    return path


def test_every_figure_stands_with_its_interval_or_why_there_is_none(path):
    result = call(path)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "Annotators: Ada, Bo, Cy"
    assert lines[1].startswith("3 documents that at least two of them have done")
    assert lines[2] == "9 labels, 0 % began as a suggestion, 0 % were carried."
    exact = next(line for line in lines if "same words marked, exact" in line)
    assert exact.split()[-6:] == ["0.33", "0.33", "9", "labels,", "few", "documents"]
    assert "0.33 to 0.33" in exact
    assert any(line.endswith("undefined: nothing marked") for line in lines)
    assert "seed 20260101" in lines[-2]
    assert lines[-1] == "Not offered: gamma, Hubert’s kappa, MASI."
    for name in ("units, layer by layer", "SemEval-2013, strict", "same calendar value"):
        assert any(name in line for line in lines)


def test_shares_are_percent_and_few_documents_are_said(path):
    with Project.open(path) as project, project.operation("More", 0) as writer:
        for number in range(10):
            document = writer.add_document(
                NewDocument(text=f"{TEXT}{number} more", name=f"m{number}")
            )
            for person in (1, 2):
                writer.add_annotation(document, person, "quote", number > 6 and person == 1, 18)
                writer.set_state(document, person, "done")
    for people, share, few in (("Ada,Bo", "77 %", False), ("Bo,Cy", "0 %", True)):
        aspect = "start" if people == "Ada,Bo" else "end"
        lines = call(path, "--annotators", people).stdout.splitlines()
        line = next(line for line in lines if f"same {aspect}, %" in line)
        assert f" {share} " in line
        assert line.endswith(", few documents") == few
    values = {
        row["figure"]: row["value"]
        for row in json.loads(call(path, "--json", "--annotators", "Ada,Bo").stdout)["figures"]
    }
    assert values["boundaries.start"] == pytest.approx(10 / 13)


def test_json_has_figures_and_what_they_come_from(path):
    content = json.loads(call(path, "--json", "--annotators", "ada, BO").stdout)
    assert content["annotators"] == ["Ada", "Bo"]
    assert content["figures"][0]["value"] == 1.0
    assert len(content["pairs"]) == 3


def test_a_layer_is_chosen_by_its_id_or_name(path):
    for layer in ("quote", "Quote"):
        content = json.loads(call(path, "--json", "--layer", layer).stdout)
        assert {row["layer"] for row in content["labels"]} == {"quote"}
    content = json.loads(call(path, "--json", "--layer", "cue").stdout)
    assert content["labels"] == []
    assert content["figures"][0]["why"] == "undefined: nothing marked"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--layer", "verb"), "The project has no layer “verb”. Its layers are: quote, speaker,"),
        (
            ("--annotators", "Ada,Zed"),
            "Nobody in the project is called “Zed”. Annotators are: Ada,",
        ),
        (("--annotators", "Ada"), "Agreement needs two annotators or more, and “Ada” names one."),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(path, options, sentence):
    result = call(path, *options)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"pullquote: {sentence}")
    assert result.stdout == ""


def test_files_are_written_beside_nothing_else(path, tmp_path):
    for name in ("figures", "figures.json"):
        result = call(path, "-o", tmp_path / name)
        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr == f"Wrote the figures to {tmp_path / name}.\n"
    assert (tmp_path / "figures" / "figures.csv").exists()
    result = call(path, "-o", path)
    assert result.exit_code == 2
    assert "nothing was changed" in result.stderr


def test_a_project_without_people_says_so(tmp_path):
    path = tmp_path / "empty.pullquote"
    Project.create(path, name="Empty", schema_toml=SCHEMA).close()
    result = call(path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "Nothing can be compared: no document is done by at least two annotators"
        " (there are none yet).\n"
    )


def test_annotators_with_nothing_in_common_get_one_sentence(tmp_path):
    path = tmp_path / "apart.pullquote"
    with (
        Project.create(path, name="Apart", schema_toml=SCHEMA) as project,
        project.operation("Fill", 0) as writer,
    ):
        for name in ("Ada", "Bo"):
            document = writer.add_document(NewDocument(text=f"{TEXT}{name}", name=name))
            writer.set_state(document, writer.add_annotator(name).id, "done")
    result = call(path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "Nothing can be compared: no document is done by at least two annotators"
        " (Ada, Bo); 2 are done by one only.\n"
    )


def test_labels_are_split_by_how_they_began(path):
    both = [call(path, "--json", "--began", began) for began in ("any", "hand")]
    assert [result.exit_code for result in both] == [0, 0]
    assert json.loads(both[0].stdout)["figures"] == json.loads(both[1].stdout)["figures"]
    assert call(path, "--began", "suggestion").exit_code == 0


def test_a_tool_is_compared_where_it_is_named(path):
    with Project.open(path) as project, project.operation("Import", 0) as writer:
        for document in (1, 2):
            writer.add_foreign_suggestion(document, "Oracle 2", "quote", 0, 18)
    assert call(path).stdout.splitlines()[0] == "Annotators: Ada, Bo, Cy"
    result = call(path, "--annotators", "ada,oracle 2")
    lines = result.stdout.splitlines()
    assert lines[0] == "Annotators: Ada, Oracle 2"
    assert lines[1].startswith("2 documents that at least two of them have done; 1 is done by one")
