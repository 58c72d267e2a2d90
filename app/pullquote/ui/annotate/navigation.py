"""Going about in the text, which changes nothing: choosing words, from label to label and repeat
to repeat, find, and back and forward through the places one has jumped from.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt, Signal

from pullquote import suggest
from pullquote.text.spans import Span
from pullquote.ui.annotate.document_presenter import DocumentPresenter
from pullquote.ui.annotate.widget import find_hits
from pullquote.ui.reader.values import LabelsShown
from pullquote.ui.services.host import TextPlace

LABELS_SHOWN: tuple[LabelsShown, ...] = ("all", "quotes", "none")


class CaretCommands(QObject):
    """`said` is a sentence for the strip."""

    said = Signal(str)

    def __init__(self, presenter: DocumentPresenter, parent: QObject) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._shown = 0
        self._grown: list[Span] = []

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """By the names of the table of actions."""
        return {
            "grow": self._grow, "shrink": self._shrink, "quotation": self._quotation,
            "next_label": lambda: self._step_label(1),
            "previous_label": lambda: self._step_label(-1),
            "next_part": lambda: self._step_label(1, parts=True),
            "previous_part": lambda: self._step_label(-1, parts=True),
            "next_date": lambda: self._step_date(1),
            "previous_date": lambda: self._step_date(-1),
            "next_repeat": lambda: self._step_repeat(1),
            "previous_repeat": lambda: self._step_repeat(-1),
            "labels_shown": self._labels_shown, "weak_repeats": self._weak_repeats,
        }  # fmt: skip

    def _grow(self) -> None:
        reader, doc = self._presenter.widget.page.reader, self._presenter.doc
        if doc is None:
            return
        now = reader.selection()
        if not self._grown or self._grown[-1] != now:
            self._grown = [now]
        larger = suggest.words_at_caret.grow(doc.text, now)
        if larger != now:
            self._grown.append(larger)
            reader.select(larger)

    def _shrink(self) -> None:
        reader, doc = self._presenter.widget.page.reader, self._presenter.doc
        if doc is None:
            return
        now = reader.selection()
        if len(self._grown) > 1 and self._grown[-1] == now:
            self._grown.pop()
            smaller = self._grown[-1]
        else:
            smaller = suggest.words_at_caret.shrink(doc.text, now, now.start)
        reader.select(smaller)

    def _quotation(self) -> None:
        reader, doc = self._presenter.widget.page.reader, self._presenter.doc
        if doc is None:
            return
        start = max(reader.selection().end, reader.caret())
        found = suggest.words_at_caret.next_quotation(doc.text, start)
        if found is None:
            self.said.emit(self.tr("No quotation marks after the caret."))
            return
        reader.select(found)
        reader.scroll_to(found, flash=False)

    def _step_date(self, step: int) -> None:
        reader, doc = self._presenter.widget.page.reader, self._presenter.doc
        if doc is None:
            return
        found = suggest.words_at_caret.next_date(doc.text, reader.selection().start, step)
        if found is None:
            after, before = (
                self.tr("No date after the caret."),
                self.tr("No date before the caret."),
            )
            self.said.emit(after if step > 0 else before)
            return
        reader.select(found)
        reader.scroll_to(found, flash=False)

    def _step_label(self, step: int, *, parts: bool = False) -> None:
        """Round the quotes, claims and labels of their own; with `parts` round all there are."""
        doc = self._presenter.doc
        labels = doc.labels() if doc else []
        if doc is not None and not parts:
            layers = doc.project.schema.layer
            of_others = {r.tail for r in doc.relations()}
            heads = [
                a
                for a in labels
                if a.id not in of_others or getattr(layers(a.layer), "opens", False)
            ]
            labels = heads or labels
        if not labels:
            self.said.emit(self.tr("No labels in this document yet."))
            return
        numbers = [a.id for a in labels]
        selected = self._presenter.session.selected if self._presenter.session else None
        if selected in numbers:
            at = numbers.index(selected) + step
        else:
            caret = self._presenter.widget.page.reader.caret()
            after = [i for i, a in enumerate(labels) if a.start >= caret]
            first = after[0] if after else len(labels)
            at = first if step > 0 else first - 1
        self._presenter.select(numbers[at % len(numbers)], reveal=True)

    def _step_repeat(self, step: int) -> None:
        reader = self._presenter.widget.page.reader
        starts = [b for b in self._presenter.blocks if not b.boilerplate]
        if not starts:
            self.said.emit(self.tr("Nothing in this document is repeated."))
            return
        caret = reader.caret()
        after = [b for b in starts if b.start > caret]
        before = [b for b in starts if b.start < caret]
        found = (after or starts)[0] if step > 0 else (before or starts)[-1]
        reader.set_caret(found.start)
        reader.scroll_to(Span(found.start, found.end))

    def _weak_repeats(self) -> None:
        shown = self._presenter.toggle_weak()
        self.said.emit(self.tr("Weak repeats too.") if shown else self.tr("No weak repeats."))

    def _labels_shown(self) -> None:
        self._shown = (self._shown + 1) % len(LABELS_SHOWN)
        self._presenter.widget.page.reader.set_labels_shown(LABELS_SHOWN[self._shown])
        said = (self.tr("All labels."), self.tr("Quotes only."), self.tr("No labels shown."))
        self.said.emit(said[self._shown])


class TextFinder(QObject):
    """Joins the find bar and the reader."""

    def __init__(self, presenter: DocumentPresenter) -> None:
        super().__init__(presenter)
        self._presenter = presenter
        self._hits: list[Span] = []
        self._current = -1
        self._bar = presenter.widget.page.find_bar
        self._bar.searched.connect(self._search)
        self._bar.moved.connect(self.step)
        self._bar.shut.connect(self.shut)
        presenter.opened.connect(lambda _document: self._search(self._bar.asked()))

    def ask(self) -> None:
        """Open the bar; words chosen on one line are looked for at once."""
        chosen = self._presenter.widget.page.reader.selected_text()
        self._bar.ask(chosen if chosen and "\n" not in chosen and len(chosen) < 100 else "")
        self._search(self._bar.asked())

    def step(self, step: int) -> None:
        """To the next hit, or the one before; behind the last comes the first."""
        if self._bar.isHidden() or not self._hits:
            self.ask()
            return
        self._current = (self._current + step) % len(self._hits)
        self._show(go=True)

    def shut(self) -> None:
        self._bar.hide()
        reader = self._presenter.widget.page.reader
        reader.set_find_hits([])
        if 0 <= self._current < len(self._hits):
            reader.select(self._hits[self._current])
        reader.setFocus(Qt.FocusReason.OtherFocusReason)
        self._hits, self._current = [], -1

    def _search(self, asked: str) -> None:
        doc = self._presenter.doc
        if self._bar.isHidden() or doc is None:
            return
        self._hits = find_hits(doc.text, asked)
        caret = self._presenter.widget.page.reader.selection().start
        after = [i for i, hit in enumerate(self._hits) if hit.start >= caret]
        self._current = after[0] if after else 0 if self._hits else -1
        self._show(go=bool(self._hits))

    def _show(self, *, go: bool) -> None:
        reader = self._presenter.widget.page.reader
        current = self._hits[self._current] if self._hits else None
        reader.set_find_hits(self._hits, current)
        self._bar.show_hits(self._hits, self._current)
        if go and current is not None:
            reader.scroll_to(current, flash=False)


PLACES_MOST = 200


class NavigationHistory:
    """Like a browser's: a jump from the middle forgets what lay ahead."""

    def __init__(self) -> None:
        self._behind: list[TextPlace] = []
        self._ahead: list[TextPlace] = []

    def leave(self, here: TextPlace) -> None:
        """Note the place one jumps from."""
        if not self._behind or self._behind[-1] != here:
            self._behind.append(here)
        del self._behind[:-PLACES_MOST]
        self._ahead.clear()

    def back(self, here: TextPlace) -> TextPlace | None:
        return self._step(self._behind, self._ahead, here)

    def forward(self, here: TextPlace) -> TextPlace | None:
        return self._step(self._ahead, self._behind, here)

    def forget(self, document: int) -> None:
        """Leave out a document that is gone."""
        self._behind = [p for p in self._behind if p.document != document]
        self._ahead = [p for p in self._ahead if p.document != document]

    def _step(
        self, source: list[TextPlace], target: list[TextPlace], here: TextPlace
    ) -> TextPlace | None:
        if not source:
            return None
        target.append(here)
        return source.pop()
