"""Borders: where passages start and end, carried from document to document."""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from pullquote.duplicates.corpus import Corpus, Extent
from pullquote.duplicates.matches import Match

# A border gives way to another so many words away, and at most this part of its match.
_REACH, _REACH_PART = 8, 10


class Borders:
    """Every end of a match, in each text that it can be carried to.

    The ends of `exact` matches stay where they are. An end of a `loose` one gives way to a border
    that is already close to it; short matches, which have less room for that, come first.
    """

    def __init__(self, corpus: Corpus, exact: Sequence[Match], loose: Sequence[Match]) -> None:
        self._corpus = corpus
        self._gaps: dict[int, list[int]] = defaultdict(list)
        over = _Over(corpus, [*exact, *loose])
        for match in sorted(exact):
            self._add_ends(match, 0, over)
        for match in sorted(loose, key=lambda match: (match.words, match)):
            self._add_ends(match, min(_REACH, match.words // _REACH_PART), over)

    def passages(self, start: int, end: int) -> list[Extent]:
        """The stretches between borders that have words from gap start to gap end."""
        gaps = self._gaps[self._corpus.document(start)]
        first, after = bisect_right(gaps, start) - 1, bisect_left(gaps, end) + 1
        return [Extent(*ends) for ends in pairwise(gaps[max(first, 0) : after])]

    def _add_ends(self, match: Match, reach: int, over: "_Over") -> None:
        for gap in (match.a, match.a_end, match.b, match.b_end):
            self._add(gap, reach, over)

    def _add(self, gap: int, reach: int, over: "_Over") -> None:
        waiting = [gap]
        while waiting:
            gap = waiting.pop()
            gaps = self._gaps[self._corpus.document(gap)]
            near = bisect_left(gaps, gap - reach)
            if near == len(gaps) or gaps[near] > gap + reach:
                insort(gaps, gap)
                waiting += [image for match in over.matches(gap) for image in match.images(gap)]


class _Over:
    """Finds the matches over a gap."""

    def __init__(self, corpus: Corpus, matches: Iterable[Match]) -> None:
        self._corpus = corpus
        sides: dict[int, list[Match]] = defaultdict(list)
        for match in matches:
            sides[corpus.document(match.a)].append(match)
            sides[corpus.document(match.b)].append(match.turned())
        self._sides = {
            document: (np.array([m.a for m in here]), np.array([m.a_end for m in here]), here)
            for document, here in sides.items()
        }

    def matches(self, gap: int) -> list[Match]:
        """Turned so that the gap is on side a."""
        starts, ends, matches = self._sides[self._corpus.document(gap)]
        return [matches[at] for at in np.flatnonzero((starts <= gap) & (gap <= ends)).tolist()]
