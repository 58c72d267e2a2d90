"""Families of paragraphs can be worked on apart."""

import numpy as np
import pytest

from pullquote.duplicates.decisions import Decisions
from pullquote.duplicates.matches.evidence import fixed_matches, word_matches
from pullquote.duplicates.matches.matches import joined
from pullquote.duplicates.passages.passages import (
    Evidence,
    Passages,
    families,
    found_passages,
    passages_of_pieces,
    settled,
)
from pullquote.duplicates.passages.pieces import pieces
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
def shown(corpus):
    boundaries = Boundaries(corpus)
    strong = word_matches(corpus, boundaries, lambda _done, _total: None).strong
    exact = fixed_matches(corpus, boundaries, strong)
    sizes = len(strong), len(exact)
    matches = joined([strong, exact])
    return Evidence(matches, np.repeat([False, True], sizes), np.zeros(sum(sizes), np.bool_))


def rows(found):
    clusters = {}
    for start, end, cluster in zip(found.starts, found.ends, found.clusters, strict=True):
        clusters.setdefault(cluster, set()).add((start, end))
    return {frozenset(cluster) for cluster in clusters.values()}


def test_four_parts_by_family_give_the_clusters_of_the_whole(corpus, shown):
    apart = Decisions(corpus, ()).apart
    openings = np.flatnonzero(corpus.opens)
    cut = pieces(shown.matches, openings)
    family = families(cut, openings)
    assert len(np.unique(family)) > 10 * PARTS
    parts = [
        passages_of_pieces(corpus, shown, cut.take(np.flatnonzero(family % PARTS == part)), apart)
        for part in range(PARTS)
    ]
    assert all(len(part.starts) for part in parts)
    together = Passages(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    together = together.take(np.argsort(together.starts))
    assert rows(settled(corpus, together)) == rows(found_passages(corpus, shown, apart))
