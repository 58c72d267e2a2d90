"""A list of disagreements that makes each when it is asked for."""

from collections.abc import Sequence
from typing import NamedTuple, overload

import numpy as np

from pullquote.agreement.columns import Ints
from pullquote.agreement.says import Says, Texts
from pullquote.agreement.told import KINDS, Differences
from pullquote.agreement.values import Disagreement, Place, Reading
from pullquote.text.spans import Span


class Row(NamedTuple):
    """`kind` numbers `KINDS`, `detail` the details of the differences."""

    place: int
    kind: int
    detail: int


class Rows:
    """What there is to say about the places of some differences.

    `documents`, `starts` and `ends` are those of each place; it reaches over all its labels.
    """

    def __init__(self, found: Differences, texts: Texts | None = None) -> None:
        selection, place = found.selection, found.places.place
        self.found = found
        self.says = Says(found, texts)
        self._labels = np.lexsort((selection.spans.annotator, place))
        self._bounds = place[self._labels].searchsorted(np.arange(found.places.count + 1)).tolist()
        counts = np.zeros(found.places.count, dtype=np.bool_)
        counts[place[selection.kept]] = True
        self._counts = counts.tolist()
        rows = selection.rows[self._labels]
        first = self._bounds[:-1]
        stored = found.study.labels
        self.documents = stored.document[rows[first]]
        self.starts = _of_each(np.minimum, stored.start[rows], first)
        self.ends = _of_each(np.maximum, stored.end[rows], first)
        self._done = [np.flatnonzero(row).tolist() for row in selection.done]

    def counts(self, place: int) -> bool:
        """Whether some label of the place counts, and not with the one it was carried from."""
        known: bool = self._counts[place]
        return known

    def where(self, place: int) -> Place:
        return Place(int(self.documents[place]), int(self.starts[place]), int(self.ends[place]))

    def versions(self, place: int) -> list[tuple[int, list[int]]]:
        """(number of the annotator, rows of the spans) of all who have done the document."""
        labels = self._of_place(place).tolist()
        spans = self.found.selection.spans
        versions: dict[int, list[int]] = {
            who: [] for who in self._done[int(spans.document[labels[0]])]
        }
        for label in labels:
            versions[int(spans.annotator[label])].append(label)
        return list(versions.items())

    def disagreement(self, copies: Sequence[Row]) -> Disagreement:
        """The one that stands at all these places."""
        first = copies[0]
        versions = self.versions(first.place)
        detail = self.found.details[first.detail]
        return Disagreement(
            kind=KINDS[first.kind],
            detail=detail,
            layer=self.says.layer(next(labels[0] for _, labels in versions if labels)),
            readings=tuple(
                self._reading(who, labels, self.says.say(first.kind, detail, labels))
                for who, labels in versions
            ),
            places=tuple(self.where(row.place) for row in copies),
        )

    def _reading(self, who: int, labels: Sequence[int], says: str) -> Reading:
        stored = self.found.study.labels
        rows = self.found.selection.rows[np.array(labels, dtype=np.int64)].tolist()
        return Reading(
            annotator=int(self.found.selection.annotators[who]),
            annotations=tuple(int(stored.id[row]) for row in rows),
            spans=tuple(Span(int(stored.start[row]), int(stored.end[row])) for row in rows),
            says=says,
        )

    def _of_place(self, place: int) -> Ints:
        return self._labels[self._bounds[place] : self._bounds[place + 1]]


def _of_each(of: np.ufunc, values: Ints, first: list[int]) -> Ints:
    """`of` the values from each of `first` to the next."""
    return np.asarray(of.reduceat(values, first)) if first else values


class Listing(Sequence[Disagreement]):
    def __init__(self, rows: Rows, gathered: Sequence[Sequence[Row]]) -> None:
        self._rows, self._gathered = rows, gathered
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
            self._made[at] = self._rows.disagreement(self._gathered[at])
        return self._made[at]
