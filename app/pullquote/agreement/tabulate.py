"""From labels that are compared to the tables that figures add up."""

import numpy as np

from pullquote.agreement.candidates import overlapping
from pullquote.agreement.characters import merged
from pullquote.agreement.columns import Floats, Ints, Spans, pair_number
from pullquote.agreement.rows import positions
from pullquote.agreement.selection import Selection
from pullquote.agreement.study import Study
from pullquote.agreement.tables import (
    Cover,
    Crossed,
    KeptRows,
    Linked,
    Links,
    Marks,
    Matched,
    Rows,
    Shared,
    Tables,
)
from pullquote.agreement.ties import Ties


def tabulate(study: Study, selection: Selection, edition: int = 0) -> Tables:
    rows, spans, kept = selection.rows, selection.spans, selection.kept
    labels, documents = study.labels, selection.documents
    marks = Marks(
        documents[spans.document], spans.annotator, spans.layer, labels.origin[rows], kept
    )
    kept_rows, kept_spans = (rows, spans) if kept.all() else (rows[kept], spans.take(kept))
    ties = Ties.of(kept_spans, len(selection.annotators))
    of_layer = ties.weights(kept_spans, any_layer=False)
    of_any = ties.weights(kept_spans, any_layer=True) if len(ties.cross_first) else of_layer
    links, linked = _links(study, documents, kept_rows, kept_spans, ties)
    cover, shared = _characters(selection)
    rows_of_all = Rows(
        marks=marks,
        matched=_matched(study, documents, kept_rows, kept_spans, ties, (of_layer, of_any)),
        crossed=_crossed(study, documents, kept_rows, kept_spans, ties, of_any),
        links=links,
        linked=linked,
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
    ties: Ties,
    weights: tuple[Floats, Floats],
) -> Matched:
    first, second = ties.first, ties.second
    a, b = rows[first], rows[second]
    labels = study.labels
    return Matched(
        document=documents[spans.document[first]],
        pair=ties.pairs(spans, first, second),
        layer=spans.layer[first],
        a=labels.id[a],
        b=labels.id[b],
        iou=ties.iou,
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
    )


def _crossed(
    study: Study, documents: Ints, rows: Ints, spans: Spans, ties: Ties, weights: Floats
) -> Crossed:
    by = np.argsort(spans.document[ties.cross_first], kind="stable")
    first, second = ties.cross_first[by], ties.cross_second[by]
    return Crossed(
        document=documents[spans.document[first]],
        pair=ties.pairs(spans, first, second),
        layer=spans.layer[first],
        layer_b=spans.layer[second],
        a=study.labels.id[rows[first]],
        b=study.labels.id[rows[second]],
        weight_any=weights[first],
    )


def _links(
    study: Study, documents: Ints, rows: Ints, spans: Spans, ties: Ties
) -> tuple[Links, Linked]:
    relations, ids = study.relations, study.labels.id[rows]
    some = np.flatnonzero(np.isin(relations.document, documents))
    head, tail = positions(ids, relations.head[some]), positions(ids, relations.tail[some])
    there = (head >= 0) & (tail >= 0)
    some, head, tail = some[there], head[there], tail[there]
    kind = relations.kind[some]
    links = Links(relations.document[some], spans.annotator[head], spans.layer[head], kind)
    sort = kind * len(study.roles) + relations.role[some]
    own, theirs = _both_ends(sort, head, tail, links.annotator, ties)
    pair = pair_number(links.annotator[own], links.annotator[theirs], ties.annotators)
    number = relations.id[some]
    linked = Linked(
        document=links.document[own],
        pair=pair,
        layer=links.layer[own],
        kind=kind[own],
        a=number[own],
        b=number[theirs],
    )
    return links, linked


def _both_ends(
    sort: Ints, head: Ints, tail: Ints, annotator: Ints, ties: Ties
) -> tuple[Ints, Ints]:
    """Rows of links of the same sort whose heads and tails are matched, the lower annotator's
    first.
    """
    size = len(ties.partner) + 1
    key = (sort * size + head) * size + tail
    order = np.argsort(key, kind="stable")
    key = np.append(key[order], -1)
    found = [(order[:0], order[:0])]
    for other in range(ties.annotators):
        own = np.flatnonzero(annotator < other)
        wanted_head, wanted_tail = ties.partner[head[own], other], ties.partner[tail[own], other]
        wanted = (sort[own] * size + wanted_head) * size + wanted_tail
        at = np.searchsorted(key[:-1], wanted)
        same = (wanted_head >= 0) & (wanted_tail >= 0) & (key[at] == wanted)
        found.append((own[same], order[at[same]]))
    own, theirs = (np.concatenate(ends) for ends in zip(*found, strict=True))
    by = np.lexsort((theirs, own))
    return own[by], theirs[by]


def _characters(selection: Selection) -> tuple[Cover, Shared]:
    spans = merged(selection.clipped.take(selection.kept & (selection.clipped.length > 0)))
    cover = Cover(selection.documents[spans.document], spans.annotator, spans.layer, spans.length)
    first, second, shared = overlapping(spans)
    annotators = len(selection.annotators)
    pair = pair_number(spans.annotator[first], spans.annotator[second], annotators)
    of = selection.documents[spans.document[first]]
    by = np.argsort(of, kind="stable")
    return cover, Shared(of[by], pair[by], spans.layer[first][by], shared[by])
