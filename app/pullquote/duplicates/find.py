"""The search for repeated passages and near-duplicate documents in a corpus."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from pullquote.duplicates.decisions import Decisions
from pullquote.duplicates.describe import (
    ClusterDescriber,
    PassageSpans,
    document_order,
    found_passage,
)
from pullquote.duplicates.index import WordIndex, index_part
from pullquote.duplicates.known import (
    LINE,
    OPENED,
    QUOTE,
    SAME,
    STRONG,
    Known,
    nothing_known,
    proofs_of,
    with_proofs,
    without_proofs,
)
from pullquote.duplicates.matches.evidence import Tell, new_word_matches, word_matches
from pullquote.duplicates.matches.lines import equal_lines, line_postings, opened_lines
from pullquote.duplicates.matches.links import CorpusChange, postings_of
from pullquote.duplicates.matches.matches import Matches
from pullquote.duplicates.matches.pairs import PairMatches, pair_codes
from pullquote.duplicates.matches.quotes import (
    places_of,
    quotation_units,
    quote_matches,
    quote_postings,
)
from pullquote.duplicates.near_documents import NEAR, DocumentShares, Kin
from pullquote.duplicates.passages.passages import Passages, explained, lying_in, settled
from pullquote.duplicates.values import DocumentGroup, Found, Name, WeakMatch
from pullquote.duplicates.words.arrays import among
from pullquote.duplicates.words.boundaries import Boundaries
from pullquote.duplicates.words.corpus import Corpus, TokenRange, read_corpus
from pullquote.model.values import DuplicateDecision
from pullquote.text.token_arrays import Array


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
    tell.reach(1)
    units = quotation_units(corpus, boundaries.all_quotations())
    index = WordIndex([index_part(corpus, units)], units)
    decided = Decisions(corpus, decisions)
    searched = search(corpus, boundaries, index, decided, tell.within)
    tell.reach(3)
    repeats = Repeats(corpus, boundaries, searched.known, decided, published or {})
    describer = repeats.describer()
    result = Found(
        clusters=tuple(one for _, one in describer.clusters(range(len(describer)))),
        groups=tuple(repeats.groups()),
        weak=tuple(repeats.weak(searched.pairs.weak)) if with_weak else (),
    )
    tell.reach(4)
    return result


class Searched(NamedTuple):
    """`pairs` of documents that were worth a look, or became so, and what is known now."""

    pairs: PairMatches
    known: Known


def search(
    corpus: Corpus,
    boundaries: Boundaries,
    index: WordIndex,
    decided: Decisions,
    tell: Tell,
    pairs: PairMatches | None = None,
) -> Searched:
    """Looks at all; what `pairs` hold is not looked for again, as in `evidence.word_matches`."""
    (part,) = index.parts
    found = word_matches(corpus, boundaries, tell, packed=part.grams, known=pairs)
    documents = np.arange(len(corpus.names))
    proofs = proofs_of(
        [
            (STRONG, found.strong),
            (LINE, equal_lines(corpus, part.lines)),
            (OPENED, opened_lines(corpus, documents)),
            (QUOTE, quote_matches(corpus, index.units, part.quotes, documents >= 0)),
            (SAME, decided.same()),
        ]
    )
    nothing = nothing_known(corpus)
    none = np.empty(0, np.int64)
    return Searched(found, with_proofs(corpus, nothing, none > 0, proofs, none, decided.apart))


class SearchAgain:
    """A search from where an earlier one has left it: only what is concerned is looked up."""

    def __init__(
        self, corpus: Corpus, index: WordIndex, change: CorpusChange, known: Known
    ) -> None:
        self._corpus = corpus
        self._index = index
        self._change = change
        self._known = known
        self._kinds = known.proofs.kinds
        self._gone = np.zeros(len(self._kinds), np.bool_)
        matches = known.proofs.matches
        self._owners = corpus.owners[matches.a], corpus.owners[matches.b]

    def search(
        self,
        boundaries: Boundaries,
        decided: Decisions,
        parted: Array,
        pairs: tuple[Array, Array],
        tell: Tell,
    ) -> tuple[Array, Searched]:
        """Which of the `pairs` of documents that were worth a look still are, and what is new.

        `parted` as in `known.with_proofs`.
        """
        corpus, change = self._corpus, self._change
        stay = np.ones(len(pairs[0]), np.bool_)
        none = np.empty(0, np.int64)
        new = PairMatches(none, none, proofs_of([]).matches, proofs_of([]).matches)
        found: list[tuple[int, Matches]] = []
        if len(change.concerned):
            stay, new = new_word_matches(corpus, boundaries, tell, change, self._index.grams, pairs)
            self._leave_pairs(pairs, stay)
            found = [(STRONG, new.strong), *self._lines(), (QUOTE, self._quotes())]
        self._gone |= self._kinds == SAME
        proofs = proofs_of([*found, (SAME, decided.same())])
        known = with_proofs(corpus, self._known, self._gone, proofs, parted, decided.apart)
        return stay, Searched(new, known)

    def _leave_pairs(self, pairs: tuple[Array, Array], stay: Array) -> None:
        size = len(self._corpus.names)
        gone = pairs[0][~stay].astype(np.int64) * size + pairs[1][~stay]
        codes = pair_codes(self._corpus, self._known.proofs.matches)
        self._gone |= (self._kinds == STRONG) & among(codes, gone)

    def _lines(self) -> Iterator[tuple[int, Matches]]:
        corpus, change = self._corpus, self._change
        keys = line_postings(corpus, change.concerned).keys
        found = postings_of(self._index.lines, keys)
        starts = self._known.proofs.matches.b
        self._gone |= (self._kinds == LINE) & among(starts, found.rows)
        self._gone |= (self._kinds == OPENED) & ~change.after[self._owners[0]]
        yield LINE, equal_lines(corpus, found.take(change.after[corpus.owners[found.rows]]))
        yield OPENED, opened_lines(corpus, np.flatnonzero(change.added))

    def _quotes(self) -> Matches:
        corpus, change, index = self._corpus, self._change, self._index
        documents = np.zeros(len(corpus.names), np.bool_)
        documents[change.concerned] = True
        found = postings_of(index.quotes, quote_postings(corpus, index.units, documents).keys)
        owners = corpus.owners[places_of(found)]
        stand = change.either[owners]
        relinked = change.relinked(found.keys[stand], owners[stand], corpus.ranks)
        found = postings_of(index.quotes, quote_postings(corpus, index.units, relinked).keys)
        self._gone |= (self._kinds == QUOTE) & (relinked | ~change.after)[self._owners[1]]
        found = found.take(change.after[corpus.owners[places_of(found)]])
        return quote_matches(corpus, index.units, found, relinked)


class Repeats:
    """What follows from what is known: passages, clusters, near documents."""

    def __init__(
        self,
        corpus: Corpus,
        boundaries: Boundaries,
        known: Known,
        decided: Decisions,
        published: Mapping[Name, str],
    ) -> None:
        self._corpus = corpus
        self._boundaries = boundaries
        self._decided = decided
        self.passages = found = decided_passages(corpus, known, decided)
        self.order = document_order(corpus, published)
        about = decided.about("boilerplate", found.starts, found.ends)
        self._boilerplate = among(found.clusters, found.clusters[about])

    def describer(
        self, called: Sequence[Name] | None = None, spans: PassageSpans | None = None
    ) -> ClusterDescriber:
        """`called` and `spans` as `ClusterDescriber` has them."""
        return ClusterDescriber(
            self._corpus,
            self._boundaries,
            self.order,
            self.passages,
            self._decided,
            called=called,
            spans=spans,
        )

    def kin(self) -> Kin:
        return Kin(_shares(self._corpus, self.passages, self._boilerplate), self.order)

    def cluster_names(self) -> Array:
        """For each number of a cluster the place of its first passage."""
        found = self.passages
        names = np.full(int(found.clusters.max(initial=-1)) + 1, len(self._corpus), np.int64)
        np.minimum.at(names, found.clusters, found.starts)
        return names.astype(np.uint64)

    def groups(self) -> Iterator[DocumentGroup]:
        """Those of an earlier first document first."""
        kin = self.kin()
        found = [group for family in kin.families() for group in kin.groups(family)]
        for group in sorted(found, key=lambda one: int(self.order[one.documents[0]])):
            names = tuple(self._corpus.names[one] for one in group.documents.tolist())
            yield DocumentGroup(names, tuple(group.coverage.tolist()))

    def weak(self, weak: Matches) -> Iterator[WeakMatch]:
        return _weak(self._corpus, self.order, weak, self.passages)


class Steps:
    """Counts in hundredths of four steps, of which the second and third are one long one."""

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        self._tell = tell

    def reach(self, step: int) -> None:
        self._tell(100 * step, 400)

    def within(self, done: int, total: int) -> None:
        self._tell(100 + 200 * done // max(total, 1), 400)


def decided_passages(corpus: Corpus, known: Known, decided: Decisions) -> Passages:
    """A dismissed cluster makes no borders: what it cut in two is whole again."""
    found = settled(corpus, known.passages)
    dismissed = _of_dismissed(found, decided)
    if dismissed.any():
        # Its matches must go before borders are made: the words around would stay cut.
        gone = lying_in(known.proofs.matches, found.take(dismissed)) & ~known.proofs.hidden
        found = settled(corpus, without_proofs(corpus, known, gone, decided.apart).passages)
        found = found.take(np.flatnonzero(~_of_dismissed(found, decided)))
    return found


def _of_dismissed(found: Passages, decided: Decisions) -> Array:
    about = decided.about("dismissed", found.starts, found.ends)
    return among(found.clusters, found.clusters[about])


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
