"""What follows from the words of a label, when its edges move."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pullquote.assets import DEFAULT_SCHEMA
from pullquote.labelling import edits, label_dates
from pullquote.labelling.open_document import OpenDocument
from pullquote.labelling.session import CaretPlace, LabellingSession
from pullquote.model.values import NewDocument, Published
from pullquote.store import Project
from pullquote.text.spans import Span

TEXT = (
    "On Tuesday, 3 March 2026 the office spoke. Two days later the pilots answered 🚢.\n"
    "“We wait for the pilots and for nobody else,” Ada Lindqvist said, “so wait with us.\n"
)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[LabellingSession]:
    schema = DEFAULT_SCHEMA.read_text(encoding="utf-8")
    with Project.create(tmp_path / "p.pullquote", name="P", schema_toml=schema) as project:
        with project.operation("Begin", 0) as writer:
            actor = writer.add_annotator("Mara").id
            day = Published("2026-03-10", "field")
            document = writer.add_document(NewDocument(TEXT, "a.txt", published=day))
        doc = OpenDocument(project, actor, document)
        project.listen(doc.apply)
        yield LabellingSession(doc)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def made(session: LabellingSession, layer: str, words: str):
    found = session.doc.project.schema.layer(layer)
    session.press(found, CaretPlace(0, span(words)))
    label = session.doc.label(session.selected)
    session.select(None)
    return label


def move(session: LabellingSession, label, words: str):
    outcome = edits.set_extent(session.doc, session.doc.label(label.id), span(words))
    return session.doc.label(label.id).attributes, outcome.said


def test_the_value_of_a_date_follows_its_words(session) -> None:
    date = made(session, "date", "Tuesday")
    assert date.attributes["value"] != "2026-03-03"
    attributes, said = move(session, date, "3 March 2026")
    assert (attributes["value"], attributes["anchor"]) == ("2026-03-03", "none")
    assert "2026-03-03" in said
    operations = session.doc.project.history()
    assert operations[0].title == "Date extent moved"
    session.doc.project.undo(session.doc.actor)
    assert session.doc.label(date.id).attributes == date.attributes


def test_a_value_that_was_set_by_hand_stays_and_is_to_be_checked(session) -> None:
    date = made(session, "date", "Tuesday")
    label_dates.set_date_value(session.doc, date, "2026-01-01")
    attributes, said = move(session, date, "3 March 2026")
    assert (attributes["value"], attributes["anchor"]) == ("2026-01-01", "to_check")
    assert "check" in said


def test_dates_that_are_counted_from_it_follow(session) -> None:
    first = made(session, "date", "Tuesday, 3 March 2026")
    second = made(session, "date", "Two days later")
    assert second.attributes["value"] == "2026-03-05"
    label_dates.set_date_value(session.doc, session.doc.label(first.id), "2026-03-20")
    assert session.doc.label(second.id).attributes["value"] == "2026-03-22"


def test_the_kind_of_a_quote_follows_its_words(session) -> None:
    quote = made(session, "quote", "“We wait for the pilots and for nobody else,”")
    assert quote.attributes["kind"] == "direct"
    attributes, said = move(session, quote, "“We wait")
    assert (attributes["kind"], attributes["status"]) == ("partial", "unclosed")
    assert "partial" in said
    attributes, _said = move(session, quote, "wait for the pilots")
    assert attributes["kind"] == "indirect"


def test_a_kind_that_a_person_chose_stays(session) -> None:
    quote = made(session, "quote", "“We wait for the pilots and for nobody else,”")
    edits.set_attributes(session.doc, quote, {"kind": "indirect"})
    attributes, said = move(session, quote, "“We wait")
    assert (attributes["kind"], attributes["status"]) == ("indirect", "unclosed")
    assert "check" in said
