"""Self-agreement: whether an annotator marked the same repeated words alike twice."""

from functools import lru_cache

import numpy as np

from pullquote.agreement.columns import Bools
from pullquote.agreement.listing import Rows, Sheet
from pullquote.agreement.repeated import paired
from pullquote.agreement.says import Texts
from pullquote.agreement.study import Study
from pullquote.agreement.told import KINDS, Differences, differences
from pullquote.agreement.values import Cell, Inconsistency, Place, Reason, Scope

NOTHING_REPEATED = "undefined: nothing marked in passages that stand in two done documents"


def consistency(study: Study, annotator: int, scope: Scope, *, texts: Texts | None = None) -> Cell:
    """The share of places in repeated passages that the annotator marked alike, in everything.

    Each copy of a passage is held against the first one that the annotator has done; `n` counts
    places that were marked in one of two copies at the least. Carried labels were not judged
    anew: places with one are left out unless the scope counts them all. Without `texts`, copies
    that are not of one length are left out.
    """
    found = _Found(study, annotator, scope, texts)
    if not found.counted.any():
        return Cell(None, 0, Reason(NOTHING_REPEATED))
    n = int(found.counted.sum())
    unlike = np.unique(found.told.place)
    return Cell(1 - len(unlike) / n, n)


def inconsistencies(
    study: Study, annotator: int, scope: Scope, *, texts: Texts | None = None
) -> list[Inconsistency]:
    """What the annotator marked in two ways, by the first copy's cluster and place."""
    found = _Found(study, annotator, scope, texts)
    return [found.row(number) for number in range(len(found.rows))]


class _Found:
    """`counted` says of each place whether it counts, `told` has their differences."""

    def __init__(self, study: Study, annotator: int, scope: Scope, texts: Texts | None) -> None:
        near = lru_cache(maxsize=64)(texts) if texts else None
        self._pairs = paired(study, annotator, scope, near)
        selection = self._pairs.selection
        found = differences(self._pairs.study, selection)
        self.counted = _counted(found, scope)
        self.told = found.told.take(self.counted[found.told.place])
        self.rows = Rows.of(self.told, selection.spans.annotator)
        self._sheet = Sheet(found, near)

    def row(self, number: int) -> Inconsistency:
        kind, place = int(self.rows.kind[number]), int(self.rows.place[number])
        detail = self._sheet.found.details[int(self.rows.detail[number])]
        (_, first), (_, other) = self._sheet.versions(place)
        says = self._sheet.says
        readings = [
            self._sheet.reading(side, labels, says.say(kind, detail, labels))
            for side, labels in enumerate((first, other))
        ]
        return Inconsistency(
            annotator=readings[0].annotator,
            kind=KINDS[kind],
            detail=detail,
            layer=says.layer((first or other)[0]),
            readings=(readings[0], readings[1]),
            places=(self._where(0, first, other), self._where(1, other, first)),
        )

    def _where(self, side: int, labels: list[int], instead: list[int]) -> Place:
        """Where a copy was marked, or where it would have been."""
        spans = self._pairs.selection.spans
        passages = self._pairs.other if side else self._pairs.first
        pair = int(spans.document[(labels or instead)[0]])
        document, begin = int(passages.document[pair]), int(passages.start[pair])
        if labels:
            stored = self._pairs.study.labels
            start, end = int(stored.start[labels].min()), int(stored.end[labels].max())
            return Place(document, start, end)
        last = int(passages.end[pair])
        start, end = begin + int(spans.start[instead].min()), begin + int(spans.end[instead].max())
        return Place(document, min(start, last - 1), min(end, last))


def _counted(found: Differences, scope: Scope) -> Bools:
    selection, place = found.selection, found.places.place
    counted = np.ones(found.places.count, dtype=np.bool_)
    if scope.layers is not None:
        numbers = [found.study.layers.find(name) for name in scope.layers]
        of_layers = np.isin(selection.spans.layer + 1, [x for x in numbers if x])
        counted[:] = False
        counted[place[of_layers]] = True
    if scope.carried != "all":
        counted[place[found.study.labels.carried_from != 0]] = False
    return counted
