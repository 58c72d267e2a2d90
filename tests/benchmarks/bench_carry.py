"""Carrying: CPU time of offering the copies of a label, and of carrying a dozen labels to many."""

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from pullquote.assets import RESOURCES
from pullquote.duplicates.values import Found, FoundCluster, FoundPassage
from pullquote.model.values import NewDocument, Published
from pullquote.store import Project
from pullquote.store.values import Stamp
from pullquote.workflow.carry import carry, carry_offers

DOCUMENTS, COPIES, LABELS, FURNITURE = 50_000, 40, 12, 5_000
OFFER_MS, CARRY_MS = 30, 500
SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
QUOTE = "“We wait for the pilots until the tide turns and the fog is gone,” said Ada Holm."

T = TypeVar("T")


def main() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "wire.pullquote"
        with Project.create(path, name="Wire", schema_toml=SCHEMA) as project:
            fill(project)
            measure(project)


def measure(project: Project) -> None:
    labels = [label.id for label in project.annotations(1, 1)]
    sys.stdout.write(
        f"{DOCUMENTS:,} documents, {COPIES} copies of a story, {FURNITURE:,} of a line" + "\n"
    )
    carry_offers(project, 1, 1, labels[:1])
    taken, found = timed(lambda: carry_offers(project, 1, 1, labels[:1]))
    bar(f"offer 1 label, {len(found.offers)} copies", taken, OFFER_MS)
    furniture = project.annotations(COPIES + 2, 1)[0].id
    taken, found = timed(lambda: carry_offers(project, 1, COPIES + 2, [furniture]))
    bar(f"a page of {found.total:,} copies", taken, OFFER_MS)
    taken, found = timed(lambda: carry_offers(project, 1, 1, labels))
    bar(f"offer {len(labels)} labels", taken, CARRY_MS)
    chosen = [(offer.document, group) for offer in found.offers for group in offer.sure]
    began = time.perf_counter()
    taken, report = timed(lambda: carry(project, 1, chosen))
    wall = 1000 * (time.perf_counter() - began)
    bar(f"carry {report.labels} to {report.documents}", taken, CARRY_MS)
    sys.stdout.write(f"  {wall:.0f} ms by the clock" + "\n")


def fill(project: Project) -> None:
    """Stories that nobody repeats, one with many near copies, and a line that thousands have."""
    rng = random.Random(5)
    words = [f"{a}{b}" for a in "harbour pilot tide crew crate yard".split() for b in range(90)]

    def story(count: int) -> str:
        return " ".join(rng.choice(words) for _ in range(count)) + "."

    body = "\n".join([QUOTE, *(story(40) for _ in range(LABELS - 1))])
    line = "Read more stories of the harbour office and write to us at the old quay."
    texts = [body]
    texts += [
        body.replace("tide", "high tide", n % 4).replace("crew", "hand", n) for n in range(COPIES)
    ]
    texts += [f"{story(60)}\n{line}" for _ in range(FURNITURE)]
    texts += [story(60) for _ in range(DOCUMENTS - len(texts))]
    with project.operation("Import", 0) as writer:
        writer.add_annotator("Mara")
        for number, text in enumerate(texts):
            day = Published(f"2026-04-{number % 28 + 1:02}", "field")
            writer.add_document(
                NewDocument(text, f"{number}.txt", published=day, raw_sha256=f"{number}")
            )
        at = 0
        for part in body.split("\n"):
            writer.add_annotation(1, 1, "claim", at, at + len(part) - 1)
            at += len(part) + 1
        first = len(texts[COPIES + 1]) - len(line)
        writer.add_annotation(COPIES + 2, 1, "claim", first, first + len(line) - 1)
    whole = [FoundPassage(n + 1, 0, len(texts[n]), n + 1) for n in range(COPIES + 1)]
    lines = [
        FoundPassage(n + 1, len(texts[n]) - len(line), len(texts[n]), n - COPIES)
        for n in range(COPIES + 1, COPIES + 1 + FURNITURE)
    ]
    clusters = (
        FoundCluster("a", "near", 0.9, False, tuple(whole)),
        FoundCluster("b", "line", 1.0, False, tuple(lines)),
    )
    project.replace_duplicates(Found(clusters), Stamp("duplicates", "", "", ""))


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """CPU milliseconds, and the answer."""
    began = time.process_time()
    answer = work()
    return 1000 * (time.process_time() - began), answer


def bar(name: str, taken: float, most: float) -> None:
    sys.stdout.write(f"{name:32}{taken:9.1f} ms of {most:5.0f}\n")


if __name__ == "__main__":
    main()
