"""Where texts may be cut: the gaps between paragraphs and sentences, and around quotations."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from pullquote.duplicates.words.arrays import distinct, ranges
from pullquote.duplicates.words.corpus import Corpus
from pullquote.text import segments
from pullquote.text.spans import Span
from pullquote.text.token_arrays import Array

_SENTENCE, _QUOTATION = 1, 2


class Quotations(NamedTuple):
    """How many each document has, and their first and last gaps, from the start of the document."""

    counts: Array
    rows: Array

    def take(self, documents: Array) -> "Quotations":
        """Those of some documents, which ascend."""
        counts = self.counts[documents]
        first = np.cumsum(self.counts)[documents] - counts
        return Quotations(counts, self.rows[ranges(first, counts)])


def joined_quotations(parts: Sequence[Quotations]) -> Quotations:
    """The documents of the first part before those of the second, and so on."""
    return Quotations(*(np.concatenate(column) for column in zip(*parts, strict=True)))


class Boundaries:
    """Looked up where they are needed and kept: most of a text is never asked for."""

    def __init__(self, corpus: Corpus, known: "Quotations | None" = None) -> None:
        """`known` are quotations of the first documents, read before."""
        self._corpus = corpus
        self._marked: Array = corpus.opens.astype(np.uint8)
        self._paragraphs: Array = np.flatnonzero(corpus.opens)
        self._read = np.zeros(len(self._paragraphs), np.bool_)
        self._quotations: dict[int, Array] = {}
        if known is not None:
            self._take(known)

    def at(self, gaps: Array, reach: int, *, quotations: bool = True) -> Array:
        """For each gap from `reach` words before it to as many after it: is it a boundary?

        Columns 0 to 2 * reach; False outside of the document. Without `quotations` only the ends of
        sentences and paragraphs are.
        """
        owners = self._corpus.owners[gaps]
        low, high = self._corpus.first[owners], self._corpus.last[owners]
        self._read_paragraphs(np.maximum(gaps - reach, low), np.minimum(gaps + reach, high))
        found = np.zeros((len(gaps), 2 * reach + 1), np.bool_)
        wanted = _SENTENCE | _QUOTATION if quotations else _SENTENCE
        for column in range(2 * reach + 1):
            places = gaps + column - reach
            inside = np.flatnonzero((places >= low) & (places <= high))
            found[inside, column] = self._marked[places[inside]] & wanted
        return found

    def _take(self, known: "Quotations") -> None:
        rows = (
            known.rows + np.repeat(self._corpus.first[: len(known.counts)], known.counts)[:, None]
        )
        self._marked[rows.ravel()] |= _QUOTATION
        edges = np.append(0, np.cumsum(known.counts)).tolist()
        for document, (low, high) in enumerate(pairwise(edges)):
            self._quotations[document] = rows[low:high]

    def all_quotations(self) -> "Quotations":
        """Those of all documents."""
        return self.quotations_from(0)

    def quotations_from(self, first: int) -> "Quotations":
        """Those of the documents from a number on."""
        found = [self.quotations(document) for document in range(first, len(self._corpus.names))]
        counts = np.array([len(rows) for rows in found], np.int64)
        rows = np.concatenate([np.empty((0, 2), np.int64), *found])
        return Quotations(counts, rows - np.repeat(self._corpus.first[first:], counts)[:, None])

    def quotations(self, document: int) -> Array:
        """Rows of gaps where quotations start and end, those without a word left out."""
        if document not in self._quotations:
            found = segments.quotations(self._corpus.texts[document])
            self._quotations[document] = self.gaps(document, found)
            self._marked[self._quotations[document].ravel()] |= _QUOTATION
        return self._quotations[document]

    def _read_paragraphs(self, low: Array, high: Array) -> None:
        """Mark the sentences and quotations of all that lie between these gaps."""
        first = np.searchsorted(self._paragraphs, low, "right") - 1
        numbers = ranges(first, np.searchsorted(self._paragraphs, high, "right") - first)
        wanted = np.zeros(len(self._read) + 1, np.bool_)
        wanted[numbers] = True
        for number in np.flatnonzero(wanted[:-1] & ~self._read).tolist():
            self._mark_sentences(number)
        self._read |= wanted[:-1]
        for document in distinct(self._corpus.owners[low]).tolist():
            self.quotations(document)

    def _mark_sentences(self, paragraph: int) -> None:
        start = int(self._paragraphs[paragraph])
        document = int(self._corpus.owners[start])
        if start == self._corpus.last[document]:
            return
        end = int(self._paragraphs[paragraph + 1])
        extent = Span(int(self._corpus.starts[start]), int(self._corpus.starts[end]))
        offsets = segments.sentence_starts(self._corpus.texts[document], extent)
        if offsets:
            gaps = start + np.searchsorted(self._corpus.starts[start:end], offsets)
            self._marked[gaps] |= _SENTENCE

    def gaps(self, document: int, spans: list[Span]) -> Array:
        first, last = self._corpus.bounds(document)
        bounds = np.array([(span.start, span.end) for span in spans], np.int64).reshape(-1, 2)
        starts = first + np.searchsorted(self._corpus.starts[first:last], bounds[:, 0])
        ends = first + np.searchsorted(self._corpus.ends[first:last], bounds[:, 1], "right")
        found = np.stack([starts, ends], axis=1)
        return found[starts < ends]
