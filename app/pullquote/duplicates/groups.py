"""Near-duplicate documents: those that share most of their words."""

from collections import defaultdict
from collections.abc import Iterable

from pullquote.duplicates.corpus import Corpus, Extent
from pullquote.duplicates.matches import Match
from pullquote.duplicates.sets import Sets

# Two documents belong together if they share so much of the shorter and so much of the longer:
# a story and its first half do, an article and its teaser do not.
_OF_SHORTER, _OF_LONGER = 0.8, 0.3

Shared = dict[tuple[int, int], list[Extent]]


def groups(corpus: Corpus, matches: Iterable[Match]) -> list[dict[int, float]]:
    """Documents that belong together, if need be over others, each with its coverage.

    The coverage is the share of a document's words that stand in others of its group.
    """
    shared = _shared(corpus, matches)
    together: Sets[int] = Sets()
    for a, b in shared:
        if a < b:
            longer, shorter = sorted(
                (_share(corpus, a, shared[a, b]), _share(corpus, b, shared[b, a]))
            )
            if longer >= _OF_LONGER and shorter >= _OF_SHORTER:
                together.join(a, b)
    found = together.sets()
    group_of = {document: number for number, group in enumerate(found) for document in group}
    inside: dict[int, list[Extent]] = defaultdict(list)
    for (a, b), extents in shared.items():
        if a in group_of and group_of[a] == group_of.get(b):
            inside[a] += extents
    return [{a: _share(corpus, a, inside[a]) for a in group} for group in found]


def _shared(corpus: Corpus, matches: Iterable[Match]) -> Shared:
    """For two documents, in this order, the words of the first that match the second."""
    shared: Shared = defaultdict(list)
    for match in matches:
        a, b = corpus.document(match.a), corpus.document(match.b)
        if a != b:
            shared[a, b].append(Extent(match.a, match.a_end))
            shared[b, a].append(Extent(match.b, match.b_end))
    return shared


def _share(corpus: Corpus, document: int, extents: list[Extent]) -> float:
    first, last = corpus.bounds(document)
    words, done = 0, first
    for start, end in sorted(extents):
        words += max(0, end - max(start, done))
        done = max(done, end)
    return words / (last - first)
