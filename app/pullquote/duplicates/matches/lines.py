"""Equal short lines, of whatever length: page furniture, headlines, menus, credits."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from pullquote.duplicates.matches.links import Postings, links, postings
from pullquote.duplicates.matches.matches import Matches, of_equal_words
from pullquote.duplicates.words.arrays import changes, groups_of, ranges
from pullquote.duplicates.words.corpus import Corpus
from pullquote.text.token_arrays import Array, mixed

# Words of a short line.
SHORT = 25
# Words of a short line that is found again as a part of others.
_PART = 3
# Lines in a row that may stand as one: a menu, once across and once down.
_JOINED = 4
# Lines of one document that begin alike; of more than these the others are not looked at.
_ALIKE = 8


def line_postings(corpus: Corpus, documents: Array) -> Postings:
    """The keys of the short lines of documents, which ascend, and where each starts."""
    lines = _lines(corpus, documents)
    short = np.flatnonzero(lines.lengths <= SHORT)
    keys, wordy = line_keys(corpus, lines.starts[short], lines.lengths[short])
    return postings(keys[wordy], lines.starts[short][wordy])


def equal_lines(corpus: Corpus, found: Postings) -> Matches:
    """Of these short lines the equal ones; all lines of a key that stand are among them."""
    a, b = links(found.keys, corpus.owners[found.rows], corpus.ranks)
    starts = found.rows[a], found.rows[b]
    edges = np.flatnonzero(corpus.opens)
    return of_equal_words(*starts, edges[np.searchsorted(edges, starts[0], "right")] - starts[0])


def opened_lines(corpus: Corpus, documents: Array) -> Matches:
    """Lines that open another line of their document, one of these, which ascend.

    That is where the line break after it was lost ("Photo: A. WriterThe harbour"), or where
    several lines in a row stand as one.
    """
    lines = _lines(corpus, documents)
    opened = np.array(list(_openings(corpus, lines)), np.int64).reshape(-1, 3)
    return of_equal_words(opened[:, 0], opened[:, 1], opened[:, 2])


class _Lines(NamedTuple):
    starts: Array
    lengths: Array
    documents: Array


def _lines(corpus: Corpus, documents: Array) -> _Lines:
    edges = np.flatnonzero(corpus.opens)
    first = np.searchsorted(edges, corpus.first[documents])
    at = ranges(first, np.searchsorted(edges, corpus.last[documents]) - first)
    starts = edges[at]
    return _Lines(starts, edges[at + 1] - starts, corpus.owners[starts])


def line_keys(corpus: Corpus, starts: Array, lengths: Array) -> tuple[Array, Array]:
    """A key of all words of each stretch, in order, and whether it has a letter."""
    if not len(starts):
        return np.zeros(0, np.uint64), np.zeros(0, np.bool_)
    heads = np.cumsum(lengths) - lengths
    places = ranges(starts, lengths)
    number = (np.arange(len(places)) - np.repeat(heads, lengths)).astype(np.uint64)
    spread = mixed(corpus.keys[places] + number * np.uint64(0x9E3779B97F4A7C15))
    keys = np.add.reduceat(spread, heads) + lengths.astype(np.uint64)
    return keys, np.logical_or.reduceat(corpus.letters[places], heads)


Opening = tuple[int, int, int]


def _openings(corpus: Corpus, lines: _Lines) -> Iterator[Opening]:
    """(a, b, words) for lines of one document of which one opens the other."""
    for group in _beginning_alike(corpus, lines):
        yield from _openings_among(corpus, lines, group)


def _beginning_alike(corpus: Corpus, lines: _Lines) -> Iterator[list[int]]:
    """Lines of one document with the same first words, where they are not all the same."""
    rows = np.flatnonzero(lines.lengths >= _PART)
    starts = lines.starts[rows]
    heads, _ = line_keys(corpus, starts, np.full(len(rows), _PART))
    wholes, _ = line_keys(corpus, starts, np.minimum(lines.lengths[rows], SHORT + 1))
    heads = mixed(heads + lines.documents[rows].astype(np.uint64))
    order = np.lexsort((rows, wholes, heads))
    heads, wholes, rows = heads[order], wholes[order], rows[order]
    first, after = groups_of(heads)
    kinds = np.add.reduceat(changes(heads, wholes), first) if len(first) else first
    for low, high in zip(first[kinds > 1].tolist(), after[kinds > 1].tolist(), strict=True):
        new, end = groups_of(wholes[low:high])
        few = [rows[low + at : low + min(to, at + _ALIKE)] for at, to in zip(new, end, strict=True)]
        yield sorted(np.concatenate(few).tolist())


def _openings_among(corpus: Corpus, lines: _Lines, group: list[int]) -> Iterator[Opening]:
    """Of lines of one document that begin alike, those that another one opens."""
    heads = {line: _heads(corpus, lines, line) for line in group}
    longer: dict[int, list[int]] = defaultdict(list)
    for line in group:
        for head in heads[line][: int(lines.lengths[line])][_PART - 1 :]:
            if len(longer[head]) < _ALIKE:
                longer[head].append(line)
    for line in group:
        for joined, length in enumerate(_joined_lengths(lines, line)):
            for other in longer[heads[line][length - 1]]:
                known = joined == 0 and length == lines.lengths[other]
                if other != line and not known:
                    a, b = sorted((int(lines.starts[line]), int(lines.starts[other])))
                    yield a, b, length


def _heads(corpus: Corpus, lines: _Lines, line: int) -> list[int]:
    """Keys of the first word of a line, of the first two, and so on."""
    start = int(lines.starts[line])
    places = np.minimum(np.arange(start, start + SHORT), len(corpus) - 1)
    spread = mixed(corpus.keys[places] + np.arange(SHORT, dtype=np.uint64))
    found: list[int] = np.cumsum(spread, dtype=np.uint64).tolist()
    return found


def _joined_lengths(lines: _Lines, line: int) -> list[int]:
    """The words of a line, of it and the next, and so on, as far as they are few."""
    after = slice(line, line + _JOINED)
    same = lines.documents[after] == lines.documents[line]
    lengths = accumulate(lines.lengths[after][same].tolist())
    return [length for length in lengths if _PART <= length <= SHORT]
