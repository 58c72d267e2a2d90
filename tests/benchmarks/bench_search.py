"""The search as typed, in a window over 10,000 and 200,000 documents of 3 kB.

CPU of the whole process from what was typed until the rows are painted, that of the window's thread
alone, and how long that stood by the wall. Sizes may be named on the command line; a folder named
first keeps the projects for the next time: 200,000 documents take minutes to make, and 2 GB.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench_store import SCHEMA, article, words

from pullquote.model.values import NewDocument, Published
from pullquote.store import Project

BARS = {10_000: 60, 200_000: 120}
AT_A_TIME = 200


def main() -> None:
    given = sys.argv[1:]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary if not given or given[0].isdigit() else given.pop(0))
        folder.mkdir(exist_ok=True)
        for size in map(int, given or BARS):
            path = folder / f"search {size}.pullquote"
            if not path.exists():
                make(path, size)
            measure(path, Path(temporary), size)


def make(path: Path, size: int) -> None:
    chance = random.Random(1)
    vocabulary = words(chance)
    unfinished = path.with_suffix(".unfinished.pullquote")
    unfinished.unlink(missing_ok=True)
    with Project.create(unfinished, name="Search", schema_toml=SCHEMA) as project:
        with project.long_operation("Import", 0, {"total": size}) as long:
            for first in range(0, size, AT_A_TIME):
                with long.step(AT_A_TIME) as writer:
                    for number in range(first, min(first + AT_A_TIME, size)):
                        writer.add_document(new(number, article(chance, vocabulary, 3_000)))
    unfinished.rename(path)


def new(number: int, text: str) -> NewDocument:
    return NewDocument(
        text, f"{number:06}.txt", text[:60], f"Outlet {number % 40}",
        published=Published(f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}", "field"),
        raw_sha256=f"{number:064x}", origin=f"{number:06}.txt",
    )  # fmt: skip


def questions(project: Project) -> dict[str, list[str]]:
    """Of texts drawn at random: beginnings of words, words, phrases, phrases of frequent words."""
    chance = random.Random(2)
    ids = [chance.randrange(1, project.document_counts(0).total) for _ in range(12)]
    texts = [project.text(document).split() for document in ids]
    starts = [chance.randrange(len(text) - 4) for text in texts]
    places = list(zip(texts, starts, strict=True))
    first = [text[start] for text, start in places]
    return {
        "one letter": [word[:1] for word in first],
        "two letters": [word[:2] for word in first],
        "a word": first,
        "three words": [" ".join(chance.sample(text, 3)) for text in texts],
        "a phrase of three": [f'"{" ".join(text[at : at + 3])}"' for text, at in places],
        "a phrase not ended": [f'"{" ".join(text[at : at + 3])[:-1]}' for text, at in places],
        "a phrase of two": [f'"{" ".join(text[at : at + 2])}"' for text, at in places],
        "nothing found": [word + "qqx" for word in first],
    }


def measure(path: Path, folder: Path, size: int) -> None:
    from bench_window import open_window

    with Project.open(path, read_only=True) as project:
        asked = questions(project)
    window = open_window(path, folder)
    window.projects.project.wait_for_backup()
    bar = BARS.get(size, 0)
    for name, typed in asked.items():
        found = [search(window, words) for words in typed]
        cpu, held, stood = (statistics.median(column) for column in zip(*found, strict=True))
        worst = max(held for _, held, _ in found)
        ratio = f"{cpu / bar:.2f} of {bar} ms" if bar else "no bar"
        print(f"search {name:20} {size:7,}: {ratio} ({cpu:.1f} ms CPU; window's thread {stood:.1f} "
              f"ms CPU in all, stood {held:.0f} ms, at worst {worst:.0f})")  # fmt: skip
    window.close()


def search(window, typed: str) -> tuple[float, float, float]:
    """Milliseconds until the rows are painted: CPU of all threads, the longest turn of the loop by
    the wall, CPU of the window's thread."""
    from PySide6.QtWidgets import QApplication

    room = window.rooms.room("annotate")
    panel = room.widget.documents
    begun, own, longest = time.process_time(), time.thread_time(), 0.0
    turn = time.perf_counter()
    panel.search.set_text(typed)
    while True:
        longest = max(longest, time.perf_counter() - turn)
        if not room.list_presenter.busy():
            break
        time.sleep(0.001)
        turn = time.perf_counter()
        QApplication.processEvents()
    panel.repaint()
    spent, own = time.process_time() - begun, time.thread_time() - own
    return spent * 1000, longest * 1000, own * 1000


if __name__ == "__main__":
    main()
