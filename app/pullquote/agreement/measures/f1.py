"""Pairwise F1 of labels or relations.

Hripcsak, G. & Rothschild, A. S. (2005), Agreement, the F-measure, and reliability in information
retrieval: where no true negatives can be counted, F1 = 2 matched / (annotated by one + by the
other) is the measure of agreement. Sums over documents, then the mean over pairs of annotators.
"""

from typing import ClassVar

import numpy as np

from pullquote.agreement.columns import Floats
from pullquote.agreement.measures.document_sums import ShareMeasure, ratio


def f1(matched: Floats | float, total: Floats | float) -> Floats:
    """2 matched / total, elementwise, from 0 to 1; NaN where nothing was annotated.

    `total` counts what either has annotated. Precision and recall of one annotator against another
    have the same harmonic mean (van Rijsbergen 1979).
    """
    return ratio(np.multiply(2.0, matched), np.asarray(total))


class PairwiseF1(ShareMeasure):
    """`part` are matched labels, `whole` those of both annotators, (documents, layers, pairs).

    The mean over the pairs that annotated anything (Hripcsak & Rothschild 2005); documents add up.
    """

    mean: ClassVar[bool] = True

    def quotient(self, part: Floats, whole: Floats) -> Floats:
        return f1(part, whole)
