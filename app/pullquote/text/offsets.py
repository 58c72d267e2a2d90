"""Conversions between code points and the units others count in: UTF-16 units and UTF-8 bytes."""

import re
from bisect import bisect_left
from itertools import accumulate

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")


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


class Utf8Map:
    """Offsets of one text in code points and in bytes of its UTF-8 form."""

    def __init__(self, text: str) -> None:
        self._offsets = (
            [] if text.isascii() else [match.start() for match in _NOT_ASCII.finditer(text)]
        )
        extra = (len(text[offset].encode("utf-8", "surrogatepass")) - 1 for offset in self._offsets)
        self._extra = list(accumulate(extra, initial=0))
        pairs = zip(self._offsets, self._extra, strict=False)
        self._bytes = [offset + before for offset, before in pairs]

    def to_bytes(self, offset: int) -> int:
        return offset + self._extra[bisect_left(self._offsets, offset)]

    def from_bytes(self, position: int) -> int:
        """A position inside a character gives the start of that character."""
        before = bisect_left(self._bytes, position)
        offset = position - self._extra[before]
        return max(offset, self._offsets[before - 1]) if before else offset
