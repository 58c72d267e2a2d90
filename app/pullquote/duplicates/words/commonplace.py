"""Words that are so great a part of their document that they tell nothing in it."""

import numpy as np

from pullquote.duplicates.words.arrays import groups_of
from pullquote.duplicates.words.corpus import Corpus
from pullquote.duplicates.words.weights import FULL
from pullquote.text.tokens import Array

# What comes back in one document more often than this is its vocabulary.
OFTEN = 64
# A word that is more than one in so many of a document of so many words tells nothing in it: five
# in a row of some thirty different words come back by chance.
_COMMON, _LONG = 32, 1024


def commonplace(corpus: Corpus, documents: Array) -> Array:
    """A mask of such words by place, in the documents of this mask."""
    found = np.zeros(len(corpus), np.bool_)
    sizes = corpus.last - corpus.first
    for document in np.flatnonzero(documents & (sizes >= _LONG)).tolist():
        start, end = corpus.bounds(document)
        keys = corpus.keys[start:end]
        ordered = np.sort(keys[corpus.weights[start:end] == FULL])
        heads, ends = groups_of(ordered)
        common = ordered[heads[ends - heads > max(OFTEN, (end - start) // _COMMON)]]
        if len(common):
            found[start:end] = np.isin(keys, common)
    return found
