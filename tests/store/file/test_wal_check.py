"""A log that does not end as it should is said, and no other."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pullquote.store import Project
from pullquote.store.errors import LogCutOff

CHILD = """
import os, signal, sys
from pathlib import Path
from pullquote.store import Project
project = Project.open(Path(sys.argv[1]))
project.wait_for_backup()
for number in range(8):
    with project.operation("Label", 1) as writer:
        writer.add_annotation(1, 1, "quote", number, number + 5)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def killed(project: Project, path: Path, document: int) -> Path:
    project.close()
    subprocess.run([sys.executable, "-c", CHILD, str(path)], check=False)
    assert path.with_name("news.pullquote-wal").stat().st_size > 10_000
    return path


def opened(path: Path) -> tuple[list[type], int]:
    """The notices, and how many of the eight labels are there."""
    with Project.open(path, read_only=True) as project:
        return [type(notice) for notice in project.notices], len(project.annotations(1))


@pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9")
def test_a_whole_log_is_nothing_to_speak_of(killed: Path) -> None:
    assert opened(killed) == ([], 8)
    killed.with_name("news.pullquote-shm").unlink()
    assert opened(killed) == ([], 8)
    with Project.open(killed) as project:
        assert project.notices == ()
    assert opened(killed) == ([], 8)


@pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9")
@pytest.mark.parametrize("part", [0.1, 0.3, 0.5, 0.7, 0.9])
@pytest.mark.parametrize("how", ["bit", "cut", "zeros"])
def test_any_damage_of_it_is_said(killed: Path, part: float, how: str) -> None:
    log = killed.with_name("news.pullquote-wal")
    size = log.stat().st_size
    at = int(size * part)
    if how == "cut":
        os.truncate(log, at)
    else:
        with log.open("r+b") as file:
            file.seek(at)
            byte = file.read(1)
            file.seek(at)
            file.write(bytes([byte[0] ^ 8]) if how == "bit" else bytes(size - at))
    notices, labels = opened(killed)
    assert labels < 8
    assert notices == [LogCutOff]


@pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9")
def test_a_log_that_is_gone_is_said_where_its_index_knows_of_it(killed: Path) -> None:
    copy = Path(shutil.copytree(killed.parent, killed.parent.with_name("copy"))) / killed.name
    copy.with_name("news.pullquote-wal").unlink()
    with Project.open(copy) as project:
        assert [type(notice) for notice in project.notices] == [LogCutOff]
