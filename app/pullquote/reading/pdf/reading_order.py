"""The regions of a page in reading order: columns, what spans them, tables, and boxes between."""

import statistics
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pullquote.reading.pdf.fragments import Fragment

# In ems of the commonest size.
_GUTTER = 0.6
_WIDE_GUTTER = 1.2
_NO_DOUBT = 2.0
_COLUMN = 6.0
_NARROW = 3.5
_ROW = 0.65
_GAP = 1.3  # of the usual distance of rows

_ROWS = 3
_ROWS_OF_NARROW = 8
_DEPTH = 12
_CANDIDATES = 6
_BIN = 2.0  # points


@dataclass(slots=True)
class Region:
    """Fragments that are read from top to bottom; `is_box` where the text runs around them."""

    fragments: list[Fragment]
    is_table: bool = False
    is_box: bool = False


@dataclass(slots=True)
class _Side:
    """What stands on one side of a gutter."""

    fragments: list[Fragment] = field(default_factory=list)
    rows: int = 0
    last: float = float("inf")

    def add(self, fragment: Fragment) -> None:
        if self.last - fragment.y > 0.5 * fragment.size:
            self.rows += 1
            self.last = fragment.y
        self.fragments.append(fragment)

    @property
    def x0(self) -> float:
        return min(fragment.x0 for fragment in self.fragments)

    @property
    def x1(self) -> float:
        return max(fragment.x1 for fragment in self.fragments)


@dataclass(slots=True)
class _Part:
    """A stretch of a region from top to bottom; with two sides it is a band of columns."""

    fragments: list[Fragment]
    sides: tuple[_Side, _Side] | None = None
    boxes: list[Fragment] = field(default_factory=list)


def find_regions(fragments: Sequence[Fragment]) -> list[Region]:
    """Of the fragments of a page, from top to bottom; each is in one region."""
    if not fragments:
        return []
    letters = sum(len(fragment.text) for fragment in fragments)
    rtl = 2 * sum(len(f.text) for f in fragments if f.rtl) > letters
    return list(_regions(list(fragments), rtl, _DEPTH))


def has_columns(regions: Sequence[Region]) -> bool:
    """Whether two regions stand side by side."""
    spans = [
        (
            min(f.y for f in region.fragments),
            max(f.y for f in region.fragments),
            min(f.x0 for f in region.fragments),
            max(f.x1 for f in region.fragments),
        )
        for region in regions
    ]
    return any(
        (left[3] <= right[2] or right[3] <= left[2])
        and min(left[1], right[1]) >= max(left[0], right[0])
        for left, right in pairwise(spans)
    )


def _regions(fragments: list[Fragment], rtl: bool, depth: int) -> Iterator[Region]:
    parts = _parts(fragments) if depth else []
    if not parts:
        yield Region(fragments)
        return
    for part in parts:
        if part.sides is None:
            yield from _regions(part.fragments, rtl, depth - 1)
        elif _is_table(*part.sides):
            yield Region(part.fragments, is_table=True)
        else:
            for side in part.sides[::-1] if rtl else part.sides:
                yield from _regions(side.fragments, rtl, depth - 1)
        if part.boxes:
            for region in _regions(part.boxes, rtl, depth - 1):
                region.is_box = True
                yield region


def _parts(fragments: Sequence[Fragment]) -> list[_Part]:
    """The region cut where the best gutter begins and ends; none where there is no gutter."""
    if len(fragments) < 2 * _ROWS:
        return []
    em = common_size(fragments)
    tried = [_bands(fragments, x, em) for x in _candidates(fragments, em)]
    best = max(tried, key=_rows_in_columns, default=[])
    return best if _rows_in_columns(best) else []


def common_size(fragments: Sequence[Fragment]) -> float:
    """The size that most letters have."""
    sizes: dict[float, int] = {}
    for fragment in fragments:
        size = round(fragment.size * 4) / 4
        sizes[size] = sizes.get(size, 0) + len(fragment.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0) or 1.0


def _rows_in_columns(parts: Sequence[_Part]) -> int:
    return sum(sum(side.rows for side in part.sides) for part in parts if part.sides)


def _candidates(fragments: Sequence[Fragment], em: float) -> list[float]:
    """Where gaps between neighbours lie over one another, the most first."""
    gaps = [
        (left.x1, right.x0)
        for row in rows_of(fragments, em)
        for left, right in pairwise(row)
        if right.x0 - left.x1 >= _GUTTER * em
    ]
    if not gaps:
        return []
    start = min(left for left, _ in gaps)
    steps = [0] * (int((max(right for _, right in gaps) - start) / _BIN) + 3)
    for left, right in gaps:
        steps[int((left - start) / _BIN) + 1] += 1
        steps[int((right - start) / _BIN) + 1] -= 1
    peaks: list[tuple[int, int, int]] = []
    count, since = 0, 0
    for place, step in enumerate(steps):
        if step:
            if step < 0 and (count >= _ROWS or (place - since) * _BIN >= _WIDE_GUTTER * em):
                peaks.append((count, place - since, since))
            count, since = count + step, place
    peaks.sort(reverse=True)
    chosen: list[float] = []
    for _, width, place in peaks[: 4 * _CANDIDATES]:
        left, right = start + (place - 0.5) * _BIN, start + (place + width - 0.5) * _BIN
        # In a wide gap, where one side is shorter than elsewhere, the gutter is near an end.
        near = 0.3 * em
        for x in ((left + right) / 2, right - near, left + near):
            if all(abs(x - other) > em for other in chosen):
                chosen.append(x)
    return chosen[: 2 * _CANDIDATES]


def rows_of(fragments: Sequence[Fragment], em: float) -> list[list[Fragment]]:
    """Neighbours in height, each row from left to right; columns may be out of step."""
    rows: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda fragment: -fragment.y):
        if rows and rows[-1][0].y - fragment.y < _ROW * em:
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    for row in rows:
        row.sort(key=lambda fragment: fragment.x0)
    return rows


def _bands(fragments: Sequence[Fragment], x: float, em: float) -> list[_Part]:
    """The region from top to bottom: where columns stand at both sides of `x`, and the rest."""
    ordered = sorted(fragments, key=lambda fragment: -fragment.y)
    boxes = _boxes(ordered, x, em)
    parts: list[_Part] = []
    band: list[Fragment] = []
    for fragment in ordered:
        if id(fragment) in boxes:
            continue
        if fragment.x0 < x < fragment.x1:
            _add_band(parts, band, x, em)
            band = []
            _add_plain(parts, [fragment])
        else:
            band.append(fragment)
    _add_band(parts, band, x, em)
    _add_boxes(parts, [fragment for fragment in ordered if id(fragment) in boxes])
    return parts


def _add_plain(parts: list[_Part], fragments: list[Fragment]) -> None:
    if parts and parts[-1].sides is None:
        parts[-1].fragments += fragments
    elif fragments:
        parts.append(_Part(list(fragments)))


def _add_band(parts: list[_Part], band: list[Fragment], x: float, em: float) -> None:
    left, right = _sides(band, x)
    if not left.fragments or not right.fragments or not _are_columns(left, right, em):
        _add_plain(parts, band)
        return
    above, band, below = _trimmed(band, x, em, both_ends=_is_table(left, right))
    _add_plain(parts, above)
    parts.append(_Part(band, _sides(band, x)))
    _add_plain(parts, below)


def _sides(band: Sequence[Fragment], x: float) -> tuple[_Side, _Side]:
    left, right = _Side(), _Side()
    for fragment in band:
        (left if fragment.x1 <= x else right).add(fragment)
    return left, right


def _trimmed(
    band: list[Fragment],
    x: float,
    em: float,
    *,
    both_ends: bool,
) -> tuple[list[Fragment], list[Fragment], list[Fragment]]:
    """Without the end of a paragraph above (and below a table), which a gap parts from it."""
    rows = rows_of(band, em)
    whole = [number for number, row in enumerate(rows) if row[0].x0 < x < row[-1].x1]
    if not whole:
        return [], band, []
    distances = [above[0].y - below[0].y for above, below in pairwise(rows)]
    usual = statistics.median(distances)
    first, last = 0, len(rows)
    head = rows[: whole[0]]
    is_first_side = all(fragment.x1 <= x for row in head for fragment in row)
    if head and is_first_side and distances[whole[0] - 1] > _GAP * usual:
        first = whole[0]
    if both_ends and whole[-1] + 1 < len(rows) and distances[whole[-1]] > _GAP * usual:
        last = whole[-1] + 1
    above, kept, below = rows[:first], rows[first:last], rows[last:]
    return [f for r in above for f in r], _ordered(kept), [f for r in below for f in r]


def _ordered(rows: Sequence[Sequence[Fragment]]) -> list[Fragment]:
    return sorted((f for row in rows for f in row), key=lambda fragment: -fragment.y)


def _add_boxes(parts: list[_Part], boxes: list[Fragment]) -> None:
    """To the columns that they stand between."""
    for box in boxes:
        for part in parts:
            if part.sides and part.fragments[-1].y - box.size <= box.y:
                part.boxes.append(box)
                break
        else:
            _add_plain(parts, [box])


def _are_columns(left: _Side, right: _Side, em: float) -> bool:
    gutter = right.x0 - left.x1
    if gutter < _GUTTER * em:
        return False
    narrowest = min(left.x1 - left.x0, right.x1 - right.x0)
    sizes = common_size(left.fragments), common_size(right.fragments)
    is_other_text = max(sizes) > 1.08 * min(sizes) and gutter >= em
    if narrowest < (_NARROW if is_other_text else _COLUMN) * em:
        return False
    if gutter < _NO_DOUBT * em and not _is_straight(left, right, em):
        return False
    fewest, most = sorted((left.rows, right.rows))
    if fewest >= (_ROWS if gutter >= _WIDE_GUTTER * em else _ROWS_OF_NARROW):
        return True
    starts_level = abs(left.fragments[0].y - right.fragments[0].y) < 1.5 * em
    return gutter >= _WIDE_GUTTER * em and most >= _ROWS_OF_NARROW and starts_level


def _is_straight(left: _Side, right: _Side, em: float) -> bool:
    """Whether the lines along a gutter begin (or, from right to left, end) at one place."""
    begin = sum(fragment.x0 - right.x0 < em for fragment in right.fragments)
    end = sum(left.x1 - fragment.x1 < em for fragment in left.fragments)
    return begin >= 0.6 * right.rows or (left.fragments[0].rtl and end >= 0.6 * left.rows)


def _boxes(ordered: Sequence[Fragment], x: float, em: float) -> set[int]:
    """What crosses the gutter with text at its sides that runs around it."""
    x0, x1 = min(f.x0 for f in ordered), max(f.x1 for f in ordered)
    groups: list[list[Fragment]] = []
    for fragment in ordered:
        if fragment.x0 < x < fragment.x1:
            if groups and groups[-1][-1].y - fragment.y < 2.2 * max(fragment.size, em):
                groups[-1].append(fragment)
            else:
                groups.append([fragment])
    found: set[int] = set()
    heights = [-fragment.y for fragment in ordered]
    for group in groups:
        left, right = min(f.x0 for f in group), max(f.x1 for f in group)
        if right - left > 0.7 * (x1 - x0):
            continue
        beside = _between(ordered, heights, group[0].y + 0.5 * em, group[-1].y - 0.3 * em)
        others = [f for f in beside if not f.x0 < x < f.x1]
        is_free = all(f.x1 <= left - _GUTTER * em or f.x0 >= right + _GUTTER * em for f in others)
        if others and is_free and len(others) >= len(group):
            found.update(map(id, group))
    return found


def _between(
    ordered: Sequence[Fragment], heights: Sequence[float], top: float, bottom: float
) -> Sequence[Fragment]:
    return ordered[bisect_left(heights, -top) : bisect_right(heights, -bottom)]


def _is_table(left: _Side, right: _Side) -> bool:
    """Rows of cells: on the same baselines, and short of their columns, full of numbers, or set
    under one another.
    """
    em = common_size(left.fragments)
    rows = rows_of([*left.fragments, *right.fragments], em)
    level = [
        row
        for row in rows
        if row[0].x0 < left.x1 < row[-1].x1
        and max(f.y for f in row) - min(f.y for f in row) < 0.15 * em
    ]
    fewer, more = sorted((left.rows, right.rows))
    if len(level) < max(2, 0.8 * fewer, 0.5 * more):
        return False
    return _is_grid(level) or any(_is_ragged(side, em) for side in (left, right))


def _is_grid(rows: Sequence[Sequence[Fragment]]) -> bool:
    """Whether most rows have several short cells, which begin or end under one another."""
    cells = [cell for row in rows for cell in row]
    if statistics.median(len(cell.text.split()) for cell in cells) > 3:
        return False
    if len(cells) < 2.6 * len(rows):
        return False
    starts = Counter(round(cell.x0 / _BIN) for cell in cells)
    ends = Counter(round(cell.x1 / _BIN) for cell in cells)
    aligned = sum(
        max(starts[round(cell.x0 / _BIN)], ends[round(cell.x1 / _BIN)]) > 0.4 * len(rows)
        for cell in cells
    )
    return aligned > 0.7 * len(cells)


def _is_ragged(side: _Side, em: float) -> bool:
    """Whether most rows of a column leave much of it free, or hold a number alone."""
    width = side.x1 - side.x0
    rows = rows_of(side.fragments, em)
    short = sum(row[-1].x1 - row[0].x0 < 0.7 * width for row in rows)
    words = statistics.median(sum(len(cell.text.split()) for cell in row) for row in rows)
    numbers = sum(all(cell.text[:1].isdigit() for cell in row) and len(row) < 3 for row in rows)
    return (short > 0.5 * len(rows) and words <= 4) or numbers > 0.6 * len(rows)
