"""The room Timeline with 100,000 labels: entered, moved through, zoomed and filtered.

CPU milliseconds of the window's thread: until the room is in sight, until what was read is shown,
for one frame of a pan, for a key; and the wall time of what other threads and processes do.
`python tests/benchmarks/bench_timeline.py [DOCUMENTS]`, with 20 labels in each.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

DOCUMENTS, TRIPLES, SPEAKERS, SPAN = 5_000, 5, 300, 400


def main() -> None:
    from pullquote.ui.screenshots import posed_window, process_events, wait_for_tasks

    documents = int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "timeline.pullquote"
        make_project(path, documents)
        print(f"{documents:,} documents, {documents * TRIPLES * 4:,} labels; ms of the thread")
        with posed_window(path, size=(1366, 768), name="Ada", read_only=False) as window:
            wait_for_tasks(window)
            say("entered, bar 100", measured(lambda: window.rooms.go("timeline"), process_events))
            wall_read = time.perf_counter()
            wait_for_tasks(window)
            print(f"{'read, wall ms':36} {1000 * (time.perf_counter() - wall_read):8.1f}")
            room = window.rooms.current
            chart = room.widget.chart
            print(f"{len(room._points):,} points, {len(chart.lanes):,} cells")
            shown = measured(lambda: room._take(room._points), process_events)
            wait_for_tasks(window)
            shown += measured(lambda: room._show(chart.lanes, 0), chart.repaint, process_events)
            say("what was read is shown, bar 100", shown)
            for zoom in ("day", "week", "month"):
                room.widget.zoom_choice.set_value(zoom)
                room._arrange()
                wait_for_tasks(window)
                frames = [
                    measured(lambda at=at: chart.pan(at * 31, at * 9), chart.repaint)
                    for at in range(100)
                ]
                say(f"a frame of a pan, {zoom}, bar 16", statistics.median(frames), max(frames))
            narrowed = [measured(room._arrange, lambda: wait_for_tasks(window)) for _ in range(5)]
            say("filtered, arranged anew", statistics.median(narrowed), max(narrowed))


def measured(*steps: Callable[[], object]) -> float:
    begin = time.thread_time()
    for step in steps:
        step()
    return (time.thread_time() - begin) * 1000


def say(what: str, middle: float, most: float | None = None) -> None:
    print(f"{what:36} {middle:8.1f}" + (f"   most {most:.1f}" if most is not None else ""))


def make_project(path: Path, documents: int) -> None:
    """A quote, its speaker, a claim and its date, TRIPLES times in each document; many repeated."""
    from pullquote.assets import RESOURCES
    from pullquote.model.values import NewDocument, Published
    from pullquote.store import Project

    chance = random.Random(1)
    schema = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
    begin = date(2025, 1, 1)
    with Project.create(path, name="Timeline", schema_toml=schema) as project:
        with project.operation("People", 0) as writer:
            who = writer.add_annotator("Ada").id
            people = [writer.add_speaker(f"Person {number}").id for number in range(SPEAKERS)]
        for low in range(0, documents, 200):
            with project.operation("Fill", 0) as writer:
                for number in range(low, min(low + 200, documents)):
                    said = [chance.randrange(documents * 3) for _ in range(TRIPLES)]
                    pieces = [
                        f"“We sail {one},” Lind said. Boats came {one} today. " for one in said
                    ]
                    day = begin + timedelta(days=chance.randrange(SPAN))
                    new = NewDocument(
                        "".join(pieces) + str(number), f"{number}.txt",
                        source=f"Post {number % 40}",
                        published=Published(day.isoformat(), "field"),
                    )  # fmt: skip
                    document, at = writer.add_document(new), 0
                    for one, piece in zip(said, pieces, strict=True):
                        add_labels(writer, document, who, at, piece, people[one % SPEAKERS],
                                   begin + timedelta(days=one % SPAN))  # fmt: skip
                        at += len(piece)


def add_labels(writer, document, who, at, piece, speaker, day) -> None:
    def add(layer: str, words: str, **more: object) -> int:
        start = at + piece.index(words)
        label = writer.add_annotation(document, who, layer, start, start + len(words), **more)
        return int(label.id)

    quote = add("quote", piece[: piece.index("”") + 1])
    mention = add("speaker", "Lind", speaker=speaker)
    claim = add("claim", piece[piece.index("Boats") : piece.index(" today")])
    when = add("date", "today", attributes={"value": day.isoformat()})
    writer.add_relation("said_by", quote, mention)
    writer.add_relation("said_by", claim, mention)
    writer.add_relation("dated_by", claim, when, "event")


if __name__ == "__main__":
    main()
