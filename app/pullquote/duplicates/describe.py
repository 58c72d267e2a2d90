"""Clusters as values: their copies in order, kind, similarity and public id."""

import hashlib
from collections.abc import Iterator, Mapping

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
from pullquote.text.tokens import Array

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


def clusters(
    corpus: Corpus,
    boundaries: Boundaries,
    order: Array,
    found: Passages,
    decided: Decisions,
) -> Iterator[FoundCluster]:
    """In the order of their first copies in the corpus; `order` as `document_order` gives it."""
    rows = np.lexsort((found.starts, order[corpus.owners[found.starts]], found.clusters))
    found = found.take(rows)
    boilerplate = _about(decided, found)
    keys, _ = line_keys(corpus, found.starts, found.ends - found.starts)
    lines = corpus.opens[found.starts] & corpus.opens[found.ends]
    lines &= found.ends - found.starts <= SHORT
    heads, ends = groups_of(found.clusters)
    describer = _Describer(corpus, boundaries, decided)
    first = found.starts[heads]
    for number in np.lexsort((first, order[corpus.owners[first]])).tolist():
        low, high = int(heads[number]), int(ends[number])
        extents = [
            TokenRange(*gaps)
            for gaps in zip(
                found.starts[low:high].tolist(), found.ends[low:high].tolist(), strict=True
            )
        ]
        _, different = np.unique(keys[low:high], return_index=True)
        is_line = bool(lines[low:high].all())
        marked = bool(boilerplate[low:high].any())
        cluster = describer.cluster(extents, different.tolist(), is_line, marked)
        if cluster is not None:
            yield cluster


def _about(decided: Decisions, found: Passages) -> Array:
    by_place = np.argsort(found.starts)
    marked = np.zeros(len(found.starts), np.bool_)
    marked[by_place] = decided.about("boilerplate", found.starts[by_place], found.ends[by_place])
    return marked


class _Describer:
    def __init__(self, corpus: Corpus, boundaries: Boundaries, decided: Decisions) -> None:
        self._corpus = corpus
        self._boundaries = boundaries
        self._boilerplate = decided.fingerprints("boilerplate")
        self._dismissed = decided.fingerprints("dismissed")

    def cluster(
        self, copies: list[TokenRange], different: list[int], lines: bool, boilerplate: bool
    ) -> FoundCluster | None:
        """None where it was dismissed; `different` are copies of all wordings."""
        words = " ".join(folded_words(self._corpus.words_of(copies[0])))
        fingerprint = hashlib.sha256(words.encode()).hexdigest()[:12]
        if fingerprint in self._dismissed:
            return None
        wordings = (copies[at] for at in different if at)
        similarity = min((likeness(self._corpus, copies[0], one) for one in wordings), default=1.0)
        return FoundCluster(
            fingerprint=fingerprint,
            kind=self._kind(copies, similarity, lines),
            similarity=similarity,
            boilerplate=boilerplate or fingerprint in self._boilerplate,
            passages=tuple(
                found_passage(self._corpus, extent, copy) for copy, extent in enumerate(copies, 1)
            ),
        )

    def _kind(self, copies: list[TokenRange], similarity: float, lines: bool) -> ClusterKind:
        if similarity == 1.0:
            return "line" if lines else "exact"
        return "quote" if all(map(self._is_quoted, copies)) else "near"

    def _is_quoted(self, extent: TokenRange) -> bool:
        quotations = self._boundaries.quotations(self._corpus.document(extent.start))
        around = (quotations[:, 0] <= extent.start) & (extent.end <= quotations[:, 1])
        return bool(around.any())


def found_passage(corpus: Corpus, extent: TokenRange, copy: int) -> FoundPassage:
    document = corpus.document(extent.start)
    span = corpus.span(extent)
    return FoundPassage(corpus.names[document], span.start, span.end, copy)


def likeness(corpus: Corpus, a: TokenRange, b: TokenRange) -> float:
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
