"""Equal short lines, of whatever length: page furniture, headlines, menus, credits."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from pullquote.duplicates.corpus import Corpus
from pullquote.duplicates.links import links
from pullquote.duplicates.matches import Match, Run, matching
from pullquote.text.tokens import Array, mixed

# Words of a short line.
SHORT = 25
# Words of a short line that is found again as a part of others.
_PART = 3
# Lines in a row that may stand as one: a menu, once across and once down.
_JOINED = 4
# Lines of one document that begin alike; of more than these the others are not looked at.
_ALIKE = 8


def line_matches(corpus: Corpus) -> Iterator[Match]:
    """Equal short lines anywhere; and those that open another line of their document.

    A line opens another where the line break after it was lost ("Photo: A. WriterThe harbour"),
    or where several lines in a row stand as one.
    """
    lines = _lines(corpus)
    yield from _equal_lines(corpus, lines)
    yield from _openings(lines)


@dataclass(frozen=True, slots=True)
class _Lines:
    """`heads[i, n - 1]` is the key of the n words from the start of line i."""

    starts: Array
    lengths: Array
    documents: Array
    heads: Array


def _lines(corpus: Corpus) -> _Lines:
    edges = np.flatnonzero(corpus.opens)
    starts, ends = edges[:-1], edges[1:]
    real = starts != corpus.last[corpus.documents(starts)]
    starts, ends = starts[real], ends[real]
    heads = np.zeros((len(starts), SHORT), np.uint64)
    head = np.zeros(len(starts), np.uint64)
    for step in range(SHORT):
        head = mixed(head + corpus.keys[np.minimum(starts + step, len(corpus) - 1)])
        heads[:, step] = head
    return _Lines(starts, ends - starts, corpus.documents(starts), heads)


def _equal_lines(corpus: Corpus, lines: _Lines) -> Iterator[Match]:
    letters = np.append(0, np.cumsum(corpus.letters))
    wordy = letters[lines.starts + lines.lengths] > letters[lines.starts]
    short = np.flatnonzero((lines.lengths <= SHORT) & wordy)
    lengths = lines.lengths[short]
    keys = lines.heads[short, lengths - 1]
    for a, b in zip(*links(keys, lines.documents[short]), strict=True):
        yield _match(lines.starts[short[a]], lines.starts[short[b]], lengths[a])


def _openings(lines: _Lines) -> Iterator[Match]:
    groups: dict[int, list[int]] = defaultdict(list)
    alike = mixed(lines.heads[:, _PART - 1] + lines.documents.astype(np.uint64))
    _, inverse, counts = np.unique(alike, return_inverse=True, return_counts=True)
    for line in np.flatnonzero(counts[inverse] > 1).tolist():
        groups[int(inverse[line])].append(line)
    for group in groups.values():
        yield from _openings_among(lines, group)


def _openings_among(lines: _Lines, group: list[int]) -> Iterator[Match]:
    """Of lines of one document that begin alike, those that another one opens."""
    longer: dict[int, list[int]] = defaultdict(list)
    for line in group:
        for head in lines.heads[line, _PART - 1 : lines.lengths[line]].tolist():
            longer[head].append(line)
    for line in group:
        for joined, length in enumerate(_joined_lengths(lines, line)):
            for other in longer[int(lines.heads[line, length - 1])][:_ALIKE]:
                known = joined == 0 and length == lines.lengths[other]
                if other != line and not known:
                    a, b = sorted((lines.starts[line], lines.starts[other]))
                    yield _match(a, b, length)


def _joined_lengths(lines: _Lines, line: int) -> list[int]:
    """The words of a line, of it and the next, and so on, as far as they are few."""
    after = slice(line, line + _JOINED)
    same = lines.documents[after] == lines.documents[line]
    lengths = accumulate(lines.lengths[after][same].tolist())
    return [length for length in lengths if _PART <= length <= SHORT]


def _match(a: int, b: int, length: int) -> Match:
    return matching([Run(int(a), int(b), int(length))])
