"""What holds of the repeats in any texts."""

import random
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from pullquote.duplicates.compare import folded_words
from pullquote.duplicates.find import find

REPAIRS = "Repairs took longer than planned because the timber had to come from far away. "
LINES = [
    "Advertisement",
    "All News",
    "Photo: Ida VonnegardThe pier at dawn.",
    "Photo: Ida Vonnegard",
    "“Nothing else to say,” he said. “Very good, very constructive talks about the pier.”",
    '"There is nothing more to say," she said of the "very good, very constructive" talks.',
    "The ferry to Orsund will sail twice a day from the first of next month, the board said.",
    "The ferry to Orsund will sail four times a day from the first of next month, it was said.",
    "the ferry to  Orsund will sail — twice a day — from the first of next month",
    f"{REPAIRS}Two crews sued the board over lost income and settled out of court last spring.",
    f"{REPAIRS[13:]}Two crews sued the",
    "very very very very very very very very very very very very very very",
    "14:30",
    "🚧 العربية العربية العربية العربية العربية العربية العربية العربية العربية العربية ",
    "港口委员会说渡轮下个月开始每天开两次班次而且儿童免费乘船",
    "",
]
WORDS = [word for line in LINES for word in line.split()] + ["\u00ad", "“", '"', ".", "\u2028"]
TEXTS = st.lists(
    st.sampled_from(LINES) | st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), max_size=9
).flatmap(lambda lines: st.sampled_from(["\n", "\n\n", " ", ""]).map(lambda by: by.join(lines)))
DOCUMENTS = st.lists(TEXTS, max_size=5).map(lambda found: list(enumerate(found)))


@settings(max_examples=150)
@given(DOCUMENTS)
def test_passages_lie_in_their_texts_and_apart(documents):
    found = find(documents)
    places = sorted(
        (passage.document, passage.start, passage.end)
        for cluster in found.clusters
        for passage in cluster.passages
    )
    for document, start, end in places:
        assert 0 <= start < end <= len(documents[document][1])
    for (document, _, end), (after, start, _) in pairwise(places):
        assert document < after or end <= start


@settings(max_examples=120)
@given(DOCUMENTS)
def test_clusters_are_what_their_kind_says(documents):
    texts = dict(documents)
    for cluster in find(documents).clusters:
        assert len(cluster.passages) >= 2
        assert [passage.copy for passage in cluster.passages] == list(
            range(1, len(cluster.passages) + 1)
        )
        same = len({letters(texts[p.document][p.start : p.end]) for p in cluster.passages}) == 1
        assert same == (cluster.similarity == 1) == (cluster.kind in {"line", "exact"})
        if cluster.kind == "line":
            assert all(is_a_line(texts[p.document], p.start, p.end) for p in cluster.passages)


def letters(text):
    return "".join(folded_words(text)).replace("-", "")


def is_a_line(text, start, end):
    before, after = text[:start].rpartition("\n")[2], text[end:].partition("\n")[0]
    return not before.strip() and not after.strip()


@settings(max_examples=80)
@given(DOCUMENTS, st.randoms(use_true_random=False))
def test_order_of_documents_makes_no_difference(documents, randomness):
    shuffled = random.Random(randomness.random()).sample(documents, len(documents))
    assert find(shuffled) == find(documents)


@settings(max_examples=60)
@given(DOCUMENTS)
def test_names_make_no_difference_to_what_is_found(documents):
    """Other numbers, as after another order of import: the same words at the same places."""

    def found(names):
        named = [(names[number], text) for number, text in documents]
        numbers = {name: number for number, name in enumerate(names)}
        return {
            frozenset((numbers[p.document], p.start, p.end) for p in cluster.passages)
            for cluster in find(named).clusters
        }

    if len({text for _, text in documents}) == len(documents):
        assert found(list(range(len(documents)))) == found(list(range(len(documents), 0, -1)))
