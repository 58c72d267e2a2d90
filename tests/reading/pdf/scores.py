"""How much of what stands in a PDF is read whole: sentences and quotations, by the tokenizer."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pullquote.text.segments import quotations, sentences


@dataclass(slots=True)
class Score:
    """What is true and, of it, what was found exactly; `disordered` counts steps back."""

    sentences: int = 0
    sentences_whole: int = 0
    quotations: int = 0
    quotations_whole: int = 0
    disordered: int = 0
    lost: int = 0
    extra: int = 0

    def add(self, other: "Score") -> None:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def score(texts: Sequence[str], found: str, loose: Sequence[str] = ()) -> Score:
    """Of the paragraphs `texts`, in order, and `loose` ones anywhere, in what was read."""
    true_sentences = [s for text in texts for s in _pieces(text, sentences)]
    true_quotations = [q for text in texts for q in _pieces(text, quotations)]
    got_sentences, got_quotations = _pieces(found, sentences), _pieces(found, quotations)
    whole = Counter(true_sentences) & Counter(got_sentences)
    quoted = Counter(true_quotations) & Counter(got_quotations)
    true_words = Counter(word for text in (*texts, *loose) for word in text.split())
    got_words = Counter(found.split())
    return Score(
        len(true_sentences),
        whole.total(),
        len(true_quotations),
        quoted.total(),
        _steps_back(true_sentences, got_sentences),
        (true_words - got_words).total(),
        (got_words - true_words).total(),
    )


def missing(texts: Sequence[str], found: str) -> list[str]:
    true = [s for text in texts for s in _pieces(text, sentences)]
    return list((Counter(true) - Counter(_pieces(found, sentences))).elements())


def _pieces(text: str, of: object) -> list[str]:
    return [text[span.start : span.end] for span in of(text)]  # type: ignore[operator]


def _steps_back(true: Sequence[str], got: Sequence[str]) -> int:
    """How often a sentence that stands once comes after one that it should come before."""
    once = {s for s, count in Counter(true).items() if count == 1}
    place = {s: number for number, s in enumerate(true) if s in once}
    order = [place[s] for s in got if s in place]
    return sum(left > right for left, right in pairwise(order))
