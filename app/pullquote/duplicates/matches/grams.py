"""Five equal words in a row: who shares them, and which pairs of documents are worth a look."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from pullquote.duplicates.matches.links import CorpusChange
from pullquote.duplicates.words.arrays import among, changes, distinct, groups_of, ranges
from pullquote.duplicates.words.commonplace import OFTEN, commonplace
from pullquote.duplicates.words.corpus import Corpus
from pullquote.duplicates.words.weights import FULL
from pullquote.text.token_arrays import Array

GRAM = 5
# A text that repeats itself at less than this distance is a stutter, not a repeat.
STUTTER = 8

_FACTORS = tuple(np.uint64(pow(0xD1342543DE82EF95, step, 1 << 64)) for step in range(GRAM))
_STEP = 2_000_000


class Runs(NamedTuple):
    """`lengths` equal words from place a and from place b, of one pair of documents or more."""

    a: Array
    b: Array
    lengths: Array

    def take(self, at: Array) -> "Runs":
        return Runs(self.a[at], self.b[at], self.lengths[at])


def joined_runs(parts: list[Runs]) -> Runs:
    empty = Runs(*(np.empty(0, np.int64) for _ in range(3)))
    return Runs(*(np.concatenate(column) for column in zip(empty, *parts, strict=True)))


class Grams(NamedTuple):
    """The `places`, in order, at which a gram starts that another place has too; a row for each.

    Of each row the number of its gram; and, -1 where there is none, the first row that has it in
    the document of the lowest rank, for the first one of another document; and the row before in
    the same document.
    """

    places: Array
    groups: Array
    hubs: Array
    previous: Array


# Bits of a gram's key that its place takes; corpora of more words take more.
PLACE_BITS = 28


def place_bits(size: int) -> int:
    """For a corpus with so many places."""
    return max(PLACE_BITS, size.bit_length())


def packed_grams(corpus: Corpus, start: int = 0) -> Array:
    """The grams from place `start` on that have a telling word, in order: the high bits of their
    keys over their places. One sort in place is three times as fast as an indirect one.
    """
    low = np.uint64((1 << place_bits(len(corpus))) - 1)
    packed = np.concatenate([np.empty(0, np.uint64), *_packed(corpus, low, start)])
    packed.sort()
    return packed


def shared_grams(corpus: Corpus, packed: Array | None = None) -> Grams:
    """One sort of all grams, if they do not come `packed`; linear in what is equal."""
    order, groups = _grouped(corpus, packed_grams(corpus) if packed is None else packed)
    return _linked(corpus, *_rarer(corpus, order, groups), None)


def grams_of_changed(
    corpus: Corpus, packed: Sequence[Array], change: CorpusChange
) -> tuple[Array, Grams]:
    """A mask of the documents whose grams are linked to others than before, and these grams.

    `packed` are the grams of all documents, in parts as `packed_grams` gives them. Only what is
    linked to documents of the mask is told, and of their grams all.
    """
    order, groups = _grouped_of(corpus, packed, change.concerned, change.either)
    relinked = change.relinked(groups, corpus.owners[order], corpus.ranks)
    order, groups = _grouped_of(corpus, packed, np.flatnonzero(relinked), change.after)
    return relinked, _linked(corpus, order, groups, relinked)


def _grouped_of(
    corpus: Corpus, packed: Sequence[Array], documents: Array, stand: Array
) -> tuple[Array, Array]:
    """As `_rarer` gives them, those of the grams of some documents in all that `stand`."""
    low = np.uint64((1 << place_bits(len(corpus))) - 1)
    sizes = np.maximum(corpus.last[documents] - corpus.first[documents] - (GRAM - 1), 0)
    wanted = distinct(gram_keys(corpus, ranges(corpus.first[documents], sizes)) & ~low)
    found = [np.empty(0, np.uint64)]
    for part in packed:
        first = np.searchsorted(part, wanted)
        found.append(part[ranges(first, np.searchsorted(part, wanted | low, "right") - first)])
    several = np.concatenate(found)
    several = several[stand[corpus.owners[several & low]]]
    several.sort()
    return _rarer(corpus, *_grouped(corpus, several))


def _linked(corpus: Corpus, order: Array, groups: Array, whose: Array | None) -> Grams:
    """`whose` grams are linked to the hub of their group: a mask of documents, None for all."""
    by_place = np.argsort(order)
    rows = np.empty(len(order), np.int32)
    rows[by_place] = np.arange(len(order), dtype=np.int32)
    links = [np.full(len(order), -1, np.int32) for _ in range(2)]
    found = Grams(order[by_place], groups[by_place], *links)
    if not len(order):
        return found
    owners = corpus.owners[order]
    new = changes(groups)
    heads = np.flatnonzero(new)
    group = np.cumsum(new) - 1
    ranks = corpus.ranks[owners]
    lowest = np.minimum.reduceat(ranks, heads)[group]
    in_hub = np.flatnonzero(ranks == lowest)
    hubs = rows[in_hub[changes(group[in_hub])]]
    first = new | changes(owners)
    found.groups[rows] = group
    spokes = first & (ranks != lowest)
    if whose is not None:
        spokes &= whose[owners]
    found.hubs[rows[spokes]] = hubs[group[spokes]]
    again = np.flatnonzero(~first)
    found.previous[rows[again]] = rows[again - 1]
    return found


def gram_keys(corpus: Corpus, places: Array) -> Array:
    """Of the five words from each place; it must be so far from the end of its document."""
    keys = np.zeros(len(places), np.uint64)
    for step in range(GRAM):
        keys += corpus.keys[places + step] * _FACTORS[step]
    return keys


def _grouped(corpus: Corpus, packed: Array) -> tuple[Array, Array]:
    """Places whose gram stands elsewhere too, gram by gram, and a number for each gram."""
    low = np.uint64((1 << place_bits(len(corpus))) - 1)
    differs = np.ones(len(packed) + 1, np.bool_)
    differs[1:-1] = (packed[1:] ^ packed[:-1]) > low
    shared = ~(differs[:-1] & differs[1:])
    order = (packed[shared] & low).astype(np.int32)
    groups = np.cumsum(differs[:-1][shared], dtype=np.int32)
    return _verified(corpus, order, groups)


def _packed(corpus: Corpus, low: np.uint64, first: int) -> Iterator[Array]:
    common = commonplace(corpus, corpus.last >= first)
    for start in range(first, max(len(corpus) - GRAM + 1, 0), _STEP):
        # Seven places more on each side, to see where words stutter.
        left = max(start - STUTTER, 0)
        right = min(start + _STEP + STUTTER, len(corpus) - GRAM + 1)
        keys = gram_keys(corpus, np.arange(left, right))
        good = _telling(corpus, common, left, right) & ~_stutters(keys)
        inside = slice(start - left, min(start - left + _STEP, right - left))
        places = np.flatnonzero(good[inside]).astype(np.uint64) + np.uint64(start)
        yield (keys[inside][good[inside]] & ~low) | places


def _telling(corpus: Corpus, common: Array, left: int, right: int) -> Array:
    """Grams that stay in their document and have a word that counts full."""
    full = corpus.weights[left : right + GRAM - 1] == FULL
    full &= ~common[left : right + GRAM - 1]
    found: Array = full[: right - left].copy()
    for step in range(1, GRAM):
        found |= full[step : step + right - left]
    found &= corpus.owners[left:right] == corpus.owners[left + GRAM - 1 : right + GRAM - 1]
    ends = corpus.last[(corpus.last >= left) & (corpus.last < right + GRAM - 1)]
    for step in range(GRAM):
        at = ends - step - left
        found[at[(at >= 0) & (at < len(found))]] = False
    return found


def _stutters(keys: Array) -> Array:
    stutters = np.zeros(len(keys), np.bool_)
    for step in range(1, STUTTER):
        same = keys[step:] == keys[:-step]
        stutters[step:] |= same
        stutters[:-step] |= same
    return stutters


def _verified(corpus: Corpus, order: Array, groups: Array) -> tuple[Array, Array]:
    """Grams that differ in the bits that gave way to the place fall apart here."""
    keys = np.concatenate(
        [np.empty(0, np.uint64)]
        + [gram_keys(corpus, order[at : at + _STEP]) for at in range(0, len(order), _STEP)]
    )
    unequal = (keys[1:] != keys[:-1]) & (groups[1:] == groups[:-1])
    if not unequal.any():
        return order, groups
    mixed_up = among(groups, groups[1:][unequal])
    tail = np.lexsort((order[mixed_up], keys[mixed_up]))
    tail_order, tail_keys = order[mixed_up][tail], keys[mixed_up][tail]
    numbers = np.cumsum(changes(tail_keys), dtype=np.int32) + (groups[-1] + np.int32(1))
    alone = np.bincount(numbers - numbers[0])[numbers - numbers[0]] == 1
    return (
        np.append(order[~mixed_up], tail_order[~alone]),
        np.append(groups[~mixed_up], numbers[~alone]),
    )


def _rarer(corpus: Corpus, order: Array, groups: Array) -> tuple[Array, Array]:
    new = changes(groups, corpus.owners[order])
    repeats = np.diff(np.append(np.flatnonzero(new), len(new)))
    if not (repeats > OFTEN).any():
        return order, groups
    keep = np.repeat(repeats <= OFTEN, repeats)
    return order[keep], groups[keep]


# --- which pairs are looked at -------------------------------------------------------------------


def linked_runs(places: Array, links: Array) -> Runs:
    """Links of places in a row that lead to places in a row, as runs of words; `links` are rows."""
    rows = np.flatnonzero(links >= 0)
    return _runs(places[links[rows]].astype(np.int64), places[rows].astype(np.int64))


# A pair is looked at for so many equal words in the run and around it, of which some tell: most
# five equal words are stock phrases.
_LONG = 8
_AROUND = 14
_TELLING = 3 * FULL
GAP, DRIFT = 12, 12


def supported(corpus: Corpus, runs: Runs) -> Array:
    """Runs that may be part of a repeat, seen from their two documents only (as in BLAST)."""
    equal, told = _equal_around(corpus, runs)
    short = np.flatnonzero((equal < _LONG) & (told >= _TELLING // 2))
    beside, tells = _equal_beside(corpus, runs.take(short))
    equal[short] += beside
    told[short] += tells
    good: Array = (equal >= _LONG) & (told >= _TELLING)
    return good | _accompanied(corpus, runs)


def _equal_around(corpus: Corpus, runs: Runs) -> tuple[Array, Array]:
    """Equal words in the run and within 14 places of it, and what they tell."""
    equal, told = np.zeros(len(runs.a), np.int16), np.zeros(len(runs.a), np.int16)
    for start in range(0, len(runs.a), 200_000):
        part = slice(start, start + 200_000)
        a, b, lengths = (column[part] for column in runs)
        before, after = _room(corpus, a, b)
        before = np.minimum(before, _AROUND)
        # In a long run the first words say enough.
        after = np.minimum(after, np.minimum(lengths, 2 * _LONG) + _AROUND)
        for step in range(-_AROUND, 2 * _LONG + _AROUND):
            rows = np.flatnonzero((step >= -before) & (step < after))
            same = corpus.keys[a[rows] + step] == corpus.keys[b[rows] + step]
            rows = rows[same]
            equal[part][rows] += 1
            told[part][rows] += corpus.weights[a[rows] + step]
    return equal, told


_SHIFTS = (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5)


def _equal_beside(corpus: Corpus, runs: Runs) -> tuple[Array, Array]:
    """Equal words in twos before and after the run, where one side has up to five words more: the
    most at one shift on either side, and what they tell.
    """
    equal, told = np.zeros(len(runs.a), np.int16), np.zeros(len(runs.a), np.int16)
    owners = corpus.owners[runs.a], corpus.owners[runs.b]
    for sign in (1, -1):
        a, b = (runs.a + runs.lengths, runs.b + runs.lengths) if sign > 0 else (runs.a, runs.b)
        most, tells = np.zeros(len(a), np.int16), np.zeros(len(a), np.int16)
        for shift in _SHIFTS:
            found, of_them = _twos(corpus, owners, a, b + sign * shift, sign)
            better = found > most
            most[better], tells[better] = found[better], of_them[better]
        equal += most
        told += tells
    return equal, told


def _twos(
    corpus: Corpus, owners: tuple[Array, Array], a: Array, b: Array, sign: int
) -> tuple[Array, Array]:
    equal, told = np.zeros(len(a), np.int16), np.zeros(len(a), np.int16)
    left, right = owners
    low_a, high_a = corpus.first[left], corpus.last[left]
    low_b, high_b = corpus.first[right], corpus.last[right]
    before = np.zeros(len(a), np.bool_)
    for step in range(_AROUND):
        at, bt = (a + step, b + step) if sign > 0 else (a - 1 - step, b - 1 - step)
        inside = (at >= low_a) & (at < high_a) & (bt >= low_b) & (bt < high_b)
        same = np.zeros(len(a), np.bool_)
        same[inside] = corpus.keys[at[inside]] == corpus.keys[bt[inside]]
        both = np.flatnonzero(same & before)
        equal[both] += 1
        told[both] += corpus.weights[at[both]]
        before = same
    # n equal words in a row are n - 1 twos.
    return equal + (equal > 0), told


def _room(corpus: Corpus, a: Array, b: Array) -> tuple[Array, Array]:
    """Words from the nearer start of the two documents, and to the nearer end."""
    left, right = corpus.owners[a], corpus.owners[b]
    before = np.minimum(a - corpus.first[left], b - corpus.first[right])
    after = np.minimum(corpus.last[left] - a, corpus.last[right] - b)
    return before, after


def _accompanied(corpus: Corpus, runs: Runs) -> Array:
    """Runs with another one close by, of nearly the same distance."""
    a, b, lengths = runs
    order = np.lexsort((b, a, corpus.owners[b], corpus.owners[a]))
    a, b, lengths = a[order], b[order], lengths[order]
    near = np.zeros(len(a), np.bool_)
    for step in range(1, 4):
        ahead_a = a[step:] - (a + lengths)[:-step]
        ahead_b = b[step:] - (b + lengths)[:-step]
        close = (ahead_a <= GAP) & (abs(ahead_b) <= GAP + DRIFT) & (ahead_a >= -GRAM)
        close &= (abs(ahead_a - ahead_b) <= DRIFT) & (b[step:] > b[:-step]) & (a[step:] > a[:-step])
        for side in (a, b):
            close &= corpus.owners[side[step:]] == corpus.owners[side[:-step]]
        near[step:] |= close
        near[:-step] |= close
    accompanied = np.zeros(len(a), np.bool_)
    accompanied[order] = near
    return accompanied


def examined_pairs(corpus: Corpus, grams: Grams) -> tuple[Array, Array]:
    """Pairs of documents with a supported run, the one of the lower rank first, in order of it.

    A document stands in a pair with itself where it repeats itself.
    """
    found = [np.empty(0, np.int64)]
    size = len(corpus.names)
    for links in (grams.hubs, grams.previous):
        runs = linked_runs(grams.places, links)
        owners = corpus.owners[runs.a].astype(np.int64), corpus.owners[runs.b].astype(np.int64)
        pairs = corpus.ranks[owners[0]].astype(np.int64) * size + corpus.ranks[owners[1]]
        # One long run is enough: only pairs without are looked at more closely.
        long = np.flatnonzero(runs.lengths >= _LONG)
        known = distinct(pairs[long[_equal_around(corpus, runs.take(long))[1] >= _TELLING]])
        rest = np.flatnonzero(~among(pairs, known))
        found += [known, pairs[rest[supported(corpus, runs.take(rest))]]]
    pairs = distinct(np.concatenate(found))
    by_rank = np.argsort(corpus.ranks)
    return by_rank[pairs // max(size, 1)], by_rank[pairs % max(size, 1)]


# --- all that a pair shares ----------------------------------------------------------------------

# Seeds worked on at once, to keep the arrays in between small.
_BLOCK = 1_000_000


class Seeds:
    """Finds all runs of five and more equal words that a pair of documents shares."""

    def __init__(self, corpus: Corpus, grams: Grams) -> None:
        self._corpus = corpus
        self._grams = grams
        self._starts = np.searchsorted(grams.places, corpus.first)
        self._ends = np.searchsorted(grams.places, corpus.last)
        self._later = np.full(len(grams.places), -1, np.int32)
        again = np.flatnonzero(grams.previous >= 0)
        self._later[grams.previous[again]] = again
        # The row in which the first document of a pair has a gram; -1 elsewhere.
        self._table = np.full(int(grams.groups.max(initial=-1)) + 1, -1, np.int32)

    def blocks(self, left: Array, right: Array) -> Iterator[tuple[int, int, Runs]]:
        """Pairs from one number to another, and their runs; the pairs are sorted by `left`."""
        parts: list[Runs] = []
        done = size = 0
        for head, after in zip(*groups_of(left), strict=True):
            found = list(self._of_document(int(left[head]), right[head:after]))
            parts += found
            size += sum(len(part.a) for part in found)
            if size >= _BLOCK or after - done >= _BLOCK // 10:
                yield done, int(after), joined_runs(parts)
                parts, done, size = [], int(after), 0
        if done < len(left):
            yield done, len(left), joined_runs(parts)

    def _of_document(self, document: int, others: Array) -> Iterator[Runs]:
        mine = np.arange(self._starts[document], self._ends[document])
        if (others == document).any():
            again = mine[self._grams.previous[mine] >= 0]
            yield _runs(*self._at(self._grams.previous[again], again))
            others = others[others != document]
        if not len(others):
            return
        groups, previous = self._grams.groups, self._grams.previous
        first = mine[previous[mine] < 0]
        self._table[groups[first]] = first
        starts = self._starts[others]
        b = ranges(starts, self._ends[others] - starts)
        a = self._table[groups[b]].astype(np.int64)
        self._table[groups[first]] = -1
        hit = a >= 0
        a, b = a[hit], b[hit]
        self._count_on(a, b)
        yield _runs(*self._at(a, b))
        # What the first document has more often is linked to the last in the other.
        a, b = (side[self._later[b] < 0] for side in (a, b))
        while len(a):
            a = self._later[a].astype(np.int64)
            a, b = a[a >= 0], b[a >= 0]
            yield _sorted_runs(*self._at(a, b))

    def _at(self, a: Array, b: Array) -> tuple[Array, Array]:
        places = self._grams.places
        return places[a].astype(np.int64), places[b].astype(np.int64)

    def _count_on(self, a: Array, b: Array) -> None:
        """From the first occurrence in the first document on to the one with the number that b has
        in its own, or to the last.
        """
        before = self._grams.previous[b]
        rows = np.flatnonzero(before >= 0)
        before = before[rows]
        while len(rows):
            later = self._later[a[rows]]
            further = later >= 0
            a[rows[further]] = later[further]
            before = self._grams.previous[before]
            rows, before = rows[before >= 0], before[before >= 0]


def _runs(a: Array, b: Array) -> Runs:
    new = np.ones(len(a), np.bool_)
    new[1:] = (b[1:] != b[:-1] + 1) | (a[1:] != a[:-1] + 1)
    heads = np.flatnonzero(new)
    return Runs(a[heads], b[heads], np.diff(np.append(heads, len(a))) + GRAM - 1)


def _sorted_runs(a: Array, b: Array) -> Runs:
    order = np.lexsort((b, b - a))
    return _runs(a[order], b[order])
