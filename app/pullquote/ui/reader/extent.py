"""Where the edge of a label goes, word by word or character by character."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from pullquote.text import segments
from pullquote.text.spans import Span
from pullquote.ui.reader.values import LabelId

Edge = Literal["start", "end"]

_NOT_SPACE = re.compile(r"\S+")
_REACH = 400
"""Code points looked at for the next word."""


@dataclass(frozen=True, slots=True)
class Extent:
    """A label whose edges are being moved; `span` is where they are now."""

    id: LabelId
    span: Span

    def step(self, text: str, edge: Edge, *, forward: bool, by_word: bool) -> "Extent":
        """The edge at the next word or grapheme; at least one grapheme stays."""
        at = self.span.start if edge == "start" else self.span.end
        to = _word(text, at, edge, forward) if by_word else _grapheme(text, at, forward)
        return self.to(text, edge, to)

    def drag(self, text: str, edge: Edge, offset: int, *, by_word: bool) -> "Extent":
        if by_word:
            low, high = sorted((offset, self.span.end if edge == "start" else self.span.start))
            snapped = segments.snap_to_words(text, Span(low, high))
            offset = snapped.start if edge == "start" else snapped.end
        return self.to(text, edge, offset)

    def to(self, text: str, edge: Edge, offset: int) -> "Extent":
        if edge == "start":
            start = min(offset, segments.previous_grapheme(text, self.span.end))
            return replace(self, span=Span(start, self.span.end))
        end = max(offset, segments.next_grapheme(text, self.span.start))
        return replace(self, span=Span(self.span.start, end))


def _grapheme(text: str, at: int, forward: bool) -> int:
    return segments.next_grapheme(text, at) if forward else segments.previous_grapheme(text, at)


def _word(text: str, at: int, edge: Edge, forward: bool) -> int:
    """The next edge of a word, or of the marks that stand against it."""
    near = Span(max(0, at - _REACH), min(len(text), at + _REACH))
    starts, ends = segments.word_bounds(text, near)
    spaced = [match.span() for match in _NOT_SPACE.finditer(text, near.start, near.end)]
    if edge == "start":
        stops = {*starts, *(start for start, _ in spaced)}
    else:
        stops = {*ends, *(end for _, end in spaced)}
    if forward:
        return min((stop for stop in stops if stop > at), default=at)
    return max((stop for stop in stops if stop < at), default=at)
