"""Versions of one place, a lane for each below the line: which lanes stand under which words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from pullquote.ui.reader.lanes import lanes
from pullquote.ui.reader.ranges import Ranges
from pullquote.ui.reader.values import PaintedPlace, VersionMark

MOST = 9
"""Lanes below one line; more are counted."""


class Lane(NamedTuple):
    """One version below one line; without `marks`, `letter` says how many more there are."""

    letter: str
    marks: tuple[VersionMark, ...]
    settled: bool


@dataclass(frozen=True, slots=True)
class _Placed:
    """A mark and its lane's order below a line: how deep its place lies, then its letter."""

    order: tuple[int, str]
    mark: VersionMark
    settled: bool


class Versions:
    """All places of a text; those that overlap have their lanes below one another."""

    def __init__(self, places: Iterable[PaintedPlace] = ()) -> None:
        ordered = sorted(places, key=lambda place: (place.span.start, -place.span.end))
        tiers = lanes((place.span.start, place.span.end) for place in ordered)
        placed = (
            _Placed((tier, version.letter), mark, place.settled)
            for tier, place in zip(tiers, ordered, strict=True)
            for version in place.versions
            for mark in version.marks
        )
        self._marks = Ranges(placed, span=lambda one: one.mark.span)

    def __bool__(self) -> bool:
        return len(self._marks) > 0

    def touch(self, start: int, end: int) -> bool:
        return bool(self._marks.touching(start, end))

    def lanes(self, start: int, end: int) -> list[Lane]:
        """The lanes of a line with these code points, from its words down."""
        found: dict[tuple[int, str], list[_Placed]] = {}
        for one in self._marks.touching(start, end):
            found.setdefault(one.order, []).append(one)
        rows = [_lane(found[order]) for order in sorted(found)]
        if len(rows) > MOST:
            rows[MOST:] = [Lane(f"+{len(rows) - MOST}", (), settled=False)]
        return rows


def _lane(row: list[_Placed]) -> Lane:
    # Places side by side share a lane if their versions have the same letter.
    settled = all(one.settled for one in row)
    return Lane(row[0].order[1], tuple(one.mark for one in row), settled)
