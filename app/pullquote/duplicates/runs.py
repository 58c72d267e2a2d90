"""Runs of equal words: where five or more words in a row stand twice."""

import numpy as np

from pullquote.duplicates.corpus import Corpus
from pullquote.duplicates.links import links
from pullquote.text.tokens import Array

GRAM = 5
# A text that repeats itself at less than this distance is a stutter, not a repeat.
STUTTER = 8
# Words that come back in one document more often than this are its vocabulary.
OFTEN = 64


def word_runs(corpus: Corpus) -> Array:
    """Rows (a, b, length) of maximal runs, a < b places, that may be part of a repeat.

    A short run counts only with enough equal words around it (as in BLAST): most five equal words
    are stock phrases.
    """
    first, second = _equal_grams(corpus)
    bits = np.uint64(max(len(corpus), 1).bit_length())
    # The distance above, the place below: sorted, the grams of one run are numbers in a row.
    packed = ((second - first).astype(np.uint64) << bits) | first.astype(np.uint64)
    packed.sort()
    starts = np.flatnonzero(np.append(True, np.diff(packed) != 1)[: len(packed)])
    lengths = np.diff(np.append(starts, len(packed))) + GRAM - 1
    a = (packed[starts] & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    b = a + (packed[starts] >> bits).astype(np.int64)
    found = np.stack([a, b, lengths], axis=1)
    found = found[(b - a >= STUTTER)]
    return found[_supported(corpus, found)]


def _equal_grams(corpus: Corpus) -> tuple[Array, Array]:
    count = max(len(corpus) - GRAM + 1, 0)
    grams = np.zeros(count, np.uint64)
    for step in range(GRAM):
        grams += corpus.keys[step : step + count] * np.uint64(_FACTORS[step])
    places = np.flatnonzero(_whole(corpus, count) & ~_stutters(grams))
    documents = corpus.documents(places)
    first, second = links(grams[places], documents, most_in_one=OFTEN)
    return places[first], places[second]


_FACTORS = tuple(pow(0xD1342543DE82EF95, step, 1 << 64) for step in range(GRAM))


def _whole(corpus: Corpus, count: int) -> Array:
    """Grams that do not reach over the end of a document."""
    whole = np.ones(count + GRAM, np.bool_)
    for step in range(GRAM):
        whole[np.maximum(corpus.last - step, 0)] = False
    return whole[:count]


def _stutters(grams: Array) -> Array:
    stutters = np.zeros(len(grams), np.bool_)
    for step in range(1, STUTTER):
        same = grams[step:] == grams[:-step]
        stutters[step:] |= same
        stutters[:-step] |= same
    return stutters


# --- which runs count ----------------------------------------------------------------------------

_LONG = 8
_AROUND = 14


def _supported(corpus: Corpus, found: Array) -> Array:
    supported = found[:, 2] >= _LONG
    short = np.flatnonzero(~supported)
    supported[short] = _equal_around(corpus, found[short]) >= _LONG
    return supported | _accompanied(corpus, found)


def _equal_around(corpus: Corpus, found: Array) -> Array:
    """Equal words in the run and within 14 places of it, at the same distance."""
    a, b, length = found.T
    equal: Array = length.copy()
    last = len(corpus) - 1
    for step in range(1, _AROUND + 1):
        before_a, before_b = np.maximum(a - step, 0), np.maximum(b - step, 0)
        after_a, after_b = a + length + step - 1, b + length + step - 1
        equal += (corpus.keys[before_a] == corpus.keys[before_b]) & (a >= step)
        equal += corpus.keys[np.minimum(after_a, last)] == corpus.keys[np.minimum(after_b, last)]
    return equal


GAP = 12
DRIFT = 8


def _accompanied(corpus: Corpus, found: Array) -> Array:
    """Runs with another one close by, of nearly the same distance."""
    a, b, length = found.T
    order = np.lexsort((a, corpus.documents(b), corpus.documents(a)))
    a, b, length = a[order], b[order], length[order]
    near = np.zeros(len(found), np.bool_)
    for step in range(1, 4):
        ahead_a = a[step:] - (a + length)[:-step]
        ahead_b = b[step:] - (b + length)[:-step]
        close = (ahead_a <= GAP) & (abs(ahead_b) <= GAP + DRIFT)
        close &= (abs(ahead_a - ahead_b) <= DRIFT) & (b[step:] > b[:-step]) & (a[step:] > a[:-step])
        close &= ahead_a >= -GRAM
        near[step:] |= close
        near[:-step] |= close
    accompanied = np.zeros(len(found), np.bool_)
    accompanied[order] = near
    return accompanied
