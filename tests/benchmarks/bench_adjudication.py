"""Adjudication: CPU time of the board of all open places, of one document, of one decision."""

import gc
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from pullquote.assets import RESOURCES
from pullquote.model.values import NewDocument
from pullquote.store import Project, Writer
from pullquote.workflow import adjudicate
from pullquote.workflow.adjudicate.board import board_of

PEOPLE, DOCUMENTS, QUOTES = 5, 1000, 5
BOARD_SECONDS, REFRESH_MS, SETTLE_MS = 2.0, 20, 20
SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
FOUND = {
    "quote": {"kind": "direct", "status": "complete", "sure": "sure"},
    "date": {"type": "DATE", "value": "2026-02-10"},
}
RELATIONS = {"speaker": ("said_by", ""), "cue": ("cued_by", ""), "date": ("dated_by", "utterance")}

T = TypeVar("T")


def main() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "five.pullquote"
        with Project.create(path, name="Five", schema_toml=SCHEMA) as project:
            fill(project)
            measure(project)


def measure(project: Project) -> None:
    labels = sum(len(v.annotations) for found in project.versions() for v in found.versions)
    sys.stdout.write(f"{PEOPLE} people, {DOCUMENTS:,} documents, {labels:,} labels" + "\n")
    gc.disable()  # as the process of its own does
    seconds, board = timed(lambda: board_of(project))
    gc.enable()
    bar("board, cold", seconds, BOARD_SECONDS, "s")
    sys.stdout.write(f"  {len(board.open):,} places open, {board.agreed:,} agreed on" + "\n")
    seconds, _ = timed(lambda: adjudicate.board(project))
    bar("  of it in the window", seconds, BOARD_SECONDS, "s")
    some = list(board.documents)[:20]
    seconds, _ = timed(lambda: [adjudicate.refresh_board(project, board, [one]) for one in some])
    bar("one document anew", 1000 * seconds / len(some), REFRESH_MS, "ms")
    items = [board.documents[one].open[0] for one in some]
    seconds, _ = timed(
        lambda: [adjudicate.settle_items(project, item, "taken", 0, 1) for item in items]
    )
    bar("one decision", 1000 * seconds / len(items), SETTLE_MS, "ms")
    seconds, places = timed(lambda: adjudicate.take_agreed(project, 1))
    sys.stdout.write(f"{'take what all agree on':26}{seconds:9.2f} s for {places:,} places" + "\n")


def fill(project: Project) -> None:
    dice = random.Random(1)
    with project.operation("Add people", 0) as writer:
        people = [writer.add_annotator(f"Person {number}").id for number in range(PEOPLE)]
        speakers = [writer.add_speaker(f"Speaker {number}").id for number in range(20)]
    for first in range(0, DOCUMENTS, 100):
        with project.operation("Label", 0) as writer:
            for number in range(first, first + 100):
                text = f"{'word ' * 1200}{number}"
                document = writer.add_document(NewDocument(text=text, name=str(number)))
                said_by = [dice.choice(speakers) for _ in range(QUOTES)]
                for who in people:
                    label(writer, document, who, said_by, dice)
                    writer.set_state(document, who, "done")


def label(writer: Writer, document: int, who: int, said_by: list[int], dice: random.Random) -> None:
    """Quotes with their relations; one label of twelve is missing, one of ten ends later."""
    for number, speaker in enumerate(said_by):
        quote = None
        for layer, at, length in (
            ("quote", 0, 120),
            ("speaker", 130, 12),
            ("cue", 145, 4),
            ("date", 160, 10),
        ):
            if dice.random() < 1 / 12:
                continue
            start = number * 1000 + at
            made = writer.add_annotation(
                document,
                who,
                layer,
                start,
                start + length + 3 * (dice.random() < 0.1),
                attributes=FOUND.get(layer, {}),
                speaker=speaker if layer == "speaker" else None,
            )
            if layer == "quote":
                quote = made
            elif quote is not None:
                kind, role = RELATIONS[layer]
                writer.add_relation(kind, quote.id, made.id, role)


def timed(work: Callable[[], T]) -> tuple[float, T]:
    begun = time.process_time()
    result = work()
    return time.process_time() - begun, result


def bar(what: str, value: float, limit: float, unit: str) -> None:
    sys.stdout.write(f"{what:26}{value:9.2f} {unit:3} (bar {limit:g} {unit})\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
