"""The tokenizer: words and paragraphs, and with them sentences, quotations and graphemes.

A full stop that is part of an abbreviation ends no sentence.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from pullquote.text.graphemes import grapheme_start, next_grapheme, previous_grapheme
from pullquote.text.quotations import quotations
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


def sentences(text: str, span: Span | None = None) -> list[Span]:
    """Sentences without the white space between them; none goes over a line feed."""
    within = Span(0, len(text)) if span is None else span
    return [
        sentence
        for line in _LINE.finditer(text, within.start, within.end)
        for sentence in _sentences(text, line.start(), line.end())
    ]


_LINE = re.compile(r"[^\n]*\S[^\n]*")
_STOP = re.compile(r"""[.!?…。！？]++["”’'»)\]]*+(?=\s+["“„«‘'(\[]*+(?P<next>\w+))""")
_LAST_WORD = re.compile(r"\w[\w.]*$")
_INITIALS = re.compile(r"(?:\w\.)*\w")
_NEVER_LAST = re.compile(
    "mrs?|ms|dr|prof|sen|rep|gov|gen|lt|col|sgt|capt|cmdr|adm|maj|hon|rev|st|mt|ft|vs|cf|eg|ie"
    "|approx"
)
_NUMBERED = re.compile("nos?|figs?|vols?|pp?|arts?|secs?|ch")
_ABBREVIATED = re.compile(
    "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed|thur?s?|fri|sat|sun"
    "|jr|sr|inc|ltd|co|corp|etc|al|est|dept|ave|blvd|rd|ph.d|ed"
)
_OPENER = re.compile(
    "the|an?|he|she|it|they|we|i|you|this|that|these|those|his|her|its|their|our|my|but|and|or|so"
    "|yet|if|when|while|as|at|in|on|for|from|by|with|after|before|since|until|although|though"
    "|however|meanwhile|there|here|what|who|why|how|not|all|both|some|many|most|one"
)


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    stops = [stop.end() for stop in _STOP.finditer(text, start, end) if _ends_sentence(text, stop)]
    for left, right in pairwise([start, *stops, end]):
        while left < right and text[left].isspace():
            left += 1
        while right > left and text[right - 1].isspace():
            right -= 1
        if left < right:
            yield Span(left, right)


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    following = stop["next"].lower()
    if following == stop["next"] and following[0].isalpha():
        return following[0] == following[0].upper()  # a script without capitals
    if stop.group() != ".":
        return True
    # No abbreviation above is as long. Looking back further would make a text of many stops cost
    # its square.
    short = _LAST_WORD.search(text[max(0, stop.start() - 12) : stop.start()])
    last = short.group().lower() if short else ""
    # A letter alone is an initial, but "I" can end what somebody says.
    if _NEVER_LAST.fullmatch(last) or (len(last) == 1 and last.isalpha() and last != "i"):
        return False
    if _NUMBERED.fullmatch(last):
        return not following[0].isdigit()
    # These stand inside a sentence as well as at its end: the next word tells, unless it is a name
    # ("Acme Inc. Smith"), which may go on or begin; then nothing is cut.
    if _ABBREVIATED.fullmatch(last) or (_INITIALS.fullmatch(last) and not last[0].isdigit()):
        return _OPENER.fullmatch(following) is not None
    return True
