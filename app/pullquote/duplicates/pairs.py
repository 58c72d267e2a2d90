"""Pairs of passages that repeat one another."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pullquote.duplicates.borders import Borders
from pullquote.duplicates.corpus import Extent
from pullquote.duplicates.matches import Match

# A match covers at least so much of both passages, and so many of their words are equal.
_COVERED = 0.8
_EQUAL = 0.6


class Pair(NamedTuple):
    similarity: float
    a: Extent
    b: Extent


def pairs(borders: Borders, matches: Iterable[Match], *, equal: float = _EQUAL) -> Iterator[Pair]:
    """`equal` is the least share of equal words."""
    for match in matches:
        for passage in borders.passages(match.a, match.a_end):
            pair = _pair(borders, match, passage)
            if pair and pair.a != pair.b and pair.similarity >= equal:
                yield pair


def _pair(borders: Borders, match: Match, a: Extent) -> Pair | None:
    """The passage that `match` lays upon `a`, if it covers enough of both."""
    part = Extent(max(a.start, match.a), min(a.end, match.a_end))
    image = Extent(match.images(part.start)[1], match.images(part.end)[0])
    if part.words < _COVERED * a.words:
        return None
    for b in borders.passages(image.start, image.end):
        if image.shared(b) >= _COVERED * max(b.words, image.words):
            equal = match.between(part.start, b.start, part.end, b.end).equal
            return Pair(2 * equal / (a.words + b.words), a, b)
    return None
