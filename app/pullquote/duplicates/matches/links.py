"""Equal keys, linked to one another so that it costs no more than they are."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pullquote.duplicates.words.arrays import changes, distinct, ranges
from pullquote.text.token_arrays import Array


class CorpusChange(NamedTuple):
    """Masks of the documents that stood before and that stand now; others count for nothing."""

    before: Array
    after: Array

    @property
    def added(self) -> Array:
        found: Array = self.after & ~self.before
        return found

    @property
    def either(self) -> Array:
        found: Array = self.after | self.before
        return found

    @property
    def concerned(self) -> Array:
        """The numbers of those that came or went."""
        return np.flatnonzero(self.after ^ self.before)

    def relinked(self, groups: Array, documents: Array, ranks: Array) -> Array:
        """A mask of the documents that stand of which a row is linked to another one than before.

        Rows are sorted by group, those of documents that came or went are among them.
        """
        found = self.added
        if not len(groups):
            return found
        new = changes(groups)
        heads, number = np.flatnonzero(new), np.cumsum(new) - 1
        lowest = [
            np.minimum.reduceat(np.where(stand[documents], ranks[documents], len(ranks)), heads)
            for stand in self
        ]
        found[documents[(lowest[0] != lowest[1])[number]]] = True
        return found & self.after


class Postings(NamedTuple):
    """Keys in order, each with its row: a number that is greater where it stands later.

    The rows of one key ascend.
    """

    keys: Array
    rows: Array

    def of(self, keys: Array) -> "Postings":
        """Those of certain keys, which are in order and different."""
        first = np.searchsorted(self.keys, keys)
        at = ranges(first, np.searchsorted(self.keys, keys, "right") - first)
        return Postings(self.keys[at], self.rows[at])

    def take(self, at: Array) -> "Postings":
        return Postings(self.keys[at], self.rows[at])


def postings(keys: Array, rows: Array) -> Postings:
    """`rows` ascend."""
    return Postings(keys, rows).take(np.argsort(keys, kind="stable"))


def postings_of(parts: Sequence[Postings], keys: Array) -> Postings:
    """Those of certain keys in several parts, each of documents behind those of the one before."""
    keys = distinct(keys)
    found = [part.of(keys) for part in parts]
    return postings(*(np.concatenate(column) for column in zip(*found, strict=True)))


def links(keys: Array, documents: Array, ranks: Array) -> tuple[Array, Array]:
    """Pairs of row numbers with equal keys; rows are in the order of their places.

    The first in each document is linked with the first in the document of the lowest rank, the
    others each with the one before in their document: so a key of n rows costs n - 1 pairs, and
    another document can only add pairs, or take the place of the lowest.
    """
    order = np.argsort(keys, kind="stable")
    new = changes(keys[order])
    alone = new & np.append(new[1:], True)
    order, new = order[~alone], new[~alone]
    if not len(order):
        return order, order
    owners = documents[order]
    group = np.cumsum(new) - 1
    lowest = np.minimum.reduceat(ranks[owners], np.flatnonzero(new))[group]
    in_hub = np.flatnonzero(ranks[owners] == lowest)
    hubs = order[in_hub[changes(group[in_hub])]]
    first = new | changes(owners)
    spokes = np.flatnonzero(first & (ranks[owners] != lowest))
    again = np.flatnonzero(~first)
    return (
        np.concatenate([hubs[group[spokes]], order[again - 1]]),
        np.concatenate([order[spokes], order[again]]),
    )
