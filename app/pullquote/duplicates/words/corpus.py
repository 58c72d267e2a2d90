"""All documents as one row of words, the form that the search for repeats works on."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from pullquote.duplicates.values import Name
from pullquote.duplicates.words.arrays import groups_of, ranges
from pullquote.duplicates.words.weights import telling
from pullquote.text.line_breaks import unwrapped
from pullquote.text.spans import Span
from pullquote.text.token_arrays import Array, mixed, text_blocks, tokens


class TokenRange(NamedTuple):
    """From gap to gap of one document."""

    start: int
    end: int

    @property
    def words(self) -> int:
        return self.end - self.start

    def shared(self, other: "TokenRange") -> int:
        """Words in both."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


class Corpus:
    """Words in arrays, document after document.

    A *place* is the number of a word in the row of all. After the words of each document stands
    one that equals no other, so nothing equal reaches over the end of a document. Place p is also
    the name of the gap before word p: the gaps of document d are first[d] to last[d].

    `ranks` order the documents by a hash of their own words: whatever has to choose among
    documents chooses by it, so that the order of import decides nothing.
    """

    def __init__(self, names: Sequence[Name], texts: Sequence[str], words: "Words") -> None:
        """A text is asked for only where it is needed: `texts` may read them then."""
        self.names = tuple(names)
        self.texts = texts
        self.words = words
        self.starts, self.ends = words.starts, words.ends
        self.letters, self.opens, self.weights = words.letters, words.opens, words.weights
        self.last: Array = np.cumsum(words.sizes + 1) - 1
        self.first: Array = self.last - words.sizes
        self.keys: Array = _closed(words.keys, self.last)
        self.owners: Array = np.repeat(np.arange(len(self.names), dtype=np.int32), words.sizes + 1)
        self.ranks: Array = self._ranked()
        self._first: list[int] = self.first.tolist()

    def __len__(self) -> int:
        """The number of places."""
        return len(self.keys)

    def _ranked(self) -> Array:
        hashes = self.words.hashes
        ordered = np.argsort(hashes, kind="stable")
        heads, ends = groups_of(hashes[ordered])

        def place(at: int) -> tuple[str, bool, Name]:
            return self.texts[at], isinstance(self.names[at], str), self.names[at]

        for several in np.flatnonzero(ends - heads > 1).tolist():
            rows = slice(int(heads[several]), int(ends[several]))
            ordered[rows] = sorted(ordered[rows].tolist(), key=place)
        ranks = np.empty(len(ordered), np.int32)
        ranks[ordered] = np.arange(len(ordered), dtype=np.int32)
        return ranks

    def document(self, place: int) -> int:
        return bisect_right(self._first, place) - 1

    def bounds(self, document: int) -> tuple[int, int]:
        """The first and the last gap of a document."""
        return int(self.first[document]), int(self.last[document])

    def extent(self, document: int, span: Span) -> TokenRange:
        """The words that have a character in `span`."""
        first, last = self.bounds(document)
        start = first + int(np.searchsorted(self.ends[first:last], span.start, "right"))
        end = first + int(np.searchsorted(self.starts[first:last], span.end, "left"))
        return TokenRange(start, max(start, end))

    def span(self, extent: TokenRange) -> Span:
        """Its characters, with the marks that stand at its first and last words."""
        document = self.document(extent.start)
        return Span(self._start(document, extent.start), self._end(document, extent.end))

    def words_of(self, extent: TokenRange) -> str:
        """The text of `span`."""
        return self.span(extent).of(self.texts[self.document(extent.start)])

    def _start(self, document: int, gap: int) -> int:
        """Where a passage starts whose first word comes after the gap."""
        text = self.texts[document]
        left = int(self.ends[gap - 1]) if gap > self._first[document] else 0
        right = int(self.starts[gap])
        if not self.opens[gap]:
            return right - _sides(_between(text, left, right))[1]
        line = text.rfind("\n", left, right) + 1 or left
        return right - len(text[line:right].lstrip())

    def _end(self, document: int, gap: int) -> int:
        """Where a passage ends whose last word comes before the gap."""
        text = self.texts[document]
        left, right = int(self.ends[gap - 1]), int(self.starts[gap])
        if not self.opens[gap]:
            return left + _sides(_between(text, left, right))[0]
        line = text.find("\n", left, right)
        return left + len(text[left : right if line < 0 else line].rstrip())


def read_corpus(documents: Iterable[tuple[Name, str]]) -> Corpus:
    """Of names, which are all different, and texts."""
    pairs = list(documents)
    texts = [text for _, text in pairs]
    return Corpus([name for name, _ in pairs], texts, read_words(texts))


def _between(text: str, left: int, right: int) -> str:
    """The characters between two words of a paragraph; a line feed here only wraps the line."""
    between = text[left:right]
    return unwrapped(text)[left:right] if "\n" in between else between


def _closed(keys: Array, last: Array) -> Array:
    """With a key behind each document that equals no other: put there, if it can be."""
    closing = mixed(np.arange(1, len(last) + 1, dtype=np.uint64))
    wrong = np.flatnonzero(keys[last] != closing)
    if not len(wrong):
        return keys
    if not keys.flags.writeable:
        keys = keys.copy()
    keys[last[wrong]] = closing[wrong]
    return keys


# Characters read into arrays at once.
_PORTION = 2_000_000


class Words(NamedTuple):
    """The words of documents, one entry a word and one more for the end of each document.

    `sizes` of the documents are in words, `hashes` of their words; the others as in
    `text.token_arrays.Tokens`, `weights` as `telling` has them.
    """

    sizes: Array
    hashes: Array
    keys: Array
    starts: Array
    ends: Array
    letters: Array
    opens: Array
    weights: Array

    def take(self, documents: Array) -> "Words":
        """Those of some documents, in this order."""
        after = np.cumsum(self.sizes + 1)
        sizes = self.sizes[documents]
        at = ranges(after[documents] - sizes - 1, sizes + 1)
        return Words(sizes, self.hashes[documents], *(column[at] for column in self[2:]))


def read_words(texts: Sequence[str]) -> Words:
    """Words run together by a lost line break are parted, as `text.token_arrays` says."""
    return joined_words([_words(portion) for portion in text_blocks(texts, _PORTION)])


def joined_words(parts: Sequence[Words]) -> Words:
    """The documents of the first part before those of the second, and so on."""
    return Words(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _words(texts: Sequence[str]) -> Words:
    row = tokens(texts, part_glued=True)
    ends = row.first[1:]
    lengths = np.array([len(text) for text in texts], np.int32)
    weights = telling(row.keys, row.letters, row.ends - row.starts)
    sizes = np.diff(row.first)
    keys = np.insert(row.keys, ends, np.uint64(0))
    last = np.cumsum(sizes + 1) - 1
    return Words(
        sizes=sizes,
        hashes=_hashes(keys, last - sizes, last),
        keys=keys,
        starts=np.insert(row.starts.astype(np.int32), ends, lengths),
        ends=np.insert(row.ends.astype(np.int32), ends, lengths),
        letters=np.insert(row.letters, ends, False),
        opens=np.insert(row.opens, ends, True),
        weights=np.insert(weights, ends, np.uint8(0)),
    )


def _hashes(keys: Array, first: Array, last: Array) -> Array:
    """Of all words of each document, in order."""
    if not len(first):
        return np.zeros(0, np.uint64)
    at = np.arange(len(keys), dtype=np.uint64)
    at -= np.repeat(first.astype(np.uint64), last - first + 1)
    spread = mixed(keys + at * np.uint64(0x9E3779B97F4A7C15))
    spread[last] = 0
    return np.add.reduceat(spread, first)


_CLOSING = ".,;:!?…%)]}>»”’\"'"
_OPENING = "([{<«“‘„‚¿¡$€£#@\"'"
_SPACE = re.compile(r"\s+")


def _sides(between: str) -> tuple[int, int]:
    """How many of the characters between two words of a line belong to the first and the second."""
    # The space decides; without one, the kind of mark.
    pieces = _SPACE.split(between)
    if len(pieces) > 1:
        return len(pieces[0]), len(pieces[-1])
    closing = len(between) - len(between.lstrip(_CLOSING))
    return closing, len(between[closing:]) - len(between[closing:].rstrip(_OPENING))
