"""Where sentences end: full stops that are not part of an abbreviation, with the marks after."""

import re
from collections.abc import Iterator
from itertools import pairwise

from pullquote.text.spans import Span


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
    short = _LAST_WORD.search(text[max(0, stop.start() - 12) : stop.start()])
    last = short.group().lower() if short else ""
    if _NEVER_LAST.fullmatch(last) or (len(last) == 1 and last.isalpha() and last != "i"):
        return False
    if _NUMBERED.fullmatch(last):
        return not following[0].isdigit()
    if _ABBREVIATED.fullmatch(last) or (_INITIALS.fullmatch(last) and not last[0].isdigit()):
        return _OPENER.fullmatch(following) is not None
    return True
