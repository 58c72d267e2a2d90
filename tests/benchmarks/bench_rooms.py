"""Entering each room for the first time, in a project of 2,000 documents done by three people.

CPU milliseconds of a process of its own for each room: until the room is painted for the first
time, then of the window's thread until all that it shows has been counted.
`python tests/benchmarks/bench_rooms.py [DOCUMENTS]`.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

DOCUMENTS, PEOPLE, RUNS = 2_000, 3, 5
ROOMS = ("clusters", "agreement", "adjudicate", "timeline", "speakers", "progress")
TEXT = "The harbour ministry said on Tuesday that no ferry will sail before 3 May, {number}. " * 8
ENTER = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pullquote.ui.screenshots import posed_window, wait_for_tasks
from pullquote.ui.services.tasks import Tasks

class Painted(QObject):
    seen = False
    def eventFilter(self, watched, event):
        self.seen = self.seen or event.type() == QEvent.Type.Paint
        return False

def rest(seconds):
    # What the window puts off until the hands rest is no part of entering a room.
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QCoreApplication.processEvents()
        time.sleep(0.02)

with posed_window(Path(sys.argv[1]), name="Person 0", read_only=False) as window:
    wait_for_tasks(window)
    rest(1)
    modules, process, thread = set(sys.modules), time.process_time(), time.thread_time()
    window.rooms.go(sys.argv[2])
    room, painted = window.rooms.current.widget, Painted()
    room.installEventFilter(painted)
    while not painted.seen:
        QCoreApplication.processEvents()
    process, thread = time.process_time() - process, time.thread_time() - thread
    loaded = [name for name in set(sys.modules) - modules]
    own = sum(name.startswith("pullquote") for name in loaded)
    tasks, later = window.findChildren(Tasks), time.thread_time()
    while any(one.busy() for one in tasks):
        rest(0.1)
    later = time.thread_time() - later
    print(process * 1000, thread * 1000, later * 1000, own, len(loaded), "numpy" in loaded)
"""


def main() -> None:
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rooms.pullquote"
        make_project(path, documents)
        print(f"{documents:,} documents, {PEOPLE} annotators; first entering, CPU ms")
        print("room         painted  of the window's thread  then  modules (ours)  NumPy by then")
        for room in ROOMS:
            print(measured(path, room))


def measured(path: Path, room: str) -> str:
    """As an installed program has it: its modules are compiled."""
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(path.with_name("pyc"))}
    runs = []
    for _ in range(RUNS + 1):
        done = subprocess.run(
            [sys.executable, "-c", ENTER, str(path), room],
            capture_output=True, text=True, check=True, env=os.environ | compiled,
        )  # fmt: skip
        runs.append(done.stdout.split())
    del runs[0]
    process, first, later = (statistics.median(float(run[i]) for run in runs) for i in range(3))
    own, loaded, numpy = runs[0][3:]
    return (
        f"{room:12} {process:7.1f}  {first:22.1f}  {later:4.0f}  {loaded:>7} ({own})  {numpy}"
        "   bar 50"
    )


def make_project(path: Path, documents: int) -> None:
    """Three people who label the same words, and do not always agree on how far they go."""
    from pullquote.assets import RESOURCES
    from pullquote.model.values import NewDocument
    from pullquote.store import Project

    schema = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
    with Project.create(path, name="Rooms", schema_toml=schema) as project:
        with project.operation("People", 0) as writer:
            people = [writer.add_annotator(f"Person {number}").id for number in range(PEOPLE)]
        for low in range(0, documents, 200):
            with project.operation("Fill", 0) as writer:
                for number in range(low, min(low + 200, documents)):
                    new = NewDocument(TEXT.format(number=number), f"{number}.txt", source="Quay")
                    document = writer.add_document(new)
                    for place, person in enumerate(people):
                        wider = number % 7 == place
                        writer.add_annotation(document, person, "quote", 38, 60 + wider)
                        writer.add_annotation(document, person, "date", 28 - wider, 35)
                        writer.set_state(document, person, "done")


if __name__ == "__main__":
    main()
