"""What an annotator may be called, and read-only projects in words."""

import pickle
from pathlib import Path

import pytest

from pullquote.store import Project
from pullquote.store.content.people import LONGEST_NAME, fit_annotator_name
from pullquote.store.errors import ReadOnlyProject, WriteProblem


@pytest.mark.parametrize(
    "name", ["Mara\nLind", "Mara\x1b[2J", "Mara\u2028Lind", "x" * (LONGEST_NAME + 1)]
)
def test_a_name_of_no_use_is_refused_in_a_sentence(project: Project, anna: int, name: str) -> None:
    with project.operation("Name", anna) as writer:
        with pytest.raises(WriteProblem, match="one line of at most 100 characters"):
            writer.add_annotator(name)
        with pytest.raises(WriteProblem):
            writer.change_annotator(anna, name=name)
        assert writer.add_annotator("é" * LONGEST_NAME).name == "é" * LONGEST_NAME
    assert name not in [who.name for who in project.annotators()]


def test_a_name_from_elsewhere_is_made_to_fit() -> None:
    assert fit_annotator_name("Mara\r\nLind") == "Mara  Lind"
    assert fit_annotator_name("x" * LONGEST_NAME, " (2)") == "x" * 96 + " (2)"


def test_why_a_project_is_read_only_is_said_in_words() -> None:
    error = ReadOnlyProject(path=Path("news.pullquote"), why="file")
    assert str(error) == (
        "news.pullquote is open read-only (the file may not be written to);"
        " save a copy to label in it."
    )
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    assert "(locked by Bo)" in str(ReadOnlyProject(path=Path("news.pullquote"), why="locked by Bo"))
