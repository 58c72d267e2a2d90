"""Files that an older version made open, read-only too, and what was done in them is undone."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from pullquote.store import Project, UndoBlocked, Writer
from pullquote.store.file import header_check
from pullquote.store.file.backups import backups
from pullquote.store.journal import operations
from pullquote.store.journal.operations import WriteContext
from pullquote.store.merge.foreign_project import open_foreign
from pullquote.store.sql.database import Database, connect_writer


@pytest.fixture
def older(project: Project, path: Path, document: int, anna: int) -> Path:
    """As the first migration left files: a label was set and changed, another removed."""
    context = project.uid, project.schema
    project.close()
    with closing(connect_writer(path)) as db:
        make_older(db)
        with writing(db, "Labels", anna, *context) as writer:
            quote = writer.add_annotation(document, anna, "quote", 0, 26).id
            cue = writer.add_annotation(document, anna, "cue", 27, 31, note="old").id
        with writing(db, "Kind", anna, *context) as writer:
            writer.change_annotation(quote, attributes={"kind": "direct"})
        with writing(db, "Removed", anna, *context) as writer:
            writer.delete_annotation(cue)
        db.pragma("journal_mode", "DELETE")
    return path


def make_older(db: Database) -> None:
    for name, (kind, statement) in header_check.recorded_schema("0001_initial").items():
        if kind == "trigger" and name.startswith("journal_"):
            db.run(f"DROP TRIGGER {name}")
            db.run(statement)
    db.run("DROP INDEX document_group_grp")
    db.run("DELETE FROM schema_migration WHERE name > '0001_initial'")


@contextmanager
def writing(db: Database, name: str, anna: int, uid: str, schema: object) -> Iterator[Writer]:
    with operations.transaction(db):
        operations.let_write(db, operations.begin(db, name, anna))
        yield Writer(WriteContext(db, anna, uid, schema))
        operations.forbid_writing(db)


def test_an_older_file_is_brought_up_to_date_and_its_past_is_undone(older: Path, anna: int) -> None:
    with Project.open(older) as project:
        assert [kept.path.name for kept in backups(older)] == ["news 6 before migration.pullquote"]
        assert [one.layer for one in project.annotations(1)] == ["quote"]
        assert project.check() == []
        after = project.dump()
        assert [project.undo(anna).name for _ in range(2)] == ["Removed", "Kind"]
        (cue,) = (one for one in project.annotations(1) if one.layer == "cue")
        assert cue.note == "old"
        project.undo(anna)
        assert project.annotations(1) == []
        for _ in range(3):
            project.redo(anna)
        assert project.dump() == after
        assert project.check() == []
        beginning = project.history()[-1].operation
        with pytest.raises(UndoBlocked):
            project.undo_operation(beginning, anna)


def test_an_older_file_is_read_without_being_written_to(older: Path) -> None:
    before = older.read_bytes()
    with Project.open(older, read_only=True) as project:
        folder = project._file.folder.name
        assert project.path == older
        assert project.why_read_only == "asked"
        assert [one.layer for one in project.annotations(1)] == ["quote"]
        assert project.check() == []
        project.save_copy(older.with_name("copy.pullquote"))
    assert not Path(folder).exists()
    assert older.read_bytes() == before
    with Project.open(older.with_name("copy.pullquote")) as copy:
        assert len(copy.annotations(1)) == 1


def test_an_older_file_comes_back_from_somebody_else(older: Path) -> None:
    with open_foreign(older) as foreign:
        assert foreign.work_operations(1)[1][-1].kind == "do"


def test_an_older_backup_is_looked_at(older: Path) -> None:
    with Project.open(older):
        pass
    (kept, *_others) = backups(older)
    with Project.open(kept.path) as backup:
        assert backup.why_read_only == "backup"
        assert backup.content_counts().labels == 1
