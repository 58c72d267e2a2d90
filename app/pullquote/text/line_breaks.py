"""Line feeds that only wrap a line, told from those that end a paragraph, by the text alone.

Mail, agency wires and plain-text files break their lines at some column. Such a line feed is soft:
sentences, quotations and paragraphs go on over it, and it is read as a space. All others are hard.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from unicodedata import east_asian_width

# Nobody wraps at more columns; a longer line is a paragraph.
_WIDEST = 132
_NARROWEST = 30
# A short line ends a paragraph, in a text of a few lines without a common width.
_SHORT = 12
_FEW_PAIRS = 6


@lru_cache(maxsize=32)
def unwrapped(text: str) -> str:
    """`text` with each soft line feed as a space: as long as `text`, so all offsets hold.

    The marks of a quoted mail at the start of the next line are spaces too. It is `text` itself
    where nothing is wrapped. Takes linear time.
    """
    return _joined(text, [" " for _ in soft_breaks(text)], " ")


@lru_cache(maxsize=32)
def shown(text: str) -> str:
    """`unwrapped`, with nothing to be seen where the words on both sides belong together.

    That is after a hyphen between letters and between characters of scripts without spaces; a
    zero-width space stands there, so offsets hold. The marks of a quoted mail are not seen.
    """
    signs = ["\u200b" if _together(text, at) else " " for at in soft_breaks(text)]
    return _joined(text, signs, "\u200b")


def _joined(text: str, signs: Sequence[str], blank: str) -> str:
    """`text` with each soft line feed as one of `signs`, and marks of a mail behind as `blank`."""
    if not signs:
        return text
    pieces = []
    start = 0
    for at, sign in zip(soft_breaks(text), signs, strict=True):
        marks = _QUOTING.match(text, at + 1)
        end = marks.end() if marks else at + 1
        pieces += [text[start:at], sign, blank * (end - at - 1)]
        start = end
    return "".join([*pieces, text[start:]])


@lru_cache(maxsize=32)
def soft_breaks(text: str) -> Sequence[int]:
    """Offsets of the line feeds that only wrap a line, ascending. Takes linear time."""
    if not _GOES_ON.search(text):
        return ()
    found = list(_pairs(text))
    pairs = [pair for pair in found if not (pair.indented or pair.begins)]
    evidence = [pair for pair in pairs if pair.in_prose and pair.goes_on and not pair.stops]
    least = _least_room(pairs, evidence)
    if least is None:
        return _soft_in_few(pairs, evidence)
    # Where nothing else parts paragraphs, a quotation's border at a line's end does.
    parted = "\n\n" in text or any(pair.indented for pair in found)
    return _soft(text, pairs, least, parted=parted)


# A line that starts with a letter that is no capital.
_GOES_ON = re.compile(r"[^\n]\n[^\S\n]*(?:>[> ]*)?[\"“„«‘'(\[]?(?![A-Z])[^\W\d_]")


class _Pair(NamedTuple):
    """Two lines that follow each other, where the line feed at `at` may be soft.

    `width` is that of the first one in columns, and `room` what it would have with the first word
    of the second. `stops`: the first ends like a sentence; `goes_on`: the second begins with a
    letter that is no capital; `indented`: it stands further in than the first; `begins`: it is an
    item of a list or somebody's turn. A quotation `opens` with the second or `closes` with the
    first.
    """

    at: int
    width: int
    room: int
    stops: bool
    goes_on: bool
    indented: bool
    in_prose: bool
    begins: bool
    opens: bool
    closes: bool


def _pairs(text: str) -> Iterator[_Pair]:
    """The pairs of lines that are not certain to be parted, in order."""
    start = 0
    for block in re.split(r"\n(?:[^\S\n]*\n)+", text):
        start = text.index(block, start)
        yield from _pairs_of_block(block, start)
        start += len(block)


_SENTENCE_END = re.compile(r"[.!?…。！？؟۔][\"”’'»)\]]*+(?:\s|$)")


def _pairs_of_block(block: str, start: int) -> Iterator[_Pair]:
    in_prose = _SENTENCE_END.search(block) is not None
    before: _Line | None = None
    for words in block.split("\n"):
        line = _line(words)
        start += len(words) + 1
        if before and not _always_parted(before, line):
            yield _pair(before, line, start - len(words) - 2, in_prose)
        before = line


class _Line(NamedTuple):
    words: str  # without the marks of a quoted mail
    quoting: str
    indent: int
    width: int


_QUOTING = re.compile(r"(?:[^\S\n]?>)+(?:[^\S\n](?=\S))?")


def _line(words: str) -> _Line:
    quoting = _QUOTING.match(words)
    marks = quoting.group() if quoting else ""
    rest = words[len(marks) :]
    bare = rest.strip()
    return _Line(
        bare, "".join(marks.split()), len(rest) - len(rest.lstrip()), _width(words.rstrip())
    )


def _width(words: str) -> int:
    """In columns: East Asian characters take two."""
    if max(words, default="") < _FIRST_WIDE:
        return len(words)
    return len(words) + sum(map(_is_wide, words))


# Hangul begins there; nothing before it is wide.
_FIRST_WIDE = "\u1100"


_WORD = re.compile(r"[^\W_]")
_HEADER = re.compile(r"[A-Z][\w-]{0,30}:\s")
_BULLET = re.compile(r"[-*+•·‣▪◦●○■□✓➢►]\s")
_TABLE = re.compile(r"\t|\S {3,}\S.* {3,}\S|\|[^|]*\|")


def _always_parted(a: _Line, b: _Line) -> bool:
    # A long line is no cell of a table; what it holds is not looked through.
    return (
        a.quoting != b.quoting
        or a.width > _WIDEST
        or not (_WORD.search(a.words) and _WORD.search(b.words))
        or _BULLET.match(b.words) is not None
        or _TABLE.search(a.words[:_WIDEST]) is not None
        or _TABLE.search(b.words[:_WIDEST]) is not None
        or (_HEADER.match(a.words) and _HEADER.match(b.words)) is not None
        or (a.words.isupper() and not b.words.isupper())
    )


_STOPS = re.compile(r"[.!?…:;。！？；：؟۔]+[\"”’'»)\]]*+$")
_DOUBLE_OPENING, _DOUBLE_CLOSING = '"“„«', '"”“»'
_OPENING = "\"“„«‘'([¿¡‹「『"
# "1. ", "(a) ", "– ": an item of a list, if a sentence ended before it.
_ITEM = re.compile(r"(?:\(?(?:\d{1,3}|[^\W\d_])[.)]|[–—])\s")
# "HALE: ", "Q: ": somebody's turn in a transcript, if a sentence ended before it.
_TURN = re.compile(r"(?:[^\W\d_][\w.'’-]*\s){0,3}[^\W\d_][\w.'’-]*:\s")


def _pair(a: _Line, b: _Line, at: int, in_prose: bool) -> _Pair:
    first = b.words.split(None, 1)[0]
    # Scripts without spaces are cut anywhere.
    room = a.width + _width(first[:1]) if _is_wide(first[0]) else a.width + 1 + _width(first)
    stops = _STOPS.search(a.words) is not None
    letter = b.words.lstrip(_OPENING)[:1]
    turn = b.words[0].isupper() and _TURN.match(b.words)
    hanging = _ITEM.match(a.words) or _BULLET.match(a.words)
    return _Pair(
        at=at,
        width=a.width,
        room=room,
        stops=stops,
        goes_on=letter.isalpha() and not (letter.isupper() or letter.istitle()),
        indented=b.indent > a.indent and not hanging,
        in_prose=in_prose,
        begins=stops and bool(turn or _ITEM.match(b.words)),
        opens=b.words[0] in _DOUBLE_OPENING,
        closes=a.words[-1] in _DOUBLE_CLOSING,
    )


def _together(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at + 1]
    if before in "-\u2010":
        return text[at - 2 : at - 1].isalpha() and after.isalpha()
    return _is_wide(before) and _is_wide(after)


def _is_wide(sign: str) -> bool:
    """By UAX 11."""
    return sign >= _FIRST_WIDE and east_asian_width(sign) in "WF"


def _least_room(pairs: list[_Pair], evidence: list[_Pair]) -> int | None:
    """What a line and the next word take at least where a line is full; None if none is wrapped.

    It is the low end (5 %, one aside) of what they take where a sentence goes on, at most the
    widest line.
    """
    if len(evidence) < 3 or len(evidence) < 0.08 * len(pairs):
        return None
    widths = sorted(pair.width for pair in evidence)
    widest = widths[-1 - min(2, len(widths) // 10)]
    rooms = sorted(pair.room for pair in evidence)
    least = min(rooms[max(len(rooms) // 20, len(rooms) >= 10)], widest + 1)
    many = len(evidence) >= _FEW_PAIRS
    full = sum(pair.room >= least for pair in pairs)
    # A line that is not full, ends no sentence and is followed by a capital: as in verse or lists.
    against = sum(
        not (pair.stops or pair.goes_on) and pair.room < least and pair.in_prose for pair in pairs
    )
    wrapped = (
        widest >= _NARROWEST
        and least >= (0.7 if many else 0.8) * widest
        and full >= 0.1 * len(pairs)
        # Lines of all lengths do not end at one column by chance, whatever stands between them.
        and (against <= len(evidence) or (many and least >= 0.9 * widest))
    )
    return least if wrapped else None


def _soft(text: str, pairs: list[_Pair], least: int, *, parted: bool) -> list[int]:
    soft: list[int] = []
    inside = False
    for pair in pairs:
        start = text.rfind("\n", 0, pair.at) + 1
        if not (soft and soft[-1] == start - 1):
            inside = False
        inside ^= len(_DOUBLE_MARK.findall(text, start, pair.at)) % 2 == 1
        full = pair.room >= least or (pair.goes_on and pair.room >= 0.8 * least)
        quoted = pair.stops and (pair.opens or pair.closes) and not (inside or parted)
        if full and not quoted:
            soft.append(pair.at)
    return soft


_DOUBLE_MARK = re.compile('["“”„«»]')


def _soft_in_few(pairs: list[_Pair], evidence: list[_Pair]) -> list[int]:
    """In a text of a few lines without a common width: all, if half of them plainly go on."""
    if not 0 < len(pairs) <= _FEW_PAIRS:
        return []
    if not all(pair.in_prose for pair in pairs) or 2 * len(evidence) < len(pairs):
        return []
    full = 0.8 * max(pair.room for pair in evidence)
    return [
        pair.at
        for pair in pairs
        if pair.width >= _SHORT and (pair.goes_on or (pair.room >= full and not pair.opens))
    ]
