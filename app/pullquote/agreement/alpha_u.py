"""Krippendorff's alpha_U for unitizing, as it was first published.

Krippendorff, K. (1995), On the reliability of unitizing continuous data; (2004), Content Analysis,
section 11.6. Kept to compare with other programs; its expectation is dear to compute pair by pair,
here gaps are sorted and summed from behind, so that it takes n log n.
"""

from dataclasses import dataclass

import numpy as np

from pullquote.agreement.candidates import overlapping
from pullquote.agreement.characters import merged
from pullquote.agreement.columns import Bools, Floats, Ints, Spans
from pullquote.agreement.reasons import NO_COMMON_DOCUMENTS, NOTHING_MARKED
from pullquote.agreement.values import Cell


@dataclass(frozen=True, slots=True, eq=False)
class Unitized:
    """Disagreement per layer, and the number of spans that it rests on."""

    observed: Floats
    expected: Floats
    spans: Ints

    def alpha(self, layer: int | None = None) -> Cell:
        """Of one layer, or of all: 1 - sum of D_o / sum of D_e."""
        layers = slice(None) if layer is None else slice(layer, layer + 1)
        expected, count = float(self.expected[layers].sum()), int(self.spans[layers].sum())
        if not expected:
            return Cell(None, count, NOTHING_MARKED if len(self.spans) else NO_COMMON_DOCUMENTS)
        return Cell(1 - float(self.observed[layers].sum()) / expected, count)


def unitized(spans: Spans, done: Bools, lengths: Ints, layers: int) -> Unitized:
    """D_o and D_e of the documents that all annotators have done, joined to one continuum.

    What one annotator marks twice in one layer counts once. `done` is (documents, annotators),
    `lengths` the code points of the documents.
    """
    everyone: Bools = np.logical_and.reduce(done, axis=1)
    size = float(lengths[everyone].sum())
    if not size or done.shape[1] < 2:
        return Unitized(np.zeros(0), np.zeros(0), np.zeros(0, dtype=np.int64))
    spans = joined(merged(spans.take(everyone[spans.document])), np.where(everyone, lengths, 0))
    observed = _observed(spans, done.shape[1], layers) / size**2
    expected = [
        _expected(spans.take(spans.layer == layer), done.shape[1], size) for layer in range(layers)
    ]
    return Unitized(observed, np.array(expected), np.bincount(spans.layer, minlength=layers))


def joined(spans: Spans, lengths: Ints) -> Spans:
    """The documents one after the other as one document 0."""
    base = (np.cumsum(lengths) - lengths)[spans.document]
    document = np.zeros_like(spans.document)
    return Spans(document, spans.annotator, spans.layer, base + spans.start, base + spans.end)


def _observed(spans: Spans, annotators: int, layers: int) -> Floats:
    """Per layer: squared differences of both ends where spans of two annotators overlap, the
    squared length of a span for every other annotator who has nothing there.
    """
    near = overlapping(spans)
    apart = (spans.start[near.first] - spans.start[near.second]) ** 2
    apart += (spans.end[near.first] - spans.end[near.second]) ** 2
    met = np.concatenate(
        [
            near.first * annotators + spans.annotator[near.second],
            near.second * annotators + spans.annotator[near.first],
        ]
    )
    others = np.bincount(np.unique(met) // annotators, minlength=len(spans))
    alone = spans.length.astype(np.float64) ** 2 * (annotators - 1 - others)
    sums = np.bincount(spans.layer[near.first], weights=apart, minlength=layers)
    sums = sums + np.bincount(spans.layer, weights=alone, minlength=layers)
    total: Floats = 2 * sums / (annotators * (annotators - 1))
    return total


def _expected(spans: Spans, annotators: int, size: float) -> float:
    """The mean disagreement of one layer over all ways to lay its spans and gaps together."""
    if not len(spans):
        return 0.0
    length = spans.length.astype(np.float64)
    gaps = np.sort(_gaps(spans, annotators, size))
    fits = np.searchsorted(gaps, length)
    behind = np.append(np.cumsum(gaps[::-1])[::-1], 0.0)
    room = behind[fits] - (len(gaps) - fits) * (length - 1)
    met = (len(spans) - 1) / 3 * (2 * length**3 - 3 * length**2 + length)
    ways = annotators * size * (annotators * size - 1) - (length * (length - 1)).sum()
    return float(2 / size * (met + length**2 * room).sum() / ways)


def _gaps(spans: Spans, annotators: int, size: float) -> Floats:
    """The lengths of all stretches that one annotator left unmarked; `spans` are one document."""
    line = spans.annotator * size
    edges = np.arange(annotators) * size
    starts = np.sort(np.concatenate([line + spans.start, edges + size]))
    ends = np.sort(np.concatenate([line + spans.end, edges]))
    gaps: Floats = starts - ends
    return gaps[gaps > 0]
