"""How often each value was given, and the alpha of such counts."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from pullquote.agreement.columns import Floats, Ints
from pullquote.agreement.sums import DENSE, Pairs, added


class Alike(NamedTuple):
    """Pairs of different values that are partly alike, each pair once; `likeness` is above 0."""

    one: Ints
    other: Ints
    likeness: Floats

    def turned(self) -> "Alike":
        return Alike(self.other, self.one, self.likeness)


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """How often each group has each value, by group and value."""

    group: Ints
    value: Ints
    count: Floats


def partly(counts: Counts, values: int, alike: Alike, groups: int) -> Floats:
    """What values that are like another one add in each group: n_c n_k times how alike."""
    one, other, likeness = (column[np.argsort(alike.one, kind="stable")] for column in alike)
    low = np.searchsorted(one, counts.value)
    many = np.searchsorted(one, counts.value, "right") - low
    row = np.repeat(np.arange(len(counts.value)), many)
    edge = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many) + low[row]
    key = np.append(counts.group * values + counts.value, -1)
    wanted = counts.group[row] * values + other[edge]
    at = np.searchsorted(key[:-1], wanted)
    theirs = np.where(key[at] == wanted, np.append(counts.count, 0.0)[at], 0.0)
    return added(counts.group[row], counts.count[row] * theirs * likeness[edge], groups)


def counted(pairs: Pairs, group: Ints, values: int) -> Counts:
    key = np.concatenate((group * values + pairs.first, group * values + pairs.second))
    weights = np.concatenate((pairs.weight, pairs.weight))
    most = (int(group.max(initial=-1)) + 1) * values
    if most <= DENSE:
        counts = added(key, weights, most)
        found = np.flatnonzero(counts)
        counts = counts[found]
    else:
        found, back = np.unique(key, return_inverse=True)
        counts = added(back, weights, len(found))
    groups, value = np.divmod(found, max(values, 1))
    return Counts(groups, value, counts)


def agreeing_of(
    group: Ints, groups: int, agreement: Floats, weight: Floats
) -> tuple[Floats, Floats]:
    both = 2 * weight
    return added(group, agreement * both, groups), added(group, both, groups)


def alpha_of(agreeing: Floats, n: Floats, same: Floats) -> Floats:
    """1 - D_o / D_e, where `same` is the sum of n_c n_k times how alike c and k are."""
    most = n * (n - 1)
    varies = most - (same - n) > 1e-9 * np.maximum(most, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = 1 - (same - n) / most
        found: Floats = np.where(varies & (n > 1), 1 - (1 - agreeing / n) / expected, np.nan)
    return found
