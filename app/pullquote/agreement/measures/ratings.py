"""Measures for items that several annotators gave one label each.

Observed agreement with missing labels is the mean over items of the share of pairs that agree
(Gwet, K. L. (2014), Handbook of Inter-Rater Reliability); chance-corrected measures are
(A_o - A_e) / (1 - A_e), and differ in A_e.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pullquote.agreement.columns import Floats, Ints
from pullquote.agreement.measures import krippendorff_alpha
from pullquote.agreement.measures.krippendorff_alpha import Distances, nominal_distances
from pullquote.agreement.values import NO_COMMON_ITEMS, Cell, one_label

Weights = Literal["plain", "linear", "quadratic"]


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """`codes` (items, annotators) are places in `labels`, -1 where there is none."""

    codes: Ints
    labels: tuple[Hashable, ...]

    def counts(self) -> Ints:
        """(items, labels): how many annotators gave the item the label."""
        items, size = len(self.codes), len(self.labels)
        flat = (np.arange(items)[:, None] * size + self.codes)[self.codes >= 0]
        return np.bincount(flat, minlength=items * size).reshape(items, size)


def ratings(rows: Sequence[Sequence[Hashable]]) -> Ratings:
    """Rows are items, columns annotators, None stands for no label.

    Labels are in their own order where they have one (numbers, words), else as they come.
    """
    found = dict.fromkeys(label for row in rows for label in row if label is not None)
    try:
        labels = tuple(sorted(found))  # type: ignore[type-var]
    except TypeError:
        labels = tuple(found)
    place: dict[Hashable, int] = {label: code for code, label in enumerate(labels)}
    width = len(rows[0]) if rows else 0
    codes = [[-1 if label is None else place[label] for label in row] for row in rows]
    return Ratings(np.array(codes, dtype=np.int64).reshape(len(rows), width), labels)


def observed(ratings: Ratings) -> Cell:
    """Observed (percent) agreement, from 0 to 1; `n` counts items with two labels or more."""
    shares = _agreement(ratings.counts())
    if not len(shares):
        return Cell(None, 0, NO_COMMON_ITEMS)
    return Cell(float(shares.mean()), len(shares))


def cohen(ratings: Ratings, *, weights: Weights = "plain") -> Cell:
    """Kappa of two annotators (Cohen 1960), with weights "linear" or "quadratic" by the order of
    labels (Cohen 1968). Raises ValueError for other numbers of annotators.
    """
    table = _confusion(ratings)
    places = np.arange(len(table), dtype=np.float64)
    apart: Floats = np.abs(places[:, None] - places)
    disagreements = {"plain": np.sign(apart), "linear": apart, "quadratic": apart**2}
    return kappa(table, disagreements[weights])


def kappa(confusion: Floats, disagreements: Floats | None = None) -> Cell:
    """Cohen's kappa of a (labels, labels) table of two annotators, 1 - sum of weighted observed
    disagreement / that of the products of the margins; plain if no weights are given.
    """
    n = float(confusion.sum())
    if not n:
        return Cell(None, 0, NO_COMMON_ITEMS)
    if disagreements is None:
        disagreements = 1.0 - np.eye(len(confusion))
    expected = float(confusion.sum(axis=1) @ disagreements @ confusion.sum(axis=0)) / n
    if not expected:
        return Cell(None, round(n), one_label(float(np.trace(confusion)) / n))
    return Cell(1 - float((confusion * disagreements).sum()) / expected, round(n))


def scott(ratings: Ratings) -> Cell:
    """Pi of two annotators (Scott 1955): chance from the labels of both together."""
    table = _confusion(ratings)
    shares = (table.sum(axis=0) + table.sum(axis=1)) / max(2 * table.sum(), 1)
    return _corrected(ratings, float((shares**2).sum()))


def fleiss(ratings: Ratings) -> Cell:
    """Kappa of several annotators (Fleiss 1971): chance from the labels of all together."""
    return _corrected(ratings, float((_shares(ratings) ** 2).sum()))


def bennett(ratings: Ratings, *, labels: int | None = None) -> Cell:
    """S of two annotators (Bennett, Alpert & Goldstein 1954): each of the `labels` that they
    could choose, by default those that they used, is as likely by chance.
    """
    _two(ratings)
    return randolph(ratings, labels=labels)


def randolph(ratings: Ratings, *, labels: int | None = None) -> Cell:
    """Free-marginal kappa of several annotators (Randolph 2005); `labels` as in `bennett`."""
    return _corrected(ratings, 1 / max(labels or len(ratings.labels), 1))


def ac1(ratings: Ratings, *, labels: int | None = None) -> Cell:
    """AC1 (Gwet 2008): chance is small where one label prevails; `labels` as in `bennett`."""
    size, shares = labels or len(ratings.labels), _shares(ratings)
    chance = float((shares * (1 - shares)).sum()) / (size - 1) if size > 1 else 1.0
    return _corrected(ratings, chance)


def alpha_of_ratings(ratings: Ratings, distances: Distances = nominal_distances) -> Cell:
    """Krippendorff's alpha; any function of krippendorff.LEVELS or of one's own as `distances`.

    Interval and ratio need labels that are numbers. `n` counts labels in items with two or more.
    """
    pairs = krippendorff_alpha.coincidences(ratings.counts())
    numbers = all(isinstance(label, int | float) for label in ratings.labels)
    values = np.array(ratings.labels if numbers else range(len(ratings.labels)), dtype=np.float64)
    return krippendorff_alpha.alpha(pairs, distances(values, pairs.sum(axis=1)))


def _agreement(counts: Ints) -> Floats:
    """The share of pairs that agree, for each item that two or more have labelled."""
    given = counts.sum(axis=1)
    kept = counts[given > 1]
    pairs = given[given > 1] * (given[given > 1] - 1)
    shares: Floats = (kept * (kept - 1)).sum(axis=1) / pairs
    return shares


def _shares(ratings: Ratings) -> Floats:
    counts = ratings.counts().sum(axis=0)
    shares: Floats = counts / max(counts.sum(), 1)
    return shares


def _corrected(ratings: Ratings, chance: float) -> Cell:
    agreement = observed(ratings)
    if agreement.value is None:
        return agreement
    if np.isclose(chance, 1.0, rtol=0, atol=1e-12):
        return Cell(None, agreement.n, one_label(agreement.value))
    return Cell((agreement.value - chance) / (1 - chance), agreement.n)


def _confusion(ratings: Ratings) -> Floats:
    """(labels, labels) of the items that both of two annotators labelled."""
    codes = _two(ratings)
    first, second = codes[(codes >= 0).all(axis=1)].T
    size = len(ratings.labels)
    table = np.bincount(first * size + second, minlength=size * size)
    return table.reshape(size, size).astype(np.float64)


def _two(ratings: Ratings) -> Ints:
    if ratings.codes.shape[1] != 2:
        raise ValueError("this measure compares two annotators")
    return ratings.codes
