"""What is kept of pairs of documents leads to the same as looking for all anew."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pullquote.duplicates.matches.evidence import word_matches
from pullquote.duplicates.matches.pairs import pack, unpack
from pullquote.duplicates.words.boundaries import Boundaries
from pullquote.duplicates.words.corpus import read_corpus

SENTENCES = [
    "The ferry to Orsund will sail twice a day from the first of next month, the board said.",
    "The ferry to Orsund will sail four times a day from the first of next month, we heard.",
    "Repairs took longer than planned because the timber had to come from another country.",
    "Two fishing crews sued the board over lost income and settled out of court last spring.",
    "Two fishing crews sued the harbour over lost wages and settled out of court this autumn.",
]
TEXTS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5).map(" ".join)
CORPORA = st.lists(TEXTS, min_size=1, max_size=6, unique=True)


def search(corpus, known=None):
    return word_matches(corpus, Boundaries(corpus), lambda _done, _total: None, known=known)


def rows(corpus, found):
    """Everything that is known, by text."""
    return {
        (corpus.texts[pair.left], corpus.texts[pair.right]): pair[2:]
        for pair in pack(corpus, found)
    }


@settings(max_examples=60)
@given(CORPORA)
def test_packed_pairs_come_back_as_they_were(texts):
    corpus = read_corpus(enumerate(texts))
    found = search(corpus)
    again = unpack(corpus, pack(corpus, found))
    assert pack(corpus, again) == pack(corpus, found)


@settings(max_examples=80)
@given(CORPORA, CORPORA)
def test_what_was_known_before_documents_came_and_went_makes_no_difference(before, after):
    old, new = read_corpus(enumerate(before)), read_corpus(enumerate(after))
    stayed = [
        pair._replace(left=after.index(before[pair.left]), right=after.index(before[pair.right]))
        for pair in pack(old, search(old))
        if before[pair.left] in after and before[pair.right] in after
    ]
    assert rows(new, search(new, unpack(new, stayed))) == rows(new, search(new))
