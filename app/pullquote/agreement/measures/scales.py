"""Agreement on values that are numbers, where one that is near is forgiven more than one that is
far: Krippendorff's alpha with ordinal, interval and ratio distances, Cohen's weighted kappa.

Both come from tables of (values, values), which add up over documents.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from pullquote.agreement.columns import Floats, Ints
from pullquote.agreement.measures.cohen_kappa import cohen_kappa
from pullquote.agreement.measures.document_sums import (
    Shape,
    Unsquared,
    ValuePairs,
    added,
    mean_of_known,
)
from pullquote.agreement.measures.krippendorff_alpha import alpha_of

Distances = Callable[[Floats, Floats], Floats]
"""Takes the values and how often each was given (..., values), gives (..., values, values)
distances, 0 on the diagonal; in any unit, for only their ratios count."""

TableFigure = Callable[[Floats, Floats], Floats]
"""Takes the values and tables (..., values, values), gives figures (...)."""


def ordinal_distances(_values: Floats, counts: Floats) -> Floats:
    """The squared number of values given between two, each of the two counting half
    (Krippendorff 2004; Hayes & Krippendorff 2007). Values rise.
    """
    ranks = np.cumsum(counts, axis=-1) - counts / 2
    found: Floats = np.square(ranks[..., :, None] - ranks[..., None, :])
    return found


def interval_distances(values: Floats, _counts: Floats) -> Floats:
    """(c - k)^2 (Krippendorff 2004)."""
    found: Floats = np.square(values[:, None] - values)
    return found


def ratio_distances(values: Floats, _counts: Floats) -> Floats:
    """((c - k) / (c + k))^2 (Krippendorff 2004); 0 between two zeros."""
    total = values[:, None] + values
    shares = np.divide(values[:, None] - values, total, out=np.zeros_like(total), where=total != 0)
    found: Floats = np.square(shares)
    return found


def linear_distances(values: Floats, _counts: Floats) -> Floats:
    """How many values two are apart (Cohen 1968), where values are places on a scale."""
    found: Floats = np.abs(values[:, None] - values)
    return found


def quadratic_distances(values: Floats, counts: Floats) -> Floats:
    """The same, squared (Cohen 1968; Fleiss & Cohen 1973)."""
    return np.square(linear_distances(values, counts))


def scale_alpha(distances: Distances) -> TableFigure:
    """Alpha = 1 - D_o / D_e with these distances, of tables of coincidences, which are symmetric:
    at most 1, NaN where no value varies.
    """

    def alpha(values: Floats, tables: Floats) -> Floats:
        counts = tables.sum(axis=-1)
        apart = _at_most_one(distances(values, counts))
        n = counts.sum(axis=-1)
        agreeing = n - (tables * apart).sum(axis=(-2, -1))
        both = counts[..., :, None] * counts[..., None, :]
        return alpha_of(agreeing, n, np.square(n) - (both * apart).sum(axis=(-2, -1)))

    return alpha


def weighted_kappa(distances: Distances) -> TableFigure:
    """Kappa of two annotators (Cohen 1968) with these distances as weights, of tables of
    the first by the second: at most 1, NaN where chance alone agrees in full.
    """

    def kappa(values: Floats, tables: Floats) -> Floats:
        first, second = tables.sum(axis=-1), tables.sum(axis=-2)
        alike = 1 - _at_most_one(distances(values, first))
        both = first[..., :, None] * second[..., None, :] * alike
        agreeing = (tables * alike).sum(axis=(-2, -1))
        return cohen_kappa(agreeing, tables.sum(axis=(-2, -1)), both.sum(axis=(-2, -1)))

    return kappa


ALPHAS: Mapping[str, TableFigure] = {
    "ordinal": scale_alpha(ordinal_distances),
    "interval": scale_alpha(interval_distances),
    "ratio": scale_alpha(ratio_distances),
}
"""For any number of annotators and missing values."""

KAPPAS: Mapping[str, TableFigure] = {
    "linear": weighted_kappa(linear_distances),
    "quadratic": weighted_kappa(quadratic_distances),
}
"""For two annotators; for more, the mean over their pairs."""


@dataclass(frozen=True, eq=False)
class ScaleTally(Unsquared):
    """`tables` (documents, parts, values, values) add up over documents; the figure is the mean of
    its parts, those that are undefined left out.
    """

    figure: TableFigure
    values: Floats
    tables: Floats

    @property
    def sums(self) -> Floats:
        return self.tables.reshape(len(self.tables), np.prod(self.tables.shape[1:], dtype=int))

    def value(self, sums: Floats, _squares: Floats) -> Floats:
        size = len(self.values)
        tables = sums.reshape(*sums.shape[:-1], self.tables.shape[1], size, size)
        return mean_of_known(self.figure(self.values, tables))


class ScaleMeasure:
    """A figure of `ALPHAS`, with weights 1 / (m - 1) and symmetric tables, or with `of_pairs` one
    of `KAPPAS`: the mean over pairs of annotators, each with a table of its own.

    Of `values`, which rise, pairs have the places.
    """

    def __init__(
        self,
        figure: TableFigure,
        shape: Shape,
        pairs: ValuePairs,
        values: Floats,
        *,
        of_pairs: bool = False,
    ) -> None:
        self._figure, self._shape, self._pairs, self._values = figure, shape, pairs, values
        self._of_pairs = of_pairs
        self.tally = self._tally(pairs.where.document, shape.documents)

    def by_pair(self) -> Floats:
        pairs = self._pairs._replace(weight=np.ones(len(self._pairs.first)))
        tables = self._tables(pairs, pairs.where.pair, self._shape.pairs)
        return self._figure(self._values, tables)

    def by_layer(self) -> Floats:
        return self._by(self._tally(self._pairs.where.layer, self._shape.layers))

    def by_document(self) -> Floats:
        return self._by(self.tally)

    def _by(self, tally: ScaleTally) -> Floats:
        return tally.value(tally.sums, tally.squares)

    def _tally(self, group: Ints, groups: int) -> ScaleTally:
        parts = self._shape.pairs if self._of_pairs else 1
        if self._of_pairs:
            group = group * parts + self._pairs.where.pair
        tables = self._tables(self._pairs, group, groups * parts)
        return ScaleTally(
            self._figure, self._values, tables.reshape(groups, parts, *tables.shape[1:])
        )

    def _tables(self, pairs: ValuePairs, group: Ints, groups: int) -> Floats:
        size = len(self._values)
        at = (group * size + pairs.first) * size + pairs.second
        weight = None if self._of_pairs else pairs.weight
        tables = added(at, weight, groups * size * size).reshape(groups, size, size)
        return tables if self._of_pairs else tables + np.swapaxes(tables, -1, -2)


def _at_most_one(distances: Floats) -> Floats:
    most = distances.max(axis=(-2, -1), keepdims=True, initial=0.0)
    found: Floats = np.divide(distances, most, out=np.zeros_like(distances), where=most > 0)
    return found
