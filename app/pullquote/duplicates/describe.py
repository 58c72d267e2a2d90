"""Clusters as values: their copies in order, kind, similarity and public id."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Indel

from pullquote.duplicates.compare import folded_letters, folded_words
from pullquote.duplicates.decisions import Decisions
from pullquote.duplicates.matches.lines import SHORT, line_keys
from pullquote.duplicates.passages.passages import Passages
from pullquote.duplicates.values import FoundCluster, FoundPassage, Name
from pullquote.duplicates.words.arrays import groups_of
from pullquote.duplicates.words.boundaries import Boundaries
from pullquote.duplicates.words.corpus import Corpus, TokenRange
from pullquote.model.values import ClusterKind
from pullquote.text.token_arrays import Array, mixed

# Sorts behind every date.
_UNDATED = "~"


def document_order(corpus: Corpus, published: Mapping[Name, str]) -> Array:
    """The place of each document in the order of copies: by date, undated last, then by name."""

    def order(document: int) -> tuple[str, bool, Name]:
        name = corpus.names[document]
        return published.get(name, _UNDATED), isinstance(name, str), name

    places = np.empty(len(corpus.names), np.int64)
    places[sorted(range(len(corpus.names)), key=order)] = np.arange(len(corpus.names))
    return places


class PassageSpans(NamedTuple):
    """The characters, from `first` to before `after`, of what lies between two gaps; in order of
    the gaps. -1 where they are not known.
    """

    starts: Array
    ends: Array
    first: Array
    after: Array


class ClusterDescriber:
    """Clusters by number, in the order of their first copies by `order`, as `document_order` has
    it.
    """

    def __init__(
        self,
        corpus: Corpus,
        boundaries: Boundaries,
        order: Array,
        found: Passages,
        decided: Decisions,
        *,
        called: Sequence[Name] | None = None,
        spans: PassageSpans | None = None,
    ) -> None:
        """Documents are `called` so, by number; what is known of `spans` is not looked for."""
        self._corpus = corpus
        self._called = corpus.names if called is None else called
        self._boundaries = boundaries
        # By document where quotations start, and how far those up to there reach.
        self._quoted: dict[int, tuple[Array, Array]] = {}
        self._by_fingerprint = decided.fingerprints("boilerplate")
        self._dismissed = decided.fingerprints("dismissed")
        rows = np.lexsort((found.starts, order[corpus.owners[found.starts]], found.clusters))
        found = found.take(rows)
        heads, ends = groups_of(found.clusters)
        first = found.starts[heads]
        numbers = np.lexsort((first, order[corpus.owners[first]]))
        self._heads, self._ends = heads[numbers], ends[numbers]
        self._starts, self._gaps = found.starts, found.ends
        self._boilerplate = _about(decided, found)
        self._first, self._after = (np.full(len(found.starts), -1, np.int64) for _ in range(2))
        if spans is not None and len(spans.starts):
            at = np.minimum(np.searchsorted(spans.starts, found.starts), len(spans.starts) - 1)
            same = (spans.starts[at] == found.starts) & (spans.ends[at] == found.ends)
            self._first[same], self._after[same] = spans.first[at[same]], spans.after[at[same]]

    def __len__(self) -> int:
        return len(self._heads)

    def signatures(self, identities: Array) -> Array:
        """For each cluster a number that changes with its copies, their order, and what they are.

        `identities` are numbers of the documents that are the same at all times.
        """
        owners = self._corpus.owners[self._starts]
        start = (self._starts - self._corpus.first[owners]).astype(np.uint64)
        words = (self._gaps - self._starts).astype(np.uint64)
        spread = mixed(mixed(identities[owners] + start) + words)
        spread += self._boilerplate.astype(np.uint64)
        return self._sums(mixed(spread + np.arange(len(spread), dtype=np.uint64) - self._before()))

    def _before(self) -> Array:
        """The number of copies before the first of its cluster, for each copy."""
        found = np.zeros(len(self._starts), np.uint64)
        for_heads = np.sort(self._heads)
        lengths = np.diff(np.append(for_heads, len(self._starts)))
        found[:] = np.repeat(for_heads, lengths).astype(np.uint64)
        return found

    def _sums(self, values: Array) -> Array:
        if not len(self._heads):
            return np.zeros(0, np.uint64)
        by_place = np.argsort(self._heads)
        found = np.zeros(len(self._heads), np.uint64)
        found[by_place] = np.add.reduceat(values, self._heads[by_place])
        return found

    def spans(self) -> PassageSpans:
        """Those that are known by now."""
        order = np.argsort(self._starts)
        columns = (self._starts, self._gaps, self._first, self._after)
        return PassageSpans(*(column[order] for column in columns))

    def clusters(self, numbers: Iterable[int]) -> Iterator[tuple[int, FoundCluster]]:
        """Some of them with their numbers; those that were dismissed are left out."""
        opens = self._corpus.opens
        lines = opens[self._starts] & opens[self._gaps] & (self._gaps - self._starts <= SHORT)
        for number in numbers:
            rows = slice(int(self._heads[number]), int(self._ends[number]))
            found = self._cluster(rows, bool(lines[rows].all()))
            if found is not None:
                yield number, found

    def _cluster(self, rows: slice, lines: bool) -> FoundCluster | None:
        """None where it was dismissed."""
        starts, gaps = self._starts[rows], self._gaps[rows]
        first = TokenRange(int(starts[0]), int(gaps[0]))
        words = " ".join(folded_words(self._corpus.words_of(first)))
        fingerprint = hashlib.sha256(words.encode()).hexdigest()[:12]
        if fingerprint in self._dismissed:
            return None
        keys, _ = line_keys(self._corpus, starts, gaps - starts)
        _, different = np.unique(keys, return_index=True)
        wordings = (TokenRange(int(starts[at]), int(gaps[at])) for at in different.tolist() if at)
        similarity = min(
            (wording_likeness(self._corpus, first, one) for one in wordings), default=1.0
        )
        return FoundCluster(
            fingerprint=fingerprint,
            kind=self._kind(rows, similarity, lines),
            similarity=similarity,
            boilerplate=bool(self._boilerplate[rows].any()) or fingerprint in self._by_fingerprint,
            passages=tuple(self._passages(rows)),
        )

    def _passages(self, rows: slice) -> Iterator[FoundPassage]:
        for at in (np.flatnonzero(self._first[rows] < 0) + rows.start).tolist():
            span = self._corpus.span(TokenRange(int(self._starts[at]), int(self._gaps[at])))
            self._first[at], self._after[at] = span.start, span.end
        owners = self._corpus.owners[self._starts[rows]].tolist()
        names = [self._called[owner] for owner in owners]
        first, after = self._first[rows].tolist(), self._after[rows].tolist()
        return map(FoundPassage, names, first, after, range(1, len(names) + 1))

    def _kind(self, rows: slice, similarity: float, lines: bool) -> ClusterKind:
        if similarity == 1.0:
            return "line" if lines else "exact"
        ends = zip(self._starts[rows].tolist(), self._gaps[rows].tolist(), strict=True)
        return "quote" if all(self._is_quoted(TokenRange(*one)) for one in ends) else "near"

    def _is_quoted(self, extent: TokenRange) -> bool:
        document = self._corpus.document(extent.start)
        if document not in self._quoted:
            rows = self._boundaries.quotations(document)
            self._quoted[document] = rows[:, 0], np.maximum.accumulate(rows[:, 1])
        starts, reached = self._quoted[document]
        before = int(np.searchsorted(starts, extent.start, "right"))
        return before > 0 and bool(reached[before - 1] >= extent.end)


def _about(decided: Decisions, found: Passages) -> Array:
    by_place = np.argsort(found.starts)
    marked = np.zeros(len(found.starts), np.bool_)
    marked[by_place] = decided.about("boilerplate", found.starts[by_place], found.ends[by_place])
    return marked


def found_passage(corpus: Corpus, extent: TokenRange, copy: int) -> FoundPassage:
    document = corpus.document(extent.start)
    span = corpus.span(extent)
    return FoundPassage(corpus.names[document], span.start, span.end, copy)


def wording_likeness(corpus: Corpus, a: TokenRange, b: TokenRange) -> float:
    """The share of equal words among those of both; spaces and hyphens make no difference."""
    left, right = (corpus.keys[slice(*extent)].tolist() for extent in (a, b))
    if left == right:
        return 1.0
    alike = float(Indel.normalized_similarity(left, right))
    before = next(at for at in range(len(left) + 1) if left[at : at + 1] != right[at : at + 1])
    texts = [corpus.texts[corpus.document(start)] for start, _ in (a, b)]
    places = [
        slice(int(corpus.starts[start + before]), int(corpus.ends[end - 1]))
        for start, end in (a, b)
    ]
    one, other = (text[place] for text, place in zip(texts, places, strict=True))
    if _plainly_unequal(one[:_GLANCE], other[:_GLANCE]):
        return alike
    return 1.0 if folded_letters(one) == folded_letters(other) else alike


_GLANCE = 12


def _plainly_unequal(a: str, b: str) -> bool:
    """Two words in plain letters that differ tell that the rest does not say the same."""
    one, other = a.partition(" ")[0].lower(), b.partition(" ")[0].lower()
    plain = one.isascii() and other.isascii() and one.isalnum() and other.isalnum()
    return plain and not (one.startswith(other) or other.startswith(one))
