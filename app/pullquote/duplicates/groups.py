"""Near documents: those of which the shorter stands, for the greatest part, in the other too."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from pullquote.duplicates.words.arrays import changes, ranges, sums
from pullquote.text.tokens import Array

# So much of the shorter document stands in the other.
NEAR = 0.8
# What stands in more documents is furniture, where it is not nearly all of a document.
_MANY = 2_000


class DocumentShares(NamedTuple):
    """Passages that are no furniture and no boilerplate: their document, cluster and words.

    `sizes` are the words of all documents, furniture and boilerplate left out.
    """

    documents: Array
    clusters: Array
    words: Array
    sizes: Array


class NearDocuments(NamedTuple):
    """Documents, the earliest first, and the share of each that stands in the earliest; of the
    earliest itself, that which stands in the others.
    """

    documents: Array
    coverage: Array


def groups(shares: DocumentShares, order: Array) -> Iterator[NearDocuments]:
    """A group is what is near its earliest member by `order`: no chains."""
    near = _Near(_counted(shares))
    grouped = np.zeros(len(shares.sizes), np.bool_)
    for document in np.argsort(order, kind="stable").tolist():
        if grouped[document] or not near.has(document):
            continue
        others, coverage, own = near.to(document, grouped)
        if len(others):
            ordered = np.argsort(order[others], kind="stable")
            members = np.append(document, others[ordered])
            grouped[members] = True
            yield NearDocuments(members, np.append(own, coverage[ordered]))


def _counted(shares: DocumentShares) -> DocumentShares:
    order = np.lexsort((shares.documents, shares.clusters))
    documents, clusters = shares.documents[order], shares.clusters[order]
    first = changes(clusters, documents)
    _, inverse = np.unique(clusters, return_inverse=True)
    counts = np.bincount(inverse, first)[inverse]
    most = shares.words[order] >= NEAR * shares.sizes[documents]
    kept = order[(counts <= _MANY) | most]
    return DocumentShares(
        shares.documents[kept], shares.clusters[kept], shares.words[kept], shares.sizes
    )


class _Near:
    def __init__(self, shares: DocumentShares) -> None:
        by_document = np.lexsort((shares.clusters, shares.documents))
        self._clusters = shares.clusters[by_document]
        self._words = shares.words[by_document]
        self._first = np.searchsorted(
            shares.documents[by_document], np.arange(len(shares.sizes) + 1)
        )
        by_cluster = np.argsort(shares.clusters, kind="stable")
        self._documents_in = shares.documents[by_cluster]
        self._words_in = shares.words[by_cluster]
        self._clusters_in = shares.clusters[by_cluster]
        self._sizes = shares.sizes

    def has(self, document: int) -> bool:
        """Whether it has passages at all."""
        return bool(self._first[document] < self._first[document + 1])

    def to(self, document: int, left_out: Array) -> tuple[Array, Array, float]:
        """Documents near this one, which share of each stands in it, and which of it in them."""
        mine = slice(self._first[document], self._first[document + 1])
        clusters = np.unique(self._clusters[mine])
        start = np.searchsorted(self._clusters_in, clusters)
        counts = np.searchsorted(self._clusters_in, clusters, "right") - start
        at = ranges(start, counts)
        documents, words = self._documents_in[at], self._words_in[at]
        others, inverse = np.unique(documents, return_inverse=True)
        theirs = np.bincount(inverse, words)
        # Of this document's words, those of the clusters that the other has too.
        own_words = sums(
            self._words[mine],
            np.bincount(np.searchsorted(clusters, self._clusters[mine]), minlength=len(clusters)),
        )
        which = np.repeat(np.arange(len(clusters)), counts)
        pair = np.unique(inverse * len(clusters) + which)
        ours = np.bincount(pair // len(clusters), own_words[pair % len(clusters)])
        size = self._sizes[document]
        shorter = np.where(self._sizes[others] <= size, theirs / self._sizes[others], ours / size)
        near = (shorter >= NEAR) & (others != document) & ~left_out[others]
        shared = np.unique(pair[near[pair // len(clusters)]] % len(clusters))
        own = float(own_words[shared].sum()) / float(size)
        coverage = theirs[near] / self._sizes[others[near]]
        return others[near], np.minimum(coverage, 1.0), min(own, 1.0)
