"""The keys that choose words and go about in the text; they change nothing."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from pullquote.suggest import units
from pullquote.text.spans import Span
from pullquote.ui.annotate.desk import Desk
from pullquote.ui.reader.values import LabelsShown

SHOWN: tuple[LabelsShown, ...] = ("all", "quotes", "none")


class Going(QObject):
    """`said` is a sentence for the strip."""

    said = Signal(str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown = 0
        self._grown: list[Span] = []

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """By the names of the table of actions."""
        return {
            "grow": self._grow, "shrink": self._shrink, "quotation": self._quotation,
            "next_label": lambda: self._step_label(1),
            "previous_label": lambda: self._step_label(-1),
            "next_repeat": lambda: self._step_repeat(1),
            "previous_repeat": lambda: self._step_repeat(-1),
            "labels_shown": self._labels_shown,
        }  # fmt: skip

    def _grow(self) -> None:
        reader, doc = self._desk.room.page.reader, self._desk.doc
        if doc is None:
            return
        now = reader.selection()
        if not self._grown or self._grown[-1] != now:
            self._grown = [now]
        larger = units.grow(doc.text, now)
        if larger != now:
            self._grown.append(larger)
            reader.select(larger)

    def _shrink(self) -> None:
        reader, doc = self._desk.room.page.reader, self._desk.doc
        if doc is None:
            return
        now = reader.selection()
        if len(self._grown) > 1 and self._grown[-1] == now:
            self._grown.pop()
            smaller = self._grown[-1]
        else:
            smaller = units.shrink(doc.text, now, now.start)
        reader.select(smaller)

    def _quotation(self) -> None:
        reader, doc = self._desk.room.page.reader, self._desk.doc
        if doc is None:
            return
        start = max(reader.selection().end, reader.caret())
        found = units.next_quotation(doc.text, start)
        if found is None:
            self.said.emit(self.tr("No quotation marks after the caret."))
            return
        reader.select(found)
        reader.scroll_to(found, flash=False)

    def _step_label(self, step: int) -> None:
        doc = self._desk.doc
        labels = doc.labels() if doc else []
        if not labels:
            self.said.emit(self.tr("No labels in this document yet."))
            return
        numbers = [a.id for a in labels]
        selected = self._desk.session.selected if self._desk.session else None
        if selected in numbers:
            at = numbers.index(selected) + step
        else:
            caret = self._desk.room.page.reader.caret()
            after = [i for i, a in enumerate(labels) if a.start >= caret]
            first = after[0] if after else len(labels)
            at = first if step > 0 else first - 1
        self._desk.select(numbers[at % len(numbers)], reveal=True)

    def _step_repeat(self, step: int) -> None:
        reader = self._desk.room.page.reader
        starts = [b for b in self._desk.blocks if not b.boilerplate]
        if not starts:
            self.said.emit(self.tr("Nothing in this document is repeated."))
            return
        caret = reader.caret()
        after = [b for b in starts if b.start > caret]
        before = [b for b in starts if b.start < caret]
        found = (after or starts)[0] if step > 0 else (before or starts)[-1]
        reader.set_caret(found.start)
        reader.scroll_to(Span(found.start, found.end))

    def _labels_shown(self) -> None:
        self._shown = (self._shown + 1) % len(SHOWN)
        self._desk.room.page.reader.set_labels_shown(SHOWN[self._shown])
        said = (self.tr("All labels."), self.tr("Quotes only."), self.tr("No labels shown."))
        self.said.emit(said[self._shown])
