from collections.abc import Iterator
from pathlib import Path

import pytest

from pullquote.assets import RESOURCES
from pullquote.labelling.label_dates import (
    counted_dates,
    date_attributes,
    set_date_value,
    set_published_of_many,
)
from pullquote.labelling.open_document import OpenDocument
from pullquote.model.values import NewDocument, Published
from pullquote.store import Project
from pullquote.text.spans import Span

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
TEXT = "🚢 They sailed on Tuesday and came back two days later; in 2020 nobody sailed on Monday."
WRONG, RIGHT = Published("2026-04-22", "header", "22 April"), Published("2026-05-14", "typed")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.pullquote", name="Ferries", schema_toml=SCHEMA) as project:
        yield project


@pytest.fixture
def actor(project: Project) -> int:
    with project.operation("Annotator added", 0) as writer:
        return writer.add_annotator("Mara").id


def add(project: Project, actor: int, name: str, published: Published = WRONG) -> int:
    """A document with a label on each of its dates, counted by the rule."""
    with project.operation("Import", actor) as writer:
        document = writer.add_document(NewDocument(f"{TEXT} {name}", name, published=published))
    for words in ("Tuesday", "two days later", "2020", "Monday"):
        start = TEXT.index(words)
        span = Span(start, start + len(words))
        labels = project.annotations(document, actor)
        attributes = date_attributes(TEXT, span, published.value, labels)
        with project.operation("Label", actor) as writer:
            writer.add_annotation(
                document, actor, "date", span.start, span.end, attributes=attributes
            )
    return document


def values(project: Project, document: int) -> list[tuple[str, str]]:
    attributes = [label.attributes for label in project.annotations(document)]
    return [(one["value"], one["anchor"]) for one in attributes]


def test_the_day_of_many_is_mended_and_their_dates_are_counted_anew(project, actor):
    documents = [add(project, actor, name) for name in ("a.txt", "b.txt")]
    right = add(project, actor, "c.txt", RIGHT)
    before = project.dump()
    assert values(project, documents[0]) == [
        ("2026-04-21", "publication"), ("2026-04-23", "date"), ("2020", "none"),
        ("2026-04-20", "publication"),
    ]  # fmt: skip
    assert set_published_of_many(project, actor, [*documents, right], RIGHT) == 2
    for document in documents:
        assert project.document(document).published == RIGHT
        assert values(project, document) == values(project, right)
    assert values(project, right)[:2] == [("2026-05-12", "publication"), ("2026-05-14", "date")]
    assert project.undo_name(actor) == "Publication date of 2 documents set"
    project.undo(actor)
    assert project.dump() == before
    assert set_published_of_many(project, actor, [right], RIGHT) == 0
    assert project.dump() == before


def test_a_day_that_is_cleared_leaves_its_dates_open(project, actor):
    document = add(project, actor, "a.txt")
    assert set_published_of_many(project, actor, [document], Published()) == 1
    assert project.document(document).published.value is None
    assert values(project, document)[0] == ("XXXX-WXX-2", "publication")
    assert set_published_of_many(project, actor, [document], RIGHT) == 1
    assert values(project, document)[0] == ("2026-05-12", "publication")


def test_dates_that_a_person_set_stay_and_are_to_be_checked(project, actor):
    document = add(project, actor, "a.txt")
    tuesday, _later, _year, monday = project.annotations(document)
    with project.operation("Change", actor) as writer:
        attributes = {**tuesday.attributes, "value": "2026-04-14"}
        writer.change_annotation(tuesday.id, attributes=attributes)
    doc = OpenDocument(project, actor, document)
    set_date_value(doc, monday, "2026-04-13")
    found = counted_dates(project, document)
    assert [label.id for label in found.otherwise] == [tuesday.id]
    assert found.day == "2026-04-22"
    set_published_of_many(project, actor, [document], RIGHT)
    assert values(project, document)[0] == ("2026-04-14", "to_check")
    assert values(project, document)[3] == ("2026-04-13", "none")
