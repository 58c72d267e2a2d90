"""Points arranged along the calendar: a row for each speaker or source, a cell for each day."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from pullquote.labelling.label_speakers import NOBODY
from pullquote.text.folding import fold
from pullquote.workflow.timeline.points import NO_DAY, Bools, Ints, Points, day_of

Zoom = Literal["day", "week", "month"]
LaneKind = Literal["speaker", "source"]
PointFilter = Literal["all", "quotes", "claims", "differ"]


@dataclass(frozen=True, slots=True, eq=False)
class Lanes:
    """Rows by points, the most first, what has no name last; cells by row and step.

    A step is a day, week or month, counted from an epoch of its own; all that has no certain one
    stands in the step `nowhere`, behind the last. `quotes` and `claims` count copies once,
    `places` each; `unsure` are the places that are uncertain. The points of cell n are
    `order[begins[n] : begins[n + 1]]`. `arcs` are row, step said, step spoken of, unsure.
    """

    source: Points
    zoom: Zoom
    kind: LaneKind
    names: tuple[str, ...]
    totals: Ints
    row: Ints
    step: Ints
    quotes: Ints
    claims: Ints
    places: Ints
    unsure: Ints
    differs: Ints
    order: Ints
    begins: Ints
    arcs: Ints
    first: int
    last: int

    def __len__(self) -> int:
        return len(self.row)

    @property
    def nowhere(self) -> int:
        return self.last + 1

    def cells(self, row: int, first: int, last: int) -> range:
        """Those of a row from step `first` up to `last`, which is among them."""
        of_row = self.row_cells(row)
        steps = self.step[of_row.start : of_row.stop]
        low, high = np.searchsorted(steps, first), np.searchsorted(steps, last, "right")
        return of_row[int(low) : int(high)]

    def row_cells(self, row: int) -> range:
        return range(
            int(np.searchsorted(self.row, row)), int(np.searchsorted(self.row, row, "right"))
        )

    def nearest(self, row: int, step: int) -> int:
        """The cell of a row that is the nearest to a step; each row has one."""
        return min(self.row_cells(row), key=lambda cell: abs(int(self.step[cell]) - step))

    def like(self, before: "Lanes | None", cell: int) -> int:
        """The cell that stands for one of other lanes: that of its first point, else of the same
        name and the nearest in time; without one, the fullest of the first row. -1 for no cells.
        """
        if not len(self):
            return -1
        if before is None or cell < 0:
            dated = np.where(self.step <= self.last, self.places, 0)[: self.row_cells(0).stop]
            return int(dated.argmax())
        if before.source is self.source:
            at = np.flatnonzero(self.order == before.order[before.begins[cell]])
            if len(at):
                return int(np.searchsorted(self.begins, at[0], "right")) - 1
        name, step = before.names[before.row[cell]], int(before.step[cell])
        row = self.names.index(name) if name in self.names else 0
        if step == before.nowhere:
            return self.row_cells(row)[-1]
        day = np.array([(step_day(step, before.zoom) - day_of(0)).days])
        return self.nearest(row, int(_number_steps(day, self.zoom)[0]))

    def points(self, cell: int) -> list[int]:
        found: list[int] = self.order[self.begins[cell] : self.begins[cell + 1]].tolist()
        return found

    def sight_of_arcs(self, first: int, last: int, low: int, high: int) -> list[tuple[int, ...]]:
        """The arcs of rows from `low` up to `high` that are seen between two steps."""
        row, said, spoken, _ = self.arcs
        seen = (row >= low) & (row <= high)
        seen &= (np.minimum(said, spoken) <= last) & (np.maximum(said, spoken) >= first)
        return [tuple(arc) for arc in self.arcs[:, seen].T.tolist()]


def step_day(step: int, zoom: Zoom) -> date:
    """The first day of a step."""
    if zoom == "month":
        return date(1970 + step // 12, step % 12 + 1, 1)
    return day_of(step if zoom == "day" else step * 7 - _MONDAY)


# 1970 began on a Thursday.
_MONDAY = 3


def arrange_points(
    points: Points,
    kind: LaneKind = "speaker",
    zoom: Zoom = "day",
    show: PointFilter = "all",
    search: str = "",
) -> Lanes:
    """What is wanted: `search` is for words, speakers and sources, a part of each word too."""
    named = points.speaker if kind == "speaker" else points.source
    names = points.speakers if kind == "speaker" else points.sources
    chosen = np.flatnonzero(_wanted(points, show, search))
    step, first, last = _steps(points.first[chosen], points.last[chosen], zoom)
    if len(names):
        totals = np.bincount(named[chosen], minlength=len(names))
    else:
        totals = np.zeros(0, np.int64)
    nameless = np.array([name in ("", NOBODY) for name in names], np.bool_)
    ranks = np.lexsort((-totals, nameless))
    ranks = ranks[totals[ranks] > 0]
    rows = np.zeros(len(names), np.int64)
    rows[ranks] = np.arange(len(ranks))
    width = last - first + 2
    code = rows[named[chosen]] * width + (step - first)
    codes, cell = np.unique(code, return_inverse=True)
    many = len(codes)
    claim = points.claim[chosen]
    key = points.key[chosen]
    order = np.lexsort((key, cell))
    return Lanes(
        source=points,
        zoom=zoom,
        kind=kind,
        names=tuple(names[rank] for rank in ranks.tolist()),
        totals=totals[ranks],
        row=codes // width,
        step=codes % width + first,
        quotes=_once(cell[~claim], key[~claim], many),
        claims=_once(cell[claim], key[claim], many),
        places=np.bincount(cell, minlength=many),
        unsure=np.bincount(cell[points.unsure[chosen] & claim], minlength=many),
        differs=np.bincount(cell[points.differs[chosen]], minlength=many),
        order=chosen[order],
        begins=np.searchsorted(cell[order], np.arange(many + 1)),
        arcs=_arcs(points, chosen[claim], rows[named[chosen[claim]]], step[claim], (last, zoom)),
        first=first,
        last=last,
    )


def _wanted(points: Points, show: PointFilter, search: str) -> Bools:
    found = np.ones(len(points), np.bool_)
    if show == "differ":
        found &= points.differs
    elif show != "all":
        found &= points.claim == (show == "claims")
    for part in fold(search).text.split():
        has = np.zeros(len(points), np.bool_)
        for column, texts in (
            (points.key, points.words),
            (points.speaker, tuple(fold(name).text for name in points.speakers)),
            (points.source, tuple(fold(name).text for name in points.sources)),
        ):
            has |= np.fromiter((part in text for text in texts), np.bool_, len(texts))[column]
        found &= has
    return found


def _number_steps(days: Ints, zoom: Zoom) -> Ints:
    if zoom == "day":
        return days
    if zoom == "week":
        return (days + _MONDAY) // 7
    known = np.where(days == NO_DAY, 0, days)
    months: Ints = known.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return np.where(days == NO_DAY, NO_DAY, months)


def _steps(first: Ints, last: Ints, zoom: Zoom) -> tuple[Ints, int, int]:
    """The step of each point, the first and the last of all; without a certain one it is that
    behind the last.
    """
    steps = _number_steps(first, zoom)
    certain = (first != NO_DAY) & (steps == _number_steps(last, zoom))
    if not certain.any():
        return np.ones(len(steps), np.int64), 0, 0
    low, high = int(steps[certain].min()), int(steps[certain].max())
    return np.where(certain, steps, high + 1), low, high


def _once(cell: Ints, key: Ints, cells: int) -> Ints:
    """How many different words stand in each cell."""
    reach = int(key.max(initial=0)) + 1
    return np.bincount(np.unique(cell * reach + key) // reach, minlength=cells)


def _arcs(points: Points, claims: Ints, row: Ints, step: Ints, end: tuple[int, Zoom]) -> Ints:
    last, zoom = end
    said = _number_steps(points.said_first[claims], zoom)
    certain = (points.said_first[claims] != NO_DAY) & (step <= last) & (said != step)
    certain &= said == _number_steps(points.said_last[claims], zoom)
    unsure = points.unsure[claims].astype(np.int64)
    return np.unique(np.stack([row, said, step, unsure])[:, certain], axis=1)
