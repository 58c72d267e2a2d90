"""Blocks: what is painted of the passages of one document, and where else a block stands."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from pullquote.model.values import Cluster, ClusterKind, Passage

Copies = Mapping[int, Sequence[Passage]]

# Between neighbours are no words: at most so many characters, marks and white space.
_BETWEEN = 6


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring passages of a document that are neighbours in their copies too.

    `copy` of `copies_here` counts in this document, from 1; `elsewhere` counts the places in other
    documents where the block or a part of it stands. `clusters` are those of its passages.
    """

    start: int
    end: int
    copy: int
    copies_here: int
    elsewhere: int
    kind: ClusterKind
    clusters: tuple[int, ...]
    boilerplate: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block, or its part from `here_start` to `here_end`, stands once more."""

    document: int
    start: int
    end: int
    here_start: int
    here_end: int


def blocks(
    passages: Sequence[Passage], copies: Copies, clusters: Mapping[int, Cluster]
) -> list[Block]:
    """The blocks of one document; `copies` are all passages of each cluster of `passages`.

    A passage that is left without a copy is no block.

    A passage with copies here joins its neighbour if the copies, of which one may have more, are
    neighbours too; without copies here, if copies in another document are.
    """
    neighbours = _Neighbours(copies)
    joined: list[list[Passage]] = []
    for passage in sorted(passages, key=_start):
        if joined and _go_together(joined[-1][-1], passage, neighbours, clusters):
            joined[-1].append(passage)
        else:
            joined.append([passage])
    found = (_block(parts, copies, clusters) for parts in joined)
    return [block for block in found if block.copies_here > 1 or block.elsewhere]


def places(parts: Sequence[Passage], copies: Copies) -> list[Place]:
    """Where the passages of a block stand once more, in runs as long as in the block."""
    own = {(part.document, part.start) for part in parts}
    others = chain.from_iterable(copies[cluster] for cluster in {part.cluster for part in parts})
    rest = (other for other in others if (other.document, other.start) not in own)
    ordered = sorted(rest, key=lambda passage: (passage.document, passage.start))
    return [_place(parts, run) for run in _runs(parts, ordered)]


class _Neighbours:
    """Who stands directly before and after each passage."""

    def __init__(self, copies: Copies) -> None:
        self.copies = copies
        self._after: dict[Passage, Passage] = {}
        self._before: dict[Passage, Passage] = {}
        ordered = sorted(
            chain.from_iterable(copies.values()),
            key=lambda passage: (passage.document, passage.start),
        )
        for left, right in pairwise(ordered):
            if _adjoin(left, right):
                self._after[left], self._before[right] = right, left

    def here(self, passage: Passage) -> list[Passage]:
        """It and its copies in its document."""
        return [copy for copy in self.copies[passage.cluster] if copy.document == passage.document]

    def leads_to(self, passage: Passage, cluster: int) -> bool:
        after = self._after.get(passage)
        return after is not None and after.cluster == cluster

    def comes_from(self, passage: Passage, cluster: int) -> bool:
        before = self._before.get(passage)
        return before is not None and before.cluster == cluster


def _go_together(
    left: Passage, right: Passage, neighbours: _Neighbours, clusters: Mapping[int, Cluster]
) -> bool:
    if not _adjoin(left, right):
        return False
    if clusters[left.cluster].boilerplate != clusters[right.cluster].boilerplate:
        return False
    lefts, rights = neighbours.here(left), neighbours.here(right)
    if len(lefts) == len(rights) == 1:
        elsewhere = (copy for copy in neighbours.copies[left.cluster] if copy != left)
        return any(neighbours.leads_to(copy, right.cluster) for copy in elsewhere)
    if min(len(lefts), len(rights)) == 1:
        return False
    if len(lefts) <= len(rights):
        return all(neighbours.leads_to(copy, right.cluster) for copy in lefts)
    return all(neighbours.comes_from(copy, left.cluster) for copy in rights)


def _block(parts: Sequence[Passage], copies: Copies, clusters: Mapping[int, Cluster]) -> Block:
    here = [
        sorted(copy.start for copy in copies[part.cluster] if copy.document == part.document)
        for part in parts
    ]
    fewest = min(range(len(parts)), key=lambda at: len(here[at]))
    found = places(parts, copies)
    return Block(
        start=parts[0].start,
        end=parts[-1].end,
        copy=here[fewest].index(parts[fewest].start) + 1,
        copies_here=len(here[fewest]),
        elsewhere=sum(place.document != parts[0].document for place in found),
        kind=_kind({clusters[part.cluster].kind for part in parts}),
        clusters=tuple(part.cluster for part in parts),
        boilerplate=clusters[parts[0].cluster].boilerplate,
    )


def _kind(kinds: set[ClusterKind]) -> ClusterKind:
    if len(kinds) == 1:
        return next(iter(kinds))
    return "exact" if kinds <= {"line", "exact"} else "near"


def _runs(parts: Sequence[Passage], ordered: Iterable[Passage]) -> Iterator[list[Passage]]:
    """Passages that follow one another as parts of the block do."""
    follow = {(left.cluster, right.cluster) for left, right in pairwise(parts)}
    run: list[Passage] = []
    for passage in ordered:
        if run and not (_adjoin(run[-1], passage) and (run[-1].cluster, passage.cluster) in follow):
            yield run
            run = []
        run.append(passage)
    if run:
        yield run


def _place(parts: Sequence[Passage], run: Sequence[Passage]) -> Place:
    numbers = [part.cluster for part in parts]
    first = numbers.index(run[0].cluster)
    last = len(parts) - 1 - numbers[::-1].index(run[-1].cluster)
    return Place(run[0].document, run[0].start, run[-1].end, parts[first].start, parts[last].end)


def _adjoin(left: Passage, right: Passage) -> bool:
    return left.document == right.document and 0 <= right.start - left.end <= _BETWEEN


def _start(passage: Passage) -> int:
    return passage.start
