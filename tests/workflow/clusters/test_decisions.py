"""Places split off and clusters joined: both outlive a search, and are undone."""

import pytest

from pullquote.assets import RESOURCES
from pullquote.model.values import NewDocument
from pullquote.store.project import Project
from pullquote.workflow.clusters.decisions import SameText, join, split_off
from pullquote.workflow.find_duplicates import refresh_duplicates

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text("utf-8")
PORT = "The ferry to Orsund will sail twice a day from the first of May, the harbour board said."
BAKER = "Bakers in the old town pay more for flour than ever before, their guild told us on Monday."
TWICE = "Their guild on Monday told us that the bakers of the old town never paid more for flour."


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "p.pullquote", name="p", schema_toml=SCHEMA) as made:
        with made.operation("Set up", 0) as writer:
            writer.add_annotator("Ada")
            for number, said in enumerate((PORT, PORT, PORT, BAKER, BAKER, TWICE, TWICE)):
                text = f"Story {number} has {number * 7} words\n{said}\nEnd of {number * 31}."
                writer.add_document(NewDocument(text, f"{number}.txt"))
        refresh_duplicates(made)
        yield made


def clusters(project):
    return sorted(
        tuple(p.document for p in project.cluster_passages(c.id)) for c in project.clusters()
    )


def test_a_place_that_does_not_belong_leaves_the_others_together(project):
    assert clusters(project) == [(1, 2, 3), (4, 5), (6, 7)]
    (first, second, third) = project.cluster_passages(project.passages(1)[0].cluster)
    split_off(project, 1, second, [first, third])
    refresh_duplicates(project)
    assert clusters(project) == [(1, 3), (4, 5), (6, 7)]
    project.undo(1)
    refresh_duplicates(project)
    assert clusters(project) == [(1, 2, 3), (4, 5), (6, 7)]


def test_two_clusters_that_say_the_same_become_one(project):
    one, other = project.passages(4)[0], project.passages(6)[0]
    join(project, 1, one, other)
    refresh_duplicates(project)
    assert clusters(project) == [(1, 2, 3), (4, 5, 6, 7)]
    project.undo(1)
    refresh_duplicates(project)
    assert clusters(project) == [(1, 2, 3), (4, 5), (6, 7)]


def test_documents_of_one_text_cannot_be_parted(tmp_path):
    with Project.create(tmp_path / "e.pullquote", name="e", schema_toml=SCHEMA) as made:
        with made.operation("Set up", 0) as writer:
            writer.add_annotator("Ada")
            for number in range(3):
                writer.add_document(NewDocument(PORT, f"{number}.txt"))
        refresh_duplicates(made)
        (first, *others) = made.cluster_passages(made.passages(1)[0].cluster)
        assert len(others) == 2
        with pytest.raises(SameText, match="same text"):
            split_off(made, 1, first, others)
        assert made.undo_name(1) is None
