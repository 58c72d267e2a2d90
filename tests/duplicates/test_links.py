from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pullquote.duplicates.links import links
from pullquote.text.tokens import mixed

ROWS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3)), max_size=60).map(
    lambda rows: sorted(rows, key=lambda row: row[0])
)


def linked(rows, **options):
    documents = np.array([document for document, _ in rows], np.int64)
    keys = mixed(np.array([key for _, key in rows], np.uint64) + np.uint64(1))
    first, second = links(keys, documents, **options)
    return list(zip(first.tolist(), second.tolist(), strict=True))


@settings(max_examples=300)
@given(ROWS)
def test_equal_keys_are_connected_and_no_others(rows):
    found = linked(rows)
    assert len(set(found)) == len(found)
    groups = {at: {at} for at in range(len(rows))}
    for a, b in found:
        assert a < b
        assert rows[a][1] == rows[b][1]
        merged = groups[a] | groups[b]
        for member in merged:
            groups[member] = merged
    for a, b in combinations(range(len(rows)), 2):
        assert (b in groups[a]) == (rows[a][1] == rows[b][1])


def test_few_equal_keys_are_linked_each_with_each():
    assert linked([(0, 1), (0, 1), (1, 1)]) == [(0, 1), (1, 2), (0, 2)]


def test_links_grow_no_faster_than_what_repeats():
    rows = [(document, 1) for document in range(5000) for _ in range(2)]
    assert len(linked(rows)) <= 2 * len(rows)


def test_vocabulary_of_a_document_is_left_out_there():
    rows = [(0, 1)] * 5 + [(1, 1), (2, 1)]
    assert linked(rows, most_in_one=4) == [(5, 6)]
