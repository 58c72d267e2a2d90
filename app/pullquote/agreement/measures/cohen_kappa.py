"""Cohen's kappa of pairs of values as sums over documents; of layers also one against all
others, by kappa for two annotators and by alpha for more.

Cohen, J. (1960), A coefficient of agreement for nominal scales; it is undefined where chance
alone gives full agreement.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from pullquote.agreement.columns import Floats, Ints
from pullquote.agreement.measures.chance_corrected import beyond_chance
from pullquote.agreement.measures.document_sums import (
    Renewal,
    Shape,
    Unsquared,
    ValuePairs,
    added,
    ratio,
)
from pullquote.agreement.measures.krippendorff_alpha import Alpha, alpha_of, united_values


def cohen_kappa(agreeing: Floats, n: Floats, both: Floats) -> Floats:
    """(A_o - A_e) / (1 - A_e), at most 1; NaN where n is 0 or chance alone agrees in full.

    `agreeing` of `n` pairs agree, each by its weight (Cohen 1968); `both` is the sum of the
    products of both annotators' counts of the values, weighed in the same way.
    """
    return beyond_chance(ratio(agreeing, n), ratio(both, np.square(n)))


@dataclass(frozen=True, eq=False)
class KappaTally(Unsquared):
    """What kappa adds up: agreement, how many pairs, then for each of `values` how often the
    first and the second annotator gave it.
    """

    sums: Floats
    values: tuple[Hashable, ...]

    def value(self, sums: Floats, _squares: Floats) -> Floats:
        agreeing, n = sums[..., 0], sums[..., 1]
        return cohen_kappa(agreeing, n, (sums[..., 2::2] * sums[..., 3::2]).sum(axis=-1))

    def expected(self, sums: Floats, _squares: Floats) -> Floats:
        """The disagreement that chance would give."""
        found: Floats = 1 - ratio(
            (sums[..., 2::2] * sums[..., 3::2]).sum(axis=-1), np.square(sums[..., 1])
        )
        return found

    def renewed(self, renewal: Renewal, new: "KappaTally") -> "KappaTally":
        known = {value: number for number, value in enumerate(self.values)}
        values, numbers = united_values(self.values, known, new.values)
        width = 2 + 2 * len(values)
        old, fresh = np.zeros((len(self.sums), width)), np.zeros((len(new.sums), width))
        old[:, : self.sums.shape[1]] = self.sums
        fresh[:, :2] = new.sums[:, :2]
        fresh[:, 2 + 2 * numbers], fresh[:, 3 + 2 * numbers] = new.sums[:, 2::2], new.sums[:, 3::2]
        return KappaTally(renewal.spliced(old, fresh), values)


class Kappa:
    """Cohen's kappa (1960) of two annotators; of `values`, pairs have the places. At most
    1; NaN where nothing is common or both used one value only.
    """

    def __init__(self, shape: Shape, pairs: ValuePairs, values: Sequence[Hashable]) -> None:
        self.shape, self.pairs, self.values = shape, pairs, tuple(values)
        self.tally = self._tally(pairs.where.document, shape.documents)

    def by_pair(self) -> Floats:
        return self._by(self.pairs.where.pair, self.shape.pairs)

    def by_layer(self) -> Floats:
        return self._by(self.pairs.where.layer, self.shape.layers)

    def by_document(self) -> Floats:
        return self._by(self.pairs.where.document, self.shape.documents)

    def _by(self, group: Ints, groups: int) -> Floats:
        found = self._tally(group, groups)
        return found.value(found.sums, found.squares)

    def _tally(self, group: Ints, groups: int) -> KappaTally:
        first, second, size = self.pairs.first, self.pairs.second, len(self.values)
        sums = np.empty((groups, 2 + 2 * size))
        sums[:, 0] = added(group[first == second], None, groups)
        sums[:, 1] = added(group, None, groups)
        for at, given in ((2, first), (3, second)):
            counts = added(group * size + given, None, groups * size)
            sums[:, at::2] = counts.reshape(groups, size)
        return KappaTally(sums, self.values)


class LayerAlpha(Alpha):
    """Nominal alpha of layers; by layer, that layer against all others."""

    def __init__(self, shape: Shape, pairs: ValuePairs, layers: range) -> None:
        super().__init__(shape, pairs, layers)
        self._table = _confusion(pairs, len(layers), pairs.weight)

    def by_layer(self) -> Floats:
        table = self._table + self._table.T
        n, one = table.sum(), table.sum(axis=1)
        differ = 2 * (one - np.diagonal(table))
        return alpha_of(n - differ, np.full(one.shape, n), np.square(one) + np.square(n - one))


class LayerKappa(Kappa):
    """Cohen's kappa of layers; by layer, that layer against all others."""

    def by_layer(self) -> Floats:
        table = _confusion(self.pairs, len(self.values), None)
        n, same = table.sum(), np.diagonal(table)
        first, second = table.sum(axis=1), table.sum(axis=0)
        both = first * second + (n - first) * (n - second)
        return cohen_kappa(n - first - second + 2 * same, np.full(first.shape, n), both)


def _confusion(pairs: ValuePairs, values: int, weight: Floats | None) -> Floats:
    at = pairs.first * values + pairs.second
    return added(at, weight, values * values).reshape(values, values)
