"""Copies that are labelled in two ways: kept up with the project, made alike, both right."""

import pytest

from pullquote.assets import RESOURCES
from pullquote.model.values import NewDocument
from pullquote.store.project import Project
from pullquote.workflow.consistency import (
    OthersLabel,
    accept_both,
    load_unlike_documents,
    make_alike,
    read_consistency,
    updated_consistency,
)
from pullquote.workflow.find_duplicates import refresh_duplicates

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
WORDS = "“We will not decide anything at all before the end of the spring,”"
SAID = f"{WORDS} the minister Ada Lindqvist told the press in the harbour on Monday. 🚢"
OTHER = "Nobody at the bakery expects that flour will be any cheaper before the next harvest comes."


@pytest.fixture
def project(tmp_path):
    """Ana has done four articles with the same words, Bo a fifth one; nothing is labelled yet."""
    with Project.create(tmp_path / "p.pullquote", name="p", schema_toml=SCHEMA) as made:
        with made.operation("Set up", 0) as writer:
            ana, bo = writer.add_annotator("Ana").id, writer.add_annotator("Bo").id
            for number, who in enumerate((ana, ana, ana, ana, bo)):
                text = f"Number {number} of {number * 7} ships is late.\n{SAID}\n{OTHER}\n"
                writer.set_state(writer.add_document(NewDocument(text, f"{number}")), who, "done")
        refresh_duplicates(made)
        yield made


def mark(project, document, words=WORDS, who=1, layer="quote", **said):
    text = project.text(document)
    start = text.index(words)
    with project.operation("Label", who) as writer:
        end = start + len(words)
        return writer.add_annotation(document, who, layer, start, end, **said)


def relate(project, kind, head, tail):
    with project.operation("Relate", 1) as writer:
        writer.add_relation(kind, head.id, tail.id)


def found(project, others=False):
    return read_consistency(project, 1, others).found


def said(project, document, who=1):
    text = project.text(document)
    labels = project.annotations(document, who)
    return [(a.layer, a.span.of(text), dict(a.attributes)) for a in labels]


def test_what_is_missing_is_labelled_or_removed(project):
    for document in (1, 3, 4):
        mark(project, document, attributes={"kind": "direct"})
    (one,) = found(project)
    assert (one.row.kind, one.row.places[1].document) == ("missed", 2)
    make_alike(project, 1, one.row, 0)
    assert found(project) == ()
    assert said(project, 2) == [("quote", WORDS, {"kind": "direct"})]
    assert project.annotations(2)[0].origin == "carried"
    project.undo(1)
    assert said(project, 2) == []
    make_alike(project, 1, one.row, 1)
    assert said(project, 1) == []
    assert project.undo_name(1) == "Label removed to be as in its copy"


def test_extent_values_and_parts_become_those_of_the_copy(project):
    quote = mark(project, 1, attributes={"kind": "direct"})
    cue = mark(project, 1, "told", layer="cue")
    relate(project, "cued_by", quote, cue)
    other = mark(project, 2, WORDS[:-1], attributes={"kind": "partial"})
    wrong = mark(project, 2, "harbour", layer="speaker")
    relate(project, "said_by", other, wrong)
    for document in (3, 4):
        mark(project, document, attributes={"kind": "direct"})
        copy = project.annotations(document)[0]
        relate(project, "cued_by", copy, mark(project, document, "told", layer="cue"))
    kinds = {one.row.kind for one in found(project)}
    assert {"boundary", "attribute"} <= kinds
    row = next(one.row for one in found(project) if one.row.kind == "boundary")
    make_alike(project, 1, row, 0)
    assert found(project) == ()
    assert said(project, 2) == [("quote", WORDS, {"kind": "direct"}), ("cue", "told", {})]
    assert project.annotations(2)[0].id == other.id
    assert [r.kind for r in project.relations(2)] == ["cued_by"]
    project.undo(1)
    assert [r.kind for r in project.relations(2)] == ["said_by"]


def test_another_layer_takes_the_place_of_the_one_there(project):
    for document in (1, 3, 4):
        mark(project, document)
    mark(project, 2, layer="claim")
    rows = [one.row for one in found(project)]
    make_alike(project, 1, rows[0], 0)
    assert [label[0] for label in said(project, 2)] == ["quote"]


def test_both_right_is_not_listed_again_unless_something_else_is_said(project):
    for document in (1, 3, 4):
        mark(project, document, attributes={"kind": "direct"})
    label = mark(project, 2, attributes={"kind": "partial"})
    (one,) = found(project)
    before = project.content_hash()
    accept_both(project, 1, one.row)
    assert found(project) == ()
    assert project.content_hash() == before
    assert project.check() == []
    with project.operation("Change", 1) as writer:
        writer.change_annotation(label.id, attributes={"kind": "indirect"})
    assert len(found(project)) == 1
    project.undo(1)
    assert found(project) == ()
    project.undo(1)
    assert found(project) == (one,)


def test_labels_of_another_are_seen_where_one_may_and_never_changed(project):
    for document in (1, 2, 3, 4):
        mark(project, document, attributes={"kind": "direct"})
    mark(project, 5, who=2, attributes={"kind": "partial"})
    assert found(project) == ()
    (one,) = found(project, others=True)
    assert one.who == (1, 2)
    with pytest.raises(OthersLabel, match="Bo"):
        make_alike(project, 1, one.row, 0)
    make_alike(project, 1, one.row, 1)
    assert said(project, 1)[0][2] == {"kind": "partial"}
    assert said(project, 5, 2)[0][2] == {"kind": "partial"}


def test_what_is_kept_up_is_what_is_found_anew(project):
    for document in (1, 3, 4):
        mark(project, document)
        mark(project, document, "flour")
    known = read_consistency(project, 1, True)
    with project.operation("New", 1) as writer:
        text = f"One more.\n{SAID}\n"
        new = writer.add_document(NewDocument(text, "new"))
    steps = [
        lambda: mark(project, 2),
        lambda: mark(project, 2, "cheaper"),
        lambda: project.undo(1),
        lambda: state(project, 1, "in_progress"),
        lambda: state(project, 1, "done"),
        lambda: (state(project, new, "done"), refresh_duplicates(project)),
        lambda: accept_both(project, 1, found(project, others=True)[0].row),
        lambda: project.undo(1),
    ]
    touched = [2, 2, 2, 1, 1, new, 2, 2]
    for step, document in zip(steps, touched, strict=True):
        step()
        known = updated_consistency(project, known, 1, [document], others=True)
        assert known.found == found(project, others=True)


def state(project, document, value):
    with project.operation("State", 1) as writer:
        writer.set_state(document, 1, value)


def test_both_documents_of_two_that_differ_are_named(project):
    assert load_unlike_documents(project, 1) == frozenset()
    mark(project, 1)
    mark(project, 2)
    # The third and the fourth lack what the first says.
    assert load_unlike_documents(project, 1) == {1, 3, 4}
    mark(project, 3)
    mark(project, 4)
    assert load_unlike_documents(project, 1) == frozenset()
