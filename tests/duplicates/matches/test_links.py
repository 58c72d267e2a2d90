import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pullquote.duplicates.matches.links import links
from pullquote.text.token_arrays import mixed

ROWS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3)), max_size=60).map(
    lambda rows: sorted(rows, key=lambda row: row[0])
)
RANKS = np.array([3, 0, 5, 1, 6, 2, 4])


def linked(rows, ranks=RANKS):
    documents = np.array([document for document, _ in rows], np.int64)
    keys = mixed(np.array([key for _, key in rows], np.uint64) + np.uint64(1))
    first, second = links(keys, documents, ranks)
    return list(zip(first.tolist(), second.tolist(), strict=True))


@settings(max_examples=300)
@given(ROWS)
def test_equal_keys_are_connected_and_no_others(rows):
    found = linked(rows)
    assert len(set(found)) == len(found)
    groups = {at: {at} for at in range(len(rows))}
    for a, b in found:
        assert rows[a][1] == rows[b][1]
        merged = groups[a] | groups[b]
        for member in merged:
            groups[member] = merged
    for a in range(len(rows)):
        for b in range(a):
            assert (b in groups[a]) == (rows[a][1] == rows[b][1])


@given(ROWS)
def test_key_of_n_rows_costs_one_pair_fewer(rows):
    different = len({key for _, key in rows})
    assert len(linked(rows)) == len(rows) - different


@given(ROWS)
def test_first_in_a_document_leads_to_the_document_of_the_lowest_rank(rows):
    for a, b in linked(rows):
        (left, key), (right, _) = rows[a], rows[b]
        if left != right:
            assert RANKS[left] == min(RANKS[document] for document, k in rows if k == key)
