"""Import of 10,000 UTF-8 articles of 3 kB, search included, as files and as one JSONL file."""

import json
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from pullquote.assets import RESOURCES
from pullquote.reading import ReadOptions
from pullquote.reading.files import Batch, read_batches
from pullquote.store.project import Project
from pullquote.workflow.import_.documents import import_paths

ARTICLES = 10_000
CHARACTERS = 3_000
BAR_SECONDS = 10.0
BAR_UNDO_SECONDS = 2.0
BAR_SIZE = 3.0
_SYLLABLES = "ka lo mar ste vin dor eth ul bra sen quo ri ta nel om ship har bour sea gull".split()


def main() -> None:
    articles = [_article(random.Random(number)) for number in range(ARTICLES)]
    size = sum(len(article.encode()) for article in articles)
    print(f"{ARTICLES:,} articles, {size / 1e6:.1f} MB, Python {sys.version.split()[0]}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files, lines = folder / "files", folder / "articles.jsonl"
        files.mkdir()
        for number, article in enumerate(articles):
            (files / f"{number:05}.txt").write_text(article, "utf-8")
        lines.write_text("".join(json.dumps({"text": a}) + "\n" for a in articles), "utf-8")
        _reading(sorted(files.iterdir()))
        for source in (files, lines):
            _import(folder / f"{source.stem}.pullquote", source, size)


def _reading(files: list[Path]) -> None:
    class Number:
        value = 0

    begun = time.process_time()
    batches: list[Batch] = list(read_batches(files, 0, 0, (), ReadOptions(), Number()))
    spent = time.process_time() - begun
    assert sum(len(batch.items) for batch in batches) == len(files)
    print(f"reading alone, CPU: {spent:.2f} s ({spent / len(files) * 1e6:.0f} us a file)")


def _import(path: Path, source: Path, size: int) -> None:
    schema = (RESOURCES / "schemas" / "statements.toml").read_text("utf-8")
    with Project.create(path, name="bench", schema_toml=schema) as project:
        with project.operation("Add annotator", 0) as writer:
            actor = writer.add_annotator("Bench").id
        probe = _Probe(project, actor)
        cpu, wall = _timed(lambda: import_paths(project, [source], actor))
        waits = sorted(probe.stop())
        print(
            f"\nimport of {source.name}: wall {wall:.2f} s (bar {BAR_SECONDS:g}), CPU {cpu:.2f} s"
        )
        middle, high = waits[len(waits) // 2], waits[len(waits) * 95 // 100]
        print(
            f"  a small operation meanwhile: median {middle * 1e3:.1f} ms, "
            f"p95 {high * 1e3:.1f} ms, n {len(waits)}"
        )
        cpu, wall = _timed(lambda: _undo_import(project, actor))
        print(f"  undo: wall {wall:.2f} s (bar {BAR_UNDO_SECONDS:g}), CPU {cpu:.2f} s")
        cpu, wall = _timed(lambda: project.redo(actor))
        print(f"  redo: wall {wall:.2f} s, CPU {cpu:.2f} s")
    print(f"  file: {path.stat().st_size / size:.2f} x the text (bar {BAR_SIZE:g})")


def _undo_import(project: Project, actor: int) -> None:
    imported = next(entry for entry in project.history(limit=100_000) if entry.name == "Import")
    project.undo_operation(imported.operation, actor)


class _Probe:
    """Somebody who labels while the import runs: one small operation every 20 ms."""

    def __init__(self, project: Project, actor: int) -> None:
        self._project, self._actor = project, actor
        self._over = threading.Event()
        self._waits: list[float] = []
        self._thread = threading.Thread(target=self._work)
        self._thread.start()

    def stop(self) -> list[float]:
        self._over.set()
        self._thread.join()
        return self._waits

    def _work(self) -> None:
        number = 0
        while not self._over.wait(0.02):
            number += 1
            begun = time.perf_counter()
            with self._project.operation("Rename", self._actor) as writer:
                writer.set_project(name=f"bench {number}")
            self._waits.append(time.perf_counter() - begun)


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def _article(chance: random.Random) -> str:
    """A headline, a date, a dateline and paragraphs of some 400 characters."""
    words: list[str] = []
    length = 0
    while length < CHARACTERS:
        word = "".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4)))
        after = chance.choices((" ", ", ", ". ", ".\n\n"), (84, 8, 6, 2))[0]
        words.append((f"“{word}”" if chance.random() < 0.04 else word) + after)
        length += len(words[-1])
    day = f"{chance.randint(1, 28)} April {chance.randint(2020, 2031)}"
    text = "".join(words)
    headline = " ".join(text[:60].replace("\n", " ").title().split())
    return f"{headline}\n{day}\nMARSTAD (Krona) - {text}\n"


if __name__ == "__main__":
    main()
