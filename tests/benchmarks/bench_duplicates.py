"""Repeats: CPU time of a search, of one that follows a change of the project, of one word-level
difference, of the blocks of a document.

Numbers of documents may be named on the command line.
"""

import os
import random
import sys
import time
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from typing import TypeVar

from pullquote.assets import RESOURCES
from pullquote.duplicates.blocks import blocks
from pullquote.duplicates.diff import diff
from pullquote.duplicates.find import find
from pullquote.duplicates.values import Found
from pullquote.model.values import Cluster, NewDocument, Passage
from pullquote.store.project import Project
from pullquote.workflow.clusters.decisions import decide_boilerplate
from pullquote.workflow.find_duplicates import (
    ENGINE,
    STAMP,
    document_blocks,
)
from pullquote.workflow.repeats_search import search_project

T = TypeVar("T")

# Seconds for a number of articles of 500 words.
BARS = {1_000: 0.8}
WORDS = 500
SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text("utf-8")
SMALL = "the of to and in a that on for is was by it with as at said from he will".split()


def main() -> None:
    for count in map(int, sys.argv[1:] or BARS):
        search(articles(count))
        follow(articles(count + 10))
    difference()


def search(documents: list[tuple[int, str]]) -> None:
    find(documents[:3])
    used, found = cpu(lambda: find(documents))
    size = sum(len(text) for _, text in documents)
    bar = BARS.get(len(documents))
    against = slow_search(documents)
    print(f"{against / used:>8,.0f} times as fast as difflib on all pairs (extrapolated)")
    print(
        f"{used:>8.2f} s for {len(documents):,} articles of {WORDS} words"
        + (f" (bar {bar:g})" if bar else "")
        + f", {size / used / 1e6:.1f} MB/s, {len(found.clusters):,} clusters, "
        f"{getrusage(RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB"
    )
    paint(found)


def follow(documents: list[tuple[int, str]]) -> None:
    """Searches of a project after its first: ten documents more, one fewer, a decision."""
    with TemporaryDirectory() as folder:
        os.environ["PULLQUOTE_CACHE"] = folder
        with Project.create(Path(folder) / "b.pullquote", name="b", schema_toml=SCHEMA) as project:
            add(project, documents[:-10])
            first, _ = cpu(lambda: search_again(project))
            add(project, documents[-10:])
            more, _ = cpu(lambda: search_again(project))
            with project.operation("Remove", 0) as writer:
                writer.remove_document(1)
            fewer, _ = cpu(lambda: search_again(project))
            with_repeats = next(one for one, _ in project.texts() if document_blocks(project, one))
            block = document_blocks(project, with_repeats)[0]
            decide_boilerplate(project, 0, with_repeats, block)
            decided, _ = cpu(lambda: search_again(project))
    print(
        f"{first:>8.2f} s for the first search of {len(documents) - 10:,} articles in a project, "
        f"{more:.2f} s with ten more, {fewer:.2f} s with one fewer, {decided:.2f} s once decided"
    )


def add(project: Project, documents: list[tuple[int, str]]) -> None:
    with project.operation("Add", 0) as writer:
        for number, text in documents:
            writer.add_document(NewDocument(text, f"{number}.txt"))


def search_again(project: Project) -> None:
    """As `refresh_duplicates` does in a process of its own."""
    stamp, changes = search_project(project, STAMP, ENGINE)
    project.update_duplicates(changes, stamp)


def slow_search(documents: list[tuple[int, str]], sample: int = 20) -> float:
    """Seconds that difflib would need to compare the words of all pairs of documents."""
    choose = random.Random(2)
    pairs = [choose.sample(documents, 2) for _ in range(sample)]
    split = [(a.split(), b.split()) for (_, a), (_, b) in pairs]
    used, _ = cpu(lambda: [SequenceMatcher(None, a, b).get_matching_blocks() for a, b in split])
    return used / sample * len(documents) * (len(documents) - 1) / 2


def paint(found: Found) -> None:
    """The blocks of the document with the most passages."""
    clusters, copies = {}, {}
    by_document: dict[int | str, list[Passage]] = {}
    for number, one in enumerate(found.clusters):
        copies[number] = [
            Passage(int(p.document), p.start, p.end, number, p.copy) for p in one.passages
        ]
        clusters[number] = Cluster(number, one.fingerprint, one.kind, len(one.passages), 0)
        for passage in copies[number]:
            by_document.setdefault(passage.document, []).append(passage)
    most = max(by_document.values(), key=len)
    here = {passage.cluster for passage in most}
    part = {number: copies[number] for number in here}
    used, _ = cpu(lambda: blocks(most, part, clusters))
    print(f"{used * 1000:>8.2f} ms for the blocks of a document with {len(most)} passages")


def difference() -> None:
    writer = Writer(3)
    words = writer.words(600)
    changed = [writer.words(1)[0] if writer.random.random() < 0.1 else word for word in words]
    a, b = " ".join(words), " ".join(changed)
    diff(a, b)
    used, _ = cpu(lambda: [diff(a, b) for _ in range(20)])
    print(f"{used / 20 * 1000:>8.2f} ms for the difference of two passages of 600 words (bar 1)")


def cpu(work: Callable[[], T]) -> tuple[float, T]:
    started = time.process_time()
    result = work()
    return time.process_time() - started, result


class Writer:
    """Invented words, as unevenly frequent as real ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        letters = ("b", "dr", "f", "gr", "k", "l", "m", "n", "st"), ("a", "el", "ing", "or", "und")
        self._known = [
            "".join(
                self.random.choice(part)
                for _ in range(self.random.randint(1, 3))
                for part in letters
            )
            for _ in range(20_000)
        ]
        self._weights = [1 / rank for rank in range(10, 20_010)]

    def words(self, count: int) -> list[str]:
        rare = iter(self.random.choices(self._known, self._weights, k=count))
        return [
            self.random.choice(SMALL) if self.random.random() < 0.4 else next(rare)
            for _ in range(count)
        ]

    def sentence(self) -> str:
        words = " ".join(self.words(self.random.randint(12, 30))).capitalize()
        return f"“{words},” he said." if self.random.random() < 0.2 else f"{words}."


def articles(count: int) -> list[tuple[int, str]]:
    """One paragraph in thirty stands in other articles too."""
    writer = Writer(1)
    shared = [writer.sentence() for _ in range(count // 5 + 1)]
    documents = []
    for number in range(count):
        lines: list[str] = []
        while sum(line.count(" ") + 1 for line in lines) < WORDS:
            again = writer.random.random() < 1 / 30
            lines.append(writer.random.choice(shared) if again else writer.sentence())
        documents.append((number, "\n".join(lines)))
    return documents


if __name__ == "__main__":
    main()
