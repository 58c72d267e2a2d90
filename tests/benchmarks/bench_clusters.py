"""The Clusters room on a made corpus of 200,000 clusters, and copies that are labelled differently
among 100,000 labels.

CPU milliseconds of the window's process from a key to the painted list, threads included; what the
worker does is told by the clock. `python tests/benchmarks/bench_clusters.py [CLUSTERS [LABELS]]`.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication

from pullquote.assets import RESOURCES
from pullquote.duplicates.values import Found, FoundCluster, FoundPassage
from pullquote.model.values import NewDocument, Published
from pullquote.store import Project
from pullquote.store.values import Stamp
from pullquote.ui.screenshots import posed_window, wait_for_rest, wait_for_tasks

CLUSTERS, LABELS = 200_000, 100_000
IN_A_DOCUMENT, COPIES = 200, 3
NOUNS = ("ferry", "harbour", "pilot", "minister", "baker", "bridge", "tide", "court", "vote", "dam")


def main() -> None:
    clusters = int(sys.argv[1]) if len(sys.argv) > 1 else CLUSTERS
    labels = int(sys.argv[2]) if len(sys.argv) > 2 else LABELS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clusters.pullquote"
        make_project(path, clusters, labels)
        print(f"{clusters:,} clusters in {COPIES} places each, {labels:,} labels")
        measure(path)
        compare(path, labels)


def measure(path: Path) -> None:
    with posed_window(path, name="Mara Lind", read_only=False) as window:
        wait_for_tasks(window)
        wait_for_rest(window)
        begun = time.perf_counter()
        window.rooms.go("clusters")
        settle(window)
        print(f"read for the first time: {time.perf_counter() - begun:.1f} s by the clock")
        room = window.rooms.current

        def enter() -> None:
            window.rooms.go("clusters")

        def leave() -> None:
            window.rooms.go("annotate")

        print(f"entered again: {timed(window, enter, leave):.0f} ms (bar 100)")
        for order in ("words", "first", "rank", "labelled"):
            took = timed(window, lambda order=order: room._sort(order))  # type: ignore[misc]
            print(f"sorted by {order}: {took:.0f} ms (bar 120)")
        for search in ("ferry 12", "t", "harbour pilot tide"):

            def type_(words: str = search) -> None:
                room.widget.search.set_text(words)

            took = timed(window, type_, lambda: room.widget.search.set_text(""))
            print(f"searched “{search}”: {took:.0f} ms, {room.widget.model.rowCount():,} left")


def timed(
    window: object, act: Callable[[], None], before: Callable[[], None] | None = None
) -> float:
    """The median of five, in CPU milliseconds of the process."""
    took = []
    for _ in range(5):
        if before is not None:
            before()
            settle(window)
        begun = time.process_time()
        act()
        settle(window)
        took.append((time.process_time() - begun) * 1000)
    return statistics.median(took)


def settle(window: object) -> None:
    from pullquote.ui.services.tasks import Tasks

    tasks = window.findChildren(Tasks)  # type: ignore[attr-defined]
    QCoreApplication.processEvents()
    while any(one.busy() for one in tasks):
        time.sleep(0.002)
        QCoreApplication.processEvents()
    QCoreApplication.processEvents()


def compare(path: Path, labels: int) -> None:
    from pullquote.workflow.consistency import read_consistency, updated_consistency

    with Project.open(path) as project:
        begun = time.process_time()
        known = read_consistency(project, 1, True)
        took = time.process_time() - begun
        found = len(known.found)
        print(f"{labels:,} labels compared: {took:.2f} s, {found:,} differ (bar 2 s)")
        steps = []
        for document in project.labelled_documents(1)[:5]:
            with project.operation("Label", 1) as writer:
                writer.delete_annotation(project.annotations(document, 1)[0].id)
            begun = time.process_time()
            known = updated_consistency(project, known, 1, [document], others=True)
            steps.append(time.process_time() - begun)
        print(f"after one document: {statistics.median(steps):.3f} s")


def make_project(path: Path, clusters: int, labels: int) -> None:
    """Documents of passages, each of which stands in two others, too; every fiftieth label differs
    from that of its copy.
    """
    schema = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
    documents = clusters * COPIES // IN_A_DOCUMENT
    places: list[list[FoundPassage]] = [[] for _ in range(clusters)]
    with Project.create(path, name="Clusters", schema_toml=schema) as project:
        with project.operation("People", 0) as writer:
            mara = writer.add_annotator("Mara Lind").id
        for number in range(documents):
            text, spans = document_of(number, clusters, documents)
            with project.operation("Fill", 0) as writer:
                day = Published(f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}", "field")
                document = writer.add_document(
                    NewDocument(
                        text, f"{number}", f"Part {number}", f"Wire {number % 40}", published=day
                    )
                )
                labelled = labels * (number + 1) // documents - labels * number // documents
                for at, (cluster, start, end) in enumerate(spans[:labelled]):
                    less = 2 if (cluster + number) % 50 == 0 else 0
                    writer.add_annotation(document, mara, "quote", start, end - less)
                    if at == 0:
                        writer.set_state(document, mara, "done")
            for cluster, start, end in spans:
                copies = places[cluster]
                copies.append(FoundPassage(document, start, end, len(copies) + 1))
        found = Found(
            tuple(
                FoundCluster(
                    f"{n:012x}", ("exact", "near", "line")[n % 3], 0.9, n % 97 == 0, tuple(copies)
                )
                for n, copies in enumerate(places)
            )
        )
        from pullquote.workflow.find_duplicates import ENGINE, STAMP

        stamp = Stamp(STAMP, ENGINE, "", project.content_hash())
        project.replace_duplicates(found, stamp)


def document_of(
    number: int, clusters: int, documents: int
) -> tuple[str, list[tuple[int, int, int]]]:
    """Its text, and the cluster, start and end of each of its passages."""
    lines, spans, start = [], [], 0
    for at in range(IN_A_DOCUMENT):
        cluster = (number % (documents // COPIES)) * IN_A_DOCUMENT + at
        words = " ".join(NOUNS[(cluster // 10**place + place) % 10] for place in range(6))
        line = f"The {words} of part {cluster} waits for the {NOUNS[cluster % 7]}, they said."
        lines.append(line)
        spans.append((cluster, start, start + len(line)))
        start += len(line) + 1
    return "\n".join(lines), [one for one in spans if one[0] < clusters]


if __name__ == "__main__":
    main()
