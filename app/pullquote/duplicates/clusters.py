"""Clusters: all passages that repeat one another."""

from collections.abc import Iterable, Iterator, Sequence

from pullquote.duplicates.borders import Borders
from pullquote.duplicates.corpus import Corpus, Extent
from pullquote.duplicates.decisions import Decisions, meeting
from pullquote.duplicates.matches import Match
from pullquote.duplicates.pairs import pairs
from pullquote.duplicates.sets import Sets
from pullquote.duplicates.slivers import without_slivers

Clusters = list[list[Extent]]

_MOSTLY = 0.8


def clusters(
    corpus: Corpus, exact: Sequence[Match], loose: Sequence[Match], decided: Decisions
) -> Clusters:
    """Passages joined over their pairs; those of one document do not overlap.

    A dismissed cluster makes no borders: what it cut in two is whole again.
    """
    found = _clusters(corpus, exact, loose, decided)
    dismissed = _of_dismissed(found, decided)
    if not dismissed:
        return found
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
    for pair in sorted(found, key=lambda pair: (-pair.similarity, pair.a, pair.b)):
        sets.join(pair.a, pair.b)
    wordy = [cluster for cluster in sets.sets() if corpus.letters[slice(*cluster[0])].any()]
    whole = {side for match in [*exact, *same] for side in match.sides}
    return without_slivers(wordy, whole)


def _of_dismissed(found: Clusters, decided: Decisions) -> Clusters:
    passages = sorted(passage for cluster in found for passage in cluster)
    dismissed = decided.about("dismissed", passages)
    return [cluster for cluster in found if not dismissed.isdisjoint(cluster)]


def _lies_in(match: Match, passages: list[Extent]) -> bool:
    return all(_around(side, passages) for side in match.sides)


def _around(extent: Extent, passages: list[Extent]) -> list[Extent]:
    """The passage in which `extent` lies for the greatest part, if there is one."""
    near = meeting(extent, passages)
    return [passage for passage in near if extent.shared(passage) >= _MOSTLY * extent.words]
