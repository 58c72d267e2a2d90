"""Labels carried over a corpus of invented stories: offered, carried, and taken back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pullquote.assets import RESOURCES
from pullquote.model.values import Annotation, NewDocument, Published
from pullquote.store import Project
from pullquote.workflow.carry import (
    CarryChanged,
    CarryOff,
    CarryOffers,
    carry,
    carry_everything,
    carry_offers,
    take_over_offers,
)
from pullquote.workflow.find_duplicates import refresh_duplicates

STORY = (
    "Ships wait in {town}.\n"
    "“We wait for the pilots until the tide turns and the fog is gone,” harbour master Ada "
    "Lindqvist told reporters on Tuesday 🚢 in the old hall.\n"
    "The crews of {ships} ships had carried all of their crates past the yards by then."
)
QUOTE = "“We wait for the pilots until the tide turns and the fog is gone,”"


class Corpus:
    """A project with one story in several papers, and Mara, who labelled it in the first."""

    def __init__(self, project: Project, texts: list[str]) -> None:
        self.project = project
        with project.operation("People", 0) as writer:
            self.mara = writer.add_annotator("Mara").id
            self.jon = writer.add_annotator("Jon").id
            self.ada = writer.add_speaker("Ada Lindqvist").id
            for number, text in enumerate(texts):
                day = Published("2026-04-23", "field")
                new = NewDocument(text, f"{number}.txt", f"Story {number}", "Post", published=day,
                                  raw_sha256=f"{number}", origin=f"{number}.txt")  # fmt: skip
                writer.add_document(new)
        refresh_duplicates(project)

    def label(self, words: str = QUOTE, document: int = 1) -> Annotation:
        """A quote with its speaker and cue."""
        text, writing = self.project.text(document), self.project.operation("Label", self.mara)
        with writing as writer:

            def add(layer: str, words: str, speaker: int | None = None) -> Annotation:
                start = text.index(words)
                return writer.add_annotation(document, self.mara, layer, start, start + len(words),
                                             speaker=speaker)  # fmt: skip

            quote = add("quote", words)
            writer.add_relation("said_by", quote.id, add("speaker", "Ada Lindqvist", self.ada).id)
            writer.add_relation("cued_by", quote.id, add("cue", "told").id)
        return quote

    def offers(self, label: Annotation, **page: int) -> CarryOffers:
        return carry_offers(self.project, self.mara, label.document, [label.id], **page)

    def words(self, document: int) -> dict[str, str]:
        text = self.project.text(document)
        return {a.layer: a.span.of(text) for a in self.project.annotations(document, self.mara)}


@pytest.fixture
def make(tmp_path: Path):
    made: list[Project] = []

    def build(*texts: str) -> Corpus:
        schema = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
        project = Project.create(tmp_path / "p.pullquote", name="P", schema_toml=schema)
        made.append(project)
        return Corpus(project, list(texts))

    yield build
    for project in made:
        project.close()


Make = Callable[..., Corpus]
FIRST = STORY.format(town="Orvel", ships="two")
NEAR = STORY.format(town="Vestra", ships="two").replace("fog is gone", "thick fog is gone")
OTHER = STORY.format(town="Ilmen", ships="two").replace("We wait", "We never wait")


def test_a_label_comes_to_every_copy_with_its_parts_in_one_operation(make: Make) -> None:
    corpus = make(FIRST, FIRST, NEAR, OTHER)
    label = corpus.label()
    found = corpus.offers(label)
    assert [offer.document for offer in found.offers] == [2, 3, 4]
    assert [bool(offer.sure) for offer in found.offers] == [True, True, False]
    assert found.offers[2].groups[0].doubts == ("negation",)
    before = corpus.project.dump()
    report = carry(
        corpus.project, corpus.mara, [(o.document, g) for o in found.offers for g in o.sure]
    )
    assert report == (6, 2, 2, 0)
    assert corpus.words(3) == {
        "quote": QUOTE.replace("fog", "thick fog"), "speaker": "Ada Lindqvist", "cue": "told"
    }  # fmt: skip
    quote = corpus.project.annotations(2, corpus.mara)[0]
    assert (quote.origin, quote.carried_from, quote.confirmed_at) == ("carried", label.uid, None)
    relations = corpus.project.relations(2, corpus.mara)
    assert sorted(relation.kind for relation in relations) == ["cued_by", "said_by"]
    assert corpus.project.undo_name(corpus.mara) == "Quote carried to 2 copies"
    corpus.project.undo(corpus.mara)
    assert corpus.project.dump() == before


def test_words_that_stand_in_a_document_twice_are_labelled_twice_and_follow_twice(
    make: Make,
) -> None:
    body = STORY.partition("\n")[2].format(ships="three")
    corpus = make(f"Ships wait.\n{body}", f"Ships wait still.\n{body}\nNight fell.\n{body}")
    quote, project = corpus.label(), corpus.project

    def carry_all() -> None:
        found = corpus.offers(quote).offers
        carry(project, corpus.mara, [(o.document, g) for o in found for g in o.possible])

    carry_all()
    labels = [(a.layer, a.span.of(project.text(2))) for a in project.annotations(2, corpus.mara)]
    assert labels == [("quote", QUOTE), ("speaker", "Ada Lindqvist"), ("cue", "told")] * 2
    kinds = [relation.kind for relation in project.relations(2, corpus.mara)]
    assert sorted(kinds) == ["cued_by", "cued_by", "said_by", "said_by"]
    with project.operation("Shorten", corpus.mara) as writer:
        quote = writer.change_annotation(quote.id, end=quote.end - 2)
    carry_all()
    quotes = [a for a in project.annotations(2, corpus.mara) if a.layer == "quote"]
    assert [a.span.of(project.text(2)) for a in quotes] == [QUOTE[:-2]] * 2


def test_what_stands_there_is_offered_no_more(make: Make) -> None:
    corpus = make(FIRST, FIRST)
    label = corpus.label()
    (offer,) = corpus.offers(label).offers
    carry(corpus.project, corpus.mara, [(2, offer.groups[0])])
    (again,) = corpus.offers(label).offers
    assert (again.groups[0].bars, again.possible) == (("labelled",), ())
    report = carry(corpus.project, corpus.mara, [(2, offer.groups[0])])
    assert (report.labels, report.left) == (0, 1)


def test_another_quote_there_is_in_the_way(make: Make) -> None:
    corpus = make(FIRST, FIRST)
    label = corpus.label()
    with corpus.project.operation("Label", corpus.mara) as writer:
        start = FIRST.index("the pilots")
        writer.add_annotation(2, corpus.mara, "quote", start, start + 10)
    (offer,) = corpus.offers(label).offers
    assert (offer.groups[0].bars, offer.sure) == (("conflict",), ())


def test_documents_of_others_and_excluded_ones_are_left_alone(make: Make) -> None:
    corpus = make(FIRST, FIRST, FIRST, FIRST, FIRST)
    label = corpus.label()
    with corpus.project.operation("Plan", 0) as writer:
        writer.add_assignment(2, corpus.jon)
        writer.add_assignment(3, corpus.mara, suggestions=False)
        writer.change_document(4, excluded="no article")
        writer.set_state(5, corpus.mara, "done")
    found = {offer.document: offer for offer in corpus.offers(label).offers}
    assert [found[number].bars for number in (2, 3, 4)] == [
        ("assigned",), ("unaided",), ("excluded",)
    ]  # fmt: skip
    assert not found[2].possible
    assert (found[5].sure, len(found[5].possible)) == ((), 1)
    tried = [(number, found[number].groups[0]) for number in (2, 3, 4, 5)]
    assert carry(corpus.project, corpus.mara, tried)[2:] == (1, 3)
    state = corpus.project.state(5, corpus.mara)
    assert state is not None
    assert state.value == "done"


def test_where_the_plan_says_no_suggestions_nothing_is_offered(make: Make) -> None:
    corpus = make(FIRST, FIRST)
    label = corpus.label()
    with corpus.project.operation("Plan", 0) as writer:
        writer.add_assignment(1, corpus.mara, suggestions=False)
    with pytest.raises(CarryOff):
        corpus.offers(label)
    assert carry_everything(corpus.project, corpus.mara)[0].labels == 0


def test_labels_of_others_are_not_offered(make: Make) -> None:
    corpus = make(FIRST, FIRST)
    label = corpus.label()
    assert carry_offers(corpus.project, corpus.jon, 1, [label.id]).offers == ()


def test_a_label_or_a_copy_that_went_meanwhile(make: Make) -> None:
    corpus = make(FIRST, FIRST, FIRST)
    label = corpus.label()
    chosen = [(offer.document, offer.groups[0]) for offer in corpus.offers(label).offers]
    with corpus.project.operation("Remove", corpus.mara) as writer:
        writer.remove_document(2)
    assert carry(corpus.project, corpus.mara, chosen)[1:] == (1, 1, 1)
    with corpus.project.operation("Change", corpus.mara) as writer:
        writer.change_annotation(label.id, attributes={"kind": "partial"})
    with pytest.raises(CarryChanged):
        carry(corpus.project, corpus.mara, chosen)


def test_a_stretch_with_very_many_copies_is_offered_by_pages(make: Make) -> None:
    corpus = make(*[FIRST] * 120)
    label = corpus.label()
    found = corpus.offers(label)
    assert (found.total, len(found.offers)) == (119, 50)
    rest = corpus.offers(label, first=100)
    assert len(rest.offers) == 19
    assert not {o.document for o in rest.offers} & {o.document for o in found.offers}


def test_everything_sure_is_carried_and_doubts_are_counted(make: Make) -> None:
    corpus = make(FIRST, FIRST, NEAR, OTHER)
    corpus.label()
    exact, why = carry_everything(corpus.project, corpus.mara, only_exact=True, preview=True)
    assert (exact.labels, exact.places, dict(why)) == (3, 1, {"negation": 1, "words": 2})
    assert corpus.words(2) == {}
    assert carry_everything(corpus.project, corpus.mara)[0][:3] == (6, 2, 2)
    again, why = carry_everything(corpus.project, corpus.mara)
    assert (again.labels, dict(why)) == (0, {"labelled": 2, "negation": 1})


def test_a_later_change_is_offered_to_the_copies_that_nobody_touched(make: Make) -> None:
    corpus = make(FIRST, FIRST, FIRST)
    label = corpus.label()
    carry(corpus.project, corpus.mara, [(o.document, g) for o in corpus.offers(label).offers
                                        for g in o.sure])  # fmt: skip
    with corpus.project.operation("Change", corpus.mara) as writer:
        for copy in corpus.project.annotations(3, corpus.mara):
            writer.confirm_annotation(copy.id)
        start = label.start + len("“We wait ")
        changed = writer.change_annotation(label.id, start=start, attributes={"kind": "partial"})
        mention = corpus.project.annotations(1, corpus.mara)[1]
        other = writer.add_speaker("Ada Lindqvist of Orvel").id
        writer.change_annotation(mention.id, speaker=other)
    assert corpus.project.untouched_copies(label.uid) == 1
    found = {offer.document: offer for offer in corpus.offers(changed).offers}
    assert found[3].groups[0].bars == ("conflict",)
    (group,) = found[2].sure
    assert [one.follows for one in group.labels] == [True, True, False]
    report = carry(corpus.project, corpus.mara, [(2, group)])
    assert report[:2] == (2, 1)
    quote, speaker, _ = corpus.project.annotations(2, corpus.mara)
    assert corpus.words(2)["quote"] == QUOTE.removeprefix("“We wait ")
    assert (quote.attributes, quote.origin) == ({"kind": "partial"}, "carried")
    assert speaker.speaker == other
    assert corpus.offers(changed).offers[0].groups[0].bars == ("labelled",)


def test_a_part_that_was_added_later_comes_to_the_copies(make: Make) -> None:
    corpus = make(FIRST, FIRST)
    label = corpus.label()
    carry(corpus.project, corpus.mara, [(2, corpus.offers(label).offers[0].groups[0])])
    with corpus.project.operation("Date", corpus.mara) as writer:
        start = FIRST.index("Tuesday")
        date = writer.add_annotation(1, corpus.mara, "date", start, start + 7)
        writer.add_relation("dated_by", label.id, date.id, "utterance")
    (group,) = corpus.offers(label).offers[0].groups
    assert carry(corpus.project, corpus.mara, [(2, group)]).labels == 1
    assert "date" in corpus.words(2)
    kinds = [relation.kind for relation in corpus.project.relations(2, corpus.mara)]
    assert sorted(kinds) == ["cued_by", "dated_by", "said_by"]


def test_what_stands_in_copies_is_taken_over_once(make: Make) -> None:
    corpus = make(FIRST, FIRST, NEAR, "Nothing of the sort stands here, not a word of it 🚢.")
    corpus.label()
    corpus.label(document=2)
    with corpus.project.operation("Label", corpus.mara) as writer:
        start = FIRST.index("The crews of two ships")
        writer.add_annotation(2, corpus.mara, "quote", start, start + 22)
    found = take_over_offers(corpus.project, corpus.mara, 3)
    assert [offer.title for offer in found.offers] == ["Story 0", "Story 1"]
    assert [len(offer.groups) for offer in found.offers] == [1, 1]
    carry(corpus.project, corpus.mara, [(3, g) for o in found.offers for g in o.sure])
    layers = [a.layer for a in corpus.project.annotations(3, corpus.mara)]
    assert sorted(layers) == ["cue", "quote", "quote", "speaker"]
    assert take_over_offers(corpus.project, corpus.mara, 3).offers == ()
    assert take_over_offers(corpus.project, corpus.mara, 4).offers == ()
    with corpus.project.operation("Plan", 0) as writer:
        writer.add_assignment(3, corpus.mara, suggestions=False)
    with pytest.raises(CarryOff):
        take_over_offers(corpus.project, corpus.mara, 3)
