"""While long work goes on, no label pays for writing the log into the file."""

from pullquote.store import Project
from pullquote.store.sql.database import CACHE, CACHE_OF_LONG_WORK


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
