"""The Copies page: the places that repeat the words at the caret, and what is decided of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from pullquote.duplicates.blocks import Block
from pullquote.errors import PullquoteError
from pullquote.model.schema import Schema
from pullquote.store import Project
from pullquote.text.segments import paragraphs, words
from pullquote.text.spans import Span
from pullquote.ui.annotate.document_presenter import DocumentPresenter
from pullquote.ui.panels.values import CopiesShown, CopyRow
from pullquote.ui.services.host import Host
from pullquote.ui.services.tasks import Progress, Stop
from pullquote.ui.widgets.words import number, tr
from pullquote.workflow.clusters.decisions import decide_boilerplate, dismiss
from pullquote.workflow.find_duplicates import Twin, twins

if TYPE_CHECKING:
    from pullquote.ui.panels.copies_page import CopiesPage

# So many code points are compared within a frame; more are in a thread.
_AT_ONCE = 1_000
# Milliseconds after the last change of a label.
_LABELS_MS = 250

Decision = Callable[[Project, int, int, Block], None]


class CopiesPresenter(QObject):
    """Follows the caret while the page is shown; `wanted` asks to go to a copy, `beside_wanted` to
    show one beside the text, `offer_wanted` to offer labels for the copies.

    Nothing can be decided of copies that are still compared: the page shows those of before.
    """

    wanted = Signal(int, int)
    beside_wanted = Signal()
    offer_wanted = Signal()
    failed = Signal(object)

    def __init__(self, presenter: DocumentPresenter, host: Host) -> None:
        super().__init__(presenter)
        self._presenter, self._host = presenter, host
        self._block: Block | None = None
        self._asked: Block | None = None
        self._panel = presenter.widget.panel
        self._panel.copies_built.connect(self._connect)
        self._later = QTimer(self, singleShot=True, interval=60)
        self._later.timeout.connect(self.show)
        presenter.widget.page.reader.caret_moved.connect(lambda _caret: self._later.start())
        presenter.opened.connect(lambda _document: self._later.start())
        self._labels_later = QTimer(self, singleShot=True, interval=_LABELS_MS)
        self._labels_later.timeout.connect(self.refresh)
        self._panel.page_changed.connect(lambda _name: self.follow_labels())
        self._later.start()

    def follow_labels(self) -> None:
        """Labels have changed: what copies have is looked at again, while that is seen."""
        if self._panel.has("copies") and self._panel.copies.isVisible():
            self._labels_later.start()

    def refresh(self) -> None:
        """Repeats have changed: look again whatever the block was."""
        self._asked = None
        self.show()

    def show(self) -> None:
        """Show the copies of the words at the caret, unless labels are offered for them."""
        if self._panel.has("copies") and self._panel.copies.offers:
            return
        block = self._presenter.block_at(self._presenter.widget.page.reader.caret())
        doc = self._presenter.doc
        if block is None or doc is None:
            self._block = self._asked = None
            if self._panel.has("copies"):
                self._panel.copies.show_nothing()
        elif block != self._asked:
            self._block, self._asked = None, block
            copies = block.copies_here + block.elsewhere
            if copies * (block.end - block.start) <= _AT_ONCE:
                self._show(block, self._compared(doc.id, doc.text, block))
            else:
                self._compare(block, doc.id, doc.text)

    def _compare(self, block: Block, document: int, text: str) -> None:
        if self._panel.has("copies"):
            self._panel.copies.show_busy()

        def work(_progress: Progress, _stop: Stop) -> CopiesShown:
            return self._compared(document, text, block)

        def failed(error: Exception) -> None:
            self._asked = None
            self._host.show_error(error)

        self._host.work("copies", "", work, lambda shown: self._show(block, shown), failed)

    def _compared(self, document: int, text: str, block: Block) -> CopiesShown:
        """From any thread."""
        presenter = self._presenter
        project, schema = presenter.project, presenter.project.schema
        said, parts = Span(block.start, block.end).of(text), paragraphs(text)

        def row(twin: Twin) -> CopyRow:
            span, seen = Span(twin.start, twin.end), presenter.shown_annotator(twin.document)
            made = copy_row(
                twin,
                place=(twin.document, span),
                words=twin.words,
                against=twin.here,
                same=twin.similarity >= 1.0,
                here=(parts, block.start),
            )
            labels = label_counts(schema, project.layers_in(twin.document, seen, span))
            return replace(made, differs_in=twin.differs_in, labels=labels)

        copies = tuple(map(row, twins(project, document, block)))
        return CopiesShown(said, len(words(said)), copies, boilerplate=block.boilerplate)

    def _show(self, block: Block, shown: CopiesShown) -> None:
        """Unless the caret went on, or labels are offered by now."""
        if block is not self._asked or (self._panel.has("copies") and self._panel.copies.offers):
            return
        self._block = block
        self._panel.copies.show_copies(shown)

    def _connect(self, page: "CopiesPage") -> None:
        page.open_twin.connect(lambda copy: self.wanted.emit(copy.document, copy.start))
        page.beside_wanted.connect(self.beside_wanted)
        page.boilerplate_wanted.connect(self._boilerplate)
        page.offer_wanted.connect(self.offer_wanted)
        page.dismissed.connect(self._dismiss)

    def _boilerplate(self, wanted: bool) -> None:
        self._decide(
            lambda project, actor, document, block: decide_boilerplate(
                project, actor, document, block, wanted=wanted
            )
        )

    def _dismiss(self) -> None:
        self._decide(dismiss)

    def _decide(self, decision: Decision) -> None:
        presenter, block = self._presenter, self._block
        if block is None or presenter.document is None or presenter.looks_at_others:
            return
        try:
            decision(presenter.project, presenter.actor, presenter.document, block)
        except PullquoteError as error:
            self.failed.emit(error)


def label_counts(schema: Schema, counts: Mapping[str, int]) -> str:
    """What is labelled, in the order of the schema: “Quote, 2 × speaker”; "" where nothing is."""
    named = [(layer.name, counts[layer.id]) for layer in schema.layers if layer.id in counts]
    said = [name if n == 1 else tr("{0} × {1}").format(number(n), name) for name, n in named]
    return ", ".join([*said[:1], *(words.lower() for words in said[1:])])


class RepeatedPlace(Protocol):
    """What is known of a place that repeats words, whether or not labels are offered for it."""

    @property
    def title(self) -> str: ...
    @property
    def source(self) -> str | None: ...
    @property
    def published(self) -> str | None: ...
    @property
    def similarity(self) -> float: ...
    @property
    def same_document(self) -> bool: ...


def copy_row(
    found: RepeatedPlace,
    *,
    place: tuple[int, Span],
    words: str,
    against: str,
    same: bool,
    here: tuple[Sequence[Span], int] | None,
) -> CopyRow:
    """`place` is a stretch of a document; `here` the paragraphs in sight and where the words
    begin, to say how far from them a place of the same document is.
    """
    document, span = place
    parts, start = here if here is not None and found.same_document else ((), 0)
    there = sum(part.start <= span.start for part in parts)
    return CopyRow(
        document=document,
        start=span.start,
        end=span.end,
        words=words,
        against=against,
        title=" ".join(found.title.split()),
        source=found.source or "",
        published=found.published,
        here=bool(parts),
        below=there - sum(part.start <= start for part in parts),
        paragraph=there,
        paragraphs=len(parts),
        similarity=found.similarity,
        same=same,
    )
