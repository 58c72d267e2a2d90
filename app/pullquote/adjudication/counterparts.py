"""The choices of an item carried to the same words in another place."""

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence

from pullquote.adjudication.values import Choice, Item
from pullquote.duplicates.diff import Piece, diff
from pullquote.model.values import Annotation
from pullquote.text.spans import Span

# Where typography differs in length, as a dash and two hyphens do, offsets are not exact.
_SLACK = 2

Canonical = Callable[[int | None], int | None]


class Alignment:
    """Leads from offsets of one text to those of another, for two stretches that say the same."""

    def __init__(self, here: str, here_start: int, there: str, there_start: int) -> None:
        self._here, self._there = here_start, there_start
        self._pieces: list[Piece] = diff(here, there) or [Piece("same", Span(0, 0), Span(0, 0))]
        self._starts = [piece.a.start for piece in self._pieces]
        same = [piece for piece in self._pieces if piece.kind == "same"]
        self.slack = _SLACK if any(len(piece.a) != len(piece.b) for piece in same) else 0

    def span(self, span: Span) -> Span:
        """Where the words of `span` stand in the other text."""
        start, end = self._offset(span.start), self._offset(span.end - 1, after=True)
        return Span(min(start, end), max(start, end))

    def _offset(self, offset: int, *, after: bool = False) -> int:
        at = offset - self._here
        piece = self._pieces[max(0, bisect_right(self._starts, at) - 1)]
        if piece.kind == "same":
            # Typography may make the two sides differ in length: never go past the end.
            moved = piece.b.start + at - piece.a.start
            found = min(max(moved, piece.b.start), piece.b.end) + int(after)
            return self._there + found
        return self._there + (piece.b.end if after else piece.b.start)


def counterparts(
    item: Item, copy: Item, carried: Alignment, canonical: Canonical
) -> tuple[int | None, ...]:
    """For each choice of `item` the index of the one of `copy` that says the same there.

    Layers, attributes, canonical speakers and extents must be equal, these as far as the words are.
    """
    there = [_said(choice, None, canonical) for choice in copy.choices]
    here = [_said(choice, carried, canonical) for choice in item.choices]
    return tuple(_nearest(one, there, carried.slack) for one in here)


_Said = list[tuple[int, int, str, list[tuple[str, str]], int | None]]


def _said(choice: Choice, carried: Alignment | None, canonical: Canonical) -> _Said:
    def span(label: Annotation) -> Span:
        return label.span if carried is None else carried.span(label.span)

    return [
        (
            span(label).start,
            span(label).end,
            label.layer,
            sorted((name, value) for name, value in label.attributes.items() if value),
            canonical(label.speaker),
        )
        for label in choice.annotations
    ]


def _nearest(one: _Said, others: Sequence[_Said], slack: int) -> int | None:
    apart = [(_apart(one, other), index) for index, other in enumerate(others)]
    distance, index = min(apart, default=(slack + 1, 0))
    return index if distance <= slack else None


def _apart(one: _Said, other: _Said) -> float:
    """The greatest distance of two edges; infinite where anything else differs."""
    if [label[2:] for label in one] != [label[2:] for label in other]:
        return math.inf
    edges = [(abs(a[0] - b[0]), abs(a[1] - b[1])) for a, b in zip(one, other, strict=True)]
    return max(map(max, edges), default=0)


def best_match(items: Sequence[Item], layer: str, span: Span) -> Item | None:
    """The item of a layer that shares most with `span`, half of both at least."""
    shared = [
        (item.span.overlap(span) / max(len(item.span), len(span), 1), -number)
        for number, item in enumerate(items)
        if item.layer == layer
    ]
    share, number = max(shared, default=(0.0, 0))
    return items[-number] if share >= 0.5 else None
