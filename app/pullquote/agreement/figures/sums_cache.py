"""What the tables of a study add up to, with where the labels come from and how their ends
shift: once for each selection, then with what changed.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Self

import numpy as np

from pullquote.agreement.columns import Ints
from pullquote.agreement.figures.bootstrap import Resampled, resample
from pullquote.agreement.figures.measured_figures import MeasuredFigure, measures
from pullquote.agreement.figures.tables import Tables, scope_key
from pullquote.agreement.measures.chance_corrected import ChanceTally
from pullquote.agreement.measures.cohen_kappa import KappaTally
from pullquote.agreement.measures.document_sums import Measure, Renewal
from pullquote.agreement.measures.krippendorff_alpha import AlphaTally
from pullquote.agreement.study.study import ORIGINS, SUMS, Study
from pullquote.agreement.values import Scope

SKEWED = 0.05
"""Where chance gives less disagreement, one label in a hundred decides about the figure."""

_MOST_KEPT = 4
_LARGE = 1 << 20
_FEW = 4
"""Where more than one document in so many changed, all are added up anew."""


class Provenance(NamedTuple):
    """By document: labels of each origin, labels of each annotator, and how many matched labels
    have starts, and ends, that are 0, 1, 2 ... characters apart.
    """

    origins: Ints
    annotated: Ints
    starts: Ints
    ends: Ints

    @classmethod
    def of(cls, tables: Tables, layers: Ints) -> Self:
        wanted = np.zeros(tables.lost.shape[1], dtype=np.bool_)
        wanted[layers] = True
        annotations, matched = tables.rows.annotations, tables.rows.matched
        rows, pairs = wanted[annotations.layer], wanted[matched.layer]
        document, of_pair = annotations.document[rows], matched.document[pairs]
        return cls(
            _counted(tables, document, annotations.origin[rows], len(ORIGINS)),
            _counted(tables, document, annotations.annotator[rows], len(tables.annotators)),
            _shifts(tables, of_pair, matched.start[pairs]),
            _shifts(tables, of_pair, matched.end[pairs]),
        )

    def renewed(self, renewal: Renewal, new: "Provenance") -> "Provenance":
        return Provenance(*map(renewal.spliced, self, new))


@dataclass(frozen=True, eq=False)
class Sums:
    """The measures of some layers of `tables`, in the order of the definitions, and what is said
    beside them.
    """

    study: Study
    tables: Tables
    layers: Ints
    measured: Sequence[MeasuredFigure]
    beside: Provenance
    resampled: Resampled

    def skewed(self) -> frozenset[str]:
        """The figures that chance alone makes nearly 1."""
        return frozenset(
            each.id
            for each in self.measured
            if isinstance(each.tally, AlphaTally | KappaTally)
            and not isinstance(each.tally, ChanceTally)
            and each.tally.expected(*each.totals()) < SKEWED
        )

    def intervals(self) -> dict[str, tuple[float, float] | None]:
        """The percentile 95 % interval of each figure."""
        found = self.resampled.intervals([each.tally for each in self.measured])
        return {each.id: sure for each, sure in zip(self.measured, found, strict=True)}

    def values(self) -> Mapping[str, float | None]:
        return {each.id: each.value() for each in self.measured}

    def measure(self, figure: MeasuredFigure) -> Measure:
        """What tells the figure apart."""
        return figure.measure or self._of_rows[figure.id]

    @cached_property
    def _of_rows(self) -> Mapping[str, Measure]:
        made = measures(self.study, self.tables, self.layers)
        return {each.id: each.measure for each in made if each.measure is not None}


def cached_sums(
    study: Study,
    scope: Scope,
    tables: Tables,
    layers: Ints,
    *,
    resamples: int = 0,
    seed: int = 0,
    like: Sums | None = None,
) -> Sums:
    """Kept with the study: only documents whose tables changed are added up anew, or are others
    than those of `like`, sums of the same layers.
    """
    cache: dict[Hashable, Sums] = study.cache.setdefault(SUMS, {})
    key = scope_key(study, scope), tuple(layers.tolist()), resamples, seed
    known = cache.pop(key, None)
    if known is None or known.tables is not tables:
        known = _made(study, tables, layers, resamples, seed, known or like)
    if len(tables.documents) * tables.done.shape[1] ** 2 <= _LARGE:
        cache[key] = known
    while len(cache) > _MOST_KEPT:
        cache.pop(next(iter(cache)))
    return known


def _made(
    study: Study, tables: Tables, layers: Ints, resamples: int, seed: int, known: Sums | None
) -> Sums:
    renewal = _renewal(known.tables, tables) if known else None
    if known is not None and renewal is not None:
        some = tables.of_documents(renewal.anew)
        new = measures(study, some, layers)
        measured = [
            old.renewed(renewal, each) for old, each in zip(known.measured, new, strict=True)
        ]
        beside = known.beside.renewed(renewal, Provenance.of(some, layers))
    else:
        known, measured = None, list(measures(study, tables, layers))
        beside = Provenance.of(tables, layers)
    tallies = [each.tally for each in measured]
    before = known.resampled if known else None
    return Sums(
        study,
        tables,
        layers,
        measured,
        beside,
        resample(tallies, len(tables.documents), resamples, seed, before),
    )


def _renewal(before: Tables, now: Tables) -> Renewal | None:
    """None where it is not worth it."""
    if not len(before.documents) or not np.array_equal(before.annotators, now.annotators):
        return None
    at = np.minimum(np.searchsorted(before.documents, now.documents), len(before.documents) - 1)
    same = before.documents[at] == now.documents
    same &= before.edition[at] == now.edition
    anew = np.flatnonzero(~same)
    if len(anew) * _FEW > len(now.documents):
        return None
    after = np.full(len(before.documents), -1, dtype=np.int64)
    after[at[same]] = np.flatnonzero(same)
    return Renewal(at, after, anew)


FARTHEST = 100
"""Characters; ends that are farther apart count as so far."""


def median_shift(shifts: Ints) -> int | None:
    """Of how many there are of 0, 1, 2 ..., the lower one of two."""
    total = int(shifts.sum())
    return int(np.searchsorted(np.cumsum(shifts), (total + 1) // 2)) if total else None


def _shifts(tables: Tables, document: Ints, shift: Ints) -> Ints:
    return _counted(tables, document, np.minimum(np.abs(shift), FARTHEST), FARTHEST + 1)


def _counted(tables: Tables, document: Ints, number: Ints, size: int) -> Ints:
    at = np.searchsorted(tables.documents, document) * size + number
    documents = len(tables.documents)
    return np.bincount(at, minlength=documents * size).reshape(documents, size)
