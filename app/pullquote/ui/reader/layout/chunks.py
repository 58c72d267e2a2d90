"""A text cut into the pieces that are laid out one by one: paragraphs, and parts of long ones."""

from bisect import bisect_right

from pullquote.text import segments
from pullquote.text.line_breaks import unwrapped

# A paragraph of 1 MB set as one would be shaped anew, in 200 ms, with each label on it.
LONGEST_CHUNK = 4500
"""Code points in one piece: laying one out takes about a millisecond."""

GOES_ON, ENDS, BLANK = 0, 1, 2
"""What follows a piece: the same paragraph, the next one, or blank lines."""


class Chunks:
    """Pieces by number; each owns the offsets up to the start of the next.

    Hard line feeds and blank lines belong to no piece: `starts[n]` and `ends[n]` are the code
    points that are shown. There is at least one piece.
    """

    def __init__(self, text: str) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.after = bytearray()
        self._cut(unwrapped(text))

    def __len__(self) -> int:
        return len(self.starts)

    def at(self, offset: int) -> int:
        chunk = bisect_right(self.starts, offset) - 1
        return max(0, chunk)

    def clamp(self, offset: int) -> int:
        """The nearest offset that stands in a piece."""
        chunk = self.at(offset)
        return min(max(offset, self.starts[chunk]), self.ends[chunk])

    def _cut(self, text: str) -> None:
        start = 0
        for line in text.split("\n"):
            end = start + len(line)
            if not line or line.isspace():
                if self.after:
                    self.after[-1] = BLANK
            elif len(line) <= LONGEST_CHUNK:
                self._add(start, end, ENDS)
            else:
                self._cut_long(text, start, end)
            start = end + 1
        if not self.starts:
            self._add(0, len(text), ENDS)

    def _cut_long(self, text: str, start: int, end: int) -> None:
        while end - start > LONGEST_CHUNK:
            cut = text.rfind(" ", start, start + LONGEST_CHUNK) + 1
            if cut <= start:
                cut = start + LONGEST_CHUNK
            cut = segments.grapheme_start(text, cut)
            # One grapheme longer than a piece cannot be kept whole.
            cut = cut if cut > start else start + LONGEST_CHUNK
            self._add(start, cut, GOES_ON)
            start = cut
        self._add(start, end, ENDS)

    def _add(self, start: int, end: int, after: int) -> None:
        self.starts.append(start)
        self.ends.append(end)
        self.after.append(after)
