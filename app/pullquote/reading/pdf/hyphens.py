"""Words that the end of a line cuts in two: whether the hyphen belongs to the word."""

import re
from collections.abc import Iterable

SOFT_HYPHEN = "\u00ad"
# Stands between a large first letter that may be a word by itself, and what follows it.
CAPITAL = "\ue000"
HYPHENS = f"-‐{SOFT_HYPHEN}"
_WORD = re.compile(r"[^\W\d_]+(?:['’‐‑-][^\W\d_]+)*")
_LAST = re.compile(r"([^\W_]+(?:['’‐-][^\W_]+)*)[-‐]$")
_FIRST = re.compile(r"[^\W\d_]+")

# English: what is mostly written behind a hyphen, and what is mostly followed by one. A syllable
# that is also the end of common words (man-aged, op-era) is not among them.
_SECOND = frozenset(
    """
    backed based born built controlled driven educated elect faced filled friendly funded language
    led level looking minded owned related run sector sized speaking style trained winning year
    """.split()
)
_FIRST_HALVES = frozenset("half self well".split())
_PREFIXES = frozenset(
    "be co con dis en fore ful in mis out over re stub sur un under up with".split()
)
_AGES = frozenset("day month week year".split())


class Vocabulary:
    """The words of a document as they stand within its lines."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: set[str] = set()
        for line in lines:
            words = _WORD.findall(line.casefold())
            # What stands at the ends of a line may be half a word.
            self._words.update(words[1:-1] if line.rstrip()[-1:] in HYPHENS else words[1:])

    def with_capital(self, text: str) -> str:
        """With a space for `CAPITAL` where what follows it is a word, and with it makes none."""
        before, _, after = text.partition(CAPITAL)
        rest = _FIRST.match(after)
        if rest is None:
            return before + after
        word = rest[0].casefold()
        is_apart = word in self._words and before[-1:].casefold() + word not in self._words
        return f"{before} {after}" if is_apart else before + after

    def keeps_hyphen(self, before: str, after: str) -> bool:
        """Whether the hyphen at the end of `before` stays when `after` follows without a space."""
        if before.endswith(SOFT_HYPHEN):
            return False
        left, right = _LAST.search(before[-80:]), _FIRST.match(after)
        if left is None or right is None or not right[0][0].islower():
            return True
        first, second = left[1].casefold(), right[0].casefold()
        if first + second in self._words:
            return False
        if f"{first}-{second}" in self._words or "-" in first or first[-1].isdigit():
            return True
        if second == "old":
            return first in _AGES
        is_word = len(first) > 3 or left[1].isupper()
        return first in _FIRST_HALVES or (second in _SECOND and is_word and first not in _PREFIXES)
