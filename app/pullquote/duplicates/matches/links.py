"""Equal keys, linked to one another so that it costs no more than they are."""

import numpy as np

from pullquote.duplicates.words.arrays import changes
from pullquote.text.tokens import Array


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
