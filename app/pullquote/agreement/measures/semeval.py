"""Counts of SemEval-2013 task 9.1 for one annotator against another taken as the reference.

Segura-Bedmar, I., Martínez, P. & Herrero-Zazo, M. (2013). The two are matched one to one, so that
the counts do not hang on the order of spans, and a span that covers two is not counted for both.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from pullquote.agreement.columns import Bools, Spans
from pullquote.agreement.matching.matches import match_spans

Schema = Literal["strict", "exact", "partial", "type"]


class SemevalCounts(NamedTuple):
    """Of the spans of the reference; `spurious` are those that only the other marked."""

    correct: int
    incorrect: int
    partial: int
    missed: int
    spurious: int


def semeval_counts(spans: Spans) -> Mapping[Schema, SemevalCounts]:
    """Annotator 0 is the reference, 1 the other; `spans` hold no one else.

    "strict" asks for the same ends and layer, "exact" for the ends, "partial" for any overlap,
    counting the same ends apart, "type" for the layer.
    """
    matches = match_spans(spans, any_layer=True)
    ends = matches.exact
    layer = spans.layer[matches.first] == spans.layer[matches.second]
    missed = int((spans.annotator == 0).sum()) - len(matches)
    spurious = int((spans.annotator == 1).sum()) - len(matches)

    def counted(correct: Bools, *, partial: bool = False) -> SemevalCounts:
        right = int(correct.sum())
        rest = len(matches) - right
        return SemevalCounts(
            right, 0 if partial else rest, rest if partial else 0, missed, spurious
        )

    return {
        "strict": counted(ends & layer),
        "exact": counted(ends),
        "partial": counted(ends, partial=True),
        "type": counted(layer),
    }
