"""What happened in each document, one row each: what every figure adds up, in any selection.

Made once for each selection, then only for documents that changed.
"""

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, Self

import numpy as np

from pullquote.agreement.columns import (
    Bools,
    Columns,
    Floats,
    Ints,
    Spans,
    equal_rows,
    pair_number,
)
from pullquote.agreement.matching.matches import LayerMatches, overlapping
from pullquote.agreement.measures.character_alpha import merged_spans
from pullquote.agreement.study.project_rows import positions
from pullquote.agreement.study.selection import Selection, select_labels
from pullquote.agreement.study.study import EDITION, TABLES, Study, replace_rows
from pullquote.agreement.values import Scope

_MANY = 100


@dataclass(frozen=True, slots=True, eq=False)
class AnnotationRows(Columns):
    """Labels; `kept` is False for those whose place counts with another place."""

    document: Ints
    annotator: Ints
    layer: Ints
    origin: Ints
    kept: Bools


@dataclass(frozen=True, slots=True, eq=False)
class Matched(Columns):
    """Two labels of one layer that mean the same; `a` and `b` are row ids, values as in a study,
    `start` and `end` how many characters further the second begins and ends.

    `weight` is 1 / (m - 1) where m annotators mean that place in that layer, `weight_any` in any.
    `place` is the same row id for all that mean one place in that layer; `spoken` and `dated` say
    whether anybody there named a speaker, or gave the date a value.
    """

    document: Ints
    pair: Ints
    layer: Ints
    a: Ints
    b: Ints
    iou: Floats
    start: Ints
    end: Ints
    speaker_a: Ints
    speaker_b: Ints
    form_a: Ints
    form_b: Ints
    date_a: Ints
    date_b: Ints
    attributes_a: Ints
    attributes_b: Ints
    weight: Floats
    weight_any: Floats
    place: Ints
    spoken: Bools
    dated: Bools


@dataclass(frozen=True, slots=True, eq=False)
class Crossed(Columns):
    """Two labels of different layers on the same words."""

    document: Ints
    pair: Ints
    layer: Ints
    layer_b: Ints
    a: Ints
    b: Ints
    weight_any: Floats


@dataclass(frozen=True, slots=True, eq=False)
class RelationRows(Columns):
    """Relations; `layer` is that of the head."""

    document: Ints
    annotator: Ints
    layer: Ints
    kind: Ints


@dataclass(frozen=True, slots=True, eq=False)
class MatchedRelations(Columns):
    """Relations of the same kind and role whose two ends are matched."""

    document: Ints
    pair: Ints
    layer: Ints
    kind: Ints
    a: Ints
    b: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Cover(Columns):
    """Characters that an annotator has labelled in a layer."""

    document: Ints
    annotator: Ints
    layer: Ints
    characters: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Shared(Columns):
    """Characters that both of two annotators have labelled in a layer."""

    document: Ints
    pair: Ints
    layer: Ints
    characters: Ints


@dataclass(frozen=True, slots=True, eq=False)
class DocumentTables:
    """All tables with rows of documents, each by document."""

    annotations: AnnotationRows
    matched: Matched
    crossed: Crossed
    relations: RelationRows
    matched_relations: MatchedRelations
    cover: Cover
    shared: Shared

    def of_documents(self, documents: Ints) -> "DocumentTables":
        return self._each(lambda table: table.take(equal_rows(table.document, documents)[1]))

    def renewed(self, new: "DocumentTables", others: Ints) -> "DocumentTables":
        """With the rows of these documents replaced."""
        return self._each(lambda old, fresh: replace_rows(old, fresh, others), new)

    def _each(self, change: Callable[..., Any], *more: "DocumentTables") -> "DocumentTables":
        names = [each.name for each in fields(self)]
        tables = ([getattr(each, name) for each in (self, *more)] for name in names)
        return DocumentTables(*(change(*alike) for alike in tables))


class KeptRows:
    """Rows as they were, and those of documents that changed since: `others`. They are put
    together when somebody asks for more than what changed.
    """

    def __init__(self, before: DocumentTables, new: DocumentTables, others: Ints) -> None:
        self._before, self._new, self._others = before, new, others

    @classmethod
    def all_new(cls, rows: DocumentTables) -> Self:
        kept = cls(rows, rows, np.empty(0, dtype=np.int64))
        kept.__dict__["all"] = rows
        return kept

    @cached_property
    def all(self) -> DocumentTables:
        return self._before.renewed(self._new, self._others)

    def renewed(self, new: DocumentTables, others: Ints) -> "KeptRows":
        """With the rows of these documents replaced."""
        if "all" in self.__dict__:
            return KeptRows(self.all, new, others)
        if len(self._others) + len(others) > _MANY:
            return KeptRows(self.all, new, others)
        changed = np.union1d(self._others, others)
        return KeptRows(self._before, self._new.renewed(new, others), changed)

    def of_documents(self, documents: Ints) -> DocumentTables:
        if "all" not in self.__dict__ and np.isin(documents, self._others).all():
            return self._new.of_documents(documents)
        return self.all.of_documents(documents)


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """All tables of a selection; documents by id, annotators, pairs and layers from 0.

    `edition` rises whenever a document is counted anew.
    """

    annotators: Ints
    documents: Ints
    characters: Ints
    lost: Ints
    done: Bools
    single: int
    signature: Ints
    edition: Ints
    kept: KeptRows

    @property
    def rows(self) -> DocumentTables:
        return self.kept.all

    def of_documents(self, which: Ints) -> "Tables":
        """The same of the documents in these rows, which rise."""
        documents = self.documents[which]
        return Tables(
            self.annotators,
            documents,
            self.characters[which],
            self.lost[which],
            self.done[which],
            self.single,
            self.signature[which],
            self.edition[which],
            KeptRows.all_new(self.kept.of_documents(documents)),
        )


def tabulate(study: Study, selection: Selection, edition: int = 0) -> Tables:
    """Match and count what is selected, in all layers; documents bear `edition`."""
    rows, spans, kept = selection.rows, selection.spans, selection.kept
    labels, documents = study.labels, selection.documents
    annotations = AnnotationRows(
        documents[spans.document], spans.annotator, spans.layer, labels.origin[rows], kept
    )
    kept_rows, kept_spans = (rows, spans) if kept.all() else (rows[kept], spans.take(kept))
    matches = LayerMatches.of(kept_spans, len(selection.annotators))
    place = matches.places(kept_spans, any_layer=False)
    of_any = of_layer = matches.weights(kept_spans, place)
    if len(matches.cross_first):
        of_any = matches.weights(kept_spans, matches.places(kept_spans, any_layer=True))
    relations, matched_relations = _relations(study, documents, kept_rows, kept_spans, matches)
    cover, shared = _characters(selection)
    rows_of_all = DocumentTables(
        annotations=annotations,
        matched=_matched(
            study, documents, kept_rows, kept_spans, matches, place, (of_layer, of_any)
        ),
        crossed=_crossed(study, documents, kept_rows, kept_spans, matches, of_any),
        relations=relations,
        matched_relations=matched_relations,
        cover=cover,
        shared=shared,
    )
    return Tables(
        annotators=selection.annotators,
        documents=documents,
        characters=selection.characters,
        lost=selection.lost,
        done=selection.done,
        single=selection.single,
        signature=selection.signature(study),
        edition=np.full(len(documents), edition, dtype=np.int64),
        kept=KeptRows.all_new(rows_of_all),
    )


def _matched(
    study: Study,
    documents: Ints,
    rows: Ints,
    spans: Spans,
    matches: LayerMatches,
    place: Ints,
    weights: tuple[Floats, Floats],
) -> Matched:
    first, second = matches.first, matches.second
    a, b = rows[first], rows[second]
    labels, here = study.labels, place[first]
    return Matched(
        document=documents[spans.document[first]],
        pair=matches.pairs(spans, first, second),
        layer=spans.layer[first],
        a=labels.id[a],
        b=labels.id[b],
        iou=matches.iou,
        start=spans.start[second] - spans.start[first],
        end=spans.end[second] - spans.end[first],
        speaker_a=labels.speaker[a],
        speaker_b=labels.speaker[b],
        form_a=labels.form[a],
        form_b=labels.form[b],
        date_a=labels.date[a],
        date_b=labels.date[b],
        attributes_a=labels.attributes[a],
        attributes_b=labels.attributes[b],
        weight=weights[0][first],
        weight_any=weights[1][first],
        place=labels.id[rows[here]],
        spoken=_anybody(place, labels.speaker[rows] != 0)[here],
        dated=_anybody(place, labels.date[rows] != 0)[here],
    )


def _anybody(place: Ints, given: Bools) -> Bools:
    """By place, whether it is given for any row of it."""
    found = np.zeros(len(place), dtype=np.bool_)
    found[place[given]] = True
    return found


def _crossed(
    study: Study, documents: Ints, rows: Ints, spans: Spans, matches: LayerMatches, weights: Floats
) -> Crossed:
    by = np.argsort(spans.document[matches.cross_first], kind="stable")
    first, second = matches.cross_first[by], matches.cross_second[by]
    return Crossed(
        document=documents[spans.document[first]],
        pair=matches.pairs(spans, first, second),
        layer=spans.layer[first],
        layer_b=spans.layer[second],
        a=study.labels.id[rows[first]],
        b=study.labels.id[rows[second]],
        weight_any=weights[first],
    )


def _relations(
    study: Study, documents: Ints, rows: Ints, spans: Spans, matches: LayerMatches
) -> tuple[RelationRows, MatchedRelations]:
    stored, ids = study.relations, study.labels.id[rows]
    some = np.flatnonzero(np.isin(stored.document, documents))
    head, tail = positions(ids, stored.head[some]), positions(ids, stored.tail[some])
    there = (head >= 0) & (tail >= 0)
    some, head, tail = some[there], head[there], tail[there]
    kind = stored.kind[some]
    relations = RelationRows(stored.document[some], spans.annotator[head], spans.layer[head], kind)
    sort = kind * len(study.roles) + stored.role[some]
    own, theirs = _both_ends(sort, head, tail, relations.annotator, matches)
    pair = pair_number(relations.annotator[own], relations.annotator[theirs], matches.annotators)
    number = stored.id[some]
    matched_relations = MatchedRelations(
        document=relations.document[own],
        pair=pair,
        layer=relations.layer[own],
        kind=kind[own],
        a=number[own],
        b=number[theirs],
    )
    return relations, matched_relations


def _both_ends(
    sort: Ints, head: Ints, tail: Ints, annotator: Ints, matches: LayerMatches
) -> tuple[Ints, Ints]:
    """Rows of relations of the same sort whose heads and tails are matched, the lower annotator's
    first.
    """
    size = len(matches.partner) + 1
    key = (sort * size + head) * size + tail
    order = np.argsort(key, kind="stable")
    key = np.append(key[order], -1)
    found = [(order[:0], order[:0])]
    for other in range(matches.annotators):
        own = np.flatnonzero(annotator < other)
        wanted_head, wanted_tail = (
            matches.partner[head[own], other],
            matches.partner[tail[own], other],
        )
        wanted = (sort[own] * size + wanted_head) * size + wanted_tail
        at = np.searchsorted(key[:-1], wanted)
        same = (wanted_head >= 0) & (wanted_tail >= 0) & (key[at] == wanted)
        found.append((own[same], order[at[same]]))
    own, theirs = (np.concatenate(ends) for ends in zip(*found, strict=True))
    by = np.lexsort((theirs, own))
    return own[by], theirs[by]


def _characters(selection: Selection) -> tuple[Cover, Shared]:
    spans = merged_spans(selection.clipped.take(selection.kept & (selection.clipped.length > 0)))
    cover = Cover(selection.documents[spans.document], spans.annotator, spans.layer, spans.length)
    first, second, shared = overlapping(spans)
    annotators = len(selection.annotators)
    pair = pair_number(spans.annotator[first], spans.annotator[second], annotators)
    of = selection.documents[spans.document[first]]
    by = np.argsort(of, kind="stable")
    return cover, Shared(of[by], pair[by], spans.layer[first][by], shared[by])


_MOST_KEPT = 8


def cached_tables(study: Study, scope: Scope) -> Tables:
    """Of all layers. Kept with the study: only documents that changed are counted anew."""
    if scope.once and not len(study.passages.start):  # nothing stands twice
        scope = replace(scope, once=False)
    key = scope_key(study, scope)
    cache: dict[Hashable, tuple[Tables, frozenset[int] | None]]
    cache = study.cache.setdefault(TABLES, {})
    known, changed = cache.get(key, (None, None))
    if known is not None and changed is None:
        return known
    selection = select_labels(study, scope)
    edition = study.cache[EDITION] = study.cache.get(EDITION, 0) + 1
    # Tables of another scope have what is the same there: where nothing stands twice, all copies
    # and one copy.
    others = [tables for tables, stale in cache.values() if stale is None]
    others = [x for x in others if np.array_equal(x.annotators, selection.annotators)]
    signature = selection.signature(study)
    made = next((x for x in others if _are_of(x, selection.documents, signature)), None)
    if known is None or not np.array_equal(known.annotators, selection.annotators):
        known, changed = next(iter(others), None), None
    if made is None and known is not None:
        made = _renewed(study, selection, signature, known, changed or (), edition)
    made = made or tabulate(study, selection, edition)
    while len(cache) >= _MOST_KEPT:
        cache.pop(next(iter(cache)))
    cache[key] = made, None
    return made


def scope_key(study: Study, scope: Scope) -> Hashable:
    """The same for scopes that differ in layers only."""
    annotators = study.persons() if scope.annotators is None else scope.annotators
    return replace(scope, layers=None, annotators=tuple(sorted(set(annotators))))


def _are_of(tables: Tables, documents: Ints, signature: Ints) -> bool:
    same = np.array_equal(tables.documents, documents)
    return same and np.array_equal(tables.signature, signature)


def _renewed(
    study: Study,
    selection: Selection,
    signature: Ints,
    known: Tables,
    changed: Collection[int],
    edition: int,
) -> Tables:
    at = np.searchsorted(known.documents, selection.documents)
    before = np.append(known.documents, -1)[at] == selection.documents
    same = before & (np.append(known.signature, 0)[at] == signature)
    same &= ~np.isin(selection.documents, np.fromiter(changed, np.int64, len(changed)))
    new = tabulate(study, selection.of_documents(~same), edition)
    gone = np.setdiff1d(np.union1d(known.documents, selection.documents), selection.documents[same])
    return replace(
        new,
        documents=selection.documents,
        characters=selection.characters,
        lost=selection.lost,
        done=selection.done,
        single=selection.single,
        signature=signature,
        edition=np.where(same, np.append(known.edition, 0)[at], edition),
        kept=known.kept.renewed(new.rows, gone),
    )
