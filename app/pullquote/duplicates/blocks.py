"""Blocks: what is painted of the passages of one document, and where else a block stands."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from pullquote.model.values import Cluster, ClusterKind, Passage

Copies = Mapping[int, Sequence[Passage]]

# Between neighbours are no words: at most so many characters, marks and white space.
_BETWEEN = 6


class Block(NamedTuple):
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


class Place(NamedTuple):
    """Where a block, or its part from `here_start` to `here_end`, stands once more."""

    document: int
    start: int
    end: int
    here_start: int
    here_end: int


def blocks(
    passages: Sequence[Passage],
    copies: Copies,
    clusters: Mapping[int, Cluster],
    counted: Collection[int] = (),
) -> list[Block]:
    """The blocks of one document; `copies` are the passages of each cluster of `passages`.

    A passage with copies here joins its neighbour if the copies, of which one may have more, are
    neighbours too; without copies here, if copies in another document are. Of the clusters that
    are only `counted`, the copies in other documents are left out; two of these are neighbours
    there if they have as many. A passage that is left without a copy is no block.
    """
    corpus = _Known(copies, clusters, frozenset(counted))
    joined: list[list[Passage]] = []
    for passage in sorted(passages, key=_start):
        if joined and corpus.go_together(joined[-1][-1], passage):
            joined[-1].append(passage)
        else:
            joined.append([passage])
    found = map(corpus.block, joined)
    return [block for block in found if block.copies_here > 1 or block.elsewhere]


def places(parts: Sequence[Passage], copies: Copies) -> list[Place]:
    """Where the passages of a block stand once more, in runs as long as in the block."""
    own = {(part.document, part.start) for part in parts}
    others = chain.from_iterable(copies[cluster] for cluster in {part.cluster for part in parts})
    rest = (other for other in others if (other.document, other.start) not in own)
    ordered = sorted(rest, key=lambda passage: (passage.document, passage.start))
    return [_place(parts, run) for run in _runs(parts, ordered)]


class _Known:
    """All copies that are known, and who stands directly before and after each."""

    def __init__(
        self, copies: Copies, clusters: Mapping[int, Cluster], counted: frozenset[int]
    ) -> None:
        self._copies = copies
        self._clusters = clusters
        self._counted = counted
        everything = chain.from_iterable(copies.values())
        ordered = sorted(everything, key=lambda passage: (passage.document, passage.start))
        neighbours = [pair for pair in pairwise(ordered) if _adjoin(*pair)]
        self._after = {left: right.cluster for left, right in neighbours}
        self._before = {right: left.cluster for left, right in neighbours}

    def go_together(self, left: Passage, right: Passage) -> bool:
        # A decision of boilerplate is about some of the words: a block is painted as one or the
        # other.
        one, other = self._clusters[left.cluster], self._clusters[right.cluster]
        if not _adjoin(left, right) or one.boilerplate != other.boilerplate:
            return False
        lefts, rights = self._here(left), self._here(right)
        if len(lefts) == len(rights) == 1:
            # Page furniture stands in too many documents to read all its copies; that both stand as
            # often is what neighbours everywhere have in common.
            if {one.id, other.id} <= self._counted:
                return one.copies == other.copies
            elsewhere = (copy for copy in self._copies[one.id] if copy != left)
            return any(self._after.get(copy) == other.id for copy in elsewhere)
        if min(len(lefts), len(rights)) == 1:
            return False
        if len(lefts) <= len(rights):
            return all(self._after.get(copy) == other.id for copy in lefts)
        return all(self._before.get(copy) == one.id for copy in rights)

    def _here(self, passage: Passage) -> list[Passage]:
        """It and its copies in its document, in order."""
        copies = self._copies[passage.cluster]
        return sorted((c for c in copies if c.document == passage.document), key=_start)

    def block(self, parts: Sequence[Passage]) -> Block:
        # A block stands here as often as its rarest part: the others may stand alone as well.
        rarest = min(parts, key=lambda part: len(self._here(part)))
        here = self._here(rarest)
        clusters = [self._clusters[part.cluster] for part in parts]
        found = [p for p in places(parts, self._copies) if p.document != rarest.document]
        left_out = (c.copies - len(self._copies[c.id]) for c in clusters if c.id in self._counted)
        return Block(
            start=parts[0].start,
            end=parts[-1].end,
            copy=here.index(rarest) + 1,
            copies_here=len(here),
            elsewhere=len(found) + max(left_out, default=0),
            kind=_kind({cluster.kind for cluster in clusters}),
            clusters=tuple(cluster.id for cluster in clusters),
            boilerplate=clusters[0].boilerplate,
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
