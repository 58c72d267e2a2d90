"""A new project file, written whole from values."""

from pathlib import Path

import pytest

from pullquote.assets import RESOURCES
from pullquote.model.schema_file import SchemaError
from pullquote.model.values import NewDocument
from pullquote.store import Project
from pullquote.store.errors import CannotWrite, ProjectExists
from pullquote.store.file.create_from_values import ProjectDescription, fill_project
from pullquote.store.file.lock import unfinished_file

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
UIDS = {"uid": "a-project", "operation": "an-operation", "annotator": "an-annotator"}


def write(path: Path, *, replace: bool = False, schema: str = SCHEMA) -> None:
    with unfinished_file(path, replace=replace) as made:
        with fill_project(
            made, ProjectDescription(name="News", schema_toml=schema, **UIDS)
        ) as writer:
            writer.add_document(NewDocument(text="Words.", name="a.txt"))
        made.put_in_place()


def test_a_file_is_one_operation_that_cannot_be_undone(path):
    write(path)
    with Project.open(path) as project:
        [entry] = project.history()
        assert (entry.uid, entry.kind) == ("an-operation", "barrier")
        assert (project.uid, project.name) == ("a-project", "News")
        assert project.handout.handout == "an-operation"
        assert project.handout.name == ""
        assert project.check() == []


def test_an_older_file_is_replaced_if_it_may_be(path):
    path.write_text("mine")
    with pytest.raises(ProjectExists):
        write(path)
    assert path.read_text() == "mine"
    write(path, replace=True)
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    with Project.open(path) as project:
        assert project.check() == []


def test_a_fault_leaves_all_as_it_was(path):
    path.write_text("mine")
    with pytest.raises(SchemaError):
        write(path, replace=True, schema="nonsense")
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    assert path.read_text() == "mine"


def test_what_is_put_in_place_is_taken_back_if_the_rest_fails(path):
    path.write_text("mine")
    with pytest.raises(CannotWrite, match="cannot be written"):
        with unfinished_file(path, replace=True) as made:
            made.file.write_text("new")
            made.put_in_place()
            assert path.read_text() == "new"
            raise PermissionError(13, "no")
    assert path.read_text() == "mine"
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_file_that_is_not_there_cannot_be_put_in_place(path):
    with pytest.raises(CannotWrite):
        with unfinished_file(path) as made:
            made.put_in_place()
    assert list(path.parent.iterdir()) == []
