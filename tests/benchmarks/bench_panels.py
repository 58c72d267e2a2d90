"""What the side panel costs, in CPU ms of the window's process: `python bench_panels.py`."""

import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from pullquote.assets import RESOURCES
from pullquote.duplicates.diff import diff
from pullquote.model.schema_file import parse_schema
from pullquote.model.values import Annotation, Document, Published, Relation, Speaker
from pullquote.ui.panels.side_panel import SidePanel
from pullquote.ui.panels.values import CopiesShown, CopyRow
from pullquote.ui.theme import style
from pullquote.ui.theme.palette import Theme
from pullquote.ui.view_models import panel_view
from pullquote.ui.view_models.snapshot import Snapshot

# The panel's share of "label a span until painted", median ≤ 5 ms, and of the start, ≤ 300 ms.
LABEL_MS = 5
START_MS = 300
SCHEMA = parse_schema((RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8"))
SAID = "“Boats ran on time,” he said. "
SPEAKERS = {7: Speaker(7, "s7", "Ilian Marsk")}
DOCUMENT = Document(
    1, "d1", "", 0, "a.txt", "", None, None, None, None, Published("2026-02-10", "field"),
    "", "", 0, "utf-8", "lf", "text", 0, None, None, {},
)  # fmt: skip


def main() -> None:
    app = QApplication([])
    theme = Theme.load("light").with_layers(SCHEMA.layers)
    style.apply_theme(app, theme)
    begun = time.process_time()
    panel = SidePanel(theme, diff)
    panel.set_schema(SCHEMA)
    panel.resize(368, 860)
    panel.show()
    panel.grab()
    report("start, the panel's share", (time.process_time() - begun) * 1000, START_MS)
    for number in (20, 1_000, 10_000):
        bench_labels(app, panel, number)
    bench_copies(app, panel)


def bench_labels(app: QApplication, panel: SidePanel, number: int) -> None:
    """Another label is selected and one more stands in the tree."""
    text = SAID * (number // 2)
    labels, relations = document(number // 2)
    added = Annotation(number + 9, "x", 1, 1, "cue", 24, 28)
    turn = 0

    def select() -> None:
        nonlocal turn
        turn += 1
        shown = [labels[0], labels[1], added, *labels[2:]] if turn % 2 else labels
        by_id = {label.id: label for label in shown}
        snapshot = Snapshot(SCHEMA, DOCUMENT, text, shown, relations, SPEAKERS, by_id, 0)
        panel.labels.show_label(panel_view.label_shown(snapshot, shown[turn % 10]))
        panel.labels.show_tree(panel_view.document_tree(snapshot, None), len(shown))
        app.processEvents()

    report(f"label shown, {number:,} labels", median(select), LABEL_MS)


def bench_copies(app: QApplication, panel: SidePanel) -> None:
    words = SAID * 20
    copies = [
        CopyRow(n, 0, 9, words.replace("time", f"day {n}"), similarity=0.9, same=False)
        for n in range(500)
    ]
    panel.show_page("copies")

    def show() -> None:
        panel.copies.show_copies(CopiesShown(words, 120, tuple(copies)))
        app.processEvents()
        copies.append(copies.pop(0))

    report("500 copies with differences, first shown", median(show, 9), 16)


def document(quotes: int) -> tuple[list[Annotation], list[Relation]]:
    labels, relations = [], []
    for n in range(quotes):
        start = n * len(SAID)
        labels.append(Annotation(2 * n + 1, f"q{n}", 1, 1, "quote", start, start + 20))
        he = Annotation(2 * n + 2, f"s{n}", 1, 1, "speaker", start + 21, start + 23, speaker=7)
        labels.append(he)
        relations.append(Relation(n, f"r{n}", 1, 1, "said_by", 2 * n + 1, 2 * n + 2))
    return labels, relations


def median(work: Callable[[], None], times: int = 31) -> float:
    spent = []
    for _ in range(times):
        begun = time.process_time()
        work()
        spent.append((time.process_time() - begun) * 1000)
    return statistics.median(spent)


def report(what: str, spent: float, bar: float) -> None:
    print(f"{what:<42} {spent:8.1f} ms  (bar {bar:g} ms)")


if __name__ == "__main__":
    main()
