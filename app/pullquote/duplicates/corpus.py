"""All documents as one row of tokens, the form that the search for repeats works on."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from pullquote.duplicates.values import Name
from pullquote.text.line_breaks import unwrapped
from pullquote.text.spans import Span
from pullquote.text.tokens import Array, mixed, tokens


class TokenRange(NamedTuple):
    """From gap to gap of one document."""

    start: int
    end: int

    @property
    def words(self) -> int:
        return self.end - self.start

    def shared(self, other: "TokenRange") -> int:
        """Words in both."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


class Corpus:
    """Documents in an order that depends on nothing but their words and names.

    A *place* is the number of a token in the row of all. After the tokens of each document stands
    one that equals no other, so nothing equal reaches over the end of a document. Place p is also
    the name of the gap before token p: the gaps of document d are first[d] to last[d].
    """

    def __init__(self, documents: Iterable[tuple[Name, str]]) -> None:
        # By text first: the order of import, which gives the names, must not decide what is linked.
        ordered = sorted(documents, key=lambda one: (one[1], isinstance(one[0], str), one[0]))
        self.names = tuple(name for name, _ in ordered)
        self.texts = tuple(text for _, text in ordered)
        row = tokens(self.texts, part_glued=True)
        numbers = np.arange(len(self.texts))
        ends = row.first[1:]
        lengths = np.array([len(text) for text in self.texts], np.int64)
        unequal = mixed(numbers.astype(np.uint64) + np.uint64(1))
        self.keys: Array = np.insert(row.keys, ends, unequal)
        self.starts: Array = np.insert(row.starts, ends, lengths)
        self.ends: Array = np.insert(row.ends, ends, lengths)
        self.letters: Array = np.insert(row.letters, ends, False)
        self.opens: Array = np.insert(row.opens, ends, True)
        self.first: Array = row.first[:-1] + numbers
        self.last: Array = ends + numbers
        self._first: list[int] = self.first.tolist()

    def __len__(self) -> int:
        """The number of places."""
        return len(self.keys)

    def document(self, place: int) -> int:
        return bisect_right(self._first, place) - 1

    def documents(self, places: Array) -> Array:
        return np.searchsorted(self.first, places, "right") - 1

    def bounds(self, document: int) -> tuple[int, int]:
        """The first and the last gap of a document."""
        return int(self.first[document]), int(self.last[document])

    def extent(self, document: int, span: Span) -> TokenRange:
        """The words that have a character in `span`."""
        first, last = self.bounds(document)
        start = first + int(np.searchsorted(self.ends[first:last], span.start, "right"))
        end = first + int(np.searchsorted(self.starts[first:last], span.end, "left"))
        return TokenRange(start, max(start, end))

    def span(self, extent: TokenRange) -> Span:
        """Its characters, with the marks that stand at its first and last words."""
        return Span(self._cut(extent.start)[1], self._cut(extent.end)[0])

    def _cut(self, gap: int) -> tuple[int, int]:
        """Where a passage before `gap` ends, and where one after it starts."""
        document = self.document(gap)
        starts = "\n" if gap == self._first[document] else ""
        ends = "\n" if gap == self.last[document] else ""
        left, right = 0 if starts else int(self.ends[gap - 1]), int(self.starts[gap])
        before, after = _sides(starts + unwrapped(self.texts[document])[left:right] + ends)
        return left + before, right - after


_CLOSING = ".,;:!?…%)]}>»”’\"'"
_OPENING = "([{<«“‘„‚¿¡$€£#@\"'"
_SPACE = re.compile(r"\s+")


def _sides(between: str) -> tuple[int, int]:
    """How many of the characters between two words belong to the first, and to the second."""
    # Each line keeps its own marks; in a line the space decides; without one, the kind of mark.
    lines = between.split("\n")
    if len(lines) > 1:
        return len(lines[0].rstrip()), len(lines[-1].lstrip())
    pieces = _SPACE.split(between)
    if len(pieces) > 1:
        return len(pieces[0]), len(pieces[-1])
    closing = len(between) - len(between.lstrip(_CLOSING))
    return closing, len(between[closing:]) - len(between[closing:].rstrip(_OPENING))
