"""Undo and redo are new operations, and bring back exactly what was there."""

import random
from pathlib import Path

import pytest

from pullquote.model.values import NewDocument, Published
from pullquote.store import NothingToRedo, NothingToUndo, Project, UndoBlocked, Writer, WriteRefused


def label(project: Project, document: int, actor: int, start: int = 0, end: int = 26) -> int:
    with project.operation("Quote", actor) as writer:
        return writer.add_annotation(document, actor, "quote", start, end).id


def test_undo_and_redo_are_operations_with_names(
    project: Project, document: int, anna: int
) -> None:
    empty = project.dump()
    quote = label(project, document, anna)
    full = project.dump()
    assert (project.undo_name(anna), project.redo_name(anna)) == ("Quote", None)
    change = project.undo(anna)
    assert (change.kind, change.name, change.documents) == ("undo", "Quote", {document})
    assert [(row.table, row.row, row.what) for row in change.rows] == [
        ("annotation", quote, "delete")
    ]
    assert project.dump() == empty
    assert (project.undo_name(anna), project.redo_name(anna)) == ("Add document", "Quote")
    assert project.redo(anna).kind == "redo"
    assert project.dump() == full
    assert [entry.kind for entry in project.history()[:3]] == ["redo", "undo", "do"]


def test_undo_goes_on_after_a_restart(path: Path, project: Project, document: int) -> None:
    anna = project.annotators()[0].id
    before = project.dump()
    label(project, document, anna)
    after = project.dump()
    project.close()
    with Project.open(path) as again:
        assert again.dump() == after
        again.undo(anna)
        assert again.dump() == before
    with Project.open(path) as again:
        again.redo(anna)
        assert again.dump() == after
        assert again.check() == []


def test_nothing_to_undo_or_redo(project: Project, anna: int) -> None:
    with pytest.raises(NothingToUndo):
        project.undo(anna)
    with pytest.raises(NothingToRedo):
        project.redo(anna)


def test_each_actor_undoes_their_own(project: Project, document: int, anna: int) -> None:
    with project.operation("Add annotator", 0) as writer:
        ben = writer.add_annotator("Ben").id
    first = label(project, document, anna)
    second = label(project, document, ben)
    project.undo(anna)
    assert [a.id for a in project.annotations(document)] == [second]
    project.undo(ben)
    project.redo(anna)
    assert [a.id for a in project.annotations(document)] == [first]


def test_something_new_takes_redo_away(project: Project, document: int, anna: int) -> None:
    label(project, document, anna)
    project.undo(anna)
    label(project, document, anna, 5, 9)
    assert project.redo_name(anna) is None
    with pytest.raises(NothingToRedo):
        project.redo(anna)
    project.undo(anna)
    project.undo(anna)
    assert project.document_counts(anna).total == 0


def test_several_undos_are_redone_in_turn(project: Project, document: int, anna: int) -> None:
    dumps = [project.dump()]
    for start in range(5):
        label(project, document, anna, start, start + 5)
        dumps.append(project.dump())
    for dump in reversed(dumps[:-1]):
        project.undo(anna)
        assert project.dump() == dump
    for dump in dumps[1:]:
        project.redo(anna)
        assert project.dump() == dump


def test_an_older_operation_is_undone_alone(project: Project, document: int, anna: int) -> None:
    label(project, document, anna)
    operation = project.history()[0].operation
    second = label(project, document, anna, 5, 9)
    project.undo_operation(operation, anna)
    assert [a.id for a in project.annotations(document)] == [second]
    assert [entry.undone for entry in project.history()] == [
        False,
        False,
        True,
        False,
        False,
        False,
    ]
    with pytest.raises(UndoBlocked, match="taken back already"):
        project.undo_operation(operation, anna)
    assert project.undo_name(anna) == "Quote"
    # To take the undo back is to do it again.
    assert project.undo_operation(project.history()[0].operation, anna).kind == "redo"
    assert len(project.annotations(document)) == 2


def test_a_later_change_stands_in_the_way(project: Project, document: int, anna: int) -> None:
    quote = label(project, document, anna)
    operation = project.history()[0].operation
    with project.operation("Edit extent", anna) as writer:
        writer.change_annotation(quote, end=24)
    before = project.dump()
    with pytest.raises(UndoBlocked) as blocked:
        project.undo_operation(operation, anna)
    assert str(blocked.value) == (
        "“Quote” cannot be undone: the quote from 0 to 26 in “a.txt” was changed by “Edit extent”."
    )
    assert blocked.value.values["document"] == document
    assert project.dump() == before
    project.undo(anna)
    project.undo_operation(operation, anna)


def test_labels_of_others_are_not_swept_away(project: Project, document: int, anna: int) -> None:
    added = project.history()[0].operation
    label(project, document, anna)
    with pytest.raises(UndoBlocked, match=r"the quote from 0 to 26 in “a\.txt” was changed by"):
        project.undo_operation(added, anna)
    assert len(project.annotations(document)) == 1


def test_a_taken_place_stands_in_the_way(project: Project, document: int, anna: int) -> None:
    quote = label(project, document, anna)
    with project.operation("Delete", anna) as writer:
        writer.delete_annotation(quote)
    deleted = project.history()[0].operation
    label(project, document, anna)
    before = project.dump()
    with pytest.raises(UndoBlocked, match="another one stands in the place of the quote from 0"):
        project.undo_operation(deleted, anna)
    assert project.dump() == before


def test_a_speaker_in_use_stays(project: Project, document: int, anna: int) -> None:
    with project.operation("Add speaker", anna) as writer:
        speaker = writer.add_speaker("Marta Oduya").id
    added = project.history()[0].operation
    with project.operation("Speaker", anna) as writer:
        writer.add_annotation(document, anna, "speaker", 32, 43, speaker=speaker)
    before = project.dump()
    with pytest.raises(UndoBlocked, match=r"the speaker from 32 .* needs the speaker"):
        project.undo_operation(added, anna)
    assert project.dump() == before


def test_a_removed_document_comes_back_with_everything(
    project: Project, document: int, anna: int
) -> None:
    with project.operation("Labels", anna) as writer:
        speaker = writer.add_speaker("Marta Oduya").id
        quote = writer.add_annotation(document, anna, "quote", 0, 26, note="😀 note")
        mention = writer.add_annotation(
            document,
            anna,
            "speaker",
            32,
            43,
            confidence=0.123456,
            speaker=writer.add_speaker("M").id,
        )
        writer.add_relation("said_by", quote.id, mention.id)
        writer.set_state(document, anna, "skipped", "an error page")
        writer.reject(document, anna, "date", 47, 53, "2026-01-05")
        writer.add_alias(speaker, "she", document)
        writer.change_document(
            document, published=Published("2026-01-06", "typed"), metadata={"a": "“b”"}
        )
    before = project.dump()
    with project.operation("Remove document", anna) as writer:
        writer.remove_document(document)
    assert project.annotations(document) == []
    assert project.check() == []
    project.undo(anna)
    assert project.dump() == before
    assert project.check() == []
    project.redo(anna)
    assert project.document_counts(anna).total == 0


def test_ids_are_never_given_out_twice(project: Project, document: int, anna: int) -> None:
    first = label(project, document, anna)
    project.undo(anna)
    assert label(project, document, anna) > first


def test_a_version_is_no_wall_but_the_beginning_is(
    project: Project, document: int, anna: int
) -> None:
    version = project.name_version("before the review", anna)
    project.undo(anna)
    assert project.document_counts(anna).total == 0
    for operation in (version, project.history()[-1].operation):
        with pytest.raises(UndoBlocked, match="the journal does not go back so far"):
            project.undo_operation(operation, anna)


class Player:
    """Does random things that a person can do, and knows what undo must bring back."""

    def __init__(self, project: Project, anna: int, chance: random.Random) -> None:
        self.project, self.anna, self.chance = project, anna, chance
        self.undoable: list[bytes] = []
        self.redoable: list[bytes] = []
        self.now = project.dump()

    def play(self) -> None:
        deed = self.chance.random()
        if deed < 0.2 and self.undoable:
            self.undo()
        elif deed < 0.3 and self.redoable:
            self.redo()
        else:
            self.do()

    def undo(self) -> None:
        self.project.undo(self.anna)
        self.redoable.append(self.now)
        self.now = self.undoable.pop()
        assert self.project.dump() == self.now

    def redo(self) -> None:
        self.project.redo(self.anna)
        self.undoable.append(self.now)
        self.now = self.redoable.pop()
        assert self.project.dump() == self.now

    def do(self) -> None:
        entries = self.project.history(limit=1)
        with self.project.operation("Deed", self.anna) as writer:
            for _ in range(self.chance.randint(1, 3)):
                try:
                    self.deed(writer)
                except WriteRefused:
                    continue
        if self.project.history(limit=1) != entries:
            self.undoable.append(self.now)
            self.redoable.clear()
            self.now = self.project.dump()

    def deed(self, writer: Writer) -> None:
        verbs = [self.add, self.label, self.label, self.edit, self.relate, self.state]
        verbs += [self.delete, self.speaker, self.merge, self.document, self.remove]
        self.chance.choice(verbs)(writer)

    def some(self, table: str) -> int:
        rows = self.project._file.writer.every(f"SELECT id FROM {table} ORDER BY id")
        return self.chance.choice(rows)[0] if rows else 0

    def span(self) -> tuple[int, int]:
        start = self.chance.randrange(20)
        return start, start + self.chance.randint(1, 9)

    def add(self, writer: Writer) -> None:
        text = "🚧 é “words” that anyone may say " + self.chance.choice("abc")
        writer.add_document(NewDocument(text=text, name="n", origin="o", raw_sha256=text[-1]))

    def label(self, writer: Writer) -> None:
        layer = self.chance.choice(["quote", "speaker", "claim", "date"])
        speaker = self.some("speaker") or None
        writer.add_annotation(
            self.some("document"), self.anna, layer, *self.span(), speaker=speaker
        )

    def edit(self, writer: Writer) -> None:
        start, end = self.span()
        layer = self.chance.choice(["quote", "cue"])
        writer.change_annotation(
            self.some("annotation"), start=start, end=end, layer=layer, attributes={"kind": "x"}
        )

    def relate(self, writer: Writer) -> None:
        kind, role = self.chance.choice([("said_by", ""), ("continues", ""), ("dated_by", "event")])
        writer.add_relation(kind, self.some("annotation"), self.some("annotation"), role)

    def state(self, writer: Writer) -> None:
        value = self.chance.choice([None, "in_progress", "done"])
        if document := self.some("document"):
            writer.set_state(document, self.anna, value)

    def delete(self, writer: Writer) -> None:
        if self.chance.random() < 0.5:
            writer.delete_annotation(self.some("annotation"))
        else:
            writer.delete_relation(self.some("relation"))

    def speaker(self, writer: Writer) -> None:
        added = writer.add_speaker(self.chance.choice(["Oduya", "Petersen", "Li"]))
        writer.add_alias(added.id, self.chance.choice(["she", "he"]), self.some("document") or None)

    def merge(self, writer: Writer) -> None:
        writer.merge_speaker(self.some("speaker"), self.some("speaker"))

    def document(self, writer: Writer) -> None:
        excluded = self.chance.choice([None, "not an article"])
        writer.change_document(
            self.some("document"), title=f"T{self.chance.random()}", excluded=excluded
        )

    def remove(self, writer: Writer) -> None:
        writer.remove_document(self.some("document"))


def test_two_thousand_random_operations_are_undone_and_redone(project: Project, anna: int) -> None:
    project._file.writer.pragma("synchronous", "OFF")  # the disk is not what is tried here
    first = project.dump()
    player = Player(project, anna, random.Random(7))
    for _ in range(2000):
        player.play()
    last = player.now
    deeds = len(player.undoable)
    assert deeds > 100
    while player.undoable:
        player.undo()
    assert project.dump() == first
    for _ in range(deeds):
        player.redo()
    assert project.dump() == last
    assert project.check() == []
