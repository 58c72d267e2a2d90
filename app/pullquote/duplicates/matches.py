"""Matches: two stretches of words aligned with one another, grown out of runs of equal words."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from pullquote.duplicates.corpus import Corpus, TokenRange
from pullquote.duplicates.runs import DRIFT, GAP, GRAM, STUTTER
from pullquote.text.tokens import Array


class Run(NamedTuple):
    """`length` equal words from place `a` and from place `b`."""

    a: int
    b: int
    length: int

    @property
    def a_end(self) -> int:
        return self.a + self.length

    @property
    def b_end(self) -> int:
        return self.b + self.length

    def within(self, a: int, b: int, a_end: int, b_end: int) -> "Run":
        """The part between these gaps; its length is 0 or less where nothing is left."""
        skip = max(a - self.a, b - self.b, 0)
        after = min(a_end - self.a, b_end - self.b, self.length)
        return Run(self.a + skip, self.b + skip, after - skip)


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """The words from gap a to a_end answer to those from b to b_end; `runs` are equal, in order."""

    a: int
    a_end: int
    b: int
    b_end: int
    runs: tuple[Run, ...]

    @property
    def sides(self) -> tuple[TokenRange, TokenRange]:
        return TokenRange(self.a, self.a_end), TokenRange(self.b, self.b_end)

    @property
    def words(self) -> int:
        """Those of the shorter side."""
        return min(side.words for side in self.sides)

    @property
    def equal(self) -> int:
        return sum(run.length for run in self.runs)

    @property
    def similarity(self) -> float:
        """The share of equal words among those of both sides."""
        return 2 * self.equal / (self.a_end - self.a + self.b_end - self.b)

    def covers(self, other: "Match | Run") -> bool:
        in_a = self.a <= other.a and other.a_end <= self.a_end
        return in_a and self.b <= other.b and other.b_end <= self.b_end

    def turned(self) -> "Match":
        runs = tuple(Run(run.b, run.a, run.length) for run in self.runs)
        return Match(self.b, self.b_end, self.a, self.a_end, runs)

    def between(self, a: int, b: int, a_end: int, b_end: int) -> "Match":
        """The match with other ends; its runs are cut to them."""
        first = max(bisect_right(self.runs, a, key=_start) - 1, 0)
        after = bisect_left(self.runs, a_end, key=_start)
        runs = (run.within(a, b, a_end, b_end) for run in self.runs[first:after])
        return Match(a, a_end, b, b_end, tuple(run for run in runs if run.length > 0))

    def images(self, gap: int) -> tuple[int, int]:
        """The gaps on side b that answer to `gap` on side a: for what ends, and what starts there.

        They differ where side b has words more. Between equal runs they are in proportion.
        """
        return self._image(gap, bisect_left), self._image(gap, bisect_right)

    def _image(self, gap: int, bisect: Callable[..., int]) -> int:
        after = bisect(self.runs, gap, key=_start)
        left = self.runs[after - 1] if after else Run(self.a, self.b, 0)
        if gap <= left.a_end:
            return left.b + gap - left.a
        right = self.runs[after] if after < len(self.runs) else Run(self.a_end, self.b_end, 0)
        share = (gap - left.a_end) / (right.a - left.a_end)
        return left.b_end + round(share * (right.b - left.b_end))


def _start(run: Run) -> int:
    return run.a


def matching(runs: Sequence[Run]) -> Match:
    return Match(runs[0].a, runs[-1].a_end, runs[0].b, runs[-1].b_end, tuple(runs))


# Fewer equal words than this are no match.
LEAST = 8


def matches(corpus: Corpus, found: Array) -> Iterator[Match]:
    """What the rows of `runs.runs` grow into, pair of documents by pair of documents."""
    row = _Row(corpus.keys, np.where(corpus.ends - corpus.starts < _SHORT_WORD, 0.5, 1.0))
    documents = zip(*(corpus.documents(found[:, side]).tolist() for side in (0, 1)), strict=True)
    pairs = sorted(zip(documents, map(Run._make, found.tolist()), strict=True))
    for (left, right), group in groupby(pairs, key=lambda pair: pair[0]):
        bounds = Match(*corpus.bounds(left), *corpus.bounds(right), ())
        yield from _matches_of_pair(row, [run for _, run in group], bounds)


@dataclass(frozen=True, slots=True)
class _Row:
    """The tokens, to be read forwards or backwards, and how much an equal one counts."""

    keys: Array
    weights: Array

    def reversed(self) -> "_Row":
        return _Row(self.keys[::-1], self.weights[::-1])


def _matches_of_pair(row: _Row, found: list[Run], bounds: Match) -> Iterator[Match]:
    done: list[Match] = []
    for chain in _chains(found):
        # A match that has grown over this chain already would be found once more from it.
        if any(match.covers(chain[0]) and match.covers(chain[-1]) for match in done):
            continue
        aligned = balanced(_aligned(row.keys, chain))
        before, after = _before(row, aligned[0], bounds), _after(row, aligned[-1], bounds)
        match = matching([*before, *aligned, *after])
        if match.equal >= LEAST and match.similarity >= 0.5:
            done.append(match)
            yield match


# --- chains --------------------------------------------------------------------------------------


def _chains(found: list[Run]) -> list[list[Run]]:
    """Runs that follow one another at nearly the same distance; `found` is in order."""
    chains: list[list[Run]] = []
    still_open: list[list[Run]] = []
    for run in found:
        still_open = [chain for chain in still_open if run.a - chain[-1].a_end <= GAP]
        near = [chain for chain in still_open if _follows(chain[-1], run)]
        if near:
            min(near, key=lambda chain: _drift(chain[-1], run)).append(run)
        else:
            chains.append([run])
            still_open.append(chains[-1])
    return chains


def _follows(run: Run, after: Run) -> bool:
    return (
        run.a < after.a
        and run.b < after.b
        and after.a - run.a_end >= -GRAM
        and -GRAM <= after.b - run.b_end <= GAP
        and _drift(run, after) <= DRIFT
    )


def _drift(run: Run, after: Run) -> int:
    return abs((after.b - after.a) - (run.b - run.a))


# --- alignment -----------------------------------------------------------------------------------


def _aligned(keys: Array, chain: list[Run]) -> list[Run]:
    """The runs of a chain without overlap, with the equal words between them."""
    aligned = [chain[0]]
    for run in chain[1:]:
        last = aligned[-1]
        overlap = max(last.a_end - run.a, last.b_end - run.b, 0)
        if overlap >= run.length:
            continue
        run = Run(run.a + overlap, run.b + overlap, run.length - overlap)
        aligned += equal_runs(keys, last.a_end, run.a, last.b_end, run.b)
        aligned.append(run)
    return aligned


def equal_runs(keys: Array, a: int, a_end: int, b: int, b_end: int) -> list[Run]:
    """The equal words of two stretches, aligned with the fewest changes; none with itself."""
    edits = Levenshtein.editops(keys[a:a_end].tolist(), keys[b:b_end].tolist())
    blocks = edits.as_matching_blocks()
    runs = (Run(a + block.a, b + block.b, block.size) for block in blocks if block.size)
    return [run for run in runs if abs(run.b - run.a) >= STUTTER]


def balanced(aligned: Sequence[Run]) -> list[Run]:
    """The part with the most equal words more than unequal ones."""
    best, most = (0, 0), 0.0
    start, score = 0, 0.0
    for at, run in enumerate(aligned):
        score -= _unequal(aligned[at - 1], run) if at else 0
        if score <= 0:
            start, score = at, 0
        score += run.length
        if score > most:
            best, most = (start, at), score
    return list(aligned[best[0] : best[1] + 1])


def _unequal(run: Run, after: Run) -> float:
    """Words between two runs, the mean of both sides."""
    return (after.a - run.a_end + after.b - run.b_end) / 2


# --- growth --------------------------------------------------------------------------------------

_WINDOW = 24
# What an end must gain to grow over unequal words, where an equal one counts 1, a short one half:
# "of the" is equal by chance.
_GAIN = 1.0
_SHORT_WORD = 4


def _after(row: _Row, last: Run, bounds: Match) -> list[Run]:
    """The runs that go on after `last`."""
    grown: list[Run] = []
    while True:
        a, b = last.a_end, last.b_end
        ends = min(a + _WINDOW, bounds.a_end), min(b + _WINDOW, bounds.b_end)
        more = _gain(row, last, equal_runs(row.keys, a, ends[0], b, ends[1]))
        if not more:
            return grown
        grown += more
        last = more[-1]


def _gain(row: _Row, last: Run, runs: list[Run]) -> list[Run]:
    """The first of `runs` up to the best balance of equal words against unequal ones."""
    best, most, score = 0, 0.0, 0.0
    for count, run in enumerate(runs, 1):
        score += float(row.weights[run.a : run.a_end].sum()) - _unequal(last, run)
        last = run
        if score > most:
            best, most = count, score
    return runs[:best] if most >= _GAIN else []


def _before(row: _Row, first: Run, bounds: Match) -> list[Run]:
    """The runs that lead up to `first`: those after it, read backwards."""
    size = len(row.keys)

    def mirrored(run: Run) -> Run:
        return Run(size - run.a_end, size - run.b_end, run.length)

    ends = Match(size, size - bounds.a, size, size - bounds.b, ())
    return [mirrored(run) for run in reversed(_after(row.reversed(), mirrored(first), ends))]
