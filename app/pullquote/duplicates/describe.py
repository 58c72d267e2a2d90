"""Clusters as values: their copies in order, kind, similarity and public id."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pullquote.duplicates.boundaries import Boundaries
from pullquote.duplicates.compare import folded_words, likeness
from pullquote.duplicates.corpus import Corpus, TokenRange
from pullquote.duplicates.decisions import Decisions
from pullquote.duplicates.lines import SHORT
from pullquote.duplicates.matches import Match
from pullquote.duplicates.values import DocumentGroup, FoundCluster, FoundPassage, Name, WeakMatch
from pullquote.model.values import ClusterKind

# Sorts behind every date.
_UNDATED = "~"


class ClusterDescriber:
    """`published` gives the dates by which copies are ordered, as sortable text."""

    def __init__(
        self,
        corpus: Corpus,
        boundaries: Boundaries,
        published: Mapping[Name, str],
        decided: Decisions,
    ) -> None:
        self._corpus = corpus
        self._boundaries = boundaries
        self._published = published
        self._decided = decided

    def clusters(self, found: Sequence[Sequence[TokenRange]]) -> Iterator[FoundCluster]:
        passages = sorted(passage for cluster in found for passage in cluster)
        boilerplate = self._decided.about("boilerplate", passages)
        names = self._decided.fingerprints("boilerplate")
        dismissed = self._decided.fingerprints("dismissed")
        for extents in found:
            cluster = self._cluster(extents)
            if cluster.fingerprint in dismissed:
                continue
            if cluster.fingerprint in names or not boilerplate.isdisjoint(extents):
                cluster = replace(cluster, boilerplate=True)
            yield cluster

    def _cluster(self, extents: Sequence[TokenRange]) -> FoundCluster:
        copies = sorted(extents, key=self._order)
        words = folded_words(self._text(copies[0]))
        similarity = self._similarity(words, copies)
        return FoundCluster(
            fingerprint=hashlib.sha256(" ".join(words).encode()).hexdigest()[:12],
            kind=self._kind(copies, similarity),
            similarity=similarity,
            boilerplate=False,
            passages=tuple(self._passage(extent, copy) for copy, extent in enumerate(copies, 1)),
        )

    def _similarity(self, words: list[str], copies: Sequence[TokenRange]) -> float:
        """Of the copy least like the first, which has these words."""
        # Most copies are equal word for word: only different wordings are compared, which matters
        # where a cluster has thousands.
        keys = [self._corpus.keys[slice(*extent)].tobytes() for extent in copies]
        different = {key: copy for key, copy in zip(keys, copies, strict=True) if key != keys[0]}
        texts = map(self._text, different.values())
        return min((likeness(words, folded_words(text)) for text in texts), default=1.0)

    def group(self, coverage: Mapping[int, float]) -> DocumentGroup:
        ordered = sorted(coverage, key=lambda document: self._document_order(document))
        names = tuple(self._corpus.names[document] for document in ordered)
        return DocumentGroup(names, tuple(coverage[document] for document in ordered))

    def weak(self, match: Match) -> WeakMatch:
        sides = sorted(match.sides, key=self._order)
        a, b = (self._passage(side, copy) for copy, side in enumerate(sides, 1))
        return WeakMatch(a, b, match.similarity)

    def _order(self, extent: TokenRange) -> tuple[str, bool, Name, int]:
        return (*self._document_order(self._corpus.document(extent.start)), extent.start)

    def _document_order(self, document: int) -> tuple[str, bool, Name]:
        name = self._corpus.names[document]
        return self._published.get(name, _UNDATED), isinstance(name, str), name

    def _passage(self, extent: TokenRange, copy: int) -> FoundPassage:
        span = self._corpus.span(extent)
        name = self._corpus.names[self._corpus.document(extent.start)]
        return FoundPassage(name, span.start, span.end, copy)

    def _text(self, extent: TokenRange) -> str:
        return self._corpus.span(extent).of(self._corpus.texts[self._corpus.document(extent.start)])

    def _kind(self, copies: Sequence[TokenRange], similarity: float) -> ClusterKind:
        if similarity == 1.0:
            return "line" if all(map(self._is_short_line, copies)) else "exact"
        return "quote" if all(map(self._is_quoted, copies)) else "near"

    def _is_short_line(self, extent: TokenRange) -> bool:
        opens = self._corpus.opens
        return bool(extent.words <= SHORT and opens[extent.start] and opens[extent.end])

    def _is_quoted(self, extent: TokenRange) -> bool:
        quotations = self._boundaries.quotations(self._corpus.document(extent.start))
        return any(start <= extent.start and extent.end <= end for start, end in quotations)
