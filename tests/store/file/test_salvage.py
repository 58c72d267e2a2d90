"""Damage of what can be made anew keeps no project from opening, and costs nothing else."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pullquote.model.values import NewDocument
from pullquote.store import DocumentQuery, Project
from pullquote.store.errors import DamagedIndex, DamagedProject, IndexMadeAnew

PAGE = 4096


def root_page(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as db:
        asked = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        found: int = db.execute(asked, (table,)).fetchone()[0]
        return found


def spoil(path: Path, table: str) -> None:
    """Overwrite the first page of a table."""
    page = root_page(path, table)
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(b"\x55" * PAGE)


@pytest.mark.parametrize(
    "table", ["document_counts", "passage", "pair_match", "search_leftover", "document_fts_data"]
)
def test_what_can_be_made_anew_is(
    project: Project, path: Path, document: int, anna: int, table: str
) -> None:
    with project.operation("Label", anna) as writer:
        label = writer.add_annotation(document, anna, "quote", 0, 5)
    before, history = project.dump(), project.history()
    project.close()
    spoil(path, table)
    with Project.open(path, read_only=True) as reader:
        assert [type(notice) for notice in reader.notices] == [DamagedIndex]
        assert reader.dump() == before
    with Project.open(path) as again:
        assert [type(notice) for notice in again.notices] == [IndexMadeAnew]
        assert again.dump() == before
        assert again.history() == history
        assert again.check() == []
        assert again.document_ids(DocumentQuery(search="bridge")) == [document]
        again.undo(anna)
        with again.operation("Label", anna) as writer:
            assert writer.add_annotation(document, anna, "quote", 0, 5).id > label.id
    with Project.open(path) as sound:
        assert sound.notices == ()


def test_damage_of_content_is_refused_as_before(
    project: Project, path: Path, document: int
) -> None:
    project.close()
    spoil(path, "document")
    with pytest.raises(DamagedProject):
        Project.open(path)


def test_words_taken_out_of_the_index_twice_keep_nothing_from_closing(
    project: Project, path: Path, document: int, anna: int
) -> None:
    """As a kill between two commits of a close once left it."""
    with project.operation("Add", anna) as writer:
        gone = writer.add_document(NewDocument(text="Words that go. " * 50, name="b.txt"))
    with project.operation("Remove", anna) as writer:
        writer.remove_document(gone)
    db = project._file.writer
    left = db.every("SELECT * FROM search_leftover")
    project.close()
    with closing(sqlite3.connect(path)) as other, other:
        other.executemany("INSERT INTO search_leftover VALUES (?, ?, ?)", left)
    for _ in range(2):
        with Project.open(path) as again:
            assert again.check() == [] or again.history()
            assert again.document_ids(DocumentQuery(search="bridge")) == [document]
    with Project.open(path) as sound:
        assert sound.check() == []
