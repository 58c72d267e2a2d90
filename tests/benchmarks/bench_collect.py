"""How long it takes to collect 10 files of 1,000 documents each, to look at them before and to undo
it, and how long somebody waits who labels beside that.
"""

import statistics
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from pullquote.assets import RESOURCES
from pullquote.model.values import NewDocument
from pullquote.store import Project
from pullquote.workflow.collect.collect import collect, preview_collect
from pullquote.workflow.hand_out.operation import hand_out

ANNOTATORS, DOCUMENTS, LABELS = 10, 1000, 20
SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
WORDS = "The bridge stays closed, said Marta Oduya on Monday, and nobody asked her why. "


def main() -> int:
    print(f"{ANNOTATORS} annotators, {DOCUMENTS:,} documents each, {LABELS} labels a document")
    missed = 0
    with TemporaryDirectory() as folder:
        path = Path(folder) / "news.pullquote"
        with Project.create(path, name="News", schema_toml=SCHEMA) as project:
            files = _returned(project, Path(folder))
            look = _timed("preview", lambda: preview_collect(project, files))
            missed += look > 15
            missed += _timed("collect", lambda: collect(project, files, 0)) > 15
            missed += _timed("collect again", lambda: collect(project, files, 0), 2) > 2
            missed += _timed("undo", lambda: _undo(project), 5) > 5
            rest = _labels(project, lambda: time.sleep(5))
            beside = {
                "collect": _labels(project, lambda: collect(project, files, 0)),
                "undo": _labels(project, lambda: _undo(project)),
            }
        print(f"a label at rest: median {rest[0]:.1f} ms, p95 {rest[1]:.1f} ms wall")
        for name, (median, late) in beside.items():
            print(
                f"beside {name:8} median {median:.1f} ms, p95 {late:.1f} ms wall,"
                f" {late / rest[1]:.1f} x that at rest   bar 3 x"
            )
            missed += late > 3 * rest[1]
    return missed


def _undo(project: Project) -> None:
    collects = (e for e in project.history(limit=10_000) if (e.name, e.kind) == ("Collect", "do"))
    project.undo_operation(next(collects).operation, 0)


def _labels(project: Project, work: Callable[[], object]) -> tuple[float, float]:
    """Median and 95th percentile, in ms, of labels written one after another while it goes on."""
    with project.operation("Come", 0) as writer:
        who = writer.add_annotator(f"At work {time.monotonic()}").id
    took = []
    thread = threading.Thread(target=work)
    thread.start()
    while thread.is_alive():
        begun = time.perf_counter()
        with project.operation("Quote", who) as writer:
            more, start = divmod(len(took), len(WORDS) * 39)
            writer.add_annotation(1, who, "quote", start, start + 5 + more)
        took.append((time.perf_counter() - begun) * 1000)
        time.sleep(0.03)
    thread.join()
    return statistics.median(took), statistics.quantiles(took, n=20)[-1]


def _timed(name: str, work: Callable[[], object], bar: float = 15) -> float:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{name:15} {wall:6.2f} s wall, {cpu:6.2f} s CPU of this process   bar {bar:g} s")
    return wall


def _returned(project: Project, folder: Path) -> list[Path]:
    with project.operation("Begin", 0) as writer:
        who = [writer.add_annotator(f"Annotator {number}").id for number in range(ANNOTATORS)]
        documents = [
            writer.add_document(NewDocument(text=f"{WORDS * 40}{number}", name=f"{number}.txt"))
            for number in range(DOCUMENTS)
        ]
    made = hand_out(project, folder / "out", who, 0, documents=documents)
    for one in made:
        _label(one.path)
    return [one.path for one in made]


def _label(path: Path) -> None:
    """An operation a label, as by hand, but all in one transaction of the disk."""
    with Project.open(path) as file:
        file._file.writer.pragma("synchronous", "OFF")
        who = file.annotators()[0].id
        for document in list(dict(file.texts())):
            with file.operation("Quotes", who) as writer:
                speaker = writer.add_speaker("Marta Oduya").id
                for number in range(LABELS // 2):
                    start = number * len(WORDS)
                    quote = writer.add_annotation(document, who, "quote", start, start + 23)
                    named = writer.add_annotation(
                        document, who, "speaker", start + 30, start + 41, speaker=speaker
                    )
                    writer.add_relation("said_by", quote.id, named.id)
                writer.set_state(document, who, "done")


if __name__ == "__main__":
    sys.exit(main())
