"""The tokenizer: words and paragraphs, and with them sentences, quotations and graphemes."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from pullquote.text.graphemes import grapheme_start, next_grapheme, previous_grapheme
from pullquote.text.quotations import quotations
from pullquote.text.sentences import sentences
from pullquote.text.spans import Span

__all__ = [
    "grapheme_start",
    "next_grapheme",
    "paragraphs",
    "previous_grapheme",
    "quotations",
    "sentences",
    "snap_to_words",
    "word_at",
    "word_bounds",
    "words",
]


def words(text: str, span: Span | None = None) -> list[Span]:
    """Words without the punctuation around them, in order, within `span`.

    A word is a run of letters, digits and combining marks, joined by an apostrophe or hyphen
    between two of them, a point or comma between digits, the points of an abbreviation of single
    letters (its last one too: U.S.), or invisible characters. A Chinese character and a hiragana
    is a word of its own.
    """
    return [Span(*match.span()) for match in _matches(text, span)]


def word_bounds(text: str, span: Span | None = None) -> tuple[list[int], list[int]]:
    """Where the words of `words` start and end."""
    starts: list[int] = []
    ends: list[int] = []
    for match in _matches(text, span):
        starts.append(match.start())
        ends.append(match.end())
    return starts, ends


def word_at(text: str, offset: int) -> Span | None:
    """The word that holds `offset`, else the one that ends there."""
    near = [word for word in _words_around(text, offset) if word.start <= offset <= word.end]
    return near[-1] if near else None


def snap_to_words(text: str, span: Span) -> Span:
    """`span` without white space at its ends, widened to whole words and graphemes.

    An empty or blank span gives the word at its start, or itself where there is none.
    """
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start == end:
        return word_at(text, span.start) or span
    return Span(_snapped(text, start).start, _snapped(text, end).end)


def paragraphs(text: str) -> list[Span]:
    """Stretches between line feeds, without them; empty ones are left out."""
    return [Span(*match.span()) for match in re.finditer(r"[^\n]+", text)]


# Scripts written without spaces: each character is a word.
_SINGLE = "\u3041-\u3096\u309d-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Where combining marks stand; looking through all of Unicode would take 0.1 s at every start.
_MARK_BLOCKS = (
    (0x300, 0x3100), (0xA600, 0xAC00), (0xFB00, 0xFE30), (0x10000, 0x12000),
    (0x16A00, 0x17000), (0x1B000, 0x1EA00), (0xE0100, 0xE01F0),
)  # fmt: skip
_ASCII = "[A-Za-z0-9]"
_CORE = rf"[^\W_{_SINGLE}]"
_LETTER = rf"[^\W\d_{_SINGLE}]"
_INVISIBLE = "[\u00ad\u200b-\u200f\u2060\ufeff]"


@cache
def _word() -> re.Pattern[str]:
    # Takes 20 ms, which a window that shows no text yet need not wait for.
    marks = "".join(
        chr(code)
        for first, after in _MARK_BLOCKS
        for code in range(first, after)
        if unicodedata.category(chr(code))[0] == "M"
    )
    return re.compile(
        rf"""(?: {_ASCII}++ | {_CORE}++ )
        (?: (?![\x20\n])  # most words end here: fail fast
            (?: {_ASCII}++ | {_CORE}++ | [{marks}]++
              | ['’‐‑-] {_CORE}++
              | , (?<=\d,) (?=\d) {_CORE}++
              | \. (?: (?<=\d\.) (?=\d) {_CORE}++
                     | (?<=(?<!\w){_LETTER}\.) {_LETTER} (?!\w) (?: \. (?!\w) )?+ )
              | {_INVISIBLE}++ {_CORE}++
            )
        )*+
        | [{_SINGLE}] [{marks}]*+""",
        re.VERBOSE,
    )


def _matches(text: str, span: Span | None) -> Iterator[re.Match[str]]:
    if span is None:
        return _word().finditer(text)
    return _word().finditer(text, span.start, span.end)


def _words_around(text: str, offset: int) -> list[Span]:
    start = end = offset
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return words(text, Span(start, end))


def _snapped(text: str, offset: int) -> Span:
    """The word or grapheme that `offset` cuts, else the empty span there."""
    for word in _words_around(text, offset):
        if word.start < offset < word.end:
            return word
    start = grapheme_start(text, offset)
    return Span(start, offset if start == offset else next_grapheme(text, offset - 1))
