"""The tables from which every figure can be computed again, with other programs too."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pullquote.agreement.columns import Bools, Ints, annotator_pairs, both_done
from pullquote.agreement.figures.summary import layers_of
from pullquote.agreement.figures.tables import Tables, cached_tables
from pullquote.agreement.study.project_rows import positions
from pullquote.agreement.study.selection import Selection, select_labels
from pullquote.agreement.study.study import ORIGINS, Study
from pullquote.agreement.values import Scope

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class RawTables:
    """`documents` says who has done what, and how many characters of it count in each layer.
    `labels` are those that are compared; `clipped` ends leave out the characters that do not
    count. `pairs` has a row for each two labels that mean the same, and for each label that one
    of two annotators has alone; `weight` is 1 / (m - 1) where m mean the place in that layer,
    `weight_any` in any layer; `place` is the same for all that mean one place in that layer.
    `links` has the same of relations.
    """

    documents: Sequence[Row]
    labels: Sequence[Row]
    pairs: Sequence[Row]
    links: Sequence[Row]


COLUMNS = {
    "documents": ("document", "name", "annotator", "layer", "characters"),
    "labels": (
        "label", "document", "annotator", "layer", "start", "end", "clipped_start", "clipped_end",
        "origin", "counts",
    ),
    "pairs": (
        "document", "annotator_a", "annotator_b", "label_a", "label_b", "layer_a", "layer_b",
        "start_a", "end_a", "start_b", "end_b", "iou", "speaker_a", "speaker_b", "form_a",
        "form_b", "date_a", "date_b", "attributes_a", "attributes_b", "weight", "weight_any",
        "place",
    ),
    "links": (
        "document", "annotator_a", "annotator_b", "relation_a", "relation_b", "kind", "role",
        "layer",
    ),
}  # fmt: skip


def raw_tables(study: Study, scope: Scope) -> RawTables:
    """Rows from which the figures of a scope can be computed by other means, in the order of
    COLUMNS.
    """
    found, selection = cached_tables(study, scope), select_labels(study, scope)
    wanted = np.zeros(len(study.layers) - 1, dtype=np.bool_)
    wanted[layers_of(study, scope)] = True
    made = _Rows(study, found, selection, wanted)
    return RawTables(
        list(made.documents()), list(made.labels()), list(made.pairs()), list(made.relations())
    )


class _Rows:
    def __init__(self, study: Study, found: Tables, selection: Selection, wanted: Bools) -> None:
        self._study, self._found, self._selection = study, found, selection
        self._wanted = wanted
        self._people = [study.name(annotator) for annotator in found.annotators.tolist()]
        self._layers = study.layer_names()
        first, second = annotator_pairs(len(found.annotators))
        self._both = list(zip(first.tolist(), second.tolist(), strict=True))
        self._common = both_done(found.done)
        self._relation = {id_: row for row, id_ in enumerate(study.relations.id.tolist())}

    def documents(self) -> Iterator[Row]:
        found, documents = self._found, self._study.documents
        at = np.searchsorted(documents.id, found.documents)
        names = [self._study.names[number] for number in documents.name[at].tolist()]
        for number, (document, name) in enumerate(
            zip(found.documents.tolist(), names, strict=True)
        ):
            for who in np.flatnonzero(found.done[number]).tolist():
                for layer in np.flatnonzero(self._wanted).tolist():
                    characters = int(found.characters[number] - found.lost[number, layer])
                    yield document, name, self._people[who], self._layers[layer], characters

    def labels(self) -> Iterator[Row]:
        selection, labels = self._selection, self._study.labels
        spans, clipped = selection.spans, selection.clipped
        for at in np.flatnonzero(self._wanted[spans.layer]).tolist():
            row = selection.rows[at]
            yield (
                int(labels.id[row]),
                int(labels.document[row]),
                self._people[spans.annotator[at]],
                self._layers[spans.layer[at]],
                int(spans.start[at]),
                int(spans.end[at]),
                int(clipped.start[at]),
                int(clipped.end[at]),
                ORIGINS[labels.origin[row]],
                int(selection.kept[at]),
            )

    def pairs(self) -> Iterator[Row]:
        matched, crossed = self._found.rows.matched, self._found.rows.crossed
        crossing = self._wanted[crossed.layer] & self._wanted[crossed.layer_b]
        rows = np.flatnonzero(self._wanted[matched.layer])
        yield from self._compared(
            matched.pair[rows], matched.a[rows], matched.b[rows], matched.iou[rows].tolist(),
            matched.weight[rows].tolist(), matched.weight_any[rows].tolist(),
            matched.place[rows].tolist(),
        )  # fmt: skip
        cross_a, cross_b = crossed.a[crossing], crossed.b[crossing]
        nothing: list[object] = [None] * len(cross_a)
        weights = crossed.weight_any[crossing].tolist()
        yield from self._compared(
            crossed.pair[crossing], cross_a, cross_b, nothing, nothing, weights, nothing
        )
        for pair, (one, other) in enumerate(self._both):
            of_pair, across = matched.pair[rows] == pair, crossed.pair[crossing] == pair
            there_a = np.concatenate((matched.a[rows][of_pair], cross_a[across]))
            there_b = np.concatenate((matched.b[rows][of_pair], cross_b[across]))
            yield from self._alone(pair, one, there_a, first=True)
            yield from self._alone(pair, other, there_b, first=False)

    def _compared(
        self,
        pair: Ints,
        a: Ints,
        b: Ints,
        iou: Sequence[object],
        weight: Sequence[object],
        weight_any: Sequence[object],
        place: Sequence[object],
    ) -> Iterator[Row]:
        ids = self._study.labels.id
        at = zip(pair.tolist(), positions(ids, a).tolist(), positions(ids, b).tolist(), strict=True)
        for (number, left, right), *more in zip(at, iou, weight, weight_any, place, strict=True):
            yield self._pair(number, left, right, *more)

    def _alone(self, pair: int, who: int, matched: Ints, *, first: bool) -> Iterator[Row]:
        """Labels of one annotator of a pair that the other has not annotated."""
        selection = self._selection
        spans, ids = selection.spans, self._study.labels.id[selection.rows]
        some = selection.kept & (spans.annotator == who) & self._wanted[spans.layer]
        some &= self._common[spans.document, pair] & ~np.isin(ids, matched)
        for row in selection.rows[some].tolist():
            ends = (row, None) if first else (None, row)
            yield self._pair(pair, *ends, None, None, None, None)

    def _pair(self, pair: int, a: int | None, b: int | None, *more: object) -> Row:
        one, other = self._both[pair]
        some = a if a is not None else b
        left, right = self._annotation(a), self._annotation(b)
        iou, *weights = more
        return (
            int(self._study.labels.document[some]),
            self._people[one],
            self._people[other],
            left[0], right[0], left[1], right[1], *left[2], *right[2], iou,
            *(value for both in zip(left[3], right[3], strict=True) for value in both),
            *weights,
        )  # fmt: skip

    def _annotation(self, row: int | None) -> tuple[object, object, tuple[object, ...], Row]:
        if row is None:
            return None, None, (None, None), (None, None, None, None)
        study, labels = self._study, self._study.labels
        return (
            int(labels.id[row]),
            study.layers[labels.layer[row]],
            (int(labels.start[row]), int(labels.end[row])),
            (
                self._speaker(int(labels.speaker[row])),
                study.forms[labels.form[row]],
                study.dates[labels.date[row]],
                study.attributes[labels.attributes[row]],
            ),
        )

    def _speaker(self, speaker: int) -> str:
        """Different for different speakers: names may be the same."""
        if speaker > 0:
            return f"{speaker}: {self._study.register.names.get(speaker, '')}"
        return f"“{self._study.forms[-speaker]}”" if speaker else ""

    def relations(self) -> Iterator[Row]:
        study, matched = self._study, self._found.rows.matched_relations
        relations = study.relations
        some = self._wanted[matched.layer]
        for pair, a, b, layer in zip(
            matched.pair[some].tolist(), matched.a[some].tolist(), matched.b[some].tolist(),
            matched.layer[some].tolist(), strict=True,
        ):  # fmt: skip
            yield self._relation_row(pair, a, b, layer)
        selection = self._selection
        kept = selection.rows[selection.kept]
        ids = study.labels.id[kept]
        head, tail = positions(ids, relations.head), positions(ids, relations.tail)
        layers = selection.spans.layer[selection.kept]
        who = selection.spans.annotator[selection.kept]
        document = selection.spans.document[selection.kept]
        there = (head >= 0) & (tail >= 0)
        there[there] &= self._wanted[layers[head[there]]]
        for pair, ends in enumerate(self._both):
            of_pair = matched.pair == pair
            for side, known in zip(ends, (matched.a[of_pair], matched.b[of_pair]), strict=True):
                rows = np.flatnonzero(there & ~np.isin(relations.id, known))
                rows = rows[who[head[rows]] == side]
                rows = rows[self._common[document[head[rows]], pair]]
                for row in rows.tolist():
                    number = int(relations.id[row])
                    layer, first = int(layers[head[row]]), side == ends[0]
                    a, b = (number, None) if first else (None, number)
                    yield self._relation_row(pair, a, b, layer)

    def _relation_row(self, pair: int, a: int | None, b: int | None, layer: int) -> Row:
        study, relations = self._study, self._study.relations
        one, other = self._both[pair]
        known = a if a is not None else b
        row = self._relation[known or 0]
        return (
            int(relations.document[row]), self._people[one], self._people[other], a, b,
            study.kinds[relations.kind[row]], study.roles[relations.role[row]],
            self._layers[layer],
        )  # fmt: skip
