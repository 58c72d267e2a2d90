"""Matches kept by pairs of documents, so that a pair is grown once."""

from typing import NamedTuple

import numpy as np

from pullquote.duplicates.matches.matches import Matches, joined, of_equal_words
from pullquote.duplicates.words.arrays import ranges
from pullquote.duplicates.words.corpus import Corpus
from pullquote.text.token_arrays import Array

_HEAD, _PART = 5, 4


class PairMatches(NamedTuple):
    """Pairs of documents that were looked at, and what they share; none twice.

    The document of the lower rank is on the left; one that repeats itself stands on both sides.
    """

    left: Array
    right: Array
    strong: Matches
    weak: Matches

    def codes(self, size: int) -> Array:
        """A number for each pair of `size` documents."""
        found: Array = self.left.astype(np.int64) * size + self.right
        return found


def no_pairs() -> PairMatches:
    """Nothing known of any two documents."""
    none = np.empty(0, np.int64)
    empty = of_equal_words(none, none, none)
    return PairMatches(none, none, empty, empty)


def pair_codes(corpus: Corpus, matches: Matches) -> Array:
    """Of each match the number of its pair of documents, as `PairMatches.codes` has it."""
    left, right = corpus.owners[matches.a].astype(np.int64), corpus.owners[matches.b]
    found: Array = left * len(corpus.names) + right
    return found


class PackedPair(NamedTuple):
    """Matches of two documents, their gaps counted from the starts of these; see `pack`."""

    left: int
    right: int
    strong: int
    weak: int
    spans: bytes


def pack(corpus: Corpus, pairs: PairMatches) -> list[PackedPair]:
    """In 32-bit numbers: five for each match (its ends and how many parts it has), the strong ones
    first, then four for each part.
    """
    size = len(corpus.names)
    both = joined([pairs.strong, pairs.weak])
    is_weak = np.repeat([False, True], [len(pairs.strong), len(pairs.weak)])
    codes = pair_codes(corpus, both)
    order = np.lexsort((both.b, both.a, is_weak, codes))
    both, is_weak, codes = both.take(order), is_weak[order], codes[order]
    left, right = corpus.first[corpus.owners[both.a]], corpus.first[corpus.owners[both.b]]
    ends = (both.a - left, both.a_end - left, both.b - right, both.b_end - right)
    heads = np.stack([*ends, both.parts], axis=1).astype("<i4")
    owner = both.owners()
    columns = (both.part_a - left[owner], both.part_b - right[owner], both.lengths, both.equal)
    parts = np.stack(columns, axis=1).astype("<i4")
    wanted = pairs.codes(size)
    first = np.searchsorted(codes, wanted)
    after = np.searchsorted(codes, wanted, "right")
    weak_before = np.append(0, np.cumsum(is_weak))
    weak = weak_before[after] - weak_before[first]
    rows = zip(
        pairs.left.tolist(), pairs.right.tolist(), (after - first - weak).tolist(), weak.tolist(),
        first.tolist(), after.tolist(), both.first[first].tolist(), both.first[after].tolist(),
        strict=True,
    )  # fmt: skip
    return [
        PackedPair(a, b, n, m, heads[low:high].tobytes() + parts[start:end].tobytes())
        for a, b, n, m, low, high, start, end in rows
    ]


def unpack(corpus: Corpus, rows: list[PackedPair]) -> PairMatches:
    """Raises ValueError where the numbers do not fit together."""
    left = np.array([row.left for row in rows], np.int64)
    right = np.array([row.right for row in rows], np.int64)
    strong = np.array([row.strong for row in rows], np.int64)
    counts = strong + np.array([row.weak for row in rows], np.int64)
    values = np.frombuffer(b"".join(row.spans for row in rows), "<i4").astype(np.int64)
    sizes = np.array([len(row.spans) // 4 for row in rows], np.int64)
    starts = np.cumsum(sizes) - sizes
    if (sizes < _HEAD * counts).any() or ((sizes - _HEAD * counts) % _PART).any():
        raise ValueError("damaged")
    heads = values[ranges(starts, _HEAD * counts)].reshape(-1, _HEAD)
    parts = values[ranges(starts + _HEAD * counts, sizes - _HEAD * counts)].reshape(-1, _PART)
    if heads[:, 4].sum() != len(parts):
        raise ValueError("damaged")
    a = np.repeat(corpus.first[left], counts)
    b = np.repeat(corpus.first[right], counts)
    owner = np.repeat(np.arange(len(heads)), heads[:, 4])
    found = Matches(
        a=heads[:, 0] + a,
        a_end=heads[:, 1] + a,
        b=heads[:, 2] + b,
        b_end=heads[:, 3] + b,
        first=np.append(0, np.cumsum(heads[:, 4])),
        part_a=parts[:, 0] + a[owner],
        part_b=parts[:, 1] + b[owner],
        lengths=parts[:, 2],
        equal=parts[:, 3],
    )
    number = ranges(np.zeros(len(rows), np.int64), counts)
    is_strong = number < np.repeat(strong, counts)
    return PairMatches(left, right, found.take(is_strong), found.take(~is_strong))
