"""The places that annotators did not label alike, behind every figure of a scope: a list that
makes each when it is asked for, with one entry for the same words in repeated passages.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Literal, Self, overload

import numpy as np

from pullquote.agreement.columns import Bools, Columns, Ints
from pullquote.agreement.disagreements.describe import LabelDescriber, Texts
from pullquote.agreement.disagreements.differences import (
    KINDS,
    Differences,
    DifferenceTable,
    differences,
)
from pullquote.agreement.study.selection import select_labels
from pullquote.agreement.study.study import Passages, Study
from pullquote.agreement.values import (
    AnnotatorReading,
    Disagreement,
    DisagreementPlace,
    Filter,
    Scope,
)
from pullquote.text.folding import fold
from pullquote.text.spans import Span

Order = Literal["document", "places"]


def disagreements(
    study: Study,
    scope: Scope,
    filter: Filter | None = None,  # noqa: A002 - the word of the view
    *,
    order: Order = "document",
    texts: Texts | None = None,
) -> Sequence[Disagreement]:
    """One for each place and kind of difference that the filter lets through.

    The same words in several copies are one, with a place for each. By document and start of the
    first place, or those of most places first. With `texts`, copies are known by their words and
    boundaries are told in words; without, by where they stand in the repeated passage.

    Each is made when it is asked for.
    """
    found = differences_of(study, scope)
    table = found.table.take(filtered_differences(found, scope, filter or Filter()))
    near = lru_cache(maxsize=64)(texts) if texts else None
    sheet = DifferenceSheet(found, near)
    rows = DifferenceRows.of(table, found.selection.spans.annotator)
    gathered = gather_copies(sheet, rows, near)
    if not sheet.counts.all():
        gathered = [copies for copies in gathered if sheet.counts[rows.place[copies]].any()]
    if order == "places":
        gathered.sort(key=len, reverse=True)
    return DisagreementList(sheet, rows, gathered)


def differences_of(study: Study, scope: Scope) -> Differences:
    """All differences of a scope, whatever its layers; kept with the study."""
    whole = replace(scope, layers=None)
    key = "differences", whole
    if key not in study.cache:
        study.cache[key] = differences(study, select_labels(study, whole))
    found: Differences = study.cache[key]
    return found


def filtered_differences(found: Differences, scope: Scope, wanted: Filter) -> Bools:
    """Which rows of `found.table` the layers of the scope and the filter let through."""
    table, study = found.table, found.study
    some = np.ones(len(table), dtype=np.bool_)
    if scope.carried == "none" or scope.began != "any":
        some &= found.selection.kept[table.first]
    if scope.layers is not None:
        some &= _of_layers(found, {study.layers.find(name) for name in scope.layers})
    if wanted.kinds is not None:
        some &= np.isin(table.kind, [KINDS.index(kind) for kind in wanted.kinds])
    if wanted.detail is not None:
        some &= table.detail == _number(found.details.find(wanted.detail))
    if wanted.layer is not None:
        some &= _of_layers(found, {study.layers.find(wanted.layer)})
    if wanted.document is not None:
        document = found.selection.documents[found.selection.spans.document[table.first]]
        some &= document == wanted.document
    return some & _of_annotators(found, wanted)


def _of_annotators(found: Differences, wanted: Filter) -> Bools:
    table, people = found.table, found.selection.annotators
    one, other = people[found.selection.spans.annotator[table.first]], people[table.other]
    some = np.ones(len(table), dtype=np.bool_)
    if wanted.annotator is not None:
        missed = table.kind == KINDS.index("missed")
        some &= (other == wanted.annotator) | ((one == wanted.annotator) & ~missed)
    if wanted.pair is not None:
        some &= np.isin(one, wanted.pair) & np.isin(other, wanted.pair)
        if wanted.layers is not None:
            some &= _in_cell(found, one == wanted.pair[0], wanted.layers)
    return some


def _in_cell(found: Differences, straight: Bools, layers: tuple[str, str]) -> Bools:
    """Whether the two labels are of these layers, in the order of the pair.

    A label that belongs to a longer one, but was matched with none, stands beside nothing.
    """
    first, second = _layers(found)
    first = np.where(found.table.left == 2, 0, first)
    second = np.where(found.table.left == 1, 0, second)
    mine, theirs = np.where(straight, first, second), np.where(straight, second, first)
    numbers = [_number(found.study.layers.find(name)) for name in layers]
    cell: Bools = (mine == numbers[0]) & (theirs == numbers[1])
    return cell


def _of_layers(found: Differences, numbers: set[int | None]) -> Bools:
    known = [number for number in numbers if number]
    first, second = _layers(found)
    of: Bools = np.isin(first, known) | np.isin(second, known)
    return of


def _layers(found: Differences) -> tuple[Ints, Ints]:
    """Numbers of `study.layers` on both sides, 0 where one has nothing."""
    table, layer = found.table, found.selection.spans.layer
    return layer[table.first] + 1, np.where(table.second < 0, 0, layer[table.second] + 1)


def _number(found: int | None) -> int:
    return -1 if found is None else found


@dataclass(frozen=True, slots=True, eq=False)
class DifferenceRows(Columns):
    """A place, a kind (a number of `KINDS`) and a detail (of the differences), each once.

    `pattern` differs where other annotators differ in this way, or another one missed it.
    """

    place: Ints
    kind: Ints
    detail: Ints
    pattern: Ints

    @classmethod
    def of(cls, table: DifferenceTable, annotator: Ints) -> Self:
        """`annotator` numbers the annotator of each row of the spans."""
        details = int(table.detail.max(initial=0)) + 1
        keys = (table.place * len(KINDS) + table.kind) * details + table.detail
        keys, row = np.unique(keys, return_inverse=True)
        rest, detail = np.divmod(keys, details)
        place, kind = np.divmod(rest, len(KINDS))
        mixed = (annotator[table.first] * 1_000_003 + table.other + 1) * 0x1E3779B97F4A7C15
        pattern = np.zeros(len(keys), dtype=np.int64)
        np.add.at(pattern, row, mixed ^ (mixed >> 29))
        return cls(place, kind, detail, pattern)


class DifferenceSheet:
    """What there is to say about the places of some differences.

    `documents`, `starts` and `ends` are those of each place, which reaches over all its labels;
    `counts` whether some label counts, and not with the one it was carried from.
    """

    def __init__(self, found: Differences, texts: Texts | None = None) -> None:
        selection, place = found.selection, found.places.place
        self.found = found
        self.describer = LabelDescriber(found, texts)
        self._labels = np.lexsort((selection.spans.annotator, place))
        bounds = place[self._labels].searchsorted(np.arange(found.places.count + 1))
        rows, stored, first = selection.rows[self._labels], found.study.labels, bounds[:-1]
        self._bounds = bounds
        self.documents = stored.document[rows[first]]
        self.starts = _of_each(np.minimum, stored.start[rows], first)
        self.ends = _of_each(np.maximum, stored.end[rows], first)
        self.counts = np.zeros(found.places.count, dtype=np.bool_)
        self.counts[place[selection.kept]] = True

    def where(self, place: int) -> DisagreementPlace:
        return DisagreementPlace(
            int(self.documents[place]), int(self.starts[place]), int(self.ends[place])
        )

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
            layer=self.describer.layer(next(labels[0] for _, labels in versions if labels)),
            readings=tuple(
                self.reading(who, labels, self.describer.say(kind, detail, labels))
                for who, labels in versions
            ),
            places=tuple(self.where(place) for place in places),
        )

    def reading(self, who: int, labels: Sequence[int], description: str) -> AnnotatorReading:
        plain = self._plain
        return AnnotatorReading(
            annotator=plain.annotators[who],
            annotations=tuple(plain.id[label] for label in labels),
            spans=tuple(Span(plain.start[label], plain.end[label]) for label in labels),
            description=description,
        )

    @cached_property
    def _plain(self) -> "_Plain":
        return _Plain(self.found)


class _Plain:
    """The columns as lists: single values come faster out of them."""

    def __init__(self, found: Differences) -> None:
        selection, stored = found.selection, found.study.labels
        self.annotators = selection.annotators.tolist()
        rows = selection.done.tolist()
        self.done = [[who for who, is_done in enumerate(row) if is_done] for row in rows]
        self.document = selection.spans.document.tolist()
        self.annotator = selection.spans.annotator.tolist()
        self.id = stored.id[selection.rows].tolist()
        self.start = stored.start[selection.rows].tolist()
        self.end = stored.end[selection.rows].tolist()


def _of_each(of: np.ufunc, values: Ints, first: Ints) -> Ints:
    """`of` the values from each of `first` to the next."""
    return np.asarray(of.reduceat(values, first)) if len(first) else values


class DisagreementList(Sequence[Disagreement]):
    """`gathered` are rows that are one disagreement in several places."""

    def __init__(
        self, sheet: DifferenceSheet, rows: DifferenceRows, gathered: Sequence[Sequence[int]]
    ) -> None:
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


_ENOUGH = 24
"""So many characters of a passage are hardly found in it twice."""
_BOUNDARY = KINDS.index("boundary")


def gather_copies(
    sheet: DifferenceSheet, rows: DifferenceRows, texts: Texts | None
) -> list[list[int]]:
    """Rows that are one: the same words of the same cluster, told the same by the same people.

    In the order of the first row of each. Without `texts` words are the same where they stand at
    the same offset inside their passage.
    """
    copies: dict[int, list[int]] = {}
    later: set[int] = set()
    for first, number in _alike(sheet, rows, texts):
        copies.setdefault(first, [first]).append(number)
        later.add(number)
    return [copies.get(number, [number]) for number in range(len(rows)) if number not in later]


def _alike(
    sheet: DifferenceSheet, rows: DifferenceRows, texts: Texts | None
) -> Iterator[tuple[int, int]]:
    """(the first of them, another row that is the same)."""
    passages = sheet.found.study.passages
    held = _holding(passages, sheet, rows)
    words = _Words(sheet, rows, passages, texts)
    numbers = _candidates(sheet, rows, held, by_words=texts is not None).tolist()
    where = {n: (int(passages.cluster[held[n]]), words.of(n, int(held[n]))) for n in numbers}
    often = Counter(where.values())
    known: dict[Hashable, int] = {}
    seen: Counter[Hashable] = Counter()
    for number in numbers:
        if often[where[number]] < 2:
            continue
        said = where[number], words.said(number)
        seen[held[number], said] += 1
        first = known.setdefault((said, seen[held[number], said]), number)
        if first != number:
            yield first, number


def _holding(passages: Passages, sheet: DifferenceSheet, rows: DifferenceRows) -> Ints:
    """The passage that holds the middle of each row's place, -1 for none."""
    if not len(rows) or not len(passages.start):
        return np.full(len(rows), -1)
    document = sheet.documents[rows.place]
    middle = (sheet.starts[rows.place] + sheet.ends[rows.place]) // 2
    reach = int(max(passages.end.max(), sheet.ends.max())) + 1
    keys = passages.document * reach + passages.start
    found = np.searchsorted(keys, document * reach + middle, side="right") - 1
    inside = (passages.document[found] == document) & (passages.end[found] > middle)
    return np.where((found >= 0) & inside, found, -1)


def _candidates(
    sheet: DifferenceSheet, rows: DifferenceRows, held: Ints, *, by_words: bool
) -> Ints:
    """Rows that may be the same as another one: they differ in the same cluster in the same way.

    Words that reach out of their passage are not known to be the same without the text.
    """
    passages = sheet.found.study.passages
    numbers = np.flatnonzero(held >= 0)
    held, place = held[numbers], rows.place[numbers]
    columns = [
        passages.cluster[held],
        *(x[numbers] for x in (rows.kind, rows.detail, rows.pattern)),
    ]
    inside = np.ones(len(numbers), dtype=np.bool_)
    if not by_words:
        start, end = sheet.starts[place], sheet.ends[place]
        inside = (start >= passages.start[held]) & (end <= passages.end[held])
        columns += [start - passages.start[held], end - passages.start[held]]
    mixed = np.zeros(len(numbers), dtype=np.int64)
    for column in columns:
        mixed = (mixed ^ column) * 0x1E3779B97F4A7C15
        mixed ^= mixed >> 31
    _, back, count = np.unique(mixed[inside], return_inverse=True, return_counts=True)
    return numbers[inside][count[back] > 1]


class _Words:
    """What tells copies of a place from other places of the passage."""

    def __init__(
        self, sheet: DifferenceSheet, rows: DifferenceRows, passages: Passages, texts: Texts | None
    ) -> None:
        self._sheet, self._rows = sheet, rows
        self._passages, self._texts = passages, texts

    def of(self, row: int, passage: int) -> Hashable:
        """The words of the place; with few, those around it too: "said" stands in many places."""
        where = self._sheet.where(int(self._rows.place[row]))
        first, last = int(self._passages.start[passage]), int(self._passages.end[passage])
        if self._texts is None:
            return where.start - first, where.end - first
        more = max(0, _ENOUGH - (where.end - where.start)) // 2
        text = self._texts(where.document)
        before = text[max(min(first, where.start), where.start - more) : where.start]
        after = text[where.end : min(max(last, where.end), where.end + more)]
        return tuple(_folded(words) for words in (before, text[where.start : where.end], after))

    def said(self, row: int) -> Hashable:
        """Kind, detail, and what each annotator says."""
        kind, place = int(self._rows.kind[row]), int(self._rows.place[row])
        detail = self._sheet.found.details[int(self._rows.detail[row])]
        return (
            kind,
            detail,
            tuple(
                (
                    who,
                    self._extents(place, who, labels)
                    if kind == _BOUNDARY
                    else self._sheet.describer.say(kind, detail, labels),
                )
                for who, labels in self._sheet.versions(place)
            ),
        )

    def _extents(self, place: int, who: int, labels: Sequence[int]) -> Hashable:
        spans = self._sheet.reading(who, labels, "").spans
        where = self._sheet.where(place)
        if self._texts is None:
            return tuple((span.start - where.start, span.end - where.start) for span in spans)
        text = self._texts(where.document)
        return tuple(_folded(span.of(text)) for span in spans)


def _folded(words: str) -> str:
    return fold(words).text
