"""The u-alpha family: agreement of units and the gaps between them by the lengths that they share.

Krippendorff, K., Mathet, Y., Bouvry, S. & Widlöcher, A. (2016), On the reliability of unitizing
textual continua; Krippendorff, K. (2019), Content Analysis, section 12.6. No worked example has
been published, so they are experimental. Documents add up; a unit never reaches into another one. A
document that m annotators have done weighs its ordered pairs by 1 / (m - 1).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from pullquote.agreement.columns import Bools, Floats, Ints, Spans
from pullquote.agreement.matching.matches import Candidates, overlapping
from pullquote.agreement.measures.character_alpha import merged_spans
from pullquote.agreement.measures.document_sums import SummedMeasure
from pullquote.agreement.measures.krippendorff_alpha import one_less
from pullquote.agreement.measures.unitizing_alpha import Continua, as_continua_of_pairs

UFigure = Literal["u", "marked", "cu"]
"""u-alpha compares labels and gaps, |u-alpha only annotated with unannotated, all layers as one;
cu-alpha only labels where both annotated."""


@dataclass(frozen=True, slots=True, eq=False)
class UnitLengths:
    """What the family adds up, in code points; the first axis are continua.

    `shared` (continua, values, values), none first, is the length that each two values share over
    all ordered pairs of annotators divided by the number of others; `squares` (continua, values)
    the sum of the squared lengths of the units of each value, of gaps the plain length; `covered`
    (continua, layers) the squared lengths of what another annotator labelled too. `nested`
    (continua,) counts code points that one annotator labelled in two layers.
    """

    shared: Floats
    squares: Floats
    covered: Floats
    nested: Floats

    def flat(self) -> Floats:
        """(continua, columns), all in one table."""
        size, values = self.squares.shape
        columns = (
            self.shared.reshape(size, values**2),
            self.squares,
            self.covered,
            self.nested[:, None],
        )
        return np.concatenate(columns, axis=1)

    @classmethod
    def of_flat(cls, table: Floats, layers: int) -> "UnitLengths":
        """The same of sums of such a table, whatever axes stand before the columns."""
        values, before = layers + 1, table.shape[:-1]
        ends = np.cumsum([values**2, values, layers])
        shared, squares, covered, nested = np.split(table, ends, axis=-1)
        return cls(shared.reshape(*before, values, values), squares, covered, nested[..., 0])

    def u_alpha(self) -> Floats:
        """1 - (l.. - sum l_cc) / (sum e - sum e_cc), at most 1; NaN where nothing is annotated, or
        one annotator has labelled the same text in two layers.
        """
        return _alpha(self.shared, expected_lengths(self.shared, self.squares), self.nested)

    def cu_alpha(self) -> Floats:
        """The same of labels alone, without gaps; NaN too where no two annotators labelled the same
        text, or only one label is used there.
        """
        both = self.shared[..., 1:, 1:]
        return _alpha(both, expected_lengths(both, self.covered), self.nested)

    def ku_alpha(self) -> Floats:
        """(..., layers): (k)u-alpha, one layer against the other labels where both annotated."""
        both = self.shared[..., 1:, 1:]
        chance = expected_lengths(both, self.covered)
        total, by_chance = both.sum(axis=-2), chance.sum(axis=-2)
        apart = by_chance - np.diagonal(chance, axis1=-2, axis2=-1)
        differ = total - np.diagonal(both, axis1=-2, axis2=-1)
        found = one_less(differ * by_chance, np.where(apart > 0, total * apart, 0.0))
        return np.where(self.nested[..., None] > 0, np.nan, found)


def expected_lengths(shared: Floats, squares: Floats) -> Floats:
    """e_ck = (l_c. l_.k - [c = k] u_c) / (l.. - sum u / l..); 0 where nothing could differ."""
    total = shared.sum(axis=(-2, -1), keepdims=True)
    margin = shared.sum(axis=-1)
    products = margin[..., :, None] * margin[..., None, :]
    size = shared.shape[-1]
    products = products - np.eye(size) * squares[..., None, :]
    less = total * total - squares.sum(axis=-1)[..., None, None]
    found: Floats = np.divide(
        products * total, less, out=np.zeros_like(products), where=(total > 0) & (less > 0)
    )
    return found


def _alpha(shared: Floats, chance: Floats, nested: Floats) -> Floats:
    observed = shared.sum(axis=(-2, -1)) - np.trace(shared, axis1=-2, axis2=-1)
    expected = chance.sum(axis=(-2, -1)) - np.trace(chance, axis1=-2, axis2=-1)
    least = 1e-12 * np.maximum(chance.sum(axis=(-2, -1)), 1)
    found = one_less(observed, np.where(expected > least, expected, 0.0))
    return np.where(nested > 0, np.nan, found)


def unit_lengths(spans: Spans, continua: Continua, layers: int) -> UnitLengths:
    """Of spans whose documents are continua. What one annotator labels twice in one layer counts
    once.
    """
    spans = merged_spans(spans)
    near = overlapping(spans, any_layer=True)
    size, groups = len(continua.length), len(continua.length) * layers
    place = (spans.document[near.first] * layers + spans.layer[near.first]) * layers
    place += spans.layer[near.second]
    one_way = np.bincount(place, weights=near.shared, minlength=groups * layers)
    one_way = one_way.reshape(size, layers, layers)
    others = np.maximum(continua.size - 1, 1)[:, None, None]
    shared = np.zeros((size, layers + 1, layers + 1))
    shared[:, 1:, 1:] = (one_way + np.swapaxes(one_way, 1, 2)) / others
    group = spans.document * layers + spans.layer
    annotated = np.bincount(group, weights=spans.length, minlength=groups).reshape(size, layers)
    alone = annotated - shared[:, 1:, 1:].sum(axis=2)
    shared[:, 0, 1:] = shared[:, 1:, 0] = alone
    unannotated = continua.size * continua.length - annotated.sum(axis=1)
    shared[:, 0, 0] = unannotated - alone.sum(axis=1)
    squared = np.square(spans.length.astype(np.float64))
    squares = np.bincount(group, squared, minlength=groups).reshape(size, layers)
    covered = np.bincount(group, _covered(spans, near), minlength=groups).reshape(size, layers)
    once = merged_spans(spans.in_one_layer())
    plain = np.bincount(once.document, weights=once.length, minlength=size)
    return UnitLengths(
        shared,
        np.column_stack((shared[:, 0].sum(axis=1), squares)),
        covered.astype(np.float64),
        annotated.sum(axis=1) - plain,
    )


def _covered(spans: Spans, near: Candidates) -> Floats:
    """Of each unit the squared length of what another annotator labelled too."""
    start = np.maximum(spans.start[near.first], spans.start[near.second])
    end = np.minimum(spans.end[near.first], spans.end[near.second])
    unit = np.concatenate([near.first, near.second])
    zeros = np.zeros_like(unit)
    inside = merged_spans(Spans(unit, zeros, zeros, np.tile(start, 2), np.tile(end, 2)))
    found: Floats = np.square(
        np.bincount(inside.document, weights=inside.length, minlength=len(spans))
    )
    return found


@dataclass(frozen=True, eq=False)
class UAlpha(SummedMeasure):
    """A figure of documents: at most 1, 0 where chance would agree as well.

    `documents` are who has done each, and its length.
    """

    figure: UFigure
    spans: Spans
    documents: Continua
    layers: int

    @cached_property
    def sums(self) -> Floats:
        return self._table(self.spans, self.documents)

    def value(self, sums: Floats, _squares: Floats) -> Floats:
        lengths = UnitLengths.of_flat(sums, self._values)
        return lengths.cu_alpha() if self.figure == "cu" else lengths.u_alpha()

    def whole(self) -> UnitLengths:
        """All documents together."""
        return UnitLengths.of_flat(self.sums.sum(axis=0), self._values)

    def by_pair(self) -> Floats:
        members, lengths = self.documents.members, self.documents.length
        table = self._table(*as_continua_of_pairs(self.spans, members, lengths))
        return self.value(table, self.squares)

    def by_document(self) -> Floats:
        return self.value(self.sums, self.squares)

    def by_layer(self) -> Floats:
        """Each layer alone, annotated or not; of cu-alpha (k)u-alpha."""
        if self.figure == "cu":
            return self.whole().ku_alpha()
        spans, layers = self.spans, self.layers
        document = spans.document * layers + spans.layer
        zeros = np.zeros_like(spans.layer)
        apart = Spans(document, spans.annotator, zeros, spans.start, spans.end)
        lengths: Ints = np.repeat(self.documents.length, layers)
        members: Bools = np.repeat(self.documents.members, layers, axis=0)
        table = unit_lengths(apart, Continua(lengths, members), 1).flat()
        sums = table.reshape(-1, layers, table.shape[1]).sum(axis=0)
        return UnitLengths.of_flat(sums, 1).u_alpha()

    @property
    def _values(self) -> int:
        return 1 if self.figure == "marked" else self.layers

    def _table(self, spans: Spans, continua: Continua) -> Floats:
        some = spans.in_one_layer() if self.figure == "marked" else spans
        return unit_lengths(some, continua, self._values).flat()
