"""User-perceived characters: rules of UAX 29 that news text needs, on code point offsets."""

import unicodedata
from functools import lru_cache

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
