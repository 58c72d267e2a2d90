"""What happened in each document, one row each: what every figure adds up, in any selection."""

from dataclasses import dataclass, fields, replace
from typing import TypeVar

import numpy as np

from pullquote.agreement.columns import Bools, Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """Labels; `kept` is False for those whose place counts with another place."""

    document: Ints
    annotator: Ints
    layer: Ints
    origin: Ints
    kept: Bools


@dataclass(frozen=True, slots=True, eq=False)
class Matched:
    """Two labels of one layer that mean the same; `a` and `b` are row ids, values as in a study.

    `weight` is 1 / (m - 1) where m annotators mean that place in that layer, `weight_any` in any.
    """

    document: Ints
    pair: Ints
    layer: Ints
    a: Ints
    b: Ints
    iou: Floats
    same_start: Bools
    same_end: Bools
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


@dataclass(frozen=True, slots=True, eq=False)
class Crossed:
    """Two labels of different layers on the same words."""

    document: Ints
    pair: Ints
    layer: Ints
    layer_b: Ints
    a: Ints
    b: Ints
    weight_any: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Relations; `layer` is that of the head."""

    document: Ints
    annotator: Ints
    layer: Ints
    kind: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Linked:
    """Relations of the same kind and role whose two ends are matched."""

    document: Ints
    pair: Ints
    layer: Ints
    kind: Ints
    a: Ints
    b: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Cover:
    """Characters that an annotator has marked in a layer."""

    document: Ints
    annotator: Ints
    layer: Ints
    characters: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """Characters that both of two annotators have marked in a layer."""

    document: Ints
    pair: Ints
    layer: Ints
    characters: Ints


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
    marks: Marks
    matched: Matched
    crossed: Crossed
    links: Links
    linked: Linked
    cover: Cover
    shared: Shared

    def of_documents(self, which: Ints) -> "Tables":
        """The same of the documents in these rows, which rise."""
        documents = self.documents[which]
        return replace(
            self,
            documents=documents,
            characters=self.characters[which],
            lost=self.lost[which],
            done=self.done[which],
            signature=self.signature[which],
            edition=self.edition[which],
            **{name: _of(getattr(self, name), documents) for name in OF_DOCUMENTS},
        )


Rows = TypeVar("Rows", Marks, Matched, Crossed, Links, Linked, Cover, Shared)
OF_DOCUMENTS = ("marks", "matched", "crossed", "links", "linked", "cover", "shared")
"""The tables with rows of documents, which all are by document."""


def _of(table: Rows, documents: Ints) -> Rows:
    low = np.searchsorted(table.document, documents)
    many = np.searchsorted(table.document, documents, "right") - low
    rows = np.repeat(low - np.cumsum(many) + many, many) + np.arange(many.sum())
    return replace(table, **{each.name: getattr(table, each.name)[rows] for each in fields(table)})
