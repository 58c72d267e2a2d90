"""Plans: dealt as one operation, near copies together, what stands is kept."""

import shutil
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from pullquote.assets import RESOURCES
from pullquote.model.values import NewDocument
from pullquote.store import DocumentQuery, NotThere, Project
from pullquote.store.errors import NameTaken, ReadOnlyProject
from pullquote.workflow.find_duplicates import is_current, refresh_duplicates
from pullquote.workflow.hand_out.operation import IsHandout, hand_out
from pullquote.workflow.plan import (
    NoKnownAnswer,
    NotForNobody,
    NotOneToDealTo,
    NotSoManyPeople,
    NotSuchAShare,
    PlanRequest,
    make_plan,
    preview_plan,
)

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
STORY = (
    "The ferry to Orsund will sail twice a day from the first of May, the harbour board said.\n"
    "Marta Oduya, who runs the ticket office, expects long queues on the first weekend."
)
THINGS = "apples boats clocks doors engines flags gates houses islands jars kites lamps".split()


def words(thing: str) -> str:
    """Words that stand nowhere else."""
    return " ".join(f"{thing}{number}" for number in range(30))


def fill(project: Project) -> None:
    with project.operation("Set up", 0) as writer:
        for name in ("Ann", "Bo", "Cleo"):
            writer.add_annotator(name)
        for number in range(3):
            writer.add_document(NewDocument(f"Edition {number}\n{STORY}", f"s{number}.txt"))
        for thing in THINGS:
            writer.add_document(NewDocument(words(thing), f"{thing}.txt"))


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A project whose repeats are found, as they are before any deal."""
    path = tmp_path_factory.mktemp("filled") / "p.pullquote"
    with Project.create(path, name="p", schema_toml=SCHEMA) as project:
        fill(project)
        refresh_duplicates(project)
    return path


@pytest.fixture
def project(filled, tmp_path):
    with Project.open(Path(shutil.copy(filled, tmp_path))) as project:
        yield project


@pytest.fixture
def people(project):
    return tuple(who.id for who in project.annotators())


def story(project) -> set[int]:
    ids = project.document_ids(DocumentQuery())
    return {one for one in ids if project.document(one).name.startswith("s")}


def takers(project) -> dict[int, set[int]]:
    found = defaultdict(set)
    for given in project.assignments():
        found[given.document].add(given.annotator)
    return dict(found)


def test_a_plan_is_one_operation_that_can_be_undone(project, people):
    before = project.dump()
    report = make_plan(project, people[0], PlanRequest(people, newcomers=("Dag",)))
    assert [who.name for who in project.annotators()] == ["Ann", "Bo", "Cleo", "Dag"]
    assert [share.name for share in report.shares] == ["Ann", "Bo", "Cleo", "Dag"]
    assert project.history()[0].name == "Deal documents"
    assert takers(project).keys() == set(project.document_ids(DocumentQuery()))
    assert project.check() == []
    project.undo(people[0])
    assert project.dump() == before


def test_near_copies_go_to_the_same_person(project, people):
    report = make_plan(project, people[0], PlanRequest(people, overlap=0))
    assert len(set(map(frozenset, (takers(project)[one] for one in story(project))))) == 1
    assert report.groups == 1
    assert report.overlap == 0


def test_a_copy_alone_is_not_kept_together_with_anything(project, people):
    first, second, _third = sorted(story(project))
    alone = make_plan(project, people[0], PlanRequest(people, documents=(first,), overlap=0))
    assert alone.groups == 0
    follows = make_plan(project, people[0], PlanRequest(people, documents=(second,), overlap=0))
    assert follows.groups == 1


def test_shared_documents_go_to_all_without_suggestions(project, people):
    report = make_plan(project, people[0], PlanRequest(people, overlap=0.2))
    shared = [given for given in project.assignments() if given.role == "overlap"]
    assert len({given.document for given in shared}) == report.overlap == 3
    assert len(shared) == 9
    assert not any(given.suggestions for given in shared)
    assert all(given.suggestions for given in project.assignments() if given.role == "label")


def test_suggestions_can_be_shown_in_shared_documents(project, people):
    make_plan(project, people[0], PlanRequest(people, overlap=0.2, suggestions=True))
    assert all(given.suggestions for given in project.assignments())


def test_a_preview_says_the_same_and_writes_nothing(tmp_path):
    with Project.create(tmp_path / "p.pullquote", name="p", schema_toml=SCHEMA) as project:
        fill(project)
        _previews(project, tuple(who.id for who in project.annotators()))


def _previews(project, people):
    wish = PlanRequest(people, newcomers=("Dag",), overlap=0.2, seed=3)
    before = project.dump()
    assert preview_plan(project, wish).groups is None
    assert project.dump() == before
    report = make_plan(project, people[0], wish)
    project.undo(people[0])
    assert preview_plan(project, wish) == report
    assert project.dump() == before


def test_the_report_counts_what_each_gets(project, people):
    report = make_plan(project, people[0], PlanRequest(people, per_document=2, overlap=0))
    assert report.documents == len(THINGS) + 3
    for share, who in zip(report.shares, people, strict=True):
        mine = project.assignments(who)
        assert share.documents == len(mine)
        lengths = [project.document(given.document).characters for given in mine]
        assert share.characters == sum(lengths)
        assert [given.position for given in mine] == list(range(1, len(mine) + 1))


def test_a_later_deal_keeps_what_stands(project, people):
    some = tuple(project.document_ids(DocumentQuery()))[1:6]
    make_plan(project, people[0], PlanRequest(people, documents=some))
    first = project.assignments()
    assert {given.document for given in first} == set(some)
    report = make_plan(project, people[0], PlanRequest(people))
    assert report.assigned == 5
    assert report.documents == len(THINGS) + 3 - 5
    later = project.assignments()
    assert set(first) <= set(later)
    assert len(set(map(frozenset, (takers(project)[one] for one in story(project))))) == 1
    for who in people:
        places = [given.position for given in later if given.annotator == who]
        assert places == list(range(1, len(places) + 1))
    assert make_plan(project, people[0], PlanRequest(people)).documents == 0


def test_what_is_named_and_stands_already_is_told(project, people):
    first, second, third = project.document_ids(DocumentQuery())[-3:]
    make_plan(project, people[0], PlanRequest(people[:1], documents=(first, second)))
    before = project.dump()
    nothing = make_plan(project, people[0], PlanRequest(newcomers=("Dag",), documents=(second,)))
    assert (nothing.documents, nothing.assigned, nothing.left) == (0, 1, (second,))
    assert project.dump() == before
    some = make_plan(project, people[0], PlanRequest(people[1:2], documents=(second, third)))
    assert (some.documents, some.assigned, some.left) == (1, 1, (second,))


def test_excluded_documents_are_not_dealt(project, people):
    first = project.document_ids(DocumentQuery())[0]
    with project.operation("Exclude", people[0]) as writer:
        writer.change_document(first, excluded="an error page")
    make_plan(project, people[0], PlanRequest(people))
    assert first not in takers(project)


def answered(project, count: int) -> tuple[int, ...]:
    lessons = tuple(project.document_ids(DocumentQuery())[-count:])
    with project.operation("Answer", 0) as writer:
        reference = writer.add_annotator("Answers", "reference").id
        for lesson in lessons:
            writer.set_state(lesson, reference, "done")
    return lessons


def test_training_comes_first_for_everybody(project, people):
    lessons = answered(project, 2)
    report = make_plan(project, people[0], PlanRequest(people, training=lessons))
    assert report.training == 2
    for who in people:
        queue = project.assignments(who)
        assert [given.document for given in queue[:2]] == list(lessons)
        assert [given.role for given in queue[:3]][:2] == ["training", "training"]
    later = make_plan(project, people[0], PlanRequest(people))
    assert later.documents == 0
    newcomer = PlanRequest(people, newcomers=("Dag",), training=lessons)
    assert preview_plan(project, newcomer).shares[-1].training == 2


def test_copies_of_training_documents_are_dealt_to_one(project, people):
    lessons = tuple(sorted(story(project)))[:1]
    with project.operation("Answer", 0) as writer:
        writer.set_state(lessons[0], writer.add_annotator("Answers", "reference").id, "done")
    make_plan(
        project, people[0], PlanRequest(people, documents=lessons, training=lessons, overlap=0)
    )
    make_plan(project, people[0], PlanRequest(people, overlap=0))
    for copy in story(project) - set(lessons):
        assert len(takers(project)[copy]) == 1


def test_what_cannot_be_dealt_is_refused(project, people):
    wish = PlanRequest(people)
    settled = project.document_ids(DocumentQuery())[0]
    with project.operation("Add", 0) as writer:
        other = writer.add_annotator("Settled", "adjudicated").id
    refused = {
        NotOneToDealTo: PlanRequest(),
        NotSoManyPeople: replace(wish, per_document=4),
        NotSuchAShare: replace(wish, overlap=10),
        NoKnownAnswer: replace(wish, training=(settled,)),
        NameTaken: replace(wish, newcomers=("bo",)),
        NotThere: replace(wish, annotators=(other,)),
    }
    for error, wrong in refused.items():
        with pytest.raises(error):
            make_plan(project, people[0], wrong)
    with pytest.raises(NameTaken):
        preview_plan(project, replace(wish, newcomers=("Dag", "dag")))
    for nobody in (replace(wish, per_document=0), replace(wish, sharing=0)):
        with pytest.raises(NotForNobody, match="A document cannot go to 0 annotators"):
            preview_plan(project, nobody)
    assert project.assignments() == []


def test_a_read_only_project_is_previewed_only(project, people):
    with Project.open(project.path, read_only=True) as asked:
        assert preview_plan(asked, PlanRequest(people)).documents == len(THINGS) + 3
        with pytest.raises(ReadOnlyProject):
            make_plan(asked, people[0], PlanRequest(people))


def test_a_file_that_was_handed_out_is_not_dealt_again(project, people, tmp_path):
    make_plan(project, people[0], PlanRequest(people))
    [made] = hand_out(project, tmp_path / "out", people[:1], people[0])
    with Project.open(made.path) as given:
        mine = given.annotators()[0].id
        with pytest.raises(IsHandout, match="to Ann; deal and hand out in the project"):
            make_plan(given, mine, PlanRequest((mine,)))


def test_the_same_articles_in_another_project_are_dealt_alike(project, people, tmp_path):
    def dealt(where: Project) -> set[tuple[str, str, str]]:
        return {
            (where.document(a.document).name, where.annotator(a.annotator).name, a.role)
            for a in where.assignments()
        }

    make_plan(project, people[0], PlanRequest(people, overlap=0.2))
    with Project.create(tmp_path / "q.pullquote", name="q", schema_toml=SCHEMA) as other:
        fill(other)
        assert not is_current(other)
        make_plan(other, 1, PlanRequest(tuple(a.id for a in other.annotators()), overlap=0.2))
        assert dealt(other) == dealt(project)
