"""Where every character of a text stands: what is in view is laid out, the rest is estimated."""

from bisect import bisect_right
from collections import OrderedDict
from itertools import accumulate
from typing import NamedTuple

from PySide6.QtCore import QRect

from pullquote.text import segments
from pullquote.text.line_breaks import shown
from pullquote.text.spans import Span
from pullquote.ui.reader.layout.chunk_layout import ChunkLayout
from pullquote.ui.reader.layout.chunks import BLANK, GOES_ON, Chunks
from pullquote.ui.reader.layout.lanes import VersionLanes
from pullquote.ui.reader.layout.metrics import Metrics, average_width

TOP, BOTTOM = 12, 72
"""Empty pixels above the first and below the last line."""

_KEPT = 64_000
"""Code points that stay laid out: about thirty screens."""


class LinePlace(NamedTuple):
    """A line of the page, and how far to the right a caret stands in it."""

    chunk: int
    line: int
    x: float


class Page:
    """A text in lines of one width, y counted from the top of the page, x from the column.

    `y` is the top of what is in view. It is kept as a distance from one piece, so that finding
    out the true height of another piece moves nothing.
    """

    def __init__(self, text: str, metrics: Metrics, width: int) -> None:
        self.text = text
        self._shown = shown(text)
        self.chunks = Chunks(text)
        self.versions = VersionLanes()
        self._layouts: OrderedDict[int, ChunkLayout] = OrderedDict()
        self._characters = 0
        self._anchor, self._below = 0, -TOP
        self.arrange(metrics, width)

    def arrange(self, metrics: Metrics, width: int) -> None:
        """Set everything anew; the line at the top of the view stays there."""
        held = self._held() if self._layouts else None
        self.metrics, self.width = metrics, width
        self._layouts.clear()
        self._characters = 0
        estimates = self._estimates()
        self._estimated_tops = list(accumulate(estimates, initial=0))
        self.heights = Heights(estimates)
        self._hold(held)

    def set_versions(self, versions: VersionLanes) -> None:
        """Make room for the lanes below their lines; the line at the top of the view stays."""
        held = self._held() if self._layouts else None
        before, self.versions = self.versions, versions
        for chunk in list(self._layouts):
            start, end = self.chunks.starts[chunk], self.chunks.ends[chunk]
            if before.touch(start, end) or versions.touch(start, end):
                del self._layouts[chunk]
                self._characters -= end - start
        self._hold(held)

    def _room(self, start: int, end: int) -> int:
        return len(self.versions.lanes(start, end)) * self.metrics.version

    def _hold(self, held: tuple[int, int] | None) -> None:
        if held:
            offset, above = held
            self.scroll_to(self.line_top(self.place(offset)) - above)

    def _held(self) -> tuple[int, int]:
        chunk = self.heights.at(self.y)
        layout = self.layout(chunk)
        line = min(layout.line_at(max(0, self.y - self.top(chunk))), layout.line_count - 1)
        return layout.line_start(line), self.top(chunk) + layout.line_top(line) - self.y

    def _estimates(self) -> list[int]:
        metrics, width, chunks = self.metrics, self.width, self.chunks
        average = average_width(self.text, metrics)
        return [
            metrics.lines_in(end - start, width, average) * metrics.line + self._after(after)
            for start, end, after in zip(chunks.starts, chunks.ends, chunks.after, strict=True)
        ]

    def _after(self, what: int) -> int:
        if what == GOES_ON:
            return 0
        return self.metrics.gap + (self.metrics.blank if what == BLANK else 0)

    # What is in view

    @property
    def y(self) -> int:
        return self.heights.top(self._anchor) + self._below

    @property
    def height(self) -> int:
        return self.heights.total + TOP + BOTTOM

    def scroll_to(self, y: int) -> None:
        y = max(-TOP, y)
        self._anchor = self.heights.at(y)
        self._below = y - self.heights.top(self._anchor)

    def settle(self, view: int) -> bool:
        """Lay out all that is in a view of so many pixels; whether a height was wrong.

        What was seen below the first piece stays where it was.
        """
        before = self.heights.total
        first = self._anchor
        height = self.heights[first]
        self.layout(first)
        # The view begins inside this piece: what is seen below it keeps its place when it turns out
        # to be higher or lower than estimated.
        if self._below > 0:
            self._below += self.heights[first] - height
        self.scroll_to(min(self.y, self.lowest(view)))
        for chunk in self.visible(view):
            self.layout(chunk)
        return before != self.heights.total

    def lay_out_around(self, chunk: int, pixels: int) -> None:
        """Lay out a piece and so many pixels above and below it."""
        for step in (-1, 1):
            at, left = chunk, pixels
            while 0 <= at < len(self.chunks) and left > 0:
                self.layout(at)
                left -= self.heights[at]
                at += step

    def lowest(self, view: int) -> int:
        """The greatest `y` for a view of so many pixels."""
        return max(-TOP, self.heights.total + BOTTOM - view)

    def visible(self, view: int) -> range:
        """The pieces in a view of so many pixels."""
        y, heights = self.y, self.heights
        first, end, count = heights.at(y), y + view, len(self.chunks)
        shown = range(first, heights.at(max(y, end - 1)) + 1)
        if self._layouts.keys() >= set(shown):
            return shown
        bottom, last = heights.top(first), first
        while last < count and bottom < end:
            # Laying out may make it lower or higher, so that more or less fits.
            if last not in self._layouts:
                self.layout(last)
            bottom += heights[last]
            last += 1
        return range(first, max(last, first + 1))

    def lines_in_view(self, view: int) -> int:
        """How many lines fit into so many pixels, as high as those in view are."""
        if self.versions.is_empty:
            return view // self.metrics.line
        shown = self.visible(view)
        lines = sum(self.layout(chunk).line_count for chunk in shown)
        return view * lines // sum(self.heights[chunk] for chunk in shown)

    # From characters to places

    def layout(self, chunk: int) -> ChunkLayout:
        if chunk in self._layouts:
            self._layouts.move_to_end(chunk)
            return self._layouts[chunk]
        start, end = self.chunks.starts[chunk], self.chunks.ends[chunk]
        room = self._room if self.versions.touch(start, end) else None
        layout = ChunkLayout(self._shown[start:end], start, self.metrics, self.width, room)
        self._layouts[chunk] = layout
        self._characters += end - start
        height = layout.height + self._after(self.chunks.after[chunk])
        if height != self.heights[chunk]:
            self.heights[chunk] = height
        while self._characters > _KEPT and len(self._layouts) > 1:
            _, old = self._layouts.popitem(last=False)
            self._characters -= old.end - old.start
        return layout

    def top(self, chunk: int) -> int:
        return self.heights.top(chunk)

    def place(self, offset: int, *, before: bool = False) -> LinePlace:
        """Where the caret stands; `before` means at the end of a line rather than at the next."""
        offset = self.chunks.clamp(offset)
        chunk = self.chunks.at(offset)
        layout = self.layout(chunk)
        line = layout.line_of(offset, before=before)
        return LinePlace(chunk, line, layout.x(offset, line))

    def line_top(self, place: LinePlace) -> int:
        return self.top(place.chunk) + self.layout(place.chunk).line_top(place.line)

    def line_bottom(self, place: LinePlace) -> int:
        """Below its lanes, if it has any."""
        return self.top(place.chunk) + self.layout(place.chunk).line_top(place.line + 1)

    def caret(self, place: LinePlace) -> QRect:
        metrics = self.metrics
        top = self.line_top(place) + metrics.base - metrics.rise
        width = max(2, metrics.px(2))
        return QRect(round(place.x) - width // 2, top, width, metrics.rise + metrics.drop)

    # From places to characters

    def at(self, x: float, y: int) -> tuple[int, bool]:
        """The nearest boundary between graphemes, and whether it is the one before a break."""
        chunk = self.heights.at(y)
        layout = self.layout(chunk)
        line = layout.line_at(y - self.top(chunk))
        return self.in_line(chunk, min(max(line, 0), layout.line_count - 1), x)

    def character_at(self, x: float, y: int) -> int | None:
        """The code point that is shown there; None between the lines and beside the words."""
        chunk = self.heights.at(y)
        layout = self.layout(chunk)
        line = layout.line_at(y - self.top(chunk))
        return layout.character_at(x, line) if 0 <= line < layout.line_count else None

    def in_line(self, chunk: int, line: int, x: float) -> tuple[int, bool]:
        layout = self.layout(chunk)
        offset = segments.grapheme_start(self.text, layout.offset_at(x, line))
        offset = max(offset, layout.line_start(line))
        return offset, layout.line_of(offset) > line

    def line_beside(self, chunk: int, line: int, by: int) -> tuple[int, int] | None:
        """The line so many lines below, above if negative; the last or first; None if it is it."""
        was = chunk, line
        line += by
        while line < 0 and chunk > 0:
            chunk -= 1
            line += self.layout(chunk).line_count
        while line >= self.layout(chunk).line_count and chunk + 1 < len(self.chunks):
            line -= self.layout(chunk).line_count
            chunk += 1
        found = chunk, min(max(line, 0), self.layout(chunk).line_count - 1)
        return found if found != was else None

    # Parts of the whole

    def fraction(self, offset: int) -> float:
        """How far down the page a code point stands, 0 to 1, by the estimates.

        Estimates do not change as heights become known, so what is drawn by them stays.
        """
        tops, chunk = self._estimated_tops, self.chunks.at(offset)
        start, end = self.chunks.starts[chunk], self.chunks.ends[chunk]
        if offset >= end:
            return tops[chunk + 1] / tops[-1]
        part = (offset - start) / (end - start) if offset > start else 0.0
        return (tops[chunk] + part * (tops[chunk + 1] - tops[chunk])) / tops[-1]

    def fraction_at(self, y: int) -> float:
        starts = self._estimated_tops
        chunk = self.heights.at(y)
        part = min(1.0, max(0.0, (y - self.top(chunk)) / self.heights[chunk]))
        return (starts[chunk] + part * (starts[chunk + 1] - starts[chunk])) / starts[-1]

    def y_at(self, fraction: float) -> int:
        starts = self._estimated_tops
        chunk = min(max(1, bisect_right(starts, fraction * starts[-1])), len(self.chunks)) - 1
        part = (fraction * starts[-1] - starts[chunk]) / (starts[chunk + 1] - starts[chunk])
        return self.top(chunk) + round(part * self.heights[chunk])

    def pieces_between(self, top: float, bottom: float) -> range:
        """The pieces from one fraction of the page to another."""
        tops = self._estimated_tops
        first = bisect_right(tops, top * tops[-1]) - 1
        last = bisect_right(tops, bottom * tops[-1])
        return range(max(0, first), min(last, len(self.chunks)))

    def in_view(self, view: int) -> Span:
        chunks = self.visible(view)
        return Span(self.chunks.starts[chunks[0]], self.chunks.ends[chunks[-1]])


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
