"""Near documents are found family by family."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pullquote.duplicates.near_documents import DocumentShares, Kin

DOCUMENTS = 8
PASSAGES = st.lists(
    st.tuples(st.integers(0, DOCUMENTS - 1), st.integers(0, 5), st.integers(1, 40)), max_size=30
)
REST = st.lists(st.integers(0, 12), min_size=DOCUMENTS, max_size=DOCUMENTS)
ORDER = st.permutations(range(DOCUMENTS))


def kin(passages, rest, order):
    columns = np.array(passages, np.int64).reshape(-1, 3).T
    sizes = np.array(rest, np.int64)
    np.add.at(sizes, columns[0], columns[2])
    return Kin(DocumentShares(*columns, sizes), np.array(order))


def groups(found, families):
    return {
        (tuple(group.documents.tolist()), tuple(group.coverage.tolist()))
        for family in families
        for group in found.groups(family)
    }


@settings(max_examples=300)
@given(PASSAGES, REST, ORDER)
def test_families_give_the_groups_of_all_documents(passages, rest, order):
    found = kin(passages, rest, order)
    there = {document for document, *_ in passages}
    every = np.array([document for document in np.argsort(order) if document in there], np.int64)
    assert groups(found, found.families()) == groups(found, [every])


@settings(max_examples=100)
@given(PASSAGES, REST, ORDER, st.integers(1, DOCUMENTS))
def test_families_are_of_one_signature_where_they_are_the_same(passages, rest, order, more):
    """Other documents between those of a family make no difference."""
    identities = np.arange(1, DOCUMENTS + 1, dtype=np.uint64)
    clusters = np.arange(6, dtype=np.uint64)
    apart = [place * (more + 1) for place in order]
    first, second = kin(passages, rest, order), kin(passages, rest, apart)
    signatures = [one.signatures(identities, clusters).tolist() for one in (first, second)]
    assert signatures[0] == signatures[1]
    assert groups(first, first.families()) == groups(second, second.families())
