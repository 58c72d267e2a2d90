"""The window: start, a label until it is painted (at rest and beside long work), keys per label.

CPU milliseconds of the window's own process; ratios first, each figure beside its bar. With the
word `counts`, only what a start imports and a key calls: three numbers, the same on any machine.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import FrameType

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

DOCUMENTS = 10_000
SENTENCES = (
    "The harbour ministry said on Tuesday that no ferry will sail before 3 May.",
    "“We wait for the pilots,” ministry spokeswoman Ada Lindqvist told reporters.",
    "Nobody at the quay of Nordhaven expects the boats to go out this week, {number}.",
    "“They decide when it is safe to go out again,” she added.",
)
START = """
import time, sys
from pathlib import Path
from pullquote.__main__ import load_window
load_window()
from PySide6.QtCore import QSettings
from pullquote.ui.application import make_application
make_application()
from pullquote.ui.services.preferences import Preferences
from pullquote.ui.theme.palette import Theme
from pullquote.ui.main_window import MainWindow
preferences = Preferences(QSettings(sys.argv[2], QSettings.Format.IniFormat))
preferences.name = "Mara Lind"
window = MainWindow(Theme.load("light"), preferences)
window.resize(1440, 900)
window.show()
window.open_project(Path(sys.argv[1]), quiet=True)
window.grab()
print(time.process_time() * 1000)
print(sum(name.partition(".")[0] == "pullquote" for name in sys.modules))
late = {"numpy", "rapidfuzz", "trafilatura"} & set(sys.modules)
print(" ".join(sorted(late)) or "none")
import resource
lines = open("/proc/self/smaps_rollup")
private = [line.split()[1] for line in lines if line.startswith("Private")]
print(sum(map(int, private)) / 1024)
window.close()
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.pullquote"
        if sys.argv[1:] == ["counts"]:
            make_project(path, 20)
            print(started(path, Path(folder))[1], *count_of_calls(path, Path(folder)))
            return
        make_project(path)
        start(path, Path(folder))
        label(path, Path(folder))
        calls(path, Path(folder))
        keys(Path(folder))


def make_project(path: Path, documents: int = DOCUMENTS) -> None:
    from pullquote.assets import RESOURCES
    from pullquote.model.values import NewDocument, Published
    from pullquote.store import Project

    schema = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
    with Project.create(path, name="Bench", schema_toml=schema) as project:
        with project.long_operation("Import", 0) as long:
            for first in range(0, documents, 500):
                with long.step(500) as writer:
                    for number in range(first, min(first + 500, documents)):
                        writer.add_document(
                            NewDocument(text(number), f"{number}.txt", f"Ferry news {number}",
                                        published=Published("2026-04-22", "field"),
                                        raw_sha256=str(number), origin=f"{number}.txt")
                        )  # fmt: skip


def text(number: int) -> str:
    body = [sentence.format(number=number) for sentence in SENTENCES]
    return "\n".join(body * 3)


def start(path: Path, folder: Path) -> None:
    figures, walls, plain = [], [], []
    started(path, folder)  # what it compiles is there from now on, as in an installed program
    late = memory = modules = ""
    for _ in range(9):
        begun = time.perf_counter()
        cpu, modules, late, memory = started(path, folder)
        walls.append(time.perf_counter() - begun)
        figures.append(float(cpu))
        begun = time.perf_counter()
        run(folder, "import PySide6.QtWidgets")
        plain.append(time.perf_counter() - begun)
    ratio = statistics.median(walls) / statistics.median(plain)
    print(
        f"start, wall : import of Qt      {ratio:6.1f} x     bar 3 (the whole process, its end too)"
    )
    print(f"start to first window, 10,000   {statistics.median(figures):6.0f} ms    bar 300")
    print(f"our modules before first paint  {modules:>6}       bar 80")
    print(f"imported too early              {late}")
    print(f"private memory of the process   {float(memory):6.0f} MB    bar 120")


def started(path: Path, folder: Path) -> list[str]:
    """CPU milliseconds, our modules, what came too early and private MB of one start."""
    return run(folder, START, str(path), str(folder / "s.ini")).split("\n")[:4]


def run(folder: Path, program: str, *arguments: str) -> str:
    """What a Python prints that keeps the bytecode it compiles, whatever the shell has set."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True,
        env={**kept, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")},
    )  # fmt: skip
    return done.stdout


def label(path: Path, folder: Path) -> None:
    window = open_window(path, folder)
    reader = window.rooms.room("annotate").widget.page.reader
    rest = [one_label(window) for _ in range(60)]
    report("label until painted", rest, None)
    busy = Busy(path.with_name("busy"), window)
    beside = [one_label(window) for _ in range(60)]
    busy.end()
    report("the same while an import runs", beside, rest)
    reader.clearFocus()
    window.close()


def report(
    name: str, found: list[tuple[float, float]], rest: list[tuple[float, float]] | None
) -> None:
    cpu, wall = ([f[i] for f in found] for i in (0, 1))
    if rest is not None:
        ratio = percentile(wall, 95) / percentile([f[1] for f in rest], 95)
        print(f"{name}: p95 wall : at rest {ratio:5.1f} x     bar 3")
    print(
        f"{name:31} {statistics.median(cpu):6.1f} ms    bar 5;  p95 {percentile(cpu, 95):.1f}, "
        f"bar 16;  wall median {statistics.median(wall):.1f}, p95 {percentile(wall, 95):.1f}"
    )


def percentile(values: list[float], share: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * share // 100)]


def open_window(path: Path, folder: Path):
    from pullquote.__main__ import load_window

    load_window()
    from PySide6.QtCore import QSettings

    from pullquote.ui.application import make_application
    from pullquote.ui.main_window import MainWindow
    from pullquote.ui.screenshots import process_events
    from pullquote.ui.services.preferences import Preferences
    from pullquote.ui.theme.palette import Theme

    make_application()
    preferences = Preferences(QSettings(str(folder / "t.ini"), QSettings.Format.IniFormat))
    preferences.name, preferences.motion = "Mara Lind", False
    window = MainWindow(Theme.load("light"), preferences)
    window.resize(1440, 900)
    window.show()
    window.open_project(path, quiet=True)
    process_events()
    return window


def one_label(window) -> tuple[float, float]:
    """CPU and wall milliseconds from the key to the painted label; then it is taken back."""
    from PySide6.QtCore import QCoreApplication, Qt
    from PySide6.QtTest import QTest

    reader = window.rooms.room("annotate").widget.page.reader
    reader.setFocus()
    reader.set_caret(reader.text().index("ferry"))
    QCoreApplication.processEvents()
    wall, cpu = time.perf_counter(), time.thread_time()
    QTest.keyClick(reader, Qt.Key.Key_S)
    reader.viewport().repaint()
    found = (time.thread_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000
    window.rooms.room("annotate").focus_text()
    window.run("undo")
    QCoreApplication.processEvents()
    return found


def calls(path: Path, folder: Path) -> None:
    counted = calls_of_a_quote(path, folder)
    files: Counter[str] = Counter()
    for (file, _name), count in counted.items():
        files[file] += count
    print(f"calls of a press of Q           {counted.total():6d}       bar 3,000")
    print(f"files of a press of Q           {len(files_of(counted)):6d}       bar 70")
    for file, count in files.most_common(15):
        print(f"  {count:6d}  {'/'.join(Path(file).parts[-3:])}")


def count_of_calls(path: Path, folder: Path) -> tuple[int, int]:
    counted = calls_of_a_quote(path, folder)
    return counted.total(), len(files_of(counted))


def files_of(counted: Counter[tuple[str, str]]) -> set[str]:
    """Those on the disk: what Python makes of a NamedTuple is in "<string>"."""
    return {file for file, _name in counted if not file.startswith("<")}


def calls_of_a_quote(path: Path, folder: Path) -> Counter[tuple[str, str]]:
    """Python calls from the key to rest, by file and function; two whole quotes stand before it."""
    from PySide6.QtCore import QCoreApplication, Qt, QTimer
    from PySide6.QtTest import QTest

    from pullquote.ui.screenshots import wait_for_rest, wait_for_tasks

    window = open_window(path, folder)
    reader = window.rooms.room("annotate").widget.page.reader
    counted: Counter[tuple[str, str]] = Counter()

    def count(frame: FrameType, event: str, _arg: object) -> None:
        if event == "call":
            counted[frame.f_code.co_filename, frame.f_code.co_qualname] += 1

    def press(place: int) -> Counter[tuple[str, str]]:
        reader.setFocus()
        reader.set_caret(place)
        # What is put off runs before or after, not while it is counted, however busy the machine.
        wait_for_tasks(window)
        wait_for_rest(window)
        wait_for_tasks(window)
        put_off = [one for one in window.findChildren(QTimer) if one.isSingleShot()]
        intervals = [one.interval() for one in put_off]
        for timer, interval in zip(put_off, intervals, strict=True):
            timer.setInterval(interval and 60_000)
        counted.clear()
        sys.setprofile(count)
        QTest.keyClick(reader, Qt.Key.Key_Q)
        reader.viewport().repaint()
        QCoreApplication.processEvents()
        sys.setprofile(None)
        for timer, interval in zip(put_off, intervals, strict=True):
            timer.setInterval(interval)
        QTest.keyClick(reader, Qt.Key.Key_Return)
        return counted.copy()

    third = []
    for _ in range(8):
        places = [found.start() for found in re.finditer("pilots", reader.text())]
        third.append([press(place) for place in places][2])
        window.rooms.room("annotate").step_document(1)
    reader.clearFocus()
    window.close()
    return min(third, key=Counter.total)


class Busy:
    """An import of many files in the background of the same window."""

    def __init__(self, folder: Path, window) -> None:
        folder.mkdir()
        for number in range(3000):
            (folder / f"{number}.txt").write_text(text(number + DOCUMENTS), encoding="utf-8")
        self._window = window
        window.projects.jobs.import_articles([folder], None)
        time.sleep(1.5)

    def end(self) -> None:
        self._window.projects.jobs.finish()


def keys(folder: Path) -> None:
    """The keys of a scripted session, the caret being in the right sentence."""
    from PySide6.QtGui import QKeySequence
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    path = folder / "keys.pullquote"
    make_small(path)
    window = open_window(path, folder)
    reader = window.rooms.room("annotate").widget.page.reader
    counts: dict[str, int] = {}

    def press(task: str, *names: str) -> None:
        for name in names:
            combination = QKeySequence(name)[0]
            target = QApplication.focusWidget() or reader
            QTest.keyClick(target, combination.key(), combination.keyboardModifiers())
            counts[task] = counts.get(task, 0) + 1

    reader.setFocus()
    reader.set_caret(0)
    press("quote", "G", "Q", "Return")
    found = window.rooms.room("annotate").document_presenter.doc
    assert {r.kind for r in found.relations()} == {"said_by", "cued_by"}, "the quote lacks a part"
    reader.setFocus()
    press("leave", "Esc", "Esc")
    reader.set_caret(reader.text().index("ferry will"))
    press("claim", "F")
    reader.set_caret(reader.text().index("Tuesday"))
    press("claim", "D")
    assert any(r.kind == "dated_by" for r in found.relations()), "the claim has no date"
    print(f"keys for a quote, known speaker {counts['quote']:6d}       bar 7")
    print(f"keys for a dated claim          {counts['claim']:6d}       bar 8 (carets set by mouse)")
    window.close()


def make_small(path: Path) -> None:
    from pullquote.assets import RESOURCES
    from pullquote.model.values import NewDocument, Published
    from pullquote.store import Project

    schema = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
    with (
        Project.create(path, name="Keys", schema_toml=schema) as project,
        project.operation("Import", 0) as writer,
    ):
        new = NewDocument(text(1), "a.txt", "A", published=Published("2026-04-22", "field"))
        writer.add_document(new)
        lindqvist = writer.add_speaker("Ada Lindqvist")
        writer.add_alias(lindqvist.id, "ministry spokeswoman Ada Lindqvist")


if __name__ == "__main__":
    main()
