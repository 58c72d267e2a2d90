"""Heights one below the other, of which any may change at any time."""

from bisect import bisect_right
from itertools import accumulate

_GROUP = 256


class Heights:
    """Sums in two levels, so that a change among 100,000 heights costs microseconds."""

    def __init__(self, heights: list[int]) -> None:
        self._heights = heights
        self._sums = [sum(heights[at : at + _GROUP]) for at in range(0, len(heights), _GROUP)]
        self._tops: list[int] = []

    def __getitem__(self, index: int) -> int:
        return self._heights[index]

    def __setitem__(self, index: int, height: int) -> None:
        self._sums[index // _GROUP] += height - self._heights[index]
        self._heights[index] = height
        self._tops = []

    @property
    def total(self) -> int:
        return self._group_tops()[-1]

    def top(self, index: int) -> int:
        """Where number `index` starts; one past the last gives the total."""
        group = index // _GROUP
        return self._group_tops()[group] + sum(self._heights[group * _GROUP : index])

    def at(self, y: int) -> int:
        """The number that covers `y`; the first or the last outside."""
        group = max(0, bisect_right(self._group_tops(), y) - 1)
        group = min(group, len(self._sums) - 1)
        index = group * _GROUP
        bottom = self._tops[group]
        last = min(index + _GROUP, len(self._heights)) - 1
        while index < last:
            bottom += self._heights[index]
            if bottom > y:
                break
            index += 1
        return index

    def _group_tops(self) -> list[int]:
        if not self._tops:
            self._tops = list(accumulate(self._sums, initial=0))
        return self._tops
