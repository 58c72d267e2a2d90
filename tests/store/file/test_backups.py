"""Whole copies: saved, kept as backups, and what is forgotten for good."""

import shutil
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.assets import RESOURCES
from pullquote.model.values import NewDocument
from pullquote.store import DocumentQuery, Project
from pullquote.store.errors import CannotWrite, DamagedProject, ReadOnlyProject
from pullquote.store.file import backups
from pullquote.store.journal import operations

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")


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
    with pytest.raises(CannotWrite, match=r"cannot be written \(No such file"):
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
    return places(path)


def places(path: Path) -> list[Path]:
    return [kept.path for kept in backups.backups(path)]


def test_a_backup_at_open_if_anything_changed(project: Project, path: Path, document: int) -> None:
    before = project.dump()
    project.close()
    assert places(path) == []
    (first,) = reopened(path)
    assert reopened(path) == [first]
    assert first.parent.name == "news.backups"
    with Project.open(first, read_only=True) as backup:
        assert backup.dump() == before
    with Project.open(path) as again:
        again.undo(again.annotators()[0].id)
    assert len(reopened(path)) == 2


def test_the_newest_three_are_kept_of_a_day(
    project: Project, path: Path, document: int, anna: int
) -> None:
    made = []
    for number in range(6):
        with project.operation("Edit", anna) as writer:
            writer.change_document(document, title=str(number))
        made.append(project.back_up("before import"))
        assert project.back_up() is None
    assert places(path) == made[:2:-1]
    assert made[0].name == f"news {project.history()[-4].operation} before import.pullquote"


def test_backups_are_ordered_by_what_they_hold_whatever_clocks_said(
    project: Project, path: Path, document: int, anna: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock that once ran ahead, and files with other names, as 0.2 before gave them."""
    times = ["2031-05-01", "2026-02-11", "2026-02-11", "2026-02-12", "2026-02-13"]
    made = []
    for number, day in enumerate(times):
        monkeypatch.setattr(operations, "now", lambda day=day: f"{day}T08:00:00.000Z")
        with project.operation("Edit", anna) as writer:
            writer.change_document(document, title=str(number))
        kept = project.back_up()
        made.append(kept.rename(kept.with_name(f"news {9 - number}.pullquote")))
        assert places(path)[0] == made[-1]
    assert places(path) == [*made[:1:-1], made[0]]  # the other one of its day is gone


def copies(*days: str) -> list[backups.Backup]:
    """One for each day, the last operation first."""
    return [backups.Backup(Path(str(n)), n, str(n), day) for n, day in enumerate(days, 1)][::-1]


def test_older_backups_are_thinned_by_day_then_by_week() -> None:
    days = [f"2026-01-{day:02}T10" for day in range(1, 32)]
    kept = copies(*(day for day in days for _ in range(3)))
    for _ in kept:  # whatever is asked again
        gone = set(backups.surplus(kept))
        kept = [one for one in kept if one not in gone]
    stay = [one.at[8:10] for one in kept]
    assert stay == ["31", "31", "31", "30", "29", "28", "27", "25", "18", "11"]


@given(st.lists(st.dates(date(2025, 12, 1), date(2026, 3, 1)), max_size=60))
def test_thinning_leaves_the_newest_three_and_ten_at_most(days: list[date]) -> None:
    kept: list[backups.Backup] = []
    for number, day in enumerate(days, 1):
        kept.append(backups.Backup(Path(str(number)), number, str(number), f"{day}T10"))
        gone = set(backups.surplus(kept))
        kept = [one for one in kept if one not in gone]
        assert {number, number - 1, number - 2} - {0, -1} <= {one.operation for one in kept}
        assert len(kept) <= 10


def test_a_backup_that_holds_the_same_is_not_made_again_whatever_is_newer(
    project: Project, path: Path, document: int, anna: int
) -> None:
    """As after a backup was put in the place of the project: others hold what came to nothing."""
    first = project.back_up()
    with project.operation("Edit", anna) as writer:
        writer.change_document(document, title="Later")
    second = project.back_up()
    project.close()
    shutil.copy(first, path)
    assert reopened(path) == [second, first]


def test_too_little_room_is_said_and_long_work_goes_on(
    project: Project, path: Path, document: int, anna: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(path.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=10**6))
    assert project.back_up("import") is None
    assert "and 1.0 MB are free); free some space" in str(project.backup_problem)
    assert places(path) == []
    monkeypatch.undo()
    assert project.back_up("import") in places(path)
    assert project.backup_problem is None


def test_a_backup_opens_read_only(project: Project, document: int, anna: int) -> None:
    with Project.open(project.back_up()) as backup:
        assert backup.why_read_only == "backup"
        assert backup.document_counts(anna).total == 1
        with pytest.raises(ReadOnlyProject, match="it is a backup"), backup.operation("Edit", anna):
            pass


def test_a_long_name_leaves_room_for_the_names_of_backups(tmp_path: Path) -> None:
    long = tmp_path / f"{'ü' * 110}.pullquote"
    with Project.create(long, name="Long", schema_toml=SCHEMA) as project:
        with project.operation("Add annotator", 0) as writer:
            writer.add_annotator("Anna")
        assert project.back_up("collect") in places(long)


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
    copy = backups.copy_file

    def slowly(path: Path, mode: str, to: Path) -> None:
        to.with_name(to.name + ".new").write_text("begun")
        begun.set()
        assert go_on.wait(patience)
        assert to.with_name(to.name + ".new").exists()
        copy(path, mode, to)

    folder = path.with_name("news.backups")
    folder.mkdir()
    for ending in ("", ".lock", ".new"):
        (folder / f"left over.pullquote{ending}").write_text("x")
    (folder / "left over.pullquote").unlink()
    monkeypatch.setattr(backups, "copy_file", slowly)
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(project.back_up)
        assert begun.wait(patience)
        second = threads.submit(project.back_up, "import")
        time.sleep(0.05)  # in which it would clear away what is being written
        go_on.set()
        assert [first.result(), second.result()] == [*places(path), None]
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
    second = project.back_up()
    assert second not in (None, first)
    assert backups.backups(path)[1:] == [backups.Backup(first)]


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


def test_what_is_no_project_among_the_backups_is_left_alone(project: Project, path: Path) -> None:
    """A database of somebody else's, and one whose list of tables is damaged."""
    folder = path.with_name(f"{path.stem}.backups")
    folder.mkdir(exist_ok=True)
    other = folder / "other.pullquote"
    with closing(sqlite3.connect(other)) as db:
        db.execute("CREATE TABLE poem (line)")
    assert project.back_up("asked") is not None
    assert backups.backups(path)[-1] == backups.Backup(other)


def test_damage_leads_to_backups_only_where_there_are_some(path: Path) -> None:
    folder = path.with_name("news.backups")
    assert "there is no backup beside it" in str(DamagedProject(path=path, what="", backups=folder))
    folder.mkdir()
    (folder / "news 3.pullquote").touch()
    assert "open the latest backup in" in str(DamagedProject(path=path, what="", backups=folder))
