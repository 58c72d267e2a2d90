"""Matches: two stretches of words aligned with one another, as rows of arrays."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pullquote.duplicates.words.arrays import changes, groups_of, ranges, sums
from pullquote.duplicates.words.corpus import Corpus
from pullquote.text.token_arrays import Array

# Places are below this: a match's number and a place fit into one number.
_BITS = 34


@dataclass(frozen=True, slots=True)
class Matches:
    """Row m: the words from gap a to a_end answer to those from b to b_end.

    Its parts are the rows first[m] to first[m + 1] of `part_a`, `part_b` and `lengths`: stretches
    of so many words each of which answers to the one as far into the other side, equal or not; in
    order, without overlap. Between two parts one side has words more. `equal` counts the equal
    words of a part.
    """

    a: Array
    a_end: Array
    b: Array
    b_end: Array
    first: Array
    part_a: Array
    part_b: Array
    lengths: Array
    equal: Array

    def __len__(self) -> int:
        return len(self.a)

    @property
    def parts(self) -> Array:
        """How many each match has."""
        return np.diff(self.first)

    @property
    def equal_words(self) -> Array:
        return sums(self.equal, self.parts)

    @property
    def words(self) -> Array:
        """Those of the shorter side."""
        words: Array = np.minimum(self.a_end - self.a, self.b_end - self.b)
        return words

    @property
    def similarity(self) -> Array:
        """The share of equal words among those of both sides."""
        both = self.a_end - self.a + self.b_end - self.b
        share: Array = 2 * self.equal_words / np.maximum(both, 1)
        return share

    def take(self, rows: Array) -> "Matches":
        """Some rows, by number or by a mask."""
        if rows.dtype == np.bool_:
            rows = np.flatnonzero(rows)
        counts = self.parts[rows]
        at = ranges(self.first[rows], counts)
        return Matches(
            a=self.a[rows],
            a_end=self.a_end[rows],
            b=self.b[rows],
            b_end=self.b_end[rows],
            first=np.append(0, np.cumsum(counts)),
            part_a=self.part_a[at],
            part_b=self.part_b[at],
            lengths=self.lengths[at],
            equal=self.equal[at],
        )

    def turned(self) -> "Matches":
        """With the sides exchanged."""
        return replace(
            self,
            a=self.b,
            a_end=self.b_end,
            b=self.a,
            b_end=self.a_end,
            part_a=self.part_b,
            part_b=self.part_a,
        )

    def owners(self) -> Array:
        """The match of each part."""
        return np.repeat(np.arange(len(self)), self.parts)

    def images(self, rows: Array, gaps: Array) -> tuple[Array, Array]:
        """The gaps on side b that answer to gaps on side a of these matches.

        The first is for what ends there, the second for what starts; they differ where side b has
        words more. Between two parts they are in proportion.
        """
        keys = (self.owners() << _BITS) | self.part_a
        wanted = (rows << _BITS) | gaps
        ends = self._image(rows, gaps, np.searchsorted(keys, wanted, "left"))
        starts = self._image(rows, gaps, np.searchsorted(keys, wanted, "right"))
        return ends, starts

    def _image(self, rows: Array, gaps: Array, after: Array) -> Array:
        before = after - 1
        none = after <= self.first[rows]
        left_a = np.where(none, self.a[rows], _at(self.part_a, before))
        left_b = np.where(none, self.b[rows], _at(self.part_b, before))
        length = np.where(none, 0, _at(self.lengths, before))
        last = after >= self.first[rows + 1]
        right_a = np.where(last, self.a_end[rows], _at(self.part_a, after))
        right_b = np.where(last, self.b_end[rows], _at(self.part_b, after))
        past = gaps - left_a - length
        share = past / np.maximum(right_a - left_a - length, 1)
        over = left_b + length + np.rint(share * (right_b - left_b - length)).astype(np.int64)
        found: Array = np.where(past <= 0, left_b + gaps - left_a, over)
        return found


def _at(column: Array, rows: Array) -> Array:
    """Entries by number; any one where the number is out of bounds."""
    if not len(column):
        return np.zeros(len(rows), np.int64)
    found: Array = column[np.clip(rows, 0, len(column) - 1)]
    return found


def equal_words_between(
    corpus: Corpus, matches: Matches, rows: Array, starts: Array, ends: Array
) -> Array:
    """How many equal words each of these matches has between two gaps on side a."""
    keys = (matches.owners() << _BITS) | matches.part_a
    first = np.maximum(
        np.searchsorted(keys, (rows << _BITS) | starts, "right") - 1, matches.first[rows]
    )
    counts = np.maximum(np.searchsorted(keys, (rows << _BITS) | ends) - first, 0)
    at, of = ranges(first, counts), np.repeat(np.arange(len(rows)), counts)
    low = np.maximum(matches.part_a[at], starts[of])
    lengths = np.minimum(matches.part_a[at] + matches.lengths[at], ends[of]) - low
    lengths = np.maximum(lengths, 0)
    # Word by word only where not all are equal.
    mixed = np.flatnonzero(matches.equal[at] < matches.lengths[at])
    low, few = low[mixed], lengths[mixed]
    other = low + (matches.part_b - matches.part_a)[at[mixed]]
    lengths[mixed] = _equal_words(corpus.keys, low, other, few)
    return sums(lengths, counts)


# Words compared at once, to keep the arrays in between small.
_WORDS_AT_ONCE = 1 << 20


def _equal_words(keys: Array, a: Array, b: Array, lengths: Array) -> Array:
    """How many of the words from a on equal those from b on, in so many."""
    running = np.append(0, np.cumsum(lengths))
    found = np.zeros(len(lengths), np.int64)
    start = 0
    while start < len(lengths):
        full = int(np.searchsorted(running, running[start] + _WORDS_AT_ONCE))
        part = slice(start, max(full, start + 1))
        few = lengths[part]
        found[part] = sums(keys[ranges(a[part], few)] == keys[ranges(b[part], few)], few)
        start = part.stop
    return found


def with_parts(
    corpus: Corpus, ends: Sequence[Array], rows: Array, parts: Sequence[Array]
) -> Matches:
    """Matches between the gaps a, a_end, b, b_end, each with a part; `rows` are those of the parts.

    Parts are cut to the ends of their match and put in order; neighbours at one distance become
    one part, with the words between them. Equal words are counted here.
    """
    a, a_end, b, b_end = ends
    part_a, part_b, lengths = parts
    skip = np.maximum(np.maximum(a[rows] - part_a, b[rows] - part_b), 0)
    after = np.minimum(np.minimum(a_end[rows] - part_a, b_end[rows] - part_b), lengths)
    real = np.flatnonzero(after > skip)
    rows, part_a, part_b = rows[real], (part_a + skip)[real], (part_b + skip)[real]
    lengths = (after - skip)[real]
    order = np.lexsort((part_a, rows))
    rows, part_a, part_b, lengths = (x[order] for x in (rows, part_a, part_b, lengths))
    heads, ends_of_heads = groups_of(rows, part_b - part_a)
    last = ends_of_heads - 1
    lengths = (part_a + lengths)[last] - part_a[heads]
    rows, part_a, part_b = rows[heads], part_a[heads], part_b[heads]
    first = np.append(0, np.cumsum(np.bincount(rows, minlength=len(a))))
    equal = _equal_words(corpus.keys, part_a, part_b, lengths)
    return Matches(a, a_end, b, b_end, first, part_a, part_b, lengths, equal)


def of_equal_words(a: Array, b: Array, lengths: Array) -> Matches:
    """Each of one part, all words of it equal."""
    first = np.arange(len(a) + 1)
    return Matches(a, a + lengths, b, b + lengths, first, a, b, lengths, lengths)


def joined(found: Sequence[Matches]) -> Matches:
    found = [of_equal_words(*(np.empty(0, np.int64) for _ in range(3))), *found]

    def column(name: str) -> Array:
        return np.concatenate([getattr(one, name) for one in found])

    columns = {
        name: column(name)
        for name in ("a", "a_end", "b", "b_end", "part_a", "part_b", "lengths", "equal")
    }
    sizes = np.concatenate([one.parts for one in found])
    return Matches(first=np.append(0, np.cumsum(sizes)), **columns)


def uncovered(corpus: Corpus, matches: Matches) -> Array:
    """A mask of those that no other one of their pair of documents covers on both sides."""
    left, right = corpus.owners[matches.a], corpus.owners[matches.b]
    order = np.lexsort((matches.b, -matches.a_end, matches.a, right, left))
    new = changes(left[order], right[order])
    several = np.flatnonzero(~(new & np.append(new[1:], True)))
    kept = np.ones(len(matches), np.bool_)
    a_end, b, b_end = (column[order] for column in (matches.a_end, matches.b, matches.b_end))
    pair = np.cumsum(new)
    # Sorted by start, the longer first: what covers a match stands before it. How far before is
    # bounded: of matches that overlap so often one alone matters.
    for step in range(1, _LOOKED_AT):
        late = several[several >= step]
        early = late - step
        covered = (pair[early] == pair[late]) & (a_end[early] >= a_end[late])
        covered &= (b[early] <= b[late]) & (b_end[early] >= b_end[late])
        kept[order[late[covered]]] = False
    return kept


_LOOKED_AT = 24
