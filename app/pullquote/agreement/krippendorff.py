"""Krippendorff's alpha: agreement beyond chance for any number of annotators and missing values.

Krippendorff, K. (2004), Content Analysis, chapter 11: alpha = 1 - D_o / D_e, from the coincidences
of values within units.
"""

from collections.abc import Callable, Mapping

import numpy as np

from pullquote.agreement.columns import Floats, Ints
from pullquote.agreement.reasons import NO_COMMON_ITEMS, one_label
from pullquote.agreement.values import Cell

Distances = Callable[[Floats, Floats], Floats]
"""Takes the values and how often each stands in pairable units, gives (values, values) distances,
0 on the diagonal."""


def alpha(coincidences: Floats, distances: Floats) -> Cell:
    """Alpha of a symmetric (values, values) matrix of coincidences and one of distances.

    `n` is the number of pairable values.
    """
    counts = coincidences.sum(axis=1)
    n = float(counts.sum())
    if n < 2:
        return Cell(None, 0, NO_COMMON_ITEMS)
    expected = float(counts @ distances @ counts) / (n - 1)
    if not expected:
        return Cell(None, round(n), one_label(float(np.trace(coincidences)) / n))
    return Cell(1 - float((coincidences * distances).sum()) / expected, round(n))


def coincidences(counts: Ints) -> Floats:
    """Of (units, values) counts of how many annotators gave a unit a value: the pairs of values
    within units, each unit with m values weighing 1 / (m - 1); units with fewer than two are out.
    """
    given = counts.sum(axis=1)
    pairable = counts[given > 1].astype(np.float64)
    weights = 1 / (given[given > 1] - 1.0)
    pairs: Floats = (pairable * weights[:, None]).T @ pairable - np.diag(weights @ pairable)
    return pairs


def nominal_alpha(agreeing: Floats, counts: Floats) -> Floats:
    """Nominal alpha of any sums of documents; NaN where it is undefined.

    `agreeing` (...): sum over units of (pairs of annotators that agree) * 2 / (m - 1), which is the
    trace of the coincidences; `counts` (..., values): how often each value stands in them.
    """
    n = counts.sum(axis=-1)
    same = (counts * (counts - 1)).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = 1 - same / (n * (n - 1))
        values: Floats = np.where(same < n * (n - 1), 1 - (1 - agreeing / n) / expected, np.nan)
    return values


def nominal(values: Floats, _: Floats) -> Floats:
    return 1.0 - np.eye(len(values))


def ordinal(_: Floats, counts: Floats) -> Floats:
    """The squared number of values between two, each of the two counting half."""
    ranks = np.cumsum(counts) - counts / 2
    return np.square(ranks[:, None] - ranks)


def interval(values: Floats, _: Floats) -> Floats:
    return np.square(values[:, None] - values)


def ratio(values: Floats, _: Floats) -> Floats:
    """The squared difference over the sum; 0 between two zeros."""
    total = values[:, None] + values
    shares = np.divide(values[:, None] - values, total, out=np.zeros_like(total), where=total != 0)
    return np.square(shares)


LEVELS: Mapping[str, Distances] = {
    "nominal": nominal,
    "ordinal": ordinal,
    "interval": interval,
    "ratio": ratio,
}
