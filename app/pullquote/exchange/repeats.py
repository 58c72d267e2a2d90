"""Which repeated passage a label stands in."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Protocol

from pullquote.exchange.corpus import ClusterRecord, DocumentRecord, PassageRecord


class Stretch(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Repeats:
    """Finds the passage of a label in one document, whose passages never overlap."""

    def __init__(self, document: DocumentRecord, clusters: Mapping[str, ClusterRecord]) -> None:
        self._text = document.text
        self._clusters = clusters
        self._passages = document.passages
        self._starts = [passage.start for passage in document.passages]

    def of(self, stretch: Stretch) -> PassageRecord | None:
        """The passage whose repetition repeats the whole label.

        All words of the label have to stand in passages; over several of them it counts with the
        one that has the fewest copies, for as a whole it stands no more often than that.
        """
        if not self._starts:
            return None
        touched = self._touching(stretch)
        if not touched or self._has_words_outside(stretch, touched):
            return None
        return min(touched, key=self._copies)

    def copies(self, passage: PassageRecord | None) -> int:
        """How often the words of a passage stand in the corpus; 1 for no passage at all."""
        return 1 if passage is None else self._copies(passage)

    def _copies(self, passage: PassageRecord) -> int:
        return self._clusters[passage.cluster].copies

    def _touching(self, stretch: Stretch) -> Sequence[PassageRecord]:
        first = max(0, bisect_right(self._starts, stretch.start) - 1)
        if self._passages[first].end <= stretch.start:
            first += 1
        last = bisect_right(self._starts, stretch.end - 1)
        return self._passages[first:last]

    def _has_words_outside(self, stretch: Stretch, touched: Sequence[PassageRecord]) -> bool:
        # Passages begin and end at words, so the marks around a quotation may lie outside.
        at = stretch.start
        for passage in touched:
            if passage.start > at and _has_words(self._text[at : passage.start]):
                return True
            at = passage.end
        return at < stretch.end and _has_words(self._text[at : stretch.end])


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))
