"""The search for repeated passages in a corpus, from texts to clusters."""

from collections.abc import Callable, Collection, Iterable, Mapping

from pullquote.duplicates.boundaries import Boundaries
from pullquote.duplicates.clusters import clusters, unexplained
from pullquote.duplicates.corpus import Corpus
from pullquote.duplicates.decisions import Decisions
from pullquote.duplicates.described import Describer
from pullquote.duplicates.evidence import evidence
from pullquote.duplicates.groups import groups
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
    found = clusters(corpus, shown.exact, shown.loose, decided)
    tell(3, _STEPS)
    describer = Describer(corpus, boundaries, published or {}, decided)
    near_duplicates = groups(corpus, [*shown.exact, *shown.loose])
    result = Found(
        clusters=tuple(describer.clusters(found)),
        groups=tuple(map(describer.group, near_duplicates)),
        weak=tuple(describer.weak(match) for match in unexplained(shown.weak, found)),
    )
    tell(_STEPS, _STEPS)
    return result
