"""The Copies page: the places that repeat the words at the caret, and what is decided of them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from pullquote.duplicates.blocks import Block
from pullquote.errors import PullquoteError
from pullquote.store import Project
from pullquote.text.segments import paragraphs, words
from pullquote.text.spans import Span
from pullquote.ui.annotate.document_presenter import DocumentPresenter
from pullquote.ui.panels.values import CopiesShown, CopyRow
from pullquote.workflow.find_duplicates import Twin, decide_boilerplate, dismiss, twins

if TYPE_CHECKING:
    from pullquote.ui.panels.copies_page import CopiesPage

Decision = Callable[[Project, int, int, Block], None]


class CopiesPresenter(QObject):
    """Follows the caret while the page is shown; `wanted` asks to go to a copy, `offer_wanted` to
    offer labels for the copies.
    """

    wanted = Signal(int, int)
    offer_wanted = Signal()
    failed = Signal(object)

    def __init__(self, presenter: DocumentPresenter) -> None:
        super().__init__(presenter)
        self._presenter = presenter
        self._block: Block | None = None
        self._panel = presenter.widget.panel
        self._panel.copies_built.connect(self._connect)
        self._later = QTimer(self, singleShot=True, interval=60)
        self._later.timeout.connect(self.show)
        presenter.widget.page.reader.caret_moved.connect(lambda _caret: self._later.start())
        presenter.opened.connect(lambda _document: self._later.start())
        self._later.start()

    def refresh(self) -> None:
        """Repeats have changed: look again whatever the block was."""
        self._block = None
        self.show()

    def show(self) -> None:
        """Show the copies of the words at the caret, unless labels are offered for them."""
        if self._panel.has("copies") and self._panel.copies.offers:
            return
        block = self._presenter.block_at(self._presenter.widget.page.reader.caret())
        if block is None or self._presenter.document is None:
            self._block = None
            if self._panel.has("copies"):
                self._panel.copies.show_nothing()
        elif block != self._block:
            self._block = block
            self._panel.copies.show_copies(self._shown(block))

    def _connect(self, page: "CopiesPage") -> None:
        page.open_twin.connect(lambda copy: self.wanted.emit(copy.document, copy.start))
        page.boilerplate_wanted.connect(self._boilerplate)
        page.offer_wanted.connect(self.offer_wanted)
        page.dismissed.connect(self._dismiss)

    def _shown(self, block: Block) -> CopiesShown:
        presenter = self._presenter
        assert presenter.doc is not None
        found = twins(presenter.project, presenter.doc.id, block)
        said = Span(block.start, block.end).of(presenter.doc.text)
        here = paragraphs(presenter.doc.text)
        copies = tuple(self._copy(twin, block, here) for twin in found)
        count = len(words(said))
        return CopiesShown(said, count, copies, boilerplate=block.boilerplate)

    def _copy(self, twin: Twin, block: Block, here: list[Span]) -> CopyRow:
        there = self._number(here, twin.start) if twin.same_document else 0
        return CopyRow(
            document=twin.document,
            start=twin.start,
            end=twin.end,
            words=twin.words,
            against=twin.here,
            title=" ".join(twin.title.split()),
            source=twin.source or "",
            published=twin.published,
            here=twin.same_document,
            below=there - self._number(here, block.start) if twin.same_document else 0,
            paragraph=there,
            paragraphs=len(here),
            similarity=twin.similarity,
            same=twin.similarity >= 1.0,
            differs_in=twin.differs_in,
        )

    def _number(self, found: list[Span], offset: int) -> int:
        return sum(1 for p in found if p.start <= offset)

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
