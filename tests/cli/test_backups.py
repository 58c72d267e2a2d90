"""Backups are listed, compared and restored by the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pullquote.assets import RESOURCES
from pullquote.cli.main import command_line
from pullquote.model.values import NewDocument
from pullquote.store import Project
from pullquote.workflow.hand_out.operation import hand_out

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")


@pytest.fixture
def path(tmp_path) -> Path:
    """A project with a label and a hand-out since its backup, which holds three operations."""
    path = tmp_path / "news.pullquote"
    with Project.create(path, name="news", schema_toml=SCHEMA) as project:
        with project.operation("Add annotator", 0) as writer:
            anna = writer.add_annotator("Anna").id
        with project.operation("Import", anna) as writer:
            writer.add_document(NewDocument(text="“Aye,” said Oduya. 🚧", name="a.txt"))
        project.back_up("import")
        with project.operation("Label a quote", anna) as writer:
            writer.add_annotation(1, anna, "quote", 0, 6)
        hand_out(project, tmp_path / "out", [anna], 0, documents=[1])
    return path


def run(*arguments: object):
    return CliRunner().invoke(command_line(), ["backups", *map(str, arguments)])


def test_backups_are_listed_by_the_operation_they_hold(path):
    (line,) = run(path).stdout.splitlines()
    number, _time, name, _size, file = line.strip().split("  ")
    assert (number, name, file) == ("3", "Import", "news 3 import.pullquote")


def test_a_backup_is_compared_with_the_project(path):
    said = run(path, 3).stdout
    assert "documents: 1, now 1\nlabels: 0, now 1\n" in said


def test_a_backup_is_restored_to_a_copy_and_what_it_does_not_know_is_said(path, tmp_path):
    to = tmp_path / "again.pullquote"
    restored = run(path, 3, "--restore", to)
    assert restored.exit_code == 0
    assert "Hand-outs made later, for Anna, are known there by their texts only." in restored.stderr
    with Project.open(to) as again, Project.open(path) as project:
        assert again.uid == project.uid
        assert not again.read_only
        assert again.content_counts().labels == 0
        assert again.check() == []
    assert run(path, 3, "--restore", to).exit_code == 2


def test_backups_of_a_project_that_is_damaged_or_gone_are_there(path, tmp_path):
    path.write_bytes(b"x" * 5000)
    assert len(run(path).stdout.splitlines()) == 1
    assert "labels: 0\n" in run(path, 3).stdout
    path.unlink()
    assert run(path, 3, "--restore", tmp_path / "again.pullquote").exit_code == 0


def test_what_is_not_there_is_refused(path, tmp_path):
    assert "there are 3" in run(path, 9).stderr
    assert run(path, "--restore", tmp_path / "x.pullquote").exit_code == 2
    assert run(tmp_path / "none.pullquote").exit_code == 2
    with Project.create(tmp_path / "new.pullquote", name="new", schema_toml=SCHEMA):
        pass
    assert run(tmp_path / "new.pullquote").stderr == "There is no backup yet.\n"


def test_a_damaged_backup_is_refused_and_listed_as_such(path, tmp_path):
    (backup,) = (tmp_path / "news.backups").iterdir()
    backup.write_bytes(backup.read_bytes()[:8192] + b"x" * 8192)
    assert run(path, backup.name, "--restore", tmp_path / "x.pullquote").exit_code == 2
    assert not (tmp_path / "x.pullquote").exists()
    backup.write_bytes(b"x" * 5000)
    assert "cannot be read" in run(path).stdout
