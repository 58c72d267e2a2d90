"""Cohen's kappa of pairs of values as sums over documents; of layers also one against all
others, by kappa for two annotators and by alpha for more.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from pullquote.agreement.columns import Floats, Ints
from pullquote.agreement.measures.document_sums import Renewal, Shape, ValuePairs, added
from pullquote.agreement.measures.krippendorff_alpha import Alpha, united_values


@dataclass(frozen=True, eq=False)
class KappaTally:
    """What kappa adds up: agreement, how many pairs, then for each of `values` how often the
    first and the second annotator gave it.
    """

    sums: Floats
    values: tuple[Hashable, ...]

    @property
    def squares(self) -> Floats:
        return np.zeros((len(self.sums), 0))

    def value(self, sums: Floats, _squares: Floats) -> Floats:
        agreeing, n = sums[..., 0], sums[..., 1]
        first, second = sums[..., 2::2], sums[..., 3::2]
        with np.errstate(divide="ignore", invalid="ignore"):
            chance = (first * second).sum(axis=-1) / (n * n)
            kappa = (agreeing / n - chance) / (1 - chance)
        found: Floats = np.where((n > 0) & (chance < 1 - 1e-12), kappa, np.nan)
        return found

    def expected(self, sums: Floats, _squares: Floats) -> Floats:
        """The disagreement that chance would give."""
        with np.errstate(divide="ignore", invalid="ignore"):
            chance = (sums[..., 2::2] * sums[..., 3::2]).sum(axis=-1) / np.square(sums[..., 1])
        found: Floats = 1 - chance
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
    """Cohen's kappa of two annotators; of `values`, pairs have the places."""

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
    def __init__(self, shape: Shape, pairs: ValuePairs, layers: range) -> None:
        super().__init__(shape, pairs, layers)
        self._table = _confusion(pairs, len(layers), pairs.weight)

    def by_layer(self) -> Floats:
        table = self._table + self._table.T
        n, one = table.sum(), table.sum(axis=1)
        same = one * (one - 1) + (n - one) * (n - one - 1)
        differ = 2 * (one - np.diagonal(table))
        with np.errstate(divide="ignore", invalid="ignore"):
            alpha = 1 - (differ / n) / (1 - same / (n * (n - 1)))
        found: Floats = np.where(same < n * (n - 1), alpha, np.nan)
        return found


class LayerKappa(Kappa):
    def by_layer(self) -> Floats:
        table = _confusion(self.pairs, len(self.values), None)
        n, same = table.sum(), np.diagonal(table)
        with np.errstate(divide="ignore", invalid="ignore"):
            first, second = table.sum(axis=1) / n, table.sum(axis=0) / n
            chance = first * second + (1 - first) * (1 - second)
            kappa = (1 - first - second + 2 * same / n - chance) / (1 - chance)
        found: Floats = np.where((n > 0) & (chance < 1 - 1e-12), kappa, np.nan)
        return found


def _confusion(pairs: ValuePairs, values: int, weight: Floats | None) -> Floats:
    at = pairs.first * values + pairs.second
    return added(at, weight, values * values).reshape(values, values)
