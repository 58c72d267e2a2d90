"""Krippendorff's alpha for unitizing as it was first published, alpha_U.

Krippendorff, K. (1995), On the reliability of unitizing continuous data, eqs 5 to 9; (2004),
Content Analysis, section 11.6. Kept to compare with other programs. Its expectation is dear to
compute pair by pair; here gaps are sorted and summed from behind, so that it takes n log n.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pullquote.agreement.columns import Bools, Floats, Ints, Spans, annotator_pairs
from pullquote.agreement.matching.matches import overlapping
from pullquote.agreement.measures.character_alpha import merged_spans
from pullquote.agreement.measures.document_sums import SummedMeasure
from pullquote.agreement.measures.krippendorff_alpha import one_less


@dataclass(frozen=True, slots=True, eq=False)
class Continua:
    """`length` (continua,) in code points; `members` (continua, annotators) have read each."""

    length: Ints
    members: Bools

    @property
    def size(self) -> Ints:
        """(continua,): how many have read each."""
        found: Ints = self.members.sum(axis=1, dtype=np.int64)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Unitized:
    """D_o and D_e, (continua, layers); 0 for layers that nobody annotated."""

    observed: Floats
    expected: Floats

    def alpha(self) -> Floats:
        """(continua,): 1 - sum of D_o / sum of D_e, at most 1; NaN where nothing is annotated."""
        return one_less(self.observed.sum(axis=1), self.expected.sum(axis=1))

    def by_layer(self) -> Floats:
        """(continua, layers): of one layer each."""
        return one_less(self.observed, self.expected)


def unitized(spans: Spans, continua: Continua, layers: int) -> Unitized:
    """Of spans whose documents are continua. What one annotator labels twice in one layer counts
    once.
    """
    spans = merged_spans(spans)
    shape = len(continua.length), layers
    return Unitized(
        _observed(spans, continua, layers).reshape(shape),
        _expected(spans, continua, layers).reshape(shape),
    )


def as_one_continuum(spans: Spans, done: Bools, lengths: Ints) -> tuple[Spans, Continua]:
    """The documents that all annotators have done, one after the other as one document 0."""
    everyone: Bools = np.logical_and.reduce(done, axis=1)
    laid = _end_to_end(spans.take(everyone[spans.document]), np.where(everyone, lengths, 0), 0)
    members = np.ones((1, done.shape[1]), dtype=np.bool_)
    return laid, Continua(np.array([lengths[everyone].sum()]), members)


def as_continua_of_pairs(spans: Spans, done: Bools, lengths: Ints) -> tuple[Spans, Continua]:
    """For each pair of annotators the documents that both have done, one after the other."""
    first, second = annotator_pairs(done.shape[1])
    parts, sizes = [], []
    members = np.zeros((len(first), done.shape[1]), dtype=np.bool_)
    members[np.arange(len(first)), first] = members[np.arange(len(first)), second] = True
    for pair, (one, other) in enumerate(zip(first.tolist(), second.tolist(), strict=True)):
        both = done[:, one] & done[:, other]
        some = both[spans.document] & ((spans.annotator == one) | (spans.annotator == other))
        parts.append(_end_to_end(spans.take(some), np.where(both, lengths, 0), pair))
        sizes.append(int(lengths[both].sum()))
    laid = Spans.joined(parts or [spans.take(spans.document[:0])])
    return laid, Continua(np.array(sizes, dtype=np.int64), members)


def _end_to_end(spans: Spans, lengths: Ints, continuum: int) -> Spans:
    base = (np.cumsum(lengths) - lengths)[spans.document]
    document = np.full_like(spans.document, continuum)
    return Spans(document, spans.annotator, spans.layer, base + spans.start, base + spans.end)


def _observed(spans: Spans, continua: Continua, layers: int) -> Floats:
    """Per continuum and layer: squared differences of both ends where spans of two annotators
    overlap, the squared length of a span for every other annotator who has nothing there.
    """
    near, annotators = overlapping(spans), continua.members.shape[1]
    apart = (spans.start[near.first] - spans.start[near.second]) ** 2
    apart += (spans.end[near.first] - spans.end[near.second]) ** 2
    met = np.concatenate(
        [
            near.first * annotators + spans.annotator[near.second],
            near.second * annotators + spans.annotator[near.first],
        ]
    )
    others = np.bincount(np.unique(met) // annotators, minlength=len(spans))
    size = continua.size
    alone = spans.length.astype(np.float64) ** 2 * (size[spans.document] - 1 - others)
    group, groups = spans.document * layers + spans.layer, len(size) * layers
    sums = np.bincount(group[near.first], weights=apart, minlength=groups)
    sums = sums + np.bincount(group, weights=alone, minlength=groups)
    pairs = size * (size - 1) * continua.length.astype(np.float64) ** 2
    found: Floats = 2 * sums / np.repeat(np.maximum(pairs, 1), layers)
    return found


def _expected(spans: Spans, continua: Continua, layers: int) -> Floats:
    """Per continuum and layer, the mean disagreement over all ways to lay its spans and gaps
    together.
    """
    groups = len(continua.length) * layers
    if not len(spans):
        return np.zeros(groups)
    group = spans.document * layers + spans.layer
    length = spans.length.astype(np.float64)
    count = np.bincount(group, minlength=groups)
    of_gap, gaps = _gaps(spans, group, continua, layers)
    reach = int(continua.length.max()) + 2
    keys = of_gap * reach + gaps
    order = np.argsort(keys, kind="stable")
    keys, before = keys[order], np.append(0.0, np.cumsum(gaps[order], dtype=np.float64))
    fits = np.searchsorted(keys, group * reach + spans.length)
    last = np.searchsorted(keys, (group + 1) * reach)
    room = before[last] - before[fits] - (last - fits) * (length - 1)
    met = (count[group] - 1) / 3 * (2 * length**3 - 3 * length**2 + length)
    line = np.repeat(continua.size * continua.length, layers).astype(np.float64)
    ways = line * (line - 1) - np.bincount(group, length * (length - 1), minlength=groups)
    size = np.repeat(continua.length, layers).astype(np.float64)
    sums = np.bincount(group, met + length**2 * room, minlength=groups)
    found: Floats = np.divide(2 * sums, size * ways, out=np.zeros(groups), where=count > 0)
    return found


def _gaps(spans: Spans, group: Ints, continua: Continua, layers: int) -> tuple[Ints, Ints]:
    """All stretches that a member left unannotated in a layer that anybody annotated: their group
    and their length.
    """
    used = np.unique(group)
    at, who = np.nonzero(continua.members[used // layers])
    line_of = np.full((len(continua.length) * layers, continua.members.shape[1]), -1)
    line_of[used[at], who] = np.arange(len(at))
    size = continua.length[used[at] // layers]
    base = np.cumsum(size + 1) - size - 1
    begin = base[line_of[group, spans.annotator]]
    starts = np.sort(np.concatenate([begin + spans.start, base + size]))
    ends = np.sort(np.concatenate([begin + spans.end, base]))
    gaps = starts - ends
    line = np.searchsorted(base, ends, side="right") - 1
    some = gaps > 0
    return used[at][line[some]], gaps[some]


@dataclass(frozen=True, eq=False)
class AlphaU(SummedMeasure):
    """alpha_U of the documents that all annotators have done, laid end to end: at most 1, NaN
    where nothing is annotated. It does not add up over documents, so there is none of resamples.

    `documents` are who has done each, and its length.
    """

    spans: Spans
    documents: Continua
    layers: int

    @property
    def sums(self) -> Floats:
        return np.zeros((len(self.documents.length), 0))

    def value(self, sums: Floats, _squares: Floats) -> Floats:
        if sums.ndim > 1:
            return np.full(sums.shape[:-1], np.nan)
        found: Floats = self._whole.alpha()[0]
        return found

    def by_pair(self) -> Floats:
        found = as_continua_of_pairs(self.spans, self.documents.members, self.documents.length)
        return unitized(*found, self.layers).alpha()

    def by_layer(self) -> Floats:
        found: Floats = self._whole.by_layer()[0]
        return found

    def by_document(self) -> Floats:
        return unitized(self.spans, self.documents, self.layers).alpha()

    @cached_property
    def _whole(self) -> Unitized:
        found = as_one_continuum(self.spans, self.documents.members, self.documents.length)
        return unitized(*found, self.layers)
