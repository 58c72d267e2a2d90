"""Self-agreement: whether an annotator labelled the same repeated words alike twice, and where two
annotators labelled copies of the same words in two ways.

Copies of a passage are compared as if two people had annotated one text.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from rapidfuzz.distance import Indel

from pullquote.agreement.columns import Bools, Ints, Spans, equal_rows
from pullquote.agreement.disagreements.describe import Texts
from pullquote.agreement.disagreements.differences import KINDS, Differences, differences
from pullquote.agreement.disagreements.disagreement_list import DifferenceRows, DifferenceSheet
from pullquote.agreement.study.selection import Selection
from pullquote.agreement.study.study import Annotations, Passages, Relations, Study
from pullquote.agreement.values import Cell, Disagreement, DisagreementPlace, Reason, Scope
from pullquote.text.folding import fold

REACHES_OUT = "a label that reaches out of the repeated words"
NOTHING_REPEATED = "undefined: nothing marked in passages that stand in two done documents"


def consistency(study: Study, annotator: int, scope: Scope, *, texts: Texts | None = None) -> Cell:
    """The share of places in repeated passages that the annotator labelled alike, in everything.

    Each copy of a passage is held against the first one that the annotator has done; `n` counts
    places that were annotated in one of two copies at the least. Carried labels were not judged
    anew: places with one are left out unless the scope counts them all. Without `texts`, copies
    that are not of one length are left out; with them, what was marked in one copy alone or with
    other extents counts only where the other copy has the same words.
    """
    found = _Found(study, annotator, scope, texts)
    if not found.counted.any():
        return Cell(None, 0, Reason(NOTHING_REPEATED))
    n = int(found.counted.sum())
    unlike = np.unique(found.table.place)
    return Cell(1 - len(unlike) / n, n)


def inconsistencies(
    study: Study,
    annotator: int,
    scope: Scope,
    *,
    other: int | None = None,
    texts: Texts | None = None,
) -> list[Disagreement]:
    """What the annotator labelled in two ways, by the first copy's cluster and place.

    With `other`, what that annotator labelled otherwise in copies that stand in other documents.
    """
    found = _Found(study, annotator, scope, texts, other)
    return [found.row(number) for number in range(len(found.rows))]


class _Found:
    """`counted` says of each place whether it counts, `table` has their differences."""

    def __init__(
        self,
        study: Study,
        annotator: int,
        scope: Scope,
        texts: Texts | None,
        other: int | None = None,
    ) -> None:
        self._study = study
        self._texts = lru_cache(maxsize=64)(texts) if texts else None
        self._pairs = pair_copies(study, annotator, scope, self._texts, other)
        self._sides = (self._pairs.first, self._pairs.other)
        selection = self._pairs.selection
        found = differences(self._pairs.study, selection)
        self._sheet = DifferenceSheet(found, self._texts)
        self.counted = _counted(found, scope)
        if self._texts is not None:
            self._leave_out_other_words(found, self._texts)
        self.table = found.table.take(self.counted[found.table.place])
        self.rows = DifferenceRows.of(self.table, selection.spans.annotator)

    def _leave_out_other_words(self, found: Differences, texts: Texts) -> None:
        """What is marked in one copy or elsewhere does not count where its words differ."""
        table = found.table
        doubtful = np.isin(table.kind, [KINDS.index("missed"), KINDS.index("boundary")])
        places = np.unique(table.place[doubtful & self.counted[table.place]])
        for place in places.tolist():
            self.counted[place] = self._has_same_words(place, texts)

    def _has_same_words(self, place: int, texts: Texts) -> bool:
        (_, first), (_, other) = self._sheet.versions(place)
        labels = self._pairs.study.labels
        for side, rows in enumerate((first, other)):
            for row in rows:
                document, start, end = self._in_other_copy(side, row, texts)
                here = texts(int(labels.document[row]))[labels.start[row] : labels.end[row]]
                if _words(here) != _words(texts(document)[start:end]):
                    return False
        return True

    def _in_other_copy(self, side: int, row: int, texts: Texts) -> tuple[int, int, int]:
        """Where the words of a label stand in the copy on the other side: document, start, end."""
        here, there = self._sides if side == 0 else reversed(self._sides)
        pair = int(self._pairs.selection.spans.document[row])
        one, two = (_passage_text(passages, pair, texts) for passages in (here, there))
        step = _alignment(one, two) if one != two else int
        begin, labels = int(here.start[pair]), self._pairs.study.labels
        start, end = int(labels.start[row]) - begin, int(labels.end[row]) - begin
        other = int(there.start[pair])
        return int(there.document[pair]), other + step(start), other + step(end - 1) + 1

    def row(self, number: int) -> Disagreement:
        kind, place = int(self.rows.kind[number]), int(self.rows.place[number])
        detail = self._sheet.found.details[int(self.rows.detail[number])]
        (_, first), (_, other) = self._sheet.versions(place)
        places = self._where(0, first, other), self._where(1, other, first)
        found = self._sheet.disagreement(kind, detail, [place])
        readings = tuple(
            replace(reading, annotations=self._stored(reading.annotations))
            if reading.annotations or not self._reaches_out(reading.annotator, where, found.layer)
            else replace(reading, description=REACHES_OUT)
            for reading, where in zip(found.readings, places, strict=True)
        )
        return replace(found, readings=readings, places=places)

    def _reaches_out(self, annotator: int, where: DisagreementPlace, layer: str) -> bool:
        """Whether a label stands there that is not compared, for no passage holds it whole."""
        labels = self._study.labels
        low, high = labels.document.searchsorted([where.document, where.document + 1])
        there = slice(int(low), int(high))
        found = (labels.annotator[there] == annotator) & (labels.end[there] > where.start)
        found &= labels.start[there] < max(where.end, where.start + 1)
        return bool(np.any(found & (labels.layer[there] == self._study.layers.find(layer))))

    def _stored(self, labels: tuple[int, ...]) -> tuple[int, ...]:
        """The row ids of labels of the pairs, which are numbered from 1."""
        return tuple(int(self._pairs.stored[label - 1]) for label in labels)

    def _where(self, side: int, labels: list[int], instead: list[int]) -> DisagreementPlace:
        """Where a copy was annotated, or where it would have been."""
        stored = self._pairs.study.labels
        if labels:
            document = int(stored.document[labels[0]])
            start, end = int(stored.start[labels].min()), int(stored.end[labels].max())
            return DisagreementPlace(document, start, end)
        if self._texts is not None:
            places = [self._in_other_copy(1 - side, row, self._texts) for row in instead]
            documents, starts, ends = zip(*places, strict=True)
            return DisagreementPlace(documents[0], min(starts), max(ends))
        spans, passages = self._pairs.selection.spans, self._sides[side]
        pair = int(spans.document[instead[0]])
        begin, last = int(passages.start[pair]), int(passages.end[pair])
        start, end = begin + int(spans.start[instead].min()), begin + int(spans.end[instead].max())
        return DisagreementPlace(int(passages.document[pair]), min(start, last - 1), min(end, last))


def _passage_text(passages: Passages, number: int, texts: Texts) -> str:
    text = texts(int(passages.document[number]))
    return text[int(passages.start[number]) : int(passages.end[number])]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text).text)


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


@dataclass(frozen=True, slots=True, eq=False)
class PairedCopies:
    """`first` and `other` are passages of one cluster, by pair: the first copy, and each other.

    The study has the labels inside them, anew for each pair, with their real documents and
    extents; the selection counts pairs as documents, the first copy as annotator 0 and the other
    as 1, and offsets from the start of the first copy. `stored` are the row ids of the labels.
    """

    first: Passages
    other: Passages
    study: Study
    selection: Selection
    stored: Ints


def pair_copies(
    study: Study,
    annotator: int,
    scope: Scope,
    texts: Texts | None = None,
    other_annotator: int | None = None,
) -> PairedCopies:
    """The first copy that the annotator has done with each other one, or with each in another
    document that the other annotator has done.

    Copies of other lengths are aligned by their `texts`, and left out without them.
    """
    second = annotator if other_annotator is None else other_annotator
    done, done_by_other = (_compared(study, one, scope) for one in (annotator, second))
    compared = done | done_by_other
    passages = study.passages.take(compared)
    first, other = _pairs(passages, done[compared], done_by_other[compared])
    if second != annotator:
        apart = passages.document[first] != passages.document[other]
        first, other = first[apart], other[apart]
    length = passages.end - passages.start
    if texts is None:
        same = length[first] == length[other]
        first, other = first[same], other[same]
    own = np.flatnonzero(np.isin(study.labels.annotator, (annotator, second)))
    rows, held = _inside(study.labels, own, passages)
    copy, label = equal_rows(held, np.stack((first, other), axis=1).reshape(-1))
    whose = study.labels.annotator[rows[label]]
    right = whose == np.where(copy % 2 == 0, annotator, second)
    copy, label = copy[right], label[right]
    rows, passage = rows[label], held[label]
    start = study.labels.start[rows] - passages.start[passage]
    end = study.labels.end[rows] - passages.start[passage]
    if texts is not None:
        start, end = _aligned(passages, first, other, copy, start, end, texts)
    pair, side = np.divmod(copy, 2)
    spans = Spans(pair, side, study.labels.layer[rows] - 1, start, end)
    labels = replace(study.labels.take(rows), id=np.arange(1, len(rows) + 1))
    relations = _relations(study.relations, study.labels.id[rows], copy)
    return PairedCopies(
        passages.take(first),
        passages.take(other),
        replace(study, labels=labels, relations=relations, cache={}),
        _selection(spans, annotator, second, len(first)),
        study.labels.id[rows],
    )


def _compared(study: Study, annotator: int, scope: Scope) -> Bools:
    documents = study.done.document[study.done.annotator == annotator]
    if not scope.excluded:
        documents = np.setdiff1d(documents, study.documents.id[study.documents.excluded])
    if scope.documents is not None:
        documents = np.intersect1d(documents, np.fromiter(scope.documents, np.int64))
    some = np.isin(study.passages.document, documents)
    return some if scope.boilerplate else some & ~study.passages.boilerplate


def _pairs(passages: Passages, done: Bools, done_by_other: Bools) -> tuple[Ints, Ints]:
    """Of each cluster the first copy that is done, with each other one that the other has done, by
    row of the table.
    """
    order = np.lexsort((passages.copy, ~done, passages.cluster))
    cluster = passages.cluster[order]
    begins = np.append(True, cluster[1:] != cluster[:-1])[: len(order)]
    first = order[begins][np.cumsum(begins) - 1]
    kept = ~begins & done[first] & done_by_other[order]
    return first[kept], order[kept]


def _inside(labels: Annotations, own: Ints, passages: Passages) -> tuple[Ints, Ints]:
    """(row of the label, row of the passage) of labels that a passage holds, by passage."""
    if not len(passages.start):
        return own[:0], own[:0]
    reach = int(max(labels.end.max(initial=0), passages.end.max())) + 1
    keys = passages.document * reach + passages.start
    start = labels.document[own] * reach + labels.start[own]
    found = np.searchsorted(keys, start, side="right") - 1
    inside = (found >= 0) & (labels.document[own] == passages.document[found])
    inside &= labels.end[own] <= passages.end[found]
    order = np.argsort(found[inside], kind="stable")
    return own[inside][order], found[inside][order]


def _relations(relations: Relations, ids: Ints, copy: Ints) -> Relations:
    """Those whose ends stand in one copy; `ids` are what the labels 1, 2 ... were before."""
    by_id = np.argsort(ids, kind="stable")
    relation, number = equal_rows(ids[by_id], relations.head)
    head = by_id[number]
    most = int(max(ids.max(initial=0), relations.tail.max(initial=0))) + 1
    keys = copy * most + ids
    by_key = np.argsort(keys, kind="stable")
    wanted = copy[head] * most + relations.tail[relation]
    at = np.minimum(np.searchsorted(keys[by_key], wanted), len(keys) - 1)
    there = keys[by_key][at] == wanted
    found = relations.take(relation[there])
    return replace(found, head=head[there] + 1, tail=by_key[at][there] + 1)


def _aligned(
    passages: Passages,
    first: Ints,
    other: Ints,
    copy: Ints,
    start: Ints,
    end: Ints,
    texts: Texts,
) -> tuple[Ints, Ints]:
    """Offsets in the first copies, of labels in copies with other words too."""
    start, end = start.copy(), end.copy()
    for number in np.unique(copy[copy % 2 == 1]).tolist():
        pair = number // 2
        one, two = (_passage_text(passages, int(p[pair]), texts) for p in (first, other))
        if one == two:
            continue
        step = _alignment(two, one)
        labels = np.flatnonzero(copy == number)
        start[labels] = [step(offset) for offset in start[labels].tolist()]
        end[labels] = [step(offset - 1) + 1 for offset in end[labels].tolist()]
    return start, end


def _alignment(source: str, target: str) -> Callable[[int], int]:
    """Where a character of the source stands in the target, or the one nearest to it."""
    blocks = [block for block in Indel.opcodes(source, target) if block.src_end > block.src_start]
    starts = np.array([block.src_start for block in blocks])

    def step(at: int) -> int:
        block = blocks[int(np.searchsorted(starts, at, side="right")) - 1]
        last = max(block.dest_end - 1, block.dest_start)
        return int(min(block.dest_start + at - block.src_start, last))

    return step


def _selection(spans: Spans, annotator: int, other: int, pairs: int) -> Selection:
    return Selection(
        annotators=np.array([annotator, other]),
        documents=np.arange(pairs),
        characters=np.zeros(pairs, dtype=np.int64),
        done=np.ones((pairs, 2), dtype=np.bool_),
        single=0,
        rows=np.arange(len(spans)),
        spans=spans,
        clipped=spans,
        kept=np.ones(len(spans), dtype=np.bool_),
        lost=np.zeros((pairs, 0), dtype=np.int64),
    )
