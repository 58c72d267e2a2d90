"""Words that are so great a part of their document that they tell nothing in it."""

import numpy as np

from pullquote.duplicates.words.arrays import groups_of, ranges
from pullquote.duplicates.words.corpus import Corpus
from pullquote.duplicates.words.weights import FULL
from pullquote.text.token_arrays import Array

# What comes back in one document more often than this is its vocabulary.
OFTEN = 64
# A word that is more than one in so many of its document tells nothing in it: five in a row of some
# thirty different words come back by chance.
_COMMON = 32


def commonplace(corpus: Corpus, documents: Array) -> Array:
    """A mask of such words by place, in the documents of this mask."""
    found = np.zeros(len(corpus), np.bool_)
    numbers = np.flatnonzero(documents)
    for at in range(0, len(numbers), _TOGETHER):
        for document in _doubtful(corpus, numbers[at : at + _TOGETHER]).tolist():
            start, end = corpus.bounds(document)
            keys = corpus.keys[start:end]
            ordered = np.sort(keys[corpus.weights[start:end] == FULL])
            heads, ends = groups_of(ordered)
            common = ordered[heads[ends - heads > max(OFTEN, (end - start) // _COMMON)]]
            if len(common):
                found[start:end] = np.isin(keys, common)
    return found


# Documents looked at together, and bins that the words of each are put into.
_TOGETHER, _BINS = 1000, 64


def _doubtful(corpus: Corpus, numbers: Array) -> Array:
    """Those of these documents that may have such a word: one of their bins is full enough."""
    sizes = corpus.last[numbers] - corpus.first[numbers]
    places = ranges(corpus.first[numbers], sizes)
    bins = np.repeat(np.arange(len(numbers)) * _BINS, sizes)
    bins += (corpus.keys[places] >> np.uint64(58)).astype(np.int64)
    told = np.bincount(bins, corpus.weights[places] == FULL, minlength=len(numbers) * _BINS)
    most = told.reshape(-1, _BINS).max(1, initial=0)
    doubtful: Array = numbers[most > np.maximum(OFTEN, sizes // _COMMON)]
    return doubtful
