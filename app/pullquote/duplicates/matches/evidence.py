"""Everything that shows that words stand twice: matches of words, lines and quotations."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from pullquote.duplicates.matches.ends import with_moved_ends
from pullquote.duplicates.matches.grams import Seeds, examined_pairs, shared_grams
from pullquote.duplicates.matches.growth import grown_matches
from pullquote.duplicates.matches.lines import line_matches
from pullquote.duplicates.matches.matches import Matches, joined, uncovered
from pullquote.duplicates.matches.quotes import quotations, quote_matches
from pullquote.duplicates.matches.strength import strong
from pullquote.duplicates.words.boundaries import Boundaries
from pullquote.duplicates.words.corpus import Corpus
from pullquote.text.tokens import Array


class Found(NamedTuple):
    """Matches of words that are repeats, those that are too weak, and those of lines and
    quotations, whose ends are fixed.
    """

    loose: Matches
    weak: Matches
    exact: Matches


def all_matches(
    corpus: Corpus, boundaries: Boundaries, progress: Callable[[int, int], None]
) -> Found:
    loose, weak = word_matches(corpus, boundaries, progress)
    exact = joined([line_matches(corpus), quote_matches(corpus, quotations(corpus, boundaries))])
    return Found(loose, weak, exact.take(~covered(corpus, exact, loose)))


def word_matches(
    corpus: Corpus, boundaries: Boundaries, progress: Callable[[int, int], None]
) -> tuple[Matches, Matches]:
    """The strong and the weak ones of all pairs of documents that are worth a look."""
    grams = shared_grams(corpus)
    left, right = examined_pairs(corpus, grams)
    loose, weak = [], []
    for _, done, runs in Seeds(corpus, grams).blocks(left, right):
        found = grown_matches(corpus, runs)
        near = found.words >= _SNAPPED
        near |= corpus.owners[found.a] == corpus.owners[found.b]
        moved = with_moved_ends(corpus, boundaries, found.take(near))
        moved = moved.take(uncovered(corpus, moved))
        good = strong(corpus, moved)
        loose.append(moved.take(good))
        weak += [moved.take(~good), found.take(~near)]
        progress(done, len(left))
    return joined(loose), joined(weak)


# Matches of different documents with fewer words stay weak, wherever their ends are.
_SNAPPED = 10


def covered(corpus: Corpus, matches: Matches, others: Matches) -> Array:
    """A mask of the matches that one of the others, of the same two documents, covers."""
    found = np.zeros(len(matches), np.bool_)
    if not len(others):
        return found
    size = len(corpus.names)

    def pair(some: Matches) -> Array:
        left, right = corpus.owners[some.a].astype(np.int64), corpus.owners[some.b]
        return left * size + right

    _, inverse = np.unique(np.concatenate([pair(others), pair(matches)]), return_inverse=True)
    theirs, mine = inverse[: len(others)], inverse[len(others) :]
    order = np.lexsort((others.a_end, others.a, theirs))
    keys = (theirs[order] << _BITS) | others.a[order]
    last = np.searchsorted(keys, (mine << _BITS) | matches.a, "right") - 1
    for step in range(_BEFORE):
        at = last - step
        other = order[np.maximum(at, 0)]
        covers = (at >= 0) & (theirs[other] == mine) & (others.a_end[other] >= matches.a_end)
        covers &= (others.b[other] <= matches.b) & (others.b_end[other] >= matches.b_end)
        found |= covers
    return found


_BITS = 34
# Strong matches of two documents hardly overlap: what covers another is among the last before it.
_BEFORE = 4
