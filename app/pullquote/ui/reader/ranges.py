"""Things with spans, found by place."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import Generic, TypeVar

from pullquote.text.spans import Span

T = TypeVar("T")


class Ranges(Generic[T]):
    """A list that does not change, in order of start; the spans may overlap."""

    def __init__(self, items: Iterable[T] = (), *, span: Callable[[T], Span]) -> None:
        self._items = sorted(items, key=span)
        spans = [span(item) for item in self._items]
        self._starts = [one.start for one in spans]
        self._reach = list(accumulate((one.end for one in spans), max))
        self._span = span

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)

    def touching(self, start: int, end: int) -> list[T]:
        """Those with a code point from `start` up to `end`."""
        first = bisect_right(self._reach, start)
        last = bisect_left(self._starts, end)
        return [item for item in self._items[first:last] if self._span(item).end > start]

    def at(self, offset: int) -> list[T]:
        return self.touching(offset, offset + 1)
