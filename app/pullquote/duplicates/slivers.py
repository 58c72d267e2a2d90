"""Slivers: what is left of passages where borders lie close together, and where it goes."""

from collections.abc import Collection, Iterable, Sequence

from pullquote.duplicates.corpus import Extent

# A passage of fewer words means something only as a line or a quotation.
_FEWEST = 8
# A passage takes in a sliver of at most this part of its words: so its copies that have no such
# sliver beside them stay the same for the greatest part.
_PART = 4

Clusters = list[list[Extent]]


def without_slivers(clusters: Clusters, whole: Collection[Extent]) -> Clusters:
    """Each sliver goes to the passages beside it, or is no passage; the `whole` ones stay."""
    passages = _Passages(clusters, frozenset(whole))
    for number in sorted(
        range(len(clusters)), key=lambda number: (_words(clusters[number]), number)
    ):
        if passages.is_sliver(number):
            passages.give_away(number)
    return sorted(sorted(cluster) for cluster in passages.clusters if cluster)


def _words(cluster: Iterable[Extent]) -> int:
    return max(passage.words for passage in cluster)


class _Passages:
    """The clusters as they become, and for each end of a passage its cluster and place in it."""

    def __init__(self, clusters: Clusters, whole: frozenset[Extent]) -> None:
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
                self.clusters[host][copy] = Extent(*ends)
                self._note(host, copy)

    def _host(self, beside: Iterable[tuple[int, int] | None]) -> list[tuple[int, int]]:
        """The copies beside those of a sliver, if they are all of one cluster."""
        found = [copy for copy in beside if copy is not None]
        return found if len({number for number, _ in found}) == 1 else []

    def _takes(self, host: Sequence[tuple[int, int]], sliver: Sequence[Extent]) -> bool:
        passages = [self.clusters[number][copy] for number, copy in host]
        return (
            len(passages) == len(sliver)
            and self._whole.isdisjoint(passages)
            and all(_PART * p.words <= q.words for p, q in zip(sliver, passages, strict=True))
        )
