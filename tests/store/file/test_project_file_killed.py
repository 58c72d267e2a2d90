"""Killed while projects are made, opened, closed, backed up and undone: each opens again."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pullquote.store import Project

CHILD = """
import os, sys
from pathlib import Path
from pullquote.store import Project

def say(*words):
    os.write(1, (" ".join(map(str, words)) + "\\n").encode())

def undo(project, anna):
    while True:
        project.undo(anna)
        project.redo(anna)

def back_up(project, anna):
    while True:
        with project.operation("Name", anna) as writer:
            writer.set_project(guidelines_md=os.urandom(4).hex())
        say("backup", project.back_up())

def create(project, anna):
    for number in range(10_000):
        other = path.with_name(f"made-{turn}-{number}.pullquote")
        Project.create(other, name="Made", schema_toml=project.schema_toml).close()
        say("made", other)

def reopen(project, anna):
    while True:
        project.close()
        project = Project.open(path)

path, work, turn = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
project = Project.open(path)
say("ready", project.why_read_only)
globals()[work](project, project.annotators()[0].id)
"""


def run_and_kill(path: Path, work: str, turn: int, wait: float) -> list[Path]:
    """The files that the child said it had made."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, path, work, str(turn)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready \n"
    time.sleep(wait)
    os.kill(child.pid, signal.SIGKILL)
    said, complaint = child.communicate()
    assert complaint == ""
    # A line that was cut off was not said.
    return [Path(line.split(" ", 1)[1]) for line in said.split("\n")[:-1]]


@pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9")
def test_a_project_opens_again_whatever_it_was_doing(
    project: Project, path: Path, document: int
) -> None:
    kept = project.dump()
    project.close()
    chance = random.Random(11)
    for turn, work in enumerate(["reopen", "create", "undo", "back_up"] * 5):
        told = run_and_kill(path, work, turn, chance.uniform(0, 0.12))
        with Project.open(path) as again:
            assert again.why_read_only == ""
            assert again.check() == []
            if work == "undo" and again.redo_name(1):
                again.redo(1)
            if work in ("reopen", "undo"):
                assert again.dump() == kept
            kept = again.dump()
        there = set(path.parent.glob("*.pullquote"))
        assert {made for made in told if work == "create"} <= there
        for made in there:
            with Project.open(made, read_only=True) as whole:
                assert whole.name in ("News", "Made")
    assert not path.with_name("news.pullquote-wal").exists()
