"""The words that differ between two texts that say nearly the same."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from rapidfuzz.distance import Levenshtein

from pullquote.text import segments
from pullquote.text.folding import fold
from pullquote.text.spans import Span

PieceKind = Literal["same", "only_a", "only_b"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text a and the one of text b that answers to it; of one kind or other empty.

    The pieces cover both texts without a gap, in order. White space belongs to what is before it.
    """

    kind: PieceKind
    a: Span
    b: Span


def diff(a: str, b: str) -> list[Piece]:
    """Words and marks are compared as they fold, so typography makes no difference.

    A short word left standing between longer changes counts as changed: it would make no sense.
    """
    left, right = _Units(a), _Units(b)
    steps = _without_islands(_steps(left, right), left, right)
    return [piece for step in steps for piece in _pieces(step, left, right)]


class _Units:
    """The words and marks of a text; each reaches to where the next one starts."""

    def __init__(self, text: str) -> None:
        found = [(fold(text[s:e]).text, s) for s, e in _words_and_marks(text)]
        visible = [(folded, start) for folded, start in found if folded] or [("", 0)]
        self.folded = [folded for folded, _ in visible] if text else []
        self._edges = [0, *(start for _, start in visible[1:]), len(text)]

    def span(self, first: int, after: int) -> Span:
        return Span(self._edges[first], self._edges[after])


# Characters of equal words that are too few to stand between changes.
_ISLAND = 12
_MARK = re.compile(r"\S")


def _words_and_marks(text: str) -> Iterator[tuple[int, int]]:
    done = 0
    for word in [*segments.words(text), Span(len(text), len(text))]:
        yield from (mark.span() for mark in _MARK.finditer(text, done, word.start))
        if word:
            yield word.start, word.end
        done = word.end


class _Step(NamedTuple):
    """Units from a to a_end, and from b to b_end, that are equal or not."""

    equal: bool
    a: int
    a_end: int
    b: int
    b_end: int


def _steps(left: _Units, right: _Units) -> list[_Step]:
    codes = Levenshtein.opcodes(left.folded, right.folded)
    return _joined(
        _Step(code.tag == "equal", code.src_start, code.src_end, code.dest_start, code.dest_end)
        for code in codes
    )


def _joined(steps: Iterable[_Step]) -> list[_Step]:
    """Changes in a row as one."""
    joined: list[_Step] = []
    for step in steps:
        if joined and not joined[-1].equal and not step.equal:
            joined[-1] = joined[-1]._replace(a_end=step.a_end, b_end=step.b_end)
        else:
            joined.append(step)
    return joined


def _without_islands(steps: Sequence[_Step], left: _Units, right: _Units) -> list[_Step]:
    def size(step: _Step) -> int:
        in_a, in_b = left.span(step.a, step.a_end), right.span(step.b, step.b_end)
        return max(len(in_a), len(in_b))

    def is_island(at: int) -> bool:
        if not 0 < at < len(steps) - 1:
            return False
        return size(steps[at]) <= min(_ISLAND, size(steps[at - 1]), size(steps[at + 1]))

    return _joined(
        step._replace(equal=step.equal and not is_island(at)) for at, step in enumerate(steps)
    )


def _pieces(step: _Step, left: _Units, right: _Units) -> Iterator[Piece]:
    a, b = left.span(step.a, step.a_end), right.span(step.b, step.b_end)
    if step.equal:
        yield Piece("same", a, b)
        return
    if a:
        yield Piece("only_a", a, Span(b.start, b.start))
    if b:
        yield Piece("only_b", Span(a.end, a.end), b)
