"""Krippendorff's alpha for unitizing: alpha_U, and the experimental u-alpha family.

alpha_U as it was first published: Krippendorff, K. (1995), On the reliability of unitizing
continuous data; (2004), Content Analysis, section 11.6. Kept to compare with other programs; its
expectation is dear to compute pair by pair, here gaps are sorted and summed from behind, so that it
takes n log n.

u-alpha: Krippendorff, K., Mathet, Y., Bouvry, S. & Widlöcher, A. (2016), On the reliability of
unitizing textual continua; Krippendorff (2019), Content Analysis, section 12.6; no worked example
has been published. Units and the gaps between them, which have the value none, are compared by the
lengths that they share.
"""

from dataclasses import dataclass

import numpy as np

from pullquote.agreement.columns import Bools, Floats, Ints, Spans
from pullquote.agreement.matching.matches import Candidates, overlapping
from pullquote.agreement.measures.character_alpha import merged_spans, overlapping_layers
from pullquote.agreement.values import (
    NO_COMMON_DOCUMENTS,
    NO_COMMON_TEXT,
    NO_VARIATION,
    NOTHING_MARKED,
    Cell,
    Reason,
)


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
    spans = as_one_continuum(
        merged_spans(spans.take(everyone[spans.document])), np.where(everyone, lengths, 0)
    )
    observed = _observed(spans, done.shape[1], layers) / size**2
    expected = [
        _expected_of_layer(spans.take(spans.layer == layer), done.shape[1], size)
        for layer in range(layers)
    ]
    return Unitized(observed, np.array(expected), np.bincount(spans.layer, minlength=layers))


def as_one_continuum(spans: Spans, lengths: Ints) -> Spans:
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


def _expected_of_layer(spans: Spans, annotators: int, size: float) -> float:
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


@dataclass(frozen=True, slots=True)
class UAlpha:
    """The family; `n` of each counts code points times annotators that were compared.

    `all` compares labels and gaps, `marked` only marked with unmarked, `labels` only labels where
    both marked. `by_layer` is (k)u-alpha, `covered` the share of each layer's text that another
    annotator marked too.
    """

    all: Cell
    marked: Cell
    labels: Cell
    by_layer: tuple[Cell, ...]
    covered: tuple[Cell, ...]
    experimental: bool = True


def u_alpha(spans: Spans, done: Bools, lengths: Ints, layers: int) -> UAlpha:
    """Of the documents that all annotators have done, joined to one continuum.

    Raises ValueError where spans of one annotator overlap in different layers.
    """
    everyone: Bools = np.logical_and.reduce(done, axis=1)
    lengths = np.where(everyone, lengths, 0)
    spans = as_one_continuum(merged_spans(spans.take(everyone[spans.document])), lengths)
    if overlapping_layers(spans):
        raise ValueError("an annotator's spans overlap; compare one layer at a time")
    near = overlapping(spans, any_layer=True)
    annotators = done.shape[1]
    whole = _lengths(spans, near, annotators, float(lengths.sum()), layers)
    expected = _expected_lengths(whole, _squared_units(spans, whole, layers))
    both = whole[1:, 1:]
    expected_both = _expected_lengths(both, _squared_covered(spans, near, layers))
    return UAlpha(
        all=_alpha(whole.sum() - np.trace(whole), expected.sum() - np.trace(expected), whole),
        marked=_alpha(whole[0, 1:].sum(), expected[0, 1:].sum(), whole),
        labels=_alpha(
            both.sum() - np.trace(both),
            expected_both.sum() - np.trace(expected_both),
            both,
            NO_VARIATION if both.any() else NO_COMMON_TEXT,
        ),
        by_layer=tuple(_of_layer(both, expected_both, layer) for layer in range(layers)),
        covered=tuple(_covered(both, whole, layer) for layer in range(layers)),
    )


def _lengths(spans: Spans, near: Candidates, annotators: int, size: float, layers: int) -> Floats:
    """(layers + 1, layers + 1), none first: the length that each two values share, over all
    ordered pairs of annotators, divided by the number of others.
    """
    place = spans.layer[near.first] * layers + spans.layer[near.second]
    one_way = np.bincount(place, weights=near.shared, minlength=layers**2).reshape(layers, layers)
    shared = np.zeros((layers + 1, layers + 1))
    shared[1:, 1:] = (one_way + one_way.T) / max(annotators - 1, 1)
    marked = np.bincount(spans.layer, weights=spans.length, minlength=layers)
    shared[0, 1:] = shared[1:, 0] = marked - shared[1:, 1:].sum(axis=1)
    shared[0, 0] = annotators * size - marked.sum() - shared[0, 1:].sum()
    return shared


def _squared_units(spans: Spans, whole: Floats, layers: int) -> Floats:
    """Per value the sum of squared lengths of its units; that of gaps is not squared."""
    length = spans.length.astype(np.float64)
    return np.append(whole[0].sum(), np.bincount(spans.layer, length**2, minlength=layers))


def _squared_covered(spans: Spans, near: Candidates, layers: int) -> Floats:
    """The same for labels only: of each unit only what another annotator marked too."""
    start = np.maximum(spans.start[near.first], spans.start[near.second])
    end = np.minimum(spans.end[near.first], spans.end[near.second])
    unit = np.concatenate([near.first, near.second])
    zeros = np.zeros_like(unit)
    inside = merged_spans(Spans(unit, zeros, zeros, np.tile(start, 2), np.tile(end, 2)))
    covered = np.bincount(inside.document, weights=inside.length, minlength=len(spans))
    return np.bincount(spans.layer, covered**2, minlength=layers).astype(np.float64)


def _expected_lengths(shared: Floats, squared: Floats) -> Floats:
    total = float(shared.sum())
    if not total or total * total <= squared.sum():
        return np.zeros_like(shared)
    margin = shared.sum(axis=1)
    chance: Floats = (np.outer(margin, margin) - np.diag(squared)) / (total - squared.sum() / total)
    return chance


def _alpha(observed: float, expected: float, over: Floats, why: Reason = NOTHING_MARKED) -> Cell:
    n = round(float(over.sum()))
    return Cell(1 - float(observed) / float(expected), n) if expected else Cell(None, n, why)


def _of_layer(both: Floats, expected: Floats, layer: int) -> Cell:
    total, chance = float(both[:, layer].sum()), float(expected[:, layer].sum())
    apart = chance - float(expected[layer, layer])
    if not total or not apart:
        return Cell(None, round(total), NO_VARIATION if total else NO_COMMON_TEXT)
    observed = (total - float(both[layer, layer])) / total
    return Cell(1 - observed * chance / apart, round(total))


def _covered(both: Floats, whole: Floats, layer: int) -> Cell:
    marked = float(whole[:, layer + 1].sum())
    if not marked:
        return Cell(None, 0, NOTHING_MARKED)
    return Cell(float(both[:, layer].sum()) / marked, round(marked))
