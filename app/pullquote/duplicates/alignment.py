"""Stretches of two texts that say nearly the same: where the words of one stand in the other."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, groupby, pairwise
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein, Postfix, Prefix

from pullquote.text import segments
from pullquote.text.folding import fold
from pullquote.text.spans import Span

# Marks of quotation part what somebody said from the rest; any of them answers to any other.
_QUOTATION = re.compile("''|``|[\"'“”„‟«»‘’‚‛‹›`´]")
_QUOTED = '"'
# Pairs of words that are compared at once; what is larger is parted first at words in a row that
# stand once on each side.
_COMPARED = 4_000_000
_ANCHOR = 4
# Words between two anchors, and of a difference that is told.
_GAP = 40


class Stretch:
    """The words and marks of quotation in `span` of a text, in the form in which they are compared.

    Offsets are those of the whole text. Other marks stand between words and do not count.
    """

    def __init__(self, text: str, span: Span | None = None) -> None:
        self.text = text
        self.span = Span(0, len(text)) if span is None else span
        bounds = list(_bounds(text, self.span))
        folded = _folded([text[start:end] for start, end in bounds])
        kept = [(form, *at) for form, at in zip(folded, bounds, strict=True) if form]
        self.folded = [form for form, _, _ in kept]
        self.starts = [start for _, start, _ in kept]
        self.ends = [end for _, _, end in kept]

    def units_of(self, span: Span) -> range:
        """The numbers of the words and marks that `span` touches."""
        return range(bisect_right(self.ends, span.start), bisect_left(self.starts, span.end))

    def parts(self, core: Span) -> tuple[slice, slice, slice]:
        """The numbers of what is before, inside and after a span."""
        first = bisect_left(self.starts, core.start)
        last = max(first, bisect_left(self.starts, core.end))
        return slice(0, first), slice(first, last), slice(last, len(self.starts))


class PlacedSpan(NamedTuple):
    """Where the words of a span stand in the other text.

    `is_sure`: the words at both its ends stand in both texts, each beside one that does too.
    `likeness` is the share of words inside that stand in both, 0 to 1.
    """

    span: Span
    is_sure: bool
    likeness: float


class Alignment:
    """Leads from offsets of one text to those of another.

    `cores` are the spans that repeat one another, where the stretches have more beside them: what
    is before, inside and after these answers to what is before, inside and after there.
    """

    def __init__(
        self, here: Stretch, there: Stretch, cores: tuple[Span, Span] | None = None
    ) -> None:
        self._here, self._there = here, there
        count = len(here.folded)
        self._partners = [-1] * count
        for one, other, length in _runs_by_parts(here, there, cores or (here.span, there.span)):
            self._partners[one : one + length] = range(other, other + length)
        # The nearest words before and after each that have a partner.
        self._before = list(accumulate(range(count), self._nearer, initial=-1))[1:]
        backwards = accumulate(range(count - 1, -1, -1), self._nearer, initial=count)
        self._after = list(backwards)[:0:-1]

    @property
    def likeness(self) -> float:
        """The share of the words here that have a partner, 0 to 1."""
        return sum(partner >= 0 for partner in self._partners) / max(len(self._partners), 1)

    def span(self, span: Span) -> Span:
        """Where the words of `span` stand; an empty span where they would, if they do not."""
        placed = self.place(span)
        if placed is not None:
            return placed.span
        unit = self._here.units_of(span).start - 1
        before = self._before[unit] if unit >= 0 else -1
        at = self._there.ends[self._partners[before]] if before >= 0 else self._there.span.start
        return Span(at, at)

    def place(self, span: Span) -> PlacedSpan | None:
        """None where nothing answers to the words of `span`."""
        units = self._here.units_of(span)
        if not units:
            return None
        first, last = self._answer(units, last=False), self._answer(units, last=True)
        if first > last:
            return None
        start, starts_so = self._start(span.start, units[0], first)
        end, ends_so = self._end(span.end, units[-1], last)
        sure = self._here.span.covers(span) and self._is_sure(units[0]) and self._is_sure(units[-1])
        same = sum(partner >= 0 for partner in self._partners[units.start : units.stop])
        likeness = same / max(len(units), last - first + 1)
        return PlacedSpan(Span(start, max(start, end)), sure and starts_so and ends_so, likeness)

    def _nearer(self, nearest: int, unit: int) -> int:
        return unit if self._partners[unit] >= 0 else nearest

    def _answer(self, units: range, *, last: bool) -> int:
        """The number of the word there that answers to the first or last of `units`.

        One that has no partner stands in a gap between two that have; it answers to one in that gap
        as far from the one inside the span. A mark that is not there is left out.
        """
        here = self._here.folded
        inwards = units[::-1] if last else units
        unit = next(
            (u for u in inwards if self._partners[u] >= 0 or here[u] != _QUOTED), inwards[0]
        )
        before, after = self._before[unit], self._after[unit]
        left = self._partners[before] if before >= 0 else -1
        right = self._partners[after] if after < len(here) else len(self._there.folded)
        if last:
            return min(right - (unit != after), left + unit - before)
        return max(left + (unit != before), right - (after - unit))

    def _is_sure(self, unit: int) -> bool:
        """Whether it has a partner, and one of its neighbours has the neighbour of that."""
        partner = self._partners[unit]
        return partner >= 0 and any(
            0 <= unit + step < len(self._partners) and self._partners[unit + step] == partner + step
            for step in (-1, 1)
        )

    def _start(self, offset: int, unit: int, answer: int) -> tuple[int, bool]:
        """The start of a span, and whether what parts it from its first word is there too."""
        own, other = self._here.starts[unit], self._there.starts[answer]
        if offset > own:  # inside a word
            return min(other + offset - own, self._there.ends[answer]), self._same(unit, answer)
        marks = self._here.text[offset:own]
        found = self._there.text[max(0, other - len(marks)) : other]
        there = fold(marks).text == fold(found).text
        return other - len(marks) if there else other, there

    def _end(self, offset: int, unit: int, answer: int) -> tuple[int, bool]:
        own, other = self._here.ends[unit], self._there.ends[answer]
        if offset < own:
            return max(other - (own - offset), self._there.starts[answer]), self._same(unit, answer)
        marks = self._here.text[own:offset]
        found = self._there.text[other : other + len(marks)]
        there = fold(marks).text == fold(found).text
        return other + len(marks) if there else other, there

    def _same(self, unit: int, answer: int) -> bool:
        one = self._here.ends[unit] - self._here.starts[unit]
        return one == self._there.ends[answer] - self._there.starts[answer]


class Comparison(NamedTuple):
    """Two stretches beside one another.

    `anchors` are pairs of offsets, here and there, at which both say the same, in the order of
    both. `only_here` and `only_there` are words that one of them lacks, where what stands before
    and after is in both.
    """

    anchors: tuple[tuple[int, int], ...]
    only_here: tuple[Span, ...]
    only_there: tuple[Span, ...]


def compare_stretches(here: Stretch, there: Stretch, cores: tuple[Span, Span]) -> Comparison:
    """`cores` as in `Alignment`: inside them all that differs is told."""
    runs = _joined(sorted(run for run in _runs_by_parts(here, there, cores) if run[2]))
    inside = here.parts(cores[0])[1], there.parts(cores[1])[1]
    kept = [
        run for run in runs
        if run[2] >= _ANCHOR or inside[0].start <= run[0] < inside[0].stop
    ]  # fmt: skip
    gaps = [
        (range(i + length, k), range(j + length, m))
        for (i, j, length), (k, m, _) in pairwise(kept)
        if max(k - i - length, m - j - length) <= _GAP
    ]
    anchors: list[tuple[int, int]] = []
    for i, j, length in kept:
        anchors += [(here.starts[i + n], there.starts[j + n]) for n in range(0, length, _GAP)]
        anchors.append((here.ends[i + length - 1], there.ends[j + length - 1]))
    sides = []
    for side, stretch in enumerate((here, there)):
        partnered = {n for run in runs for n in range(run[side], run[side] + run[2])}
        told = chain(range(inside[side].start, inside[side].stop), *(gap[side] for gap in gaps))
        sides.append(tuple(_spans(stretch, sorted(set(told) - partnered))))
    return Comparison(tuple(anchors), *sides)


def _joined(runs: Iterable[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Runs that go on in one another, as one."""
    found: list[tuple[int, int, int]] = []
    for i, j, length in runs:
        if found and (found[-1][0] + found[-1][2], found[-1][1] + found[-1][2]) == (i, j):
            found[-1] = (*found[-1][:2], found[-1][2] + length)
        else:
            found.append((i, j, length))
    return found


def _spans(stretch: Stretch, units: Sequence[int]) -> Iterator[Span]:
    """Where units stand, those in a row as one span."""
    for _, row in groupby(enumerate(units), lambda pair: pair[1] - pair[0]):
        numbers = [unit for _, unit in row]
        yield Span(stretch.starts[numbers[0]], stretch.ends[numbers[-1]])


def _bounds(text: str, span: Span) -> Iterator[tuple[int, int]]:
    done = span.start
    for start, end in zip(*segments.word_bounds(text, span), strict=True):
        if text[done:start] != " ":
            yield from (mark.span() for mark in _QUOTATION.finditer(text, done, start))
        yield start, end
        done = end
    yield from (mark.span() for mark in _QUOTATION.finditer(text, done, span.end))


def _folded(units: list[str]) -> list[str]:
    together = fold(" ".join(units)).text.split(" ")  # the cost is by the call
    folded = together if len(together) == len(units) else [fold(unit).text for unit in units]
    return [_QUOTED if _QUOTATION.match(unit) else form
            for unit, form in zip(units, folded, strict=True)]  # fmt: skip


def _runs_by_parts(
    here: Stretch, there: Stretch, cores: tuple[Span, Span]
) -> Iterator[tuple[int, int, int]]:
    """What is before the cores is compared from its end, which is where it answers for certain."""
    (before, *ours), (its_before, *theirs) = here.parts(cores[0]), there.parts(cores[1])
    for a, b, length in _equal_runs(here.folded[before][::-1], there.folded[its_before][::-1]):
        yield before.stop - a - length, its_before.stop - b - length, length
    for one, other in zip(ours, theirs, strict=True):
        for a, b, length in _equal_runs(here.folded[one], there.folded[other]):
            yield one.start + a, other.start + b, length


def _equal_runs(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Where so many words in a row are the same, in the order of both."""
    head = Prefix.similarity(a, b)
    tail = min(Postfix.similarity(a, b), len(a) - head, len(b) - head)
    yield 0, 0, head
    yield from _runs_between(a, b, (head, len(a) - tail), (head, len(b) - tail))
    yield len(a) - tail, len(b) - tail, tail


def _runs_between(
    a: Sequence[str], b: Sequence[str], here: tuple[int, int], there: tuple[int, int]
) -> Iterator[tuple[int, int, int]]:
    """What is too large to compare is parted at its anchors, and what is too large even then has
    nothing in common: so the time grows with the texts, not with their product.
    """
    gaps = [(*here, *there)]
    if (here[1] - here[0]) * (there[1] - there[0]) > _COMPARED:
        anchors = _anchors(a[slice(*here)], b[slice(*there)])
        points = [(here[0] + i, there[0] + j) for i, j in anchors]
        edges = [(here[0], there[0]), *points, (here[1], there[1])]
        gaps = [(i, k, j, m) for (i, j), (k, m) in pairwise(edges)]
    for i, k, j, m in gaps:
        if (k - i) * (m - j) <= _COMPARED:
            for code in Levenshtein.opcodes(a[i:k], b[j:m]):
                if code.tag == "equal":
                    yield i + code.src_start, j + code.dest_start, code.src_end - code.src_start


def _anchors(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Where words in a row stand that stand once on each side: the longest series in both orders.

    The series is found as in patience sorting.
    """
    ours, theirs = _once(a), _once(b)
    pairs = [(at, theirs[gram]) for gram, at in ours.items() if gram in theirs]
    tops: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for number, (_, there) in enumerate(pairs):
        pile = bisect_left(tops, there)
        tops[pile : pile + 1] = [there]
        ends[pile : pile + 1] = [number]
        previous.append(ends[pile - 1] if pile else -1)
    series: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        series.append(pairs[at])
        at = previous[at]
    return series[::-1]


def _once(units: Sequence[str]) -> dict[tuple[str, ...], int]:
    """Each gram that stands once, and where."""
    grams = list(zip(*(units[shift:] for shift in range(_ANCHOR)), strict=False))
    counts = Counter(grams)
    return {gram: at for at, gram in enumerate(grams) if counts[gram] == 1}
