"""Clusters: all passages that repeat one another.

Pairs of passages are cut at borders carried from document to document and joined as disjoint sets;
passages too short to mean something go to those beside them.
"""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from pullquote.duplicates.corpus import Corpus, TokenRange
from pullquote.duplicates.decisions import Decisions, meeting
from pullquote.duplicates.matches import Match

Clusters = list[list[TokenRange]]

_MOSTLY = 0.8


def find_clusters(
    corpus: Corpus, exact: Sequence[Match], loose: Sequence[Match], decided: Decisions
) -> Clusters:
    """Passages joined over their pairs; those of one document do not overlap.

    A dismissed cluster makes no borders: what it cut in two is whole again.
    """
    found = _clusters(corpus, exact, loose, decided)
    dismissed = _of_dismissed(found, decided)
    if not dismissed:
        return found
    # Its matches must go before borders are made: the words around it would stay cut where it was.
    gone = sorted(passage for cluster in dismissed for passage in cluster)
    exact, loose = (
        [match for match in matches if not _lies_in(match, gone)] for matches in (exact, loose)
    )
    found = _clusters(corpus, exact, loose, decided)
    dismissed = _of_dismissed(found, decided)
    return [cluster for cluster in found if cluster not in dismissed]


def unexplained(matches: Iterable[Match], found: Clusters) -> Iterator[Match]:
    """The matches whose two sides do not lie in passages of one cluster anyway."""
    cluster_of = {passage: number for number, cluster in enumerate(found) for passage in cluster}
    passages = sorted(cluster_of)
    for match in matches:
        a, b = ({cluster_of[p] for p in _around(side, passages)} for side in match.sides)
        if a.isdisjoint(b):
            yield match


def _clusters(
    corpus: Corpus, exact: Sequence[Match], loose: Sequence[Match], decided: Decisions
) -> Clusters:
    same = list(decided.same())
    borders = Borders(corpus, [*exact, *same], loose)
    found = {*pairs(borders, [*exact, *loose]), *pairs(borders, same, equal=0)}
    sets = Sets(decided.apart(sorted({passage for pair in found for passage in pair[1:]})))
    # The most alike first: where a decision keeps two apart, each goes to the one it is most like,
    # and the order of the documents does not matter.
    for pair in sorted(found, key=lambda pair: (-pair.similarity, pair.a, pair.b)):
        sets.join(pair.a, pair.b)
    wordy = [cluster for cluster in sets.sets() if corpus.letters[slice(*cluster[0])].any()]
    whole = {side for match in [*exact, *same] for side in match.sides}
    return without_slivers(wordy, whole)


def _of_dismissed(found: Clusters, decided: Decisions) -> Clusters:
    passages = sorted(passage for cluster in found for passage in cluster)
    dismissed = decided.about("dismissed", passages)
    return [cluster for cluster in found if not dismissed.isdisjoint(cluster)]


def _lies_in(match: Match, passages: list[TokenRange]) -> bool:
    return all(_around(side, passages) for side in match.sides)


def _around(extent: TokenRange, passages: list[TokenRange]) -> list[TokenRange]:
    """The passage in which `extent` lies for the greatest part, if there is one."""
    near = meeting(extent, passages)
    return [passage for passage in near if extent.shared(passage) >= _MOSTLY * extent.words]


# A match covers at least so much of both passages, and so many of their words are equal.
_COVERED = 0.8
_EQUAL = 0.6


class Pair(NamedTuple):
    similarity: float
    a: TokenRange
    b: TokenRange


class Borders:
    """Every end of a match, in each text that it can be carried to.

    The ends of `exact` matches stay where they are. An end of a `loose` one gives way to a border
    that is already close to it; short matches, which have less room for that, come first.
    """

    def __init__(self, corpus: Corpus, exact: Sequence[Match], loose: Sequence[Match]) -> None:
        self._corpus = corpus
        self._gaps: dict[int, list[int]] = defaultdict(list)
        over = _Over(corpus, [*exact, *loose])
        for match in sorted(exact):
            self._add_ends(match, 0, over)
        for match in sorted(loose, key=lambda match: (match.words, match)):
            self._add_ends(match, min(_REACH, match.words // _REACH_PART), over)

    def passages(self, start: int, end: int) -> list[TokenRange]:
        """The stretches between borders that have words from gap start to gap end."""
        gaps = self._gaps[self._corpus.document(start)]
        first, after = bisect_right(gaps, start) - 1, bisect_left(gaps, end) + 1
        return [TokenRange(*ends) for ends in pairwise(gaps[max(first, 0) : after])]

    def _add_ends(self, match: Match, reach: int, over: "_Over") -> None:
        for gap in (match.a, match.a_end, match.b, match.b_end):
            self._add(gap, reach, over)

    def _add(self, gap: int, reach: int, over: "_Over") -> None:
        waiting = [gap]
        while waiting:
            gap = waiting.pop()
            gaps = self._gaps[self._corpus.document(gap)]
            near = bisect_left(gaps, gap - reach)
            # A border is carried on only where it was new, so this ends: images that are off by a
            # word or two would breed borders without end.
            if near == len(gaps) or gaps[near] > gap + reach:
                insort(gaps, gap)
                waiting += [image for match in over.matches(gap) for image in match.images(gap)]


def pairs(borders: Borders, matches: Iterable[Match], *, equal: float = _EQUAL) -> Iterator[Pair]:
    """`equal` is the least share of equal words."""
    for match in matches:
        for passage in borders.passages(match.a, match.a_end):
            pair = _pair(borders, match, passage)
            if pair and pair.a != pair.b and pair.similarity >= equal:
                yield pair


def _pair(borders: Borders, match: Match, a: TokenRange) -> Pair | None:
    """The passage that `match` lays upon `a`, if it covers enough of both."""
    part = TokenRange(max(a.start, match.a), min(a.end, match.a_end))
    image = TokenRange(match.images(part.start)[1], match.images(part.end)[0])
    if part.words < _COVERED * a.words:
        return None
    for b in borders.passages(image.start, image.end):
        if image.shared(b) >= _COVERED * max(b.words, image.words):
            equal = match.between(part.start, b.start, part.end, b.end).equal
            return Pair(2 * equal / (a.words + b.words), a, b)
    return None


# A border gives way to another so many words away, and at most this part of its match.
_REACH, _REACH_PART = 8, 10


class _Over:
    """Finds the matches over a gap."""

    def __init__(self, corpus: Corpus, matches: Iterable[Match]) -> None:
        self._corpus = corpus
        sides: dict[int, list[Match]] = defaultdict(list)
        for match in matches:
            sides[corpus.document(match.a)].append(match)
            sides[corpus.document(match.b)].append(match.turned())
        self._sides = {
            document: (np.array([m.a for m in here]), np.array([m.a_end for m in here]), here)
            for document, here in sides.items()
        }

    def matches(self, gap: int) -> list[Match]:
        """Turned so that the gap is on side a."""
        starts, ends, matches = self._sides[self._corpus.document(gap)]
        return [matches[at] for at in np.flatnonzero((starts <= gap) & (gap <= ends)).tolist()]


# A passage of fewer words means something only as a line or a quotation.
_FEWEST = 8

# A passage takes in a sliver of at most this part of its words: so its copies that have no such
# sliver beside them stay the same for the greatest part.
_PART = 4

PassageClusters = list[list[TokenRange]]


def without_slivers(clusters: PassageClusters, whole: Collection[TokenRange]) -> PassageClusters:
    """Each sliver goes to the passages beside it, or is no passage; the `whole` ones stay."""
    passages = _Passages(clusters, frozenset(whole))
    # The smallest first, so that a sliver may grow out of being one before its turn comes.
    for number in sorted(
        range(len(clusters)), key=lambda number: (_words(clusters[number]), number)
    ):
        if passages.is_sliver(number):
            passages.give_away(number)
    return sorted(sorted(cluster) for cluster in passages.clusters if cluster)


def _words(cluster: Iterable[TokenRange]) -> int:
    return max(passage.words for passage in cluster)


class _Passages:
    """The clusters as they become, and for each end of a passage its cluster and place in it."""

    def __init__(self, clusters: PassageClusters, whole: frozenset[TokenRange]) -> None:
        self.clusters = [list(cluster) for cluster in clusters]
        self._whole = whole
        self._starting: dict[int, tuple[int, int]] = {}
        self._ending: dict[int, tuple[int, int]] = {}
        for number, cluster in enumerate(self.clusters):
            for copy in range(len(cluster)):
                self._note(number, copy)

    def _note(self, number: int, copy: int) -> None:
        passage = self.clusters[number][copy]
        self._starting[passage.start] = self._ending[passage.end] = (number, copy)

    def is_sliver(self, number: int) -> bool:
        cluster = self.clusters[number]
        return _words(cluster) < _FEWEST and self._whole.isdisjoint(cluster)

    def give_away(self, number: int) -> None:
        """To the side where the copies are as many, if there is a choice."""
        sliver = self.clusters[number]
        self.clusters[number] = []
        for passage in sliver:
            del self._starting[passage.start], self._ending[passage.end]
        before = [self._ending.get(passage.start) for passage in sliver]
        after = [self._starting.get(passage.end) for passage in sliver]
        hosts = [host for host in map(self._host, (before, after)) if self._takes(host, sliver)]
        if hosts:
            best = min(hosts, key=lambda host: len(self.clusters[host[0][0]]) != len(sliver))
            for (host, copy), passage in zip(best, sliver, strict=True):
                other = self.clusters[host][copy]
                ends = min(other.start, passage.start), max(other.end, passage.end)
                self.clusters[host][copy] = TokenRange(*ends)
                self._note(host, copy)

    def _host(self, beside: Iterable[tuple[int, int] | None]) -> list[tuple[int, int]]:
        """The copies beside those of a sliver, if they are all of one cluster."""
        found = [copy for copy in beside if copy is not None]
        return found if len({number for number, _ in found}) == 1 else []

    def _takes(self, host: Sequence[tuple[int, int]], sliver: Sequence[TokenRange]) -> bool:
        passages = [self.clusters[number][copy] for number, copy in host]
        return (
            len(passages) == len(sliver)
            and self._whole.isdisjoint(passages)
            and all(_PART * p.words <= q.words for p, q in zip(sliver, passages, strict=True))
        )


M = TypeVar("M", int, TokenRange)


class Sets(Generic[M]):
    def __init__(self, apart: Iterable[tuple[M, M]] = ()) -> None:
        self._parents: dict[M, M] = {}
        self._apart: dict[M, set[M]] = defaultdict(set)
        for a, b in apart:
            self._apart[a].add(b)
            self._apart[b].add(a)

    def join(self, a: M, b: M) -> None:
        """Unless that would bring two members together that must stay apart."""
        root, other = self._root(a), self._root(b)
        if root != other and other not in map(self._root, self._apart[root]):
            self._parents[other] = root
            self._apart[root] |= self._apart.pop(other, set())

    def sets(self) -> list[list[M]]:
        """Those of at least two members, in order."""
        found: dict[M, list[M]] = defaultdict(list)
        for member in list(self._parents):
            found[self._root(member)].append(member)
        return sorted(sorted(members) for members in found.values() if len(members) > 1)

    def _root(self, member: M) -> M:
        path = []
        while (parent := self._parents.setdefault(member, member)) != member:
            path.append(member)
            member = parent
        self._parents.update(dict.fromkeys(path, member))
        return member
