"""How sure a figure is: the same figure of many resamples of the documents.

Efron, B. & Tibshirani, R. (1993), An Introduction to the Bootstrap: documents are drawn with
replacement, because spans inside one document are not independent. A figure that is made of sums
over documents needs only the number of times that each was drawn.
"""

from collections.abc import Callable

import numpy as np

from pullquote.agreement.columns import Floats

RESAMPLES = 1000
SEED = 20260101
FEW_DOCUMENTS = 10
"""Below this an interval says little."""

_AT_ONCE = 1 << 21


def weights(documents: int, *, resamples: int = RESAMPLES, seed: int = SEED) -> Floats:
    """(resamples, documents): how often each document was drawn; each row sums to `documents`."""
    return _drawn(np.random.default_rng(seed), resamples, documents)


def resampled(weights: Floats, statistics: Floats) -> Floats:
    """(resamples, ...): the sums of (documents, ...) statistics over each resample."""
    flat = np.asarray(statistics, dtype=np.float64).reshape(len(statistics), -1)
    return (weights @ flat).reshape(len(weights), *np.shape(statistics)[1:])


def interval(values: Floats) -> tuple[float, float] | None:
    """The percentile 95 % interval of a figure's values; resamples where it is undefined are
    left out, None if all are.
    """
    known = values[~np.isnan(values)]
    if not len(known):
        return None
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)


def bootstrap(
    figure: Callable[..., Floats],
    *statistics: Floats,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> tuple[float, float] | None:
    """The interval of `figure`, which takes the sums of each of `statistics` (documents, ...) with
    one axis more in front, for resamples, and gives (resamples,).
    """
    documents = len(statistics[0])
    if not documents:
        return None
    random = np.random.default_rng(seed)
    rows = max(_AT_ONCE // documents, 1)
    found = []
    for first in range(0, resamples, rows):
        drawn = _drawn(random, min(rows, resamples - first), documents)
        found.append(figure(*(resampled(drawn, sums) for sums in statistics)))
    return interval(np.concatenate(found))


def _drawn(random: np.random.Generator, resamples: int, documents: int) -> Floats:
    if not documents:
        return np.zeros((resamples, 0))
    drawn = random.integers(0, documents, (resamples, documents))
    drawn += np.arange(resamples)[:, None] * documents
    counts = np.bincount(drawn.ravel(), minlength=resamples * documents)
    return counts.reshape(resamples, documents).astype(np.float64)
