"""What was done is listed by the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pullquote.assets import RESOURCES
from pullquote.cli.main import command_line
from pullquote.model.values import NewDocument
from pullquote.store import Project

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")


@pytest.fixture
def path(tmp_path) -> Path:
    """Two documents, of which one has a label that was undone."""
    path = tmp_path / "news.pullquote"
    with Project.create(path, name="news", schema_toml=SCHEMA) as project:
        with project.operation("Add annotator", 0) as writer:
            anna = writer.add_annotator("Anna").id
        with project.operation("Import", anna) as writer:
            for name in ("a.txt", "b.txt"):
                writer.add_document(NewDocument(text="“Aye,” said Oduya. 🚧", name=name))
        with project.operation("Label a quote", anna) as writer:
            writer.add_annotation(2, anna, "quote", 0, 6)
        project.undo(anna)
        project.name_version("Before the second pass", anna)
    return path


def run(*arguments: object):
    return CliRunner().invoke(command_line(), ["history", *map(str, arguments)])


def test_operations_are_listed_the_last_first(path):
    said = run(path).stdout.splitlines()
    assert said[0].endswith("Anna  Mark: Before the second pass")
    assert "Anna  Undo: Label a quote" in said[1]
    assert said[2].endswith("in 1 document  undone")
    assert said[3].endswith("Anna  Import  2 changes in 2 documents")
    assert len(said) == 6


def test_one_document_has_its_own_history(path):
    assert len(run(path, "--document", "a.txt").stdout.splitlines()) == 1
    assert len(run(path, "--document", "2").stdout.splitlines()) == 3


def test_json_has_an_operation_a_line(path):
    found = [json.loads(line) for line in run(path, "--json").stdout.splitlines()]
    label = next(one for one in found if one["name"] == "Label a quote" and one["kind"] == "do")
    assert (label["undone"], label["actor"], label["documents"]) == (True, "Anna", [2])


def test_a_name_that_several_documents_have_is_refused_with_their_numbers(path):
    with Project.open(path) as project, project.operation("Import", 1) as writer:
        writer.add_document(NewDocument(text="Again.", name="b.txt"))
    refused = run(path, "--document", "b.txt")
    assert refused.exit_code == 2
    assert "2, 3" in refused.stderr
