"""A disk that is full, for real: all work ends in a sentence, and nothing is half done or lost.

On a small file system in memory, where one may be mounted.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from pullquote.errors import PullquoteError
from pullquote.exchange.formats import FORMATS
from pullquote.store import Project
from pullquote.store.errors import CannotReach, NotPutAway
from pullquote.workflow.collect.collect import collect
from pullquote.workflow.export import export
from pullquote.workflow.find_duplicates import refresh_duplicates
from pullquote.workflow.hand_out.operation import hand_out
from pullquote.workflow.import_.documents import import_paths
from pullquote.workflow.import_.labels import import_jsonl

MARA = "Mara Lind"
SIZE = 16 << 20
LEFT = (0, 16, 64, 200)  # kB that are free


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", str(small)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except OSError:
        done = False
    if not done:
        pytest.skip("no file system may be mounted here")
    yield small
    subprocess.run(["umount", "-l", str(small)], check=True)


def fill(disk: Path, left: int) -> None:
    """Leave so many kB free."""
    with (disk / "ballast").open("wb") as ballast:
        size = shutil.disk_usage(disk).free - left * 1024
        os.posix_fallocate(ballast.fileno(), 0, size)


def free(disk: Path) -> None:
    (disk / "ballast").unlink()


def close(project: Project) -> None:
    """The disk may be too full to tidy up; what was done is not lost."""
    try:
        project.close()
    except NotPutAway:
        assert project.path.with_name(f"{project.path.name}.lock").exists()


def files(disk: Path) -> set[str]:
    return {str(found.relative_to(disk)) for found in disk.rglob("*") if found.name != "ballast"}


def label(project: Project, _elsewhere: Path) -> None:
    for start in range(8):
        with project.operation("Labels", 1) as writer:
            for end in range(start + 1, 80):
                writer.add_annotation(1, 1, "quote", start, end)


def import_texts(project: Project, elsewhere: Path) -> None:
    for number in range(40):
        (elsewhere / f"{number}.txt").write_text(f"{number} Many words. " * 1000)
    import_paths(project, [elsewhere], 1)


def import_labels(project: Project, elsewhere: Path) -> None:
    import_jsonl(project, elsewhere / "labels.jsonl", 1)


def take_back(project: Project, _elsewhere: Path) -> None:
    project.undo(1)


def find(project: Project, _elsewhere: Path) -> None:
    refresh_duplicates(project)


def collect_file(project: Project, elsewhere: Path) -> None:
    collect(project, [elsewhere / "mara.pullquote"], 1)


def hand_out_files(project: Project, _elsewhere: Path) -> None:
    hand_out(project, project.path.parent / "out", [1], 1, documents=[1])


def back_up(project: Project, _elsewhere: Path) -> None:
    project.back_up("now")
    if project.backup_problem:
        raise project.backup_problem


def save_copy(project: Project, _elsewhere: Path) -> None:
    project.save_copy(project.path.with_name("copy.pullquote"))


def create(project: Project, _elsewhere: Path) -> None:
    other = project.path.with_name("other.pullquote")
    Project.create(other, name="Other", schema_toml=project.schema_toml).close()


def exporting(kind: str) -> Callable[[Project, Path], None]:
    def write(project: Project, _elsewhere: Path) -> None:
        export(project, kind, project.path.parent / f"export-{kind}")

    write.__name__ = kind
    return write


# Folders may stay, empty.
WHOLE = {"out", "news.backups"}
SQLITE = ("-wal", "-shm")
WORKS = [
    label, import_texts, import_labels, take_back, find, collect_file, hand_out_files, back_up,
    save_copy, create, *(exporting(row.id) for row in FORMATS),
]  # fmt: skip


@pytest.fixture
def elsewhere(office, tmp_path: Path, disk: Path) -> Path:
    """What is to be imported and collected, on a disk that has room."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    with office.make(disk / "news.pullquote", MARA, documents=3) as project:
        [mara] = office.give(project, folder / "out", MARA)
        with project.operation("Properties", 1) as writer:
            writer.change_document(1, metadata={"note": "many words " * 5000})
    office.label(mara, MARA, ("0.txt", 0, 26), ("1.txt", 0, 26))
    mara.rename(folder / "mara.pullquote")
    with office.make(folder / "other.pullquote", "Teo", documents=30) as other:
        with other.operation("Labels", 1) as writer:
            for document in range(1, 31):
                writer.add_annotation(document, 1, "quote", 0, 26, note="long " * 500)
        export(other, "jsonl", folder / "labels.jsonl")
    return folder


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.__name__)
def test_work_on_a_full_disk(disk: Path, elsewhere: Path, work: Callable) -> None:
    path = disk / "news.pullquote"
    refused = 0
    for left in LEFT:
        with Project.open(path) as project:
            project.wait_for_backup()
            before = project.dump()
            there = files(disk)
            fill(disk, left)
            try:
                work(project, elsewhere)
            except PullquoteError:
                refused += 1
                half = {name for name in files(disk) - there if not name.endswith(SQLITE)}
                assert half <= WHOLE
            assert project.check() == []
            kept = project.dump()
            close(project)
        free(disk)
        with Project.open(path) as again:
            assert not again.read_only
            assert again.dump() == kept
            assert again.check() == []
            if again.dump() != before:
                (again.redo if work is take_back else again.undo)(1)
            while again.dump() != before:
                again.undo(1)
        for made in files(disk) - there:
            if not (disk / made).is_dir():
                (disk / made).unlink()
    assert refused


@pytest.mark.parametrize("left", LEFT)
def test_a_project_is_closed_and_another_opened(
    office, disk: Path, elsewhere: Path, left: int
) -> None:
    path, other = disk / "news.pullquote", disk / "other.pullquote"
    office.make(other, MARA).close()
    project = Project.open(path)
    project.wait_for_backup()
    label(project, elsewhere)
    kept = project.dump()
    fill(disk, left)
    with suppress(CannotReach, NotPutAway), Project.open(other) as second:
        assert second.annotators()
    assert project.dump() == kept
    close(project)
    free(disk)
    for each in (path, other):
        with Project.open(each) as again:
            assert not again.read_only
            assert again.check() == []
    with Project.open(path) as again:
        assert again.dump() == kept
    assert {name for name in files(disk) if "-wal" in name or ".lock" in name} == set()
