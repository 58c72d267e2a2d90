"""Lanes below a line, one for each version of a place."""

from collections.abc import Iterable
from typing import NamedTuple

from pullquote.ui.reader.layout.span_index import SpanIndex, assign_lanes
from pullquote.ui.reader.values import PaintedPlace, VersionMark

MOST_VERSIONS = 9
"""Lanes below one line; more are counted."""


class VersionLane(NamedTuple):
    """One version below one line; without `marks`, `letter` says how many more there are."""

    letter: str
    marks: tuple[VersionMark, ...]
    settled: bool


class _Placed(NamedTuple):
    """A mark and its lane's order below a line: how deep its place lies, then its letter."""

    order: tuple[int, str]
    mark: VersionMark
    settled: bool


class VersionLanes:
    """All places of a text; those that overlap have their lanes below one another."""

    def __init__(self, places: Iterable[PaintedPlace] = ()) -> None:
        ordered = sorted(places, key=lambda place: (place.span.start, -place.span.end))
        tiers = assign_lanes((place.span.start, place.span.end) for place in ordered)
        placed = (
            _Placed((tier, version.letter), mark, place.settled)
            for tier, place in zip(tiers, ordered, strict=True)
            for version in place.versions
            for mark in version.marks
        )
        self._marks = SpanIndex(placed, span=lambda one: one.mark.span)
        self.is_empty = not self._marks

    def touch(self, start: int, end: int) -> bool:
        return bool(self._marks.touching(start, end))

    def lanes(self, start: int, end: int) -> list[VersionLane]:
        """The lanes of a line with these code points, from its words down."""
        found: dict[tuple[int, str], list[_Placed]] = {}
        for one in self._marks.touching(start, end):
            found.setdefault(one.order, []).append(one)
        rows = [_version_lane(found[order]) for order in sorted(found)]
        if len(rows) > MOST_VERSIONS:
            rows[MOST_VERSIONS:] = [VersionLane(f"+{len(rows) - MOST_VERSIONS}", (), settled=False)]
        return rows


def _version_lane(row: list[_Placed]) -> VersionLane:
    # Places side by side share a lane if their versions have the same letter.
    settled = all(one.settled for one in row)
    return VersionLane(row[0].order[1], tuple(one.mark for one in row), settled)
