"""Conversions between code points and UTF-16 units, in which Qt counts."""

import re
from bisect import bisect_left

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Utf16Map:
    """Offsets of one text in code points and in UTF-16 units, as Qt counts them.

    Takes the whole text once, then each question costs a binary search; offsets are not checked to
    lie in the text. Where `is_plain` both offsets are the same everywhere.
    """

    def __init__(self, text: str) -> None:
        self._astral: list[int] = []
        if utf16_length(text) != len(text):
            self._astral = [match.start() for match in _ASTRAL.finditer(text)]
        self._high = [offset + before for before, offset in enumerate(self._astral)]
        self.is_plain = not self._astral

    def to_utf16(self, offset: int) -> int:
        return offset + bisect_left(self._astral, offset)

    def from_utf16(self, unit: int) -> int:
        """The middle of a surrogate pair gives the start of its code point."""
        return unit - bisect_left(self._high, unit)
