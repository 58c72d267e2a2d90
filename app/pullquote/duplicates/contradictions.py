"""In what two texts that say nearly the same contradict: number, negation, name, date."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from pullquote.duplicates.diff import Piece, diff
from pullquote.text import segments
from pullquote.text.folding import fold
from pullquote.text.spans import Span

Contradiction = Literal["number", "negation", "name", "date"]

_KINDS: tuple[Contradiction, ...] = ("number", "negation", "name", "date")
_NEGATION = re.compile(
    r"not|no|never|nobody|none|nothing|neither|nor|without|cannot|\w+n't|den(?:y|ies|ied)"
)
_NUMBER = re.compile(
    r"\W*\d[\d.,:/]*\D{0,2}"
    r"|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?"
    r"|half|third|quarter|once|twice|double|triple|dozens?|hundreds?|thousands?|[mb]illions?"
)
_DATE = re.compile(
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|tomorrow|(?:1[89]|20)\d\d"
)
# Also a month, but far more often a verb.
_MAY = "may"
# What a name or a pronoun may end in and stay the same.
_CLITIC = re.compile(r"'(?:s|m|d|ll|ve|re)$")
_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?")
_OPENS = frozenset(".!?…:“\"„«‘'([-–—\n")


class _Word(NamedTuple):
    start: int
    end: int
    folded: str
    kind: Contradiction | None


def contradictions(a: str, b: str, pieces: Sequence[Piece] | None = None) -> list[Contradiction]:
    """What differs so that not both can be right, in a fixed order; `pieces` as `diff` gives them.

    Numbers, names and dates must stand on both sides of a change, as others; a negation is a
    contradiction also where one side has nothing in its place.
    """
    left, right = _words(a), _words(b)
    found = set()
    for here, there in _changes(diff(a, b) if pieces is None else pieces):
        ours, theirs = _of_kinds(left, here), _of_kinds(right, there)
        for kind in _KINDS:
            one, other = ours[kind], theirs[kind]
            if kind == "negation":
                differs = sum(one.values()) % 2 != sum(other.values()) % 2
            else:
                differs = bool(one and other and one != other)
            if differs:
                found.add(kind)
    return [kind for kind in _KINDS if kind in found]


def strict_contradictions(a: str, a_span: Span, b: str, b_span: Span) -> list[Contradiction]:
    """What two stretches of texts do not both have, in the same order; in a fixed order.

    Stricter than `contradictions`, for what is to be sure: also what stands on one side only, and a
    capital that opens a sentence, unless one of the texts has the same word in small letters.
    """
    if fold(a_span.of(a)).text == fold(b_span.of(b)).text:
        return []
    one, other = _told(a, a_span), _told(b, b_span)
    if one["name"] != other["name"]:
        small = _small_words(a) | _small_words(b)
        one, other = _told(a, a_span, small), _told(b, b_span, small)
    return [kind for kind in _KINDS if one[kind] != other[kind]]


def _small_words(text: str) -> frozenset[str]:
    words = (text[start:end] for start, end in zip(*segments.word_bounds(text), strict=True))
    return frozenset(word for word in words if word.islower())


def _told(
    text: str, span: Span, small: frozenset[str] = frozenset()
) -> dict[Contradiction, list[str]]:
    """What words in `span` tell, by kind; none of `small` is a name for its capital."""
    told: dict[Contradiction, list[str]] = {kind: [] for kind in _KINDS}
    for word in _words(text, span):
        kind = word.kind
        if kind is None and any(map(str.isdecimal, word.folded)):
            kind = "number"
        elif kind is None and text[word.start].isupper():
            kind = None if text[word.start : word.end].lower() in small else "name"
        if kind is not None:
            told[kind].append(_CLITIC.sub("", word.folded))
    return told


def _changes(pieces: Sequence[Piece]) -> Iterator[tuple[Span, Span]]:
    for same, group in groupby(pieces, key=lambda piece: piece.kind == "same"):
        if not same:
            run = list(group)
            yield (
                Span(run[0].a.start, run[-1].a.end),
                Span(run[0].b.start, run[-1].b.end),
            )


def _of_kinds(words: list[_Word], span: Span) -> dict[Contradiction, Counter[str]]:
    found: dict[Contradiction, Counter[str]] = {kind: Counter() for kind in _KINDS}
    for word in words:
        if word.kind is not None and span.start <= word.start < span.end:
            found[word.kind][word.folded] += 1
    return found


def _words(text: str, span: Span | None = None) -> list[_Word]:
    starts, ends = segments.word_bounds(text, span)
    words = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    folded = [fold(word).text for word in words]
    found = []
    for at, (start, end) in enumerate(zip(starts, ends, strict=True)):
        beside = {*folded[max(at - 1, 0) : at], *folded[at + 1 : at + 2]}
        kind = _kind(words[at], folded[at], beside, before=_before(text, start))
        found.append(_Word(start, end, folded[at], kind))
    return found


def _before(text: str, at: int) -> str:
    """The character before, spaces left out."""
    while at and text[at - 1] == " ":
        at -= 1
    return text[at - 1 : at]


def _kind(word: str, folded: str, beside: set[str], *, before: str) -> Contradiction | None:
    if _NEGATION.fullmatch(folded):
        return "negation"
    if _is_date(word, folded, beside):
        return "date"
    if _NUMBER.fullmatch(folded):
        return "number"
    # A capital where a sentence begins tells nothing.
    if word[0].isupper() and before and before not in _OPENS:
        return "name"
    return None


def _is_date(word: str, folded: str, beside: set[str]) -> bool:
    if _DATE.fullmatch(folded):
        return True
    if folded == _MAY:
        return word[0].isupper() and any(_DAY.fullmatch(other) for other in beside)
    return _DAY.fullmatch(folded) is not None and any(map(_is_month, beside))


def _is_month(folded: str) -> bool:
    return folded == _MAY or (_DATE.fullmatch(folded) is not None and folded.isalpha())
