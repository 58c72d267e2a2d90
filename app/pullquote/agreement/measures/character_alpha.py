"""Krippendorff's alpha over characters, from the ends of spans: no array is as long as a text.

Every character is a unit, and every annotator who has done the document has it annotated or not,
layer by layer. Krippendorff (2004), chapter 11, with the units of Krippendorff (1995). The
coincidences of a layer follow from how many characters each two annotators have labelled, and both
of them.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from pullquote.agreement.columns import Bools, Floats, Ints, Spans
from pullquote.agreement.measures.document_sums import Renewal, SummedMeasure
from pullquote.agreement.measures.krippendorff_alpha import observed_and_expected, one_less

_BY_DOCUMENT = ("both", "annotated", "length", "common", "annotators")


@dataclass(frozen=True, eq=False)
class CharacterAlpha(SummedMeasure):
    """Alpha over characters, each layer annotated or not, the layers pooled: at most 1, 0 where
    chance would agree as well, NaN where nothing is annotated.

    `both` (documents, layers, pairs) are characters that both have annotated, `annotated`
    (documents, layers, annotators), `length` (documents, layers) all characters; `common`
    (documents, pairs) says that both have done the document, `annotators` (documents,) how many
    have, `of` are the first and second annotator of each pair, `layers` those that are pooled.
    """

    both: Floats
    annotated: Floats
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
        agreeing, counts = (sums.sum(axis=0) for sums in self._all())
        return pooled_alpha(agreeing[:, None], counts[:, None])

    def by_document(self) -> Floats:
        return pooled_alpha(*self._pooled())

    def _pooled(self) -> tuple[Floats, Floats]:
        agreeing, counts = self._all()
        return agreeing[:, self.layers], counts[:, self.layers]

    def _of_pairs(self) -> tuple[Floats, Floats]:
        """(documents, layers, pairs) and the same with (unannotated, annotated)."""
        first, second = self.of
        annotated = (self.annotated[..., first] + self.annotated[..., second]) * self.common[
            :, None, :
        ]
        total = 2 * self.length[..., None] * self.common[:, None, :]
        differ = annotated - 2 * self.both
        return total - 2 * differ, np.stack((total - annotated, annotated), axis=-1)

    def _all(self) -> tuple[Floats, Floats]:
        """(documents, layers) and the same with (unannotated, annotated): each character of all m
        who have done the document, pairs weighing 1 / (m - 1).
        """
        agreeing, counts = self._of_pairs()
        weight = 1 / np.maximum(self.annotators - 1, 1)
        return agreeing.sum(axis=2) * weight[:, None], counts.sum(axis=2) * weight[:, None, None]


def pooled_alpha(agreeing: Floats, counts: Floats) -> Floats:
    """One alpha for several layers (on the last axis of `agreeing`) that may nest: 1 - sum of
    D_o / sum of D_e, as Krippendorff (1995) pools categories. At most 1; NaN where nothing
    is annotated. `counts` has one axis more, how often each value stands in a layer.
    """
    observed, expected = observed_and_expected(
        agreeing, counts.sum(axis=-1), np.square(counts).sum(axis=-1)
    )
    return one_less(observed.sum(axis=-1), expected.sum(axis=-1))


def merged_spans(spans: Spans) -> Spans:
    """The spans, with those of one annotator in one layer of a document made one that overlap;
    those that only touch stay apart.
    """
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
