"""The caret with its selection, where it goes, and which keys move it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from pullquote.text import segments
from pullquote.text.spans import Span
from pullquote.ui.reader.layout.chunks import GOES_ON
from pullquote.ui.reader.layout.page import Page


@dataclass(slots=True)
class Caret:
    """`before` puts it at the end of a line, where the same offset also starts the next.

    `goal` is the x it keeps to while it goes up and down, `selection` what `move` has chosen.
    """

    offset: int = 0
    anchor: int = 0
    before: bool = False
    goal: float | None = None
    selection: Span = field(default_factory=lambda: Span(0, 0))

    def move(self, offset: int, *, select: bool = False, before: bool = False) -> bool:
        """Whether anything changed; with `select`, the anchor stays."""
        was = self.offset, self.anchor, self.before
        self.offset, self.before = offset, before
        self.goal = None
        if not select:
            self.anchor = offset
        self.selection = Span(min(offset, self.anchor), max(offset, self.anchor))
        return was != (self.offset, self.anchor, self.before)


MoveTarget = tuple[int, bool]
"""An offset, and whether it is the one before a break between lines."""

Move = Callable[[Page, Caret], MoveTarget]


def character_right(page: Page, caret: Caret) -> MoveTarget:
    return _next_character(page, caret, forward=not _right_to_left(page, caret))


def character_left(page: Page, caret: Caret) -> MoveTarget:
    return _next_character(page, caret, forward=_right_to_left(page, caret))


def word_right(page: Page, caret: Caret) -> MoveTarget:
    return _next_word(page, caret, forward=not _right_to_left(page, caret))


def word_left(page: Page, caret: Caret) -> MoveTarget:
    return _next_word(page, caret, forward=_right_to_left(page, caret))


def line_down(page: Page, caret: Caret) -> MoveTarget:
    return by_lines(page, caret, 1)


def line_up(page: Page, caret: Caret) -> MoveTarget:
    return by_lines(page, caret, -1)


def line_start(page: Page, caret: Caret) -> MoveTarget:
    place = page.place(caret.offset, before=caret.before)
    return page.layout(place.chunk).line_start(place.line), False


def line_end(page: Page, caret: Caret) -> MoveTarget:
    place = page.place(caret.offset, before=caret.before)
    layout = page.layout(place.chunk)
    end = layout.line_end(place.line)
    return end, layout.line_of(end) > place.line


def paragraph_down(page: Page, caret: Caret) -> MoveTarget:
    """The start of the next paragraph, the end of the last."""
    chunk = _paragraph(page, caret.offset).stop
    chunks = page.chunks
    return (chunks.starts[chunk] if chunk < len(chunks) else chunks.ends[-1]), False


def paragraph_up(page: Page, caret: Caret) -> MoveTarget:
    """The start of this paragraph; from there, of the one before."""
    start = page.chunks.starts[_paragraph(page, caret.offset).start]
    if start < caret.offset:
        return start, False
    before = _paragraph(page, page.chunks.clamp(max(0, start - 1)))
    return page.chunks.starts[before.start], False


def page_start(page: Page, caret: Caret) -> MoveTarget:
    del caret  # one signature for all moves
    return page.chunks.starts[0], False


def page_end(page: Page, caret: Caret) -> MoveTarget:
    del caret  # one signature for all moves
    return page.chunks.ends[-1], False


def by_lines(page: Page, caret: Caret, lines: int) -> MoveTarget:
    """So many lines below, keeping to the same x; beyond the last line, its end."""
    place = page.place(caret.offset, before=caret.before)
    if caret.goal is None:
        caret.goal = place.x
    found = page.line_beside(place.chunk, place.line, lines)
    if found is None:
        return (page_end if lines > 0 else page_start)(page, caret)
    return page.in_line(*found, caret.goal)


def paragraph_around(page: Page, offset: int) -> Span:
    pieces = _paragraph(page, offset)
    return Span(page.chunks.starts[pieces[0]], page.chunks.ends[pieces[-1]])


def _paragraph(page: Page, offset: int) -> range:
    """The pieces of the paragraph around an offset."""
    first = page.chunks.at(offset)
    last = first
    after = page.chunks.after
    while first and after[first - 1] == GOES_ON:
        first -= 1
    while after[last] == GOES_ON:
        last += 1
    return range(first, last + 1)


def _next_character(page: Page, caret: Caret, *, forward: bool) -> MoveTarget:
    return (_after if forward else _before)(page, caret.offset), False


def _after(page: Page, offset: int) -> int:
    chunks = page.chunks
    chunk = chunks.at(offset)
    if offset >= chunks.ends[chunk] and chunk + 1 < len(chunks):
        return chunks.starts[chunk + 1]
    return chunks.clamp(segments.next_grapheme(page.text, offset))


def _before(page: Page, offset: int) -> int:
    chunks = page.chunks
    chunk = chunks.at(offset)
    if offset <= chunks.starts[chunk] and chunk and chunks.after[chunk - 1] != GOES_ON:
        return chunks.ends[chunk - 1]
    return chunks.clamp(segments.previous_grapheme(page.text, offset))


def _next_word(page: Page, caret: Caret, *, forward: bool) -> MoveTarget:
    """The start of the next word, or of this one; paragraphs start and end words."""
    chunks, offset = page.chunks, caret.offset
    chunk = chunks.at(offset)
    start, end = chunks.starts[chunk], chunks.ends[chunk]
    words, _ = segments.word_bounds(page.text, Span(start, end))
    if forward:
        if offset >= end:
            return _next_character(page, caret, forward=True)
        return next((word for word in words if word > offset), end), False
    if offset <= start:
        return _next_character(page, caret, forward=False)
    return next((word for word in reversed(words) if word < offset), start), False


def _right_to_left(page: Page, caret: Caret) -> bool:
    return page.layout(page.chunks.at(caret.offset)).right_to_left


_Key = QKeySequence.StandardKey

MOVES: tuple[tuple[_Key, _Key, Move], ...] = (
    (_Key.MoveToNextChar, _Key.SelectNextChar, character_right),
    (_Key.MoveToPreviousChar, _Key.SelectPreviousChar, character_left),
    (_Key.MoveToNextWord, _Key.SelectNextWord, word_right),
    (_Key.MoveToPreviousWord, _Key.SelectPreviousWord, word_left),
    (_Key.MoveToNextLine, _Key.SelectNextLine, line_down),
    (_Key.MoveToPreviousLine, _Key.SelectPreviousLine, line_up),
    (_Key.MoveToStartOfLine, _Key.SelectStartOfLine, line_start),
    (_Key.MoveToEndOfLine, _Key.SelectEndOfLine, line_end),
    (_Key.MoveToStartOfDocument, _Key.SelectStartOfDocument, page_start),
    (_Key.MoveToEndOfDocument, _Key.SelectEndOfDocument, page_end),
    (_Key.MoveToStartOfBlock, _Key.SelectStartOfBlock, paragraph_up),
    (_Key.MoveToEndOfBlock, _Key.SelectEndOfBlock, paragraph_down),
)
"""To move, to select, and where to; the keys are those of the platform."""

_PARAGRAPHS: dict[int, Move] = {
    Qt.Key.Key_Up: paragraph_up,
    Qt.Key.Key_Down: paragraph_down,
}


def move_of(event: QKeyEvent) -> tuple[Move, bool] | None:
    """The move a key asks for, and whether it selects."""
    for plain, selecting, move in MOVES:
        if event.matches(plain):
            return move, False
        if event.matches(selecting):
            return move, True
    held = _held(event)
    if held & Qt.KeyboardModifier.ControlModifier and not held & Qt.KeyboardModifier.AltModifier:
        by_paragraph = _PARAGRAPHS.get(event.key())
        if by_paragraph is not None:
            return by_paragraph, bool(held & Qt.KeyboardModifier.ShiftModifier)
    return None


def pages_of(event: QKeyEvent) -> tuple[int, bool] | None:
    """The pages a key turns, -1 or 1, and whether it selects."""
    if event.matches(_Key.MoveToNextPage):
        return 1, False
    if event.matches(_Key.MoveToPreviousPage):
        return -1, False
    if event.matches(_Key.SelectNextPage):
        return 1, True
    if event.matches(_Key.SelectPreviousPage):
        return -1, True
    held = _held(event) & ~Qt.KeyboardModifier.ShiftModifier
    if event.key() == Qt.Key.Key_Space and not held:
        # As in every reading program; Shift+PgUp and PgDn select by pages.
        return (-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1), False
    return None


def _held(event: QKeyEvent) -> Qt.KeyboardModifier:
    return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
