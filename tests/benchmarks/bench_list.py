"""The documents list: CPU time from a new order or filter to the painted list.

The answers come from memory, so this is the window's share; the store's is in its own benchmark.
"""

import os
import random
import statistics
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from pullquote.store.values import DocumentRow, StateCounts
from pullquote.ui.documents import DocumentsPanel
from pullquote.ui.theme import style
from pullquote.ui.theme.palette import Theme

BARS = {10_000: 60, 200_000: 120}
ROUNDS = 15


def main() -> None:
    application = QApplication.instance() or QApplication([])
    theme = Theme.load("light")
    style.apply(application, theme)
    for size, bar in BARS.items():
        measure(application, theme, size, bar)


def measure(application: QApplication, theme: Theme, size: int, bar: int) -> None:
    panel = DocumentsPanel(theme, rows)
    panel.resize(288, 860)
    counts = StateCounts(size, size, 0, 0, 0, 0)
    orders = [list(range(size)) for _ in range(ROUNDS)]
    for order in orders:
        random.Random(len(order)).shuffle(order)
    panel.show_documents(orders[0], counts)
    panel.choose(orders[0][size // 2])
    panel.show()
    application.processEvents()
    kinds = {
        "sort": lambda n: panel.show_documents(orders[n], counts),
        "filter": lambda n: panel.show_documents(orders[n][: size // 3], counts),
        "jump": lambda n: panel.choose(orders[n][n * size // ROUNDS]),
        "row": lambda n: panel.refresh([panel.view.document() or 0]),
    }
    for name, change in kinds.items():
        times = [cpu(application, panel, change, n) for n in range(ROUNDS)]
        median = statistics.median(times)
        verdict = "ok" if median <= bar else "OVER"
        line = (
            f"list {name:6} {size:7,}: {median / bar:5.2f} of {bar} ms ({median:.1f} ms) {verdict}"
        )
        sys.stdout.write(line + "\n")
    panel.close()


def cpu(application: QApplication, panel: DocumentsPanel, change, number: int) -> float:
    start = time.process_time()
    change(number)
    panel.repaint()
    application.processEvents()
    return (time.process_time() - start) * 1000


def rows(ids) -> list[DocumentRow]:
    states = (None, "in_progress", "done", "skipped")
    return [
        DocumentRow(
            n, f"{n}.txt", f"Harbour talks resume in Port Anselm, part {n}", "Northern Wire",
            "2026-02-10", states[n % 4], n % 7, n % 31, None, 3000,
        )
        for n in ids
    ]  # fmt: skip


if __name__ == "__main__":
    main()
