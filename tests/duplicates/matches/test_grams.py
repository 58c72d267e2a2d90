"""Which pairs of documents are worth a look."""

from pullquote.duplicates.matches.grams import examined_pairs, shared_grams
from pullquote.duplicates.words.corpus import read_corpus

WHOLE = "tide harbour ferry market wallflower pilot storm anchor lantern bridge kettle"


def examined(*texts):
    corpus = read_corpus(enumerate(texts))
    left, right = examined_pairs(corpus, shared_grams(corpus))
    return {frozenset((texts[a], texts[b])) for a, b in zip(left, right, strict=True)}


def test_words_of_the_next_document_make_no_pair_worth_a_look():
    start, rest = WHOLE[: WHOLE.index(" pilot")], WHOLE[WHOLE.index("pilot") :]
    assert examined(WHOLE, start) == set()
    assert examined(WHOLE, start, rest) == set()
    assert examined(rest, WHOLE, start) == examined(start, WHOLE, rest) == set()


def test_long_runs_are_worth_a_look():
    other = WHOLE.replace("tide", "moor")
    assert examined(WHOLE, other) == {frozenset((WHOLE, other))}
