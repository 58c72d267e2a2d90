"""Counts of SemEval-2013 task 9.1 for each annotator against another taken as the reference.

Segura-Bedmar, I., Martínez, P. & Herrero-Zazo, M. (2013), SemEval-2013 Task 9. Each two annotators
are matched one to one, so that the counts do not hang on the order of spans, and a span that covers
two is not counted for both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

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
from pullquote.agreement.matching.matches import match_spans
from pullquote.agreement.measures.document_sums import Shape, Where, dense
from pullquote.agreement.measures.f1 import PairwiseF1

SemevalSchema = Literal["strict", "exact", "partial", "type"]
"""What has to be the same: ends and layer; ends; any overlap, the same ends counting apart; the
layer of spans that overlap."""

SCHEMAS: tuple[SemevalSchema, ...] = get_args(SemevalSchema)


class SemevalCounts(NamedTuple):
    """Labels of one annotator, the reference, and another; `missed` are those that only the
    reference annotated, `spurious` those that only the other annotated.
    """

    correct: int
    incorrect: int
    partial: int
    missed: int
    spurious: int


@dataclass(frozen=True, slots=True, eq=False)
class SemevalTable:
    """(documents, layers, pairs) of labels, 0 where not both have done the document: `matched` and
    of these the `correct` ones of each schema, by the layer of the first annotator's label; those
    that the `first` and the `second` annotator of each pair have annotated.
    """

    matched: Floats
    correct: Mapping[SemevalSchema, Floats]
    first: Floats
    second: Floats

    @classmethod
    def of(cls, spans: Spans, done: Bools, layers: int) -> "SemevalTable":
        """`done` is (documents, annotators)."""
        found = match_spans(spans, any_layer=True)
        first, second = found.first, found.second
        pair = pair_number(spans.annotator[first], spans.annotator[second], done.shape[1])
        where = Where(spans.document[first], spans.layer[first], pair)
        one, other = annotator_pairs(done.shape[1])
        shape, both = Shape(len(done), layers, len(one)), both_done(done)[:, None, :]
        of_each = shape._replace(pairs=done.shape[1])
        annotated = dense(of_each, Where(spans.document, spans.layer, spans.annotator))
        alike, ends = spans.layer[first] == spans.layer[second], found.exact
        correct = {"strict": ends & alike, "exact": ends, "partial": ends, "type": alike}
        return cls(
            dense(shape, where) * both,
            {name: dense(shape, where.take(correct[name])) * both for name in SCHEMAS},
            annotated[..., one] * both,
            annotated[..., other] * both,
        )

    def counts(self, schema: SemevalSchema) -> Sequence[SemevalCounts]:
        """By pair, the first annotator of each as the reference."""
        sums = (self.correct[schema], self.matched, self.first, self.second)
        numbers: Ints = np.stack([each.sum(axis=(0, 1)) for each in sums]).round().astype(np.int64)
        return [_counts(schema, *of_pair) for of_pair in numbers.T.tolist()]

    def counts_of_all(self, schema: SemevalSchema) -> SemevalCounts:
        """Of all pairs together."""
        of_pairs = self.counts(schema)
        return SemevalCounts(*(sum(each[at] for each in of_pairs) for at in range(5)))

    def f1(self, schema: SemevalSchema) -> PairwiseF1:
        """F1 of precision and recall: a partial match counts half a correct one."""
        correct = self.correct[schema]
        if schema == "partial":
            correct = correct + (self.matched - correct) / 2
        return PairwiseF1(correct, self.first + self.second)


def _counts(
    schema: SemevalSchema, correct: int, matched: int, first: int, second: int
) -> SemevalCounts:
    rest = matched - correct
    incorrect, partial = (0, rest) if schema == "partial" else (rest, 0)
    return SemevalCounts(correct, incorrect, partial, first - matched, second - matched)
