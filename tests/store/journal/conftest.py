"""Somebody who does random things in a project."""

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from pullquote.assets import RESOURCES
from pullquote.model.values import NewDocument
from pullquote.store import Project, Writer, WriteRefused
from pullquote.store.sql.fields import new_uid
from pullquote.store.values import CheckProblem

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")


class Player:
    """Does random things that a person can do, and knows what undo must bring back."""

    def __init__(
        self, project: Project, anna: int, chance: random.Random, opened: Callable[[Project], None]
    ) -> None:
        self.project, self.anna, self.chance, self.opened = project, anna, chance, opened
        self.undoable: list[bytes] = []
        self.redoable: list[bytes] = []
        self.new_files = False  # whether no file is ever imported twice
        self.now = project.dump()

    def problems(self) -> list[CheckProblem]:
        """What a check finds; that labels keep to the schema is nothing the player looks at."""
        return [problem for problem in self.project.check() if problem.kind != "schema"]

    def play(self) -> None:
        deed = self.chance.random()
        if deed < 0.2 and self.undoable:
            self.undo()
        elif deed < 0.3 and self.redoable:
            self.redo()
        else:
            self.do()

    def restart(self) -> None:
        self.project.close()
        self.project = Project.open(self.project.path)
        self.opened(self.project)

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
        raw = str(self.chance.random()) if self.new_files else text[-1]
        writer.add_document(NewDocument(text=text, name="n", origin="o", raw_sha256=raw))

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


@pytest.fixture
def make_player(tmp_path: Path) -> Iterator[Callable[[int], Player]]:
    """Each in a project of their own, whose file need not outlast a power cut, by a seed."""
    with ExitStack() as opened:

        def take(project: Project) -> None:
            opened.enter_context(project)
            project._file.writer.pragma("synchronous", "OFF")

        def make(seed: int) -> Player:
            opened.close()
            path = tmp_path / f"{new_uid()}.pullquote"
            project = Project.create(path, name="Played", schema_toml=SCHEMA)
            take(project)
            with project.operation("Add annotator", 0) as writer:
                anna = writer.add_annotator("Anna").id
            return Player(project, anna, random.Random(seed), take)

        yield make
