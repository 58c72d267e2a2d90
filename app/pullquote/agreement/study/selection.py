"""Which labels of a study are compared: the documents, the stretches that are left out, and
carried labels that count once, together with the place they came from.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from pullquote.agreement.columns import Bools, Ints, Spans, connected
from pullquote.agreement.study.project_rows import positions
from pullquote.agreement.study.study import ORIGINS, Study
from pullquote.agreement.values import Scope

BEGAN_AS_SUGGESTION = tuple(ORIGINS.index(x) for x in ("suggestion", "suggestion_edited"))
CARRIED = tuple(ORIGINS.index(x) for x in ("carried", "carried_edited"))


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """Labels that are compared. Spans number documents, annotators and layers from 0.

    `annotators` are those asked for, else the persons who have done any of the `documents`: those
    that at least two have done, by id. `characters` is their length without what is left out;
    `done` is (documents, annotators). `rows` are rows of the study's labels; `spans` their
    extents, `clipped` those without the characters that are left out, counted as if they were not
    there. `kept` is False for labels at places that count with another place, and `lost`
    (documents, layers) their characters.
    """

    annotators: Ints
    documents: Ints
    characters: Ints
    done: Bools
    single: int
    rows: Ints
    spans: Spans
    clipped: Spans
    kept: Bools
    lost: Ints

    def of_documents(self, which: Bools) -> "Selection":
        """The same of some documents only, numbered anew."""
        number = np.cumsum(which) - 1
        inside = which[self.spans.document]

        def some(spans: Spans) -> Spans:
            s = spans.take(inside)
            return Spans(number[s.document], s.annotator, s.layer, s.start, s.end)

        return Selection(
            self.annotators,
            self.documents[which],
            self.characters[which],
            self.done[which],
            self.single,
            self.rows[inside],
            some(self.spans),
            some(self.clipped),
            self.kept[inside],
            self.lost[which],
        )

    def signature(self, study: Study) -> Ints:
        """A number for each document that differs once other labels of it are compared."""
        mixed = study.labels.id[self.rows] * 0x1E3779B97F4A7C15 * (1 + self.kept)
        mixed ^= mixed >> 29
        mixed += self.clipped.length * 0x2545F4914F6CDD1D
        total = np.zeros(len(self.documents), dtype=np.int64)
        np.add.at(total, self.spans.document, mixed)
        of_document = self.characters * 31 + self.lost.sum(axis=1) * 17
        found: Ints = total * 1_000_003 + of_document * 64 + self.done.sum(axis=1)
        return found


def select_labels(study: Study, scope: Scope) -> Selection:
    """Layers are not chosen here: they are a matter of adding up."""
    chosen = study.persons() if scope.annotators is None else set(scope.annotators)
    annotators = np.array(sorted(chosen), dtype=np.int64)
    wanted = _wanted(study, scope)
    done = _done(study, wanted, annotators)
    counts = done.sum(axis=1)
    wanted, done = wanted[counts >= 2], done[counts >= 2]
    if scope.annotators is None and len(wanted):
        some = done.any(axis=0)
        annotators, done = annotators[some], done[:, some]
    rows, spans = _rows(study, wanted, annotators)
    documents = study.documents.id[wanted]
    out = Covered(_left_out(study, scope, documents), _reach(study))
    clipped = _clipped(spans, out)
    inside = 2 * clipped.length > spans.length
    if not inside.all():
        rows, spans, clipped = rows[inside], spans.take(inside), clipped.take(inside)
    dropped, lost = _dropped(study, scope, rows, clipped, len(documents))
    return Selection(
        annotators=annotators,
        documents=documents,
        characters=study.documents.characters[wanted] - out.total(len(documents)),
        done=done,
        single=int((counts == 1).sum()),
        rows=rows,
        spans=spans,
        clipped=clipped,
        kept=~dropped,
        lost=lost,
    )


def _wanted(study: Study, scope: Scope) -> Ints:
    """Rows of the documents of the scope."""
    some = np.ones(len(study.documents.id), dtype=np.bool_)
    if not scope.excluded:
        some &= ~study.documents.excluded
    if scope.documents is not None:
        some &= np.isin(study.documents.id, np.fromiter(scope.documents, np.int64))
    return np.flatnonzero(some)


def _done(study: Study, wanted: Ints, annotators: Ints) -> Bools:
    done = np.zeros((len(study.documents.id), len(annotators)), dtype=np.bool_)
    known = np.isin(study.done.annotator, annotators)
    document = np.searchsorted(study.documents.id, study.done.document[known])
    done[document, np.searchsorted(annotators, study.done.annotator[known])] = True
    return done[wanted]


def _rows(study: Study, wanted: Ints, annotators: Ints) -> tuple[Ints, Spans]:
    labels = study.labels
    number = np.full(len(study.documents.id), -1, dtype=np.int64)
    number[wanted] = np.arange(len(wanted))
    # Labels are by document, so that the number of each is found once a document.
    starts = np.searchsorted(labels.document, study.documents.id)
    document = np.repeat(number, np.diff(np.append(starts, len(labels.document))))
    annotator = positions(annotators, labels.annotator)
    layer, start, end = labels.layer - 1, labels.start, labels.end
    spans, some = Spans(document, annotator, layer, start, end), (document >= 0) & (annotator >= 0)
    rows = np.flatnonzero(some)
    return rows, spans if some.all() else spans.take(rows)


class Stretches(NamedTuple):
    """Half-open stretches; `group` numbers documents, or documents and layers, from 0."""

    group: Ints
    start: Ints
    end: Ints


def _left_out(study: Study, scope: Scope, documents: Ints) -> Stretches:
    """Passages that do not count: boilerplate, and with `once` all copies but the first one."""
    passages = study.passages
    number = np.searchsorted(documents, passages.document)
    known = np.append(documents, -1)[number] == passages.document
    out = np.zeros(len(known), dtype=np.bool_)
    if not scope.boilerplate:
        out |= passages.boilerplate
    if scope.once:
        of_compared = np.flatnonzero(known)
        order = np.lexsort((passages.copy[of_compared], passages.cluster[of_compared]))
        cluster = passages.cluster[of_compared][order]
        out[of_compared[order][1:]] |= cluster[1:] == cluster[:-1]
    out &= known
    return Stretches(number[out], passages.start[out], passages.end[out])


def _reach(study: Study) -> int:
    return int(study.documents.characters.max(initial=0)) + 1


class Covered:
    """The characters in any of some stretches."""

    def __init__(self, stretches: Stretches, reach: int) -> None:
        self._reach = reach
        self._all = united_stretches(stretches, reach)
        group, start, end = self._all
        self._keys = group * reach + start
        self._sums = np.append(0, np.cumsum(end - start))
        self._any = np.zeros(int(group.max(initial=-1)) + 2, dtype=np.bool_)
        self._any[group] = True

    def __len__(self) -> int:
        return len(self._keys)

    def reached(self, group: Ints) -> Ints:
        """Rows whose group has any such character; in most documents nothing is left out."""
        return np.flatnonzero(self._any[np.minimum(group, len(self._any) - 1)])

    def before(self, group: Ints, offset: Ints) -> Ints:
        """How many characters of the group before an offset are covered."""
        passed = np.searchsorted(self._keys, group * self._reach + offset, side="right")
        first = np.searchsorted(self._keys, group * self._reach)
        ends = np.append(self._all.end, 0)[np.maximum(passed - 1, 0)]
        over = np.where(passed > first, np.maximum(ends - offset, 0), 0)
        found: Ints = self._sums[passed] - self._sums[first] - over
        return found

    def total(self, groups: int) -> Ints:
        """How many characters of each group are covered."""
        group, start, end = self._all
        return np.bincount(group, end - start, minlength=groups).astype(np.int64)


def _clipped(spans: Spans, out: Covered) -> Spans:
    rows = out.reached(spans.document)
    if not len(rows):
        return spans
    document, start, end = spans.document[rows], spans.start.copy(), spans.end.copy()
    start[rows] -= out.before(document, start[rows])
    end[rows] -= out.before(document, end[rows])
    return Spans(spans.document, spans.annotator, spans.layer, start, end)


def _dropped(
    study: Study, scope: Scope, rows: Ints, spans: Spans, documents: int
) -> tuple[Bools, Ints]:
    """Labels whose place does not count by where they come from, and the characters of each
    document and layer that they leave with.
    """
    layers = len(study.layers) - 1
    dropped = np.zeros(len(rows), dtype=np.bool_)
    lost = np.zeros((documents, layers), dtype=np.int64)
    origin, carried_from = study.labels.origin[rows], study.labels.carried_from[rows]
    by_carrying = scope.carried != "all" and bool((carried_from != 0).any())
    if not (by_carrying or scope.began != "any"):
        return dropped, lost
    families = _families(study, rows)
    carried = np.isin(origin, CARRIED) | (carried_from != 0)
    some = np.arange(len(rows))
    if scope.began == "any":  # most documents have no label that was carried
        some = _beside(spans, layers, np.append(families.rows, np.flatnonzero(carried)))
    place = label_runs(spans.take(some), layers)
    out = np.zeros(place.count, dtype=np.bool_)
    if by_carrying and scope.carried == "none":
        out[place.of[carried[some]]] = True
    elif by_carrying:
        run = place.of[np.searchsorted(some, families.rows)]
        out |= runs_counted_elsewhere(families, run, place.count)
    if scope.began != "any":
        begun = np.zeros(place.count, dtype=np.bool_)
        begun[place.of[np.isin(origin, BEGAN_AS_SUGGESTION) | carried]] = True
        out |= begun if scope.began == "hand" else ~begun
    dropped[some] = out[place.of]
    np.add.at(lost, (place.document[out], place.layer[out]), place.length[out])
    return dropped, lost


def _beside(spans: Spans, layers: int, rows: Ints) -> Ints:
    """The rows of all spans that have one of these in their document and layer."""
    group = spans.document * layers + spans.layer
    wanted = np.zeros(int(group.max(initial=-1)) + 1, dtype=np.bool_)
    wanted[group[rows]] = True
    return np.flatnonzero(wanted[group])


@dataclass(frozen=True, slots=True, eq=False)
class LabelRuns:
    """Unbroken runs of labels of one document and layer; `of` leads from a label to its run."""

    of: Ints
    document: Ints
    layer: Ints
    start: Ints
    length: Ints

    @property
    def count(self) -> int:
        return len(self.start)


def label_runs(spans: Spans, layers: int) -> LabelRuns:
    """Labels that touch without overlapping are in one run as well."""
    reach = int(spans.end.max(initial=0)) + 1
    group = spans.document * layers + spans.layer
    found = united_stretches(Stretches(group, spans.start, spans.end), reach)
    of = np.searchsorted(found.group * reach + found.start, group * reach + spans.start, "right")
    document, layer = np.divmod(found.group, layers)
    return LabelRuns(of - 1, document, layer, found.start, found.end - found.start)


class Families(NamedTuple):
    """Labels of one annotator that were carried from the same one, and that one: places in the
    compared rows, the number of the family of each from 0, and whether it was not carried.
    """

    rows: Ints
    number: Ints
    by_hand: Bools


def runs_counted_elsewhere(families: Families, run: Ints, runs: int) -> Bools:
    """Which of so many runs count with another one; `run` has that of each row of the families.

    Runs hang together through labels that one annotator has carried from the same place. Of each
    such family one run counts: the first with a label that was not carried, else the first.
    """
    numbers = runs + int(families.number.max(initial=-1)) + 1
    hangs_with = connected(numbers, run, runs + families.number)
    by_hand = np.zeros(runs, dtype=np.bool_)
    by_hand[run[families.by_hand]] = True
    some = np.unique(run)
    order = some[np.lexsort((some, ~by_hand[some], hangs_with[some]))]
    out = np.zeros(runs, dtype=np.bool_)
    out[order[1:]] = hangs_with[order][1:] == hangs_with[order][:-1]
    return out


def _families(study: Study, rows: Ints) -> Families:
    labels = study.labels
    root = labels.id.copy()
    carried = np.flatnonzero(labels.carried_from)
    known, root_of = labels.id[carried], labels.carried_from[carried]
    for _ in range(64):  # a chain of copies of copies; it cannot be a circle
        at = positions(known, root_of)
        further = np.where(at >= 0, labels.carried_from[carried][at], 0)
        if not further.any():
            break
        root_of = np.where(further != 0, further, root_of)
    root[carried] = root_of
    root, by_hand = root[rows], labels.carried_from[rows] == 0
    roots = root[~by_hand]
    # Those that are gone have numbers below 0, far from all others, and no label of their own.
    related = np.flatnonzero(~by_hand | np.isin(root, roots[roots > 0]))
    pairs = np.stack((root[related], labels.annotator[rows][related]))
    number = np.unique(pairs, axis=1, return_inverse=True)[1].reshape(-1)
    return Families(related, number, by_hand[related])


def united_stretches(stretches: Stretches, reach: int) -> Stretches:
    """Those that overlap or touch made one, by group and start; no text is `reach` long."""
    group, start, end = stretches
    order = np.argsort(group * reach + start, kind="stable")
    group, start = group[order], start[order]
    last = np.maximum.accumulate(group * reach + end[order]) if len(order) else end
    first = np.append(True, group[1:] * reach + start[1:] > last[:-1])[: len(order)]
    ends = np.append(np.flatnonzero(first)[1:] - 1, len(order) - 1)[: int(first.sum())]
    return Stretches(group[first], start[first], last[ends] - group[first] * reach)
