"""How each annotator compares with the adjudicated version: precision, recall, F1."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pullquote.agreement.columns import spans
from pullquote.agreement.matching.matches import match_spans
from pullquote.agreement.measures.f1 import f1

ALL = ""
"""In place of a layer: all layers together."""

Extent = tuple[int, int, str, int, int]
"""Document, annotator, layer, start and end (code points, half-open)."""


@dataclass(frozen=True, slots=True)
class Score:
    """`matched` of the `annotated` spans of an annotator and the `wanted` ones, one to one.

    Each share is None where nothing stands below the line.
    """

    matched: int
    annotated: int
    wanted: int

    @property
    def precision(self) -> float | None:
        return self.matched / self.annotated if self.annotated else None

    @property
    def recall(self) -> float | None:
        return self.matched / self.wanted if self.wanted else None

    @property
    def f1(self) -> float | None:
        found = float(f1(self.matched, self.annotated + self.wanted))
        return None if math.isnan(found) else found


@dataclass(frozen=True, slots=True)
class Compared:
    """One annotator against the adjudicated version, in the documents that both have done.

    `exact` counts spans of one layer with the same ends, `overlap` those with any words in common;
    both by layer, and ALL for the sum.
    """

    annotator: int
    documents: int
    exact: Mapping[str, Score]
    overlap: Mapping[str, Score]


def against(
    adjudicated: Iterable[Extent], annotated: Iterable[Extent], done: Iterable[tuple[int, int]]
) -> list[Compared]:
    """`done` are the (document, annotator) to compare, of documents that are adjudicated."""
    documents: dict[int, set[int]] = {}
    for document, annotator in done:
        documents.setdefault(annotator, set()).add(document)
    wanted, all_annotated = list(adjudicated), list(annotated)
    return [
        _compared(
            annotator,
            where,
            [extent for extent in wanted if extent[0] in where],
            [extent for extent in all_annotated if extent[1] == annotator and extent[0] in where],
        )
        for annotator, where in sorted(documents.items())
    ]


def _compared(
    annotator: int, where: set[int], wanted: list[Extent], annotated: list[Extent]
) -> Compared:
    counts = Counter(layer for _, _, layer, _, _ in wanted)
    own = Counter(layer for _, _, layer, _, _ in annotated)
    layers = sorted(counts.keys() | own.keys())
    numbers = {layer: number for number, layer in enumerate(layers)}
    rows = [(e[0], side, numbers[e[2]], *e[3:]) for side, e in _sides(wanted, annotated)]
    matches = match_spans(spans(rows))
    found = [rows[row][2] for row in matches.first.tolist()]
    exact = Counter(n for n, same in zip(found, matches.exact.tolist(), strict=True) if same)
    overlap = Counter(found)

    def scores(matched: Counter[int]) -> dict[str, Score]:
        each = {
            layer: Score(matched[numbers[layer]], own[layer], counts[layer]) for layer in layers
        }
        return {ALL: Score(matched.total(), len(annotated), len(wanted)), **each}

    return Compared(annotator, len(where), scores(exact), scores(overlap))


def _sides(wanted: list[Extent], annotated: list[Extent]) -> Iterator[tuple[int, Extent]]:
    yield from ((0, extent) for extent in wanted)
    yield from ((1, extent) for extent in annotated)
