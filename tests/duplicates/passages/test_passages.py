"""Families of paragraphs can be worked on apart."""

import numpy as np
import pytest

from pullquote.duplicates.decisions import Decisions
from pullquote.duplicates.find import search
from pullquote.duplicates.index import WordIndex, index_part
from pullquote.duplicates.matches.quotes import quotation_units
from pullquote.duplicates.passages.passages import (
    joined_passages,
    passages_of_pieces,
    settled,
)
from pullquote.duplicates.words.boundaries import Boundaries
from pullquote.duplicates.words.corpus import read_corpus

PARTS = 4


@pytest.fixture(scope="module")
def corpus(planter):
    planted = planter(seed=5, articles=60)
    for number in range(40):
        text = " ".join(planted.sentence(12, 25) for _ in range(3))
        words = text.split()
        words[number % len(words)] = "altogether"
        planted.plant("near", [text, " ".join(words), text[: len(text) // 2]])
    planted.plant("boiler", [planted.sentence(12, 20)] * 40)
    return read_corpus(planted.documents())


@pytest.fixture(scope="module")
def known(corpus):
    boundaries = Boundaries(corpus)
    units = quotation_units(corpus, boundaries.all_quotations())
    index = WordIndex([index_part(corpus, units)], units)
    decided = Decisions(corpus, ())
    return search(corpus, boundaries, index, decided, lambda _done, _total: None).known


def rows(found):
    clusters = {}
    for start, end, cluster in zip(found.starts, found.ends, found.clusters, strict=True):
        clusters.setdefault(cluster, set()).add((start, end))
    return {frozenset(cluster) for cluster in clusters.values()}


def test_four_parts_by_family_give_the_clusters_of_the_whole(corpus, known):
    apart = Decisions(corpus, ()).apart
    family = known.families[known.paragraphs[0]]
    assert len(np.unique(family)) > 10 * PARTS
    shown = known.proofs.shown()
    parts = [
        passages_of_pieces(corpus, shown, known.cut.take(family % PARTS == part), apart)
        for part in range(PARTS)
    ]
    assert all(len(part.starts) for part in parts)
    together = settled(corpus, joined_passages(parts))
    assert rows(together) == rows(settled(corpus, known.passages))
