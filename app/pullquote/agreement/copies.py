"""The same disagreement over the same words, wherever a passage is repeated."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence

import numpy as np

from pullquote.agreement.columns import Ints
from pullquote.agreement.listing import Rows, Sheet
from pullquote.agreement.says import Texts
from pullquote.agreement.study import Passages
from pullquote.agreement.told import KINDS
from pullquote.text.folding import fold

_ENOUGH = 24
"""So many characters of a passage are hardly found in it twice."""
_BOUNDARY = KINDS.index("boundary")


def together(sheet: Sheet, rows: Rows, texts: Texts | None) -> list[list[int]]:
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


def _alike(sheet: Sheet, rows: Rows, texts: Texts | None) -> Iterator[tuple[int, int]]:
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


def _holding(passages: Passages, sheet: Sheet, rows: Rows) -> Ints:
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


def _candidates(sheet: Sheet, rows: Rows, held: Ints, *, by_words: bool) -> Ints:
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

    def __init__(self, sheet: Sheet, rows: Rows, passages: Passages, texts: Texts | None) -> None:
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
                    else self._sheet.says.say(kind, detail, labels),
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
