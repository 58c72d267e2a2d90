"""Sentences that say much the same in other words: found by a few telling words in a row."""

import numpy as np
from rapidfuzz.distance import LCSseq

from pullquote.duplicates.matches.grams import Runs
from pullquote.duplicates.matches.matches import Matches, joined
from pullquote.duplicates.matches.pairs import pair_codes
from pullquote.duplicates.matches.quotes import matches_of_rows
from pullquote.duplicates.words.arrays import ranges, sums
from pullquote.duplicates.words.boundaries import Boundaries
from pullquote.duplicates.words.corpus import Corpus
from pullquote.duplicates.words.weights import FULL
from pullquote.text.token_arrays import Array

# What the words in a row tell at least, and the equal words of both sentences.
_IN_RUN, _TELLING = 3 * FULL, 4 * FULL
_EQUAL, _ALIKE = 8, 0.4
# Words on either side in which a sentence ends.
_REACH = 32


def sentence_matches(corpus: Corpus, boundaries: Boundaries, runs: Runs, found: Matches) -> Matches:
    """Of runs of which nothing that was found takes in any, the sentences around: weak ones."""
    told = sums(corpus.weights[ranges(runs.a, runs.lengths)], runs.lengths)
    rows = np.flatnonzero((told >= _IN_RUN) & ~_taken_in(corpus, runs, found))
    runs = runs.take(rows)
    a, a_end = _sentence(boundaries, runs.a, runs.a + runs.lengths)
    b, b_end = _sentence(boundaries, runs.b, runs.b + runs.lengths)
    real = (a >= 0) & (b >= 0) & (a_end >= 0) & (b_end >= 0)
    ends = np.unique(np.stack([a, a_end, b, b_end], axis=1)[real], axis=0)
    # In one document not with itself.
    ends = ends[(ends[:, 1] <= ends[:, 2]) | (ends[:, 3] <= ends[:, 0])]
    kept = []
    for row in ends.tolist():
        equal = _equal_runs(corpus.keys, *row)
        count = sum(length for *_, length in equal)
        words = row[1] - row[0] + row[3] - row[2]
        if count >= _EQUAL and 2 * count >= _ALIKE * words and _tells(corpus, equal):
            kept.append((*row, equal))
    return joined([matches_of_rows(corpus, kept)])


def _equal_runs(keys: Array, a: int, a_end: int, b: int, b_end: int) -> list[tuple[int, int, int]]:
    """As many equal words as there can be in the same order."""
    edits = LCSseq.editops(keys[a:a_end].tolist(), keys[b:b_end].tolist())
    blocks = edits.as_matching_blocks()
    return [(a + block.a, b + block.b, block.size) for block in blocks if block.size]


def _tells(corpus: Corpus, equal: list[tuple[int, int, int]]) -> bool:
    told = {
        int(corpus.keys[place]): int(corpus.weights[place])
        for a, _, length in equal
        for place in range(a, a + length)
    }
    return sum(told.values()) >= _TELLING


def _taken_in(corpus: Corpus, runs: Runs, found: Matches) -> Array:
    """A mask of the runs whose first word lies on side a of a match of their two documents."""
    if not len(found):
        return np.zeros(len(runs.a), np.bool_)
    codes = pair_codes(corpus, found)
    order = np.lexsort((found.a, codes))
    size = len(corpus.names)
    wanted = corpus.owners[runs.a].astype(np.int64) * size + corpus.owners[runs.b]
    _, numbers = np.unique(np.append(codes, wanted), return_inverse=True)
    theirs, mine = numbers[: len(codes)][order], numbers[len(codes) :]
    keys = (theirs << _BITS) | found.a[order]
    last = np.searchsorted(keys, (mine << _BITS) | runs.a, "right") - 1
    inside = np.zeros(len(runs.a), np.bool_)
    for step in range(3):
        at = np.maximum(last - step, 0)
        inside |= (
            (theirs[at] == mine)
            & (found.a[order][at] <= runs.a)
            & (runs.a < found.a_end[order][at])
        )
    return inside


_BITS = 34


def _sentence(boundaries: Boundaries, starts: Array, ends: Array) -> tuple[Array, Array]:
    """The gaps around the sentence in which these words stand; -1 where they are too far away."""
    before = boundaries.at(starts, _REACH, quotations=False)[:, _REACH::-1]
    after = boundaries.at(ends, _REACH, quotations=False)[:, _REACH:]
    first = np.where(before.any(1), starts - before.argmax(1), -1)
    last = np.where(after.any(1), ends + after.argmax(1), -1)
    return first, last
