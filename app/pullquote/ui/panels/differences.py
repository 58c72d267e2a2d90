"""The differences between two copies as one short text: struck out, added, and the rest between."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from pullquote.text.spans import Span

Kind = Literal["same", "only_a", "only_b"]

# Words kept at each side of a difference, and of a long difference itself.
_AROUND = 7
_WORD = re.compile(r"\S+")


class Piece(Protocol):
    @property
    def kind(self) -> Kind: ...
    @property
    def a(self) -> Span: ...
    @property
    def b(self) -> Span: ...


Diff = Callable[[str, str], Sequence[Piece]]


@dataclass(frozen=True, slots=True)
class Stretch:
    """`kind` says of which text the words are: of both, only of the one here, only of the other."""

    kind: Kind
    text: str


def stretches(here: str, there: str, pieces: Iterable[Piece]) -> list[Stretch]:
    """The pieces in words; what is long is cut in its middle, and no space is struck or added."""
    found: list[Stretch] = []
    for piece in pieces:
        text = piece.a.of(here) if piece.kind == "only_a" else piece.b.of(there)
        words = text if piece.kind == "same" else text.rstrip()
        if found and words and _joined(found[-1].text, words) and found[-1].kind != piece.kind:
            found.append(Stretch("same", " "))
        parts = Stretch(piece.kind, words), Stretch("same", text[len(words) :])
        found += [part for part in parts if part.text]
    return [
        Stretch(stretch.kind, _cut(stretch.text, last=stretch is found[-1])) for stretch in found
    ]


def _joined(before: str, after: str) -> bool:
    """Whether two words would run together."""
    return before[-1].isalnum() and after[0].isalnum()


def _cut(text: str, *, last: bool) -> str:
    words = list(_WORD.finditer(text))
    if len(words) <= 2 * _AROUND + 3:
        return text
    start = text[: words[_AROUND - 1].end()]
    return f"{start} …" if last else f"{start} … {text[words[-_AROUND].start() :]}"
