"""The search for repeated passages and near-duplicate documents in a corpus."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

import numpy as np

from pullquote.duplicates.decisions import Decisions
from pullquote.duplicates.describe import clusters, document_order, found_passage
from pullquote.duplicates.groups import NEAR, Shares, groups
from pullquote.duplicates.matches.evidence import all_matches
from pullquote.duplicates.matches.matches import Matches, joined
from pullquote.duplicates.passages.passages import (
    Evidence,
    Passages,
    explained,
    found_passages,
    lying_in,
)
from pullquote.duplicates.values import DocumentGroup, Found, Name, WeakMatch
from pullquote.duplicates.words.boundaries import Boundaries
from pullquote.duplicates.words.corpus import Corpus, TokenRange
from pullquote.model.values import DuplicateDecision
from pullquote.text.tokens import Array


def find(
    documents: Iterable[tuple[Name, str]],
    *,
    published: Mapping[Name, str] | None = None,
    decisions: Collection[DuplicateDecision] = (),
    progress: Callable[[int, int], None] | None = None,
    with_weak: bool = True,
) -> Found:
    """All repeated passages; the order of `documents` makes no difference.

    `published` gives dates as text that sorts; copies are ordered by it, the undated last, then by
    document. `progress` is told the steps done and their number.
    """
    tell = _Steps(progress or (lambda _done, _total: None))
    corpus = Corpus(documents)
    tell.reach(1)
    boundaries = Boundaries(corpus)
    shown = all_matches(corpus, boundaries, tell.within)
    tell.reach(3)
    decided = Decisions(corpus, decisions)
    passages = decided_passages(corpus, shown.loose, shown.exact, decided)
    order = document_order(corpus, published or {})
    boilerplate = decided.about("boilerplate", passages.starts, passages.ends)
    marked = np.isin(passages.clusters, passages.clusters[boilerplate])
    described = tuple(clusters(corpus, boundaries, order, passages, decided))
    result = Found(
        clusters=described,
        groups=tuple(_groups(corpus, passages, marked, order)),
        weak=tuple(_weak(corpus, order, shown.weak, passages)) if with_weak else (),
    )
    tell.reach(4)
    return result


class _Steps:
    """Counts in hundredths of four steps, of which the second and third are one long one."""

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        self._tell = tell

    def reach(self, step: int) -> None:
        self._tell(100 * step, 400)

    def within(self, done: int, total: int) -> None:
        self._tell(100 + 200 * done // max(total, 1), 400)


def decided_passages(
    corpus: Corpus, loose: Matches, exact: Matches, decided: Decisions
) -> Passages:
    """A dismissed cluster makes no borders: what it cut in two is whole again."""
    same = decided.same()
    sizes = len(loose), len(exact), len(same)
    shown = Evidence(
        joined([loose, exact, same]),
        np.repeat([False, True, False], sizes),
        np.repeat([False, False, True], sizes),
    )
    found = found_passages(corpus, shown, decided.apart)
    dismissed = _of_dismissed(found, decided)
    if dismissed.any():
        # Its matches must go before borders are made: the words around would stay cut.
        shown = shown.take(np.flatnonzero(~lying_in(shown.matches, found.take(dismissed))))
        found = found_passages(corpus, shown, decided.apart)
        found = found.take(np.flatnonzero(~_of_dismissed(found, decided)))
    return found


def _of_dismissed(found: Passages, decided: Decisions) -> Array:
    about = decided.about("dismissed", found.starts, found.ends)
    return np.isin(found.clusters, found.clusters[about])


def _groups(
    corpus: Corpus, found: Passages, boilerplate: Array, order: Array
) -> Iterator[DocumentGroup]:
    shares = _shares(corpus, found, boilerplate)
    for group in groups(shares, order):
        names = tuple(corpus.names[document] for document in group.documents.tolist())
        yield DocumentGroup(names, tuple(group.coverage.tolist()))


# Words of a line that is furniture of a page rather than a sentence.
_FURNITURE = 12


def _shares(corpus: Corpus, found: Passages, boilerplate: Array) -> Shares:
    """Short lines are furniture, unless one is nearly all that a document says."""
    documents = corpus.owners[found.starts]
    words = found.ends - found.starts
    sizes = corpus.last - corpus.first
    lines = corpus.opens[found.starts] & corpus.opens[found.ends] & (words <= _FURNITURE)
    aside = boilerplate | (lines & (words < NEAR * sizes[documents]))
    np.subtract.at(sizes, documents[aside], words[aside])
    kept = ~aside
    return Shares(documents[kept], found.clusters[kept], words[kept], sizes)


def _weak(corpus: Corpus, order: Array, weak: Matches, found: Passages) -> Iterator[WeakMatch]:
    rest = weak.take(~explained(weak, found))
    owners = corpus.owners[rest.a], corpus.owners[rest.b]
    rest = rest.take(np.lexsort((rest.b, rest.a, order[owners[1]], order[owners[0]])))
    for a, a_end, b, b_end, similarity in zip(
        rest.a.tolist(),
        rest.a_end.tolist(),
        rest.b.tolist(),
        rest.b_end.tolist(),
        rest.similarity.tolist(),
        strict=True,
    ):
        sides = TokenRange(a, a_end), TokenRange(b, b_end)
        first, second = sorted(
            sides, key=lambda side: (order[corpus.document(side.start)], side.start)
        )
        yield WeakMatch(
            found_passage(corpus, first, 1), found_passage(corpus, second, 2), similarity
        )
