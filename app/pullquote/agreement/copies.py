"""The same disagreement over the same words, wherever a passage is repeated."""

from collections import Counter
from collections.abc import Hashable, Sequence

import numpy as np

from pullquote.agreement.columns import Ints
from pullquote.agreement.listing import Row, Rows
from pullquote.agreement.says import Texts
from pullquote.agreement.study import Passages
from pullquote.agreement.told import KINDS
from pullquote.agreement.values import Place
from pullquote.text.folding import fold

_BOUNDARY = KINDS.index("boundary")


def together(rows: Rows, listed: Sequence[Row], texts: Texts | None) -> list[list[Row]]:
    """Rows that are one: the same words of the same cluster, told the same by the same people.

    In the order of the first row of each. Without `texts` words are the same where they stand at
    the same offset inside their passage.
    """
    gathered: dict[Hashable, list[Row]] = {}
    seen: Counter[Hashable] = Counter()
    passages = rows.found.study.passages
    held = holding(passages, rows, [row.place for row in listed])
    words = _Words(rows, passages, texts)
    for row, passage in zip(listed, held.tolist(), strict=True):
        key: Hashable = row
        if passage >= 0:
            said = words.said(row), words.of(row.place, passage)
            seen[passage, said] += 1
            key = int(passages.cluster[passage]), said, seen[passage, said]
        gathered.setdefault(key, []).append(row)
    return list(gathered.values())


def holding(passages: Passages, rows: Rows, places: Sequence[int]) -> Ints:
    """The passage that holds the middle of each place, -1 for none; by row of the table."""
    at = np.array(places, dtype=np.int64)
    if not len(at) or not len(passages.start):
        return np.full(len(at), -1)
    document, middle = rows.documents[at], (rows.starts[at] + rows.ends[at]) // 2
    reach = int(max(passages.end.max(), rows.ends.max())) + 1
    keys = passages.document * reach + passages.start
    found = np.searchsorted(keys, document * reach + middle, side="right") - 1
    inside = (passages.document[found] == document) & (passages.end[found] > middle)
    return np.where((found >= 0) & inside, found, -1)


class _Words:
    """What tells two copies of a place from two places."""

    def __init__(self, rows: Rows, passages: Passages, texts: Texts | None) -> None:
        self._rows, self._passages, self._texts = rows, passages, texts

    def of(self, place: int, passage: int) -> Hashable:
        where = self._rows.where(place)
        if self._texts is not None:
            return self._folded(where)
        start, end = int(self._passages.start[passage]), int(self._passages.end[passage])
        inside = start <= where.start and where.end <= end
        # Words that reach out of the passage are not known to be the same.
        return (where.start - start, where.end - start) if inside else ("place", place)

    def said(self, row: Row) -> Hashable:
        """Kind, detail, and what each annotator says."""
        detail = self._rows.found.details[row.detail]
        says = self._rows.says
        versions = tuple(
            (
                who,
                self._extents(row.place, labels)
                if row.kind == _BOUNDARY
                else fold(says.say(row.kind, detail, labels)).text,
            )
            for who, labels in self._rows.versions(row.place)
        )
        return row.kind, detail, versions

    def _extents(self, place: int, labels: Sequence[int]) -> Hashable:
        stored = self._rows.found.study.labels
        start = self._rows.where(place).start
        rows = [int(self._rows.found.selection.rows[label]) for label in labels]
        if self._texts is not None:
            found = [(int(stored.start[row]), int(stored.end[row])) for row in rows]
            document = self._rows.where(place).document
            return tuple(self._folded(Place(document, *ends)) for ends in found)
        return tuple((int(stored.start[row]) - start, int(stored.end[row]) - start) for row in rows)

    def _folded(self, where: Place) -> str:
        text = self._texts(where.document) if self._texts else ""
        return fold(text[where.start : where.end]).text
