"""The places of a cell of the timeline: their words, where they stand, which days they have."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pullquote.store import Project
from pullquote.workflow.timeline.points import NO_DAY, Points, day_of

MOST = 200
"""So many places of a cell are listed; to see others one zooms in, or filters."""


class TimelinePlace(NamedTuple):
    """`said` and `speaks_of` are calendar values, "" where not known; `others` are the days that
    copies have instead, each with its source.
    """

    document: int
    start: int
    end: int
    is_claim: bool
    words: str
    source: str
    said: str
    speaks_of: str
    others: tuple[tuple[str, str], ...]


def read_cell_places(
    project: Project, points: Points, chosen: Sequence[int]
) -> list[TimelinePlace]:
    """Of these points, MOST at most."""
    found = []
    for point in chosen[:MOST]:
        document = int(points.document[point])
        start, end = int(points.start[point]), int(points.end[point])
        source = points.sources[points.source[point]] or project.document(document).name
        is_claim = bool(points.claim[point])
        days = int(points.first[point]), int(points.last[point])
        found.append(
            TimelinePlace(
                document, start, end, is_claim,
                " ".join(project.text(document)[start:end].split()), source,
                _value(int(points.said_first[point]), int(points.said_last[point])),
                _value(*days) if is_claim else "",
                _others(points, point) if points.differs[point] else (),
            )
        )  # fmt: skip
    return found


def _others(points: Points, point: int) -> tuple[tuple[str, str], ...]:
    """The other days of the same words, each once."""
    same = np.flatnonzero(
        (points.key == points.key[point]) & (points.claim == points.claim[point])
        & ((points.first != points.first[point]) | (points.last != points.last[point]))
    )  # fmt: skip
    days: dict[str, str] = {}
    for other in same.tolist():
        value = _value(int(points.first[other]), int(points.last[other]))
        days.setdefault(value, points.sources[points.source[other]])
    return tuple(days.items())


def _value(first: int, last: int) -> str:
    if first == NO_DAY:
        return ""
    days = [day_of(number).isoformat() for number in (first, last)]
    return days[0] if first == last else "/".join(days)
