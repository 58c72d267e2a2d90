"""The area that a stretch of text covers, and round corners for it."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from pullquote.text.spans import Span
from pullquote.ui.reader.layout.chunks import GOES_ON
from pullquote.ui.reader.layout.page import Page

Point = tuple[float, float]


class Strip(NamedTuple):
    """A rectangle; those of a stretch of text lie one below the other."""

    top: float
    bottom: float
    left: float
    right: float


class Margins(NamedTuple):
    """How far an area goes beyond the lines of text: up and down from a line, out of the column.

    With `whole`, one that starts or ends a paragraph has the full width there.
    """

    above: float
    below: float
    side: float
    edge: float
    whole: bool


def strips(page: Page, span: Span, visible: range, margins: Margins) -> list[Strip]:
    """At most three: the first line, those between, the last; in page coordinates.

    Only pieces in `visible` are looked at; beyond them the area goes on.
    """
    first = _edge(page, span.start, visible, margins, end=False)
    last = _edge(page, span.end, visible, margins, end=True)
    if last.top < first.top:
        return []
    left, right = -margins.side, page.width + margins.side
    if first.top == last.top:
        return [_in_one_line(page, span, first, last, margins)]
    found = [first, Strip(_below(page, first, margins), last.top, left, right), last]
    if found[1].bottom <= found[1].top:
        del found[1]
    return [_down_to(strip, after) for strip, after in pairwise(found)] + [found[-1]]


def _down_to(strip: Strip, after: Strip) -> Strip:
    return strip._replace(bottom=after.top) if _meet(strip, after) else strip


def _meet(strip: Strip, after: Strip) -> bool:
    return after.left < strip.right and strip.left < after.right


def _below(page: Page, strip: Strip, margins: Margins) -> float:
    """The top of the line below the first."""
    line_top = round(strip.top + margins.above)
    chunk = page.heights.at(line_top)
    layout, top = page.layout(chunk), page.top(chunk)
    below = layout.line_at(line_top - top) + 1
    inside = below < layout.line_count
    return (top + layout.line_top(below) if inside else page.top(chunk + 1)) - margins.above


def _edge(page: Page, offset: int, visible: range, margins: Margins, *, end: bool) -> Strip:
    """The line where a stretch starts or ends, as far as the stretch covers it."""
    chunks = page.chunks
    left, right = -margins.side, page.width + margins.side
    chunk = chunks.at(max(0, offset - 1) if end else offset)
    if chunk not in visible:
        outside = page.top(visible[0]) - 999 if chunk < visible[0] else _bottom(page, visible) + 999
        return Strip(outside, outside + page.metrics.line, left, right)
    layout = page.layout(chunk)
    offset = min(max(offset, layout.start), layout.end)
    line = layout.line_of(offset, before=end)
    x = layout.x(offset, line)
    top = page.top(chunk) + layout.line_top(line)
    # A contour stays close to the words; a block goes on behind the lanes.
    end_of_line = page.top(chunk) + layout.line_top(line + 1) if margins.whole else None
    bottom = end_of_line or top + page.metrics.line
    above, below = top - margins.above, bottom + margins.below
    if margins.whole and _is_paragraph_edge(page, chunk, offset, end=end):
        return Strip(above, below, left, right)
    if margins.whole and end:
        # The next line goes on without it.
        below -= margins.above
    if end != layout.right_to_left:
        return Strip(above, below, left, x + margins.edge)
    return Strip(above, below, x - margins.edge, right)


def _is_paragraph_edge(page: Page, chunk: int, offset: int, *, end: bool) -> bool:
    chunks = page.chunks
    if end:
        rest = page.text[offset : chunks.ends[chunk]]
        return not rest.strip() and chunks.after[chunk] != GOES_ON
    before = page.text[chunks.starts[chunk] : offset]
    return not before.strip() and (chunk == 0 or chunks.after[chunk - 1] != GOES_ON)


def _in_one_line(page: Page, span: Span, first: Strip, last: Strip, margins: Margins) -> Strip:
    layout = page.layout(page.chunks.at(span.start))
    boxes = layout.boxes(span.start, span.end)
    full_left, full_right = -margins.side, page.width + margins.side
    if not boxes:
        return Strip(first.top, first.bottom, first.left, first.left)
    left = min(box.left for box in boxes) - margins.edge
    right = max(box.right for box in boxes) + margins.edge
    starts, ends = (last, first) if layout.right_to_left else (first, last)
    if starts.left == full_left and margins.whole:
        left = full_left
    if ends.right == full_right and margins.whole:
        right = full_right
    return Strip(first.top, first.bottom, left, right)


def _bottom(page: Page, visible: range) -> int:
    return page.top(visible[-1]) + page.heights[visible[-1]]


def contours(parts: Sequence[Strip], radius: float) -> QPainterPath:
    """One line round strips that touch, with round corners."""
    path = QPainterPath()
    for corners in polygons(parts):
        _round(path, corners, radius)
    return path


def polygons(parts: Sequence[Strip]) -> list[list[Point]]:
    """The corners of each area of strips that touch, clockwise."""
    found = []
    for group in _groups(parts):
        down = [point for s in group for point in ((s.right, s.top), (s.right, s.bottom))]
        up = [point for s in reversed(group) for point in ((s.left, s.bottom), (s.left, s.top))]
        found.append(_corners(down + up))
    return found


def _groups(parts: Sequence[Strip]) -> list[list[Strip]]:
    groups: list[list[Strip]] = []
    for strip in parts:
        if groups and _meet(groups[-1][-1], strip):
            groups[-1].append(strip)
        else:
            groups.append([strip])
    return groups


def _corners(points: Sequence[Point]) -> list[Point]:
    """The points at which the line turns."""
    count = len(points)
    once = [p for n, p in enumerate(points) if p != points[(n + 1) % count]]
    count = len(once)
    return [p for n, p in enumerate(once) if not _straight(once[n - 1], p, once[(n + 1) % count])]


def _straight(before: Point, point: Point, after: Point) -> bool:
    return before[0] == point[0] == after[0] or before[1] == point[1] == after[1]


def _round(path: QPainterPath, corners: Sequence[Point], radius: float) -> None:
    for n, corner in enumerate(corners):
        before, after = corners[n - 1], corners[(n + 1) % len(corners)]
        entry, leave = _toward(corner, before, radius), _toward(corner, after, radius)
        if n:
            path.lineTo(entry)
        else:
            path.moveTo(entry)
        path.quadTo(QPointF(*corner), leave)
    path.closeSubpath()


def _toward(corner: Point, other: Point, radius: float) -> QPointF:
    dx, dy = other[0] - corner[0], other[1] - corner[1]
    length = abs(dx) + abs(dy)
    part = min(radius, length / 2) / length
    return QPointF(corner[0] + dx * part, corner[1] + dy * part)
