"""Training: an annotator's labels beside the known answer."""

import pytest

from pullquote.assets import RESOURCES
from pullquote.model.values import NewDocument
from pullquote.store import Project
from pullquote.workflow.hand_out.content import known_answer_annotator
from pullquote.workflow.hand_out.operation import hand_out
from pullquote.workflow.hand_out.training import feedback

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
TEXT = "“The pier is closed,” said Ola Brandt on Monday. Her deputy would not say why."
QUOTE, NAME, DATE = (0, 21), (27, 37), (41, 47)


class School:
    """Ann learns on a document whose answer is a quote related to its speaker, and a date."""

    def __init__(self, project: Project, kind: str = "reference") -> None:
        self.project = project
        with project.operation("Set up", 0) as writer:
            self.ann = writer.add_annotator("Ann").id
            self.answer = writer.add_annotator("Answers", kind).id
            self.lesson = writer.add_document(NewDocument(TEXT, "lesson.txt"))
            self.ola = writer.add_speaker("Ola Brandt").id
            self.other = writer.add_speaker("Bo Strand").id
            writer.add_assignment(self.lesson, self.ann, "training")
        self.annotate(self.answer)

    def annotate(
        self, who: int, *, quote=QUOTE, date=DATE, speaker=None, related=True, more=()
    ) -> None:
        with self.project.operation("Label", who) as writer:
            said = writer.add_annotation(self.lesson, who, "quote", *quote)
            name = writer.add_annotation(
                self.lesson, who, "speaker", *NAME, speaker=speaker or self.ola
            )
            if date:
                writer.add_annotation(
                    self.lesson, who, "date", *date, attributes={"value": "2026-05-04"}
                )
            if related:
                writer.add_relation("said_by", said.id, name.id)
            for layer, start, end in more:
                writer.add_annotation(self.lesson, who, layer, start, end)
            writer.set_state(self.lesson, who, "done")

    def told(self):
        found = feedback(self.project, self.lesson, self.ann)
        counts = (found.places, found.same, found.missed, found.extra)
        return counts, [(one.kind, one.layer, one.own, one.answer) for one in found.deviations]


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "p.pullquote", name="p", schema_toml=SCHEMA) as project:
        yield project


@pytest.fixture
def school(project):
    return School(project)


def test_the_same_labels_have_nothing_to_tell(school):
    school.annotate(school.ann)
    assert school.told() == ((3, 3, 0, 0), [])


def test_what_is_missed_and_what_is_too_much_is_told(school):
    school.annotate(school.ann, date=None, more=[("claim", 49, 78)])
    assert school.told() == (
        (3, 2, 1, 1),
        [("missed", "date", "", "Date"), ("missed", "claim", "Claim", "")],
    )


def test_boundaries_are_told_in_words(school):
    school.annotate(school.ann, quote=(1, 20))
    [deviation] = feedback(school.project, school.lesson, school.ann).deviations
    assert (deviation.kind, deviation.own, deviation.answer) == (
        "boundary",
        "The pier is closed,",
        "“The pier is closed,”",
    )
    assert deviation.words == TEXT[deviation.span.start : deviation.span.end]


def test_another_speaker_is_told_once_and_by_name(school):
    school.annotate(school.ann, speaker=school.other)
    counts, deviations = school.told()
    assert counts[:2] == (3, 2)
    assert deviations == [("speaker", "speaker", "Bo Strand", "Ola Brandt")]


def test_a_quote_without_a_speaker_does_not_name_its_own_words(school):
    school.annotate(school.ann, related=False)
    _counts, deviations = school.told()
    assert ("speaker", "quote", "", "Ola Brandt") in deviations


def test_a_merged_speaker_is_the_same_one(school):
    school.annotate(school.ann, speaker=school.other)
    with school.project.operation("Merge", school.ann) as writer:
        writer.merge_speaker(school.other, school.ola)
    assert school.told() == ((3, 3, 0, 0), [])


def test_a_link_that_is_missing_is_told(school):
    school.annotate(school.ann, related=False)
    kinds = {kind: (own, answer) for kind, _layer, own, answer in school.told()[1]}
    assert kinds["link"] == ("", "Ola Brandt")


def test_attributes_and_dates_are_told_by_value(school):
    school.annotate(school.ann)
    with school.project.operation("Change", school.ann) as writer:
        for label in school.project.annotations(school.lesson, school.ann):
            if label.layer == "quote":
                writer.change_annotation(label.id, attributes={"kind": "indirect"})
            if label.layer == "date":
                writer.change_annotation(label.id, attributes={"value": "2026-05"})
    assert school.told()[1] == [
        ("attribute", "quote", "indirect", ""),
        ("date", "date", "2026-05", "2026-05-04"),
    ]


def test_there_is_no_feedback_before_done_nor_without_an_answer(school, project):
    assert feedback(project, school.lesson, school.ann) is None
    school.annotate(school.ann)
    with project.operation("Go on", school.ann) as writer:
        writer.set_state(school.lesson, school.ann, "in_progress")
    assert feedback(project, school.lesson, school.ann) is None
    assert feedback(project, school.lesson, school.answer) is None


def test_nothing_to_mark_is_an_answer_too(school, project):
    with project.operation("Empty", 0) as writer:
        empty = writer.add_document(NewDocument("Nothing was said.", "empty.txt"))
        writer.set_state(empty, school.answer, "done")
        writer.set_state(empty, school.ann, "done")
        other = writer.add_document(NewDocument("No answer.", "other.txt"))
    found = feedback(project, empty, school.ann)
    assert (found.places, found.extra, found.deviations) == (0, 0, ())
    assert known_answer_annotator(project, other) is None
    assert project.answered_documents() == [school.lesson, empty]


def test_a_reference_comes_before_the_adjudicated_version(school, project):
    with project.operation("Settle", 0) as writer:
        settled = writer.add_annotator("Settled", "adjudicated").id
        other = writer.add_document(NewDocument(TEXT, "other.txt"))
        writer.add_annotation(school.lesson, settled, "quote", 0, 5)
        writer.add_annotation(other, settled, "quote", 0, 5)
    assert known_answer_annotator(project, school.lesson).id == school.answer
    assert known_answer_annotator(project, other).id == settled


def test_a_hand_out_brings_the_answer_but_not_who_gave_it(tmp_path, project):
    school = School(project, "adjudicated")
    here = project.annotator(school.answer)
    theirs = [label.uid for label in project.annotations(school.lesson, school.answer)]
    [made] = hand_out(project, tmp_path / "out", [school.ann], school.ann)
    content = made.path.read_bytes()
    assert not any(uid.encode() in content for uid in (here.uid, here.name, *theirs))
    with Project.open(made.path) as given:
        own = given.handout.annotator
        ann = next(who.id for who in given.annotators() if who.uid == own)
        [lesson] = given.answered_documents()
        assert feedback(given, lesson, ann) is None
        with given.operation("Done", ann) as writer:
            writer.set_state(lesson, ann, "done")
        found = feedback(given, lesson, ann)
        assert (found.places, found.missed) == (3, 3)
        assert given.check() == []


def test_an_annotator_may_be_called_like_the_answer(tmp_path, project):
    school = School(project)
    with project.operation("Rename", 0) as writer:
        writer.change_annotator(school.ann, name="reference answer")
    [made] = hand_out(project, tmp_path / "out", [school.ann], school.ann)
    with Project.open(made.path) as given:
        assert len(given.annotators()) == 2
