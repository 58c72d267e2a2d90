"""Labels, relations, states and rejections keep the rules of the project."""

import pytest

from pullquote.store import AlreadyThere, NotThere, Project, WriteRefused
from pullquote.store.errors import WriteProblem, WrongRelation


def test_a_label_comes_back_as_it_went_in(project: Project, document: int, anna: int) -> None:
    with project.operation("Quote", anna) as writer:
        speaker = writer.add_speaker("Marta Oduya").id
        label = writer.add_annotation(
            document,
            anna,
            "quote",
            0,
            26,
            attributes={"kind": "direct", "é": "“”"},
            speaker=speaker,
            note="a\0\udc00",
            origin="suggestion",
            rule="marks 1",
            confidence=1 / 3,
            carried_from="u",
            uid="own",
        )
    assert label.id > 0
    assert (label.uid, label.created_by, label.confidence) == ("own", anna, 0.333333)
    assert label.note == "a\ufffd\ufffd"
    assert project.annotation(label.id) == label
    assert project.annotations(document) == [label]
    before = project.dump()
    project.undo(anna)
    project.redo(anna)
    assert project.dump() == before
    assert project.annotation(label.id) == label


def test_labels_are_by_place_the_longer_first(project: Project, document: int, anna: int) -> None:
    spans = [("quote", 5, 9), ("quote", 0, 26), ("cue", 5, 9), ("quote", 5, 20)]
    with project.operation("Labels", anna) as writer:
        for layer, start, end in spans:
            writer.add_annotation(document, anna, layer, start, end)
    found = [(a.layer, a.start, a.end) for a in project.annotations(document, anna)]
    assert found == [("quote", 0, 26), ("quote", 5, 20), ("cue", 5, 9), ("quote", 5, 9)]


@pytest.mark.parametrize(
    ("start", "end"), [(-1, 4), (4, 4), (5, 4), (0, 79), (78, 79), (10**9, 10**9 + 1)]
)
def test_a_span_lies_in_the_text(
    project: Project, document: int, anna: int, start: int, end: int
) -> None:
    with project.operation("Quote", anna) as writer:
        with pytest.raises(WriteProblem, match=f"from {start} to {end}"):
            writer.add_annotation(document, anna, "quote", start, end)
        label = writer.add_annotation(document, anna, "quote", 77, 78)
        with pytest.raises(WriteProblem):
            writer.change_annotation(label.id, start=start, end=end)
    assert len(project.annotations(document)) == 1


def test_one_label_of_a_layer_in_one_place(project: Project, document: int, anna: int) -> None:
    with project.operation("Add annotator", 0) as writer:
        ben = writer.add_annotator("Ben").id
    with project.operation("Quote", anna) as writer:
        writer.add_annotation(document, anna, "quote", 0, 9)
        other = writer.add_annotation(document, anna, "quote", 0, 8)
        writer.add_annotation(document, anna, "cue", 0, 9)
        writer.add_annotation(document, ben, "quote", 0, 9)
        with pytest.raises(AlreadyThere, match="already a label of layer quote from 0 to 9"):
            writer.add_annotation(document, anna, "quote", 0, 9)
        with pytest.raises(AlreadyThere):
            writer.change_annotation(other.id, end=9)
    assert len(project.annotations(document)) == 4
    assert len(project.annotations(document, ben)) == 1


def test_a_label_needs_what_it_names(project: Project, document: int, anna: int) -> None:
    with project.operation("Quote", anna) as writer:
        with pytest.raises(WriteProblem, match="no layer colour"):
            writer.add_annotation(document, anna, "colour", 0, 1)
        for place in ((99, anna), (document, 99)):
            with pytest.raises(NotThere):
                writer.add_annotation(*place, "quote", 0, 1)
        with pytest.raises(NotThere):
            writer.add_annotation(document, anna, "quote", 0, 1, speaker=99)
        for verb in (writer.change_annotation, writer.delete_annotation, writer.delete_relation):
            with pytest.raises(NotThere):
                verb(99)


def test_a_label_is_changed(project: Project, document: int, anna: int) -> None:
    with project.operation("Quote", anna) as writer:
        label = writer.add_annotation(document, anna, "quote", 0, 9, attributes={"kind": "direct"})
    told = []
    project.listen(told.append)
    with project.operation("Nothing", anna) as writer:
        assert writer.change_annotation(label.id, start=0, attributes={"kind": "direct"}) == label
    assert told == []
    with project.operation("Edit", anna) as writer:
        changed = writer.change_annotation(label.id, end=8, note="n", layer="claim")
        with pytest.raises(WriteProblem):
            writer.change_annotation(label.id, layer="colour")
    assert changed == project.annotation(label.id)
    assert (changed.end, changed.note, changed.layer) == (8, "n", "claim")
    assert changed.changed_at >= label.changed_at
    project.undo(anna)
    assert project.annotation(label.id) == label


def test_relations_have_a_kind_and_ends(project: Project, document: int, anna: int) -> None:
    with project.operation("Labels", anna) as writer:
        quote = writer.add_annotation(document, anna, "quote", 0, 26).id
        later = writer.add_annotation(document, anna, "quote", 54, 60).id
        speaker = writer.add_annotation(document, anna, "speaker", 32, 43).id
        second = writer.add_annotation(document, anna, "speaker", 32, 37).id
        date = writer.add_annotation(document, anna, "date", 47, 53).id
        said = writer.add_relation("said_by", quote, speaker)
        dated = writer.add_relation("dated_by", quote, date, "event")
        writer.add_relation("dated_by", quote, date, "deadline")
        writer.add_relation("continues", later, quote)
        wrong = {
            ("said_by", quote, second, ""): "there is one already",
            ("dated_by", quote, date, "event"): "there is one already",
            ("said_by", speaker, quote, ""): "does not go from speaker to quote",
            ("dated_by", quote, date, ""): "it has no role “”",
            ("said_by", later, speaker, "x"): "it has no role “x”",
            ("likes", quote, speaker, ""): "no such relation",
            ("continues", quote, later, ""): "lead back to where it starts",
        }
        for relation, reason in wrong.items():
            with pytest.raises(WrongRelation, match=reason):
                writer.add_relation(*relation)
        with pytest.raises(NotThere):
            writer.add_relation("said_by", quote, 99)
    assert project.relation(said.id) == said
    assert [r.kind for r in project.relations(document)] == [
        "said_by",
        "dated_by",
        "dated_by",
        "continues",
    ]
    with project.operation("Unlink", anna) as writer:
        writer.delete_relation(dated.id)
    assert len(project.relations(document, anna)) == 3
    assert project.check() == []


def test_ends_are_in_one_document_of_one_annotator(
    project: Project, document: int, anna: int
) -> None:
    with project.operation("Add annotator", 0) as writer:
        ben = writer.add_annotator("Ben").id
    with project.operation("Labels", anna) as writer:
        quote = writer.add_annotation(document, anna, "quote", 0, 26).id
        other = writer.add_annotation(document, ben, "speaker", 32, 43).id
        with pytest.raises(WrongRelation, match="not in one document of one annotator"):
            writer.add_relation("said_by", quote, other)


def test_an_end_takes_its_relations_along(project: Project, document: int, anna: int) -> None:
    with project.operation("Labels", anna) as writer:
        quote = writer.add_annotation(document, anna, "quote", 0, 26).id
        speaker = writer.add_annotation(document, anna, "speaker", 32, 43).id
        writer.add_relation("said_by", quote, speaker)
    before, told = project.dump(), []
    project.listen(told.append)
    with project.operation("Delete", anna) as writer:
        writer.delete_annotation(speaker)
    assert project.relations(document) == []
    assert told[0].tables == {"annotation", "relation"}
    project.undo(anna)
    assert project.dump() == before


def test_states(project: Project, document: int, anna: int) -> None:
    def states() -> list[tuple[str, str | None]]:
        return [(state.value, state.reason) for state in project.states(document)]

    assert project.state(document, anna) is None
    with project.operation("Skip", anna) as writer:
        writer.set_state(document, anna, None)
        writer.set_state(document, anna, "skipped", "no quotes")
    assert states() == [("skipped", "no quotes")]
    with project.operation("Done", anna) as writer:
        writer.set_state(document, anna, "done")
    assert project.state(document, anna).value == "done"
    with project.operation("Reset", anna) as writer:
        writer.set_state(document, anna, None)
    assert states() == []
    for _ in range(2):
        project.undo(anna)
    assert states() == [("skipped", "no quotes")]


def test_a_rejection_is_kept_once(project: Project, document: int, anna: int) -> None:
    with project.operation("Reject", anna) as writer:
        writer.reject(document, anna, "date", 47, 53, "2026-01-05")
        writer.reject(document, anna, "date", 47, 53, "2026-01-05")
        writer.reject(document, anna, "date", 47, 53)
        with pytest.raises(WriteRefused):
            writer.reject(99, anna, "date", 47, 53)
    found = [(r.layer, r.span.start, r.end, r.value) for r in project.rejections(document, anna)]
    assert found == [("date", 47, 53, "2026-01-05"), ("date", 47, 53, "")]


def test_a_suggestion_of_another_tool_comes_and_goes(project, anna, document) -> None:
    with project.operation("Import suggestions", anna) as writer:
        made = writer.add_foreign_suggestion(
            document, "Parrot", "quote", 2, 5,
            attributes={"kind": "direct"}, external_id="1", confidence=1 / 3,
        )  # fmt: skip
    assert project.foreign_suggestions(document) == [made]
    assert made.confidence == 0.333333
    assert project.check() == []
    with project.operation("Removed", anna) as writer:
        writer.remove_foreign_suggestion(made.id)
    assert project.foreign_suggestions(document) == []
    project.undo(anna)
    assert project.foreign_suggestions(document) == [made]


def test_a_suggestion_that_cannot_be_is_refused(project, anna, document) -> None:
    with project.operation("Import suggestions", anna) as writer:
        with pytest.raises(NotThere):
            writer.add_foreign_suggestion(99, "Parrot", "quote", 2, 5)
        with pytest.raises(WriteRefused):
            writer.add_foreign_suggestion(document, "Parrot", "quote", 5, 5)
        with pytest.raises(WriteRefused):
            writer.add_foreign_suggestion(document, "Parrot", "sigh", 2, 5)
