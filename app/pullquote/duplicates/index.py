"""Which grams, lines and quotations stand where: what is looked up where documents come or go."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pullquote.duplicates.matches.grams import packed_grams
from pullquote.duplicates.matches.lines import line_postings
from pullquote.duplicates.matches.links import Postings
from pullquote.duplicates.matches.quotes import Units, quote_postings
from pullquote.duplicates.words.corpus import Corpus
from pullquote.text.token_arrays import Array


class IndexPart(NamedTuple):
    """Of some documents in a row: as `packed_grams`, `line_postings`, `quote_postings` give it."""

    grams: Array
    lines: Postings
    quotes: Postings


class WordIndex(NamedTuple):
    """Parts of all documents, in their order, and the quotations of all."""

    parts: Sequence[IndexPart]
    units: Units

    @property
    def grams(self) -> list[Array]:
        return [part.grams for part in self.parts]

    @property
    def lines(self) -> list[Postings]:
        return [part.lines for part in self.parts]

    @property
    def quotes(self) -> list[Postings]:
        return [part.quotes for part in self.parts]


def index_part(corpus: Corpus, units: Units, first: int = 0) -> IndexPart:
    """Of the documents from number `first` on."""
    documents = np.arange(first, len(corpus.names))
    start = int(corpus.first[first]) if len(documents) else len(corpus)
    return IndexPart(
        packed_grams(corpus, start),
        line_postings(corpus, documents),
        quote_postings(corpus, units, np.arange(len(corpus.names)) >= first),
    )
