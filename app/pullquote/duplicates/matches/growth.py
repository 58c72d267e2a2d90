"""Matches grown out of runs of equal words, pair by pair: nothing else is looked at.

All is done for many pairs at once, row by row: no row depends on another pair's.
"""

from typing import NamedTuple

import numpy as np

from pullquote.duplicates.matches.grams import DRIFT, GAP, GRAM, STUTTER, Runs, supported
from pullquote.duplicates.matches.matches import Matches, uncovered, with_parts
from pullquote.duplicates.words.arrays import best_of, changes, groups_of, roots
from pullquote.duplicates.words.corpus import Corpus
from pullquote.duplicates.words.weights import FULL
from pullquote.text.token_arrays import Array

# Fewer equal words than this are no match, nor those of which fewer than half are equal.
LEAST, LEAST_ALIKE = 8, 0.5


def grown_matches(corpus: Corpus, runs: Runs) -> Matches:
    """What the runs of pairs of documents grow into, those left out that others cover."""
    chained = _chained(corpus, runs)
    parts = _best_stretches(_filled(corpus, chained))
    before = _grown(corpus, parts, forward=False)
    after = _grown(corpus, parts, forward=True)
    found = _assembled(corpus, [before, parts, after])
    good = (found.equal_words >= LEAST) & (found.similarity >= LEAST_ALIKE)
    found = found.take(good)
    return found.take(uncovered(corpus, found))


class _Parts(NamedTuple):
    """Stretches of a chain; `gain` are the equal words, `cost` the unequal less the equal ones
    between it and the stretch before it in its chain.
    """

    chains: Array
    a: Array
    b: Array
    lengths: Array
    gain: Array
    cost: Array

    def take(self, at: Array) -> "_Parts":
        return _Parts(*(column[at] for column in self))


# --- chains --------------------------------------------------------------------------------------

# Runs ahead in the order of side a that are looked at for what follows.
_AHEAD = 6


def _chained(corpus: Corpus, runs: Runs) -> _Parts:
    """Runs that follow one another at nearly the same distance, without overlap."""
    left, right = corpus.owners[runs.a], corpus.owners[runs.b]
    runs = runs.take(np.lexsort((runs.b, runs.a, right, left)))
    pair = np.cumsum(changes(corpus.owners[runs.a], corpus.owners[runs.b]))
    chains = roots(_predecessors(pair, runs))
    alone = np.bincount(chains, minlength=len(chains))[chains] == 1
    weak = np.flatnonzero(alone & (runs.lengths < LEAST))
    keep = np.ones(len(chains), np.bool_)
    keep[weak] = supported(corpus, runs.take(weak))
    order = np.flatnonzero(keep)
    order = order[np.argsort(chains[order], kind="stable")]
    runs, chains = runs.take(order), chains[order]
    none = np.zeros(len(chains))
    return _without_overlap(_Parts(chains, *runs, none, none))


def _predecessors(pair: Array, runs: Runs) -> Array:
    """For each run the one that it follows, -1 for none; no two follow the same."""
    size = len(pair)
    a, b, lengths = runs
    least = np.full(size, _NONE, np.int64)
    after = np.full(size, -1, np.int64)
    for step in range(1, min(_AHEAD, size)):
        gap_a = a[step:] - (a + lengths)[:-step]
        gap_b = b[step:] - (b + lengths)[:-step]
        drift = np.abs(gap_a - gap_b)
        fits = (pair[step:] == pair[:-step]) & (a[step:] > a[:-step]) & (b[step:] > b[:-step])
        fits &= (gap_a >= -GRAM) & (gap_a <= GAP) & (gap_b >= -GRAM) & (gap_b <= GAP)
        fits &= drift <= DRIFT
        cost = 64 * drift + np.maximum(gap_a, gap_b) + GRAM
        better = np.flatnonzero(fits & (cost < least[:-step]))
        least[better] = cost[better]
        after[better] = better + step
    rows = np.flatnonzero(after >= 0)
    found = np.full(size, -1, np.int64)
    # Where two would be followed by the same run the nearer one is.
    best = rows[best_of(after[rows], rows, least[rows])]
    found[after[best]] = best
    return found


_NONE = 1 << 40


def _without_overlap(parts: _Parts) -> _Parts:
    while True:
        same = ~changes(parts.chains)
        over_a = np.append(0, (parts.a + parts.lengths)[:-1] - parts.a[1:])
        over_b = np.append(0, (parts.b + parts.lengths)[:-1] - parts.b[1:])
        over = np.where(same, np.maximum(np.maximum(over_a, over_b), 0), 0)
        gone = over >= parts.lengths
        if not gone.any():
            return parts._replace(a=parts.a + over, b=parts.b + over, lengths=parts.lengths - over)
        # A run that is gone covers nothing: the next one is measured against the one before.
        gone &= ~np.append(False, gone[:-1]) | ~same
        parts = parts.take(~gone)


# What a word costs that only one side has between two runs, where a changed one costs 1: what an
# editor puts in brackets.
_PUT_IN = 0.25


def _filled(corpus: Corpus, parts: _Parts) -> _Parts:
    """With the equal words between neighbours: those that fit the one, then those that fit the
    other, parted where most are equal.
    """
    size = len(parts.chains)
    gain, cost = parts.lengths.astype(np.float64), np.zeros(size)
    a, b, lengths = parts.a.copy(), parts.b.copy(), parts.lengths.copy()
    late = np.flatnonzero(~changes(parts.chains))
    early = late - 1
    a_end, b_end = (a + lengths)[early], (b + lengths)[early]
    gap_a, gap_b = a[late] - a_end, b[late] - b_end
    width = np.minimum(gap_a, gap_b)
    share, equal = best_split(corpus, a_end, b_end, a[late], b[late], width)
    cost[late] = width + _PUT_IN * (np.maximum(gap_a, gap_b) - width) - 2 * equal
    lengths[early] += share
    a[late] -= width - share
    b[late] -= width - share
    lengths[late] += width - share
    return _Parts(parts.chains, a, b, lengths, gain, cost)


def best_split(
    corpus: Corpus, a: Array, b: Array, a_end: Array, b_end: Array, width: Array
) -> tuple[Array, Array]:
    """How many of `width` words to align from the starts a and b, the others up to the ends; and
    the number of equal words then.
    """
    most = int(width.max(initial=0))
    first = np.zeros((len(a), most + 1), np.int16)
    last = np.zeros((len(a), most + 1), np.int16)
    for step in range(most):
        rows = np.flatnonzero(step < width)
        from_start = corpus.keys[a[rows] + step] == corpus.keys[b[rows] + step]
        from_end = corpus.keys[a_end[rows] - 1 - step] == corpus.keys[b_end[rows] - 1 - step]
        first[:, step + 1] = first[:, step]
        last[:, step + 1] = last[:, step]
        first[rows, step + 1] += from_start
        last[rows, step + 1] += from_end
    steps = np.arange(most + 1)
    rest = np.clip(width[:, None] - steps, 0, None)
    score = first + np.take_along_axis(last, rest, 1)
    score[steps > width[:, None]] = -1
    share = score.argmax(1) if len(a) else np.zeros(0, np.int64)
    return share, score[np.arange(len(a)), share]


def _best_stretches(parts: _Parts) -> _Parts:
    """Of each chain the part with the most equal words more than unequal ones."""
    if not len(parts.chains):
        return parts
    number = np.cumsum(changes(parts.chains)) - 1
    spent = np.cumsum(parts.cost)
    before = np.cumsum(parts.gain) - parts.gain - spent
    # So far apart that the least value of one chain is below those of the chains before it.
    apart = number * (2 * float(np.abs(before).max()) + 1)
    least = np.minimum.accumulate(before - apart)
    start = np.maximum.accumulate(np.where(before - apart == least, np.arange(len(before)), 0))
    score = before + parts.gain - (least + apart)
    ends = best_of(number, np.arange(len(score)), -score)
    keep = np.zeros(len(score) + 1, np.int64)
    np.add.at(keep, start[ends], 1)
    np.add.at(keep, ends + 1, -1)
    return parts.take(np.cumsum(keep[:-1]) > 0)


# --- growth --------------------------------------------------------------------------------------

_WINDOW = 24
_SHIFTS = (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7, 8, -8)
# What an end must gain to grow over unequal words, where an equal one counts 1, one that does not
# tell half: "of the" is equal by chance.
_GAIN = 0.5
_CHUNK = 40_000


def _grown(corpus: Corpus, parts: _Parts, *, forward: bool) -> _Parts:
    """The stretches by which the chains go on after their ends, or before their starts."""
    heads, ends = groups_of(parts.chains)
    edge = ends - 1 if forward else heads
    chains, a, b = parts.chains[edge], parts.a[edge], parts.b[edge]
    if forward:
        a, b = a + parts.lengths[edge], b + parts.lengths[edge]
    else:
        a, b = a - 1, b - 1
    found: list[_Parts] = []
    while len(chains):
        steps = [
            _step(corpus, a[at : at + _CHUNK], b[at : at + _CHUNK], 1 if forward else -1)
            for at in range(0, len(chains), _CHUNK)
        ]
        shift, length = (np.concatenate(column) for column in zip(*steps, strict=True))
        rows = np.flatnonzero(length > 0)
        chains, a, b, shift, length = (x[rows] for x in (chains, a, b, shift, length))
        sign = 1 if forward else -1
        a, b = a + sign * np.maximum(-shift, 0), b + sign * np.maximum(shift, 0)
        none = np.zeros(len(chains))
        starts = (a, b) if forward else (a - length + 1, b - length + 1)
        found.append(_Parts(chains, *starts, length, none, none))
        a, b = a + sign * length, b + sign * length
    empty = parts.take(np.empty(0, np.int64))
    return _Parts(*(np.concatenate(column) for column in zip(empty, *found, strict=True)))


def _step(corpus: Corpus, a: Array, b: Array, sign: int) -> tuple[Array, Array]:
    """The shift and the number of words by which each end grows next; 0 where it does not."""
    best = np.full(len(a), _GAIN - 0.125)
    shifts, lengths = np.zeros(len(a), np.int64), np.zeros(len(a), np.int64)
    left, right = corpus.owners[a], corpus.owners[b]
    if sign > 0:
        room_a, room_b = corpus.last[left] - a, corpus.last[right] - b
    else:
        room_a, room_b = a - corpus.first[left] + 1, b - corpus.first[right] + 1
        # Before the first word of a document stands the end of another one.
        room_a[(a < 0) | (a == corpus.last[left])] = 0
        room_b[(b < 0) | (b == corpus.last[right])] = 0
    open_rows = np.flatnonzero((room_a > 0) & (room_b > 0))
    for shift in _SHIFTS:
        skip_a, skip_b = max(-shift, 0), max(shift, 0)
        room = np.minimum(room_a[open_rows] - skip_a, room_b[open_rows] - skip_b)
        rows = open_rows[room > 0]
        at, bt = a[rows] + sign * skip_a, b[rows] + sign * skip_b
        fits = np.abs(bt - at) >= STUTTER
        rows, at, bt = rows[fits], at[fits], bt[fits]
        behind = _BEHIND[min(abs(shift), 1)]
        score, length = _reach(corpus, at, bt, room[room > 0][fits], sign, behind)
        score -= max(abs(shift) / 2 - _FREE, _PUT_IN * abs(shift))
        better = score > best[rows]
        chosen = rows[better]
        best[chosen] = score[better]
        shifts[chosen] = shift
        lengths[chosen] = length[better]
        if shift == 0:
            # Where the same words go on, nothing else is looked at.
            open_rows = np.setdiff1d(open_rows, rows[score >= _PLAIN], assume_unique=True)
    return shifts, lengths


_PLAIN = 8.0
# Of the words put in at an end so much costs nothing.
_FREE = 0.5
# Where words were dropped or put in, the others go on at once.
_BEHIND = (8.0, 3.5)


def _reach(
    corpus: Corpus, a: Array, b: Array, room: Array, sign: int, behind: float
) -> tuple[Array, Array]:
    """The best balance of equal words against unequal ones from there, and after how many.

    A row ends where it is further `behind` its best than that.
    """
    score = np.zeros(len(a))
    best, length = np.zeros(len(a)), np.zeros(len(a), np.int64)
    alive = np.arange(len(a))
    for step in range(_WINDOW):
        alive = alive[step < room[alive]]
        alive = alive[score[alive] > best[alive] - behind]
        at, bt = a[alive] + sign * step, b[alive] + sign * step
        same = corpus.keys[at] == corpus.keys[bt]
        worth = np.where(corpus.weights[at] == FULL, 1.0, 0.5)
        score[alive] += np.where(same, worth, -1.0)
        better = alive[score[alive] > best[alive]]
        best[better] = score[better]
        length[better] = step + 1
    return best, length


def _assembled(corpus: Corpus, pieces: list[_Parts]) -> Matches:
    """One match a chain."""
    parts = _Parts(*(np.concatenate(column) for column in zip(*pieces, strict=True)))
    parts = parts.take(np.lexsort((parts.a, parts.chains)))
    number = np.cumsum(changes(parts.chains)) - 1
    heads, ends = groups_of(number)
    last = ends - 1
    a_end, b_end = (parts.a + parts.lengths)[last], (parts.b + parts.lengths)[last]
    bounds = (parts.a[heads], a_end, parts.b[heads], b_end)
    return with_parts(corpus, bounds, number, (parts.a, parts.b, parts.lengths))
