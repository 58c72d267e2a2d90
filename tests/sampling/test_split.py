"""Train, dev and test: copies together, shares as asked, the same again."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.sampling.split import PARTS, SplitDocument, SplitShares, deal_at_random, deal_parts

SHARES = SplitShares()


def corpus(count: int, *, seed: int = 3) -> list[SplitDocument]:
    """A tenth of the documents are copies of others; sources and layers are uneven."""
    dice = Random(seed)
    found: list[SplitDocument] = []
    for number in range(count):
        group = found[dice.randrange(len(found))].group if found and dice.random() < 0.1 else ""
        labels = {"quote": dice.randrange(12), "claim": dice.randrange(3)}
        source = dice.choice("AAAAAABBBC")
        found.append(SplitDocument(f"text {number}", group or str(number), source, labels))
    return found


def counted(documents, parts) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {}
    for document, part in zip(documents, parts, strict=True):
        for what, many in (("", 1), (document.source, 1), *document.labels.items()):
            counts.setdefault(what, Counter())[part] += many
    return counts


def test_a_group_is_in_one_part():
    documents = corpus(300)
    parts = deal_parts(documents, SHARES, 1)
    where: dict[str, set[str]] = {}
    for document, part in zip(documents, parts, strict=True):
        where.setdefault(document.group, set()).add(part)
    assert {len(found) for found in where.values()} == {1}


def test_each_source_and_layer_is_shared_out_as_all_are():
    documents = corpus(2000)
    for count in counted(documents, deal_parts(documents, SHARES, 1)).values():
        shares = [count[part] / count.total() for part in PARTS]
        assert shares == pytest.approx([0.8, 0.1, 0.1], abs=0.01)


def test_ten_documents_are_eight_and_one_and_one():
    documents = [SplitDocument(f"text {n}", f"{n}") for n in range(10)]
    assert Counter(deal_parts(documents, SHARES, 1)) == {"train": 8, "dev": 1, "test": 1}


def test_the_seed_decides_which():
    documents = corpus(200)
    assert deal_parts(documents, SHARES, 1) == deal_parts(documents, SHARES, 1)
    assert deal_parts(documents, SHARES, 1) != deal_parts(documents, SHARES, 2)


def test_an_empty_part_gets_nothing():
    parts = deal_parts(corpus(50), SplitShares(1, 0, 1), 1)
    assert set(parts) == {"train", "test"}
    assert set(deal_at_random(corpus(50), SplitShares(1, 0, 1), 1)) == {"train", "test"}


@pytest.mark.parametrize("shares", [(0, 0, 0), (-1, 1, 1)])
def test_shares_that_are_none(shares):
    with pytest.raises(ValueError, match="shares of"):
        SplitShares(*shares)


@given(st.integers(2, 60), st.randoms(use_true_random=False), st.integers(0, 5))
def test_the_order_of_the_documents_does_not_matter(count, dice, seed):
    documents = corpus(count)
    expected = dict(zip(documents_of(documents), deal_parts(documents, SHARES, seed), strict=True))
    dice.shuffle(documents)
    again = dict(zip(documents_of(documents), deal_parts(documents, SHARES, seed), strict=True))
    assert again == expected


def documents_of(documents: list[SplitDocument]) -> list[str]:
    return [document.content for document in documents]


@given(st.integers(2, 40), st.integers(0, 40), st.integers(0, 3))
def test_what_was_dealt_keeps_its_part_as_the_corpus_grows(count, more, seed):
    documents = corpus(count + more)
    before = deal_parts(documents[:count], SHARES, seed)
    kept = [
        SplitDocument(d.content, d.group, d.source, d.labels, part)
        for d, part in zip(documents, before, strict=False)
    ]
    after = deal_parts(kept + documents[count:], SHARES, seed)
    assert after[:count] == before
    parts = {document.group: part for document, part in zip(documents, before, strict=False)}
    for document, part in zip(documents[count:], after[count:], strict=True):
        assert part == parts.get(document.group, part)


def test_at_random_every_part_has_its_share_and_copies_are_torn_apart():
    documents = [SplitDocument(f"text {n}", f"{n % 100}") for n in range(200)]
    parts = deal_at_random(documents, SHARES, 1)
    assert Counter(parts) == {"train": 160, "dev": 20, "test": 20}
    assert any(a != b for a, b in zip(parts[:100], parts[100:], strict=True))
