"""Where texts may be cut: the gaps between paragraphs and sentences, and around quotations."""

from bisect import bisect_left, bisect_right

import numpy as np

from pullquote.duplicates.corpus import Corpus, TokenRange
from pullquote.text import segments
from pullquote.text.spans import Span


class Boundaries:
    """Looked up where they are needed and kept: most of a text is never asked for."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._paragraphs: list[int] = np.flatnonzero(corpus.opens).tolist()
        self._in_paragraph: dict[int, list[int]] = {}
        self._quotations: dict[int, list[TokenRange]] = {}
        self._around_quotations: dict[int, list[int]] = {}

    def near(self, gap: int, reach: int) -> set[int]:
        """The boundaries within `reach` words of `gap`, in its document."""
        document = self._corpus.document(gap)
        first, last = self._corpus.bounds(document)
        low, high = max(gap - reach, first), min(gap + reach, last)
        return {
            *_between(self._sentences(low, high), low, high),
            *_between(self._quotation_gaps(document), low, high),
        }

    def quotations(self, document: int) -> list[TokenRange]:
        """The gaps where quotations start and end, those without a word left out."""
        if document not in self._quotations:
            found = segments.quotations(self._corpus.texts[document])
            self._quotations[document] = self._gaps(document, found)
        return self._quotations[document]

    def _quotation_gaps(self, document: int) -> list[int]:
        if document not in self._around_quotations:
            gaps = {gap for pair in self.quotations(document) for gap in pair}
            self._around_quotations[document] = sorted(gaps)
        return self._around_quotations[document]

    def _sentences(self, low: int, high: int) -> list[int]:
        """The boundaries of all paragraphs that reach into low to high, paragraphs' own too."""
        first = bisect_right(self._paragraphs, low) - 1
        after = bisect_left(self._paragraphs, high)
        found = [gap for at in range(first, after) for gap in self._of_paragraph(at)]
        return [*found, *self._paragraphs[after : after + 1]]

    def _of_paragraph(self, number: int) -> list[int]:
        start, end = self._paragraphs[number : number + 2]
        if start not in self._in_paragraph:
            document = self._corpus.document(start)
            extent = Span(int(self._corpus.starts[start]), int(self._corpus.ends[end - 1]))
            sentences = segments.sentences(self._corpus.texts[document], extent)
            starts = self._gaps(document, sentences)
            self._in_paragraph[start] = [start for start, _ in starts]
        return self._in_paragraph[start]

    def _gaps(self, document: int, spans: list[Span]) -> list[TokenRange]:
        first, last = self._corpus.bounds(document)
        bounds = np.array([(span.start, span.end) for span in spans], np.int64).reshape(-1, 2)
        starts = first + np.searchsorted(self._corpus.starts[first:last], bounds[:, 0])
        ends = first + np.searchsorted(self._corpus.ends[first:last], bounds[:, 1], "right")
        pairs = zip(starts.tolist(), ends.tolist(), strict=True)
        return [TokenRange(start, end) for start, end in pairs if start < end]


def _between(gaps: list[int], low: int, high: int) -> list[int]:
    return gaps[bisect_left(gaps, low) : bisect_right(gaps, high)]
