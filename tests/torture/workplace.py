"""What is tortured: a small project with labels of two people, and what goes out of it and back."""

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

from pullquote.assets import DEFAULT_SCHEMA
from pullquote.model.values import NewDocument
from pullquote.store import Project
from pullquote.workflow.export import export
from pullquote.workflow.find_duplicates import refresh_duplicates
from pullquote.workflow.hand_out.operation import hand_out

SCHEMA = DEFAULT_SCHEMA.read_text(encoding="utf-8")
SAID = (
    "“We wait for the pilots,” ministry spokeswoman Ada Lindqvist told reporters on 3 May 2026.\n"
)
TEXT = (
    "Ferries stay in port {}\nThe harbour ministry said on Tuesday that no ferry will sail. 🚢\n"
    + SAID
    + "“They decide when it is safe to go out again,” she added. שלום\n"
    + SAID
)
HANGS = 10


class Hang(BaseException):
    """Something took longer than HANGS seconds; no handler of the program takes it for its own."""


@contextmanager
def no_hang() -> Iterator[None]:
    """Raise Hang in the middle of what takes too long. For the main thread."""

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise Hang

    signal.signal(signal.SIGALRM, ring)
    signal.alarm(HANGS)
    try:
        yield
    finally:
        signal.alarm(0)


@contextmanager
def workplace() -> Iterator[Path]:
    """A folder with `news.pullquote`, hand-outs of it that were worked in, and exports of it."""
    with TemporaryDirectory(prefix="torture-") as name:
        folder = Path(name)
        path = folder / "base" / "news.pullquote"
        path.parent.mkdir()
        make_project(path)
        with Project.open(path) as project:
            people = {who.name: who.id for who in project.annotators() if who.kind == "person"}
            every = list(dict(project.texts()))
            given = hand_out(project, folder / "out", list(people.values()), 0, documents=every)
            for form in ("jsonl", "jsonl.zip", "all.jsonl"):
                export(project, "jsonl", folder / form)
            export(project, "csv", folder / "csv")
        for file in given:
            with Project.open(file.path) as returned:
                label(returned, returned.annotators()[0].id, range(3))
        shutil.rmtree(path.with_name("news.backups"), ignore_errors=True)
        yield folder


def make_project(path: Path) -> None:
    with Project.create(path, name="News", schema_toml=SCHEMA) as project:
        with project.operation("Begin", 0) as writer:
            people = [writer.add_annotator(name).id for name in ("Mara Lind", "Teo Vass")]
            for number in range(4):
                new = NewDocument(TEXT.format(number), f"{number}.txt", f"Story {number}",
                                  metadata={"page": str(number)})  # fmt: skip
                writer.add_document(new)
        for who in people:
            label(project, who, range(3))
        project.undo(people[0])
        refresh_duplicates(project)


def label(project: Project, who: int, documents: range) -> list[str]:
    """A quote with its speaker in each document; the uids of the quotes."""
    made = []
    for document in [number + 1 for number in documents]:
        with project.operation("Label", who) as writer:
            # Each pair of labels has words of its own, however many are made before the kill.
            row, column = divmod(len(project.annotations(document, who)) // 2, 20)
            quote = writer.add_annotation(
                document, who, "quote", 20 + row, 80 + column, attributes={"kind": "direct"}
            )
            name = writer.add_annotation(document, who, "speaker", 107 + column, 130 + row % 20)
            writer.add_relation("said_by", quote.id, name.id)
            writer.set_state(document, who, "done")
            made.append(quote.uid)
    return made


def leftovers(folder: Path) -> list[str]:
    """Files of a project that only a program that runs may have.

    Qt's lock of the preferences is none of them: Qt takes it over when nobody holds it.
    """
    endings = ("-wal", "-shm", "-journal", ".lock", ".new", ".old", ".part", ".before")
    found = (path.name for path in folder.rglob("*") if path.name.endswith(endings))
    return sorted(name for name in found if name != "settings.ini.lock")


def in_child(work: Callable[[Callable[[str], None]], None]) -> tuple[int, int]:
    """Run `work` in a fork; it says lines. Gives the process and where to read them."""
    read, write = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child:
        os.close(write)
        return child, read
    try:
        os.close(read)
        work(lambda line: os.write(write, f"{line}\n".encode()) and None)
    except BaseException as error:
        os.write(write, f"FAULT {type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(0)


def kill(child: int, read: int, wait: float) -> list[str]:
    """Kill the fork so many seconds after its first line; the lines that it said in whole."""
    said = os.read(read, 1)
    time.sleep(wait)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(read, 65536):
        said += more
    os.close(read)
    return said.decode().split("\n")[:-1]
