"""What happened in each document, one row each: what every figure adds up, in any selection."""

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Self, TypeVar

import numpy as np

from pullquote.agreement.columns import Bools, Floats, Ints
from pullquote.agreement.splicing import spliced

_MANY = 100


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
    """Two labels of one layer that mean the same; `a` and `b` are row ids, values as in a study,
    `start` and `end` how many characters further the second begins and ends.

    `weight` is 1 / (m - 1) where m annotators mean that place in that layer, `weight_any` in any.
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
class Rows:
    """All tables with rows of documents, each by document."""

    marks: Marks
    matched: Matched
    crossed: Crossed
    links: Links
    linked: Linked
    cover: Cover
    shared: Shared

    def of_documents(self, documents: Ints) -> "Rows":
        return Rows(*(_of(getattr(self, each.name), documents) for each in fields(self)))

    def renewed(self, new: "Rows", others: Ints) -> "Rows":
        """With the rows of these documents replaced."""
        return Rows(
            *(spliced(getattr(self, x.name), getattr(new, x.name), others) for x in fields(self))
        )


class KeptRows:
    """Rows as they were, and those of documents that changed since: `others`. They are put
    together when somebody asks for more than what changed.
    """

    def __init__(self, before: Rows, new: Rows, others: Ints) -> None:
        self._before, self._new, self._others = before, new, others

    @classmethod
    def all_new(cls, rows: Rows) -> Self:
        kept = cls(rows, rows, np.empty(0, dtype=np.int64))
        kept.__dict__["all"] = rows
        return kept

    @cached_property
    def all(self) -> Rows:
        return self._before.renewed(self._new, self._others)

    def renewed(self, new: Rows, others: Ints) -> "KeptRows":
        """With the rows of these documents replaced."""
        if "all" in self.__dict__:
            return KeptRows(self.all, new, others)
        if len(self._others) + len(others) > _MANY:
            return KeptRows(self.all, new, others)
        changed = np.union1d(self._others, others)
        return KeptRows(self._before, self._new.renewed(new, others), changed)

    def of_documents(self, documents: Ints) -> Rows:
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
    def rows(self) -> Rows:
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


Table = TypeVar("Table", Marks, Matched, Crossed, Links, Linked, Cover, Shared)


def _of(table: Table, documents: Ints) -> Table:
    low = np.searchsorted(table.document, documents)
    many = np.searchsorted(table.document, documents, "right") - low
    rows = np.repeat(low - np.cumsum(many) + many, many) + np.arange(many.sum())
    return replace(table, **{each.name: getattr(table, each.name)[rows] for each in fields(table)})
