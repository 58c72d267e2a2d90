"""Pairwise F1 of spans: of the same ends, of any overlap, of IoU over a half.

Hripcsak, G. & Rothschild, A. S. (2005), Agreement, the F-measure, and reliability in information
retrieval: where no true negatives can be counted, F1 = 2 matched / (marked by one + by the other)
is the measure of agreement. Sums over documents, then the mean over pairs of annotators.
"""

from dataclasses import dataclass

import numpy as np

from pullquote.agreement.columns import (
    Bools,
    Floats,
    Ints,
    Spans,
    annotator_pairs,
    both_done,
    pair_number,
)
from pullquote.agreement.matching.matches import Matches
from pullquote.agreement.values import NO_COMMON_DOCUMENTS, NOTHING_MARKED, Cell


@dataclass(frozen=True, slots=True, eq=False)
class PairCounts:
    """(documents, layers, pairs): spans that are matched, and those of both annotators together,
    0 where not both have done the document. Pairs are in the order of `annotator_pairs`.

    Sums over any documents, layers or pairs give the F1 of those.
    """

    matched: Ints
    total: Ints

    def f1(self) -> Floats:
        """(pairs,) over all documents and layers; NaN where neither marked anything."""
        return f1(self.matched.sum(axis=(0, 1)), self.total.sum(axis=(0, 1)))


def f1(matched: Ints | Floats, total: Ints | Floats) -> Floats:
    """2 matched / total, elementwise; NaN where nothing was marked."""
    empty = np.full(np.shape(total), np.nan)
    values: Floats = np.divide(2.0 * matched, total, out=empty, where=np.asarray(total) > 0)
    return values


def mean_f1(values: Floats) -> Floats:
    """The mean over the last axis (pairs), undefined ones left out; NaN if all are."""
    known = ~np.isnan(values)
    count = known.sum(axis=-1)
    sums = np.where(known, values, 0.0).sum(axis=-1)
    means: Floats = np.divide(sums, count, out=np.full(count.shape, np.nan), where=count > 0)
    return means


def f1_cell(matched: int, total: int, documents: int) -> Cell:
    """The F1 of one pair with the reason where there is none; `n` counts spans of both."""
    if not documents:
        return Cell(None, 0, NO_COMMON_DOCUMENTS)
    if not total:
        return Cell(None, 0, NOTHING_MARKED)
    return Cell(2 * matched / total, total)


def exact_counts(spans: Spans, done: Bools, layers: int) -> PairCounts:
    """Spans with the same ends and layer; `done` is (documents, annotators).

    A place that one annotator marked twice is matched twice only if the other did so too.
    """
    documents, annotators = done.shape
    place, group = _places(spans, layers)
    flat = spans.annotator * len(group) + place
    marks = np.bincount(flat, minlength=annotators * len(group)).reshape(annotators, -1)
    first, second = annotator_pairs(annotators)
    matched = np.zeros((documents * layers, len(first)), dtype=np.int64)
    begins = np.flatnonzero(np.diff(group, prepend=-1))
    for pair, (one, other) in enumerate(zip(first, second, strict=True)):
        both = np.minimum(marks[one], marks[other])
        matched[group[begins], pair] = np.add.reduceat(both, begins) if len(begins) else 0
    return _pair_counts(matched.reshape(documents, layers, -1), spans, done)


def overlap_counts(
    spans: Spans, matches: Matches, done: Bools, layers: int, *, over: float = 0.0
) -> PairCounts:
    """Matched spans with an IoU greater than `over`; `matches` of the same `spans`.

    A match counts for the layer of its first span.
    """
    documents, annotators = done.shape
    if over:
        matches = matches.take(matches.iou > over)
    pairs = annotators * (annotators - 1) // 2
    first, second = matches.first, matches.second
    pair = pair_number(spans.annotator[first], spans.annotator[second], annotators)
    place = (spans.document[first] * layers + spans.layer[first]) * pairs + pair
    matched = np.bincount(place, minlength=documents * layers * pairs)
    return _pair_counts(matched.reshape(documents, layers, pairs), spans, done)


def marked_counts(spans: Spans, done: Bools, layers: int) -> Ints:
    """(documents, layers, annotators): spans of those who have done the document."""
    documents, annotators = done.shape
    place = (spans.document * layers + spans.layer) * annotators + spans.annotator
    counts = np.bincount(place, minlength=documents * layers * annotators)
    return counts.reshape(documents, layers, annotators) * done[:, None, :]


def _pair_counts(matched: Ints, spans: Spans, done: Bools) -> PairCounts:
    marked = marked_counts(spans, done, matched.shape[1])
    first, second = annotator_pairs(done.shape[1])
    both = both_done(done)[:, None, :]
    return PairCounts(matched * both, (marked[:, :, first] + marked[:, :, second]) * both)


def _places(spans: Spans, layers: int) -> tuple[Ints, Ints]:
    """A number per row, the same for the same document, layer, start and end, and in that order;
    document * layers + layer of each number.
    """
    group = spans.document * layers + spans.layer
    # Documents one after the other keep keys small: start * end alone may be 10**14.
    reach = np.zeros(int(group.max()) + 1 if len(spans) else 0, dtype=np.int64)
    np.maximum.at(reach, group, spans.end)
    start = (np.cumsum(reach + 1) - reach)[group] + spans.start
    length = spans.length
    key = start * (int(length.max()) + 1 if len(spans) else 1) + length
    order = np.argsort(key, kind="stable")
    new = np.diff(key[order], prepend=-1) != 0
    place = np.empty(len(key), dtype=np.int64)
    place[order] = np.cumsum(new) - 1
    return place, group[order][new]
