"""A full disk, a lock, a fault of the disk: one sentence, nothing half-written, and on with it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pullquote.errors import Problem
from pullquote.model.values import NewDocument
from pullquote.store import Project, ProjectError, Stamp
from pullquote.store.errors import DiskFull, ProjectBusy
from pullquote.store.sql.database import connect

LONG = "Many words. " * 5000


def fill(project: Project) -> None:
    """From here on the file cannot grow."""
    db = project._file.writer
    db.pragma("max_page_count", db.pragma("page_count"))


def free(project: Project) -> None:
    project._file.writer.pragma("max_page_count", 2**30)


def add_many(project: Project, anna: int) -> None:
    with project.operation("Import", anna) as writer:
        for number in range(20):
            writer.add_document(NewDocument(text=f"{number} {LONG}", name=str(number)))


def label_many(project: Project, anna: int) -> None:
    with project.operation("Labels", anna) as writer:
        for start in range(70):
            for end in range(start + 1, 70):
                writer.add_annotation(1, anna, "quote", start, end)


def undo(project: Project, anna: int) -> None:
    project.undo(anna)


def name_versions(project: Project, anna: int) -> None:
    for number in range(1000):
        project.name_version(f"version {number} " + "x" * 200, anna)


class Found:
    clusters = ()


def find(project: Project, anna: int) -> None:
    project.replace_duplicates(Found(), Stamp("x" * 50_000, "1", "s", "c"))


@pytest.mark.parametrize("work", [add_many, label_many, undo, find])
def test_a_full_disk(
    project: Project, document: int, anna: int, work: Callable[[Project, int], None]
) -> None:
    with project.operation("Remove", anna) as writer:
        row = writer.add_document(NewDocument(text="x", name="x", metadata={"x": LONG}))
        writer.remove_document(row)
    if work is undo:
        with project.operation("Edit", anna) as writer:
            writer.change_document(document, metadata={"x": LONG})
    before, entries = project.dump(), len(project.history())
    fill(project)
    with pytest.raises(DiskFull, match="The disk is full, so nothing was written to"):
        work(project, anna)
    assert project.dump() == before
    assert len(project.history()) == entries
    assert project.check() == []
    free(project)
    work(project, anna)
    assert project.check() == []


def test_a_full_disk_in_long_work_keeps_the_steps_before(
    project: Project, path: Path, anna: int
) -> None:
    with (
        pytest.raises(DiskFull, match=r"\d of 30 were written to .* and stay") as full,
        project.long_operation("Import", anna, {"total": 30}) as long,
    ):
        for number in range(30):
            if number == 3:
                fill(project)
            with long.step() as writer:
                writer.add_document(NewDocument(text=f"{number} {LONG}", name=str(number)))
    free(project)
    assert project.check() == []
    done = project.document_counts(anna).total
    assert 3 <= done < 30
    assert f" {done} of 30 " in str(full.value)
    project.close()
    with Project.open(path) as again:
        assert again.history()[0].title == f"Import, interrupted after {done} of 30"
        again.undo(anna)
        assert again.document_counts(anna).total == 0


def test_another_program_that_holds_the_file(
    project: Project, path: Path, document: int, anna: int
) -> None:
    other = connect(path)
    other.run("BEGIN IMMEDIATE")
    project._file.writer.pragma("busy_timeout", 10)
    before = project.dump()
    with pytest.raises(ProjectBusy, match="is in use by another program"):
        with project.operation("Done", anna) as writer:
            writer.set_state(document, anna, "done")
    other.run("ROLLBACK")
    other.close()
    assert project.dump() == before
    with project.operation("Done", anna) as writer:
        writer.set_state(document, anna, "done")


_AGAINST_THE_LIMIT = """
import resource, signal, sys
from pathlib import Path
from pullquote.model.values import NewDocument
from pullquote.store import Project, ProjectError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path = Path(sys.argv[1])
with Project.open(path) as project:
    anna = project.annotators()[0].id
    before = project.dump()
    limit = path.stat().st_size + 50_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        with project.operation("Import", anna) as writer:
            for number in range(200):
                text = f"{number} " + "Many words. " * 5000
                writer.add_document(NewDocument(text=text, name=str(number)))
    except ProjectError as error:
        print(type(error).__name__)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    print(project.dump() == before, project.check())
    with project.operation("Import", anna) as writer:
        writer.add_document(NewDocument(text="x", name="x"))
    print(project.document_counts(anna).total)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_write_that_the_system_refuses(project: Project, path: Path) -> None:
    project.close()
    done = subprocess.run(
        [sys.executable, "-c", _AGAINST_THE_LIMIT, path],
        capture_output=True,
        text=True,
        check=False,
        env=dict(os.environ),
    )
    kind, *rest = done.stdout.splitlines()
    assert kind in {"CannotReach", "DiskFull"}, done.stderr
    assert rest == ["True []", "1"]


def test_a_disk_that_is_full_at_opening_still_lets_one_read(
    project: Project, path: Path, document: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.close()

    def full(path: Path, **_due: bool) -> None:
        raise DiskFull(path=path)

    monkeypatch.setattr("pullquote.store.file.project_file._open_writer", full)
    with Project.open(path) as again:
        assert again.why_read_only == "disk"
        assert again.text(document)
    assert not path.with_name("news.pullquote.lock").exists()


def test_every_fault_is_one_sentence() -> None:
    """With the file and what to do; the values are those that every fault is raised with."""
    values = {"path": "P", "what": "W", "why": "Y", "backups": "B", "to": "T", "written": "N"}
    kinds = every_kind(ProjectError)
    sentences = [str(kind(**values)) for kind in kinds]
    # With no backup at hand another one.
    sentences += [
        str(Problem(kind.without, **values)) for kind in kinds if hasattr(kind, "without")
    ]
    for sentence in sentences:
        assert sentence.count("P") >= 1
        assert sentence.endswith(".")
        assert ";" in sentence


def every_kind(kind: type[ProjectError]) -> list[type[ProjectError]]:
    return [found for sub in kind.__subclasses__() for found in (sub, *every_kind(sub))]
