"""Whole copies: saved, kept as backups, and what is forgotten for good."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from pullquote.model.values import NewDocument
from pullquote.store import DocumentQuery, Project
from pullquote.store.errors import CannotWrite, DamagedProject, ReadOnlyProject
from pullquote.store.file import backups


def test_a_copy_is_whole_and_plain(project: Project, path: Path, document: int, anna: int) -> None:
    to = path.with_name("copy.pullquote")
    to.write_text("an older file")
    project.save_copy(to)
    assert to.read_bytes()[18:20] == b"\1\1"
    assert not list(path.parent.glob("*.new"))
    with Project.open(to) as copy:
        assert copy.dump() == project.dump()
        assert copy.uid == project.uid
        assert copy.document_ids(DocumentQuery(search="bridge")) == [document]
        assert copy.check() == []
        copy.undo(anna)


def test_a_copy_is_not_made_over_what_is_open(project: Project, path: Path) -> None:
    with pytest.raises(CannotWrite, match="it is the project itself"):
        project.save_copy(path.parent / "." / path.name)
    other = path.with_name("other.pullquote")
    with Project.create(other, name="Other", schema_toml=project.schema_toml):
        with pytest.raises(CannotWrite, match="it is open, "):
            project.save_copy(other)
        assert other.exists()
    with pytest.raises(CannotWrite, match=r"cannot be written \(unable to open"):
        project.save_copy(path.parent / "missing" / "copy.pullquote")


def test_a_copy_while_others_write(project: Project, path: Path, anna: int) -> None:
    with project.long_operation("Import", anna) as long:
        for number in range(5):
            with long.step() as writer:
                writer.add_document(NewDocument(text=f"Text {number}", name=str(number)))
            project.save_copy(path.with_name("copy.pullquote"))
    with Project.open(path.with_name("copy.pullquote")) as copy:
        assert copy.document_counts(anna).total == 5
        assert copy.history()[0].title == "Import, interrupted after 5"


# --- backups ---


def reopened(path: Path) -> list[Path]:
    with Project.open(path) as project:
        project._backups.wait()
        assert project.backup_problem is None
    return backups.backups(path)


def test_a_backup_at_open_if_anything_changed(project: Project, path: Path, document: int) -> None:
    before = project.dump()
    project.close()
    assert backups.backups(path) == []
    (first,) = reopened(path)
    assert reopened(path) == [first]
    assert first.parent.name == "news.backups"
    with Project.open(first, read_only=True) as backup:
        assert backup.dump() == before
    with Project.open(path) as again:
        again.undo(again.annotators()[0].id)
    assert len(reopened(path)) == 2


def test_ten_backups_are_kept(project: Project, path: Path, document: int, anna: int) -> None:
    made = []
    for number in range(12):
        with project.operation("Edit", anna) as writer:
            writer.change_document(document, title=str(number))
        made.append(project.back_up("before import"))
        assert project.back_up() is None
    assert backups.backups(path) == made[:1:-1]
    assert str(made[0]).endswith(" before import.pullquote")


def test_backups_are_made_one_at_a_time(
    project: Project,
    path: Path,
    document: int,
    anna: int,
    monkeypatch: pytest.MonkeyPatch,
    patience: float,
) -> None:
    """What is left of a killed program is cleared away, never what is being written."""
    begun, go_on = Event(), Event()
    copy = backups._copy

    def slowly(path: Path, mode: str, to: Path) -> None:
        to.with_name(to.name + ".new").write_text("begun")
        begun.set()
        assert go_on.wait(patience)
        assert to.with_name(to.name + ".new").exists()
        copy(path, mode, to)

    folder = path.with_name("news.backups")
    folder.mkdir()
    (folder / "left over.new").write_text("x")
    monkeypatch.setattr(backups, "_copy", slowly)
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(project.back_up)
        assert begun.wait(patience)
        second = threads.submit(project.back_up, "import")
        time.sleep(0.05)  # in which it would clear away what is being written
        go_on.set()
        assert [first.result(), second.result()] == [*backups.backups(path), None]
    assert [kept.suffix for kept in folder.iterdir()] == [".pullquote"]


def test_a_backup_is_made_by_the_one_who_writes(project: Project, document: int) -> None:
    with Project.open(project.path) as reader, pytest.raises(ReadOnlyProject):
        reader.back_up()


def test_a_backup_that_cannot_be_made_is_told(project: Project, path: Path, document: int) -> None:
    path.with_name("news.backups").write_text("in the way")
    with pytest.raises(CannotWrite):
        project.back_up()
    project.close()
    with Project.open(path) as again:
        again._backups.wait()
        assert isinstance(again.backup_problem, CannotWrite)


def test_whoever_listens_can_say_why_there_is_no_backup(
    project: Project, path: Path, document: int, anna: int
) -> None:
    project.close()
    path.with_name("news.backups").write_text("in the way")
    with Project.open(path) as again:
        again._backups.wait()
        told: list[str] = []
        again.listen(lambda _change: told.append(str(again.backup_problem)))
        with again.operation("Edit", anna) as writer:
            writer.set_state(document, anna, "done")
        assert told == [str(again.backup_problem)]
        assert "cannot be written" in told[0]


def test_a_damaged_backup_is_not_taken_for_a_copy(
    project: Project, path: Path, document: int
) -> None:
    first = project.back_up()
    first.write_bytes(b"x" * 5000)
    time.sleep(0.002)  # their names tell milliseconds
    assert project.back_up() not in (None, first)


def test_a_large_file_is_looked_through_after_opening(
    project: Project, path: Path, document: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pullquote.store.file.header_check._LOOK_THROUGH", 0)
    root = project._file.writer.value("SELECT rootpage FROM sqlite_master WHERE name = 'state'")
    project.close()
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 200)
    with Project.open(path) as again:
        again._backups.wait()
        assert isinstance(again.backup_problem, DamagedProject)
