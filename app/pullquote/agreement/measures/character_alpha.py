"""Krippendorff's alpha over characters, from the ends of spans: no array is as long as a text.

Every character is a unit, every annotator who has done the document gives it a value: the label
over it, or none. Krippendorff (2004), with the units of Krippendorff (1995). With m annotators, c_k
of them giving value k, agreement is the sum over characters of c_k (c_k - 1) / (m - 1); the sums
of squares that it needs come from one pass over the sorted ends.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, Self

import numpy as np

from pullquote.agreement.columns import Bools, Floats, Ints, Spans
from pullquote.agreement.measures.document_sums import Renewal
from pullquote.agreement.measures.krippendorff_alpha import nominal_alpha

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


@dataclass(frozen=True, slots=True, eq=False)
class CharacterCounts:
    """What alpha is made of, per document: sums over any documents give the alpha of those.

    `agreeing` (documents, ...) is in characters times annotators; `counts` (documents, ...,
    values) says how many have each value, none first. Documents that fewer than two have done
    are all 0.
    """

    agreeing: Floats
    counts: Floats

    def alpha(self) -> Floats:
        """Of all documents together; NaN where it is undefined."""
        return nominal_alpha(self.agreeing.sum(axis=0), self.counts.sum(axis=0))


def characters_by_layer(spans: Spans, done: Bools, lengths: Ints, layers: int) -> CharacterCounts:
    """Each layer by itself, marked or not: (documents, layers) and (documents, layers, 2).

    `done` is (documents, annotators), `lengths` the code points of the documents. What one
    annotator marks twice in one layer counts once. Spans of annotators who have not done the
    document are left out.
    """
    sums = _Sums.of(merged_spans(_counted(spans, done)), lengths, layers)
    annotators = _annotators(done)[:, None]
    agreeing = sums.squares - sums.marked
    unmarked = annotators * lengths[:, None] - sums.marked
    agreeing += _both_none(annotators, lengths[:, None], sums.marked, sums.squares) - unmarked
    return _tally(agreeing, np.stack([unmarked, sums.marked], axis=-1), annotators)


def characters_of_all_layers(
    spans: Spans, done: Bools, lengths: Ints, layers: int
) -> CharacterCounts:
    """All layers as one set of labels: (documents,) and (documents, layers + 1).

    Raises ValueError where spans of one annotator overlap in different layers: one character
    has one label.
    """
    spans = merged_spans(_counted(spans, done))
    if _nested(spans):
        raise ValueError("an annotator's spans overlap; use by_layer")
    sums = _Sums.of(spans, lengths, layers)
    of_any = _Sums.of(spans.in_one_layer(), lengths, 1)
    annotators, marked = _annotators(done), of_any.marked[:, 0]
    agreeing = sums.squares.sum(axis=1) - marked
    unmarked = annotators * lengths - marked
    agreeing += _both_none(annotators, lengths, marked, of_any.squares[:, 0]) - unmarked
    return _tally(agreeing, np.column_stack([unmarked, sums.marked]), annotators)


def pooled_alpha(agreeing: Floats, counts: Floats) -> Floats:
    """One alpha for several layers (on the last axis of `agreeing`) that may nest: 1 - sum of
    D_o / sum of D_e, as Krippendorff (1995) pools categories. NaN where it is undefined.
    """
    n = counts.sum(axis=-1)
    same = (counts * (counts - 1)).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        observed = (1 - agreeing / n).sum(axis=-1)
        expected = (1 - same / (n * (n - 1))).sum(axis=-1)
        varies = (same < n * (n - 1)).any(axis=-1)
        values: Floats = np.where(varies, 1 - observed / expected, np.nan)
    return values


def merged_spans(spans: Spans) -> Spans:
    """The spans with those of one annotator in one layer of a document united that overlap."""
    if not len(spans):
        return spans
    reach = int(spans.end.max()) + 1
    layers, annotators = int(spans.layer.max()) + 1, int(spans.annotator.max()) + 1
    group = (spans.document * layers + spans.layer) * annotators + spans.annotator
    start, end = group * reach + spans.start, group * reach + spans.end
    order = np.argsort(start, kind="stable")
    start, reached = start[order], np.maximum.accumulate(end[order])
    begins = np.append(True, start[1:] >= reached[:-1])
    if begins.all():
        return spans
    firsts = np.flatnonzero(begins)
    rows = spans.take(order[firsts])
    last = np.append(firsts[1:], len(spans)) - 1
    return Spans(rows.document, rows.annotator, rows.layer, rows.start, reached[last] % reach)


def overlapping_layers(spans: Spans) -> bool:
    """Whether spans of one annotator in different layers overlap."""
    return _nested(merged_spans(spans))


class _Sums(NamedTuple):
    """(documents, layers): the lengths of all spans, and the sum over characters of the squared
    number of spans over each.
    """

    marked: Ints
    squares: Ints

    @classmethod
    def of(cls, spans: Spans, lengths: Ints, layers: int) -> Self:
        group = spans.document * layers + spans.layer
        marked = np.zeros(len(lengths) * layers, dtype=np.int64)
        np.add.at(marked, group, spans.length)
        squares = _squares(spans, group, np.repeat(lengths, layers))
        return cls(marked.reshape(-1, layers), squares.reshape(-1, layers))


def _nested(spans: Spans) -> bool:
    """Whether spans of one annotator overlap; those of one layer have been merged."""
    return bool(merged_spans(spans.in_one_layer()).length.sum() != spans.length.sum())


def _counted(spans: Spans, done: Bools) -> Spans:
    counted = done[spans.document, spans.annotator]
    return spans if counted.all() else spans.take(counted)


def _annotators(done: Bools) -> Ints:
    count: Ints = done.sum(axis=1, dtype=np.int64)
    return count


def _both_none(annotators: Ints, lengths: Ints, marked: Ints, squares: Ints) -> Ints:
    """The sum over characters of the squared number of annotators with no label there."""
    return annotators**2 * lengths - 2 * annotators * marked + squares


def _squares(spans: Spans, group: Ints, lengths: Ints) -> Ints:
    """Per group the sum over its characters of the squared number of spans over each.

    Groups stand one after the other on one long line. The low bit of a sorted key says whether a
    span starts or ends there: sorting whole numbers is many times faster than finding an order.
    """
    bases = np.concatenate([[0], np.cumsum(lengths)])
    base = bases[group]
    keys = np.sort(np.concatenate([(base + spans.start) * 2 + 1, (base + spans.end) * 2]))
    depth = np.cumsum((keys & 1) * 2 - 1)
    areas = np.concatenate([[0], np.cumsum(depth[:-1] ** 2 * np.diff(keys >> 1))])
    bounds = np.searchsorted(keys, bases * 2)
    return np.diff(areas[np.minimum(bounds, len(areas) - 1)])


def _tally(agreeing: Ints, counts: Ints, annotators: Ints) -> CharacterCounts:
    enough = annotators > 1
    weighed = np.where(enough, agreeing / np.maximum(annotators - 1, 1), 0.0)
    kept = enough.reshape(-1, *[1] * (counts.ndim - 1))
    return CharacterCounts(weighed, np.where(kept, counts, 0).astype(np.float64))
