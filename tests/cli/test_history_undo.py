"""Operations are taken back by the command line."""

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
    path = tmp_path / "news.pullquote"
    with Project.create(path, name="news", schema_toml=SCHEMA) as project:
        with project.operation("Add annotator", 0) as writer:
            anna = writer.add_annotator("Anna").id
        with project.operation("Import", anna) as writer:
            writer.add_document(NewDocument(text="“Aye,” said Oduya. 🚧", name="a.txt"))
        with project.operation("Label a quote", anna) as writer:
            writer.add_annotation(1, anna, "quote", 0, 6)
    return path


def add_bo(path: Path) -> None:
    with Project.open(path) as project, project.operation("Add annotator", 0) as writer:
        writer.add_annotator("Bo")


def run(*arguments: object):
    return CliRunner().invoke(command_line(), ["undo", *map(str, arguments)])


def test_the_only_person_needs_no_name(path):
    assert run(path).stdout == "Undone: Label a quote.\n"
    with Project.open(path) as project:
        assert project.annotations(1) == []


def test_what_could_be_undone_is_listed_and_left(path):
    before = path.read_bytes()
    said = run(path, "--list").stdout.splitlines()
    assert [line.split("  ")[-2] for line in said] == ["Label a quote", "Import"]
    assert path.read_bytes() == before


def test_of_several_persons_one_must_be_named(path):
    add_bo(path)
    refused = run(path)
    assert refused.exit_code == 2
    assert "--as; the annotators are: Anna, Bo" in refused.stderr
    assert run(path, "--as", "Cleo").exit_code == 2
    assert run(path, "--as", "bo").stderr == "pullquote: There is nothing to undo.\n"
    assert run(path, "--as", "bo", "--list").stderr == "There is nothing of Bo to undo.\n"
    assert run(path, "--as", "anna").stdout == "Undone: Label a quote.\n"


def test_an_operation_of_anybody_is_taken_back_by_its_number(path):
    add_bo(path)
    with Project.open(path, read_only=True) as project:
        number = next(e.operation for e in project.history() if e.name == "Label a quote")
    assert run(path, "--as", "Bo", "--operation", number).stdout == "Undone: Label a quote.\n"
    assert run(path, "--as", "Bo", "--operation", number).exit_code == 2


def test_an_operation_that_brought_its_people_is_taken_back_by_its_number(tmp_path):
    path = tmp_path / "news.pullquote"
    with Project.create(path, name="news", schema_toml=SCHEMA) as project:
        with project.operation("Import", 0) as writer:
            writer.add_document(NewDocument(text="“Aye,” said Oduya.", name="a.txt"))
            for name in ("Anna", "Bo"):
                writer.add_annotation(1, writer.add_annotator(name).id, "quote", 0, 6)
        number = project.history()[0].operation
    assert run(path, "--operation", 99).stderr == (
        "pullquote: There is no operation 99; see pullquote history.\n"
    )
    assert run(path, "--operation", number).stdout == "Undone: Import.\n"
    with Project.open(path) as project:
        assert not project.named_documents()
        assert project.annotators() == []
    assert run(path).stderr == "pullquote: There is nothing to undo.\n"


def test_what_the_program_did_is_undone_where_nobody_else_is_there(tmp_path):
    path = tmp_path / "news.pullquote"
    with Project.create(path, name="news", schema_toml=SCHEMA) as project:
        with project.operation("Import", 0) as writer:
            writer.add_document(NewDocument(text="“Aye,” said Oduya.", name="a.txt"))
    assert run(path).stdout == "Undone: Import.\n"
