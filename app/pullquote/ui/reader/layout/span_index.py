"""Things with spans, found by place: a list that stays, and the labels, which come and go."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import Generic, TypeVar

from pullquote.text.spans import Span
from pullquote.ui.reader.layout.chunks import Chunks
from pullquote.ui.reader.values import LabelId, PaintedLabel

Item = TypeVar("Item")


class SpanIndex(Generic[Item]):
    """A list that does not change, in order of start; the spans may overlap."""

    def __init__(self, items: Iterable[Item] = (), *, span: Callable[[Item], Span]) -> None:
        self._items = sorted(items, key=span)
        spans = [span(item) for item in self._items]
        self._starts = [one.start for one in spans]
        # The greatest end so far never falls, so that one search finds who is the first to reach a
        # place.
        self._reach = list(accumulate((one.end for one in spans), max))
        self._span = span

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items)

    def touching(self, start: int, end: int) -> list[Item]:
        """Those with a code point from `start` up to `end`."""
        if not self._items:
            return []
        first = bisect_right(self._reach, start)
        last = bisect_left(self._starts, end)
        return [item for item in self._items[first:last] if self._span(item).end > start]

    def at(self, offset: int) -> list[Item]:
        return self.touching(offset, offset + 1)


_WIDE = 64
"""A label over more pieces than this is not listed in each of them."""


class LabelIndex:
    """Adding or removing one takes as long as it has pieces, however many others there are."""

    def __init__(self, chunks: Chunks, labels: Iterable[PaintedLabel] = ()) -> None:
        self._chunks = chunks
        self._all: dict[LabelId, PaintedLabel] = {}
        self._near: defaultdict[int, list[PaintedLabel]] = defaultdict(list)
        self._wide: list[PaintedLabel] = []
        for label in labels:
            self.add(label)

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[PaintedLabel]:
        return iter(self._all.values())

    def get(self, label: LabelId | None) -> PaintedLabel | None:
        return self._all.get(label)

    def add(self, label: PaintedLabel) -> range:
        """The pieces it stands in; a label with the same id is replaced."""
        old = self._all.get(label.id)
        if old is not None:
            self._unlist(old)
        self._all[label.id] = label
        pieces = self.pieces(label.span)
        if len(pieces) > _WIDE:
            self._wide.append(label)
        else:
            for piece in pieces:
                self._near[piece].append(label)
        return pieces

    def remove(self, label: LabelId) -> range:
        """The pieces it stood in, none if there is no such label."""
        old = self._all.pop(label, None)
        return self._unlist(old) if old is not None else range(0)

    def in_piece(self, piece: int) -> list[PaintedLabel]:
        """By start, the longest first."""
        here = self._near.get(piece, [])
        if self._wide:
            here = here + [label for label in self._wide if piece in self.pieces(label.span)]
        return sorted(here, key=outer_first)

    def at(self, offset: int) -> list[PaintedLabel]:
        """Those over a code point, the smallest first."""
        here = self.in_piece(self._chunks.at(offset))
        over = (label for label in here if label.span.holds(offset))
        return sorted(over, key=lambda label: (len(label.span), label.span.start))

    def pieces(self, span: Span) -> range:
        at = self._chunks.at
        first = at(span.start)
        # Nearly all stand in one piece.
        if span.end <= self._chunks.ends[first]:
            return range(first, first + 1)
        return range(first, at(max(span.start, span.end - 1)) + 1)

    def _unlist(self, label: PaintedLabel) -> range:
        pieces = self.pieces(label.span)
        if len(pieces) > _WIDE:
            self._wide.remove(label)
        else:
            for piece in pieces:
                self._near[piece].remove(label)
        return pieces


def outer_first(label: PaintedLabel) -> tuple[int, int]:
    return label.span.start, -label.span.end


def assign_lanes(spans: Iterable[tuple[int, int]]) -> list[int]:
    """The lowest lane that is free from start to end, for spans in order of start, longest first.

    The outer of two nested spans comes first, so it keeps the lane next to the words.
    """
    ends: list[int] = []
    found = []
    for start, end in spans:
        lane = next((n for n, taken in enumerate(ends) if taken <= start), len(ends))
        if lane == len(ends):
            ends.append(end)
        else:
            ends[lane] = end
        found.append(lane)
    return found
