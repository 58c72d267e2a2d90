"""Where the ends of matched spans differ."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from pullquote.agreement.columns import Bools, Floats, Ints, Spans, both_done, pair_number
from pullquote.agreement.matching.matches import Matches


@dataclass(frozen=True, slots=True, eq=False)
class BoundarySums:
    """(documents, layers, pairs) over matched spans: their number, the sum of their IoU, and how
    many start or end at the same place. A sum divided by `matched` is the mean or share.
    """

    matched: Floats
    iou: Floats
    same_start: Floats
    same_end: Floats


class Shifts(NamedTuple):
    """Median distances in code points between ends that differ; None where none does."""

    start: float | None
    end: float | None


def boundary_sums(spans: Spans, matches: Matches, done: Bools, layers: int) -> BoundarySums:
    """`done` is (documents, annotators); a match counts for the layer of its first span."""
    documents, annotators = done.shape
    first, second = matches.first, matches.second
    pairs = annotators * (annotators - 1) // 2
    pair = pair_number(spans.annotator[first], spans.annotator[second], annotators)
    place = (spans.document[first] * layers + spans.layer[first]) * pairs + pair
    both = both_done(done)[:, None, :]

    def sums(weights: Floats | Bools | None) -> Floats:
        flat = np.bincount(place, weights, minlength=documents * layers * pairs)
        return (flat.reshape(documents, layers, pairs) * both).astype(np.float64)

    return BoundarySums(
        matched=sums(None),
        iou=sums(matches.iou),
        same_start=sums(spans.start[first] == spans.start[second]),
        same_end=sums(spans.end[first] == spans.end[second]),
    )


def median_shifts(spans: Spans, matches: Matches) -> Shifts:
    start = spans.start[matches.second] - spans.start[matches.first]
    end = spans.end[matches.second] - spans.end[matches.first]
    return Shifts(_median(start), _median(end))


def _median(shifts: Ints) -> float | None:
    apart = np.abs(shifts[shifts != 0])
    return float(np.median(apart)) if len(apart) else None
