"""Stretches of a document that share too little with another to be called a repeat."""

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np

from pullquote.duplicates.words.corpus import read_corpus
from pullquote.store.reads import Reads
from pullquote.text.spans import Span

_HEAD = 5  # numbers that each match begins with, as `duplicates.matches.pairs.pack` has them


def document_weak(project: Reads, document: int) -> list[Span]:
    """In order and apart, those left out that a repeated passage takes in or touches."""
    rows = [row for row in project.pair_rows_of(document) if row.weak]
    if not rows:
        return []
    corpus = read_corpus([(document, project.text(document))])
    gaps: set[tuple[int, int]] = set()
    for row in rows:
        counts = row.strong + row.weak
        heads = np.frombuffer(row.spans, "<i4", _HEAD * counts).reshape(-1, _HEAD)[row.strong :]
        if row.a_document == document:
            gaps.update(map(tuple, heads[:, 0:2].tolist()))
        if row.b_document == document:
            gaps.update(map(tuple, heads[:, 2:4].tolist()))
    last = len(corpus) - 1
    spans = sorted(
        Span(int(corpus.starts[start]), int(corpus.ends[end - 1]))
        for start, end in gaps
        if 0 <= start < end <= last
    )
    passages = project.passages(document)
    strong = sorted(Span(passage.start, passage.end) for passage in passages)
    return [span for span in _joined(spans) if not _touches(span, strong)]


def _joined(spans: Sequence[Span]) -> list[Span]:
    found: list[Span] = []
    for span in spans:
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _touches(span: Span, others: Sequence[Span]) -> bool:
    """`others` are in order and apart."""
    at = bisect_right(others, span.end, key=lambda other: other.start) - 1
    return at >= 0 and others[at].end > span.start
