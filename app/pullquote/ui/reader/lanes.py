"""Which underline goes below which, where labels overlap."""

from collections.abc import Iterable

LANES = 4
"""Underlines that fit between two lines of text; more are counted."""


def lanes(spans: Iterable[tuple[int, int]]) -> list[int]:
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
