"""A program that is killed at any moment loses nothing it said was done, and opens again."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pullquote.assets import RESOURCES
from pullquote.model.values import NewDocument
from pullquote.store import DocumentQuery, Project

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
TEXT = "“We wait for the pilots,” she said. " * 400

# Each acknowledges a step on a line of its own, once the step is said to be done.
CHILD = """
import sys
from pathlib import Path
from pullquote.model.values import NewDocument
from pullquote.store import Project
path, what, text = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
say = lambda words: print(words, flush=True)
with Project.open(path) as project:
    say("open")
    if what == "label":
        document = 1
        for number in range(100_000):
            with project.operation("Label", 1) as writer:
                made = writer.add_annotation(1, 1, "quote", number % 9000, number // 9000 + 10000)
            say(made.uid)
            if number % 7 == 3:
                project.undo(1)
                say("undone " + made.uid)
    elif what == "import":
        with project.long_operation("Import", 1) as long:
            for number in range(100_000):
                with long.step() as writer:
                    new = NewDocument(text + str(number), f"{number}.txt", origin=str(number))
                    document = writer.add_document(new)
                say(str(document))
    else:
        for number in range(100_000):
            with project.operation("Label", 1) as writer:
                made = writer.add_annotation(1, 1, "cue", number, number + 5)
            project.save_copy(path.with_name("copy.pullquote"))
            project.back_up(str(number))
            path.with_name("copy.pullquote").unlink()
            say(made.uid)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "killed.pullquote"
    with (
        Project.create(path, name="Killed", schema_toml=SCHEMA) as project,
        project.operation("Begin", 0) as writer,
    ):
        writer.add_annotator("Mara")
        writer.add_document(NewDocument(TEXT, "a.txt"))
    return path


def acknowledged(path: Path, what: str, steps: int, wait: float = 0.0) -> list[str]:
    """What a child said was done before it was killed: so many steps, and a moment later."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path), what, TEXT],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "open\n"
    said = "".join(child.stdout.readline() for _ in range(steps))
    time.sleep(wait)
    os.kill(child.pid, signal.SIGKILL)
    rest, error = child.communicate()
    assert error == ""
    said += rest
    # A line that was cut off was not said.
    return [line for line in said.split("\n")[:-1] if line]


@pytest.mark.parametrize(("what", "most"), [("label", 100), ("import", 100), ("copy", 10)])
def test_nothing_acknowledged_is_lost(path: Path, what: str, most: int) -> None:
    luck = random.Random(what)
    for _ in range(7):
        said = acknowledged(path, what, luck.randrange(most), luck.uniform(0.0, 0.02))
        with Project.open(path) as project:
            assert project.check() == []
            if what == "import":
                there = set(project.document_ids(DocumentQuery(excluded=None)))
                assert {int(line) for line in said} <= there
            else:
                uids = {a.uid for a in project.annotations(1)}
                undone = {line.removeprefix("undone ") for line in said if " " in line}
                kept = [line for line in said if " " not in line]
                # The last one may have been undone without a word about it.
                assert set(kept[:-1]) - undone <= uids
                assert not undone & uids
            for label in project.annotations(1):
                with project.operation("Clear", 1) as writer:
                    writer.delete_annotation(label.id)


def test_an_import_that_was_killed_stands_as_interrupted_and_is_undone_as_a_whole(
    path: Path,
) -> None:
    acknowledged(path, "import", 20)
    with Project.open(path) as project:
        entry = project.history(limit=1)[0]
        assert entry.state == "interrupted"
        assert "interrupted after" in entry.title
        project.undo(1)
        assert len(project.document_ids(DocumentQuery(excluded=None))) == 1
        assert project.check() == []
