"""Agreement on the layer of labels: for one layer, that layer against all others."""

import numpy as np

from pullquote.agreement.columns import Floats
from pullquote.agreement.sums import Pairs, Shape, added
from pullquote.agreement.sums_of_alpha import Alpha
from pullquote.agreement.sums_of_kappa import Kappa


class LayerAlpha(Alpha):
    def __init__(self, shape: Shape, pairs: Pairs, layers: range) -> None:
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


def _confusion(pairs: Pairs, values: int, weight: Floats | None) -> Floats:
    at = pairs.first * values + pairs.second
    return added(at, weight, values * values).reshape(values, values)
