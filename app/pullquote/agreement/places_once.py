"""Places that were labelled by carrying count once, together with the place they came from."""

from dataclasses import dataclass

import numpy as np

from pullquote.agreement.columns import Bools, Ints, Spans
from pullquote.agreement.rows import positions
from pullquote.agreement.stretches import Stretches, united
from pullquote.agreement.study import Study


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Unbroken runs of labels of one document and layer; `of` leads from a label to its run."""

    of: Ints
    document: Ints
    layer: Ints
    start: Ints
    length: Ints

    @property
    def count(self) -> int:
        return len(self.start)


def runs(spans: Spans, layers: int) -> Runs:
    """Labels that touch without overlapping are in one run as well."""
    reach = int(spans.end.max(initial=0)) + 1
    group = spans.document * layers + spans.layer
    found = united(Stretches(group, spans.start, spans.end), reach)
    of = np.searchsorted(found.group * reach + found.start, group * reach + spans.start, "right")
    document, layer = np.divmod(found.group, layers)
    return Runs(of - 1, document, layer, found.start, found.end - found.start)


def drop(study: Study, rows: Ints, runs: Runs) -> Bools:
    """The runs that count with another one.

    Runs hang together through labels that one annotator has carried from the same place. Of each
    such family one run counts: the first with a label that was not carried, else the first.
    """
    family = _families(study, rows)
    related = np.flatnonzero(family >= 0)
    run = runs.of[related]
    hangs_with = _components(run, family[related], runs.count)
    by_hand = np.zeros(runs.count, dtype=np.bool_)
    by_hand[run[study.labels.carried_from[rows[related]] == 0]] = True
    some = np.unique(run)
    order = some[np.lexsort((some, ~by_hand[some], hangs_with[some]))]
    out = np.zeros(runs.count, dtype=np.bool_)
    out[order[1:]] = hangs_with[order][1:] == hangs_with[order][:-1]
    return out


def _families(study: Study, rows: Ints) -> Ints:
    """A number for labels of one annotator that were carried from the same one, and for that one;
    -1 for those that nothing was carried from.
    """
    labels = study.labels
    root = np.where(labels.carried_from != 0, labels.carried_from, labels.id)
    for _ in range(64):  # a chain of copies of copies; it cannot be a circle
        at = positions(labels.id, root)
        further = np.where(at >= 0, labels.carried_from[at], 0)
        if not further.any():
            break
        root = np.where(further != 0, further, root)
    root = root[rows]
    carried = labels.carried_from[rows] != 0
    related = np.isin(root, root[carried])
    pairs = np.stack((root[related], labels.annotator[rows][related]))
    family = np.full(len(rows), -1, dtype=np.int64)
    family[related] = np.unique(pairs, axis=1, return_inverse=True)[1].reshape(-1)
    return family


def _components(run: Ints, family: Ints, runs: int) -> Ints:
    """The least run that each run hangs together with, through shared families."""
    least = np.arange(runs)
    while True:
        of_family = np.full(int(family.max(initial=0)) + 1, runs)
        np.minimum.at(of_family, family, least[run])
        nearer = least.copy()
        np.minimum.at(nearer, run, of_family[family])
        if (nearer == least).all():
            return least
        least = nearer
