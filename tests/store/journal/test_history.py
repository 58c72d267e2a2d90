"""The journal as people read it."""

from pullquote.store import Project


def test_history_of_a_document_and_of_a_label(project: Project, add: "callable", anna: int) -> None:
    a, b = add(name="a.txt"), add(name="b.txt")
    with project.operation("Quote", anna, {"words": "“The bridge”"}) as writer:
        label = writer.add_annotation(a, anna, "quote", 0, 26)
        writer.set_state(a, anna, "in_progress")
    with project.operation("Edit extent", anna) as writer:
        writer.change_annotation(label.id, end=25)
    with project.operation("Both", anna) as writer:
        writer.set_state(a, anna, "done")
        writer.set_state(b, anna, "done")
    with project.operation("Delete", anna) as writer:
        writer.delete_annotation(label.id)

    def names(**which: object) -> list[str]:
        return [entry.name for entry in project.history(**which)]

    assert names() == [
        "Delete", "Both", "Edit extent", "Quote", "Add document", "Add document",
        "Add annotator", "New project",
    ]  # fmt: skip
    assert names(document=b) == ["Both", "Add document"]
    assert names(annotation_uid=label.uid) == ["Delete", "Edit extent", "Quote"]
    assert names(annotation_uid="none") == []
    project.undo(anna)
    assert names(annotation_uid=label.uid) == ["Delete", "Delete", "Edit extent", "Quote"]
    entries = project.history(limit=3)
    assert names(before=entries[-1].operation, limit=2) == ["Edit extent", "Quote"]
    both, quote = entries[2], project.history(before=entries[2].operation)[1]
    assert (both.documents, both.changes, both.actor) == ((a, b), 2, anna)
    assert quote.details == {"words": "“The bridge”"}
    assert entries[1].undone
    assert not entries[0].undone
    assert entries[0].at.endswith("Z")


def test_a_large_operation_names_its_first_documents(project: Project, anna: int) -> None:
    from pullquote.model.values import NewDocument

    with project.operation("Import", anna) as writer:
        rows = [writer.add_document(NewDocument(text=str(n), name=str(n))) for n in range(60)]
    entry = project.history()[0]
    assert entry.changes == 60
    assert entry.documents == tuple(rows[:50])


def test_a_clock_that_is_turned_back_and_ahead_changes_no_order(
    project: Project, add: "callable", anna: int
) -> None:
    document = add()
    for number, year in enumerate((2040, 2010, 2026)):
        with project.operation(f"Label {number}", anna) as writer:
            writer.add_annotation(document, anna, "cue", number, number + 1)
        newest = project.history(limit=1)[0].operation
        at = f"{year}-01-01T00:00:00.000Z"
        project._file.writer.run("UPDATE operation SET at = ? WHERE id = ?", (at, newest))
    assert [entry.name for entry in project.history(limit=3)] == ["Label 2", "Label 1", "Label 0"]
    for number in (2, 1, 0):
        assert project.undo_name(anna) == f"Label {number}"
        project.undo(anna)
    project.redo(anna)
    assert [label.start for label in project.annotations(document)] == [0]
    assert project.check() == []
