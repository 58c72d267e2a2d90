"""Near documents: those of which the shorter stands, for the greatest part, in the other too."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from pullquote.duplicates.words.arrays import changes, components, distinct, groups_of, ranges, sums
from pullquote.text.token_arrays import Array, mixed

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


class Kin:
    """Documents that may be near one another, told apart by families: none is near one of another.

    What is near in a family follows from its own documents and their passages alone.
    """

    def __init__(self, shares: DocumentShares, order: Array) -> None:
        """`order` is the place of each document among all."""
        self._shares = _counted(shares)
        self._order = order
        self._families = _families(self._shares)
        members = np.flatnonzero(self._families >= 0)
        members = members[np.lexsort((order[members], self._families[members]))]
        heads, ends = groups_of(self._families[members])
        several = np.flatnonzero(ends - heads > 1)
        self._members, self._heads, self._ends = members, heads[several], ends[several]
        self._near = _Near(self._shares)

    def families(self) -> list[Array]:
        """The documents of each family in their order; those alone are left out."""
        pairs = zip(self._heads.tolist(), self._ends.tolist(), strict=True)
        return [self._members[head:end] for head, end in pairs]

    def signatures(self, identities: Array, clusters: Array) -> Array:
        """For each family a number that changes with all that decides what is near in it.

        `identities` of documents and `clusters` by their numbers are the same at all times.
        """
        shares, sums = self._shares, np.zeros(len(self._order), np.uint64)
        words = shares.words.astype(np.uint64)
        names = mixed(identities[shares.documents] + mixed(clusters[shares.clusters]))
        np.add.at(sums, shares.documents, mixed(names + words))
        place = np.arange(len(self._members), dtype=np.uint64)
        sizes = shares.sizes[self._members].astype(np.uint64)
        each = mixed(identities[self._members] + sizes) + sums[self._members]
        counts = self._ends - self._heads
        at = ranges(self._heads, counts)
        place = at.astype(np.uint64) - np.repeat(self._heads, counts).astype(np.uint64)
        if not len(at):
            return np.zeros(0, np.uint64)
        found: Array = np.add.reduceat(mixed(each[at] + place), np.cumsum(counts) - counts)
        return found

    def groups(self, family: Array) -> Iterator[NearDocuments]:
        """A group is what is near its earliest member: no chains."""
        grouped = np.zeros(len(self._order), np.bool_)
        for document in family.tolist():
            if grouped[document]:
                continue
            others, coverage, own = self._near.to(document, grouped)
            if len(others):
                ordered = np.argsort(self._order[others], kind="stable")
                members = np.append(document, others[ordered])
                grouped[members] = True
                yield NearDocuments(members, np.append(own, coverage[ordered]))


def _families(shares: DocumentShares) -> Array:
    """For each document its family, -1 for none.

    What two share is so much of the shorter that one of a few of its passages, whichever these are,
    is in it. Chosen are those that have many words and few copies, as they lead to few documents.
    """
    often = np.bincount(shares.clusters)[shares.clusters]
    order = np.lexsort((often / shares.words, shares.documents))
    documents, words = shares.documents[order], shares.words[order]
    heads, ends = groups_of(documents)
    counts = ends - heads
    running = np.append(0, np.cumsum(words))
    # The words of a passage and of all that come after it in its document.
    rest = np.repeat(running[ends], counts) - running[:-1]
    telling = order[rest >= (NEAR - _SLACK) * shares.sizes[documents]]
    size, clusters = len(shares.sizes), int(shares.clusters.max(initial=-1)) + 1
    tells = np.zeros(clusters, np.bool_)
    tells[shares.clusters[telling]] = True
    rows = tells[shares.clusters]
    joined = components(size + clusters, shares.documents[rows], size + shares.clusters[rows])
    found = np.full(size, -1, np.int64)
    found[shares.documents[rows]] = joined[shares.documents[rows]]
    return found


# Shares are divided and compared: a little less than what is near is looked at.
_SLACK = 0.01


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

    def to(self, document: int, left_out: Array) -> tuple[Array, Array, float]:
        """Documents near this one, which share of each stands in it, and which of it in them."""
        mine = slice(self._first[document], self._first[document + 1])
        clusters = distinct(self._clusters[mine])
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
        pair = distinct(inverse * len(clusters) + which)
        ours = np.bincount(pair // len(clusters), own_words[pair % len(clusters)])
        size = self._sizes[document]
        shorter = np.where(self._sizes[others] <= size, theirs / self._sizes[others], ours / size)
        near = (shorter >= NEAR) & (others != document) & ~left_out[others]
        shared = distinct(pair[near[pair // len(clusters)]] % len(clusters))
        own = float(own_words[shared].sum()) / float(size)
        coverage = theirs[near] / self._sizes[others[near]]
        return others[near], np.minimum(coverage, 1.0), min(own, 1.0)
