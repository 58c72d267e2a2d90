"""What is suggested for an open document, taken, turned down, and answered by own labels."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pullquote.assets import RESOURCES
from pullquote.labelling.open_document import OpenDocument
from pullquote.labelling.open_suggestions import OpenSuggestions
from pullquote.model.values import NewDocument, Published
from pullquote.store import Project
from pullquote.suggest.document import suggest_labels

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
DAY = "2026-04-22"
TEXT = (
    "🚢 “We wait,” said Ada Lind on Tuesday. “They decide.”\n"
    "Holt called the plan “a gift to the rich”."
)


@pytest.fixture
def left(tmp_path: Path) -> Iterator[OpenSuggestions]:
    project = Project.create(tmp_path / "p.pullquote", name="Ferries", schema_toml=SCHEMA)
    with project.operation("Annotator added", 0) as writer:
        actor = writer.add_annotator("Mara").id
        writer.add_speaker("Ada Lind")
    with project.operation("Import", actor) as writer:
        document = writer.add_document(
            NewDocument(TEXT, "a.txt", published=Published(DAY, "field"))
        )
    doc = OpenDocument(project, actor, document)
    found = OpenSuggestions(doc, suggest_labels(TEXT, DAY))

    def follow(change) -> None:
        found.follow(doc.apply(change), rejections="rejection" in change.tables)

    project.listen(follow)
    yield found
    project.close()


def heads(left: OpenSuggestions) -> list[str]:
    return [group.head.span.of(TEXT) for group in left.left]


def test_quotes_with_their_parts_and_dates_are_offered_in_order(left) -> None:
    assert heads(left) == ["“We wait,”", "Tuesday", "“They decide.”", "“a gift to the rich”"]
    assert [part.span.of(TEXT) for part in left.left[0].parts] == ["Ada Lind", "said"]
    assert [group.is_sure for group in left.left] == [True, False, True, False]


def test_one_operation_takes_a_suggestion_with_its_parts_and_one_undo_gives_it_back(left) -> None:
    project, actor = left.doc.project, left.doc.actor
    before = project.dump()
    assert left.take(left.left[:1]).done
    assert heads(left) == ["Tuesday", "“They decide.”", "“a gift to the rich”"]
    labels = {label.layer: label for label in left.doc.labels()}
    assert {label.origin for label in labels.values()} == {"suggestion"}
    assert (labels["quote"].rule, labels["quote"].attributes["kind"]) == ("said X", "direct")
    assert labels["speaker"].speaker == project.speakers()[0].id
    assert {relation.origin for relation in left.doc.relations()} == {"suggestion"}
    assert {r.kind for r in left.doc.relations()} == {"said_by", "cued_by"}
    assert project.undo_name(actor) == "Suggestion taken"
    project.undo(actor)
    assert project.dump() == before
    assert heads(left)[0] == "“We wait,”"


def test_a_part_of_two_suggestions_is_one_label(left) -> None:
    left.take([group for group in left.left if group.head.layer == "quote"])
    assert [label.span.of(TEXT) for label in left.doc.labels() if label.layer == "speaker"] == [
        "Ada Lind",
        "Holt",
    ]
    assert heads(left) == ["Tuesday"]


def test_what_is_turned_down_stays_away_with_what_hangs_on_nothing_else(left) -> None:
    project, actor = left.doc.project, left.doc.actor
    left.reject(left.left[0])
    assert heads(left)[0] == "Tuesday"
    # Speaker and cue are parts of the quotation that goes on, too.
    no = project.rejections(left.doc.id, left.doc.annotator)
    assert [(one.layer, one.span.of(TEXT)) for one in no] == [("quote", "“We wait,”")]
    again = OpenSuggestions(left.doc, suggest_labels(TEXT, DAY))
    assert heads(again) == heads(left)
    project.undo(actor)
    assert heads(left)[0] == "“We wait,”"


def test_an_own_label_over_most_of_a_suggestion_answers_it(left) -> None:
    doc = left.doc
    start = TEXT.index("We wait")
    with doc.project.operation("Label", doc.actor) as writer:
        made = writer.add_annotation(doc.id, doc.annotator, "quote", start, start + 7)
    assert "“We wait,”" not in heads(left)
    with doc.project.operation("Label", doc.actor) as writer:
        writer.change_annotation(made.id, layer="claim")
    assert "“We wait,”" in heads(left)


def test_what_another_tool_suggests_stands_in_the_place_of_ours(left) -> None:
    project, doc = left.doc.project, left.doc
    quote, name, decide = (TEXT.index(w) for w in ("“We wait,”", "Ada Lind", "They decide"))
    with project.operation("Import suggestions", doc.actor) as writer:
        tied = {"kind": "direct", "said_by": "2"}
        writer.add_foreign_suggestion(
            doc.id, "Parrot", "quote", quote, quote + 10,
            attributes=tied, external_id="1", confidence=0.95,
        )  # fmt: skip
        writer.add_foreign_suggestion(
            doc.id, "Parrot", "speaker", name, name + 8, external_id="2", speaker_name="Ada Lind"
        )
        writer.add_foreign_suggestion(doc.id, "Parrot", "claim", decide, decide + 11)
    fresh = OpenSuggestions(doc, suggest_labels(TEXT, DAY))
    assert heads(fresh)[:4] == ["“We wait,”", "Tuesday", "“They decide.”", "They decide"]
    first = fresh.left[0]
    assert (first.head.source, [part.layer for part in first.parts]) == ("Parrot", ["speaker"])
    fresh.take([first])
    labels = {label.layer: label for label in doc.labels()}
    assert (labels["quote"].rule, labels["quote"].confidence) == ("Parrot", 0.95)
    assert labels["quote"].attributes["kind"] == "direct"
    assert "said_by" not in labels["quote"].attributes
    assert labels["speaker"].speaker == project.speakers()[0].id
    assert [relation.kind for relation in doc.relations()] == ["said_by"]
