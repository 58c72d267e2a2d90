"""Equal keys, linked to one another: one sort, and linear in what repeats."""

from itertools import chain

import numpy as np

from pullquote.text.tokens import Array

# Up to so many equal keys are linked each with each.
_FEW = 8


def links(keys: Array, documents: Array, *, most_in_one: int | None = None) -> tuple[Array, Array]:
    """Pairs i < j with keys[i] == keys[j], each once; `documents` ascend.

    A few equal keys are linked each with each; of many, each with the next, and the first in each
    document with the first of all: boilerplate in n documents costs 2 n. A key that stands in one
    document more than `most_in_one` times tells nothing and is left out there.
    """
    order, group = _grouped(keys)
    if most_in_one is not None:
        order, group = _rarer(order, group, documents, most_in_one)
    few = np.bincount(group)[group] <= _FEW if len(group) else np.empty(0, np.bool_)
    pairs = list(chain(_all_pairs(order, group, few), _star(order, group, few, documents)))
    first, second = (np.concatenate(side) for side in zip(*pairs, strict=True))
    # The low bits of the keys gave way to the index when they were sorted: look at the whole keys
    # now.
    same = keys[first] == keys[second]
    return first[same], second[same]


def _grouped(keys: Array) -> tuple[Array, Array]:
    """The indices of keys that are not alone, key by key, and a number for each key.

    The index is packed into the low bits of the key: one sort in place instead of an indirect one,
    three times as fast. Keys that differ in those bits only fall together here.
    """
    low = np.uint64((1 << max(len(keys) - 1, 1).bit_length()) - 1)
    packed = (keys & ~low) | np.arange(len(keys), dtype=np.uint64)
    packed.sort()
    differs = np.ones(len(keys) + 1, np.bool_)
    differs[1:-1] = (packed[1:] ^ packed[:-1]) > low
    shared = ~(differs[:-1] & differs[1:])
    group = np.cumsum(differs[:-1][shared]) - 1
    return (packed[shared] & low).astype(np.int64), group


def _rarer(order: Array, group: Array, documents: Array, most: int) -> tuple[Array, Array]:
    new = changes(group) | changes(documents[order])
    repeats = np.diff(np.append(np.flatnonzero(new), len(new)))
    keep = np.repeat(repeats <= most, repeats)
    return order[keep], group[keep]


def _all_pairs(order: Array, group: Array, few: Array) -> list[tuple[Array, Array]]:
    """Each with each where there are few; each with the next where there are many."""
    pairs = []
    for step in range(1, _FEW):
        linked = group[step:] == group[:-step]
        if step > 1:
            linked &= few[step:]
        pairs.append((order[:-step][linked], order[step:][linked]))
    return pairs


def _star(order: Array, group: Array, few: Array, documents: Array) -> list[tuple[Array, Array]]:
    """Where there are many, the first of all with the first in each document but the next."""
    new = changes(group)
    first = np.flatnonzero(new)
    hub = first[np.cumsum(new) - 1] if len(first) else first
    far = np.arange(len(order)) > hub + 1
    spoke = changes(documents[order]) & far & ~few
    return [(order[hub[spoke]], order[spoke])]


def changes(values: Array) -> Array:
    """Where a value differs from the one before it; the first does."""
    return np.append(True, values[1:] != values[:-1])[: len(values)]
