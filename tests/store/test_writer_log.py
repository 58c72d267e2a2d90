"""While long work goes on, no label pays for writing the log into the file."""

from collections.abc import Callable
from contextlib import closing, suppress
from threading import Thread

import pytest

from pullquote.store import Project, ProjectError
from pullquote.store.sql.database import (
    CACHE,
    CACHE_OF_LONG_WORK,
    Database,
    companion_file,
    connect,
)
from pullquote.store.writer import LogUpkeep


def _pages(project: Project) -> int:
    """How long the log may get before a commit writes it into the file; 0 for any length."""
    return project._file.writer.pragma("wal_autocheckpoint")


def test_no_label_beside_long_work_writes_the_log(project: Project, document: int, anna: int):
    with project.long_operation("Import", anna) as long:
        with long.step() as writer:
            writer.add_speaker("Marta Oduya")
        with project.operation("Cue", anna) as writer:
            writer.add_annotation(document, anna, "cue", 0, 4)
            assert _pages(project) == 0
    with project.operation("Cue", anna) as writer:
        writer.add_annotation(document, anna, "cue", 5, 9)
        assert _pages(project) == 1000


def test_long_work_keeps_more_of_the_file_in_memory_while_it_goes_on(project: Project, anna: int):
    db = project._file.writer
    with project.long_operation("Import", anna) as long, long.step() as writer:
        writer.add_speaker("Marta Oduya")
        assert db.pragma("cache_size") == CACHE_OF_LONG_WORK
    assert db.pragma("cache_size") == CACHE


def test_a_step_that_is_taken_back_leaves_the_log_to_labels(project: Project, anna: int):
    try:
        with project.long_operation("Import", anna) as long, long.step():
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    with project.operation("Add speaker", anna) as writer:
        writer.add_speaker("Marta Oduya")
        assert _pages(project) == 1000


def test_long_work_writes_the_log_itself(project: Project, anna: int, monkeypatch):
    monkeypatch.setattr("pullquote.store.writer._LOG_SECONDS", 0)
    with project.long_operation("Import", anna) as long:
        before = project.path.stat().st_size
        with long.step() as writer:
            for number in range(200):
                writer.add_speaker(f"Marta Oduya the {number}th")
        assert project.path.stat().st_size > before
    assert project.check() == []


@pytest.fixture
def moves(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """What is done, one after the other, while the log is about to be written into the file."""
    due: list[Callable[[], None]] = []
    write = LogUpkeep.write

    def act_and_write(upkeep: LogUpkeep, db: Database) -> None:
        if due:
            due.pop(0)()
        write(upkeep, db)

    monkeypatch.setattr("pullquote.store.writer._LOG_SECONDS", 0)
    monkeypatch.setattr(LogUpkeep, "write", act_and_write)
    return due


def test_labels_are_written_while_the_log_is(project: Project, document: int, anna: int, moves):
    def label() -> None:
        with project.operation("Cue", anna) as writer:
            writer.add_annotation(document, anna, "cue", 0, 4)
        assert project.lost() is None

    moves.append(label)
    with project.long_operation("Import", anna) as long, long.step() as writer:
        writer.add_speaker("Marta Oduya")
    assert not moves
    assert project.lost() is None
    assert [label.layer for label in project.annotations(document)] == ["cue"]
    with closing(connect(project.path, "immutable")) as file:  # as it is without its log
        assert file.value("SELECT layer FROM annotation") == "cue"
    assert project.check() == []


def test_the_log_goes_into_no_other_file(project: Project, anna: int, moves, tmp_path):
    other = tmp_path / "other.pullquote"
    project.save_copy(other)
    before = other.read_bytes()
    with suppress(ProjectError), project.long_operation("Import", anna) as long:
        with long.step() as writer:
            writer.add_speaker("Marta Oduya")
        moves.append(lambda: pytest.fail("it was written"))
        other.replace(project.path)
        project._keep_log_short()
    assert len(moves) == 1
    assert project.path.read_bytes() == before
    with suppress(ProjectError):
        project.close()


def test_closing_waits_for_the_log(project: Project, anna: int, moves, until, patience: float):
    end = Thread(target=project.close)

    def close() -> None:
        end.start()
        until(lambda: project._closed)
        assert end.is_alive()

    moves.append(close)
    with suppress(ProjectError), project.long_operation("Import", anna) as long:
        with long.step() as writer:
            writer.add_speaker("Marta Oduya")
    end.join(patience)
    assert not companion_file(project.path, "-wal").exists()
    with Project.open(project.path) as opened:
        assert [speaker.name for speaker in opened.speakers()] == ["Marta Oduya"]
