"""Versions are named and gone back to by the command line."""

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
    """A project with a label, and a document, since the version that is called Empty."""
    path = tmp_path / "news.pullquote"
    with Project.create(path, name="news", schema_toml=SCHEMA) as project:
        with project.operation("Add annotator", 0) as writer:
            anna = writer.add_annotator("Anna").id
        with project.operation("Import", anna) as writer:
            writer.add_document(NewDocument(text="“Aye,” said Oduya. 🚧", name="a.txt"))
    assert run(path, "--add", "Empty").stdout == "This version is named “Empty”.\n"
    with Project.open(path) as project, project.operation("Label a quote", anna) as writer:
        writer.add_annotation(1, anna, "quote", 0, 6)
        writer.add_document(NewDocument(text="Nobody said more.", name="b.txt"))
    return path


def run(*arguments: object):
    return CliRunner().invoke(command_line(), ["versions", *map(str, arguments)])


def test_versions_are_listed_and_looked_at(path):
    (line,) = run(path).stdout.splitlines()
    assert line.endswith("  Anna  Empty")
    looked = run(path, "Empty")
    assert looked.stdout == "annotation: 1 go\n"
    assert looked.stderr == "Documents imported since, which stay: 1.\n"


def test_going_back_says_what_it_did_and_can_be_undone(path):
    assert run(path, "Empty", "--go-back").stdout == "annotation: 1 go\nGone back to “Empty”.\n"
    with Project.open(path) as project:
        assert project.annotations(1) == []
        project.undo(1)
        assert len(project.annotations(1)) == 1
        project.redo(1)
    assert run(path, "Empty", "--go-back").stdout == "Nothing else was changed since.\n"
    assert run(path, "--add", "Now").exit_code == 0
    now = run(path, "Now", "--go-back")
    assert (now.stdout, now.stderr) == ("Nothing was changed since.\n", "Nothing differs.\n")


def test_what_is_not_there_is_refused(path, tmp_path):
    assert run(path, "--go-back").exit_code == 2
    assert "there are 4 (Empty)" in run(path, "Other").stderr
    with Project.create(tmp_path / "new.pullquote", name="new", schema_toml=SCHEMA):
        pass
    assert run(tmp_path / "new.pullquote").stderr == "No version is named.\n"
