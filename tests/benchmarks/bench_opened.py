"""An opened document with its repeats and the panel of copies: CPU milliseconds until painted.

`python tests/benchmarks/bench_opened.py [DOCUMENTS | PROJECT]`: of that many invented articles, or
of a copy of a project whose repeats are known. `opened` is the window's thread; `copies` is the
whole process, from the caret in the block that stands in most places until its copies are compared.
"""

import os
import random
import shutil
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench_duplicates import SCHEMA, add, articles, search_again

from pullquote.store.project import Project
from pullquote.ui.main_window import MainWindow
from pullquote.ui.screenshots import annotate_room, posed_window, process_events, wait_for_rest

DOCUMENTS, OPENED = 2_000, 200
MEDIAN, P99 = 25, 200


def main() -> None:
    asked = sys.argv[1] if len(sys.argv) > 1 else str(DOCUMENTS)
    with TemporaryDirectory() as folder:
        os.environ["PULLQUOTE_CACHE"] = folder
        path = Path(folder) / "opened.pullquote"
        if asked.isdecimal():
            with Project.create(path, name="b", schema_toml=SCHEMA) as project:
                add(project, articles(int(asked)))
                search_again(project)
        else:
            shutil.copy(asked, path)
        with posed_window(path, name="Mara", read_only=False) as window:
            measure(window)


def measure(window: MainWindow) -> None:
    room = annotate_room(window)
    assert room is not None
    room.show_copies()
    wait_for_rest(window)
    documents = [one.id for one in room.project.searched_documents()]
    chosen = random.Random(4).sample(documents, min(OPENED, len(documents)))
    opened, copies = [], []
    for document in chosen:
        began = time.thread_time()
        room.open(document)
        process_events()
        opened.append((time.thread_time() - began) * 1000)
        wait_for_rest(window)
        blocks = room.document_presenter.blocks
        if blocks:
            widest = max(blocks, key=lambda block: block.copies_here + block.elsewhere)
            began = time.process_time()
            room.widget.page.reader.set_caret(widest.start + 1)
            wait_for_rest(window)
            copies.append((time.process_time() - began) * 1000)
    print(f"{len(documents):,} documents, {len(opened)} of them opened")
    print(f"opened: {figures(opened)}     bars {MEDIAN}, {P99}")
    print(f"copies: {figures(copies)}")


def figures(spent: Sequence[float]) -> str:
    p99 = sorted(spent)[len(spent) * 99 // 100]
    return f"median {statistics.median(spent):6.1f} ms, p99 {p99:6.1f} ms"


if __name__ == "__main__":
    main()
