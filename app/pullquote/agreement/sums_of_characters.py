"""Alpha over characters as sums over documents, from what each two annotators share."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from pullquote.agreement.characters import pooled_alpha
from pullquote.agreement.columns import Bools, Floats, Ints
from pullquote.agreement.krippendorff import nominal_alpha
from pullquote.agreement.sums import Renewal

_BY_DOCUMENT = ("both", "marked", "length", "common", "annotators")


@dataclass(frozen=True, eq=False)
class CharacterAlpha:
    """Alpha over characters, each layer marked or not, the layers pooled.

    `both` (documents, layers, pairs) are characters that both have marked, `marked` (documents,
    layers, annotators), `length` (documents, layers) all characters; `common` (documents, pairs)
    says that both have done the document, `annotators` (documents,) how many have, `of` are the
    first and second annotator of each pair, `layers` those that are pooled.
    """

    both: Floats
    marked: Floats
    length: Floats
    common: Bools
    annotators: Ints
    of: tuple[Ints, Ints]
    layers: Ints

    @cached_property
    def sums(self) -> Floats:
        agreeing, counts = self._pooled()
        tally = np.concatenate((agreeing[..., None], counts), axis=-1)
        return tally.reshape(len(tally), 3 * len(self.layers))

    @property
    def squares(self) -> Floats:
        return np.zeros((len(self.length), 0))

    def renewed(self, renewal: Renewal, new: "CharacterAlpha") -> "CharacterAlpha":
        spliced = {
            name: renewal.spliced(getattr(self, name), getattr(new, name)) for name in _BY_DOCUMENT
        }
        made = replace(self, **spliced)
        made.__dict__["sums"] = renewal.spliced(self.sums, new.sums)
        return made

    def value(self, sums: Floats, _squares: Floats) -> Floats:
        tally = sums.reshape(*sums.shape[:-1], -1, 3)
        return pooled_alpha(tally[..., 0], tally[..., 1:])

    def by_pair(self) -> Floats:
        agreeing, counts = (sums.sum(axis=0)[self.layers] for sums in self._of_pairs())
        return pooled_alpha(agreeing.T, np.swapaxes(counts, 0, 1))

    def by_layer(self) -> Floats:
        agreeing, counts = self._all()
        return nominal_alpha(agreeing.sum(axis=0), counts.sum(axis=0))

    def by_document(self) -> Floats:
        return pooled_alpha(*self._pooled())

    def _pooled(self) -> tuple[Floats, Floats]:
        agreeing, counts = self._all()
        return agreeing[:, self.layers], counts[:, self.layers]

    def _of_pairs(self) -> tuple[Floats, Floats]:
        """(documents, layers, pairs) and the same with (unmarked, marked)."""
        first, second = self.of
        marked = (self.marked[..., first] + self.marked[..., second]) * self.common[:, None, :]
        total = 2 * self.length[..., None] * self.common[:, None, :]
        differ = marked - 2 * self.both
        return total - 2 * differ, np.stack((total - marked, marked), axis=-1)

    def _all(self) -> tuple[Floats, Floats]:
        """(documents, layers) and the same with (unmarked, marked): each character of all m who
        have done the document, pairs weighing 1 / (m - 1).
        """
        agreeing, counts = self._of_pairs()
        weight = 1 / np.maximum(self.annotators - 1, 1)
        return agreeing.sum(axis=2) * weight[:, None], counts.sum(axis=2) * weight[:, None, None]
