"""A list of disagreements that makes each when it is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self, overload

import numpy as np

from pullquote.agreement.columns import Ints
from pullquote.agreement.says import Says, Texts
from pullquote.agreement.told import KINDS, Differences, Told
from pullquote.agreement.values import Disagreement, Place, Reading
from pullquote.text.spans import Span


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """A place, a kind (a number of `KINDS`) and a detail (of the differences), each once.

    `pattern` differs where other annotators differ in this way, or another one missed it.
    """

    place: Ints
    kind: Ints
    detail: Ints
    pattern: Ints

    def __len__(self) -> int:
        return len(self.place)

    @classmethod
    def of(cls, told: Told, annotator: Ints) -> Self:
        """`annotator` numbers the annotator of each row of the spans."""
        details = int(told.detail.max(initial=0)) + 1
        keys = (told.place * len(KINDS) + told.kind) * details + told.detail
        keys, row = np.unique(keys, return_inverse=True)
        rest, detail = np.divmod(keys, details)
        place, kind = np.divmod(rest, len(KINDS))
        mixed = (annotator[told.first] * 1_000_003 + told.other + 1) * 0x1E3779B97F4A7C15
        pattern = np.zeros(len(keys), dtype=np.int64)
        np.add.at(pattern, row, mixed ^ (mixed >> 29))
        return cls(place, kind, detail, pattern)


class Sheet:
    """What there is to say about the places of some differences.

    `documents`, `starts` and `ends` are those of each place, which reaches over all its labels;
    `counts` whether some label counts, and not with the one it was carried from.
    """

    def __init__(self, found: Differences, texts: Texts | None = None) -> None:
        selection, place = found.selection, found.places.place
        self.found = found
        self.says = Says(found, texts)
        self._labels = np.lexsort((selection.spans.annotator, place))
        bounds = place[self._labels].searchsorted(np.arange(found.places.count + 1))
        rows, stored, first = selection.rows[self._labels], found.study.labels, bounds[:-1]
        self._bounds = bounds
        self.documents = stored.document[rows[first]]
        self.starts = _of_each(np.minimum, stored.start[rows], first)
        self.ends = _of_each(np.maximum, stored.end[rows], first)
        self.counts = np.zeros(found.places.count, dtype=np.bool_)
        self.counts[place[selection.kept]] = True

    def where(self, place: int) -> Place:
        return Place(int(self.documents[place]), int(self.starts[place]), int(self.ends[place]))

    def versions(self, place: int) -> list[tuple[int, list[int]]]:
        """(number of the annotator, rows of the spans) of all who have done the document."""
        plain = self._plain
        labels = self._labels[self._bounds[place] : self._bounds[place + 1]].tolist()
        versions: dict[int, list[int]] = {who: [] for who in plain.done[plain.document[labels[0]]]}
        for label in labels:
            versions[plain.annotator[label]].append(label)
        return list(versions.items())

    def disagreement(self, kind: int, detail: str, places: Sequence[int]) -> Disagreement:
        """The one that stands at all these places."""
        versions = self.versions(places[0])
        return Disagreement(
            kind=KINDS[kind],
            detail=detail,
            layer=self.says.layer(next(labels[0] for _, labels in versions if labels)),
            readings=tuple(
                self.reading(who, labels, self.says.say(kind, detail, labels))
                for who, labels in versions
            ),
            places=tuple(self.where(place) for place in places),
        )

    def reading(self, who: int, labels: Sequence[int], says: str) -> Reading:
        plain = self._plain
        return Reading(
            annotator=plain.annotators[who],
            annotations=tuple(plain.id[label] for label in labels),
            spans=tuple(Span(plain.start[label], plain.end[label]) for label in labels),
            says=says,
        )

    @cached_property
    def _plain(self) -> "_Plain":
        return _Plain(self.found)


class _Plain:
    """The columns as lists: single values come faster out of them."""

    def __init__(self, found: Differences) -> None:
        selection, stored = found.selection, found.study.labels
        self.annotators = selection.annotators.tolist()
        self.done = [np.flatnonzero(row).tolist() for row in selection.done]
        self.document = selection.spans.document.tolist()
        self.annotator = selection.spans.annotator.tolist()
        self.id = stored.id[selection.rows].tolist()
        self.start = stored.start[selection.rows].tolist()
        self.end = stored.end[selection.rows].tolist()


def _of_each(of: np.ufunc, values: Ints, first: Ints) -> Ints:
    """`of` the values from each of `first` to the next."""
    return np.asarray(of.reduceat(values, first)) if len(first) else values


class Listing(Sequence[Disagreement]):
    """`gathered` are rows that are one disagreement in several places."""

    def __init__(self, sheet: Sheet, rows: Rows, gathered: Sequence[Sequence[int]]) -> None:
        self._sheet, self._rows, self._gathered = sheet, rows, gathered
        self._made: dict[int, Disagreement] = {}

    def __len__(self) -> int:
        return len(self._gathered)

    @overload
    def __getitem__(self, at: int) -> Disagreement: ...
    @overload
    def __getitem__(self, at: slice) -> list[Disagreement]: ...
    def __getitem__(self, at: int | slice) -> Disagreement | list[Disagreement]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        at = range(len(self))[at]
        if at not in self._made:
            self._made[at] = self._make(list(self._gathered[at]))
        return self._made[at]

    def _make(self, copies: list[int]) -> Disagreement:
        rows = self._rows
        detail = self._sheet.found.details[int(rows.detail[copies[0]])]
        return self._sheet.disagreement(
            int(rows.kind[copies[0]]), detail, rows.place[copies].tolist()
        )
