"""Quotations that say nearly the same, from four words on, whole or cut short."""

from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from pullquote.duplicates.matches.grams import STUTTER
from pullquote.duplicates.matches.lines import line_keys
from pullquote.duplicates.matches.links import Postings, links, postings
from pullquote.duplicates.matches.matches import Matches, joined, of_equal_words, with_parts
from pullquote.duplicates.words.arrays import changes, distinct, ranges
from pullquote.duplicates.words.boundaries import Quotations
from pullquote.duplicates.words.commonplace import commonplace
from pullquote.duplicates.words.corpus import Corpus
from pullquote.duplicates.words.weights import FULL
from pullquote.text.token_arrays import Array, mixed

# Words of a quotation that is looked for in others; longer ones are found without their marks.
FEWEST, _MOST = 4, 40
# The share of words that must be equal: of both quotations, or of one in a part of the other.
_SHARE, _SHARE_OF_PART = 0.6, 0.7
# What the equal words tell at least, in words that count full: where so much is equal, and else.
_NEARLY_ALL, _TELLING_THEN, _TELLING = 0.75, 0.5, 1.0
# Words to look at on both sides of where the quotation should stand.
_SLACK = 4


class Units(NamedTuple):
    """Stretches between gaps, of one document each, in the order of their starts."""

    starts: Array
    ends: Array

    @property
    def words(self) -> Array:
        return self.ends - self.starts

    def take(self, at: Array) -> "Units":
        return Units(self.starts[at], self.ends[at])


def quotation_units(corpus: Corpus, found: Quotations) -> Units:
    """All of the corpus, nested ones too, the outer before the inner."""
    rows = found.rows + np.repeat(corpus.first[: len(found.counts)], found.counts)[:, None]
    return Units(rows[:, 0], rows[:, 1])


def quote_matches(corpus: Corpus, units: Units, shared: Postings, whose: Array) -> Matches:
    """Quotations of documents of the mask `whose`, found whole in what they are linked to, or the
    other way round; of the other only the part that says the same.

    Two are compared where three words in a row of one, or three of four, stand in the other: these
    are `shared`, as `quote_postings` gives them, all that stand of a key.
    """
    first, second, places = _similar(corpus, shared, whose)
    same = units.words[first] == units.words[second]
    keys = np.zeros(len(units.starts), np.uint64)
    used = distinct(np.append(first[same], second[same]))
    keys[used] = line_keys(corpus, units.starts[used], units.words[used])[0]
    same &= keys[first] == keys[second]
    same &= units.words[first] <= _MOST
    exact = of_equal_words(
        units.starts[first[same]], units.starts[second[same]], units.words[first[same]]
    )
    rows = [
        row
        for a, b, (at, bt) in zip(
            first[~same].tolist(), second[~same].tolist(), places[~same].tolist(), strict=True
        )
        if (row := _found(corpus, units, a, b, bt - at)) is not None
    ]
    return joined([exact.take(_tells(corpus, exact)), matches_of_rows(corpus, rows)])


def places_of(shared: Postings) -> Array:
    """Where the words of each row stand."""
    found: Array = shared.rows >> _UNIT_BITS
    return found


def _similar(corpus: Corpus, shared: Postings, whose: Array) -> tuple[Array, Array, Array]:
    """Pairs of units that share three words of four in a row, and the places of one such word."""
    places, numbers = places_of(shared), shared.rows & ((1 << _UNIT_BITS) - 1)
    owners = corpus.owners[places]
    a, b = links(shared.keys, owners, corpus.ranks)
    apart = (numbers[a] != numbers[b]) & whose[owners[b]]
    a, b = a[apart], b[apart]
    order = np.lexsort((places[b], places[a], numbers[b], numbers[a]))
    a, b = a[order], b[order]
    new = changes(numbers[a], numbers[b])
    a, b = a[new], b[new]
    return numbers[a], numbers[b], np.stack([places[a], places[b]], axis=1)


_WAYS = ((1, 2), (1, 3), (2, 3))
# Of a row's number, those that name the unit; the others are its place.
_UNIT_BITS = 28


def quote_postings(corpus: Corpus, units: Units, documents: Array) -> Postings:
    """The three words of four that begin at each word of a quotation, in three ways.

    `documents` are a mask. A row is the place, then the number of the unit.
    """
    wanted = np.flatnonzero((units.words >= FEWEST) & documents[corpus.owners[units.starts]])
    words = units.words[wanted]
    numbers = np.repeat(wanted, words)
    places = ranges(units.starts[wanted], words)
    ends = units.ends[numbers]
    keys, rows = [], []
    first = mixed(corpus.keys[places])
    common = commonplace(corpus, documents)

    def tells(at: Array) -> Array:
        found: Array = (corpus.weights[at] > 0) & ~common[at]
        return found

    for second, third in _WAYS:
        inside = places + third < ends
        p = places[inside]
        told = tells(p) | tells(p + second) | tells(p + third)
        three = mixed(first[inside] + corpus.keys[p + second]) + corpus.keys[p + third]
        keys.append(mixed(three)[told])
        rows.append((p[told] << _UNIT_BITS) | numbers[inside][told])
    row = np.concatenate(rows)
    order = np.argsort(row, kind="stable")
    return postings(np.concatenate(keys)[order], row[order])


Row = tuple[int, int, int, int, list[tuple[int, int, int]]]


def _found(corpus: Corpus, units: Units, a: int, b: int, shift: int) -> Row | None:
    """The two whole, if they are alike, else the shorter in the part of the longer that is."""
    here = int(units.starts[a]), int(units.ends[a])
    there = int(units.starts[b]), int(units.ends[b])
    least = min(here[1] - here[0], there[1] - there[0])
    if least > _MOST:
        return None
    both = here[1] - here[0] + there[1] - there[0]
    if 2 * least >= _SHARE * both:
        runs = equal_runs(corpus.keys, *here, *there)
        equal = sum(length for *_, length in runs)
        if equal >= FEWEST and 2 * equal >= _SHARE * both:
            return (*here, *there, runs) if _enough(corpus, runs, 2 * equal / both) else None
    if here[1] - here[0] > there[1] - there[0]:
        row = _part(corpus, there, here, -shift)
        return row and (*row[2:4], *row[:2], [(y, x, length) for x, y, length in row[4]])
    return _part(corpus, here, there, shift)


def _part(corpus: Corpus, here: tuple[int, int], there: tuple[int, int], shift: int) -> Row | None:
    low = max(there[0], here[0] + shift - _SLACK)
    high = min(there[1], here[1] + shift + _SLACK)
    runs = equal_runs(corpus.keys, *here, low, high)
    equal = sum(length for *_, length in runs)
    share = equal / (here[1] - here[0])
    if equal < FEWEST or share < _SHARE_OF_PART or not _enough(corpus, runs, share):
        return None
    return (*here, runs[0][1], runs[-1][1] + runs[-1][2], runs)


def equal_runs(keys: Array, a: int, a_end: int, b: int, b_end: int) -> list[tuple[int, int, int]]:
    """The equal words of two stretches, aligned with the fewest changes; none with itself."""
    edits = Levenshtein.editops(keys[a:a_end].tolist(), keys[b:b_end].tolist())
    blocks = edits.as_matching_blocks()
    runs = ((a + block.a, b + block.b, block.size) for block in blocks if block.size)
    return [run for run in runs if abs(run[1] - run[0]) >= STUTTER]


def _enough(corpus: Corpus, runs: list[tuple[int, int, int]], share: float) -> bool:
    told = sum(int(corpus.weights[a : a + length].sum()) for a, _, length in runs)
    return told >= (_TELLING_THEN if share >= _NEARLY_ALL else _TELLING) * FULL


def _tells(corpus: Corpus, exact: Matches) -> Array:
    """Equal quotations, if they have a word that is no grammar."""
    return _told(corpus, exact) > 0


def _told(corpus: Corpus, exact: Matches) -> Array:
    lengths = exact.lengths
    running = np.append(0, np.cumsum(corpus.weights[ranges(exact.a, lengths)], dtype=np.int64))
    ends = np.cumsum(lengths)
    found: Array = running[ends] - running[ends - lengths]
    return found


def matches_of_rows(corpus: Corpus, rows: list[Row]) -> Matches:
    """From (a, a_end, b, b_end, runs) with runs of equal words (a, b, length)."""
    ends = np.array([row[:4] for row in rows], np.int64).reshape(-1, 4)
    runs = [run for row in rows for run in row[4]]
    parts = np.array(runs, np.int64).reshape(-1, 3)
    numbers = np.repeat(np.arange(len(rows)), [len(row[4]) for row in rows])
    a, a_end, b, b_end = (ends[:, at] for at in (0, 1, 2, 3))
    columns = [parts[:, 0], parts[:, 1], parts[:, 2]]
    return with_parts(corpus, (a, a_end, b, b_end), numbers.astype(np.int64), columns)
