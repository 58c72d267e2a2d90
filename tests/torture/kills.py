"""Kill the program at any moment of its work: what it said was done is there, and nothing else.

`python kills.py COUNT SEED` prints the counts; exit code 1 if anything was lost.
"""

import os
import random
import shutil
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from workplace import in_child, kill, label, leftovers, workplace

from pullquote.model.values import NewDocument
from pullquote.store import Project
from pullquote.store import writer as store_writer
from pullquote.store.journal import long_undo
from pullquote.workflow.carry.operation import carry_everything
from pullquote.workflow.collect.collect import collect
from pullquote.workflow.export import export
from pullquote.workflow.hand_out.operation import hand_out
from pullquote.workflow.import_.documents import import_paths
from pullquote.workflow.import_.labels import import_jsonl
from pullquote.workflow.speakers import edits

Say = Callable[[str], None]
Work = Callable[[Path, Path, Say], None]


def labelling(path: Path, _base: Path, say: Say) -> None:
    with Project.open(path) as project:
        say("ready")
        for number in range(10_000):
            (uid,) = label(project, 1, range(number % 4, number % 4 + 1))
            say(uid)
            if number % 5 == 4:
                project.undo(1)
                say(f"undone {uid}")


def in_window(path: Path, _base: Path, say: Say) -> None:
    """By keys, as a person does; a label is acknowledged once it is shown as saved."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QSettings, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from pullquote.ui.application import make_application
    from pullquote.ui.main_window import MainWindow
    from pullquote.ui.services.preferences import Preferences
    from pullquote.ui.theme.palette import Theme

    application = make_application()
    settings = QSettings(str(path.with_name("settings.ini")), QSettings.Format.IniFormat)
    preferences = Preferences(settings)
    preferences.name = "Mara Lind"
    window = MainWindow(Theme.load("light"), preferences)
    window.show()
    window.open_project(path)
    project = window.projects.project
    reader = window.rooms.room("annotate").widget.page.reader
    known = {a.uid for d in range(1, 5) for a in project.annotations(d, 1)}
    say("ready")
    for number in range(200):
        reader.set_caret(reader.text().index("pilots") if number == 0 else (number * 37) % 300)
        reader.setFocus()
        QTest.keyClick(reader, (Qt.Key.Key_Q, Qt.Key.Key_S, Qt.Key.Key_D, Qt.Key.Key_N)[number % 4])
        QApplication.processEvents()
        there = {a.uid for d in range(1, 5) for a in project.annotations(d, 1)}
        for uid in there - known:
            say(uid)
        known |= there
    window.close()
    application.processEvents()


def closing(path: Path, _base: Path, say: Say) -> None:
    """With documents that were removed, whose words leave the index at the close."""
    say("ready")
    for number in range(10_000):
        with Project.open(path) as project:
            with project.operation("Add", 1) as writer:
                new = writer.add_document(NewDocument(f"Words {number} " * 50, f"{number}"))
            with project.operation("Remove", 1) as writer:
                writer.remove_document(new)
            (uid,) = label(project, 2, range(3, 4))
            say(uid)


def importing(path: Path, base: Path, say: Say) -> None:
    with Project.open(path) as project:
        say("ready")
        while True:
            import_paths(project, [base / "articles"], 1)
            project.undo(1)


def importing_labels(path: Path, base: Path, say: Say) -> None:
    with Project.open(path) as project:
        with project.operation("Remove", 1) as writer:
            for document in (1, 2, 3):
                writer.remove_document(document)
        say("ready")
        while True:
            import_jsonl(project, base / "jsonl", 1)
            project.undo(1)


def collecting(path: Path, base: Path, say: Say) -> None:
    files = sorted((base / "out").glob("*.pullquote"))
    with Project.open(path) as project:
        say("ready")
        while True:
            collect(project, files, 1, decide="theirs")
            project.undo(1)


def cleaning_register(path: Path, _base: Path, say: Say) -> None:
    with Project.open(path) as project:
        label(project, 1, range(3, 4))
        with project.operation("Known", 1) as writer:
            lind, arlo = (writer.add_speaker(name).id for name in ("Ada Lindqvist", "Arlo Minne"))
            writer.add_alias(lind, "minister Lindqvist")
            writer.add_alias(lind, "A. Lindqvist")
            for mention in [a for a in project.annotations(4, 1) if a.layer == "speaker"]:
                writer.change_annotation(mention.id, speaker=lind)
        say("ready")
        for number in range(10_000):
            new = edits.split_speaker(project, 1, lind, ["A. Lindqvist"])
            edits.rename_speaker(project, 1, arlo, f"Arlo Minne {number}")
            edits.set_represents(project, 1, arlo, "Harbour ministry")
            edits.describe_speaker(project, 1, lind, "minister", [f"Q{number + 1}"])
            edits.keep_apart(project, 1, new, arlo)
            edits.merge_speakers(project, 1, new, lind)
            for _ in range(6):
                project.undo(1)


def carrying(path: Path, _base: Path, say: Say) -> None:
    with Project.open(path) as project:
        with project.operation("Open again", 1) as writer:
            for document in (2, 3):
                writer.set_state(document, 1, "in_progress")
            said = project.text(1).index("They decide")
            quote = writer.add_annotation(1, 1, "quote", said, said + 41)
            name = writer.add_annotation(1, 1, "speaker", said + 44, said + 47)
            writer.add_relation("said_by", quote.id, name.id)
        say("ready")
        while True:
            report, _why = carry_everything(project, 1)
            assert report.labels
            project.undo(1)


def undoing(path: Path, _base: Path, say: Say) -> None:
    with Project.open(path) as project:
        say("ready")
        while True:
            project.undo(2)
            project.redo(2)


def undoing_beside(path: Path, base: Path, say: Say) -> None:
    """A collect in steps, as if it were a large one, while somebody labels beside it."""
    long_undo._MANY = store_writer._LOG_SECONDS = 0
    with Project.open(path) as project:
        collect(project, sorted((base / "out").glob("*.pullquote")), 1, decide="theirs")

        def go_on() -> None:
            operation = next(e.operation for e in project.history() if e.name == "Collect")
            while True:
                operation = project.undo_operation(operation, 2).operation

        say("ready")
        threading.Thread(target=go_on, daemon=True).start()
        for _ in range(10_000):
            (uid,) = label(project, 1, range(3, 4))
            say(uid)


def exporting(path: Path, _base: Path, say: Say) -> None:
    with Project.open(path) as project:
        say("ready")
        for number in range(10_000):
            kind = ("jsonl", "csv")[number % 2]
            export(project, kind, path.with_name(f"{kind}{('', '.zip')[number // 2 % 2]}"))


def copying(path: Path, _base: Path, say: Say) -> None:
    with Project.open(path) as project:
        say("ready")
        for number in range(10_000):
            (uid,) = label(project, 1, range(3, 4))
            say(uid)
            project.save_copy(path.with_name(f"copy {number % 3}.pullquote"))
            project.back_up(str(number))


def handing_out(path: Path, _base: Path, say: Say) -> None:
    with Project.open(path) as project:
        say("ready")
        while True:
            hand_out(project, path.parent, [1, 2], 1, documents=[1, 2], replace_files=True)


def making(path: Path, _base: Path, say: Say) -> None:
    with Project.open(path) as project:
        schema = project.schema_toml
        say("ready")
        for number in range(10_000):
            other = path.with_name(f"made {number}.pullquote")
            Project.create(other, name="Made", schema_toml=schema).close()
            say(f"made {other}")


# In this order; the costly ones come round less often.
WORKS: tuple[tuple[Work, float], ...] = (
    (labelling, 0.1), (closing, 0.3), (collecting, 0.6), (undoing, 0.1), (in_window, 0.5),
    (undoing_beside, 0.6),
    (cleaning_register, 0.3), (carrying, 0.5),
    (copying, 0.4), (exporting, 0.5), (importing_labels, 0.6), (handing_out, 0.5), (making, 0.3),
    (labelling, 0.1), (closing, 0.3), (in_window, 1.2), (importing, 2.5),
)  # fmt: skip


def run(base: Path, number: int, seed: str) -> tuple[str, list[str]]:
    """Which work was killed, and what was wrong after it."""
    chance = random.Random(f"{seed}-{number}")
    work, longest = WORKS[number % len(WORKS)]
    folder = base / f"kill-{number}"
    path = Path(shutil.copytree(base / "base", folder)) / "news.pullquote"
    child, read = in_child(lambda say: work(path, base, say))
    said = kill(child, read, chance.uniform(0, longest))
    wrong = [line for line in said if line.startswith("FAULT")]
    try:
        wrong += list(_after(path, work, [line for line in said if line != "ready"]))
    except Exception as error:
        wrong.append(f"{type(error).__name__}: {error}")
    shutil.rmtree(folder, ignore_errors=True)
    return work.__name__, wrong


def _after(path: Path, work: Work, said: list[str]) -> list[str]:
    wrong = []
    with Project.open(path) as project:
        if project.why_read_only:
            wrong.append(f"read-only: {project.why_read_only}")
        if problem := project.wait_for_backup():
            wrong.append(f"backup: {problem}")
        wrong += [str(problem) for problem in project.check()]
        there = {a.uid for d in project.texts() for a in project.annotations(d[0])}
        undone = {line.removeprefix("undone ") for line in said if line.startswith("undone ")}
        kept = [line for line in said if " " not in line]
        # The last one may have been undone without a word about it.
        sure = kept[:-1] if work is labelling else kept
        known = undone | there | _removed(project)
        wrong += [f"lost: {uid}" for uid in sure if uid not in known]
        wrong += [f"came back: {uid}" for uid in undone & there]
        export(project, "jsonl", path.with_name("later.jsonl"))
    for line in said:
        if line.startswith("made ") and not Path(line.removeprefix("made ")).exists():
            wrong.append(f"lost: {line}")
    for other in path.parent.rglob("*.pullquote"):
        with Project.open(other) as project:
            wrong += [f"{other.name}: {problem}" for problem in project.check()]
    return wrong + [f"left over: {name}" for name in leftovers(path.parent)]


def _removed(project: Project) -> set[str]:
    """Labels that an operation took away again, as a key does that puts another in their place."""
    gone = "SELECT json_extract(before, '$.uid') FROM change WHERE tab = ? AND after IS NULL"
    with project._reading() as db:
        return set(db.column(gone, "annotation"))


def main(count: int, seed: str) -> int:
    done: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    with workplace() as base:
        (base / "articles").mkdir()
        for number in range(30):
            article = base / "articles" / f"{number}.txt"
            article.write_text(f"Story {number}\n“Nobody asked us,” said Ole.\n", encoding="utf-8")
        for number in range(count):
            work, wrong = run(base, number, seed)
            done[work] += 1
            for line in wrong:
                faults[line.partition(" ")[0]] += 1
                print(f"kill {number} of {work}: {line}", flush=True)
    each = ", ".join(f"{work} {times}" for work, times in done.items())
    print(f"kills: {done.total():,} ({each}); faults: {dict(faults) or 0}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2]))
