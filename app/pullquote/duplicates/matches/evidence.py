"""Everything that shows that words stand twice: matches of words, lines and quotations."""

from collections.abc import Callable, Sequence

import numpy as np

from pullquote.duplicates.matches.ends import with_moved_ends
from pullquote.duplicates.matches.grams import (
    Grams,
    Seeds,
    examined_pairs,
    grams_of_changed,
    shared_grams,
)
from pullquote.duplicates.matches.growth import grown_matches
from pullquote.duplicates.matches.links import CorpusChange
from pullquote.duplicates.matches.matches import Matches, joined, uncovered
from pullquote.duplicates.matches.pairs import PairMatches, no_pairs, pair_codes
from pullquote.duplicates.matches.sentences import sentence_matches
from pullquote.duplicates.matches.strength import strong
from pullquote.duplicates.words.arrays import among
from pullquote.duplicates.words.boundaries import Boundaries
from pullquote.duplicates.words.corpus import Corpus
from pullquote.text.token_arrays import Array

Tell = Callable[[int, int], None]
Pairs = tuple[Array, Array]


def word_matches(
    corpus: Corpus,
    boundaries: Boundaries,
    progress: Tell,
    *,
    packed: Array | None = None,
    known: PairMatches | None = None,
) -> PairMatches:
    """The strong and the weak ones of all pairs of documents that are worth a look.

    What is `known` of a pair is not looked for again; of pairs that are not worth a look any more,
    nothing is kept. `packed` are all grams, as `grams.packed_grams` gives them.
    """
    grams = shared_grams(corpus, packed)
    left, right = examined_pairs(corpus, grams)
    size = len(corpus.names)
    codes = left.astype(np.int64) * size + right
    known = _kept(corpus, known or no_pairs(), codes)
    new = np.flatnonzero(~among(codes, known.codes(size)))
    found = _grown(corpus, boundaries, grams, (left[new], right[new]), progress)
    strong_ones, weak = joined([known.strong, found.strong]), joined([known.weak, found.weak])
    return PairMatches(left, right, strong_ones, weak)


def new_word_matches(
    corpus: Corpus,
    boundaries: Boundaries,
    progress: Tell,
    change: CorpusChange,
    packed: Sequence[Array],
    known: Pairs,
) -> tuple[Array, PairMatches]:
    """A mask of the `known` pairs that are still worth a look, and the pairs that became so.

    `packed` as in `grams.grams_of_changed`.
    """
    relinked, grams = grams_of_changed(corpus, packed, change)
    left, right = examined_pairs(corpus, grams)
    told = relinked[right]
    left, right = left[told], right[told]
    size = len(corpus.names)
    codes, known_codes = left * size + right, known[0].astype(np.int64) * size + known[1]
    stay = change.after[known[0]] & change.after[known[1]]
    stay &= ~relinked[known[1]] | among(known_codes, codes)
    new = np.flatnonzero(~among(codes, known_codes[stay]))
    pairs = left[new], right[new]
    return stay, _grown(corpus, boundaries, grams, pairs, progress)


def _grown(
    corpus: Corpus, boundaries: Boundaries, grams: Grams, pairs: Pairs, progress: Tell
) -> PairMatches:
    strong_ones, weak = [], []
    blocks = Seeds(corpus, grams).blocks(*pairs) if len(pairs[0]) else ()
    for _, done, runs in blocks:
        found = grown_matches(corpus, runs)
        near = found.words >= _SNAPPED
        near |= corpus.owners[found.a] == corpus.owners[found.b]
        moved = with_moved_ends(corpus, boundaries, found.take(near))
        moved = moved.take(uncovered(corpus, moved))
        good = strong(corpus, moved)
        strong_ones.append(moved.take(good))
        few = found.take(~near)
        weak += [moved.take(~good), few]
        weak.append(sentence_matches(corpus, boundaries, runs, joined([moved, few])))
        progress(done, len(pairs[0]))
    return PairMatches(*pairs, joined(strong_ones), joined(weak))


def _kept(corpus: Corpus, known: PairMatches, codes: Array) -> PairMatches:
    stay = among(known.codes(len(corpus.names)), codes)
    strong_ones, weak = (
        some.take(among(pair_codes(corpus, some), codes)) for some in (known.strong, known.weak)
    )
    return PairMatches(known.left[stay], known.right[stay], strong_ones, weak)


# Matches of different documents with fewer words stay weak, wherever their ends are.
_SNAPPED = 10


def covered(corpus: Corpus, matches: Matches, others: Matches) -> Array:
    """A mask of the matches that one of the others, of the same two documents, covers."""
    found = np.zeros(len(matches), np.bool_)
    if not len(others):
        return found
    both = [pair_codes(corpus, others), pair_codes(corpus, matches)]
    _, inverse = np.unique(np.concatenate(both), return_inverse=True)
    theirs, mine = inverse[: len(others)], inverse[len(others) :]
    order = np.lexsort((others.b, others.a_end, others.a, theirs))
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
