"""From the order on the page, left to right, to the order of reading, for scripts of both ways."""

import re
import unicodedata
from collections.abc import Sequence

_RTL = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_LETTER = re.compile(r"[^\W\d_]")
_WITHIN_NUMBER = frozenset(".,:/-−%٫٬")
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_OPENING = frozenset("([{«‹")
_CLOSING = frozenset(")]}»›")


def is_rtl(tokens: Sequence[str]) -> bool:
    """Whether more letters of a line are written from right to left."""
    text = "".join(tokens)
    if text.isascii() or not _RTL.search(text):
        return False
    rtl = len(_RTL.findall(text))
    return 2 * rtl > len(_LETTER.findall(text))


def has_no_way(tokens: Sequence[str]) -> bool:
    """Whether a line holds no letters, so that it runs as those around it do."""
    return not any(character.isalpha() for token in tokens for character in token)


def logical(tokens: Sequence[str], *, rtl: bool) -> str:
    """The text of tokens that stand from left to right; those of the other way are turned.

    A token is a glyph, with its letters in reading order, or a space.
    """
    text = "".join(tokens)
    if not rtl and (text.isascii() or not _RTL.search(text)):
        return text
    ways = [_way(token) for token in tokens]
    if not rtl:
        return "".join(_turned(tokens, ways, "R"))
    turned = _turned(tokens[::-1], ways[::-1], "L")
    return _brackets("".join(turned))


def _way(token: str) -> str:
    """R or L for letters, D for a digit, N for what goes along with its neighbours."""
    if _RTL.search(token) and not token.isdigit():
        return "R"
    if token.isdigit():
        return "D"
    return "L" if unicodedata.bidirectional(token[0]) == "L" else "N"


def _turned(tokens: Sequence[str], ways: Sequence[str], way: str) -> list[str]:
    """With each stretch of the way `way` reversed, and each number if that is L."""
    result: list[str] = []
    at = 0
    while at < len(tokens):
        end = _stretch(tokens, ways, at, way)
        result += tokens[at:end][::-1] if end > at + 1 else tokens[at : at + 1]
        at = max(end, at + 1)
    return result


def _stretch(tokens: Sequence[str], ways: Sequence[str], start: int, way: str) -> int:
    """Where the stretch that begins at `start` ends: behind its last letter of that way."""
    if ways[start] == way:
        inside = {way, "N"} | ({"D"} if way == "L" else set())
    elif ways[start] == "D" and way == "L":
        inside = {"D"}
    else:
        return start + 1
    end, at = start + 1, start + 1
    while at < len(tokens):
        is_part = ways[at] in inside
        if not is_part and inside == {"D"} and tokens[at] in _WITHIN_NUMBER:
            is_part = at + 1 < len(tokens) and ways[at + 1] == "D"
        if not is_part:
            break
        at += 1
        if ways[at - 1] in (way, "D"):
            end = at
    return end


def _brackets(text: str) -> str:
    """Programs differ in which bracket they write in a text from right to left: that one opens
    which has a space before it and none behind.
    """
    wrong = right = 0
    for before, bracket, behind in zip(" " + text, text, text[1:] + " ", strict=False):
        if bracket in _OPENING:
            right += before.isspace() and not behind.isspace()
            wrong += behind.isspace() and not before.isspace()
        elif bracket in _CLOSING:
            wrong += before.isspace() and not behind.isspace()
            right += not before.isspace() and not behind.isalpha()
    return text.translate(_MIRRORED) if wrong > right else text
