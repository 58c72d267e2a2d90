"""The words of many texts at once, in arrays: their places and their folded keys."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from pullquote.text.folding import fold
from pullquote.text.line_breaks import unwrapped
from pullquote.text.segments import words

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Tokens:
    """One entry a word, text after text; text t has the entries first[t] to first[t + 1].

    `starts` and `ends` are code points in the word's own text. `keys` are 64 bits, equal for words
    that fold alike. `letters`: the word has a letter. `opens`: it is the first of its paragraph.
    """

    keys: Array
    starts: Array
    ends: Array
    letters: Array
    opens: Array
    first: Array

    def __len__(self) -> int:
        return len(self.keys)


def tokens(texts: Sequence[str], *, part_glued: bool = False) -> Tokens:
    """The words of `text.segments.words`, found by the same rules for all texts at once.

    With `part_glued`, words run together by a lost line break are parted where a capital follows
    three or more characters that end in a small letter: "Selivanova|The".
    """
    blocks = [_tokens(block, part_glued) for block in text_blocks(texts, _BLOCK)]
    joined = {
        field.name: np.concatenate([getattr(block, field.name) for block in blocks])
        for field in fields(Tokens)
    }
    return Tokens(**{**joined, "first": np.cumsum(np.append(0, joined["first"]))})


# Characters worked on at once, to keep the arrays in between small.
_BLOCK = 100_000


def text_blocks(texts: Sequence[str], characters: int) -> Iterator[Sequence[str]]:
    """Neighbours taken together until they have that many code points; the last may be empty."""
    start = size = 0
    for at, text in enumerate(texts):
        size += len(text)
        if size >= characters:
            yield texts[start : at + 1]
            start, size = at + 1, 0
    yield texts[start:]


def _tokens(texts: Sequence[str], part_glued: bool) -> Tokens:
    """The tokens of a few texts; `first` counts those of each text."""
    # The line feeds around let every character look two back and three ahead.
    joined = "\n\n" + "\n".join(map(unwrapped, texts)) + "\n\n\n"
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    signs = _signs()
    flags = signs.flags_of(codes)
    starts, ends = _bounds(codes, flags)
    if part_glued:
        starts, ends = _parted(flags, starts, ends)
    text_starts = 2 + np.cumsum([0, *(len(text) + 1 for text in texts)])
    text_of = np.searchsorted(text_starts, starts, "right") - 1
    line_of = np.searchsorted(np.flatnonzero(codes == _LINE_FEED), starts)
    return Tokens(
        keys=_keys(codes, signs, starts, ends),
        starts=starts - text_starts[text_of],
        ends=ends - text_starts[text_of],
        letters=np.bitwise_or.reduceat(flags, starts) & (_LETTER | _SINGLE) != 0,
        opens=np.diff(line_of, prepend=-1) != 0,
        first=np.bincount(text_of, minlength=len(texts)),
    )


# --- where words start and end -------------------------------------------------------------------

_UNDERSCORE, _POINT, _COMMA, _LINE_FEED = (ord(sign) for sign in "_.,\n")


def _bounds(codes: Array, flags: Array) -> tuple[Array, Array]:
    core, single = flags & _CORE != 0, flags & _SINGLE != 0
    inside = core | single
    onward = core.copy()  # in a word that may go on
    _take_points(codes, flags, inside, onward)
    _take_marks(flags, inside, onward)
    _take_joiners(flags, core, inside, onward)
    ended = single | (inside & (flags & _MARK != 0) & ~onward)
    begins = inside.copy()
    begins[1:] &= ~inside[:-1] | single[1:] | (core[1:] & ended[:-1])
    stops = inside.copy()
    stops[:-1] &= ~inside[1:] | begins[1:]
    return np.flatnonzero(begins), np.flatnonzero(stops) + 1


def _take_points(codes: Array, flags: Array, inside: Array, onward: Array) -> None:
    """The comma in 1,000; the points in 1.5 and U.S.A."""
    at = np.flatnonzero((codes == _POINT) | (codes == _COMMA))
    both = flags[at - 1] & flags[at + 1]
    inside[at[both & _DIGIT != 0]] = True

    def apart(at: Array) -> Array:
        word: Array = (flags[at] & (_CORE | _SINGLE) != 0) | (codes[at] == _UNDERSCORE)
        return ~word

    at = at[(both & _LETTER != 0) & (codes[at] == _POINT)]
    at = at[apart(at - 2) & apart(at + 2)]
    inside[at] = True
    last = at[(codes[at + 2] == _POINT) & apart(at + 3)] + 2
    inside[last] = onward[last] = True


def _take_marks(flags: Array, inside: Array, onward: Array) -> None:
    """Combining marks belong to what is before them."""
    marks, before, _ = _runs(flags & _MARK)
    inside[marks], onward[marks] = inside[before], onward[before]


def _take_joiners(flags: Array, core: Array, inside: Array, onward: Array) -> None:
    """An apostrophe or hyphen, or invisible characters, before more of the word."""
    at = np.flatnonzero(flags & _JOINER)
    inside[at[onward[at - 1] & core[at + 1]]] = True
    invisible, before, after = _runs(flags & _INVISIBLE)
    inside[invisible] = onward[before] & core[after]


def _runs(true: Array) -> tuple[Array, Array, Array]:
    """The places in runs of what is true, and for each those just before and after its run."""
    at = np.flatnonzero(true)
    breaks = np.diff(at, prepend=-1, append=-1) != 1
    lengths = np.diff(np.flatnonzero(breaks))
    before, after = at[breaks[:-1]] - 1, at[breaks[1:]] + 1
    return at, np.repeat(before, lengths), np.repeat(after, lengths)


def _parted(flags: Array, starts: Array, ends: Array) -> tuple[Array, Array]:
    capital = np.flatnonzero((flags[1:] & _CAPITAL != 0) & (flags[:-1] & _SMALL != 0)) + 1
    word = np.searchsorted(starts, capital, "right") - 1
    inside = (word >= 0) & (capital < ends[word])
    capital, word = capital[inside], word[inside]
    before = np.maximum(starts[word], np.append(0, capital[:-1]))
    parts = capital[capital - before >= 3]
    return np.sort(np.append(starts, parts)), np.sort(np.append(ends, parts))


# --- keys ----------------------------------------------------------------------------------------

# Odd, so that it has an inverse modulo 2 ** 64.
_BASE = 0x9E3779B97F4A7C15 | 1
_MASK = (1 << 64) - 1


def _keys(codes: Array, signs: "_Signs", starts: Array, ends: Array) -> Array:
    """A polynomial hash of the folded characters, from running sums over the whole block."""
    folded = np.append(0, np.cumsum(signs.lengths[codes], dtype=np.int64))
    power, inverse = _powers(int(folded[-1]).bit_length())
    terms = signs.values[codes] * power[folded[:-1]]
    running = np.append(np.uint64(0), np.cumsum(terms, dtype=np.uint64))
    # Taking the power of its first character out again gives a word one key wherever it stands.
    # Unsigned sums wrap, which is what modulo 2 ** 64 asks for.
    return mixed((running[ends] - running[starts]) * inverse[folded[starts]])


@cache
def _powers(bits: int) -> tuple[Array, Array]:
    """The base to the powers 0 to 2 ** bits, and their inverses, modulo 2 ** 64."""

    def table(base: int) -> Array:
        steps = np.full((1 << bits) + 1, base, np.uint64)
        steps[0] = 1
        return np.cumprod(steps, dtype=np.uint64)

    return table(_BASE), table(pow(_BASE, -1, 1 << 64))


def mixed(values: Array) -> Array:
    """Spread 64-bit values evenly (the finaliser of SplitMix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    spread: Array = values ^ (values >> np.uint64(31))
    return spread


# --- what a character is -------------------------------------------------------------------------

_CORE, _SINGLE, _MARK, _JOINER, _INVISIBLE, _LETTER, _DIGIT, _CAPITAL, _SMALL, _KNOWN = (
    1 << bit for bit in range(10)
)


class _Signs:
    """Tables over all code points, filled for those that were seen."""

    def __init__(self) -> None:
        size = 0x110000
        self._flags = np.zeros(size, np.uint16)
        self.lengths = np.zeros(size, np.uint8)
        self.values = np.zeros(size, np.uint64)

    def flags_of(self, codes: Array) -> Array:
        flags = self._flags[codes]
        unknown = codes[flags == 0]
        if len(unknown):
            for code in np.unique(unknown).tolist():
                self._learn(code)
            flags = self._flags[codes]
        return flags

    def _learn(self, code: int) -> None:
        folded = fold(chr(code)).text
        self._flags[code] = _KNOWN | _nature(chr(code))
        self.lengths[code] = len(folded)
        # Plus one, as mixed(0) is 0: a character that is worth nothing would make words equal.
        spread = mixed(np.array([ord(character) + 1 for character in folded], np.uint64))
        value = sum(v * pow(_BASE, n, 1 << 64) for n, v in enumerate(spread.tolist()))
        self.values[code] = value & _MASK


@cache
def _signs() -> _Signs:
    return _Signs()


def _nature(character: str) -> int:
    """Asked of the tokenizer, so that there is one definition of a word."""

    def one_word(probe: str) -> bool:
        return [(span.start, span.end) for span in words(probe)] == [(0, len(probe))]

    if one_word(character):
        if not one_word(character * 2):
            return _SINGLE
        letter, digit = one_word(f"a.{character}"), one_word(f"1,{character}")
        case = _CAPITAL * character.isupper() | _SMALL * character.islower()
        return _CORE | _LETTER * letter | _DIGIT * digit | case
    if one_word(f"aa{character}"):
        return _MARK
    if one_word(f"aa{character}aa"):
        return _INVISIBLE if one_word(f"aa{character * 2}aa") else _JOINER
    return 0
