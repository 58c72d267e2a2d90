"""Duplicates that were found are kept apart from what people decide about them."""

from dataclasses import dataclass

import pytest

from pullquote.model.values import Published
from pullquote.store import Change, DocumentQuery, NotThere, Project, Stamp
from pullquote.store.errors import WriteProblem
from pullquote.store.values import DuplicateChanges, GroupRow


@dataclass(frozen=True)
class Passage:
    document: int
    start: int
    end: int
    copy: int


@dataclass(frozen=True)
class Cluster:
    fingerprint: str
    kind: str
    passages: tuple[Passage, ...]
    similarity: float = 1.0
    boilerplate: bool = False


@dataclass(frozen=True)
class Found:
    clusters: tuple[Cluster, ...]


def find(project: Project, a: int, b: int) -> Stamp:
    found = Found(
        (
            Cluster(
                "f1", "exact", (Passage(a, 0, 26, 1), Passage(a, 30, 56, 2), Passage(b, 0, 26, 3))
            ),
            Cluster("f2", "line", (Passage(a, 60, 70, 1), Passage(b, 60, 70, 2)), boilerplate=True),
            Cluster("f3", "near", (Passage(b, 30, 50, 1), Passage(b, 50, 60, 2)), similarity=0.9),
        )
    )
    stamp = Stamp("duplicates", "1", "s", project.content_hash())
    project.replace_duplicates(found, stamp)
    return stamp


def test_what_was_found_is_there_at_once(project: Project, add: "callable", anna: int) -> None:
    a, b = add(), add()
    told: list[Change] = []
    project.listen(told.append)
    stamp = find(project, a, b)
    assert project.stamp("duplicates") == stamp
    assert project.stamp("other") is None
    assert [(c.kind, c.copies, c.documents, c.boilerplate) for c in project.clusters()] == [
        ("exact", 3, 2, False),
        ("line", 2, 2, True),
        ("near", 2, 1, False),
    ]
    first = project.passages(a)[0]
    assert project.cluster(first.cluster).fingerprint == "f1"
    assert [(p.document, p.copy) for p in project.cluster_passages(first.cluster)] == [
        (a, 1),
        (a, 2),
        (b, 3),
    ]
    assert [row.repeats for row in project.document_rows([a, b], anna)] == [1, 2]
    assert project.document_ids(DocumentQuery(order="copies", descending=True)) == [b, a]
    assert (told[0].kind, told[0].operation, told[0].touches("passage")) == ("derived", 0, True)
    find(project, a, b)
    assert len(project.clusters()) == 3
    assert project.history()[0].name == "Add document"


def group(project: Project, *rows: GroupRow) -> None:
    stamp = Stamp("duplicates", "1", "s", project.content_hash())
    changes = DuplicateChanges(None, b"", (), (), (), (), rows)
    assert project.update_duplicates(changes, stamp)


def near(project: Project, **query: object) -> list[int]:
    return project.document_ids(DocumentQuery(**query))


def test_near_documents_are_listed_ordered_and_counted(
    project: Project, add: "callable", anna: int
) -> None:
    a, b, c, d, e, f = (add() for _ in range(6))
    group(
        project, GroupRow(b, 1, 0.9, b), GroupRow(c, 1, 0.97, b), GroupRow(f, 1, 0.8, b),
        GroupRow(d, 2, 1.0, d), GroupRow(e, 2, 1.0, d),
    )  # fmt: skip
    rows = project.document_rows([a, b, c, d, e, f], anna)
    assert [(row.near, row.coverage) for row in rows] == [
        (0, 0), (2, 0.9), (2, 0.97), (1, 1), (1, 1), (2, 0.8),
    ]  # fmt: skip
    assert project.document_rows([f], anna)[0].near == 2
    assert near(project, near="copies") == [b, c, d, e, f]
    assert near(project, near="first") == [a, b, d]
    assert near(project, order="coverage", descending=True) == [e, d, c, b, f, a]
    with project.operation("State", anna) as writer:
        writer.set_state(c, anna, "done")
    assert near(project, near="copies", state="done", annotator=anna) == [c]
    assert near(project, near="first", state="done", annotator=anna) == []


def test_in_the_queue_near_documents_follow_the_earliest_of_them(
    project: Project, add: "callable", anna: int
) -> None:
    a, b, c, d, e = (add() for _ in range(5))
    group(
        project, GroupRow(a, 1, 0.9, d), GroupRow(c, 1, 0.97, d), GroupRow(d, 1, 0.8, d),
        GroupRow(b, 2, 1.0, b), GroupRow(e, 2, 1.0, b),
    )  # fmt: skip
    assert near(project, order="queue", annotator=anna) == [d, a, c, b, e]
    with project.operation("Plan", 0) as writer:
        for position, document in enumerate((e, c)):
            writer.add_assignment(document, anna, position=position)
    assert near(project, order="queue", annotator=anna) == [b, e, d, c, a]
    assert near(project, order="queue", annotator=anna, assigned=True) == [e, c]


def test_near_documents_follow_what_goes_before_the_next_search(
    project: Project, add: "callable", anna: int
) -> None:
    a, b, c, d = (add() for _ in range(4))
    group(
        project, GroupRow(a, 1, 0.9, a), GroupRow(b, 1, 0.97, a),
        GroupRow(c, 2, 1.0, c), GroupRow(d, 2, 1.0, c),
    )  # fmt: skip
    with project.operation("Remove", anna) as writer:
        writer.remove_document(a)
        writer.change_document(c, excluded="menu")
    assert project.document_rows([b], anna)[0].near == 0
    assert near(project, near="copies") == [d]
    assert near(project, near="first") == [b, d]


def test_a_removed_document_leaves_the_passages(
    project: Project, add: "callable", anna: int
) -> None:
    a, b = add(), add()
    stamp = find(project, a, b)
    with project.operation("Remove", anna) as writer:
        writer.remove_document(a)
    assert project.passages(a) == []
    assert [p.document for p in project.cluster_passages(1)] == [b]
    assert project.content_hash() != stamp.content_hash
    project.undo(anna)
    assert project.passages(a) == []
    assert project.content_hash() == stamp.content_hash
    assert project.stamp("duplicates") is None


@pytest.mark.parametrize(
    ("fields", "same"),
    [
        ({"title": "x", "source": "y"}, True),
        ({"excluded": "menu"}, False),
        ({"published": Published("2026", "typed")}, False),
    ],
)
def test_the_hash_is_of_what_duplicates_depend_on(
    project: Project, document: int, anna: int, fields: dict[str, object], same: bool
) -> None:
    before = project.content_hash()
    with project.operation("Edit", anna) as writer:
        writer.change_document(document, **fields)
    assert (project.content_hash() == before) is same
    project.undo(anna)
    assert project.content_hash() == before


def test_decisions_are_content(project: Project, document: int, anna: int) -> None:
    text = project.document(document).text_sha256
    before = project.content_hash()
    with project.operation("Boilerplate", anna) as writer:
        one = writer.decide_duplicate("boilerplate", text, 0, 9, fingerprint="f", note="menu")
        two = writer.decide_duplicate("the_same", text, 0, 9, text, 10, 19)
        with pytest.raises(NotThere):
            writer.decide_duplicate("boilerplate", "none", 0, 9)
        with pytest.raises(WriteProblem):
            writer.decide_duplicate("boilerplate", text, 0, 9, text, 10, 19)
        with pytest.raises(WriteProblem):
            writer.decide_duplicate("the_same", text, 0, 9)
    assert project.decisions() == [one, two]
    assert project.content_hash() != before
    with project.operation("Forget", anna) as writer:
        writer.delete_decision(one.id)
        with pytest.raises(NotThere):
            writer.delete_decision(one.id)
    assert project.decisions() == [two]
    project.undo(anna)
    project.undo(anna)
    assert project.content_hash() == before
