"""The labelling grammar: what each key does, on a real project file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pullquote.assets import RESOURCES
from pullquote.labelling import edits, label_dates, label_speakers
from pullquote.labelling.open_document import OpenDocument
from pullquote.labelling.session import CaretPlace, LabellingSession
from pullquote.model.values import NewDocument, Published
from pullquote.store import Project
from pullquote.text.spans import Span

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
TEXT = (
    "The harbour ministry said on Tuesday that no ferry will sail before 3 May.\n"
    "“We wait for the pilots,” ministry spokeswoman Ada Lindqvist told reporters.\n"
    "“They decide,” she added."
)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[LabellingSession]:
    project = Project.create(tmp_path / "p.pullquote", name="Ferries", schema_toml=SCHEMA)
    with project.operation("Annotator added", 0) as writer:
        actor = writer.add_annotator("Mara").id
    with project.operation("Import", actor) as writer:
        document = writer.add_document(
            NewDocument(TEXT, "a.txt", published=Published("2026-04-22", "field"))
        )
    doc = OpenDocument(project, actor, document)
    project.listen(doc.apply)
    yield LabellingSession(doc)
    project.close()


def press(session: LabellingSession, layer: str, where: str, *, words: bool = False):
    found = session.doc.project.schema.layer(layer)
    start = TEXT.index(where)
    chosen = Span(start, start + len(where)) if words else None
    return session.press(found, CaretPlace(start + 1, chosen))


def said(session: LabellingSession, layer: str) -> list[str]:
    return [a.span.of(TEXT) for a in session.doc.labels() if a.layer == layer]


def test_a_layer_key_takes_the_unit_at_the_caret_and_begins_the_document(session) -> None:
    assert press(session, "quote", "We wait").done
    assert said(session, "quote") == ["“We wait for the pilots,”"]
    state = session.doc.project.state(session.doc.id, session.doc.actor)
    assert state is not None
    assert state.value == "in_progress"


def test_enter_takes_the_speaker_and_the_cue_that_are_outlined(session) -> None:
    press(session, "quote", "We wait")
    assert [o.span.of(TEXT) for o in session.offers] == [
        "ministry spokeswoman Ada Lindqvist",
        "told",
    ]
    outcome = session.take_offers()
    assert (outcome.ask, outcome.said) == ("", "Speaker not known: S says who.")
    assert {r.kind for r in session.doc.relations()} == {"said_by", "cued_by"}
    assert session.offers == ()


def test_a_known_name_is_taken_at_once_and_a_pronoun_means_the_one_named_last(session) -> None:
    press(session, "quote", "We wait")
    session.take_offers()
    quote = session.doc.label(session.selected)
    label_speakers.set_new_speaker(session.doc, quote, "Ada Lindqvist")
    press_escape_twice(session)
    press(session, "quote", "They decide")
    assert session.take_offers().ask == ""
    mentions = [a for a in session.doc.labels() if a.layer == "speaker"]
    assert {a.speaker for a in mentions} == {session.doc.project.speakers()[0].id}


def test_all_by_hand_each_relates_itself_to_the_open_quote(session) -> None:
    press(session, "quote", "“We wait for the pilots,”", words=True)
    press(session, "speaker", "Ada Lindqvist", words=True)
    press(session, "cue", "told", words=True)
    quote = next(a for a in session.doc.labels() if a.layer == "quote")
    assert {(r.kind, r.head) for r in session.doc.relations()} == {
        ("said_by", quote.id),
        ("cued_by", quote.id),
    }


def test_words_chosen_in_the_middle_of_words_are_snapped(session) -> None:
    start = TEXT.index("pilots")
    session.press(
        session.doc.project.schema.layer("claim"), CaretPlace(0, Span(start + 2, start + 4))
    )
    assert said(session, "claim") == ["pilots"]


def test_a_dated_claim_has_value_anchor_and_role(session) -> None:
    press(session, "claim", "ferry")
    session.select(None)
    press(session, "date", "Tuesday")
    date = next(a for a in session.doc.labels() if a.layer == "date")
    assert date.attributes["value"] == "2026-04-21"
    assert date.attributes["anchor"] == "publication"
    assert [r.role for r in session.doc.relations() if r.kind == "dated_by"] == ["utterance"]


def test_a_date_without_a_publication_date_stays_open(session) -> None:
    label_dates.set_published(session.doc.project, session.doc.actor, session.doc.id, Published())
    press(session, "date", "3 May")
    date = next(a for a in session.doc.labels() if a.layer == "date")
    assert date.attributes["value"] == "XXXX-05-03"


def test_a_corrected_publication_date_asks_to_count_again(session) -> None:
    press(session, "date", "Tuesday")
    new = Published("2026-05-14", "typed")
    assert (
        label_dates.set_published(session.doc.project, session.doc.actor, session.doc.id, new) == 1
    )
    date = next(a for a in session.doc.labels() if a.layer == "date")
    assert date.attributes["anchor"] == "to_check"
    assert label_dates.resolve_again(session.doc.project, session.doc.actor, session.doc.id) == 1
    date = next(a for a in session.doc.labels() if a.layer == "date")
    assert date.attributes == {**date.attributes, "anchor": "publication", "value": "2026-05-12"}


def test_a_layer_key_on_a_selected_label_changes_its_layer(session) -> None:
    press(session, "quote", "We wait")
    session.take_offers()
    press(session, "not_quote", "We wait")
    label = session.doc.label(session.selected)
    assert label.layer == "not_quote"
    assert session.doc.relations() == []


def test_a_part_key_on_a_selected_quote_goes_to_its_field(session) -> None:
    press(session, "quote", "We wait")
    assert press(session, "speaker", "We wait").ask == "speaker"
    press(session, "cue", "We wait")
    assert said(session, "cue") == ["told"]
    assert [r.kind for r in session.doc.relations()] == ["cued_by"]


def test_the_same_label_twice_is_one_and_is_related_to_the_new_quote(session) -> None:
    press(session, "quote", "We wait")
    press(session, "speaker", "Ada Lindqvist", words=True)
    press(session, "quote", "“They decide,”", words=True)
    press(session, "speaker", "Ada Lindqvist", words=True)
    assert len([a for a in session.doc.labels() if a.layer == "speaker"]) == 1
    assert len(session.doc.relations()) == 2


@pytest.mark.parametrize(
    ("layer", "first", "second"),
    [("speaker", "Ada Lindqvist", "reporters"), ("cue", "told", "added")],
)
def test_a_second_part_takes_the_place_of_the_first_and_no_orphan_stays(
    session, layer: str, first: str, second: str
) -> None:
    press(session, "quote", "We wait")
    press(session, layer, first, words=True)
    operations = len(session.doc.project.history())
    press(session, layer, second, words=True)
    assert said(session, layer) == [second]
    assert len(session.doc.relations()) == 1
    assert len(session.doc.project.history()) == operations + 1
    session.doc.project.undo(session.doc.actor)
    assert said(session, layer) == [first]
    assert len(session.doc.relations()) == 1


def test_a_part_that_another_quote_has_too_stays_when_it_is_replaced(session) -> None:
    for quote in ("“We wait for the pilots,”", "“They decide,”"):
        press(session, "quote", quote, words=True)
        press(session, "speaker", "Ada Lindqvist", words=True)
    press(session, "speaker", "reporters", words=True)
    assert said(session, "speaker") == ["Ada Lindqvist", "reporters"]


def test_a_wrong_cue_is_another_verb_with_two_keys(session) -> None:
    press(session, "quote", "“They decide,”", words=True)
    press(session, "cue", "told", words=True)
    quote = session.opened
    session.select(quote)
    press(session, "cue", "They decide")
    press(session, "cue", "They decide")
    assert said(session, "cue") == ["added"]
    assert [(r.kind, r.head) for r in session.doc.relations()] == [("cued_by", quote)]


def test_a_label_that_is_selected_is_open_if_it_may_be(session) -> None:
    press(session, "quote", "We wait")
    quote = session.opened
    press_escape_twice(session)
    session.select(quote)
    assert session.opened == quote
    press(session, "cue", "told", words=True)
    assert [(r.kind, r.head) for r in session.doc.relations()] == [("cued_by", quote)]


def test_one_outlined_part_is_taken_alone(session) -> None:
    press(session, "quote", "We wait")
    session.take_offers("cue")
    assert [o.layer for o in session.offers] == ["speaker"]
    assert [r.kind for r in session.doc.relations()] == ["cued_by"]


def test_the_register_is_offered_whole_beside_who_is_set(session) -> None:
    project = session.doc.project
    with project.operation("Speakers", 0) as writer:
        ole, ada = writer.add_speaker("Ole Brandt").id, writer.add_speaker("Ada Lindqvist").id
    press(session, "quote", "We wait")
    session.take_offers()
    quote = session.doc.label(session.selected)
    found = label_speakers.speaker_candidates(session.doc, quote, "")
    assert [match.speaker for match in found] == [ada, ole]


def test_removing_a_quote_ends_its_relations_and_undo_brings_it_all_back(session) -> None:
    press(session, "quote", "We wait")
    session.take_offers()
    before = session.doc.project.dump()
    session.remove(session.selected or session.doc.labels()[0].id)
    assert session.doc.relations() == []
    session.doc.project.undo(session.doc.actor)
    assert session.doc.project.dump() == before


def test_escape_lets_go_of_the_selection_then_of_the_open_quote(session) -> None:
    press(session, "quote", "We wait")
    assert session.let_go()
    assert session.selected is None
    assert session.opened is not None
    assert session.let_go()
    assert not session.let_go()


def test_no_marks_no_quote_and_nothing_written(session) -> None:
    outcome = press(session, "quote", "ferry")
    assert not outcome.done
    assert "choose the words" in outcome.said
    assert session.doc.labels() == []


def test_kinds_turn_with_a_key(session) -> None:
    press(session, "quote", "We wait")
    quote = session.doc.label(session.selected)
    edits.next_value(session.doc, quote, "T")
    assert session.doc.label(quote.id).attributes["kind"] == "partial"


def test_an_extent_cannot_move_onto_a_label_that_stands(session) -> None:
    press(session, "speaker", "Ada", words=True)
    press(session, "speaker", "Ada Lindqvist", words=True)
    both = [a for a in session.doc.labels() if a.layer == "speaker"]
    outcome = edits.set_extent(session.doc, both[1], both[0].span)
    assert not outcome.done
    assert "already" in outcome.said


def test_nobody_named_is_known_and_not_the_same_as_not_set(session) -> None:
    press(session, "quote", "We wait")
    quote = session.doc.label(session.selected)
    label_speakers.set_nobody(session.doc, quote)
    assert session.doc.project.speakers()[0].kind == "unnamed"
    assert label_speakers.speaker_of(session.doc, quote) is not None


def test_relations_by_hand_go_whichever_way_the_schema_allows(session) -> None:
    press(session, "speaker", "Ada Lindqvist", words=True)
    press_escape_twice(session)
    press(session, "quote", "They decide")
    speaker = next(a for a in session.doc.labels() if a.layer == "speaker")
    quote = next(a for a in session.doc.labels() if a.layer == "quote")
    assert edits.relate_labels(session.doc, speaker, quote).done
    assert [(r.head, r.tail) for r in session.doc.relations()] == [(quote.id, speaker.id)]


def press_escape_twice(session: LabellingSession) -> None:
    session.let_go()
    session.let_go()


def test_a_name_nobody_has_is_proposed_without_its_title(session) -> None:
    press(session, "quote", "We wait")
    session.take_offers()
    quote = session.doc.label(session.selected)
    assert label_speakers.proposed_name(session.doc, quote) == "Ada Lindqvist"


def test_nothing_is_outlined_where_the_plan_says_so(session) -> None:
    project, actor, document = session.doc.project, session.doc.actor, session.doc.id
    with project.operation("Deal", 0) as writer:
        writer.add_assignment(document, actor, "overlap", suggestions=False)
    press(session, "quote", "We wait")
    assert session.offers == ()
    assert not session.take_offers().done
    project.undo(actor)
    with project.operation("Deal anew", 0) as writer:
        (given,) = project.assignments(actor)
        writer.change_assignment(given.id, suggestions=True)
    press(session, "quote", "We wait")
    assert len(session.offers) == 2
