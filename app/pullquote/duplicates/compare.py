"""Two texts compared by their words, in the form in which spelling makes no difference."""

from collections.abc import Sequence

from rapidfuzz.distance import Indel

from pullquote.text import segments
from pullquote.text.folding import fold


def similarity(a: str, b: str) -> float:
    """The share of words that stand in both in the same order, among those of both; 0 to 1.

    Spaces and dashes that are there or not make no difference.
    """
    return 1.0 if a == b else likeness(folded_words(a), folded_words(b))


def folded_words(text: str) -> list[str]:
    """The words of `text` in order, folded as by `text.folding.fold`, without punctuation.

    A word with a hyphen stays one; folding may part a word in two where a character becomes a
    space.
    """
    starts, ends = segments.word_bounds(text)
    words = map(text.__getitem__, map(slice, starts, ends))
    return fold(" ".join(words)).text.split()


def folded_letters(text: str) -> str:
    """The words of `text` folded, without what parts them: space and hyphens."""
    return _letters(folded_words(text))


def likeness(a: Sequence[str], b: Sequence[str]) -> float:
    """As `similarity`, of folded words."""
    return 1.0 if _letters(a) == _letters(b) else Indel.normalized_similarity(a, b)


def _letters(words: Sequence[str]) -> str:
    return "".join(words).replace("-", "")
