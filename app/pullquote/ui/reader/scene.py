"""Everything the reader shows at one moment, without a widget."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from PySide6.QtGui import QPixmap

from pullquote.text.spans import Span
from pullquote.ui.reader.colours import Inks
from pullquote.ui.reader.layout.caret_moves import Caret
from pullquote.ui.reader.layout.labels import Chosen, PieceMarks, mark_piece
from pullquote.ui.reader.layout.page import Page
from pullquote.ui.reader.layout.span_index import LabelIndex, SpanIndex
from pullquote.ui.reader.values import (
    DifferenceLook,
    LabelId,
    LabelsShown,
    Outline,
    PaintedBlock,
    PaintedLabel,
)


class Veil(NamedTuple):
    """A picture of the viewport with the suggestions `of` a moment; `key` says what it is for."""

    key: tuple[object, ...]
    of: SpanIndex[Outline]
    picture: QPixmap


class Scene:
    """A page and what is marked on it; marks of a piece are made when it is first painted."""

    def __init__(self, page: Page, inks: Inks) -> None:
        self.page = page
        self.inks = inks
        self.caret = Caret()
        self.labels = LabelIndex(page.chunks)
        self.blocks = block_index(())
        self.outlines = outline_index(())
        self.suggested = outline_index(())
        self.has_suggested = False
        self.veil: Veil | None = None
        self.hits = hit_index(())
        self.hit: Span | None = None
        self.differing = hit_index(())
        self.difference: DifferenceLook = "versions"
        self.chosen = Chosen()
        self.shown: LabelsShown = "all"
        self.weak = False
        self._marks: dict[int, PieceMarks] = {}

    def marks(self, chunk: int) -> PieceMarks:
        if chunk not in self._marks:
            self._marks[chunk] = self._made(chunk)
        return self._marks[chunk]

    def _made(self, chunk: int) -> PieceMarks:
        layout = self.page.layout(chunk)
        near = self.outlines_touching(layout.start, layout.end)
        labels = [label for label in self.labels.in_piece(chunk) if self.shows(label)]
        return mark_piece(layout, labels, near, self.chosen, self.page.width, self.inks.measure)

    def shows(self, label: PaintedLabel) -> bool:
        return self.shown == "all" or (self.shown == "quotes" and label.main)

    def forget(self, chunks: Iterable[int] | None = None) -> None:
        """Make the marks of these pieces again when they are next painted; of all for None."""
        if chunks is None:
            self._marks.clear()
        for chunk in chunks or ():
            self._marks.pop(chunk, None)

    # Changes; each gives the pieces to paint again

    def set_labels(self, labels: Iterable[PaintedLabel]) -> None:
        self.labels = LabelIndex(self.page.chunks, labels)
        self.forget()

    def add(self, label: PaintedLabel) -> set[int]:
        old = self.labels.get(label.id)
        pieces = set(self.labels.pieces(old.span)) if old else set()
        pieces.update(self.labels.add(label))
        self.forget(pieces)
        return pieces

    def remove(self, label: LabelId) -> set[int]:
        pieces = set(self.labels.remove(label))
        self.forget(pieces)
        return pieces

    def choose(self, label: LabelId | None, partners: Collection[LabelId]) -> set[int]:
        touched = self._pieces_of(self.chosen)
        self.chosen = Chosen(label, frozenset(partners))
        touched |= self._pieces_of(self.chosen)
        self.forget(touched)
        return touched

    def set_outlines(self, found: Sequence[Outline]) -> set[int]:
        changed = set(self.outlines) ^ set(found)
        touched = {piece for outline in changed for piece in self.labels.pieces(outline.span)}
        self.outlines = outline_index(found)
        self.forget(touched)
        return touched

    def set_suggested(self, found: Sequence[Outline]) -> set[int]:
        """The suggestions of the whole document, which stay while others come and go."""
        old, new = {o.id: o for o in self.suggested}, {o.id: o for o in found}
        changed = [o for o in (*old.values(), *found) if old.get(o.id) is not new.get(o.id)]
        touched = {piece for outline in changed for piece in self.labels.pieces(outline.span)}
        self.suggested = outline_index(found)
        self.has_suggested = bool(found)
        self.forget(touched)
        return touched

    def outlines_touching(self, start: int, end: int) -> list[Outline]:
        """Of both kinds, with a code point from `start` up to `end`."""
        return [*self.outlines.touching(start, end), *self.suggested.touching(start, end)]

    def spans_at_caret(self) -> list[Span]:
        """What looks different when the caret goes away: the selection, the block around it."""
        block = self.active_block()
        return [self.caret.selection, *([block.span] if block else [])]

    def _pieces_of(self, chosen: Chosen) -> set[int]:
        labels = (self.labels.get(label) for label in (chosen.label, *chosen.partners))
        return {piece for label in labels if label for piece in self.labels.pieces(label.span)}

    # What is where

    def active_block(self) -> PaintedBlock | None:
        """The repeated words at the caret."""
        here = self.blocks.at(self.caret.offset)
        return next((block for block in here if self.shows_block(block)), None)

    def shows_block(self, block: PaintedBlock) -> bool:
        return self.weak or not block.weak

    def labels_at(self, offset: int) -> list[PaintedLabel]:
        """Those that show over a code point, the smallest first."""
        return [label for label in self.labels.at(offset) if self.shows(label)]


def block_index(found: Iterable[PaintedBlock]) -> SpanIndex[PaintedBlock]:
    return SpanIndex(found, span=lambda block: block.span)


def outline_index(found: Iterable[Outline]) -> SpanIndex[Outline]:
    return SpanIndex(found, span=lambda outline: outline.span)


def hit_index(found: Iterable[Span]) -> SpanIndex[Span]:
    return SpanIndex(found, span=lambda hit: hit)
