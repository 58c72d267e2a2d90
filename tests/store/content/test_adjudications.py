"""The adjudicated version and the decisions that made it, as a project keeps them."""

import pytest

from pullquote.model.values import NewDocument
from pullquote.store import NotThere, Project


@pytest.fixture
def bo(project: Project) -> int:
    with project.operation("Add annotator", 0) as writer:
        return writer.add_annotator("Bo").id


def done(project: Project, document: int, *people: int) -> None:
    with project.operation("Done", 0) as writer:
        for who in people:
            writer.set_state(document, who, "done")


def test_there_is_one_adjudicated_version_made_when_it_is_needed(
    project: Project, anna: int
) -> None:
    assert project.adjudicated() is None
    with project.operation("Settle", anna) as writer:
        made = writer.adjudicated()
        assert writer.adjudicated() == made
    assert project.adjudicated() == made
    assert (made.name, made.kind) == ("Adjudicated", "adjudicated")


def test_a_person_of_that_name_keeps_it(project: Project, anna: int) -> None:
    with project.operation("Add annotator", 0) as writer:
        writer.add_annotator("ADJUDICATED")
    with project.operation("Settle", anna) as writer:
        assert writer.adjudicated().name == "Adjudicated 2"


def test_a_decision_comes_back_as_it_went_in_and_can_be_undone(
    project: Project, document: int, anna: int
) -> None:
    before = project.dump()
    with project.operation("Settle", anna) as writer:
        label = writer.add_annotation(document, writer.adjudicated().id, "quote", 0, 5)
        made = writer.add_adjudication(
            document, "taken", [("u1", "abc")], [label.uid], taken=["u1"], note="as\0said"
        )
    assert project.adjudications() == project.adjudications([document]) == [made]
    assert (made.sources, made.results, made.taken) == ((("u1", "abc"),), (label.uid,), ("u1",))
    assert (made.by, made.note) == (anna, "as\ufffdsaid")
    assert b'"taken":"[\\"u1\\"]"' in project.dump()
    assert project.check() == []
    project.undo(anna)
    assert project.dump() == before


def test_a_decision_is_changed_and_deleted(project: Project, document: int, anna: int) -> None:
    with project.operation("Settle", anna) as writer:
        made = writer.add_adjudication(document, "both", [("u1", "a"), ("u2", "b")], [])
    with project.operation("Change", anna) as writer:
        writer.change_adjudication(made.id, [("u2", "b")], [], [])
    assert project.adjudications()[0].sources == (("u2", "b"),)
    with project.operation("Reopen", anna) as writer:
        writer.delete_adjudication(made.id)
        with pytest.raises(NotThere):
            writer.delete_adjudication(made.id)
        with pytest.raises(NotThere):
            writer.change_adjudication(made.id, [], [], [])
    assert project.adjudications() == []


def test_decisions_go_with_their_document(project: Project, document: int, anna: int) -> None:
    with project.operation("Settle", anna) as writer:
        writer.add_adjudication(document, "neither", [("u1", "a")], [])
    with project.operation("Remove", anna) as writer:
        writer.remove_document(document)
    assert project.adjudications() == []
    project.undo(anna)
    assert len(project.adjudications()) == 1


def test_a_result_that_is_gone_is_a_problem(project: Project, document: int, anna: int) -> None:
    with project.operation("Settle", anna) as writer:
        mine = writer.add_annotation(document, anna, "quote", 0, 5)
        writer.add_adjudication(document, "taken", [(mine.uid, "a")], [mine.uid, "nobody"])
    (problem,) = project.check()
    assert problem.kind == "adjudication"
    assert "2 labels" in str(problem)
    with project.operation("Remove", anna) as writer:
        writer.delete_annotation(mine.id)
    assert project.check() == []


def test_versions_are_those_of_persons_who_are_done(
    project: Project, document: int, anna: int, bo: int
) -> None:
    with project.operation("Label", anna) as writer:
        cleo, gold = writer.add_annotator("Cleo").id, writer.add_annotator("Gold", "reference").id
        own = writer.adjudicated().id
        labels = {
            who: writer.add_annotation(document, who, "quote", 0, 5)
            for who in (anna, bo, cleo, gold, own)
        }
        cue = writer.add_annotation(document, anna, "cue", 6, 9)
        relation = writer.add_relation("cued_by", labels[anna].id, cue.id)
    done(project, document, anna)
    assert project.versions() == []
    assert project.compared_documents() == []
    done(project, document, bo, gold, own)
    (found,) = project.versions()
    assert project.versions([document]) == [found]
    assert project.compared_documents() == [document]
    assert [version.annotator for version in found.versions] == [anna, bo]
    assert found.versions[0].annotations == (labels[anna], cue)
    assert found.versions[0].relations == (relation,)
    assert found.adjudicated.annotations == (labels[own],)
    assert found.unfinished == {labels[cleo].uid}


def test_done_and_nothing_found_is_a_version(
    project: Project, document: int, anna: int, bo: int
) -> None:
    done(project, document, anna, bo)
    (found,) = project.versions()
    assert [version.annotations for version in found.versions] == [(), ()]


def test_excluded_documents_are_left_out(
    project: Project, document: int, anna: int, bo: int
) -> None:
    done(project, document, anna, bo)
    with project.operation("Exclude", anna) as writer:
        writer.change_document(document, excluded="an error page")
    assert project.versions() == []
    assert project.compared_documents() == []


def test_more_documents_than_a_statement_takes(project: Project, anna: int, bo: int) -> None:
    with project.operation("Add", 0) as writer:
        ids = [writer.add_document(NewDocument(text="Word.", name=f"{n}")) for n in range(501)]
        for document in ids:
            writer.set_state(document, anna, "done")
            writer.set_state(document, bo, "done")
    assert [found.document for found in project.versions(ids[::-1])] == ids


def test_extents_are_those_of_adjudicated_documents(
    project: Project, document: int, anna: int, bo: int
) -> None:
    with project.operation("Label", anna) as writer:
        own = writer.adjudicated().id
        for who in (anna, bo, own):
            writer.add_annotation(document, who, "quote", 0, 5)
    done(project, document, anna)
    assert project.adjudicated_extents() == []
    done(project, document, own)
    assert project.adjudicated_and_done() == [(document, anna)]
    assert project.adjudicated_extents() == [
        (document, anna, "quote", 0, 5),
        (document, own, "quote", 0, 5),
    ]
