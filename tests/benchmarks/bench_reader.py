"""How fast the reader opens, scrolls and paints a label: CPU milliseconds beside their bars."""

import gc
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from pullquote.model.schema import Underline
from pullquote.text.spans import Span
from pullquote.ui.reader import PaintedBlock, PaintedLabel, Reader
from pullquote.ui.theme.fonts import load_fonts
from pullquote.ui.theme.palette import Theme

_SENTENCE = (
    "the harbour council said on Tuesday that no dates are set for talks about dredging while "
    "officials in Meridan expect them soon according to statements after a briefing"
)
_LAYERS: tuple[tuple[str, Underline], ...] = (
    ("quote", "solid"),
    ("speaker", "thick"),
    ("cue", "dashed"),
    ("date", "dotted"),
    ("claim", "double"),
)
SIZE = 1000, 900


def main() -> None:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    load_fonts()
    _open("warm up", app, _text(5_000), 20, 1000, quiet=True)
    _open("5 kB, 20 labels", app, _text(5_000), 20, 10)
    _open("1 MB, 1,000 labels", app, _text(1_000_000), 1_000, 40)
    _open("1 MB, 10,000 labels", app, _text(1_000_000), 10_000, 80)
    _open("5 MB, 10,000 labels", app, _text(5_000_000), 10_000, 150)
    _open("1 MB in one paragraph", app, _text(1_000_000).replace("\n", " "), 1_000, 50)


def _open(
    name: str, app: QApplication, text: str, count: int, bar: int, quiet: bool = False
) -> None:
    labels = _labels(text, count)
    blocks = _blocks(text)
    figures = []
    for _ in range(3):
        gc.collect()
        before = _memory()
        reader = Reader(Theme.load("light"))
        reader.motion.on = False
        reader.resize(*SIZE)
        reader.show()
        app.processEvents()

        def show(reader: Reader = reader) -> None:
            reader.show_document(text)
            reader.set_blocks(blocks)
            reader.set_labels(labels)
            reader.viewport().repaint()

        figures.append(_cpu(show))
        if len(figures) < 3:
            reader.close()
            reader.deleteLater()
            app.processEvents()
    if quiet:
        return
    sys.stdout.write(f"{name}\n")
    _print("open to first paint", statistics.median(figures), bar)
    rest = _cpu(lambda: [app.processEvents() for _ in range(50)])
    _print("  then in idle time", rest, None)
    _steps(app, reader, text, count)
    if len(text) >= 1_000_000:
        _print("memory, MB per MB of text", (_memory() - before) / (len(text) / 1e6), 10)
    reader.close()
    reader.deleteLater()
    app.processEvents()


def _steps(app: QApplication, reader: Reader, text: str, count: int) -> None:
    bar = reader.verticalScrollBar()

    def paint() -> None:
        app.processEvents()

    def page() -> None:
        at_end = bar.value() == bar.maximum()
        bar.setValue(0 if at_end else bar.value() + bar.pageStep() - 38)
        paint()

    pages = [_cpu(page) for _ in range(25)]
    _print("page, median", statistics.median(pages), 6)
    _print("page, slowest", max(pages), 16)

    def wheel() -> None:
        bar.setValue(bar.value() - 38)
        paint()

    _print("wheel step of a line", statistics.median(_cpu(wheel) for _ in range(25)), 6)
    random.seed(2)
    span = reader.visible_span()

    numbers = iter(range(count, count + 25))

    def add() -> None:
        at = random.randrange(span.start, max(span.start + 1, span.end - 60))
        reader.add_label(_label(next(numbers), at, at + 40))
        paint()

    _print("add one label, median", statistics.median(_cpu(add) for _ in range(25)), 4)

    def end() -> None:
        reader.set_caret(len(text))
        paint()

    _print("jump to the end", _cpu(end), 10)

    def resize() -> None:
        reader.resize(700 if reader.width() > 800 else 1000, 900)
        paint()

    _print("resize", statistics.median(_cpu(resize) for _ in range(3)), 50)

    def zoom() -> None:
        reader.set_zoom(120 if reader.zoom() == 100 else 100)
        paint()

    _print("zoom", statistics.median(_cpu(zoom) for _ in range(3)), 50)


def _text(size: int) -> str:
    random.seed(1)
    paragraphs = []
    total = 0
    while total < size:
        words = " ".join(random.choices(_SENTENCE.split(), k=random.randrange(20, 110)))
        paragraphs.append(f"“{words.capitalize()},” she said.")
        total += len(paragraphs[-1]) + 1
    return "\n".join(paragraphs)


def _labels(text: str, count: int) -> list[PaintedLabel]:
    random.seed(3)
    starts = sorted(random.randrange(0, len(text) - 200) for _ in range(count))
    return [_label(n, at, at + random.choice((8, 20, 90))) for n, at in enumerate(starts)]


def _label(number: int, start: int, end: int) -> PaintedLabel:
    layer, underline = _LAYERS[number % len(_LAYERS)]
    return PaintedLabel(
        number, Span(start, end), layer, underline, layer.upper(), "Perlow", main=layer == "quote"
    )


def _blocks(text: str) -> list[PaintedBlock]:
    size = max(1000, len(text) // 100)
    return [
        PaintedBlock(Span(at, at + size // 3), 1, 2, n % 3)
        for n, at in enumerate(range(0, len(text) - size, size))
    ]


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def _memory() -> float:
    """Megabytes of this process that are in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _print(what: str, value: float, bar: float | None) -> None:
    ratio = f"{value / bar:5.2f} of {bar:3}" if bar else " " * 12
    verdict = "" if bar is None else "ok" if value <= bar else "OVER"
    sys.stdout.write(f"  {ratio}  {value:7.1f}  {what} {verdict}\n")


if __name__ == "__main__":
    main()
