"""Gwet's AC1 of pairs of values as sums over documents.

Gwet, K. L. (2008), Computing inter-rater reliability and its variance in the presence of high
agreement: chance is small where one label prevails. A thing that m annotators labelled weighs m.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from pullquote.agreement.columns import Floats, Ints
from pullquote.agreement.measures.document_sums import Shape, ValuePairs, added
from pullquote.agreement.measures.krippendorff_alpha import (
    Alpha,
    AlphaTally,
    agreement_sums,
    count_values,
)


@dataclass(frozen=True, eq=False)
class Ac1Tally(AlphaTally):
    """`labels` is how many values could be given."""

    labels: int = 0

    def value(self, sums: Floats, squares: Floats) -> Floats:
        return _ac1(sums[..., 0], sums[..., 1], self.same(sums, squares), self.labels)


class Ac1(Alpha):
    def __init__(
        self, shape: Shape, pairs: ValuePairs, values: Sequence[Hashable], *, labels: int
    ) -> None:
        super().__init__(shape, pairs, values)
        known = self.tally
        self.tally = Ac1Tally(known.totals, known.counts, known.values, labels=labels)
        self._labels = labels

    def _by(self, pairs: ValuePairs, group: Ints, groups: int) -> Floats:
        agreeing, total = agreement_sums(group, groups, self._agreement, pairs.weight)
        counts = count_values(pairs, group, len(self.tally.values))
        same = added(counts.group, np.square(counts.count), groups)
        return _ac1(agreeing, total, same, self._labels)


def _ac1(agreeing: Floats, total: Floats, same: Floats, labels: int) -> Floats:
    """`same` is the sum of the squares of how often each value was given."""
    if labels < 2:
        return np.full(np.shape(total), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = (1 - same / np.square(total)) / (labels - 1)
        found: Floats = np.where(total > 0, (agreeing / total - chance) / (1 - chance), np.nan)
    return found
