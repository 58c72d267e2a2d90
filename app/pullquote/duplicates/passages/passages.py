"""Passages between borders, joined to clusters over the matches that lay one upon another."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from pullquote.duplicates.matches.matches import Matches, equal_words_between
from pullquote.duplicates.passages.pieces import Pieces, borders
from pullquote.duplicates.words.arrays import among, components, distinct, ranges, sums
from pullquote.duplicates.words.corpus import Corpus
from pullquote.text.token_arrays import Array

# A match covers at least so much of both passages, and so many of their words are equal.
_COVERED, _EQUAL = 0.8, 0.6


class Passages(NamedTuple):
    """From gap to gap, in order and apart; those of one number in `clusters` repeat one another.

    `whole` are those that a line or a quotation is, from end to end.
    """

    starts: Array
    ends: Array
    clusters: Array
    whole: Array

    def take(self, at: Array) -> "Passages":
        return Passages(*(column[at] for column in self))


def joined_passages(parts: Sequence[Passages]) -> Passages:
    """Those of parts that do not overlap, in order."""
    together = Passages(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    return together.take(np.argsort(together.starts))


class Evidence(NamedTuple):
    """Matches, of which the `exact` keep their ends and the `decided` count whatever is equal."""

    matches: Matches
    exact: Array
    decided: Array

    def take(self, at: Array) -> "Evidence":
        return Evidence(self.matches.take(at), self.exact[at], self.decided[at])


Apart = Callable[[Array, Array], list[tuple[int, int]]]


def passages_of_pieces(corpus: Corpus, shown: Evidence, cut: Pieces, apart: Apart) -> Passages:
    """Passages of whole families, before neighbours are joined: those of other families make no
    difference, so parts of the pieces can be worked on apart. A cluster is named by the gap before
    its first passage.

    `apart` tells which of the stretches between these gaps must not come together.
    """
    openings = _around(np.flatnonzero(corpus.opens), np.append(cut.a, cut.b))
    fixed = shown.exact | shown.decided
    inner = borders(shown.matches, fixed, cut, openings)
    gaps = np.sort(np.append(openings, inner))
    pairs = _pairs(corpus, shown, cut, gaps)
    found = _clustered(corpus, gaps, pairs, apart)
    return found._replace(whole=_whole(found, shown, cut))


def _around(openings: Array, gaps: Array) -> Array:
    """The openings of the paragraphs that these gaps are in, and those after them."""
    there = np.zeros(len(openings) + 1, np.bool_)
    at = np.searchsorted(openings, gaps, "right")
    there[at - 1] = True
    there[at] = True
    return openings[there[:-1]]


# --- pairs ---------------------------------------------------------------------------------------


class _Pairs(NamedTuple):
    a: Array
    b: Array
    similarity: Array


def _pairs(corpus: Corpus, shown: Evidence, cut: Pieces, gaps: Array) -> _Pairs:
    """Passages, by the number of their first gap, that a piece lays one upon the other."""
    matches = shown.matches
    first = np.searchsorted(gaps, cut.a, "right") - 1
    counts = np.searchsorted(gaps, cut.a_end, "left") - first
    at = np.repeat(np.arange(len(cut.rows)), counts)
    a = ranges(first, counts)
    here = cut.take(at)
    start, end = np.maximum(gaps[a], here.a), np.minimum(gaps[a + 1], here.a_end)
    words = gaps[a + 1] - gaps[a]
    covering = np.flatnonzero(end - start >= _COVERED * words)
    a, here = a[covering], here.take(covering)
    start, end, words = start[covering], end[covering], words[covering]
    low = _clipped(matches.images(here.rows, start)[1], start == here.a, here.b, here)
    high = _clipped(matches.images(here.rows, end)[0], end == here.a_end, here.b_end, here)
    b = np.clip(np.searchsorted(gaps, (low + high) // 2, "right") - 1, 0, len(gaps) - 2)
    shared = np.minimum(gaps[b + 1], high) - np.maximum(gaps[b], low)
    there = gaps[b + 1] - gaps[b]
    equal = equal_words_between(corpus, matches, here.rows, start, end)
    similarity = 2 * equal / (words + there)
    good = (shared >= _COVERED * np.maximum(there, high - low)) & (a != b) & (high > low)
    good &= (similarity >= _EQUAL) | shown.decided[here.rows]
    return _Pairs(a[good], b[good], similarity[good])


def _clipped(images: Array, at_end: Array, end: Array, here: Pieces) -> Array:
    """The end of a piece answers to its other end, whatever stands between two parts there."""
    found: Array = np.clip(np.where(at_end, end, images), here.b, here.b_end)
    return found


def _clustered(corpus: Corpus, gaps: Array, pairs: _Pairs, apart: Apart) -> Passages:
    numbers = distinct(np.concatenate([pairs.a, pairs.b]))
    a, b = np.searchsorted(numbers, pairs.a), np.searchsorted(numbers, pairs.b)
    starts, ends = gaps[numbers], gaps[numbers + 1]
    found = components(len(numbers), a, b)
    kept_apart = [(i, j) for i, j in apart(starts, ends) if found[i] == found[j]]
    if kept_apart:
        order = _order_of_pairs(corpus, starts, a, b, pairs.similarity)
        _separate(found, a[order], b[order], kept_apart)
    _, inverse, counts = np.unique(found, return_inverse=True, return_counts=True)
    words = ends - starts
    wordy = sums(corpus.letters[ranges(starts, words)], words) > 0
    good = (counts[inverse] > 1) & wordy
    passages = Passages(starts, ends, starts[found], np.zeros(len(starts), np.bool_))
    return passages.take(np.flatnonzero(good))


def _order_of_pairs(corpus: Corpus, starts: Array, a: Array, b: Array, similarity: Array) -> Array:
    """The most alike first: where a decision keeps two apart, each goes to the one it is most like,
    and the order of the documents does not matter.
    """

    def columns(side: Array) -> tuple[Array, Array]:
        owners = corpus.owners[starts[side]]
        return starts[side] - corpus.first[owners], corpus.ranks[owners]

    return np.lexsort((*columns(b), *columns(a), -similarity))


def _separate(found: Array, a: Array, b: Array, apart: list[tuple[int, int]]) -> None:
    """Join the members of components with members to keep apart anew, pair by pair."""
    rivals: dict[int, set[int]] = defaultdict(set)
    for i, j in apart:
        rivals[i].add(j)
        rivals[j].add(i)
    broken = np.array([found[i] for i, _ in apart], np.int64)
    members = np.flatnonzero(among(found, broken))
    parents = {member: member for member in members.tolist()}

    def root(member: int) -> int:
        while parents[member] != member:
            parents[member] = parents[parents[member]]
            member = parents[member]
        return member

    inside = among(found[a], broken)
    for i, j in zip(a[inside].tolist(), b[inside].tolist(), strict=True):
        one, other = sorted((root(i), root(j)))
        if one != other and other not in {root(rival) for rival in rivals[one]}:
            parents[other] = one
            rivals[one] |= rivals.pop(other, set())
    for member in members.tolist():
        found[member] = root(member)


def _whole(found: Passages, shown: Evidence, cut: Pieces) -> Array:
    fixed = (shown.exact | shown.decided)[cut.rows]
    sides = [(cut.a[fixed] << 20) | (cut.a_end - cut.a)[fixed]]
    sides += [(cut.b[fixed] << 20) | (cut.b_end - cut.b)[fixed]]
    own = (found.starts << 20) | (found.ends - found.starts)
    return among(own, np.concatenate(sides))


def around(found: Passages, starts: Array, ends: Array) -> Array:
    """For each stretch the number of the passage in which the greatest part of it lies, or -1."""
    if not len(found.starts):
        return np.full(len(starts), -1, np.int64)
    at = np.maximum(np.searchsorted(found.starts, (starts + ends) // 2, "right") - 1, 0)
    shared = np.minimum(found.ends[at], ends) - np.maximum(found.starts[at], starts)
    return np.where(shared >= _COVERED * (ends - starts), at, -1)


def lying_in(matches: Matches, found: Passages) -> Array:
    """A mask of the matches of which both sides lie in passages for the greatest part."""
    inside: Array = around(found, matches.a, matches.a_end) >= 0
    return inside & (around(found, matches.b, matches.b_end) >= 0)


def explained(matches: Matches, found: Passages) -> Array:
    """A mask of the matches of which both sides lie in passages of one cluster."""
    a, b = around(found, matches.a, matches.a_end), around(found, matches.b, matches.b_end)
    inside = (a >= 0) & (b >= 0)
    inside[inside] = found.clusters[a[inside]] == found.clusters[b[inside]]
    return inside


# --- neighbours and short passages ---------------------------------------------------------------

# A passage of fewer words means something only as a line or a quotation.
_FEWEST = 8
# A passage takes in a sliver of at most this part of its words: so its copies that have no such
# sliver beside them stay the same for the greatest part.
_PART = 4
# Words that may stand between neighbours: a dateline, a changed word.
_BETWEEN = 4
_ROUNDS = 3


def settled(corpus: Corpus, found: Passages) -> Passages:
    """Neighbours in all their copies are one; what is too short goes to a neighbour, or goes."""
    _, clusters = np.unique(found.clusters, return_inverse=True)
    found = found._replace(clusters=clusters)
    found = joined_neighbours(corpus, found)
    for _ in range(_ROUNDS):
        given = _slivers_given(corpus, found)
        if len(given.starts) == len(found.starts):
            break
        found = given
    found = found.take(np.flatnonzero(~_slivers(corpus, found)))
    return joined_neighbours(corpus, found)


def joined_neighbours(corpus: Corpus, found: Passages) -> Passages:
    """Cluster X with cluster Y where a Y follows every X, and both have as many."""
    if not len(found.starts):
        return found
    _, clusters, counts = np.unique(found.clusters, return_inverse=True, return_counts=True)
    after = np.full(len(clusters), -1, np.int64)
    near = _neighbours(corpus, found, _BETWEEN)
    after[:-1][near] = clusters[1:][near]
    least, most = _extremes(clusters, after, len(counts))
    follows = (least == most) & (least >= 0) & (least != np.arange(len(counts)))
    follows[follows] = counts[least[follows]] == counts[follows]
    goes_on = np.zeros(len(clusters), np.bool_)
    goes_on[1:] = near & follows[clusters[:-1]] & (clusters[1:] == least[clusters[:-1]])
    heads = np.flatnonzero(~goes_on)
    last = np.append(heads[1:], len(clusters)) - 1
    whole = np.logical_and.reduceat(found.whole, heads)
    return Passages(found.starts[heads], found.ends[last], clusters[heads], whole)


def _neighbours(corpus: Corpus, found: Passages, between: int) -> Array:
    """For each passage but the last: does the next one follow it in its document?"""
    same = corpus.owners[found.starts[1:]] == corpus.owners[found.starts[:-1]]
    near: Array = same & (found.starts[1:] - found.ends[:-1] <= between)
    return near


def _extremes(clusters: Array, values: Array, size: int) -> tuple[Array, Array]:
    least = np.full(size, np.iinfo(np.int64).max)
    most = np.full(size, -1, np.int64)
    np.minimum.at(least, clusters, values)
    np.maximum.at(most, clusters, values)
    return least, most


def _slivers(corpus: Corpus, found: Passages) -> Array:
    """A mask of the passages of clusters that are too short, and no line or quotation."""
    size = int(found.clusters.max(initial=-1)) + 1
    most = np.zeros(size, np.int64)
    np.maximum.at(most, found.clusters, found.ends - found.starts)
    whole = np.zeros(size, np.bool_)
    whole[found.clusters[found.whole]] = True
    lines = np.ones(size, np.bool_)
    lines[found.clusters[~(corpus.opens[found.starts] & corpus.opens[found.ends])]] = False
    sliver = ((most < _FEWEST) & ~whole) | ((most == 1) & ~lines)
    found_slivers: Array = sliver[found.clusters]
    return found_slivers


def _slivers_given(corpus: Corpus, found: Passages) -> Passages:
    """Each sliver to the cluster that stands beside all of its passages, if there is one."""
    sliver = _slivers(corpus, found)
    size = int(found.clusters.max(initial=-1)) + 1
    counts = np.bincount(found.clusters, minlength=size)
    touching = np.flatnonzero(_neighbours(corpus, found, 0))
    starts, ends = found.starts.copy(), found.ends.copy()
    gone = np.zeros(len(starts), np.bool_)
    words = found.ends - found.starts
    hosts = []
    for passage, host in ((touching + 1, touching), (touching, touching + 1)):
        beside = np.full(len(starts), -1, np.int64)
        fits = ~sliver[host] & ~found.whole[host] & (_PART * words[passage] <= words[host])
        beside[passage[fits]] = found.clusters[host[fits]]
        least, most = _extremes(found.clusters, beside, size)
        hosts.append(np.where((least == most) & (least >= 0), least, -1))
    before, after = hosts
    alike = (after >= 0) & (counts[after] == counts) & ~((before >= 0) & (counts[before] == counts))
    to_before = sliver & (before >= 0)[found.clusters] & ~alike[found.clusters]
    to_after = sliver & (after >= 0)[found.clusters] & ~to_before
    for at in np.flatnonzero(to_before).tolist():
        ends[at - 1] = found.ends[at]
    for at in np.flatnonzero(to_after).tolist():
        starts[at + 1] = found.starts[at]
    gone = to_before | to_after
    given = Passages(starts, ends, found.clusters, found.whole)
    return given.take(np.flatnonzero(~gone))
