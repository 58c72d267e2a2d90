"""A project whose documents are handed out, and what annotators do in their files."""

from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from pullquote.assets import RESOURCES
from pullquote.model.values import NewDocument
from pullquote.store import Project
from pullquote.store.writer import Writer
from pullquote.workflow.hand_out.operation import hand_out

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
TEXT = "“The bridge stays closed,” said Marta Oduya on Monday. Nobody asked her why. Story {}."


def make(path: Path, *names: str, documents: int = 3) -> Project:
    """A project with these annotators and documents "0.txt" and so on, and nobody's labels."""
    project = Project.create(path, name="News", schema_toml=SCHEMA)
    with project.operation("Begin", 0) as writer:
        for name in names:
            writer.add_annotator(name)
        for number in range(documents):
            writer.add_document(NewDocument(text=TEXT.format(number), name=f"{number}.txt"))
    return project


def annotator(project: Project, name: str) -> int:
    return next(a.id for a in project.annotators() if a.name == name)


def document(project: Project, name: str) -> int:
    rows = project.document_rows(list(dict(project.texts())), 0)
    return next(row.id for row in rows if row.name == name)


def give(project: Project, folder: Path, *names: str) -> list[Path]:
    """The hand-outs of all documents to these."""
    who = [annotator(project, name) for name in names]
    every = list(dict(project.texts()))
    return [made.path for made in hand_out(project, folder, who, 0, documents=every)]


def work(path: Path, name: str, act: Callable[[Project, Writer, int], None]) -> None:
    """`act` with the file, a writer and the annotator's id, as one operation."""
    with Project.open(path) as project:
        who = annotator(project, name)
        with project.operation("Work", who) as writer:
            act(project, writer, who)


def label(path: Path, name: str, *places: tuple[str, int, int], layer: str = "quote") -> None:
    """Put a label at each (document, start, end) and say that the documents are done."""

    def act(project: Project, writer: Writer, who: int) -> None:
        for number, start, end in places:
            writer.add_annotation(document(project, number), who, layer, start, end)
            writer.set_state(document(project, number), who, "done")

    work(path, name, act)


def labels(project: Project, name: str, number: str) -> Sequence[tuple[int, int]]:
    found = project.annotations(document(project, number), annotator(project, name))
    return [(a.start, a.end) for a in found]


@pytest.fixture
def office() -> SimpleNamespace:
    """These functions."""
    acts = (make, annotator, document, give, work, label, labels)
    return SimpleNamespace(**{act.__name__: act for act in acts})
