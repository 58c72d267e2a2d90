"""A file that is replaced, moved, cut, written over or deleted while it is open."""

import os
import shutil
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import pytest

from pullquote.store import Project, ProjectError
from pullquote.store.errors import (
    KeptElsewhere,
    LogChanged,
    NotKept,
    ProjectMoved,
    ProjectReplaced,
    WentElsewhere,
)
from pullquote.store.sql.database import FileIdentity

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="an open file stays there")


def label(project: Project, start: int) -> None:
    with project.operation("Cue", 1) as writer:
        writer.add_annotation(1, 1, "cue", start, start + 1)


def starts(project: Project) -> list[int]:
    return [a.span.start for a in project.annotations(1)]


@pytest.fixture
def project(project: Project) -> Iterator[Project]:
    yield project
    with suppress(ProjectError):  # which says where it went
        project.close()


@pytest.fixture
def older(project: Project, path: Path, document: int) -> Path:
    """A copy of before the labels, made as a backup is."""
    older = path.with_name("older.pullquote")
    project.save_copy(older)
    label(project, 1)
    return older


def replace(path: Path, older: Path) -> None:
    shutil.copy(older, path.with_name("temporary"))
    path.with_name("temporary").replace(path)


def replace_and_keep(path: Path, older: Path) -> None:
    path.rename(path.with_name("news (conflicted copy).pullquote"))
    shutil.copy(older, path)


def write_over(path: Path, older: Path) -> None:
    shutil.copyfile(older, path)


def cut(path: Path, older: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def delete(path: Path, older: Path) -> None:
    path.unlink()


def move_within(path: Path, older: Path) -> None:
    path.rename(path.with_name("renamed.pullquote"))


def move_away(path: Path, older: Path) -> None:
    path.with_name("folder").mkdir()
    path.rename(path.with_name("folder") / path.name)


def move_the_folder(path: Path, older: Path) -> None:
    path.parent.rename(path.parent.with_name(f"{path.parent.name} moved"))


def delete_the_log(path: Path, older: Path) -> None:
    path.with_name(path.name + "-wal").unlink()


Act = Callable[[Path, Path], None]
REPLACED = [replace, replace_and_keep, write_over, cut, delete_the_log]
MOVED = [delete, move_within, move_away, move_the_folder]


@pytest.mark.parametrize("act", [*REPLACED, *MOVED])
def test_nothing_more_is_said_to_be_saved(
    project: Project, path: Path, older: Path, act: Act
) -> None:
    assert project.lost() is None
    act(path, older)
    error = ProjectReplaced if act in REPLACED else ProjectMoved
    assert isinstance(project.lost(), error)
    with pytest.raises(error, match="nothing more is saved in it"):
        label(project, 5)
    with pytest.raises(error):
        project.back_up()
    with pytest.raises(error):
        project.undo(1)


@pytest.mark.parametrize("act", [a for a in (*REPLACED, *MOVED) if a not in (write_over, cut)])
def test_a_copy_holds_what_is_open(
    project: Project, older: Path, path: Path, tmp_path_factory: pytest.TempPathFactory, act: Act
) -> None:
    act(path, older)
    copy = tmp_path_factory.mktemp("else") / "copy.pullquote"
    project.save_copy(copy)
    assert starts(project) == [1]
    with Project.open(copy) as kept:
        assert starts(kept) == [1]
        assert kept.check() == []


def closed(project: Project) -> Path:
    with pytest.raises(ProjectError) as told:
        project.close()
    assert isinstance(told.value, KeptElsewhere | WentElsewhere)
    project.close()
    return Path(str(told.value.values["to"]))


@pytest.mark.parametrize("act", [replace, delete])
def test_closing_keeps_what_nobody_saved(
    project: Project, path: Path, older: Path, act: Act
) -> None:
    act(path, older)
    kept = closed(project)
    assert kept == path.with_name("news kept.pullquote")
    with Project.open(kept) as again:
        assert (starts(again), again.check()) == ([1], [])


@pytest.mark.parametrize("act", [replace_and_keep, move_within, move_away, move_the_folder])
def test_closing_leaves_a_moved_file_whole(
    project: Project, path: Path, older: Path, act: Act
) -> None:
    act(path, older)
    moved = closed(project)
    assert moved.read_bytes()[18:20] == b"\1\1"
    assert [entry.name for entry in moved.parent.glob(moved.name + "-*")] == []
    with Project.open(moved) as again:
        assert not again.read_only
        assert (starts(again), again.check()) == ([1], [])


@pytest.mark.parametrize("act", [replace, replace_and_keep, write_over])
def test_closing_leaves_the_other_file_alone(
    project: Project, path: Path, older: Path, act: Act
) -> None:
    act(path, older)
    with pytest.raises(ProjectError, match="while it was open"):
        project.close()
    assert path.read_bytes() == older.read_bytes()
    assert [entry.name for entry in path.parent.glob(path.name + "-*")] == []
    with Project.open(path) as other:
        assert starts(other) == []


def test_what_was_saved_as_a_copy_is_not_kept_again(
    project: Project, path: Path, older: Path
) -> None:
    path.unlink()
    project.save_copy(path.with_name("copy.pullquote"))
    project.close()
    assert not path.with_name("news kept.pullquote").exists()


def test_a_log_that_is_gone_is_put_into_the_file(project: Project, path: Path, older: Path) -> None:
    delete_the_log(path, older)
    project.close()
    with Project.open(path) as again:
        assert starts(again) == [1]


def test_a_file_that_was_put_back_is_written_to_again(
    project: Project, path: Path, older: Path
) -> None:
    aside = path.with_name("aside")
    path.rename(aside)
    with pytest.raises(ProjectMoved):
        label(project, 5)
    aside.rename(path)
    label(project, 5)
    project.close()
    with Project.open(path) as again:
        assert starts(again) == [1, 5]


def test_another_time_alone_is_no_other_file(project: Project, path: Path, older: Path) -> None:
    os.utime(path, (0, 0))
    assert project.lost() is None
    label(project, 5)


def test_what_the_log_puts_into_the_file_is_our_own_work(project: Project, older: Path) -> None:
    anna = project.annotators()[0].id
    for number in range(4):
        with project.operation("Settings", anna) as writer:
            writer.set_project(guidelines_md=str(number) * 3_000_000)
        assert project.lost() is None


# --- the log: what was saved since the project was opened stands there until it is closed ---


def cut_log(log: Path) -> None:
    os.truncate(log, log.stat().st_size // 2)


def empty_log(log: Path) -> None:
    os.truncate(log, 0)


def flip_in_log(log: Path) -> None:
    with log.open("r+b") as file:
        file.seek(log.stat().st_size - 2000)
        (byte,) = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))


def zeros_in_log(log: Path) -> None:
    size = log.stat().st_size
    os.truncate(log, size // 3)
    os.truncate(log, size)


def another_log(log: Path) -> None:
    log.write_bytes(os.urandom(log.stat().st_size + 5))


DAMAGES = [cut_log, empty_log, flip_in_log, zeros_in_log, another_log]


def log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_log_that_others_damage_is_told_before_anything_is_written_to_it(
    project: Project, path: Path, older: Path, damage: Callable[[Path], None]
) -> None:
    damage(log_of(path))
    left = log_of(path).read_bytes()
    assert isinstance(project.lost(), LogChanged)
    with pytest.raises(LogChanged, match=r"The log beside .* was cut or changed"):
        label(project, 5)
    assert log_of(path).read_bytes() == left


@pytest.mark.parametrize("damage", DAMAGES)
def test_closing_puts_no_damaged_log_into_the_file(
    project: Project, path: Path, older: Path, damage: Callable[[Path], None]
) -> None:
    before = path.read_bytes()
    damage(log_of(path))
    with pytest.raises(ProjectError) as told:
        project.close()
    assert isinstance(told.value, KeptElsewhere | NotKept)
    assert path.read_bytes() == before
    with Project.open(path) as again:
        assert again.check() == []
        assert len(again.notices) == 1  # that changes may be missing
    if isinstance(told.value, KeptElsewhere):
        with Project.open(Path(str(told.value.values["to"]))) as kept:
            assert kept.check() == []


def test_our_own_work_and_another_time_are_no_damage_of_the_log(
    project: Project, path: Path, older: Path
) -> None:
    for start in range(2, 12):
        label(project, start)
        os.utime(log_of(path), (0, 0))
        assert project.lost() is None
    project.undo(1)
    assert project.lost() is None
    project.close()
    assert not log_of(path).exists()


def test_work_of_another_thread_is_no_damage_of_the_log(project: Project, older: Path) -> None:
    asked, stop = [], Event()

    def ask() -> None:
        while not stop.is_set():
            asked.append(project.lost())

    asking = Thread(target=ask)
    asking.start()
    for start in range(2, 60):
        label(project, start)
    stop.set()
    asking.join()
    assert set(asked) == {None}


def test_of_two_works_that_end_at_once_one_is_the_last(tmp_path, monkeypatch) -> None:
    path = tmp_path / "news.pullquote"
    connection = sqlite3.connect(path)
    connection.executescript("CREATE TABLE a (b); PRAGMA user_version = 1;")
    identity = FileIdentity(path, lambda _path: True)
    identity.begin()
    identity.begin()
    connection.executescript("CREATE TABLE c (d);")
    connection.close()
    both, count = threading.Barrier(2), FileIdentity._count

    def together(self: FileIdentity, more: int) -> None:
        with suppress(threading.BrokenBarrierError):
            both.wait(0.2)
        count(self, more)

    monkeypatch.setattr(FileIdentity, "_count", together)
    ends = [threading.Thread(target=identity.note) for _ in range(2)]
    for end in ends:
        end.start()
    for end in ends:
        end.join()
    assert identity.holds()
