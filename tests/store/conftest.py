"""A project on the disk, with one annotator."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pullquote.assets import RESOURCES
from pullquote.model.values import NewDocument
from pullquote.store import Project

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
TEXT = "“The bridge stays closed,” said Marta Oduya on Monday. Nobody asked her why. 🚧"

NewProject = Callable[..., Project]
AddDocument = Callable[..., int]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.pullquote"


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    with Project.create(path, name="News", schema_toml=SCHEMA) as made:
        with made.operation("Add annotator", 0) as writer:
            writer.add_annotator("Anna")
        yield made


@pytest.fixture
def anna(project: Project) -> int:
    return project.annotators()[0].id


@pytest.fixture
def add(project: Project, anna: int) -> AddDocument:
    """Add a document with this text, in an operation of its own."""

    def add_document(text: str = TEXT, **fields: object) -> int:
        with project.operation("Add document", anna) as writer:
            return writer.add_document(NewDocument(**{"text": text, "name": "a.txt", **fields}))

    return add_document


@pytest.fixture
def document(add: AddDocument) -> int:
    return add()
