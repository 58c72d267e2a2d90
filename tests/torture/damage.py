"""Damage files and let the program open them: it opens what is whole, or says what is not.

`python damage.py COUNT SEED` prints the counts. A fault is a traceback, something that takes more
than ten seconds, or less than was there without a word; exit code 1 if there was one.
"""

import os
import random
import shutil
import signal
import sqlite3
import sys
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from workplace import in_child, kill, label, no_hang, workplace

from pullquote.errors import PullquoteError
from pullquote.store import DocumentQuery, Project
from pullquote.workflow.collect.collect import collect, preview_collect
from pullquote.workflow.import_.labels import import_jsonl

PAGE = 4096
JUNK = (
    None,
    "",
    "{",
    "[]",
    '{"a":',
    "null",
    "x" * 50,
    -1,
    2**62,
    1.5,
    b"\xff\x00",
    "\x00",
    "9" * 50,
)
# Content that others hand in: what stands in it is none of our doing.
COLUMNS = (
    "annotation.attributes", "annotation.layer", "annotation.start", "annotation.speaker",
    "annotation.uid", "relation.kind", "relation.head", "document.metadata", "document.uid",
    "document.text_sha256", "speaker.name", "speaker.merged_into", "annotator.name",
    "annotator.kind", "operation.details", "operation.uid", "operation.at", "operation.kind",
    "change.tab", "change.after", "change.before", "project.schema_toml", "project.settings",
    "project.handout_annotator", "state.value", "handout.documents", "assignment.role",
)  # fmt: skip
Damage = Callable[[Path, random.Random], str]


def flip(path: Path, chance: random.Random) -> str:
    at = 47 if chance.random() < 0.02 else chance.randrange(path.stat().st_size)
    with path.open("r+b") as file:
        file.seek(at)
        (byte,) = file.read(1)
        file.seek(at)
        file.write(bytes([byte ^ 1 << chance.randrange(8)]))
    return f"bit at {at}"


def overwrite(path: Path, chance: random.Random) -> str:
    size = path.stat().st_size
    length = chance.choice((4, 100, PAGE, 4 * PAGE))
    at = chance.randrange(size)
    if length >= PAGE:
        at -= at % PAGE
    content = bytes(length) if chance.random() < 0.5 else chance.randbytes(length)
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content[: size - at])
    return f"{length} bytes at {at}"


def cut(path: Path, chance: random.Random) -> str:
    size = chance.randrange(path.stat().st_size)
    os.truncate(path, size - size % PAGE if chance.random() < 0.3 else size)
    return f"cut to {size}"


def swap(path: Path, chance: random.Random) -> str:
    pages = max(path.stat().st_size // PAGE, 2)
    one, other = chance.randrange(pages), chance.randrange(pages)
    with path.open("r+b") as file:
        found = []
        for page in (one, other):
            file.seek(page * PAGE)
            found.append(file.read(PAGE))
        for page, content in zip((other, one), found, strict=True):
            file.seek(page * PAGE)
            file.write(content)
    return f"pages {one} and {other}"


def change_value(path: Path, chance: random.Random) -> str:
    """As a careless program does: in the place of a value another, past the rules."""
    table, column = chance.choice(COLUMNS).split(".")
    junk = chance.choice(JUNK)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        journal = db.execute("SELECT MAX(id) FROM change").fetchone()[0]
        db.execute("UPDATE current SET operation = (SELECT MAX(id) FROM operation)")
        row = f"(SELECT id FROM {table} ORDER BY id LIMIT 1 OFFSET {chance.randrange(3)})"
        try:
            db.execute(f'UPDATE {table} SET "{column}" = ? WHERE id = {row}', (junk,))
        except sqlite3.Error as error:
            return f"nothing ({error})"
        finally:
            if path.parent.name == "fresh" or chance.random() < 0.5:
                # Nobody can tell what its own journal says from work.
                db.execute("DELETE FROM change WHERE id > ?", (journal,))
            db.execute("UPDATE current SET operation = NULL")
    return f"{table}.{column} = {junk!r}"


ANY: Sequence[Damage] = (flip, flip, flip, overwrite, cut, swap, change_value)
BYTES: Sequence[Damage] = (flip, flip, overwrite, cut)


class Bench:
    """What is damaged, and what it held before."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.path = base / "base" / "news.pullquote"
        self._kill_one(base / "killed")
        with Project.open(self.path, read_only=True) as project:
            self.content = project.dump()
        self.office = Project.open(base / "office" / "news.pullquote", read_only=True)
        self.files = sorted((base / "out").glob("*.pullquote"))
        self.seen = [self._look(file) for file in self.files]

    def _kill_one(self, folder: Path) -> None:
        """A project with a log that holds all that was done since it was opened."""
        shutil.copytree(self.path.parent, self.base / "office")
        path = Path(shutil.copytree(self.path.parent, folder)) / "news.pullquote"

        def work(say: Callable[[str], None]) -> None:
            with Project.open(path) as project:
                project.wait_for_backup()
                for number in range(6):
                    label(project, 1, range(number % 3, number % 3 + 1))
                say("ready")
                signal.pause()

        kill(*in_child(work), 0.05)
        with Project.open(self._fresh(folder), read_only=True) as project:
            self.content_of_log = project.dump()

    def _fresh(self, folder: Path) -> Path:
        shutil.rmtree(self.base / "fresh", ignore_errors=True)
        return Path(shutil.copytree(folder, self.base / "fresh")) / "news.pullquote"

    def _look(self, file: Path) -> tuple[int, ...]:
        (seen,) = preview_collect(self.office, [file]).files
        asked = len(seen.conflicts)  # what of both is wanted is left to a person
        counts = seen.new, seen.changed, seen.same, asked, len(seen.left_out)
        return *counts, seen.problem is not None

    # --- each gives what was done, and what became of it ---

    def of_project(self, chance: random.Random) -> tuple[str, str]:
        path = self._fresh(self.path.parent)
        done = chance.choice(ANY)(path, chance)
        return done, _use(path, self.content, chance)

    def of_log(self, chance: random.Random) -> tuple[str, str]:
        path = self._fresh(self.base / "killed")
        ending = chance.choice(("-wal", "-wal", "-wal", "-shm"))
        done = chance.choice(BYTES)(path.with_name(path.name + ending), chance)
        if chance.random() < 0.3:
            path.with_name(path.name + "-shm").unlink()
        return f"{ending} {done}", _use(path, self.content_of_log, chance)

    def of_handout(self, chance: random.Random) -> tuple[str, str]:
        number = chance.randrange(len(self.files))
        file = Path(shutil.copy(self.files[number], self.base / "back.pullquote"))
        done = chance.choice((*ANY, change_value, change_value))(file, chance)
        if chance.random() < 0.15:
            with Project.open(self._fresh(self.base / "office")) as project:
                left = collect(project, [file], 0, decide="theirs").left_out
                problems = project.check()
            return done, "said" if left else f"LESS {problems[0]}" if problems else "whole"
        seen = self._look(file)
        said = any(seen[4:]) or seen == self.seen[number] or sum(seen[:4]) >= 3
        return done, "said" if any(seen[4:]) else "whole" if said else f"LESS {seen}"

    def of_backup(self, chance: random.Random) -> tuple[str, str]:
        path = self._fresh(self.path.parent)
        folder = path.with_name("news.backups")
        folder.mkdir()
        kept = Path(shutil.copy(path, folder / "news 5.pullquote"))
        done = chance.choice(BYTES)(kept, chance)
        with Project.open(path) as project:
            problem = project.wait_for_backup()
        return done, "said" if problem else "whole"

    def of_export(self, chance: random.Random) -> tuple[str, str]:
        form = chance.choice(("jsonl", "jsonl.zip", "all.jsonl"))
        fresh = self.base / f"fresh.{form}"
        if fresh.is_dir():
            shutil.rmtree(fresh)
        if (self.base / form).is_dir():
            shutil.copytree(self.base / form, fresh)
            target = chance.choice(sorted(file for file in fresh.iterdir() if file.stat().st_size))
        else:
            target = Path(shutil.copy(self.base / form, fresh))
        done = chance.choice(BYTES)(target, chance)
        with Project._opened(
            self._fresh(self.base / "office"), read_only=False, backup=False
        ) as project:
            report = import_jsonl(project, fresh, 0)
            problems = project.check()
        if problems:
            return f"{target.name} {done}", f"LESS {problems[0]}"
        return f"{target.name} {done}", "said" if report.refused else "whole"


KINDS = (
    (Bench.of_project, 0.45), (Bench.of_log, 0.15), (Bench.of_handout, 0.25),
    (Bench.of_backup, 0.05), (Bench.of_export, 0.1),
)  # fmt: skip


def _use(path: Path, content: bytes, chance: random.Random) -> str:
    """Open, look at all, label, close, open again; "whole", or "LESS" and what is not there."""
    with Project._opened(path, read_only=False, backup=chance.random() < 0.1) as project:
        said = bool(project.notices)
        problems = project.check()
        every = project.document_ids(DocumentQuery(excluded=None))
        found = project.document_ids(DocumentQuery(search="pilots ferry"))
        project.document_rows(every, 1)
        for document in every:
            project.document(document)
            project.annotations(document)
            project.relations(document)
            project.passages(document)
        project.history(limit=20)
        project.speakers()
        if not said and not problems:
            if project.dump() != content:
                return "LESS another content"
            if len(found) != len(every):
                return "LESS found"
        if every and not project.read_only:
            with project.operation("Label", 1) as writer:
                writer.add_annotation(every[0], 1, "cue", 0, 3)
            project.undo(1)
    with Project.open(path, read_only=True) as project:
        said = said or bool(project.notices)
    return "said" if said else "seen by check" if problems else "whole"


def main(count: int, seed: str) -> int:
    ends: Counter[str] = Counter()
    kinds, weights = zip(*KINDS, strict=True)
    with workplace() as base:
        bench = Bench(base)
        in_threads: list[BaseException | None] = []
        threading.excepthook = lambda failed: in_threads.append(failed.exc_value)
        for number in range(count):
            chance = random.Random(f"{seed}-{number}")
            (kind,) = chance.choices(kinds, weights)
            name, done, end = kind.__name__, "", ""
            try:
                with no_hang():
                    done, end = kind(bench, chance)
                if in_threads and in_threads[0] is not None:
                    raise in_threads.pop()
            except PullquoteError as error:
                str(error)
                end = "refused in a sentence"
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                end = f"FAULT {type(error).__name__}: {error}"
                if "-v" in sys.argv:
                    import traceback

                    traceback.print_exc()
            if end.startswith(("FAULT", "LESS")):
                print(f"damage {number} {name} ({done}): {end}", flush=True)
            ends[end.partition(" ")[0] if end[0].isupper() else end] += 1
        bench.office.close()
    faults = ends["FAULT"] + ends["LESS"]
    print(f"damaged files: {count:,}; " + ", ".join(f"{end} {n:,}" for end, n in ends.items()))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2]))
