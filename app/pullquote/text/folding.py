"""Folding: the form in which two spellings of the same words are equal, with the way back."""

import re
import unicodedata
from array import array
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pullquote.text.spans import Span

_MARKS = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛‹›′ʼ`´", "'"),
    "−": "-",
}
# What folds one for one, apart from its case.
_PLAIN = re.compile(r"[!-_a-~]+(?: [!-_a-~]+)*")


class Folded(NamedTuple):
    """`text` is folded; its character i comes from `starts[i]` to `ends[i]` of the original."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def original(self, span: Span) -> Span:
        """The whole characters of the original that `span` of the folded text comes from."""
        if span:
            return Span(self.starts[span.start], self.ends[span.end - 1])
        at = self.ends[span.start - 1] if span.start else 0
        return Span(at, at)


def fold(text: str) -> Folded:
    """Fold case, marks of quotation, dashes, white space and Unicode forms.

    White space of any length becomes one space; combining and invisible characters vanish and
    belong to the character before them; a ligature becomes its letters.
    """
    if _PLAIN.fullmatch(text):
        return Folded(text.lower(), range(len(text)), range(1, len(text) + 1))
    folding = _Folding()
    at = 0
    for plain in _PLAIN.finditer(text):
        folding.characters(text, at, plain.start())
        folding.plain(plain)
        at = plain.end()
    folding.characters(text, at, len(text))
    return Folded("".join(folding.pieces), folding.starts, folding.ends)


class _Folding:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.starts = array("I")
        self.ends = array("I")

    def plain(self, match: re.Match[str]) -> None:
        start, end = match.span()
        self.pieces.append(match.group().lower())
        self.starts.extend(range(start, end))
        self.ends.extend(range(start + 1, end + 1))

    def characters(self, text: str, start: int, end: int) -> None:
        for at in range(start, end):
            folded = _fold_character(text[at])
            joins = not folded or (folded == " " and self.pieces and self.pieces[-1][-1] == " ")
            if joins and self.ends:
                self._stretch(at + 1)
            elif folded:
                self.pieces.append(folded)
                self.starts.extend([at] * len(folded))
                self.ends.extend([at + 1] * len(folded))

    def _stretch(self, end: int) -> None:
        """Let all characters that came from the last original one end at `end`."""
        last = len(self.ends) - 1
        start = self.starts[last]
        while last >= 0 and self.starts[last] == start:
            self.ends[last] = end
            last -= 1


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    if character in _MARKS:
        return _MARKS[character]
    if character.isspace():
        return " "
    if unicodedata.category(character) == "Pd":
        return "-"
    return _bare(_bare(character).casefold())


def _bare(text: str) -> str:
    """Compatibility decomposed, without combining and invisible characters."""
    return "".join(
        character
        for character in unicodedata.normalize("NFKD", text)
        if unicodedata.category(character) not in {"Mn", "Me", "Cf"}
    )
