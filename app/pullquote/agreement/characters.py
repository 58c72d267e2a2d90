"""Krippendorff's alpha over characters, from the ends of spans: no array is as long as a text.

Every character is a unit, every annotator who has done the document gives it a value: the label
over it, or none. Krippendorff (2004), with the units of Krippendorff (1995). With m annotators, c_k
of them giving value k, agreement is the sum over characters of c_k (c_k - 1) / (m - 1); the sums
of squares that it needs come from one pass over the sorted ends.
"""

from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np

from pullquote.agreement.columns import Bools, Floats, Ints, Spans
from pullquote.agreement.krippendorff import nominal_alpha


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
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


def by_layer(spans: Spans, done: Bools, lengths: Ints, layers: int) -> Tally:
    """Each layer by itself, marked or not: (documents, layers) and (documents, layers, 2).

    `done` is (documents, annotators), `lengths` the code points of the documents. What one
    annotator marks twice in one layer counts once. Spans of annotators who have not done the
    document are left out.
    """
    sums = _Sums.of(merged(_counted(spans, done)), lengths, layers)
    annotators = _annotators(done)[:, None]
    agreeing = sums.squares - sums.marked
    unmarked = annotators * lengths[:, None] - sums.marked
    agreeing += _both_none(annotators, lengths[:, None], sums.marked, sums.squares) - unmarked
    return _tally(agreeing, np.stack([unmarked, sums.marked], axis=-1), annotators)


def together(spans: Spans, done: Bools, lengths: Ints, layers: int) -> Tally:
    """All layers as one set of labels: (documents,) and (documents, layers + 1).

    Raises ValueError where spans of one annotator overlap in different layers: one character
    has one label.
    """
    spans = merged(_counted(spans, done))
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


def merged(spans: Spans) -> Spans:
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
    return _nested(merged(spans))


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
    return bool(merged(spans.in_one_layer()).length.sum() != spans.length.sum())


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


def _tally(agreeing: Ints, counts: Ints, annotators: Ints) -> Tally:
    enough = annotators > 1
    weighed = np.where(enough, agreeing / np.maximum(annotators - 1, 1), 0.0)
    kept = enough.reshape(-1, *[1] * (counts.ndim - 1))
    return Tally(weighed, np.where(kept, counts, 0).astype(np.float64))
