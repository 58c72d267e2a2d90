"""The search for repeated passages and near-duplicate documents in a corpus."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

import numpy as np

from pullquote.duplicates.decisions import Decisions
from pullquote.duplicates.describe import ClusterDescriber, document_order, found_passage
from pullquote.duplicates.groups import NEAR, DocumentShares, groups
from pullquote.duplicates.matches.evidence import fixed_matches, word_matches
from pullquote.duplicates.matches.matches import Matches, joined
from pullquote.duplicates.matches.pairs import PairMatches
from pullquote.duplicates.passages.passages import (
    Evidence,
    Passages,
    explained,
    found_passages,
    lying_in,
)
from pullquote.duplicates.values import DocumentGroup, Found, Name, WeakMatch
from pullquote.duplicates.words.boundaries import Boundaries
from pullquote.duplicates.words.corpus import Corpus, TokenRange, read_corpus
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
    tell = Steps(progress or (lambda _done, _total: None))
    corpus = read_corpus(documents)
    boundaries = Boundaries(corpus)
    search = Search(corpus, boundaries, published or {}, Decisions(corpus, decisions), tell)
    describer = search.describer()
    result = Found(
        clusters=tuple(one for _, one in describer.clusters(range(len(describer)))),
        groups=tuple(search.groups()),
        weak=tuple(search.weak()) if with_weak else (),
    )
    tell.reach(4)
    return result


class Search:
    """One search: what pairs of documents share, and the passages that follow from it.

    `packed` and `known` are of an earlier search, as in `evidence.word_matches`.
    """

    def __init__(
        self,
        corpus: Corpus,
        boundaries: Boundaries,
        published: Mapping[Name, str],
        decided: Decisions,
        tell: "Steps",
        *,
        packed: Array | None = None,
        known: PairMatches | None = None,
    ) -> None:
        self._corpus = corpus
        self._boundaries = boundaries
        self._decided = decided
        tell.reach(1)
        self.pairs = word_matches(corpus, boundaries, tell.within, packed=packed, known=known)
        exact = fixed_matches(corpus, boundaries, self.pairs.strong)
        tell.reach(3)
        self.passages = decided_passages(corpus, self.pairs.strong, exact, decided)
        self.order = document_order(corpus, published)
        found = self.passages
        about = decided.about("boilerplate", found.starts, found.ends)
        self._boilerplate = np.isin(found.clusters, found.clusters[about])

    def describer(self) -> ClusterDescriber:
        return ClusterDescriber(
            self._corpus, self._boundaries, self.order, self.passages, self._decided
        )

    def groups(self) -> Iterator[DocumentGroup]:
        shares = _shares(self._corpus, self.passages, self._boilerplate)
        for group in groups(shares, self.order):
            names = tuple(self._corpus.names[document] for document in group.documents.tolist())
            yield DocumentGroup(names, tuple(group.coverage.tolist()))

    def weak(self) -> Iterator[WeakMatch]:
        return _weak(self._corpus, self.order, self.pairs.weak, self.passages)


class Steps:
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


# Words of a line that is furniture of a page rather than a sentence.
_FURNITURE = 12


def _shares(corpus: Corpus, found: Passages, boilerplate: Array) -> DocumentShares:
    """Short lines are furniture, unless one is nearly all that a document says."""
    documents = corpus.owners[found.starts]
    words = found.ends - found.starts
    sizes = corpus.last - corpus.first
    lines = corpus.opens[found.starts] & corpus.opens[found.ends] & (words <= _FURNITURE)
    aside = boilerplate | (lines & (words < NEAR * sizes[documents]))
    np.subtract.at(sizes, documents[aside], words[aside])
    kept = ~aside
    return DocumentShares(documents[kept], found.clusters[kept], words[kept], sizes)


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
