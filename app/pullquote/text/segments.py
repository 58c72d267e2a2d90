"""The tokenizer: words and paragraphs, and with them sentences, quotations and graphemes.

A full stop that is part of an abbreviation ends no sentence. Graphemes are what people perceive as
characters: the rules of UAX 29 that news text needs.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

from pullquote.text.line_breaks import unwrapped
from pullquote.text.quotations import quotations
from pullquote.text.spans import Span

__all__ = [
    "grapheme_start",
    "next_grapheme",
    "paragraph_at",
    "paragraphs",
    "previous_grapheme",
    "quotations",
    "sentence_starts",
    "sentences",
    "snap_to_words",
    "word_at",
    "word_bounds",
    "word_count",
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


def word_count(text: str, span: Span | None = None) -> int:
    """How many words `words` finds within `span`: the one count of words of the whole program."""
    start, end = (span.start, span.end) if span is not None else (0, len(text))
    return len(_word(text, start, end).findall(text, start, end))


def word_bounds(text: str, span: Span | None = None) -> tuple[list[int], list[int]]:
    """Where the words of `words` start and end."""
    starts: list[int] = []
    ends: list[int] = []
    for match in _matches(text, span):
        starts.append(match.start())
        ends.append(match.end())
    return starts, ends


def paragraph_at(text: str, offset: int) -> Span | None:
    """The paragraph that holds `offset`, without its hard line feed; None in an empty line."""
    text = unwrapped(text)
    end = text.find("\n", offset)
    return Span(text.rfind("\n", 0, offset) + 1, len(text) if end < 0 else end) or None


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
    """Stretches between hard line feeds, without them; empty ones are left out."""
    return [Span(*match.span()) for match in re.finditer(r"[^\n]+", unwrapped(text))]


# Scripts written without spaces: each character is a word.
_SINGLE = "\u3041-\u3096\u309d-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

# Where combining marks stand; looking through all of Unicode would take 0.1 s at every start.
_MARK_BLOCKS = (
    (0x300, 0x3100), (0xA600, 0xAC00), (0xFB00, 0xFE30), (0x10000, 0x12000),
    (0x13400, 0x13500), (0x16A00, 0x17000), (0x1B000, 0x1EA00), (0xE0100, 0xE01F0),
)  # fmt: skip
_ASCII = "[A-Za-z0-9]"
_INVISIBLE = "[\u00ad\u200b-\u200f\u2060\ufeff]"
# All combining marks and all characters that are words of their own are among them.
# By what is not in it: written the other way round, its compilation takes ten times as long.
_BEYOND = re.compile("[^\u0000-\u02ff\u2000-\u20cf\u2100-\u2bff]")


def _word(text: str, start: int, end: int) -> re.Pattern[str]:
    """A word of a stretch of `text`."""
    return _any_word() if _BEYOND.search(text, start, end) else _plain_word()


@cache
def _plain_word() -> re.Pattern[str]:
    """Of texts without combining marks and scripts without spaces; made in a tenth of the time."""
    return _compiled(marks="", single="")


@cache
def _any_word() -> re.Pattern[str]:
    # Takes 20 ms, which a window that shows no such text need not wait for.
    marks = "".join(
        chr(code)
        for first, after in _MARK_BLOCKS
        for code in range(first, after)
        if unicodedata.category(chr(code))[0] == "M"
    )
    return _compiled(marks, _SINGLE)


def _compiled(marks: str, single: str) -> re.Pattern[str]:
    core, letter = rf"[^\W_{single}]", rf"[^\W\d_{single}]"
    marked = f"| [{marks}]++" if marks else ""
    alone = f"| [{single}] [{marks}]*+" if single else ""
    # Groups that may not give back are atomic, not possessive: Python before 3.11.4 takes one
    # character more than a possessive group holds.
    return re.compile(
        rf"""(?: {_ASCII}++ | {core}++ )
        (?> (?:
            (?![\x20\n])  # most words end here: fail fast
            (?: {_ASCII}++ | {core}++ {marked}
              | ['’‐‑-] {core}++
              | , (?<=\d,) (?=\d) {core}++
              | \. (?: (?<=\d\.) (?=\d) {core}++
                     | (?<=(?<!\w){letter}\.) {letter} (?!\w) (?> (?: \. (?!\w) )? ) )
              | {_INVISIBLE}++ {core}++
            )
        )* )
        {alone}""",
        re.VERBOSE,
    )


def _matches(text: str, span: Span | None) -> Iterator[re.Match[str]]:
    start, end = (span.start, span.end) if span is not None else (0, len(text))
    return _word(text, start, end).finditer(text, start, end)


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
    """Sentences without the white space between them; none goes over a hard line feed."""
    text = unwrapped(text)
    within = Span(0, len(text)) if span is None else span
    return [
        sentence
        for line in _LINE.finditer(text, within.start, within.end)
        for sentence in _sentences(text, line.start(), line.end())
    ]


def sentence_starts(text: str, span: Span) -> list[int]:
    """Offsets where `sentences` begin inside a paragraph; three times as fast as those."""
    text = unwrapped(text)
    return [
        stop.start("opening")
        for stop in _STOP.finditer(text, span.start, span.end)
        if text.find("\n", stop.end(), stop.start("opening")) < 0 and _ends_sentence(text, stop)
    ]


_LINE = re.compile(r"[^\n]+")
# Behind another mark nothing begins: each run of them is looked at once.
_STOP = re.compile(
    r"""(?<![.!?…。！？])[.!?…。！？]++["”’'»)\]]*+(?=\s+(?P<opening>["“„«‘'(\[]*+)(?P<next>\w+))"""
)
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


_ZWJ = "\u200d"
_HANGUL_BEFORE_V = frozenset({"L", "V", "LV"})
_HANGUL_BEFORE_T = frozenset({"V", "T", "LV", "LVT"})


def grapheme_start(text: str, offset: int) -> int:
    """The nearest border between graphemes at or before `offset`."""
    while 0 < offset < len(text) and _joined(text, offset):
        offset -= 1
    return offset


def next_grapheme(text: str, offset: int) -> int:
    """The first border after `offset`, or the end of the text."""
    offset = min(offset + 1, len(text))
    while offset < len(text) and _joined(text, offset):
        offset += 1
    return offset


def previous_grapheme(text: str, offset: int) -> int:
    """The last border before `offset`, or 0."""
    return grapheme_start(text, max(offset - 1, 0))


def _joined(text: str, at: int) -> bool:
    """Whether the characters on both sides of `at` are one grapheme."""
    before, after = text[at - 1], text[at]
    # Nothing below U+0300 joins but CR LF: this answers for nearly every place of news text.
    if before < "\u0300" and after < "\u0300":
        return before == "\r" and after == "\n"
    if _is_control(before):
        return False
    if _extends(after):
        return True
    if _is_flag(before) and _is_flag(after):
        # Two letters make a flag, so in a row of them only their number before tells where one
        # ends.
        return _flags_before(text, at) % 2 == 1
    if before == _ZWJ and _is_pictograph(after):
        return _pictograph_ends(text, at - 1)
    return _hangul_joined(before, after)


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Zl", "Zp"} or character == "\u200b"


@lru_cache(maxsize=4096)
def _extends(character: str) -> bool:
    return (
        unicodedata.category(character) in {"Mn", "Me", "Mc"}
        or character in {_ZWJ, "\u200c", "\uff9e", "\uff9f"}
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= character <= "\U000e007f"  # tags of regional flags
    )


def _is_flag(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flags_before(text: str, at: int) -> int:
    start = at
    while start and _is_flag(text[start - 1]):
        start -= 1
    return at - start


def _is_pictograph(character: str) -> bool:
    return "\U0001f000" <= character <= "\U0001faff" or (
        "\u2190" <= character <= "\u3299" and unicodedata.category(character) in {"So", "Sm"}
    )


def _pictograph_ends(text: str, at: int) -> bool:
    """Whether the run of extending characters that ends at `at` began after a pictograph."""
    while at and _extends(text[at - 1]):
        at -= 1
    return at > 0 and _is_pictograph(text[at - 1])


def _hangul_joined(before: str, after: str) -> bool:
    left, right = _hangul(before), _hangul(after)
    if right == "V" or right in {"LV", "LVT"}:
        return left == "L" if right != "V" else left in _HANGUL_BEFORE_V
    if right == "T":
        return left in _HANGUL_BEFORE_T
    return left == right == "L"


def _hangul(character: str) -> str:
    """The syllable type of a Hangul character, "" for others."""
    if "\uac00" <= character <= "\ud7a3":
        return "LVT" if (ord(character) - 0xAC00) % 28 else "LV"
    if "\u1100" <= character <= "\u115f" or "\ua960" <= character <= "\ua97c":
        return "L"
    if "\u1160" <= character <= "\u11a7" or "\ud7b0" <= character <= "\ud7c6":
        return "V"
    if "\u11a8" <= character <= "\u11ff" or "\ud7cb" <= character <= "\ud7fb":
        return "T"
    return ""
