"""Agreement beyond chance, (A_o - A_e) / (1 - A_e), by what counts as chance: pi and kappa of
several annotators, S, AC1. All add up over documents, and a thing that m annotators gave a value
weighs m, as in alpha.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pullquote.agreement.columns import Floats
from pullquote.agreement.measures.document_sums import ratio
from pullquote.agreement.measures.krippendorff_alpha import (
    Alpha,
    AlphaTally,
)

Chance = Callable[[Floats, int], Floats]
"""A_e of `shares`, the sum of the squared shares of the values, and of how many could be given."""


def fleiss_chance(shares: Floats, _labels: int) -> Floats:
    """That two values drawn from all that were given are the same: Scott (1955) for two
    annotators (pi), Fleiss (1971) for more (kappa).
    """
    return shares


def even_chance(shares: Floats, labels: int) -> Floats:
    """Each of the labels as likely: Bennett, Alpert & Goldstein (1954) for two annotators (S),
    Randolph (2005) for more (free-marginal kappa). 1 where there are no two labels.
    """
    return np.full(np.shape(shares), 1 / max(labels, 1))


def gwet_chance(shares: Floats, labels: int) -> Floats:
    """Gwet, K. L. (2008), Computing inter-rater reliability and its variance in the presence of
    high agreement: small where one label prevails. 1 where there are no two labels.
    """
    return (1 - shares) / (labels - 1) if labels > 1 else np.ones(np.shape(shares))


def beyond_chance(observed: Floats, chance: Floats) -> Floats:
    """(A_o - A_e) / (1 - A_e), at most 1; NaN where chance alone gives full agreement."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.where(chance < 1 - 1e-12, (observed - chance) / (1 - chance), np.nan)
    return found


@dataclass(frozen=True, eq=False)
class ChanceTally(AlphaTally):
    """What such a measure adds up, the same as alpha; `labels` is how many values could be
    given.
    """

    chance: Chance = fleiss_chance
    labels: int = 0

    def value(self, sums: Floats, squares: Floats) -> Floats:
        return _corrected(
            self.chance, self.labels, sums[..., 0], sums[..., 1], self.same(sums, squares)
        )


class ChanceCorrected(Alpha):
    """Pi and Fleiss' kappa, S and Randolph's kappa, or AC1 of pairs of values; `pairs` and values
    are those of an alpha. `labels` is how many values could be given. By pair, layer and document,
    NaN where nothing is common or chance alone gives full agreement.
    """

    def __init__(self, alpha: Alpha, chance: Chance, *, labels: int) -> None:
        self._share(alpha)
        known = alpha.tally
        self.tally = ChanceTally(
            known.totals, known.counts, known.values, chance=chance, labels=labels
        )
        self._chance, self._labels = chance, labels

    def _figure(self, agreeing: Floats, total: Floats, same: Floats) -> Floats:
        return _corrected(self._chance, self._labels, agreeing, total, same)


def _corrected(
    chance: Chance, labels: int, agreeing: Floats, total: Floats, same: Floats
) -> Floats:
    """`same` is the sum of the squares of how often each value was given."""
    shares = ratio(same, np.square(total))
    return beyond_chance(ratio(agreeing, total), chance(shares, labels))
