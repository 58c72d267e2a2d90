"""Where the caret goes: by character, word, line, paragraph and page."""

from collections.abc import Callable

from pullquote.text import segments
from pullquote.text.spans import Span
from pullquote.ui.reader.caret import Caret
from pullquote.ui.reader.chunks import GOES_ON
from pullquote.ui.reader.page import Page

Target = tuple[int, bool]
"""An offset, and whether it is the one before a break between lines."""

Move = Callable[[Page, Caret], Target]


def right(page: Page, caret: Caret) -> Target:
    return _beside(page, caret, forward=not _right_to_left(page, caret))


def left(page: Page, caret: Caret) -> Target:
    return _beside(page, caret, forward=_right_to_left(page, caret))


def word_right(page: Page, caret: Caret) -> Target:
    return _word(page, caret, forward=not _right_to_left(page, caret))


def word_left(page: Page, caret: Caret) -> Target:
    return _word(page, caret, forward=_right_to_left(page, caret))


def down(page: Page, caret: Caret) -> Target:
    return by_lines(page, caret, 1)


def up(page: Page, caret: Caret) -> Target:
    return by_lines(page, caret, -1)


def line_start(page: Page, caret: Caret) -> Target:
    place = page.place(caret.offset, before=caret.before)
    return page.layout(place.chunk).line_start(place.line), False


def line_end(page: Page, caret: Caret) -> Target:
    place = page.place(caret.offset, before=caret.before)
    layout = page.layout(place.chunk)
    end = layout.line_end(place.line)
    return end, layout.line_of(end) > place.line


def paragraph_down(page: Page, caret: Caret) -> Target:
    """The start of the next paragraph, the end of the last."""
    chunk = _paragraph(page, caret.offset).stop
    chunks = page.chunks
    return (chunks.starts[chunk] if chunk < len(chunks) else chunks.ends[-1]), False


def paragraph_up(page: Page, caret: Caret) -> Target:
    """The start of this paragraph; from there, of the one before."""
    start = page.chunks.starts[_paragraph(page, caret.offset).start]
    if start < caret.offset:
        return start, False
    before = _paragraph(page, page.chunks.clamp(max(0, start - 1)))
    return page.chunks.starts[before.start], False


def page_start(page: Page, caret: Caret) -> Target:
    del caret  # one signature for all moves
    return page.chunks.starts[0], False


def page_end(page: Page, caret: Caret) -> Target:
    del caret  # one signature for all moves
    return page.chunks.ends[-1], False


def by_lines(page: Page, caret: Caret, lines: int) -> Target:
    """So many lines below, keeping to the same x; beyond the last line, its end."""
    place = page.place(caret.offset, before=caret.before)
    if caret.goal is None:
        caret.goal = place.x
    found = page.line_beside(place.chunk, place.line, lines)
    if found is None:
        return (page_end if lines > 0 else page_start)(page, caret)
    return page.in_line(*found, caret.goal)


def paragraph_at(page: Page, offset: int) -> Span:
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


def _beside(page: Page, caret: Caret, *, forward: bool) -> Target:
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


def _word(page: Page, caret: Caret, *, forward: bool) -> Target:
    """The start of the next word, or of this one; paragraphs start and end words."""
    chunks, offset = page.chunks, caret.offset
    chunk = chunks.at(offset)
    start, end = chunks.starts[chunk], chunks.ends[chunk]
    words, _ = segments.word_bounds(page.text, Span(start, end))
    if forward:
        if offset >= end:
            return _beside(page, caret, forward=True)
        return next((word for word in words if word > offset), end), False
    if offset <= start:
        return _beside(page, caret, forward=False)
    return next((word for word in reversed(words) if word < offset), start), False


def _right_to_left(page: Page, caret: Caret) -> bool:
    return page.layout(page.chunks.at(caret.offset)).right_to_left
