"""The documents list: CPU time from a new order, filter or search to the painted list.

Sizes may be named on the command line; 200,000 documents take a minute or two to make.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from pullquote.assets import RESOURCES
from pullquote.model.values import NewDocument, Published
from pullquote.store import DocumentRow, Project
from pullquote.ui.documents import EVERYTHING, DocumentsPanel
from pullquote.ui.theme import style
from pullquote.ui.theme.palette import Theme

BARS = {10_000: 60, 200_000: 120}
QUERIES = {
    "by title": [replace(EVERYTHING, order="title", descending=turned) for turned in (False, True)],
    "by date": [EVERYTHING, replace(EVERYTHING, descending=False)],
    "to do": [replace(EVERYTHING, state="not_started", excluded=False), EVERYTHING],
    "search": [replace(EVERYTHING, search=words) for words in ("harb", "resume part 1")],
}
ROUNDS = 10


def main() -> None:
    application = QApplication.instance() or QApplication([])
    theme = Theme.load("light")
    style.apply_theme(application, theme)
    for size in map(int, sys.argv[1:] or BARS):
        with tempfile.TemporaryDirectory() as folder:
            project, actor = make(Path(folder), size)
            with project:
                measure(application, theme, project, actor, size)


def make(folder: Path, size: int) -> tuple[Project, int]:
    schema = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
    project = Project.create(folder / "list.pullquote", name="List", schema_toml=schema)
    with project.operation("Add annotator", 0) as writer:
        actor = writer.add_annotator("Mara Lind").id
    with project.operation("Add documents", actor) as writer:
        for number in range(size):
            writer.add_document(document(number, size))
    return project, actor


def document(number: int, size: int) -> NewDocument:
    return NewDocument(
        text=f"Harbour talks resume in Port Anselm, part {number}. Nothing was said.",
        name=f"{number}.txt",
        title=f"Harbour talks, part {number * 7919 % size}",
        source=f"Wire {number % 40}",
        published=Published(f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}", "field"),
        raw_sha256=f"{number:064x}",
        origin=f"/articles/{number}.txt",
    )


def measure(
    application: QApplication, theme: Theme, project: Project, actor: int, size: int
) -> None:
    def rows(ids: Sequence[int]) -> Sequence[DocumentRow]:
        return project.document_rows(ids, actor)

    panel = DocumentsPanel(theme, rows)
    panel.resize(288, 860)
    panel.show()

    def show(query: object) -> None:
        ids = project.document_ids(replace(query, annotator=actor))
        panel.show_documents(ids, project.document_counts(actor))

    show(EVERYTHING)
    application.processEvents()
    bar = BARS.get(size, 0)
    for name, queries in QUERIES.items():
        times = [cpu(application, panel, lambda q=q: show(q)) for q in queries * ROUNDS]
        report(f"list {name}", size, statistics.median(times), bar)
    ids = project.document_ids(replace(EVERYTHING, annotator=actor))
    places = [ids[n * (size - 1) // ROUNDS] for n in range(ROUNDS)]
    jumps = [cpu(application, panel, lambda p=place: panel.choose(p)) for place in places]
    report("list jump", size, statistics.median(jumps), bar)
    panel.close()


def cpu(application: QApplication, panel: DocumentsPanel, change: Callable[[], None]) -> float:
    begun = time.process_time()
    change()
    panel.repaint()
    application.processEvents()
    return (time.process_time() - begun) * 1000


def report(name: str, size: int, spent: float, bar: int) -> None:
    ratio = f"{spent / bar:.2f} of {bar} ms" if bar else "no bar"
    print(f"{name:14} {size:7,}: {ratio} ({spent:.1f} ms CPU)")


if __name__ == "__main__":
    main()
