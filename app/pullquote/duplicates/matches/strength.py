"""Which matches are repeats, and which share too little to be called one."""

from typing import NamedTuple

import numpy as np

from pullquote.duplicates.matches.matches import Matches
from pullquote.duplicates.words.arrays import changes, ranges
from pullquote.duplicates.words.corpus import Corpus
from pullquote.duplicates.words.weights import FULL
from pullquote.text.token_arrays import Array


class _Bar(NamedTuple):
    """Words, characters, different words with letters on each side, and different equal words that
    tell, each counted as it tells: what a repeat has at least. "Oldham beat Leeds in the second
    round", "exports rose to 12 from 10": so much more must tell for each telling word, and for each
    number, that has another one in its place.
    """

    words: int
    characters: int
    different: int
    telling: float
    per_other: float
    per_number: float


# In one document sentences are built alike, but a repeat of few words is seen at once.
_APART, _INSIDE = _Bar(12, 60, 8, 4.0, 0.5, 1.0), _Bar(8, 0, 5, 4.0, 1.0, 2.0)
# A name comes back with its subject: in one document it tells half, where not far more is told.
_NAME, _SURE = 0.5, 8.0
# Where more than one word in so many is a number that differs, rows of a table are alike.
_TABLE = 8
_SHORT, _LIKE_IF_SHORT = 24, 0.85


def strong(corpus: Corpus, matches: Matches) -> Array:
    """A mask of the matches that are repeats."""
    same = corpus.owners[matches.a] == corpus.owners[matches.b]
    words, similarity = matches.words, matches.similarity
    good = words >= np.where(same, _INSIDE.words, _APART.words)
    good &= ~(same & (words < _SHORT) & (similarity < _LIKE_IF_SHORT))
    least = np.where(same, _INSIDE.characters, _APART.characters)
    for start, end in ((matches.a, matches.a_end), (matches.b, matches.b_end)):
        good &= corpus.ends[np.maximum(end - 1, 0)] - corpus.starts[start] >= least
    rows = np.flatnonzero(good)
    told = _Told(corpus, matches.take(rows))
    doubtful = np.flatnonzero(same[rows] & (told.telling < _SURE))
    told.telling[doubtful] -= _of_names(corpus, matches.take(rows[doubtful]))
    bars = np.where(same[rows], *(np.array(bar)[:, None] for bar in (_INSIDE, _APART)))
    needed = bars[3] + bars[4] * told.others + bars[5] * told.numbers
    enough = told.telling >= needed
    enough &= _TABLE * told.numbers <= told.words
    enough &= told.different >= bars[2]
    good[rows] = enough
    return good


# Of a longer match so many words are looked at, spread evenly over it.
_SAMPLE = 48


class _Told:
    """What the aligned `words` of matches tell, of which so many `numbers` and `others`, words that
    tell, differ.
    """

    def __init__(self, corpus: Corpus, matches: Matches) -> None:
        rows, at, bt = _aligned(matches)
        size = len(matches)
        same = corpus.keys[at] == corpus.keys[bt]
        figures = ~same & ~corpus.letters[at] & ~corpus.letters[bt]
        self.words = np.bincount(rows, minlength=size)
        self.numbers = np.bincount(rows[figures], minlength=size)
        others = ~same & (corpus.weights[at] == FULL) & (corpus.weights[bt] == FULL)
        self.others = np.bincount(rows[others], minlength=size)
        self.different = np.minimum(
            _different(corpus, rows, at, size), _different(corpus, rows, bt, size)
        )
        rows, at = rows[same], at[same]
        first = _firsts(rows, corpus.keys[at])
        told = corpus.weights[at[first]] / FULL
        self.telling = np.bincount(rows[first], told, minlength=size).astype(np.float64)


def _of_names(corpus: Corpus, matches: Matches) -> Array:
    """What words with a capital on both sides tell too much."""
    rows, at, bt = _aligned(matches)
    same = np.flatnonzero((corpus.keys[at] == corpus.keys[bt]) & (corpus.weights[at] == FULL))
    rows, at, bt = rows[same], at[same], bt[same]
    first = _firsts(rows, corpus.keys[at])
    rows, at, bt = rows[first], at[first], bt[first]
    capital = np.array(
        [_is_capital(corpus, a) and _is_capital(corpus, b) for a, b in zip(at, bt, strict=True)],
        np.bool_,
    )
    return _NAME * np.bincount(rows[capital], minlength=len(matches))


def _is_capital(corpus: Corpus, place: int) -> bool:
    return corpus.texts[int(corpus.owners[place])][int(corpus.starts[place])].isupper()


def _aligned(matches: Matches) -> tuple[Array, Array, Array]:
    """The match, and the places on both sides, of words that answer to one another."""
    running = np.append(0, np.cumsum(matches.lengths))
    start, end = running[matches.first[:-1]], running[matches.first[1:]]
    counts = np.minimum(end - start, _SAMPLE)
    rows = np.repeat(np.arange(len(matches)), counts)
    number = ranges(np.zeros(len(matches), np.int64), counts)
    word = start[rows] + number * (end - start)[rows] // np.maximum(counts[rows], 1)
    part = np.searchsorted(running, word, "right") - 1
    inside = word - running[part]
    return rows, matches.part_a[part] + inside, matches.part_b[part] + inside


def _different(corpus: Corpus, rows: Array, places: Array, size: int) -> Array:
    wordy = np.flatnonzero(corpus.letters[places])
    rows, keys = rows[wordy], corpus.keys[places[wordy]]
    return np.bincount(rows[_firsts(rows, keys)], minlength=size)


def _firsts(rows: Array, keys: Array) -> Array:
    """The first of each different key of a row."""
    # In one number: sorted once instead of twice.
    packed = (rows.astype(np.uint64) << np.uint64(40)) | (keys >> np.uint64(24))
    order = np.argsort(packed)
    return order[changes(packed[order])]
