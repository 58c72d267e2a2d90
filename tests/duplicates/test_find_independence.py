"""Only the documents concerned decide what they share."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pullquote.duplicates.find import find
from pullquote.duplicates.matches.evidence import word_matches
from pullquote.duplicates.words.boundaries import Boundaries
from pullquote.duplicates.words.corpus import read_corpus

SENTENCES = [
    "The ferry to Orsund will sail twice a day from the first of next month, the board said.",
    "The ferry to Orsund will sail four times a day from the first of next month, we heard.",
    "Repairs took longer than planned because the timber had to come from another country.",
    "Two fishing crews sued the board over lost income and settled out of court last spring.",
    "Two fishing crews sued the harbour over lost wages and settled out of court this autumn.",
    "Grain prices in Krona rose again while bakers waited for the new harvest to be sold.",
    "“There’s nothing else to report,” she told the Orsund Courier.",
    'Asked again, she said: "There\'s nothing more to report."',
    "Advertisement",
    "Photo: Ida VonnegardThe pier at dawn.",
    "Photo: Ida Vonnegard",
]
WORDS = sorted({word for sentence in SENTENCES for word in sentence.split()})
TEXTS = st.lists(
    st.sampled_from(SENTENCES) | st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join),
    min_size=1,
    max_size=7,
).flatmap(lambda lines: st.sampled_from(["\n", " "]).map(lambda by: by.join(lines)))
CORPORA = st.lists(TEXTS, min_size=2, max_size=6, unique=True)
STRANGER = "Quartz vixens jumped over dwarven zephyrs\nwhile blowzy frights vexed nymphs\n"


def places(texts):
    """All clusters, as sets of (text, start, end)."""
    found = find(enumerate(texts)).clusters
    return {
        frozenset((texts[p.document], p.start, p.end) for p in cluster.passages)
        for cluster in found
    }


def shared(texts):
    """All matches of words, strong and weak, by the two texts: in words of each."""
    corpus = read_corpus(enumerate(texts))
    found = word_matches(corpus, Boundaries(corpus), lambda _done, _total: None)
    by_pair = {}
    for matches in (found.strong, found.weak):
        left, right = corpus.owners[matches.a], corpus.owners[matches.b]
        for row in range(len(matches)):
            a, b = int(left[row]), int(right[row])
            ends = matches.a[row], matches.a_end[row], matches.b[row], matches.b_end[row]
            offsets = np.array(ends) - corpus.first[[a, a, b, b]]
            pair = corpus.texts[a], corpus.texts[b]
            by_pair.setdefault(pair, set()).add(tuple(offsets.tolist()))
    return by_pair


@settings(max_examples=120)
@given(CORPORA)
def test_two_documents_share_in_a_corpus_what_they_share_alone(texts):
    for (a, b), found in shared(texts).items():
        alone = shared([a, b] if a != b else [a])
        assert alone[a, b] == found


@settings(max_examples=80)
@given(CORPORA, st.integers(0, 6))
def test_document_that_shares_nothing_changes_nothing(texts, at):
    assert places([*texts[:at], STRANGER, *texts[at:]]) == places(texts)


@settings(max_examples=80)
@given(CORPORA, TEXTS)
def test_another_document_changes_only_what_it_touches(texts, other):
    """What it has no word of stays: here, clusters of a part of the corpus in words of its own."""
    apart = ["".join(f"{word}x " for word in text.split()) for text in texts]
    before, after = places(apart), places([*apart, other])
    assert before <= after


@settings(max_examples=80)
@given(CORPORA, st.randoms(use_true_random=False))
def test_order_of_import_makes_no_difference(texts, randomness):
    assert places(randomness.sample(texts, len(texts))) == places(texts)
