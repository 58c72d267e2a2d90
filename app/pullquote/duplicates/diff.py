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

# Characters of equal words that are too few to stand between changes.
_ISLAND = 12
_MARK = re.compile(r"\S")


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
    if a == b:
        return [Piece("same", Span(0, len(a)), Span(0, len(b)))] if a else []
    left, right = _Units(a), _Units(b)
    steps = _without_islands(_steps(left, right), left, right)
    return [piece for step in steps for piece in _pieces(step, left, right)]


class _Units:
    """The words and marks of a text; each reaches to where the next one starts."""

    def __init__(self, text: str) -> None:
        bounds = list(_words_and_marks(text))
        folded = _folded([text[start:end] for start, end in bounds])
        visible = [(form, at) for form, (at, _) in zip(folded, bounds, strict=True) if form]
        self.folded = [form for form, _ in visible or [("", 0)]] if text else []
        self._edges = [0, *(start for _, start in visible[1:]), len(text)]

    def span(self, first: int, after: int) -> Span:
        return Span(self._edges[first], self._edges[after])

    def characters(self, first: int, after: int) -> int:
        return self._edges[after] - self._edges[first]


def _words_and_marks(text: str) -> Iterator[tuple[int, int]]:
    done = 0
    for start, end in zip(*segments.word_bounds(text), strict=True):
        if text[done:start] != " ":
            yield from (mark.span() for mark in _MARK.finditer(text, done, start))
        yield start, end
        done = end
    yield from (mark.span() for mark in _MARK.finditer(text, done))


def _folded(units: list[str]) -> list[str]:
    together = fold(" ".join(units)).text.split(" ")  # the cost is by the call
    return together if len(together) == len(units) else [fold(unit).text for unit in units]


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
    sizes = [
        max(left.characters(step.a, step.a_end), right.characters(step.b, step.b_end))
        for step in steps
    ]
    islands = {
        at
        for at in range(1, len(steps) - 1)
        if sizes[at] <= min(_ISLAND, sizes[at - 1], sizes[at + 1])
    }
    return _joined(
        step._replace(equal=False) if at in islands else step for at, step in enumerate(steps)
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
