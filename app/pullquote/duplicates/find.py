"""The search for repeated passages and near-duplicate documents in a corpus."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

from pullquote.duplicates.boundaries import Boundaries
from pullquote.duplicates.clusters import Sets, find_clusters, unexplained
from pullquote.duplicates.corpus import Corpus, TokenRange
from pullquote.duplicates.decisions import Decisions
from pullquote.duplicates.describe import ClusterDescriber
from pullquote.duplicates.evidence import evidence
from pullquote.duplicates.matches import Match
from pullquote.duplicates.values import Found, Name
from pullquote.model.values import DuplicateDecision

_STEPS = 4


def find(
    documents: Iterable[tuple[Name, str]],
    *,
    published: Mapping[Name, str] | None = None,
    decisions: Collection[DuplicateDecision] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Found:
    """All repeated passages; the order of `documents` makes no difference.

    `published` gives dates as text that sorts; copies are ordered by it, the undated last, then by
    document. `progress` is told the steps done and their number.
    """
    tell = progress or (lambda _done, _total: None)
    corpus = Corpus(documents)
    tell(1, _STEPS)
    boundaries = Boundaries(corpus)
    shown = evidence(corpus, boundaries)
    tell(2, _STEPS)
    decided = Decisions(corpus, decisions)
    found = find_clusters(corpus, shown.exact, shown.loose, decided)
    tell(3, _STEPS)
    describer = ClusterDescriber(corpus, boundaries, published or {}, decided)
    near_duplicates = groups(corpus, [*shown.exact, *shown.loose])
    result = Found(
        clusters=tuple(describer.clusters(found)),
        groups=tuple(map(describer.group, near_duplicates)),
        weak=tuple(describer.weak(match) for match in unexplained(shown.weak, found)),
    )
    tell(_STEPS, _STEPS)
    return result


# Two documents belong together if they share so much of the shorter and so much of the longer:
# a story and its first half do, an article and its teaser do not.
_OF_SHORTER, _OF_LONGER = 0.8, 0.3

Shared = dict[tuple[int, int], list[TokenRange]]


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
    inside: dict[int, list[TokenRange]] = defaultdict(list)
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
            shared[a, b].append(TokenRange(match.a, match.a_end))
            shared[b, a].append(TokenRange(match.b, match.b_end))
    return shared


def _share(corpus: Corpus, document: int, extents: list[TokenRange]) -> float:
    first, last = corpus.bounds(document)
    words, done = 0, first
    for start, end in sorted(extents):
        words += max(0, end - max(start, done))
        done = max(done, end)
    return words / (last - first)
