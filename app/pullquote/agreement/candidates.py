"""All pairs of spans that overlap, of different annotators in one document."""

from typing import NamedTuple

import numpy as np

from pullquote.agreement.columns import Ints, Spans


class Candidates(NamedTuple):
    """Rows of spans; the annotator of `first` is the lower one. `shared` counts code points."""

    first: Ints
    second: Ints
    shared: Ints


def overlapping(spans: Spans, *, any_layer: bool = False) -> Candidates:
    """Pairs that share at least one code point, and the layer unless `any_layer`.

    Rows sorted by start within a group: those after a row that start before its end overlap it.
    """
    group = spans.document
    if not any_layer and len(spans):
        group = spans.document * (int(spans.layer.max()) + 1) + spans.layer
    reach = int(spans.end.max()) + 1 if len(spans) else 1
    start = group * reach + spans.start
    order = _sorted(start)
    start, end = start[order], (group * reach + spans.end)[order]
    after = np.arange(1, len(start) + 1)
    count = np.maximum(np.searchsorted(start, end) - after, 0)
    left = np.repeat(after - 1, count)
    right = np.arange(len(left)) - np.repeat(np.cumsum(count) - count, count) + left + 1
    return _of_two(spans, order[left], order[right])


def _sorted(keys: Ints) -> Ints:
    if (keys[1:] >= keys[:-1]).all():
        return np.arange(len(keys))
    return np.argsort(keys, kind="stable")


def _of_two(spans: Spans, left: Ints, right: Ints) -> Candidates:
    annotator = spans.annotator
    wanted = annotator[left] != annotator[right]
    left, right = left[wanted], right[wanted]
    turned = annotator[left] > annotator[right]
    first, second = np.where(turned, right, left), np.where(turned, left, right)
    ends = np.minimum(spans.end[first], spans.end[second])
    shared = ends - np.maximum(spans.start[first], spans.start[second])
    some = shared > 0
    return Candidates(first[some], second[some], shared[some])
