"""One named operation is one transaction, whole or not at all."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path

import peewee
import pytest

from pullquote.model.values import NewDocument
from pullquote.store import Change, NotThere, Project
from pullquote.store.errors import NestedOperation, NothingToUndo, ProjectClosed

Until = Callable[[Callable[[], object]], None]


def test_an_operation_is_told_after_its_commit(
    project: Project, path: Path, document: int, anna: int
) -> None:
    told: list[tuple[Change, int]] = []
    project.listen(lambda change: told.append((change, len(project.annotations(document)))))
    with project.operation("Quote", anna) as writer:
        label = writer.add_annotation(document, anna, "quote", 0, 26)
        writer.set_state(document, anna, "in_progress")
        assert told == []
    ((change, labels),) = told
    assert (change.name, change.kind, labels) == ("Quote", "do", 1)
    assert change.documents == {document}
    assert change.tables == {"annotation", "state"}
    assert change.touches("annotation", document)
    assert not change.touches("relation")
    first = change.rows[0]
    assert (first.table, first.row, first.what) == ("annotation", label.id, "insert")


def test_a_listener_can_be_stopped(project: Project, document: int, anna: int) -> None:
    told: list[Change] = []
    stop = project.listen(told.append)
    stop()
    stop()
    with project.operation("Done", anna) as writer:
        writer.set_state(document, anna, "done")
    assert told == []


def test_an_exception_takes_everything_back(project: Project, document: int, anna: int) -> None:
    before, entries = project.dump(), len(project.history())
    with pytest.raises(ZeroDivisionError), project.operation("Quote", anna) as writer:
        writer.add_annotation(document, anna, "quote", 0, 26)
        raise ZeroDivisionError
    assert project.dump() == before
    assert len(project.history()) == entries
    with project.operation("Quote", anna) as writer:
        writer.add_annotation(document, anna, "quote", 0, 26)
    assert len(project.annotations(document)) == 1


def test_somebody_who_is_not_there_does_nothing(project: Project, document: int) -> None:
    """As where the one whose window it is was taken back meanwhile."""
    with pytest.raises(NotThere, match="no annotator 77"):
        with project.operation("Quote", 77) as writer:
            writer.set_state(document, 77, "done")
    assert project.check() == []


def test_what_changes_nothing_leaves_no_operation(
    project: Project, document: int, anna: int
) -> None:
    with project.operation("Done", anna) as writer:
        writer.set_state(document, anna, "done")
    entries, told = len(project.history()), []
    project.listen(told.append)
    with project.operation("Done", anna) as writer:
        writer.set_state(document, anna, "done")
    assert len(project.history()) == entries
    assert told == []


def test_one_label_takes_at_most_fifteen_statements(
    project: Project, document: int, anna: int
) -> None:
    traced: list[str] = []
    link = project._file.writer.link
    link.set_trace_callback(traced.append)
    with project.operation("Quote", anna) as writer:
        quote = writer.add_annotation(document, anna, "quote", 0, 26)
        speaker = writer.add_annotation(document, anna, "speaker", 32, 43)
        writer.add_relation("said_by", quote.id, speaker.id)
        writer.set_state(document, anna, "in_progress")
    link.set_trace_callback(None)
    seen = [sql for sql, _again in groupby(traced)]  # told again for each trigger that it fires
    assert sum(statement.startswith("COMMIT") for statement in seen) == 1
    assert len(seen) <= 15, seen


def test_an_operation_inside_another_is_a_mistake(project: Project, anna: int) -> None:
    with project.operation("Outer", anna), pytest.raises(NestedOperation):
        with project.operation("Inner", anna):
            pass
    with project.long_operation("Import", anna) as long, long.step():
        with pytest.raises(NestedOperation), project.operation("Inner", anna):
            pass


def test_content_cannot_be_written_outside_an_operation(
    project: Project, document: int, anna: int
) -> None:
    db = project._file.writer
    attempts = (
        "UPDATE document SET title = 'x'",
        "DELETE FROM document",
        "INSERT INTO annotator (uid, name, kind) VALUES ('u', 'Zoe', 'person')",
        "INSERT INTO text (sha256, content, characters) VALUES ('h', 'x', 1)",
        "DELETE FROM text",
        "UPDATE text SET content = 'x'",
        "INSERT OR REPLACE INTO annotator SELECT * FROM annotator",
    )
    before = project.dump()
    for attempt in attempts:
        with pytest.raises(peewee.IntegrityError):
            db.run(attempt)
    assert project.dump() == before


def test_a_text_never_changes_inside_an_operation_either(
    project: Project, document: int, anna: int
) -> None:
    with project.operation("Change", anna) as writer:
        with pytest.raises(peewee.IntegrityError, match="texts never change"):
            writer._writing.db.run("UPDATE text SET content = 'x'")


def test_a_writer_is_over_with_its_operation(project: Project, document: int, anna: int) -> None:
    with project.operation("Quote", anna) as writer:
        pass
    with pytest.raises(AttributeError):
        writer.set_state(document, anna, "done")


def test_the_thread_that_writes_reads_what_it_wrote(
    project: Project, document: int, anna: int
) -> None:
    with project.operation("Quote", anna) as writer:
        writer.add_annotation(document, anna, "quote", 0, 26)
        assert len(project.annotations(document)) == 1
        seen: list[int] = []
        other = threading.Thread(target=lambda: seen.append(len(project.annotations(document))))
        other.start()
        other.join()
        assert seen == [0]


def test_a_closed_project_says_so(project: Project, anna: int) -> None:
    project.close()
    project.close()
    with pytest.raises(ProjectClosed):
        project.annotators()
    with pytest.raises(ProjectClosed), project.operation("Done", anna):
        pass


# --- long operations ---


def test_a_long_operation_is_one_entry_over_many_commits(project: Project, anna: int) -> None:
    told: list[Change] = []
    project.listen(told.append)
    with project.long_operation("Import", anna, {"total": 3}) as long:
        for number in range(3):
            with long.step() as writer:
                writer.add_document(NewDocument(text=f"Text {number}", name=f"{number}.txt"))
        long.note(skipped=0)
    entry = project.history()[0]
    assert (entry.title, entry.state, entry.changes) == ("Import", "committed", 3)
    assert entry.details == {"total": 3, "done": 3, "skipped": 0}
    assert [len(change.rows) for change in told] == [1, 1, 1]
    assert {change.operation for change in told} == {entry.operation}
    project.undo(anna)
    assert project.document_counts(anna).total == 0


def test_long_work_that_fails_stands_as_interrupted(project: Project, anna: int) -> None:
    before = project.dump()
    with pytest.raises(ZeroDivisionError):
        with project.long_operation("Import", anna, {"total": 10_000}) as long:
            with long.step(3120) as writer:
                writer.add_document(NewDocument(text="Kept.", name="kept.txt"))
            with long.step() as writer:
                writer.add_document(NewDocument(text="Lost.", name="lost.txt"))
                raise ZeroDivisionError
    entry = project.history()[0]
    assert entry.title == "Import, interrupted after 3,120 of 10,000"
    assert project.document_counts(anna).total == 1
    project.undo_operation(entry.operation, anna)
    assert project.dump() == before


def test_long_work_without_a_change_leaves_no_entry(project: Project, anna: int) -> None:
    entries = len(project.history())
    with project.long_operation("Import", anna):
        pass
    assert len(project.history()) == entries


def test_what_still_runs_is_not_undone(project: Project, anna: int) -> None:
    with project.long_operation("Import", anna) as long:
        with long.step() as writer:
            writer.add_document(NewDocument(text="One.", name="1.txt"))
        with pytest.raises(NothingToUndo):
            project.undo(anna)


def test_the_window_gets_its_turn_between_two_steps(
    project: Project, anna: int, until: Until, patience: float
) -> None:
    """The operation that is asked for during a step comes before the next step."""
    order: list[str] = []
    inside = threading.Event()

    def import_all() -> None:
        with project.long_operation("Import", anna) as long:
            for number in range(20):
                with long.step() as writer:
                    writer.add_document(NewDocument(text=f"Text {number}", name=f"{number}"))
                    if number == 3:
                        inside.set()
                        until(lambda: bool(project._turns._waiting))
                    order.append(f"step {number}")

    thread = threading.Thread(target=import_all)
    thread.start()
    assert inside.wait(patience)
    with project.operation("Add speaker", anna) as writer:
        writer.add_speaker("Marta Oduya")
        order.append("window")
    thread.join()
    assert order[3:6] == ["step 3", "window", "step 4"]
    assert {entry.name for entry in project.history()} >= {"Import", "Add speaker"}


def test_a_step_has_time_until_somebody_waits_for_it(
    project: Project, anna: int, until: Until, patience: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pullquote.store.writer._LONGEST_SECONDS", patience)
    monkeypatch.setattr("pullquote.store.writer._LONGEST_BESIDE_OTHERS", patience)
    monkeypatch.setattr("pullquote.store.writer._LONGEST_ON_SLOW_DISKS", patience)
    inside = threading.Event()
    had_time = []

    def import_all() -> None:
        with project.long_operation("Import", anna) as long, long.step(0) as writer:
            had_time.append(long.has_time)
            writer.add_document(NewDocument(text="Text", name="a"))
            long.count(1)
            inside.set()
            until(lambda: project._turns.awaited)
            had_time.append(long.has_time)

    thread = threading.Thread(target=import_all)
    thread.start()
    assert inside.wait(patience)
    with project.operation("Add speaker", anna) as writer:
        writer.add_speaker("Marta Oduya")
    thread.join()
    assert had_time == [True, False]


@pytest.mark.parametrize(("seconds", "more"), [(0.0, False), (0.5, True)])
def test_beside_others_a_step_is_longer_where_the_disk_is_slow(
    project: Project, anna: int, monkeypatch: pytest.MonkeyPatch, seconds: float, more: bool
) -> None:
    now = [0.0]
    monkeypatch.setattr("pullquote.store.writer.time.monotonic", lambda: now[0])
    with project.long_operation("Import", anna) as long:
        project._turns.note_call()
        with long.step() as writer:
            writer.add_document(NewDocument(text="Text", name="a"))
            project._file.writer.link.set_trace_callback(
                lambda sql: now.__setitem__(0, now[0] + seconds * (sql == "COMMIT"))
            )
        project._file.writer.link.set_trace_callback(None)
        with long.step() as writer:
            writer.add_document(NewDocument(text="Other", name="b"))
            now[0] += 0.015
            assert long.has_time is more
            now[0] += 0.002
            assert not long.has_time


def test_a_step_does_not_go_on_for_ever(project: Project, anna: int, until: Until) -> None:
    with project.long_operation("Import", anna) as long, long.step() as writer:
        writer.add_document(NewDocument(text="Text", name="a"))
        until(lambda: not long.has_time)
        assert not project._turns.awaited


def test_what_a_step_counts_is_done_when_it_ends(project: Project, anna: int) -> None:
    with project.long_operation("Import", anna) as long:
        with pytest.raises(ZeroDivisionError), long.step() as writer:
            writer.add_document(NewDocument(text="Text", name="a"))
            long.count(2)
            _ = 1 // 0
        assert long.done == 0
        with long.step() as writer:
            writer.add_document(NewDocument(text="Text", name="a"))
            long.count(2)
        assert long.done == 3


def test_many_threads_write_and_read_at_once(project: Project, document: int, anna: int) -> None:

    def work(first: int) -> None:
        for number in range(15):
            with project.operation("Cue", anna) as writer:
                start = first * 15 + number
                writer.add_annotation(document, anna, "cue", start, start + 1)
            assert project.annotations(document)

    with ThreadPoolExecutor(4) as threads:
        assert len(list(threads.map(work, range(4)))) == 4
    assert len(project.annotations(document)) == 60
    assert project.check() == []
