"""Which documents are near copies of one another, by the passages that they share."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

# Of a passage in more documents than that, each is compared with so many that come after it.
_COMPARED = 60


def near_copies(
    shared: Iterable[tuple[int, int, int]], lengths: Mapping[int, int], *, least: float = 0.5
) -> list[frozenset[int]]:
    """Groups of at least two documents; who is like one of a group belongs to it.

    `shared` has (document, cluster, characters): how much of a document stands in passages of a
    cluster. Two documents are alike if the passages that they share cover the share `least` of the
    shorter one. Documents without a length are left out.
    """
    parts: dict[int, dict[int, int]] = defaultdict(dict)
    for document, cluster, characters in shared:
        if document in lengths:
            parts[document][cluster] = characters
    root = {document: document for document in parts}
    for a, b in _pairs(parts, lengths, least):
        top, other = _top(root, a), _top(root, b)
        if top != other and _alike(parts, lengths, a, b, least):
            # The smaller id stands for a group, whatever the order of its pairs.
            root[max(top, other)] = min(top, other)
    groups: dict[int, set[int]] = defaultdict(set)
    for document in root:
        groups[_top(root, document)].add(document)
    return [frozenset(groups[one]) for one in sorted(groups) if len(groups[one]) > 1]


def _pairs(
    parts: Mapping[int, Mapping[int, int]], lengths: Mapping[int, int], least: float
) -> Iterator[tuple[int, int]]:
    """Those that share a passage, one of them mostly repeated: others cannot be alike."""
    together: dict[int, list[int]] = defaultdict(list)
    for document in sorted(parts):
        for cluster in parts[document]:
            together[cluster].append(document)
    mostly = {
        document
        for document, some in parts.items()
        if sum(some.values()) >= least * lengths[document]
    }
    for documents in together.values():
        for place, a in enumerate(documents):
            for b in documents[place + 1 : place + 1 + _COMPARED]:
                if a in mostly or b in mostly:
                    yield a, b


def _alike(
    parts: Mapping[int, Mapping[int, int]],
    lengths: Mapping[int, int],
    a: int,
    b: int,
    least: float,
) -> bool:
    here, there = parts[a], parts[b]
    both = sum(min(here[cluster], there[cluster]) for cluster in here.keys() & there.keys())
    return both >= least * min(lengths[a], lengths[b])


def _top(root: dict[int, int], document: int) -> int:
    while root[document] != document:
        root[document] = root[root[document]]
        document = root[document]
    return document
